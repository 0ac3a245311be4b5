import { parseBrokerFile } from '../../cli/assembly/properties-file';
import { Assembly, RawResource, Stack } from '../../cli/assembly/template';
import { AppOptions, buildTopology } from '../../cli/assembly/topology';

export const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
export const BROKER_ADDRESSES = ['10.0.0.10', '10.0.1.10', '10.0.2.10'];

const ref = (logicalId: string) => ({ Ref: logicalId });
const groupId = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'GroupId'] });

/** A Kafka stack with three brokers and two client listeners, and a consumer's that uses the first of them: written by hand, as short as it can be. */
export function assembly(): Assembly {
  const brokerFiles = BROKER_ADDRESSES.map((address, nodeId) => brokerFile(nodeId, address));
  return { stacks: [kafkaStack(), consumerStack()], brokerFiles, controllerFiles: [] };
}

/** The same after a change of its resources, which are named `Stack.LogicalId`. */
export function changed(change: (resources: { [label: string]: RawResource }, files: Assembly) => void): Assembly {
  const files = assembly();
  change(labelled(files), files);
  return files;
}

/** What the local cluster makes of the app after a change. */
export function topologyOf(change: Parameters<typeof changed>[0] = () => {}, options?: AppOptions) {
  return buildTopology(changed(change), options);
}

function labelled({ stacks }: Assembly): { [label: string]: RawResource } {
  const owner = (label: string) => stacks.find(({ name }) => label.startsWith(`${name}.`))!.template.Resources;
  const id = (label: string) => label.slice(label.indexOf('.') + 1);
  return new Proxy({}, {
    get: (_, label: string) => owner(label)[id(label)],
    set: (_, label: string, resource: RawResource) => {
      owner(label)[id(label)] = resource;
      return true;
    },
    deleteProperty: (_, label: string) => delete owner(label)[id(label)],
  });
}

export function brokerFile(nodeId: number, address: string) {
  return parseBrokerFile(`broker-${nodeId}.server.properties`, [
    'process.roles=broker,controller',
    `node.id=${nodeId}`,
    'listeners=CLIENT://:9093,OTHER://:9094,INTERNAL://:9092,CONTROLLER://:9090',
    `advertised.listeners=CLIENT://kafka.pay.example.com:${20000 + nodeId},OTHER://b${nodeId}.other.internal:${21000 + nodeId},INTERNAL://${address}:9092,CONTROLLER://${address}:9090`,
    'inter.broker.listener.name=INTERNAL',
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=CLIENT:SSL,OTHER:SSL,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT',
    '',
  ].join('\n'));
}

