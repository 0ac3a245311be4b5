import { App, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AdvertisedHost, BrokerCertificate, BrokerPropertiesRenderer, ClientListener, KafkaQuorum, ListenerSecurity } from '../../src';
import { parseProperties } from '../../src/private/java-properties';
import { kafkaKey, kafkaKeyNames } from '../../src/properties/kafka-definitions';
import { KAFKA_KEYS } from '../../src/properties/kafka-keys';
import { nearestKey } from '../../src/properties/override-keys';

type Overrides = { [key: string]: string };

function rendererIn(stack: Stack, overrides: Overrides): BrokerPropertiesRenderer {
  return new BrokerPropertiesRenderer(stack, 'Properties', {
    clientListeners: [new ClientListener({
      name: 'CLIENT',
      advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'),
      security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem')),
    })],
    quorum: KafkaQuorum.bootstrapServers('c1000.kafka.internal:9090'),
    brokerCount: 3,
    overrides,
  });
}

function rendered(overrides: Overrides): Overrides {
  return Object.fromEntries(parseProperties(rendererIn(new Stack(new App(), 'Stack'), overrides).render({ nodeId: 3, host: 'b3.kafka.internal' })));
}

function problemOf(overrides: Overrides): string {
  try { rendered(overrides); } catch (error) { return (error as Error).message; }
  return '';
}

/** Keys of a type, as they stand in the file that is made from Kafka's jars. */
const ofType = (type: string) => KAFKA_KEYS.trim().split('\n').map(line => line.split(' ')).filter(([, its]) => type.split('|').includes(its)).map(([key]) => key);

test('every key that is a number or a boolean refuses what is none', () => {
  const keys = ofType('short|int|long|double|boolean');
  expect(keys.length).toBeGreaterThan(270);
  const taken = keys.filter(key => !problemOf({ [key]: 'abc' }).includes(key));
  expect(taken).toEqual([]);
});

test('every key refuses a number beyond its bits, and a number with a unit', () => {
  const beyond: { [type: string]: string } = { short: '32768', int: '2147483648', long: '9223372036854775808' };
  for (const [type, value] of Object.entries(beyond)) {
    expect(ofType(type).filter(key => problemOf({ [key]: value }) === '')).toEqual([]);
  }
  expect(ofType('short|int|long|double').filter(key => problemOf({ [key]: '7days' }) === '')).toEqual([]);
});

