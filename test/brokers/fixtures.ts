import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AdvertisedHost, ClientListener, ClientListenerProps, KafkaDistribution, ListenerSecurity, MultiAzKafkaBrokers, MultiAzKafkaBrokersProps } from '../../src';

export const ENV = { account: '111111111111', region: 'eu-west-1' };
export const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
export const ZONE_IDS = { 'eu-west-1a': 'euw1-az1', 'eu-west-1b': 'euw1-az2', 'eu-west-1c': 'euw1-az3' };

export const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
export const HOOK = 'AWS::AutoScaling::LifecycleHook';
export const INTERFACE = 'AWS::EC2::NetworkInterface';
export const LAUNCH_TEMPLATE = 'AWS::EC2::LaunchTemplate';
export const POLICY = 'AWS::IAM::Policy';
export const RECORD = 'AWS::Route53::RecordSet';
export const VOLUME = 'AWS::EC2::Volume';

export const PER_ZONE = AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com');

export const DIGEST = '0123456789abcdef'.repeat(8);

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

export function clientListener(props: Partial<ClientListenerProps> = {}): ClientListener {
  return new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext(), ...props });
}

/** A VPC with a private subnet in each zone. */
export function importVpc(stack: Stack, zones: string[] = ZONES): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: zones,
    privateSubnetIds: zones.map(zone => `subnet-${zone}`),
    privateSubnetRouteTableIds: zones.map(zone => `rtb-${zone}`),
  });
}

export const IMAGE = ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' });

export const KAFKA = KafkaDistribution.fromUrl('https://archive.apache.org/dist/kafka/4.2.0/kafka_2.13-4.2.0.tgz', '4.2.0', DIGEST);

export interface SetupProps extends Partial<MultiAzKafkaBrokersProps> {
  readonly stack?: Stack;
  readonly id?: string;
  /** The zones of the VPC. */
  readonly zones?: string[];
}

/** A stack with three brokers and three controllers in three zones, unless told otherwise. */
export function setup({ stack = new Stack(new App(), 'Kafka', { env: ENV }), id = 'Brokers', zones, ...props }: SetupProps = {}) {
  const vpc = props.vpc ?? importVpc(stack, zones);
  const brokers = new MultiAzKafkaBrokers(stack, id, {
    vpc,
    brokerCount: 3,
    clientListeners: [clientListener()],
    kafka: KAFKA,
    machineImage: IMAGE,
    availabilityZones: ZONES,
    ...props,
  });
  return { stack, vpc, brokers, template: () => Template.fromStack(stack) };
}

/** What ids of policies end with that are made from what they allow. */
const CONTENT = '(?:(?<=Rights)[0-9a-f]{8})?';

/** The resources of a node by the rest of their ids, without the hash at the end. */
export function nodeResources(template: Template, nodeId: number): Record<string, any> {
  const prefix = `BrokersNode${nodeId}`;
  const isOfNode = new RegExp(`^${prefix}(?!\\d)(.*?)${CONTENT}[0-9A-F]{8}$`);
  return Object.fromEntries(Object.entries<any>(template.toJSON().Resources)
    .map(([id, resource]) => [isOfNode.exec(id)?.[1], resource] as const)
    .filter(([name]) => name !== undefined));
}

export function idOf(template: Template, nodeId: number, name: string): string {
  const found = Object.keys(template.toJSON().Resources).filter(id => new RegExp(`^BrokersNode${nodeId}${name}${CONTENT}[0-9A-F]{8}$`).test(id));
  if (found.length !== 1) { throw new Error(`${found.length} resources ${name} of node ${nodeId}`); }
  return found[0];
}

/** The ids of nodes in the order in which CloudFormation takes their groups, each of which must wait for one other at most. */
export function chainOf(template: Template): number[] {
  const groups = template.findResources(GROUP);
  const nodeOf = (id: string) => Number(/Node(\d+)Group/.exec(id)![1]);
  const before = new Map(Object.entries(groups).map(([id, { DependsOn = [] }]) => [id, [DependsOn].flat().filter((other: string) => groups[other])]));
  const chain: string[] = [];
  while (chain.length < before.size) {
    const last = chain.length === 0 ? [] : [chain[chain.length - 1]];
    const next = [...before].filter(([id, waitsFor]) => !chain.includes(id) && JSON.stringify(waitsFor) === JSON.stringify(last));
    if (next.length !== 1) { throw new Error(`after ${last} come ${next.map(([id]) => id)}`); }
    chain.push(next[0][0]);
  }
  return chain.map(nodeOf);
}

/** A node's user data, in which values that are known only after deployment are written as `<Id>` or `<Id.Attribute>`. */
export function userDataOf(template: Template, nodeId: number): string {
  const { LaunchTemplateData: { UserData } } = nodeResources(template, nodeId).LaunchTemplate.Properties;
  const parts = typeof UserData['Fn::Base64'] === 'string' ? [UserData['Fn::Base64']] : UserData['Fn::Base64']['Fn::Join'][1];
  return parts.map((part: any) => typeof part === 'string' ? part : `<${part.Ref ?? part['Fn::GetAtt']?.join('.') ?? JSON.stringify(part)}>`).join('');
}

/** A file that a node's user data writes. */
export function fileOf(template: Template, nodeId: number, path: string): string {
  const [, after] = userDataOf(template, nodeId).split(`cat > ${path} <<'END'\n`);
  return after.split(/^END\n/m)[0];
}

/** What a node's scripts are told. */
export function settingsOf(template: Template, nodeId: number): Record<string, string> {
  return Object.fromEntries(fileOf(template, nodeId, '/etc/kafka-node/env').trimEnd().split('\n').map(line => line.split(/=(.*)/s).slice(0, 2)));
}
