import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { run } from '../../build-tools/packed';

const ROOT = join(__dirname, '../..');
const CDK = join(ROOT, 'node_modules/aws-cdk/bin/cdk');

/** The code blocks of docs/getting-started.md that are a whole file in TypeScript: the stack of Kafka's account, and that of payments. */
const [KAFKA, PAYMENTS] = [...readFileSync(join(ROOT, 'docs/getting-started.md'), 'utf8').matchAll(/```ts nofixture\n([^]*?)```/g)].map(([, code]) => code);

/** The folders that docs/getting-started.md makes in `work`, each by `cdk init`, with the page's code and the contract of the example. */
export function gettingStarted(work: string): void {
  initialize(join(work, 'kafka'), { 'lib/kafka-stack.ts': KAFKA });
  initialize(join(work, 'payments'), {
    'lib/payments-stack.ts': PAYMENTS, 'kafka.contract.json': readFileSync(join(ROOT, 'examples/typescript/two-accounts/kafka.contract.json'), 'utf8'),
  });
}

/** Gives Kafka's app of the page a broker more. */
export function addBroker(work: string): void {
  change(work, /( *)KafkaBroker\.fromIpAddress\(1, .*\n/, "$&$1KafkaBroker.fromIpAddress(2, '10.0.1.11', { securityGroup: brokerSecurityGroup }),\n");
}

/** Gives the listener of the page's app another name, by which clients know it. */
export function rename(work: string): void {
  change(work, /kafka\.pay\.example\.com/, 'kafka.other.example.com');
}

function change(work: string, what: RegExp, by: string): void {
  if (!what.test(KAFKA)) { throw new Error(`docs/getting-started.md has no ${what}`); }
  writeFileSync(join(work, 'kafka/lib/kafka-stack.ts'), KAFKA.replace(what, by));
}

/** Five brokers that run already, for three audiences, and their hosts' files: the folder `adopted` in `work`. */
export function fiveBrokers(work: string): void {
  const app = join(work, 'adopted');
  mkdirSync(app);
  writeFileSync(join(app, 'adopted.ts'), readFileSync(join(ROOT, 'test/cli/apps/adopted.ts'), 'utf8').replace("'../../../src'", "'cdk-kafka-privatelink'"));
  writeFileSync(join(app, 'app.ts'), `import { mkdirSync, writeFileSync } from 'fs';
import { adopted, BROKER_IDS, hostFile } from './adopted';
for (const id of BROKER_IDS) {
  mkdirSync(\`hosts/kafka\${id}\`, { recursive: true });
  writeFileSync(\`hosts/kafka\${id}/server.properties\`, hostFile(id));
}
adopted().app.synth();
`);
  writeFileSync(join(app, 'cdk.json'), JSON.stringify({ app: 'npx tsx app.ts' }));
}

/** As the page says; the result is `cdk.out` in the folder. */
export function synthesize(app: string): void {
  run(app, process.execPath, [CDK, 'synth', '--quiet', '--no-notices'], { CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_VALIDATION: 'false' });
}

/** What `cdk init` makes has the names of the folder, and the context that the CDK recommends today. Types of the page's code are checked with all others'. */
function initialize(app: string, files: { readonly [name: string]: string }): void {
  mkdirSync(app);
  run(app, process.execPath, [CDK, 'init', 'app', '--language', 'typescript', '--generate-only'], { CDK_DISABLE_CLI_TELEMETRY: 'true' });
  const settings = JSON.parse(readFileSync(join(app, 'cdk.json'), 'utf8'));
  writeFileSync(join(app, 'cdk.json'), JSON.stringify({ ...settings, app: settings.app.replace(/^.*&& /, '') }));
  for (const [name, text] of Object.entries(files)) { writeFileSync(join(app, name), text); }
}
