import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AdvertisedHost, BrokerCertificate, BrokerPropertiesRenderer, ClientListener, HostProperties, KafkaBroker, KafkaControllers, KafkaPrivateLinkService,
  KafkaQuorum, KafkaServiceContract, ListenerSecurity, PerBrokerNlbListeners,
} from '../../src';
import { clientListener, ENV, importVpc, LAUNCH_TEMPLATE, setup, ZONE_IDS, ZONES } from '../brokers/fixtures';

const NAMED = AdvertisedHost.perBrokerAndZone('b{brokerId}.{zoneId}.abc123.aws.plc.example.com');
const client = () => clientListener();
const secured = clientListener({ name: 'VENDOR', advertisedHost: AdvertisedHost.pending(), security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem')) });
const vendor = (advertisedHost = AdvertisedHost.pending()) => clientListener({ name: 'VENDOR', slot: 1, advertisedHost });

/** Combined nodes, and a load balancer and a service of the vendor's own. */
function app(clientListeners: ClientListener[], ofVendor?: ClientListener) {
  const { stack, vpc, brokers } = setup({ clientListeners, controllers: KafkaControllers.combined(), availabilityZoneIds: ZONE_IDS });
  const offered = ofVendor ? new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers: brokers.brokers, clientListeners: [ofVendor], crossZone: false }) : undefined;
  const service = offered ? new KafkaPrivateLinkService(stack, 'Service', { listeners: offered, allowedPrincipals: [new iam.AccountPrincipal('222222222222')] }) : undefined;
  service?.addContractOutput();
  return { stack, service, template: Template.fromStack(stack).toJSON() };
}

/** The resources of a template by type that are not as they were. */
function changed(before: any, after: any): string[] {
  const ids = new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)]);
  return [...ids].filter(id => JSON.stringify(before.Resources[id]) !== JSON.stringify(after.Resources[id]))
    .map(id => (after.Resources[id] ?? before.Resources[id]).Type).sort();
}

describe('a host that is pending', () => {
  const without = app([client()]);
  const pending = app([client(), vendor()], vendor());
  const named = app([client(), vendor(NAMED)], vendor(NAMED));

  test('leaves brokers as they are without the listener', () => {
    expect(changed(without.template, pending.template)).not.toContain(LAUNCH_TEMPLATE);
    expect(changed(without.template, pending.template)).toContain('AWS::EC2::VPCEndpointService');
  });

  test('rolls each broker once when its name arrives, and changes nothing else', () => {
    expect(changed(pending.template, named.template)).toEqual([LAUNCH_TEMPLATE, LAUNCH_TEMPLATE, LAUNCH_TEMPLATE]);
    expect(Object.keys(pending.template.Resources)).toEqual(Object.keys(named.template.Resources));
  });

  test('is in no contract, and is told', () => {
    const contract = pending.service!.contract;
    expect(JSON.parse(contract.toJson())).toMatchObject({ version: '3.1', listeners: [] });
    expect(KafkaServiceContract.fromJson(JSON.stringify({ ...JSON.parse(contract.toJson()), serviceName: undefined })).listeners).toEqual([]);
    expect(named.service!.contract.listeners.map(({ name }) => name)).toEqual(['VENDOR']);
    const text = Match.stringLikeRegexp("the host of client listener VENDOR is pending: brokers don't have the listener.*PerBrokerNlbListeners.pendingHost");
    Annotations.fromStack(pending.stack).hasWarning('/Kafka/Listeners', text);
    Annotations.fromStack(named.stack).hasNoWarning('/Kafka/Listeners', text);
  });

  test('is left out of a contract that has others', () => {
    const contract = KafkaServiceContract.of({ region: 'eu-west-1', brokerIds: [0], zoneIds: ['euw1-az1'], listeners: [client(), vendor()] });
    expect(JSON.parse(contract.toJson())).toMatchObject({ version: '1.0', listeners: [{ name: 'CLIENT' }] });
    expect(() => KafkaServiceContract.of({ region: 'eu-west-1', brokerIds: [0], listeners: [] })).toThrow("KafkaServiceContract.badKey: 'listeners' of the contract must be a list of at least one listener, got []");
  });
});

