import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as sns from 'aws-cdk-lib/aws-sns';
import { clientListener, DIGEST, ENV, idOf, range, settingsOf, setup, SetupProps } from './fixtures';
import { BrokerCertificate, KafkaAlarm, KafkaBrokersAlarmsOptions, KafkaMetricLevel, KafkaNodeMetrics, KafkaPlugin, ListenerSecurity } from '../../src';
import { FIGURES, KAFKA_FIGURES } from '../../src/brokers/watch/kafka-figures';

const ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
const RULE = 'AWS::Events::Rule';

const FULL = { level: KafkaMetricLevel.FULL, exporter: KafkaPlugin.fromUrl('https://repo1.maven.org/maven2/exporter.jar', DIGEST) };
const security = ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem'));
const EVERYTHING: SetupProps = { metrics: FULL, clientListeners: [clientListener({ security })] };

function watched(props: SetupProps = {}, options: Partial<KafkaBrokersAlarmsOptions> = {}): Template {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const { brokers, template } = setup({ stack, ...props });
  const [page, ticket] = ['Page', 'Ticket'].map(id => new sns.Topic(stack, id));
  brokers.addAlarms({ page, ticket, ...options });
  return template();
}

/** Alarms by the names of their symptoms, and of their nodes. */
const alarmsOf = (template: Template): { [alarm: string]: any } => Object.fromEntries(
  Object.entries(template.findResources(ALARM)).map(([id, { Properties }]) => {
    const [, name] = /^BrokersAlarms(.*)[0-9A-F]{8}$/.exec(id)!;
    return [name[0].toLowerCase() + name.slice(1), Properties];
  }));
const namesOf = (template: Template) => Object.keys(alarmsOf(template)).filter(name => !name.startsWith('nodeDown'));
const topicOf = ({ AlarmActions }: any) => AlarmActions?.[0].Ref.replace(/[0-9A-F]{8}$/, '');
const queryOf = ({ Metrics }: any): string => Metrics[0].Expression;

const SCHEMA = 'SCHEMA\\("KafkaNodes", "Cluster", "NodeId"\\)';
const QUERY = new RegExp(`^SELECT (?:MAX|MIN|SUM)\\((\\w+)\\) FROM ${SCHEMA} WHERE "Cluster" = 'Kafka-Brokers'( GROUP BY "NodeId")?$`);

const OF_CERTIFICATES = ['certificate'];
const OF_FULL = ['metadataLag', 'networkBusy', 'controllerQueue', 'heartbeats', 'isrShrinks'];

test('there are none unless they are asked for', () => {
  setup().template().resourceCountIs(ALARM, 0);
  setup().template().resourceCountIs(COMPOSITE, 0);
});

test('30 brokers have the alarms of 3, and one more for each node', () => {
  const [few, many] = [3, 30].map(brokerCount => watched({ brokerCount, ...EVERYTHING }));
  expect(range(30).map(nodeId => `nodeDownNode${nodeId}`).every(name => name in alarmsOf(many))).toBe(true);
  const isDownOfMore = (name: string) => range(30).slice(3).some(nodeId => name === `nodeDownNode${nodeId}`);
  expect(Object.fromEntries(Object.entries(alarmsOf(many)).filter(([name]) => !isDownOfMore(name)))).toEqual(alarmsOf(few));
  expect(Object.keys(alarmsOf(many)).filter(isDownOfMore)).toHaveLength(27);
  expect(many.findResources(COMPOSITE)).toEqual(few.findResources(COMPOSITE));
});

test('an alarm is made only for a figure that nodes publish', () => {
  const all = namesOf(watched(EVERYTHING));
  expect(namesOf(watched())).toEqual(all.filter(name => ![...OF_CERTIFICATES, ...OF_FULL].includes(name)));
  expect(namesOf(watched({ clientListeners: EVERYTHING.clientListeners }))).toEqual(all.filter(name => !OF_FULL.includes(name)));
  expect(namesOf(watched({ metrics: { exporter: FULL.exporter } }))).toEqual(namesOf(watched()));
});

