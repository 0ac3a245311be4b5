import type { ContractDocument, ListenerDocument } from './contract-document';
import { PEM } from './pem-source';
import { quote } from './validation';

/**
 * The versions of the contract's JSON. A minor version only adds keys that a reader may ignore. Whatever would make a reader of the version before refuse a
 * contract, or answer with another address, is a major version, which it refuses by name: docs/adr/0011-contract-versions.md.
 */
const FIRST = '1.0';

/** Listeners say their first broker id, and may have names, mechanisms and forms of truststores that readers of the first version take for mistakes. */
const SECOND = '2.0';

const VERSIONS = [FIRST, SECOND];

/** With `companions`, which readers of the same major version ignore, and answer all else. */
const WITH_COMPANIONS: { [version: string]: string } = { [FIRST]: '1.1', [SECOND]: '2.1' };

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

/** A contract as it is written: in the first version wherever readers of it understand all that it says. */
export function versioned({ listeners, companions = [], ...rest }: Omit<ContractDocument, 'version'>): ContractDocument {
  const major = listeners.every(listener => beyondFirst(listener).length === 0) ? FIRST : SECOND;
  return {
    version: companions.length > 0 ? WITH_COMPANIONS[major] : major,
    ...rest,
    listeners: major === FIRST ? listeners.map(({ firstBrokerId: _, ...listener }) => listener) : listeners,
    ...companions.length > 0 ? { companions } : {},
  };
}

/** Whether a contract is of the first major version. */
export function isOfFirst({ version }: ContractDocument): boolean {
  return majorOf(version) === majorOf(FIRST);
}

/** What is wrong with a version, or undefined. */
export function versionProblem(version: unknown): string | undefined {
  if (version === undefined) {
    return "has no 'version', so it is no contract; save the value of the provider's output alone, without the file of \"cdk deploy --outputs-file\" around it";
  }
  const major = majorOf(version);
  if (major === undefined) {
    return `has version ${quote(version)}, a version is a string of two numbers such as ${quote(FIRST)}; save the provider's output as it is`;
  }
  const known = VERSIONS.map(each => majorOf(each)!);
  return known.includes(major)
    ? undefined
    : `has version ${quote(version)}, this library reads ${known.map(each => `${each}.x`).join(' and ')}; ${major > Math.max(...known) ? 'update cdk-kafka-privatelink here' : "ask for the provider's current output"}`;
}

function majorOf(version: unknown): number | undefined {
  const [, major] = typeof version === 'string' ? /^(\d+)\.\d+$/.exec(version) ?? [] : [];
  return major === undefined ? undefined : Number(major);
}
