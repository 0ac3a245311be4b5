import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import { inProcesses } from '../../../cli/run/clients/ask';
import type { ClientPrograms } from '../../../cli/run/clients/client-programs';
import { KafkaAdmin } from '../../../cli/run/clients/kafka-admin';
import { KafkaClient } from '../../../cli/run/clients/kafka-client';
import { Workload } from '../../../cli/run/clients/workload';
import { Assembly, bootstrapServer, chosenListeners, Cloud, loadAssembly, Restore } from '../../../cli/run/cloud';
import type { Variant } from '../../apps/nodes';
import type { ControlPlane, Deployment } from '../cloud/control/control-plane';
import { synth } from '../harness/synth';
import type { KafkaDistribution } from '../kafka/distribution';
import type { Exporter } from '../kafka/exporter';

const ROOT = join(__dirname, '../../..');
const WORK = join(ROOT, 'build/e2e/nodes');

export const CONTROLLERS = [1000, 1001, 1002];
export const BROKERS = [0, 1, 2];
/** What there is more of for a while: as many in each zone. */
export const MORE_BROKERS = [3, 4, 5];
export const NODES = [...CONTROLLERS, ...BROKERS];

/** The patience for what takes a node a minute on two cores. */
const PATIENCE_MS = 300_000;

/** Changes the templates of an app before they are deployed, to see what becomes of a mistake. */
export type Mistake = (assembly: Assembly) => void;

/** Synthesizes the app in one of its variants. */
export function assemblyOf(name: string, { version, sha512 }: KafkaDistribution, variant: Partial<Variant>): Assembly {
  const out = join(WORK, name);
  synth('npx tsx nodes.ts', join(ROOT, 'test/apps'), out, { variant: JSON.stringify({ version, sha512, ...variant }) });
  return loadAssembly(out);
}

/** The cluster that a stack launched, and those who use it. */
export class NodeCluster {
  /** The state of the app that is deployed. */
  private variant: Partial<Variant> = {};
  private deployed?: Assembly;

  constructor(
    public readonly cloud: Cloud, public readonly plane: ControlPlane, private readonly programs: ClientPrograms, private readonly ca: string,
    private readonly distribution: KafkaDistribution, public readonly exporter: Exporter, public readonly log: (line: string) => void,
  ) {}

  /** Deploys the app with a change. A deployment that succeeds is what the next one starts from. */
  public async deploy(name: string, change: Partial<Variant>, mistake: Mistake = () => {}): Promise<Deployment> {
    const variant = { ...this.variant, ...change };
    const assembly = assemblyOf(name, this.distribution, variant);
    mistake(assembly);
    // Names, rules and ports of a node do not wait for it: CloudFormation makes them beside the chain.
    await this.cloud.reload(assembly);
    const deployment = await this.plane.deploy(assembly);
    if (deployment.succeeded) {
      [this.variant, this.deployed] = [variant, assembly];
    } else if (this.deployed) {
      await this.cloud.reload(this.deployed);
    }
    return deployment;
  }

  public async deploySuccessfully(name: string, change: Partial<Variant>, mistake?: Mistake): Promise<Deployment> {
    const deployment = await this.deploy(name, change, mistake);
    if (!deployment.succeeded) { throw new Error(`it was rolled back: ${deployment.reason}`); }
    return deployment;
  }

  /** Accounts for every record that clients in the consumer's VPC send while something happens. */
  public async whileProducing(topic: string, act: (workload: Workload) => Promise<void>, brokers = BROKERS): Promise<string> {
    await this.admin().createTopic(topic, brokers);
    const workload = await Workload.start(topic, this.clients().slice(0, 2), this.log);
    await act(workload);
    const report = await workload.end();
    return report.map(({ produced, delivery }) =>
      `${produced.producer}: ${delivery.acknowledged} acknowledged, none lost, longest gap ${(produced.longestGapMs / 1000).toFixed(1)} s`).join('; ');
  }

  public clients(): KafkaClient[] {
    const [endpoint] = this.cloud.topology.endpoints;
    const [listener] = chosenListeners(this.cloud.topology, endpoint);
    const { java, librdkafka, npm } = this.programs;
    return [java, librdkafka, npm].map(program =>
      new KafkaClient(this.cloud, this.cloud.clientHost(), program, { bootstrap: bootstrapServer(listener), tls: { ca: this.ca } }));
  }

