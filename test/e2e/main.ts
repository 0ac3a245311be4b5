/**
 * Runs the templates of a CDK app on this machine, with real Kafka, and shows that clients in the other VPC reach every broker.
 */
import { deepStrictEqual, ok } from 'assert';
import { writeFileSync } from 'fs';
import { join, resolve } from 'path';
import { parseArgs } from 'util';
import { CERTIFICATE_ARN } from './cloud/mutations';
import { doctorNames } from './doctor';
import { Claims } from './harness/claims';
import { CANNOT_RUN, endIfLacking } from './harness/needed';
import { synth } from './harness/synth';
import { ClientPrograms, prepareClients } from '../../cli/run/clients/client-programs';
import { countOf, deliveryOf } from '../../cli/run/clients/delivery';
import { KafkaClient } from '../../cli/run/clients/kafka-client';
import { pathProblems } from '../../cli/run/clients/paths';
import {
  AppOptions, asError, Assembly, bootstrapHost, bootstrapServer, buildTopology, Certificates, checkPaths, chosenListeners, Cloud, ContractListener,
  forbiddenNames, forbiddenPorts, literalCertificates, loadAssembly, portOf, probe, startCloud,
} from '../../cli/run/cloud';
import { FAULTS, Stage, whileProducing } from '../../cli/run/kafka/faults';
import { KafkaCluster } from '../../cli/run/kafka/kafka-cluster';
import { notPlayable } from '../../cli/run/kafka/playable';
import { TestCa } from '../../cli/run/kafka/test-ca';
import { logger } from '../../cli/run/sandbox/logger';
import { CLOUD_NEEDS, KAFKA_NEEDS, packagesOf } from '../../cli/run/sandbox/needs';
import { inSandbox, isInSandbox, joinCommand, ownRoot, STATE } from '../../cli/run/sandbox/sandbox';

const ROOT = join(__dirname, '../..');
const EXAMPLE = join(ROOT, 'examples/typescript/two-accounts');
const WORK = join(ROOT, 'build/e2e');
const TOPIC_RECORDS = 3000;

/** Of memory, for three brokers; more of them may have more. */
const MIB_OF_THREE = 2048;

const HELP = `Usage: npx projen e2e [--cdk-out DIR | --app COMMAND] [--only paths] [--keep] [--ignore TYPE]... [--service ID=NAME]... [--accept ENDPOINT]...
  [--restricted-group ID]...

Synthesizes a CDK app and runs its templates here: networks, load balancer, endpoint, names and security groups from the templates, real Kafka brokers on the
rendered server.properties, real clients in the consumer's VPC. Then breaks things, one after another, while clients produce. Needs Linux, root or user
namespaces, and: ${packagesOf([...CLOUD_NEEDS, ...KAFKA_NEEDS]).join(', ')}. See docs/local-cluster.md.

  --cdk-out DIR      an app of yours, as 'cdk synth --output DIR' wrote it; by default the example of two accounts is synthesized
  --app COMMAND      an app of yours, as in cdk.json (from a shell: 'npx tsx test/e2e/main.ts --app …', since projen takes quotes away)
  --only paths       no faults: boot, find every broker, produce and read
  --keep             leave it running afterwards, and say how to enter each host
  --ignore TYPE      a resource type of your app that cannot change what a client reaches
  --service ID=NAME  where your app has several endpoint services and a contract with the name of one: which it is, as vpce-svc-0123=Stack.LogicalId
  --accept ENDPOINT  where a service asks for acceptance: an endpoint whose connection somebody accepts, as Stack.LogicalId
  --restricted-group ID
                     a security group that is not made by your app and allows nothing by itself, as sg-0123; egress rules beside it take nothing away`;

interface Options extends AppOptions {
  /** Where the app was synthesized to, if it was. */
  readonly cdkOut?: string;
  readonly app: string;
  readonly cwd: string;
  readonly isExample: boolean;
  readonly onlyPaths: boolean;
  readonly keep: boolean;
}

