import { readFileSync } from 'fs';
import { join } from 'path';
import { deployedSize } from './deployed-size';
import { NodeSettings } from './node-settings';
import { Problems } from '../private/validation';

/** Writes the scripts and starts them. The same place from `src/` and from `lib/`. */
const UNPACK = join(__dirname, '..', '..', 'assets', 'node', 'unpack.sh');

/** Its text, read once: it is the same for every node. */
let unpack: string | undefined;

/**
 * Before it is encoded.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
 */
const MAX_USER_DATA = 16 * 1024;

const END = '@';

/** Undoes `shortened`: a line stands for one with each of the prefixes above it, or for itself. */
const EXPAND = "awk '/^\\[/{n=split(substr($0,2,length-2),p,\" \");next}{for(i=n>0;i<=n;i++)print p[i] $0}'";

/** Shorter ones are not worth a line of their own. */
const SHORTEST_SHARED_ARN = 20;

/**
 * What an instance does at its first boot: write its settings and the scripts, and start them.
 *
 * All of it is in the launch template, so a version of the template is the complete definition of a node. Nothing is substituted when it
 * is written, so that dollar signs and tokens stay what they are; the scripts put `$ARN` in when they read the settings.
 */
export function userDataOf(settings: NodeSettings, serverProperties: string): string {
  const env = Object.entries(settings).filter(([, value]) => value !== undefined).map(([key, value]) => `${key}=${value}`);
  return [
    '#!/bin/bash',
    'mkdir -p /etc/kafka-node && cd $_',
    `cat > env <<'${END}'`,
    ...withSharedArn(env),
    END,
    `${EXPAND} > server.properties <<'${END}'`,
    ...shortened(serverProperties),
    END,
    unpack ??= readFileSync(UNPACK, 'ascii'),
  ].join('\n');
}

/**
 * There is no room to spare: comments, which nobody reads on a node, are left out, and what is the same at the beginning of a listener's keys stands
 * above them once, as in `[listener.name.client.]`, until the next one; `[]` is the end. Listeners that are equal stand above the same lines.
 */
function shortened(serverProperties: string): string[] {
  const blocks: { prefixes: string[]; lines: string[] }[] = [];
  for (const line of serverProperties.split('\n').filter(text => !/^(#|$)/.test(text))) {
    const prefix = /^listener\.name\.[^.=]+\./.exec(line)?.[0] ?? '';
    if (blocks.at(-1)?.prefixes[0] !== prefix) { blocks.push({ prefixes: [prefix], lines: [] }); }
    blocks.at(-1)!.lines.push(line.slice(prefix.length));
  }
  const merged = blocks.reduce<typeof blocks>((before, block) => {
    const equal = block.prefixes[0] === '' ? undefined : before.find(({ prefixes: [first], lines }) => first !== '' && lines.join('\n') === block.lines.join('\n'));
    equal?.prefixes.push(...block.prefixes);
    return equal ? before : [...before, block];
  }, []);
  return merged.flatMap(({ prefixes, lines }, i) => [...i === 0 && prefixes[0] === '' ? [] : [`[${prefixes.join(' ')}]`], ...lines]);
}

/** What the ARNs of secrets begin with stands once, and the shell that reads the settings puts it in. */
function withSharedArn(env: string[]): string[] {
  const arns = env.flatMap(line => line.match(/(?<==)arn:[^=,]*/g) ?? []);
  // Up to a separator, so that no letter follows the variable's name, and no token is cut.
  const arn = /^(?:\$\{Token\[[^\]]*\]\}|[^$])*(?=[:/])/.exec(arns.reduce(commonStart, arns[0] ?? ''))?.[0] ?? '';
  return arns.length < 2 || arn.length < SHORTEST_SHARED_ARN ? env : [`ARN=${arn}`, ...env.map(line => line.replaceAll(`=${arn}`, '=$ARN'))];
}

function commonStart(one: string, other: string): string {
  const end = [...one].findIndex((char, i) => char !== other[i]);
  return end < 0 ? one : one.slice(0, end);
}

/** Adds a problem if EC2 would refuse the user data of a node. */
export function checkUserDataSize(problems: Problems, nodeId: number, userData: string, serverProperties: string): void {
  const size = deployedSize(userData);
  if (size > MAX_USER_DATA) {
    problems.add('MultiAzKafkaBrokers.userDataTooLong', `the user data of node ${nodeId} takes up to ${size} bytes, and EC2 allows ${MAX_USER_DATA}; server.properties has ${deployedSize(serverProperties)} of them: `
      + "shorten 'overrides', for example by a file that a config provider reads, or have fewer client listeners");
  }
}
