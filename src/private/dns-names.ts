import { isIPv6 } from 'net';
import { pastedHost } from './pasted-hosts';
import { BROKER_ID, ZONE_ID } from './placeholders';

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * What is wrong with a host name that clients are told, or undefined.
 *
 * Stricter than Kafka, which accepts an empty host, `localhost` and `::`: each of these sends a client to itself.
 */
export function hostNameProblem(name: string): string | undefined {
  const labels = name.split('.');
  if (name === '') { return 'is empty'; }
  const meant = pastedHost(name);
  if (meant) { return meant; }
  if (/[A-Z]/.test(name)) { return 'has capital letters; Route 53 keeps names in lower case, write it so'; }
  if (/^[0-9.]+$/.test(name) || isIPv6(name)) {
    return 'is an address; clients are told a DNS name, which each VPC resolves to its own endpoint';
  }
  if (name === 'localhost' || name.endsWith('.localhost')) { return 'is the client itself'; }
  if (labels.length < 2) {
    return 'has a single label, which clients complete with their search domains; '
      + 'give a full name such as "kafka.pay.example.com"';
  }
  if (name.length > 253) { return `is ${name.length} characters long, a DNS name has 253 at most`; }
  const bad = labels.filter(label => !LABEL.test(label));
  if (bad.length > 0) {
    return `has a label that is not a DNS label: ${JSON.stringify(bad[0])} (1 to 63 of a-z, 0-9 and "-", no "-" at either end)`;
  }
  return undefined;
}

/** What follows the labels that have a placeholder: the hosted zone that serves the names of a pattern. */
export function suffixOf(pattern: string): string {
  return pattern.split('.').slice(placeholdersOf(pattern).length).join('.');
}

/** Availability zone ids are the same in every account (`use1-az1`); zone names (`us-east-1a`) are not. */
export function zoneIdProblem(zoneId: string): string | undefined {
  return /^[a-z0-9]+(-[a-z0-9]+)*-az[0-9]+$/.test(zoneId)
    ? undefined
    : 'is not an availability zone id such as "use1-az1" '
      + '(a zone name such as "us-east-1a" means another zone in another account)';
}

const SIDES: { [side: string]: string } = {
  north: 'n', south: 's', east: 'e', west: 'w', central: 'c', northeast: 'ne', northwest: 'nw', southeast: 'se', southwest: 'sw',
};

/** How the zone ids of a region begin, as `euw1-` of `eu-west-1`; undefined for regions that are named in another way. */
export function zoneIdPrefix(region: string): string | undefined {
  const [, area, side, number] = /^([a-z]{2})-([a-z]+)-([0-9])$/.exec(region) ?? [];
  return side !== undefined && SIDES[side] ? `${area}${SIDES[side]}${number}-` : undefined;
}

/** The placeholders that a pattern holds, in the order of their labels. They say what kind of name it is. */
export function placeholdersOf(pattern: string): string[] {
  return [BROKER_ID, ZONE_ID].filter(placeholder => pattern.includes(placeholder));
}

/** Whether a name is one of those that a pattern with a placeholder stands for. */
export function isOfPattern(name: string, pattern: string): boolean {
  const labels = pattern.split('.');
  const given = name.split('.');
  return placeholdersOf(pattern).length > 0 && labels.length === given.length
    && labels.every((label, i) => isOfLabel(given[i], label));
}

function isOfLabel(given: string, label: string): boolean {
  const [placeholder] = placeholdersOf(label);
  if (!placeholder) { return given === label; }
  const [before, after] = label.split(placeholder);
  const value = given.slice(before.length, given.length - after.length);
  return given === `${before}${value}${after}`
    && (placeholder === BROKER_ID ? /^[0-9]{1,10}$/.test(value) : zoneIdProblem(value) === undefined);
}

/** Whether a name is a zone's own or in it. */
export function isInZone(name: string, zoneName: string): boolean {
  return `.${name}`.endsWith(`.${zoneName}`);
}

/**
 * What is wrong with the pattern of an advertised host, or undefined.
 *
 * @param placeholders those of its kind, one in each of the first labels
 * @param brokerId the longest id that stands in it
 */
export function hostPatternProblem(pattern: string, placeholders: string[] = [], brokerId = '998'): string | undefined {
  const meant = pastedHost(pattern);
  if (meant) { return meant; }
  const misplaced = placeholders.find((placeholder, i) =>
    pattern.split(placeholder).length !== 2 || !pattern.split('.')[i]?.includes(placeholder));
  if (misplaced) {
    return `must have ${misplaced} once, in its ${ORDINALS[placeholders.indexOf(misplaced)]} label, `
      + `for example "${EXAMPLES[placeholders.length - 1](placeholders)}"`;
  }
  const filled = fill(fill(pattern, BROKER_ID, brokerId, placeholders), ZONE_ID, LONG_ZONE_ID, placeholders);
  if (/[{}]/.test(filled)) {
    return placeholders.length > 0
      ? `has a brace that does not belong to ${placeholders.join(' or ')}`
      : `has a placeholder; use AdvertisedHost.perBroker() for ${BROKER_ID}, AdvertisedHost.perZone() for ${ZONE_ID}, `
        + 'or AdvertisedHost.perBrokerAndZone() for both';
  }
  if (placeholders.length > 0 && suffixOf(pattern).split('.').length < 2) {
    return `needs at least two labels after the ${ORDINALS[placeholders.length - 1]} one: they are the name of a hosted zone`;
  }
  // Filled with long values, so that the length that counts is the one that clients see.
  return hostNameProblem(filled);
}

const ORDINALS = ['first', 'second'];
const LONG_ZONE_ID = 'usw2-lax1-az1';
const EXAMPLES = [
  ([placeholder]: string[]) => `b${placeholder}.kafka.pay.example.com`,
  ([brokerId, zoneId]: string[]) => `b${brokerId}.${zoneId}.kafka.pay.example.com`,
];

function fill(pattern: string, placeholder: string, value: string, own: string[]): string {
  return own.includes(placeholder) ? pattern.replace(placeholder, value) : pattern;
}
