import { CfnResource, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { duplicates, Problems, quote } from '../private/validation';

/** Where nodes are by default: three zones survive the loss of one, more only spread the cost of traffic between them. */
const DEFAULT_ZONES = 3;

/** What is known of the zones that were asked for. */
export interface ZoneChoice {
  /** In order. */
  readonly names: string[];
  /** One for each name; while the VPC is looked up, any. */
  readonly subnets: ec2.ISubnet[];
  /** What depends on the VPC, so that an error must not keep it from being looked up. */
  readonly missing: string[];
  /** Zones in which another subnet might be taken the next time, and which there are. */
  readonly crowded: { readonly zone: string; readonly subnetIds: string[] }[];
}

/**
 * The zones for nodes, in their order for ever: node *n* is in the zone at *n* modulo their number.
 *
 * Nothing about them may change on its own. So the VPC's are taken only where this app makes the VPC and says which they are, and then the first
 * three, so that a fourth moves nobody; those of an imported VPC come in the alphabet's order, in which a new one may come first.
 */
export function chooseZones(problems: Problems, vpc: ec2.IVpc, selection: ec2.SubnetSelection | undefined, given: string[] | undefined): ZoneChoice {
  const subnets = vpc.selectSubnets({ onePerAz: true, ...selection });
  const names = given ?? (subnets.isPendingLookup ? subnets.availabilityZones : defaultZones(vpc, subnets));
  if (names.length === 0) {
    const known = subnets.availabilityZones.filter(zone => !Token.isUnresolved(zone));
    const example = known.length > 0 ? known : ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
    problems.add('MultiAzKafkaBrokers.zones', "'availabilityZones' is needed, unless this app makes the VPC with three zones or more: nodes stay where they are for ever, "
      + `and the zones of this VPC may change on their own. Give them in the order in which nodes take them, for example ${quote(example)}`);
  }
  if (subnets.subnets.length === 0) {
    problems.add('MultiAzKafkaBrokers.subnets', "'vpcSubnets' selects no subnet; give one in each zone of the nodes");
  }
  const repeated = duplicates(names);
  if (repeated.length > 0) {
    problems.add('MultiAzKafkaBrokers.duplicateZone', `'availabilityZones' has ${repeated.map(quote).join(', ')} more than once; name each zone once`);
  }
  const found = names.map(name => subnets.subnets.find(subnet => subnet.availabilityZone === name));
  return {
    names,
    subnets: found.map((subnet, i) => subnet ?? subnets.subnets[i % subnets.subnets.length]),
    missing: subnets.isPendingLookup ? [] : names.filter((_, i) => found[i] === undefined),
    crowded: subnets.isPendingLookup || selection?.subnets ? [] : crowdedZones(vpc.selectSubnets({ ...selection, onePerAz: false }).subnets, names),
  };
}

/** The order of a VPC's subnets follows from the names of all of them, so a group that is added may come first. */
function crowdedZones(subnets: ec2.ISubnet[], zones: string[]): ZoneChoice['crowded'] {
  return zones
    .map(zone => ({ zone, subnetIds: subnets.filter(({ availabilityZone }) => availabilityZone === zone).map(({ subnetId }) => subnetId) }))
    .filter(({ subnetIds }) => subnetIds.length > 1);
}

function defaultZones(vpc: ec2.IVpc, subnets: ec2.SelectedSubnets): string[] {
  const isOurs = vpc.node.defaultChild !== undefined && CfnResource.isCfnResource(vpc.node.defaultChild);
  const zones = [...new Set(subnets.availabilityZones)];
  return isOurs && zones.length >= DEFAULT_ZONES && !zones.some(zone => Token.isUnresolved(zone)) ? zones.slice(0, DEFAULT_ZONES) : [];
}
