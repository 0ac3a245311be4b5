import { isIPv4 } from 'net';
import { IConstruct } from 'constructs';
import { areOneToBroker, differenceTo } from './listener-differences';
import { ClientListener } from '../model/client-listener';
import { AppEntry } from '../private/app-entries';
import { brokersText, groupBy } from '../private/broker-groups';
import { textByPath } from '../private/identity';
import { kafkaName } from '../private/listener-name';
import { Rendered, renderedBeside, Served, ServedBroker, servedBeside } from '../private/said-of-brokers';
import { Problems, quote } from '../private/validation';

type Ours = AppEntry<Served>;
type Files = AppEntry<Rendered>;

/**
 * Adds a problem wherever something else of the app says otherwise of these brokers and listeners: the files that it renders, and
 * other load balancers. Only a complete app can tell.
 */
export function checkOneTruth(problems: Problems, own: IConstruct): void {
  const all = servedBeside(own);
  const ours = all.find(({ construct }) => construct === own)!;
  const files = filesOf(ours, all, renderedBeside(own).filter(({ facts }) => facts.nodes.length > 0));
  if (files) {
    checkFiles(problems, ours, files);
    checkUnserved(problems, ours, files, all);
  }
  // The later one tells, so that each contradiction is told once.
  for (const earlier of all.slice(0, all.indexOf(ours)).filter(({ facts }) => facts.vpc === ours.facts.vpc)) {
    checkHosts(problems, ours, earlier);
    checkTargets(problems, ours, earlier);
  }
  checkOwnTargets(problems, ours);
}

/**
 * The files of these brokers, as far as anything tells: they have their addresses, or say the same of all listeners, or of one
 * with the same host; or they are the only ones of which nothing else tells whose they are, and have ids and the name of a
 * listener in common. A broker that says itself how it is configured is compared with that.
 */
function filesOf(ours: Ours, all: Ours[], rendered: Files[]): Files | undefined {
  const byAddress = rendered.find(files => haveAddressInCommon(ours, files));
  if (byAddress || isConfigured(ours)) { return byAddress; }
  const isAnothers =
    (files: Files) => all.some(other => other !== ours && (haveAddressInCommon(other, files) || agree(other, files)));
  const candidates = rendered.filter(files => haveIdInCommon(ours, files));
  const free = candidates.filter(files => !isAnothers(files));
  const lost = all.filter(other =>
    !isConfigured(other) && !rendered.some(files => haveAddressInCommon(other, files) || agree(other, files)));
  return candidates.find(files => agree(ours, files))
    ?? free.find(files =>
      haveInCommon(ours, files, ({ advertisedHost }) => advertisedHost._isPending ? undefined : advertisedHost.pattern))
    ?? (free.length === 1 && lost.length === 1 && haveInCommon(ours, free[0], ({ name }) => kafkaName(name))
      ? free[0]
      : undefined);
}

function isConfigured({ facts }: Ours): boolean {
  return facts.brokers.every(broker => broker.isConfigured);
}

function haveAddressInCommon({ facts }: Ours, files: Files): boolean {
  return files.facts.nodes.some(({ host }) => isIPv4(host) && facts.brokers.some(({ ipAddress }) => ipAddress === host));
}

function haveIdInCommon({ facts }: Ours, files: Files): boolean {
  return files.facts.nodes.some(({ nodeId }) => facts.brokers.some(({ brokerId }) => brokerId === nodeId));
}

function haveInCommon({ facts }: Ours, files: Files, of: (listener: ClientListener) => string | undefined): boolean {
  return files.facts.clientListeners.some(listener =>
    facts.clientListeners.some(other => of(other) !== undefined && of(other) === of(listener)));
}

function agree({ facts }: Ours, files: Files): boolean {
  return facts.clientListeners.every(listener =>
    facts.brokers.every(({ brokerId }) => differenceTo(listener, files.facts.clientListeners, brokerId) === ''));
}

/** What the files of these brokers say otherwise. */
function checkFiles(problems: Problems, { facts }: Ours, { construct, facts: { clientListeners, nodes } }: Files): void {
  const where = construct.node.path;
  for (const listener of facts.clientListeners) {
    const unknown = facts.brokers.filter(broker => !broker.isConfigured);
    for (const [difference, wrong] of groupBy(unknown, ({ brokerId }) => differenceTo(listener, clientListeners, brokerId))) {
      if (!difference) { continue; }
      problems.add('PerBrokerNlbListeners.brokerConfiguration', `client listener ${listener.name} differs in what ${where} `
        + `renders for ${idsText(wrong)}: ${difference}; `
        + 'give the same ClientListener to both, or where these are files of other brokers, '
        + "say so by the brokers' 'clientListeners'");
    }
  }
  for (const { nodeId, host, zoneId } of nodes) {
    const atAddress = isIPv4(host) ? facts.brokers.filter(({ ipAddress }) => ipAddress === host) : [];
    // Brokers that share a host have one address and ids of their own.
    const nodesThere = nodes.filter(other => other.host === host).map(other => other.nodeId);
    if (atAddress.length > 0 && !atAddress.some(({ brokerId }) => nodesThere.includes(brokerId))) {
      problems.add('PerBrokerNlbListeners.otherNode', `${host} is ${idsText(atAddress)} here, and node ${nodeId} in ${where}; `
        + "in both, give the 'node.id' that the host has in its meta.properties");
    }
    const same = facts.brokers.find(({ brokerId }) => brokerId === nodeId);
    if (same?.zoneId !== undefined && zoneId !== undefined && same.zoneId !== zoneId) {
      problems.add('PerBrokerNlbListeners.otherZone', `broker ${nodeId} is in ${quote(same.zoneId)} here, `
        + `and in ${quote(zoneId)} in ${where}; give both the id of the broker's zone`);
    }
  }
}

