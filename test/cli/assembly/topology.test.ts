import type { Cause } from '../../../cli/assembly/findings';
import { parseBrokerFile } from '../../../cli/assembly/properties-file';
import { admittedBy } from '../../../cli/assembly/security-groups';
import { buildTopology } from '../../../cli/assembly/topology';
import { checkPaths } from '../../../cli/check/check';
import { forbiddenPorts } from '../../../cli/run/cloud/isolation';
import { CERTIFICATE_ARN, endTls } from '../../e2e/cloud/mutations';
import { BROKER_ADDRESSES, brokerFile, changed, topologyOf, ZONES } from '../fixture';

const TARGETS = 'Kafka.Slot0Broker1Targets';

test('both VPCs have the same addresses to give, and no two hosts have one in common', () => {
  const { vpcs, hosts } = topologyOf();
  expect(vpcs.map(({ cidr }) => cidr)).toEqual(['10.0.0.0/16', '10.0.0.0/16']);
  expect(new Set(hosts.map(({ address }) => address)).size).toBe(hosts.length);
});

test('the same files give the same addresses, also after a broker and a listener were added', () => {
  const added = topologyOf((resources, files) => {
    files.brokerFiles.push(brokerFile(3, '10.0.0.13'));
    resources['Kafka.Slot0Broker3Targets'] = structuredClone(resources['Kafka.Slot0Broker0Targets']);
    resources['Kafka.Slot0Broker3Targets'].Properties!.Targets = [{ Id: '10.0.0.13', Port: 9093 }];
  });
  expect(added.hosts).toEqual(expect.arrayContaining(topologyOf().hosts));
});

test('a broker is a host at the address that its file gives to its peers, in the zone of its subnet', () => {
  const { brokers } = topologyOf();
  expect([...brokers].map(([nodeId, { name, address, zone }]) => [nodeId, name, address, zone]))
    .toEqual(BROKER_ADDRESSES.map((address, i) => [i, `broker-${i}`, address, ZONES[i]]));
});

test('a broker that is only an address is in the group that the rules of the load balancer name', () => {
  const { brokers, groups } = topologyOf();
  expect(brokers.get(0)!.groupIds).toEqual([groups.find(({ label }) => label === 'Kafka.Brokers')!.id]);
});

test.each(['Kafka.ToBrokers0', 'Kafka.FromNlb0'])('it still is where %s is missing, so that the missing rule shows', rule => {
  const { brokers } = topologyOf(resources => { delete resources[rule]; });
  expect(brokers.get(0)!.groupIds).toHaveLength(1);
});

test('a broker that is an instance has its groups and address', () => {
  const { brokers, groups, loadBalancers } = topologyOf((resources, files) => {
    resources['Kafka.Machine'] = {
      Type: 'AWS::EC2::Instance',
      Properties: {
        SubnetId: { Ref: 'Subnet1' }, PrivateIpAddress: '10.0.1.20', SecurityGroupIds: [{ 'Fn::GetAtt': ['NlbGroup', 'GroupId'] }], ImageId: 'ami-1',
      },
    };
    resources[TARGETS].Properties!.Targets = [{ Id: { Ref: 'Machine' }, Port: 9093 }];
    files.brokerFiles[1] = brokerFile(1, '10.0.1.20');
  });
  expect(brokers.get(1)!.groupIds).toEqual([groups.find(({ label }) => label === 'Kafka.NlbGroup')!.id]);
  expect(loadBalancers[0].listeners.find(({ port }) => port === 20001)!.targetGroup.targets).toEqual([{ address: '10.0.1.20', port: 9093, zone: 'eu-west-1b' }]);
});

test('an address that the templates name is given to nobody else', () => {
  const { endpoints } = topologyOf();
  const [taken] = endpoints[0].interfaces.map(({ address }) => address);
  const moved = topologyOf((_, files) => { files.brokerFiles[0] = brokerFile(0, taken); });
  expect(moved.brokers.get(0)!.address).toBe(taken);
  expect(moved.endpoints[0].interfaces.map(({ address }) => address)).not.toContain(taken);
});