function kafkaStack(): Stack {
  const resources: Stack['template']['Resources'] = {
    ...network(),
    Brokers: group([{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]),
    FromPeers: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: { GroupId: groupId('Brokers'), IpProtocol: 'tcp', FromPort: 9090, ToPort: 9092, SourceSecurityGroupId: groupId('Brokers') },
    },
    NlbGroup: group(),
    Nlb: {
      Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
      Properties: {
        Type: 'network',
        Scheme: 'internal',
        Subnets: ZONES.map((_, i) => ref(`Subnet${i}`)),
        SecurityGroups: [groupId('NlbGroup')],
        EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
        LoadBalancerAttributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
      },
    },
    Service: { Type: 'AWS::EC2::VPCEndpointService', Properties: { NetworkLoadBalancerArns: [ref('Nlb')], AcceptanceRequired: false } },
    Permissions: {
      Type: 'AWS::EC2::VPCEndpointServicePermissions',
      Properties: { ServiceId: ref('Service'), AllowedPrincipals: [{ 'Fn::Sub': 'arn:${AWS::Partition}:iam::222222222222:root' }] },
    },
  };
  for (const [slot, bindPort] of [9093, 9094].entries()) {
    resources[`ToBrokers${slot}`] = {
      Type: 'AWS::EC2::SecurityGroupEgress',
      Properties: { GroupId: groupId('NlbGroup'), IpProtocol: 'tcp', FromPort: bindPort, ToPort: bindPort, DestinationSecurityGroupId: groupId('Brokers') },
    };
    resources[`FromNlb${slot}`] = {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: { GroupId: groupId('Brokers'), IpProtocol: 'tcp', FromPort: bindPort, ToPort: bindPort, SourceSecurityGroupId: groupId('NlbGroup') },
    };
    for (const [id, addresses, port] of [...BROKER_ADDRESSES.map((address, i) => [`Broker${i}`, [address], i] as const), ['Bootstrap', BROKER_ADDRESSES, 999] as const]) {
      resources[`Slot${slot}${id}Targets`] = {
        Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
        Properties: {
          VpcId: ref('Vpc'),
          Port: bindPort,
          Protocol: 'TCP',
          TargetType: 'ip',
          Targets: addresses.map(Id => ({ Id, Port: bindPort })),
          TargetGroupAttributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
          HealthCheckIntervalSeconds: 10,
          HealthyThresholdCount: 3,
          UnhealthyThresholdCount: 3,
        },
      };
      resources[`Slot${slot}${id}Listener`] = {
        Type: 'AWS::ElasticLoadBalancingV2::Listener',
        Properties: {
          LoadBalancerArn: ref('Nlb'),
          Port: 20000 + 1000 * slot + port,
          Protocol: 'TCP',
          DefaultActions: [{ Type: 'forward', TargetGroupArn: ref(`Slot${slot}${id}Targets`) }],
        },
      };
    }
  }
  const listener = (name: string, host: string, firstPort: number) =>
    ({ name, protocol: 'SSL', saslMechanisms: [], host, firstPort, bootstrapPort: firstPort + 999 });
  const contract = JSON.stringify({
    version: '1.0',
    serviceName: 'com.amazonaws.vpce.eu-west-1.SERVICE',
    region: 'eu-west-1',
    zoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'],
    brokerIds: [0, 1, 2],
    listeners: [listener('CLIENT', 'kafka.pay.example.com', 20000), listener('OTHER', 'b{brokerId}.other.internal', 21000)],
  });
  const [before, after] = contract.split('SERVICE');
  return {
    name: 'Kafka',
    account: '111111111111',
    region: 'eu-west-1',
    template: { Resources: resources, Outputs: { Contract: { Value: { 'Fn::Join': ['', [before, ref('Service'), after]] } } } },
  };
}

function consumerStack(): Stack {
  const regionalName = { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Endpoint', 'DnsEntries'] }] }] }] };
  const hostedZone = { 'Fn::Select': [0, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': ['Endpoint', 'DnsEntries'] }] }] }] };
  return {
    name: 'Pay',
    account: '222222222222',
    region: 'eu-west-1',
    template: {
      Resources: {
        ...network(),
        App: group([{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]),
        EndpointGroup: group([{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }]),
        FromApp: {
          Type: 'AWS::EC2::SecurityGroupIngress',
          Properties: { GroupId: groupId('EndpointGroup'), IpProtocol: 'tcp', FromPort: 20000, ToPort: 20999, SourceSecurityGroupId: groupId('App') },
        },
        Endpoint: {
          Type: 'AWS::EC2::VPCEndpoint',
          Properties: {
            VpcEndpointType: 'Interface',
            VpcId: ref('Vpc'),
            ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
            SubnetIds: ZONES.map((_, i) => ref(`Subnet${i}`)),
            SecurityGroupIds: [groupId('EndpointGroup')],
          },
        },
        Zone: { Type: 'AWS::Route53::HostedZone', Properties: { Name: 'kafka.pay.example.com.', VPCs: [{ VPCId: ref('Vpc'), VPCRegion: ref('AWS::Region') }] } },
        Record: {
          Type: 'AWS::Route53::RecordSet',
          Properties: { HostedZoneId: ref('Zone'), Name: 'kafka.pay.example.com.', Type: 'A', AliasTarget: { DNSName: regionalName, HostedZoneId: hostedZone } },
        },
      },
    },
  };
}

function network(): Stack['template']['Resources'] {
  const subnet = (zone: string, i: number): RawResource =>
    ({ Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: `10.0.${i}.0/24`, AvailabilityZone: zone } });
  return {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true } },
    ...Object.fromEntries(ZONES.map((zone, i) => [`Subnet${i}`, subnet(zone, i)])),
  };
}

function group(egress?: object[]): RawResource {
  return {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'a group', VpcId: ref('Vpc'), ...egress === undefined ? {} : { SecurityGroupEgress: egress } },
  };
}
