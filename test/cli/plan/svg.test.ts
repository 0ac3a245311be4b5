import type { Plan, PlanConsumer, PlanLoadBalancer, PlanNode } from '../../../cli/plan/model';
import { planOf } from '../../../cli/plan/read';
import { asSvg } from '../../../cli/plan/svg';
import { assembly } from '../fixture';
import { HOSTILE, hostilePlan } from './hostile';

interface Box {
  readonly style: string;
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly bottom: number;
}

function boxes(svg: string): Box[] {
  return [...svg.matchAll(/<rect class="(\w+)" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/g)].map(([, style, ...numbers]) => {
    const [x, y, width, height] = numbers.map(Number);
    return { style, x, y, right: x + width, bottom: y + height };
  });
}

const isApart = (a: Box, b: Box) => a.right <= b.x || b.right <= a.x || a.bottom <= b.y || b.bottom <= a.y;
const isIn = (a: Box, b: Box) => a.x >= b.x && a.y >= b.y && a.right <= b.right && a.bottom <= b.bottom;

/** A cluster as large as is asked for, with so many load balancers of a listener each, and so many consumers of each. */
function large(brokers: number, audiences: number, consumers: number): Plan {
  const ids = Array.from({ length: brokers }, (_, id) => id);
  const nodes = ids.map((id): PlanNode => ({ id, zone: `eu-west-1${'abc'[id % 3]}`, address: `10.0.0.${id}`, vpc: 'vpc-1', resources: [] }));
  const places = [...'abc'].map(zone => ({ subnet: `subnet-${zone}`, zone: `eu-west-1${zone}` }));
  const loadBalancers = Array.from({ length: audiences }, (_, n): PlanLoadBalancer => ({
    label: `Kafka.Nlb${n}`,
    scheme: 'internal',
    vpc: 'vpc-1',
    places,
    services: [{ label: `Kafka.Service${n}`, principals: ['arn:aws:iam::222222222222:root'], acceptanceRequired: true, otherRegions: [], vendors: [] }],
    listeners: [{
      name: `AUDIENCE_${n}`,
      protocol: 'SSL',
      saslMechanisms: [],
      certificateNames: [],
      source: 'Kafka.Outputs.Contract',
      ports: ids.map(id => ({
        port: 20000 + id, broker: id, advertised: `b${id}.kafka:${20000 + id}`, resources: [], targets: [{ address: `10.0.0.${id}`, port: 9093, broker: id }],
      })),
    }],
    companions: [],
    otherPorts: [],
    inbound: [],
    filtersEndpoints: false,
  }));
  const endpoints = loadBalancers.flatMap(({ services }) => Array.from({ length: consumers }, (_, i): PlanConsumer => ({
    label: `Pay${i}.${services[0].label}`, stack: `Pay${i}`, places, service: services[0].label, names: [{ name: 'kafka' }], listeners: [], bootstrapServers: [], opens: [],
  })));
  return { version: '1', stacks: [], nodes, loadBalancers, consumers: endpoints, headRoom: [], costs: [], unknown: [] };
}

test.each([[0, 0, 0], [1, 1, 1], [3, 1, 1], [12, 3, 2], [49, 1, 0], [49, 4, 3], [3, 0, 0]])(
  '%i brokers, %i audiences and %i consumers of each: no box lies over another, and none outside of the picture', (...size) => {
    const svg = asSvg(large(...size));
    const all = boxes(svg);
    const [width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.slice(1).map(Number);
    expect(all.filter(({ style }) => style === 'node')).toHaveLength(size[0]);
    expect(all.filter(({ style }) => style === 'endpoint')).toHaveLength(size[1] * size[2]);
    expect(all.filter(box => box.right > width || box.bottom > height)).toEqual([]);
    const clashes = all.flatMap((a, i) => all.slice(i + 1).filter(b => !isApart(a, b) && !isIn(a, b) && !isIn(b, a)).map(b => [a, b]));
    expect(clashes).toEqual([]);
  });

test('every text ends in its box', () => {
  const svg = asSvg(hostilePlan());
  const all = boxes(svg);
  const texts = [...svg.matchAll(/<text class="(\w+)" x="(\d+)" y="(\d+)">(?:<title>[^<]*<\/title>)?([^<]*)</g)];
  expect(texts.length).toBeGreaterThan(10);
  for (const [, style, x, y, text] of texts) {
    const around = all.filter(box => box.x <= Number(x) && Number(x) <= box.right && box.y <= Number(y) && Number(y) <= box.bottom);
    const end = Number(x) + [...text.replace(/&#?\w+;/g, '.')].length * (style === 'title' ? 13 : 11) * 0.602;
    expect(end).toBeLessThanOrEqual(Math.min(...around.map(({ right }) => right)));
  }
});

test('an endpoint is joined with the load balancer of its service, and its listeners with the zones of the brokers', () => {
  const svg = asSvg(planOf(assembly()));
  const ways = [...svg.matchAll(/<path class="way (\w+)" d="M(\d+) (\d+) .*L(\d+) (\d+)"/g)].map(([, style, ...ends]) => [style, ...ends.map(Number)]);
  const [endpoint, balancer] = ['endpoint', 'balancer'].map(style => boxes(svg).find(box => box.style === style)!);
  const [, x, , endX, endY] = ways.find(([style]) => style === 'link')! as number[];
  expect(x).toBe(endpoint.right);
  expect(endX).toBe(balancer.x);
  expect(endY).toBeGreaterThan(balancer.y);
  const zones = boxes(svg).filter(({ style }) => style === 'zone');
  expect(zones.map(zone => ways.some(([style, , , toX, toY]) => style === 'send' && toX === zone.x && Number(toY) > zone.y && Number(toY) < zone.bottom))).toEqual([true, true, true]);
});

test('nothing that a template says is markup', () => {
  const svg = asSvg(hostilePlan());
  expect(svg).not.toContain(HOSTILE.slice(0, 8));
  const tags = new Set([...svg.matchAll(/<\/?([^\s>/]+)/g)].map(([, tag]) => tag));
  expect([...tags].sort()).toEqual(['path', 'rect', 'style', 'svg', 'text', 'title']);
  expect(svg).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
});
