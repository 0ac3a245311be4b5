import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { clientListener, ENV, idOf, range, settingsOf, setup, SetupProps } from './fixtures';
import { BrokerCertificate, KafkaControllers, KafkaNodeMetrics, ListenerSecurity } from '../../src';
import { FIGURES, KAFKA_FIGURES } from '../../src/brokers/watch/kafka-figures';

const ALARM = 'AWS::CloudWatch::Alarm';

function watched(props: SetupProps = {}): Template {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const { brokers, template } = setup({ stack, ...props });
  brokers.addAlarms(new sns.Topic(stack, 'Alarms'));
  return template();
}

const alarmsOf = (template: Template) => Object.values(template.findResources(ALARM)).map(({ Properties }) => ({
  ...Properties, nodeId: Properties.Dimensions.find(({ Name }: any) => Name === 'NodeId').Value,
}));

const metricsOf = (template: Template, nodeId: number) => alarmsOf(template).filter(alarm => alarm.nodeId === `${nodeId}`).map(alarm => alarm.MetricName).sort();

test('there are none unless they are asked for', () => {
  setup().template().resourceCountIs(ALARM, 0);
});

test('every node is watched, brokers for their partitions too', () => {
  const template = watched();
  const common = ['BootSeconds', 'DataUsedPercent', 'DrainsForced', 'KafkaUp'];
  expect(metricsOf(template, 1000)).toEqual([...common, 'KafkaUp']);
  expect(metricsOf(template, 0)).toEqual([...common, 'ConnectionsPercent', 'PartitionsAtRisk', 'UnderReplicatedPartitions'].sort());
});

test('a client listener is watched before it is full, by the figure that nodes publish', () => {
  expect(alarmsOf(watched()).find(({ nodeId, MetricName }) => nodeId === '0' && MetricName === 'ConnectionsPercent'))
    .toMatchObject({ Threshold: 80, ComparisonOperator: 'GreaterThanThreshold', Statistic: 'Maximum', Namespace: 'KafkaNodes', TreatMissingData: 'notBreaching' });
});

test('certificates are watched where there are any', () => {
  const security = ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem'));
  const template = watched({ clientListeners: [clientListener({ security })] });
  expect(metricsOf(template, 0)).toContain('CertificateDaysLeft');
  expect(metricsOf(template, 1000)).not.toContain('CertificateDaysLeft');
});

test('a parked node is not watched', () => {
  expect(metricsOf(watched({ parked: [1] }), 1)).toEqual([]);
});

test('figures are looked for where nodes publish them', () => {
  const template = watched();
  for (const { Namespace, Dimensions, nodeId } of alarmsOf(template)) {
    const settings = settingsOf(template, Number(nodeId));
    expect([Namespace, Dimensions]).toEqual([settings.METRICS_NAMESPACE, [{ Name: 'Cluster', Value: settings.CLUSTER }, { Name: 'NodeId', Value: settings.NODE_ID }]]);
  }
});

test('a node that says nothing is taken for one that is down', () => {
  const [down] = alarmsOf(watched()).filter(alarm => alarm.nodeId === '0' && alarm.MetricName === 'KafkaUp');
  expect(down).toMatchObject({ ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching' });
});

test('controllers that end again and again are told, without the minutes of a restart', () => {
  const alarms = (nodeId: number, props: SetupProps = {}) =>
    alarmsOf(watched(props)).filter(alarm => alarm.nodeId === `${nodeId}` && alarm.MetricName === 'KafkaUp');
  const ways = alarms(1000).map(alarm => [alarm.DatapointsToAlarm, alarm.EvaluationPeriods, alarm.TreatMissingData]);
  expect(ways).toEqual(expect.arrayContaining([[5, 15, 'notBreaching'], [undefined, 10, 'breaching']]));
  expect(alarms(0)).toHaveLength(1);
  expect(alarms(0, { controllers: KafkaControllers.combined(1) })).toHaveLength(2);
});

test('a boot of 15 minutes is told at the next figure', () => {
  const [boot] = alarmsOf(watched()).filter(alarm => alarm.nodeId === '0' && alarm.MetricName === 'BootSeconds');
  expect(boot).toMatchObject({ Threshold: 900, EvaluationPeriods: 1, Period: 60 });
});

test('launches that fail are told for no more groups than a pattern of EventBridge holds with the longest names', () => {
  const template = watched({ brokerCount: 20 });
  const patterns = Object.values(template.findResources('AWS::Events::Rule')).map(({ Properties }) => Properties.EventPattern);
  const names = patterns.flatMap(({ detail }) => detail.AutoScalingGroupName);
  expect(names).toEqual([1000, 1001, 1002, ...range(20)].map(nodeId => ({ Ref: idOf(template, nodeId, 'Group') })));
  for (const pattern of patterns) {
    expect(JSON.stringify(pattern, (_, value) => value?.Ref ? 'x'.repeat(255) : value).length).toBeLessThanOrEqual(2048);
  }
});

test('launches that fail are told to the topic', () => {
  const template = watched();
  const rules = Object.values(template.findResources('AWS::Events::Rule'));
  expect(rules).toHaveLength(1);
  expect(rules[0].Properties.EventPattern).toEqual({
    'source': ['aws.autoscaling'],
    'detail-type': ['EC2 Instance Launch Unsuccessful'],
    'detail': { AutoScalingGroupName: [1000, 1001, 1002, 0, 1, 2].map(nodeId => ({ Ref: idOf(template, nodeId, 'Group') })) },
  });
  expect(rules[0].Properties.Targets).toHaveLength(1);
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
