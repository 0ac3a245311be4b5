import { Lazy, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { hostsFor, listenerOf, offer, VENDORS } from './fixtures';
import { AdvertisedHost, BrokerCertificate, KafkaServiceContract, KafkaVendor, KafkaVendorOptions, ListenerSecurity, TidbCloudPlan } from '../../src';
import { PERMISSIONS, SERVICE } from '../private-link/fixtures';

const own = (props: Partial<KafkaVendorOptions> = {}): KafkaVendorOptions => ({ listener: listenerOf(AdvertisedHost.shared('kafka.example.com')), ...props });
const named = (pattern: string, props = {}) => own({ listener: listenerOf(AdvertisedHost._fromPattern(pattern), props) });
const plan = (tidb: TidbCloudPlan, options: KafkaVendorOptions) => KafkaVendor.tidbCloud({ ...options, plan: tidb });
const MANAGED = 'b{brokerId}.{zoneId}.abc.eu-west-1.aws.1.tidbcloud.com';

test.each<[string, () => unknown, string]>([
  ['a name that it takes for its own network', () => offer([KafkaVendor.clickPipes(named('b{brokerId}.kafka.corp.private'))]),
    'KafkaVendor.forbiddenName: ClickHouse ClickPipes: client listener VENDOR advertises "b{brokerId}.kafka.corp.private", and names under "private" are rejected there; take a name in a domain of yours, for example "kafka.example.com" (https://clickhouse.com/docs/integrations/clickpipes/networking/aws-privatelink, read 2026-11-28)'],
  ['more names than it takes', () => offer([KafkaVendor.other({ ...named('b{brokerId}.kafka.example.com'), name: 'Example', maxNames: 3 })]),
    'KafkaVendor.tooManyNames: Example: client listener VENDOR has 4 names ("b{brokerId}.kafka.example.com" for 3 brokers, and "kafka.example.com"), and it takes 3; take AdvertisedHost.shared()'],
  ['a low port', () => offer([KafkaVendor.snowflake(named('kafka.example.com', { firstPort: 1000 }))]),
    "KafkaVendor.port: Snowflake Openflow: client listener VENDOR has the port 1000, and ports there begin at 1025; give a 'firstPort' from there on"],
  ['another protocol', () => offer([KafkaVendor.other({ ...own(), name: 'Example', protocols: ['SASL_SSL'] })]),
    'KafkaVendor.protocol: Example: client listener VENDOR speaks PLAINTEXT, and the vendor speaks SASL_SSL'],
  ['zones apart', () => offer([KafkaVendor.databricksServerless(named('{zoneId}.kafka.example.com'))], { crossZone: false }),
    "KafkaVendor.crossZone: Databricks serverless: client listener VENDOR is on a load balancer with 'crossZone' off"],
  ['another region', () => offer([KafkaVendor.risingWave(own({ region: 'us-east-1' }))]),
    'KafkaVendor.region: RisingWave Cloud: it is in us-east-1, the service in eu-west-1, and it connects within a region only'],
  ['a zone that is not alone in its label', () => offer([plan(TidbCloudPlan.DEDICATED, named('b{brokerId}.z-{zoneId}.abc.eu-west-1.aws.1.tidbcloud.com'))]),
    'KafkaVendor.advertisedHost: TiDB Cloud Dedicated: client listener VENDOR advertises "b{brokerId}.z-{zoneId}.abc.eu-west-1.aws.1.tidbcloud.com", and the vendor finds the zone by the second label, which must be {zoneId} alone'],
  ['names of one\'s own where it resolves none', () => offer([plan(TidbCloudPlan.ESSENTIAL, named('b{brokerId}.{zoneId}.kafka.example.com'))]),
    'KafkaVendor.advertisedHost: TiDB Cloud Essential: client listener VENDOR advertises "b{brokerId}.{zoneId}.kafka.example.com", and the vendor resolves names under "tidbcloud.com" only'],
  ['a listener of another service', () => {
    const other = KafkaVendor.clickPipes(own());
    return offer([KafkaVendor.clickPipes(named('kafka.example.com', { name: 'CLIENT', slot: 1 }))], { vendors: [other] });
  }, "KafkaVendor.listener: ClickHouse ClickPipes: client listener VENDOR is not one of the service's, which has CLIENT; give one of these"],
  ['a principal of a region that nobody knows', () => offer([KafkaVendor.databricksServerless(own())], { env: {} }),
    "KafkaVendor.regionUnknown: Databricks serverless: its principal is that of a region, and the stack has none; give 'region', or the stack a region"],
  ['no region', () => KafkaVendor.materialize(own({ region: 'Ireland' })), 'Materialize Cloud: KafkaVendor.vendorRegion: \'region\' is "Ireland", which is not a region'],
  ['a region that is a token', () => KafkaVendor.materialize(own({ region: Lazy.string({ produce: () => 'eu-west-1' }) })), 'KafkaVendor.vendorRegion: \'region\' is a token, which is known only after deployment'],
  ['a contract without a service', () => KafkaVendor.materialize(own()).setup(KafkaServiceContract.of({ region: 'eu-west-1', brokerIds: [0], listeners: [own().listener] })),
    'Materialize Cloud: KafkaVendor.serviceName: the contract has no service name, which the vendor asks for'],
  ['a contract without the listener', () => KafkaVendor.materialize(own()).setup(offer([KafkaVendor.clickPipes(named('kafka.example.com', { name: 'CLIENT' }))]).service.contract),
    'KafkaServiceContract.unknownListener: there is no listener "VENDOR", the contract has CLIENT'],
])('fails for %s', (_, make, message) => {
  expect(make).toThrow(message);
});

const tls = { security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem')) };
const PRINCIPALS = { principals: [new iam.AccountPrincipal('333333333333')] };
const LISTED = { ...PRINCIPALS, listedBrokerIds: [0, 1, 2] };

test.each<[string, () => { warnings: string[] }, string[]]>([
  ['more names than it takes, as far as it was read', () => offer([KafkaVendor.databricksServerless({ ...named('b{brokerId}.kafka.example.com'), listedBrokerIds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] })], { ids: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }),
    ['Databricks serverless: client listener VENDOR has 11 names ("b{brokerId}.kafka.example.com" for 10 brokers, and "kafka.example.com"), and it takes 10; take AdvertisedHost.shared(), as far as it is known']],
  ['several hosts for one endpoint', () => offer([KafkaVendor.snowflake({ ...named('{zoneId}.kafka.example.com'), ...LISTED })]),
    ['Snowflake Openflow: client listener VENDOR advertises "{zoneId}.kafka.example.com", and an endpoint there has one host, which no other name reaches; take a listener with AdvertisedHost.shared(), as far as it is known (https://docs.snowflake.com/en/sql-reference/functions/system_provision_privatelink_endpoint, read 2026-11-29)']],
  ['zones apart for RisingWave', () => offer([KafkaVendor.risingWave({ ...named('{zoneId}.kafka.example.com'), ...LISTED })], { crossZone: false }), ["RisingWave Cloud: client listener VENDOR is on a load balancer with 'crossZone' off"]],
  ['zones apart where it is only inferred', () => offer([KafkaVendor.clickPipes(named('{zoneId}.kafka.example.com'))], { crossZone: false }), ["ClickHouse ClickPipes: client listener VENDOR is on a load balancer with 'crossZone' off"]],
  ['another region where documents contradict each other', () => offer([KafkaVendor.databricksServerless(own({ region: 'us-east-1' }))]), ['Databricks serverless: it is in us-east-1, the service in eu-west-1']],
  ['a domain of one\'s own without zones', () => offer([plan(TidbCloudPlan.PREMIUM, { ...own(), ...PRINCIPALS })]), ['TiDB Cloud Premium: client listener VENDOR advertises "kafka.example.com", and the vendor finds the zone of a broker by a name of each zone']],
  ['a certificate that nobody signs', () => offer([plan(TidbCloudPlan.DEDICATED, { ...named(MANAGED, tls), ...PRINCIPALS })]), ['TiDB Cloud Dedicated: client listener VENDOR speaks TLS under "tidbcloud.com": no public authority signs such a certificate for you']],
  ['a list of which nothing is said', () => offer([KafkaVendor.risingWave({ ...own(), ...PRINCIPALS })]), ['RisingWave Cloud: it keeps a list of brokers, and nothing says which are in it; give \'listedBrokerIds\'']],
  ['brokers that are not listed', () => offer([KafkaVendor.risingWave({ ...own(), ...LISTED })], { ids: [0, 1, 2, 5, 6] }), ['RisingWave Cloud: brokers 5, 6 are not in its list, so partitions that move there stop for it; tell the vendor first']],
  ['nobody who may connect', () => offer([KafkaVendor.materialize(own())]), ['Materialize Cloud: nobody of the vendor may connect yet; its principal is a role of each connection']],
  ['a region in which it has no principal', () => offer([KafkaVendor.clickPipes(own())], { env: { region: 'cn-north-1' } }), ['ClickHouse ClickPipes: nobody of the vendor may connect yet']],
  ['nothing: ClickPipes with a shared host', () => offer([KafkaVendor.clickPipes(own())]), []],
  ['nothing: Databricks with a shared host', () => offer([KafkaVendor.databricksServerless(own())]), []],
  ['nothing: RisingWave that was told of all', () => offer([KafkaVendor.risingWave({ ...own(), ...LISTED })]), []],
  ['nothing: TiDB with its names', () => offer([plan(TidbCloudPlan.ESSENTIAL, { ...named('b{brokerId}.{zoneId}.abc.aws.plc.tidbcloud.com'), ...PRINCIPALS })], { crossZone: false }), []],
  ['nothing: principals that others keep', () => offer([KafkaVendor.materialize(own())], { managePrincipals: false }), []],
  ['nothing: names that are pending', () => offer(Object.values(VENDORS).slice(0, 1).map(of => of({ listener: listenerOf(AdvertisedHost.pending()) }))), []],
])('warns of %s', (_, make, expected) => {
  const { warnings } = make();
  expect(warnings).toHaveLength(expected.length);
  expected.forEach((text, i) => expect(warnings[i]).toContain(text));
});

test('each warning has the id of its rule', () => {
  const ids = [
    ...offer([KafkaVendor.databricksServerless({ ...named('b{brokerId}.kafka.example.com'), region: 'us-east-1' })], { ids: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] }).warnings,
    ...offer([KafkaVendor.clickPipes(named('{zoneId}.kafka.example.com'))], { crossZone: false }).warnings,
    ...offer([KafkaVendor.snowflake({ ...named('{zoneId}.kafka.example.com'), ...LISTED })]).warnings,
    ...offer([plan(TidbCloudPlan.PREMIUM, own())]).warnings,
    ...offer([plan(TidbCloudPlan.DEDICATED, named(MANAGED, tls))]).warnings,
  ].map(text => /KafkaVendor\.\w+/.exec(text)![0]);
  expect([...new Set(ids)].sort()).toEqual(['KafkaVendor.brokerList', 'KafkaVendor.certificate', 'KafkaVendor.crossZoneOff', 'KafkaVendor.manyNames', 'KafkaVendor.otherRegion', 'KafkaVendor.principalUnknown', 'KafkaVendor.severalHosts', 'KafkaVendor.zonalName']);
});

