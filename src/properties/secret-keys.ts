import { PLACEHOLDER } from './server-properties';

/** Keys that carry a secret, in Kafka and by custom in its plugins. */
export const SECRET = /password|passphrase|(^|[._-])secret([._-]|$)|jaas\.config$|keystore\.key$|(access|private|api)[._-]key$/i;

/** A reference and nothing beside it. */
export function isReference(value: string): boolean {
  return new RegExp(`^${PLACEHOLDER.source}$`).test(value);
}

/** A value as it may be shown: of a secret not even its length. */
export function shown(key: string, value: string): string {
  return SECRET.test(key) && !isReference(value) ? '(hidden)' : value;
}