/** A broker that clients are told of, and that no load balancer has a port for: whoever is sent to it waits for ever. */
function checkUnserved(problems: Problems, ours: Ours, files: Files, all: Ours[]): void {
  const linked = all.filter(other => other === ours || haveAddressInCommon(other, files) || agree(other, files));
  for (const { name, slot } of ours.facts.clientListeners) {
    const serving = linked.filter(({ facts }) => facts.clientListeners.some(listener => listener.slot === slot));
    const known = new Set(serving.flatMap(({ facts }) => facts.brokers.map(({ brokerId }) => brokerId)));
    const unserved = files.facts.nodes.map(({ nodeId }) => nodeId).filter(nodeId => !known.has(nodeId));
    if (serving[0] === ours && unserved.length > 0) {
      problems.add('PerBrokerNlbListeners.unservedNode', `${files.construct.node.path} renders ${brokersText(unserved)} with `
        + `client listener ${name}, and no load balancer has a port for ${unserved.length === 1 ? 'it' : 'them'}, `
        + 'to which clients are sent; '
        + "add it to 'brokers', or if the broker is about to go, move its partitions off and stop rendering it");
    }
  }
}

/** In a VPC a host leads to one endpoint, and so to one load balancer, which must have all brokers that advertise it. */
function checkHosts(problems: Problems, ours: Ours, earlier: Ours): void {
  if (ours.facts.loadBalancer === earlier.facts.loadBalancer) { return; }
  const [own, others] =
    [ours, earlier].map(({ facts }) => [...new Set(facts.brokers.map(({ brokerId }) => brokerId))].sort((a, b) => a - b));
  if (own.join() === others.join()) { return; }
  const hosts = new Set(bootstrapHostsOf(ours));
  const twice = new Set(bootstrapHostsOf(earlier).filter(host => hosts.has(host)));
  for (const host of twice) {
    problems.add('PerBrokerNlbListeners.hostTwice', `the host ${quote(host)} is also that of ${earlier.construct.node.path}, `
      + `which has ${brokersText(others)}, and here are ${brokersText(own)}: `
      + 'in a VPC of consumers a name leads to one endpoint, so clients would never reach the brokers of the other; '
      + 'give both all brokers, or one of them a client listener with another advertised host');
  }
}

function bootstrapHostsOf({ facts }: Ours): string[] {
  return facts.clientListeners.flatMap(({ advertisedHost }) => advertisedHost._isPending ? [] : [advertisedHost.bootstrapHost]);
}

/** A port of a host is bound by one listener of one broker. */
function checkTargets(problems: Problems, ours: Ours, earlier: Ours): void {
  const theirs = groupBy(targetsOf(earlier), ({ key }) => key);
  for (const own of targetsOf(ours)) {
    for (const other of theirs.get(own.key) ?? []) {
      if (own.broker.brokerId !== other.broker.brokerId) {
        problems.add('PerBrokerNlbListeners.sameTarget', `broker ${own.broker.brokerId} and broker ${other.broker.brokerId} of `
          + `${earlier.construct.node.path} are the same target, ${quote(own.id)} on port ${own.port}; `
          + "give both the broker's 'node.id', or each its own target");
      } else if (!areOneToBroker(own.listener, other.listener, own.broker.brokerId)) {
        problems.add('PerBrokerNlbListeners.bindPortTwice', `client listener ${own.listener.name} and ${other.listener.name} `
          + `of ${earlier.construct.node.path} lead to port ${own.port} of broker ${own.broker.brokerId}, `
          + 'and a broker binds a port for one listener, which advertises one address; '
          + "give both the same ClientListener, or each a 'bindPort' of its own");
      }
    }
  }
}

/** Two listeners of brokers that share a host: of one broker they were compared before. */
function checkOwnTargets(problems: Problems, ours: Ours): void {
  for (const same of groupBy(targetsOf(ours), ({ key }) => key).values()) {
    const [one, other] = [same[0], same.find(({ listener }) => listener !== same[0].listener)];
    if (other && other.broker.brokerId !== one.broker.brokerId) {
      problems.add('PerBrokerNlbListeners.sameTarget', `broker ${one.broker.brokerId} on client listener ${one.listener.name} `
        + `and broker ${other.broker.brokerId} on ${other.listener.name} are the same target, `
        + `${quote(one.id)} on port ${one.port}; `
        + "give each a port of its own in 'bindPorts'");
    }
  }
}

/** A target, and what leads to it. */
interface Way {
  /** The same for the same target, also from another stack. */
  readonly key: string;
  readonly id: string;
  readonly port?: number;
  readonly listener: ClientListener;
  readonly broker: ServedBroker;
}

/** Each is asked by every other load balancer of its VPC. */
const WAYS = new WeakMap<Served, Way[]>();

function targetsOf({ construct, facts }: Ours): Way[] {
  const ways = WAYS.get(facts) ?? facts.clientListeners.flatMap((listener, i) => facts.brokers.flatMap((broker): Way[] => {
    const { id, port } = broker.targets[i] ?? {};
    return id === undefined ? [] : [{ key: `${textByPath(construct, id)} ${port}`, id, port, listener, broker }];
  }));
  WAYS.set(facts, ways);
  return ways;
}

function idsText(brokers: ServedBroker[]): string {
  return brokersText(brokers.map(({ brokerId }) => brokerId));
}
