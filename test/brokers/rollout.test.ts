import { readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { chainOf, clientListener, ENV, GROUP, nodeResources, range, setup, SetupProps, ZONES } from './fixtures';
import { BrokerPropertiesRenderer, KafkaControllers, KafkaRollout, MultiAzKafkaBrokers } from '../../src';
import { logDirs } from '../../src/brokers/node/node-plan';

const CONTROLLERS = [1000, 1001, 1002];
const byZone = KafkaRollout.byZone();

/** Nodes in the waves in which CloudFormation takes their groups: each as soon as all that it waits for are done. */
function wavesIn(template: Template): number[][] {
  const groups = template.findResources(GROUP);
  const waitsFor = new Map(Object.entries(groups)
    .map(([id, { DependsOn = [] }]) => [id, [DependsOn].flat().filter((other: string) => groups[other])]));
  const waves: string[][] = [];
  while (waves.flat().length < waitsFor.size) {
    const done = waves.flat();
    const next = [...waitsFor.keys()].filter(id => !done.includes(id) && waitsFor.get(id)!.every(other => done.includes(other)));
    if (next.length === 0) { throw new Error(`nothing comes after ${done.join()}`); }
    waves.push(next);
  }
  return waves.map(wave => wave.map(id => Number(/Node(\d+)Group/.exec(id)![1])).sort((one, other) => one - other));
}

const inZone = (brokerCount: number, zone: number, zones = 3, first = 0) => range(brokerCount).map(i => first + i).filter(id => id % zones === zone);
const alone = (nodeIds: number[]) => nodeIds.map(nodeId => [nodeId]);

test.each([3, 4, 9, 27, 45])('%d brokers are three waves after the controllers, one for each zone', brokerCount => {
  const waves = wavesIn(setup({ brokerCount, rollout: byZone }).template());
  expect(waves).toEqual([...alone(CONTROLLERS), inZone(brokerCount, 0), inZone(brokerCount, 1), inZone(brokerCount, 2)]);
});

test('a wave waits for every node of the one before, whichever of them is the last', () => {
  const template = setup({ brokerCount: 9, rollout: byZone }).template();
  const waits = ({ Group: { DependsOn } }: Record<string, any>) => DependsOn.flatMap((id: string) => /^BrokersNode(\d+)Group[0-9A-F]{8}$/.exec(id)?.[1] ?? []).map(Number);
  const waited = range(9).map(nodeId => waits(nodeResources(template, nodeId)).sort());
  expect(waited).toEqual([[1002], [0, 3, 6], [1, 4, 7], [1002], [0, 3, 6], [1, 4, 7], [1002], [0, 3, 6], [1, 4, 7]]);
});

test('zones come in the order in which they were given, and ids that begin elsewhere are in theirs', () => {
  const zones = [...ZONES, 'eu-west-1d'];
  const waves = wavesIn(setup({ zones, availabilityZones: zones, brokerCount: 6, firstBrokerId: 5, rollout: byZone }).template());
  expect(waves).toEqual([...alone(CONTROLLERS), [8], [5, 9], [6, 10], [7]]);
});

test.each<[string, SetupProps]>([
  ['three brokers', {}],
  ['nine brokers', { brokerCount: 9 }],
  ['combined controllers', { controllers: KafkaControllers.combined() }],
  ['parked nodes', { parked: [1, 1001] }],
])('one by one is what nothing says, to the byte: %s', (_, props) => {
  const [said, unsaid] = [setup({ ...props, rollout: KafkaRollout.oneByOne() }), setup(props)].map(({ template }) => template());
  expect(JSON.stringify(said.toJSON())).toBe(JSON.stringify(unsaid.toJSON()));
  expect(wavesIn(unsaid)).toEqual(alone(chainOf(unsaid)));
});

test('to change over changes nothing but what waits for what, so that nothing restarts', () => {
  const resourcesOf = (rollout?: KafkaRollout) => setup({ brokerCount: 6, rollout }).template().toJSON().Resources;
  const withoutWaits = (resources: any) => Object.fromEntries(Object.entries<any>(resources).map(([id, { DependsOn: _, ...rest }]) => [id, rest]));
  const [before, after] = [resourcesOf(), resourcesOf(byZone)];
  expect(withoutWaits(after)).toEqual(withoutWaits(before));
  expect(after).not.toEqual(before);
});

test.each([[6, 7], [7, 6], [3, 9]])('from %d to %d brokers touches no property of a node that stays', (from, to) => {
  const [before, after] = [from, to].map(brokerCount => setup({ brokerCount, rollout: byZone }).template());
  for (const nodeId of [...CONTROLLERS, ...range(Math.min(from, to))]) {
    const [{ Group: one, ...rest }, { Group: other, ...others }] = [before, after].map(template => nodeResources(template, nodeId));
    expect(others).toEqual(rest);
    expect({ ...other, DependsOn: 0 }).toEqual({ ...one, DependsOn: 0 });
  }
});

test('a parked broker keeps its place in its wave', () => {
  expect(wavesIn(setup({ brokerCount: 6, rollout: byZone, parked: [1, 4] }).template())).toEqual([...alone(CONTROLLERS), [0, 3], [1, 4], [2, 5]]);
});

describe('brokers that join', () => {
  test('roll as the cluster does, after it, whatever zones they have', () => {
    const { stack, brokers, vpc } = setup({ brokerCount: 6, rollout: byZone });
    const { template } = setup({ stack, vpc, id: 'More', joins: brokers, firstBrokerId: 11, brokerCount: 4 });
    expect(wavesIn(template())).toEqual([...alone(CONTROLLERS), [0, 3], [1, 4], [2, 5], [12], [13], [11, 14]]);
  });

  test('of another stack are deployed after all of it', () => {
    const app = new App();
    const [first, second] = ['First', 'Second'].map(id => new Stack(app, id, { env: ENV }));
    const { brokers, vpc } = setup({ stack: first, rollout: byZone });
    setup({ stack: second, vpc, joins: brokers, firstBrokerId: 12, brokerCount: 6 });
    app.synth();
    expect(second.dependencies).toEqual([first]);
    expect(wavesIn(Template.fromStack(second))).toEqual([[12, 15], [13, 16], [14, 17]]);
  });

  test('have no order of their own', () => {
    const { stack, brokers, vpc } = setup();
    expect(() => setup({ stack, vpc, id: 'More', joins: brokers, firstBrokerId: 10, rollout: byZone })).toThrow("MultiAzKafkaBrokers.inherited: 'rollout' can't be given with 'joins'");
  });
});

describe('docs/operations.md', () => {
  const rows = [...readFileSync(join(__dirname, '../../docs/operations.md'), 'utf8').matchAll(/^\| (\d+) \| (\d+) \*t\*: ([^|]*) \| (\d+) \*t\*: ([^|]*) \|$/gm)];
  const minutes = (text: string) => [...text.matchAll(/(\d+) (h|min)/g)].reduce((sum, [, count, unit]) => sum + Number(count) * (unit === 'h' ? 60 : 1), 0);

  test('says how long 3, 9 and 27 brokers take', () => {
    expect(rows.map(([, brokers]) => Number(brokers))).toEqual([3, 9, 27]);
  });

  test.each(rows.map(row => row.slice(1)))('%s brokers take as many times as there are waves', (brokers, oneByOne, oneByOneTime, byZoneCount, byZoneTime) => {
    const brokerCount = Number(brokers);
    for (const [rollout, count, time] of [[KafkaRollout.oneByOne(), oneByOne, oneByOneTime], [byZone, byZoneCount, byZoneTime]] as const) {
      expect(Number(count)).toBe(wavesIn(setup({ brokerCount, rollout }).template()).length);
      expect(minutes(time)).toBe(Number(count) * 7);
    }
  });
});

const twoZones = { zones: ZONES.slice(0, 2), availabilityZones: ZONES.slice(0, 2) };
const allCopies = (copies: number) => Object.fromEntries(
  ['default.replication.factor', 'offsets.topic.replication.factor', 'transaction.state.log.replication.factor', 'share.coordinator.state.topic.replication.factor']
    .map(key => [key, `${copies}`]));

test.each<[string, SetupProps, RegExp]>([
  ['controllers that are brokers', { controllers: KafkaControllers.combined() },
    /MultiAzKafkaBrokers.rolloutCombined: 'rollout' is by zone, and 3 brokers are controllers too, which never restart at once; give KafkaControllers.dedicated\(\).*KafkaRollout.oneByOne\(\)/],
  ['two zones', { ...twoZones, brokerCount: 6 },
    /MultiAzKafkaBrokers.rolloutZones: 'rollout' is by zone, and the 6 brokers are in 2 zones: .* have brokers in 3 zones at least, or leave 'rollout' out: KafkaRollout.oneByOne\(\)/],
  ['two zones with two copies', { ...twoZones, overrides: { ...allCopies(2), 'min.insync.replicas': '1', 'transaction.state.log.min.isr': '1', 'share.coordinator.state.topic.min.isr': '1' } },
    /MultiAzKafkaBrokers.rolloutZones: .*the 3 brokers are in 2 zones/],
  ['brokers in two of three zones', { brokerCount: 2 }, /MultiAzKafkaBrokers.rolloutZones: .*the 2 brokers are in 2 zones/],
  ['one broker', { brokerCount: 1 }, /MultiAzKafkaBrokers.rolloutZones: .*the 1 broker is in 1 zone:/],
  ['more copies than zones', { brokerCount: 6, overrides: { 'default.replication.factor': '4' } },
    /MultiAzKafkaBrokers.rolloutCopies: 'rollout' is by zone, and 'default.replication.factor' 4 is more than the 3 zones, so that a zone has two copies of a partition; give 3, or leave/],
  ['more copies of offsets than zones', { brokerCount: 6, overrides: { 'offsets.topic.replication.factor': '5' } }, /rolloutCopies: .*'offsets.topic.replication.factor' 5 is more than the 3 zones/],
  ['more copies of transactions than zones', { brokerCount: 6, overrides: { 'transaction.state.log.replication.factor': '5' } }, /rolloutCopies: .*'transaction.state.log.replication.factor' 5/],
  ['more copies of shares than zones', { brokerCount: 6, overrides: { 'share.coordinator.state.topic.replication.factor': '5' } }, /rolloutCopies: .*'share.coordinator.state.topic.replication.factor' 5/],
  ['one copy', { overrides: { 'default.replication.factor': '1', 'min.insync.replicas': '1' } },
    /rolloutCopies: .*'default.replication.factor' is 1 and 'min.insync.replicas' 1, so that no copy can be missing; give a copy more, or leave/],
  ['offsets of which every copy is needed', { overrides: { 'offsets.topic.replication.factor': '2' } },
    /rolloutCopies: .*'offsets.topic.replication.factor' is 2 and 'min.insync.replicas' 2, so that no copy can be missing/],
  ['a renderer of which every copy is needed', {
    zoneName: 'kafka.internal',
    properties: new BrokerPropertiesRenderer(new Stack(), 'Properties', {
      clientListeners: [clientListener()], quorum: MultiAzKafkaBrokers.quorum('kafka.internal'), brokerCount: 3, logDirs: logDirs(1), overrides: { 'offsets.topic.replication.factor': '1' },
    }),
  }, /rolloutCopies: .*'offsets.topic.replication.factor' is 1 and 'min.insync.replicas' 2/],
])('a roll by zone of %s is refused', (_, props, message) => {
  expect(() => setup({ ...props, rollout: byZone })).toThrow(message);
  expect(() => setup(props)).not.toThrow();
});

test('several reasons are told at once', () => {
  expect(() => setup({ ...twoZones, controllers: KafkaControllers.combined(), rollout: byZone })).toThrow(
    /rolloutCombined: [^]*rolloutZones: [^]*rolloutCopies: .*'default.replication.factor' 3 is more than the 2 zones/);
});

test.each<[string, SetupProps]>([
  ['four zones', { zones: [...ZONES, 'eu-west-1d'], availabilityZones: [...ZONES, 'eu-west-1d'], brokerCount: 8, overrides: { 'default.replication.factor': '4' } }],
  ['zones with tokens for names', { availabilityZones: range(3).map(i => Fn.select(i, Fn.getAzs())), vpcSubnets: undefined }],
  ['copies that are known when it is deployed', { overrides: { 'default.replication.factor': new CfnParameter(new Stack(), 'Copies').valueAsString } }],
])('a roll by zone with %s is not', (_, { availabilityZones, ...props }) => {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const zones = availabilityZones ?? ZONES;
  const vpcSubnets = { subnets: zones.map((availabilityZone, i) => ec2.Subnet.fromSubnetAttributes(stack, `Subnet${i}`, { subnetId: `subnet-${i}`, availabilityZone })) };
  expect(() => setup({ ...props, stack, availabilityZones: zones, vpcSubnets, rollout: byZone })).not.toThrow();
});

test('nothing is refused while the VPC is looked up', () => {
  const app = new App();
  const stack = new Stack(app, 'Kafka', { env: ENV });
  const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcName: 'kafka' });
  expect(() => setup({ stack, vpc, availabilityZones: undefined, brokerCount: 9, rollout: byZone })).not.toThrow();
});
