import { App, Aws, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { clientListener, ENV, importVpc, nodeResources, range, setup, ZONE_IDS, ZONES } from './fixtures';
import { AdvertisedHost } from '../../src';

const CONTROLLERS = [1000, 1001, 1002];

/** The zone of each node's first disk, which its instance has to be in. */
function zonesOf(template: Template, nodeIds: number[]): string[] {
  return nodeIds.map(nodeId => nodeResources(template, nodeId).Disk0G0.Properties.AvailabilityZone);
}

const newVpc = (stack: Stack, availabilityZones: string[]) => new ec2.Vpc(stack, 'OwnVpc', {
  availabilityZones, subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
});

test.each([1, 2, 3, 4, 5])('in %d zones node n is in the one at n modulo their number, in a subnet of it', count => {
  const zones = ['a', 'b', 'c', 'd', 'e'].slice(0, count).map(letter => `eu-west-1${letter}`);
  const template = setup({ zones, availabilityZones: zones, brokerCount: 7 }).template();
  expect(zonesOf(template, range(7))).toEqual(range(7).map(n => zones[n % count]));
  expect(zonesOf(template, CONTROLLERS)).toEqual(range(3).map(n => zones[n % count]));
  for (const nodeId of range(7)) {
    expect(nodeResources(template, nodeId).Group.Properties.VPCZoneIdentifier).toEqual([`subnet-${zones[nodeId % count]}`]);
  }
});

test('ids that begin elsewhere are in the same zones as they would be otherwise', () => {
  const template = setup({ firstBrokerId: 4, brokerCount: 3 }).template();
  expect(zonesOf(template, [4, 5, 6])).toEqual([ZONES[1], ZONES[2], ZONES[0]]);
});

describe('a VPC that gains a zone', () => {
  const wider = ['eu-west-1aa', ...ZONES]; // first in the alphabet, as imported VPCs list it

  test('moves nobody when zones are given', () => {
    const [before, after] = [ZONES, wider].map(zones => setup({ zones }).template());
    for (const nodeId of [...CONTROLLERS, 0, 1, 2]) {
      expect(nodeResources(after, nodeId)).toEqual(nodeResources(before, nodeId));
    }
  });

  test('moves nobody when this app makes it, since the first three are taken', () => {
    const zonesWith = (zones: string[]) => {
      const stack = new Stack(new App(), 'Kafka', { env: ENV });
      return zonesOf(setup({ stack, vpc: newVpc(stack, zones), availabilityZones: undefined, brokerCount: 6 }).template(), range(6));
    };
    expect(zonesWith(ZONES)).toEqual([...ZONES, ...ZONES]);
    expect(zonesWith([...ZONES, 'eu-west-1d'])).toEqual(zonesWith(ZONES));
  });

  const twoEach = (stack: Stack) => ec2.Vpc.fromVpcAttributes(stack, 'Two', {
    vpcId: 'vpc-1',
    availabilityZones: ZONES,
    privateSubnetIds: ['new-a', 'new-b', 'new-c', 'old-a', 'old-b', 'old-c'],
    privateSubnetNames: ['Added', 'Private'],
  });

  test.each([undefined, { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }])('or other subnets in its zones is an error, since all nodes could move, with the selection %p', vpcSubnets => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    setup({ stack, vpc: twoEach(stack), vpcSubnets });
    Annotations.fromStack(stack).hasError('/Kafka/Brokers', Match.stringLikeRegexp(
      'MultiAzKafkaBrokers.subnetChoice: "eu-west-1a" has 2 subnets \\("new-a", "old-a"\\).*give one for each zone by \'vpcSubnets\''));
  });

  test.each<[string, (stack: Stack) => ec2.SubnetSelection]>([
    ['the group', () => ({ subnetGroupName: 'Private' })],
    ['the subnets', stack => ({ subnets: ZONES.map((availabilityZone, i) => ec2.Subnet.fromSubnetAttributes(stack, `Subnet${i}`, { subnetId: `old-${'abc'[i]}`, availabilityZone })) })],
  ])('or other subnets moves nobody when %s is given', (_, selection) => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const { template } = setup({ stack, vpc: twoEach(stack), vpcSubnets: selection(stack) });
    expect(range(3).map(nodeId => nodeResources(template(), nodeId).Group.Properties.VPCZoneIdentifier[0])).toEqual(['old-a', 'old-b', 'old-c']);
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test.each([
    ['is imported', (stack: Stack) => importVpc(stack)],
    ['has two zones', (stack: Stack) => newVpc(stack, ZONES.slice(0, 2))],
    ['is looked up', (stack: Stack) => ec2.Vpc.fromVpcAttributes(stack, 'Found', { vpcId: 'vpc-1', availabilityZones: ZONES, privateSubnetIds: ['a', 'b', 'c'] })],
  ])('could move somebody when it %s, so zones have to be given', (_, vpcOf) => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    expect(() => setup({ stack, vpc: vpcOf(stack), availabilityZones: undefined })).toThrow(/MultiAzKafkaBrokers.zones: 'availabilityZones' is needed.*for example \["eu-west-1a","eu-west-1b"/);
  });
});

describe('a VPC that is looked up', () => {
  test.each([undefined, ZONES])('does not fail before it is found, with the zones %p', availabilityZones => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const { template } = setup({ stack, vpc: ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0' }), availabilityZones });
    expect(template).not.toThrow();
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });
});

describe('a stack that knows neither account nor region', () => {
  test('takes the names of zones', () => {
    const stack = new Stack(new App(), 'Kafka');
    expect(zonesOf(setup({ stack }).template(), [0, 1, 2])).toEqual(ZONES);
  });

  test('takes the zones of its VPC, which are known only after deployment', () => {
    const stack = new Stack(new App(), 'Kafka');
    const vpc = new ec2.Vpc(stack, 'OwnVpc', { maxAzs: 2 });
    const template = setup({ stack, vpc, availabilityZones: vpc.availabilityZones }).template();
    expect(zonesOf(template, [0, 1, 2])).toEqual([0, 1, 0].map(i => ({ 'Fn::Select': [i, { 'Fn::GetAZs': '' }] })));
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('has to say which they are', () => {
    const stack = new Stack(new App(), 'Kafka');
    expect(() => setup({ stack, vpc: new ec2.Vpc(stack, 'OwnVpc'), availabilityZones: undefined })).toThrow(/MultiAzKafkaBrokers.zones: .*'availabilityZones': vpc\.availabilityZones, or give the stack its 'env'/);
  });

  test('takes subnets that are given with their zones', () => {
    const stack = new Stack(new App(), 'Kafka');
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: Fn.importValue('vpc'), availabilityZones: Fn.split(',', Fn.importValue('zones')), privateSubnetIds: Fn.split(',', Fn.importValue('subnets')) });
    const subnets = ZONES.map((availabilityZone, i) => ec2.Subnet.fromSubnetAttributes(stack, `Subnet${i}`, { subnetId: Fn.importValue(`subnet${i}`), availabilityZone }));
    const template = setup({ stack, vpc, vpcSubnets: { subnets } }).template();
    expect(nodeResources(template, 1).Group.Properties.VPCZoneIdentifier).toEqual([{ 'Fn::ImportValue': 'subnet1' }]);
  });
});

test('a zone without a subnet is an error that does not keep anything from being looked up', () => {
  const { stack } = setup({ availabilityZones: [...ZONES, 'eu-west-1x'] });
  Annotations.fromStack(stack).hasError('/Kafka/Brokers', Match.stringLikeRegexp('MultiAzKafkaBrokers.zoneWithoutSubnet: no subnet was found in "eu-west-1x"; give zones of the VPC'));
});

test.each<[string, (stack: Stack) => ec2.IVpc, (vpc: ec2.IVpc) => string[] | undefined]>([
  ['and zones in another one', stack => ec2.Vpc.fromVpcAttributes(stack, 'List', { vpcId: 'vpc-1', availabilityZones: Fn.split(',', Fn.importValue('zones')), privateSubnetIds: Fn.split(',', Fn.importValue('subnets')) }), () => ZONES],
  ['and the same zones for the nodes', stack => ec2.Vpc.fromVpcAttributes(stack, 'List', { vpcId: 'vpc-1', availabilityZones: Fn.split(',', Fn.importValue('zones')), isolatedSubnetIds: Fn.split(',', Fn.importValue('subnets')) }), vpc => vpc.availabilityZones],
  ['and no zones', stack => ec2.Vpc.fromVpcAttributes(stack, 'List', { vpcId: 'vpc-1', availabilityZones: Fn.split(',', Fn.importValue('zones')), privateSubnetIds: Fn.split(',', Fn.importValue('subnets')) }), () => undefined],
])('subnets in a list that is known only after deployment %s are refused, with the way out', (_, vpcOf, zones) => {
  const stack = new Stack(new App(), 'Kafka');
  const vpc = vpcOf(stack);
  expect(() => setup({ stack, vpc, availabilityZones: zones(vpc) }).template())
    .toThrow(/MultiAzKafkaBrokers\.subnetList: the VPC has its subnets in a list that is known only after deployment.*fromSubnetAttributes\(.*Fn\.select\(0, list\)/);
});

test('a list of which the length is known has subnets of their own', () => {
  const stack = new Stack(new App(), 'Kafka');
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Split', { vpcId: 'vpc-1', availabilityZones: ZONES, privateSubnetIds: Fn.split(',', Fn.importValue('subnets'), 3) });
  expect(nodeResources(setup({ stack, vpc }).template(), 1).Group.Properties.VPCZoneIdentifier).toEqual([{ 'Fn::Select': [1, { 'Fn::Split': [',', { 'Fn::ImportValue': 'subnets' }] }] }]);
});

test('zones in a list that is known only after deployment are refused, since nobody knows how many there are', () => {
  const stack = new Stack(new App(), 'Kafka');
  const subnets = ZONES.map((availabilityZone, i) => ec2.Subnet.fromSubnetAttributes(stack, `Subnet${i}`, { subnetId: `subnet-${i}`, availabilityZone }));
  expect(() => setup({ stack, vpcSubnets: { subnets }, availabilityZones: Fn.split(',', Fn.importValue('zones')) }))
    .toThrow(/MultiAzKafkaBrokers\.zones: 'availabilityZones' is a list that is known only after deployment.*Fn\.select\(0, list\)/);
});

test('a selection without subnets is refused', () => {
  expect(() => setup({ vpcSubnets: { subnets: [] } })).toThrow(/MultiAzKafkaBrokers.subnets: 'vpcSubnets' selects no subnet; give one in each zone of the nodes/);
});

test('subnets that do not say their zones are refused, with how to import them', () => {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const subnets = ZONES.map((_, i) => ec2.Subnet.fromSubnetId(stack, `Subnet${i}`, `subnet-${i}`));
  expect(() => setup({ stack, vpcSubnets: { subnets } }))
    .toThrow(/MultiAzKafkaBrokers\.subnets: the subnets in 'vpcSubnets' do not say in which zones they are; import each by ec2\.Subnet\.fromSubnetAttributes\(\) with 'availabilityZone'/);
});

test('a zone that is named twice is refused', () => {
  expect(() => setup({ availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1a'] })).toThrow(/MultiAzKafkaBrokers.duplicateZone: 'availabilityZones' has "eu-west-1a" more than once/);
});

test.each([1, 2])('%d zones are warned about, since one of them may take the majority with it', count => {
  const { stack } = setup({ availabilityZones: ZONES.slice(0, count) });
  Annotations.fromStack(stack).hasWarning('/Kafka/Brokers', Match.stringLikeRegexp(`in ${count} zones?, .*\\[ack: [A-Za-z-]+::cdk-kafka-privatelink:MultiAzKafkaBrokers.fewZones\\]`));
});

describe('ids of zones', () => {
  test('reach the brokers and their files', () => {
    const zonal = clientListener({ advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com') });
    const { brokers } = setup({ clientListeners: [zonal], availabilityZoneIds: ZONE_IDS, brokerCount: 4 });
    expect(brokers.brokers.map(broker => broker.zoneId)).toEqual(['euw1-az1', 'euw1-az2', 'euw1-az3', 'euw1-az1']);
    expect(zonal.hostOf(brokers.brokers[1])).toBe('euw1-az2.kafka.pay.example.com');
  });

  test.each<[string, { [zone: string]: string }, RegExp]>([
    ['lack a zone', { 'eu-west-1a': 'euw1-az1', 'eu-west-1b': 'euw1-az2' }, /MultiAzKafkaBrokers.zoneIdMissing: 'availabilityZoneIds' lacks "eu-west-1c"/],
    ['are names', { ...ZONE_IDS, 'eu-west-1a': 'eu-west-1a' }, /MultiAzKafkaBrokers.zoneId: 'availabilityZoneIds' has "eu-west-1a" for "eu-west-1a", which is not an availability zone id/],
    ['are tokens', { ...ZONE_IDS, 'eu-west-1a': Aws.REGION }, /MultiAzKafkaBrokers.zoneId: 'availabilityZoneIds' has a token for "eu-west-1a", which stands in host names/],
    ['are the same', { ...ZONE_IDS, 'eu-west-1b': 'euw1-az1' }, /MultiAzKafkaBrokers.duplicateZoneId: 'availabilityZoneIds' has "euw1-az1" for two zones/],
  ])('are refused when they %s', (_, availabilityZoneIds, message) => {
    expect(() => setup({ availabilityZoneIds })).toThrow(message);
  });
});

describe('brokers are warned of that are not as many in each zone', () => {
  const warned = (make: (stack: Stack) => unknown) => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    make(stack);
    return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('MultiAzKafkaBrokers.unevenZones')).length;
  };

  test.each([[1, 0], [2, 0], [3, 0], [4, 1], [5, 1], [6, 0], [7, 1]])('%d brokers in three zones: %d', (brokerCount, warnings) => {
    expect(warned(stack => setup({ stack, brokerCount }))).toBe(warnings);
  });

  test('of the whole cluster, where some join it', () => {
    expect(warned(stack => {
      const { brokers, vpc } = setup({ stack, brokerCount: 3 });
      setup({ stack, vpc, id: 'More', joins: brokers, firstBrokerId: 3, brokerCount: 3 });
    })).toBe(0);
    expect(warned(stack => {
      const { brokers, vpc } = setup({ stack, brokerCount: 3 });
      setup({ stack, vpc, id: 'More', joins: brokers, firstBrokerId: 3, brokerCount: 1 });
    })).toBe(1);
  });

  test('with how many each zone has', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    setup({ stack, brokerCount: 4 });
    Annotations.fromStack(stack).hasWarning('/Kafka/Brokers', Match.stringLikeRegexp('4 brokers in 3 zones: eu-west-1a has 2, eu-west-1b has 1, eu-west-1c has 1\\. '));
  });
});
