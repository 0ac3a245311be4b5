import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CAUSES } from '../../../cli/assembly/findings';
import type { Assembly, RawResource } from '../../../cli/assembly/template';
import { AppOptions, buildTopology } from '../../../cli/assembly/topology';
import { ruleset } from '../../../cli/run/cloud/firewall';
import { assembly, changed, topologyOf } from '../fixture';

type Change = Parameters<typeof topologyOf>[0];
const causes = (change: Change, options?: AppOptions) => topologyOf(change, options).findings.map(({ cause }) => cause);
const ref = (logicalId: string) => ({ Ref: logicalId });
const fixedInterface = (PrivateIpAddress: string): RawResource =>
  ({ Type: 'AWS::EC2::NetworkInterface', Properties: { SubnetId: ref('Subnet1'), PrivateIpAddress, GroupSet: [group('Brokers')] } });
const group = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'GroupId'] });

test('docs/local-cluster.md has every cause in its words, and no other', () => {
  const docs = readFileSync(join(__dirname, '../../../docs/local-cluster.md'), 'utf8');
  const rows = [.../^\| `([a-z-]+)` \| (.*?)(?: \(\[source\]\((.*)\)\))? \|$/mg[Symbol.matchAll](docs.split('## What is found')[1].split('\n## ')[0])];
  expect(rows.map(([, cause, means, source]) => [cause, means, source ?? 'docs']))
    .toEqual(Object.entries(CAUSES).map(([cause, { means, source }]) => [cause, means, source.startsWith('http') ? source : 'docs']));
});

describe('rules', () => {
  const rule: RawResource['Properties'] = { GroupId: group('NlbGroup'), IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' };
  const beside = (properties: object): RawResource => ({ Type: 'AWS::EC2::SecurityGroupEgress', Properties: { ...rule, ...properties } });

  test.each<[string, object, string[]]>([
    ['with another description', { Description: 'x' }, ['rule-twice']],
    ['with the number of its protocol', { IpProtocol: 6 }, ['rule-twice']],
    ['to another block', { CidrIp: '10.0.0.0/9' }, []],
    ['to another port', { ToPort: 444 }, []],
    ['to a group', { CidrIp: undefined, DestinationSecurityGroupId: group('Brokers') }, []],
  ])('the same rule %s', (_, properties, expected) => {
    const inline = { ...rule, GroupId: undefined };
    expect(causes(resources => {
      resources['Kafka.NlbGroup'].Properties!.SecurityGroupEgress = [inline];
      resources['Kafka.More'] = JSON.parse(JSON.stringify(beside(properties)));
    })).toEqual(expected);
  });

  test('sixty are taken, and the sixty-first is not', () => {
    const rules = (count: number): Change => resources => {
      for (let i = 0; i < count; i++) { resources[`Kafka.More${i}`] = beside({ FromPort: i + 1, ToPort: i + 1 }); }
    };
    expect(causes(rules(58))).toEqual([]); // and two for the brokers
    expect(causes(rules(59))).toEqual(['rule-quota']);
  });

  test('a rule from port to port, and not back', () => {
    expect(causes(resources => { resources['Kafka.More'] = beside({ FromPort: 500 }); })).toEqual(['bad-value']);
    expect(causes(resources => { resources['Kafka.More'] = beside({ FromPort: undefined }); })).toContain('missing-property');
    expect(causes(resources => { resources['Kafka.More'] = beside({ DestinationSecurityGroupId: group('Brokers') }); })).toEqual(['bad-value']);
  });
});

describe('a group that is not made here', () => {
  const foreign: Change = resources => {
    resources['Kafka.Nlb'].Properties!.SecurityGroups = ['sg-0123'];
    for (const slot of [0, 1]) {
      resources[`Kafka.ToBrokers${slot}`].Properties!.GroupId = 'sg-0123';
      resources[`Kafka.FromNlb${slot}`].Properties!.SourceSecurityGroupId = 'sg-0123';
    }
  };
  const sent = (change: Change, options?: AppOptions) => {
    const topology = topologyOf(change, options);
    const text = ruleset(topology, topology.loadBalancers[0].nodes[0]);
    return [.../chain output \{(.*?)\n {2}\}/s.exec(text)![1].matchAll(/ip daddr \{ (.*?) \}(?: tcp dport (\S+))?/g)].map(([, to, port]) => `${to} ${port ?? 'all'}`);
  };
  const brokers = '10.0.0.10, 10.0.1.10, 10.0.2.10';

  test('loses its rule that allows all to an egress rule beside it, which is told for each', () => {
    expect(causes(foreign)).toEqual(['lost-egress', 'lost-egress']);
    expect(sent(foreign)).toEqual([`${brokers} 9093-9093`, `${brokers} 9094-9094`]);
  });

  test('keeps it without', () => {
    const untouched: Change = (resources, files) => {
      foreign!(resources, files);
      for (const slot of [0, 1]) { delete resources[`Kafka.ToBrokers${slot}`]; }
    };
    expect(causes(untouched)).toEqual([]);
    expect(sent(untouched)).toEqual(['0.0.0.0/0 all']);
  });

  test('has none to lose if its owner says so', () => {
    expect(causes(foreign, { restrictedGroups: ['sg-0123'] })).toEqual([]);
    expect(sent(foreign, { restrictedGroups: ['sg-0123'] })).toEqual([`${brokers} 9093-9093`, `${brokers} 9094-9094`]);
  });

  test.each<[string, Change]>([
    ['of an endpoint', r => { r['Pay.Endpoint'].Properties!.SecurityGroupIds = ['sg-9']; }],
    ['that a client is in', r => { r['Pay.FromApp'].Properties!.SourceSecurityGroupId = 'sg-9'; }],
    ['of brokers', r => { r['Kafka.ToBrokers1'].Properties!.DestinationSecurityGroupId = 'sg-9'; }],
  ])('%s, too', (_, change) => {
    expect(causes((resources, files) => {
      change!(resources, files);
      resources['Kafka.Added'] = { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: 'sg-9', IpProtocol: 'tcp', FromPort: 1, ToPort: 2, CidrIp: '10.0.0.0/8' } };
    })).toEqual(['lost-egress']);
  });
});

