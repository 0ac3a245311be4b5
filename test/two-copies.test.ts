import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as first from '../src';
import * as nodes from './brokers/fixtures';
import { contractJson, GivenListeners } from './private-link/fixtures';

/** The library once more, as where two packages of an app bring one each, and the CDK with it. */
function otherCopy(): typeof first {
  let copy: typeof first;
  jest.isolateModules(() => {
    copy = jest.requireActual('../src');
  });
  return copy!;
}

const second = otherCopy();
const COPIES: [string, typeof first, typeof first][] = [['the first and the second', first, second], ['the second and the first', second, first]];

test('there are two', () => {
  expect(second.KafkaBroker).not.toBe(first.KafkaBroker);
  expect(second.PerBrokerNlbListeners).not.toBe(first.PerBrokerNlbListeners);
});

describe.each(COPIES)('%s copy of the library', (_, one, other) => {
  const stackOf = () => new Stack(new App(), 'Kafka', { env: nodes.ENV });
  const cluster = (library: typeof first, stack: Stack, vpc: ec2.IVpc, id: string, props: object = {}) => new library.MultiAzKafkaBrokers(stack, id, {
    vpc,
    brokerCount: 3,
    clientListeners: [listener(library)],
    kafka: library.KafkaDistribution.fromUrl('https://archive.apache.org/dist/kafka/4.2.0/kafka_2.13-4.2.0.tgz', '4.2.0', nodes.DIGEST),
    machineImage: nodes.IMAGE,
    availabilityZones: nodes.ZONES,
    ...props,
  });
  const listener = (library: typeof first) => new library.ClientListener({
    name: 'CLIENT', advertisedHost: library.AdvertisedHost.shared('kafka.pay.example.com'), security: library.ListenerSecurity.plaintext(),
  });
  const consumer = (library: typeof first, stack: Stack, vpc: ec2.IVpc, id: string) =>
    new library.KafkaPrivateLinkConsumer(stack, id, { vpc, contract: library.KafkaServiceContract.fromJson(contractJson()) });
  const errors = (stack: Stack) => Annotations.fromStack(stack).findError('*', Match.anyValue()).map(({ entry }) => entry.data as string);

  test('know of hosts that the other serves', () => {
    const stack = stackOf();
    const vpc = nodes.importVpc(stack);
    consumer(one, stack, vpc, 'One');
    consumer(other, stack, vpc, 'Other');
    expect(errors(stack)).toEqual([expect.stringMatching(/^KafkaPrivateLinkConsumer\.hostTaken: Kafka\/One already serves/)]);
  });

  test('know of cluster ids, zones and parameters that the other has', () => {
    const stack = stackOf();
    const vpc = nodes.importVpc(stack);
    cluster(one, stack, vpc, 'One', { zoneName: 'kafka.pay.example.com' });
    expect(() => cluster(other, stack, vpc, 'Other')).toThrow(/clusterIdTwice/);
    cluster(other, stack, vpc, 'Third', { zoneName: 'kafka.pay.example.com', clusterId: 'AAAAAAAAAAAAAAAAAAAAAA' });
    consumer(one, stack, vpc, 'Consumer');
    expect(errors(stack).map(error => error.split(':')[0])).toContain('MultiAzKafkaBrokers.zoneNameTwice');

    const serve = (library: typeof first, id: string) => new library.KafkaPrivateLinkService(stack, id, {
      listeners: new GivenListeners(stack, `${id}Listeners`), allowedPrincipals: [], contractParameterName: '/kafka',
    });
    serve(one, 'Service');
    expect(() => serve(other, 'OtherService')).toThrow(/parameterTaken/);
  });

  test('know what brokers of the other know', () => {
    const stack = stackOf();
    const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: nodes.ZONES, subnetConfiguration: [{ name: 'App', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });
    const { brokers } = cluster(one, stack, vpc, 'Brokers');
    new other.PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers, clientListeners: [listener(other)], vpcSubnets: { availabilityZones: nodes.ZONES.slice(0, 2) } });
    Annotations.fromStack(stack).hasWarning('/Kafka/Listeners', Match.stringLikeRegexp('zoneWithoutLoadBalancer'));
    Template.fromStack(stack);
  });
});
