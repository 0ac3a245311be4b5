import { writeFileSync } from 'fs';
import { join } from 'path';
import { Lazy } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import {
  AdvertisedHost, BrokerCertificate, ClientCa, ClientListener, ClientListenerProps, HostProperties, HostPropertiesOptions, KafkaMetadataMode,
  KafkaProtocol, ListenerSecurity, ScramMechanism,
} from '../../src';
import { parseProperties } from '../../src/private/java-properties';
import { HOST_CASES, hostOf, hostText } from '../conformance/host-cases';

const certificate = BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem');
const tls = ListenerSecurity.tls(certificate);
const mutualTls = ListenerSecurity.mutualTls(certificate, ClientCa.fromPemFile('/etc/kafka/tls/ca.pem'));
const scram = ListenerSecurity.saslScram(certificate);
const tokens = ListenerSecurity.saslOauthBearer(certificate, { issuer: 'https://id.example.org', audience: 'kafka', jwksUrl: 'https://id.example.org/keys' });

const client = (props: Partial<ClientListenerProps> = {}) =>
  new ClientListener({ name: 'CLIENT', bindPort: 9193, advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: tls, ...props });
const host = (text: string, options: Partial<HostPropertiesOptions> = {}) => HostProperties.fromText(text, { kafkaVersion: '3.9.1', ...options });
const ZOOKEEPER = 'broker.id=1\nzookeeper.connect=zk:2181\n';
const KRAFT = 'process.roles=broker\nnode.id=1\ncontroller.quorum.voters=9@c:9090\ncontroller.listener.names=CONTROLLER\n';
const read = (text: string, listener = client(), options: Partial<HostPropertiesOptions> = {}) =>
  Object.fromEntries(parseProperties(host(text, options).merge([listener]).text));

test('a broker of the sample file gets a listener, and what was Kafka\'s default stands there', () => {
  const { text, changes } = host(`# mine\n${ZOOKEEPER}`).merge([client()]);
  expect(text).toBe(`# mine
${ZOOKEEPER}
# What Kafka's own defaults were, and the client listeners
listeners=PLAINTEXT://:9092,CLIENT://:9193
advertised.listeners=PLAINTEXT://:9092,CLIENT://kafka.pay.example.com:20001
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL,CLIENT:SSL

# For all listeners
connections.max.idle.ms=300000

# Client listener CLIENT, slot 0
listener.name.client.ssl.client.auth=none
listener.name.client.ssl.keystore.location=/etc/kafka/tls/client.pem
listener.name.client.max.connections=5000
listener.name.client.max.connection.creation.rate=200
listener.name.client.ssl.keystore.type=PEM
`);
  expect(changes[0]).toEqual({
    key: 'listeners',
    after: 'PLAINTEXT://:9092,CLIENT://:9193',
    reason: 'the host binds a port for CLIENT, to which the load balancer sends; the file had none, so what Kafka took by itself (PLAINTEXT://:9092) stands there too',
  });
  expect(changes.map(({ key }) => key)).toEqual([...parseProperties(text).keys()].slice(2));
});

test.each(HOST_CASES.flatMap(each => each.lines.map(line => [each.name, line, each] as const)))('%s, Kafka %s: merged again it stays as it is', (name, line, each) => {
  const text = hostText(name).replaceAll('@KEY@', 'key').replaceAll('@CHAIN@', 'chain');
  const once = hostOf(each, text, line).merge(each.clientListeners);
  const twice = hostOf(each, once.text, line).merge(each.clientListeners);
  // Whom it sends elsewhere it has told already.
  expect(twice).toEqual({ text: once.text, changes: [], byHand: once.byHand.filter(said => !said.includes('in place of')) });
  expect(once.changes.length).toBeGreaterThan(3);
});

test('comments, order, ends of lines and what nobody changes stay, byte for byte', () => {
  const before = '# Café \\\r\nbroker.id = 1\r\n! two\r\nlisteners=A://:1\r\nx : y\\\r\n  z\r\nlisteners \\\r\n  PLAINTEXT://:9092\r\n\r\nzookeeper.connect=zk\\\r\n';
  const { text } = host(before).merge([client()]);
  expect(text.startsWith('# Café \\\r\nbroker.id = 1\r\n! two\r\nlisteners=A://:1\r\nx : y\\\r\n  z\r\nlisteners=PLAINTEXT://:9092,CLIENT://:9193\r\n\r\nzookeeper.connect=zk\\\r\n\r\n')).toBe(true);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(parseProperties(text).get('zookeeper.connect')).toBe('zk');
});

