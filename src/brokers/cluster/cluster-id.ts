import { createHash } from 'crypto';

/** 16 bytes in base64url without padding: the last of the 22 characters carries two bits. */
const CLUSTER_ID = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/**
 * Whether Kafka, which takes any text, and every tool around it take a text as the same id. Scripts hand it to Kafka's tools, so
 * no hyphen first.
 */
export function isClusterId(text: string): boolean {
  return CLUSTER_ID.test(text) && !text.startsWith('-');
}

/** An id that is the same at every synthesis, from what does not change as long as the construct stays where it is. */
export function clusterIdFrom(seed: string): string {
  const id = createHash('sha256').update(seed).digest().subarray(0, 16).toString('base64url');
  // Kafka's own ids hold no hyphen, so that none is taken for an option.
  return id.includes('-') ? clusterIdFrom(id) : id;
}
