import { spawn } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { AddressInfo, connect, createServer, Server } from 'net';
import { hostname, tmpdir } from 'os';
import { join } from 'path';
import { BOOTSTRAP_HOST, listener, MUTUAL_TLS } from './host-cases';
import { HostStores } from './host-stores';
import { javaProgram, KafkaJars, Log, run } from '../../cli/run/kafka/jars';
import { HostProperties } from '../../src';

/** Far more than a start takes on two cores that have other things to do. */
const PATIENCE_MS = 120_000;
const JVM = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dlog4j2.level=INFO'];

const LOGGING = join(__dirname, '../../cli/run/kafka/log4j2.properties');
const ID = 1001;

/** What both hosts have: one listener by which brokers meet and clients connect, all of whom show a certificate, and stores of Java for all listeners. */
const ofHost = (directory: string, port: number) => `# The host's own file.
listeners=SSL://:${port}
advertised.listeners=SSL://b1.lan:${port}
security.inter.broker.protocol=SSL
ssl.client.auth=required
ssl.keystore.location=/etc/kafka/tls/broker.jks
ssl.keystore.password=changeit
ssl.key.password=changeit
ssl.truststore.location=/etc/kafka/tls/trust.jks
ssl.truststore.password=changeit
log.dirs=${directory}/data
offsets.topic.replication.factor=1
group.initial.rebalance.delay.ms=0
`;

/** Processes, ports and files of one host, all of them gone with `stop`. */
class Machine {
  public readonly directory = mkdtempSync(join(tmpdir(), 'host-'));
  private readonly running: (() => Promise<void>)[] = [];
  private readonly relays: Server[] = [];

  constructor(private readonly stores: HostStores, private readonly jars: KafkaJars) {
    writeFileSync(this.at('hosts'), `127.0.0.1 localhost ${hostname()} b1.lan ${BOOTSTRAP_HOST}\n`);
    mkdirSync(this.at('data'));
  }

  public at(name: string): string {
    return join(this.directory, name);
  }

  public write(name: string, text: string): string {
    writeFileSync(this.at(name), this.stores.here(text));
    return this.at(name);
  }

  public get jvmOptions(): string[] {
    return [...JVM, `-Djdk.net.hosts.file=${this.at('hosts')}`, `-Dlog4j2.configurationFile=${LOGGING}`];
  }