test('a group that the templates only refer to lets everything in and out, beside one that is known', () => {
  const { endpoints: [{ interfaces: [host] }], groups } = topologyOf(resources => { resources['Pay.Endpoint'].Properties!.SecurityGroupIds.push('sg-0123'); });
  const elsewhere = { ...host, address: '172.16.0.1', groupIds: undefined };
  expect(host.groupIds).toHaveLength(2);
  expect(['ingress', 'egress'].map(direction => admittedBy(groups, host, direction as 'ingress', elsewhere, 1))).toEqual([expect.anything(), expect.anything()]);
});

test('a machine of which nothing is said is in the default group of its VPC, which admits nobody else', () => {
  const topology = topologyOf(resources => {
    resources['Kafka.Interface'] = { Type: 'AWS::EC2::NetworkInterface', Properties: { SubnetId: { Ref: 'Subnet1' }, PrivateIpAddress: '10.0.1.10' } };
  });
  expect(topology.brokers.get(1)!.groupIds).toEqual([topology.groups.find(({ label }) => label === 'the default group of Kafka.Vpc')!.id]);
  expect(checkPaths(topology, changed(() => {}).brokerFiles).map(({ message }) => message))
    .toContain('the default group of Kafka.Vpc of broker-1 has no ingress rule for the load balancer on port 9093');
});

test('a VPC asks private hosted zones if DNS support and DNS host names are on, of which the second is off unless said', () => {
  const asks = (properties: object) => topologyOf(resources => {
    resources['Pay.Vpc'].Properties = { CidrBlock: '10.0.0.0/16', ...properties };
  }).vpcs.find(({ label }) => label === 'Pay.Vpc')!.asksPrivateZones;
  expect([{ EnableDnsHostnames: true }, { EnableDnsHostnames: true, EnableDnsSupport: false }, {}].map(asks)).toEqual([true, false, false]);
});

test('a broker that is only an address is in a group that the rules name and no template has', () => {
  const { brokers } = topologyOf(resources => {
    resources['Kafka.ToBrokers0'].Properties!.DestinationSecurityGroupId = 'sg-0123';
    for (const rule of ['Kafka.FromNlb0', 'Kafka.FromNlb1', 'Kafka.ToBrokers1']) { delete resources[rule]; }
  });
  expect(brokers.get(0)!.groupIds).toEqual(['sg-0123']);
});

test('a broker at a name of the templates is at its address', () => {
  const { brokers } = topologyOf((resources, files) => {
    resources['Kafka.Zone'] = { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'brokers.internal', VPCs: [{ VPCId: { Ref: 'Vpc' } }] } };
    resources['Kafka.Name'] = { Type: 'AWS::Route53::RecordSet', Properties: { HostedZoneId: { Ref: 'Zone' }, Name: 'b0.brokers.internal', Type: 'A', ResourceRecords: ['10.0.0.10'] } };
    files.brokerFiles[0] = brokerFile(0, 'b0.brokers.internal');
  });
  expect(brokers.get(0)!.address).toBe('10.0.0.10');
});

test('a target outside the VPC belongs to every zone, and to no group', () => {
  const { loadBalancers, brokers } = topologyOf((resources, files) => {
    resources[TARGETS].Properties!.Targets = [{ Id: '192.168.7.1', Port: 9093, AvailabilityZone: 'all' }];
    files.brokerFiles[1] = brokerFile(1, '192.168.7.1');
  });
  expect(loadBalancers[0].listeners.find(({ port }) => port === 20001)!.targetGroup.targets).toEqual([{ address: '192.168.7.1', port: 9093 }]);
  expect(brokers.get(1)).toMatchObject({ zone: undefined, groupIds: undefined });
});

test.each([
  ['false', 'true', false],
  ['true', 'false', true],
  ['use_load_balancer_configuration', 'true', true],
  ['use_load_balancer_configuration', 'false', false],
])('cross-zone is %s for the target group and %s for the load balancer: %s', (group, loadBalancer, expected) => {
  const { loadBalancers } = topologyOf(resources => {
    resources[TARGETS].Properties!.TargetGroupAttributes[0].Value = group;
    resources['Kafka.Nlb'].Properties!.LoadBalancerAttributes[0].Value = loadBalancer;
  });
  expect(loadBalancers[0].listeners.find(({ port }) => port === 20001)!.targetGroup.crossZone).toBe(expected);
});

