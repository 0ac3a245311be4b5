import { Brokers } from './brokers';
import { Card, drawCard, heightOf, Places } from './card';
import { balancerKey, consumerCards, endpointKey, keysToBrokers, loadBalancerCard, WIDTH } from './cards';
import { Area, Drawing, LINE, Point } from './drawing';
import { STYLE } from './style';
import { xml } from '../escape';
import type { Plan, PlanLoadBalancer, PlanNode } from '../model';
import { NOT_HERE } from '../words';

const MARGIN = 20;
const GAP = 16;
const PAD = 12;
/** Between two ways that run beside each other. */
const LANE = 12;

/**
 * The plan as a picture: the VPCs of consumers with their endpoints, Kafka's VPCs with load balancers, their ports, and the nodes
 * of each zone.
 */
export function asSvg(plan: Plan): string {
  const drawing = new Drawing();
  const places: Places = new Map();
  const left = consumerCards(plan);
  const lanes = Math.max(4, plan.loadBalancers.length + absentServices(plan).length + 2) * LANE;
  const right = { x: MARGIN + (left.length > 0 ? WIDTH.consumer + lanes : 0), y: MARGIN };
  const size = drawKafka(drawing, plan, right, places);
  const end = drawStack(drawing, left, { x: MARGIN, y: MARGIN }, places);
  drawEndpoints(drawing, plan, places);
  const width = Math.max(size.x, left.length > 0 ? MARGIN + WIDTH.consumer : 0) + MARGIN;
  const height = Math.max(size.y, end) + MARGIN - GAP;
  return [
    `<svg class="plan" xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${width} ${height}" width="${width}" `
      + `height="${height}">`,
    `<title>${xml(titleOf(plan))}</title>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    drawing.svg,
    '</svg>',
    '',
  ].join('\n');
}

function titleOf({ stacks, nodes, loadBalancers, consumers }: Plan): string {
  const count = (all: readonly unknown[], what: string) => `${all.length} ${what}${all.length === 1 ? '' : 's'}`;
  return `${stacks.map(({ name }) => name).join(', ')}: ${count(consumers, 'endpoint')}, `
    + `${count(loadBalancers, 'load balancer')}, ${count(nodes, 'node')}`;
}

/** Cards below each other. Returns where the next would begin. */
function drawStack(drawing: Drawing, cards: readonly Card[], { x, y }: Point, places: Places): number {
  let top = y;
  for (const card of cards) {
    drawCard(drawing, card, { x, y: top }, places);
    top += heightOf(card) + GAP;
  }
  return top;
}

/** Everything that is not a consumer's. Returns its right and lower end. */
function drawKafka(drawing: Drawing, plan: Plan, at: Point, places: Places): Point {
  let [x, y] = [at.x, at.y];
  for (const vpc of vpcsOf(plan)) {
    const area = drawVpc(drawing, vpc, { x: at.x, y }, places);
    [x, y] = [Math.max(x, area.x + area.width), area.y + area.height + GAP];
  }
  const absent = absentServices(plan).map((name): Card =>
    ({
      style: 'absent', width: WIDTH.loadBalancer, title: `service ${NOT_HERE}`, lines: [name], key: balancerKey({ label: name }),
    }));
  return {
    x: absent.length > 0 ? Math.max(x, at.x + WIDTH.loadBalancer) : x, y: drawStack(drawing, absent, { x: at.x, y }, places),
  };
}

interface Vpc {
  readonly name: string;
  readonly loadBalancers: readonly PlanLoadBalancer[];
  readonly nodes: readonly PlanNode[];
}

function vpcsOf({ loadBalancers, nodes }: Plan): Vpc[] {
  const ids = [...new Set([...loadBalancers, ...nodes].map(({ vpc }) => vpc))];
  return ids.map(id => ({
    name: id ?? NOT_HERE,
    loadBalancers: loadBalancers.filter(({ vpc }) => vpc === id),
    nodes: nodes.filter(({ vpc }) => vpc === id),
  }));
}

function drawVpc(drawing: Drawing, { name, loadBalancers, nodes }: Vpc, at: Point, places: Places): Area {
  const cards = loadBalancers.map(loadBalancerCard);
  const brokers = new Brokers(nodes);
  const beside = cards.length > 0 ? WIDTH.loadBalancer + (nodes.length > 0 ? 5 * LANE : 0) : 0;
  const height = Math.max(cards.reduce((sum, card) => sum + heightOf(card) + GAP, -GAP), nodes.length > 0 ? brokers.height : 0);
  const area = { ...at, width: 2 * PAD + beside + brokers.width, height: 2 * PAD + LINE + GAP + height };
  const y = at.y + PAD + LINE + GAP;
  drawing.box(area, 'vpc');
  drawing.text({ x: at.x + PAD, y: at.y + PAD - 2 }, `VPC ${name}`, area.width - 2 * PAD, 'title');
  drawStack(drawing, cards, { x: at.x + PAD, y }, places);
  const zones = brokers.draw(drawing, { x: at.x + PAD + beside, y });
  drawTargets(drawing, loadBalancers.flatMap(keysToBrokers).flatMap(key => places.get(key) ?? []), zones);
  return area;
}

/** From each listener to a way that leads to all zones. */
function drawTargets(drawing: Drawing, from: readonly Area[], to: readonly Area[]): void {
  if (from.length === 0 || to.length === 0) { return; }
  const x = to[0].x - 2 * LANE;
  const ends = [...from.map(middle), ...to.map(({ y }) => y + LINE)];
  for (const area of from) { drawing.line([{ x: area.x + area.width, y: middle(area) }, { x, y: middle(area) }], 'send'); }
  drawing.line([{ x, y: Math.min(...ends) }, { x, y: Math.max(...ends) }], 'send');
  for (const zone of to) { drawing.arrow([{ x, y: zone.y + LINE }, { x: zone.x, y: zone.y + LINE }], 'send'); }
}

/** From each endpoint to the load balancer of its service, the ways to one load balancer in a lane of their own. */
function drawEndpoints(drawing: Drawing, plan: Plan, places: Places): void {
  const goals = [...plan.loadBalancers.map(({ label, services }) => ({ label, names: services.map(service => service.label) })),
    ...absentServices(plan).map(name => ({ label: name, names: [name] }))];
  for (const [i, { label, names }] of goals.entries()) {
    const to = places.get(balancerKey({ label }));
    for (const consumer of plan.consumers.filter(({ service }) => service !== undefined && names.includes(service))) {
      const from = places.get(endpointKey(consumer));
      if (!from || !to) { continue; }
      const lane = MARGIN + WIDTH.consumer + LANE * (i + 1);
      const [start, end] = [{ x: from.x + from.width, y: middle(from) }, { x: to.x, y: to.y + LINE }];
      drawing.arrow([start, { x: lane, y: start.y }, { x: lane, y: end.y }, end], 'link');
    }
  }
}

function middle({ y, height }: Area): number {
  return Math.round(y + height / 2);
}

/** The services of endpoints that no load balancer of these templates serves. */
function absentServices({ loadBalancers, consumers }: Plan): string[] {
  const here = loadBalancers.flatMap(({ services }) => services).map(({ label }) => label);
  return [...new Set(consumers.flatMap(({ service }) => service === undefined || here.includes(service) ? [] : [service]))];
}
