import { Produced, Ranges, TopicContent } from './kafka-client';

/** What became of a producer's records. */
export interface Delivery {
  readonly acknowledged: number;
  /** Acknowledged and not in the topic: must be none. */
  readonly lost: number[];
  /** In the topic more than once: none from a producer that is idempotent. */
  readonly duplicates: number;
  /** In the topic after a later one of the same partition. */
  readonly outOfOrder: number;
}

/** Compares what a producer was told with what the topic holds. */
export function deliveryOf(produced: Produced, content: TopicContent): Delivery {
  const { seen, duplicates, outOfOrder } = content.producers[produced.producer] ?? { seen: [], duplicates: 0, outOfOrder: 0 };
  return { acknowledged: countOf(produced.acknowledged), lost: subtract(produced.acknowledged, seen), duplicates, outOfOrder };
}

/** What a producer has to say that not all went well, a sentence each. */
export function unacceptedOf({ acknowledged, failures }: Produced): string[] {
  return [
    ...countOf(acknowledged) === 0 ? ['no record was acknowledged'] : [],
    ...Object.entries(failures).map(([error, count]) => `${count} were not accepted (${error})`),
  ];
}

/** What is wrong unless each record that an idempotent producer was told of is in the topic once, after those before it. A sentence each. */
export function wrongDelivery(produced: Produced, content: TopicContent): string[] {
  const { lost, duplicates, outOfOrder } = deliveryOf(produced, content);
  return [
    ...lost.length > 0 ? [`${lost.length} acknowledged records are lost, the first is ${lost[0]}`] : [],
    ...duplicates > 0 ? [`${duplicates} are there twice`] : [],
    ...outOfOrder > 0 ? [`${outOfOrder} are out of order`] : [],
  ];
}

/** Fails unless each record that an idempotent producer was told of is in the topic once, after those before it. */
export function deliveredOnce(produced: Produced, content: TopicContent): string {
  const wrong = [...unacceptedOf(produced), ...wrongDelivery(produced, content)];
  if (wrong.length > 0) { throw new Error(`${produced.producer}: ${wrong.join(', ')}`); }
  return `${produced.producer} ${countOf(produced.acknowledged)} records, longest gap ${(produced.longestGapMs / 1000).toFixed(1)} s`;
}

export function countOf(ranges: Ranges): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

function subtract(ranges: Ranges, minus: Ranges): number[] {
  const numbers = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
  const gone = new Set(minus.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i)));
  return numbers.filter(number => !gone.has(number));
}
