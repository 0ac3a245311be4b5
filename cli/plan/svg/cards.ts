import { Card, inner } from './card';
import type { Plan, PlanConsumer, PlanListener, PlanLoadBalancer, PlanPort } from '../model';
import * as words from '../words';

export const WIDTH = { consumer: 360, loadBalancer: 440 } as const;
/** More are told by their number: all of them are in the tables. */
const MOST_LINES = 6;
/** So many ports are told one by one. */
const MOST_PORTS = 7;

/** The VPC of consumers with an endpoint for each. */
export function consumerCards({ consumers, stacks, loadBalancers }: Plan): Card[] {
  if (consumers.length === 0) {
    const principals = loadBalancers.flatMap(({ services }) => services).flatMap(({ principals: all }) => all);
    return loadBalancers.length === 0 ? [] : [{
      style: 'absent',
      width: WIDTH.consumer,
      title: 'consumers',
      lines: few([words.NOT_HERE, ...new Set(principals.map(principal => `for ${principal}`))]),
    }];
  }
  const vpcs = [...new Set(consumers.map(vpcOf))];
  return vpcs.map(key => {
    const inside = consumers.filter(consumer => vpcOf(consumer) === key);
    const stack = stacks.find(({ name }) => name === inside[0].stack);
    return {
      style: 'vpc',
      width: WIDTH.consumer,
      title: `VPC ${inside[0].vpc ?? words.NOT_HERE}`,
      lines: [`stack ${inside[0].stack}`, ...stack ? [words.environment(stack)] : []],
      cards: inside.map(consumer => endpointCard(consumer)),
    };
  });
}

/** Two VPCs that no template has are not the same. */
function vpcOf({ vpc, label }: PlanConsumer): string {
  return vpc ?? label;
}

export function endpointKey({ label }: PlanConsumer): string {
  return `endpoint ${label}`;
}

function endpointCard(consumer: PlanConsumer): Card {
  const names = consumer.names.map(({ name, zone }) => zone === undefined ? name : `${name} (${zone})`);
  return {
    style: 'endpoint',
    width: inner(WIDTH.consumer),
    title: 'endpoint',
    lines: [
      consumer.label,
      ...few(words.zones(consumer.places).map(zone => `interface in ${zone}`)),
      ...few(names),
      ...consumer.bootstrapServers.map(server => `bootstrap ${server}`),
      ...few(
        consumer.opens.map(({ what, peer, direction, group }) =>
          direction === 'in' ? `${what} from ${peer}` : `${what} out of ${group}`),
      ),
    ],
    key: endpointKey(consumer),
  };
}

export function loadBalancerCard(loadBalancer: PlanLoadBalancer): Card {
  const { label, places, services, listeners, companions, otherPorts } = loadBalancer;
  return {
    style: 'balancer',
    width: WIDTH.loadBalancer,
    title: 'load balancer',
    lines: [
      label, ...few(words.zones(places).map(zone => `node in ${zone}`)),
      ...few(
        services.flatMap(service => [`service ${service.label}`, ...service.principals.map(principal => `for ${principal}`)]),
      ),
    ],
    cards: [
      ...listeners.map(listener => portsCard(listener, listenerKey(loadBalancer, listener))),
      ...companions.length === 0 ? [] : [
        plainCard('beside Kafka', companions.map(companion => `${companion.advertised} ${companion.name} `
          + `${arrowed(companion)}`), `${label} companions`),
      ],
      ...otherPorts.length === 0 ? [] : [
        plainCard('ports', few(otherPorts.map(port => `${port.port} ${arrowed(port)}`)), `${label} ports`),
      ],
    ],
    key: balancerKey(loadBalancer),
  };
}

export function balancerKey({ label }: Pick<PlanLoadBalancer, 'label'>): string {
  return `balancer ${label}`;
}

export function listenerKey({ label }: PlanLoadBalancer, { name }: PlanListener): string {
  return `listener ${label} ${name}`;
}

/** The cards that lead to brokers. */
export function keysToBrokers(loadBalancer: PlanLoadBalancer): string[] {
  return [
    ...loadBalancer.listeners.map(listener => listenerKey(loadBalancer, listener)),
    ...loadBalancer.otherPorts.length === 0 ? [] : [`${loadBalancer.label} ports`],
  ];
}

function portsCard(listener: PlanListener, key: string): Card {
  const ofBrokers = listener.ports.filter(({ bootstrap }) => !bootstrap);
  const rows = ofBrokers.length <= MOST_PORTS ? ofBrokers.map(port => `${port.port} ${arrowed(port)}`) : [`${words.ranges(ofBrokers.map(({ port }) => port))} ${arrowed({
    targets: ofBrokers.flatMap(({ targets }) => targets),
  })}`];
  const starts = listener.ports.filter(({ bootstrap }) => bootstrap).map(port => `${port.port} bootstrap ${arrowed(port)}`);
  return plainCard(words.listenerTitle(listener), [hostsOf(ofBrokers), ...rows, ...starts], key);
}

function plainCard(title: string, lines: readonly string[], key: string): Card {
  return { style: 'part', width: inner(WIDTH.loadBalancer), title, lines, key };
}

/** Where clients are sent, the port aside: one name, or the first and the last of one for each broker. */
function hostsOf(ports: readonly PlanPort[]): string {
  const hosts = [...new Set(ports.map(({ advertised }) => advertised?.replace(/:\d+$/, '') ?? words.NOT_HERE))];
  return hosts.length > 1 ? `${hosts[0]} to ${hosts[hosts.length - 1]}` : hosts[0] ?? words.NOT_HERE;
}

function arrowed({ targets }: Pick<PlanPort, 'targets'>): string {
  return `→ ${words.targets(targets)}`;
}

function few(lines: readonly string[]): string[] {
  return lines.length <= MOST_LINES ? [...lines] : [...lines.slice(0, MOST_LINES - 1), `and ${lines.length - MOST_LINES + 1} `
    + 'more'];
}
