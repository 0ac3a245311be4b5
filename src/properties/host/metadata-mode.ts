/**
 * Who keeps a cluster's metadata.
 */
export enum KafkaMetadataMode {
  /** Kafka's own controllers: the file has `process.roles`. */
  KRAFT = 'kraft',
  /** ZooKeeper, which Kafka knew up to 3.9: the file has `zookeeper.connect`. */
  ZOOKEEPER = 'zookeeper',
}