test('every query asks for a figure of its level, and for all nodes of the cluster', () => {
  const published = (level: KafkaMetricLevel) => FIGURES.filter(figure => figure.level === level).map(({ name }) => name);
  const own = ['BootSeconds', 'CertificateDaysLeft', 'ConnectionsPercent', 'DataUsedPercent', 'DrainsForced', 'KafkaUp'];
  for (const [name, alarm] of Object.entries(alarmsOf(watched(EVERYTHING))).filter(([, { Metrics }]) => Metrics)) {
    const [, figure] = QUERY.exec(queryOf(alarm))!;
    const level = OF_FULL.includes(name) ? KafkaMetricLevel.FULL : KafkaMetricLevel.BASIC;
    expect([name, [...own, ...published(level)]]).toEqual([name, expect.arrayContaining([figure])]);
    expect(alarm.Metrics[0].Period).toBe(60);
  }
});

test('figures are looked for where nodes publish them', () => {
  const template = watched();
  for (const nodeId of [1000, 0]) {
    const settings = settingsOf(template, nodeId);
    const { Namespace, Dimensions } = alarmsOf(template)[`nodeDownNode${nodeId}`];
    expect([Namespace, Dimensions]).toEqual([settings.METRICS_NAMESPACE, [{ Name: 'Cluster', Value: settings.CLUSTER }, { Name: 'NodeId', Value: settings.NODE_ID }]]);
    expect(queryOf(alarmsOf(template).underMinIsr)).toContain(`"${settings.METRICS_NAMESPACE}", "Cluster", "NodeId") WHERE "Cluster" = '${settings.CLUSTER}'`);
  }
});

