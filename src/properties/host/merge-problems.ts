import { describedProblems } from './described';
import { advertisedEntry, Host, isBound } from './host';
import { haveCommonAddress } from '../checks';
import { LISTENER_LIMITS } from '../overrides';
import { PROPERTY_NAME } from '../server-properties';
import { listenerPart, prefixOf, securityProblem } from './listener-part';
import { IDLE } from './merge-changes';
import { portUsers } from './port-users';
import { ClientListener } from '../../model/client-listener';
import { kafkaName } from '../../private/listener-name';
import { MAX_IDLE_MS } from '../../private/port-plan';
import { duplicates, Problems, quote } from '../../private/validation';

/** Adds everything that stands against a merge. */
export function checkMerge(problems: Problems, host: Host, clientListeners: ClientListener[]): void {
  if (clientListeners.length === 0) { problems.add('HostProperties.noClientListeners', 'needs at least one client listener'); }
  checkTogether(problems, host, clientListeners);
  const named = clientListeners.filter(({ advertisedHost }) => !advertisedHost._isPending);
  named.forEach(listener => checkListener(problems, host, listener));
  checkSuperUsers(problems, host, named);
  const { file } = host;
  const delay = file.integer('connection.failed.authentication.delay.ms') ?? 0;
  if (delay >= MAX_IDLE_MS) {
    problems.add('HostProperties.idleTimeout', `'connection.failed.authentication.delay.ms' ${delay} must be less than `
      + `'${IDLE}', which can be ${MAX_IDLE_MS} at most behind a load balancer; give a smaller one`);
  }
}

function checkTogether(problems: Problems, { brokerId }: Host, clientListeners: ClientListener[]): void {
  for (const name of duplicates(clientListeners.map(listener => kafkaName(listener.name)))) {
    problems.add('HostProperties.duplicateListener', `two client listeners are named ${quote(name)}; `
      + 'give each a name of its own');
  }
  for (const port of duplicates(clientListeners.map(listener => listener.bindPortOf(brokerId)))) {
    problems.add(
      'HostProperties.duplicateBindPort',
      `${clientListeners.filter(listener => listener.bindPortOf(brokerId) === port).map(({ name }) => name).join(' and ')} `
        + `bind port ${port}; give each a 'bindPort' of its own`,
    );
  }
  const pairs = clientListeners.flatMap((listener, i) => clientListeners.slice(0, i).map(earlier => [earlier, listener]));
  for (const [one, other] of pairs.filter(([earlier, listener]) => haveCommonAddress(earlier, listener))) {
    problems.add('HostProperties.addressOverlap', `the ports of ${one.name} and ${other.name} overlap under `
      + `${quote(one.advertisedHost.bootstrapHost)}; give one another host, or another 'firstPort'`);
  }
}

function checkListener(problems: Problems, host: Host, listener: ClientListener): void {
  const { file, line, mode } = host;
  const { advertisedHost, name, security } = listener;
  const wrongSecurity = securityProblem(listener, line, mode);
  if (wrongSecurity) { problems.add('HostProperties.security', `${name} ${wrongSecurity}`); }
  const outOfRange = rangeProblem(host, listener);
  if (outOfRange) {
    problems.add('HostProperties.brokerIdOutOfRange', `broker ${host.brokerId} has no port on ${name}: ${outOfRange}`);
  }
  const lacksZone = advertisedHost._isPerZone && host.zoneId === undefined;
  if (lacksZone) {
    problems.add('HostProperties.zoneIdMissing', `the host ${quote(advertisedHost.pattern)} of ${name} is named by zone, `
      + "and 'broker.rack' "
      + `${file.all.has('broker.rack') ? `${quote(file.text('broker.rack'))} is not a zone id` : 'is not there'}; give 'zoneId', `
      + 'for example "use1-az1"');
  }
  if (file.controllerNames.map(kafkaName).includes(kafkaName(name))) {
    problems.add('HostProperties.listenerTaken', `${name} is the name of the controllers' listener `
      + "('controller.listener.names'); give the client listener another name");
    return;
  }
  if (security._isDescribed) {
    for (const problem of describedProblems(host, listener)) {
      problems.add('HostProperties.described', `${name} is not what ListenerSecurity.described() says: ${problem}; `
        + 'correct one of the two');
    }
  } else if (!PROPERTY_NAME.test(name)) {
    problems.add('HostProperties.listenerName', `${name} has a dot in its name, which Kafka takes for the end of the name in `
      + '\'listener.name.<name>.…\'; give the client listener a name of letters, digits, "_" and "-"');
  }
  if (isBound(host, listener)) {
    // What can't be told to clients can't have been told to them before.
    checkTaken(problems, host, listener, outOfRange || lacksZone ? undefined : advertisedEntry(host, listener));
  } else {
    checkNew(problems, host, listener);
  }
}

