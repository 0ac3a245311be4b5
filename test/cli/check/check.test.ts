import { CAUSES, UserError } from '../../../cli/assembly/findings';
import { chosenListeners, clientPaths } from '../../../cli/assembly/paths';
import { parseBrokerFile } from '../../../cli/assembly/properties-file';
import { buildTopology } from '../../../cli/assembly/topology';
import { checkPaths } from '../../../cli/check/check';
import { forbiddenNames, forbiddenPorts } from '../../../cli/run/cloud/isolation';
import { startCloud } from '../../../cli/run/cloud/start';
import { MUTATIONS } from '../../e2e/cloud/mistakes';
import { CERTIFICATE_ARN, endTls, mutate, withoutTls } from '../../e2e/cloud/mutations';
import { assembly, changed, topologyOf } from '../fixture';

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
    ['kafka.pay.example.com', 20999, undefined],
    ['kafka.pay.example.com', 20000, 0],
    ['kafka.pay.example.com', 20001, 1],
    ['kafka.pay.example.com', 20002, 2],
  ]);
});

test.each(MUTATIONS.map(mutation => [mutation.name, mutation] as const))('%s: named, and by nothing but its cause', (_, { make, name, cause, message }) => {
  const files = mutate(assembly(), topologyOf(), { make, name, cause, message });
  const found = checkPaths(buildTopology(files, { certificates: CERTIFICATES }), files.brokerFiles);
  expect([...new Set(found.map(finding => finding.cause))]).toEqual([cause]);
  expect(found.map(finding => finding.message).join('\n')).toMatch(message);
});

test('every cause has a mistake that is named by it', () => {
  expect(Object.keys(CAUSES).filter(cause => !MUTATIONS.some(mutation => mutation.cause === cause))).toEqual([]);
});

test('all that is wrong is told at once, one line each, without saying where this program noticed it', async () => {
  const files = changed(resources => {
    resources['Pay.Peering'] = { Type: 'AWS::EC2::VPCPeeringConnection' };
    resources['Kafka.Slot0Broker1Targets'].Properties!.TargetControlPort = 80;
    resources['Kafka.Slot0Broker2Targets'].Properties!.Targets[0].Port = 9193;
    delete resources['Kafka.FromNlb1'];
  });
  const error = await startCloud(files).then(() => undefined, (thrown: Error) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error!.message.split('\n').map(text => /^ {2}- ([\w-]+): \S/.exec(text)?.[1])).toEqual([
    undefined, 'not-played', 'unknown-type', 'target-port', 'security-group', 'security-group', 'security-group',
  ]);
});

test('of templates that cannot be read no path is followed', () => {
  const found = findings(resources => {
    resources['Kafka.Slot0Broker1Targets'].Properties!.VpcId = { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] };
    resources['Kafka.Slot0Broker2Targets'].Properties!.Targets[0].Port = 9193;
    resources['Kafka.Slot0Broker2Targets'].Properties!.TargetControlPort = 80;
  });
  expect(found.map(text => text.split(':')[0])).toEqual(['unresolved', 'not-played']);
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
  expect(askAt('traffic-port')).toEqual([]);
  const said = (port: number, name: string) => [
    `health-check-listener: Kafka.Slot0Broker1Targets asks for the health of 10.0.1.10 at port ${port}, where broker 1 binds ${name}: what it answers says nothing of CLIENT`,
  ];
  expect(askAt('9094')).toEqual(said(9094, 'OTHER'));
  expect(askAt('9092')).toEqual(said(9092, 'INTERNAL'));
});

describe('a listener that no endpoint here has chosen is followed from the load balancer on', () => {
  test('its port', () => {
    expect(findings(resources => { resources['Kafka.Slot1Broker0Listener'].Properties!.Port = 25000; }))
      .toEqual(['listener-port: broker 0 is at port 21000, where Kafka.Nlb has no listener; it has 20000, 20001, 20002, 20999, 21001, 21002, 21999, 25000']);
  });

  test('the rules to its brokers', () => {
    expect(findings(resources => { delete resources['Kafka.FromNlb1']; })).toContain('security-group: Kafka.Brokers of broker-0 has no ingress rule for the load balancer on port 9094');
  });

  test('cross-zone', () => {
    expect(findings(resources => { resources['Kafka.Slot1Broker2Targets'].Properties!.TargetGroupAttributes[0].Value = 'false'; }).map(text => text.slice(0, 72))).toEqual([
      'cross-zone: broker 2 is not reached through 10.0.0.240 in eu-west-1a: Ka',
      'cross-zone: broker 2 is not reached through 10.0.1.240 in eu-west-1b: Ka',
    ]);
  });

  test('its files', () => {
    expect(findings((_, files) => { files.brokerFiles[2] = parseBrokerFile('b', files.brokerFiles[2].text.replace('OTHER://:9094', 'OTHER://:9095')); }))
      .toContainEqual(expect.stringMatching(/^target-port: .* is not the port that broker 2 binds OTHER to, 9095$/));
  });
});

