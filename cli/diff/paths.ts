import type { Change } from './change';
import { both } from './pairs';
import { principalChanges } from './vendors';
import type { Plan, PlanListener, PlanLoadBalancer, PlanPort, PlanService } from '../plan/model';

/** What is different on the ways to Kafka: ports, names of certificates, and who may connect. */
export function pathChanges(before: Plan, now: Plan): Change[] {
  return both(before.loadBalancers, now.loadBalancers, ({ label }) => label).flatMap(([old, balancer]) => [
    ...both(listenersOf(old), listenersOf(balancer), ({ name }) => name).flatMap(([one, other]) => listenerChanges(one, other)),
    ...both(old?.services ?? [], balancer?.services ?? [], ({ label }) => label)
      .flatMap(([one, other]) => serviceChanges(one, other)),
  ]);
}

function listenersOf(balancer: PlanLoadBalancer | undefined): readonly PlanListener[] {
  return balancer?.listeners ?? [];
}

function listenerChanges(old: PlanListener | undefined, now: PlanListener | undefined): Change[] {
  const name = (now ?? old)!.name;
  const say = (what: string): Change => ({ part: 'ports', what: `${name}: ${what}` });
  const ports = both(old?.ports ?? [], now?.ports ?? [], ({ port }) => `${port}`).flatMap(([one, other]) => {
    if (!one) { return [say(`port ${other!.port} is new, ${told(other!)}`)]; }
    if (!other) { return [say(`port ${one.port} is gone, ${told(one)}`)]; }
    return told(one) === told(other) ? [] : [say(`port ${other.port}: ${told(other)}; before: ${told(one)}`)];
  });
  const names = (old && now ? now.certificateNames.filter(each => !old.certificateNames.includes(each)) : [])
    .map(each => say(`the certificate needs the name ${each} too`));
  return [...ports, ...names];
}

/** Where a port leads, and as what clients know it. */
function told({ broker, bootstrap, advertised, targets }: PlanPort): string {
  const who = bootstrap ? 'to start from' : broker === undefined ? 'a broker' : `broker ${broker}`;
  const where = targets.map(({ address, port }) => `${address}:${port}`).join(', ');
  return [who, ...advertised === undefined ? [] : [`as ${advertised}`], ...bootstrap ? [] : [`at ${where}`]].join(' ');
}

function serviceChanges(old: PlanService | undefined, now: PlanService | undefined): Change[] {
  if (!now) { return []; }
  const say = (what: string): Change => ({ part: 'principals', what: `${now.label}: ${what}` });
  const added = now.principals.filter(each => !old?.principals.includes(each));
  const removed = (old?.principals ?? []).filter(each => !now.principals.includes(each));
  return [
    ...principalChanges(old, now),
    ...added.map(each => say(`${each} may connect`)),
    ...removed.map(each => say(`${each} may make no new endpoint. Its connections stay until somebody rejects them`)),
    ...old && old.acceptanceRequired !== now.acceptanceRequired
      ? [say(now.acceptanceRequired ? 'new connections wait for acceptance' : 'new connections are accepted by themselves')] : [],
  ];
}
