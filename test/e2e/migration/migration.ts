import { join } from 'path';
import { BROKERS, CLUSTER_IN, OLD_CLIENTS, OPERATORS, ZONE_NAME } from './existing';
import { assemblyAfter, clientNotes, Deployed } from './templates';
import { ClientSession, eventsOf } from '../../../cli/run/clients/ask';
import type { ClientProgram, ClientPrograms } from '../../../cli/run/clients/client-programs';
import { KafkaAdmin } from '../../../cli/run/clients/kafka-admin';
import { KafkaClient, Produced, RunningProducer, TopicContent } from '../../../cli/run/clients/kafka-client';
import { Assembly, bootstrapServer, Cloud, Host, startCloud } from '../../../cli/run/cloud';
import { javaProgram, Log } from '../../../cli/run/kafka/jars';
import { KafkaCluster } from '../../../cli/run/kafka/kafka-cluster';
import { TestCa } from '../../../cli/run/kafka/test-ca';
import { STATE } from '../../../cli/run/sandbox/sandbox';
import { clientCertificate, ownFile } from '../security/client-certificate';
import { forJava, forLibrdkafka } from '../security/credentials';
import { filledIn } from '../security/filled-in';

export const TOPIC = 'payments';
export const GROUP = 'billing';

/** Of a producer, and of each partition: it goes on. */
const MORE = 10;

/** Clients of the VPC have passwords, as operators do. */
const PASSWORDS: { readonly [user: string]: string } = { ops: 'of-operators', broker: 'of-brokers', payments: 'of-payments', reports: 'of-reports' };
const OLD_LISTENER = { 'security.protocol': 'SASL_PLAINTEXT', 'sasl.mechanism': 'SCRAM-SHA-512' };

/** The directory of the run's authority. */
export const AUTHORITY = join(STATE, 'ca');

/** To be compiled before the registries are out of reach. */
export const CONNECTIONS = join(__dirname, 'java', 'Connections.java');

/** By a listener for clients of the VPC, or by the endpoint. */
export type Way = 'old' | 'new';

/** The cluster that is there already, what is deployed around it, and its clients on both ways. */
export class Migration {
  public static async start(programs: ClientPrograms, log: Log): Promise<Migration> {
    const ca = await TestCa.create(AUTHORITY);
    const cloud = await startCloud(assemblyAfter('before'), { clusterIn: CLUSTER_IN });
    const { vpcs, groups } = cloud.topology;
    const [operators, oldClients] = [OPERATORS, OLD_CLIENTS].map(({ name, address, group }): Host => ({
      name,
      role: 'client',
      vpcId: vpcs.find(({ label }) => label === CLUSTER_IN)!.id,
      address,
      groupIds: [groups.find(({ label }) => label === `Network.${group}`)!.id],
    }));
    for (const host of [operators, oldClients]) { await cloud.addHost(host); }
    const session = (name: string, host: Host) => new ClientSession(name, cloud, host, programs.java);
    const cluster = await KafkaCluster.boot(cloud, {
      jars: programs.jars,
      java: programs.java,
      ca,
      log,
      administrator: { ...OLD_LISTENER, ...forJava({ user: 'ops', password: PASSWORDS.ops }) },
      ask: session('operators-session', operators).ask,
      users: ['broker', 'ops'].map(user => `SCRAM-SHA-512=[name=${user},password=${PASSWORDS[user]}]`),
    });
    return new Migration(cloud, cluster, programs, ca, oldClients, { old: session('old-session', oldClients) }, log);
  }

  /** What producers that have stopped were told. */
  public readonly ended: Produced[] = [];
  /** What the group has read, one time after another. */
  public readonly groupRead: TopicContent[] = [];
  /** The connections of the old listener, at each broker, before its clients moved. */
  public connectionsBefore: number[] = [];
  private readonly running = new Map<string, RunningProducer>();

