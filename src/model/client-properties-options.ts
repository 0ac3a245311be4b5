/**
 * The library by which a client speaks Kafka.
 */
export enum KafkaClientLibrary {
  /** Kafka's own clients, and what is built on them: Kafka Streams, Kafka Connect, Spring. */
  JAVA = 'JAVA',
  /** librdkafka, and what is built on it: the clients of Confluent for Python, Go and .NET. */
  LIBRDKAFKA = 'LIBRDKAFKA',
}

/**
 * Options of `ContractListener.clientProperties`.
 */
export interface ClientPropertiesOptions {
  /**
   * The library that the properties are for: each has names of its own.
   *
   * @default KafkaClientLibrary.JAVA
   */
  readonly clientLibrary?: KafkaClientLibrary;

  /**
   * The file of the authorities that the client trusts, on the client's machine, in the listener's `truststoreType`, PEM unless
   * it says otherwise; for librdkafka always in PEM. The Kafka team hands it over; it is no secret, though a store of Java may
   * want its `ssl.truststore.password` beside it. Not needed where a public authority signed the brokers' certificate.
   *
   * @default - no file is named: clients trust the authorities of their Java or system, or those that you set beside
   */
  readonly truststoreLocation?: string;

  /**
   * By which of the listener's SASL mechanisms the client logs in. Only mechanisms that the contract has.
   *
   * @default - the only one that the listener has; of several the first of SCRAM-SHA-512, SCRAM-SHA-256, OAUTHBEARER, PLAIN and
   * GSSAPI, or the listener's first where it has none of these
   */
  readonly saslMechanism?: string;

  /**
   * The id of the zone in which the client runs, such as `euw1-az1`. Consumers then read from a replica of that zone where there
   * is one, which costs nothing between zones. Ids and not names: `eu-west-1a` is another zone in another account.
   *
   * @default - consumers read from each partition's leader, in whatever zone it is
   */
  readonly zoneId?: string;

  /**
   * The region in which the client runs, as a literal. In another region than the service's, buffers are 1 MiB: by the default of
   * Java a connection carries 64 KiB in a round trip.
   *
   * @default - the service's region
   */
  readonly region?: string;
}
