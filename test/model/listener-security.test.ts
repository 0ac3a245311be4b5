import { Stack, Token } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import {
  BrokerCertificate, ClientCa, KafkaProtocol, ListenerSecurity, MutualTlsOptions, NodeSecurity, OAuthBearerOptions, ScramMechanism,
} from '../../src';
import { subjectsOfDocs } from '../conformance/subjects';

const CERTIFICATE = BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem');
const CA = ClientCa.fromPemFile('/etc/kafka/tls/clients-ca.pem');
const OAUTH: OAuthBearerOptions = { issuer: 'https://login.pay.example.com', audience: 'kafka', jwksUrl: 'https://login.pay.example.com/keys' };
const ACM = elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:111111111111:certificate/1');

test('plaintext is PLAINTEXT on both sides and needs no file', () => {
  const security = ListenerSecurity.plaintext();
  expect([security.clientProtocol, security.brokerProtocol]).toEqual([KafkaProtocol.PLAINTEXT, KafkaProtocol.PLAINTEXT]);
  expect([security._properties('CLIENT'), security._files('CLIENT')]).toEqual([{}, []]);
});

test('TLS is SSL on both sides and reads one PEM file', () => {
  const security = ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem'));
  expect([security.clientProtocol, security.brokerProtocol]).toEqual([KafkaProtocol.SSL, KafkaProtocol.SSL]);
  expect(security._properties('CLIENT')).toEqual({ 'ssl.client.auth': 'none', 'ssl.keystore.location': '/etc/kafka/tls/client.pem' });
  expect(security._files('CLIENT').map(file => file.path)).toEqual(['/etc/kafka/tls/client.pem']);
});

test.each(['client.pem', '', '/etc/kafka tls/client.pem', '/etc/kafka/tls/', '-----BEGIN PRIVATE KEY-----\nMII', Token.asString({ Ref: 'Path' })])(
  'fails for the certificate file %j', path => {
    expect(() => BrokerCertificate.fromPemFile(path)).toThrow('BrokerCertificate.path: must be a literal absolute path');
  });

test('a client CA is a file too', () => {
  expect(() => ClientCa.fromPemFile('ca.pem')).toThrow('ClientCa.path: must be a literal absolute path');
});

test.each(['client.pem', 'client.crt', 'client.cer', 'client', 'client.jks.pem', 'p12'])('a file that is called %s may be PEM', name => {
  expect(() => BrokerCertificate.fromPemFile(`/etc/kafka/${name}`)).not.toThrow();
  expect(() => ClientCa.fromPemFile(`/etc/kafka/${name}`)).not.toThrow();
});

test('a key is no authority, and a certificate may stand with its key', () => {
  expect(() => ClientCa.fromPemFile('/etc/kafka/ca.key')).toThrow('ClientCa.path: is a private key by its name; authorities are certificates');
  expect(() => BrokerCertificate.fromPemFile('/etc/kafka/client.key')).not.toThrow();
});

test.each<[string, ListenerSecurity, string, string, string[]]>([
  ['plaintext', ListenerSecurity.plaintext(), 'PLAINTEXT', 'PLAINTEXT', []],
  ['TLS', ListenerSecurity.tls(CERTIFICATE), 'SSL', 'SSL', []],
  ['mutual TLS', ListenerSecurity.mutualTls(CERTIFICATE, CA), 'SSL', 'SSL', []],
  ['SCRAM', ListenerSecurity.saslScram(CERTIFICATE), 'SASL_SSL', 'SASL_SSL', ['SCRAM-SHA-512']],
  ['SCRAM with SHA-256', ListenerSecurity.saslScram(CERTIFICATE, ScramMechanism.SCRAM_SHA_256), 'SASL_SSL', 'SASL_SSL', ['SCRAM-SHA-256']],
  ['OAUTHBEARER', ListenerSecurity.saslOauthBearer(CERTIFICATE, OAUTH), 'SASL_SSL', 'SASL_SSL', ['OAUTHBEARER']],
  ['TLS at the load balancer', ListenerSecurity.tlsAtLoadBalancer(ACM), 'SSL', 'PLAINTEXT', []],
  ['SCRAM behind TLS at the load balancer', ListenerSecurity.tlsAtLoadBalancer(ACM, { scram: ScramMechanism.SCRAM_SHA_256 }), 'SASL_SSL', 'SASL_PLAINTEXT', ['SCRAM-SHA-256']],
])('%s: the client speaks its protocol, and the broker its own', (_, security, client, broker, mechanisms) => {
  expect([security.clientProtocol, security.brokerProtocol, security._saslMechanisms]).toEqual([client, broker, mechanisms]);
  const properties = security._properties('CLIENT');
  expect(properties['sasl.enabled.mechanisms']).toBe(mechanisms[0]);
  expect(properties['ssl.keystore.location']).toBe(broker.endsWith('SSL') ? '/etc/kafka/tls/client.pem' : undefined);
  for (const mechanism of mechanisms) {
    // One module for each mechanism, and none with a value: a value would be a secret.
    expect(properties[`${mechanism.toLowerCase()}.sasl.jaas.config`]).toMatch(/^org\.apache\.kafka\.[A-Za-z.]+LoginModule required;$/);
    expect(properties[`${mechanism.toLowerCase()}.connections.max.reauth.ms`]).toBe('3600000');
  }
});

