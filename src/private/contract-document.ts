import { CompanionDocument, companionProblems } from './companion-plan';
import { clusterIdProblem } from './contract-cluster-id';
import { FIRST_NAME, isOfFirst, isOfThird, versionProblem } from './contract-versions';
import { hostPatternProblem, placeholdersOf, zoneIdPrefix, zoneIdProblem } from './dns-names';
import { kafkaName, LISTENER_NAME } from './listener-name';
import { pastedContract, pastedDocument } from './pasted-contracts';
import { PEM } from './pem-source';
import { ZONE_ID } from './placeholders';
import { brokerIdRange, brokerPort, isBrokerId, MAX_BROKER_ID, MAX_FIRST_PORT, slotRange, slotsOverlap } from './port-plan';
import { duplicates, isIntegerIn, Problems, quote } from './validation';

/**
 * The mechanisms that Kafka has. The first of a listener is what its clients are told: the stronger before the weaker, and what
 * needs more of the client later.
 */
export const SASL_MECHANISMS = ['SCRAM-SHA-512', 'SCRAM-SHA-256', 'OAUTHBEARER', 'PLAIN', 'GSSAPI'];

/** Any that a server may have. @see https://datatracker.ietf.org/doc/html/rfc4422#section-3.1 */
export const SASL_MECHANISM = /^[A-Z0-9_-]{1,20}$/;

/** The name of a key store's form: Kafka's own PEM, and Java's, of which providers bring more. */
export const STORE_TYPE = /^[A-Z][A-Z0-9]{1,19}$/;

/** A client listener in the contract's JSON. */
export interface ListenerDocument {
  readonly name: string;
  readonly protocol: string;
  readonly saslMechanisms: string[];
  /** Where clients must show a certificate. */
  readonly clientCertificate?: boolean;
  /** Where clients need the authorities of the brokers' certificate: in which form they are given. */
  readonly truststoreType?: string;
  readonly host: string;
  readonly firstPort: number;
  /** The broker at `firstPort`. In the first version it is 0 and not there. */
  readonly firstBrokerId?: number;
  readonly bootstrapPort: number;
}

/** What is typed into a vendor, which must hear of it when it changes. Values are those that the contract has or implies. */
export type TypedIn =
  /** Names that lead to the endpoint, as few as there can be: exact ones, and wildcards for one label. */
  | 'names'
  /** Every name by itself. */
  | 'eachName'
  /** Patterns that the addresses of brokers fit, by zone where hosts are. */
  | 'patterns'
  /** What names of brokers have in common, at their end. */
  | 'domain'
  /** `host:port` of every broker. */
  | 'addresses'
  /** `host:port` to start from. */
  | 'bootstrap'
  | 'bootstrapPort'
  | 'zones'
  /** And the mechanism, of SASL. */
  | 'protocol';

/** A managed service of somebody else that uses a listener. */
export interface VendorDocument {
  readonly name: string;
  /** The name of a listener; one whose host is pending is not in the contract yet. */
  readonly listener: string;
  /** What must be told to it. Readers ignore what they don't know. */
  readonly typedIn: string[];
  /** The brokers that it was told of, where somebody says so. */
  readonly listedBrokerIds?: number[];
}

/** The contract's JSON. */
export interface ContractDocument {
  readonly version: string;
  readonly serviceName?: string;
  readonly region: string;
  /** Which brokers must be of. Left out where it is not known, and ignored by readers that do not know it. */
  readonly clusterId?: string;
  readonly zoneIds: string[];
  readonly brokerIds: number[];
  /** The zone id of each broker, in the order of `brokerIds`; where a host is named by zone. */
  readonly brokerZoneIds?: string[];
  readonly listeners: ListenerDocument[];
  /**
   * Listeners with hosts that readers of the first two major versions would take for mistakes. Readers ignore those that they
   * don't understand.
   */
  readonly moreListeners?: ListenerDocument[];
  /** What is served beside Kafka. Left out where there is nothing, and ignored by readers that do not know it. */
  readonly companions?: CompanionDocument[];
  /** Who must be told of a change, for the command `diff`. Left out where there is nobody, and ignored by other readers. */
  readonly vendors?: VendorDocument[];
}

