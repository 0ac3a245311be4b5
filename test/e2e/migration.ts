/**
 * The whole of docs/migration.md: a cluster that was there before, of brokers 1001 to 1003 that meet by SASL, gets a listener, a load balancer, a service and
 * a consumer, its clients move, and the old listener goes. Clients produce all the time.
 */
import { parseArgs } from 'util';
import { Claims } from './harness/claims';
import { endIfLacking } from './harness/needed';
import { STEPS } from './migration/index';
import { AUTHORITY, CONNECTIONS, Migration } from './migration/migration';
import type { Step } from './migration/step';
import { synthesize } from './migration/templates';
import { prepareClients } from '../../cli/run/clients/client-programs';
import { javaProgram } from '../../cli/run/kafka/jars';
import { logger } from '../../cli/run/sandbox/logger';
import { CLOUD_NEEDS, KAFKA_NEEDS, packagesOf } from '../../cli/run/sandbox/needs';
import { inSandbox, isInSandbox, ownRoot } from '../../cli/run/sandbox/sandbox';

const NEEDS = [...CLOUD_NEEDS, ...KAFKA_NEEDS];

const HELP = `Usage: npx projen e2e:migration [--only STEP]

Takes a cluster of three brokers from one VPC to another, by every step of docs/migration.md, while clients of two libraries produce. Needs Linux, root or
user namespaces, and: ${packagesOf(NEEDS).join(', ')}. See docs/local-cluster.md.

  --only STEP  up to this step: ${STEPS.map(({ name }) => name).join(', ')}`;

/** Before the sandbox, where the package registries are. */
async function prepare(): Promise<void> {
  endIfLacking('e2e:migration', NEEDS);
  const { jars } = await prepareClients(logger());
  await javaProgram(jars, [CONNECTIONS], logger());
  synthesize(jars.version, `${AUTHORITY}/ca.pem`);
}

async function main(steps: Step[]): Promise<number> {
  const log = logger();
  ownRoot(); // nodes have their disks at /data
  const migration = await Migration.start(await prepareClients(log), log);
  const claims = new Claims(() => `${migration.cloud.diagnosis()}\n${migration.cluster.logs()}`);
  try {
    for (const { claim, run } of steps.flatMap(step => step.claims)) { await claims.that(claim, async () => run(migration)); }
  } finally {
    await migration.stop();
  }
  return claims.finish();
}

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) { return console.log(HELP); }
  const last = values.only === undefined ? STEPS.length - 1 : STEPS.findIndex(({ name }) => name === values.only);
  if (last < 0) { throw new Error(`'--only ${values.only}' is no step; there are ${STEPS.map(({ name }) => name).join(', ')}`); }
  if (!isInSandbox()) { await prepare(); }
  inSandbox(async () => main(STEPS.slice(0, last + 1)));
}

start().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
