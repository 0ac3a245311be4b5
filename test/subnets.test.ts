import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { KafkaBroker, KafkaPrivateLinkConsumer, KafkaServiceContract, MultiAzKafkaBrokers, PerBrokerNlbListeners } from '../src';
import * as brokers from './brokers/fixtures';
import { contractJson } from './private-link/fixtures';

const ENV = { account: '111111111111', region: 'eu-west-1' };
const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
const NODES = { brokerCount: 3, kafka: brokers.KAFKA, machineImage: brokers.IMAGE, availabilityZoneIds: brokers.ZONE_IDS };

interface Taker {
  readonly make: (stack: Stack, vpc: ec2.IVpc, selection?: ec2.SubnetSelection) => unknown;
  readonly taken: (resource: any) => any[] | undefined;
  /** What is refused, and what may change on its own. */
  readonly rules: string[];
}

/** Every construct that takes subnets: how it is made, and which it takes, by the template. */
const TAKERS: { [construct: string]: Taker } = {
  MultiAzKafkaBrokers: {
    make: (stack, vpc, vpcSubnets) => new MultiAzKafkaBrokers(stack, 'Taker', {
      ...NODES, vpc, vpcSubnets, clientListeners: [brokers.clientListener()], availabilityZones: ZONES,
    }),
    taken: ({ Type, Properties }) => Type === brokers.GROUP ? Properties.VPCZoneIdentifier : undefined,
    rules: ['MultiAzKafkaBrokers.subnets', 'MultiAzKafkaBrokers.subnetChoice'],
  },
  PerBrokerNlbListeners: {
    make: (stack, vpc, vpcSubnets) => new PerBrokerNlbListeners(stack, 'Taker', {
      vpc, vpcSubnets, clientListeners: [brokers.clientListener()], brokers: [KafkaBroker.fromIpAddress(0, '10.0.0.10')],
    }),
    taken: ({ Type, Properties }) => Type === 'AWS::ElasticLoadBalancingV2::LoadBalancer' ? Properties.Subnets : undefined,
    rules: ['PerBrokerNlbListeners.subnets', 'PerBrokerNlbListeners.subnetChoice'],
  },
  KafkaPrivateLinkConsumer: {
    make: (stack, vpc, subnets) => new KafkaPrivateLinkConsumer(stack, 'Taker', { vpc, subnets, contract: KafkaServiceContract.fromJson(contractJson()) }),
    taken: ({ Type, Properties }) => Type === 'AWS::EC2::VPCEndpoint' ? Properties.SubnetIds : undefined,
    rules: ['KafkaPrivateLinkConsumer.subnets', 'KafkaPrivateLinkConsumer.subnetChoice'],
  },
};
const NAMES = Object.keys(TAKERS);

/** What the account answers: a private group of its own in each zone, and an isolated one. */
function answer(provider: string, groups: { [name: string]: string }): unknown {
  return provider === 'availability-zones' ? ZONES : {
    vpcId: 'vpc-0123456789abcdef0',
    vpcCidrBlock: '10.0.0.0/16',
    subnetGroups: Object.entries(groups).map(([name, type]) => ({
      name,
      type,
      subnets: ZONES.map((availabilityZone, i) => ({ subnetId: `${name}-${'abc'[i]}`, cidr: `10.0.${i}.0/24`, availabilityZone, routeTableId: 'rtb-1' })),
    })),
  };
}

