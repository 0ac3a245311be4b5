import { readFileSync } from 'fs';
import { Ask, commandOf, eventsOf, inProcesses } from './ask';
import { ClientProgram } from './client-programs';
import type { Cloud, Host, Started } from '../cloud';

/** Where a client starts, and what it needs for that. */
export interface Target {
  readonly bootstrap: string;
  /** The file of the CA to trust, where the listener speaks TLS. */
  readonly tls?: { readonly ca: string };
  /** A file of the library's settings, which the program reads as such a file is read. */
  readonly file?: string;
  /** Further settings of the client library itself. */
  readonly properties?: { readonly [key: string]: string };
}

/** Who answers on an address. */
export interface Path {
  readonly host: string;
  readonly port: number;
  /** One of those that the host resolves to. */
  readonly address: string;
  /** The broker that advertises this host and port; -1 at the bootstrap address, where any may answer. */
  readonly expected: number;
  /** The broker that answered, if any did. */
  readonly answers?: number;
  readonly problem?: string;
}

/** Sequence numbers, as ranges with both ends included. */
export type Ranges = [from: number, to: number][];

/** What a producer knows when it has ended. */
export interface Produced {
  readonly producer: string;
  readonly sent: number;
  readonly acknowledged: Ranges;
  /** How many records failed for good, by error. */
  readonly failures: { [error: string]: number };
  /** The longest time in which records of a partition were under way and none was acknowledged. */
  readonly longestGapMs: number;
  readonly gapPartition: number;
  readonly gapEnded: string;
}

/** What a topic holds. */
export interface TopicContent {
  /** The longest time in which none came, of who follows a topic. */
  readonly longestGapMs?: number;
  readonly records: number;
  readonly producers: { [producer: string]: { readonly seen: Ranges; readonly duplicates: number; readonly outOfOrder: number } };
}

export interface ProduceOptions {
  /** What the records are marked with. The program's name by default. */
  readonly producer?: string;
  readonly recordsPerSecond?: number;
  /** A producer ends by itself after this time. */
  readonly maxSeconds?: number;
  /** Further settings of the client library itself. */
  readonly properties?: { [key: string]: string };
}

export interface ReadOptions {
  readonly timeoutMs?: number;
  readonly group?: string;
}

/** Every record is a request to a broker and to its followers; with more of them two cores have no time left to restart a broker. */
const RECORDS_PER_SECOND = 60;

/** A client library on a host of the cloud. */
export class KafkaClient {
  constructor(
    private readonly cloud: Cloud, public readonly host: Host, public readonly program: ClientProgram, private readonly target: Target,
    private readonly ask: Ask = inProcesses(cloud, host, program),
  ) {}

  /** Asks who answers on each address of each broker, and on the bootstrap address. */
  public async paths(): Promise<Path[]> {
    return (await this.run('paths')).filter(({ event }) => event === 'path');
  }

  /** How many partitions a topic has: the least that a client asks for. Fails with what the library says. */
  public async describe(topic: string): Promise<number> {
    return (await this.run('describe', { topic })).find(({ event }) => event === 'described').partitions;
  }

  /** Sends so many records and waits for their acknowledgements. */
  public async produce(topic: string, records: number, options: ProduceOptions = {}): Promise<Produced> {
    const events = await this.run('produce', { ...this.produceConfig(topic, options), records });
    return events.find(({ event }) => event === 'produced');
  }

  /** Sends in the background until it is stopped. */
  public startProducing(topic: string, options: ProduceOptions = {}): RunningProducer {
    const config = this.produceConfig(topic, { recordsPerSecond: RECORDS_PER_SECOND, ...options });
    return new RunningClient(this.start(`produce-${config.producer}-${topic}`, 'produce', config), 'acknowledged', 'produced');
  }

  /** Reads in the background, from the beginning on, until it is stopped; then to what is the end by then. */
  public startReading(topic: string): RunningReader {
    const config = { topic, timeoutMs: 60_000, properties: this.program.behaviour };
    return new RunningClient(this.start(`follow-${this.program.name}-${topic}`, 'follow', config), 'read', 'read');
  }

  /** Reads a topic to its end: from its beginning, or with a group (of Java's client only) from where that one was. */
  public async read(topic: string, { timeoutMs = 60_000, group }: ReadOptions = {}): Promise<TopicContent> {
    return (await this.run('read', { topic, timeoutMs, group }, timeoutMs + 15_000)).find(({ event }) => event === 'read');
  }

  private start(name: string, command: string, config: { properties?: object }): Started {
    return this.cloud.start(name, this.host, commandOf(this.program, command, this.withTarget(config)));
  }

  private produceConfig(topic: string, options: ProduceOptions): ProduceOptions & { topic: string } {
    return { topic, producer: this.program.name, maxSeconds: 1800, ...options };
  }

  private withTarget(config: { properties?: object }): object {
    return { ...this.target, ...config, properties: { ...this.target.properties, ...config.properties } };
  }

  private async run(command: string, config: object = {}, timeoutMs = 120_000): Promise<any[]> {
    return this.ask(command, this.withTarget(config), timeoutMs);
  }
}

/** A producer that sends in the background. */
export type RunningProducer = RunningClient<Produced>;

/** A consumer that reads in the background. */
export type RunningReader = RunningClient<TopicContent>;

/** A client that goes on in the background. */
export class RunningClient<Result> {
  /**
   * @param done what it says of each partition's records, while it goes on
   * @param last the event with its result
   */
  constructor(private readonly process: Started, private readonly done: 'acknowledged' | 'read', private readonly last: 'produced' | 'read') {}

  /** Waits until so many more records of each partition are done: no broker that leads one stands in the way. */
  public async untilMore(more: number, timeoutMs = 90_000): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    const before = this.counts;
    const waitsFor = () => this.counts.flatMap((count, partition) => count - (before[partition] ?? 0) < more ? [partition] : []);
    while (this.counts.length === 0 || waitsFor().length > 0) {
      if (!this.process.running) { throw new Error(`${this.process.name} ended:\n${this.process.tail()}`); }
      if (Date.now() > deadline) {
        throw new Error(`${this.process.name} waited ${timeoutMs / 1000} s for ${more} records of partition ${waitsFor().join(', ')} to be ${this.done}:\n${this.process.tail()}`);
      }
      await new Promise(wake => setTimeout(wake, 100));
    }
  }

  /** Begins nothing more, and waits for what is under way. */
  public async stop(graceMs = 130_000): Promise<Result> {
    await this.process.stop(graceMs);
    const result = this.events.find(({ event }) => event === this.last);
    if (!result) { throw new Error(`${this.process.name} did not say what was ${this.done}:\n${this.process.tail()}`); }
    return result;
  }

  /** How many records of each partition are done, as of half a second ago. */
  private get counts(): number[] {
    return this.events.filter(({ event }) => event === 'progress').at(-1)?.[this.done] ?? [];
  }

  private get events(): any[] {
    return eventsOf(readFileSync(this.process.log, 'utf8'));
  }
}