  /** Runs a class of the jars, and waits until it takes connections. */
  public async start(main: string, argument: string, port: number): Promise<() => Promise<void>> {
    const jvm = spawn('java', [...this.jvmOptions, '-cp', this.jars.classpath, main, argument], { stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    [jvm.stdout, jvm.stderr].forEach(stream => stream.on('data', (chunk: Buffer) => { log += chunk.toString(); }));
    const ended = new Promise<void>(resolve => jvm.once('exit', () => resolve()));
    const stop = async () => { jvm.kill(); await ended; };
    this.running.push(stop);
    const deadline = Date.now() + PATIENCE_MS;
    while (!await answers(port)) {
      if (jvm.exitCode !== null || Date.now() > deadline) { throw new Error(`${main} does not take connections at ${port}:\n${log.slice(-3000)}`); }
      await new Promise(wake => setTimeout(wake, 200));
    }
    return stop;
  }

  /** What stands for the load balancer: a port of its own that leads to one of the host's. */
  public async relay(port: number, to: number): Promise<void> {
    const relay = createServer(client => {
      const broker = connect(to, '127.0.0.1');
      client.pipe(broker).pipe(client);
      [client, broker].forEach(socket => socket.on('error', () => { client.destroy(); broker.destroy(); }));
    });
    await new Promise<void>(resolve => relay.listen(port, '127.0.0.1', resolve));
    this.relays.push(relay);
  }

  public async stop(): Promise<void> {
    for (const stop of this.running.reverse()) { await stop(); }
    this.relays.forEach(relay => relay.close());
    rmSync(this.directory, { recursive: true });
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    const done = (is: boolean) => { socket.destroy(); resolve(is); };
    socket.once('connect', () => done(true)).once('error', () => done(false));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

/** A broker whose id ZooKeeper gave, which has records already; and one of KRaft. Each is started on its merged file, and reached by both listeners. */
export async function hostBrokers(jars: { readonly zookeeper: KafkaJars; readonly kraft: KafkaJars }, stores: HostStores, log: Log): Promise<string> {
  const [, ...program] = await javaProgram(jars.kraft, [join(__dirname, 'java', 'HostClient.java')], log);
  const classes = program[program.length - 2].split(':').at(-1)!;
  const client = async (machine: Machine, own: KafkaJars, files: string[]) =>
    (await run('java', [...machine.jvmOptions, '-Dlog4j2.level=OFF', '-cp', `${classes}:${own.classpath}`, 'HostClient', ...files])).stdout.trim().split('\n');
  return [await ofZooKeeper(new Machine(stores, jars.zookeeper), jars.zookeeper, client), await ofKraft(new Machine(stores, jars.kraft), jars.kraft, client)].join('; ');
}

type Client = (machine: Machine, jars: KafkaJars, files: string[]) => Promise<string[]>;

async function ofZooKeeper(machine: Machine, jars: KafkaJars, client: Client): Promise<string> {
  try {
    const [zookeeper, port] = [await freePort(), await freePort()];
    await machine.start('org.apache.zookeeper.server.quorum.QuorumPeerMain', machine.write('zookeeper.properties', `dataDir=${machine.at('zookeeper')}\nclientPort=${zookeeper}\nadmin.enableServer=false\n`), zookeeper);
    const text = `${ofHost(machine.directory, port)}zookeeper.connect=localhost:${zookeeper}\n`;
    const stop = await machine.start('kafka.Kafka', machine.write('server.properties', text), port);
    expectLines(await client(machine, jars, [propertiesOf(machine, 'old', `b1.lan:${port}`)]), [`[${ID}@b1.lan:${port}] [old]`]);
    const numbered = /broker\.id=(\d+)/.exec(readFileSync(machine.at('data/meta.properties'), 'utf8'))![1];
    await stop();
    return `Kafka ${jars.version} with ZooKeeper, ${await merged(machine, jars, client, text, port, Number(numbered), ['old'])}`;
  } finally {
    await machine.stop();
  }
}

async function ofKraft(machine: Machine, jars: KafkaJars, client: Client): Promise<string> {
  try {
    const [controller, port] = [await freePort(), await freePort()];
    const text = `${ofHost(machine.directory, port).replace(`SSL://:${port}`, `SSL://:${port},CONTROLLER://:${controller}`)}process.roles=broker,controller
node.id=${ID}
controller.quorum.voters=${ID}@b1.lan:${controller}
controller.listener.names=CONTROLLER
listener.security.protocol.map=SSL:SSL,CONTROLLER:SSL
`;
    const file = machine.write('server.properties', text);
    const clusterId = Buffer.from('host-of-somebody').toString('base64url');
    await run('java', [...machine.jvmOptions, '-cp', jars.classpath, 'kafka.tools.StorageTool', 'format', '--cluster-id', clusterId, '--config', file]);
    return `Kafka ${jars.version} with KRaft, ${await merged(machine, jars, client, text, port, ID, [])}`;
  } finally {
    await machine.stop();
  }
}

/** @param before the records that are there already */
async function merged(
  machine: Machine, jars: KafkaJars, client: Client, text: string, port: number, brokerId: number, before: string[],
): Promise<string> {
  const [bindPort, balancer] = [await freePort(), await freePort()];
  const added = listener(MUTUAL_TLS, { bindPort, firstPort: Math.min(balancer, 64_536), firstBrokerId: ID });
  const { text: own } = HostProperties.fromText(text, { kafkaVersion: jars.version, brokerId }).merge([added]);
  await machine.relay(added.portOf(brokerId), bindPort);
  const stop = await machine.start('kafka.Kafka', machine.write('server.properties', own), bindPort);
  const files = [propertiesOf(machine, 'new', `${BOOTSTRAP_HOST}:${added.portOf(brokerId)}`), propertiesOf(machine, 'old', `b1.lan:${port}`)];
  expectLines(await client(machine, jars, files), [
    `[${brokerId}@${BOOTSTRAP_HOST}:${added.portOf(brokerId)}] [${[...before, 'new'].join(', ')}]`,
    `[${brokerId}@b1.lan:${port}] [${[...before, 'new', 'old'].join(', ')}]`,
  ]);
  await stop();
  return `broker ${brokerId}: clients of both listeners are told its own address, and read what the other wrote`;
}

/** A client that shows a certificate, as both listeners want it. */
function propertiesOf(machine: Machine, record: string, bootstrapServers: string): string {
  return machine.write(`${record}.properties`, `record=${record}
bootstrap.servers=${bootstrapServers}
security.protocol=SSL
ssl.keystore.location=/etc/kafka/tls/broker.jks
ssl.keystore.password=changeit
ssl.key.password=changeit
ssl.truststore.location=/etc/kafka/tls/trust.jks
ssl.truststore.password=changeit
`);
}

function expectLines(lines: string[], expected: string[]): void {
  if (JSON.stringify(lines) !== JSON.stringify(expected)) { throw new Error(`clients saw ${JSON.stringify(lines)}, not ${JSON.stringify(expected)}`); }
}
