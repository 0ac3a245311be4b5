import { App, Fn, Size, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { chainOf, clientListener, ENV, fileOf, GROUP, nodeResources, settingsOf, setup, SetupProps, ZONES } from './fixtures';
import { IKafkaCluster, KafkaControllers, PerBrokerNlbListeners } from '../../src';

/** A cluster of three brokers in one stack, and two more in another. */
function twoStacks(props: SetupProps = {}, firstProps: SetupProps = {}) {
  const app = new App();
  const [first, second] = ['First', 'Second'].map(id => new Stack(app, id, { env: ENV }));
  const { brokers: founder, vpc } = setup({ stack: first, ...firstProps });
  const { brokers: joiner } = setup({ stack: second, vpc, joins: founder, firstBrokerId: 10, brokerCount: 2, ...props });
  return { app, first, second, vpc, founder, joiner };
}

/** Values of another stack, by the resource that they are of. */
const asImport = (text: string) => text.replace(/<\{"Fn::ImportValue":"First:ExportsOutput(?:Ref|FnGetAtt)(\w+?)[0-9A-F]{8}\w*"\}>/g, '<$1>');

test('brokers that join have the quorum, the names and the listeners of those that they join', () => {
  const { first, second, founder, joiner } = twoStacks();
  const [one, other] = [fileOf(Template.fromStack(first), 0, '/etc/kafka-node/server.properties'), fileOf(Template.fromStack(second), 10, '/etc/kafka-node/server.properties')];
  const identity = /^(node\.id|advertised\.listeners)=.*\n/gm;
  expect(other.replace(identity, '').split('\n').slice(1)).toEqual(one.replace(identity, '').split('\n').slice(1));
  expect([joiner.clusterId, joiner.zoneName]).toEqual([founder.clusterId, founder.zoneName]);
  expect(settingsOf(Template.fromStack(second), 10)).toMatchObject({
    NODE_ID: '10', HOST: `b10.${founder.zoneName}`, CLUSTER_ID: founder.clusterId, CLUSTER: 'First-Brokers', BOOTSTRAP: 'no',
  });
});

test('who joins names brokers of this library', () => {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  class Foreign extends Construct implements IKafkaCluster {
    public readonly clusterId = 'AAAAAAAAAAAAAAAAAAAAAA';
    public readonly zoneName = 'kafka.internal';
    public readonly connections = new ec2.Connections();
  }
  expect(() => setup({ stack, joins: new Foreign(stack, 'Foreign'), firstBrokerId: 10 })).toThrow(
    "MultiAzKafkaBrokers.joins: 'joins' is Kafka/Foreign, which is not a MultiAzKafkaBrokers; give the MultiAzKafkaBrokers that has the controllers");
});

test('they have no controllers, no zone and no security group of their own', () => {
  const template = Template.fromStack(twoStacks().second);
  expect(Object.keys(template.findResources(GROUP))).toHaveLength(2);
  template.resourceCountIs('AWS::Route53::HostedZone', 0);
  template.resourceCountIs('AWS::EC2::SecurityGroup', 0);
  template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  expect(asImport(`<${JSON.stringify(nodeResources(template, 10).Record.Properties.HostedZoneId)}>`)).toBe('<BrokersZone>');
});

test('they wait for the others: by their stack, or by the group before them', () => {
  const { app, first, second } = twoStacks();
  app.synth();
  expect(second.dependencies).toEqual([first]);
  expect(chainOf(Template.fromStack(second))).toEqual([10, 11]);

  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const { brokers, vpc } = setup({ stack });
  const { template } = setup({ stack, vpc, id: 'More', joins: brokers, firstBrokerId: 10, brokerCount: 2 });
  expect(chainOf(template())).toEqual([1000, 1001, 1002, 0, 1, 2, 10, 11]);
});

test('who joins third waits for the second, whichever of the others it names', () => {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const { brokers, vpc } = setup({ stack });
  setup({ stack, vpc, id: 'More', joins: brokers, firstBrokerId: 10, brokerCount: 1 });
  const { template } = setup({ stack, vpc, id: 'EvenMore', joins: brokers, firstBrokerId: 20, brokerCount: 1 });
  expect(chainOf(template())).toEqual([1000, 1001, 1002, 0, 1, 2, 10, 20]);
});

test('the first stack does not know of the second', () => {
  const withoutExports = ({ Outputs, ...template }: any) => template;
  const alone = setup({ stack: new Stack(new App(), 'First', { env: ENV }) }).template();
  expect(withoutExports(Template.fromStack(twoStacks().first).toJSON())).toEqual(withoutExports(alone.toJSON()));
});

test('a broker more in one stack changes no node of the other, and none of its own', () => {
  const [before, after] = [twoStacks(), twoStacks({ brokerCount: 3 })];
  const [nodesBefore, nodesAfter] = [before, after].map(({ second }) => Template.fromStack(second));
  expect(Template.fromStack(after.first).toJSON()).toEqual(Template.fromStack(before.first).toJSON());
  for (const nodeId of [10, 11]) {
    expect(nodeResources(nodesAfter, nodeId)).toEqual(nodeResources(nodesBefore, nodeId));
  }
});

test('brokers of both stand behind one load balancer in a third stack', () => {
  const { app, vpc, founder, joiner } = twoStacks();
  const edge = new Stack(app, 'Edge', { env: ENV });
  new PerBrokerNlbListeners(edge, 'Listeners', { vpc, brokers: [...founder.brokers, ...joiner.brokers], clientListeners: [clientListener()] });
  app.synth();
  Template.fromStack(edge).resourceCountIs('AWS::ElasticLoadBalancingV2::Listener', 6);
  expect(Object.values(Template.fromStack(edge).findResources('AWS::EC2::SecurityGroupIngress'))).toHaveLength(1);
});

test('who joins third in the first stack waits for its end only, since the second stack waits for all of it', () => {
  const app = new App();
  const [first, second, third] = ['First', 'Second', 'Third'].map(id => new Stack(app, id, { env: ENV }));
  const { brokers: founder, vpc } = setup({ stack: first });
  setup({ stack: second, vpc, joins: founder, firstBrokerId: 10, brokerCount: 1 });
  setup({ stack: first, vpc, id: 'BrokersMore', joins: founder, firstBrokerId: 20, brokerCount: 1 });
  setup({ stack: third, vpc, joins: founder, firstBrokerId: 30, brokerCount: 1 });
  app.synth();
  expect(chainOf(Template.fromStack(first))).toEqual([1000, 1001, 1002, 0, 1, 2, 20]);
  expect(second.dependencies).toEqual([first]);
  expect(third.dependencies).toEqual(expect.arrayContaining([second]));
});

describe('clients inside the VPC', () => {
  const clientIn = (stack: Stack, vpc: ec2.IVpc, allowAllOutbound = true) => new ec2.SecurityGroup(stack, 'App', { vpc, allowAllOutbound });

  test('of the second stack are let in there, and the first does not know of them', () => {
    const app = new App();
    const [first, second] = ['First', 'Second'].map(id => new Stack(app, id, { env: ENV }));
    const { brokers: founder, vpc } = setup({ stack: first });
    setup({ stack: second, vpc, joins: founder, firstBrokerId: 10, internalClients: [clientIn(second, vpc), ec2.Peer.ipv4('10.9.0.0/16')] });
    app.synth();
    const template = Template.fromStack(second);
    const [group] = Object.keys(template.findResources('AWS::EC2::SecurityGroup'));
    const rules = Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }) => Properties);
    expect(rules).toHaveLength(2);
    for (const rule of rules) {
      expect(rule).toMatchObject({ FromPort: 9092, ToPort: 9092, GroupId: { 'Fn::ImportValue': expect.stringMatching(/BrokersSecurityGroup/) } });
    }
    expect(rules.map(({ SourceSecurityGroupId, CidrIp }) => SourceSecurityGroupId ?? CidrIp)).toEqual(expect.arrayContaining([{ 'Fn::GetAtt': [group, 'GroupId'] }, '10.9.0.0/16']));
  });

  test('of the second stack may be the same twice, and addresses that are known later', () => {
    const { app, second, vpc, founder } = twoStacks();
    const [client, ...peers] = [clientIn(second, vpc), ...['A', 'B'].map(name => ec2.Peer.ipv4(Fn.importValue(name)))];
    setup({ stack: second, id: 'More', vpc, joins: founder, firstBrokerId: 20, internalClients: [client, client, ...peers] });
    app.synth();
    Template.fromStack(second).resourceCountIs('AWS::EC2::SecurityGroupIngress', 3);
  });

  test('of the second stack that may not go everywhere may go to the brokers', () => {
    const { app, second, vpc, founder } = twoStacks();
    setup({ stack: second, id: 'More', vpc, joins: founder, firstBrokerId: 20, internalClients: [clientIn(second, vpc, false)] });
    app.synth();
    expect(Object.values(Template.fromStack(second).findResources('AWS::EC2::SecurityGroupEgress')).map(({ Properties }) => Properties)).toEqual([
      expect.objectContaining({ FromPort: 9092, DestinationSecurityGroupId: { 'Fn::ImportValue': expect.stringMatching(/BrokersSecurityGroup/) } }),
    ]);
  });
});

