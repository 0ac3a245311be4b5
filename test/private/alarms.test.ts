import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import {
  AdvertisedHost, ClientListener, KafkaAlarm, KafkaAlarmsOptions, KafkaBroker, KafkaMetricLevel, KafkaPlugin,
  KafkaPrivateLinkConsumer, KafkaPrivateLinkService, KafkaServiceContract, ListenerSecurity, PerBrokerNlbListeners,
} from '../../src';
import { DIGEST, setup } from '../brokers/fixtures';

const client = new ClientListener({
  name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext(),
});

function stackWith(options: Partial<KafkaAlarmsOptions> = {}, brokerCount = 3) {
  const stack = new Stack(new App(), 'Kafka');
  const vpc = new ec2.Vpc(stack, 'Vpc');
  const [page, ticket] = ['Page', 'Ticket'].map(id => new sns.Topic(stack, id));
  const brokers =
    Array.from({ length: brokerCount }, (_, brokerId) => KafkaBroker.fromIpAddress(brokerId, `10.0.${brokerId}.10`));
  const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers, clientListeners: [client] });
  const service =
    new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });
  const contract = KafkaServiceContract.of({
    region: 'eu-west-1',
    brokerIds: [0],
    listeners: [client],
    serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
  });
  const consumer = new KafkaPrivateLinkConsumer(stack, 'Consumer', { vpc: new ec2.Vpc(stack, 'Other'), contract });
  const addAlarms = () => [listeners, service, consumer].forEach(construct => construct.addAlarms({ page, ticket, ...options }));
  return { stack, listeners, consumer, page, addAlarms };
}

function alarmsOf(options?: Partial<KafkaAlarmsOptions>, brokerCount?: number): { [id: string]: any } {
  const { stack, addAlarms } = stackWith(options, brokerCount);
  addAlarms();
  const alarms = Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm');
  return Object.fromEntries(Object.entries(alarms).map(([id, { Properties }]) => [id.replace(/[0-9A-F]{8}$/, ''), Properties]));
}

const topicOf = ({ AlarmActions }: any) => AlarmActions[0].Ref.replace(/[0-9A-F]{8}$/, '');

test('each symptom has an alarm, and those that cut clients off page', () => {
  expect(
    Object.entries(alarmsOf())
      .map(([id, alarm]) => [id, topicOf(alarm), alarm.DatapointsToAlarm, alarm.EvaluationPeriods, alarm.Threshold]),
  ).toEqual([
    ['ListenersAlarmsTargetUnhealthy', 'Page', 2, 3, 0],
    ['ListenersAlarmsConnectionsRefused', 'Page', 1, 1, 0],
    ['ServiceAlarmsServiceResets', 'Ticket', 3, 5, 100],
    ['ConsumerAlarmsPacketsDropped', 'Ticket', 3, 5, 0],
    ['ConsumerAlarmsEndpointResets', 'Ticket', 3, 5, 100],
  ]);
});

test('without a topic for tickets all of them page', () => {
  expect([...new Set(Object.values(alarmsOf({ ticket: undefined })).map(topicOf))]).toEqual(['Page']);
});

test('alarms are judged by the minute, so that one that pages does within three', () => {
  const periods =
    Object.values(alarmsOf()).flatMap(({ Period, Metrics }) => Metrics ? Metrics.map((metric: any) => metric.Period) : [Period]);
  expect(periods).toEqual(periods.map(() => 60));
});

test('no alarm changes when brokers are added', () => {
  expect(alarmsOf({}, 30)).toEqual(alarmsOf({}, 3));
});

test('targets are found by the load balancer that has them, each as a contributor', () => {
  const [{ Expression, ReturnData }] = alarmsOf().ListenersAlarmsTargetUnhealthy.Metrics;
  const [before, name, after] = [0, 1, -1].map(at => Expression['Fn::Join'][1].at(at));
  expect(ReturnData).not.toBe(false);
  expect(before).toBe('SELECT MAX(UnHealthyHostCount) FROM SCHEMA("AWS/NetworkELB", "LoadBalancer", '
    + '"TargetGroup") WHERE "LoadBalancer" = \'');
  expect(JSON.stringify(name)).toContain('ListenersLoadBalancer');
  expect(after).toBe('\' GROUP BY "TargetGroup"');
});

test('an endpoint is found by its id alone', () => {
  const [{ Expression }] = alarmsOf().ConsumerAlarmsPacketsDropped.Metrics;
  expect(Expression['Fn::Join'][1]).toEqual([
    'SELECT SUM(PacketsDropped) FROM SCHEMA("AWS/PrivateLinkEndpoints", "Endpoint Type", "Service Name", "VPC Endpoint Id", '
      + '"VPC Id") WHERE "VPC Endpoint Id" = \'',
    { Ref: expect.stringMatching(/^ConsumerEndpoint/) },
    "'",
  ]);
});

