import { readFileSync } from 'fs';
import { join } from 'path';
import { parseProperties } from '../../src/private/java-properties';
import { kafkaFindings } from '../../src/properties/kafka-rules';
import { ServerProperties } from '../../src/properties/server-properties';

interface Vector {
  readonly name: string;
  readonly set: { [key: string]: string };
  readonly remove: string[];
  readonly ok: boolean;
}

/** What Kafka 4.4 accepts and rejects, seen by running it. */
const vectors: { base: { [key: string]: string }; cases: Vector[] } = JSON.parse(readFileSync(join(__dirname, 'kafka-listener-vectors.json'), 'utf8'));

/** Kafka accepts a TLS listener without a certificate, as in the vectors; every test but one has them. */
const certificates = Object.fromEntries(['internal', 'client0', 'client1'].map(name => [`listener.name.${name}.ssl.keystore.location`, '/tls.pem']));

type Changes = { [key: string]: string | undefined };

function findings(changes: Changes) {
  const properties = Object.entries({ ...certificates, ...vectors.base, ...changes }).filter(([, value]) => value !== undefined);
  // The values of the vectors are written as in a file, with its escapes.
  return kafkaFindings(new ServerProperties(parseProperties(properties.map(([key, value]) => `${key}=${value}\n`).join(''))));
}

const changesOf = ({ set, remove }: Vector): Changes => ({ ...set, ...Object.fromEntries(remove.map(key => [key, undefined])) });
const rulesOf = (found: ReturnType<typeof findings>) => found.map(({ rule }) => rule.replace('BrokerPropertiesRenderer.', ''));

/** What Kafka accepts and we do not, and the rule that says why. */
const STRICTER: { [vector: string]: string[] } = {
  'dup advertised port ok': ['duplicateAddress'],
  'port 70000 listener': ['port'],
  'port 70000 advertised': ['port'],
  'port negative': ['port'],
  'voters dup id (last wins)': ['duplicateVoter'],
  'broker-only controller in advertised': ['controllerAdvertised'],
  'listener ssl.client.auth bad': ['listenerValue'],
  'listener num.network.threads=0': ['listenerValue'],
  'name with space': ['listenerPrefix', 'listenerPrefix', 'listenerName', 'certificateMissing'],
};

describe('every vector', () => {
  test.each(vectors.cases.filter(({ ok }) => !ok))('fails for what Kafka rejects: $name', vector => {
    expect(findings(changesOf(vector))).not.toEqual([]);
  });

  test.each(vectors.cases.filter(({ ok, name }) => ok && !STRICTER[name]))('passes what Kafka accepts: $name', vector => {
    expect(findings(changesOf(vector))).toEqual([]);
  });

  test.each(vectors.cases.filter(({ name }) => STRICTER[name]))('fails by a stricter rule: $name', vector => {
    expect(vector.ok).toBe(true);
    expect(rulesOf(findings(changesOf(vector))).sort()).toEqual([...STRICTER[vector.name]].sort());
  });

  test('the table of stricter rules names vectors', () => {
    expect(vectors.cases.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(STRICTER)));
  });
});

const controllerOnly = {
  'process.roles': 'controller',
  'listeners': 'CONTROLLER://:9090',
  'advertised.listeners': 'CONTROLLER://b1.int:9090',
};
const brokerOnly = {
  'process.roles': 'broker',
  'node.id': '11',
  'listeners': 'INTERNAL://:9091,CLIENT0://:9093,CLIENT1://:9094',
  'advertised.listeners': 'INTERNAL://b1.int:9091,CLIENT0://k:20011,CLIENT1://k:21011',
};

