/**
 * `cdk-kafka-privatelink run`, as the package has it: clients get in by every kind of security, brokers run on files of their own with an authorizer, and a template is
 * changed, so that the command has to say which path that closes. The apps of docs/getting-started.md and of five brokers that run already are run by the packed package:
 * test/package.
 */
import { deepStrictEqual, ok } from 'assert';
import { spawnSync } from 'child_process';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Claims } from './harness/claims';
import { Answer, holds, RUN_NEEDS, withCache } from './harness/command-run';
import { endIfLacking } from './harness/needed';
import { adopted } from '../cli/apps/adopted';

const ROOT = join(__dirname, '../..');
const WORK = join(ROOT, 'build/e2e/run');
const COMMAND = join(ROOT, 'assets/cli/main.js');

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

/** Where an app of test/apps is synthesized to. */
function synthesized(name: string): string {
  const out = join(WORK, `${name}.out`);
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', `test/apps/${name}.ts`], { cwd: ROOT, encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: out } });
  deepStrictEqual(status, 0, stderr);
  return out;
}

async function main(): Promise<number> {
  endIfLacking('e2e:run', RUN_NEEDS);
  rmSync(WORK, { recursive: true, force: true });
  const env = withCache(WORK);
  const run = (directory: string, ...options: string[]): Answer => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'run', directory, ...options], { encoding: 'utf8', env });
    return { status, text: `${stdout}${stderr}` };
  };
  const claims = new Claims();
  await claims.that('no consumer is in the app, and clients get in by every kind of security', async () =>
    holds(run(synthesized('securities')), ['PLAIN', 'MUTUAL', 'SCRAM', 'TOKENS', 'BALANCED', 'DESCRIBED'], 2));
  await claims.that('nodes run on their own files, with the authorizer that is in them', async () => {
    const out = synthesized('authorizer');
    const answer = run(out, '--properties', join(out, 'hosts'));
    ok(!answer.text.includes('files of the run'), answer.text);
    return holds(answer, ['PLAIN'], 2);
  });
  await claims.that('two target groups are exchanged: the command names both paths, and runs nothing', async () => {
    const { status, text } = run(crossed(adopted().app.synth().directory));
    deepStrictEqual(status, 1, text);
    for (const port of [20000, 20001]) { ok(new RegExp(`target-group: .*${port}`).test(text), text); }
    ok(!text.includes('starting Kafka'), text);
  });
  return claims.finish();
}

if (!existsSync(COMMAND)) { throw new Error(`there is no ${COMMAND}: npx projen cli:bundle`); }
main().then(code => { process.exitCode = code; }, error => {
  console.error(error);
  process.exitCode = 1;
});