const lookedUp = (stack: Stack) => ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0' });
const made = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', {
  subnetConfiguration: [{ name: 'App', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, { name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
});

/** Synthesizes as the CLI does, until nothing is missing: the subnets that are taken, and what is reported in the end. */
function synthesized(define: (stack: Stack) => unknown, taken: (resource: any) => any[] | undefined, groups: { [name: string]: string }) {
  const context: Record<string, unknown> = {};
  for (let passes = 1; passes < 5; passes++) {
    const app = new App({ context });
    const stack = new Stack(app, 'Stack', { env: ENV });
    define(stack);
    const assembly = app.synth();
    const missing = assembly.manifest.missing ?? [];
    if (missing.length === 0) {
      const subnets = Object.values(assembly.getStackByName('Stack').template.Resources).flatMap(resource => taken(resource) ?? []);
      return { passes, subnets: [...new Set(subnets.map(subnet => subnet.Ref ?? subnet))].sort(), annotations: Annotations.fromStack(stack) };
    }
    missing.forEach(({ key, provider }) => { context[key] = answer(provider, groups); });
  }
  throw new Error('lookups never end');
}

type Select = (vpc: ec2.IVpc) => ec2.SubnetSelection;
const inZones = (vpc: ec2.IVpc) => vpc.isolatedSubnets.filter(({ availabilityZone }) => ZONES.includes(availabilityZone));
const ISOLATED = ec2.SubnetType.PRIVATE_ISOLATED;

describe.each(NAMES)('%s asks for subnets while a VPC is looked up', name => {
  const groups = { App: 'Isolated', Other: 'Private' };
  const all = ['App-a', 'App-b', 'App-c'];

  test.each<[string, Select, string[]]>([
    ['none', () => ({}), ['Other-a', 'Other-b', 'Other-c']],
    ['a type', () => ({ subnetType: ISOLATED }), all],
    ['a group', () => ({ subnetGroupName: 'App' }), all],
    ['zones', () => ({ subnetType: ISOLATED, availabilityZones: ZONES }), all],
    ['zones, and each once', () => ({ subnetType: ISOLATED, availabilityZones: ZONES, onePerAz: true }), all],
    ['each zone once', () => ({ subnetType: ISOLATED, onePerAz: true }), all],
    ['not each zone once', () => ({ subnetType: ISOLATED, onePerAz: false }), all],
    ['ids', () => ({ subnetType: ISOLATED, subnetFilters: [ec2.SubnetFilter.byIds(all)] }), all],
    ['zones by a filter', () => ({ subnetType: ISOLATED, subnetFilters: [ec2.SubnetFilter.availabilityZones(ZONES)] }), all],
    ['ranges', () => ({ subnetType: ISOLATED, subnetFilters: [ec2.SubnetFilter.byCidrRanges(['10.0.0.0/16'])] }), all],
    ['masks', () => ({ subnetType: ISOLATED, subnetFilters: [ec2.SubnetFilter.byCidrMask(24)] }), all],
    ['addresses', () => ({ subnetType: ISOLATED, subnetFilters: [ec2.SubnetFilter.containsIpAddresses(['10.0.0.4', '10.0.1.4', '10.0.2.4'])] }), all],
    ['a filter that fails', () => ({ subnetType: ISOLATED, subnetFilters: [{ selectSubnets: found => found[0].subnetId.startsWith('App') ? found : fails() }] }), all],
    ['its own choice of subnets', vpc => ({ subnets: inZones(vpc) }), all],
    ['all that there is, in which zones come twice meanwhile', vpc => ({ subnets: vpc.isolatedSubnets.length === 3 ? vpc.isolatedSubnets : [...vpc.isolatedSubnets, ...vpc.privateSubnets] }), all],
  ])('by %s: nothing is refused, and those are taken that are found', (_, select, expected) => {
    const { make, taken } = TAKERS[name];
    const { subnets, passes, annotations } = synthesized(stack => { const vpc = lookedUp(stack); make(stack, vpc, select(vpc)); }, taken, groups);
    expect([subnets, passes]).toEqual([expected, 2]);
    annotations.hasNoError('*', Match.anyValue());
  });

  test.each<[string, Select]>([
    ['a type', () => ({ subnetType: ISOLATED, subnetGroupName: undefined, availabilityZones: ZONES, subnetFilters: [ec2.SubnetFilter.onePerAz()] })],
    ['a group', () => ({ subnetGroupName: 'App' })],
    ['a group and zones', () => ({ subnetGroupName: 'App', availabilityZones: ZONES })],
    ['its own choice of subnets', vpc => ({ subnets: inZones(vpc).filter(({ node }) => node.id.startsWith('App')) })],
  ])('or the zones of a VPC that is made here, by %s', (_, select) => {
    const { make, taken } = TAKERS[name];
    const { subnets } = synthesized(stack => { const vpc = made(stack); make(stack, vpc, select(vpc)); }, taken, groups);
    expect(subnets.map(id => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['VpcAppSubnet1Subnet', 'VpcAppSubnet2Subnet', 'VpcAppSubnet3Subnet']);
  });
});

test('ids of zones are no longer compared with zones that stand in for others', () => {
  const zonal = brokers.clientListener({ advertisedHost: brokers.PER_ZONE });
  const vpcSubnets = { subnetGroupName: 'App' };
  const { passes } = synthesized(stack => {
    const vpc = made(stack);
    const cluster = new MultiAzKafkaBrokers(stack, 'Brokers', { ...NODES, vpc, vpcSubnets, clientListeners: [zonal] });
    new PerBrokerNlbListeners(stack, 'Listeners', { vpc, vpcSubnets, brokers: cluster.brokers, clientListeners: [zonal] });
  }, TAKERS.MultiAzKafkaBrokers.taken, {});
  expect(passes).toBe(2);
});

function fails(): never {
  throw new Error('this filter knows real subnets only');
}

describe.each(NAMES)('%s takes subnets of a VPC that is not made here', name => {
  const two = { Added: 'Private', Private: 'Private' };
  const choice = (groups: { [group: string]: string }, selection?: ec2.SubnetSelection) =>
    synthesized(stack => TAKERS[name].make(stack, lookedUp(stack), selection), TAKERS[name].taken, groups)
      .annotations.findError('/Stack/Taker', Match.stringLikeRegexp(`^${TAKERS[name].rules[1]}: `));

  test.each<[string, ec2.SubnetSelection | undefined]>([
    ['default', undefined],
    ['type', { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }],
    ['zones', { availabilityZones: ZONES }],
    ['mask', { subnetFilters: [ec2.SubnetFilter.byCidrMask(24)] }],
    ['one for each zone', { onePerAz: true }],
  ])('by %s: a group that is added may swap them all, which is an error for each zone', (_, selection) => {
    const [first, ...others] = choice(two, selection).map(({ entry }) => entry.data as string);
    expect(first).toMatch(/eu-west-1a"? has 2 subnets \("Added-a", "Private-a"\).* may change when the VPC gets others.*\{ subnetGroupName \}/);
    expect(others).toHaveLength(2);
  });

  test.each<[string, { [group: string]: string }, ec2.SubnetSelection | undefined]>([
    ['of the only group', { Private: 'Private' }, undefined],
    ['of a group', two, { subnetGroupName: 'Private' }],
    ['by ids', two, { subnetFilters: [ec2.SubnetFilter.byIds(['Private-a', 'Private-b', 'Private-c'])] }],
  ])('%s: none can come first', (_, groups, selection) => {
    expect(choice(groups, selection)).toEqual([]);
  });

  test('that are given: none can come first', () => {
    const { annotations } = synthesized(stack => {
      const subnets = ZONES.map((availabilityZone, i) => ec2.Subnet.fromSubnetAttributes(stack, `Subnet${i}`, { subnetId: `subnet-${i}`, availabilityZone }));
      TAKERS[name].make(stack, lookedUp(stack), { subnets });
    }, TAKERS[name].taken, two);
    annotations.hasNoError('*', Match.anyValue());
  });
});

describe.each(['PerBrokerNlbListeners', 'KafkaPrivateLinkConsumer'])('%s takes subnets', name => {
  const make = (selection: (stack: Stack) => ec2.SubnetSelection, vpcOf: (stack: Stack) => ec2.IVpc = lookedUpVpc) => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    TAKERS[name].make(stack, vpcOf(stack), selection(stack));
    return stack;
  };
  const lookedUpVpc = (stack: Stack) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1', availabilityZones: ZONES, isolatedSubnetIds: ['app-a', 'app-b', 'app-c', 'data-a', 'data-b', 'data-c'], isolatedSubnetNames: ['App', 'Data'],
  });
  const subnet = (stack: Stack, subnetId: string, availabilityZone?: string) =>
    ec2.Subnet.fromSubnetAttributes(stack, subnetId, { subnetId, availabilityZone });

  test('one in each zone: two are refused, with the zone', () => {
    const threeInTwo = (stack: Stack) => ['a', 'b', 'a'].map((letter, i) => subnet(stack, `subnet-${i}`, `eu-west-1${letter}`));
    expect(() => make(stack => ({ subnets: threeInTwo(stack) })))
      .toThrow(new RegExp(`${TAKERS[name].rules[0]}: '(vpcSubnets|subnets)' has more than one in eu-west-1a, and (a load balancer|an endpoint) takes one in each zone`));
  });

  test('some: none is refused', () => {
    expect(() => make(() => ({ subnetType: ISOLATED, availabilityZones: ['eu-west-1x'] }))).toThrow(new RegExp(`${TAKERS[name].rules[0]}: '(vpcSubnets|subnets)' selects no subnet`));
    expect(() => make(() => ({ subnets: [] }))).toThrow(new RegExp(`${TAKERS[name].rules[0]}: `));
  });

  test('of which the zone is not known', () => {
    expect(() => make(stack => ({ subnets: [subnet(stack, 'subnet-1'), subnet(stack, 'subnet-2')] }))).not.toThrow();
  });

  test('of a VPC that is made here, whose order the user decides on', () => {
    Annotations.fromStack(make(() => ({}), made)).hasNoError('*', Match.anyValue());
  });
});

test('a load balancer is told not to take several in a zone by a selection', () => {
  const stack = new Stack(new App(), 'Stack', { env: ENV });
  const subnetConfiguration = ['App', 'Data'].map(name => ({ name, subnetType: ISOLATED }));
  const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ZONES, subnetConfiguration });
  expect(() => TAKERS.PerBrokerNlbListeners.make(stack, vpc, { onePerAz: false })).toThrow(/PerBrokerNlbListeners\.subnets: 'vpcSubnets' has more than one in eu-west-1a, eu-west-1b, eu-west-1c/);
});