test.each<[string, string, string]>([
  ['log.retention.ms', '7d', "'log.retention.ms' must be an integer of 64 bits, in milliseconds, got \"7d\""],
  ['log.retention.hours', '168.5', "'log.retention.hours' must be an integer of 32 bits, in hours"],
  ['log.retention.ms', '0', "'log.retention.ms' must not be 0"],
  ['log.retention.minutes', '0', "'log.retention.minutes' must not be 0"],
  ['log.roll.hours', '0', "'log.roll.hours' must be an integer from 1 to 2147483647, in hours, got \"0\""],
  ['log.roll.ms', '0', "'log.roll.ms' must be at least 1"],
  ['log.roll.jitter.ms', '-1', "'log.roll.jitter.ms' must be at least 0"],
  ['log.segment.bytes', '1000', "'log.segment.bytes' must be an integer from 1048576"],
  ['log.cleaner.threads', '0', "'log.cleaner.threads' must be at least 1"],
  ['log.cleaner.min.cleanable.ratio', '1.5', "'log.cleaner.min.cleanable.ratio' must be a number from 0 to 1, got \"1.5\""],
  ['compression.type', 'zip', "'compression.type' must be one of uncompressed, zstd, lz4, snappy, gzip, producer, got \"zip\""],
  ['compression.gzip.level', '0', "'compression.gzip.level' must be -1 or an integer from 1 to 9, got \"0\""],
  ['log.cleanup.policy', 'deleted', "'log.cleanup.policy' must be nothing or one or more of compact, delete, between commas"],
  ['group.coordinator.rebalance.protocols', '', 'must be one or more of consumer, classic, share, streams'],
  ['metric.reporters', 'a,', "'metric.reporters' must be nothing or entries between commas, none of them empty"],
  ['offsets.topic.num.partitions', '0', "'offsets.topic.num.partitions' must be an integer from 1"],
  ['offsets.topic.compression.codec', '5', "'offsets.topic.compression.codec' must be 0 (none)"],
  ['group.consumer.assignors', 'sticky', "'group.consumer.assignors' must be a list of uniform, range or names of classes"],
  ['client.quota.callback.class', 'Callback', "'client.quota.callback.class' must be the name of a class"],
  ['cordoned.log.dirs', '/nope', "'cordoned.log.dirs' has \"/nope\", which is none of 'log.dirs'"],
  ['remote.log.metadata.manager.impl.prefix', '', "'remote.log.metadata.manager.impl.prefix' must be a text that is not empty"],
  ['replica.fetch.wait.max.ms', '30001', "'replica.fetch.wait.max.ms' (30001) must be at most 'replica.socket.timeout.ms' (30000, which is Kafka's own)"],
  ['replica.lag.time.max.ms', '400', "'replica.fetch.wait.max.ms' (500, which is Kafka's own) must be at most 'replica.lag.time.max.ms' (400)"],
  ['group.consumer.session.timeout.ms', '1000', "'group.consumer.min.session.timeout.ms' (45000, which is Kafka's own) must be at most 'group.consumer.session.timeout.ms' (1000)"],
  ['group.share.max.share.sessions', '100', "'group.share.max.size' (200, which is Kafka's own) must be at most 'group.share.max.share.sessions' (100)"],
  // What Kafka takes, and fails by later.
  ['broker.heartbeat.interval.ms', '5000', "'broker.heartbeat.interval.ms' (5000) must be at most half of 'broker.session.timeout.ms' (9000)"],
  ['authorizer.class.name', 'kafka.security.authorizer.AclAuthorizer', "Kafka's own since 4.0 is org.apache.kafka.metadata.authorizer.StandardAuthorizer"],
  ['ssl.cipher.suites', 'FOO', "'ssl.cipher.suites' must be a list of names such as TLS_AES_256_GCM_SHA384"],
  ['ssl.enabled.protocols', 'TLSv1', "'ssl.enabled.protocols' must be a list of TLSv1.2, TLSv1.3"],
  ['metrics.recording.level', 'ALL', "'metrics.recording.level' must be one of INFO, DEBUG, TRACE"],
  ['socket.send.buffer.bytes', '0', "'socket.send.buffer.bytes' must be -1, by which the system chooses, or at least 1"],
  ['remote.log.storage.system.enable', 'true', 'BrokerPropertiesRenderer.tieredStorage: \'remote.log.storage.system.enable\' needs remote.log.storage.manager.class.name and remote.log.metadata.manager.listener.name too; '
    + 'the listener is that between brokers, INTERNAL'],
])('%s=%s is refused', (key, value, message) => {
  expect(problemOf({ [key]: value })).toContain(message);
});

test('values that belong together may be changed together', () => {
  const both = { 'group.consumer.min.session.timeout.ms': '10000', 'group.consumer.session.timeout.ms': '12000', 'broker.heartbeat.interval.ms': '5000', 'broker.session.timeout.ms': '10000' };
  expect(rendered(both)).toMatchObject(both);
  const tiered = { 'remote.log.storage.system.enable': 'true', 'remote.log.storage.manager.class.name': 'org.example.Storage', 'remote.log.metadata.manager.listener.name': 'INTERNAL' };
  expect(rendered(tiered)).toMatchObject(tiered);
  expect(problemOf({ ...tiered, 'remote.log.metadata.manager.listener.name': 'PLAINTEXT' })).toContain("BrokerPropertiesRenderer.tieredStorage: 'remote.log.metadata.manager.listener.name' \"PLAINTEXT\" is not a listener of the broker");
  const metadataOfOnesOwn = { ...tiered, 'remote.log.metadata.manager.class.name': 'org.example.Metadata' };
  expect(problemOf(Object.fromEntries(Object.entries(metadataOfOnesOwn).filter(([key]) => !key.endsWith('listener.name'))))).toBe('');
  expect(problemOf({ 'log.retention.ms': '1000', 'log.retention.hours': '0', 'cordoned.log.dirs': '*' })).toBe('');
});

test.each<[string, unknown, string]>([
  ['num.io.threads', 16, 'a number for num.io.threads; give a text, for example "1", "true" or "a,b"'],
  ['auto.create.topics.enable', false, 'a boolean for auto.create.topics.enable; give a text'],
  ['num.io.threads', undefined, 'undefined for num.io.threads; leave the key out'],
  ['num.io.threads', null, 'null for num.io.threads; leave the key out'],
  ['metric.reporters', ['a'], 'a list for metric.reporters; give a text'],
  ['metric.reporters', {}, 'an object for metric.reporters; give a text'],
  ['num.io.threads', Token.asNumber(Lazy.number({ produce: () => 1 })), 'a token that is not a text for num.io.threads; give it as a text, for example by Tokenization.stringifyNumber()'],
  ['reporter.password', 1234, 'a number for reporter.password; give a text'],
])('a value that is no text is refused with its key: %s %p', (key, value, message) => {
  const problem = problemOf({ [key]: value as string });
  expect(problem).toContain(`BrokerPropertiesRenderer.overrideType: 'overrides' has ${message}`);
  expect(problem).not.toContain('1234');
});

