/**
 * How many figures of Kafka's own JVM a node publishes. Each is charged as a custom metric. `docs/operations.md` has the list.
 */
export enum KafkaMetricLevel {
  /**
   * What tells that data or the cluster is in danger: partitions offline, under min ISR, under-replicated or at risk, active
   * controllers, metadata errors, idle request handlers, directories offline, unclean elections.
   */
  BASIC = 'BASIC',

  /**
   * And what tells why: partitions at min ISR, fenced brokers, times of requests and of the controller's queue, the lag of the
   * metadata, idle network threads, shrinking ISRs, heartbeats that timed out, connections and their rate, times of flushes.
   */
  FULL = 'FULL',
}
