/**
 * Runs the launch templates of a cluster: each node is a machine that boots by its user data, unedited, and CloudFormation, Auto Scaling, volumes and
 * interfaces are played as far as these templates use them. Then deploys, kills and recreates while clients produce.
 */
import { deepStrictEqual, ok } from 'assert';
import { readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import { parseArgs } from 'util';
import { awsCommand } from './aws-command';
import type { Variant } from '../apps/nodes';
import { ClientPrograms, prepareClients } from './clients/client-programs';
import { KafkaAdmin } from './clients/kafka-admin';
import { KafkaClient } from './clients/kafka-client';
import { Workload } from './clients/workload';
import { bootstrapServer, chosenListeners, Cloud, loadAssembly, startCloud } from './cloud';
import { ControlPlane, Deployment } from './cloud/control/control-plane';
import { Claims } from './harness/claims';
import { CLOUD_NEEDS, installCommand, KAFKA_NEEDS, missing, NODE_NEEDS } from './harness/needs';
import { inSandbox, isInSandbox, STATE } from './harness/sandbox';
import { synth } from './harness/synth';
import { kafkaDistribution } from './kafka/distribution';
import { TestCa } from './kafka/test-ca';

const ROOT = join(__dirname, '../..');
const WORK = join(ROOT, 'build/e2e/nodes');
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/client-AbCdEf';
const CONTROLLERS = [1000, 1001, 1002];
const NEEDS = [...CLOUD_NEEDS, ...KAFKA_NEEDS, ...NODE_NEEDS];

const HELP = `Usage: npx projen e2e:nodes [--only create]

Boots three controllers and three brokers by the user data of their launch templates, and deploys, kills and recreates while clients produce. Needs Linux and
root, since file systems are mounted, and: ${[...new Set(NEEDS.map(need => need.package))].join(', ')}. See docs/local-cluster.md.

  --only create   create the stack, produce and read, and end`;

/** What deployments change, in the order of the run. Each is synthesized before the sandbox, where \`npx\` works. */
const VARIANTS: { readonly [name: string]: Partial<Variant> } = {
  created: {},
  configured: { overrides: { 'log.retention.hours': '48' } },
  broken: { overrides: { 'log.retention.hours': '48', 'metric.reporters': 'no.such.Reporter' }, timeout: 60 },
  grown: { overrides: { 'log.retention.hours': '48' }, brokerCount: 4 },
};

class Run {
  constructor(
    private readonly cloud: Cloud, private readonly plane: ControlPlane, private readonly programs: ClientPrograms, private readonly ca: TestCa,
    private readonly claims: Claims, private readonly log: (line: string) => void,
  ) {}

  public async create(): Promise<void> {
    await this.claims.that('the stack is created: three controllers and three brokers boot by their user data, one after another', async () => {
      const deployment = await this.deploy('created');
      return order(deployment).join(', ');
    });
    await this.claims.that('from the consumer\'s VPC every library produces to each broker and reads everything back', async () => {
      await this.admin().createTopic('first', [0, 1, 2]);
      for (const client of this.clients()) {
        const produced = await client.produce('first', 1000);
        deepStrictEqual(produced.failures, {});
      }
      return undefined;
    });
  }

  public async updates(): Promise<void> {
    await this.claims.that('a change of the configuration rolls node by node, in the order of the chain, while clients produce', async () => this.whileProducing('configured', async () => {
      const before = this.instanceIds();
      const deployment = await this.deploy('configured');
      deepStrictEqual(order(deployment), [...CONTROLLERS, 0, 1, 2].map(nodeId => this.plane.groupOf(nodeId).logicalId));
      deepStrictEqual(this.instanceIds().filter(id => before.includes(id)), []);
      const settings = await this.admin().brokerSettings([0, 1, 2], ['log.retention.hours']);
      deepStrictEqual([...settings.values()].map(found => found['log.retention.hours'].value), ['48', '48', '48']);
    }));
    await this.claims.that('a killed instance comes back with its disk, id and address, by itself, while clients produce', async () => this.whileProducing('killed', async () => {
      const { instance } = this.plane.groupOf(1);
      const held = this.heldBy(instance!.id);
      await instance!.machine!.kill();
      await this.until('another instance of broker 1', () => this.plane.groupOf(1).instance?.id !== instance!.id);
      await this.until('the disk and the address of broker 1 to move', () => JSON.stringify(this.heldBy(this.plane.groupOf(1).instance!.id)) === JSON.stringify(held));
      await this.admin(0).untilHealthy({ brokers: [0, 1, 2], voters: CONTROLLERS, timeoutMs: 300_000 });
    }));
    await this.claims.that('a node that cannot start stops the roll and is rolled back; the others serve', async () => this.whileProducing('broken', async () => {
      const [first, ...others] = [...CONTROLLERS, 0, 1, 2];
      const before = others.map(nodeId => this.plane.groupOf(nodeId).instance!.id);
      const { succeeded, reason } = await this.plane.deploy(this.assembly('broken'));
      ok(!succeeded, 'the deployment succeeded');
      ok(reason!.includes(`Node${first}`), `it failed for another reason: ${reason}`);
      deepStrictEqual(others.map(nodeId => this.plane.groupOf(nodeId).instance!.id), before);
      await this.admin().untilHealthy({ brokers: [0, 1, 2], voters: CONTROLLERS, timeoutMs: 300_000 });
    }));
    await this.claims.that('a broker is added, touches no other node, and is found', async () => {
      const before = this.instanceIds();
      await this.deploy('grown');
      deepStrictEqual(this.instanceIds().filter(id => before.includes(id)).length, before.length);
      await this.cloud.reload(this.assembly('grown'));
      await this.admin().untilHealthy({ brokers: [0, 1, 2, 3], voters: CONTROLLERS, timeoutMs: 300_000 });
      await this.admin().createTopic('grown', [0, 1, 2, 3]);
      return undefined;
    });
    await this.claims.that('no machine asked for what its role does not allow, and each said how it is', async () => {
      deepStrictEqual(this.plane.instances.denials, []);
      const names = new Set(this.plane.instances.metrics.map(({ name }) => name));
      for (const name of ['DataUsedPercent', 'KafkaUp', 'UnderReplicatedPartitions', 'PartitionsAtRisk', 'DrainsForced', 'BootSeconds']) { ok(names.has(name), `no node published ${name}`); }
      deepStrictEqual(this.plane.instances.metrics.filter(({ name, value }) => name === 'DrainsForced' && value > 0), []);
      return [...names].join(', ');
    });
  }

  private async deploy(name: string): Promise<Deployment> {
    const deployment = await this.plane.deploy(this.assembly(name));
    if (!deployment.succeeded) { throw new Error(`${deployment.reason}\n${consolesOf(this.plane)}`); }
    return deployment;
  }

  private assembly(name: string): ReturnType<typeof loadAssembly> {
    return loadAssembly(join(WORK, name));
  }

  private async whileProducing(topic: string, act: () => Promise<void>): Promise<string> {
    await this.admin().createTopic(topic, [0, 1, 2]);
    const workload = await Workload.start(topic, this.clients().slice(0, 2), this.log);
    await act();
    const report = await workload.end();
    return report.map(({ produced, delivery }) => `${produced.producer}: ${delivery.acknowledged} acknowledged, none lost, longest gap ${(produced.longestGapMs / 1000).toFixed(1)} s`).join('; ');
  }

  private clients(): KafkaClient[] {
    const [endpoint] = this.cloud.topology.endpoints;
    const [listener] = chosenListeners(this.cloud.topology, endpoint);
    const { java, librdkafka, npm } = this.programs;
    return [java, librdkafka, npm].map(program =>
      new KafkaClient(this.cloud, this.cloud.clientHost(), program, { bootstrap: bootstrapServer(listener), tls: { ca: this.ca.file } }));
  }

  /** From the machine of a broker, over the internal listener. */
  private admin(from = 2): KafkaAdmin {
    const servers = this.cloud.brokers.map(({ file }) => `${file.interBroker.advertised!.host}:${file.interBroker.advertised!.port}`);
    return new KafkaAdmin(this.cloud, this.plane.groupOf(from).instance!.host, this.programs.java, { bootstrap: servers.join(',') });
  }

  private instanceIds(): string[] {
    return [...this.plane.instances.groups.values()].map(({ instance }) => instance!.id);
  }

  private heldBy(instanceId: string): string[] {
    const { volumes, interfaces } = this.plane.instances;
    return [...volumes.values(), ...interfaces.values()].filter(({ holder }) => holder?.id === instanceId).map(({ id }) => id);
  }

  private async until(what: string, holds: () => boolean, seconds = 600): Promise<void> {
    this.log(`waiting for ${what}`);
    for (let waited = 0; !holds(); waited++) {
      if (waited > seconds) { throw new Error(`${what}: not within ${seconds} s\n${consolesOf(this.plane)}`); }
      await delay(1000);
    }
  }
}

/** What each machine wrote last. */
function consolesOf(plane: ControlPlane): string {
  return [...plane.instances.groups.values()].map(({ logicalId, instance }) => `${logicalId} ${instance?.id}, the end of its console:\n${instance?.machine?.console(12)}`).join('\n');
}

/** The groups in the order in which they were ready. */
function order({ events }: Deployment): string[] {
  return events.filter(({ status }) => status === 'SIGNAL').map(({ logicalId }) => logicalId);
}

async function prepare(): Promise<void> {
  const lacking = [...missing(NEEDS), ...process.getuid!() === 0 ? [] : ['root: a user namespace cannot mount the file systems of the nodes']];
  if (lacking.length > 0) {
    console.error(`The nodes need what is not here:\n${lacking.map(line => `  - ${line}`).join('\n')}\nOn Debian and Ubuntu:\n  ${installCommand(NEEDS)}`);
    process.exit(2);
  }
  const { version, sha512 } = await kafkaDistribution(logger());
  await prepareClients(logger());
  await awsCommand(logger());
  rmSync(WORK, { recursive: true, force: true });
  for (const [name, variant] of Object.entries(VARIANTS)) {
    synth('npx tsx nodes.ts', join(ROOT, 'test/apps'), join(WORK, name), { variant: JSON.stringify({ version, sha512, ...variant }) });
  }
}

function logger(): (line: string) => void {
  const begin = Date.now();
  return line => console.log(`        ${((Date.now() - begin) / 1000).toFixed(1).padStart(6)} s  ${line}`);
}

async function main(onlyCreate: boolean): Promise<number> {
  const log = logger();
  const programs = await prepareClients(log);
  const { file } = await kafkaDistribution(log);
  const ca = await TestCa.create(join(STATE, 'ca'));
  const cloud = await startCloud(loadAssembly(join(WORK, 'created')), { launched: true });
  const outside = {
    cloud,
    log,
    awscli: await awsCommand(log),
    objects: new Map([['artifacts/kafka.tgz', readFileSync(file)]]),
    secrets: new Map([[SECRET, await ca.issue(['kafka.pay.internal'])]]),
  };
  const plane = new ControlPlane(outside, loadAssembly(join(WORK, 'created')));
  const claims = new Claims(() => consolesOf(plane));
  const run = new Run(cloud, plane, programs, ca, claims, log);
  try {
    await run.create();
    if (!onlyCreate) { await run.updates(); }
  } finally {
    await plane.instances.stop();
    await cloud.stop();
  }
  return claims.finish();
}

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) { return console.log(HELP); }
  if (!isInSandbox()) { await prepare(); }
  inSandbox(async () => main(values.only === 'create'));
}

start().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
