import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** How many brokers each load balancer has, and how many client listeners, and how many such load balancers one stack has. */
export interface Shape {
  readonly brokers: number;
  readonly listeners: number;
  readonly loadBalancers: number;
}

/** The network that both sides of the benchmark are put into. */
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

/** What the nodes of both sides are launched with. */
export const IMAGE_ID = 'ami-0123456789abcdef0';
export const KAFKA_URL = 'https://archive.apache.org/dist/kafka/4.2.0/kafka_2.13-4.2.0.tgz';
export const KAFKA_SHA512 = '0123456789abcdef'.repeat(8);

export function importedVpc(stack: Stack, { vpcId, availabilityZones, subnetIds }: NetworkIds): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
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

/** Imports modules of aws-cdk-lib with everything that they load on first use. */
export function loadModules(load: (name: string) => object, names: string[]): void {
  names.forEach(name => Object.values(load(name)));
}