describe('a service', () => {
  const resourcesOf = (stack: Stack) => Template.fromStack(stack).toJSON().Resources;
  const only = (stack: Stack, type: string): any => Object.values(Template.fromStack(stack).findResources(type))[0].Properties;

  test('lets the principals of vendors in after its own, each once', () => {
    const { stack } = offer([KafkaVendor.databricksServerless(own()), KafkaVendor.clickPipes(named('kafka.two.example.com', { name: 'TWO', slot: 1 })), KafkaVendor.materialize({ ...named('kafka.three.example.com', { name: 'THREE', slot: 2 }), ...PRINCIPALS })],
      { allowedPrincipals: [new iam.AccountPrincipal('333333333333')] });
    expect(only(stack, PERMISSIONS).AllowedPrincipals).toEqual([
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::333333333333:root']] },
      'arn:aws:iam::565502421330:role/private-connectivity-role-eu-west-1',
      'arn:aws:iam::072088201116:root',
    ]);
  });

  test('takes the principal that is given in the place of the known one, also one that is a parameter', () => {
    const { stack } = offer([KafkaVendor.clickPipes({ ...own(), ...PRINCIPALS })]);
    expect(JSON.stringify(only(stack, PERMISSIONS))).not.toContain('072088201116');
    const later = new iam.ArnPrincipal(Token.asString({ Ref: 'Role' }));
    expect(() => offer([KafkaVendor.materialize(own({ principals: [later] }))])).not.toThrow();
  });

  test('has the role of GovCloud there', () => {
    const { stack } = offer([KafkaVendor.databricksServerless(own())], { env: { region: 'us-gov-west-1' } });
    expect(only(stack, PERMISSIONS).AllowedPrincipals).toEqual(['arn:aws-us-gov:iam::347038500609:role/private-connectivity-role-us-gov-west-1']);
  });

  test('offers the regions of vendors, each once, and needs zones together for them', () => {
    const two = { ...named('kafka.two.example.com', { name: 'TWO', slot: 1 }), region: 'eu-west-1' };
    const vendors = () => [KafkaVendor.clickPipes(own({ region: 'us-east-1' })), KafkaVendor.clickPipes(two)];
    expect(only(offer(vendors()).stack, SERVICE).SupportedRegions).toEqual(['us-east-1']);
    expect(only(offer(vendors(), { supportedRegions: ['us-west-2', 'us-east-1'] }).stack, SERVICE).SupportedRegions).toEqual(['us-west-2', 'us-east-1']);
    expect(() => offer([KafkaVendor.materialize(named('{zoneId}.kafka.example.com')), KafkaVendor.materialize({ ...own(), region: 'us-east-1' })], { crossZone: false })).toThrow('KafkaPrivateLinkService.crossRegion');
  });

  test('without vendors is as it was', () => {
    const { stack } = offer([KafkaVendor.materialize(own())], { vendors: undefined });
    expect(only(stack, SERVICE).SupportedRegions).toBeUndefined();
    expect(only(stack, PERMISSIONS).AllowedPrincipals).toEqual([]);
  });

  test('changes in one resource when a principal arrives, and no broker does', () => {
    const phase = (principals?: iam.ArnPrincipal[]) => resourcesOf(offer([KafkaVendor.materialize(own({ principals }))]).stack);
    const [before, after] = [phase(), phase([new iam.ArnPrincipal('arn:aws:iam::664411391173:role/mz_0123_u1')])];
    expect(Object.keys(after)).toEqual(Object.keys(before));
    const changed = Object.keys(after).filter(id => JSON.stringify(after[id]) !== JSON.stringify(before[id]));
    expect(changed.map(id => after[id].Type)).toEqual([PERMISSIONS]);
  });
});

