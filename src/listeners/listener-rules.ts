import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { differenceTo, shown } from './listener-differences';
import { ClientListener } from '../model/client-listener';
import { IKafkaBroker } from '../model/kafka-broker';
import { factsOf } from '../private/broker-facts';
import { brokersText, groupBy } from '../private/broker-groups';
import { checkBrokerIds } from '../private/broker-identity';
import { zoneIdProblem } from '../private/dns-names';
import { kafkaName } from '../private/listener-name';
import { checkOwnMembers } from '../private/own-members';
import { brokerPort, MAX_NLB_LISTENERS, nlbListenerCount, slotRange, slotsOverlap } from '../private/port-plan';
import { duplicates, Problems, quote } from '../private/validation';

/** Of `IKafkaBroker`. */
const BROKER_MEMBERS = {
  values: ['brokerId', 'connections'], optionalValues: ['zoneId', 'clientListeners', 'ipAddress'], methods: ['nlbTarget'],
};

/** Throws for brokers of the user's own that lack what everything else asks them for. */
export function checkBrokerMembers(problems: Problems, brokers: IKafkaBroker[]): void {
  const rule = 'PerBrokerNlbListeners.brokerMember';
  brokers.forEach((broker, i) => checkOwnMembers(problems, rule, `number ${i} of 'brokers'`, broker, BROKER_MEMBERS));
  problems.throwIfAny();
  brokers.forEach(({ connections, clientListeners }, i) => {
    if (!Array.isArray((connections as Partial<ec2.Connections>).securityGroups)) {
      problems.add(rule, `'connections' of number ${i} of 'brokers' has no list 'securityGroups'; give an ec2.Connections`);
    }
    if (clientListeners === undefined) { return; }
    if (!Array.isArray(clientListeners) || clientListeners.some(listener => typeof listener !== 'object' || listener === null)) {
      problems.add(rule, `'clientListeners' of number ${i} of 'brokers' must be a list of ClientListener, `
        + `or undefined where nobody knows them; got ${shown(clientListeners)}`);
    }
  });
  problems.throwIfAny();
}

/**
 * Adds what is wrong with client listeners and brokers that are to share a load balancer.
 *
 * Since slots don't overlap and ids differ, no two brokers or listeners can have one advertised `host:port`.
 */
export function checkNlbListeners(
  problems: Problems, clientListeners: ClientListener[], brokers: IKafkaBroker[], companions: number, crossZone: boolean,
): void {
  checkTogether(problems, clientListeners, brokers);
  checkBrokers(problems, clientListeners, brokers);
  for (const listener of clientListeners) {
    checkBootstrapPort(problems, listener, brokers);
    checkZones(problems, listener, brokers, crossZone);
    checkConfigurations(problems, listener, brokers);
  }
  checkHostFiles(problems, clientListeners, brokers);
  checkCount(problems, clientListeners.length, brokers.length, companions);
}

/** Brokers whose own files are known must be able to have the listeners. */
function checkHostFiles(problems: Problems, clientListeners: ClientListener[], brokers: IKafkaBroker[]): void {
  if (clientListeners.length === 0) { return; }
  const problemsOf = (broker: IKafkaBroker) => factsOf(broker).problemsOfFile?.(clientListeners) ?? [];
  const found = brokers.flatMap(broker => problemsOf(broker).map(problem => ({ brokerId: broker.brokerId, problem })));
  for (const [problem, wrong] of groupBy(found, each => each.problem)) {
    problems.add('PerBrokerNlbListeners.hostFile', `the file of ${brokersText(wrong.map(({ brokerId }) => brokerId))} can't `
      + `have these listeners: ${problem}`);
  }
}

/** Every pair of client listeners must differ in all that identifies one. */
function checkTogether(problems: Problems, clientListeners: ClientListener[], brokers: IKafkaBroker[]): void {
  if (clientListeners.length === 0) {
    problems.add('PerBrokerNlbListeners.noClientListeners', "'clientListeners' is empty; "
      + 'give at least one client listener');
  }
  clientListeners.forEach((a, i) => clientListeners.slice(i + 1).forEach(b => {
    const both = `client listeners ${a.name} and ${b.name}`;
    if (kafkaName(a.name) === kafkaName(b.name)) {
      problems.add('PerBrokerNlbListeners.name', `two client listeners are named ${kafkaName(a.name)}; `
        + 'a broker knows its listeners by their names, so rename one');
    }
    if (a.slot === b.slot) {
      problems.add('PerBrokerNlbListeners.slot', `${both} are both in slot ${a.slot}; a slot is the identity of one listener, `
        + "so give another 'slot' to the newer one");
      return; // their default ports are the same only because the slot is
    }
    if (slotsOverlap(a.firstPort, b.firstPort)) {
      const [rangeA, rangeB] = [a, b].map(listener => slotRange(listener.firstPort)).map(({ from, to }) => `${from} to ${to}`);
      problems.add('PerBrokerNlbListeners.ports', `${both} own the load balancer ports ${rangeA} and ${rangeB}, which overlap; `
        + "give 'firstPort's that are 1000 apart at least");
    }
    for (const [port, brokerIds] of commonBindPorts(a, b, brokers)) {
      const where = brokerIds.length < brokers.length ? `the host of ${brokersText(brokerIds)}` : "the brokers' hosts";
      problems.add('PerBrokerNlbListeners.bindPort', `${both} both bind port ${port} on ${where}; `
        + "give one of them another 'bindPort'");
    }
  }));
}

