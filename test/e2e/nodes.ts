/**
 * Runs the launch templates of a cluster: each node is a machine that boots by its user data, unedited, and CloudFormation, Auto Scaling, volumes and
 * interfaces are played as far as these templates use them. Then deploys, kills and recreates while clients produce.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import { parseArgs } from 'util';
import { awsCommand } from './aws-command';
import { ControlPlane } from './cloud/control/control-plane';
import { Claims } from './harness/claims';
import { endIfLacking } from './harness/needed';
import { kafkaDistribution } from './kafka/distribution';
import { exporterJar } from './kafka/exporter';
import { additions } from './nodes/additions';
import { assemblyOf, NodeCluster } from './nodes/node-cluster';
import { CHANGES, CREATION, MISTAKES, OTHER_ARCHIVE, Scenario } from './nodes/scenarios';
import { prepareClients } from '../../cli/run/clients/client-programs';
import { startCloud } from '../../cli/run/cloud';
import { TestCa } from '../../cli/run/kafka/test-ca';
import { logger } from '../../cli/run/sandbox/logger';
import { CLOUD_NEEDS, KAFKA_NEEDS, NODE_NEEDS, packagesOf } from '../../cli/run/sandbox/needs';
import { inSandbox, isInSandbox, STATE } from '../../cli/run/sandbox/sandbox';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/client-AbCdEf';
const NEEDS = [...CLOUD_NEEDS, ...KAFKA_NEEDS, ...NODE_NEEDS];

const HELP = `Usage: npx projen e2e:nodes [--only create|changes|mistakes|TEXT]...

Boots three controllers and three brokers by the user data of their launch templates, and deploys, kills and recreates while clients produce. Needs Linux and
root, since file systems are mounted, and: ${packagesOf(NEEDS).join(', ')}. See docs/local-cluster.md.

  --only create    create the stack, produce and read
  --only changes   the same, then what a team does to a cluster, and what happens to it
  --only mistakes  the same as create, then mistakes in the templates, each of which must show
  --only TEXT      the same as create, then each claim that has this text, for example killed`;

/** Before the sandbox, where the package registries are. */
async function prepare(): Promise<void> {
  endIfLacking('e2e:nodes', NEEDS, true);
  await kafkaDistribution(logger());
  await exporterJar(logger());
  await prepareClients(logger());
  await awsCommand(logger());
  await additions(logger());
}

/** What is asked for, in the order in which it can be. */
function chosen(only: string[]): Scenario[] {
  const groups: { [name: string]: Scenario[] } = { create: [], changes: CHANGES, mistakes: MISTAKES };
  const all = [...CHANGES, ...MISTAKES];
  const wanted = only.flatMap(name => groups[name] ?? all.filter(({ claim }) => claim.includes(name)));
  return [...CREATION, ...only.length === 0 ? all : all.filter(scenario => wanted.includes(scenario))];
}

async function main(only: string[]): Promise<number> {
  const log = logger();
  const programs = await prepareClients(log);
  const distribution = await kafkaDistribution(log);
  const exporter = await exporterJar(log);
  const ca = await TestCa.create(join(STATE, 'ca'));
  const assembly = assemblyOf('created', distribution, {});
  const cloud = await startCloud(assembly, { launched: true });
  const plane = new ControlPlane({
    cloud,
    log,
    awscli: await awsCommand(log),
    classes: distribution.classes,
    objects: new Map([
      ...['kafka.tgz', OTHER_ARCHIVE].map(key => [`artifacts/${key}`, readFileSync(distribution.file)] as const),
      [`artifacts/${exporter.name}`, readFileSync(exporter.file)],
    ]),
    secrets: new Map([[SECRET, await ca.issue(['kafka.pay.example.com'])]]),
  }, assembly);
  const cluster = new NodeCluster(cloud, plane, programs, ca.file, distribution, exporter, log);
  const claims = new Claims(() => cluster.consoles());
  try {
    for (const { claim, run } of chosen(only)) { await claims.that(claim, async () => run(cluster)); }
  } finally {
    await plane.instances.stop();
    await cloud.stop();
  }
  return claims.finish();
}

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) { return console.log(HELP); }
  const unknown = values.only.find(name => name !== 'create' && chosen([name]).length === CREATION.length);
  if (unknown !== undefined) { throw new Error(`'--only ${unknown}' is in no claim; see --help`); }
  if (!isInSandbox()) { await prepare(); }
  inSandbox(async () => main(values.only));
}

start().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
