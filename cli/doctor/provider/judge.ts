import { Answers, groupsOf, LoadBalancerAnswers, TargetAnswer } from './answers';
import { Contract, portOf } from '../../assembly/contracts';
import type { Code } from '../../probe/codes';
import type { Finding } from '../../probe/model';
import { findingOf } from '../../probe/problem';

/** Something of the provider's side that is as it must not be, or that somebody should look at. */
export interface ProviderFinding extends Finding {
  /** The resource. */
  readonly where: string;
  /** Clients get through, as far as this goes. */
  readonly isWarning?: boolean;
}

/** What is wrong with what AWS says, by the contract if there is one. */
export function judge(answers: Answers, contract?: Contract): ProviderFinding[] {
  return [
    ...ofService(answers, contract),
    ...ofConnections(answers),
    ...answers.loadBalancers.flatMap(each => [...ofLoadBalancer(each), ...ofTargets(each)]),
    ...contract ? [...ofContract(answers.loadBalancers, contract), ...ofHosts(answers.loadBalancers, contract)] : [],
  ];
}

const found = (where: string, code: Code, detail: string): ProviderFinding => ({ where, ...findingOf(code, detail) });
const warned: typeof found = (...what) => ({ ...found(...what), isWarning: true });

function ofService({ service }: Answers, contract?: Contract): ProviderFinding[] {
  const { ServiceId: id, ServiceState: state, AvailabilityZoneIds: zoneIds } = service;
  const missing = zoneIds === undefined ? [] : (contract?.zoneIds ?? []).filter(zone => !zoneIds.includes(zone));
  const inZones = `the contract says ${missing.join(', ')}, and the service is in ${zoneIds?.join(', ')}`;
  return [
    ...isAvailable(state) ? [] : [found(id, 'Doctor.serviceState', `the service is ${state}`)],
    ...missing.length === 0 ? [] : [found(id, 'Doctor.serviceZones', inZones)],
  ];
}

/** Those that are deleted AWS shows for a while. */
function ofConnections({ connections }: Answers): ProviderFinding[] {
  return connections.filter(({ VpcEndpointState: state }) => !isAvailable(state) && !/^delet/i.test(state))
    .map(({ VpcEndpointId: id, VpcEndpointOwner: owner, VpcEndpointState: state }) => {
      const code = /^pendingAcceptance$/i.test(state) ? 'Doctor.connectionPending' : 'Doctor.connectionState';
      return found(id, code, `the connection of account ${owner} is ${state}`);
    });
}

function isAvailable(state: string): boolean {
  return /^available$/i.test(state);
}

function ofLoadBalancer({ loadBalancer, zonal, health }: LoadBalancerAnswers): ProviderFinding[] {
  const { LoadBalancerName: name, State: { Code: state }, SecurityGroups: groups = [], AvailabilityZones } = loadBalancer;
  const zones = AvailabilityZones.map(({ ZoneName }) => ZoneName);
  const isEnforced = groups.length > 0 && loadBalancer.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic !== 'off';
  const partial = zonal.filter(arn => (health[arn] ?? []).length < zones.length);
  const asked = `its groups ${groups.join(', ')} are asked for what comes through an endpoint`;
  const inZones = `it is in ${zones.join(', ')}, and has fewer targets in ${partial.map(nameOf).join(', ')}`;
  return [
    ...state === 'active' ? [] : [found(name, 'Doctor.loadBalancerState', `the load balancer is ${state}`)],
    ...isEnforced ? [warned(name, 'Doctor.enforcement', asked)] : [],
    ...partial.length === 0 ? [] : [found(name, 'Doctor.crossZoneOff', inZones)],
  ];
}

/**
 * Every target of every port. A port without a healthy target is as bad as one with none: the load balancer then sends to all.
 */
function ofTargets({ listeners, health }: LoadBalancerAnswers): ProviderFinding[] {
  return listeners.flatMap(listener => groupsOf(listener).flatMap(arn => {
    const where = `port ${listener.Port}`;
    const targets = health[arn] ?? [];
    if (targets.length === 0) { return [found(where, 'Doctor.targetMissing', `no target is registered in ${nameOf(arn)}`)]; }
    return targets.filter(({ TargetHealth: { State } }) => State !== 'healthy').map(target => ofTarget(where, target));
  }));
}