  /** From the machine of a broker, over the internal listener. */
  public admin(from = 2): KafkaAdmin {
    const servers = this.cloud.brokers.map(({ file }) => `${file.interBroker.advertised!.host}:${file.interBroker.advertised!.port}`);
    return new KafkaAdmin(inProcesses(this.cloud, this.plane.groupOf(from).instance!.host, this.programs.java), { bootstrap: servers.join(',') });
  }

  public async untilHealthy(brokers = BROKERS): Promise<void> {
    await this.admin().untilHealthy({ brokers, voters: CONTROLLERS, timeoutMs: PATIENCE_MS });
  }

  /** What an operator does in a session on a node. */
  public async kafkaAdmin(nodeId: number, ...argv: string[]): Promise<string> {
    const path = 'PATH=/sbin:/bin:/usr/sbin:/usr/bin'; // sudo's, which need not have /usr/local
    return (await this.plane.groupOf(nodeId).instance!.machine!.inside(['env', '-i', path, 'kafka-admin', ...argv])).stdout;
  }

  /** In how many replicas a record must be, of a topic or of all that do not say so themselves. */
  public async demandInSync(replicas: number, topic?: string): Promise<void> {
    const entity = topic ? ['--entity-type', 'topics', '--entity-name', topic] : ['--entity-type', 'brokers', '--entity-default'];
    await this.kafkaAdmin(0, 'configs', '--alter', ...entity, '--add-config', `min.insync.replicas=${replicas}`);
  }

  /** Has nodes look after themselves, as they do every minute, until each of them publishes a figure that fits. */
  public async untilFigure(what: string, nodeIds: number[], name: string, fits: (value: number) => boolean): Promise<void> {
    const since = this.plane.instances.metrics.length;
    const last = (nodeId: number) =>
      this.plane.instances.metrics.slice(since).filter(metric => metric.name === name && metric.dimensions.NodeId === `${nodeId}`).at(-1)?.value;
    const lacks = (value: number | undefined) => value === undefined || !fits(value);
    this.log(`waiting for ${what}`);
    for (const end = Date.now() + 2 * PATIENCE_MS; nodeIds.some(nodeId => lacks(last(nodeId))); await delay(2000)) {
      if (Date.now() > end) { throw new Error(`${what}: not within ${2 * PATIENCE_MS / 1000} s`); }
      await Promise.all(nodeIds.map(async nodeId =>
        this.plane.groupOf(nodeId).instance?.machine?.inside(['systemctl', 'start', 'kafka-node-tend.service'], 'any')));
    }
  }

  /** Moves topics as docs/operations.md says: Kafka proposes, the plan is carried out with a throttle, and verified until it is complete. */
  public async reassign(topics: string[], brokers: number[]): Promise<void> {
    const admin = async (...argv: string[]) => this.kafkaAdmin(0, 'reassign-partitions', ...argv);
    await this.writeOn(0, '/tmp/topics.json', JSON.stringify({ topics: topics.map(topic => ({ topic })), version: 1 }));
    const proposal = await admin('--generate', '--topics-to-move-json-file', '/tmp/topics.json', '--broker-list', brokers.join());
    await this.writeOn(0, '/tmp/plan.json', proposal.trim().split('\n').at(-1)!);
    const plan = ['--reassignment-json-file', '/tmp/plan.json'];
    await admin('--execute', '--throttle', '50000000', ...plan);
    let state;
    do { state = await admin('--verify', ...plan); } while (/in progress/.test(state));
    if (!/is complete/.test(state) || /fail|not/i.test(state)) { throw new Error(`the partitions were not moved:\n${state}`); }
  }

  /** What a broker has on its disk. */
  public async partitionsOf(brokerId: number): Promise<string[]> {
    const answer = await this.kafkaAdmin(0, 'log-dirs', '--describe', '--broker-list', `${brokerId}`);
    const { brokers } = JSON.parse(answer.split('\n').find(line => line.startsWith('{'))!);
    return brokers.flatMap(({ logDirs }: any) => logDirs).flatMap(({ partitions }: any) => partitions).map(({ partition }: any) => partition);
  }

