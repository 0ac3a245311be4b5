import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Aws, CfnResource, CfnStack, Fn, NestedStack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Answer, check, forNow } from './answer';
import { sentenceOf } from '../../../cli/assembly/conditions';
import { programOf } from '../../../cli/program';
import { partitioned, Partitioned, PartitionedProps, stageIs } from '../apps/partitioned';

/** What `check` finds in an app after a change. */
async function checkOf(props: PartitionedProps, change: (parts: Partitioned) => void = () => {}): Promise<Answer> {
  const parts = partitioned(props);
  change(parts);
  return check(parts.app);
}

const OPEN = { status: 0, findings: [] };
const PORTS = [20999, 20000, 20001];

/** The rule by which the endpoint lets clients in, and those by which the load balancer sends to brokers. */
const letsIn = ({ consumer }: Partitioned) => resourcesOf(consumer, 'AWS::EC2::SecurityGroupIngress')[0];
const sends = ({ listeners }: Partitioned) => resourcesOf(listeners, 'AWS::EC2::SecurityGroupEgress')[0];
const listenerOf = ({ listeners }: Partitioned, port: number) => resourcesOf(listeners, 'AWS::ElasticLoadBalancingV2::Listener')
  .find(listener => (listener as unknown as { port: number }).port === port)!;

function resourcesOf(scope: { node: { findAll(): unknown[] } }, type: string): CfnResource[] {
  return scope.node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each as any)
    && (each as CfnResource).cfnResourceType === type);
}

describe('nested stacks', () => {
  test('around the load balancer and around the consumer are followed', async () => {
    const { status, findings, paths, notes } = await checkOf({ nested: true });
    expect({ status, findings }).toEqual(OPEN);
    expect(paths.map(({ port }) => port)).toEqual(PORTS);
    expect(notes.join('\n')).toContain('Pay.Way.ConsumerEndpoint2E9107B2: somebody has to accept its connection to Kafka.Edge.ServiceDBC79909');
  });

  test('in an app without an account and a region, too', async () => {
    const { status, findings, paths } = await checkOf({ nested: true, unbound: true });
    expect({ status, findings }).toEqual(OPEN);
    expect(paths.map(({ port }) => port)).toEqual(PORTS);
  });

  test.each<[string, (parts: Partitioned) => void, RegExp]>([
    ['the load balancer sends nothing', parts => sends(parts).addPropertyOverride('ToPort', 9092), /security-group|bad-value/],
    ['a port is gone', parts => listenerOf(parts, 20001).addPropertyOverride('Port', 20005), /listener-port/],
    ['the endpoint lets nobody in', parts => letsIn(parts).addPropertyOverride('FromPort', 20999), /security-group/],
    ['the name is another one', parts => resourcesOf(parts.consumer, 'AWS::Route53::RecordSet')
      .forEach(record => record.addPropertyOverride('Name', 'other.kafka.pay.example.com.')), /names/],
  ])('a fault in one is named by its resource: %s', async (_, change, cause) => {
    const { status, findings } = await checkOf({ nested: true }, change);
    expect(status).toBe(1);
    expect(findings.filter(found => cause.test(found.cause))).not.toEqual([]);
    expect(findings.map(({ message }) => message).join('\n')).toMatch(/Kafka\.Edge\.|Pay\.Way\.|kafka\.pay\.example\.com does not resolve/);
  });

  test('one in another, with parameters through both', async () => {
    const { status, findings } = await checkOf({ nested: true }, ({ consumer, vpcOfClients }) => {
      const inner = new NestedStack(NestedStack.of(consumer), 'Inner');
      consumer.allowFrom(new ec2.SecurityGroup(inner, 'More', { vpc: vpcOfClients }));
    });
    expect({ status, findings }).toEqual(OPEN);
  });

  test('one with a template that is published elsewhere is said to be unknown, and is no finding', async () => {
    const { status, findings, notes } = await checkOf({}, ({ pay }) => {
      new CfnStack(pay, 'Theirs', { templateUrl: 'https://s3.amazonaws.com/theirs/stack.json' });
    });
    expect({ status, findings }).toEqual(OPEN);
    expect(notes).toContainEqual('The nested template of Pay.Theirs is published elsewhere, or is not plain JSON. What is in it is not known.');
  });

  test.each([
    ['in YAML', 'theirs.yaml', 'Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n'],
    ['with a loop', 'theirs.json', '{"Resources":{"Fn::ForEach::Topics":["N",["a"],{"Topic${N}":{"Type":"AWS::SNS::Topic"}}]}}'],
  ])('one that is written by hand %s is said to be unknown, and is no finding', async (_, name, text) => {
    const file = join(forNow(mkdtempSync(join(tmpdir(), 'theirs-'))), name);
    writeFileSync(file, text);
    const { status, findings, notes } = await checkOf({}, ({ pay }) => {
      new CfnStack(pay, 'Theirs', { templateUrl: new Asset(pay, 'Template', { path: file }).httpUrl });
    });
    expect({ status, findings }).toEqual(OPEN);
    expect(notes).toContainEqual('The nested template of Pay.Theirs is published elsewhere, or is not plain JSON. What is in it is not known.');
  });
});

