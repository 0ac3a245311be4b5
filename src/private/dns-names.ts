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
  if (/^[0-9.]+$/.test(name) || isIPv6(name)) { return 'is an address; clients are told a DNS name, which each VPC resolves to its own endpoint'; }
  if (name === 'localhost' || name.endsWith('.localhost')) { return 'is the client itself'; }
  if (labels.length < 2) { return 'has a single label, which clients complete with their search domains; give a full name such as "kafka.pay.internal"'; }
  if (name.length > 253) { return `is ${name.length} characters long, a DNS name has 253 at most`; }
  const bad = labels.filter(label => !LABEL.test(label));
  if (bad.length > 0) {
    return `has a label that is no DNS label: ${JSON.stringify(bad[0])} (1 to 63 of a-z, 0-9 and "-", no "-" at either end)`;
  }
  return undefined;
}

/** Everything after the first label: the hosted zone that serves a name with a placeholder. */
export function suffixOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

/** Availability zone ids are the same in every account (`use1-az1`); zone names (`us-east-1a`) are not. */
export function zoneIdProblem(zoneId: string): string | undefined {
  return /^[a-z0-9]+(-[a-z0-9]+)*-az[0-9]+$/.test(zoneId)
    ? undefined
    : 'is no availability zone id such as "use1-az1" (a zone name such as "us-east-1a" means another zone in another account)';
}

const SIDES: { [side: string]: string } = {
  north: 'n', south: 's', east: 'e', west: 'w', central: 'c', northeast: 'ne', northwest: 'nw', southeast: 'se', southwest: 'sw',
};

/** How the zone ids of a region begin, as `euw1-` of `eu-west-1`; undefined for regions that are named in another way. */
export function zoneIdPrefix(region: string): string | undefined {
  const [, area, side, number] = /^([a-z]{2})-([a-z]+)-([0-9])$/.exec(region) ?? [];
  return side !== undefined && SIDES[side] ? `${area}${SIDES[side]}${number}-` : undefined;
}

/** The placeholder that a pattern holds, which says what kind of name it is. */
export function placeholderOf(pattern: string): string | undefined {
  return [BROKER_ID, ZONE_ID].find(placeholder => pattern.includes(placeholder));
}

/** Whether a name is one of those that a pattern with a placeholder stands for. */
export function isOfPattern(name: string, pattern: string): boolean {
  const placeholder = placeholderOf(pattern);
  if (!placeholder) { return false; }
  const [before, after] = pattern.split(placeholder);
  const value = name.slice(before.length, -after.length);
  return name === `${before}${value}${after}` && (placeholder === BROKER_ID ? /^[0-9]{1,10}$/.test(value) : zoneIdProblem(value) === undefined);
}

/** Whether a name is a zone's own or in it. */
export function isInZone(name: string, zoneName: string): boolean {
  return `.${name}`.endsWith(`.${zoneName}`);
}

/**
 * What is wrong with the pattern of an advertised host, or undefined.
 *
 * @param brokerId the longest id that stands in it
 */
export function hostPatternProblem(pattern: string, placeholder?: string, brokerId = '998'): string | undefined {
  const meant = pastedHost(pattern);
  if (meant) { return meant; }
  const parts = placeholder ? pattern.split(placeholder) : [pattern];
  if (placeholder && (parts.length !== 2 || parts[0].includes('.'))) {
    return `must have ${placeholder} once, in its first label, for example "b${placeholder}.kafka.pay.internal"`;
  }
  if (/[{}]/.test(parts.join(''))) {
    return placeholder
      ? `has a brace that does not belong to ${placeholder}`
      : `has a placeholder; use AdvertisedHost.perBroker() for ${BROKER_ID} or AdvertisedHost.perZone() for ${ZONE_ID}`;
  }
  if (placeholder && suffixOf(pattern).split('.').length < 2) {
    return 'needs at least two labels after the first one: they are the name of a hosted zone';
  }
  // Filled with a long value, so that the length that counts is the one that clients see.
  return hostNameProblem(parts.join(placeholder === ZONE_ID ? 'usw2-lax1-az1' : brokerId));
}
