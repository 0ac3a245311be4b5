/**
 * Calls the canaries of `test/apps/canary.ts` as Lambda would: the code that was published, by its handler, with the environment, groups and role of its template, on
 * the Node of its runtime. In place of each broker is a program that shows the broker's certificate; with real Kafka the same probe is in `e2e` and `e2e:errors`.
 */
import { deepStrictEqual, match, ok } from 'assert';
import { writeFileSync } from 'fs';
import { join } from 'path';
import { DeployedFunction } from './control/function';
import { lambdaRuntime } from './control/lambda-runtime';
import { StandIns } from './stand-ins';
import { loadAssembly } from '../../../cli/assembly/template';
import { startCloud } from '../../../cli/run/cloud/start';
import { TestCa } from '../../../cli/run/kafka/test-ca';
import { moduleProgram } from '../../../cli/run/resources';
import { logger } from '../../../cli/run/sandbox/logger';
import { run } from '../../../cli/run/sandbox/processes';
import { inSandbox, isInSandbox, STATE } from '../../../cli/run/sandbox/sandbox';
import { metricProblems } from '../../watch/embedded-metrics';
import { Claims } from '../harness/claims';

const OUT = join(STATE, 'canary.out');
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/canary-AbCdEf';
const PARAMETER = '/kafka/contract';
const LOGIN = { 'sasl.mechanism': 'SCRAM-SHA-512', 'sasl.jaas.config': 'org.apache.kafka.common.security.scram.ScramLoginModule required username="canary" password="not to be seen";' };

async function main(): Promise<number> {
  const runtime = await lambdaRuntime(logger());
  const ca = await TestCa.create(join(STATE, 'ca'));
  await run(moduleProgram(join(__dirname, '../../apps/canary.ts')), { env: { CDK_OUTDIR: OUT, AUTHORITIES: ca.file } });
  const assembly = loadAssembly(OUT);
  const cloud = await startCloud(assembly);
  const pem = join(STATE, 'brokers.pem');
  writeFileSync(pem, await ca.issue(cloud.topology.records.map(({ name }) => name)), { mode: 0o600 });
  const standIns = new StandIns(cloud, pem);
  await standIns.follow();
  const secrets = new Map([[SECRET, JSON.stringify(LOGIN)]]);
  const parameters = new Map([[PARAMETER, JSON.stringify(cloud.contracts[0])]]);
  const [simple, told] = await Promise.all([['Simple', 80], ['Told', 81]].map(async ([id, offset]) =>
    DeployedFunction.deploy(assembly, String(id), Number(offset), cloud, runtime, { secrets, parameters })));
  const claims = new Claims(ports => cloud.diagnosis(ports));

  /** The lines of a run, each of which CloudWatch takes metrics from. */
  const linesOf = async (canary: DeployedFunction) => {
    const { code, stdout, stderr } = await canary.call();
    deepStrictEqual({ code, stderr }, { code: 0, stderr: '' });
    ok(!stdout.includes('not to be seen'), stdout);
    const lines: any[] = stdout.trim().split('\n').map(line => JSON.parse(line));
    deepStrictEqual(lines.flatMap(metricProblems), []);
    return lines;
  };
  const shown = (lines: any[]) => lines.map(({ Listener, BrokerId, PathOk, step, code }) => [Listener, BrokerId, PathOk, step, code].filter(part => part !== undefined).join(' '));

  await claims.that('a canary that has nothing but its code sees that each path is open, as far as one comes without a certificate', async () => {
    const lines = await linesOf(simple);
    deepStrictEqual(shown(lines), ['bootstrap', 0, 1, 2].map(path => `MTLS ${path} 1 identity`));
    deepStrictEqual([...new Set(lines.flatMap(({ warnings }) => warnings.map(({ code }: any) => code)))], ['Doctor.loginUnchecked']);
    return `${runtime.name}, ${lines.length} metrics`;
  });
  await claims.that('a canary reads its contract and its secret by its role, and sees a broker that the parameter has and its code has not', async () => {
    parameters.set(PARAMETER, JSON.stringify({ ...cloud.contracts[0], brokerIds: [0, 1, 2, 3] }));
    const lines = await linesOf(told);
    deepStrictEqual(lines.map(({ BrokerId }) => BrokerId), ['bootstrap', '0', '1', '2', '3']);
    deepStrictEqual(shown(lines).at(-1), 'SCRAM 3 0 tcp Doctor.refused');
    return shown(lines).join(', ');
  });
  await claims.that('a canary without its secret says nothing, by which its alarm goes off', async () => {
    secrets.clear();
    const { code, stdout, stderr } = await told.call();
    deepStrictEqual({ code, stdout }, { code: 1, stdout: '' });
    match(stderr, /ResourceNotFoundException/);
  });
  await claims.that('a broker is gone, and its path has 0 and the code; those of the others have 1', async () => {
    await standIns.stop(1);
    const [, ...ofBrokers] = shown(await linesOf(simple)); // who answers at the start is chance
    deepStrictEqual(ofBrokers, ['MTLS 0 1 identity', 'MTLS 1 0 tls Doctor.targetUnhealthy', 'MTLS 2 1 identity']);
    return ofBrokers.join(', ');
  });
  await cloud.stop();
  return claims.finish();
}

async function start(): Promise<void> {
  if (!isInSandbox()) { await lambdaRuntime(logger()); } // where the registry of npm is
  inSandbox(main);
}

start().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
