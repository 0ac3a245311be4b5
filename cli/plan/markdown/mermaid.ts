import { label } from './escape';
import type { Place, Plan, PlanConsumer, PlanListener, PlanLoadBalancer, PlanNode } from '../model';
import * as words from '../words';

/**
 * The plan as a flowchart of Mermaid: endpoints, load balancers with their client listeners, and the brokers of each zone as one.
 */
export function asMermaid(plan: Plan): string {
  const { consumers, loadBalancers, nodes } = plan;
  const here = loadBalancers.flatMap(({ services }) => services).map(service => service.label);
  const elsewhere = [...new Set(
    consumers.flatMap(({ service }) => service === undefined || here.includes(service) ? [] : [service]),
  )];
  const kafka = [...new Set([...loadBalancers, ...nodes].map(({ vpc }) => vpc))];
  const zones = kafka.flatMap(vpc =>
    [...new Set(nodes.filter(node => node.vpc === vpc).map(({ zone }) => zone))].map(zone => ({ vpc, zone })));
  const nodesIn =
    (place: { vpc?: string; zone?: string }) => nodes.filter(({ vpc, zone }) => vpc === place.vpc && zone === place.zone);
  return [
    'flowchart LR',
    ...[...new Set(consumers.map(vpcOf))].flatMap((vpc, i) => [
      `  subgraph consumer${i}["${label(`VPC ${vpc}`)}"]`,
      ...consumers.flatMap((consumer, j) => vpcOf(consumer) === vpc ? [box(`endpoint${j}`, endpointLines(consumer))] : []),
      '  end',
    ]),
    ...kafka.flatMap((vpc, i) => [
      `  subgraph kafka${i}["${label(`VPC ${vpc ?? words.NOT_HERE}`)}"]`,
      ...loadBalancers.flatMap((loadBalancer, j) => loadBalancer.vpc === vpc ? balancerBoxes(loadBalancer, j) : []),
      ...zones.flatMap((place, j) => place.vpc === vpc ? [box(`zone${j}`, zoneLines(place.zone, nodesIn(place)))] : []),
      '  end',
    ]),
    ...elsewhere.map((service, i) => box(`elsewhere${i}`, [service, words.NOT_HERE])),
    ...consumers.flatMap(({ service }, j) => service === undefined ? [] : [
      ...loadBalancers.flatMap(({ services }, k) =>
        services.some(one => one.label === service) ? [`  endpoint${j} --> balancer${k}`] : []),
      ...elsewhere.flatMap((one, k) => one === service ? [`  endpoint${j} --> elsewhere${k}`] : []),
    ]),
    ...loadBalancers.flatMap(({ listeners }, j) => listeners.flatMap((listener, k) => zones.flatMap((place, z) => {
      const leads = listener.ports.some(({ targets }) =>
        targets.some(target => nodesIn(place).some(({ address }) => address === target.address)));
      return leads ? [`  listener${j}x${k} --> zone${z}`] : [];
    }))),
  ].join('\n');
}

/** Two VPCs that no template has are not the same. */
function vpcOf({ vpc, label: endpoint }: PlanConsumer): string {
  return vpc ?? `of ${endpoint}`;
}

function box(id: string, lines: readonly string[]): string {
  return `    ${id}["${lines.map(label).join('<br/>')}"]`;
}

function endpointLines({ label: endpoint, places, names }: PlanConsumer): string[] {
  return ['endpoint', endpoint, ...placeLines(places), ...names.map(({ name }) => name)];
}

/** One a line: Mermaid would break a longer line at a hyphen, in the midst of a name. */
function placeLines(places: readonly Place[]): string[] {
  return `in ${words.places(places)}`.split(/(?<=,) /);
}

function balancerBoxes({ label: name, places, services, listeners }: PlanLoadBalancer, j: number): string[] {
  return [
    box(`balancer${j}`, ['load balancer', name, ...placeLines(places), ...services.map(service => service.label)]),
    ...listeners.flatMap((listener, k) => [
      box(`listener${j}x${k}`, listenerLines(listener)),
      `    balancer${j} --> listener${j}x${k}`,
    ]),
  ];
}

function zoneLines(zone: string | undefined, nodes: readonly PlanNode[]): string[] {
  const roles = [...new Set(nodes.map(({ roles: own = 'broker' }) => own))];
  return [zone ?? `zone ${words.NOT_HERE}`, ...roles.map(role => {
    const ids = nodes.filter(node => (node.roles ?? 'broker') === role).flatMap(({ id, address }) => id ?? address);
    const known = ids.filter(id => typeof id === 'number');
    const who = ids.length === 1 ? role : role.replace(/broker|controller/g, '$&s');
    return `${who} ${[...known.length > 0 ? [words.ranges(known)] : [], ...ids.filter(id => typeof id === 'string')].join(', ')}`;
  })];
}

/** Ports beside the ways would lie over the boxes. */
function listenerLines(listener: PlanListener): string[] {
  const at = listener.ports.flatMap(({ targets }) => targets).map(({ port }) => port);
  return [words.listenerTitle(listener), words.ranges(listener.ports.map(({ port }) => port)), `→ :${words.ranges(at)}`];
}
