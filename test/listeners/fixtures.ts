import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AdvertisedHost, ClientListener, ClientListenerProps, IKafkaBroker, KafkaBroker, KafkaBrokerAddressOptions, ListenerSecurity, PerBrokerNlbListeners, PerBrokerNlbListenersProps } from '../../src';

export const ENV = { account: '111111111111', region: 'eu-west-1' };
export const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
export const ZONE_IDS = ['euw1-az1', 'euw1-az2', 'euw1-az3'];

export const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
export const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
export const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
export const SECURITY_GROUP = 'AWS::EC2::SecurityGroup';
export const INGRESS = 'AWS::EC2::SecurityGroupIngress';
export const EGRESS = 'AWS::EC2::SecurityGroupEgress';

export function clientListener(props: Partial<ClientListenerProps> = {}): ClientListener {
  return new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext(), ...props });
}

/** Listeners of slots 0 to n - 1, each with a name and a host of its own. */
export function clientListeners(count: number): ClientListener[] {
  return range(count).map(slot => clientListener({ slot, name: `CLIENT_${slot}`, advertisedHost: AdvertisedHost.shared(`kafka.c${slot}.internal`) }));
}

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

export const addressOf = (brokerId: number) => `10.0.${Math.floor(brokerId / 200)}.${10 + brokerId % 200}`;

export function importVpc(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    availabilityZones: ZONES,
    privateSubnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
    privateSubnetRouteTableIds: ['rtb-a', 'rtb-b', 'rtb-c'],
  });
}

export interface SetupProps extends Partial<Omit<PerBrokerNlbListenersProps, 'brokers'>> {
  /** Ids of brokers at fixed addresses that share a security group, or brokers. */
  readonly brokers?: (number | IKafkaBroker)[];
  readonly brokerOptions?: KafkaBrokerAddressOptions;
  readonly context?: Record<string, unknown>;
}

/** A stack with listeners for three brokers and one client listener, unless told otherwise. */
export function setup({ brokers = [0, 1, 2], brokerOptions, context, ...props }: SetupProps = {}) {
  const app = new App({ context });
  const stack = new Stack(app, 'Kafka', { env: ENV });
  const vpc = props.vpc ?? importVpc(stack);
  const brokerSecurityGroup = new ec2.SecurityGroup(stack, 'Brokers', { vpc });
  const client = props.clientListeners?.[0] ?? clientListener();
  const listeners = new PerBrokerNlbListeners(stack, 'Listeners', {
    vpc,
    clientListeners: [client],
    ...props,
    brokers: brokers.map(broker => typeof broker === 'number'
      ? KafkaBroker.fromIpAddress(broker, addressOf(broker), { securityGroup: brokerSecurityGroup, ...brokerOptions })
      : broker),
  });
  return { app, stack, vpc, brokerSecurityGroup, client, listeners, template: () => Template.fromStack(stack) };
}

export interface Path {
  readonly listenerId: string;
  readonly groupId: string;
  readonly loadBalancerArn: unknown;
  /** The rendered properties of the target group that the listener forwards to. */
  readonly group: any;
  readonly protocol: string;
  /** `id:port` of each target. */
  readonly targets: string[];
}

/** What is behind each port of the load balancers of a template, found by following the listener's reference. */
export function pathsOf(template: Template): Map<number, Path> {
  const groups = template.findResources(TARGET_GROUP);
  const paths = Object.entries(template.findResources(LISTENER)).map(([listenerId, { Properties: listener }]): [number, Path] => {
    const [{ Type, TargetGroupArn: { Ref: groupId } }, ...more] = listener.DefaultActions;
    if (Type !== 'forward' || more.length > 0 || !groups[groupId]) { throw new Error(`listener ${listenerId} does not forward to one target group`); }
    const group = groups[groupId].Properties;
    const targets = group.Targets.map((target: any) => `${typeof target.Id === 'string' ? target.Id : JSON.stringify(target.Id)}:${target.Port}`);
    return [listener.Port, { listenerId, groupId, group, loadBalancerArn: listener.LoadBalancerArn, protocol: listener.Protocol, targets }];
  });
  const byPort = new Map(paths);
  if (byPort.size !== paths.length) { throw new Error('two listeners have the same port'); }
  return byPort;
}

export function attributesOf(properties: { TargetGroupAttributes?: any[]; LoadBalancerAttributes?: any[] }): Record<string, string> {
  return Object.fromEntries((properties.TargetGroupAttributes ?? properties.LoadBalancerAttributes ?? []).map(({ Key, Value }) => [Key, Value]));
}

/** The one resource of a type. */
export function only(template: Template, type: string): { id: string; properties: any } {
  const found = Object.entries(template.findResources(type));
  if (found.length !== 1) { throw new Error(`${found.length} resources of type ${type}`); }
  return { id: found[0][0], properties: found[0][1].Properties };
}
