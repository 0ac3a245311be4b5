import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { clientListener, DIGEST, ENV, fileOf, importVpc, nodeResources, settingsOf, setup, SetupProps, userDataOf } from './fixtures';
import { KafkaMetricLevel, KafkaMetrics, KafkaPlugin } from '../../src';

const JAR = 'jmx_prometheus_javaagent-1.0.1.jar';
const exporter = KafkaPlugin.fromUrl(`https://repo1.maven.org/maven2/io/prometheus/jmx/jmx_prometheus_javaagent/1.0.1/${JAR}`, DIGEST);
const FULL = { level: KafkaMetricLevel.FULL, exporter };
const INGRESS = 'AWS::EC2::SecurityGroupIngress';

const templateOf = (metrics?: KafkaMetrics, props: SetupProps = {}) => setup({ metrics, ...props }).template();
const optionsOf = (template: Template, nodeId: number) => fileOf(template, nodeId, '/etc/kafka-node/jvm.options');

test('without metrics, and with BASIC and no exporter, a node is told nothing of them', () => {
  const plain = templateOf();
  expect(Object.keys(settingsOf(plain, 0))).toEqual(expect.not.arrayContaining(['METRICS', 'EXPORTER']));
  expect(templateOf({ level: KafkaMetricLevel.BASIC }).toJSON()).toEqual(plain.toJSON());
});

test.each([1000, 0])('the exporter is an agent of node %s, on its loopback address and with the configuration that its scripts bring', nodeId => {
  const template = templateOf(FULL);
  expect(optionsOf(template, nodeId)).toBe(`-javaagent:/opt/kafka-plugins/agents/${JAR}=127.0.0.1:9404:/etc/kafka-node/exporter.yml\n`);
  expect(settingsOf(template, nodeId)).toMatchObject({ METRICS: 'FULL', EXPORTER: '127.0.0.1:9404' });
  expect(fileOf(template, nodeId, '/etc/kafka-node/fetched')).toContain(`${DIGEST} /opt/kafka-plugins/agents/${JAR} https://`);
  expect(JSON.stringify(template.findResources(INGRESS))).not.toContain('9404');
});

test('it comes after the plugins and before the options of the user', () => {
  const other = KafkaPlugin.fromUrl('https://example.com/trace.jar', DIGEST).asAgent();
  expect(optionsOf(templateOf(FULL, { plugins: [other], jvmOptions: ['-Da=b'] }), 0).split('\n').map(line => line.replace(/=.*/, ''))).toEqual(
    ['-javaagent:/opt/kafka-plugins/agents/trace.jar', `-javaagent:/opt/kafka-plugins/agents/${JAR}`, '-Da', '']);
});

test('from a bucket it is one more object that the node may read, so that S3 is enough', () => {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const jar = KafkaPlugin.fromBucket(s3.Bucket.fromBucketName(stack, 'Jars', 'jars'), `of/${JAR}`, DIGEST);
  const template = setup({ stack, metrics: { exporter: jar } }).template();
  expect(JSON.stringify(nodeResources(template, 1000).Rights)).toContain(`:s3:::jars/of/${JAR}`);
  expect(settingsOf(template, 0).EXPORTER).toBe('127.0.0.1:9404');
});

describe('scrapedFrom', () => {
  function scraped() {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const vpc = importVpc(stack);
    const prometheus = new ec2.SecurityGroup(stack, 'Prometheus', { vpc, allowAllOutbound: false });
    return setup({ stack, vpc, metrics: { ...FULL, scrapedFrom: prometheus } }).template();
  }

  test.each([[1000, 'c1000'], [0, 'b0']])('the exporter of node %s listens on its own name, and is read there', (nodeId, label) => {
    const template = scraped();
    const { EXPORTER, HOST } = settingsOf(template, nodeId);
    expect(EXPORTER).toBe(`${HOST}:9404`);
    expect(HOST).toContain(`${label}.`);
    expect(optionsOf(template, nodeId)).toContain(`.jar=${HOST}:9404:/etc/kafka-node/exporter.yml\n`);
  });

  test('only that group is let in, and only to the exporter', () => {
    const rules = Object.values<any>(scraped().findResources(INGRESS)).map(({ Properties }) => Properties);
    const opened = rules.filter(({ FromPort, ToPort }) => FromPort <= 9404 && ToPort >= 9404);
    expect(opened).toMatchObject([{ FromPort: 9404, ToPort: 9404, IpProtocol: 'tcp' }]);
    expect(JSON.stringify(opened[0].SourceSecurityGroupId)).toContain('Prometheus');
    expect(rules.filter(({ SourceSecurityGroupId }) => JSON.stringify(SourceSecurityGroupId).includes('Prometheus'))).toHaveLength(1);
  });
});

describe('what contradicts itself is refused', () => {
  const refused = (rule: string, metrics: KafkaMetrics, props: SetupProps = {}) => expect(() => setup({ metrics, ...props })).toThrow(rule);
  const agent = KafkaPlugin.fromUrl('https://example.com/a.jar', DIGEST);

  test('FULL without an exporter', () => refused('MultiAzKafkaBrokers.exporterMissing', { level: KafkaMetricLevel.FULL }));
  test('somebody who reads an exporter that is not there', () => refused('MultiAzKafkaBrokers.scrapedFromNothing', { scrapedFrom: ec2.Peer.ipv4('10.0.0.0/16') }));
  test('an exporter with an argument', () => refused('MultiAzKafkaBrokers.exporterArgument', { exporter: exporter.asAgent('8080:/x.yml') }));
  test('an exporter that is a plugin too', () => refused('MultiAzKafkaBrokers.pluginTwice', { exporter }, { plugins: [exporter] }));
  test('a level that is a token', () => refused('MultiAzKafkaBrokers.metricLevel', { level: new CfnParameter(new Stack(), 'Level').valueAsString as KafkaMetricLevel }));
  test('another agent on its port', () => refused('MultiAzKafkaBrokers.exporterPort', { exporter }, { plugins: [agent.asAgent('127.0.0.1:9404:/x.yml')] }));
  test('another agent on its port alone', () => refused('MultiAzKafkaBrokers.exporterPort', { exporter }, { plugins: [agent.asAgent('9404:/x.yml')] }));
  test('an option of Java on its port', () => refused('MultiAzKafkaBrokers.exporterPort', { exporter }, { jvmOptions: ['-Dcom.sun.management.jmxremote.port=9404'] }));
  test('a client listener on its port', () => refused('MultiAzKafkaBrokers.portTaken', { exporter }, { clientListeners: [clientListener({ bindPort: 9404 })] }));

  test('all of it at once', () => {
    const make = () => setup({ metrics: { level: KafkaMetricLevel.FULL, scrapedFrom: ec2.Peer.anyIpv4() } });
    expect(make).toThrow('MultiAzKafkaBrokers.exporterMissing');
    expect(make).toThrow('MultiAzKafkaBrokers.scrapedFromNothing');
  });

  test('but an agent as such, other ports and a longer number are not', () => {
    expect(() => setup({ metrics: { exporter: exporter.asAgent() }, plugins: [agent.asAgent('127.0.0.1:94040')], jvmOptions: ['-Da=19404'] })).not.toThrow();
  });
});

test('the user data of a node grows by less than half a kilobyte', () => {
  const size = (template: Template) => userDataOf(template, 0).length;
  expect(size(templateOf(FULL)) - size(templateOf())).toBeLessThan(600);
});
