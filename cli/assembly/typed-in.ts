import { bootstrapHost, bootstrapServer, Contract, ContractListener, ContractVendor, portOf } from './contracts';

/** A value of the contract that was typed into a vendor. */
export interface Typed {
  readonly value: string;
  /** The broker that it is of, where it is of one. */
  readonly brokerId?: number;
}

/** What is typed into a vendor, of one kind. */
export interface TypedKind {
  /** In words, such as `names`. */
  readonly what: string;
  readonly values: readonly Typed[];
  /** It grows and shrinks with the brokers. */
  readonly isList: boolean;
}

type Values = (contract: Contract, listener: ContractListener) => Typed[];

const one = (value: string): Typed[] => [{ value }];

/** By the words of the contract, in the order in which they are told. */
const KINDS: { [kind: string]: { what: string; values: Values; isList?: true } } = {
  bootstrap: { what: 'address to start from', values: (_, listener) => one(bootstrapServer(listener)) },
  bootstrapPort: { what: 'port to start from', values: (_, { bootstrapPort }) => one(`${bootstrapPort}`) },
  addresses: {
    what: 'addresses of brokers',
    values: (contract, listener) => contract.brokerIds.map((brokerId, i) =>
      ({ value: `${hostOf(contract, listener, i)}:${portOf(listener, brokerId)}`, brokerId })),
    isList: true,
  },
  eachName: {
    what: 'names',
    values: (contract, listener) => [
      ...one(bootstrapHost(listener)),
      ...hasPlaceholder(listener) ? uniqueBrokers(contract, listener) : [],
    ],
    isList: true,
  },
  domain: { what: 'domain of names', values: (_, listener) => one(bootstrapHost(listener)) },
  patterns: {
    what: 'patterns of addresses',
    values: ({ zoneIds }, listener) => patterns(listener, zoneIds).map(name => ({ value: `${name}:*` })),
    isList: true,
  },
  names: {
    what: 'names',
    values: ({ zoneIds }, listener) => wildcards(listener, zoneIds).map(value => ({ value })),
    isList: true,
  },
  zones: { what: 'zones', values: ({ zoneIds }) => zoneIds.map(value => ({ value })), isList: true },
  protocol: {
    what: 'protocol',
    values: (_, { protocol, saslMechanisms = [] }) => one([protocol, ...saslMechanisms.slice(0, 1)].join(' ')),
  },
};

/**
 * What is typed into a vendor by its contract. Nothing for a listener that the contract does not have: its host is pending. What a
 * later version of the library has typed in is left out.
 */
export function typedInto(contract: Contract, vendor: ContractVendor): TypedKind[] {
  const listener = contract.listeners.find(({ name }) => name === vendor.listener);
  if (!listener) { return []; }
  return Object.entries(KINDS).filter(([kind]) => vendor.typedIn.includes(kind))
    .map(([, { what, values, isList = false }]) => ({ what, values: values(contract, listener), isList }));
}

function hasPlaceholder({ host }: ContractListener): boolean {
  return host.includes('{');
}

function hostOf({ brokerIds, brokerZoneIds }: Contract, { host }: ContractListener, i: number): string {
  return host.replace('{brokerId}', `${brokerIds[i]}`).replace('{zoneId}', brokerZoneIds?.[i] ?? '{zoneId}');
}

/** A name of a zone is that of several brokers, and is there once. */
function uniqueBrokers(contract: Contract, listener: ContractListener): Typed[] {
  const perBroker = listener.host.includes('{brokerId}');
  const all = contract.brokerIds.map((brokerId, i): Typed =>
    ({ value: hostOf(contract, listener, i), ...perBroker && { brokerId } }));
  return all.filter(({ value }, i) => all.findIndex(other => other.value === value) === i);
}

/** As few names as there can be. A wildcard stands for one label. */
function wildcards(listener: ContractListener, zoneIds: readonly string[]): string[] {
  const { host } = listener;
  const apex = bootstrapHost(listener);
  if (!hasPlaceholder(listener)) { return [apex]; }
  const isBoth = host.includes('{brokerId}') && host.includes('{zoneId}');
  return [apex, ...isBoth ? patterns(listener, zoneIds) : [`*.${apex}`]];
}

/** Hosts of brokers, those of each zone by one. */
function patterns({ host }: ContractListener, zoneIds: readonly string[]): string[] {
  const ofBrokers = host.split('.').map(label => label.includes('{brokerId}') ? '*' : label).join('.');
  return host.includes('{zoneId}') ? zoneIds.map(zoneId => ofBrokers.replace('{zoneId}', zoneId)) : [ofBrokers];
}
