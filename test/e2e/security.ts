/**
 * Security, for real: brokers that boot by their launch templates with certificates and a first user from Secrets Manager, clients in another account that
 * log in in every way there is, and everybody who must not get in.
 */
import { parseArgs } from 'util';
import { awsCommand } from './aws-command';
import { lambdaRuntime } from './cloud/control/lambda-runtime';
import { Claims } from './harness/claims';
import { endIfLacking } from './harness/needed';
import { kafkaDistribution } from './kafka/distribution';
import { SCENARIOS } from './security/scenarios';
import { SecurityCluster } from './security/security-cluster';
import { prepareClients } from '../../cli/run/clients/client-programs';
import { logger } from '../../cli/run/sandbox/logger';
import { CLOUD_NEEDS, KAFKA_NEEDS, NODE_NEEDS, packagesOf } from '../../cli/run/sandbox/needs';
import { inSandbox, isInSandbox } from '../../cli/run/sandbox/sandbox';

const NEEDS = [...CLOUD_NEEDS, ...KAFKA_NEEDS, ...NODE_NEEDS];

const HELP = `Usage: npx projen e2e:security

Boots three brokers by the user data of their launch templates, with mutual TLS and passwords; rolls them three times, to listeners of every kind of
security and to other certificates of the nodes. Real clients come with the right credentials and with every wrong one. Needs Linux and root,
since file systems are mounted, and: ${packagesOf(NEEDS).join(', ')}. See docs/security.md.`;

/** Before the sandbox, where the package registries are. */
async function prepare(): Promise<void> {
  endIfLacking('e2e:security', NEEDS, true);
  await kafkaDistribution(logger());
  await prepareClients(logger());
  await awsCommand(logger());
  await lambdaRuntime(logger());
}

async function main(): Promise<number> {
  const log = logger();
  const [programs, distribution] = [await prepareClients(log), await kafkaDistribution(log)];
  const cluster = await SecurityCluster.start(programs, distribution, await awsCommand(log), await lambdaRuntime(log), log);
  const claims = new Claims(() => cluster.consoles());
  try {
    for (const { claim, run } of SCENARIOS) { await claims.that(claim, async () => run(cluster)); }
  } finally {
    await cluster.stop();
  }
  return claims.finish();
}

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) { return console.log(HELP); }
  if (!isInSandbox()) { await prepare(); }
  inSandbox(main);
}

start().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
