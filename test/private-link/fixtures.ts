import { App, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct, IDependable } from 'constructs';
import { AdvertisedHost, ClientListener, IKafkaBroker, IKafkaNlbListeners, KafkaBroker, ListenerSecurity } from '../../src';

export const KAFKA_ENV = { account: '111111111111', region: 'eu-west-1' };
export const PAY_ENV = { account: '222222222222', region: 'eu-west-1' };
export const SERVICE_NAME = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0';

export const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
export const SERVICE = 'AWS::EC2::VPCEndpointService';
export const PERMISSIONS = 'AWS::EC2::VPCEndpointServicePermissions';
export const NOTIFICATION = 'AWS::EC2::VPCEndpointConnectionNotification';
export const ENDPOINT = 'AWS::EC2::VPCEndpoint';
export const ZONE = 'AWS::Route53::HostedZone';
export const RECORD = 'AWS::Route53::RecordSet';
export const INGRESS = 'AWS::EC2::SecurityGroupIngress';

export const client = (host = AdvertisedHost.shared('kafka.pay.example.com'), slot = 0, name = slot === 0 ? 'CLIENT' : `CLIENT_${slot}`, firstBrokerId = 0) =>
  new ClientListener({ name, slot, advertisedHost: host, security: ListenerSecurity.plaintext(), firstBrokerId });

export const brokers = (count: number): IKafkaBroker[] =>
  Array.from({ length: count }, (_, id) => KafkaBroker.fromIpAddress(id, `10.0.${id % 3}.${10 + id}`, { zoneId: `euw1-az${1 + id % 3}` }));

export function stackOf(app: App, id: string, env?: StackProps['env']): Stack {
  return new Stack(app, id, { env });
}

/** A VPC in three named zones, without anything that only costs time. */
export function vpcOf(scope: Construct, id = 'Vpc'): ec2.Vpc {
  return new ec2.Vpc(scope, id, {
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    subnetConfiguration: [{ name: 'App', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  });
}

/** Listeners that something else than this library made: all that a service may ask for. */
export class GivenListeners extends Construct implements IKafkaNlbListeners {
  public readonly loadBalancer: elbv2.INetworkLoadBalancer;
  public readonly clientListeners: ClientListener[];
  public readonly brokers: IKafkaBroker[];
  public readonly crossZone: boolean;
  public readonly ready: IDependable;

  constructor(scope: Construct, id: string, given: Partial<Pick<IKafkaNlbListeners, 'loadBalancer' | 'clientListeners' | 'brokers' | 'crossZone'>> = {}) {
    super(scope, id);
    this.clientListeners = given.clientListeners ?? [client()];
    this.brokers = given.brokers ?? brokers(3);
    this.crossZone = given.crossZone ?? true;
    this.loadBalancer = given.loadBalancer
      ?? new elbv2.NetworkLoadBalancer(this, 'Nlb', { vpc: vpcOf(this), vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    this.ready = new elbv2.CfnListener(this, 'Listener', {
      loadBalancerArn: this.loadBalancer.loadBalancerArn, port: 20000, protocol: 'TCP', defaultActions: [{ type: 'forward', targetGroupArn: 'arn:of:targets' }],
    });
  }
}

/** A contract as a consumer has it in a file. */
export function contractJson(changes: { [key: string]: unknown } = {}): string {
  return JSON.stringify({
    version: '1.0',
    serviceName: SERVICE_NAME,
    region: 'eu-west-1',
    zoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'],
    brokerIds: [0, 1, 2],
    listeners: [listenerJson()],
    ...changes,
  });
}

export function listenerJson(changes: { [key: string]: unknown } = {}): { [key: string]: unknown } {
  return { name: 'CLIENT', protocol: 'SSL', saslMechanisms: [], host: 'kafka.pay.example.com', firstPort: 20000, bootstrapPort: 20999, ...changes };
}