function optionsOf(args: string[]): Options | undefined {
  const { values } = parseArgs({
    args,
    options: {
      'accept': { type: 'string', multiple: true, default: [] },
      'app': { type: 'string' },
      'cdk-out': { type: 'string' },
      'help': { type: 'boolean', short: 'h' },
      'ignore': { type: 'string', multiple: true, default: [] },
      'keep': { type: 'boolean', default: false },
      'only': { type: 'string' },
      'restricted-group': { type: 'string', multiple: true, default: [] },
      'service': { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.help) { return undefined; }
  if (values.app !== undefined && values['cdk-out'] !== undefined) { throw new Error("give '--app' or '--cdk-out', not both"); }
  if (values.only !== undefined && values.only !== 'paths') { throw new Error(`'--only ${values.only}' is unknown; there is '--only paths'`); }
  const isExample = values.app === undefined && values['cdk-out'] === undefined;
  return {
    cdkOut: values['cdk-out'] && resolve(values['cdk-out']),
    app: values.app ?? 'npx tsx app.ts',
    cwd: isExample ? EXAMPLE : process.cwd(),
    isExample,
    onlyPaths: values.only === 'paths',
    keep: values.keep,
    ignore: Object.fromEntries(values.ignore.map(type => [type, 'ignored by the command line'])),
    accepted: values.accept,
    restrictedGroups: values['restricted-group'],
    services: Object.fromEntries(values.service.map(pair => pair.split('=') as [string, string])),
  };
}

/** The cloud assembly to run. */
function assemblyOf({ cdkOut }: Options): string {
  return cdkOut ?? join(WORK, 'cdk.out');
}

/** Before the sandbox, where the package registries are. What is wrong with the templates is told before anything is fetched. */
async function prepare(options: Options): Promise<void> {
  if (options.cdkOut === undefined) { synth(options.app, options.cwd, join(WORK, 'cdk.out')); }
  const assembly = loadAssembly(assemblyOf(options));
  const findings = checkPaths(buildTopology(assembly, { ...options, certificates: certificatesAt('', assembly) }), assembly.brokerFiles, assembly.controllerFiles);
  if (findings.length > 0) { throw asError(findings); }
  endIfLacking('e2e', [...CLOUD_NEEDS, ...KAFKA_NEEDS]);
  if (options.isExample && !options.onlyPaths) { synth('npx tsx third-listener.ts', join(ROOT, 'test/apps'), join(WORK, 'third-listener.out')); }
  await prepareClients(logger()).catch(error => {
    console.error(`Kafka and its clients could not be fetched; the package registries of Maven and Python are needed once:\n${error.message}`);
    process.exit(CANNOT_RUN);
  });
}

class Run {
  constructor(
    private readonly cloud: Cloud, private readonly cluster: KafkaCluster, private readonly ca: TestCa, private readonly programs: ClientPrograms,
    private readonly claims: Claims, private readonly log: (line: string) => void,
  ) {}

  /** Everything a client in the consumer's VPC may and may not do. */
  public async paths(): Promise<void> {
    const { cloud, cluster, claims } = this;
    const { brokerIds } = cluster;
    await claims.that('the cluster-level min.insync.replicas, which the first active controller has set, is the rendered one', async () => {
      const key = 'min.insync.replicas';
      const settings = await cluster.admin().brokerSettings(brokerIds, [key]);
      // A broker's own file would be STATIC_BROKER_CONFIG.
      const expected = { value: cluster.nodes[0].file.properties[key], source: 'DYNAMIC_DEFAULT_BROKER_CONFIG' };
      deepStrictEqual([...settings.values()].map(found => found[key]), brokerIds.map(() => expected));
      return `${expected.value}, ${expected.source}`;
    });
    for (const endpoint of cloud.topology.endpoints) {
      const files = [...cloud.brokers, ...cloud.controllers].map(({ file }) => file);
      for (const listener of chosenListeners(cloud.topology, endpoint)) {
        await this.listenerWorks(listener, endpoint.id, endpoint.interfaces.length);
      }
      await claims.that('from the consumer\'s VPC nothing else answers: no broker, no load balancer node, no other listener\'s port', async () => {
        const forbidden = forbiddenPorts(cloud.topology, files, endpoint);
        const answers = await probe(cloud, cloud.clientHost(endpoint.id), forbidden.map(({ address, port }) => ({ host: address, port })));
        deepStrictEqual(answers.filter(({ connected }) => connected).map(({ address, port }) => `${address}:${port}`), []);
        deepStrictEqual(answers.length, forbidden.length);
        return `${forbidden.length} addresses and ports`;
      });
      await claims.that('names of other audiences, and names that no template has, do not resolve there', async () => {
        const names = forbiddenNames(cloud.topology, endpoint);
        const answers = await probe(cloud, cloud.clientHost(endpoint.id), names.map(host => ({ host, port: 9 })));
        deepStrictEqual(answers.map(({ host, error }) => `${host} ${error}`), names.map(name => `${name} ENOTFOUND`));
        return names.join(', ');
      });
    }
  }

  public clients(listener: ContractListener, endpointId?: string): KafkaClient[] {
    const { java, librdkafka, npm } = this.programs;
    const tls = listener.protocol === 'SSL' ? { ca: this.ca.file } : undefined;
    const target = { bootstrap: bootstrapServer(listener), tls };
    return [java, librdkafka, npm].map(program => new KafkaClient(this.cloud, this.cloud.clientHost(endpointId), program, target));
  }

  /** Every library finds every broker where it should be, and gets back what it sent. */
  public async listenerWorks(listener: ContractListener, endpointId: string | undefined, addresses: number): Promise<void> {
    const { cluster, claims } = this;
    const topic = `paths-${listener.name.toLowerCase()}`;
    const brokerAddresses = listener.host.includes('{zoneId}') ? 1 : addresses;
    const ports = [listener.bootstrapPort, ...cluster.brokerIds.map(id => portOf(listener, id))];
    await cluster.admin().createTopic(topic, cluster.brokerIds);
    for (const client of this.clients(listener, endpointId)) {
      await claims.that(`${client.program.name} on ${listener.name} starts at ${bootstrapServer(listener)} and finds each broker at its own port, through every address of the endpoint`, async () => {
        const paths = await client.paths();
        deepStrictEqual(pathProblems(paths, cluster.brokerIds, addresses, brokerAddresses), []);
        const own = [...new Set(paths.filter(({ expected }) => expected >= 0).map(({ host, port, expected }) => `${host}:${port} is broker ${expected}`))];
        return `${own.join(', ')}; ${brokerAddresses} addresses each`;
      }, ports);
      await claims.that(`${client.program.name} on ${listener.name} produces with acks=all to partitions led by every broker, and reads everything back`, async () => {
        const produced = await client.produce(topic, TOPIC_RECORDS);
        const { acknowledged, lost } = deliveryOf(produced, await client.read(topic));
        deepStrictEqual({ lost, failures: produced.failures }, { lost: [], failures: {} });
        deepStrictEqual(countOf(produced.acknowledged), TOPIC_RECORDS);
        return `${acknowledged} records`;
      }, ports);
    }
  }

  /** Breaks things while clients produce. */
  public async faults(): Promise<void> {
    for (const fault of FAULTS) {
      await this.claims.that(fault.claim, async () => fault.run(this.stage()), [this.stage().bootstrapPort]);
    }
  }

  /** What has to fit beside everything else on a small machine. How long the start took depends on what else runs there: it is said, not judged. */
  public async memory(): Promise<void> {
    const { nodes, bootSeconds } = this.cluster;
    await this.claims.that('three brokers take less than 2 GiB of memory', async () => {
      const each = nodes.map(node => node.residentMiB);
      const sum = each.reduce((one, other) => one + other, 0);
      ok(sum < MIB_OF_THREE * Math.max(1, nodes.length / 3), `${each.join(' + ')} = ${sum} MiB`);
      return `${each.join(' + ')} = ${sum} MiB; the cluster was ready after ${bootSeconds.toFixed(1)} s`;
    });
  }

  /** The Kafka team adds a listener; brokers get it one by one, and a consumer uses it. */
  public async addedListener(cdkOut: string): Promise<void> {
    const { cloud, cluster, claims } = this;
    const before = new Set(cloud.topology.endpoints.flatMap(endpoint => chosenListeners(cloud.topology, endpoint)).map(({ name }) => name));
    await claims.that('a listener is added to the templates and rolled out broker by broker, while another is in use', async () => {
      return whileProducing(this.stage(), 'roll-out', async () => {
        await cloud.reload(cdkOut);
        await cluster.rollingRestart();
      });
    });
    const [endpoint] = cloud.topology.endpoints;
    for (const listener of chosenListeners(cloud.topology, endpoint).filter(({ name }) => !before.has(name))) {
      await this.listenerWorks(listener, undefined, endpoint.interfaces.length);
    }
  }

  /** The first listener of the first endpoint, with two libraries that produce. */
  private stage(): Stage {
    const { cloud, cluster, log } = this;
    const [listener] = chosenListeners(cloud.topology, cloud.topology.endpoints[0]);
    return { cloud, cluster, clients: this.clients(listener).slice(0, 2), listener: listener.name, bootstrapPort: listener.bootstrapPort, log };
  }
}

/** One file for every certificate that load balancers show. */
function certificatesAt(file: string, assembly: Assembly): Certificates {
  return Object.fromEntries(literalCertificates(assembly).map(arn => [arn, file]));
}

/** Where TLS ends at load balancers, they show what the authority of this run has issued. */
async function certificatesFor(assembly: Assembly, options: Options, ca: TestCa): Promise<Certificates> {
  const file = join(STATE, 'load-balancers.pem');
  // Mistakes that are made with the example have one.
  const certificates = { ...certificatesAt(file, assembly), ...options.isExample && { [CERTIFICATE_ARN]: file } };
  if (Object.keys(certificates).length === 0) { return {}; }
  const hosts = buildTopology(assembly, { ...options, certificates }).contracts.flatMap(({ listeners }) => listeners.map(bootstrapHost));
  writeFileSync(file, await ca.issue(hosts.flatMap(host => [host, `*.${host}`])), { mode: 0o600 });
  return certificates;
}

async function main(options: Options): Promise<number> {
  const log = logger();
  const assembly = loadAssembly(assemblyOf(options));
  const problems = notPlayable([...assembly.brokerFiles, ...assembly.controllerFiles]);
  if (problems.length > 0) {
    console.error(`These nodes cannot run here; see "Your own app" in docs/local-cluster.md:\n${problems.map(problem => `  - ${problem}`).join('\n')}`);
    return CANNOT_RUN;
  }
  const programs = await prepareClients(log);
  const ca = await TestCa.create(join(STATE, 'ca'));
  ownRoot(); // nodes have their disks at /data
  const cloud = await startCloud(assembly, { ...options, certificates: await certificatesFor(assembly, options, ca) });
  log(`networks, load balancers, names and security groups of ${cloud.topology.vpcs.length} VPCs are up`);
  try {
    const cluster = await KafkaCluster.boot(cloud, { jars: programs.jars, java: programs.java, ca, log });
    const claims = new Claims(ports => `${cloud.diagnosis(ports)}\n${cluster.logs()}`);
    const run = new Run(cloud, cluster, ca, programs, claims, log);
    await run.paths();
    if (!options.onlyPaths) {
      if (options.isExample) { await doctorNames({ assembly, cloud, cluster, ca, claims }); }
      await run.faults();
      if (options.isExample) { await run.addedListener(join(WORK, 'third-listener.out')); }
    }
    await run.memory();
    if (options.keep) { await keep(cloud); }
    await cluster.discard();
    return claims.finish();
  } finally {
    await cloud.stop();
  }
}

async function keep(cloud: Cloud): Promise<never> {
  console.log('\nIt runs until you press Ctrl-C. In another terminal, as on one of its hosts:');
  for (const host of cloud.topology.hosts) { console.log(`  ${joinCommand()} ${STATE}/enter ${host.name} bash`); }
  return new Promise(() => setInterval(() => undefined, 60_000));
}

async function start(args: string[]): Promise<void> {
  const options = optionsOf(args);
  if (!options) { return console.log(HELP); }
  if (!isInSandbox()) { await prepare(options); }
  inSandbox(async () => main(options));
}

start(process.argv.slice(2)).catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