/** A listener that the file does not have. */
function checkNew(problems: Problems, { brokerId, file, line }: Host, listener: ClientListener): void {
  const { name, security } = listener;
  const own = new Set(listenerPart(listener, file, line).map(([key]) => key));
  const prefix = prefixOf(name);
  const left = [...file.all.keys()].filter(key =>
    key.startsWith(prefix) && !own.has(key) && !LISTENER_LIMITS.includes(key.slice(prefix.length)));
  if (left.length > 0 && !security._isDescribed) {
    problems.add('HostProperties.listenerKeys', `the file has ${left.join(', ')} and no listener ${name}: `
      + 'they would apply to the new listener; remove them');
  }
  const bindPort = listener.bindPortOf(brokerId);
  for (const taken of portUsers(file).filter(({ port }) => port === bindPort)) {
    problems.add('HostProperties.bindPortTaken', `${name} binds port ${bindPort}, which is the port of ${taken.user}; `
      + `give the client listener another 'bindPort', for example ${bindPort + 100}`);
  }
}

/**
 * A listener of the file with the name of a client listener: it is the one that is described, or merged before, or another one.
 */
function checkTaken(problems: Problems, { brokerId, file }: Host, listener: ClientListener, advertised?: string): void {
  const { name, security } = listener;
  const key = kafkaName(name);
  const bound = file.listeners.find(given => given.name === key)!;
  const told = file.advertised.find(given => given.name === key);
  const isTold = told !== undefined && `${name}://${told.host}:${told.port}` === advertised;
  const bindPort = listener.bindPortOf(brokerId);
  if (security._isDescribed && [file.interBrokerName, file.text('control.plane.listener.name')].includes(key)) {
    problems.add('HostProperties.listenerTaken', `brokers reach each other by ${name}, `
      + "and would be sent to the load balancer's address; give the client listener another name, "
      + 'and it becomes one more listener of the same security');
  } else if (!security._isDescribed && !isTold) {
    problems.add('HostProperties.listenerTaken', `the file has a listener ${name}, `
      + `which advertises ${told ? `${told.host}:${told.port}` : 'nothing'}: its clients would be sent elsewhere; `
      + 'give the client listener another name, or say by ListenerSecurity.described() that it is this one');
  } else if (bound.port !== bindPort || (!security._isDescribed && file.protocols.get(key) !== security.brokerProtocol)) {
    problems.add('HostProperties.listenerTaken', `the file has ${name} with port ${bound.port} and ${file.protocols.get(key)}, `
      + `and the client listener has port ${bindPort} and ${security.brokerProtocol}; `
      + (security._isDescribed
        ? "give it the host's port as 'bindPort'"
        : 'merge into the file as it was before, or add a listener in another slot'));
  }
}

/** Why a broker has no port, or undefined: the listener's own words. */
function rangeProblem({ brokerId }: Host, listener: ClientListener): string | undefined {
  try {
    listener.portOf(brokerId);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Whoever connects to a listener that does not ask is called so. */
function checkSuperUsers(problems: Problems, { file }: Host, clientListeners: ClientListener[]): void {
  const open = clientListeners.filter(({ security }) => !security._authenticates).map(({ name }) => name);
  const superUsers = (file.text('super.users') ?? '').split(';').map(user => user.trim());
  if (open.length > 0 && file.text('authorizer.class.name') && superUsers.includes('User:ANONYMOUS')) {
    problems.add('HostProperties.anonymousSuperUser', "'super.users' has User:ANONYMOUS, "
      + `and ${open.join(', ')} does not authenticate clients: each would be a super user; let clients authenticate, `
      + 'or give nodes a name of their own');
  }
}
