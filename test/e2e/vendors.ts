/**
 * Vendors on the local cluster: each has a VPC whose names, zones and ports come from the text of `setup()` alone, read by a model that shares no code with it.
 * A plain client there consumes from every partition; of a broker that a vendor was not told of, it fails as announced.
 */
import { deepStrictEqual, notDeepStrictEqual } from 'assert';
import { execFileSync, spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { Claims } from './harness/claims';
import { endIfLacking } from './harness/needed';
import { synth } from './harness/synth';
import { vendorVpc } from './vendors/vendor-vpc';
import { prepareClients } from '../../cli/run/clients/client-programs';
import { deliveryOf } from '../../cli/run/clients/delivery';
import { KafkaClient, Produced } from '../../cli/run/clients/kafka-client';
import { Assembly, Cloud, loadAssembly, probe, startCloud } from '../../cli/run/cloud';
import { KafkaCluster } from '../../cli/run/kafka/kafka-cluster';
import { TestCa } from '../../cli/run/kafka/test-ca';
import { logger } from '../../cli/run/sandbox/logger';
import { CLOUD_NEEDS, KAFKA_NEEDS } from '../../cli/run/sandbox/needs';
import { inSandbox, isInSandbox, ownRoot, STATE } from '../../cli/run/sandbox/sandbox';
import * as models from '../vendors/models';

const ROOT = join(__dirname, '../..');
const OUT = join(ROOT, 'build/e2e/vendors.out');
const PARSER = join(ROOT, 'build/sqlglot');
const NEEDS = [...CLOUD_NEEDS, ...KAFKA_NEEDS];
const RECORDS = 300;

interface Vendor {
  readonly read: (text: string) => models.Model;
  readonly listener: string;
  readonly keepsBrokers: boolean;
  /** For the parser. */
  readonly dialect?: string;
}

/** Those whose text of two brokers does for three, and those that must be told. */
const MODELS: { readonly [vendor: string]: Vendor } = {
  clickPipes: { read: models.clickPipes, listener: 'SHARED', keepsBrokers: false },
  materialize: { read: models.materialize, listener: 'ZONE', keepsBrokers: false, dialect: 'materialize' },
  tidb: { read: models.tidb('eu-west-1.aws.3199015.tidbcloud.com'), listener: 'BOTH', keepsBrokers: false },
  risingWave: { read: models.risingWave, listener: 'SHARED', keepsBrokers: true, dialect: 'risingwave' },
  databricks: { read: models.databricks, listener: 'BROKER', keepsBrokers: true },
};

const KEEPERS = Object.keys(MODELS).filter(vendor => MODELS[vendor].keepsBrokers);

/** What became of a client that read to the end. */
const READ = 'it read to the end';

type When = 'before' | 'after';

function texts(): { readonly [when in When]: { readonly [vendor: string]: string } } {
  return JSON.parse(readFileSync(join(OUT, 'texts.json'), 'utf8'));
}

function modelOf(vendor: string, when: When): models.Model {
  return MODELS[vendor].read(texts()[when][vendor]);
}

/** The templates of Kafka, and a VPC of each vendor by what it was told. */
function assemblyWith(told: (vendor: string) => When): Assembly {
  const kafka = loadAssembly(OUT);
  return { ...kafka, stacks: [...kafka.stacks, ...Object.keys(MODELS).map(vendor => vendorVpc(vendor, modelOf(vendor, told(vendor))))] };
}

/** Before the sandbox, where the package registries are. */
async function prepare(): Promise<void> {
  endIfLacking('e2e:vendors', NEEDS);
  synth('npx tsx vendors.ts', join(ROOT, 'test/apps'), OUT);
  await prepareClients(logger());
  if (!existsSync(PARSER)) {
    execFileSync('python3', ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-cache-dir', '--only-binary', ':all:', '--target', PARSER,
      '-r', join(__dirname, 'vendors/requirements.txt')], { stdio: 'inherit' });
  }
}

/** What a parser of the dialect says of each statement that is typed into a vendor: its kind, or that it does not know it. */
function parsed(vendor: string): string[] {
  const statements = [...texts().after[vendor].matchAll(/^```sql\n([^]*?)\n```$/gm)].map(([, statement]) => statement);
  const { status, stdout, stderr } = spawnSync('python3', ['-B', join(__dirname, 'vendors/parse.py'), MODELS[vendor].dialect!], {
    input: JSON.stringify(statements), encoding: 'utf8', env: { ...process.env, PYTHONPATH: PARSER },
  });
  if (status !== 0) { throw new Error(stderr); }
  return JSON.parse(stdout);
}

