import { Ask } from './ask';
import { Target } from './kafka-client';

export interface HealthyCluster {
  readonly brokers: number[];
  readonly voters: number[];
  readonly timeoutMs: number;
}

export interface Health {
  /** How long it took. */
  readonly ms: number;
  /** The active controller. */
  readonly leader: number;
  /** What was waited for, in order. */
  readonly waitedFor: string[];
}

/** Settings by name, each with where its value comes from: `STATIC_BROKER_CONFIG`, `DYNAMIC_DEFAULT_BROKER_CONFIG`, `DEFAULT_CONFIG`, … */
export interface Settings {
  readonly [name: string]: { readonly value: string; readonly source: string };
}

/** What an operator asks of the cluster, with Apache Kafka's own client. */
export class KafkaAdmin {
  constructor(private readonly asking: Ask, private readonly target: Target) {}

  /** Makes a topic in which each of the brokers leads a partition, with three replicas of each as far as there are brokers. */
  public async createTopic(topic: string, brokers: number[]): Promise<void> {
    await this.ask('create-topic', { topic, brokers, replicas: Math.min(3, brokers.length) });
  }

  public async untilHealthy(cluster: HealthyCluster): Promise<Health> {
    const events = await this.ask('await-healthy', { ...cluster }, cluster.timeoutMs + 30_000);
    const { ms, leader } = events.find(({ event }) => event === 'healthy')!;
    return { ms, leader, waitedFor: events.filter(({ event }) => event === 'waiting').map(waiting => `${waiting.for} (${waiting.ms} ms)`) };
  }

  /** The active controller and the voters. */
  public async quorum(): Promise<{ leader: number; voters: number[] }> {
    return (await this.ask('describe-quorum', {}))[0];
  }

  /** What each broker takes these settings to be, by broker id. */
  public async brokerSettings(brokers: number[], names: string[]): Promise<Map<number, Settings>> {
    const described = await this.ask('describe-configs', { brokers, names });
    return new Map(described.map(({ resource, settings }) => [Number(resource), settings]));
  }

  /** A user of SCRAM-SHA-512. */
  public async makeUser(user: string, password: string): Promise<void> {
    await this.ask('make-user', { user, password });
  }

  /** The principal may write to the topic, and read it with the group. */
  public async allow(principal: string, topic: string, group: string): Promise<void> {
    await this.ask('allow', { principal, topic, group });
  }

  /** Takes records away, before this offset of each partition. */
  public async deleteRecords(topic: string, offset: number): Promise<void> {
    await this.ask('delete-records', { topic, offset });
  }

  private async ask(command: string, config: object, timeoutMs = 120_000): Promise<any[]> {
    return this.asking(command, { ...this.target, ...config }, timeoutMs);
  }
}
