import { isClassName, kafkaKey, ValueRule } from './kafka-definitions';
import { Finding, ServerProperties } from './server-properties';
import { quote } from '../private/validation';

/** By Java's names. Those before 1.2 are switched off in every Java that runs Kafka 4. */
const TLS_VERSIONS = ['TLSv1.2', 'TLSv1.3'];

/** Classes that Kafka 4.0 removed, as files of older clusters name them. */
const FORMER_AUTHORIZERS = ['kafka.security.authorizer.AclAuthorizer', 'kafka.security.auth.SimpleAclAuthorizer'];

const buffer: ValueRule = {
  expected: '-1, by which the system chooses, or at least 1: a socket takes no other size',
  accepts: value => value === '-1' || Number(value) >= 1,
};

/**
 * Values that Kafka reads without a word, and that fail when the broker starts, when somebody connects or when a topic is made.
 */
const VALUES: { [key: string]: ValueRule } = {
  'default.replication.factor': {
    expected: 'an integer from 1 to 32767', accepts: value => Number(value) >= 1 && Number(value) < 2 ** 15,
  },
  'authorizer.class.name': {
    expected: 'the name of a class with its package; '
      + "Kafka's own since 4.0 is org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    accepts: value => value === '' || (isClassName(value) && !FORMER_AUTHORIZERS.includes(value)),
  },
  'ssl.enabled.protocols': {
    expected: `a list of ${TLS_VERSIONS.join(', ')}`,
    accepts: value => value.split(',').every(version => TLS_VERSIONS.includes(version.trim())),
  },
  'ssl.cipher.suites': {
    expected: 'a list of names such as TLS_AES_256_GCM_SHA384',
    accepts: value => value === '' || value.split(',').every(name => /^(TLS|SSL)_[A-Z0-9_]+$/.test(name.trim())),
  },
  'metrics.recording.level': { expected: 'one of INFO, DEBUG, TRACE', accepts: value => /^(info|debug|trace)$/i.test(value) },
  'socket.receive.buffer.bytes': buffer,
  'socket.send.buffer.bytes': buffer,
  'replica.socket.receive.buffer.bytes': buffer,
};

/** The one that Kafka has for tiered storage, which connects to the broker's own listener. */
const OWN_METADATA_MANAGER = 'org.apache.kafka.server.log.remote.metadata.storage.TopicBasedRemoteLogMetadataManager';

/** What Kafka accepts and we don't, of values by themselves and of two that belong together. */
export function stricterValueFindings(file: ServerProperties): Finding[] {
  return [...valueFindings(file), ...heartbeatFindings(file), ...tieredStorageFindings(file)];
}

function valueFindings(file: ServerProperties): Finding[] {
  return Object.entries(VALUES).filter(([key, rule]) => {
    const value = file.text(key);
    // What Kafka itself refuses is told by its own rule.
    return value !== undefined && !file.isUnknown(value) && kafkaKey(key)!.accepts(value) && !rule.accepts(value);
  }).map(([key, rule]) => ({
    rule: 'BrokerPropertiesRenderer.value',
    message: `'${key}' must be ${rule.expected}, `
    + `got ${quote(file.text(key))}`,
  }));
}

/** Kafka logs an error, and a broker that misses one heartbeat is fenced. */
function heartbeatFindings(file: ServerProperties): Finding[] {
  const [interval, timeout] = ['broker.heartbeat.interval.ms', 'broker.session.timeout.ms'];
  const value = (key: string) => (file.all.has(key) ? file.integer(key) : kafkaKey(key)!.byDefault) ?? NaN;
  return value(interval) * 2 > value(timeout) ? [{
    rule: 'BrokerPropertiesRenderer.contradiction',
    message: `'${interval}' (${value(interval)}) must be at most half of '${timeout}' (${value(timeout)}), `
      + 'or the controllers take brokers for dead',
  }] : [];
}

/** Kafka starts without them and stops when it opens the storage. */
function tieredStorageFindings(file: ServerProperties): Finding[] {
  if (!/^true$/i.test(file.text('remote.log.storage.system.enable') ?? '')) { return []; }
  const isOwn = (file.text('remote.log.metadata.manager.class.name') ?? OWN_METADATA_MANAGER) === OWN_METADATA_MANAGER;
  const needed = ['remote.log.storage.manager.class.name', ...isOwn ? ['remote.log.metadata.manager.listener.name'] : []];
  const missing = needed.filter(key => !file.text(key));
  const listener = file.text('remote.log.metadata.manager.listener.name');
  return [
    ...missing.length === 0 ? [] : [{
      rule: 'BrokerPropertiesRenderer.tieredStorage',
      message: `'remote.log.storage.system.enable' needs ${missing.join(' and ')} too; the listener is that between brokers, `
        + `${file.interBrokerName}`,
    }],
    ...!listener || file.isUnknown(listener) || !file.isBroker
      || file.listeners.some(({ name }) => name === listener.toUpperCase()) ? [] : [{
        rule: 'BrokerPropertiesRenderer.tieredStorage',
        message: `'remote.log.metadata.manager.listener.name' ${quote(listener)} is not a listener of the broker; `
        + `give that between brokers, ${file.interBrokerName}`,
      }],
  ];
}
