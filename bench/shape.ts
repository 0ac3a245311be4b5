import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** What one stack has, and how many brokers are spread over how many such stacks. */
export interface Shape {
  /** Of each load balancer; beside three controllers, where it is a cluster. */
  readonly brokers: number;
  /** Client listeners of each broker. */
  readonly listeners: number;
  /** In each stack. */
  readonly loadBalancers: number;
  /** Every second client listener has TLS at the load balancer, and the others have mutual TLS. */
  readonly secured?: boolean;
  /** Brokers are given by the ids of their instances. */
  readonly byInstance?: boolean;
  /** Of all stacks, if there are several: each has as many as it can. */
  readonly total?: number;
}

/** The network that all sides of the benchmark are put into. */
export interface NetworkIds {
  readonly vpcId: string;
  readonly availabilityZones: string[];
  readonly subnetIds: string[];
  readonly brokerSecurityGroupId: string;
}

export const NETWORK: NetworkIds = {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
  brokerSecurityGroupId: 'sg-0123456789abcdef0',
};

export const ACCOUNT = '222222222222';
export const SERVICE_NAME = 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0';
export const CERTIFICATE_ARN = 'arn:aws:acm:eu-west-1:111111111111:certificate/01234567-89ab-cdef-0123-456789abcdef';

/** Given, since the id that a cluster has by default is the library's to derive. */
export const CLUSTER_ID = 'ZBNPPDQoTfXUFcaBpf3qBg';

/** What the nodes of both sides are launched with. */
export const IMAGE_ID = 'ami-0123456789abcdef0';
export const KAFKA_URL = 'https://archive.apache.org/dist/kafka/4.2.0/kafka_2.13-4.2.0.tgz';
export const KAFKA_SHA512 = '0123456789abcdef'.repeat(8);

export function importedVpc(stack: Stack, { vpcId, availabilityZones, subnetIds }: NetworkIds, id = 'Vpc'): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, id, {
    vpcId,
    availabilityZones,
    privateSubnetIds: subnetIds,
    privateSubnetRouteTableIds: subnetIds.map(subnetId => subnetId.replace('subnet', 'rtb')), // else CDK warns, which takes time
  });
}

/** The brokers of a load balancer. */
export function brokerIdsOf({ brokers }: Shape, loadBalancer: number): number[] {
  return Array.from({ length: brokers }, (_, i) => loadBalancer * brokers + i);
}

export function address(brokerId: number): string {
  return `10.0.${brokerId % 3}.${10 + brokerId}`;
}

export function instanceId(brokerId: number): string {
  return `i-${brokerId.toString(16).padStart(17, '0')}`;
}

/** The neighbouring ports that the listeners bind, as one rule opens them. */
export function openedPorts({ listeners }: Shape): { from: number; to: number; description: string } {
  const slots = Array.from({ length: listeners }, (_, slot) => slot);
  const description = listeners === 1 ? 'Kafka client listener of slot 0' : `Kafka client listeners of slots ${slots.join(', ')}`;
  return { from: 9093, to: 9093 + listeners - 1, description };
}

/** What the console shows as the name of a resource. */
export function nameOf(scope: Construct, ...below: string[]): string {
  return [Stack.of(scope).stackName, scope.node.id, ...below].join('/');
}

/** Whether TLS of a client listener ends at the load balancer. */
export function isTlsAtLoadBalancer({ secured }: Shape, slot: number): boolean {
  return !!secured && slot % 2 === 1;
}

export function consumerHost(consumer: number): string {
  return `kafka${consumer}.internal`;
}

/** Each consumer has a VPC of its own. */
export function consumerNetwork(network: NetworkIds, consumer: number): NetworkIds {
  return { ...network, vpcId: `vpc-${consumer.toString(16).padStart(17, '0')}` };
}

/** Each stack after the first has a VPC of its own: its brokers are others at the same addresses. */
export function stackNetwork(stack: Stack): NetworkIds {
  const [number] = /\d+$/.exec(stack.stackName) ?? [];
  return number === undefined ? NETWORK : consumerNetwork(NETWORK, Number(number));
}

/** Imports modules of aws-cdk-lib with everything that they load on first use. */
export function loadModules(load: (name: string) => object, names: string[]): void {
  names.forEach(name => Object.values(load(name)));
}