type Check = (value: any) => boolean;
const isText: Check = value => typeof value === 'string' && value !== '';
const isNumber: Check = value => typeof value === 'number';
const listOf = (check: Check): Check => value => Array.isArray(value) && value.every(check);

const CONTRACT_KEYS: { [key: string]: [Check, string] } = {
  region: [isText, 'a region'],
  zoneIds: [listOf(isText), 'a list of availability zone ids'],
  brokerIds: [listOf(isNumber), 'a list of broker ids'],
  listeners: [value => Array.isArray(value) && value.length > 0, 'a list of at least one listener'],
};

const LISTENER_KEYS: { [key: string]: [Check, string] } = {
  name: [isText, 'a name'],
  protocol: [isText, 'a security protocol'],
  saslMechanisms: [listOf(isText), 'a list of SASL mechanisms'],
  host: [isText, 'a host name'],
  firstPort: [isNumber, 'a port'],
  bootstrapPort: [isNumber, 'a port'],
};

const COMPANION_KEYS: { [key: string]: [Check, string] } = {
  name: [isText, 'a name'],
  protocol: [isText, 'a protocol'],
  host: [isText, 'a host name'],
  port: [isNumber, 'a port'],
};

const VENDOR_KEYS: { [key: string]: [Check, string] } = {
  name: [isText, 'a name'],
  listener: [isText, 'the name of a listener'],
  typedIn: [listOf(isText), 'a list of what is typed into it'],
};

/** In the third version. */
const THIRD_KEYS: { [key: string]: [Check, string] } = {
  listeners: [Array.isArray, 'a list of listeners'],
};

/** From the second version on. Left out, every port would be another one. */
const SECOND_LISTENER_KEYS: { [key: string]: [Check, string] } = {
  firstBrokerId: [isNumber, 'a broker id'],
};

/** Reads a contract; throws one error with everything that is wrong with it. Unknown keys are ignored. */
export function parseContract(json: string, where: string, protocols: string[]): ContractDocument {
  const problems = new Problems(where);
  const document = parseObject(json.replace(/^\uFEFF/, ''), problems); // editors of Windows put this mark in front
  problems.throwIfAny();
  checkVersion(problems, document);
  problems.throwIfAny();
  checkKeys(problems, document, isOfThird(document) ? { ...CONTRACT_KEYS, ...THIRD_KEYS } : CONTRACT_KEYS, 'the contract');
  if (Array.isArray(document.listeners)) {
    checkListenerKeys(
      problems, document.listeners, isOfFirst(document) ? LISTENER_KEYS : { ...LISTENER_KEYS, ...SECOND_LISTENER_KEYS },
    );
  }
  if (document.moreListeners !== undefined && !Array.isArray(document.moreListeners)) {
    problems.add('KafkaServiceContract.badKey', "'moreListeners' of the contract must be a list of listeners, "
      + `got ${quote(document.moreListeners)}`);
  } else {
    checkListenerKeys(problems, understoodOf(document), { ...LISTENER_KEYS, ...SECOND_LISTENER_KEYS });
  }
  checkListOf(problems, document.companions, COMPANION_KEYS, 'companion');
  checkListOf(problems, document.vendors, VENDOR_KEYS, 'vendor');
  problems.throwIfAny();
  checkConsistency(problems, document as ContractDocument, protocols);
  problems.throwIfAny();
  return document as ContractDocument;
}

/** What is wrong with the host of a listener for this reader, or undefined. */
export function listenerHostProblem({ host }: ListenerDocument): string | undefined {
  return isText(host) ? hostPatternProblem(host, placeholdersOf(host)) : 'is not a host name';
}

/** Those of `moreListeners` that this reader understands. */
export function understoodOf({ moreListeners = [] }: ContractDocument): ListenerDocument[] {
  return moreListeners.filter(listener => listenerHostProblem(listener ?? {}) === undefined);
}

/** What is wrong with a literal region, or undefined. */
export function regionProblem(region: string): string | undefined {
  if (/^[a-z]+(-[a-z]+)+-[0-9]+$/.test(region)) { return undefined; }
  const [, ofZone] = /^([a-z]+(?:-[a-z]+)+-[0-9]+)[a-z]$/.exec(region) ?? [];
  if (ofZone !== undefined) { return `is a zone; its region is ${quote(ofZone)}`; }
  const written = region.trim().toLowerCase().replace(/[\s_]+/g, '-');
  return `is not a region such as ${quote(/^[a-z]+(-[a-z]+)+-[0-9]+$/.test(written) ? written : 'eu-west-1')}`;
}