/** Ports that two listeners bind on the host of one broker, with these brokers; without any, what brokers bind as a rule. */
function commonBindPorts(a: ClientListener, b: ClientListener, brokers: IKafkaBroker[]): Map<string, number[]> {
  if (brokers.length === 0) { return new Map(a.bindPort === b.bindPort ? [[`${a.bindPort}`, []]] : []); }
  const same = brokers.map(({ brokerId }) => brokerId).filter(brokerId => a.bindPortOf(brokerId) === b.bindPortOf(brokerId));
  return groupBy(same, brokerId => `${a.bindPortOf(brokerId)}`);
}

/** Brokers of the user's own making were never checked before. */
function checkBrokers(problems: Problems, clientListeners: ClientListener[], brokers: IKafkaBroker[]): void {
  if (brokers.length === 0) {
    problems.add('PerBrokerNlbListeners.noBrokers', "'brokers' is empty; give at least one broker");
  }
  checkBrokerIds(problems, 'PerBrokerNlbListeners.brokerId', clientListeners, brokers.map(({ brokerId }) => brokerId));
  for (const broker of brokers) {
    if (broker.zoneId !== undefined) {
      const problem = Token.isUnresolved(broker.zoneId) ? 'stands in host names and in the contract, '
        + 'so it must be a literal' : zoneIdProblem(broker.zoneId);
      if (problem) {
        problems.add('PerBrokerNlbListeners.zoneId', `the 'zoneId' of broker ${broker.brokerId}, ${quote(broker.zoneId)}, `
          + `${problem}`);
      }
    }
  }
  for (const brokerId of duplicates(brokers.map(broker => broker.brokerId))) {
    problems.add('PerBrokerNlbListeners.duplicateBroker', `there are two brokers ${brokerId}; `
      + "a broker's port follows from its id, so give every broker its own 'node.id'");
  }
}

function checkBootstrapPort(problems: Problems, listener: ClientListener, brokers: IKafkaBroker[]): void {
  const taker =
    brokers.find(broker => brokerPort(listener.firstPort, broker.brokerId, listener.firstBrokerId) === listener.bootstrapPort);
  if (taker) {
    problems.add('PerBrokerNlbListeners.bootstrapPortTaken', `'bootstrapPort' ${listener.bootstrapPort} of client listener `
      + `${listener.name} is the port of broker ${taker.brokerId}; `
      + "give the listener another 'bootstrapPort', by default firstPort + 999");
  }
}

function checkZones(problems: Problems, listener: ClientListener, brokers: IKafkaBroker[], crossZone: boolean): void {
  const { name, advertisedHost } = listener;
  if (advertisedHost._isPending) { return; } // how it names zones is told with the name
  if (!advertisedHost._isPerZone) {
    if (!crossZone) {
      problems.add('PerBrokerNlbListeners.zonalNames', "'crossZone' is false, "
        + `and client listener ${name} advertises ${quote(advertisedHost.pattern)} for every zone; `
        + "a client that meets the load balancer in another zone than the broker's is not served. "
        + "Leave 'crossZone' on, or name the hosts by AdvertisedHost.perZone() or perBrokerAndZone()");
    }
    return;
  }
  const zoneless = brokers.filter(broker => broker.zoneId === undefined);
  if (zoneless.length > 0) {
    problems.add('PerBrokerNlbListeners.zoneIdMissing', `client listener ${name} names its hosts by zone `
      + `(${quote(advertisedHost.pattern)}), `
      + `and 'zoneId' is not given for ${brokersText(zoneless.map(broker => broker.brokerId))}; `
      + 'give every broker the id of its zone, for example "use1-az1"');
  }
}

function checkConfigurations(problems: Problems, listener: ClientListener, brokers: IKafkaBroker[]): void {
  const configured = brokers.filter(broker => broker.clientListeners !== undefined);
  for (const [difference, wrong] of groupBy(
    configured, broker => differenceTo(listener, broker.clientListeners!, broker.brokerId),
  )) {
    if (difference) {
      problems.add('PerBrokerNlbListeners.brokerConfiguration', `client listener ${listener.name} differs in the configuration `
        + `of ${brokersText(wrong.map(broker => broker.brokerId))}: ${difference}; `
        + 'give the same ClientListener to the brokers and to the load balancer');
    }
  }
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html */
function checkCount(problems: Problems, clientListeners: number, brokers: number, companions: number): void {
  const count = nlbListenerCount(clientListeners, brokers, companions);
  if (count <= MAX_NLB_LISTENERS) { return; }
  const room = MAX_NLB_LISTENERS - companions;
  const fitting = Math.floor(room / (brokers + 1));
  const remedy = fitting > 0
    ? `with ${brokers} brokers it serves ${fitting} client listener${fitting === 1 ? '' : 's'}, `
      + 'so serve the others by a second PerBrokerNlbListeners with a load balancer and an endpoint service of its own'
    : `it serves ${Math.max(0, room - 1)} brokers of one client listener, so give the other brokers a client listener with `
      + 'another advertised host, and a second PerBrokerNlbListeners with a load balancer and an endpoint service of its own';
  const beside = companions === 0 ? '' : ` + ${companions} companion${companions === 1 ? '' : 's'}`;
  problems.add('PerBrokerNlbListeners.tooManyListeners', `${clientListeners} client `
    + `listener${clientListeners === 1 ? '' : 's'} × (${brokers} brokers + 1 to bootstrap)${beside} = ${count} listeners, `
    + `and a load balancer has ${MAX_NLB_LISTENERS} at most, which AWS does not raise; `
    + `${companions === 0 ? '' : 'beside these companions '}${remedy}. The brokers of one listener can't be split over load `
    + 'balancers of one service: an endpoint uses one of them at random');
}