test('brokers that join in another VPC are an error', () => {
  const app = new App();
  const [first, second] = ['First', 'Second'].map(id => new Stack(app, id, { env: ENV }));
  const { brokers: founder } = setup({ stack: first });
  const other = ec2.Vpc.fromVpcAttributes(second, 'Vpc', { vpcId: 'vpc-2', availabilityZones: ZONES, privateSubnetIds: ['a', 'b', 'c'] });
  setup({ stack: second, vpc: other, joins: founder, firstBrokerId: 10 });
  Annotations.fromStack(second).hasError('/Second/Brokers', Match.stringLikeRegexp('MultiAzKafkaBrokers.joinsVpc: .*"vpc-2".* First/Brokers .*"vpc-0123456789abcdef0"'));
});

test('brokers that adopt disks warn of a first controller that might begin anew, in the stack where that is told', () => {
  const adoptVolumes = { 10: ['vol-0123456789abcdef0'] };
  const warning = Match.stringLikeRegexp('disks of brokers are adopted, and the first controller of First/Brokers, 1000, may begin with a blank one.*cdk-kafka-privatelink:MultiAzKafkaBrokers.adoptedByJoiner');
  Annotations.fromStack(twoStacks({ adoptVolumes }).second).hasWarning('/Second/Brokers', warning);
  Annotations.fromStack(twoStacks({ adoptVolumes }, { dataGenerations: { 1000: 1 } }).second).hasNoWarning('/Second/Brokers', warning);
});

