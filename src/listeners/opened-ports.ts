import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { targetPortOf } from './companion-rules';
import { RememberingTarget } from './remembering-target';
import { ClientListener } from '../model/client-listener';
import { Companion } from '../model/companion';
import { IKafkaBroker } from '../model/kafka-broker';
import { factsOf } from '../private/broker-facts';
import { brokersText } from '../private/broker-groups';
import { allow, allowToPeer, Opening, placeOf } from '../private/group-rules';
import { groupName, groupText, isEgressUnknown, isImported, isMutable, makerOf } from '../private/imported-groups';
import { NamedPeer } from '../private/named-peer';
import { PortRange } from '../private/port-plan';
import { mergeRanges, rangesText, tcpPorts } from '../private/port-ranges';
import { quotaText } from '../private/rule-quota';
import { StackOrder } from '../private/stack-order';
import { nameIn } from '../private/stack-path';
import { isIntegerIn, reportWarning } from '../private/validation';

/** A companion, and what was registered for it. */
export interface CompanionWay {
  readonly companion: Companion;
  readonly targets: RememberingTarget[];
}

/** Who sends to whom, and on which ports. */
interface Ways {
  readonly sources: ec2.ISecurityGroup[];
  /** With what is opened in each. */
  readonly groups: Map<ec2.ISecurityGroup, Opening[]>;
  readonly groupless: Map<IKafkaBroker, Opening[]>;
  /** Addresses of companions without groups. */
  readonly addresses: { readonly peer: ec2.IConnectable; readonly opening: Opening }[];
  /** The ports in a message. */
  readonly ports: string;
}

/**
 * Lets the load balancer send to the brokers and companions on the ports that the listeners bind, and warns where that takes the
 * user's help.
 */
export function openPorts(
  scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, clientListeners: ClientListener[], brokers: IKafkaBroker[],
  companions: CompanionWay[], order: StackOrder,
): void {
  const groups = [...new Set([
    ...brokers.flatMap(broker => broker.connections.securityGroups),
    ...companions.flatMap(({ companion }) => companion.securityGroups ?? []),
  ])];
  const groupless = brokers.filter(broker => broker.connections.securityGroups.length === 0);
  const ways: Ways = {
    sources: loadBalancer.connections.securityGroups,
    groups: new Map(groups.map(group => [group, [
      ...openingsOf(clientListeners, brokers.filter(({ connections }) => connections.securityGroups.includes(group))),
      ...companionOpenings(companions.filter(({ companion }) => companion.securityGroups?.includes(group))),
    ]])),
    groupless: new Map(groupless.map(broker => [broker, openingsOf(clientListeners, [broker])])),
    addresses: companions.filter(isGroupless)
      .flatMap(way => addressesOf(scope, way).map(peer => ({ peer, opening: openingOf(way.companion) }))),
    ports: rangesText(
      mergeRanges([...rangesOf(clientListeners, brokers), ...companions.map(({ companion }) => rangeOf(companion))]),
    ),
  };
  for (const source of ways.sources) {
    ways.groups.forEach((openings, group) => allow(placeFor(scope, order, source, group), source, group, openings));
    ways.groupless.forEach((openings, broker) => allowToPeer(Stack.of(scope), source, peerOf(scope, broker), openings));
    ways.addresses.forEach(({ peer, opening }) => allowToPeer(Stack.of(scope), source, peer, [opening]));
  }
  if (ways.sources.length > 0) { companions.forEach(way => warnOfClosedCompanion(scope, way, ways.sources)); }
  warnOfUnknown(scope, loadBalancer, brokers, ways);
  warnOfQuota(scope, loadBalancer, ways);
}

/** What brokers bind. */
function rangesOf(clientListeners: ClientListener[], brokers: IKafkaBroker[]): PortRange[] {
  const ports = clientListeners.flatMap(listener => brokers.map(({ brokerId }) => listener.bindPortOf(brokerId)));
  return mergeRanges([...new Set(ports)].map(port => ({ from: port, to: port })));
}

