import { App, Stack } from 'aws-cdk-lib';
import {
  AdvertisedHost, BrokerCertificate, BrokerPropertiesRenderer, BrokerPropertiesRendererProps, ClientCa, ClientListener, KafkaQuorum, KafkaRole,
  ListenerSecurity, NodeSecurity,
} from '../../src';
import { parseProperties } from '../../src/properties/java-properties';

const CERTIFICATE = BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem');
const CA = ClientCa.fromPemFile('/etc/kafka/tls/ca.pem');
const NODES = NodeSecurity.mutualTls(BrokerCertificate.fromPemFile('/etc/kafka/tls/node.pem'), ClientCa.fromPemFile('/etc/kafka/tls/nodes-ca.pem'));
const SCRAM = ListenerSecurity.saslScram(CERTIFICATE);

const listener = (security: ListenerSecurity, slot = 0) =>
  new ClientListener({ name: `CLIENT_${slot}`, slot, advertisedHost: AdvertisedHost.shared(`kafka${slot}.pay.internal`), security });

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
      expect(() => renderer([SCRAM, open])).toThrow(/BrokerPropertiesRenderer\.anonymousSuperUser: .*CLIENT_1 does not authenticate/);
      expect(rendered(renderer([SCRAM, open], { nodeSecurity: NODES }))['super.users']).toBe('User:kafka:node');
    });

  test("fails for super users of one's own", () => {
    expect(() => renderer([SCRAM], { overrides: { 'super.users': 'User:admin' } })).toThrow("BrokerPropertiesRenderer.superUsers: 'overrides' has 'super.users'");
  });

  test('may be by another class', () => {
    expect(rendered(renderer([SCRAM], { overrides: { 'authorizer.class.name': 'org.example.Authorizer' } }))['authorizer.class.name']).toBe('org.example.Authorizer');
  });
});

describe('nodes with certificates', () => {
  test.each([['a broker', BROKER, 'INTERNAL'], ['a controller', CONTROLLER, 'CONTROLLER']])('%s knows how to meet controllers, and asks for certificates', (_, node, own) => {
    const properties = rendered(renderer([SCRAM], { nodeSecurity: NODES }), node);
    expect(properties['listener.security.protocol.map']).toBe('CLIENT_0:SASL_SSL,INTERNAL:SSL,CONTROLLER:SSL');
    for (const name of [own, 'CONTROLLER'].map(each => each.toLowerCase())) {
      expect(properties).toMatchObject({
        [`listener.name.${name}.ssl.client.auth`]: 'required',
        [`listener.name.${name}.ssl.keystore.location`]: '/etc/kafka/tls/node.pem',
        [`listener.name.${name}.ssl.truststore.location`]: '/etc/kafka/tls/nodes-ca.pem',
      });
    }
  });

  test('need their files, a controller no others', () => {
    const of = renderer([ListenerSecurity.mutualTls(CERTIFICATE, CA)], { nodeSecurity: NODES });
    expect(of.requiredFiles(CONTROLLER)).toEqual(['/etc/kafka/tls/node.pem', '/etc/kafka/tls/nodes-ca.pem']);
    expect(of.requiredFiles(BROKER)).toEqual(['/etc/kafka/tls/ca.pem', '/etc/kafka/tls/client.pem', '/etc/kafka/tls/node.pem', '/etc/kafka/tls/nodes-ca.pem']);
  });
});

test('no store is for all listeners, or it would leak into those without', () => {
  const keys = Object.keys(rendered(renderer([ListenerSecurity.mutualTls(CERTIFICATE, CA), SCRAM], { nodeSecurity: NODES })));
  expect(keys.filter(key => /^(ssl|sasl)\./.test(key))).toEqual(['sasl.enabled.mechanisms', 'ssl.keystore.type', 'ssl.truststore.type']);
});

test('limits of connections are those of the listener, or what overrides say, once', () => {
  const clientListeners = [new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.internal'), security: SCRAM, maxConnections: 70, maxConnectionRate: 9 })];
  expect(rendered(renderer([], { clientListeners }))).toMatchObject({ 'listener.name.client.max.connections': '70', 'listener.name.client.max.connection.creation.rate': '9' });
  const text = renderer([], { clientListeners, overrides: { 'listener.name.client.max.connections': '5' } }).render(BROKER);
  expect(text.match(/listener\.name\.client\.max\.connections=.*/g)).toEqual(['listener.name.client.max.connections=5']);
});

test('limits by source address are refused, with the reason', () => {
  expect(() => renderer([SCRAM], { overrides: { 'listener.name.client_0.max.connections.per.ip': '5' } })).toThrow(/ownedProperty: .*count by source address, and all clients of an endpoint service have the load balancer's/);
});

test.each([0, 1.5, -1])('fails for a limit of %p connections', maxConnections => {
  expect(() => new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.internal'), security: SCRAM, maxConnections })).toThrow("ClientListener.connectionLimit: 'maxConnections' must be an integer");
});

test.each(['listener.name.client_0.scram-sha-512.sasl.jaas.config', 'sasl.jaas.config'])('fails for a password in %s, quoted or not', key => {
  expect(() => renderer([SCRAM], { overrides: { [key]: 'ScramLoginModule required password=9#x;' } })).toThrow(`ownedProperty: remove from 'overrides': ${key}`);
});
