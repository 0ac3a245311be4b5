import {
  AdvertisedHost, ClientFileOptions, ClientListener, ContractListener, DescribedSecurityOptions, KafkaClientLibrary, KafkaProtocol,
  KafkaServiceContract, ListenerSecurity,
} from '../../src';
import { parseProperties } from '../../src/private/java-properties';

const LIBRDKAFKA = { clientLibrary: KafkaClientLibrary.LIBRDKAFKA };

function listener(security: DescribedSecurityOptions): ContractListener {
  const advertisedHost = AdvertisedHost.perBroker('b{brokerId}.kafka.pay.example.com');
  const clientListener = new ClientListener({ name: 'PARTNER', advertisedHost, security: ListenerSecurity.described(security) });
  return KafkaServiceContract.of({ region: 'eu-west-1', brokerIds: [0, 1, 2], listeners: [clientListener] }).listener('PARTNER');
}

const sasl = (mechanism: string, truststoreType?: string) =>
  listener({ protocol: KafkaProtocol.SASL_SSL, saslMechanisms: [mechanism], truststoreType });

/** As librdkafka's own tools read it: a line each, without escapes. */
function parseLines(text: string): Map<string, string> {
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'));
  return new Map(lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

const placesOf = (text: string) => text.split('\n').filter(line => !line.startsWith('#') && line.includes('<'));

test('a file of Java, whole', () => {
  const text = sasl('SCRAM-SHA-512', 'PEM').clientFile({ truststoreLocation: 'C:\\kafka\\ca.pem', zoneId: 'euw1-az1' });
  expect(text).toMatchInlineSnapshot(`
"# A client of the Kafka listener PARTNER, for Java (Kafka's own clients, and what is built on them).
# Not complete: fill in user and password, where you see <...>. Until then it holds no secret.
bootstrap.servers=kafka.pay.example.com:20999
security.protocol=SASL_SSL
ssl.endpoint.identification.algorithm=https
ssl.truststore.type=PEM
ssl.truststore.location=C:\\\\kafka\\\\ca.pem
sasl.mechanism=SCRAM-SHA-512
client.rack=euw1-az1
connections.max.idle.ms=300000
request.timeout.ms=10000
socket.connection.setup.timeout.ms=5000
socket.connection.setup.timeout.max.ms=5000
metadata.recovery.strategy=rebootstrap

# ADD user and password. Put each into double quotes. Inside, write \\\\" for " and \\\\\\\\ for \\.
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username=<user> password=<password>;
"
`);
});

test('a file of librdkafka, whole', () => {
  expect(listener({ protocol: KafkaProtocol.SSL, clientCertificate: true, truststoreType: 'PEM' }).clientFile({ ...LIBRDKAFKA, truststoreLocation: 'ca.pem' })).toMatchInlineSnapshot(`
"# A client of the Kafka listener PARTNER, for librdkafka, and what is built on it.
# Not complete: fill in the client's certificate, where you see <...>. Until then it holds no secret.
bootstrap.servers=kafka.pay.example.com:20999
security.protocol=SSL
ssl.endpoint.identification.algorithm=https
ssl.ca.location=ca.pem
connections.max.idle.ms=300000
socket.timeout.ms=10000
socket.connection.setup.timeout.ms=5000

# ADD the client's certificate. In PEM. If its key is encrypted, add ssl.key.password.
ssl.certificate.location=<path of a file with the certificate, then its chain>
ssl.key.location=<path of the private key>
"
`);
});

const KINDS: [string, DescribedSecurityOptions][] = [
  ['plaintext', { protocol: KafkaProtocol.PLAINTEXT }],
  ['TLS', { protocol: KafkaProtocol.SSL, truststoreType: 'PEM' }],
  ['mutual TLS', { protocol: KafkaProtocol.SSL, clientCertificate: true, truststoreType: 'PKCS12' }],
  ['certificate and password', { protocol: KafkaProtocol.SASL_SSL, saslMechanisms: ['PLAIN'], clientCertificate: true, truststoreType: 'JKS' }],
  ...['SCRAM-SHA-256', 'OAUTHBEARER', 'GSSAPI', 'PLUGIN'].map((name): [string, DescribedSecurityOptions] => [name, { protocol: KafkaProtocol.SASL_PLAINTEXT, saslMechanisms: [name] }]),
];

describe.each(KINDS)('a file for %s', (_, security) => {
  const options: ClientFileOptions = { zoneId: 'euw1-az2', ...security.truststoreType === undefined ? {} : { truststoreLocation: '/etc/kafka/authorities' } };
  const of = listener(security);

  test.each([
    ['Java', options, parseProperties], ['librdkafka', { ...options, ...LIBRDKAFKA }, parseLines],
  ] as const)('has every property of %s, and beside them nothing that has no place', (_library, its, parse) => {
    const text = of.clientFile(its);
    const read = parse(text);
    const properties = of.clientProperties(its);
    expect(Object.fromEntries([...read].filter(([key]) => key in properties))).toEqual(properties);
    const beside = text.slice(text.indexOf('\n# ADD ') + 1).split('\n');
    expect([...read.keys()].filter(key => !(key in properties)).every(key => beside.some(line => line.startsWith(`${key}=`)))).toBe(true);
    expect(text.split('\n')[1]).toMatch(text.includes('# ADD ') ? /^# Not complete: fill in / : /^# This file is complete\. /);
  });
});

test.each<[string, DescribedSecurityOptions, string[], string[]]>([
  ['nobody', { protocol: KafkaProtocol.SSL }, [], []],
  ['a user', { protocol: KafkaProtocol.SASL_SSL, saslMechanisms: ['PLAIN'] }, ['sasl.jaas.config'], ['sasl.username', 'sasl.password']],
  ['a certificate', { protocol: KafkaProtocol.SSL, clientCertificate: true }, ['ssl.keystore.location'], ['ssl.certificate.location', 'ssl.key.location']],
  ['tokens', { protocol: KafkaProtocol.SASL_SSL, saslMechanisms: ['OAUTHBEARER'] }, ['sasl.oauthbearer.token.endpoint.url', 'sasl.jaas.config'],
    ['sasl.oauthbearer.token.endpoint.url', 'sasl.oauthbearer.client.id', 'sasl.oauthbearer.client.secret']],
  ['Kerberos', { protocol: KafkaProtocol.SASL_SSL, saslMechanisms: ['GSSAPI'] }, ['sasl.kerberos.service.name', 'sasl.jaas.config'],
    ['sasl.kerberos.service.name', 'sasl.kerberos.principal', 'sasl.kerberos.keytab']],
  ['a plugin', { protocol: KafkaProtocol.SASL_SSL, saslMechanisms: ['PLUGIN'] }, ['sasl.jaas.config'], []],
])('clients that show %s fill in these places', (_, security, java, librdkafka) => {
  const keysOf = (text: string) => placesOf(text).map(line => line.slice(0, line.indexOf('=')));
  expect([keysOf(listener(security).clientFile()), keysOf(listener(security).clientFile(LIBRDKAFKA))]).toEqual([java, librdkafka]);
});

test('a store of Java may need its password, and librdkafka has none', () => {
  const of = listener({ protocol: KafkaProtocol.SSL, truststoreType: 'PKCS12' });
  expect(placesOf(of.clientFile({ truststoreLocation: 'ca.p12' }))).toEqual(['ssl.truststore.password=<password>']);
  expect(placesOf(of.clientFile({ ...LIBRDKAFKA, truststoreLocation: 'ca.pem' }))).toEqual([]);
});

test('whom the client trusts is said, once', () => {
  const of = sasl('PLAIN', 'PEM');
  expect(() => of.clientFile()).toThrow('listener PARTNER: KafkaServiceContract.clientTrust: without it the file does not say which authorities the client trusts; give '
    + "'truststoreLocation', or 'publicAuthority: true' if a public authority signed the brokers' certificate");
  expect(() => of.clientFile({ publicAuthority: true, truststoreLocation: 'ca.pem' })).toThrow("'publicAuthority' is true, and 'truststoreLocation' is \"ca.pem\"; leave one of them out");
  expect(of.clientFile({ publicAuthority: true })).not.toContain('truststore');
  expect(sasl('PLAIN').clientFile()).not.toContain('truststore');
  expect(() => listener({ protocol: KafkaProtocol.PLAINTEXT }).clientFile({ publicAuthority: true })).toThrow("'publicAuthority' is true, and with the protocol PLAINTEXT clients verify nobody; leave it out");
});
