import { join } from 'path';
import { Assembly, isBroker, readBrokerFiles, Stack } from '../../../cli/run/cloud';

/** The files of the hosts as their team wrote them. */
const HOSTS = join(__dirname, '../../apps/migration/hosts');

export const ZONE_NAME = 'kafka.lan';
const ZONES = ['a', 'b', 'c'].map(zone => `eu-west-1${zone}`);

/** Nodes, each with its address and its security group: three brokers that ZooKeeper numbered once, and the controllers that took its place. */
const NODES = ZONES.flatMap((_, i) => [
  { id: 1001 + i, address: `10.0.${i}.11`, group: 'Brokers' },
  { id: 9001 + i, address: `10.0.${i}.21`, group: 'Controllers' },
]);

/** Who else is in that VPC. */
export const OPERATORS = { name: 'operators', address: '10.0.0.31', group: 'Operators' };
export const OLD_CLIENTS = { name: 'old-clients', address: '10.0.0.41', group: 'Clients' };

export const BROKERS = NODES.filter(node => node.group === 'Brokers');

/** The label of the VPC in which the cluster is. */
export const CLUSTER_IN = 'Network.Vpc';

type Resources = Stack['template']['Resources'];

const ref = (logicalId: string) => ({ Ref: logicalId });
const groupId = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'GroupId'] });

/** What was there before anything of this library: two VPCs with the same addresses, by no CDK app, and the files of the hosts. */
export function existing(): Assembly {
  const files = readBrokerFiles(HOSTS);
  return {
    stacks: [
      { name: 'Network', account: '111111111111', region: 'eu-west-1', template: { Resources: { ...vpc(), ...groups(), ...machines(), ...names() } } },
      { name: 'PaymentsNetwork', account: '222222222222', region: 'eu-west-1', template: { Resources: { ...vpc(), App: group('the application that moves', []) } } },
    ],
    brokerFiles: files.filter(isBroker),
    controllerFiles: files.filter(file => !isBroker(file)),
  };
}

/** A VPC with a subnet in each zone. */
export function vpc(): Resources {
  return {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true } },
    ...Object.fromEntries(ZONES.map((zone, i) => [`Subnet${i}`, {
      Type: 'AWS::EC2::Subnet', Properties: { VpcId: ref('Vpc'), CidrBlock: `10.0.${i}.0/24`, AvailabilityZone: zone },
    }])),
  };
}

/** Each is let in where it has to be, and nobody anywhere else. */
function groups(): Resources {
  return {
    Brokers: group('brokers', [['Clients', 9092], ['Operators', 9091]]),
    Controllers: group('controllers', [['Brokers', 9093]]),
    Clients: group('clients of the cluster', []),
    Operators: group('operators of the cluster', []),
    ...fromPeers('Brokers', 9091),
    ...fromPeers('Controllers', 9093),
  };
}

function group(GroupDescription: string, ingress: [from: string, port: number][]): Resources[string] {
  return {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      VpcId: ref('Vpc'),
      GroupDescription,
      SecurityGroupIngress: ingress.map(([from, port]) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, SourceSecurityGroupId: groupId(from) })),
    },
  };
}

function fromPeers(name: string, port: number): Resources {
  return {
    [`${name}FromPeers`]: {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: { GroupId: groupId(name), IpProtocol: 'tcp', FromPort: port, ToPort: port, SourceSecurityGroupId: groupId(name) },
    },
  };
}

function machines(): Resources {
  const all = [...NODES.map(({ id, ...node }) => ({ name: `Node${id}`, ...node })), ...[OPERATORS, OLD_CLIENTS].map(host => ({ ...host, name: host.group }))];
  return Object.fromEntries(all.map(({ name, address, group: own }) => [`${name}Interface`, {
    Type: 'AWS::EC2::NetworkInterface', Properties: { SubnetId: ref(`Subnet${address.split('.')[2]}`), PrivateIpAddress: address, GroupSet: [groupId(own)] },
  }]));
}

function names(): Resources {
  const nameOf = ({ id, group: own }: (typeof NODES)[number]) => `${own[0].toLowerCase()}${id}.${ZONE_NAME}`;
  return {
    Names: { Type: 'AWS::Route53::HostedZone', Properties: { Name: ZONE_NAME, VPCs: [{ VPCId: ref('Vpc'), VPCRegion: 'eu-west-1' }] } },
    ...Object.fromEntries(NODES.map(node => [`Name${node.id}`, {
      Type: 'AWS::Route53::RecordSet', Properties: { HostedZoneId: ref('Names'), Name: nameOf(node), Type: 'A', TTL: '60', ResourceRecords: [node.address] },
    }])),
  };
}