test('cross-zone is off where nothing is said', () => {
  const { loadBalancers } = topologyOf(resources => {
    delete resources[TARGETS].Properties!.TargetGroupAttributes;
    delete resources['Kafka.Nlb'].Properties!.LoadBalancerAttributes;
  });
  expect(loadBalancers[0].listeners.find(({ port }) => port === 20001)!.targetGroup.crossZone).toBe(false);
});

describe('security groups', () => {
  const egressOf = (label: string, change?: Parameters<typeof topologyOf>[0]) =>
    topologyOf(change).groups.find(group => group.label === label)!.egress;

  test('a group that says nothing of outbound traffic lets all of it out', () => {
    expect(egressOf('Kafka.NlbGroup', resources => {
      delete resources['Kafka.ToBrokers0'];
      delete resources['Kafka.ToBrokers1'];
    })).toMatchObject([{ protocol: 'all', peer: { cidr: '0.0.0.0/0' } }]);
  });

  test('a rule beside the group takes that away', () => {
    expect(egressOf('Kafka.NlbGroup').map(({ fromPort }) => fromPort)).toEqual([9093, 9094]);
  });

  test('and takes it away where it is spelled out', () => {
    expect(egressOf('Kafka.NlbGroup', resources => {
      const other = { IpProtocol: 'tcp', FromPort: 1, ToPort: 2, CidrIp: '10.0.0.0/8' };
      resources['Kafka.NlbGroup'].Properties!.SecurityGroupEgress = [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, other];
    }).map(({ fromPort }) => fromPort)).toEqual([1, 9093, 9094]);
  });

  test('"no traffic" lets nothing out', () => {
    expect(egressOf('Pay.EndpointGroup')).toEqual([]);
  });
});

test('the inbound rules of a load balancer hold for PrivateLink traffic unless that is off, and it has groups', () => {
  const filters = (change?: Parameters<typeof topologyOf>[0]) => topologyOf(change).loadBalancers[0].filtersPrivateLink;
  expect(filters()).toBe(false);
  expect(filters(resources => { delete resources['Kafka.Nlb'].Properties!.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic; })).toBe(true);
  expect(filters(resources => {
    delete resources['Kafka.Nlb'].Properties!.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
    delete resources['Kafka.Nlb'].Properties!.SecurityGroups;
  })).toBe(false);
});

describe('the service that an endpoint is for', () => {
  const second = (resources: { [label: string]: any }) => {
    resources['Kafka.Other'] = structuredClone(resources['Kafka.Service']);
  };

  test('is the only one of the region', () => {
    expect(topologyOf().endpoints[0].service.label).toBe('Kafka.Service');
  });

  test('has to be said where there are two', () => {
    expect(topologyOf(second).findings.map(({ message }) => message))
      .toEqual(['Pay.Endpoint: its service vpce-svc-0123456789abcdef0 can be Kafka.Service or Kafka.Other; say which one it is: --service vpce-svc-0123456789abcdef0=Kafka.Service']);
    expect(topologyOf(second, { services: { 'vpce-svc-0123456789abcdef0': 'Kafka.Service' } }).endpoints[0].service.label).toBe('Kafka.Service');
  });

  test('is the one that a reference means', () => {
    const { endpoints } = topologyOf(resources => {
      second(resources);
      resources['Kafka.Own'] = structuredClone(resources['Pay.Endpoint']);
      Object.assign(resources['Kafka.Own'].Properties!, { ServiceName: { 'Fn::Sub': 'com.amazonaws.vpce.eu-west-1.${Service}' }, SecurityGroupIds: [{ 'Fn::GetAtt': ['Brokers', 'GroupId'] }] });
      resources['Kafka.Permissions'].Properties!.AllowedPrincipals = ['arn:aws:iam::111111111111:root'];
      delete resources['Pay.Endpoint'];
      delete resources['Pay.Record'];
    });
    expect(endpoints.map(({ service }) => service.label)).toEqual(['Kafka.Service']);
  });
});

