import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { BrokerTarget } from './broker-target';
import { isLoadBalancer } from './given-load-balancer';
import { IKafkaBroker } from '../model/kafka-broker';
import { factsOf } from '../private/broker-facts';
import { brokersText, groupBy } from '../private/broker-groups';
import { areZonesPending } from '../private/pending-lookup';
import { showZoneNames, zoneNameOf } from '../private/subnet-zones';
import { reportWarning } from '../private/validation';

/** How a target says that load balancers of every zone send to it: it is outside of the VPC. */
const EVERY_ZONE = 'all';

/**
 * Zones that can't have a load balancer, whose targets are served from others.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/availability-zones.html
 */
const CONSTRAINED_ZONES = ['use1-az3'];

interface PlacedBroker {
  readonly brokerId: number;
  /** Name and id mean the same zone, and only names of one account can be compared. */
  readonly zoneName?: string;
  readonly zoneId?: string;
}

/**
 * Warns of brokers in a zone in which the load balancer has no subnet: it never sends to them, whether it balances across zones
 * or not.
 *
 * @param created the subnets of a load balancer that is made here
 * @param targets the brokers' targets, in the order of the brokers
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html
 */
export function warnOfUnusedTargets(
  scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, vpc: ec2.IVpc, created: ec2.ISubnet[] | undefined,
  brokers: IKafkaBroker[], targets: BrokerTarget[], crossZone: boolean,
): void {
  const vpcs = [vpc, ...loadBalancer.vpc ? [loadBalancer.vpc] : []];
  if (vpcs.some(areZonesPending)) { return; }
  const zones = (created ?? subnetsOf(loadBalancer, vpcs) ?? vpcs.flatMap(subnetsIn)).map(zoneNameOf);
  if (zones.length === 0 || !zones.every(zone => zone !== undefined && !Token.isUnresolved([zone]))) { return; }

  const names = [...new Set(zones as string[])];
  const placed = brokers.map((broker, i) => place(broker, targets[i], crossZone)).filter(broker => broker !== undefined);
  const ownZones = vpcs.flatMap(({ availabilityZones }) => availabilityZones);
  for (const [zone, unused] of [...unusedByName(placed, names, ownZones), ...unusedById(placed, names)]) {
    const who = brokersText(unused.map(({ brokerId }) => brokerId));
    reportWarning(scope, 'PerBrokerNlbListeners.zoneWithoutLoadBalancer',
      `${who}: in ${zone}, and ${loadBalancer.node.path} has subnets in ${showZoneNames(names)}; `
      + "a load balancer sends nothing to a zone in which it has no subnet, whatever 'crossZone' says, "
      + "and the target stays unused (Target.NotInUse). Give it a subnet there, by 'vpcSubnets' where it is made here, "
      + "or acknowledge this for a constrained zone, which can have none, and keep 'crossZone' on: only that reaches it");
  }
}

/** Where a broker is, unless that does not matter. */
function place(broker: IKafkaBroker, target: BrokerTarget, crossZone: boolean): PlacedBroker | undefined {
  const { brokerId, zoneId } = broker;
  return target.zone === EVERY_ZONE || (crossZone && zoneId !== undefined && CONSTRAINED_ZONES.includes(zoneId))
    ? undefined
    : { brokerId, zoneId, zoneName: target.zone ?? factsOf(broker).zoneName };
}

/** By names: literals are compared with literals, and tokens that a VPC has for its zones with each other. */
function unusedByName(placed: PlacedBroker[], names: string[], ownZones: string[]): Map<string, PlacedBroker[]> {
  const isLiteral = (zone: string) => !Token.isUnresolved(zone);
  const isOwn = (zone: string) => ownZones.includes(zone);
  const comparable = (zone: string) => [isLiteral, isOwn].some(test => test(zone) && names.every(test));
  const unused = placed.filter(({ zoneName }) => zoneName !== undefined && !names.includes(zoneName) && comparable(zoneName));
  return groupBy(unused, ({ zoneName }) => showZoneNames([zoneName!]));
}

/**
 * By ids: what an id is called in this account is known of brokers that have both. Of the others nobody knows which zones they
 * are in, only that a load balancer in two zones is not in three.
 */
function unusedById(placed: PlacedBroker[], names: string[]): Map<string, PlacedBroker[]> {
  const both =
    placed.filter(({ zoneId, zoneName }) => zoneId !== undefined && zoneName !== undefined && !Token.isUnresolved(zoneName));
  const nameOf = new Map(both.map(({ zoneId, zoneName }) => [zoneId!, zoneName!]));
  const byId = placed.filter(({ zoneId, zoneName }) => zoneId !== undefined && zoneName === undefined);
  const areLiterals = !names.some(name => Token.isUnresolved(name));
  const elsewhere = byId.filter(({ zoneId }) => areLiterals && nameOf.has(zoneId!) && !names.includes(nameOf.get(zoneId!)!));
  const unknown = byId.filter(({ zoneId }) => !nameOf.has(zoneId!));
  const unknownIds = [...new Set(unknown.map(({ zoneId }) => zoneId!))];
  const free = names.filter(name => ![...nameOf.values()].includes(name)).length;
  return new Map([
    ...groupBy(elsewhere, ({ zoneId }) => `${zoneId} (${nameOf.get(zoneId!)})`),
    ...unknownIds.length > free
      ? [[`${unknownIds.length} zones (${unknownIds.join(', ')}), of which it can be in ${free}`, unknown] as const]
      : [],
  ]);
}

/** The subnets of a load balancer of this app, if all of them are known to one of the VPCs. */
function subnetsOf(loadBalancer: elbv2.INetworkLoadBalancer, vpcs: ec2.IVpc[]): ec2.ISubnet[] | undefined {
  const { defaultChild } = loadBalancer.node;
  if (!isLoadBalancer(defaultChild)) { return undefined; }
  const { subnets, subnetMappings } = defaultChild;
  const ids =
    subnets ?? (Array.isArray(subnetMappings) ? subnetMappings.map(mapping => (mapping as { subnetId?: string }).subnetId) : []);
  const found = ids.map(id => vpcs.flatMap(subnetsIn).find(({ subnetId }) => subnetId === id));
  return found.length > 0 && found.every(subnet => subnet !== undefined) ? found as ec2.ISubnet[] : undefined;
}

function subnetsIn({ publicSubnets, privateSubnets, isolatedSubnets }: ec2.IVpc): ec2.ISubnet[] {
  return [...publicSubnets, ...privateSubnets, ...isolatedSubnets];
}
