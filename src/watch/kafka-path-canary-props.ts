import { Duration } from 'aws-cdk-lib';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type { KafkaPrivateLinkConsumer } from '../private-link/kafka-private-link-consumer';

/**
 * Properties of a `KafkaPathCanary`.
 */
export interface KafkaPathCanaryProps {
  /** Whose paths are looked at. The canary is in the same VPC, and is let in by `allowFrom`. */
  readonly consumer: KafkaPrivateLinkConsumer;

  /**
   * The listeners that are looked at, by their names in the contract.
   *
   * @default - all that the consumer uses
   */
  readonly listenerNames?: string[];

  /**
   * A file of PEM with the authorities of the brokers' certificates, relative to the working directory of the app. It is no
   * secret, and goes along with the code.
   *
   * @default - those that Node knows: public authorities
   */
  readonly authoritiesFile?: string;

  /**
   * A secret of JSON with the properties of a client that logs in, by Kafka's keys, such as `sasl.mechanism` and
   * `sasl.jaas.config`. The VPC needs a way to Secrets Manager for it.
   *
   * @default - none: where a listener asks for a login, what comes after it is not looked at
   */
  readonly credentials?: secrets.ISecret;

  /**
   * A topic with a partition for each broker, which that broker leads. The canary writes a record into each and reads it.
   *
   * @default - none: nothing is written
   */
  readonly topic?: string;

  /**
   * How often all paths are looked at: whole minutes.
   *
   * @default Duration.minutes(1)
   */
  readonly interval?: Duration;

  /**
   * The name of an SSM parameter with the contract, of this account and region, which is read at each run. A broker that is added
   * is then looked at without a deployment. The VPC needs a way to Systems Manager for it.
   *
   * @default - none: the contract of the consumer goes along with the code
   */
  readonly contractParameterName?: string;
}
