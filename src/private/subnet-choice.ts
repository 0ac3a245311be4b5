import { CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { groupBy } from './broker-groups';
import { areZonesPending } from './pending-lookup';
import { showZoneNames, zoneNameOf } from './subnet-zones';
import { duplicates, Problems, quote, reportError } from './validation';

/** The subnets that a construct was told to take. */
export interface SubnetChoice {
  readonly subnets: ec2.ISubnet[];
  /** Whether they stand in for those that a lookup is going to find, so that nothing is wrong with them. */
  readonly isPending: boolean;
  /** Zones in which another one might be taken the next time. */
  readonly crowded: CrowdedZone[];
}

/** A zone in which several subnets would do. */
export interface CrowdedZone {
  readonly zone: string;
  readonly subnetIds: string[];
}

/**
 * Selects subnets as the CDK does, one in each zone by default. While something is looked up there are some in any case, if the
 * VPC has any.
 */
export function chooseSubnets(vpc: ec2.IVpc, selection: ec2.SubnetSelection = {}): SubnetChoice {
  // A copy of the filters, since the CDK adds to those that it is given.
  const filters = () => selection.subnetFilters && [...selection.subnetFilters];
  const select = (onePerAz: boolean) => vpc.selectSubnets({ ...selection, subnetFilters: filters(), onePerAz }).subnets;
  const onePerAz = selection.onePerAz ?? true;
  if (areZonesPending(vpc)) { return { subnets: standIns(vpc, () => select(onePerAz)), isPending: true, crowded: [] }; }
  return { subnets: select(onePerAz), isPending: false, crowded: selection.subnets ? [] : crowdedZones(select(false)) };
}

/** Whether this app makes the VPC, so that its subnets change by the user's word only. */
export function isMadeHere(vpc: ec2.IVpc): boolean {
  return vpc.node.defaultChild !== undefined && CfnResource.isCfnResource(vpc.node.defaultChild);
}

/** Who takes the subnets, as its messages have it. */
export interface SubnetTaker {
  /** What was selected can't be deployed. */
  readonly rule: string;
  /** What is selected may change on its own. */
  readonly choiceRule: string;
  readonly prop: string;
  readonly what: string;
}

/** Adds what AWS would refuse when it is deployed, as far as zones are known. */
export function checkSubnets(problems: Problems, { rule, prop, what }: SubnetTaker, { subnets, isPending }: SubnetChoice): void {
  if (isPending) { return; }
  const twice = duplicates(subnets.map(zoneNameOf).filter(zone => zone !== undefined));
  if (subnets.length === 0) {
    problems.add(rule, `'${prop}' selects no subnet, and ${what} takes one in each zone; select those that it is to have`);
  } else if (twice.length > 0) {
    problems.add(rule, `'${prop}' has more than one in ${showZoneNames(twice)}, and ${what} takes one in each zone`);
  }
}

/**
 * Reports zones of a VPC that is not made here in which another subnet might be taken the next time: the order of its subnets
 * follows from the names of all of them, so that one of a group that is added may come first.
 */
export function reportSubnetChoice(
  scope: IConstruct, { choiceRule, prop, what }: SubnetTaker, vpc: ec2.IVpc, { crowded }: SubnetChoice,
): void {
  if (isMadeHere(vpc)) { return; }
  for (const { zone, subnetIds } of crowded) {
    reportError(scope, choiceRule, `${showZoneNames([zone])} has ${subnetIds.length} subnets `
      + `(${subnetIds.map(quote).join(', ')}), and which one is the first may change when the VPC gets others; `
      + `${what} would be told to move, which AWS refuses while it is in use. Give one for each zone by '${prop}': `
      + '{ subnets }, or { subnetGroupName } of a group that has one in each');
  }
}

function crowdedZones(subnets: ec2.ISubnet[]): CrowdedZone[] {
  const known = subnets.filter(subnet => zoneNameOf(subnet) !== undefined);
  return [...groupBy(known, ({ availabilityZone }) => availabilityZone)]
    .filter(([, inZone]) => inZone.length > 1)
    .map(([zone, inZone]) => ({ zone, subnetIds: inZone.map(({ subnetId }) => subnetId) }));
}

/** A filter may not cope with what stands in for a VPC, and the zones that are asked for are never those of stand-ins. */
function standIns(vpc: ec2.IVpc, select: () => ec2.ISubnet[]): ec2.ISubnet[] {
  const all = () => [...vpc.privateSubnets, ...vpc.isolatedSubnets, ...vpc.publicSubnets];
  const any = () => [...groupBy(all(), zone => `${zoneNameOf(zone)}`).values()].map(([first]) => first);
  try {
    const subnets = select();
    return subnets.length > 0 ? subnets : any();
  } catch {
    return any();
  }
}
