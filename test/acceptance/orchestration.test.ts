import { existsSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import type { Group } from './groups/step';
import { EXIT } from './options';
import { Answers, emptyApp, Stub } from './stub/stub';

const stacks = { Kafka: 'kafka', Consumer: 'consumer' } as const;

/** One step of each kind. */
const GROUP: Group = {
  name: 'network',
  what: 'a step of each kind',
  app: emptyApp({ stacks }),
  stacks,
  steps: [
    { id: 'sign', what: 'signs', minutes: 1, as: 'kafka', by: 'openssl', invoke: ['req', '-out', '{Folder}/x'] },
    { id: 'kafka', what: 'deploys one', minutes: 1, after: ['sign'], deploy: ['Kafka'], tells: 'H4' },
    { id: 'consumer', what: 'deploys another', minutes: 1, after: ['kafka'], deploy: ['Consumer'] },
    {
      id: 'accept',
      what: 'accepts',
      minutes: 1,
      after: ['consumer'],
      as: 'kafka',
      invoke: ['ec2', 'accept-vpc-endpoint-connections', '--service-id', '{Kafka.Id}'],
      keep: ({ Told }) => ({ Told }),
    },
    {
      id: 'wait',
      what: 'waits',
      minutes: 1,
      after: ['accept'],
      tells: 'H1',
      as: 'consumer',
      ask: [['ec2', 'describe-vpc-endpoints', '--ids', '{Told}']],
      judge: ({ answers: [{ State }] }) => State === 'available' ? { holds: true, why: 'it is' } : undefined,
      within: { minutes: 5, everySeconds: 10 },
    },
    {
      id: 'update',
      what: 'updates while something is held',
      minutes: 1,
      after: ['accept'],
      tells: 'H30',
      deploy: ['Kafka'],
      variant: { more: true },
      meanwhile: { as: 'consumer', call: ['lambda', 'invoke'], judge: ({ answers: [answer] }) => ({ holds: answer === 'held', why: String(answer) }) },
    },
    { id: 'refused', what: 'tries what is refused', minutes: 1, after: ['kafka'], deploy: ['Kafka'], mayFail: true },
    { id: 'delete', what: 'deletes one', minutes: 1, after: ['consumer'], tells: 'H26', delete: ['Consumer'] },
  ],
};
const ANSWERS: Answers = {
  'outputs': [{ 'acceptance-network-kafka': { Id: 'vpce-svc-1' } }],
  'aws ec2 accept-vpc-endpoint-connections': [{ Told: 'vpce-1' }],
  'aws ec2 describe-vpc-endpoints': [{ State: 'pending' }, { State: 'available' }],
  'aws lambda invoke': ['held'],
};
const ALL = ['--profile', 'A', '--yes', '--only', 'H1,H4,H26,H30'];
const deployed = (stub: Stub) => new Set(stub.changes.filter(change => change.startsWith('cdk deploy')).map(change => change.split(' ')[2]));
const destroyed = (stub: Stub) => new Set(stub.changes.filter(change => change.startsWith('cdk destroy')).map(change => change.split(' ')[2]));

test('steps are done in order, asked again until there is a verdict, and everything is deleted, the consumer first', async () => {
  const stub = new Stub(ANSWERS);
  expect(await stub.run(ALL, [GROUP])).toBe(EXIT.fine);
  expect(stub.changes).toEqual(['cdk deploy Kafka', 'cdk deploy Consumer', 'aws ec2 accept-vpc-endpoint-connections', 'cdk deploy Kafka', 'cdk destroy Consumer', 'cdk destroy Kafka']);
  expect(stub.calls.filter(call => call.includes('describe-vpc-endpoints --ids vpce-1 '))).toHaveLength(2);
  const [file] = readdirSync(stub.results);
  expect(JSON.parse(readFileSync(join(stub.results, file), 'utf8'))).toMatchObject({
    date: '2027-01-02T03:04:05.000Z', regions: ['eu-west-1'], versions: { aws: 'aws-cli/2.0.0' }, results: { H1: { holds: true }, H30: { holds: true, why: 'held' } },
  });
  expect(stub.state).toBeUndefined();
});

describe('the stub fails at every call in turn', () => {
  test('whatever was begun is deleted or listed, and the exit code says so', async () => {
    const whole = new Stub(ANSWERS);
    await whole.run(ALL, [GROUP]);
    const versions = 2; // the last two calls are for the file of results
    const runs = await Promise.all(Array.from({ length: whole.calls.length - versions }, async (_, i) => {
      const stub = new Stub(ANSWERS);
      const status = await stub.run(ALL, [GROUP], { failAt: i + 1 });
      const call = stub.calls[i];
      const text = stub.said.join('\n');
      const lost = [...deployed(stub)].filter(stack => !destroyed(stub).has(stack) && !text.includes(`stack acceptance-network-${stack.toLowerCase()}`));
      return { call, status, lost, isListed: text.includes('could not be deleted'), stayed: stub.state !== undefined };
    }));
    expect(runs.filter(({ lost }) => lost.length)).toEqual([]);
    const expected = ({ call, isListed }: typeof runs[number]): number[] => {
      if (isListed) { return [EXIT.left]; }
      const isBefore = /^aws (sts|service-quotas|ec2 describe-(availability-zones|vpcs)|cloudformation describe-stacks (--stack-name CDKToolkit|--profile))/.test(call);
      return isBefore ? [EXIT.notReady] : [EXIT.fine, EXIT.findings];
    };
    expect(runs.filter(run => !expected(run).includes(run.status))).toEqual([]);
    expect(runs.filter(({ call, status }) => /^cdk deploy|accept-|describe-vpc-endpoints|lambda|openssl/.test(call) && status === EXIT.fine)).toEqual([]);
    expect(runs.filter(({ isListed, stayed }) => isListed && !stayed)).toEqual([]);
    expect(runs.filter(({ isListed }) => isListed).length).toBeGreaterThan(1);
  });

  test('a deployment that fails against its hypothesis decides it, and takes along what needs it', async () => {
    const stub = new Stub(ANSWERS);
    expect(await stub.run(ALL, [GROUP], { fails: /^cdk deploy Kafka/ })).toBe(EXIT.findings);
    expect(stub.changes).toEqual(['cdk deploy Kafka', 'cdk destroy Kafka']);
    expect(stub.said.join('\n')).toContain('H4 DOES NOT HOLD: cdk deploy Kafka ended with 1: stub: refused, as the test wants');
    expect(stub.said.join('\n')).toContain('H1: not tried, since accept was not done');
  });

  test('a stack that cannot be deleted is listed with the command, and a later --clean deletes it', async () => {
    const stub = new Stub(ANSWERS);
    expect(await stub.run(ALL, [GROUP], { fails: /^cdk destroy Kafka/ })).toBe(EXIT.left);
    expect(stub.said.join('\n')).toContain('aws cloudformation delete-stack --stack-name acceptance-network-kafka --profile A --region eu-west-1');
    expect(existsSync(stub.results)).toBe(false);
    expect(stub.state.groups.network.stacks).toEqual(['Kafka']);
    expect(await stub.run(['--clean'], [GROUP])).toBe(EXIT.fine);
    expect(stub.changes.at(-1)).toBe('cdk destroy Kafka');
    expect(stub.state).toBeUndefined();
  });

  test('disks and certificates that stay are deleted; one that cannot be is listed', async () => {
    const arns = ['arn:aws:ec2:eu-west-1:111111111111:volume/vol-1', 'arn:aws:acm:eu-west-1:111111111111:certificate/c-1', 'arn:aws:ec2:eu-west-1:111111111111:instance/i-1'];
    const stub = new Stub({ ...ANSWERS, 'aws resourcegroupstaggingapi get-resources': [{ ResourceTagMappingList: arns.map(ResourceARN => ({ ResourceARN })) }] });
    expect(await stub.run(ALL, [GROUP], { fails: /delete-certificate/ })).toBe(EXIT.left);
    expect(stub.changes).toContain('aws ec2 delete-volume');
    expect(stub.said.at(-1)).toContain('aws acm delete-certificate --certificate-arn arn:aws:acm:eu-west-1:111111111111:certificate/c-1 --profile A --region eu-west-1');
    expect(stub.said.at(-1)).not.toContain('volume');
  });
});

test('a run that was killed goes on after the last step that was done', async () => {
  const stub = new Stub(ANSWERS);
  await stub.run([...ALL, '--keep'], [GROUP], { fails: /accept-/ });
  expect(stub.changes).toEqual(['cdk deploy Kafka', 'cdk deploy Consumer', 'aws ec2 accept-vpc-endpoint-connections', 'cdk destroy Consumer']);
  const before = stub.changes.length;
  expect(stub.state.groups.network.done).toEqual(['sign', 'kafka', 'consumer', 'delete']);
  expect(await stub.run(ALL, [GROUP])).toBe(EXIT.fine);
  expect(stub.changes.slice(before)).toEqual(['aws ec2 accept-vpc-endpoint-connections', 'cdk deploy Kafka', 'cdk destroy Kafka']);
});

/** Until everything has come as far as it can: nothing here waits for anything but a call that is held. */
const still = () => new Promise(setImmediate);

test.each([
  ['eu-west-1', ['cdk deploy Kafka']],
  ['eu-west-1,eu-central-1', ['cdk deploy Kafka', 'cdk deploy Kafka']],
])('regions work side by side, the groups of one after another: %s', async (regions, atOnce) => {
  const groups = (['network', 'zonal'] as const).map((name): Group => ({
    ...GROUP, name, stacks: { Kafka: 'kafka' }, steps: [{ id: 'kafka', what: 'deploys', minutes: 1, deploy: ['Kafka'], tells: name === 'network' ? 'H4' : 'H6' }],
  }));
  const stub = new Stub({});
  const run = stub.run(['--profile', 'A', '--yes', '--only', 'H4,H6', '--regions', regions], groups, { holds: /^cdk deploy/ });
  await still();
  expect(stub.changes).toEqual(atOnce);
  stub.release();
  await still();
  expect(stub.changes.filter(change => change.startsWith('cdk destroy'))).toHaveLength(atOnce.length);
  stub.release();
  expect(await run).toBe(EXIT.fine);
  expect(stub.changes.filter(change => change.startsWith('cdk destroy'))).toHaveLength(2);
});

test.each([
  ['no credentials', { fails: /^aws sts/ }, 'profile A has no credentials: stub: refused'],
  ['no bootstrap', { fails: /CDKToolkit/ }, 'npx cdk bootstrap aws://111111111111/eu-west-1 --profile A'],
])('%s: it says so and makes nothing', async (_, variables, words) => {
  const stub = new Stub(ANSWERS);
  expect(await stub.run(ALL, [GROUP], variables)).toBe(EXIT.notReady);
  expect(stub.said.join('\n')).toContain(words);
  expect(stub.changes).toEqual([]);
});

test('several things that are missing are said at once', async () => {
  const stub = new Stub({
    ...ANSWERS,
    'aws ec2 describe-availability-zones': [{ AvailabilityZones: [] }],
    'aws cloudformation describe-stacks': [{ Stacks: [{ StackName: 'acceptance-hub-kafka' }] }],
  });
  expect(await stub.run(ALL, [GROUP])).toBe(EXIT.notReady);
  expect(stub.said.join('\n')).toContain('eu-west-1 has 0 zones, and 3 are needed');
  expect(stub.said.join('\n')).toContain('stacks of another run, which this one would change: acceptance-hub-kafka');
});

test.each([
  [[], '--profile is missing'],
  [['--profile', 'A', '--only', 'H999'], 'there is no hypothesis H999'],
  [['--profile', 'A', '--profile', 'B', '--profile', 'C'], 'given 3 times'],
  [['--plan', '--regions', 'Ireland'], 'got Ireland'],
  [['--nonsense'], "Unknown option '--nonsense'"],
  [['--told', 'H38 holds'], "'ID=holds: WHY'"],
  [['--clean'], 'nothing is left of an earlier run'],
])('%j is refused: %s', async (args, words) => {
  const stub = new Stub({});
  expect(await stub.run(args, [GROUP])).toBe(EXIT.unusable);
  expect(stub.said.join('\n')).toContain(words);
  expect(stub.calls).toEqual([]);
});

test('what a person found is a file of its own', async () => {
  const stub = new Stub({});
  expect(await stub.run(['--told', 'H38=fails: ClickPipes wants another name'], [GROUP])).toBe(EXIT.fine);
  const [file] = readdirSync(stub.results);
  expect(JSON.parse(readFileSync(join(stub.results, file), 'utf8')).results).toEqual({ H38: { holds: false, why: 'ClickPipes wants another name' } });
});

describe('the last release, then this one', () => {
  const update: Group = {
    ...GROUP,
    name: 'update',
    needs: 'earlier release',
    steps: [
      { id: 'kafka', what: 'deploys the last release', minutes: 1, deploy: ['Kafka'], isEarlier: true },
      { id: 'losses', what: 'compares', minutes: 1, after: ['kafka'], compare: ['Kafka'], tells: 'H42' },
      { id: 'kafkaNow', what: 'deploys this one', minutes: 1, after: ['losses'], deploy: ['Kafka'], tells: 'H43' },
    ],
  };
  const run = async (printed: string, from = ['--from', '1.0.0']) => {
    const stub = new Stub({ 'npm pack cdk-kafka-privatelink@1.0.0': [[{ filename: 'x.tgz' }]], 'cdk diff Kafka': [printed] });
    const status = await stub.run(['--profile', 'A', '--yes', '--only', 'H42,H43', ...from], [update]);
    return { status, stub, text: stub.said.join('\n'), apps: stub.calls.filter(call => call.startsWith('cdk deploy')).map(call => /(cdk|earlier)\.out/.exec(call)![1]) };
  };

  test('each is deployed by its own library', async () => {
    const { status, apps } = await run('[~] AWS::EC2::VPCEndpointService Service ServiceDBC79909\n');
    expect({ status, apps }).toEqual({ status: EXIT.fine, apps: ['earlier', 'cdk'] });
  });

  test('one that would lose something is not deployed', async () => {
    const { status, apps, text, stub } = await run('[-] AWS::EC2::Volume Brokers/Node0/Disk0 BrokersNode0Disk0 orphan\n');
    expect({ status, apps }).toEqual({ status: EXIT.findings, apps: ['earlier'] });
    expect(text).toContain('H42 DOES NOT HOLD: the deployment loses Kafka BrokersNode0Disk0 (AWS::EC2::Volume): orphan');
    expect(text).toContain('H43: not tried, since losses was not done');
    expect(stub.changes.at(-1)).toBe('cdk destroy Kafka');
  });

  test('without an earlier release it is left out', async () => {
    const { apps, text } = await run('', []);
    expect(apps).toEqual([]);
    expect(text).toContain('H42: left out, it needs --from, an earlier release');
  });

  test('a run that goes on does so with the release that it began with', async () => {
    const stub = new Stub({ 'npm pack cdk-kafka-privatelink@1.0.0': [[{ filename: 'x.tgz' }]] });
    await stub.run(['--profile', 'A', '--yes', '--keep', '--only', 'H42,H43', '--from', '1.0.0'], [update], { fails: /^cdk diff/ });
    expect(await stub.run(['--profile', 'A', '--yes', '--only', 'H42,H43'], [update])).toBe(EXIT.fine);
    expect(stub.changes).toEqual(['cdk deploy Kafka', 'cdk deploy Kafka', 'cdk destroy Kafka']);
  });
});

const ONE: Group = { ...GROUP, stacks: { Kafka: 'kafka' }, steps: [{ id: 'kafka', what: 'deploys', minutes: 1, deploy: ['Kafka'], tells: 'H4' }] };

test('Ctrl-C during a deployment ends it, deletes what was begun and ends with 130', async () => {
  const stub = new Stub({});
  const run = stub.run(['--profile', 'A', '--yes', '--only', 'H4'], [ONE], { holds: /^cdk deploy/ });
  await still();
  expect(stub.changes).toEqual(['cdk deploy Kafka']);
  stub.signals.emit('SIGINT');
  expect(await run).toBe(EXIT.interrupted);
  expect(stub.changes).toEqual(['cdk deploy Kafka', 'cdk destroy Kafka']);
  expect(stub.said.join('\n')).toContain('interrupted: deletes what it made');
  expect(stub.signals.eventNames()).toEqual([]);
});

test('Ctrl-C once more ends the deletion too, and lists what is left', async () => {
  const stub = new Stub({});
  const run = stub.run(['--profile', 'A', '--yes', '--only', 'H4'], [ONE], { holds: /^cdk de/ });
  for (const change of ['cdk deploy Kafka', 'cdk destroy Kafka']) {
    await still();
    expect(stub.changes.at(-1)).toBe(change);
    stub.signals.emit('SIGINT');
  }
  expect(await run).toBe(EXIT.left);
  expect(stub.said.join('\n')).toContain('aws cloudformation delete-stack --stack-name acceptance-network-kafka');
  expect(stub.state.groups.network.stacks).toEqual(['Kafka']);
});
