import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { clientListener, ENV, fileOf, nodeResources, range, settingsOf, setup, userDataOf } from './fixtures';
import { BrokerCertificate, ClientCa, KafkaControllers, ListenerSecurity, MultiAzKafkaBrokers, NodeSecurity, BrokerPropertiesRenderer } from '../../src';

function withCertificate(make: (stack: Stack) => BrokerCertificate, props = {}) {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  return setup({ stack, clientListeners: [clientListener({ security: ListenerSecurity.tls(make(stack)) })], ...props });
}

const secretNamed = (name: string) => (stack: Stack) => BrokerCertificate.fromSecret(new secrets.Secret(stack, name));

/** The secrets that a node may read, as logical ids. */
function readable(template: ReturnType<ReturnType<typeof setup>['template']>, nodeId: number): string[] {
  return nodeResources(template, nodeId).Rights.Properties.PolicyDocument.Statement
    .filter(({ Action }: any) => [Action].flat().includes('secretsmanager:GetSecretValue'))
    .flatMap(({ Resource }: any) => [Resource].flat().map(({ Ref }: any) => Ref));
}

test('a certificate that is a secret is fetched, allowed and read by Kafka at one path, which is in memory and named after the listener', () => {
  const { brokers, template } = withCertificate(secretNamed('Certificate'));
  const path = '/run/kafka/tls/client.pem';
  for (const { brokerId } of brokers.brokers) {
    const { SECRETS } = settingsOf(template(), brokerId);
    expect(SECRETS).toMatch(new RegExp(`^${path}=<Certificate[0-9A-F]{8}>$`));
    expect(fileOf(template(), brokerId, '/etc/kafka-node/server.properties')).toContain(`listener.name.client.ssl.keystore.location=${path}\n`);
    expect(readable(template(), brokerId)).toEqual([expect.stringMatching(/^Certificate/)]);
  }
  expect(settingsOf(template(), 1000).SECRETS).toBeUndefined();
});

test('it needs no image that has it', () => {
  const { stack } = withCertificate(secretNamed('Certificate'));
  Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('fileNotMade'));
});

test('a broker with a secret of its own reads that one and no other', () => {
  const perBroker = (stack: Stack) => BrokerCertificate.fromSecretPerBroker(Object.fromEntries(range(3).map(id => [id, new secrets.Secret(stack, `Of${id}x`)])));
  const template = withCertificate(perBroker).template();
  for (const id of range(3)) {
    expect(settingsOf(template, id).SECRETS).toMatch(new RegExp(`^/run/kafka/tls/client\\.pem=<Of${id}x[0-9A-F]{8}>$`));
    expect(readable(template, id)).toEqual([expect.stringMatching(new RegExp(`^Of${id}x`))]);
  }
});

test('a broker without its secret is refused', () => {
  const two = (stack: Stack) => BrokerCertificate.fromSecretPerBroker(Object.fromEntries([0, 2].map(id => [id, new secrets.Secret(stack, `Of${id}`)])));
  expect(() => withCertificate(two)).toThrow(/MultiAzKafkaBrokers.certificateOfNode: node 1 has no secret for \/run\/kafka\/tls\/client\.pem/);
});

test("'secretFiles' can't have the file of a listener's own secret", () => {
  const other = secrets.Secret.fromSecretCompleteArn(new Stack(), 'Other', 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:other-AbCdEf');
  expect(() => withCertificate(secretNamed('Certificate'), { secretFiles: { '/run/kafka/tls/client.pem': other } })).toThrow('MultiAzKafkaBrokers.secretFileTwice');
});

describe('nodes that meet by certificates', () => {
  const nodeSecurity = (stack: Stack) => NodeSecurity.mutualTls(BrokerCertificate.fromSecret(new secrets.Secret(stack, 'NodeCertificate')), ClientCa.fromSecret(new secrets.Secret(stack, 'NodeCa')));
  const paths = (settings: Record<string, string>) => settings.SECRETS.split(',').map(entry => entry.split('=')[0]);

  test('all fetch them, controllers too', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const { template } = setup({ stack, nodeSecurity: nodeSecurity(stack) });
    for (const id of [1000, 0]) {
      expect(paths(settingsOf(template(), id)).sort()).toEqual(['/run/kafka/tls/between-nodes.ca.pem', '/run/kafka/tls/between-nodes.pem']);
      expect(readable(template(), id)).toHaveLength(2);
      expect(fileOf(template(), id, '/etc/kafka-node/server.properties')).toContain('CONTROLLER:SSL');
    }
  });

  test('may have them by a renderer of their own, and not beside it', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const zoneName = 'nodes.internal';
    const clientListeners = [clientListener()];
    const properties = new BrokerPropertiesRenderer(stack, 'Renderer', {
      clientListeners, quorum: MultiAzKafkaBrokers.quorum(zoneName, KafkaControllers.dedicated()), brokerCount: 3, logDirs: ['/data/0/log'], nodeSecurity: nodeSecurity(stack),
    });
    const { template, vpc } = setup({ stack, clientListeners, properties, zoneName });
    expect(paths(settingsOf(template(), 1000))).toHaveLength(2);
    expect(() => setup({ stack, vpc, id: 'Twice', clientListeners, properties, zoneName, nodeSecurity: NodeSecurity.plaintext() })).toThrow('MultiAzKafkaBrokers.nodeSecurityTwice');
  });
});

describe('the administrator', () => {
  const scram = (stack: Stack) => [clientListener({ security: ListenerSecurity.saslScram(BrokerCertificate.fromSecret(new secrets.Secret(stack, 'Certificate'))) })];

  test('is the business of all brokers, so that a parked one is missed by nobody and its absence restarts no other', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const { template } = setup({ stack, clientListeners: scram(stack), administrator: new secrets.Secret(stack, 'Administrator') });
    for (const id of range(3)) {
      expect(settingsOf(template(), id)).toMatchObject({ ADMINISTRATOR: expect.stringMatching(/^<Administrator[0-9A-F]{8}>$/), SCRAM: 'SCRAM-SHA-512' });
      expect(readable(template(), id)).toHaveLength(2);
    }
    expect(settingsOf(template(), 1000).ADMINISTRATOR).toBeUndefined();
    expect(JSON.stringify(nodeResources(template(), 1000))).not.toContain('Administrator');

    const other = new Stack(new App(), 'Kafka', { env: ENV });
    const parked = setup({ stack: other, clientListeners: scram(other), administrator: new secrets.Secret(other, 'Administrator'), parked: [0] }).template();
    expect(userDataOf(parked, 1)).toBe(userDataOf(template(), 1));
  });

  test('fails where nobody logs in with a password', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    expect(() => setup({ stack, administrator: new secrets.Secret(stack, 'Administrator') })).toThrow('MultiAzKafkaBrokers.administrator');
  });
});
