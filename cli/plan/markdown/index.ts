import { code } from './escape';
import { asMermaid } from './mermaid';
import type { Plan, PlanConsumer, PlanListener, PlanLoadBalancer, PlanPort } from '../model';
import * as words from '../words';

/** The plan as Markdown, for a pull request or a page, with a picture of Mermaid. */
export function asMarkdown(plan: Plan): string {
  const most = words.tightest(plan.headRoom);
  return [
    `## Plan of ${plan.stacks.map(({ name }) => code(name)).join(', ')}`,
    `\`\`\`mermaid\n${asMermaid(plan)}\n\`\`\``,
    ...plan.nodes.length === 0 ? [] : [
      '### Nodes',
      table(['node', 'roles', 'zone', 'name or address'], plan.nodes.map(({ id, roles = 'broker', zone, host, address }) =>
        [id === undefined ? '?' : `${id}`, code(roles), code(zone ?? '') || words.NOT_HERE, code(host ?? address)])),
    ],
    ...plan.loadBalancers.flatMap(loadBalancerParts),
    ...plan.consumers.flatMap(consumerParts),
    '### Head-room',
    table(['limit', 'used', 'of', 'most used by'], most.map(one => [one.limit, words.used(one), `${one.of}`, code(one.where)])),
    ...most.some(({ atLeast }) => atLeast) ? [`\\${words.PLUS}`] : [], // a plus and a blank begin a list
    '### Paid for by the hour or month',
    table(['what', 'count'], plan.costs.map(({ what, count }) => [what, `${count}`])),
    ...plan.unknown.length === 0 ? [] : ['### Not in these templates', plan.unknown.map(what => `- ${code(what)}`).join('\n')],
  ].join('\n\n');
}

function loadBalancerParts(loadBalancer: PlanLoadBalancer): string[] {
  const { label, listeners, companions, otherPorts } = loadBalancer;
  return [
    `### ${code(label)}`,
    factTable(words.loadBalancerFacts(loadBalancer)),
    ...listeners.flatMap(listenerParts),
    ...companions.length === 0 ? [] : [
      '#### Beside Kafka',
      table(
        ['name', 'protocol', ...COLUMNS],
        companions.map(companion => [code(companion.name), code(companion.protocol), ...cells(companion)]),
      ),
    ],
    ...otherPorts.length === 0 ? [] : [
      '#### Other ports',
      table(
        ['NLB port', 'target', 'carried by'],
        otherPorts.map(port => [`${port.port}`, code(words.targets(port.targets)), carriedBy(port)]),
      ),
    ],
  ];
}

const COLUMNS = ['clients connect to', 'NLB port', 'target', 'carried by'];

function cells(port: PlanPort): string[] {
  return [code(words.advertised(port)), `${port.port}`, code(words.targets(port.targets)), carriedBy(port)];
}

function carriedBy({ resources }: PlanPort): string {
  return resources.map(code).join(' → ');
}

function listenerParts(listener: PlanListener): string[] {
  return [
    `#### ${code(words.listenerTitle(listener))}`,
    table(['broker', ...COLUMNS], listener.ports.map(port => [words.broker(port), ...cells(port)])),
    factTable(words.listenerFacts(listener)),
  ];
}

function consumerParts(consumer: PlanConsumer): string[] {
  return [`### ${code(consumer.label)}`, factTable(words.consumerFacts(consumer))];
}

function factTable(facts: readonly [string, string][]): string {
  return table(['', ''], facts.map(([name, value]) => [name, code(value)]));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells_: readonly string[]) => `| ${cells_.join(' | ')} |`;
  return [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');
}
