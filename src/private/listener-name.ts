/**
 * What a client listener may be named: as Kafka takes names, as far as rules of security groups take them too, in whose
 * descriptions they stand.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpRange.html
 */
export const LISTENER_NAME = /^[A-Za-z0-9._-]+$/;

/** Names that Kafka or this library uses for listeners of its own, or that would say something untrue of one. */
export const RESERVED_NAMES = ['CONTROLLER', 'INTERNAL', 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'];

/** What Kafka makes of a name: it tells listeners apart in capitals. */
export function kafkaName(name: string): string {
  return name.toUpperCase();
}
