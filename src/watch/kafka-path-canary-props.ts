import { Duration } from 'aws-cdk-lib';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type { KafkaPrivateLinkConsumer } from '../private-link/kafka-private-link-consumer';

/**
 * Properties of a `KafkaPathCanary`.
 */
export interface KafkaPathCanaryProps {
  /** The consumer of the paths. The canary is in the same VPC, and the construct lets it in by `allowFrom`. */
  readonly consumer: KafkaPrivateLinkConsumer;

  /**
   * The listeners that the canary tries, by their names in the contract.
   *
   * @default - all listeners that the consumer uses
   */
  readonly listenerNames?: string[];

  /**
   * A PEM file with the authorities of the brokers' certificates, relative to the working directory of the app. It is not a
   * secret, and is deployed with the code.
   *
   * @default - the public authorities, which Node knows
   */
  readonly authoritiesFile?: string;

  /**
   * A secret of JSON with the properties of a client that logs in, by Kafka's keys, such as `sasl.mechanism` and
   * `sasl.jaas.config`. The VPC needs a way to Secrets Manager for it.
   *
   * @default - none: if a listener asks for a login, the canary tries nothing after that step
   */
  readonly credentials?: secrets.ISecret;

  /**
   * A topic with a partition for each broker, which that broker leads. The canary writes a record into each and reads it.
   *
   * @default - none: nothing is written
   */
  readonly topic?: string;

  /**
   * How often the canary tries all paths: whole minutes.
   *
   * @default Duration.minutes(1)
   */
  readonly interval?: Duration;

  /**
   * The name of an SSM parameter of this account and region with the contract. The canary reads it at each run. If you add a
   * broker, the canary then tries its path without a deployment. The VPC needs a way to Systems Manager for it.
   *
   * @default - none: the contract of the consumer is deployed with the code
   */
  readonly contractParameterName?: string;
}
