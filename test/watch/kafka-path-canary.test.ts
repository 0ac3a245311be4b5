import { execFileSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { createServer } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { metricProblems } from './embedded-metrics';
import { KafkaAlarm, KafkaPathCanary, KafkaPathCanaryProps, KafkaPrivateLinkConsumer, KafkaServiceContract } from '../../src';
import { contractJson, INGRESS, listenerJson, PAY_ENV, vpcOf } from '../private-link/fixtures';

const FUNCTION = 'AWS::Lambda::Function';

interface Given extends Partial<KafkaPathCanaryProps> { readonly contract?: { [key: string]: unknown } }

function setup({ contract, ...props }: Given = {}) {
  const app = new App();
  const stack = new Stack(app, 'Pay', { env: PAY_ENV });
  const consumer = new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc: vpcOf(stack), contract: KafkaServiceContract.fromJson(contractJson(contract)) });
  const canary = new KafkaPathCanary(stack, 'Canary', { consumer, ...props });
  return { app, stack, consumer, canary };
}

const functionOf = (stack: Stack) => Object.values(Template.fromStack(stack).findResources(FUNCTION))[0].Properties;

/** The folder of the code in cdk.out, and what the function finds in its environment. */
function deployed({ app, stack }: ReturnType<typeof setup>) {
  const { directory } = app.synth();
  const { Code, Handler, Environment, Runtime } = functionOf(stack);
  return { folder: join(directory, `asset.${Code.S3Key.replace('.zip', '')}`), handler: Handler, environment: Environment.Variables, runtime: Runtime };
}

const made: string[] = [];
afterAll(() => made.forEach(folder => rmSync(folder, { recursive: true })));

/** As Lambda does: loads the handler by its name and calls it, with the environment of the template. */
function lines(set: ReturnType<typeof setup>, addresses: { [host: string]: string } = {}): any[] {
  const { folder, handler, environment } = deployed(set);
  const [file, name] = handler.split('.');
  const script = `
    const dns = require('node:dns/promises');
    const known = ${JSON.stringify(addresses)};
    dns.lookup = async host => { if (known[host]) { return [{ address: known[host], family: 4 }]; } throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }); };
    require(${JSON.stringify(join(folder, `${file}.js`))})[${JSON.stringify(name)}]({}, {}).catch(error => { console.error(error); process.exit(1); });`;
  const out = execFileSync(process.execPath, ['-e', script], { env: { PATH: process.env.PATH, ...environment }, encoding: 'utf8' });
  return out.trim().split('\n').map(line => JSON.parse(line));
}

test('it is a function in the zones of the endpoint, which the endpoint lets in', () => {
  const { stack, canary } = setup();
  const template = Template.fromStack(stack);
  const { VpcConfig, ...properties } = functionOf(stack);
  expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Handler: 'probe.handler', Timeout: 45, MemorySize: 256, ReservedConcurrentExecutions: 1 });
  const [{ Properties: endpoint }] = Object.values(template.findResources('AWS::EC2::VPCEndpoint'));
  expect(VpcConfig.SubnetIds).toEqual(endpoint.SubnetIds);
  const [group] = VpcConfig.SecurityGroupIds;
  expect(stack.resolve(canary.connections.securityGroups[0].securityGroupId)).toEqual(group);
  template.hasResourceProperties(INGRESS, { SourceSecurityGroupId: group, FromPort: 20000, ToPort: 20999 });
  template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)', Targets: [Match.objectLike({ RetryPolicy: { MaximumRetryAttempts: 0 } })] });
  template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', { MaximumRetryAttempts: 0 });
  template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
});