describe('each rule says what is wrong, and nothing else is found', () => {
  test.each<[rule: string, message: string, changes: Changes]>([
    ['listEntry', '\'listeners\' has an empty entry; remove the extra comma, got "A://:1,"', { listeners: 'A://:1,' }],
    ['listEntry', "'listeners' has an empty entry", { listeners: '' }],
    ['listEntry', "'advertised.listeners' has an empty entry", { 'advertised.listeners': 'A://a:1,,B://b:2' }],
    ['endpoint', '\'listeners\' has "CLIENT0://x", which is not "NAME://host:port" with an ASCII host', { listeners: 'CLIENT0://x' }],
    ['endpoint', "'advertised.listeners' has", { 'advertised.listeners': 'CLIENT0://kafka.int:2147483648' }],
    ['protocolMap', '\'listener.security.protocol.map\' has "CLIENT0:TLS"; each listener stands there once', { 'listener.security.protocol.map': 'CLIENT0:TLS' }],
    ['protocolMap', '"internal:SSL"', { 'listener.security.protocol.map': 'INTERNAL:PLAINTEXT,internal:SSL' }],
    ['protocolMap', 'listener CLIENT1 has no protocol', {
      'listener.security.protocol.map': 'INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENT0:SSL',
      'listener.name.client1.ssl.keystore.location': undefined,
    }],
    ['protocolMap', 'lacks controller listener CONTROLLER, which every node needs, brokers too',
      { ...brokerOnly, 'listener.security.protocol.map': 'INTERNAL:PLAINTEXT,CLIENT0:SSL,CLIENT1:SASL_SSL' }],
    ['value', "'node.id' must be an integer from 0 to 2147483647, got \"a\"", { 'node.id': 'a' }],
    ['value', "'min.insync.replicas' must be an integer from 1 to 2147483647, got \"0\"", { 'min.insync.replicas': '0' }],
    ['value', "'unclean.leader.election.enable' must be true or false, got \"yes\"", { 'unclean.leader.election.enable': 'yes' }],
    ['value', "'ssl.client.auth' must be one of required, requested, none, got \"yes\"", { 'ssl.client.auth': 'yes' }],
    ['value', "'process.roles' must be one or more of broker, controller, between commas, got \"broker,controller,zookeeper\"", { 'process.roles': 'broker,controller,zookeeper' }],
    ['duplicateListener', 'two listeners are named "CLIENT1"; give each a name of its own', { listeners: `${vectors.base.listeners},CLIENT1://:9095` }],
    ['duplicateBindPort', "CLIENT0 and CLIENT1 bind port 9093; give each a port of its own ('bindPort', 'internalPort', 'controllerPort')",
      { listeners: 'INTERNAL://:9091,CONTROLLER://:9090,CLIENT0://:9093,CLIENT1://:9093' }],
    ['earlyStart', '\'early.start.listeners\' has "internal", which is not a listener of the node; names are in capitals', { 'early.start.listeners': 'CONTROLLER,internal' }],
    ['contradiction', "'connection.failed.authentication.delay.ms' must be less than 'connections.max.idle.ms'", { 'connections.max.idle.ms': '100' }],
    ['contradiction', "'queued.max.request.bytes' must be at least 'socket.request.max.bytes'", { 'queued.max.request.bytes': '104857599' }],
    ['contradiction', "'log.cleaner.dedupe.buffer.size' must be more than 1048576 bytes for each of 'log.cleaner.threads'",
      { 'log.cleaner.dedupe.buffer.size': '2097153', 'log.cleaner.threads': '2' }],
    ['contradiction', "'broker.id' 2 must be 'node.id' 1; remove it", { 'broker.id': '2' }],
    ['missingProperty', "'node.id' is required", { 'node.id': undefined }],
    ['missingProperty', "'controller.quorum.bootstrap.servers' or 'controller.quorum.voters' is required", { 'controller.quorum.voters': undefined }],
    ['controllerListener', "'controller.listener.names' has \"OTHER\", which 'listeners' of a controller must have too, in the same capitals",
      { 'controller.listener.names': 'CONTROLLER,OTHER', 'listener.security.protocol.map': `${vectors.base['listener.security.protocol.map']},OTHER:PLAINTEXT` }],
    ['controllerListener', "a node without the controller role must not have controller listener CONTROLLER in 'listeners'",
      { ...brokerOnly, listeners: vectors.base.listeners }],
    ['controllerListener', "a node that is only a controller must not have INTERNAL in 'listeners'", { ...controllerOnly, listeners: 'CONTROLLER://:9090,INTERNAL://:9091' }],
    ['controllerListener', "'controller.quorum.auto.join.enable' is for nodes with the controller role only", { ...brokerOnly, 'controller.quorum.auto.join.enable': 'true' }],
    ['advertisedListener', "'advertised.listeners' has CLIENT2, which is not in 'listeners'",
      { 'advertised.listeners': `${vectors.base['advertised.listeners']},CLIENT2://k.c:1`, 'listener.security.protocol.map': `${vectors.base['listener.security.protocol.map']},CLIENT2:SSL` }],
    ['advertisedListener', "'advertised.listeners' has CLIENT1 more than once", { 'advertised.listeners': `${vectors.base['advertised.listeners']},CLIENT1://other:1` }],
    ['interBrokerListener', "only one of 'inter.broker.listener.name' and 'security.inter.broker.protocol' can be there", { 'security.inter.broker.protocol': 'PLAINTEXT' }],
    ['interBrokerListener', "'inter.broker.listener.name' CONTROLLER must not be a controller listener", { ...controllerOnly, 'inter.broker.listener.name': 'CONTROLLER' }],
    ['interBrokerListener', "'inter.broker.listener.name' FOO is not in 'listener.security.protocol.map'", { ...controllerOnly, 'inter.broker.listener.name': 'FOO' }],
    ['interBrokerListener', 'other brokers use PLAINTEXT, which must be one of the advertised listeners that are not for controllers: INTERNAL, CLIENT0, CLIENT1',
      { 'inter.broker.listener.name': undefined }],
    ['interBrokerListener', "brokers authenticate to each other with GSSAPI ('sasl.mechanism.inter.broker.protocol'), which 'sasl.enabled.mechanisms' of INTERNAL lacks",
      { 'listener.security.protocol.map': 'INTERNAL:SASL_SSL,CONTROLLER:PLAINTEXT,CLIENT0:SSL,CLIENT1:SASL_SSL', 'sasl.enabled.mechanisms': '' }],
    ['quorum', '\'controller.quorum.voters\' has "b1.int:9090", entries are "id@host:port"', { 'controller.quorum.voters': '1@b1.int:9090,b1.int:9090' }],
    ['quorum', '\'controller.quorum.bootstrap.servers\' has "b1.int", entries are "host:port"', { 'controller.quorum.bootstrap.servers': 'b1.int' }],
    ['quorum', 'node 4 has the controller role, so it must be one of the voters, which are 1, 2, 3', { 'node.id': '4' }],
    ['quorum', 'node 1 is one of the voters, so it must have the controller role', { ...brokerOnly, 'node.id': '1' }],
    ['listenerName', 'listener "CLIENT.0" must be of letters, digits, "_" and "-"', { 'listeners': 'INTERNAL://:9091,CONTROLLER://:9090,CLIENT0://:9093,CLIENT1://:9094,CLIENT.0://:9095', 'listener.security.protocol.map': 'INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENT0:SSL,CLIENT1:SASL_SSL,CLIENT.0:PLAINTEXT' }],
    ['port', 'listener CLIENT1 binds port 0, ports are from 1 to 65535', { listeners: 'INTERNAL://:9091,CONTROLLER://:9090,CLIENT0://:9093,CLIENT1://:0' }],
    ['port', 'CLIENT1 advertises port 65536', { 'advertised.listeners': 'INTERNAL://b1.int:9091,CONTROLLER://b1.int:9090,CLIENT0://a:1,CLIENT1://b:65536' }],
    ['listenerPrefix', '"listener.name.CLIENT0.max.connections" is of no listener, and Kafka would ignore it; listeners are internal, controller, client0, client1, here in lower case',
      { 'listener.name.CLIENT0.max.connections': '5' }],
    ['listenerPrefix', '"listener.name.client7.max.connections" is of no listener', { 'listener.name.client7.max.connections': '5' }],
    ['listenerPrefix', 'here in lower case; do you mean listener.name.client1.max.connections?', { 'listener.name.clientt1.max.connections': '5' }],
    ['listenerValue', '"listener.name.client0.ssl.client.auth" must be one of required, requested, none, got "yes"', { 'listener.name.client0.ssl.client.auth': 'yes' }],
    ['certificateMissing', "listener CLIENT0 speaks SSL and has no certificate ('listener.name.client0.ssl.keystore.location')", { 'listener.name.client0.ssl.keystore.location': undefined }],
    ['storeForm', 'the keystore of listener CLIENT0, "/tls.jks", is a key store of Java by its name, and is read as PEM; convert it',
      { 'listener.name.client0.ssl.keystore.type': 'PEM', 'listener.name.client0.ssl.keystore.location': '/tls.jks' }],
    ['storeForm', 'the truststore of listener CLIENT0, "/ca.key", is a private key by its name', { 'listener.name.client0.ssl.truststore.type': 'PEM', 'listener.name.client0.ssl.truststore.location': '/ca.key' }],
    ['anonymousSuperUser', "'super.users' has User:ANONYMOUS, and CLIENT0 does not authenticate clients", { 'super.users': 'User:admin;User:ANONYMOUS' }],
    ['anonymousSuperUser', 'and CLIENT0 does not', { 'super.users': 'User:ANONYMOUS', 'listener.name.client0.ssl.client.auth': 'requested' }],
    ['unsecuredOauthBearer', "listener CLIENT1 has OAUTHBEARER without 'listener.name.client1.oauthbearer.sasl.server.callback.handler.class'",
      { 'listener.name.client1.sasl.enabled.mechanisms': 'OAUTHBEARER' }],
    ['idleTimeout', "'connections.max.idle.ms' must be an integer from 1 to 300000, since load balancers and endpoints forget a silent connection after 350 seconds; got \"600000\"",
      { 'connections.max.idle.ms': '600000' }],
    ['idleTimeout', 'got "-1"', { 'connections.max.idle.ms': '-1', 'connection.failed.authentication.delay.ms': '${env:DELAY}', 'config.providers': 'env' }],
    ['configProvider', '\'compression.type\' refers to config provider "env", which \'config.providers\' lacks', { 'compression.type': '${env:TYPE}', 'config.providers': 'dir' }],
    ['minInSyncReplicas', "'min.insync.replicas' 2 must be less than 'default.replication.factor' 2, so that writes go on while a broker restarts; give 1",
      { 'min.insync.replicas': '2', 'default.replication.factor': '2' }],
    ['minInSyncReplicas', "'transaction.state.log.min.isr' 3 must be less than 'transaction.state.log.replication.factor' 3",
      { 'transaction.state.log.min.isr': '3', 'transaction.state.log.replication.factor': '3' }],
    ['duplicateVoter', "'controller.quorum.voters' has id 1 more than once, and Kafka would take the last", { 'controller.quorum.voters': '1@b1.int:9090,1@b2.int:9090' }],
    ['advertisedHost', 'the host "" that CLIENT1 advertises is empty', { 'advertised.listeners': 'INTERNAL://b1.int:9091,CONTROLLER://b1.int:9090,CLIENT0://a:1,CLIENT1://:2' }],
    ['advertisedHost', 'the host "localhost" that CLIENT1 advertises means the machine itself',
      { 'advertised.listeners': 'INTERNAL://b1.int:9091,CONTROLLER://b1.int:9090,CLIENT0://a:1,CLIENT1://localhost:2' }],
    ['controllerAdvertised', 'a node without the controller role advertises controller listener CONTROLLER, which it does not bind',
      { ...brokerOnly, 'advertised.listeners': `${brokerOnly['advertised.listeners']},CONTROLLER://b1.int:9090` }],
    ['duplicateAddress', 'two listeners advertise "k:20000", so clients of one would reach the other',
      { 'advertised.listeners': 'INTERNAL://b1.int:9091,CONTROLLER://b1.int:9090,CLIENT0://k:20000,CLIENT1://k:20000' }],
  ])('%s: %s', (rule, message, changes) => {
    const found = findings(changes);
    expect(rulesOf(found)).toEqual([rule]);
    expect(found[0].message).toContain(message);
  });

  test('without a protocol map a listener named after TLS leaves the controllers\' without a protocol', () => {
    const found = findings({
      'listeners': 'SSL://:9092,CONTROLLER://:9090',
      'advertised.listeners': 'SSL://b1.int:9092,CONTROLLER://b1.int:9090',
      'inter.broker.listener.name': 'SSL',
      'listener.security.protocol.map': undefined,
      'listener.name.ssl.ssl.keystore.location': '/tls.pem',
      ...Object.fromEntries(Object.keys(certificates).map(key => [key, undefined])),
    });
    expect(rulesOf(found)).toEqual(['protocolMap', 'protocolMap']);
  });

  test('a broker with nothing but a controller listener advertises nothing to brokers', () => {
    const found = findings({ ...brokerOnly, 'process.roles': 'broker,controller', 'node.id': '1', 'listeners': 'CONTROLLER://:9090', 'advertised.listeners': 'CONTROLLER://b1.int:9090' });
    expect(rulesOf(found)).toEqual(['advertisedListener', 'interBrokerListener']);
    expect(found[0].message).toBe('a broker must advertise a listener that is not for controllers');
  });
});