test('only mutual TLS asks for a certificate', () => {
  expect(ListenerSecurity.mutualTls(CERTIFICATE, CA)._properties('CLIENT')).toMatchObject({
    'ssl.client.auth': 'required', 'ssl.truststore.location': '/etc/kafka/tls/clients-ca.pem',
  });
  const others = [ListenerSecurity.tls(CERTIFICATE), ListenerSecurity.saslScram(CERTIFICATE), ListenerSecurity.saslOauthBearer(CERTIFICATE, OAUTH)];
  for (const other of others) {
    expect([other._properties('CLIENT')['ssl.client.auth'], other._needsClientCertificate]).toEqual(['none', false]);
  }
});

test('files from secrets have a path for each listener and kind, which no node has', () => {
  const stack = new Stack();
  const certificate = BrokerCertificate.fromSecret(new secrets.Secret(stack, 'Certificate'));
  const ca = ClientCa.fromSecret(new secrets.Secret(stack, 'Ca'));
  const paths = [
    ...['CLIENT', 'AUDIT', 'NODES'].flatMap(name => ListenerSecurity.mutualTls(certificate, ca)._files(name)), ...NodeSecurity.mutualTls(certificate, ca)._files,
  ].map(({ path }) => path);
  expect(paths.slice(0, 2)).toEqual(['/run/kafka/tls/client.pem', '/run/kafka/tls/client.ca.pem']);
  expect(new Set(paths).size).toBe(8);
});

test('a token is believed only when its issuer has signed it for this audience', () => {
  expect(ListenerSecurity.saslOauthBearer(CERTIFICATE, OAUTH)._properties('CLIENT')).toMatchObject({
    'oauthbearer.sasl.server.callback.handler.class': 'org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler',
    'sasl.oauthbearer.jwks.endpoint.url': OAUTH.jwksUrl,
    'sasl.oauthbearer.expected.issuer': OAUTH.issuer,
    'sasl.oauthbearer.expected.audience': OAUTH.audience,
  });
});

test.each<[Partial<OAuthBearerOptions>, string]>([
  [{ issuer: '' }, "ListenerSecurity.oauthBearer: 'issuer' must be a literal"],
  [{ audience: 'a,b' }, "ListenerSecurity.oauthBearer: 'audience' must be a literal"],
  [{ audience: Token.asString({ Ref: 'Audience' }) }, "'audience' must be a literal of ASCII characters without blank and comma, got a token"],
  [{ jwksUrl: 'http://login.pay.example.com/keys' }, "ListenerSecurity.jwksUrl: 'jwksUrl' must be a literal https:// address"],
  [{ jwksUrl: 'https://a,https://b' }, 'ListenerSecurity.jwksUrl'],
])('fails for OAUTHBEARER with %j', (options, message) => {
  expect(() => ListenerSecurity.saslOauthBearer(CERTIFICATE, { ...OAUTH, ...options })).toThrow(message);
});