test.each<[string, () => unknown]>([
  ['the host to bootstrap from', () => AdvertisedHost.pending().bootstrapHost],
  ['the host of a broker', () => vendor().hostOf(KafkaBroker.fromIpAddress(1, '10.0.0.10'))],
  ['the names of a certificate', () => rendererOf([secured]).certificateNames(secured)],
])('fails when asked for %s', (_, ask) => {
  expect(ask).toThrow('advertised host: AdvertisedHost.pending: is AdvertisedHost.pending(), so nobody knows a name yet');
});

test('the word alone is no name', () => {
  expect(() => AdvertisedHost.shared('pending')).toThrow('AdvertisedHost.dnsName: has a single label');
});

function rendererOf(clientListeners: ClientListener[]) {
  return new BrokerPropertiesRenderer(new Stack(new App(), 'Stack', { env: ENV }), 'Properties', { clientListeners, brokerCount: 3, quorum: KafkaQuorum.bootstrapServers('10.0.0.20:9090') });
}

test('a file of a broker has only the listeners that have names', () => {
  const text = (clientListeners: ClientListener[]) => rendererOf(clientListeners).render({ nodeId: 0, host: '10.0.0.10', zoneId: 'euw1-az1' });
  expect(text([client(), vendor()])).toBe(text([client()]));
  expect(text([client(), vendor(NAMED)])).toContain('VENDOR://b0.euw1-az1.abc123.aws.plc.example.com:21000');
});

test('what a listener says beside its name is checked before the name arrives', () => {
  expect(() => rendererOf([client(), clientListener({ name: 'VENDOR', advertisedHost: AdvertisedHost.pending() })])).toThrow('BrokerPropertiesRenderer.duplicateSlot: CLIENT and VENDOR have slot 0');
});

test('two pending listeners with the same ports are no contradiction yet', () => {
  const moved = clientListener({ name: 'OTHER', slot: 2, firstPort: 21000, advertisedHost: AdvertisedHost.pending() });
  expect(() => rendererOf([vendor(), moved])).not.toThrow();
});

test('a file of a host gets no listener that has no name', () => {
  const merged = HostProperties.fromText('process.roles=broker\nnode.id=1\ncontroller.quorum.voters=9@10.0.0.9:9090\ncontroller.listener.names=CONTROLLER\nlisteners=PLAINTEXT://10.0.0.1:9092\n', { kafkaVersion: '4.2.0' })
    .merge([client(), vendor()]);
  expect(merged.text).toContain('CLIENT://kafka.pay.example.com:20001');
  expect(merged.text).not.toContain('VENDOR');
});

describe('brokers of one\'s own', () => {
  const broker = (clientListeners?: ClientListener[]) => KafkaBroker.fromIpAddress(0, '10.0.0.10', { clientListeners });
  const offer = (broker_: KafkaBroker, clientListeners: ClientListener[], stack = new Stack(new App(), 'Kafka', { env: ENV }), id = 'Listeners') =>
    new PerBrokerNlbListeners(stack, id, { vpc: stack.node.tryFindChild('Vpc') as any ?? importVpc(stack, ZONES), brokers: [broker_], clientListeners });

  test('need not have a listener whose name is pending', () => {
    expect(() => offer(broker([client()]), [vendor()])).not.toThrow();
    expect(() => offer(broker([client()]), [vendor(AdvertisedHost.shared('kafka.vendor.example.com'))])).toThrow('PerBrokerNlbListeners.brokerConfiguration: client listener VENDOR differs');
  });

  test('must have the name where the load balancer has it', () => {
    expect(() => offer(broker([vendor()]), [vendor(AdvertisedHost.shared('kafka.vendor.example.com'))])).toThrow("there 'advertisedHost' is \"pending\", here \"kafka.vendor.example.com\"");
  });

  test('on two load balancers with pending names are not said to have one name', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    offer(broker(), [vendor()], stack);
    offer(KafkaBroker.fromIpAddress(5, '10.0.0.15'), [vendor()], stack, 'Others');
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('a companion needs a name from the beginning', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const listeners = (advertisedHost?: AdvertisedHost) => () => new PerBrokerNlbListeners(stack, 'Listeners', {
      vpc: importVpc(stack, ZONES), brokers: [broker()], clientListeners: [client()], companions: [{ name: 'registry', port: 8081, protocol: 'https' as any, targets: [], advertisedHost }],
    });
    expect(listeners(AdvertisedHost.pending())).toThrow('PerBrokerNlbListeners.companionHost: the host "pending" of companion "registry" is pending, and its clients need a name from the beginning');
  });
});