/** The region in a literal endpoint service name, or undefined if it is none. The name's first labels differ by partition. */
export function regionOfService(serviceName: string): string | undefined {
  return /^(?:[a-z0-9-]+\.)+vpce\.([a-z0-9-]+)\.vpce-svc-[0-9a-f]+$/.exec(serviceName)?.[1];
}

/** What a person meant who gave this as the name of a service. */
function pastedServiceName(text: string, region = '<region>'): string {
  const [id] = /\bvpce-svc-[0-9a-f]+\b/.exec(text) ?? [];
  const example = '"com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"';
  if (id !== undefined && id !== text && !/^(arn:|vpce-svc-)/.test(text)) {
    return `is not an endpoint service name such as ${example}`;
  }
  if (id !== undefined) {
    const what = text.startsWith('arn:') ? 'the ARN' : id === text ? 'the id' : 'the DNS name';
    return `is ${what} of an endpoint service; give its name, which begins with "com.amazonaws.vpce." in most partitions: `
      + `"com.amazonaws.vpce.${region}.${id}"`;
  }
  return /^vpce-[0-9a-f]+/.test(text)
    ? `is an endpoint, which a consumer has; give the name of the service, such as ${example}`
    : `is not an endpoint service name such as ${example}`;
}

/** What is wrong with a literal endpoint service name for a region, or undefined. */
export function serviceNameProblem(serviceName: string, region?: string): string | undefined {
  const own = regionOfService(serviceName);
  if (own === undefined) {
    return `${quote(serviceName)} ${pastedServiceName(serviceName, region)}`;
  }
  return region !== undefined && own !== region
    ? `${quote(serviceName)} is a service of ${own}, but the contract's region is ${quote(region)}`
    : undefined;
}

function parseObject(json: string, problems: Problems): any {
  try {
    const document = JSON.parse(json);
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
      return document;
    }
    problems.add('KafkaServiceContract.json', notAnObject(document, json));
  } catch (error) {
    const meant = pastedContract(json);
    problems.add('KafkaServiceContract.json', meant !== undefined && json.trim() !== ''
      ? meant
      : `is not JSON, perhaps cut off (${json.length} characters): ${meant ?? (error as Error).message}`);
  }
  return undefined;
}

function notAnObject(document: unknown, json: string): string {
  if (Array.isArray(document) && document.some(each => each?.OutputValue !== undefined)) {
    return "is a list of outputs; save the 'OutputValue' of the contract's alone";
  }
  if (typeof document === 'string') {
    return pastedContract(document) ?? 'is a JSON string with the contract in it; save the value itself, '
      + 'for example by "aws … --output text" or "jq -r"';
  }
  return "must be a JSON object as in the provider's output, "
    + `got ${quote(json.slice(0, 40))}${document === null ? ', which is what a program prints that found no such output' : ''}`;
}

function checkVersion(problems: Problems, document: any): void {
  const problem = document.version === undefined
    ? pastedDocument(document) ?? versionProblem(undefined)
    : versionProblem(document.version);
  if (problem) { problems.add('KafkaServiceContract.version', problem); }
}

function checkKeys(problems: Problems, value: any, keys: { [key: string]: [Check, string] }, owner: string): void {
  for (const [key, [check, kind]] of Object.entries(keys)) {
    if (value[key] === undefined) {
      problems.add('KafkaServiceContract.missingKey', `${owner} has no '${key}' (${kind}); save the provider's output as it is`);
    } else if (!check(value[key])) {
      problems.add('KafkaServiceContract.badKey', `'${key}' of ${owner} must be ${kind}, got ${quote(value[key])}`);
    }
  }
}

function checkListenerKeys(problems: Problems, listeners: any[], keys: { [key: string]: [Check, string] }): void {
  listeners.forEach((listener, i) =>
    checkKeys(problems, listener ?? {}, keys, `listener ${listener?.name ? quote(listener.name) : `number ${i + 1}`}`));
}