describe('what is right', () => {
  test.each<[string, Changes]>([
    ['User:ANONYMOUS where every client authenticates', { 'super.users': 'User:ANONYMOUS', 'listener.name.client0.ssl.client.auth': 'required' }],
    ['a super user with a name', { 'super.users': 'User:admin' }],
    ['one copy that must be written, of one', { 'min.insync.replicas': '1', 'default.replication.factor': '1' }],
    ['the longest silence', { 'connections.max.idle.ms': '300000' }],
    ['a config provider that is there', { 'num.io.threads': '${env:THREADS}', 'config.providers': 'dir, env' }],
    ['OAUTHBEARER with a handler', {
      'listener.name.client1.sasl.enabled.mechanisms': 'OAUTHBEARER',
      'listener.name.client1.oauthbearer.sasl.server.callback.handler.class': 'org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler',
    }],
    ['the largest broker id', { 'node.id': '2147483647', 'controller.quorum.voters': '2147483647@b1.int:9090' }],
    ['a certificate in the file', { 'listener.name.client0.ssl.keystore.certificate.chain': 'x', 'listener.name.client0.ssl.keystore.location': undefined }],
    ['a large id of a controller', { ...controllerOnly, 'node.id': '5000', 'controller.quorum.voters': '5000@b1.int:9090' }],
    ['true in capitals', { 'auto.create.topics.enable': 'TRUE' }],
    ['an IPv6 and an IPv4 address on one port, in this order', { listeners: 'INTERNAL://[::1]:9091,CONTROLLER://127.0.0.1:9091,CLIENT0://:9093,CLIENT1://:9094' }],
    ['no protocol map where every listener is named after PLAINTEXT or is for controllers', {
      'listeners': 'PLAINTEXT://:9092,CONTROLLER://:9090',
      'advertised.listeners': 'PLAINTEXT://b1.int:9092,CONTROLLER://b1.int:9090',
      'inter.broker.listener.name': 'PLAINTEXT',
      'listener.security.protocol.map': undefined,
      ...Object.fromEntries(Object.keys(certificates).map(key => [key, undefined])),
    }],
    ['the largest request just fits', { 'queued.max.request.bytes': '104857600' }],
  ])('passes: %s', (_, changes) => {
    expect(findings(changes)).toEqual([]);
  });

  test('of a text that is not known nothing is said', () => {
    const properties = new Map(Object.entries({
      ...certificates,
      ...vectors.base,
      'advertised.listeners': 'INTERNAL://?:9091,CONTROLLER://?:9090,CLIENT0://k.a.example:20001,CLIENT1://k.b.example:21001',
      'controller.quorum.voters': '?,2@?:9090',
      'min.insync.replicas': '?',
      'connections.max.idle.ms': '?',
      'listener.name.client0.max.connections': '?',
    }));
    expect(kafkaFindings(new ServerProperties(properties, text => text.includes('?')))).toEqual([]);
    expect(kafkaFindings(new ServerProperties(properties))).not.toEqual([]);
  });
});