test('a value of letters outside of ASCII is moved as Kafka reads it, byte by byte', () => {
  const given = `${ZOOKEEPER}ssl.keystore.password=ä\\u00e4\nlisteners=SSL://:9092\nsecurity.inter.broker.protocol=SSL`;
  expect(host(given).merge([client()]).text).toContain('listener.name.ssl.ssl.keystore.password=\\u00c3\\u00a4\\u00e4\n');
});

test('stores for all listeners go on working: what PEM refuses goes to those that use it, and no earlier line of it comes to life', () => {
  const given = `${KRAFT}listeners=IN://:9092,EXT://:9094\nlistener.security.protocol.map=IN:PLAINTEXT,EXT:SASL_SSL,CONTROLLER:SSL
inter.broker.listener.name=IN\nssl.keystore.password=old\n# store\nssl.keystore.location=/a.jks\nssl.keystore.password=s3cret\nssl.truststore.location=/t.jks\nssl.truststore.password=t\n
listener.name.ext.ssl.key.password=own\nssl.key.password=k\n`;
  const { text, changes } = host(given).merge([client()]);
  expect(text).toContain('inter.broker.listener.name=IN\n# store\nssl.keystore.location=/a.jks\n'
    + 'listener.name.ext.ssl.keystore.password=s3cret\nlistener.name.controller.ssl.keystore.password=s3cret\nssl.truststore.location=/t.jks\nssl.truststore.password=t\n');
  expect(text).toContain('listener.name.ext.ssl.key.password=own\nlistener.name.controller.ssl.key.password=k\n');
  expect(text).not.toMatch(/^ssl\.key(store)?\.password/m);
  expect(changes.filter(({ key }) => key.endsWith('ssl.keystore.password'))).toEqual([
    { key: 'listener.name.ext.ssl.keystore.password', after: '(hidden)', reason: expect.any(String) },
    { key: 'listener.name.controller.ssl.keystore.password', after: '(hidden)', reason: expect.any(String) },
    { key: 'ssl.keystore.password', before: '(hidden)', reason: expect.stringMatching(/stands at each listener/) },
  ]);
  expect(JSON.stringify(host(given).merge([client({ security: mutualTls })]).changes)).not.toMatch(/s3cret/);
  expect(host(given).merge([client({ security: ListenerSecurity.plaintext() })]).text).toContain('\nssl.keystore.password=s3cret\n');
});

test('a password for authorities that only some listeners have goes to those', () => {
  const given = `${KRAFT}listeners=A://:1\nlistener.security.protocol.map=A:SSL,CONTROLLER:PLAINTEXT\ninter.broker.listener.name=A\nssl.truststore.password=t\nlistener.name.a.ssl.truststore.location=/t.jks\n`;
  expect(read(given)).toMatchObject({ 'listener.name.a.ssl.truststore.password': 't' });
  expect(Object.keys(read(given))).not.toContain('ssl.truststore.password');
  expect(Object.keys(read(given))).not.toContain('listener.name.client.ssl.truststore.password');
  expect(read(given, client({ security: ListenerSecurity.plaintext() }))).toMatchObject({ 'ssl.truststore.password': 't' });
  expect(read(`${ZOOKEEPER}ssl.truststore.password=t`)).not.toHaveProperty(['ssl.truststore.password']);
});

test('a comma too many is no entry', () => {
  const given = `${KRAFT.replace('=CONTROLLER', '=CONTROLLER,')}listeners=PLAINTEXT://:9092,,\n`;
  expect(read(given)).toMatchObject({ 'listeners': 'PLAINTEXT://:9092,CLIENT://:9193', 'advertised.listeners': 'PLAINTEXT://:9092,CLIENT://kafka.pay.example.com:20001' });
  expect(read(given)['listener.security.protocol.map']).toMatch(/^PLAINTEXT:PLAINTEXT,.*SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT,CLIENT:SSL$/);
});