function openingsOf(clientListeners: ClientListener[], brokers: IKafkaBroker[]): Opening[] {
  return rangesOf(clientListeners, brokers).map(({ from, to }) => {
    const bound =
      clientListeners.filter(listener => brokers.some(({ brokerId }) => isIntegerIn(listener.bindPortOf(brokerId), from, to)));
    return { port: tcpPorts({ from, to }), description: describe(bound) };
  });
}

function rangeOf(companion: Companion): PortRange {
  const port = targetPortOf(companion);
  return { from: port, to: port };
}

function openingOf(companion: Companion): Opening {
  return { port: tcpPorts(rangeOf(companion)), description: 'Companion of Kafka' }; // without its name and port, which may change
}

/** One for each port, also where several companions of a group bind it on hosts of their own. */
function companionOpenings(companions: CompanionWay[]): Opening[] {
  return [...new Map(companions.map(({ companion }) => [targetPortOf(companion), openingOf(companion)])).values()];
}

function isGroupless({ companion }: CompanionWay): boolean {
  return (companion.securityGroups ?? []).length === 0;
}

/** The addresses among the targets. Of an instance without a group there is nothing that a rule could name. */
function addressesOf(scope: Construct, { companion, targets }: CompanionWay): ec2.IConnectable[] {
  return targets.flatMap(({ kind, id }, i): ec2.IConnectable[] => {
    if (kind !== elbv2.TargetType.IP || id === undefined) { return []; }
    return [Token.isUnresolved(id)
      ? NamedPeer.cidr(`${nameIn(Stack.of(scope), scope)}/Companion${companion.port}/${i}`, `${id}/32`)
      : ec2.Peer.ipv4(`${id}/32`)];
  });
}

function warnOfClosedCompanion(scope: Construct, { companion, targets }: CompanionWay, sources: ec2.ISecurityGroup[]): void {
  const { name, securityGroups = [] } = companion;
  if (securityGroups.length > 0 && !securityGroups.every(group => isImported(group) && !isMutable(group))) { return; }
  const isAddressed = targets.every(({ kind }) => kind === elbv2.TargetType.IP);
  const why = securityGroups.length > 0
    ? `${securityGroups.map(groupText).join(', ')} of companion "${name}" ${securityGroups.length === 1 ? 'is' : 'are'} `
      + "imported with 'mutable: false', so no rule is made that lets the load balancer in; import the group without it"
    : `no security group is known of companion "${name}", `
      + `so nothing lets the load balancer in${isAddressed ? '' : ', nor lets it send there'}; give its 'securityGroups'`;
  reportWarning(scope, 'PerBrokerNlbListeners.companionNotOpened', `${why}, or let ${sources.map(groupText).join(', ')} in on `
    + `port ${targetPortOf(companion)} yourself and acknowledge this`);
}

function describe(clientListeners: ClientListener[]): string {
  const slots = clientListeners.map(({ slot }) => slot).sort((a, b) => a - b);
  return slots.length === 1 ? `Kafka client listener of slot ${slots[0]}` : `Kafka client listeners of slots ${slots.join(', ')}`;
}

/**
 * Brokers that register themselves, such as a service of ECS, need the target groups: the rules are in their stack, which may
 * refer to both.
 */
function placeFor(scope: Construct, order: StackOrder, source: ec2.ISecurityGroup, group: ec2.ISecurityGroup): Stack {
  const place = placeOf(scope, source, group);
  const theirs = makerOf(scope, group);
  return place === Stack.of(scope) && theirs !== undefined && order.isNeededBy(theirs) ? theirs : place;
}

/** The CDK names a rule by its peer, and counts the peers that are tokens: one that goes would rename the rules of the others. */
function peerOf(scope: Construct, broker: IKafkaBroker): ec2.IConnectable {
  const address = factsOf(broker).ipAddress;
  return address !== undefined && Token.isUnresolved(address)
    ? NamedPeer.cidr(`${nameIn(Stack.of(scope), scope)}/Broker${broker.brokerId}`, `${address}/32`)
    : broker;
}

