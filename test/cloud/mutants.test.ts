import { buildTopology } from '../../cli/assembly/topology';
import { checkPaths } from '../../cli/check/check';
import { assembly } from '../cli/fixture';
import { reason } from '../e2e/mutants/cannot-matter';
import { Mutant, mutantsOf } from '../e2e/mutants/make';

const mutants = [...mutantsOf(assembly())];
const whats = (property: string) => mutants.filter(mutant => mutant.property === property).map(({ change, what }) => `${change} ${what}`);
const resourcesOf = ({ files }: Mutant) => files().stacks.map(({ template }) => template.Resources);

test('the same files give the same mutants, and stay as they are', () => {
  const before = JSON.stringify(assembly().stacks);
  const base = assembly();
  const again = [...mutantsOf(base)];
  expect(again.map(({ what }) => what)).toEqual(mutants.map(({ what }) => what));
  again.slice(0, 50).forEach(({ files }) => files());
  expect(JSON.stringify(base.stacks)).toBe(before);
});

test('every property of every type that is played is removed, and each mutant differs in one or two resources', () => {
  const types = new Map(assembly().stacks.flatMap(({ template }) => Object.values(template.Resources)).flatMap(({ Type, Properties }) => Object.keys(Properties ?? {}).map(name => [`${Type}.${name}`, Type])));
  const removed = new Set(mutants.filter(({ change }) => change === 'removed').map(({ property }) => property));
  expect([...types.keys()].filter(property => !removed.has(property))).toEqual([]);
  const base = assembly().stacks.map(({ template }) => template.Resources);
  for (const mutant of mutants.filter(({ what }) => /^(Kafka\.(Nlb|FromNlb0|Slot0Broker1)|Pay\.(Endpoint|Record))/.test(what))) {
    const different = resourcesOf(mutant).flatMap((resources, i) => Object.keys(resources)
      .filter(id => JSON.stringify(resources[id]) !== JSON.stringify(base[i][id])));
    expect([mutant.what, different.length]).toEqual([mutant.what, mutant.change === 'swapped' ? 2 : 1]);
  }
});

test('values of AWS, of siblings, numbers beside, lists with one fewer', () => {
  expect(whats('AWS::ElasticLoadBalancingV2::LoadBalancer.Scheme')).toEqual([
    'removed Kafka.Nlb.Scheme removed', 'changed Kafka.Nlb.Scheme = "internet-facing"',
  ]);
  expect(whats('AWS::EC2::SecurityGroupIngress.ToPort').filter(what => what.includes(' Kafka.FromNlb0.'))).toEqual([
    'removed Kafka.FromNlb0.ToPort removed', 'changed Kafka.FromNlb0.ToPort = 9094', 'changed Kafka.FromNlb0.ToPort = 27279', 'swapped Kafka.FromNlb0.ToPort swapped with that of FromPeers',
  ]);
  expect(whats('AWS::EC2::VPCEndpoint.SubnetIds')).toContain('changed Pay.Endpoint.SubnetIds = [{"Ref":"Subnet0"},{"Ref":"Subnet1"}]');
  expect(whats('AWS::EC2::Subnet.AvailabilityZone')).toContain('swapped Kafka.Subnet0.AvailabilityZone swapped with that of Subnet1');
});

test('what is not seen has a reason by its property, its table or its type; what has none is a hole', () => {
  const unseen = mutants.filter(({ what }) => /^(Kafka\.Nlb|Kafka\.Slot0Broker1Targets)\./.test(what)).filter(({ files }) => {
    const mutant = files();
    return checkPaths(buildTopology(mutant), mutant.brokerFiles).length === 0;
  });
  expect(unseen.length).toBeGreaterThan(5);
  expect(reason(unseen.find(({ property }) => property.endsWith('.Scheme'))!)).toBe('there is no internet, and an endpoint leads to either');
  expect(reason({ ...unseen[0], property: 'AWS::Logs::LogGroup.RetentionInDays', rule: undefined })).toBe('nothing is monitored here');
  expect(reason({ ...unseen[0], property: 'AWS::EC2::VPC.CidrBlock', change: 'removed', rule: { is: 'played' } })).toBeUndefined();
});