test.each<[string, Parameters<typeof topologyOf>[0], string, Cause]>([
  ['a resource type that is not known', r => { r['Pay.Peering'] = { Type: 'AWS::EC2::VPCPeeringConnection' }; }, 'Pay.Peering: the local cluster does not know the resource type AWS::EC2::VPCPeeringConnection', 'unknown-type'],
  ['a property that is not known', r => { r['Kafka.Nlb'].Properties!.Speed = 'high'; }, 'Kafka.Nlb: the local cluster does not know the property Speed of AWS::ElasticLoadBalancingV2::LoadBalancer', 'unknown-property'],
  ['an attribute that is not known', r => { r[TARGETS].Properties!.TargetGroupAttributes.push({ Key: 'magic.enabled', Value: 'true' }); }, `${TARGETS}: the local cluster does not know the attribute magic.enabled`, 'unknown-property'],
  ['a header before the first byte', r => { r[TARGETS].Properties!.TargetGroupAttributes.push({ Key: 'proxy_protocol_v2.enabled', Value: 'true' }); }, `${TARGETS}: proxy_protocol_v2.enabled is "true": a header before the first byte, which Kafka does not read`, 'not-played'],
  ['a listener that is neither TCP nor TLS', r => { r['Kafka.Slot0Broker1Listener'].Properties!.Protocol = 'UDP'; }, 'Kafka.Slot0Broker1Listener: Protocol is "UDP": only TCP and TLS listeners are played', 'not-played'],
  ['a certificate that is nowhere here', r => { endTls(r['Kafka.Slot0Broker1Listener']); }, `Kafka.Slot0Broker1Listener: ${CERTIFICATE_ARN} is nowhere here; say which file has it and its key`, 'unresolved'],
  ['a value that only AWS knows', r => { r[TARGETS].Properties!.VpcId = { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] }; }, 'Kafka.Vpc: its attribute DefaultSecurityGroup is needed, but the local cluster does not know this of AWS::EC2::VPC', 'unresolved'],
  ['an instance that is not in the templates', r => { r[TARGETS].Properties!.Targets = [{ Id: 'i-0123' }]; }, 'the target "i-0123" is neither an address nor an instance of these templates', 'unresolved'],
  ['a target in no subnet', r => { r[TARGETS].Properties!.Targets = [{ Id: '10.0.9.1' }]; }, 'the target address 10.0.9.1 is in no subnet of the target group\'s VPC', 'bad-value'],
  ['two listeners on a port', r => { r['Kafka.Slot0Broker1Listener'].Properties!.Port = 20000; }, 'Kafka.Slot0Broker1Listener: another listener of Kafka.Nlb has the port 20000', 'listener-twice'],
  ['an endpoint in a zone that the service lacks', r => { r['Kafka.Nlb'].Properties!.Subnets.pop(); }, 'Pay.Endpoint: its subnet Pay.Subnet2 is in the zone eu-west-1c, which Kafka.Service does not have: its load balancer is in eu-west-1a, eu-west-1b', 'endpoint-zone'],
  ['a service that does not allow the account', r => { r['Kafka.Permissions'].Properties!.AllowedPrincipals = ['arn:aws:iam::333333333333:root']; }, 'Pay.Endpoint: Kafka.Service does not allow account 222222222222, its principals are arn:aws:iam::333333333333:root', 'principal'],
  ['an endpoint in a region that the service does not support', (_, files) => { Object.assign(files.stacks[1], { region: 'eu-central-1' }); }, 'Pay.Endpoint: Kafka.Service does not support region eu-central-1, only eu-west-1', 'region'],
  ['a private DNS name of the service', r => { r['Pay.Endpoint'].Properties!.PrivateDnsEnabled = true; }, 'Pay.Endpoint: private DNS names of a service are not emulated, only record sets are', 'not-played'],
  ['a service of another region', r => { r['Pay.Endpoint'].Properties!.ServiceName = 'com.amazonaws.vpce.eu-west-2.vpce-svc-0123456789abcdef0'; }, 'Pay.Endpoint: its service vpce-svc-0123456789abcdef0 is in eu-west-2, where these templates have no endpoint service', 'unresolved'],
  ['a rule about something else than addresses and groups', r => { Object.assign(r['Pay.FromApp'].Properties!, { SourceSecurityGroupId: undefined }); }, 'Pay.FromApp: a rule is about either a CidrIp, a CidrIpv6, a prefix list or a security group', 'missing-property'],
  ['a rule for a prefix list of somebody else, which nobody can play', r => { Object.assign(r['Pay.FromApp'].Properties!, { SourceSecurityGroupId: undefined, SourcePrefixListId: 'pl-1' }); }, 'Pay.FromApp: pl-1 is no prefix list of these templates, so whom it means is not known', 'unresolved'],
  ['a public hosted zone', r => { delete r['Pay.Zone'].Properties!.VPCs; }, 'Pay.Zone: only private hosted zones are emulated, it has no VPC', 'not-played'],
  ['a record outside of its zone', r => { r['Pay.Record'].Properties!.Name = 'kafka.example.com.'; }, 'Pay.Record: kafka.example.com is not in its hosted zone kafka.pay.example.com', 'bad-value'],
  ['an alias to a name that nobody has', r => { r['Pay.Record'].Properties!.AliasTarget.DNSName = 'elsewhere.example.com'; }, 'Pay.Record: it is another name for elsewhere.example.com, which is not a name of these templates', 'unresolved'],
  ['a broker that is nowhere', (_, files) => { files.brokerFiles[0] = brokerFile(0, 'b0.nowhere.internal'); }, 'the node is at b0.nowhere.internal for its peers (INTERNAL), a name that no record set of the templates has in Kafka.Vpc', 'names'],
])('%s is a finding that names it', (_, change, message, cause) => {
  expect(topologyOf(change).findings).toContainEqual({ cause, message: expect.stringContaining(message) });
});