test('thresholds, and alarms that are not wanted, are given by name, the same to every construct', () => {
  const alarms = alarmsOf({
    thresholds: { [KafkaAlarm.SERVICE_RESETS]: 500, [KafkaAlarm.ENDPOINTS_MISSING]: 2 },
    exclude: [KafkaAlarm.ENDPOINT_RESETS, KafkaAlarm.CONNECTIONS_REFUSED],
  });
  expect(Object.entries(alarms).map(([id, { Threshold }]) => [id, Threshold])).toEqual([
    ['ListenersAlarmsTargetUnhealthy', 0], ['ServiceAlarmsServiceResets', 500], ['ServiceAlarmsEndpointsMissing', 2],
    ['ConsumerAlarmsPacketsDropped', 0],
  ]);
  expect(alarms.ServiceAlarmsEndpointsMissing)
    .toMatchObject({ ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching', EvaluationPeriods: 15 });
});

test('what is wrong with the options is said at once', () => {
  const { listeners, page } = stackWith();
  const wrong = {
    page, thresholds: { targetUnhealthy: -1, packetsDropped: NaN, lag: 3, launchFailed: 1 }, exclude: [KafkaAlarm.TARGET_UNHEALTHY],
  };
  expect(() => listeners.addAlarms(wrong)).toThrow(new Error([
    'Kafka/Listeners: 5 problems',
    `  - KafkaAlarms.unknownAlarm: there is no alarm "lag"; the alarms are ${Object.values(KafkaAlarm).join(', ')}`,
    '  - KafkaAlarms.threshold: the threshold of "targetUnhealthy" must be a number from 0 on, got -1',
    '  - KafkaAlarms.threshold: the threshold of "packetsDropped" must be a number from 0 on, got NaN',
    '  - KafkaAlarms.noThreshold: "launchFailed" has no threshold, since it looks at no figure; leave it out',
    '  - KafkaAlarms.excludedThreshold: "targetUnhealthy": a threshold is given and \'exclude\' has it too; '
      + 'take out one of the two',
  ].join('\n')));
  listeners.addAlarms({ page });
  expect(() => listeners.addAlarms({ page })).toThrow('Kafka/Listeners: KafkaAlarms.twice: addAlarms() was called before; '
    + 'call it once, with all options');
});

test('the metrics of an endpoint are for alarms and widgets of ones own, too', () => {
  const { stack, consumer } = stackWith();
  consumer.metricActiveConnections().createAlarm(stack, 'Busy', { threshold: 1000, evaluationPeriods: 1 });
  [consumer.metricNewConnections(), consumer.metricBytesProcessed()].forEach(({ expression }) =>
    expect(expression).toMatch(/^SELECT SUM\((NewConnections|BytesProcessed)\)/));
  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
    Metrics: [Match.objectLike({
      Expression: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('SELECT MAX\\(ActiveConnections\\)')])] },
      Period: 60,
    })],
  });
});

/** Where a description says to look: what, in which page, and below which heading. */
const runbookOf = (description: string) => /See (\w+) in (docs\/[\w-]+\.md)#([\w-]+)$/.exec(description)!.slice(1);

function rowsOf(page: string, heading: string): string[] {
  const section = readFileSync(join(__dirname, '../..', page), 'utf8').split(/^## /m)
    .find(text => text.split('\n')[0].toLowerCase().replaceAll(' ', '-') === heading)!;
  return [...section.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, names]) => [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name));
}

test('each alarm has a row in the page that its description names', () => {
  const [, page, heading] = runbookOf(alarmsOf().ServiceAlarmsServiceResets.AlarmDescription);
  expect(rowsOf(page, heading).sort()).toEqual(Object.values<string>(KafkaAlarm).sort());
});

test('each description names its alarm, as that page does', () => {
  const { template, stack, brokers } = setup({ metrics: { level: KafkaMetricLevel.FULL, exporter: KafkaPlugin.fromUrl('https://example.com/exporter.jar', DIGEST) } });
  brokers.addAlarms({ page: new sns.Topic(stack, 'Page') });
  const descriptions = ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::Events::Rule']
    .flatMap(type => Object.entries(template().findResources(type)))
    .map(([id, { Properties }]) => [id, runbookOf(Properties.AlarmDescription ?? Properties.Description)] as const);
  for (const [id, [alarm, page, heading]] of descriptions) {
    expect(rowsOf(page, heading)).toContain(alarm);
    if (!id.includes('FailedLaunches')) { expect(id.toLowerCase()).toContain(`brokersalarms${alarm.toLowerCase()}`); }
  }
  expect(descriptions.length).toBeGreaterThan(20);
});

test('the README says in how many minutes a broker is told that no client reaches', () => {
  const [, words] = /addAlarms\(\{ page: pagers \}\);? \/\/ .* within (\w+) minutes/.exec(readFileSync(join(__dirname, '../../README.md'), 'utf8'))!;
  const { EvaluationPeriods, Metrics: [{ Period }] } = alarmsOf().ListenersAlarmsTargetUnhealthy;
  expect(['one', 'two', 'three', 'four', 'five'].indexOf(words) + 1).toBe(EvaluationPeriods * Period / 60);
});