describe('an endpoint', () => {
  const endpoint = (properties: object): Change => resources => { Object.assign(resources['Pay.Endpoint'].Properties!, properties); };
  const policy = (statement: object) => ({ PolicyDocument: { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...statement }] } });

  test.each<[string, object, string[]]>([
    ['with the policy that allows all', policy({}), []],
    ['with the same of all accounts', policy({ Principal: { AWS: '*' }, Action: ['*'] }), []],
    ['with a policy for one account', policy({ Principal: { AWS: '222222222222' } }), ['endpoint-policy']],
    ['with a policy for one action', policy({ Action: 's3:*' }), ['endpoint-policy']],
    ['with a condition', policy({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }), ['endpoint-policy']],
    ['with two statements', { PolicyDocument: { Statement: [policy({}).PolicyDocument.Statement[0], { Effect: 'Deny' }] } }, ['endpoint-policy']],
    ['with an empty list of groups', { SecurityGroupIds: [] }, ['endpoint-group']],
    ['with both families', { IpAddressType: 'dualstack' }, ['address-type']],
    ['with IPv4', { IpAddressType: 'ipv4', DnsOptions: { DnsRecordIpType: 'ipv4' } }, []],
    ['with names of IPv6', { DnsOptions: { DnsRecordIpType: 'dualstack' } }, ['address-type']],
    ['of no type, which is a gateway', { VpcEndpointType: undefined }, ['bad-value']],
    ['of a type that does not exist', { VpcEndpointType: 'Bridge' }, ['bad-value', 'bad-value']],
    ['in the region of its service', { ServiceRegion: 'eu-west-1' }, []],
    ['with a subnet of a zone twice', { SubnetIds: [ref('Subnet0'), ref('Subnet0')] }, ['zone-twice']],
    ['without subnets', { SubnetIds: [] }, ['missing-property']],
  ])('%s', (_, properties, expected) => {
    expect(causes(endpoint(properties))).toEqual(expected);
  });

  test('of another region says where its service is', () => {
    const abroad = (properties: object) => {
      const files = changed(resources => { resources['Kafka.Service'].Properties!.SupportedRegions = ['eu-central-1']; });
      const consumer: Assembly['stacks'][0] = JSON.parse(JSON.stringify(files.stacks[1]).replaceAll('"eu-west-1', '"eu-central-1'));
      Object.assign(consumer.template.Resources.Endpoint.Properties!, properties);
      return buildTopology({ ...files, stacks: [files.stacks[0], consumer] }).findings.map(({ cause }) => cause);
    };
    expect(abroad({ ServiceRegion: 'eu-west-1' })).toEqual([]);
    expect(abroad({})).toEqual(['region']);
  });
});