test('what a version of Kafka has by another name is written by that', () => {
  const check = 'listener.name.client.oauthbearer.sasl.server.callback.handler.class';
  const own = client({ security: tokens });
  expect(read(ZOOKEEPER, own, { kafkaVersion: '3.4.1' })[check]).toBe('org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerValidatorCallbackHandler');
  expect(read(ZOOKEEPER, own, { kafkaVersion: '3.5' })[check]).toBe('org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler');
  expect(read(`${ZOOKEEPER}config.providers=file`, client(), { kafkaVersion: '3.2.3' })).toMatchObject({
    'config.providers': 'file,clientpem',
    'config.providers.clientpem.class': 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
    'listener.name.client.ssl.keystore.key': '${clientpem:/etc/kafka/tls:client.pem}',
    'listener.name.client.ssl.keystore.certificate.chain': '${clientpem:/etc/kafka/tls:client.pem}',
  });
  expect(read(`${ZOOKEEPER}ssl.engine.factory.class=com.example.Engine`)['listener.name.client.ssl.engine.factory.class']).toBe('org.apache.kafka.common.security.ssl.DefaultSslEngineFactory');
  expect(read('zookeeper.connect=zk\nhost.name=h\nport=1\nadvertised.host.name=told\n', client(), { kafkaVersion: '2.8', brokerId: 7 })).toMatchObject({
    'listeners': 'PLAINTEXT://h:1,CLIENT://:9193', 'advertised.listeners': 'PLAINTEXT://told:1,CLIENT://kafka.pay.example.com:20007',
  });
  expect(read('zookeeper.connect=zk\nhost.name=h\n', client(), { brokerId: 7 }).listeners).toBe('PLAINTEXT://:9092,CLIENT://:9193');
});

test('what is known of the broker is told', () => {
  const { brokerId, listenerNames } = host(`${KRAFT}listeners=in://:9092,Ext-2://[::1]:9094\nlistener.security.protocol.map=in:plaintext,ext-2:ssl,controller:ssl\ninter.broker.listener.name=in`);
  expect({ brokerId, listenerNames }).toEqual({ brokerId: 1, listenerNames: ['IN', 'EXT-2'] });
  expect(host('zookeeper.connect=zk\nbroker.id=-1', { brokerId: 5, metadataMode: KafkaMetadataMode.ZOOKEEPER }).brokerId).toBe(5);
});

