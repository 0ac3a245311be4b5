import { HostFile } from './host-file';
import { modeOf, withDefaults } from './kafka-defaults';
import { KafkaMetadataMode } from './metadata-mode';
import { isIntegerIn, Problems, quote } from '../../private/validation';
import { isOlder, LAST_WITH_ZOOKEEPER, lineOf, versionProblem } from '../kafka-line';
import { MAX_INT, ServerProperties } from '../server-properties';

/** What the host's operator says beside the file. */
export interface Said {
  readonly kafkaVersion: string;
  readonly metadataMode?: KafkaMetadataMode;
  readonly brokerId?: number;
}

/** What the file of a ZooKeeper's broker says without a number: the id is in `meta.properties`. */
const NUMBERED_BY_KAFKA = -1;

/**
 * Adds what is wrong with a file by itself: it is of no broker, contradicts what is said of it, or says nothing that can be
 * merged.
 */
export function checkFile(problems: Problems, written: HostFile, said: Said): void {
  const wrongVersion = versionProblem(said.kafkaVersion);
  if (wrongVersion) { problems.add('HostProperties.kafkaVersion', `'kafkaVersion' ${quote(said.kafkaVersion)} ${wrongVersion}`); }
  const line = lineOf(said.kafkaVersion);
  checkMode(problems, modeOf(written.all), said, wrongVersion ? undefined : line);
  const file = withDefaults(written.all, line ?? LAST_WITH_ZOOKEEPER);
  for (const { message } of file.unreadable) {
    problems.add('HostProperties.unreadable', `${message}; what a config provider fills in is not known here either, `
      + 'so write names and ports out');
  }
  if (file.roles.length > 0 && !file.isBroker) {
    problems.add('HostProperties.notABroker', "'process.roles' has no broker, and clients connect to brokers only; "
      + 'the file of a controller stays as it is');
    return;
  }
  checkId(problems, file, said);
  if (file.unreadable.length === 0) { checkListeners(problems, file); }
}

/** The broker's id, if it is known. */
export function brokerIdOf(file: ServerProperties, said: Said): number | undefined {
  const given = file.integer('node.id') ?? file.integer('broker.id') ?? NUMBERED_BY_KAFKA;
  return given === NUMBERED_BY_KAFKA ? said.brokerId : given;
}

function checkMode(
  problems: Problems, inFile: KafkaMetadataMode | undefined, { kafkaVersion, metadataMode }: Said, line: string | undefined,
): void {
  if (inFile === undefined) {
    problems.add('HostProperties.metadataMode', "the file has neither 'process.roles' (KRaft) nor 'zookeeper.connect', "
      + 'so Kafka does not start with it; give the whole server.properties of a broker');
  } else if (metadataMode !== undefined && metadataMode !== inFile) {
    problems.add('HostProperties.metadataMode', `'metadataMode' is ${quote(metadataMode)}, `
      + `and the file says ${quote(inFile)} by `
      + `${inFile === KafkaMetadataMode.KRAFT ? "'process.roles'" : "'zookeeper.connect' without 'process.roles'"}; `
      + 'leave it out, or give the file of that broker');
  } else if (inFile === KafkaMetadataMode.ZOOKEEPER && line !== undefined && isOlder(LAST_WITH_ZOOKEEPER, line)) {
    problems.add('HostProperties.metadataMode', "the file has 'zookeeper.connect' and no 'process.roles', "
      + `and Kafka ${kafkaVersion} has no ZooKeeper: it knew it up to ${LAST_WITH_ZOOKEEPER}; `
      + 'give the version that runs on this host');
  }
}

function checkId(problems: Problems, file: ServerProperties, said: Said): void {
  const [nodeId, formerId] = ['node.id', 'broker.id'].map(key => file.integer(key));
  if (nodeId !== undefined && formerId !== undefined && nodeId !== formerId) {
    problems.add('HostProperties.brokerId', `'node.id' is ${nodeId} and 'broker.id' is ${formerId}; they are one number, `
      + "so remove 'broker.id'");
    return;
  }
  const inFile = nodeId ?? formerId ?? NUMBERED_BY_KAFKA;
  if (said.brokerId !== undefined && inFile !== NUMBERED_BY_KAFKA && inFile !== said.brokerId) {
    problems.add('HostProperties.brokerId', `'brokerId' is ${quote(said.brokerId)}, and the file says ${inFile}; leave it out, `
      + 'or give the file of that broker');
  }
  const most = file.integer('reserved.broker.max.id') ?? 1000;
  if (file.roles.length === 0 && inFile > most && !/^false$/i.test(file.text('broker.id.generation.enable') ?? '')) {
    problems.add('HostProperties.refusedByKafka', `'broker.id' ${inFile} is more than 'reserved.broker.max.id' (${most}), `
      + 'above which Kafka numbers brokers itself, so it does not start with this file as it is; '
      + "leave 'broker.id' out and give it by 'brokerId', or set 'broker.id.generation.enable=false'");
  }
  const id = brokerIdOf(file, said);
  if (!isIntegerIn(id ?? NaN, 0, MAX_INT)) {
    problems.add('HostProperties.brokerId', id === undefined
      ? "the file does not say the broker's id, on which its ports depend; give 'brokerId', "
        + "as meta.properties in its 'log.dirs' has it"
      : `the broker's id must be an integer from 0 to ${MAX_INT}, got ${quote(id)}`);
  }
}

/** What Kafka itself refuses of the lists, so that no listener can be added. */
function checkListeners(problems: Problems, file: ServerProperties): void {
  const add = (message: string) => problems.add('HostProperties.refusedByKafka', `${message}; Kafka does not start with this `
    + 'file as it is');
  for (const { name } of file.listeners.filter(listener => !file.protocols.has(listener.name))) {
    add(`'listener.security.protocol.map' lacks ${name} of 'listeners'`);
  }
  for (const { name, host } of file.advertised) {
    if (host === '0.0.0.0') {
      add(`${name} advertises ${host}, which nobody can connect to; give 'advertised.listeners' the host's name or private `
        + 'address');
    }
    if (!file.listeners.some(bound => bound.name === name) && !file.isControllerName(name)) {
      add(`'advertised.listeners' has ${name}, which is not in 'listeners'`);
    }
  }
  if (file.all.has('inter.broker.listener.name') && file.all.has('security.inter.broker.protocol')) {
    add("'inter.broker.listener.name' and 'security.inter.broker.protocol' say the same; remove the second one");
  }
  if (!file.advertised.some(({ name }) => name === file.interBrokerName)) {
    const said = file.all.has('inter.broker.listener.name')
      ? "'inter.broker.listener.name'"
      : "'security.inter.broker.protocol', PLAINTEXT unless given";
    add(`other brokers use ${file.interBrokerName} (${said}), which is not among the advertised listeners`);
  }
}