describe.each([
  ['each zone', '{zoneId}.kafka.pay.example.com', '{zoneId}.kafka.pay.example.com', 'listeners'],
  ['each broker and zone', 'b{brokerId}.{zoneId}.kafka.pay.example.com', '*.{zoneId}.kafka.pay.example.com', 'moreListeners'],
])('a name of %s', (_, pattern, record, list) => {
  const filled = (text: string, nodeId: number) => text.replace('{brokerId}', `${nodeId}`).replace('{zoneId}', `euw1-az${nodeId + 1}`);
  const zonal = (change: Parameters<typeof changed>[0] = () => {}) => findings((resources, files) => {
    files.brokerFiles.splice(0, 3, ...files.brokerFiles.map(({ path, text, nodeId }) => parseBrokerFile(path, text.replace('kafka.pay.example.com', filled(pattern, nodeId)))));
    const value: any = files.stacks[0].template.Outputs!.Contract.Value['Fn::Join'][1];
    const { listeners: [own, other], ...contract } = JSON.parse(`${value[0]}SERVICE${value[2]}`);
    const listeners = { listeners: [other], moreListeners: [] as unknown[] };
    listeners[list as keyof typeof listeners].push({ ...own, host: pattern });
    [value[0], value[2]] = JSON.stringify({ ...contract, ...listeners }).split('SERVICE');
    for (const nodeId of [0, 1, 2]) {
      const named = structuredClone(resources['Pay.Record']);
      named.Properties!.Name = `${filled(record, nodeId)}.`;
      named.Properties!.AliasTarget.DNSName = { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [nodeId + 1, { 'Fn::GetAtt': ['Endpoint', 'DnsEntries'] }] }] }] };
      resources[`Pay.Record${nodeId}`] = named;
    }
    change(resources, files);
  });

  test('leads to that zone, and needs no other', () => {
    expect(zonal(resources => {
      for (const id of ['0', '1', '2']) { resources[`Kafka.Slot0Broker${id}Targets`].Properties!.TargetGroupAttributes[0].Value = 'false'; }
    })).toEqual([]);
  });

  test('does not lead to another one', () => {
    expect(zonal(resources => {
      const [one, other] = [resources['Pay.Record0'].Properties!.AliasTarget, resources['Pay.Record1'].Properties!.AliasTarget];
      [one.DNSName, other.DNSName] = [other.DNSName, one.DNSName];
    })).toEqual([
      `name-zones: ${filled(pattern, 0)} leads to Pay.Endpoint in eu-west-1b only, and it is in eu-west-1a`,
      `name-zones: ${filled(pattern, 1)} leads to Pay.Endpoint in eu-west-1a only, and it is in eu-west-1b`,
    ]);
  });
});

test('a listener is chosen by a record of its name in a larger zone, too', () => {
  const topology = topologyOf(resources => {
    resources['Pay.Zone'].Properties!.Name = 'pay.example.com.';
    resources['Pay.FromApp'].Properties!.ToPort = 45999;
  });
  expect(chosenListeners(topology, topology.endpoints[0]).map(({ name }) => name)).toEqual(['CLIENT']);
});

test('an endpoint without a name and without an open port is for no listener', () => {
  const nothing = changed(resources => { ['Pay.Zone', 'Pay.Record', 'Pay.FromApp'].forEach(label => delete resources[label]); });
  expect(checkPaths(buildTopology(nothing), nothing.brokerFiles)).toEqual([
    { cause: 'names', message: 'Pay.Endpoint: its VPC has no name and its security groups no port of CLIENT, OTHER' },
  ]);
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
