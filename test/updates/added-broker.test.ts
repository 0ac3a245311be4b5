/** The apps of docs/getting-started.md as that page has them, and what README.md says `cdk diff` shows when they get one more broker. */
import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { printedByCdkDiff } from './cdk-diff';

const ROOT = join(__dirname, '../..');
const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

mkdirSync(join(ROOT, 'build'), { recursive: true });
const folder = mkdtempSync(join(ROOT, 'build/getting-started-'));

/** The file of that name, below the words that announce it. */
function fileOf(name: string): string {
  const [, code] = new RegExp(`All of \`lib/${name}\`:\\n\\n\`\`\`ts nofixture\\n([^]*?)\`\`\``).exec(read('docs/getting-started.md'))!;
  return code;
}

const LAST_BROKER = "      KafkaBroker.fromIpAddress(1, '10.0.1.10', { securityGroup: brokerSecurityGroup }),\n";

/** Both apps, in the folder of that name. */
function synthesized(name: string, kafkaStack: string, brokerIds: number[]): void {
  const app = join(folder, name);
  mkdirSync(app);
  writeFileSync(join(app, 'kafka-stack.ts'), kafkaStack);
  writeFileSync(join(app, 'payments-stack.ts'), fileOf('payments-stack.ts'));
  const contract = JSON.parse(read('examples/typescript/two-accounts/kafka.contract.json'));
  writeFileSync(join(app, 'kafka.contract.json'), JSON.stringify({ ...contract, brokerIds }));
  writeFileSync(join(app, 'app.ts'), [
    "import { App } from 'aws-cdk-lib';",
    "import { KafkaStack } from './kafka-stack';",
    "import { PaymentsStack } from './payments-stack';",
    'const app = new App();',
    "new KafkaStack(app, 'KafkaStack', { env: { region: 'eu-west-1' } });",
    "new PaymentsStack(app, 'PaymentsStack', { env: { region: 'eu-west-1' } });",
    '',
  ].join('\n'));
  execFileSync(process.execPath, ['--import', 'tsx', 'app.ts'], { cwd: app, env: { ...process.env, CDK_OUTDIR: join(app, 'cdk.out') }, stdio: 'pipe' });
}

beforeAll(() => {
  const kafkaStack = fileOf('kafka-stack.ts');
  expect(kafkaStack).toContain(LAST_BROKER);
  synthesized('two', kafkaStack, [0, 1]);
  synthesized('three', kafkaStack.replace(LAST_BROKER, `${LAST_BROKER}${LAST_BROKER.replace("1, '10.0.1.10'", "2, '10.0.0.11'")}`), [0, 1, 2]);
});

afterAll(() => rmSync(folder, { recursive: true }));

test('README.md shows the resources that change in the Kafka account, and which of their properties do', () => {
  const lines = shown('KafkaStack');
  const [, said] = /`cdk diff` shows this:\n\n```\n([^]*?)\n```/.exec(read('README.md'))!;
  expect(said.split('\n')).toEqual(lines.filter(line => /^\[.\] AWS::|^ [├└]─/.test(line)));
  expect(lines.filter(line => line.startsWith('[~] Output'))).toEqual([expect.stringContaining('[~] Output Contract')]);
});

test("README.md says that nothing changes in a consumer's account", () => {
  expect(shown('PaymentsStack')).toContain('There were no differences');
});

function shown(stack: string): string[] {
  return printedByCdkDiff(join(folder, 'three/cdk.out'), stack, join(folder, `two/cdk.out/${stack}.template.json`)).split('\n');
}
