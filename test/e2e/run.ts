/**
 * `cdk-kafka-privatelink run`, as the package has it, on apps that are not ours: those of docs/getting-started.md, five brokers that run already for three audiences,
 * and clients that get in by every kind of security. At last a template is changed, and the command has to say which path that closes.
 */
import { deepStrictEqual, ok } from 'assert';
import { spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { dirname, join } from 'path';
import { Claims } from './harness/claims';
import { endIfLacking } from './harness/needed';
import { CLOUD_NEEDS, JAVA_NEEDS } from '../../cli/run/sandbox/needs';
import { adopted } from '../cli/apps/adopted';
import { gettingStarted } from '../cli/apps/getting-started';

const ROOT = join(__dirname, '../..');
const WORK = join(ROOT, 'build/e2e/run');
const COMMAND = join(ROOT, 'assets/cli/main.js');

interface Answer {
  readonly status: number | null;
  readonly text: string;
}

function run(...args: string[]): Answer {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'run', ...args], {
    encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: join(WORK, 'cache') },
  });
  return { status, text: `${stdout}${stderr}` };
}

/** Every path of these listeners holds, each to so many brokers. */
function holds({ status, text }: Answer, listeners: readonly string[], brokers: number): string {
  deepStrictEqual(status, 0, text);
  const found = [...text.matchAll(/^\S.*, ([A-Z_]+) \(.*\)$/gm)].map(([, name]) => name);
  deepStrictEqual(found.sort(), [...listeners].sort(), text);
  deepStrictEqual(text.match(/reached, 20 records sent and read$/gm)?.length, listeners.length * brokers, text);
  deepStrictEqual(text.match(/^ {2}any .* reached$/gm)?.length, listeners.length, text);
  ok(/^Every path holds\.$/m.test(text), text);
  return `${listeners.length * (brokers + 1)} paths`;
}

/** The same app, in which the targets of two ports of one of its load balancers are exchanged: those of the others tell which broker is where. */
function crossed(directory: string): string {
  const copy = join(WORK, 'crossed.out');
  cpSync(directory, copy, { recursive: true });
  const file = join(copy, 'Kafka.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8'));
  const [one, other] = Object.values<any>(template.Resources).filter(({ Type, Properties }) => Type.endsWith('V2::Listener') && [20000, 20001].includes(Properties.Port));
  [one.Properties.DefaultActions, other.Properties.DefaultActions] = [other.Properties.DefaultActions, one.Properties.DefaultActions];
  writeFileSync(file, JSON.stringify(template));
  return copy;
}

function securities(): string {
  const out = join(WORK, 'securities.out');
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'test/apps/securities.ts'], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: out } });
  deepStrictEqual(status, 0, stderr);
  return out;
}

async function main(): Promise<number> {
  endIfLacking('e2e:run', [...CLOUD_NEEDS, ...JAVA_NEEDS]);
  rmSync(WORK, { recursive: true, force: true });
  // What others have fetched and compiled already.
  mkdirSync(join(WORK, 'cache'), { recursive: true });
  mkdirSync(join(ROOT, 'build/kafka'), { recursive: true });
  symlinkSync(join(ROOT, 'build/kafka'), join(WORK, 'cache/cdk-kafka-privatelink'));
  const pages = gettingStarted();
  const claims = new Claims();
  await claims.that('getting started: the client of the consumer reaches each broker', async () => {
    const answer = run(pages.kafka, pages.payments);
    const shown = /```text run\n([^]*?)```/.exec(readFileSync(join(ROOT, 'docs/command.md'), 'utf8'))![1];
    ok(answer.text.includes(shown), `docs/command.md has something else than:\n${answer.text}`);
    return holds(answer, ['CLIENT'], 2);
  });
  const five = adopted().app.synth().directory;
  await claims.that('five brokers that run already, for three audiences, of which one is in the app', async () =>
    holds(run(five), ['PARTNER_A', 'PARTNER_B', 'OWN'], 5));
  await claims.that('no consumer is in the app, and clients get in by every kind of security', async () =>
    holds(run(securities()), ['PLAIN', 'MUTUAL', 'SCRAM', 'TOKENS', 'BALANCED', 'DESCRIBED'], 2));
  await claims.that('two target groups are exchanged: the command names both paths, and runs nothing', async () => {
    const { status, text } = run(crossed(five));
    deepStrictEqual(status, 1, text);
    for (const port of [20000, 20001]) { ok(new RegExp(`target-group: .*${port}`).test(text), text); }
    ok(!text.includes('starting Kafka'), text);
  });
  rmSync(dirname(pages.kafka), { recursive: true });
  return claims.finish();
}

if (!existsSync(COMMAND)) { throw new Error(`there is no ${COMMAND}: npx projen cli:bundle`); }
main().then(code => process.exit(code), error => {
  console.error(error);
  process.exit(1);
});
