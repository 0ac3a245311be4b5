import { createHash } from 'node:crypto';
import { facts, names, number, Section, section, short, table } from './parts';
import { SCRIPT } from './script';
import { STYLE } from './style';
import { xml } from '../escape';
import type { Plan, PlanConsumer, PlanListener, PlanLoadBalancer, PlanPort } from '../model';
import { asSvg } from '../svg';
import * as words from '../words';

/** What `check` says of the same templates. */
export interface Checked {
  readonly findings: readonly { readonly cause: string; readonly message: string }[];
  /** What keeps it from being said. */
  readonly notes: readonly string[];
}

/** The plan as one page that needs nothing else: no network, no file beside it. */
export function asHtml(plan: Plan, checked: Checked): string {
  const sections = [
    picture(plan),
    checks(checked),
    ...plan.nodes.length === 0 ? [] : [nodes(plan)],
    ...plan.loadBalancers.map(loadBalancer),
    ...plan.consumers.map(consumer),
    headRoom(plan),
    costs(plan),
    ...plan.unknown.length === 0 ? [] : [unknown(plan)],
  ];
  const title = `Plan of ${plan.stacks.map(({ name }) => name).join(', ')}`;
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; '
      + `script-src '${hashOf(SCRIPT)}'">`,
    `<title>${xml(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#main">Skip to the tables</a>',
    `<header><h1>${xml(title)}</h1>`,
    '<nav aria-label="Parts of this '
      + `page"><ul>${sections.map(({ id, title: name }) => `<li><a href="#${id}">${xml(name)}</a></li>`).join('')}</ul></nav></header>`,
    '<main id="main">',
    '<div class="filter" role="search" hidden><label for="filter">Filter rows </label>'
      + '<input id="filter" type="search" autocomplete="off" aria-describedby="rows"><output id="rows"></output></div>',
    ...sections.map(section),
    '</main>',
    `<script>${SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** The one script that the page lets run, whatever a template says. */
function hashOf(script: string): string {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

function picture(plan: Plan): Section {
  return {
    id: 'picture',
    title: 'Picture',
    body: ['<div class="scroll" tabindex="0" role="region" '
      + `aria-label="Picture">${asSvg(plan)}</div>`],
  };
}

function checks({ findings, notes }: Checked): Section {
  const said = notes.length === 0 ? [] : [list(notes)];
  return {
    id: 'check',
    title: findings.length === 0 ? 'Check' : `Check: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`,
    body: findings.length === 0
      ? [`<p>${notes.length === 0 ? 'Every path is open.' : 'There is no finding. What these files do not tell:'}</p>`, ...said]
      : [
        '<div class="findings">',
        table('Findings', [short('cause'), names('finding')], findings.map(({ cause, message }) => [cause, message])), '</div>',
        ...said,
      ],
  };
}

function nodes({ nodes: all }: Plan): Section {
  const rows = all.map(({ id, roles = 'broker', zone = words.NOT_HERE, host, address, resources }) =>
    [id === undefined ? '?' : `${id}`, roles, zone, host ?? address, resources.join(', ')]);
  return {
    id: 'nodes',
    title: 'Nodes',
    body: [table('Nodes', [number('node'), short('roles'), short('zone'), names('name or address'), names('carried by')], rows)],
  };
}

const COLUMNS = [names('clients connect to'), number('NLB port'), names('target'), names('carried by')];

function cells(port: PlanPort): string[] {
  return [words.advertised(port), `${port.port}`, words.targets(port.targets), port.resources.join(' → ')];
}

function loadBalancer(one: PlanLoadBalancer, index: number): Section {
  const { label, listeners, companions, otherPorts } = one;
  return {
    id: `load-balancer-${index}`,
    title: label,
    body: [
      facts(words.loadBalancerFacts(one)),
      ...listeners.flatMap(listenerParts),
      ...companions.length === 0 ? [] : [
        '<h3>Beside Kafka</h3>',
        table(
          'Beside Kafka', [short('name'), short('protocol'), ...COLUMNS],
          companions.map(companion => [companion.name, companion.protocol, ...cells(companion)]),
        ),
      ],
      ...otherPorts.length === 0 ? [] : [
        '<h3>Other ports</h3>',
        table(
          'Other ports', [number('NLB port'), names('target'), names('carried by')],
          otherPorts.map(port => cells(port).slice(1)),
        ),
      ],
    ],
  };
}

function listenerParts(listener: PlanListener): string[] {
  const title = words.listenerTitle(listener);
  return [
    `<h3>${xml(title)}</h3>`,
    table(title, [number('broker'), ...COLUMNS], listener.ports.map(port => [words.broker(port), ...cells(port)])),
    facts(words.listenerFacts(listener)),
  ];
}

function consumer(one: PlanConsumer, index: number): Section {
  return { id: `consumer-${index}`, title: one.label, body: [facts(words.consumerFacts(one))] };
}

function headRoom({ headRoom: all }: Plan): Section {
  const rows = [...all].sort((a, b) => b.used / b.of - a.used / a.of)
    .map(one => [one.limit, words.used(one), `${one.of}`, `${Math.round(100 * one.used / one.of)} %`, one.where]);
  return {
    id: 'head-room',
    title: 'Head-room',
    body: [
      table('Head-room', [short('limit'), number('used'), number('of'), number('share'), names('by')], rows),
      ...all.some(({ atLeast }) => atLeast) ? [`<p class="quiet">${xml(words.PLUS)}</p>`] : [],
    ],
  };
}

function costs({ costs: all }: Plan): Section {
  const rows = all.map(({ what, count, resources }) => [what, `${count}`, resources.join(', ')]);
  return {
    id: 'costs',
    title: 'Paid for by the hour or month',
    body: [table('Paid for by the hour or month', [short('what'), number('count'), names('resources')], rows)],
  };
}

function unknown({ unknown: all }: Plan): Section {
  return { id: 'unknown', title: 'Not in these templates', body: [list(all)] };
}

function list(all: readonly string[]): string {
  return `<ul>${all.map(one => `<li>${xml(one)}</li>`).join('')}</ul>`;
}
