import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { KafkaPrivateLinkService, PerBrokerNlbListeners } from '../src';
import { clientListener, importVpc } from './listeners/fixtures';
import { GivenListeners } from './private-link/fixtures';

/** What comes of a class in Python that forgets `@property`, or a member: jsii hands over methods, or nothing. */
const broker = { brokerId: 0, connections: new ec2.Connections(), nlbTarget: (port: number) => new targets.IpTarget('10.0.0.10', port) };
const behind = (changes: object) => {
  const stack = new Stack(new App(), 'Kafka');
  return () => new PerBrokerNlbListeners(stack, 'Listeners', { vpc: importVpc(stack), clientListeners: [clientListener()], brokers: [{ ...broker, ...changes }] });
};

test.each(['brokerId', 'connections', 'zoneId', 'clientListeners'])("a broker's %s that is a method is refused, with the way out", member => {
  expect(behind({ [member]: () => undefined })).toThrow(new RegExp(`PerBrokerNlbListeners\\.brokerMember: '${member}' of number 0 of 'brokers' is a method and must be a value; in Python write @property`));
});

test.each(['brokerId', 'connections'])("a broker's %s that is not there is refused, with the way out", member => {
  expect(behind({ [member]: undefined })).toThrow(new RegExp(`PerBrokerNlbListeners\\.brokerMember: '${member}' of number 0 of 'brokers' has no value.*@property`));
});

test("a broker's target that is a value, or nothing, is refused", () => {
  expect(behind({ nlbTarget: new targets.IpTarget('10.0.0.10', 9093) })).toThrow(/PerBrokerNlbListeners\.brokerMember: 'nlbTarget' of number 0 of 'brokers' is not a method.*without @property/);
  expect(behind({ nlbTarget: () => undefined })).toThrow(/PerBrokerNlbListeners\.brokerMember: 'nlbTarget' gives back nothing/);
  expect(behind({})).not.toThrow();
});

test.each<[string, object, RegExp]>([
  ['connections that are null', { connections: null }, /'connections' of number 0 of 'brokers' has no value/],
  ['connections of another kind', { connections: {} }, /'connections' of number 0 of 'brokers' has no list 'securityGroups'; give an ec2\.Connections/],
  ['client listeners that are no list', { clientListeners: 'CLIENT' }, /'clientListeners' of number 0 of 'brokers' must be a list of ClientListener, .*got "CLIENT"/],
  ['client listeners with nothing in them', { clientListeners: [undefined] }, /'clientListeners' of number 0 of 'brokers' must be a list of ClientListener/],
  ['client listeners that are null', { clientListeners: null }, /'clientListeners' of number 0 of 'brokers' must be a list of ClientListener, .*got null/],
  ['a target of another kind', { nlbTarget: () => ({}) }, /'nlbTarget' gives back what has no attachToNetworkTargetGroup\(\)/],
  ['a target that registers nothing', { nlbTarget: () => ({ attachToNetworkTargetGroup: () => undefined }) }, /attachToNetworkTargetGroup\(\) of what 'nlbTarget' gives back gives nothing/],
])('%s are refused, with the member', (_, changes, message) => {
  expect(behind(changes)).toThrow(message);
  expect(behind(changes)).toThrow('PerBrokerNlbListeners.brokerMember');
});

test.each(['brokerId', 'connections', 'zoneId', 'clientListeners', 'nlbTarget'])("a broker's %s that throws is refused, with what it throws", member => {
  const stack = new Stack(new App(), 'Kafka');
  const odd = Object.defineProperty({ ...broker }, member, { get: () => { throw new Error('not yet'); } });
  expect(() => new PerBrokerNlbListeners(stack, 'Listeners', { vpc: importVpc(stack), clientListeners: [clientListener()], brokers: [odd] }))
    .toThrow(`PerBrokerNlbListeners.brokerMember: '${member}' of number 0 of 'brokers' throws an error when it is read: not yet`);
});

test.each([undefined, null])('a broker that is %p is refused, with its place', nothing => {
  const stack = new Stack(new App(), 'Kafka');
  expect(() => new PerBrokerNlbListeners(stack, 'Listeners', { vpc: importVpc(stack), clientListeners: [clientListener()], brokers: [broker, nothing as any] }))
    .toThrow(`PerBrokerNlbListeners.brokerMember: number 1 of 'brokers' is ${nothing}, and must be an object with 'brokerId', 'connections', 'nlbTarget'`);
});

test.each(['loadBalancer', 'clientListeners', 'brokers', 'crossZone', 'ready'])("listeners' %s that is a method or not there is refused, with the way out", member => {
  const serve = (value: unknown) => {
    const stack = new Stack(new App(), 'Kafka');
    const listeners = new GivenListeners(stack, 'Listeners');
    Object.defineProperty(listeners, member, { value });
    return () => new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [] });
  };
  expect(serve(() => undefined)).toThrow(new RegExp(`KafkaPrivateLinkService\\.listenersMember: '${member}' of 'listeners' is a method and must be a value`));
  expect(serve(undefined)).toThrow(new RegExp(`KafkaPrivateLinkService\\.listenersMember: '${member}' of 'listeners' has no value`));
});