describe('while the name is pending', () => {
  const pending = plan(TidbCloudPlan.ESSENTIAL, { listener: listenerOf(AdvertisedHost.pending()), ...PRINCIPALS });

  test('the text says how the name is found, and nothing of brokers', () => {
    const text = pending.setup(offer([pending]).service.contract);
    expect(text).toContain('attach-domains -c <cluster> --private-link-connection-id <connection> --type TIDBCLOUD_MANAGED --dry-run');
    expect(text).toContain('AdvertisedHost.perBrokerAndZone(');
    expect(text).not.toContain('Bootstrap Ports');
  });

  test('the text of another vendor says to ask for it', () => {
    const other = KafkaVendor.other({ listener: listenerOf(AdvertisedHost.pending()), name: 'Example' });
    expect(other.setup(offer([other]).service.contract)).toContain('Ask the vendor which name it gives');
  });
});

test('a text says how old its facts are, where they are from, and who connects', () => {
  const vendor = KafkaVendor.clickPipes(own());
  const text = vendor.setup(offer([vendor]).service.contract);
  expect([vendor.name, vendor.factsAsOf, vendor.sources]).toEqual(['ClickHouse ClickPipes', '2026-11-28', ['https://clickhouse.com/docs/integrations/clickpipes/networking/aws-privatelink']]);
  expect(text).toMatch(/^# ClickHouse ClickPipes reads Kafka over AWS PrivateLink\nFacts as of 2026-11-28/);
  vendor.sources.forEach(source => expect(text).toContain(source));
  expect(text).toContain('To undo it: delete the pipes');
  expect(hostsFor('other').shared.pattern).toBe('kafka.example.com');
});
