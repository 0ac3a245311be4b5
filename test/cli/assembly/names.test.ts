import { NameRecord } from '../../../cli/assembly/model';
import { lookUp } from '../../../cli/assembly/names';
import { zoneIdOf } from '../../../cli/assembly/regions';
import { topologyOf } from '../fixture';

const record = (name: string, value: string, zone = 'a.test', vpcId = 'one'): NameRecord =>
  ({ label: name, vpcId, zone, name, value: /^\d/.test(value) ? { addresses: [value] } : { alias: value } });

const RECORDS = [
  record('a.test', '1.1.1.1'),
  record('*.a.test', '2.2.2.2'),
  record('exact.a.test', '3.3.3.3'),
  record('x.deep.a.test', '4.4.4.4'),
  record('other.a.test', 'exact.a.test'),
  record('only.sub.a.test', '5.5.5.5', 'sub.a.test'),
  record('a.test', '6.6.6.6', 'a.test', 'two'),
];

test.each([
  ['a.test', ['1.1.1.1'], 'the name of the zone'],
  ['A.Test.', ['1.1.1.1'], 'whatever its case, and with a final dot'],
  ['any.a.test', ['2.2.2.2'], 'under a wildcard'],
  ['two.levels.a.test', ['2.2.2.2'], 'under it at any depth'],
  ['exact.a.test', ['3.3.3.3'], 'rather by its own record'],
  ['y.deep.a.test', [], 'under a name that exists the wildcard above does not hold'],
  ['other.a.test', ['3.3.3.3'], 'by another name'],
  ['only.sub.a.test', ['5.5.5.5'], 'in the longest zone'],
  ['any.sub.a.test', [], 'which alone decides'],
  ['b.test', [], 'no zone at all'],
])('%s is %j: %s', (name, addresses) => {
  expect(lookUp(RECORDS, 'one', name)).toEqual(addresses);
});

test('a name is known in the VPC of its hosted zone only', () => {
  expect(lookUp(RECORDS, 'two', 'a.test')).toEqual(['6.6.6.6']);
  expect(lookUp(RECORDS, 'two', 'exact.a.test')).toEqual([]);
  expect(lookUp(RECORDS, 'three', 'a.test')).toEqual([]);
});

test('the regional name of an endpoint leads to all of its interfaces, a zonal one to the interface of that zone', () => {
  const { records, endpoints: [{ interfaces, vpcId }] } = topologyOf(resources => {
    const regional = resources['Pay.Record'].Properties!.AliasTarget.DNSName;
    const id = { 'Fn::Select': [0, { 'Fn::Split': ['.', regional] }] };
    const rest = ['vpce-svc-0123456789abcdef0', { Ref: 'AWS::Region' }, 'vpce', 'amazonaws', 'com'];
    resources['Pay.Zonal'] = structuredClone(resources['Pay.Record']);
    Object.assign(resources['Pay.Zonal'].Properties!, {
      Name: 'euw1-az2.kafka.pay.example.com',
      AliasTarget: { HostedZoneId: 'Z1', DNSName: { 'Fn::Join': ['.', [{ 'Fn::Join': ['-', [id, 'eu-west-1b']] }, ...rest]] } },
    });
  });
  expect(lookUp(records, vpcId, 'kafka.pay.example.com')).toEqual(interfaces.map(({ address }) => address));
  expect(lookUp(records, vpcId, 'euw1-az2.kafka.pay.example.com')).toEqual(interfaces.filter(({ zone }) => zone === 'eu-west-1b').map(({ address }) => address));
});

test.each([
  ['eu-west-1a', 'euw1-az1'], ['us-east-1f', 'use1-az6'], ['ap-southeast-2c', 'apse2-az3'], ['ap-northeast-1b', 'apne1-az2'], ['us-gov-west-1a', 'usgw1-az1'], ['ca-central-1d', 'cac1-az4'],
])('the zone %s has the id %s', (zone, id) => {
  expect(zoneIdOf(zone)).toBe(id);
});