test('a service with IPv6 needs a load balancer with it', () => {
  const types: Change = resources => { resources['Kafka.Service'].Properties!.SupportedIpAddressTypes = ['ipv4', 'ipv6']; };
  expect(causes(types)).toEqual(['address-type']);
  expect(causes((resources, files) => {
    types!(resources, files);
    resources['Kafka.Nlb'].Properties!.IpAddressType = 'dualstack';
  })).toEqual([]);
});

test('acceptance is asked for unless it is off', () => {
  expect(causes(resources => { delete resources['Kafka.Service'].Properties!.AcceptanceRequired; })).toEqual(['acceptance']);
  expect(causes(resources => { resources['Kafka.Service'].Properties!.AcceptanceRequired = 'false'; })).toEqual([]);
});

describe('health checks', () => {
  const check = (properties: object) => causes(resources => { Object.assign(resources['Kafka.Slot0Broker1Targets'].Properties!, properties); });

  test.each<[string, object, string[]]>([
    ["AWS's defaults", { HealthCheckIntervalSeconds: undefined, HealthyThresholdCount: undefined, UnhealthyThresholdCount: undefined }, []],
    ['a longer interval', { HealthCheckIntervalSeconds: 30 }, ['health-check-pace']],
    ['more answers until a broker is back', { HealthCheckIntervalSeconds: 20, HealthyThresholdCount: 8 }, ['health-check-pace']],
    ['off', { HealthCheckEnabled: 'false' }, ['health-check-off']],
    ['on', { HealthCheckEnabled: true }, []],
    ['a time-out that is longer than the interval', { HealthCheckTimeoutSeconds: 20 }, ['bad-value']],
    ['too many answers', { UnhealthyThresholdCount: 11, HealthCheckIntervalSeconds: 5 }, ['bad-value']],
  ])('%s', (_, properties, expected) => {
    expect(check(properties)).toEqual(expected);
  });
});

describe('names', () => {
  const record = (properties: object): Change => resources => {
    resources['Pay.More'] = { Type: 'AWS::Route53::RecordSet', Properties: { HostedZoneId: ref('Zone'), Type: 'A', TTL: '60', ...properties } };
  };
  test.each<[string, object, string[]]>([
    ['an address beside the apex', { Name: 'b.kafka.pay.example.com', ResourceRecords: ['10.0.0.9'] }, []],
    ['an address at the apex, where the alias is', { Name: 'kafka.pay.example.com', ResourceRecords: ['10.0.0.9'] }, ['record-twice']],
    ['another name', { Name: 'b.kafka.pay.example.com', Type: 'CNAME', ResourceRecords: ['kafka.pay.example.com'] }, []],
    ['another name at the apex', { Name: 'kafka.pay.example.com', Type: 'CNAME', ResourceRecords: ['b.kafka.pay.example.com'] }, ['unresolved', 'name-apex']],
    ['no address', { Name: 'b.kafka.pay.example.com', ResourceRecords: ['kafka'] }, ['bad-value']],
    ['nothing', { Name: 'b.kafka.pay.example.com' }, ['missing-property']],
    ['an address without TTL', { Name: 'b.kafka.pay.example.com', ResourceRecords: ['10.0.0.9'], TTL: undefined }, ['missing-property']],
    ['text', { Name: 'b.kafka.pay.example.com', Type: 'TXT', ResourceRecords: ['10.0.0.9'] }, ['not-played']],
  ])('%s', (_, properties, expected) => {
    expect([...causes(record(properties))].sort()).toEqual([...expected].sort());
  });

  test('a CNAME is beside nothing else', () => {
    expect(causes((resources, files) => {
      record({ Name: 'b.kafka.pay.example.com', ResourceRecords: ['10.0.0.9'] })!(resources, files);
      resources['Pay.Less'] = structuredClone(resources['Pay.More']);
      Object.assign(resources['Pay.Less'].Properties!, { Type: 'CNAME', ResourceRecords: ['kafka.pay.example.com'] });
    })).toEqual(['name-apex']);
  });

  test('a hosted zone is of a VPC in the region that it names', () => {
    expect(causes(resources => { resources['Pay.Zone'].Properties!.VPCs[0].VPCRegion = 'us-east-1'; })).toEqual(['bad-value']);
  });
});