function ofTarget(where: string, { Target: { Id, Port }, TargetHealth }: TargetAnswer): ProviderFinding {
  const { State, Reason, Description } = TargetHealth;
  const reasons = [Reason, Description].filter(text => text !== undefined).join(': ');
  const detail = `${Id} port ${Port} is ${State}${reasons === '' ? '' : ` (${reasons})`}`;
  return (IN_PASSING.includes(State) ? warned : found)(where, 'Doctor.targetState', detail);
}

/** States that end by themselves. */
const IN_PASSING = ['initial', 'draining'];

/** The ports of the contract: each is there, and no broker's target is another broker's. */
function ofContract(loadBalancers: readonly LoadBalancerAnswers[], contract: Contract): ProviderFinding[] {
  return contract.listeners.flatMap(listener => {
    const ports = contract.brokerIds.map(brokerId => ({ brokerId, port: portOf(listener, brokerId) }))
      .map(each => ({ ...each, targets: targetsAt(loadBalancers, each.port)?.map(nameOfTarget) }));
    const missing = [...ports.map(({ port }) => port), listener.bootstrapPort]
      .filter(port => targetsAt(loadBalancers, port) === undefined);
    const owners = new Map<string, number[]>();
    for (const { brokerId, targets = [] } of ports) {
      for (const target of targets) { owners.set(target, [...owners.get(target) ?? [], brokerId]); }
    }
    return [
      ...missing.map(port =>
        found(`port ${port}`, 'Doctor.listenerMissing', `${listener.name} has this port, and no load balancer of the service`)),
      ...[...owners].filter(([, brokerIds]) => brokerIds.length > 1).map(([target, brokerIds]) =>
        found(listener.name, 'Doctor.targetShared', `${target} is the target of brokers ${brokerIds.join(' and ')}`)),
      ...ports.filter(({ targets = [] }) => targets.length > 1).map(({ brokerId, port, targets }) =>
        found(`port ${port}`, 'Doctor.targetShared', `broker ${brokerId} has several targets: ${targets!.join(', ')}`)),
    ];
  });
}

/** Who is one broker by a listener is no other broker by another listener. Some hosts have several brokers. */
function ofHosts(loadBalancers: readonly LoadBalancerAnswers[], { listeners, brokerIds }: Contract): ProviderFinding[] {
  const said = listeners.flatMap(listener => brokerIds.flatMap(brokerId =>
    (targetsAt(loadBalancers, portOf(listener, brokerId)) ?? []).map(({ Target: { Id } }) =>
      ({ Id, listener: listener.name, brokerId }))));
  return [...new Set(said.map(({ Id }) => Id))].flatMap(host => {
    const own = said.filter(({ Id }) => Id === host);
    const hasSeveral = new Set(own.map(({ listener }) => listener)).size < own.length;
    if (hasSeveral || new Set(own.map(({ brokerId }) => brokerId)).size === 1) { return []; }
    const brokers = own.map(({ listener, brokerId }) => `broker ${brokerId} by ${listener}`);
    return [found(host, 'Doctor.targetShared', `the host is ${brokers.join(', and ')}`)];
  });
}

function nameOfTarget({ Target: { Id, Port } }: TargetAnswer): string {
  return `${Id} port ${Port}`;
}

/** What a port leads to; undefined if nobody listens there. What is drained is on its way out. */
function targetsAt(loadBalancers: readonly LoadBalancerAnswers[], port: number): TargetAnswer[] | undefined {
  const those = loadBalancers.flatMap(({ listeners, health }) => listeners.filter(({ Port }) => Port === port)
    .map(listener => groupsOf(listener).flatMap(arn => health[arn] ?? [])));
  return those.length === 0
    ? undefined
    : those.flat().filter(({ TargetHealth }) => TargetHealth.State !== 'draining');
}

function nameOf(targetGroupArn: string): string {
  return targetGroupArn.split('/')[1] ?? targetGroupArn;
}