test('a node that says nothing is taken for one that is down', () => {
  expect(alarmsOf(watched()).nodeDownNode0).toMatchObject({ ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching', EvaluationPeriods: 10 });
});

test('where no controller says that it is active, there is none', () => {
  const { noController, twoControllers } = alarmsOf(watched());
  expect(queryOf(noController)).toMatch(/^SELECT MAX\(ActiveControllers\)(?!.*GROUP BY)/);
  expect(noController).toMatchObject({ ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching' });
  expect(queryOf(twoControllers)).toMatch(/^SELECT SUM\(ActiveControllers\)(?!.*GROUP BY)/);
  expect(twoControllers).toMatchObject({ ComparisonOperator: 'GreaterThanThreshold', Threshold: 1, TreatMissingData: 'notBreaching' });
});

test('what less of is wrong is quiet without a figure, where another alarm tells that there is none', () => {
  const alarms = alarmsOf(watched(EVERYTHING));
  const least = Object.keys(alarms).filter(name => alarms[name].ComparisonOperator === 'LessThanThreshold' && !name.startsWith('nodeDown'));
  expect(least.sort()).toEqual(['busy', 'certificate', 'crashes', 'networkBusy', 'noController', 'requestsWait']);
  expect(least.filter(name => alarms[name].TreatMissingData === 'breaching')).toEqual(['noController']);
});

test('what cuts clients off pages, once', () => {
  const alarms = alarmsOf(watched(EVERYTHING));
  const byTopic = (topic?: string) => Object.keys(alarms).filter(name => topicOf(alarms[name]) === topic && !name.startsWith('nodeDown')).sort();
  expect(byTopic('Page')).toEqual(['diskFull', 'metadataErrors', 'metadataLag', 'offlineLogDirectories', 'requestsWait', 'twoControllers', 'uncleanElections']);
  expect(byTopic(undefined)).toEqual(['noController', 'offlinePartitions', 'underMinIsr']);
  expect(topicOf(alarms.nodeDownNode1)).toBe('Page');
  expect(byTopic('Ticket').length + 10).toBe(namesOf(watched(EVERYTHING)).length);
});

test('one alarm says that the cluster is not serving, in the place of those that it is made of', () => {
  const template = watched();
  const [[id, { Properties }]] = Object.entries(template.findResources(COMPOSITE));
  expect(id).toMatch(/^BrokersAlarmsNotServing/);
  expect(topicOf(Properties)).toBe('Page');
  expect(Properties.AlarmName).toBeUndefined();
  const arns = Object.keys(template.findResources(ALARM)).filter(name => /Alarms(OfflinePartitions|UnderMinIsr|NoController)[0-9A-F]{8}$/.test(name));
  expect(arns).toHaveLength(3);
  const [OFFLINE, UNDER, NONE] = arns.map(name => ({ 'Fn::GetAtt': [name, 'Arn'] }));
  expect(Properties.AlarmRule).toEqual({ 'Fn::Join': ['', ['(ALARM("', OFFLINE, '") OR ALARM("', UNDER, '") OR ALARM("', NONE, '"))']] });
});

test('without it they page themselves', () => {
  const template = watched({}, { exclude: [KafkaAlarm.NOT_SERVING, KafkaAlarm.LAUNCH_FAILED] });
  template.resourceCountIs(COMPOSITE, 0);
  template.resourceCountIs(RULE, 0);
  expect(['noController', 'offlinePartitions', 'underMinIsr'].map(name => topicOf(alarmsOf(template)[name]))).toEqual(['Page', 'Page', 'Page']);
});

test('other alarms can say it too, where there is one that says it', () => {
  const metric = new cloudwatch.Metric({ namespace: 'Mine', metricName: 'Lost' });
  const own = (scope: Stack) => new cloudwatch.Alarm(scope, 'Own', { metric, threshold: 1, evaluationPeriods: 1 });
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const { brokers, template, vpc } = setup({ stack });
  const page = new sns.Topic(stack, 'Page');
  brokers.addAlarms({ page, alsoNotServing: [own(stack)] });
  expect(JSON.stringify(template().findResources(COMPOSITE))).toContain('"Fn::GetAtt":["Own');
  const { brokers: joiner } = setup({ stack, vpc, id: 'More', joins: brokers, controllers: undefined, firstBrokerId: 10 });
  expect(() => joiner.addAlarms({ page, alsoNotServing: [own(new Stack())] })).toThrow('Kafka/More: MultiAzKafkaBrokers.alsoNotServing: \'alsoNotServing\' has 1 alarms for "notServing", and brokers that join have none; give them');
  const refused = setup().brokers;
  expect(() => refused.addAlarms({ page: new sns.Topic(Stack.of(refused), 'Page'), exclude: [KafkaAlarm.NOT_SERVING], alsoNotServing: [own(new Stack())] }))
    .toThrow("MultiAzKafkaBrokers.alsoNotServing: 'alsoNotServing' has 1 alarms for \"notServing\", and 'exclude' has it; take it out there");
});

test('brokers that join are in the queries of the cluster that they join, and have one alarm each', () => {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const { brokers, template, vpc } = setup({ stack });
  const page = new sns.Topic(stack, 'Page');
  const { brokers: joiner } = setup({ stack, vpc, id: 'More', joins: brokers, controllers: undefined, firstBrokerId: 10 });
  joiner.addAlarms({ page });
  const alarms = Object.values(template().findResources(ALARM)).map(({ Properties }) => Properties);
  expect(alarms.map(({ MetricName, Dimensions }) => [MetricName, Dimensions[0].Value, Dimensions[1].Value])).toEqual(range(3).map(i => ['KafkaUp', 'Kafka-Brokers', `${10 + i}`]));
  template().resourceCountIs(COMPOSITE, 0);
});

test('a parked node is not watched', () => {
  expect(Object.keys(alarmsOf(watched({ parked: [1] }))).filter(name => name.startsWith('nodeDown'))).toEqual([1000, 1001, 1002, 0, 2].map(nodeId => `nodeDownNode${nodeId}`));
});

test('thresholds and exclusions are given by name', () => {
  const thresholds = { [KafkaAlarm.DISK_FULL]: 95, [KafkaAlarm.PRODUCE_TIME]: 200 };
  const template = watched({ metrics: FULL }, { thresholds, exclude: [KafkaAlarm.NODE_DOWN, KafkaAlarm.BUSY] });
  const alarms = alarmsOf(template);
  expect([alarms.diskFull.Threshold, alarms.diskFills.Threshold, alarms.produceTime.Threshold]).toEqual([95, 80, 200]);
  expect(Object.keys(alarms).filter(name => name.startsWith('nodeDown') || name === 'busy')).toEqual([]);
  expect(queryOf(alarms.produceTime)).toContain('MAX(ProduceP99Ms)');
});

test('controllers and brokers that end again and again are told, without the minutes of a restart', () => {
  const { crashes } = alarmsOf(watched());
  expect([queryOf(crashes).startsWith('SELECT MIN(KafkaUp)'), crashes.DatapointsToAlarm, crashes.EvaluationPeriods]).toEqual([true, 5, 15]);
});

test('launches that fail are told for no more groups than a pattern of EventBridge holds with the longest names', () => {
  const template = watched({ brokerCount: 20 });
  const patterns = Object.values(template.findResources(RULE)).map(({ Properties }) => Properties.EventPattern);
  const names = patterns.flatMap(({ detail }) => detail.AutoScalingGroupName);
  expect(names).toEqual([1000, 1001, 1002, ...range(20)].map(nodeId => ({ Ref: idOf(template, nodeId, 'Group') })));
  for (const pattern of patterns) {
    expect(JSON.stringify(pattern, (_, value) => value?.Ref ? 'x'.repeat(255) : value).length).toBeLessThanOrEqual(2048);
  }
});

test('launches that fail are told to the topic of tickets', () => {
  const rules = Object.values(watched().findResources(RULE));
  expect(rules).toHaveLength(1);
  expect(rules[0].Properties.EventPattern).toMatchObject({ 'source': ['aws.autoscaling'], 'detail-type': ['EC2 Instance Launch Unsuccessful'] });
  expect(rules[0].Properties.Targets.map(({ Arn }: any) => Arn.Ref)).toEqual([expect.stringMatching(/^Ticket/)]);
});

test('a cluster has as many alarms as its docstring says', () => {
  const [, ...said] = /It costs (\d+) to (\d+) alarms/.exec(readFileSync(join(__dirname, '../../src/brokers/multi-az-kafka-brokers.ts'), 'utf8'))!;
  expect([{}, EVERYTHING].map(props => `${namesOf(watched(props)).length}`)).toEqual(said);
});

const OWN = ['kafkaUp', 'dataUsedPercent', 'connectionsPercent', 'certificateDaysLeft', 'bootSeconds', 'drainsForced'] as const;

test.each(OWN)('the metric %s is of its node', name => {
  const metric = setup().brokers.metrics(1)[name]({ label: 'mine' });
  expect(metric.dimensions).toEqual({ Cluster: 'Kafka-Brokers', NodeId: '1' });
  expect(metric.metricName.toLowerCase()).toBe(name.toLowerCase());
  expect(metric.label).toBe('mine');
});

test.each(Object.entries(KAFKA_FIGURES))('the metric %s is what nodes publish of it', (method, { name, statistic }) => {
  const metric = setup().brokers.metrics(1)[method as keyof typeof KAFKA_FIGURES]({ label: 'mine' });
  expect(metric).toMatchObject({ metricName: name, statistic, namespace: 'KafkaNodes', dimensions: { Cluster: 'Kafka-Brokers', NodeId: '1' }, label: 'mine' });
});

test('every figure has a metric, and every metric is one that nodes publish', () => {
  const methods = Object.getOwnPropertyNames(KafkaNodeMetrics.prototype).filter(name => !['constructor', 'figure', 'metric'].includes(name));
  expect(methods.sort()).toEqual([...OWN, ...Object.keys(KAFKA_FIGURES)].sort());
});

test('no two figures have one name, and the unit of what was published before is as it was: none', () => {
  expect(new Set(FIGURES.map(({ name }) => name)).size).toBe(FIGURES.length);
  expect(FIGURES.filter(({ unit }) => unit === undefined).map(({ name }) => name)).toEqual(['UnderReplicatedPartitions', 'PartitionsAtRisk']);
});