describe('subnets', () => {
  test.each<[string, Change, string[]]>([
    ['two with the same addresses', r => { r['Kafka.Subnet1'].Properties!.CidrBlock = '10.0.0.128/25'; }, ['subnet-range', 'bad-value', 'bad-value', 'bad-value', 'bad-value']],
    ['mapped instead of named', r => {
      const { Subnets } = r['Kafka.Nlb'].Properties!;
      delete r['Kafka.Nlb'].Properties!.Subnets;
      r['Kafka.Nlb'].Properties!.SubnetMappings = Subnets.map((SubnetId: object) => ({ SubnetId }));
    }, []],
    ['mapped and named', r => { r['Kafka.Nlb'].Properties!.SubnetMappings = [{ SubnetId: ref('Subnet0') }]; }, ['missing-property']],
    ['none', r => { delete r['Kafka.Nlb'].Properties!.Subnets; }, ['missing-property']],
    ['one instead of a list', r => { r['Kafka.Nlb'].Properties!.Subnets = ref('Subnet0'); }, ['bad-value']],
    ['no object', r => { r['Pay.Zone'].Properties!.VPCs = [ref('Vpc')]; }, ['bad-value', 'unresolved']],
    ['an address of another subnet', r => { r['Kafka.Interface'] = fixedInterface('10.0.0.30'); }, ['bad-value']],
    ['an address that AWS keeps', r => { r['Kafka.Interface'] = fixedInterface('10.0.1.3'); }, ['bad-value']],
    ['an address of its own', r => { r['Kafka.Interface'] = fixedInterface('10.0.1.30'); }, []],
    ['no block', r => { r['Pay.Subnet0'].Properties!.CidrBlock = '10.0.0.0'; }, ['bad-value']],
  ])('%s', (_, change, expected) => {
    const found = causes(change);
    expect(found.slice(0, 1)).toEqual(expected.slice(0, 1));
    expect(new Set(found)).toEqual(new Set(expected));
  });
});

test('a target is of the type of its group', () => {
  expect(causes(resources => { delete resources['Kafka.Slot0Broker1Targets'].Properties!.TargetType; })).toEqual(['bad-value']);
});

test('a target group is of the VPC of its load balancer', () => {
  expect(causes(resources => {
    resources['Kafka.Other'] = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.7.0.0/16' } };
    resources['Kafka.Slot0Broker1Targets'].Properties!.VpcId = ref('Other');
    resources['Kafka.Slot0Broker1Targets'].Properties!.Targets[0].AvailabilityZone = 'all';
  })).toEqual(['other-vpc']);
});

describe('a mistake of the user', () => {
  let directory: string;
  beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'app-')); });
  afterEach(() => rmSync(directory, { recursive: true }));

  function write({ stacks, brokerFiles }: Assembly): void {
    const artifact = ({ name, account, region }: Assembly['stacks'][0]) =>
      ({ type: 'aws:cloudformation:stack', environment: `aws://${account}/${region}`, displayName: name, properties: { templateFile: `${name}.json` } });
    mkdirSync(join(directory, 'brokers'));
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts: Object.fromEntries(stacks.map(stack => [stack.name, artifact(stack)])) }));
    for (const { name, template } of stacks) { writeFileSync(join(directory, `${name}.json`), JSON.stringify(template)); }
    for (const { path, text } of brokerFiles) { writeFileSync(join(directory, 'brokers', path), text); }
  }

  function run(): { status: number | null; lines: string[] } {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', join(__dirname, '../../e2e/main.ts'), '--cdk-out', directory], {
      encoding: 'utf8', cwd: join(__dirname, '../../..'), env: { ...process.env, NODE_OPTIONS: '' },
    });
    return { status, lines: `${stdout}${stderr}`.trim().split('\n') };
  }

  test('ends with code 1 and a line for each finding, before anything is fetched or started', () => {
    write(changed(resources => {
      delete resources['Pay.Endpoint'].Properties!.SecurityGroupIds;
      resources['Kafka.Slot0Broker1Targets'].Properties!.HealthCheckEnabled = false;
    }));
    const { status, lines } = run();
    expect(status).toBe(1);
    expect(lines.map(text => text.slice(0, 40))).toEqual([
      '2 things are wrong with these templates:', '  - health-check-off: Kafka.Slot0Broker1', '  - endpoint-group: Pay.Endpoint: it has',
    ]);
  });

  test('so does a directory that is no cloud assembly', () => {
    expect(run()).toEqual({ status: 1, lines: [expect.stringMatching(/^there is no .*manifest\.json; run 'cdk synth' first/)] });
  });

  test('a file of a broker that is none', () => {
    write({ ...assembly(), brokerFiles: assembly().brokerFiles.map(file => ({ ...file, text: 'process.roles=broker\nnode.id=0\n' })) });
    expect(run()).toEqual({ status: 1, lines: [expect.stringMatching(/server\.properties has no 'listeners'$/)] });
  });
});
