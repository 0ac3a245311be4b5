/** A number of brokers and of client listeners on one load balancer. */
export interface Shape {
  readonly brokers: number;
  readonly listeners: number;
}

/** The network that both sides of the benchmark are put into; it is not measured. */
export interface NetworkIds {
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly brokerSecurityGroupId: string;
}

export const NETWORK: NetworkIds = {
  vpcId: 'vpc-0123456789abcdef0',
  subnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
  brokerSecurityGroupId: 'sg-0123456789abcdef0',
};

export const ACCOUNT = '222222222222';

export function address(brokerId: number): string {
  return `10.0.${brokerId % 3}.${10 + brokerId}`;
}

/** Imports modules of aws-cdk-lib with everything that they load on first use. */
export function loadModules(load: (name: string) => object, names: string[]): void {
  names.forEach(name => Object.values(load(name)));
}
