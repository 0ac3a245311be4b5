import { countOf, Delivery, deliveryOf } from './delivery';
import { KafkaClient, Produced, RunningProducer, TopicContent } from './kafka-client';
import { Log } from '../kafka/jars';

/** How many more records of each partition show that a client goes on. */
export const MORE = 20;

/** What producers went through, each with what became of its records. */
export type WorkloadReport = { readonly produced: Produced; readonly reader: string; readonly content: TopicContent; readonly delivery: Delivery }[];

/** Several client libraries that send to one topic while something happens to the cluster. */
export class Workload {
  /** Starts a producer of each client and waits until each has acknowledgements. A topic that had producers before tells the later ones by `during`. */
  public static async start(topic: string, clients: KafkaClient[], log: Log, during?: string): Promise<Workload> {
    const producers = clients.map(client => client.startProducing(topic, {
      properties: client.program.behaviour, ...during && { producer: `${client.program.name}-${during}` },
    }));
    const workload = new Workload(topic, clients, producers, log);
    log(`producing to ${topic} with ${clients.map(({ program }) => program.name).join(', ')}`);
    await workload.goesOn();
    return workload;
  }

  private constructor(
    private readonly topic: string, private readonly clients: KafkaClient[], private readonly producers: RunningProducer[], private readonly log: Log,
  ) {}

  /** Waits until every producer has more acknowledgements of every partition, so it neither stands still nor ended. */
  public async goesOn(timeoutMs?: number): Promise<void> {
    await Promise.all(this.producers.map(producer => producer.untilMore(MORE, timeoutMs)));
  }

  /**
   * Ends the producers, reads everything back with another library than the one that wrote it, and compares. Fails if a record that was
   * acknowledged is gone.
   */
  public async end(): Promise<WorkloadReport> {
    await this.goesOn();
    const ended = await Promise.all(this.producers.map(producer => producer.stop()));
    const contents = await Promise.all(this.clients.map(client => client.read(this.topic)));
    const report = ended.map((produced, i) => {
      const other = (i + 1) % contents.length;
      return { produced, reader: this.clients[other].program.name, content: contents[other], delivery: deliveryOf(produced, contents[other]) };
    });
    report.flatMap(({ produced, delivery }) => summaryOf(produced, delivery)).forEach(this.log);
    const lost = report.filter(({ delivery }) => delivery.lost.length > 0);
    if (lost.length > 0) {
      throw new Error(`acknowledged records are lost: ${lost.map(({ produced, delivery }) => `${delivery.lost.length} of ${produced.producer}, the first is ${delivery.lost[0]}`).join('; ')}`);
    }
    return report;
  }
}

function summaryOf(produced: Produced, { duplicates, outOfOrder, lost }: Delivery): string[] {
  const failed = Object.entries(produced.failures).map(([error, count]) => `, ${count} not accepted (${error})`).join('');
  return [
    `${produced.producer}: ${countOf(produced.acknowledged)} of ${produced.sent} acknowledged${failed}, ${lost.length} lost, ${duplicates} twice, ${outOfOrder} out of order`,
    `  longest gap ${(produced.longestGapMs / 1000).toFixed(1)} s, of partition ${produced.gapPartition} until ${produced.gapEnded.slice(11, 19)} UTC`,
  ];
}