  /** @param oldHost whose clients come by the old way */
  private constructor(
    public readonly cloud: Cloud, public readonly cluster: KafkaCluster, private readonly programs: ClientPrograms, private readonly ca: TestCa,
    public readonly oldHost: Host, private readonly sessions: { readonly old: ClientSession; new?: ClientSession }, private readonly log: Log,
  ) {}

  public get admin(): KafkaAdmin {
    return this.cluster.admin();
  }

  public get libraries(): ClientProgram[] {
    return [this.programs.java, this.programs.librdkafka];
  }

  /** What `cdk deploy` does. */
  public async deploy(step: Deployed | Assembly): Promise<void> {
    await this.cloud.reload(typeof step === 'string' ? assemblyAfter(step) : step);
  }

  public async makeUser(user: string): Promise<void> {
    await this.admin.makeUser(user, PASSWORDS[user]);
  }

  /** Apache Kafka's client, in a process that is there already. */
  public async client(way: Way, user = 'payments'): Promise<KafkaClient> {
    this.sessions.new ??= way === 'new' ? new ClientSession('new-session', this.cloud, this.cloud.clientHost(), this.programs.java) : undefined;
    return this.clientOf(this.programs.java, way, user, this.sessions[way]);
  }

  /** The group reads on to the end. */
  public async readOn(way: Way): Promise<void> {
    this.groupRead.push(await (await this.client(way)).read(TOPIC, { group: GROUP }));
  }

  /** Starts a producer of an idempotent library, which is told apart by the way that it goes. */
  public async startProducing(program: ClientProgram, way: Way): Promise<void> {
    const name = `${program.name}-${way}`;
    const client = await this.clientOf(program, way, 'payments');
    this.running.set(name, client.startProducing(TOPIC, { producer: name, properties: { 'enable.idempotence': 'true' } }));
  }

  public async stopProducing(program: ClientProgram, way: Way): Promise<Produced> {
    const name = `${program.name}-${way}`;
    const produced = await this.running.get(name)!.stop();
    this.running.delete(name);
    this.ended.push(produced);
    return produced;
  }

  /** Every producer has more acknowledgements of every partition. */
  public async producersGoOn(): Promise<string> {
    await Promise.all([...this.running.values()].map(async producer => producer.untilMore(MORE)));
    return `${[...this.running.keys()].join(' and ')} produce`;
  }

  /** How many connections a listener has, at each broker. */
  public async connections(listener: string): Promise<number[]> {
    const program = await javaProgram(this.programs.jars, [CONNECTIONS], this.log);
    return Promise.all(this.cluster.nodes.map(async ({ host, pid }) => {
      const { stdout } = await this.cloud.exec(host, [...program, `${pid}`, listener]);
      return eventsOf(stdout)[0].count as number;
    }));
  }

  public async stop(): Promise<void> {
    await this.cluster.discard();
    await this.cloud.stop();
  }

  private async clientOf(program: ClientProgram, way: Way, user: string, session?: ClientSession): Promise<KafkaClient> {
    const isJava = program === this.programs.java;
    const inItsWords = isJava ? forJava : forLibrdkafka;
    if (way === 'old') {
      const bootstrap = BROKERS.map(({ id }) => `b${id}.${ZONE_NAME}:9092`).join(',');
      const properties = { ...OLD_LISTENER, ...inItsWords({ user, password: PASSWORDS[user] }) };
      return new KafkaClient(this.cloud, this.oldHost, program, { bootstrap, properties }, session?.ask);
    }
    const certificate = await clientCertificate(this.ca, `/O=Acme/CN=${user}`);
    const file = ownFile(filledIn(clientNotes()[isJava ? 'JAVA' : 'LIBRDKAFKA'], inItsWords({ certificate })));
    const bootstrap = bootstrapServer(this.cloud.contracts[0].listeners[0]);
    return new KafkaClient(this.cloud, this.cloud.clientHost(), program, { bootstrap, file }, session?.ask);
  }
}