test('what is wrong with other overrides is told beside a value that is no text', () => {
  expect(problemOf({ 'num.io.threads': 16 as unknown as string, 'node.id': '1' })).toMatch(/2 problems\n.*overrideType.*\n.*ownedProperty/);
});

describe('keys that Kafka drops without a word', () => {
  const warned = (overrides: Overrides) => {
    const stack = new Stack(new App(), 'Stack');
    rendererIn(stack, overrides);
    return Annotations.fromStack(stack);
  };

  test.each<[string, string, string, string]>([
    ['BrokerPropertiesRenderer.unknownKey', 'log.retention.hour', '1', 'log\\.retention\\.hour \\(do you mean log\\.retention\\.hours\\?\\)'],
    ['BrokerPropertiesRenderer.unknownKey', 'num.partition', '1', 'do you mean num\\.partitions\\?'],
    ['BrokerPropertiesRenderer.unknownKey', 'Log.Retention.Hours', '1', 'do you mean log\\.retention\\.hours\\?'],
    ['BrokerPropertiesRenderer.unknownKey', 'KAFKA_LOG_RETENTION_HOURS', '1', 'do you mean log\\.retention\\.hours\\?'],
    ['BrokerPropertiesRenderer.unknownKey', 'retention.ms', '1', 'retention\\.ms \\(of a topic; for all topics it is log\\.retention\\.hours or log\\.retention\\.minutes or log\\.retention\\.ms\\)'],
    ['BrokerPropertiesRenderer.unknownKey', 'remote.storage.enable', 'true', 'of a topic alone; give it to the topic'],
    ['BrokerPropertiesRenderer.unknownKey', 'confluent.license', 'x', '"confluent\\.license"'],
    ['BrokerPropertiesRenderer.removedKey', 'inter.broker.protocol.version', '3.9', 'now the feature metadata\\.version'],
    ['BrokerPropertiesRenderer.removedKey', 'advertised.host.name', 'h', "now the 'advertisedHost' of a client listener"],
    ['BrokerPropertiesRenderer.removedKey', 'zookeeper.connect', 'h:2181', 'Kafka 4 has no ZooKeeper'],
    ['BrokerPropertiesRenderer.deprecatedKey', 'remote.log.manager.thread.pool.size', '1', 'use remote\\.log\\.manager\\.follower\\.thread\\.pool\\.size'],
    ['BrokerPropertiesRenderer.deprecatedKey', 'log.cleaner.enable', 'true', 'leave it out'],
  ])('%s: %s', (rule, key, value, message) => {
    warned({ [key]: value }).hasWarning('/Stack/Properties', Match.stringLikeRegexp(`${message}.*cdk-kafka-privatelink:${rule}\\]`));
  });

  test.each<[string, string]>([
    ['config.providers.dir.class', 'org.example.Provider'], ['rsm.config.bucket', 'b'], ['rlmm.config.remote.log.metadata.topic.replication.factor', '3'], ['super.users', 'User:a'],
    ['allow.everyone.if.no.acl.found', 'false'], ['listener.name.client.max.connections', '1'], ['num.io.threads', '1'],
  ])('nothing is said of %s', (key, value) => {
    warned({ [key]: value }).hasNoWarning('*', Match.anyValue());
  });

  test('a prefix of one\'s own is one of the managers of tiered storage', () => {
    warned({ 'remote.log.storage.manager.impl.prefix': 's3.', 's3.bucket': 'b' }).hasNoWarning('*', Match.anyValue());
  });
});

test('of a text that is far from every key nothing is guessed', () => {
  expect(nearestKey('confluent.license.topic')).toBeUndefined();
  expect(kafkaKeyNames().filter((key, i) => i % 20 === 0 && nearestKey(`${key}x`) !== key)).toEqual([]);
});

test('a value that is known later is right', () => {
  for (const value of [Lazy.string({ produce: () => 'x' }), '{{resolve:ssm:/kafka/threads:1}}']) {
    expect(problemOf({ 'num.io.threads': value, 'compression.type': value, 'metric.reporters': value })).toBe('');
  }
});

test('a definition says where a key may stand, and since when', () => {
  expect(kafkaKey('cordoned.log.dirs')).toMatchObject({ since: '4.3', isOfListeners: false });
  expect(kafkaKey('ssl.client.auth')).toMatchObject({ isOfListeners: true, since: undefined });
  expect(kafkaKey('toString')).toBeUndefined();
});