function warnOfUnknown(
  scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, brokers: IKafkaBroker[],
  { sources, groups, groupless, ports }: Ways,
): void {
  const ungrouped = brokersText([...groupless.keys()].map(broker => broker.brokerId));
  if (sources.length === 0) {
    reportWarning(scope, 'PerBrokerNlbListeners.loadBalancerWithoutSecurityGroups',
      `${loadBalancer.node.path} has no security group, or its import does not say which, `
        + `so nothing lets it in to the brokers; let its subnets in on ports ${ports}, `
      + "or give an imported load balancer its 'loadBalancerSecurityGroups'. A load balancer that was made without any can't "
      + 'get one');
  } else if (groupless.size > 0) {
    reportWarning(scope, 'PerBrokerNlbListeners.brokerNotOpened',
      `no security group is known of ${ungrouped}, so nothing lets the load balancer in; let it in on ports ${ports} yourself, `
        + "or give the broker's 'securityGroup'");
  }
  const closed = brokers.filter(({ connections: { securityGroups } }) =>
    securityGroups.length > 0 && securityGroups.every(group => isImported(group) && !isMutable(group)));
  if (sources.length > 0 && closed.length > 0) {
    const theirs = [...new Set(closed.flatMap(({ connections }) => connections.securityGroups.map(groupText)))];
    reportWarning(scope, 'PerBrokerNlbListeners.brokerNotOpened',
      `${theirs.join(', ')} of ${brokersText(closed.map(({ brokerId }) => brokerId))} is imported with 'mutable: false', `
        + 'so no rule is made that lets the load balancer in; '
      + `let ${sources.map(groupText).join(', ')} in on ports ${ports} yourself and acknowledge this, `
      + "or import the group without 'mutable: false'");
  }
  const unknown = sources.filter(isEgressUnknown);
  if (unknown.length > 0) {
    const destinations = [
      ...new Set([...groups.keys()].map(groupText)), ...groupless.size > 0 ? [`the addresses of ${ungrouped}`] : [],
    ];
    reportWarning(scope, 'PerBrokerNlbListeners.loadBalancerEgressUnknown',
      `nothing tells what ${unknown.map(groupText).join(', ')} of ${loadBalancer.node.path} may send, `
        + 'so no rule is made for it: CloudFormation would take away a rule that allows all, '
        + 'and with it whatever else is behind that load balancer. '
      + `See that it may send to ${destinations.join(', ')} on ports ${ports} and acknowledge this, `
      + 'or look the load balancer up (fromLookup). Of a group that allows nothing by itself, say so: '
      + "its import takes 'allowAllOutbound: false', and rules are made");
  }
}

function warnOfQuota(
  scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, { sources, groups, groupless, addresses }: Ways,
): void {
  const mayNotSend = sources.some(({ allowAllOutbound }) => !allowAllOutbound);
  const byName = new Map([...groups].map(([group, openings]) => [groupName(Stack.of(scope), group), openings.length]));
  const toAddresses = [...groupless.values()].map(openings => openings.length);
  const toAll = [...byName.values(), ...toAddresses, addresses.length].reduce((sum, count) => sum + count, 0);
  const outbound = quotaText(`each security group of ${loadBalancer.node.path}`, mayNotSend ? toAll : 0,
    "give the brokers one security group in common, and the client listeners neighbouring 'bindPort's");
  if (outbound) { reportWarning(scope, 'PerBrokerNlbListeners.tooManyOutboundRules', outbound); }
  const inbound = quotaText('each security group of the brokers', sources.length * Math.max(
    0, ...[...groups.values()].map(openings => openings.length),
  ),
  "give the client listeners neighbouring 'bindPort's");
  if (inbound) { reportWarning(scope, 'PerBrokerNlbListeners.tooManyInboundRules', inbound); }
}