/** A list that a contract may have. */
function checkListOf(
  problems: Problems, list: any, keys: { [key: string]: [Check, string] }, kind: 'companion' | 'vendor',
): void {
  if (list === undefined) { return; }
  if (!Array.isArray(list)) {
    problems.add('KafkaServiceContract.badKey', `'${kind}s' of the contract must be a list of ${kind}s, got ${quote(list)}`);
    return;
  }
  list.forEach((each, i) =>
    checkKeys(problems, each ?? {}, keys, `${kind} ${each?.name ? quote(each.name) : `number ${i + 1}`}`));
}

function checkConsistency(problems: Problems, document: ContractDocument, protocols: string[]): void {
  const contradiction = (message: string) => problems.add('KafkaServiceContract.contradiction', message);
  const { serviceName, region, clusterId, zoneIds, brokerIds, brokerZoneIds } = document;
  const listeners = [...document.listeners, ...understoodOf(document)];

  const regionIsBad = regionProblem(region);
  if (regionIsBad) { contradiction(`'region' ${quote(region)} ${regionIsBad}`); }
  const nameProblem = serviceName === undefined ? undefined : serviceNameProblem(serviceName, regionIsBad ? undefined : region);
  if (nameProblem) { contradiction(`'serviceName' ${nameProblem}`); }
  const clusterProblem = clusterId === undefined ? undefined : clusterIdProblem(clusterId);
  if (clusterProblem) { contradiction(`'clusterId' ${clusterProblem}`); }
  for (const zoneId of zoneIds) {
    const problem = zoneIdProblem(zoneId);
    if (problem) { contradiction(`'zoneIds' has ${quote(zoneId)}, which ${problem}`); }
  }
  for (const zoneId of duplicates(zoneIds)) { contradiction(`'zoneIds' has ${quote(zoneId)} more than once`); }
  const prefix = zoneIdPrefix(region);
  for (const zoneId of prefix === undefined ? [] : zoneIds.filter(id => !zoneIdProblem(id) && !id.startsWith(prefix))) {
    contradiction(`'zoneIds' has ${quote(zoneId)}, which is not a zone of ${quote(region)}: `
      + `ids of its zones begin with ${quote(prefix)}`);
  }
  if (brokerIds.length === 0) { contradiction("'brokerIds' is empty, and a Kafka has at least one broker"); }
  for (const brokerId of brokerIds.filter(id => !isBrokerId(id))) {
    contradiction(`'brokerIds' has ${quote(brokerId)}, ids are integers from 0 to ${MAX_BROKER_ID}`);
  }
  for (const brokerId of duplicates(brokerIds)) { contradiction(`'brokerIds' has ${brokerId} more than once`); }
  for (const name of duplicates(listeners.map(listener => kafkaName(listener.name)))) {
    contradiction(`two listeners are named ${quote(name)}`);
  }

  listeners.forEach((listener, i) => {
    const named = `listener ${quote(listener.name)}`;
    const isFirst = isOfFirst(document) && i < document.listeners.length;
    const form = isFirst ? FIRST_NAME : LISTENER_NAME;
    if (!form.test(listener.name)) {
      contradiction(`${named} has a name that is not a Kafka listener's; it must match ${form.source}`);
    }
    const hostProblem = listenerHostProblem(listener);
    if (hostProblem) { contradiction(`'host' ${quote(listener.host)} of ${named} ${hostProblem}`); }
    if (!protocols.includes(listener.protocol)) {
      contradiction(`'protocol' ${quote(listener.protocol)} of ${named} is none of ${protocols.join(', ')}`);
    } else if (listener.protocol.startsWith('SASL_') !== listener.saslMechanisms.length > 0) {
      contradiction(`${named} has protocol ${listener.protocol} and SASL mechanisms ${quote(listener.saslMechanisms)}: `
        + 'one says SASL and the other does not');
    }
    for (const mechanism of duplicates(listener.saslMechanisms)) {
      contradiction(`'saslMechanisms' of ${named} has ${quote(mechanism)} more than once`);
    }
    for (const mechanism of listener.saslMechanisms.filter(name =>
      !(isFirst ? SASL_MECHANISMS.includes(name) : SASL_MECHANISM.test(name)))) {
      contradiction(`'saslMechanisms' of ${named} has ${quote(mechanism)}, `
        + `which is ${isFirst ? `none of ${SASL_MECHANISMS.join(', ')}` : 'no mechanism'}`);
    }
    if (listener.clientCertificate === true && listener.protocol.endsWith('PLAINTEXT')) {
      contradiction(`${named} has protocol ${listener.protocol} and asks for a client certificate, which takes TLS`);
    }
    if (![undefined, true, false].includes(listener.clientCertificate)) {
      contradiction(`'clientCertificate' of ${named} must be true or false, got ${quote(listener.clientCertificate)}`);
    }
    const { truststoreType } = listener;
    if (truststoreType !== undefined && !(isFirst ? truststoreType === PEM : STORE_TYPE.test(truststoreType))) {
      contradiction(`'truststoreType' of ${named} must be `
        + `${quote(PEM)}${isFirst ? '' : ' or the name of another form, such as "JKS"'}, got ${quote(truststoreType)}`);
    } else if (listener.truststoreType && listener.protocol.endsWith('PLAINTEXT')) {
      contradiction(`${named} has protocol ${listener.protocol} and a 'truststoreType', which takes TLS`);
    }
    const { firstBrokerId = 0 } = listener;
    if (isFirst && firstBrokerId !== 0) {
      contradiction(`'firstBrokerId' ${quote(firstBrokerId)} of ${named} is in a contract of version `
        + `${quote(document.version)}, and older readers would count its ports from broker 0`);
    } else if (!isBrokerId(firstBrokerId)) {
      contradiction(`'firstBrokerId' ${quote(firstBrokerId)} of ${named} is not an integer from 0 to ${MAX_BROKER_ID}`);
    } else {
      const ids = brokerIdRange(firstBrokerId);
      for (const brokerId of brokerIds.filter(id => isBrokerId(id) && !isIntegerIn(id, ids.from, ids.to))) {
        contradiction(`'brokerIds' has ${brokerId}, ids are integers from ${ids.from} to ${ids.to} on ${named}`);
      }
    }
    const slot = slotRange(listener.firstPort);
    if (!isIntegerIn(listener.firstPort, 1, MAX_FIRST_PORT)) {
      contradiction(`'firstPort' ${quote(listener.firstPort)} of ${named} is not an integer from 1 to ${MAX_FIRST_PORT}`);
    } else if (!isIntegerIn(listener.bootstrapPort, slot.from, slot.to)) {
      contradiction(`'bootstrapPort' ${quote(listener.bootstrapPort)} of ${named} is not in its slot, `
        + `${slot.from} to ${slot.to}`);
    } else {
      const taker =
        brokerIds.find(brokerId => brokerPort(listener.firstPort, brokerId, firstBrokerId) === listener.bootstrapPort);
      if (taker !== undefined) {
        contradiction(`'bootstrapPort' ${listener.bootstrapPort} of ${named} is the port of broker ${taker}`);
      }
    }
    for (const other of listeners.slice(0, i).filter(earlier => slotsOverlap(earlier.firstPort, listener.firstPort))) {
      contradiction(`the ports of ${named} (${slot.from} to ${slot.to}) overlap those of listener ${quote(other.name)}`);
    }
  });

  for (const { message } of companionProblems(document.companions ?? [], listeners)) { contradiction(message); }

  const byZone = listeners.some(listener => placeholdersOf(listener.host).includes(ZONE_ID));
  const problem = brokerZoneIds === undefined && !byZone ? undefined : brokerZoneIdsProblem(document, byZone);
  if (problem) { contradiction(`'brokerZoneIds' ${problem}`); }
}

/** It is a problem of its own that it is there and wrong, also where no host needs it. */
function brokerZoneIdsProblem({ brokerZoneIds, brokerIds, zoneIds }: ContractDocument, byZone: boolean): string | undefined {
  const found = Array.isArray(brokerZoneIds)
    ? `it has ${brokerZoneIds.length}, and there are ${brokerIds.length} brokers`
    : `got ${quote(brokerZoneIds)}`;
  if (!listOf(isText)(brokerZoneIds) || brokerZoneIds!.length !== brokerIds.length) {
    return `must have the zone id of each of 'brokerIds', in their order${byZone ? ', since a host is named by zone' : ''}; `
      + `${found}`;
  }
  const foreign = brokerZoneIds!.filter(id => !zoneIds.includes(id));
  return foreign.length > 0 ? `has ${foreign.map(quote).join(', ')}, which is not in 'zoneIds'` : undefined;
}
