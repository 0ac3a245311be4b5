import type { Resources } from './apps/resources';

const HOURS_OF_A_MONTH = 730;

/** Dollars an hour in us-east-1, by size where there are several: docs/cost.md has the pages of prices. They serve an estimate, not a bill. */
const MACHINES: { readonly [type: string]: number } = { 't4g.nano': 0.0042, 't4g.medium': 0.0336 };
const DISK_GIBIBYTE = 0.08 / HOURS_OF_A_MONTH;

/** By resource type; a type that is not here costs nothing by the hour. */
const HOURLY: { readonly [type: string]: (properties: any, all: Resources) => number } = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': () => 0.0225,
  'AWS::EC2::VPCEndpoint': ({ VpcEndpointType, SubnetIds = [] }) => VpcEndpointType === 'Interface' ? 0.01 * SubnetIds.length : 0,
  'AWS::EC2::TransitGatewayAttachment': () => 0.05,
  'AWS::EC2::Instance': ({ InstanceType }) => MACHINES[InstanceType],
  'AWS::AutoScaling::AutoScalingGroup': ({ LaunchTemplate }, all) => MACHINES[launchTemplate(LaunchTemplate, all).InstanceType],
  'AWS::EC2::Volume': ({ Size }) => Size * DISK_GIBIBYTE,
  'AWS::CloudWatch::Alarm': () => 0.1 / HOURS_OF_A_MONTH,
  'AWS::KMS::Key': () => 1 / HOURS_OF_A_MONTH,
};

const launchTemplate = ({ LaunchTemplateId }: any, all: Resources) => all[LaunchTemplateId.Ref].Properties.LaunchTemplateData;

/** Dollars that resources cost by the hour. */
export function hourly(resources: Resources): number {
  return Object.values(resources).reduce((sum, { Type, Properties }) => {
    const dollars = HOURLY[Type]?.(Properties ?? {}, resources) ?? 0;
    if (!Number.isFinite(dollars)) { throw new Error(`nobody knows what this costs: ${Type} ${JSON.stringify(Properties).slice(0, 200)}`); }
    return sum + dollars;
  }, 0);
}

/** Virtual processors, which a new account has few of. */
export function processors(resources: Resources): number {
  const machines = Object.values(resources).filter(({ Type }) => ['AWS::EC2::Instance', 'AWS::AutoScaling::AutoScalingGroup'].includes(Type));
  return machines.length * 2; // every type of MACHINES has two
}

export const vpcs = (resources: Resources): number => Object.values(resources).filter(({ Type }) => Type === 'AWS::EC2::VPC').length;
