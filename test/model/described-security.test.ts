import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { KafkaServiceContract as FirstReader } from './readers/reader-1.0';
import {
  AdvertisedHost, BrokerCertificate, BrokerPropertiesRenderer, ClientCa, ClientListener, DescribedSecurityOptions, KafkaBroker, KafkaClientLibrary,
  KafkaProtocol, KafkaQuorum, KafkaServiceContract, ListenerSecurity,
} from '../../src';
import { setup as brokersSetup } from '../brokers/fixtures';
import { setup } from '../listeners/fixtures';
import { SERVICE_NAME } from '../private-link/fixtures';

const KERBEROS: DescribedSecurityOptions = { protocol: KafkaProtocol.SASL_SSL, saslMechanisms: ['GSSAPI', 'SCRAM-SHA-256'], truststoreType: 'JKS' };
const listenerOf = (security: ListenerSecurity) => new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security });
const described = (options: DescribedSecurityOptions) => listenerOf(ListenerSecurity.described(options));
const contractOf = (options: DescribedSecurityOptions) =>
  KafkaServiceContract._of(SERVICE_NAME, 'eu-west-1', [described(options)], [KafkaBroker.fromIpAddress(0, '10.0.0.10')]).toJson();

describe('what brokers have already', () => {
  test('stands in the contract, and reads back from it', () => {
    const read = KafkaServiceContract.fromJson(contractOf({ ...KERBEROS, clientCertificate: true })).listener('CLIENT');
    expect([read.protocol, read.saslMechanisms, read.needsClientCertificate, read.truststoreType]).toEqual(['SASL_SSL', ['GSSAPI', 'SCRAM-SHA-256'], true, 'JKS']);
  });

  test.each<[string, DescribedSecurityOptions, string]>([
    ['TLS', { protocol: KafkaProtocol.SSL, truststoreType: 'PEM' }, '1.0'],
    ['TLS with certificates of clients', { protocol: KafkaProtocol.SSL, clientCertificate: true }, '1.0'],
    ["several of Kafka's own mechanisms", { protocol: KafkaProtocol.SASL_PLAINTEXT, saslMechanisms: ['PLAIN', 'SCRAM-SHA-512'] }, '1.0'],
    ['a store of Java', { protocol: KafkaProtocol.SSL, truststoreType: 'PKCS12' }, '2.0'],
    ['a mechanism of a plugin', { protocol: KafkaProtocol.SASL_SSL, saslMechanisms: ['AWS_MSK_IAM'] }, '2.0'],
  ])('%s: what a reader of the first version would refuse as a mistake, it refuses by its version', (_, options, version) => {
    const json = contractOf(options);
    expect(JSON.parse(json).version).toBe(version);
    expect(KafkaServiceContract.fromJson(json).toJson()).toBe(json);
    if (version === '1.0') {
      expect(FirstReader.fromJson(json).listener('CLIENT').clientProperties()).toEqual(KafkaServiceContract.fromJson(json).listener('CLIENT').clientProperties());
    } else {
      expect(() => FirstReader.fromJson(json)).toThrow('has version "2.0", this library reads 1.x; update cdk-kafka-privatelink here');
      expect(() => KafkaServiceContract.fromJson(json.replace('"2.0"', '"1.0"'))).toThrow(/KafkaServiceContract.contradiction/);
    }
  });

  test('is what clients configure, with one mechanism always, since a client of Java that is told none tries Kerberos', () => {
    const { listeners: [listener] } = KafkaServiceContract.fromJson(contractOf(KERBEROS));
    expect(listener.clientProperties({ truststoreLocation: '/etc/kafka/trust.jks' })).toMatchObject({
      'security.protocol': 'SASL_SSL',
      'ssl.endpoint.identification.algorithm': 'https',
      'sasl.mechanism': 'SCRAM-SHA-256',
      'ssl.truststore.type': 'JKS',
      'ssl.truststore.location': '/etc/kafka/trust.jks',
    });
    expect(listener.clientProperties({ saslMechanism: 'GSSAPI' })['sasl.mechanism']).toBe('GSSAPI');
    expect(listener.clientProperties({ clientLibrary: KafkaClientLibrary.LIBRDKAFKA, truststoreLocation: 'ca.pem' })).toMatchObject({ 'ssl.ca.location': 'ca.pem' });

    const [plugin] = KafkaServiceContract.fromJson(contractOf({ protocol: KafkaProtocol.SASL_SSL, saslMechanisms: ['AWS_MSK_IAM', 'X-TEAM'] })).listeners;
    expect(plugin.clientProperties()['sasl.mechanism']).toBe('AWS_MSK_IAM');
  });

  test('is served as it is', () => {
    const { stack } = setup({ clientListeners: [described({ protocol: KafkaProtocol.SSL })] });
    Annotations.fromStack(stack).hasNoWarning('/Kafka/Listeners', Match.stringLikeRegexp('plaintext|notEncrypted'));
  });

  test('is warned of where somebody may read along', () => {
    const { stack } = setup({ clientListeners: [described({ protocol: KafkaProtocol.SASL_PLAINTEXT, saslMechanisms: ['PLAIN'] })] });
    Annotations.fromStack(stack).hasWarning('/Kafka/Listeners', Match.stringLikeRegexp('client listener CLIENT authenticates and does not encrypt.*cdk-kafka-privatelink:PerBrokerNlbListeners.notEncrypted'));
  });

  test('agrees with a rendered one in what it says, and in no more', () => {
    const rendered = listenerOf(ListenerSecurity.mutualTls(BrokerCertificate.fromPemFile('/tls/client.pem'), ClientCa.fromPemFile('/tls/ca.pem')));
    const known = (options: DescribedSecurityOptions) => () => setup({
      clientListeners: [rendered],
      brokers: [Object.assign(Object.create(KafkaBroker.fromIpAddress(0, '10.0.0.10')), { clientListeners: [described(options)] })],
    });
    expect(known({ protocol: KafkaProtocol.SSL, clientCertificate: true })).not.toThrow();
    expect(known({ protocol: KafkaProtocol.SSL })).toThrow("there the clients' certificate is \"none\", here \"required\"");
  });
});

