import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { chooseSubnets, CrowdedZone, isMadeHere } from '../../private/subnet-choice';
import { zoneNameOf } from '../../private/subnet-zones';
import { duplicates, Problems, quote } from '../../private/validation';

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
  /** Zones in which another subnet might be taken the next time. */
  readonly crowded: CrowdedZone[];
  /** Whether all this stands in for what a lookup is going to find. */
  readonly isPending: boolean;
}

/**
 * The zones for nodes, in their order for ever: node *n* is in the zone at *n* modulo their number.
 *
 * Nothing about them may change on its own. So the VPC's are taken only where this app makes the VPC and says which they are, and
 * then the first three, so that a fourth moves nobody; those of an imported VPC come in the alphabet's order, in which a new one
 * may come first.
 */
export function chooseZones(
  problems: Problems, vpc: ec2.IVpc, selection: ec2.SubnetSelection | undefined, given: string[] | undefined,
): ZoneChoice {
  const { subnets, isPending, crowded } = chooseSubnets(vpc, selection);
  const zones = [...new Set(subnets.map(zoneNameOf).filter(zone => zone !== undefined))];
  const names = given ?? (isPending ? zones : defaultZones(vpc, zones));
  if (names.length === 0) {
    problems.add('MultiAzKafkaBrokers.zones', "'availabilityZones' is needed, unless this app makes the VPC with three zones "
      + 'or more and knows their names: nodes stay in their zones for ever, '
      + `and the zones of this VPC may change on their own. ${zonesAdvice(vpc, zones)}`);
  }
  if (Token.isUnresolved(given)) {
    problems.add('MultiAzKafkaBrokers.zones', "'availabilityZones' is a list that is known only after deployment, "
      + 'and nodes stay in their zones for ever; '
      + 'give each zone by itself: its name, or Fn.select(0, list)');
  }
  if (subnets.length === 0) {
    problems.add('MultiAzKafkaBrokers.subnets', "'vpcSubnets' selects no subnet; give one in each zone of the nodes");
  }
  if (subnets.some(({ subnetId }) => Token.isUnresolved([subnetId]))) {
    problems.add('MultiAzKafkaBrokers.subnetList', 'the VPC has its subnets in a list that is known only after deployment, '
      + "so nothing tells which of them is in which zone; give each by itself in 'vpcSubnets': { subnets: "
      + "[ec2.Subnet.fromSubnetAttributes(this, 'SubnetA', { subnetId: Fn.select(0, list), availabilityZone: 'eu-west-1a' }), "
      + '…] }');
  }
  if (!isPending && subnets.length > 0 && zones.length === 0) {
    problems.add('MultiAzKafkaBrokers.subnets', "the subnets in 'vpcSubnets' do not say in which zones they are; "
      + "import each by ec2.Subnet.fromSubnetAttributes() with 'availabilityZone'");
  }
  const repeated = duplicates(names);
  if (repeated.length > 0) {
    problems.add('MultiAzKafkaBrokers.duplicateZone', `'availabilityZones' has ${repeated.map(quote).join(', ')} more than `
      + 'once; name each zone once');
  }
  const found = names.map(name => subnets.find(subnet => zoneNameOf(subnet) === name));
  return {
    names,
    subnets: found.map((subnet, i) => subnet ?? subnets[i % subnets.length]),
    missing: isPending ? [] : names.filter((_, i) => found[i] === undefined),
    crowded: crowded.filter(({ zone }) => names.includes(zone)),
    isPending,
  };
}

function zonesAdvice(vpc: ec2.IVpc, zones: string[]): string {
  const known = zones.filter(zone => !Token.isUnresolved(zone));
  return isMadeHere(vpc) && zones.length > 0 && known.length === 0
    ? "The stack knows no region, so give those of its VPC, 'availabilityZones': vpc.availabilityZones, "
      + "or give the stack its 'env'"
    : 'Give them in the order in which nodes take them, '
      + `for example ${quote(known.length > 0 ? known : ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'])}`;
}

function defaultZones(vpc: ec2.IVpc, zones: string[]): string[] {
  return isMadeHere(vpc) && zones.length >= DEFAULT_ZONES && !zones.some(zone => Token.isUnresolved(zone))
    ? zones.slice(0, DEFAULT_ZONES)
    : [];
}

/**
 * How many brokers each zone has, where there are more brokers than zones and some zones have more of them; by their ids, which
 * say where they are.
 */
export function unevenZones(brokerIds: number[], zones: string[]): string | undefined {
  const counts = zones.map((_, zone) => brokerIds.filter(brokerId => brokerId % zones.length === zone).length);
  return brokerIds.length <= zones.length || new Set(counts).size === 1
    ? undefined
    : zones.map((zone, i) => `${zone} has ${counts[i]}`).join(', ');
}
