import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { readClientFile } from '../../../cli/doctor/client-file';
import { clientOf } from '../../../cli/probe/client';
import { ContractListener, KafkaClientLibrary, KafkaServiceContract } from '../../../src';

const directory = mkdtempSync(join(tmpdir(), 'client-file-'));
afterAll(() => rmSync(directory, { recursive: true }));

function read(text: string) {
  const path = join(directory, 'client.properties');
  writeFileSync(path, text);
  return readClientFile(path);
}

const PEM = join(directory, 'pem');
writeFileSync(PEM, '-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n');

function listener(protocol: string, saslMechanisms: string[]): ContractListener {
  const contract = KafkaServiceContract.fromJson(JSON.stringify({
    version: '1.0',
    region: 'eu-west-1',
    zoneIds: ['euw1-az1'],
    brokerIds: [0],
    serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
    listeners: [{ name: 'CLIENT', protocol, saslMechanisms, truststoreType: 'PEM', host: 'kafka.pay.example.com', firstPort: 20000, bootstrapPort: 20999 }],
  }));
  return contract.listener('CLIENT');
}

const PASSWORD = 'a"b\\c=d; e';

test.each([KafkaClientLibrary.JAVA, KafkaClientLibrary.LIBRDKAFKA])('the file of %s that clientFile() writes is read, once it is filled in', clientLibrary => {
  const text = listener('SASL_SSL', ['SCRAM-SHA-512']).clientFile({ clientLibrary, truststoreLocation: PEM });
  expect(() => clientOf(read(text))).toThrow(/^the client file is not filled in, where <\.\.\.> stands: sasl\./);
  // As the file says of Java: in quotes, with \ before " and \ of the password, and each \ twice in the file.
  const quoted = `"${PASSWORD.replace(/["\\]/g, '\\$&')}"`.replaceAll('\\', '\\\\');
  const filled = clientLibrary === KafkaClientLibrary.JAVA
    ? text.replace('<user>', '"payments"').replace('<password>', () => quoted)
    : text.replace('<user>', 'payments').replace('<password>', () => PASSWORD);
  expect(clientOf(read(filled))).toMatchObject({
    tls: { ca: expect.stringContaining('BEGIN CERTIFICATE') }, hasCertificate: false, login: { mechanism: 'SCRAM-SHA-512', username: 'payments', password: PASSWORD },
  });
});

test('a message of what is not filled in never has a value', () => {
  expect(() => clientOf({ 'sasl.jaas.config': 'X required username="me" password=secret<password>;' })).not.toThrow(/secret/);
});

test.each([KafkaClientLibrary.JAVA, KafkaClientLibrary.LIBRDKAFKA])('a token of %s comes by id and secret', clientLibrary => {
  const text = listener('SASL_SSL', ['OAUTHBEARER']).clientFile({ clientLibrary, truststoreLocation: PEM })
    .replaceAll('<url>', 'https://login.example.com/token').replace('<id>', 'payments').replace('<secret>', 's3cret');
  expect(clientOf(read(text)).login).toMatchObject({
    mechanism: 'OAUTHBEARER', token: { url: 'https://login.example.com/token', clientId: 'payments', clientSecret: 's3cret' },
  });
});

test('properties of Java: comments, lines that go on, escapes, all separators', () => {
  expect(read('# no\n! no\nssl.truststore.type = PEM\r\nssl.truststore.certificates: -----BEGIN\\n\\\n  MA\nkey\\ a v\\u0041\\tw\n')).toEqual({
    'ssl.truststore.type': 'PEM', 'ssl.truststore.certificates': '-----BEGIN\nMA', 'key a': 'vA\tw',
  });
});

test('properties of librdkafka are as they stand', () => {
  expect(read('#no\nsasl.password= a\\nb=c \nsasl.mechanisms=PLAIN\n')).toEqual({ 'sasl.password': 'a\\nb=c', 'sasl.mechanisms': 'PLAIN' });
});

test.each([
  [{ 'ssl.truststore.location': '/nowhere.pem' }, 'ssl.truststore.location: /nowhere.pem cannot be read (ENOENT)'],
  [{ 'ssl.truststore.location': join(__dirname, '../../tsconfig.json') }, 'is not PEM'],
  [{ 'ssl.truststore.location': PEM, 'ssl.truststore.type': 'JKS' }, 'is not PEM, but JKS'],
])('%j is a mistake of the user', (properties, message) => {
  expect(() => clientOf(properties)).toThrow(expect.objectContaining({ name: 'UserError', message: expect.stringContaining(message) }));
});
