import { readFileSync } from 'fs';
import { join } from 'path';
import { Template } from 'aws-cdk-lib/assertions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { IGNORED_TYPES, LAUNCHED_TYPES, PLAYED_TYPES, Properties, propertiesOf, PropertyRule } from '../../../cli/assembly/schema';
import { dashboardStack } from '../../watch/dashboard-app';
import { topologyOf } from '../fixture';

/** The properties of a type in CloudFormation's own schema, of which the CDK's L1 constructs are made; those that are objects, with their own. */
interface AwsProperties { [name: string]: string | undefined }

const MODULES: { [service: string]: string } = { AutoScaling: 'autoscaling', EC2: 'ec2', ElasticLoadBalancingV2: 'elasticloadbalancingv2', Route53: 'route53' };

/** What the L1 constructs of a module write into templates: by resource (`VPC`), and by object (`VPC.Tag`). */
function awsSchema(service: string): Map<string, AwsProperties> {
  const file = join(__dirname, `../../../node_modules/aws-cdk-lib/aws-${MODULES[service]}/lib/${MODULES[service]}.generated.js`);
  const conversion = /function convertCfn(\w+?)(Props|Property)ToCloudFormation\(properties\)\{return cdk\(\)\.canInspect\(properties\)\?\(\w+\(properties\)\.assertSuccess\(\),\{(.*?)\}\):properties\}/g;
  return new Map([...readFileSync(file, 'utf8').matchAll(conversion)].map(([, name, kind, body]) => {
    const properties = [...body.matchAll(/(?:^|,)"?([\w.]+)"?:(.*?)(?=,"?[\w.]+"?:|$)/g)]
      .map(([, property, value]) => [property, /convertCfn(\w+?)PropertyToCloudFormation/.exec(value)?.[1]]);
    return [`${name} ${kind}`, Object.fromEntries(properties)];
  }));
}

/** The properties that the schema has and the table lacks, where the table does not leave all of it to a reason; their objects, too. */
function unclassified(schema: Map<string, AwsProperties>, properties: AwsProperties, rules: Properties, path: string): string[] {
  return Object.entries(properties).flatMap(([name, object]) => {
    const rule: PropertyRule | undefined = rules[name];
    if (!rule) { return [`${path}${name}`]; }
    return object && rule.fields ? unclassified(schema, schema.get(`${object} Property`)!, rule.fields, `${path}${name}.`) : [];
  });
}

/** Names in the table that the schema lacks. */
function invented(schema: Map<string, AwsProperties>, properties: AwsProperties, rules: Properties, path: string): string[] {
  return Object.entries(rules).flatMap(([name, { fields }]) => {
    const object = properties[name];
    if (!(name in properties)) { return [`${path}${name}`]; }
    return object && fields ? invented(schema, schema.get(`${object} Property`)!, fields, `${path}${name}.`) : [];
  });
}

/** What only some of the versions of aws-cdk-lib have that the package is for. */
const NOT_IN_EVERY_VERSION = [
  'AWS::EC2::VPC VpcEncryptionControl',
  'AWS::EC2::VPCEndpointService PrivateDnsName',
  'AWS::EC2::VPCEndpointService PrivateDnsNameConfiguration',
  'AWS::ElasticLoadBalancingV2::Listener Tags',
  'AWS::Route53::HostedZone DelegationSetId',
  'AWS::Route53::RecordSet GeoProximityLocation',
];

describe.each(Object.keys({ ...PLAYED_TYPES, ...LAUNCHED_TYPES }))('%s', type => {
  const [, service, name] = type.split('::');
  const schema = awsSchema(service);
  const properties = schema.get(`${name} Props`)!;
  const rules = propertiesOf(type)!;

  test('every property that AWS has is played, refused, or ignored for a reason', () => {
    expect(Object.keys(properties).length).toBeGreaterThan(1);
    expect(unclassified(schema, properties, rules, '')).toEqual([]);
  });

  test('every property of the table is one that AWS has', () => {
    expect(invented(schema, properties, rules, '').filter(property => !NOT_IN_EVERY_VERSION.includes(`${type} ${property}`))).toEqual([]);
  });

  test('whatever is not played has a reason', () => {
    const all = (of: Properties): PropertyRule[] => Object.values(of).flatMap(rule => [rule, ...all(rule.fields ?? {}), ...all(rule.keys ?? {})]);
    expect(all(rules).filter(rule => (rule.is !== 'played' || rule.only) && !rule.why)).toEqual([]);
  });
});