describe('is refused', () => {
  test('by a renderer', () => {
    expect(() => new BrokerPropertiesRenderer(new Stack(new App(), 'Stack'), 'Properties', {
      clientListeners: [described(KERBEROS)], brokerCount: 3, quorum: KafkaQuorum.bootstrapServers('c0.int:9090'),
    })).toThrow('BrokerPropertiesRenderer.describedSecurity: client listener CLIENT has ListenerSecurity.described(), of which nothing can be rendered');
  });

  test('by brokers of our own', () => {
    expect(() => brokersSetup({ clientListeners: [described(KERBEROS)] })).toThrow(
      'MultiAzKafkaBrokers.describedSecurity: client listener CLIENT has ListenerSecurity.described(), which describes brokers that this library does not make');
  });

  const { SSL, SASL_SSL, PLAINTEXT, SASL_PLAINTEXT } = KafkaProtocol;
  test.each<[string, DescribedSecurityOptions, string]>([
    ['SASL without a mechanism', { protocol: SASL_SSL }, "'protocol' is SASL_SSL, and 'saslMechanisms' has none"],
    ['a mechanism without SASL', { protocol: SSL, saslMechanisms: ['PLAIN'] }, "'protocol' is SSL, and 'saslMechanisms' has \"PLAIN\"; leave them out"],
    ['a mechanism in small letters', { protocol: SASL_SSL, saslMechanisms: ['scram-sha-512'] }, "'saslMechanisms' has \"scram-sha-512\"; a mechanism is a literal of 1 to 20 capitals"],
    ['several in one text', { protocol: SASL_SSL, saslMechanisms: ['PLAIN,GSSAPI'] }, "'saslMechanisms' has \"PLAIN,GSSAPI\"; a mechanism"],
    ['a token', { protocol: SASL_SSL, saslMechanisms: [Lazy.string({ produce: () => 'PLAIN' })] }, "'saslMechanisms' has a token; a mechanism"],
    ['a mechanism twice', { protocol: SASL_SSL, saslMechanisms: ['PLAIN', 'PLAIN'] }, "'saslMechanisms' has \"PLAIN\" more than once"],
    ['certificates without TLS', { protocol: SASL_PLAINTEXT, saslMechanisms: ['PLAIN'], clientCertificate: true }, "'clientCertificate' is true, and with the protocol SASL_PLAINTEXT clients can't show one"],
    ['a truststore without TLS', { protocol: PLAINTEXT, truststoreType: 'JKS' }, "'truststoreType' is \"JKS\", and with the protocol PLAINTEXT there is nobody to verify"],
    ['a file for a form', { protocol: SSL, truststoreType: 'trust.jks' }, "'truststoreType' is \"trust.jks\"; give the literal name of a form"],
  ])('%s', (_, options, message) => {
    expect(() => ListenerSecurity.described(options)).toThrow(`described security: ListenerSecurity.described: ${message}`);
  });

  test('with all that is wrong', () => {
    expect(() => ListenerSecurity.described({ protocol: PLAINTEXT, saslMechanisms: ['PLAIN'], truststoreType: 'JKS', clientCertificate: true })).toThrow(/^described security: 3 problems/);
  });

  test.each([
    ['/etc/kafka/server.keystore.jks', 'a key store of Java'], ['/etc/kafka/SERVER.P12', 'a PKCS#12 store'], ['/etc/kafka/server.der', 'a certificate or key in DER'],
    ['/etc/kafka/server.keystore', 'a key store of Java'], ['/etc/kafka/chain.p7b', 'a PKCS#7 bundle'], ['/etc/kafka/server.csr', 'a request for a certificate'],
  ])('a file that is not PEM: %s', (path, form) => {
    const message = `is ${form} by its name, and is read as PEM; convert it: openssl pkcs12 -in store.p12 -nodes -out client.pem; for brokers that already have it, say so by ListenerSecurity.described()`;
    expect(() => BrokerCertificate.fromPemFile(path)).toThrow(`certificate file "${path}": BrokerCertificate.path: ${message}`);
    expect(() => ClientCa.fromPemFile(path)).toThrow(`certificate authorities "${path}": ClientCa.path: ${message}`);
  });

  test.each(['/tls/client.pem', '/tls/client.crt', '/tls/chain', '/tls/jks'])('but not %s', path => {
    expect(() => BrokerCertificate.fromPemFile(path)).not.toThrow();
  });
});
