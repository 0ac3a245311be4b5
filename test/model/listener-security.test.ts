import { Token } from 'aws-cdk-lib';
import { BrokerCertificate, KafkaProtocol, ListenerSecurity } from '../../src';

test('plaintext is PLAINTEXT on both sides and needs no file', () => {
  const security = ListenerSecurity.plaintext();
  expect([security.clientProtocol, security.brokerProtocol]).toEqual([KafkaProtocol.PLAINTEXT, KafkaProtocol.PLAINTEXT]);
  expect([security._properties('CLIENT'), security._files('CLIENT')]).toEqual([{}, []]);
});

test('TLS is SSL on both sides and reads one PEM file', () => {
  const security = ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem'));
  expect([security.clientProtocol, security.brokerProtocol]).toEqual([KafkaProtocol.SSL, KafkaProtocol.SSL]);
  expect(security._properties('CLIENT')).toEqual({ 'ssl.client.auth': 'none', 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': '/etc/kafka/tls/client.pem' });
  expect(security._files('CLIENT').map(file => file.path)).toEqual(['/etc/kafka/tls/client.pem']);
});

test.each(['client.pem', '', '/etc/kafka tls/client.pem', '/etc/kafka/tls/', '-----BEGIN PRIVATE KEY-----\nMII', Token.asString({ Ref: 'Path' })])(
  'fails for the certificate file %j', path => {
    expect(() => BrokerCertificate.fromPemFile(path)).toThrow('BrokerCertificate.path: must be a literal absolute path');
  });
