import { KafkaJars, Log } from './jars';
import { KafkaNode, PATIENCE_MS } from './kafka-node';
import { TestCa } from './test-ca';
import { Ask, inProcesses } from '../clients/ask';
import { ClientProgram } from '../clients/client-programs';
import { Health, KafkaAdmin } from '../clients/kafka-admin';
import { bootstrapHost, Cloud, isController } from '../cloud';

/** Any 16 bytes; a name that is recognized in a log. */
/** Of every cluster that is started here. */
export const CLUSTER_ID = Buffer.from('local-cluster-01').toString('base64url');

export interface KafkaClusterOptions {
  readonly jars: KafkaJars;
  /** The program that asks the cluster how it is. */
  readonly java: ClientProgram;
  /** Who signs the brokers' certificates. */
  readonly ca: TestCa;
  readonly log: Log;
  /** By which an administrator logs in, in the words of Java's client, where brokers want it. */
  readonly administrator?: { readonly [key: string]: string };
  /** Who asks the cluster. By default a process each time, on the host of a broker that runs. */
  readonly ask?: Ask;
  /** Users that the cluster has from the start, as `kafka-storage.sh --add-scram` takes them. */
  readonly users?: string[];
}

/** The Kafka cluster that the rendered files describe, each node on its host of the cloud. */
export class KafkaCluster {
  /** Formats and starts every node and waits until nothing is missing. */
  public static async boot(cloud: Cloud, options: KafkaClusterOptions): Promise<KafkaCluster> {
    const { jars, log } = options;
    const begin = Date.now();
    const [nodes, dedicated] = [cloud.brokers, cloud.controllers].map(all => all.map(({ nodeId }) => new KafkaNode(cloud, jars, nodeId, log)));
    const cluster = new KafkaCluster(cloud, nodes, dedicated, options);

    log(`formatting and starting Kafka ${jars.version} on ${cluster.all.map(node => node.host.name).join(', ')}`);
    await Promise.all(cluster.all.map(async node => {
      await cluster.install(node);
      await node.format(CLUSTER_ID, [...cluster.formatOf(node), ...(options.users ?? []).flatMap(user => ['--add-scram', user])]);
      node.start();
    }));
    await Promise.all(cluster.all.map(node => node.untilStarted()));
    await cluster.untilHealthy();
    cluster.bootSeconds = (Date.now() - begin) / 1000;
    log(`the cluster is ready after ${cluster.bootSeconds.toFixed(1)} s`);
    return cluster;
  }

  /** From the first format until nothing was missing. */
  public bootSeconds = NaN;

  /**
   * @param nodes the brokers, which may be controllers too
   * @param dedicated controllers that are nothing else
   */
  private constructor(
    private readonly cloud: Cloud, public readonly nodes: KafkaNode[], private readonly dedicated: KafkaNode[],
    private readonly options: KafkaClusterOptions,
  ) {}

  public get brokerIds(): number[] {
    return this.nodes.map(({ id }) => id);
  }

  public node(id: number): KafkaNode {
    const node = this.all.find(candidate => candidate.id === id);
    if (!node) { throw new Error(`no node ${id}, the cluster has ${this.all.map(known => known.id).join(', ')}`); }
    return node;
  }

  /** Asks the cluster over its internal listener, from the host of a broker that runs. */
  public admin(): KafkaAdmin {
    const { ask, administrator, java } = this.options;
    const from = this.nodes.find(({ running }) => running);
    if (!from) { throw new Error('no broker runs'); }
    const servers = this.nodes.map(({ file, host }) => `${file.interBroker.advertised?.host ?? host.address}:${file.interBroker.bindPort}`);
    return new KafkaAdmin(ask ?? inProcesses(this.cloud, from.host, java), { bootstrap: servers.join(','), properties: administrator });
  }

  /** Waits until every node is registered and a voter that caught up, every replica is in sync, and every broker leads what it should. */
  public async untilHealthy(timeoutMs = PATIENCE_MS): Promise<Health> {
    try {
      return await this.admin().untilHealthy({ brokers: this.brokerIds, voters: this.voterIds, timeoutMs });
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${this.logs()}`);
    }
  }

  /** What each node wrote last. */
  public logs(): string {
    return this.all.map(node => `node ${node.id} (${node.running ? 'runs' : 'does not run'}), the end of its log:\n${node.tail(15)}`).join('\n');
  }

  /**
   * Restarts the brokers one by one with the cloud's current files, each after the cluster is whole again; the active controller comes last.
   * `between` is called while all nodes run.
   */
  public async rollingRestart(between: (restarted: KafkaNode) => Promise<void> = async () => {}): Promise<void> {
    const { leader } = await this.untilHealthy();
    const order = [...this.nodes].sort((a, b) => Number(a.id === leader) - Number(b.id === leader));
    for (const node of order) {
      await node.stop();
      await this.install(node);
      await this.restart(node);
      await between(node);
    }
  }

  /** Starts a node again that was stopped or killed, and waits until the cluster is whole. */
  public async restart(node: KafkaNode): Promise<void> {
    if (node.running) { throw new Error(`node ${node.id} still runs`); }
    const begin = Date.now();
    const seconds = () => ((Date.now() - begin) / 1000).toFixed(1);
    this.options.log(`starting node ${node.id}`);
    node.start();
    await node.untilStarted();
    this.options.log(`node ${node.id} is back after ${seconds()} s; waiting until every replica is in sync`);
    const { waitedFor } = await this.untilHealthy();
    this.options.log(`whole after ${seconds()} s${waitedFor.length > 0 ? `; it waited for ${waitedFor.join(', ')}` : ''}`);
  }

  /** Ends every node at once, for a run that is over: a clean shutdown of the last ones would wait for a quorum that is gone. */
  public async discard(): Promise<void> {
    await Promise.all(this.all.filter(({ running }) => running).map(async node => node.kill()));
  }

  private get all(): KafkaNode[] {
    return [...this.nodes, ...this.dedicated];
  }

  private get controllers(): KafkaNode[] {
    return this.all.filter(({ file }) => isController(file));
  }

  private get voterIds(): number[] {
    return this.controllers.map(({ id }) => id);
  }

  /** Writes the cloud's current files of a node that does not run. */
  public async install(node: KafkaNode): Promise<void> {
    await node.install(this.options.ca, this.cloud.contracts.flatMap(({ listeners }) => listeners.map(bootstrapHost)));
  }

  /** In a dynamic quorum one controller begins, and the others join it. */
  private formatOf(node: KafkaNode): string[] {
    if (node.file.properties['controller.quorum.voters'] || !this.controllers.includes(node)) { return []; }
    return [node === this.controllers[0] ? '--standalone' : '--no-initial-controllers'];
  }
}
