import type { TypedIn } from '../private/contract-document';

/** How a fact was found: its page was read in full, or in part only, or it follows from others. */
export type Certainty = 'read' | 'part' | 'inferred';

/** Where a fact is from, as it was read. */
export interface Source {
  readonly title: string;
  readonly url: string;
  /** The date or the commit of the copy that was read. */
  readonly copy: string;
  /** The day on which it was read again, if that is later than `FACTS_AS_OF`. */
  readonly readOn?: string;
}

/** Something that a vendor does or asks for. */
export interface Fact<T> {
  readonly value: T;
  readonly certainty: Certainty;
  readonly source: Source;
}

/** The day on which all sources had been read. Some were read again later. */
export const FACTS_AS_OF = '2026-11-28';

/** How a vendor finds the way from an advertised `host:port` to its endpoint. */
export type WayToBrokers = 'resolves the names of the listener' | 'rewrites the addresses of a list'
  | 'rewrites the addresses that a pattern fits' | 'resolves names by zone';

/** A row of the table of vendors. */
export interface VendorFacts {
  readonly name: string;
  readonly way: Fact<WayToBrokers>;
  /** The ARN that connects, by partition, with `{partition}` and `{region}`, where it is the same for all customers. */
  readonly fixedPrincipal?: Fact<{ readonly [partition: string]: string }>;
  /** Where the principal is found. */
  readonly principalFrom: Fact<string>;
  /** What is made there, which connects. */
  readonly object: Fact<string>;
  /** What is typed into it, beside the name of the service, so that it must hear of a change. */
  readonly typedIn: Fact<TypedIn[]>;
  /** What becomes of an endpoint that waits. */
  readonly acceptance: Fact<string>;
  /** Names that it takes for its own network. */
  readonly forbiddenSuffixes?: Fact<string[]>;
  /** Of one endpoint. */
  readonly maxNames?: Fact<number>;
  /** It takes names one by one, so that a broker with a name of its own must be told to it. */
  readonly exactNames?: Fact<true>;
  /** One endpoint has one host. */
  readonly oneHost?: Fact<true>;
  /** The lowest port that it connects to. */
  readonly minPort?: Fact<number>;
  readonly needsCrossZone?: Fact<true>;
  readonly sameRegionOnly?: Fact<true>;
  readonly protocols?: Fact<string[]>;
  /** Whether a broker that is added is reached only when the vendor was told of it. */
  readonly keepsBrokerList?: Fact<true>;
  /** The domain in which it gives names, which tell the zone in the second label. */
  readonly ownDomain?: Fact<string>;
  /** It resolves no names but its own. */
  readonly ownNamesOnly?: Fact<true>;
  /** It trusts public authorities only. */
  readonly publicAuthorityOnly?: Fact<true>;
  /** What is to be done before the service or the load balancer is deleted. */
  readonly leaving: Fact<string>;
  /** When the name of the listener is known, if not from the beginning. */
  readonly nameFrom?: Fact<string>;
}

/** The facts of a row, by their keys. */
export function factsIn(row: VendorFacts): [key: string, fact: Fact<unknown>][] {
  const { name: _, ...facts } = row;
  return Object.entries<Fact<unknown> | undefined>(facts)
    .flatMap(([key, fact]): [string, Fact<unknown>][] => fact ? [[key, fact]] : []);
}

/** The sources of a row, each once. */
export function sourcesOf(row: VendorFacts): Source[] {
  return [...new Map(factsIn(row).map(([, { source }]) => [source.url, source])).values()];
}
