import { IConstruct } from 'constructs';
import { defaultsOfTopicKey, kafkaKey, kafkaKeyNames, NEWEST_RELEASE } from './kafka-definitions';
import { isOlder } from './kafka-line';
import { REMOVED_KEYS } from './removed-keys';
import { quote, reportWarning } from '../private/validation';

/**
 * Of Kafka, and of no definition: those of its authorizer, and of what it hands to config providers and to the managers of tiered
 * storage.
 */
const OF_ITS_PARTS = /^(super\.users|allow\.everyone\.if\.no\.acl\.found|config\.providers\..+|listener\.name\..+)$/;

/** Where the keys of the two managers of tiered storage begin, unless a key says otherwise. */
const TIERED_STORAGE = {
  'remote.log.storage.manager.impl.prefix': 'rsm.config.', 'remote.log.metadata.manager.impl.prefix': 'rlmm.config.',
};

/**
 * Tells of keys that Kafka reads and drops without a word: those nobody has, those nobody has any more, and those that will go.
 */
export function reportOverrideKeys(scope: IConstruct, overrides: { [key: string]: string }): void {
  const prefixes = Object.entries(TIERED_STORAGE).map(([key, usual]) => overrides[key] ?? usual);
  const isOfItsParts = (key: string) => OF_ITS_PARTS.test(key) || prefixes.some(prefix => key.startsWith(prefix));
  const keys = Object.keys(overrides).sort();
  const removed = keys.filter(key => isRemoved(key));
  if (removed.length > 0) {
    reportWarning(scope, 'BrokerPropertiesRenderer.removedKey', "'overrides' has keys that Kafka 4 does not have any more and "
      + `ignores: ${removed.map(key => `${key} (now ${REMOVED_KEYS[key]})`).join('; ')}; remove them`);
  }
  const unknown = keys.filter(key => !kafkaKey(key) && !isRemoved(key) && !isOfItsParts(key));
  if (unknown.length > 0) {
    reportWarning(scope, 'BrokerPropertiesRenderer.unknownKey', `'overrides' has keys that Kafka up to ${NEWEST_RELEASE} does `
      + `not have and ignores: ${unknown.map(withHint).join('; ')}; `
      + 'correct them, or acknowledge this if they are read by a plugin or a newer Kafka');
  }
  const deprecated = keys.filter(key => kafkaKey(key)?.deprecatedFor !== undefined);
  if (deprecated.length > 0) {
    const cures = deprecated.map(key => {
      const successor = kafkaKey(key)!.deprecatedFor;
      return successor ? `${key} (use ${successor})` : `${key} (leave it out)`;
    });
    reportWarning(scope, 'BrokerPropertiesRenderer.deprecatedKey',
      `'overrides' has keys that Kafka will remove: ${cures.join('; ')}`);
  }
}

/** The overrides that a version of Kafka does not have while another one has, with why. */
export function keysOfOtherVersions(overrides: { [key: string]: string }, version: string): string[] {
  const [, line] = /^(\d+\.\d+)\./.exec(version)!;
  return Object.keys(overrides).sort().flatMap(key => {
    const { since, until } = kafkaKey(key) ?? {};
    if (since && isOlder(line, since)) { return [`${key} (since ${since})`]; }
    return until && isOlder(until, line) ? [`${key} (until ${until})`] : [];
  });
}

function isRemoved(key: string): boolean {
  return Object.keys(REMOVED_KEYS).includes(key);
}

function withHint(key: string): string {
  const defaults = defaultsOfTopicKey(key);
  if (defaults) {
    return defaults.length > 0 ? `${key} (of a topic; for all topics it is ${defaults.join(' or ')})` : `${key} (of a topic `
      + 'alone; give it to the topic)';
  }
  const near = nearestKey(key);
  return near ? `${key} (do you mean ${near}?)` : quote(key);
}

/**
 * The key that somebody meant, or undefined: as it is written in other places, such as `KAFKA_LOG_RETENTION_HOURS`, or with a few
 * letters wrong.
 */
export function nearestKey(wrong: string): string | undefined {
  return nearest(wrong.replace(/^KAFKA_/, '').toLowerCase().replace(/[_-]/g, '.'), kafkaKeyNames());
}

/** Of some names the one that a text is meant to be, with a few letters wrong; or undefined. */
export function nearest(written: string, names: string[]): string | undefined {
  const most = Math.max(2, Math.floor(written.length / 6));
  const [found] = names.map(name => ({ name, far: distance(written, name, most) }))
    .filter(({ far }) => far <= most).sort((one, other) => one.far - other.far);
  return found?.name;
}

/** How many letters must be changed, added or left out to make one text of another; more than `most` is told as infinity. */
function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) { return Infinity; }
  let row = [...Array(other.length + 1).keys()];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      next.push(Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1)));
    }
    if (Math.min(...next) > most) { return Infinity; }
    row = next;
  }
  return row[other.length];
}