test('a type that the caller ignores with a reason is no finding', () => {
  const withTable = changed(resources => { resources['Pay.Table'] = { Type: 'AWS::DynamoDB::Table', Properties: { Anything: true } }; });
  expect(buildTopology(withTable).findings).toEqual([
    { cause: 'unknown-type', message: expect.stringContaining('Pay.Table: the local cluster does not know the resource type AWS::DynamoDB::Table') },
  ]);
  expect(buildTopology(withTable, { ignore: { 'AWS::DynamoDB::Table': 'no packet passes through it' } }).findings).toEqual([]);
});

test('a controller of its own is a host that clients must not reach, with the groups of its network interface', () => {
  const topology = topologyOf((resources, { controllerFiles }) => {
    controllerFiles.push(parseBrokerFile('c', [
      'process.roles=controller', 'node.id=1000', 'listeners=CONTROLLER://:9090', 'advertised.listeners=CONTROLLER://10.0.1.30:9090', 'controller.listener.names=CONTROLLER', '',
    ].join('\n')));
    resources['Kafka.Controller'] = {
      Type: 'AWS::EC2::NetworkInterface',
      Properties: { SubnetId: { Ref: 'Subnet1' }, PrivateIpAddress: '10.0.1.30', GroupSet: [{ 'Fn::GetAtt': ['Brokers', 'GroupId'] }] },
    };
  });
  const controller = topology.controllers.get(1000)!;
  expect(controller).toMatchObject({ name: 'controller-1000', role: 'controller', address: '10.0.1.30', zone: 'eu-west-1b', groupIds: topology.brokers.get(0)!.groupIds });
  expect(topology.hosts).toContain(controller);
  const { brokerFiles } = changed(() => {});
  expect(forbiddenPorts(topology, brokerFiles, topology.endpoints[0]).filter(({ address }) => address === '10.0.1.30').map(({ port }) => port)).toEqual([9093, 9094, 9092, 9090]);
});
