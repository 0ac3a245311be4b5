import { App, CfnParameter, Fn, Lazy, SecretValue, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import {
  AdvertisedHost, BrokerCertificate, BrokerPropertiesRenderer, BrokerPropertiesRendererProps, ClientCa, ClientListener, KafkaQuorum, KafkaRole,
  ListenerSecurity, NodeSecurity,
} from '../../src';
import { parseProperties } from '../../src/private/java-properties';

const CERTIFICATE = BrokerCertificate.fromPemFile('/run/kafka/tls/client.pem');
const CA = ClientCa.fromPemFile('/run/kafka/tls/ca.pem');
const NODES = NodeSecurity.mutualTls(BrokerCertificate.fromPemFile('/run/kafka/tls/node.pem'), ClientCa.fromPemFile('/run/kafka/tls/nodes-ca.pem'));
const SCRAM = ListenerSecurity.saslScram(CERTIFICATE);
const MUTUAL = ListenerSecurity.mutualTls(CERTIFICATE, CA);
const oauth = (issuer: string, audience = 'kafka') => ListenerSecurity.saslOauthBearer(CERTIFICATE, { issuer, audience, jwksUrl: `${issuer}/keys` });
const OAUTH = oauth('https://id.pay.example.com');

const listener = (security: ListenerSecurity, slot = 0) =>
  new ClientListener({ name: `CLIENT_${slot}`, slot, advertisedHost: AdvertisedHost.shared(`kafka${slot}.pay.example.com`), security });

function renderer(securities: ListenerSecurity[], props: Partial<BrokerPropertiesRendererProps> = {}) {
  return new BrokerPropertiesRenderer(new Stack(new App(), 'Stack'), 'Properties', {
    clientListeners: securities.map(listener), quorum: KafkaQuorum.bootstrapServers('c1000.kafka.internal:9090'), brokerCount: 3, ...props,
  });
}

const BROKER = { nodeId: 0, host: 'b0.kafka.internal' };
const CONTROLLER = { nodeId: 1000, host: 'c1000.kafka.internal', roles: [KafkaRole.CONTROLLER] };
const rendered = (of: BrokerPropertiesRenderer, node = BROKER) => Object.fromEntries(parseProperties(of.render(node)));

describe('authorization', () => {
  test.each([['SCRAM', SCRAM], ['mutual TLS', ListenerSecurity.mutualTls(CERTIFICATE, CA)]])('is on on every node, and denies, where clients authenticate by %s', (_, security) => {
    for (const node of [BROKER, CONTROLLER]) {
      expect(rendered(renderer([security]), node)).toMatchObject({
        'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer', 'allow.everyone.if.no.acl.found': 'false', 'super.users': 'User:ANONYMOUS',
      });
    }
  });

  test('is off where nobody is known', () => {
    const properties = rendered(renderer([ListenerSecurity.tls(CERTIFICATE), ListenerSecurity.plaintext()]));
    expect([properties['authorizer.class.name'], properties['super.users']]).toEqual([undefined, undefined]);
  });

  test.each([['plaintext', ListenerSecurity.plaintext()], ['TLS alone', ListenerSecurity.tls(CERTIFICATE)]])(
    'fails for %s beside clients that authenticate, since nodes without certificates are anonymous too', (_, open) => {
      expect(() => renderer([SCRAM, open])).toThrow(/BrokerPropertiesRenderer\.anonymousSuperUser: .*CLIENT_1 does not authenticate .*; give nodes a name of their own by 'nodeSecurity', NodeSecurity\.mutualTls/);
      expect(rendered(renderer([SCRAM, open], { nodeSecurity: NODES }))['super.users']).toBe('User: kafka:node');
    });

  test("fails for super users of one's own", () => {
    expect(() => renderer([SCRAM], { overrides: { 'super.users': 'User:admin' } })).toThrow("BrokerPropertiesRenderer.superUsers: 'overrides' has 'super.users'");
  });

  test('may be by another class', () => {
    expect(rendered(renderer([SCRAM], { overrides: { 'authorizer.class.name': 'org.example.Authorizer' } }))['authorizer.class.name']).toBe('org.example.Authorizer');
  });
});

describe('overrides cannot switch authorization off where clients authenticate', () => {
  test.each<[string, string]>([
    ['authorizer.class.name', ''], ['authorizer.class.name', new CfnParameter(new Stack(), 'Authorizer').valueAsString],
    ['allow.everyone.if.no.acl.found', 'true'], ['allow.everyone.if.no.acl.found', 'TRUE'], ['principal.builder.class', 'org.example.Builder'],
  ])('%s: %j', (key, value) => {
    for (const security of [SCRAM, MUTUAL]) {
      expect(() => renderer([security], { overrides: { [key]: value } })).toThrow(`BrokerPropertiesRenderer.authorization: 'overrides' has ${key} `);
    }
    expect(() => renderer([ListenerSecurity.tls(CERTIFICATE)], { overrides: { [key]: value } })).not.toThrow();
  });

  test('nor by a class that is none', () => {
    expect(() => renderer([SCRAM], { overrides: { 'authorizer.class.name': 'none' } })).toThrow("BrokerPropertiesRenderer.authorization: 'overrides' has authorizer.class.name \"none\"");
  });
});

describe('nobody can bear the name of somebody else:', () => {
  test('a token needs nodes that are not anonymous', () => {
    expect(() => renderer([OAUTH])).toThrow(/BrokerPropertiesRenderer\.tokenOfNode: CLIENT_0 takes tokens, and without 'nodeSecurity' nodes are called ANONYMOUS/);
    expect(() => renderer([OAUTH], { nodeSecurity: NODES })).not.toThrow();
  });

  test.each([['passwords', SCRAM], ['certificates', MUTUAL]])('tokens do not stand beside %s', (_, other) => {
    expect(() => renderer([OAUTH, other], { nodeSecurity: NODES })).toThrow(/BrokerPropertiesRenderer\.tokenOfOther: CLIENT_0 takes tokens, and CLIENT_1 knows its clients by password or certificate/);
  });

  test.each([['nobody', ListenerSecurity.plaintext()], ['nobody over TLS', ListenerSecurity.tls(CERTIFICATE)], ['the same issuer', oauth('https://id.pay.example.com', 'other')]])('tokens may stand beside %s', (_, other) => {
    expect(() => renderer([OAUTH, other], { nodeSecurity: NODES })).not.toThrow();
  });

  test('tokens are of one issuer', () => {
    expect(() => renderer([OAUTH, oauth('https://partner.example.com')], { nodeSecurity: NODES })).toThrow(
      'BrokerPropertiesRenderer.tokenIssuers: CLIENT_0, CLIENT_1 take tokens of https://id.pay.example.com and https://partner.example.com');
  });

  test('nodes have a name that no token can have, from which Kafka takes the blanks', () => {
    const properties = rendered(renderer([OAUTH], { nodeSecurity: NODES }));
    expect(properties['super.users']).toBe('User: kafka:node');
    expect(properties['listener.name.internal.ssl.principal.mapping.rules']).toBe('RULE:^.*$/ kafka:node/');
  });

  test('one prefix for certificates of two authorities', () => {
    const shop = { principalPrefix: 'shop.' };
    const other = ListenerSecurity.mutualTls(CERTIFICATE, ClientCa.fromPemFile('/run/kafka/tls/partner-ca.pem'), shop);
    expect(() => renderer([ListenerSecurity.mutualTls(CERTIFICATE, CA, shop), other])).toThrow('BrokerPropertiesRenderer.principalPrefix: CLIENT_0, CLIENT_1 have the prefix "shop." and different authorities');
    expect(() => renderer([ListenerSecurity.mutualTls(CERTIFICATE, CA, shop), ListenerSecurity.mutualTls(CERTIFICATE, CA, shop)])).not.toThrow();
  });
});

describe('secrets in overrides', () => {
  const provider = { 'config.providers': 'dir', 'config.providers.dir.class': 'org.apache.kafka.common.config.provider.DirectoryConfigProvider' };

  test.each(['hunter2${dir:/run/x:y}', '${dir:/run/x:y}2', '${dir:/run/x:y}${dir:/run/x:z}', Fn.join('', ['a', new CfnParameter(new Stack(), 'P').valueAsString])])('a password is one reference and nothing else: %j', value => {
    expect(() => renderer([], { overrides: { ...provider, 'some.password': value } })).toThrow("BrokerPropertiesRenderer.secret: 'overrides' has a value for some.password that is more than a reference");
    expect(() => renderer([], { overrides: { ...provider, 'some.password': '${dir:/run/x:y}' } })).not.toThrow();
  });

  const MESSAGE = "BrokerPropertiesRenderer.dynamicReference: 'overrides' has a secret for some.thing that CloudFormation would fetch";
  test.each(['{{resolve:secretsmanager:kafka/admin:SecretString:password}}', 'x{{resolve:ssm-secure:name:1}}'])('what CloudFormation would fetch is refused: %s', value => {
    expect(() => renderer([], { overrides: { 'some.thing': value } })).toThrow(MESSAGE);
  });

  test.each<[string, (text: string) => string]>([['alone', text => text], ['in a longer text', text => `a${text}b`], ['in a function', text => Fn.join('-', ['a', text])]])('so is a SecretValue %s', (_, within) => {
    const of = renderer([], { overrides: { 'some.thing': within(SecretValue.secretsManager('kafka/admin').unsafeUnwrap()) } });
    expect(() => Template.fromStack(Stack.of(of))).toThrow(MESSAGE);
  });

  test('a parameter that is no secret is a value like any other', () => {
    const of = renderer([], { overrides: { 'log.retention.hours': '{{resolve:ssm:/kafka/retention:3}}' } });
    expect(of.render({ nodeId: 0, host: 'b0.kafka.internal' })).toContain('log.retention.hours={{resolve:ssm:/kafka/retention:3}}');
  });

  test('a renderer in no stack may have tokens too', () => {
    const app = new App();
    new BrokerPropertiesRenderer(app, 'Properties', { clientListeners: [], quorum: KafkaQuorum.bootstrapServers('a:9090'), brokerCount: 1, overrides: { 'some.thing': Lazy.string({ produce: () => '1' }) } });
    expect(() => app.synth()).not.toThrow();
  });
});

describe('nodes with certificates', () => {
  test.each([['a broker', BROKER, 'INTERNAL'], ['a controller', CONTROLLER, 'CONTROLLER']])('%s knows how to meet controllers, and asks for certificates', (_, node, own) => {
    const properties = rendered(renderer([SCRAM], { nodeSecurity: NODES }), node);
    expect(properties['listener.security.protocol.map']).toBe('CLIENT_0:SASL_SSL,INTERNAL:SSL,CONTROLLER:SSL');
    for (const name of [own, 'CONTROLLER'].map(each => each.toLowerCase())) {
      expect(properties).toMatchObject({
        [`listener.name.${name}.ssl.client.auth`]: 'required',
        [`listener.name.${name}.ssl.keystore.location`]: '/run/kafka/tls/node.pem',
        [`listener.name.${name}.ssl.truststore.location`]: '/run/kafka/tls/nodes-ca.pem',
      });
    }
  });

  test('need their files, a controller no others', () => {
    const of = renderer([ListenerSecurity.mutualTls(CERTIFICATE, CA)], { nodeSecurity: NODES });
    expect(of.requiredFiles(CONTROLLER)).toEqual(['/run/kafka/tls/node.pem', '/run/kafka/tls/nodes-ca.pem']);
    expect(of.requiredFiles(BROKER)).toEqual(['/run/kafka/tls/ca.pem', '/run/kafka/tls/client.pem', '/run/kafka/tls/node.pem', '/run/kafka/tls/nodes-ca.pem']);
  });
});

test('no store is for all listeners, or it would leak into those without', () => {
  const keys = Object.keys(rendered(renderer([ListenerSecurity.mutualTls(CERTIFICATE, CA), SCRAM], { nodeSecurity: NODES })));
  expect(keys.filter(key => /^(ssl|sasl)\./.test(key))).toEqual(['sasl.enabled.mechanisms', 'ssl.keystore.type', 'ssl.truststore.type']);
});

test('limits of connections are those of the listener, or what overrides say, once', () => {
  const clientListeners = [new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: SCRAM, maxConnections: 70, maxConnectionRate: 9 })];
  expect(rendered(renderer([], { clientListeners }))).toMatchObject({ 'listener.name.client.max.connections': '70', 'listener.name.client.max.connection.creation.rate': '9' });
  const text = renderer([], { clientListeners, overrides: { 'listener.name.client.max.connections': '5' } }).render(BROKER);
  expect(text.match(/listener\.name\.client\.max\.connections=.*/g)).toEqual(['listener.name.client.max.connections=5']);
});

test('limits by source address are refused, with the reason', () => {
  expect(() => renderer([SCRAM], { overrides: { 'listener.name.client_0.max.connections.per.ip': '5' } })).toThrow(/ownedProperty: .*count by source address, and all clients of an endpoint service have the load balancer's/);
});

test.each([0, 1.5, -1])('fails for a limit of %p connections', maxConnections => {
  expect(() => new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: SCRAM, maxConnections })).toThrow("ClientListener.connectionLimit: 'maxConnections' must be an integer");
});

test.each(['listener.name.client_0.scram-sha-512.sasl.jaas.config', 'sasl.jaas.config'])('fails for a password in %s, quoted or not', key => {
  expect(() => renderer([SCRAM], { overrides: { [key]: 'ScramLoginModule required password=9#x;' } })).toThrow(`ownedProperty: remove from 'overrides': ${key}`);
});