test('hosts named by zone take the rack, if it is a zone id', () => {
  const perZone = client({ advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com') });
  expect(read(`${ZOOKEEPER}broker.rack=euw1-az2`, perZone)['advertised.listeners']).toMatch(/CLIENT:\/\/euw1-az2\.kafka\.pay\.example\.com:20001$/);
  expect(read(`${ZOOKEEPER}broker.rack=euw1-az2`, perZone, { zoneId: 'euw1-az1' })['advertised.listeners']).toMatch(/CLIENT:\/\/euw1-az1\./);
  const both = client({ advertisedHost: AdvertisedHost.perBrokerAndZone('b{brokerId}.{zoneId}.kafka.pay.example.com') });
  expect(read(`${ZOOKEEPER}broker.rack=euw1-az2`, both)['advertised.listeners']).toMatch(/CLIENT:\/\/b1\.euw1-az2\.kafka\.pay\.example\.com:20001$/);
  expect(() => host(`${ZOOKEEPER}broker.rack=eu-west-1a`).merge([perZone])).toThrow(/HostProperties\.zoneIdMissing: .*"eu-west-1a" is not a zone id/);
  expect(() => host(ZOOKEEPER).merge([perZone])).toThrow(/HostProperties\.zoneIdMissing: .*'broker\.rack' is not there/);
});

test('an idle time that is short enough stays, and one that nobody knows is for the operator', () => {
  expect(read(`${ZOOKEEPER}connections.max.idle.ms=60000`)['connections.max.idle.ms']).toBe('60000');
  expect(read(`${ZOOKEEPER}connections.max.idle.ms=-1`)['connections.max.idle.ms']).toBe('300000');
  const { byHand, text } = host(`${ZOOKEEPER}connections.max.idle.ms=\${file:/x:y}`).merge([client()]);
  expect(text).toContain('connections.max.idle.ms=${file:/x:y}\n');
  expect(byHand).toContainEqual("See that 'connections.max.idle.ms' (${file:/x:y}) is at most 300000.");
});

test('what is done by hand: files, names, rights, and limits that count addresses', () => {
  const byHand = (text: string, security: ListenerSecurity, options: Partial<HostPropertiesOptions> = {}) => host(text, options).merge([client({ security })]).byHand.join('\n');
  expect(byHand(ZOOKEEPER, mutualTls)).toMatch(/Put \/etc\/kafka\/tls\/client\.pem and \/etc\/kafka\/tls\/ca\.pem on the host/);
  expect(byHand(ZOOKEEPER, mutualTls)).toMatch(/User:client\.<name in the certificate>, and not what the same certificate is called/);
  expect(byHand(`${ZOOKEEPER}principal.builder.class=com.example.Names`, mutualTls)).toMatch(/unless 'com\.example\.Names'/);
  expect(byHand(ZOOKEEPER, scram)).toMatch(/--add-config-file <file>, with the line SCRAM-SHA-512=password=…/);
  expect(byHand(KRAFT, tokens, { kafkaVersion: '4.4.0' })).toMatch(/allowed\.urls=https:\/\/id\.example\.org\/keys.*\n.*'sub' of the token/);
  expect(byHand(KRAFT, tokens)).not.toMatch(/allowed\.urls/);
  expect(byHand(ZOOKEEPER, tls)).toMatch(/User:ANONYMOUS: Kafka can't tell them apart/);
  expect(byHand(ZOOKEEPER, tls)).toMatch(/no 'authorizer\.class\.name', so whoever connects by CLIENT may do everything/);
  const authorizing = `${ZOOKEEPER}authorizer.class.name=kafka.security.authorizer.AclAuthorizer\n`;
  expect(byHand(authorizing, tls)).toMatch(/ACLs with a host/);
  expect(byHand(`${authorizing}allow.everyone.if.no.acl.found=TRUE`, tls)).toMatch(/is true, so new clients may do everything/);
  expect(byHand(`${ZOOKEEPER}max.connections.per.ip=10\nmax.connections.per.ip.overrides=10.0.0.1:5`, tls)).toMatch(/Take out 'max\.connections\.per\.ip' \(10\)[^]*'max\.connections\.per\.ip\.overrides' \(10\.0\.0\.1:5\)/);
  expect(byHand(`${ZOOKEEPER}max.connections.per.ip=2147483647`, tls)).not.toMatch(/Take out 'max\.connections\.per\.ip'/);
});

test.each<[string, string, Partial<HostPropertiesOptions>, RegExp]>([
  ['HostProperties.kafkaVersion', ZOOKEEPER, { kafkaVersion: '2.7.2' }, /"2\.7\.2" is older than 2\.8/],
  ['HostProperties.kafkaVersion', ZOOKEEPER, { kafkaVersion: '7.6.0-ccs' }, /Confluent Platform, which has Kafka 3\.6; give '3\.6'/],
  ['HostProperties.kafkaVersion', ZOOKEEPER, { kafkaVersion: '6.2.1' }, /which has Kafka 2\.8/],
  ['HostProperties.kafkaVersion', ZOOKEEPER, { kafkaVersion: '3.10' }, /not a known line of Kafka: 2\.8, 3\.0 to 3\.9, and 4/],
  ['HostProperties.kafkaVersion', ZOOKEEPER, { kafkaVersion: 'latest' }, /is not a version such as '3\.9'/],
  ['HostProperties.metadataMode', 'broker.id=1', {}, /neither 'process\.roles' \(KRaft\) nor 'zookeeper\.connect'/],
  ['HostProperties.metadataMode', ZOOKEEPER, { metadataMode: KafkaMetadataMode.KRAFT }, /'metadataMode' is "kraft", and the file says "zookeeper"/],
  ['HostProperties.metadataMode', ZOOKEEPER, { kafkaVersion: '4.1.0' }, /Kafka 4\.1\.0 has no ZooKeeper: it knew it up to 3\.9/],
  ['HostProperties.unreadable', `${ZOOKEEPER}listeners=,`, {}, /empty entry/],
  ['HostProperties.unreadable', `${ZOOKEEPER}listeners=\${file:/x:y}`, {}, /config provider/],
  ['HostProperties.unreadable', `${ZOOKEEPER}listener.security.protocol.map=PLAINTEXT:TLS`, {}, /"PLAINTEXT:TLS"/],
  ['HostProperties.unreadable', `${ZOOKEEPER}log.dirs=C:\\users`, {}, /four hexadecimal digits/],
  ['HostProperties.notABroker', KRAFT.replace('broker', 'controller'), {}, /the file of a controller stays as it is/],
  ['HostProperties.brokerId', 'zookeeper.connect=zk', {}, /does not say the broker's id.*meta\.properties/],
  ['HostProperties.brokerId', ZOOKEEPER, { brokerId: 2 }, /'brokerId' is 2, and the file says 1/],
  ['HostProperties.brokerId', `${KRAFT}broker.id=3`, {}, /'node\.id' is 1 and 'broker\.id' is 3/],
  ['HostProperties.brokerId', 'zookeeper.connect=zk', { brokerId: 1.5 }, /got 1\.5/],
  ['HostProperties.refusedByKafka', 'broker.id=1001\nzookeeper.connect=zk', {}, /'broker\.id' 1001 is more than 'reserved\.broker\.max\.id' \(1000\)/],
  ['HostProperties.refusedByKafka', `${ZOOKEEPER}listeners=A://:1`, {}, /'listener\.security\.protocol\.map' lacks A/],
  ['HostProperties.refusedByKafka', `${ZOOKEEPER}listeners=PLAINTEXT://0.0.0.0:1`, {}, /PLAINTEXT advertises 0\.0\.0\.0/],
  ['HostProperties.refusedByKafka', `${ZOOKEEPER}advertised.listeners=PLAINTEXT://a:1,SSL://a:2`, {}, /has SSL, which is not in 'listeners'/],
  ['HostProperties.refusedByKafka', `${ZOOKEEPER}listeners=SSL://:1`, {}, /other brokers use PLAINTEXT/],
  ['HostProperties.refusedByKafka', `${ZOOKEEPER}inter.broker.listener.name=PLAINTEXT\nsecurity.inter.broker.protocol=PLAINTEXT`, {}, /say the same/],
  ['HostProperties.zoneId', ZOOKEEPER, { zoneId: 'eu-west-1a' }, /'zoneId' "eu-west-1a" is not an availability zone id/],
  ['HostProperties.token', Lazy.string({ produce: () => ZOOKEEPER }), {}, /give a literal/],
])('refuses a file: %s (%#)', (rule, text, options, message) => {
  expect(() => host(text, options)).toThrow(new RegExp(`${rule}: .*${message.source}`));
});

test.each<[string, string, ClientListener[], RegExp]>([
  ['HostProperties.noClientListeners', ZOOKEEPER, [], /at least one/],
  ['HostProperties.duplicateListener', ZOOKEEPER, [client(), client({ slot: 1, bindPort: 9194 })], /named "CLIENT"/],
  ['HostProperties.duplicateBindPort', ZOOKEEPER, [client(), client({ slot: 1, name: 'B' })], /CLIENT and B bind port 9193/],
  ['HostProperties.addressOverlap', ZOOKEEPER, [client(), client({ slot: 1, name: 'B', bindPort: 9194, firstPort: 20500 })], /CLIENT and B overlap under "kafka\.pay\.example\.com"/],
  ['HostProperties.listenerTaken', KRAFT.replace('=CONTROLLER', '=CLIENT'), [client()], /the controllers' listener/],
  ['HostProperties.listenerTaken', `${ZOOKEEPER}listeners=PLAINTEXT://:9092,client://:9193\nlistener.security.protocol.map=PLAINTEXT:PLAINTEXT,CLIENT:SSL\nadvertised.listeners=PLAINTEXT://b:9092,CLIENT://b:9193`, [client()],
    /has a listener CLIENT, which advertises b:9193: its clients would be sent elsewhere/],
  ['HostProperties.listenerTaken', `${ZOOKEEPER}listeners=PLAINTEXT://:9092,CLIENT://:9194\nlistener.security.protocol.map=PLAINTEXT:PLAINTEXT,CLIENT:SSL\nadvertised.listeners=PLAINTEXT://b:9092,CLIENT://kafka.pay.example.com:20001`,
    [client()], /the file has CLIENT with port 9194 and SSL, and the client listener has port 9193 and SSL; merge into the file as it was before/],
  ['HostProperties.listenerKeys', `${ZOOKEEPER}listener.name.client.ssl.key.password=x\nlistener.name.client.num.network.threads=2`, [client()], /has listener\.name\.client\.ssl\.key\.password and no listener CLIENT/],
  ['HostProperties.bindPortTaken', `${ZOOKEEPER}listeners=PLAINTEXT://10.0.0.1:9193`, [client()], /9193, which is the port of listener PLAINTEXT/],
  ['HostProperties.bindPortTaken', `${ZOOKEEPER}confluent.http.server.listeners=https://:9193`, [client()], /'confluent\.http\.server\.listeners'/],
  ['HostProperties.bindPortTaken', 'broker.id=1\nzookeeper.connect=other:1,localhost/kafka', [client({ bindPort: 2181 })], /ZooKeeper on this host/],
  ['HostProperties.brokerIdOutOfRange', ZOOKEEPER.replace('=1', '=999'), [client()], /broker 999 has no port on CLIENT/],
  ['HostProperties.security', ZOOKEEPER, [client({ security: tokens })], /since 3\.1, and this is 3\.0/],
  ['HostProperties.security', KRAFT, [client({ security: ListenerSecurity.tlsAtLoadBalancer(elbv2.ListenerCertificate.fromArn('arn'), { scram: ScramMechanism.SCRAM_SHA_256 }) })], /since Kafka 3\.5, and this is 3\.0/],
  ['HostProperties.anonymousSuperUser', `${ZOOKEEPER}authorizer.class.name=A\nsuper.users=User:a; User:ANONYMOUS`, [client()], /each would be a super user/],
  ['HostProperties.idleTimeout', `${ZOOKEEPER}connection.failed.authentication.delay.ms=300000`, [client()], /must be less than 'connections\.max\.idle\.ms'/],
])('refuses to merge: %s (%#)', (rule, text, listeners, message) => {
  const kafkaVersion = rule === 'HostProperties.security' ? '3.0.2' : '3.9.1';
  expect(() => host(text, { kafkaVersion }).merge(listeners)).toThrow(new RegExp(`${rule}: .*${message.source}`));
});

const saslSsl = (...saslMechanisms: string[]) => ListenerSecurity.described({ protocol: KafkaProtocol.SASL_SSL, saslMechanisms });
const WITH_EXTERNAL = `${KRAFT}listeners=IN://:9092,external://:9094
advertised.listeners=IN://b:9092,external://b.example.org:9094
listener.security.protocol.map=IN:SASL_SSL,EXTERNAL:SASL_SSL,CONTROLLER:SASL_SSL
inter.broker.listener.name=IN
sasl.enabled.mechanisms=PLAIN, SCRAM-SHA-512
ssl.keystore.location=/a.jks
ssl.keystore.password=s3cret
`;

test('a described listener that the host has is told another address, and nothing else of it changes', () => {
  const { text, changes, byHand } = host(WITH_EXTERNAL).merge([client({ name: 'EXTERNAL', bindPort: 9094, security: saslSsl('PLAIN') })]);
  expect(changes.map(({ key, after }) => [key, after])).toEqual([
    ['advertised.listeners', 'IN://b:9092,EXTERNAL://kafka.pay.example.com:20001'], ['connections.max.idle.ms', '300000'],
  ]);
  expect(text).toContain('\nssl.keystore.password=s3cret\n');
  expect(byHand[0]).toMatch(/Clients that use EXTERNAL today are told kafka\.pay\.example\.com:20001 in place of b\.example\.org:9094/);
  expect(host(text).merge([client({ name: 'EXTERNAL', bindPort: 9094, security: saslSsl('PLAIN') })]).byHand.join()).not.toMatch(/in place of/);
});

test('a described listener that the host does not have is one more of that security', () => {
  const described = client({ security: saslSsl('SCRAM-SHA-512') });
  expect(host(WITH_EXTERNAL).merge([described]).changes.map(({ key }) => key)).toEqual(['listeners', 'advertised.listeners', 'listener.security.protocol.map', 'connections.max.idle.ms']);
  // It goes on using what another one can't be beside.
  const { text } = host(WITH_EXTERNAL).merge([described, client({ name: 'TLS', slot: 1, bindPort: 9194 })]);
  expect(text).toContain('listener.name.client.ssl.keystore.password=s3cret\n');
});

test('ids from 1001, a bind port of the broker and a name of a protocol are as the listener says', () => {
  const own = client({ name: 'SASL_SSL', security: scram, firstBrokerId: 1001, bindPorts: { 1002: 9195 } });
  expect(read('zookeeper.connect=zk', own, { brokerId: 1002 })).toMatchObject({
    'listeners': 'PLAINTEXT://:9092,SASL_SSL://:9195',
    'advertised.listeners': 'PLAINTEXT://:9092,SASL_SSL://kafka.pay.example.com:20001',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL',
  });
  expect(read('zookeeper.connect=zk', client({ name: 'SSL', security: scram }), { brokerId: 1 })['listener.security.protocol.map'])
    .toBe('PLAINTEXT:PLAINTEXT,SSL:SASL_SSL,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL');
});

test.each<[string, Partial<ClientListenerProps>, RegExp]>([
  ['HostProperties.described', { name: 'EXTERNAL', bindPort: 9094, security: ListenerSecurity.described({ protocol: KafkaProtocol.SSL }) }, /it speaks SASL_SSL, and not SSL/],
  ['HostProperties.described', { security: saslSsl('PLAIN', 'GSSAPI') }, /without GSSAPI/],
  ['HostProperties.described', { security: ListenerSecurity.described({ protocol: KafkaProtocol.SSL, clientCertificate: true }) }, /'ssl\.client\.auth' is "none"/],
  ['HostProperties.listenerTaken', { name: 'EXTERNAL', security: saslSsl('PLAIN') }, /with port 9094 and SASL_SSL.*'bindPort'/],
  ['HostProperties.listenerTaken', { name: 'IN', bindPort: 9092, security: saslSsl('PLAIN') }, /brokers reach each other by IN/],
  ['HostProperties.listenerName', { name: 'a.b' }, /a\.b has a dot in its name/],
])('refuses what the host has otherwise: %s (%#)', (rule, props, message) => {
  expect(() => host(WITH_EXTERNAL).merge([client(props)])).toThrow(new RegExp(`${rule}: .*${message.source}`));
});

test('a described listener of TLS needs a certificate of the host', () => {
  const described = client({ security: ListenerSecurity.described({ protocol: KafkaProtocol.SSL }) });
  expect(() => host(KRAFT).merge([described])).toThrow(/HostProperties\.described: .*no certificate is said for it/);
  expect(host(`${KRAFT}listener.name.client.ssl.keystore.location=/a.jks`).merge([described]).changes).toHaveLength(4);
});

test('everything that stands against a merge is told at once', () => {
  const problems = () => host(`${ZOOKEEPER.replace('=1', '=999')}listener.name.client.ssl.key.password=x\nlisteners=PLAINTEXT://:9193\nconnection.failed.authentication.delay.ms=300000`).merge([client()]);
  expect(problems).toThrow(/broker 999: 4 problems/);
  expect(() => host('listeners=A', { kafkaVersion: '1.0' })).toThrow(/HostProperties\.kafkaVersion[^]*HostProperties\.metadataMode[^]*HostProperties\.unreadable[^]*HostProperties\.brokerId/);
});

test('authorizers and super users of the host stay, and nobody gets one', () => {
  const given = `${ZOOKEEPER}authorizer.class.name=com.example.Ranger\nsuper.users=User:admin\n`;
  expect(host(given).merge([client({ security: scram })]).changes.map(({ key }) => key).filter(key => /authorizer|super|allow/.test(key))).toEqual([]);
  expect(read(ZOOKEEPER, client({ security: scram }))['authorizer.class.name']).toBeUndefined();
});

test('a file is read from disk as it is, and one that could not be given back is refused', () => {
  const path = join(process.env.TMPDIR ?? '/tmp', `host-${process.pid}.properties`);
  writeFileSync(path, `${ZOOKEEPER}# é\n`);
  expect(HostProperties.fromFile(path, { kafkaVersion: '3.9.1' }).merge([client()]).text).toMatch(/# é\n/);
  writeFileSync(path, Buffer.from([0x23, 0xe9]));
  expect(() => HostProperties.fromFile(path, { kafkaVersion: '3.9.1' })).toThrow(/HostProperties\.encoding/);
  expect(() => HostProperties.fromFile(`${path}.not`, { kafkaVersion: '3.9.1' })).toThrow(/HostProperties\.file: can't be read: ENOENT/);
});