test('it may do nothing but log, unless it is given a secret or a parameter', () => {
  const statements = (given: Given) => Object.values(Template.fromStack(setup(given).stack).findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement.flatMap(({ Action }: any) => Action));
  expect(statements({})).toEqual([]);
  const stack = new Stack();
  const credentials = secrets.Secret.fromSecretCompleteArn(stack, 'Secret', 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:kafka/canary-AbCdEf');
  expect(statements({ credentials })).toEqual(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret']);
  expect(statements({ contractParameterName: '/kafka/contract' })).toEqual(['ssm:DescribeParameters', 'ssm:GetParameters', 'ssm:GetParameter', 'ssm:GetParameterHistory']);
});

test('the template names no broker: the contract goes along with the code, or is read at each run', () => {
  const templates = [[0, 1, 2], [0, 1, 2, 3]].map(brokerIds => JSON.stringify(Template.fromStack(setup({ contract: { brokerIds } }).stack).toJSON()).replace(/[0-9a-f]{64}/g, 'hash'));
  expect(templates[1]).toBe(templates[0]);
  const given = setup({ contract: { brokerIds: [0, 7], clusterId: 'Ye2n9lagXrj7SY84IDTCAA' } });
  const document = JSON.parse(readFileSync(join(deployed(given).folder, 'contract.json'), 'utf8'));
  expect(document).toMatchObject({ brokerIds: [0, 7], clusterId: 'Ye2n9lagXrj7SY84IDTCAA' });
  expect(JSON.stringify(document)).not.toMatch(/vpce|Token/);
  const byParameter = deployed(setup({ contractParameterName: '/kafka/contract' }));
  expect(existsSync(join(byParameter.folder, 'contract.json'))).toBe(false);
  expect(byParameter.environment.CONTRACT_PARAMETER).toBe('/kafka/contract');
});

test('the licences of what is in the code go along, and nothing else', () => {
  expect(readdirSync(deployed(setup()).folder).sort()).toEqual(['THIRD-PARTY-LICENSES.txt', 'contract.json', 'probe.js']);
});

test('the same app has the same code', () => {
  expect(deployed(setup()).folder.split('asset.')[1]).toBe(deployed(setup()).folder.split('asset.')[1]);
});

test('as it is deployed it writes a line for each path, from which CloudWatch takes metrics', () => {
  const found = lines(setup());
  expect(found.map(({ Canary, Listener, BrokerId, PathOk, step, code }) => [Canary, Listener, BrokerId, PathOk, step, code])).toEqual(
    ['bootstrap', '0', '1', '2'].map(brokerId => ['Pay-Canary', 'CLIENT', brokerId, 0, 'names', 'Doctor.nameMissing']));
  expect(found.flatMap(metricProblems)).toEqual([]);
  expect(metricProblems({ ...found[0], PathOk: 'no', Listener: undefined })).toEqual(['PathOk is "no"', 'the dimension Listener is undefined', 'the dimension Listener is undefined']);
});

test('it says how far it came', async () => {
  const server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1');
  await new Promise(done => server.once('listening', done));
  const { port } = server.address() as any;
  const firstPort = port - 1;
  const listener = listenerJson({ protocol: 'PLAINTEXT', firstPort, bootstrapPort: firstPort + 900 });
  const set = setup({ contract: { brokerIds: [0, 1], listeners: [listener] } });
  const found = lines(set, { 'kafka.pay.example.com': '127.0.0.1' });
  server.close();
  expect(found.map(({ BrokerId, PathOk, step }) => [BrokerId, PathOk, step])).toEqual([['bootstrap', 0, 'tcp'], ['0', 0, 'tcp'], ['1', 0, 'identity']]);
  expect(found.flatMap(metricProblems)).toEqual([]);
});

test('it looks at the listeners that it is told to', () => {
  const listeners = [listenerJson(), listenerJson({ name: 'OTHER', firstPort: 21000, bootstrapPort: 21999 })];
  expect(new Set(lines(setup({ contract: { listeners }, listenerNames: ['OTHER'] })).map(({ Listener }) => Listener))).toEqual(new Set(['OTHER']));
});

test('authorities go along with the code', () => {
  const folder = mkdtempSync(join(tmpdir(), 'authorities-'));
  made.push(folder);
  const file = join(folder, 'ca.pem');
  writeFileSync(file, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
  expect(readFileSync(join(deployed(setup({ authoritiesFile: file })).folder, 'authorities.pem'), 'utf8')).toBe(readFileSync(file, 'utf8'));
  expect(() => setup({ authoritiesFile: join(folder, 'none.pem') })).toThrow(/Pay\/Canary: KafkaPathCanary\.authoritiesFile: 'authoritiesFile' ".*none\.pem" does not exist/);
  writeFileSync(file, 'der');
  expect(() => setup({ authoritiesFile: file })).toThrow('has no certificate in PEM; give the file');
});

test('a path that fails, and a canary that says nothing, page by one alarm for all paths', () => {
  const { stack, canary } = setup({ interval: Duration.minutes(5) });
  const alarm = canary.addAlarms({ page: new sns.Topic(stack, 'Page') });
  expect(alarm).toBeDefined();
  const [{ Properties }] = Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
  expect(Properties).toMatchObject({ ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching', DatapointsToAlarm: 2, EvaluationPeriods: 3 });
  const expression = 'SELECT MIN(PathOk) FROM SCHEMA("KafkaPaths", "Canary", "Listener", "BrokerId") WHERE "Canary" = \'Pay-Canary\' GROUP BY "Listener", "BrokerId"';
  expect(Properties.Metrics[0]).toMatchObject({ Expression: expression, Period: 300 });
  expect(Properties.AlarmDescription).toContain('See pathFails in docs/troubleshooting.md#from-an-alarm');
  const other = setup();
  expect(other.canary.addAlarms({ page: new sns.Topic(other.stack, 'Page'), exclude: [KafkaAlarm.PATH_FAILS] })).toBeUndefined();
});

test('metrics are those that it writes', () => {
  const set = setup();
  const [{ _aws: { CloudWatchMetrics: [{ Namespace, Dimensions, Metrics }] }, ...line }] = lines(set).slice(1);
  const metric = set.canary.metricPathOk('CLIENT', 0, { period: Duration.minutes(1) });
  expect([metric.namespace, metric.metricName]).toEqual([Namespace, Metrics[0].Name]);
  expect(metric.dimensions).toEqual(Object.fromEntries(Dimensions[0].map((name: string) => [name, line[name]])));
  expect(() => set.canary.metricPathOk('OTHER', 0)).toThrow('Pay/Canary: KafkaPathCanary.noSuchPath: "OTHER" is not a listener that the canary tries; give one of CLIENT');
});

test.each<[string, Given, string]>([
  ['seconds', { interval: Duration.seconds(90) }, "KafkaPathCanary.interval: 'interval' must be whole minutes from 1 to 60, got 90 seconds"],
  ['two hours', { interval: Duration.hours(2) }, 'got 7200 seconds'],
  ['a token', { interval: Duration.minutes(Lazy.number({ produce: () => 1 })) }, 'got "a token"'],
  ['no listener', { listenerNames: [] }, "KafkaPathCanary.listenerNames: 'listenerNames' has none, and the consumer uses CLIENT"],
  ['a listener of somebody else', { listenerNames: ['CLIENT', 'OTHER'] }, "'listenerNames' has \"OTHER\", and the consumer uses CLIENT; give some of these, or leave it out"],
])('refuses %s', (_, given, message) => {
  expect(() => setup(given)).toThrow(message);
});

test('nothing is refused while the contract is looked up', () => {
  const stack = new Stack(new App(), 'Pay', { env: PAY_ENV });
  const contract = KafkaServiceContract.fromParameterLookup(stack, '/kafka/contract');
  const consumer = new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc: vpcOf(stack), contract });
  expect(() => new KafkaPathCanary(stack, 'Canary', { consumer, listenerNames: ['CLIENT'] }).metricPathOk('CLIENT', 3)).not.toThrow();
});
