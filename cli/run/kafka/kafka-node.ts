import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'fs';
import { basename, dirname, join, relative } from 'path';
import { classOptions, KafkaJars, Log, LOGGING } from './jars';
import { TestCa } from './test-ca';
import { Broker, BrokerFile, Cloud, Host, Started, zoneIdOf } from '../cloud';

const STARTED = /Kafka Server started/;

/**
 * Enough for a broker as it is configured for production: the log cleaner alone takes 128 MiB of it. Three take about 1 GiB together.
 * Compiling little saves more time in a minute of tests than fast code would.
 */
const BROKER_JVM = ['-Xms256m', '-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:+ExitOnOutOfMemoryError'];
const FORMAT_JVM = ['-Xmx96m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dlog4j2.level=ERROR'];

/** Several times what a step takes on two cores that have nothing else to do. How long it really took is said, and is for the caller to judge. */
export const PATIENCE_MS = 180_000;

/** A Kafka process on a host of the cloud, which runs on the rendered file byte for byte. */
export class KafkaNode {
  private process?: Started;
  private starts = 0;
  private readonly directories = new Map<string, string>();

  constructor(private readonly cloud: Cloud, private readonly jars: KafkaJars, public readonly id: number, private readonly log: Log) {}

  public get host(): Host {
    return this.broker.host;
  }

  /** The rendered file, as of the cloud's last `reload`. */
  public get file(): BrokerFile {
    return this.broker.file;
  }

  public get running(): boolean {
    return this.process?.running ?? false;
  }

  /** The process of the last start. */
  public get pid(): number {
    return this.current.pid;
  }