describe('conditions', () => {
  test('one that a default decides is decided, and the default is said', async () => {
    const { status, findings, notes } = await checkOf({}, parts => { letsIn(parts).cfnOptions.condition = stageIs(parts.pay, 'prod', 'prod'); });
    expect({ status, findings }).toEqual(OPEN);
    expect(notes).toContainEqual('Read as their defaults, which a deployment may change: Stage of Pay ("prod").');
  });

  test('a rule that is not there by that default closes the path', async () => {
    const { status, findings } = await checkOf({}, parts => { letsIn(parts).cfnOptions.condition = stageIs(parts.pay, 'prod', 'test'); });
    expect(status).toBe(1);
    expect(findings.map(({ cause }) => cause)).toContain('security-group');
  });

  test('one that nobody can decide is no finding: what follows in the other case is said', async () => {
    const { status, findings, notes, paths } = await checkOf({}, parts => { letsIn(parts).cfnOptions.condition = stageIs(parts.pay, 'prod'); });
    expect({ status, findings }).toEqual(OPEN);
    expect(paths.map(({ port }) => port)).toEqual(PORTS);
    const told = notes.filter(note => note.startsWith('If '));
    expect(told).not.toEqual([]);
    for (const note of told) { expect(note).toMatch(/^If the parameter Stage of Pay is not "prod": (security-group|names): /); }
  });

  test('a port that is wrong in every case is a finding, with the case', async () => {
    const { status, findings } = await checkOf({}, parts => {
      listenerOf(parts, 20001).addPropertyOverride('Port', Fn.conditionIf(stageIs(parts.kafka, 'prod').logicalId, 20005, 20006));
    });
    expect(status).toBe(1);
    expect(findings.map(({ message }) => message).join('\n')).toContain('20001');
  });

  test('two faults, each in one case: the app is wrong however it is deployed', async () => {
    const { status, findings } = await checkOf({}, parts => {
      const isProd = stageIs(parts.kafka, 'prod').logicalId;
      listenerOf(parts, 20000).addPropertyOverride('Port', Fn.conditionIf(isProd, 20000, 20005));
      listenerOf(parts, 20001).addPropertyOverride('Port', Fn.conditionIf(isProd, 20006, 20001));
    });
    expect(status).toBe(1);
    expect(findings.find(({ message }) => message.includes('at port 20000,'))?.message).toMatch(/^if the parameter Stage of Kafka is not "prod": /);
    expect(findings.find(({ message }) => message.includes('at port 20001,'))?.message).toMatch(/^if the parameter Stage of Kafka is "prod": /);
  });

  test('Fn::If with the region of an app that has none, and with AWS::NoValue', async () => {
    const { status, findings, notes } = await checkOf({ unbound: true }, ({ pay, consumer }) => {
      const group = resourcesOf(consumer, 'AWS::EC2::SecurityGroup')[0];
      const isHere = stageIs(pay, 'here', 'here');
      isHere.expression = Fn.conditionEquals(Aws.REGION, 'eu-west-1');
      group.addPropertyOverride('GroupDescription', Fn.conditionIf(isHere.logicalId, 'of the endpoint', 'of another'));
      group.addPropertyOverride('Tags', Fn.conditionIf(isHere.logicalId, Aws.NO_VALUE, Aws.NO_VALUE));
    });
    expect({ status, findings }).toEqual(OPEN);
    expect(notes.filter(note => note.startsWith('If '))).toEqual([]);
  });

  test('one of a nested stack is decided by what the stack above gives', async () => {
    const broken = (Stage: string) => checkOf({ nested: true }, parts => {
      const way = NestedStack.of(parts.consumer) as NestedStack;
      letsIn(parts).cfnOptions.condition = stageIs(way, 'prod');
      way.setParameter('Stage', Stage);
    });
    expect(await broken('prod')).toMatchObject(OPEN);
    expect(await broken('test')).toMatchObject({ status: 1 });
  });

  test('a nested stack that is not there takes its endpoint with it', async () => {
    const { status, findings, paths } = await checkOf({ nested: true }, parts => {
      const way = NestedStack.of(parts.consumer) as NestedStack;
      (way.nestedStackResource as CfnStack).cfnOptions.condition = stageIs(parts.pay, 'prod', 'test');
    });
    expect({ status, findings }).toEqual(OPEN);
    expect(paths.map(({ port }) => port)).toEqual(PORTS); // of the load balancer alone
  });

  test('run and plan take it to hold, and say so', async () => {
    const { app, pay, ...parts } = partitioned();
    letsIn({ app, pay, ...parts }).cfnOptions.condition = stageIs(pay, 'prod');
    const { out } = await programOf(['plan', forNow(app.synth().directory)]);
    expect(out).toContain('whether the parameter Stage of Pay is "prod": it is taken to be so');
    expect(out).toContain('TCP 20000-20999 into');
  });

  test('how a case is told', () => {
    expect(sentenceOf({ subject: 'a', value: '"b"', holds: false })).toBe('a is not "b"');
  });
});

