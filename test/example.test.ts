import { spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const EXAMPLE = join(__dirname, '../examples/typescript/two-accounts');
const out = mkdtempSync(join(tmpdir(), 'two-accounts-'));
let templates: { [stack: string]: any };

beforeAll(() => {
  const app = spawnSync(process.execPath, ['--import', 'tsx', join(EXAMPLE, 'app.ts')], { encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: out } });
  expect({ status: app.status, stderr: app.stderr }).toEqual({ status: 0, stderr: '' });
  templates = Object.fromEntries(['Kafka', 'Payments'].map(stack => [stack, JSON.parse(readFileSync(join(out, `${stack}.template.json`), 'utf8'))]));
});

afterAll(() => rmSync(out, { recursive: true }));

test("the checked-in contract is what the Kafka stack's output will be", () => {
  const checkedIn = JSON.parse(readFileSync(join(EXAMPLE, 'kafka.contract.json'), 'utf8'));
  const output = templates.Kafka.Outputs.Contract.Value['Fn::Join'][1]
    .map((part: any) => typeof part === 'string' ? part : checkedIn.serviceName.match(/vpce-svc-\w+/)[0]).join('');
  expect(JSON.parse(output)).toEqual(checkedIn);
});

test('no function, custom resource or cross-stack output is in any template, and no role but those of the nodes', () => {
  for (const [stack, template] of Object.entries(templates)) {
    const types = Object.values<any>(template.Resources).map(resource => resource.Type);
    expect(types.filter(type => type === 'AWS::IAM::Role')).toHaveLength(stack === 'Kafka' ? 3 : 0);
    const trusted = Object.values<any>(template.Resources).flatMap(({ Properties }) => Properties?.AssumeRolePolicyDocument?.Statement ?? []);
    expect(trusted.filter(({ Principal }) => Principal.Service !== 'ec2.amazonaws.com')).toEqual([]);
    expect(types.filter(type => /^(AWS::Lambda::|Custom::|AWS::CloudFormation::CustomResource)/.test(type))).toEqual([]);
    expect(JSON.stringify(template)).not.toMatch(/Fn::GetStackOutput|Fn::ImportValue/);
  }
});

test('a node is plain text of less than 6 KB, with all that is known only when it is deployed', () => {
  const nodes = Object.values<any>(templates.Kafka.Resources).filter(({ Type }) => Type === 'AWS::EC2::LaunchTemplate');
  expect(nodes).toHaveLength(3);
  for (const { Properties: { LaunchTemplateData: { UserData } } } of nodes) {
    // An id or address of EC2, or the stack's id or a name.
    const isOfEc2 = (part: any) => templates.Kafka.Resources[part.Ref ?? part['Fn::GetAtt'][0]]?.Type.startsWith('AWS::EC2::');
    const texts = UserData['Fn::Base64']['Fn::Join'][1].map((part: any) => typeof part === 'string' ? part : '0'.repeat(isOfEc2(part) ? 21 : 128));
    expect(texts.join('').length).toBeLessThan(6 * 1024);
    expect(texts.join('')).toMatch(/^[\n -~]*$/);
  }
});

test("the consumer's stack needs nothing but the contract: a process that never saw the Kafka team's code makes the same template", () => {
  const alone = mkdtempSync(join(tmpdir(), 'payments-'));
  const script = `
    const { App } = require('aws-cdk-lib');
    const { KafkaServiceContract } = require('cdk-kafka-privatelink');
    const { PaymentsStack } = require('./payments-stack');
    const app = new App();
    new PaymentsStack(app, 'Payments', { env: { account: '222222222222', region: 'eu-west-1' }, contract: KafkaServiceContract.fromFile('kafka.contract.json'), listenerNames: ['CLIENT'] });
    app.synth();
    if (Object.keys(require.cache).some(file => file.endsWith('kafka-stack.ts'))) { throw new Error('kafka-stack.ts was loaded'); }`;
  const { status, stderr } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '-e', script], {
    cwd: EXAMPLE, encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: alone },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(readFileSync(join(alone, 'Payments.template.json'), 'utf8'))).toEqual(templates.Payments);
  rmSync(alone, { recursive: true });
});

test('two synths are equal', () => {
  const again = mkdtempSync(join(tmpdir(), 'two-accounts-'));
  spawnSync(process.execPath, ['--import', 'tsx', join(EXAMPLE, 'app.ts')], { env: { ...process.env, CDK_OUTDIR: again } });
  const files = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(out.length));
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    expect([file, readFileSync(join(again, file), 'utf8')]).toEqual([file, readFileSync(join(out, file), 'utf8')]);
  }
  rmSync(again, { recursive: true });
});
