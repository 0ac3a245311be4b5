import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { clientListener, DIGEST, ENV, range, setup, userDataOf } from './fixtures';
import { AdvertisedHost, BrokerCertificate, ClientCa, KafkaMetricLevel, KafkaPlugin, ListenerSecurity, NodeSecurity } from '../../src';

/** What CloudFormation takes. */
const MAX = 1_000_000;

/** A cluster with so many listeners by password, each with a certificate of its own by name, as its stack's template is written. */
function templateOf(brokerCount: number, listeners: number, dense?: boolean): string {
  const stack = new Stack(new App(), 'Kafka', { env: ENV, suppressTemplateIndentation: dense });
  const secret = (name: string) => secrets.Secret.fromSecretNameV2(stack, name, `kafka/${name}`);
  const clientListeners = range(listeners).map(slot => clientListener({
    slot,
    bindPort: 19093 + slot,
    name: `LISTENER_${slot}`,
    advertisedHost: AdvertisedHost.shared(`kafka.listener-${slot}.internal`),
    security: ListenerSecurity.saslScram(BrokerCertificate.fromSecret(secret(`listener-${slot}`))),
  }));
  const nodeSecurity = NodeSecurity.mutualTls(BrokerCertificate.fromSecret(secret('node')), ClientCa.fromSecret(secret('node-ca')));
  setup({ stack, brokerCount, clientListeners, nodeSecurity });
  const artifact = (stack.node.root as App).synth().getStackByName('Kafka');
  return JSON.stringify(artifact.template, undefined, dense ? undefined : 1);
}

const refused = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return /MultiAzKafkaBrokers\.templateTooLong: .*/.exec(String(error))![0];
  }
  throw new Error('it was not refused');
};

test('45 brokers and three controllers with one listener are less than CloudFormation takes', () => {
  expect(templateOf(45, 1).length).toBeLessThan(MAX);
});

test('more is refused with the number of brokers that fit, which do', () => {
  const message = refused(() => templateOf(45, 14));
  const [, size, each, fits] = /the template of stack Kafka takes (\d+) bytes, and CloudFormation allows 1000000; each of 45 brokers takes (\d+) of them, so (\d+) fit: make 'brokerCount' \3 /.exec(message)!.map(Number);
  expect(size).toBeGreaterThan(MAX);
  expect(message).toContain("the others in a second stack by 'joins', or have fewer client listeners");
  expect(readFileSync(join(__dirname, '../../docs/limits.md'), 'utf8')).toContain(`With 14 listeners by password ${fits} brokers fit`);
  const most = templateOf(fits, 14).length;
  expect(most).toBeLessThanOrEqual(MAX);
  expect(MAX - most).toBeLessThan(each * 1.02);
  expect(refused(() => templateOf(fits + 1, 14))).toContain(`so ${fits} fit`);
});

test('a template without indentation is measured as it is, and offered where it fits', () => {
  const count = Number(/so (\d+) fit/.exec(refused(() => templateOf(45, 14)))![1]) + 1;
  const [, size] = /or give the stack 'suppressTemplateIndentation', with which it takes (\d+)/.exec(refused(() => templateOf(count, 14)))!.map(Number);
  const written = templateOf(count, 14, true).length;
  expect([written < size, size - written < 1000]).toEqual([true, true]);
});

test('user data of three brokers with a listener in the clear is less than 6 KB', () => {
  const template = setup().template();
  for (const nodeId of [0, 1000]) { expect(userDataOf(template, nodeId).length).toBeLessThan(6 * 1024); }
});

test('with alarms as many brokers fit as the pages say, with every figure and certificates', () => {
  const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');
  const said = [
    /about (\d+) with `addAlarms`/.exec(read('docs/limits.md')), /With `addAlarms` it has room for about (\d+) brokers/.exec(read('docs/operations.md')),
    /about 45, or (\d+) with/.exec(read('src/brokers/cluster/kafka-cluster-options.ts')),
  ].map(match => Number(match![1]));
  const resourcesOf = (brokerCount: number) => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const metrics = { level: KafkaMetricLevel.FULL, exporter: KafkaPlugin.fromUrl('https://example.com/exporter.jar', DIGEST) };
    const security = ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem'));
    const { brokers } = setup({ stack, brokerCount, metrics, clientListeners: [clientListener({ security })] });
    brokers.addAlarms({ page: new sns.Topic(stack, 'Page') });
    const { template } = (stack.node.root as App).synth().getStackByName('Kafka');
    expect(JSON.stringify(template, undefined, 1).length).toBeLessThan(MAX);
    return Object.keys(template.Resources).length;
  };
  const most = said[0];
  expect(said).toEqual([most, most, most]);
  expect(resourcesOf(most)).toBeLessThanOrEqual(500);
  expect(() => resourcesOf(most + 2)).toThrow('is greater than allowed maximum of 500');
});