test('every type that our own constructs make is in a table, with all that watches them', () => {
  const stack = dashboardStack(3);
  const [page, ticket] = ['Page', 'Ticket'].map(id => new sns.Topic(stack, id));
  const watched: any[] = stack.node.findAll().filter(construct => 'addAlarms' in construct);
  watched.forEach(construct => construct.addAlarms({ page, ticket }));
  const types = Object.values<any>(Template.fromStack(stack).toJSON().Resources).map(({ Type }) => Type);
  expect(types).toEqual(expect.arrayContaining(['AWS::CloudWatch::CompositeAlarm', 'AWS::Lambda::Function', 'AWS::CloudWatch::Dashboard']));
  expect([...new Set(types)].filter(type => !propertiesOf(type) && !(type in IGNORED_TYPES))).toEqual([]);
});

test('no type is in two tables', () => {
  expect(Object.keys(IGNORED_TYPES).filter(type => propertiesOf(type))).toEqual([]);
  expect(Object.keys(LAUNCHED_TYPES).filter(type => type in PLAYED_TYPES)).toEqual([]);
});

test.each<[string, Parameters<typeof topologyOf>[0], string]>([
  ['at the top', r => { r['Kafka.Nlb'].Properties!.Speed = 1; }, 'Kafka.Nlb: the local cluster does not know the property Speed of AWS::ElasticLoadBalancingV2::LoadBalancer'],
  ['in an action', r => { r['Kafka.Slot0Broker1Listener'].Properties!.DefaultActions[0].Speed = 1; }, 'the property DefaultActions[0].Speed of'],
  ['in a target', r => { r['Kafka.Slot0BootstrapTargets'].Properties!.Targets[2].Speed = 1; }, 'the property Targets[2].Speed of'],
  ['in an alias', r => { r['Pay.Record'].Properties!.AliasTarget.Speed = 1; }, 'the property AliasTarget.Speed of'],
  ['in a rule', r => { r['Pay.App'].Properties!.SecurityGroupEgress[0].Speed = 1; }, 'the property SecurityGroupEgress[0].Speed of'],
  ['as a key', r => { r['Kafka.Nlb'].Properties!.LoadBalancerAttributes.push({ Key: 'speed', Value: '1' }); }, 'the attribute speed of'],
  ['as a key of a target group on a load balancer', r => {
    r['Kafka.Nlb'].Properties!.LoadBalancerAttributes.push({ Key: 'stickiness.enabled', Value: 'true' });
  }, 'the attribute stickiness.enabled of'],
])('a property that is in no table is named: %s', (_, change, message) => {
  expect(topologyOf(change).findings).toEqual([{ cause: 'unknown-property', message: expect.stringContaining(message) }]);
});

test.each<[string, string, Parameters<typeof topologyOf>[0], string]>([
  ['not-played', 'a property that is refused', r => { r['Kafka.Slot0Broker1Targets'].Properties!.TargetControlPort = 80; }, 'TargetControlPort is refused here: for application'],
  ['not-played', 'routing by weight', r => { Object.assign(r['Pay.Record'].Properties!, { Weight: 1 }); }, 'Weight is refused here: only simple records'],
  ['bad-value', 'a port out of range', r => { r['Kafka.Slot0Broker1Listener'].Properties!.Port = 70000; }, 'Port is 70000; AWS takes 1 to 65535'],
  ['bad-value', 'an attribute out of range', r => {
    r['Kafka.Nlb'].Properties!.LoadBalancerAttributes.push({ Key: 'secondary_ips.auto_assigned.per_subnet', Value: '8' });
  }, 'secondary_ips.auto_assigned.per_subnet is "8"; AWS takes 0 to 7'],
  ['bad-value', 'a value that AWS does not have', r => { r['Kafka.Nlb'].Properties!.Scheme = 'secret'; }, 'Scheme is "secret"; AWS takes internal, internet-facing'],
  ['bad-value', 'an attribute twice', r => {
    const attributes = r['Kafka.Nlb'].Properties!.LoadBalancerAttributes;
    attributes.push(attributes[0]);
  }, 'LoadBalancerAttributes has load_balancing.cross_zone.enabled twice'],
  ['missing-property', 'nothing where a value must be', r => { r['Kafka.Slot0BootstrapTargets'].Properties!.Targets[1] = { Port: 9093 }; }, 'it has no Targets[1].Id, which AWS requires'],
  ['missing-property', 'AWS::NoValue', r => { r['Kafka.Slot0Broker1Targets'].Properties!.Protocol = { Ref: 'AWS::NoValue' }; }, 'it has no Protocol, which AWS requires'],
  ['address-type', 'IPv6 targets', r => { r['Kafka.Slot0Broker1Targets'].Properties!.IpAddressType = 'ipv6'; }, 'IpAddressType is "ipv6": everything here is IPv4'],
])('%s: %s', (cause, _, change, message) => {
  expect(topologyOf(change).findings).toContainEqual({ cause, message: expect.stringContaining(message) });
});

test('what an ignored property refers to need not be known', () => {
  expect(topologyOf(resources => { resources['Kafka.Nlb'].Properties!.Name = { 'Fn::GetAtt': ['Nowhere', 'Name'] }; }).findings).toEqual([]);
});
