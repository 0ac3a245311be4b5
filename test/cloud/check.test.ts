import { assembly, changed, topologyOf } from './fixture';
import { checkPaths, chosenListeners, clientPaths } from '../e2e/cloud/check';
import { forbiddenNames, forbiddenPorts } from '../e2e/cloud/isolation';
import { CERTIFICATE_ARN, endTls, mutate, MUTATIONS, withoutTls } from '../e2e/cloud/mutations';
import { parseBrokerFile } from '../e2e/cloud/properties-file';
import { buildTopology } from '../e2e/cloud/topology';

const CERTIFICATES = { [CERTIFICATE_ARN]: 'load-balancer.pem' };

const findings = (change?: Parameters<typeof changed>[0]) => {
  const files = change ? changed(change) : assembly();
  return checkPaths(buildTopology(files), files.brokerFiles).map(({ cause, message }) => `${cause}: ${message}`);
};

test('nothing is wrong with templates that work', () => {
  expect(findings()).toEqual([]);
});

test('a client must find the start and every broker, at the addresses of the contract', () => {
  expect(clientPaths(topologyOf()).map(({ host, port, nodeId }) => [host, port, nodeId])).toEqual([
    ['kafka.pay.internal', 20999, undefined],
    ['kafka.pay.internal', 20000, 0],
    ['kafka.pay.internal', 20001, 1],
    ['kafka.pay.internal', 20002, 2],
  ]);
});

test.each(MUTATIONS.map(mutation => [mutation.name, mutation] as const))('%s: named, and by nothing but its cause', (_, mutation) => {
  const files = mutate(assembly(), topologyOf(), mutation);
  const { named } = mutation;
  if ('error' in named) {
    expect(() => buildTopology(files, { certificates: CERTIFICATES })).toThrow(named.error);
    return;
  }
  const found = checkPaths(buildTopology(files, { certificates: CERTIFICATES }), files.brokerFiles);
  expect(new Set(found.map(({ cause }) => cause))).toEqual(new Set([named.cause]));
  expect(found.map(({ message }) => message).join('\n')).toMatch(named.message);
});

test('the start lacks a broker', () => {
  expect(findings(resources => { resources['Kafka.Slot0BootstrapTargets'].Properties!.Targets.pop(); }))
    .toEqual(['target-group: Kafka.Slot0BootstrapListener takes port 20999 to Kafka.Slot0BootstrapTargets, which lacks broker 2']);
});

test('a broker has no file', () => {
  expect(findings((_, files) => { files.brokerFiles.pop(); })).toContain('properties: broker 2 of the contract has no server.properties with the listener CLIENT');
});

test('where TLS ends at the load balancer, brokers leave it to that', () => {
  const files = changed(resources => { ['0', '1', '2'].forEach(id => endTls(resources[`Kafka.Slot0Broker${id}Listener`])); });
  files.brokerFiles.splice(0, 3, ...files.brokerFiles.map(({ path, text }) => parseBrokerFile(path, withoutTls(text, 'CLIENT'))));
  expect(checkPaths(buildTopology(files, { certificates: CERTIFICATES }), files.brokerFiles)).toEqual([]);
});

test('health is asked for at the port of another listener', () => {
  const askAt = (port: string) => findings(resources => { resources['Kafka.Slot0Broker1Targets'].Properties!.HealthCheckPort = port; });
  expect(askAt('9093')).toEqual([]);
  expect(askAt('9094')).toEqual([]);
  expect(askAt('9092')).toEqual([
    'security-group: Kafka.NlbGroup of Kafka.Nlb has no egress rule for port 9092 of broker-1',
    'security-group: Kafka.Brokers of broker-1 has no ingress rule for the load balancer on port 9092',
  ]);
});

test('a listener that was not chosen is not looked at', () => {
  expect(findings(resources => { resources['Kafka.Slot1Broker0Listener'].Properties!.Port = 25000; })).toEqual([]);
});

test('a listener is chosen by a record of its name in a larger zone, too', () => {
  const topology = topologyOf(resources => {
    resources['Pay.Zone'].Properties!.Name = 'pay.internal.';
    resources['Pay.FromApp'].Properties!.ToPort = 45999;
  });
  expect(chosenListeners(topology, topology.endpoints[0]).map(({ name }) => name)).toEqual(['CLIENT']);
});

test('an endpoint without a name and without an open port is for no listener', () => {
  const nothing = changed(resources => { ['Pay.Zone', 'Pay.Record', 'Pay.FromApp'].forEach(label => delete resources[label]); });
  expect(() => checkPaths(buildTopology(nothing), nothing.brokerFiles)).toThrow('Pay.Endpoint: its VPC has no name and its security groups no port of CLIENT, OTHER');
});

describe('isolation', () => {
  const topology = topologyOf();
  const [endpoint] = topology.endpoints;
  const ports = forbiddenPorts(topology, assembly().brokerFiles, endpoint);

  test('the first listener is the one that the endpoint is for', () => {
    expect(chosenListeners(topology, endpoint).map(({ name }) => name)).toEqual(['CLIENT']);
  });

  test('every port of every broker and every listener of every node is forbidden directly', () => {
    const direct = (addresses: string[], own: number[]) => addresses.flatMap(address => own.map(port => `${address}:${port}`));
    const all = ports.map(({ address, port }) => `${address}:${port}`);
    expect(all).toEqual(expect.arrayContaining(direct(['10.0.0.10', '10.0.1.10', '10.0.2.10'], [9090, 9092, 9093, 9094])));
    expect(all).toEqual(expect.arrayContaining(direct(['10.0.0.240', '10.0.1.240', '10.0.2.240'], [20000, 20001, 20002, 20999, 21000, 21001, 21002, 21999])));
  });

  test('through the endpoint, the ports of the chosen listener are the only ones that are not', () => {
    const through = ports.filter(({ address }) => address === endpoint.interfaces[0].address).map(({ port }) => port);
    expect(through.sort()).toEqual([21000, 21001, 21002, 21999, 9090, 9092, 9093, 9094].sort());
  });

  test('the names of the other listener must not resolve', () => {
    expect(forbiddenNames(topology, endpoint)).toEqual(['other.internal', 'b0.other.internal', 'nobody.example.com']);
  });
});