  private async writeOn(nodeId: number, file: string, text: string): Promise<void> {
    await this.plane.groupOf(nodeId).instance!.machine!.inside(['sh', '-c', 'printf %s "$1" > "$0"', file, text]);
  }

  public nodesIn(zone: string): number[] {
    return NODES.filter(nodeId => this.plane.groupOf(nodeId).instance!.host.zone === zone);
  }

  /** Pulls the plug of the zone's machines, cuts its network, and has nothing launched there until it is undone. */
  public async zoneDown(zone: string): Promise<Restore> {
    const machines = this.nodesIn(zone).map(nodeId => this.plane.groupOf(nodeId).instance!.machine!);
    this.plane.instances.closedZones.add(zone);
    await Promise.all(machines.map(async machine => machine.kill()));
    const restore = await this.cloud.zoneDown(zone);
    return async () => {
      await restore();
      this.plane.instances.closedZones.delete(zone);
    };
  }

  /** The process and the command line of a node's Kafka; empty while there is none. */
  public async javaOf(nodeId: number): Promise<string> {
    return (await this.plane.groupOf(nodeId).instance!.machine!.inside(['pgrep', '-a', '-f', 'kafka[.]Kafka'], 'any')).stdout.trim();
  }

  public async untilAnotherJava(nodeId: number, before: string): Promise<void> {
    this.log(`waiting for another Kafka on node ${nodeId}`);
    for (let now = before, end = Date.now() + PATIENCE_MS; ['', before].includes(now); now = await this.javaOf(nodeId)) {
      if (Date.now() > end) { throw new Error(`node ${nodeId} has ${now === '' ? 'no Kafka' : 'the Kafka of before'} after ${PATIENCE_MS / 1000} s`); }
      await delay(500);
    }
  }

  /** A file of a node. */
  public async contentOf(nodeId: number, path: string): Promise<string> {
    return (await this.plane.groupOf(nodeId).instance!.machine!.inside(['cat', path])).stdout;
  }

  /** From another node, until Kafka has ended: requests that say that they are as long as Kafka takes at most. It makes room for each before it reads it. */
  public async exhaust(nodeId: number, from: number): Promise<void> {
    const { host, port } = this.cloud.brokers.find(broker => broker.nodeId === nodeId)!.file.interBroker.advertised!;
    await this.plane.groupOf(from).instance!.machine!.inside(['python3', '-c', `
import socket, struct
connections = [socket.create_connection(("${host}", ${port}), 60) for _ in range(16)]
for connection in connections: connection.sendall(struct.pack(">i", 100 * 1024 * 1024))
for connection in connections:
    try: connection.recv(1)
    except ConnectionError: pass`]);
  }

  public instanceId(nodeId: number): string {
    return this.plane.groupOf(nodeId).instance!.id;
  }

  /** The volumes and interfaces of a node's instance. */
  public heldBy(nodeId: number): string[] {
    const { volumes, interfaces } = this.plane.instances;
    const id = this.plane.groupOf(nodeId).instance?.id;
    return [...volumes.values(), ...interfaces.values()].filter(({ holder }) => holder?.id === id).map(one => one.id);
  }

  /** The volume of each node, in the order of the node's disks, as an operator finds them by their tags. */
  public volumes(): { [nodeId: string]: string[] } {
    return Object.fromEntries(NODES.map(nodeId => [nodeId, this.heldBy(nodeId).filter(id => id.startsWith('vol-'))]));
  }

  public async until(what: string, holds: () => boolean): Promise<void> {
    this.log(`waiting for ${what}`);
    for (const end = Date.now() + 2 * PATIENCE_MS; !holds(); await delay(500)) {
      if (Date.now() > end) { throw new Error(`${what}: not within ${2 * PATIENCE_MS / 1000} s`); }
    }
  }

  /** What each machine wrote last. */
  public consoles(): string {
    return [...this.plane.instances.groups.values()]
      .map(({ logicalId, instance }) => `${logicalId} ${instance?.id}, the end of its console:\n${instance?.machine?.console(12)}`).join('\n');
  }
}
