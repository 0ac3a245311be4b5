import { fact, table, wrap } from './table';
import { printable } from '../escape';
import type { Plan, PlanConsumer, PlanListener, PlanLoadBalancer, PlanPort } from '../model';
import * as words from '../words';

const WIDTH = 100;

/** The plan for a terminal: no line is longer than `width`. */
export function asText(plan: Plan, width = WIDTH): string {
  const sections = [
    nodes(plan, width),
    ...plan.loadBalancers.flatMap(loadBalancer => [head(loadBalancer, width), ...ports(loadBalancer, width)]),
    ...plan.consumers.map(consumer => consumerLines(consumer, width)),
    headRoom(plan, width),
    [
      'Paid for by the hour or month',
      ...table(['what', 'count'], plan.costs.map(({ what, count }) => [what, `${count}`]), width),
    ],
    plan.unknown.length === 0 ? [] : ['Not in these templates', ...plan.unknown.flatMap(what => item(what, width))],
  ];
  return sections.filter(lines => lines.length > 0).map(lines => lines.map(printable).join('\n')).join('\n\n');
}

function nodes({ nodes: all }: Plan, width: number): string[] {
  if (all.length === 0) { return []; }
  const name = (id?: number) => id === undefined ? '?' : `${id}`;
  const carried = all.filter(({ resources }) => resources.length > 0);
  return [
    'Nodes',
    ...table(['node', 'roles', 'zone', 'name or address'],
      all.map(({ id, roles, zone, host, address }) => [name(id), roles ?? 'broker', zone ?? words.NOT_HERE, host ?? address]),
      width),
    ...carriedBy(carried.map(({ id, resources }) => [name(id), resources.join(', ')]), width),
  ];
}

function head(loadBalancer: PlanLoadBalancer, width: number): string[] {
  return [
    ...wrap(loadBalancer.label, width),
    ...words.loadBalancerFacts(loadBalancer).flatMap(([name, value]) => fact(name, value, width)),
  ];
}

function ports({ listeners, companions, otherPorts }: PlanLoadBalancer, width: number): string[][] {
  return [
    ...listeners.map(listener => listenerLines(listener, width)),
    companions.length === 0 ? [] : [
      'Beside Kafka',
      ...table(
        ['name', 'protocol', ...COLUMNS], companions.map(companion => [companion.name, companion.protocol, ...cells(companion)]),
        width,
      ),
      ...carriedBy(companions.map(({ name, resources }) => [name, resources.join(' → ')]), width),
    ],
    otherPorts.length === 0 ? [] : [
      'Other ports',
      ...table(['NLB port', 'target'], otherPorts.map(port => [`${port.port}`, words.targets(port.targets)]), width),
      ...carriedBy(otherPorts.map(({ port, resources }) => [`${port}`, resources.join(' → ')]), width),
    ],
  ];
}

const COLUMNS = ['clients connect to', 'NLB port', 'target'];

function cells(port: PlanPort): string[] {
  return [words.advertised(port), `${port.port}`, words.targets(port.targets)];
}

function listenerLines(listener: PlanListener, width: number): string[] {
  return [
    words.listenerTitle(listener),
    ...table(['broker', ...COLUMNS], listener.ports.map(port => [words.broker(port), ...cells(port)]), width),
    ...words.listenerFacts(listener).flatMap(([name, value]) => fact(name, value, width)),
    ...carriedBy(listener.ports.map(port => [words.broker(port), port.resources.join(' → ')]), width),
  ];
}

function consumerLines(consumer: PlanConsumer, width: number): string[] {
  return [...wrap(consumer.label, width), ...words.consumerFacts(consumer).flatMap(([name, value]) => fact(name, value, width))];
}

function headRoom({ headRoom: all }: Plan, width: number): string[] {
  const most = words.tightest(all);
  return [
    'Head-room',
    ...table(
      ['limit', 'used', 'of', 'most used by'], most.map(one => [one.limit, words.used(one), `${one.of}`, one.where]), width,
    ),
    ...most.some(({ atLeast }) => atLeast) ? wrap(words.PLUS, width - 2).map(line => `  ${line}`) : [],
  ];
}

function carriedBy(rows: [string, string][], width: number): string[] {
  return rows.length === 0 ? [] : ['  carried by', ...table(['', ''], rows, width).slice(1)];
}

function item(text: string, width: number): string[] {
  return wrap(text, width - 4).map((line, i) => `${i === 0 ? '  - ' : '    '}${line}`);
}