describe('prefix lists', () => {
  const listOf = (...cidrs: string[]) => (scope: any) => {
    const { prefixListId } = new ec2.PrefixList(scope, 'List', { entries: cidrs.map(cidr => ({ cidr })), maxEntries: 5 });
    return ec2.Peer.prefixList(prefixListId);
  };

  test('one of the app lets its clients in', async () => {
    const { status, findings } = await checkOf({ clients: listOf('10.0.0.0/16', '10.9.0.0/16') });
    expect({ status, findings }).toEqual(OPEN);
  });

  test('one without entries lets nobody in', async () => {
    const { status, findings } = await checkOf({ clients: listOf() });
    expect(status).toBe(1);
    expect(findings.map(({ cause }) => cause)).toContain('security-group');
  });

  test('brokers that let in by one are reached only if it has the load balancer', async () => {
    const byList = (...cidrs: string[]) => checkOf({}, parts => {
      for (const rule of resourcesOf(parts.kafka, 'AWS::EC2::SecurityGroupIngress')) {
        rule.addPropertyDeletionOverride('SourceSecurityGroupId');
        rule.addPropertyOverride('SourcePrefixListId', parts.kafka.resolve(new ec2.PrefixList(parts.kafka, 'List', { entries: cidrs.map(cidr => ({ cidr })) }).prefixListId));
      }
    });
    expect(await byList('10.0.0.0/16')).toMatchObject(OPEN);
    const { status, findings } = await byList('10.1.0.0/16', '192.168.0.0/24');
    expect(status).toBe(1);
    expect(findings.map(({ cause }) => cause)).toContain('security-group');
  });

  test('one of somebody else is not known, which is said', async () => {
    const { status, findings, notes } = await checkOf({ clients: () => ec2.Peer.prefixList('pl-0123456789abcdef0') });
    expect({ status, findings }).toEqual(OPEN);
    expect(notes.join('\n')).toContain('the entries of the prefix list pl-0123456789abcdef0, which is taken to have every address');
  });

  test('one counts for as many rules as it may have entries', async () => {
    const { findings } = await checkOf({ clients: scope => ec2.Peer.prefixList(new ec2.PrefixList(scope, 'List', { entries: [{ cidr: '10.0.0.0/16' }], maxEntries: 61 }).prefixListId) });
    expect(findings).toContainEqual({
      cause: 'rule-quota', message: expect.stringContaining('it has 61 ingress rules, since a prefix list counts for as many as it may have entries'), means: expect.anything(), source: expect.anything(),
    });
  });
});

test('a template of which a condition asks for itself is refused in one line', async () => {
  const directory = forNow(mkdtempSync(join(tmpdir(), 'circle-')));
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts: { One: { type: 'aws:cloudformation:stack', environment: 'aws://111111111111/eu-west-1', displayName: 'One', properties: { templateFile: 'One.json' } } } }));
  writeFileSync(join(directory, 'One.json'), JSON.stringify({ Conditions: { A: { Condition: 'B' }, B: { 'Fn::Not': [{ Condition: 'A' }] } }, Resources: { X: { Type: 'AWS::EC2::VPC', Condition: 'A' } } }));
  const { status, errors } = await programOf(['check', directory]);
  expect({ status, errors }).toEqual({ status: 2, errors: expect.stringContaining('One: the condition A asks for itself') });
});
