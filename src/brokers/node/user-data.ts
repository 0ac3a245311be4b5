import { deployedSize } from './deployed-size';
import { FETCH_SCRIPT, FETCH_UNIT, nodeScript, placeOf } from './node-scripts';
import { NodeSettings } from './node-settings';
import { Problems } from '../../private/validation';

/**
 * Before it is encoded.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
 */
const MAX_USER_DATA = 16 * 1024;

const END = 'END';

/** Further files of `/etc/kafka-node`, of which empty ones are not written. */
export interface NodeLists {
  /** One option of Kafka's Java in a line. */
  readonly 'jvm.options': string;
  /** One file to be fetched in a line: its digest, its path, its address. */
  readonly 'fetched': string;
}

/**
 * What an instance does at its first boot: write its settings and what fetches its scripts, and start that.
 *
 * All of it is in the launch template, plain, and the scripts are there by their digest: a version of the template is the
 * complete definition of a node. Nothing is substituted when the files are written, so that dollar signs and tokens stay what
 * they are.
 */
export function userDataOf(settings: NodeSettings, serverProperties: string, lists: NodeLists): string {
  const env = Object.entries(settings).filter(([, value]) => value !== undefined).map(([key, value]) => `${key}=${value}\n`);
  return [
    '#!/bin/bash',
    'mkdir -p /etc/kafka-node /usr/local/lib/kafka-node',
    '# What another instance left in the image is not this one\'s.',
    'rm -rf /var/lib/kafka-node',
    'mkdir /var/lib/kafka-node',
    'date +%s > /var/lib/kafka-node/first-boot',
    writing('/etc/kafka-node/env', env.join('')),
    writing('/etc/kafka-node/server.properties', serverProperties),
    ...Object.entries(lists).filter(([, text]) => text !== '').map(([name, text]) => writing(`/etc/kafka-node/${name}`, text)),
    ...[FETCH_SCRIPT, FETCH_UNIT].map(name => writing(`/${placeOf(name)}`, nodeScript(name))),
    `chmod 755 /${placeOf(FETCH_SCRIPT)}`,
    'systemctl daemon-reload',
    `systemctl enable --now --no-block ${FETCH_UNIT}`,
    '',
  ].join('\n');
}

/** The command that writes a text into a file. */
function writing(path: string, text: string): string {
  return `cat > ${path} <<'${END}'\n${text}${END}`;
}

/** Adds a problem if EC2 would refuse the user data of a node. */
export function checkUserDataSize(problems: Problems, nodeId: number, userData: string, serverProperties: string): void {
  const size = deployedSize(userData);
  if (size > MAX_USER_DATA) {
    problems.add('MultiAzKafkaBrokers.userDataTooLong', `the user data of node ${nodeId} takes up to ${size} bytes, `
      + `and EC2 allows ${MAX_USER_DATA}; server.properties has ${deployedSize(serverProperties)} of them: `
      + "shorten 'overrides', for example by a file that a config provider reads, or have fewer client listeners, "
      + 'plugins or files');
  }
}
