import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { clientListener, ENV, idOf, setup, ZONE_IDS } from './fixtures';
import { PerBrokerNlbListeners } from '../../src';

const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

function behindLoadBalancer(sameStack: boolean, configured = [clientListener()], served = configured) {
  const app = new App();
  const kafka = new Stack(app, 'Kafka', { env: ENV });
  const { brokers, vpc } = setup({ stack: kafka, clientListeners: configured, availabilityZoneIds: ZONE_IDS });
  const edge = sameStack ? kafka : new Stack(app, 'Edge', { env: ENV });
  const listeners = new PerBrokerNlbListeners(edge, 'Listeners', { vpc, brokers: brokers.brokers, clientListeners: served });
  return { app, kafka, edge, brokers, listeners };
}

test('each broker is registered once, by the address of its own interface', () => {
  const { kafka } = behindLoadBalancer(true);
  const template = Template.fromStack(kafka);
  const addressOf = (nodeId: number) => ({ Id: { 'Fn::GetAtt': [idOf(template, nodeId, 'Interface'), 'PrimaryPrivateIpAddress'] }, Port: 9093 });
  const groups = template.findResources(TARGET_GROUP);
  for (const nodeId of [0, 1, 2]) {
    const [group] = Object.entries(groups).filter(([id]) => id.includes(`Broker${nodeId}`)).map(([, { Properties }]) => Properties);
    expect(group).toMatchObject({ TargetType: 'ip', Targets: [addressOf(nodeId)] });
  }
  const [bootstrap] = Object.entries(groups).filter(([id]) => id.includes('Bootstrap')).map(([, { Properties }]) => Properties);
  expect(bootstrap.Targets).toEqual([0, 1, 2].map(addressOf));
});

test.each([['the same', true], ['another', false]])('the load balancer reaches all brokers from %s stack, by one rule and without a cycle', (_, sameStack) => {
  const { app, kafka, edge } = behindLoadBalancer(sameStack);
  expect(() => app.synth()).not.toThrow();
  const rules = Object.values(Template.fromStack(edge).findResources('AWS::EC2::SecurityGroupIngress')).filter(({ Properties }) => Properties.FromPort === 9093);
  expect(rules).toHaveLength(1);
  if (!sameStack) {
    expect(edge.dependencies).toEqual([kafka]);
    expect(kafka.dependencies).toEqual([]);
  }
});

test('no node depends on the load balancer', () => {
  const nodes = (stack: Stack) => JSON.stringify(Object.entries(Template.fromStack(stack).toJSON().Resources).filter(([id]) => id.startsWith('BrokersNode')));
  const alone = setup({ stack: new Stack(new App(), 'Kafka', { env: ENV }), availabilityZoneIds: ZONE_IDS });
  expect(nodes(behindLoadBalancer(true).kafka)).toBe(nodes(alone.stack));
});

test('a broker tells its zone and its listeners', () => {
  const client = clientListener();
  const { brokers } = setup({ clientListeners: [client], availabilityZoneIds: ZONE_IDS });
  expect(brokers.brokers.map(broker => [broker.brokerId, broker.zoneId, broker.clientListeners])).toEqual(
    ['euw1-az1', 'euw1-az2', 'euw1-az3'].map((zoneId, id) => [id, zoneId, [client]]));
});

test('a listener in front of brokers that do not have it is refused', () => {
  const other = clientListener({ slot: 1, name: 'OTHER' });
  expect(() => behindLoadBalancer(true, [clientListener()], [other])).toThrow(
    /PerBrokerNlbListeners.brokerConfiguration: client listener OTHER differs in the configuration of brokers 0, 1, 2: slot 1 is not there, but CLIENT \(slot 0\)/);
});
