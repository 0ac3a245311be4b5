import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AdvertisedHost } from '../model/advertised-host';
import { enter, entriesOf } from '../private/app-entries';
import { isInZone, isOfPattern } from '../private/dns-names';
import { quote } from '../private/validation';

/** The hosts of a consumer, and where their records are. */
export interface ServedHosts {
  readonly hosts: AdvertisedHost[];
  /** The name of the hosted zone that was given, or a token; without one a zone is made for each host. */
  readonly givenZone?: string;
  /** Its id, or a token. */
  readonly givenZoneId?: string;
}

/** A consumer that has a place in common with one that came after it. */
export interface Neighbour {
  readonly consumer: IConstruct;
  readonly served: ServedHosts;
  /** The ids of the zones that it made. */
  readonly madeZoneIds: string[];
}

const CONSUMER = 'KafkaPrivateLinkConsumer';

/**
 * Enters the hosts of a consumer, and tells which consumers were there before.
 *
 * @param places where a name leads to one endpoint: the VPC, the hosted zone
 */
export function enterHosts(consumer: IConstruct, places: string[], served: ServedHosts): Neighbour[] {
  const neighbours = places.flatMap(place => entriesOf<ServedHosts>(consumer, CONSUMER, place));
  places.forEach(place => enter(consumer, CONSUMER, place, served));
  return [...new Map(neighbours.map(({ construct, facts }) =>
    [construct, { consumer: construct, served: facts, madeZoneIds: zoneIdsOf(construct, facts) }])).values()];
}

function zoneIdsOf(consumer: IConstruct & { hostedZones?: { hostedZoneId: string }[] }, { givenZone }: ServedHosts): string[] {
  return givenZone === undefined ? consumer.hostedZones?.map(({ hostedZoneId }) => hostedZoneId) ?? [] : [];
}

/**
 * What the hosts of another consumer of the same VPC or hosted zone do to one's own: phrases that go on after the other's name. A
 * VPC asks the zone with the longest name only, whether that has the record or not, and in a zone a record with the very name
 * wins over a wildcard.
 *
 * @param madeZoneIds the ids of the zones that the other one made, of which one may be the zone that is given here
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
 */
export function hostClashes(own: ServedHosts, other: ServedHosts, madeZoneIds: string[]): string[] {
  const isSameZone = own.givenZoneId !== undefined && madeZoneIds.includes(own.givenZoneId);
  return [...new Set(
    own.hosts.flatMap(host => other.hosts.flatMap(otherHost => clash(own, host, other, otherHost, isSameZone) ?? [])),
  )];
}

function clash(
  own: ServedHosts, { bootstrapHost, pattern }: AdvertisedHost, other: ServedHosts, otherHost: AdvertisedHost,
  isSameZone: boolean,
): string | undefined {
  const [name, otherName] = [bootstrapHost, otherHost.bootstrapHost];
  if (name === otherName) { return `already serves the host ${quote(name)}`; }
  if (isOfPattern(name, otherHost.pattern)) {
    return `already serves ${quote(otherHost.pattern)}, of which ${quote(name)} is one,`;
  }
  if (isOfPattern(otherName, pattern)) { return `already serves ${quote(otherName)}, which is one of ${quote(pattern)},`; }
  if (!(isSameZone && own.givenZone === otherName) && isHidden(own, name, other, otherName)) {
    return `makes the zone ${quote(otherName)}, which hides ${quote(name)}`;
  }
  if (isHidden(other, otherName, own, name)) {
    return `already serves ${quote(otherName)}, which the zone ${quote(name)} made here would hide`;
  }
  return undefined;
}

/** Whether the zone that one makes is asked for a host that another has in a zone that was given. */
function isHidden({ givenZone }: ServedHosts, host: string, maker: ServedHosts, made: string): boolean {
  if (givenZone === undefined || Token.isUnresolved(givenZone)) { return false; }
  return maker.givenZone === undefined && isInZone(host, made) && (givenZone === made || !isInZone(givenZone, made));
}
