import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { HOST, Listener, LISTENERS, PASSWORD, REFUSED, TOPIC, USER } from './listeners';
import { commandOf } from '../../../cli/run/clients/ask';
import { ClientProgram } from '../../../cli/run/clients/client-programs';
import type { KafkaJars } from '../../../cli/run/kafka/jars';
import { TestCa } from '../../../cli/run/kafka/test-ca';
import { Processes, run } from '../../../cli/run/sandbox/processes';
import { STATE } from '../../../cli/run/sandbox/sandbox';
import { mainClassOf } from '../kafka/distribution';

const HOME = join(STATE, 'broker');
export const CLUSTER_ID = Buffer.from('local-cluster-02').toString('base64url');
/** Nothing expires soon. */
const DAYS = 90;
const CONTROLLER_PORT = 9099;
const PATIENCE_MS = 120_000;
const JVM = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
/** A node's own. */
const LOGGING = join(__dirname, '../../../assets/node/log4j2.properties');

/** One broker, which is its own controller, on loopback of the sandbox. */
export class Broker {
  /** Starts it, and waits until it serves. */
  public static async start(jars: KafkaJars, ca: TestCa): Promise<Broker> {
    const broker = new Broker(jars, await propertiesOf(ca));
    await broker.java('kafka.tools.StorageTool', 'format', '--cluster-id', CLUSTER_ID, '--config', broker.file, '--add-scram', `SCRAM-SHA-512=[name=${USER},password=${PASSWORD}]`);
    broker.process = broker.processes.start('broker', broker.server());
    for (const end = Date.now() + PATIENCE_MS; !broker.log().includes('Kafka Server started'); await new Promise(wake => setTimeout(wake, 200))) {
      if (!broker.process.running || Date.now() > end) { throw new Error(`the broker does not start; the end of its log:\n${broker.log().slice(-9000)}`); }
    }
    return broker;
  }

  private readonly processes = new Processes();
  private readonly file = join(HOME, 'server.properties');
  private process!: ReturnType<Processes['start']>;

  private constructor(private readonly jars: KafkaJars, private readonly properties: { readonly [key: string]: string }) {
    writeProperties(this.file, properties);
  }

  /** All that it has written. */
  public log(): string {
    return existsSync(this.process.log) ? readFileSync(this.process.log, 'utf8') : '';
  }

  /** What it says, after it was stopped, when it does not start again, since a certificate's file has these bytes. */
  public async refusesToStart(pem: string | Buffer): Promise<string> {
    const [file, store] = [join(HOME, 'other.properties'), join(HOME, 'other.pem')];
    writeFileSync(store, pem, { mode: 0o600 });
    writeProperties(file, { ...this.properties, 'listener.name.tls.ssl.keystore.location': store });
    const { code, stdout, stderr } = await run(this.server(file), { accept: 'any', timeoutMs: PATIENCE_MS });
    if (code === 0) { throw new Error(`it starts:\n${stdout}`); }
    return stdout + stderr;
  }

  /** What `kafka-admin configs` does on a node with these words, by the listener that trusts everybody. */
  public async configs(tools: KafkaJars, words: string): Promise<void> {
    await run(['java', ...JVM, '-cp', tools.classpath, mainClassOf('kafka-configs.sh'), '--bootstrap-server', `${HOST}:${LISTENERS.INTERNAL.port}`, ...words.split(' ')]);
  }

  public async createTopic(java: ClientProgram): Promise<void> {
    await run(commandOf(java, 'create-topic', { bootstrap: `${HOST}:${LISTENERS.INTERNAL.port}`, topic: TOPIC, brokers: [1], replicas: 1 }));
  }

  public async stop(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.process.exited;
  }

  private server(file = this.file): string[] {
    return ['java', ...JVM, `-Dlog4j2.configurationFile=${LOGGING}`, '-cp', this.jars.classpath, 'kafka.Kafka', file];
  }

  private async java(...argv: string[]): Promise<void> {
    await run(['java', ...JVM, '-Dlog4j2.level=ERROR', '-cp', this.jars.classpath, ...argv]);
  }
}

function writeProperties(file: string, properties: { readonly [key: string]: string }): void {
  writeFileSync(file, Object.entries(properties).map(([key, value]) => `${key}=${value}\n`).join(''));
}

async function propertiesOf(ca: TestCa): Promise<{ [key: string]: string }> {
  mkdirSync(HOME, { recursive: true });
  const listeners: [string, Listener][] = Object.entries(LISTENERS);
  const all: [string, Listener][] = [...listeners, ['CONTROLLER', { port: CONTROLLER_PORT, protocol: 'PLAINTEXT' }]];
  const stores: { [key: string]: string } = {};
  for (const [name, { protocol, days, properties = {} }] of listeners) {
    for (const [key, value] of Object.entries(properties)) { stores[`listener.name.${name.toLowerCase()}.${key}`] = value; }
    if (!protocol.endsWith('SSL')) { continue; }
    const store = join(HOME, `${name}.pem`);
    writeFileSync(store, await ca.issue([HOST], { days: days ?? DAYS }), { mode: 0o600 });
    stores[`listener.name.${name.toLowerCase()}.ssl.keystore.location`] = store;
  }
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@${HOST}:${CONTROLLER_PORT}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'INTERNAL',
    'listeners': all.map(([name, { port }]) => `${name}://:${port}`).join(),
    'advertised.listeners': listeners.map(([name, { port, advertised, advertisedPort }]) => `${name}://${advertised ?? HOST}:${advertisedPort ?? port}`).join(),
    'listener.security.protocol.map': all.map(([name, { protocol }]) => `${name}:${protocol}`).join(),
    'log.dirs': join(HOME, 'data'),
    'offsets.topic.replication.factor': '1',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
    'max.connections.per.ip.overrides': `${REFUSED}:0`,
    'ssl.keystore.type': 'PEM',
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': ca.file,
    ...stores,
  };
}
