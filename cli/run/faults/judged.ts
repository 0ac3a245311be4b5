import { unacceptedOf, wrongDelivery, countOf } from '../clients/delivery';
import type { Produced, TopicContent } from '../clients/kafka-client';

/** What a client read of a topic. */
export interface Reading {
  /** Who read it, and when. */
  readonly reader: string;
  readonly content: TopicContent;
}

/** Fails, with all that is wrong, unless each reader found each record that a producer was told of, once and in order. Returns the longest waits. */
export function judge(written: readonly Produced[], readings: readonly Reading[]): string {
  const wrong = [
    ...written.flatMap(produced => unacceptedOf(produced).map(why => `${produced.producer}: ${why}`)),
    ...readings.flatMap(({ reader, content }) => written.flatMap(produced =>
      wrongDelivery(produced, content).map(why => `${produced.producer}, as ${reader} read it: ${why}`))),
  ];
  if (wrong.length > 0) { throw new Error(wrong.join('; ')); }
  const followed = readings.filter(({ content }) => content.longestGapMs !== undefined);
  return [
    ...written.map(({ producer, acknowledged, longestGapMs }) => `${producer} sent ${countOf(acknowledged)} records and waited ${seconds(longestGapMs)} at most`),
    ...followed.map(({ reader, content }) => `${reader} read ${content.records} and waited ${seconds(content.longestGapMs!)} at most`),
  ].join('; ');
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
