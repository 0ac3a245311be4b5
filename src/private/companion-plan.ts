import { Token } from 'aws-cdk-lib';
import { hostNameProblem, isOfPattern, placeholdersOf } from './dns-names';
import { PENDING_HOST } from './placeholders';
import { isPort, MAX_PORT, slotRange } from './port-plan';
import { duplicates, isIntegerIn, quote } from './validation';
import type { ClientListener } from '../model/client-listener';
import type { CompanionAddress } from '../model/companion';

/** A companion in the contract's JSON. */
export interface CompanionDocument {
  readonly name: string;
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
}

/** What companions are compared with. */
interface PlannedListener {
  readonly name: string;
  /** Its host pattern. */
  readonly host: string;
  readonly firstPort: number;
}

/** What is wrong with a companion, and with which part of it. */
export interface CompanionProblem {
  readonly about: 'name' | 'protocol' | 'port' | 'host';
  readonly message: string;
}

const NAME = /^[a-z][a-z0-9-]{0,30}$/;
export const COMPANION_PROTOCOLS = ['http', 'https', 'tcp'];

/** The companions as a contract has them. */
export function companionDocuments(companions: CompanionAddress[], [first]: ClientListener[]): CompanionDocument[] {
  return companions.map(({ name, protocol, port, advertisedHost }) =>
    ({ name, protocol, host: advertisedHost?.pattern ?? first.advertisedHost.bootstrapHost, port }));
}

/** What keeps companions from standing beside each other and beside these listeners. */
export function companionProblems(companions: CompanionDocument[], listeners: PlannedListener[]): CompanionProblem[] {
  return [
    ...companions.flatMap(companion => [
      nameProblem(companion), protocolProblem(companion), portProblem(companion, listeners), hostProblem(companion, listeners),
    ].flatMap(problem => problem ?? [])),
    ...duplicates(companions.map(({ name }) => name)).map(name => ({
      about: 'name' as const,
      message: 'two companions are '
      + `named ${quote(name)}; rename one`,
    })),
    ...duplicates(companions.map(({ port }) => port)).map(port => {
      const names = companions.filter(companion => companion.port === port).map(({ name }) => name);
      return {
        about: 'port' as const,
        message: `companions ${names.join(' and ')} have the port ${port}, `
        + "which leads to one of them; give another 'port'",
      };
    }),
  ];
}

function nameProblem({ name }: CompanionDocument): CompanionProblem | undefined {
  if (!Token.isUnresolved(name) && NAME.test(name)) { return undefined; }
  return {
    about: 'name',
    message: 'the \'name\' of a companion is small letters, digits and "-", '
    + `up to 31 that begin with a letter, got ${quote(name)}; give for example "registry"`,
  };
}

function protocolProblem({ name, protocol }: CompanionDocument): CompanionProblem | undefined {
  return COMPANION_PROTOCOLS.includes(protocol) ? undefined
    : {
      about: 'protocol',
      message: `'protocol' ${quote(protocol)} of companion ${quote(name)} is none of `
      + `${COMPANION_PROTOCOLS.join(', ')}`,
    };
}

function portProblem({ name, port }: CompanionDocument, listeners: PlannedListener[]): CompanionProblem | undefined {
  if (Token.isUnresolved(port) || !isPort(port)) {
    return {
      about: 'port',
      message: `'port' of companion ${quote(name)} must be a literal integer from 1 to ${MAX_PORT}, `
      + `got ${quote(port)}`,
    };
  }
  const ranges = listeners.map(listener => ({ listener, range: slotRange(listener.firstPort) }));
  const taken = ranges.find(({ range }) => isIntegerIn(port, range.from, range.to));
  return taken && {
    about: 'port',
    message: `'port' ${port} of companion ${quote(name)} is in ${taken.range.from} to ${taken.range.to}, `
      + `the ports of client listener ${taken.listener.name} and its brokers, also of those to come; give one outside, `
      + 'such as 8081',
  };
}

function hostProblem({ name, host }: CompanionDocument, listeners: PlannedListener[]): CompanionProblem | undefined {
  const named = `the host ${quote(host)} of companion ${quote(name)}`;
  const placeholders = placeholdersOf(host);
  if (placeholders.length > 0) {
    return {
      about: 'host',
      message: `${named} has ${placeholders.join(' and ')}, `
      + 'and a companion has one name for all of its hosts; give AdvertisedHost.shared()',
    };
  }
  if (host === PENDING_HOST) {
    return {
      about: 'host',
      message: `${named} is pending, and its clients need a name from the beginning; `
      + 'give AdvertisedHost.shared()',
    };
  }
  const problem = hostNameProblem(host);
  if (problem) { return { about: 'host', message: `${named} ${problem}` }; }
  const taken = listeners.find(listener => isOfPattern(host, listener.host));
  return taken && {
    about: 'host',
    message: `${named} is one of ${quote(taken.host)}, `
    + `the names of client listener ${taken.name}; give another one, `
    + `such as ${quote(`registry${host.slice(host.indexOf('.'))}`)}`,
  };
}