  /** What the process holds in memory now. */
  public get residentMiB(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Math.round(Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) / 1024);
  }

  /** Writes the rendered file and every other file that it names. `bootstrapHosts` are the names that clients start from. */
  public async install(ca: TestCa, bootstrapHosts: string[]): Promise<void> {
    this.write(this.configurationFile, filledIn(this.file, this.host.zone));
    this.logDirs.forEach(directory => this.directory(directory));
    for (const [path, listeners] of this.certificateFiles) {
      const hosts = this.file.listeners.filter(({ name }) => listeners.includes(name.toLowerCase())).map(({ advertised }) => advertised?.host);
      const names = [...hosts, ...bootstrapHosts, this.host.address].filter(name => name !== undefined);
      this.write(path, await ca.issue([...new Set(names)]));
    }
    this.truststores.forEach(path => this.write(path, readFileSync(ca.file, 'utf8')));
  }

  /** Gives the node its identity in the cluster and in the quorum, as the first boot of a machine does. */
  public async format(clusterId: string, options: string[]): Promise<void> {
    await this.cloud.exec(this.host, [
      'java', ...FORMAT_JVM, ...classOptions(this.jars), 'kafka.tools.StorageTool',
      'format', '--ignore-formatted', '--cluster-id', clusterId, '--config', this.configurationFile, ...options,
    ], { timeoutMs: PATIENCE_MS });
  }

  /** Starts the process; `untilStarted` waits for it. */
  public start(): void {
    this.process = this.cloud.start(`kafka-${this.id}-start${++this.starts}`, this.host, [
      'java', ...BROKER_JVM, `-Dlog4j2.configurationFile=${LOGGING}`, ...classOptions(this.jars), 'kafka.Kafka', this.configurationFile,
    ]);
  }

  /** Waits until the broker is registered, caught up, unfenced, and all of its listeners are open. */
  public async untilStarted(timeoutMs = PATIENCE_MS): Promise<void> {
    const { log } = this.current;
    const deadline = Date.now() + timeoutMs;
    while (!(existsSync(log) && STARTED.test(readFileSync(log, 'utf8')))) {
      if (!this.running) { throw this.failure('ended instead of starting', this.configuration); }
      if (Date.now() > deadline) { throw this.failure(`did not start within ${timeoutMs / 1000} s`, this.configuration); }
      await new Promise(wake => setTimeout(wake, 100));
    }
  }

  /** A clean shutdown: leadership is handed over first. Fails if it had to be killed. */
  public async stop(graceMs = PATIENCE_MS): Promise<void> {
    const process = this.current;
    this.log(`stopping node ${this.id}`);
    await process.stop(graceMs);
    const { code, signal } = await process.exited;
    // A JVM that shut down after SIGTERM says so by 128 + 15.
    if (signal !== 'SIGTERM' && code !== 143 && code !== 0) { throw this.failure(`did not shut down cleanly within ${graceMs / 1000} s (${signal ?? code})`); }
  }

  /** What a crash of the machine does to the process. Returns when it is gone. */
  public async kill(): Promise<void> {
    const process = this.current;
    if (!process.running) { throw this.failure('cannot be killed: it does not run'); }
    process.kill('SIGKILL');
    const { signal, code } = await process.exited;
    if (signal !== 'SIGKILL' && code !== 137) { throw this.failure(`was to be killed and ended by itself (${signal ?? code})`); }
  }

  /** The last lines of its log. */
  public tail(lines = 40): string {
    return this.process?.tail(lines) ?? '';
  }

  /** Several nodes may be on one host. */
  private get configurationFile(): string {
    return `/etc/kafka/server-${this.id}.properties`;
  }

  private get logDirs(): string[] {
    return (this.file.properties['log.dirs'] ?? this.file.properties['log.dir']).split(',').map(directory => directory.trim());
  }

  /** The PEM files that the configuration names, with key and chain, and the listeners (in lower case) that each is for. */
  private get certificateFiles(): Map<string, string[]> {
    const files = new Map<string, string[]>();
    for (const [key, path] of Object.entries(this.file.properties)) {
      const listener = /^listener\.name\.([^.]+)\.ssl\.keystore\.location$/.exec(key)?.[1];
      if (listener) { files.set(path, [...files.get(path) ?? [], listener]); }
    }
    return files;
  }

  /** The files of authorities whose clients a listener lets in. */
  private get truststores(): string[] {
    return Object.entries(this.file.properties).filter(([key]) => /^listener\.name\..+\.ssl\.truststore\.location$/.test(key)).map(([, path]) => path);
  }

  private get broker(): Broker {
    return [...this.cloud.brokers, ...this.cloud.controllers].find(({ nodeId }) => nodeId === this.id) ?? raise(`the templates have no node ${this.id}`);
  }

  private get current(): Started {
    return this.process ?? raise(`node ${this.id} was never started`);
  }

  private write(path: string, text: string): void {
    writeFileSync(join(this.directory(dirname(path)), basename(path)), text, { mode: 0o600 });
  }

  /** Where the files of one of the node's directories are. Inside a directory that is the node's own there is no need for another. */
  private directory(path: string): string {
    for (const [own, here] of this.directories) {
      const below = relative(own, path);
      if (!below.startsWith('..')) {
        mkdirSync(join(here, below), { recursive: true });
        return join(here, below);
      }
    }
    const here = this.cloud.directory(this.host, path);
    this.directories.set(path, here);
    return here;
  }

  private get configuration(): string {
    return `\nwhat it is configured by, from ${this.file.path}:\n${this.file.text}`;
  }

  private failure(what: string, about = ''): Error {
    return new Error(`node ${this.id} on ${this.host.name} ${what}; the end of its log:\n${this.tail()}${about}`);
  }
}

/** The one line that a node fills in at boot. */
export function filledIn({ path, text }: Pick<BrokerFile, 'path' | 'text'>, zone?: string): string {
  // A broker outside of the VPC, which belongs to every zone, is in none.
  const filled = text.replace(/^broker\.rack=@@ZONE_ID@@$/m, `broker.rack=${zone === undefined ? 'all' : zoneIdOf(zone)}`);
  const placeholder = /@@[^@\s]+@@/.exec(filled.replace(/^#.*$/mg, ''));
  if (placeholder) { throw new Error(`${path} has ${placeholder[0]}, which no node fills in`); }
  return filled;
}

function raise(message: string): never {
  throw new Error(message);
}