async function main(): Promise<number> {
  const log = logger();
  const programs = await prepareClients(log);
  const ca = await TestCa.create(join(STATE, 'ca'));
  ownRoot(); // nodes have their disks at /data
  const cloud = await startCloud(assemblyWith(() => 'before'), { evenIfBroken: true });
  const cluster = await KafkaCluster.boot(cloud, { jars: programs.jars, java: programs.java, ca, log });
  const claims = new Claims(() => `${cloud.diagnosis()}\n${cluster.logs()}`);
  const clientAt = (vendor: string, when: When) =>
    new KafkaClient(cloud, cloud.clientHost(`${vendor}.Endpoint`), programs.librdkafka, { bootstrap: startOf(cloud, vendor, when) });
  const produced: { [topic: string]: Produced } = {};
  const consumes = (vendor: string, topic: string, when: When) => async () => {
    const { acknowledged, lost } = deliveryOf(produced[topic], await clientAt(vendor, when).read(topic));
    deepStrictEqual({ acknowledged, lost }, { acknowledged: RECORDS, lost: [] });
    return `${acknowledged} records`;
  };
  try {
    for (const [topic, brokers] of [['of-two', [0, 1]], ['of-three', [0, 1, 2]]] as [string, number[]][]) {
      await cluster.admin().createTopic(topic, brokers);
      produced[topic] = await clientAt('clickPipes', 'before').produce(topic, RECORDS);
    }
    await claims.that("a parser reads RisingWave's statement, and what Materialize is asked; what connects Materialize it does not know", async () => {
      deepStrictEqual([parsed('risingWave'), parsed('materialize')], [['Create'], ['unknown', 'Select', 'unknown']]);
    });
    // A client that meets a broker of which nobody told its vendor waits for long: it does so beside the others.
    const strangers = Object.fromEntries(KEEPERS.map(vendor => [vendor, endOf(clientAt(vendor, 'before').read('of-three'))]));
    for (const vendor of Object.keys(MODELS)) {
      await claims.that(`${vendor}, told of brokers 0 and 1, consumes from each of their partitions`, consumes(vendor, 'of-two', 'before'));
    }
    for (const vendor of Object.keys(MODELS).filter(each => !KEEPERS.includes(each))) {
      await claims.that(`${vendor} consumes from the partitions of broker 2 too, of which it was not told`, consumes(vendor, 'of-three', 'before'));
    }
    for (const vendor of KEEPERS) {
      await claims.that(`${vendor} does not reach broker 2, of which it was not told, as 'diff' announces: nobody reads its partition there`, async () => {
        const addresses = advertised(cluster, vendor);
        const answers = await probe(cloud, cloud.clientHost(`${vendor}.Endpoint`), addresses);
        const of = (isReached: boolean) => [...new Set(answers.filter(({ connected }) => connected === isReached).map(({ host, port }) => `${host}:${port}`))];
        const [first, second, untold] = addresses.map(({ host, port }) => `${host}:${port}`);
        deepStrictEqual([of(true), of(false)], [[first, second], [untold]]);
        notDeepStrictEqual(await strangers[vendor], READ);
        return `${untold}: ${answers.find(({ connected }) => !connected)!.error}`;
      });
    }
    await cloud.reload(assemblyWith(() => 'after'));
    for (const vendor of KEEPERS) {
      await claims.that(`${vendor}, told of broker 2, consumes from its partitions`, consumes(vendor, 'of-three', 'after'));
    }
    await cluster.discard();
    return claims.finish();
  } finally {
    await cloud.stop();
  }
}

/** What the brokers advertise on the listener of a vendor, in the order of their ids. */
function advertised({ nodes }: KafkaCluster, vendor: string): { host: string; port: number }[] {
  return nodes.map(({ file }) => file.listeners.find(({ name }) => name === MODELS[vendor].listener)!.advertised!);
}

async function endOf(reading: Promise<unknown>): Promise<string> {
  return reading.then(() => READ, (error: Error) => error.message);
}

/** What was typed in to start from. A vendor that takes the port alone starts at its endpoint. */
function startOf(cloud: Cloud, vendor: string, when: When): string {
  const [first] = modelOf(vendor, when).bootstrap;
  const { interfaces: [{ address }] } = cloud.topology.endpoints.find(({ label }) => label === `${vendor}.Endpoint`)!;
  return first.startsWith(':') ? `${address}${first}` : first;
}

async function start(): Promise<void> {
  if (!isInSandbox()) { await prepare(); }
  inSandbox(main);
}

start().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