/** The principal of a certificate's subject by the rules, as Kafka applies them: the first that matches the whole subject. */
function principal(subject: string, options: MutualTlsOptions = {}, listener = 'CLIENT'): string {
  const rules = ListenerSecurity.mutualTls(CERTIFICATE, CA, options)._properties(listener)['ssl.principal.mapping.rules'];
  for (const [, pattern, replacement, lower] of rules.matchAll(/RULE:((?:\\.|[^\\/])+)\/((?:\\.|[^\\/])*)\/(L?)(?:,|$)/g)) {
    if (new RegExp(`^(?:${pattern})$`).test(subject)) {
      const name = subject.replace(new RegExp(pattern), replacement);
      return lower ? name.toLowerCase() : name;
    }
  }
  return subject;
}

describe("a client's name", () => {
  test('the table of docs/security.md has every kind of subject', () => expect(subjectsOfDocs().length).toBeGreaterThan(15));

  // Kafka's own mapper is asked by `npx projen conformance`.
  test.each(subjectsOfDocs().filter(([subject]) => subject !== ''))('of %s is %s', (subject, expected) => expect(principal(subject)).toBe(expected));

  test.each([
    ['CN=ANONYMOUS', 'client.ANONYMOUS'],
    ['O=a,O=b\\\\,CN=payments', 'client.payments'], // a backslash that is escaped itself escapes no comma
    ['CN=a\\+b,CN=payments', 'client.payments'],
    ['UID=7,CN=a b,CN=payments', 'client.a b'],
    ['O=x\\,CN\\=payments,CN\\=orders', 'client.O=x\\,CN\\=payments,CN\\=orders'],
  ])('of %j is %j', (subject, expected) => expect(principal(subject)).toBe(expected));

  test('has the prefix of its listener, or the one that is given, whatever the rules', () => {
    expect(principal('CN=a', {}, 'AUDIT_2')).toBe('audit_2.a');
    expect(principal('CN=a', { principalPrefix: 'pay.' })).toBe('pay.a');
    expect(principal('OU=Shop,O=y', { principalMappingRules: ['RULE:^OU=([A-Za-z]+),.*$/$1/L', 'RULE:^CN=(.*)$/$1/'] })).toBe('client.shop');
    expect(principal('CN=kafka:node', { principalMappingRules: ['RULE:^CN=(.*)$/$1/'] })).toBe('client.kafka:node');
    expect(principal('O=y', { principalMappingRules: ['RULE:^CN=(.*)$/$1/'] })).toBe('client.O=y');
  });

  test.each<[MutualTlsOptions, string]>([
    [{ principalPrefix: '' }, 'ListenerSecurity.principalPrefix'],
    [{ principalPrefix: 'kafka:' }, "ListenerSecurity.principalPrefix: 'principalPrefix' must be of lower-case letters"],
    [{ principalPrefix: 'Pay.' }, "ListenerSecurity.principalPrefix: 'principalPrefix' must be of lower-case letters"], // L at a rule's end would change it
    [{ principalPrefix: 'pay' }, 'ListenerSecurity.principalPrefix'],
    [{ principalMappingRules: [] }, "ListenerSecurity.principalMappingRule: 'principalMappingRules' is empty"],
    [{ principalMappingRules: ['DEFAULT'] }, 'has DEFAULT, which takes the whole subject without the prefix'],
    [{ principalMappingRules: ['RULE:^CN=(.*)$/$1/U'] }, 'which is not a rule such as'],
    [{ principalMappingRules: ['RULE:a/b/,DEFAULT'] }, 'which is not a rule such as'],
  ])('fails for %j', (options, message) => {
    expect(() => ListenerSecurity.mutualTls(CERTIFICATE, CA, options)).toThrow(message);
  });
});

test('whoever has a certificate of the nodes is a node, and nobody else is', () => {
  const nodes = NodeSecurity.mutualTls(CERTIFICATE, CA);
  expect(nodes._principal).toBe('User: kafka:node');
  expect(nodes._properties).toMatchObject({ 'ssl.client.auth': 'required', 'ssl.principal.mapping.rules': 'RULE:^.*$/ kafka:node/' });
  expect([NodeSecurity.plaintext()._principal, NodeSecurity.plaintext()._properties]).toEqual(['User:ANONYMOUS', {}]);
});
