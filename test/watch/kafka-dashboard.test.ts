import { readFileSync } from 'fs';
import { join } from 'path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { bodyOf, dashboardStack } from './dashboard-app';
import { bodyProblems } from './dashboard-body';
import { pictureOf } from '../../build-tools/dashboard-picture';
import { KafkaDashboard } from '../../src';
import { FIGURES } from '../../src/brokers/watch/kafka-figures';
import { setup } from '../brokers/fixtures';

const template = Template.fromStack(dashboardStack(3)).toJSON();
const body = bodyOf(template);
const expressions: string[] = body.widgets.flatMap(({ properties }: any) => (properties.metrics ?? []).map(([{ expression }]: any) => expression ?? ''));

test('the body is what CloudWatch takes', () => {
  expect(bodyProblems(body)).toEqual([]);
  const [, graph] = body.widgets;
  const wrong = { ...body, widgets: [{ ...graph, x: 20 }, { ...graph, y: 9, properties: { ...graph.properties, view: 'line', metrics: [['Kafka']], region: undefined } }] };
  expect(bodyProblems(wrong)).toEqual(['widget 0: it is at 20, 1, 8 × 6', 'widget 1: its view is line', 'widget 1: it has no region', 'widget 1: a metric has 1 texts']);
});

test('30 brokers have the body of 3', () => {
  expect(bodyOf(Template.fromStack(dashboardStack(30)).toJSON())).toEqual(body);
});

test('every figure that nodes publish is on it', () => {
  const shown = expressions.map(expression => /^SELECT \w+\((\w+)\)/.exec(expression)?.[1]);
  expect(FIGURES.map(({ name }) => name).filter(name => !shown.includes(name) && name !== 'Connections')).toEqual([]);
});

test('a figure that nobody publishes is not', () => {
  const { brokers, stack, template: made } = setup();
  new KafkaDashboard(stack, 'Dashboard', { brokers });
  const text = JSON.stringify(bodyOf(made().toJSON()));
  expect(FIGURES.filter(({ name, level }) => text.includes(`(${name})`) !== (level === 'BASIC'))).toEqual([]);
  expect(text).not.toContain('CertificateDaysLeft');
  expect(bodyProblems(bodyOf(made().toJSON()))).toEqual([]);
});

test('of nothing there is none', () => {
  expect(() => new KafkaDashboard(new Stack(), 'Dashboard', {})).toThrow("Default/Dashboard: KafkaDashboard.nothing: there is nothing to show; give 'brokers'");
});

test('the picture of the page is drawn from the body', () => {
  expect(readFileSync(join(__dirname, '../../docs/pictures/dashboard.svg'), 'utf8')).toBe(pictureOf(body));
});
