import type { ContractDocument, ListenerDocument } from './contract-document';
import { placeholdersOf } from './dns-names';
import { PEM } from './pem-source';
import { quote } from './validation';

/**
 * The versions of the contract's JSON. A minor version only adds keys that a reader may ignore. Whatever would make a reader of
 * the version before refuse a contract, or answer with another address, is a major version, which it refuses by name:
 * docs/adr/0011-contract-versions.md.
 */
const FIRST = '1.0';

/**
 * Listeners say their first broker id, and may have names, mechanisms and forms of truststores that readers of the first version
 * take for mistakes.
 */
const SECOND = '2.0';

/** `listeners` may be empty, since all are in `moreListeners`, or have no name yet. */
const THIRD = '3.0';

const VERSIONS = [FIRST, SECOND, THIRD];

/** With `companions`, which readers of the same major version ignore, and answer all else. */
const WITH_COMPANIONS: { [version: string]: string } = { [FIRST]: '1.1', [SECOND]: '2.1', [THIRD]: THIRD };

/** With `moreListeners`, which readers of the same major version ignore, and answer all that concerns the other listeners. */
const WITH_MORE_LISTENERS: { [version: string]: string } = { [FIRST]: '1.2', [SECOND]: '2.2', [THIRD]: THIRD };

/** With `clusterId` or `vendors`, which readers of the same major version ignore, and connect all the same. */
const WITH_LATER_KEYS: { [version: string]: string } = { [FIRST]: '1.3', [SECOND]: '2.3', [THIRD]: '3.1' };

/** The first version of all that readers of that version know. */
export const FIRST_NAME = /^[A-Z][A-Z0-9_]{0,30}$/;
const FIRST_MECHANISMS = ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'OAUTHBEARER', 'PLAIN', 'GSSAPI'];

/** What a listener has that a reader of the first version would take for a mistake, or not see, in the words of a message. */
export function beyondFirst({ name, firstBrokerId, saslMechanisms, truststoreType }: ListenerDocument): string[] {
  const foreign = saslMechanisms.filter(mechanism => !FIRST_MECHANISMS.includes(mechanism));
  return [
    ...FIRST_NAME.test(name) ? [] : [`'name' ${quote(name)}`],
    ...(firstBrokerId ?? 0) === 0 ? [] : [`'firstBrokerId' ${quote(firstBrokerId)}`],
    ...foreign.length === 0 ? [] : [`'saslMechanisms' ${foreign.map(quote).join(', ')}`],
    ...truststoreType === undefined || truststoreType === PEM ? [] : [`'truststoreType' ${quote(truststoreType)}`],
  ];
}

/** Whether readers of the first two major versions would take the host for a mistake. */
function isBeyondSecond({ host }: ListenerDocument): boolean {
  return placeholdersOf(host).length > 1;
}

/**
 * A contract as it is written: in the first version wherever readers of it understand all that it says. A listener with a host
 * that they would take for a mistake is where they don't look, so that they read the others.
 */
export function versioned(
  { listeners: all, companions = [], vendors = [], ...rest }: Omit<ContractDocument, 'version' | 'moreListeners'>,
): ContractDocument {
  const listeners = all.filter(listener => !isBeyondSecond(listener));
  const moreListeners = all.filter(isBeyondSecond);
  const isFirst = listeners.every(listener => beyondFirst(listener).length === 0);
  const major = listeners.length === 0 ? THIRD : isFirst ? FIRST : SECOND;
  return {
    version: versionWith(major, {
      later: rest.clusterId !== undefined || vendors.length > 0,
      moreListeners: moreListeners.length > 0,
      companions: companions.length > 0,
    }),
    ...rest,
    listeners: major === FIRST ? listeners.map(({ firstBrokerId: _, ...listener }) => listener) : listeners,
    ...moreListeners.length > 0 ? { moreListeners } : {},
    ...companions.length > 0 ? { companions } : {},
    ...vendors.length > 0 ? { vendors } : {},
  };
}

/** The first version of a major one that has what is there. */
function versionWith(major: string, has: { later: boolean; moreListeners: boolean; companions: boolean }): string {
  if (has.later) { return WITH_LATER_KEYS[major]; }
  if (has.moreListeners) { return WITH_MORE_LISTENERS[major]; }
  return has.companions ? WITH_COMPANIONS[major] : major;
}

/** Whether a contract is of the first major version. */
export function isOfFirst({ version }: ContractDocument): boolean {
  return majorOf(version) === majorOf(FIRST);
}

/** Whether a contract may have no listener that readers of the first two major versions understand. */
export function isOfThird({ version }: ContractDocument): boolean {
  return majorOf(version) === majorOf(THIRD);
}

/** What is wrong with a version, or undefined. */
export function versionProblem(version: unknown): string | undefined {
  if (version === undefined) {
    return "has no 'version', so it is not a contract; save the value of the provider's output alone, "
      + 'without the file of "cdk deploy --outputs-file" around it';
  }
  const major = majorOf(version);
  if (major === undefined) {
    return `has version ${quote(version)}, a version is a string of two numbers such as ${quote(FIRST)}; `
      + "save the provider's output as it is";
  }
  const known = VERSIONS.map(each => majorOf(each)!);
  return known.includes(major)
    ? undefined
    : `has version ${quote(version)}, `
      + `this library reads ${known.map(each => `${each}.x`).join(', ').replace(/, (?=\S+$)/, ' and ')}; `
      + `${major > Math.max(...known) ? 'update cdk-kafka-privatelink here' : "ask for the provider's current output"}`;
}

function majorOf(version: unknown): number | undefined {
  const [, major] = typeof version === 'string' ? /^(\d+)\.\d+$/.exec(version) ?? [] : [];
  return major === undefined ? undefined : Number(major);
}
