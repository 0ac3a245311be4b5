import { kafkaKey } from './kafka-definitions';
import { Finding, ServerProperties } from './server-properties';
import { quote } from '../private/validation';

/** Values that Kafka compares when it starts: the first must be at most the second. */
const AT_MOST: [string, string][] = [
  ['replica.fetch.wait.max.ms', 'replica.socket.timeout.ms'],
  ['replica.fetch.wait.max.ms', 'replica.lag.time.max.ms'],
  ...['consumer', 'share', 'streams'].flatMap(kind =>
    ['heartbeat.interval.ms', 'session.timeout.ms', 'assignment.interval.ms'].flatMap(name => between(`group.${kind}`, name))),
  ...['delivery.count.limit', 'partition.max.record.locks', 'record.lock.duration.ms'].flatMap(name =>
    between('group.share', name)),
  ['group.share.max.size', 'group.share.max.share.sessions'],
  ['group.streams.num.standby.replicas', 'group.streams.max.standby.replicas'],
  ['group.streams.num.warmup.replicas', 'group.streams.max.warmup.replicas'],
  ['group.streams.min.task.offset.interval.ms', 'group.streams.task.offset.interval.ms'],
];

/** The same, and the first must be less. */
const LESS: [string, string][] =
  ['consumer', 'share', 'streams'].map(kind => [`group.${kind}.heartbeat.interval.ms`, `group.${kind}.session.timeout.ms`]);

/** The keys that say how long data is kept, in the order in which Kafka takes the first that is given. */
const RETENTION = ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'];

function between(prefix: string, name: string): [string, string][] {
  const [least, value, most] = [`${prefix}.min.${name}`, `${prefix}.${name}`, `${prefix}.max.${name}`];
  return [[least, value], [value, most], [least, most]];
}

/** Values that are right alone and wrong together, so that Kafka does not start. */
export function relationFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  const mustHold = (holds: boolean, message: string) => {
    if (!holds) { found.push({ rule: 'BrokerPropertiesRenderer.contradiction', message }); }
  };
  const value = (key: string) => (file.all.has(key) ? file.integer(key) : kafkaKey(key)?.byDefault) ?? NaN;
  // A comparison with a value that is not known never fails.
  const less = (smaller: number, larger: number) => !(smaller >= larger);
  const shown = (key: string) => `'${key}' (${value(key)}${file.all.has(key) ? '' : ', which is Kafka\'s own'})`;

  for (const [smaller, larger] of AT_MOST.filter(pair => pair.some(key => file.all.has(key)))) {
    mustHold(!(value(smaller) > value(larger)), `${shown(smaller)} must be at most ${shown(larger)}; change one of the two`);
  }
  for (const [smaller, larger] of LESS.filter(pair => pair.some(key => file.all.has(key)))) {
    mustHold(less(value(smaller), value(larger)), `${shown(smaller)} must be less than ${shown(larger)}; change one of the two`);
  }
  const idle = value('connections.max.idle.ms');
  mustHold(idle < 0 || less(value('connection.failed.authentication.delay.ms'), idle),
    "'connection.failed.authentication.delay.ms' must be less than 'connections.max.idle.ms', "
      + 'or the answer to a failed login never arrives');
  const queuedBytes = value('queued.max.request.bytes');
  mustHold(queuedBytes <= 0 || !(queuedBytes < value('socket.request.max.bytes')),
    "'queued.max.request.bytes' must be at least 'socket.request.max.bytes' "
      + `(${kafkaKey('socket.request.max.bytes')!.byDefault} unless given), or the largest request never fits`);
  mustHold(less(2 ** 20, Math.floor(value('log.cleaner.dedupe.buffer.size') / value('log.cleaner.threads'))),
    "'log.cleaner.dedupe.buffer.size' must be more than 1048576 bytes for each of 'log.cleaner.threads'");
  const retention = RETENTION.find(key => file.all.has(key));
  mustHold(retention === undefined || value(retention) !== 0, `'${retention}' must not be 0: give the time that data is kept, `
    + 'or -1 to keep it for ever');
  mustHold(value('max.connections.per.ip') !== 0 || !!file.text('max.connections.per.ip.overrides'),
    "'max.connections.per.ip' must not be 0 without 'max.connections.per.ip.overrides', since nobody could connect");
  return found;
}

/** Of a single node, since directories are given with the node. */
export function directoryFindings(file: ServerProperties): Finding[] {
  const dirs = file.list('log.dirs') ?? file.list('log.dir') ?? ['/tmp/kafka-logs'];
  return (file.list('cordoned.log.dirs') ?? []).filter(entry => entry !== '*' && !dirs.includes(entry)
    && !file.isUnknown(entry)).map(entry => ({
    rule: 'BrokerPropertiesRenderer.contradiction',
    message: `'cordoned.log.dirs' has ${quote(entry)}, which is none of 'log.dirs', ${dirs.join(', ')}; give one of these, `
      + 'or * for all',
  }));
}