test.each<[string, SetupProps, SetupProps, RegExp]>([
  ['another number of volumes', { volumes: [{ size: Size.gibibytes(10) }] }, { volumes: [{ size: Size.gibibytes(10) }, { size: Size.gibibytes(10) }] },
    /MultiAzKafkaBrokers.joinsVolumes: 'volumes' has 1, and brokers of First\/Brokers have 2/],
  ['another quorum', { controllers: KafkaControllers.combined(1), clusterId: 'Ye2n9lagXrj7SY84IDTCAA' }, {}, /MultiAzKafkaBrokers.inherited: 'controllers', 'clusterId' can't be given with 'joins': .* that of First\/Brokers/],
  ['other overrides', { overrides: { 'num.io.threads': '9' } }, {}, /MultiAzKafkaBrokers.inherited: 'overrides'/],
  ['ids of the others', { firstBrokerId: 2 }, {}, /MultiAzKafkaBrokers.brokerIdTaken: ids 2 are those of brokers of First\/Brokers, .*; give a 'firstBrokerId' from 3 on/],
  ['other client listeners', { clientListeners: [clientListener({ name: 'OTHER' })] }, {}, /MultiAzKafkaBrokers.listenerMissing: client listener OTHER on port 9093 is not in the file of node 10/],
  ['a cluster whose replication would change', {}, { brokerCount: 2 }, /MultiAzKafkaBrokers.joinsSmall: First\/Brokers has 2 brokers, and from fewer than 3 follow other replication defaults/],
])('%s is refused', (_, props, firstProps, message) => {
  expect(() => twoStacks(props, firstProps)).toThrow(message);
});
