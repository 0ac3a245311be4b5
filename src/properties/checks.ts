import { Token } from 'aws-cdk-lib';
import type { BrokerPropertiesRendererProps } from './broker-properties-renderer';
import { KafkaNode, KafkaRole } from './kafka-node';
import { hostProblem, MAX_INT, PROPERTY_NAME } from './server-properties';
import { ClientListener } from '../model/client-listener';
import { checkBrokerIds, checkZoneId } from '../private/broker-identity';
import { kafkaName } from '../private/listener-name';
import { isPort, MAX_BROKERS, MAX_PORT, slotRange, slotsOverlap } from '../private/port-plan';
import { duplicates, isIntegerIn, Problems, quote } from '../private/validation';

export const CONTROLLER = 'CONTROLLER';
export const ALL_ROLES = Object.values(KafkaRole);

/** Its check of names asks a class of server names first, which refuses others than those of DNS hosts. */
const NO_NAME_FOR_TLS = "which Java's TLS takes for no host name, so no node could connect to it by NodeSecurity.mutualTls(…); "
  + 'give the node another name, or its private address';

/** The renderer's props with their defaults. */
export type Settings = Required<BrokerPropertiesRendererProps>;

/** In the order of the enum, whatever the order in which they are given. */
export function rolesOf(node: Pick<KafkaNode, 'roles'>): KafkaRole[] {
  return ALL_ROLES.filter(role => (node.roles ?? [KafkaRole.BROKER]).includes(role));
}

/** Adds what is wrong with the renderer's props by themselves. */
export function checkSettings(problems: Problems, settings: Settings): void {
  if (!isIntegerIn(settings.brokerCount, 1, MAX_BROKERS)) {
    problems.add('BrokerPropertiesRenderer.brokerCount', `'brokerCount' must be an integer from 1 to ${MAX_BROKERS}, `
      + `got ${quote(settings.brokerCount)}`);
  }
  if (!PROPERTY_NAME.test(settings.internalListenerName)) {
    problems.add('BrokerPropertiesRenderer.internalListenerName', "'internalListenerName' must be of letters, digits, "
      + `"_" and "-", got ${quote(settings.internalListenerName)}; give the name that your nodes have, for example "INTERNAL"`);
  }
  for (const { name } of settings.clientListeners.filter(listener => !PROPERTY_NAME.test(listener.name))) {
    problems.add('BrokerPropertiesRenderer.listenerName', `client listener ${quote(name)} has a dot in its name, `
      + "which Kafka takes for the end of the name in 'listener.name.<name>.…' where it reads one key alone, "
      + "so a certificate or a limit can't be changed later; "
      + 'give it a name of letters, digits, "_" and "-"');
  }
  for (const { name } of settings.clientListeners.filter(({ security }) => security._isDescribed)) {
    problems.add('BrokerPropertiesRenderer.describedSecurity', `client listener ${name} has ListenerSecurity.described(), `
      + 'of which nothing can be rendered; give it the security that is to be rendered, such as ListenerSecurity.tls(…), '
      + 'or write the file of such brokers without this library');
  }
  for (const key of ['internalPort', 'controllerPort'] as const) {
    if (!isPort(settings[key])) {
      problems.add('BrokerPropertiesRenderer.port', `'${key}' must be an integer from 1 to ${MAX_PORT}, `
        + `got ${quote(settings[key])}`);
    }
  }
  const [, servers] = settings.quorum._property;
  if (settings.nodeSecurity._authenticates && !Token.isUnresolved(servers) && servers.includes('_')) {
    problems.add('BrokerPropertiesRenderer.nodeHost', `'quorum' has a host with a "_" (${servers}), ${NO_NAME_FOR_TLS}`);
  }
  const isPath = (dir: string) => !Token.isUnresolved(dir) && /^(\/[A-Za-z0-9._@+-]+)+$/.test(dir);
  if (settings.logDirs.length === 0 || duplicates(settings.logDirs).length > 0 || !settings.logDirs.every(isPath)) {
    problems.add('BrokerPropertiesRenderer.logDirs', "'logDirs' must be different literal absolute paths of letters, "
      + `digits and . _ @ + -, for example "/var/lib/kafka/data"; got ${quote(settings.logDirs)}`);
  }
  const names = [CONTROLLER, settings.internalListenerName, ...settings.clientListeners.map(({ name }) => name)];
  for (const name of duplicates(names.map(kafkaName))) {
    const which = name === CONTROLLER ? ', one of them the controllers\'' : '';
    problems.add('BrokerPropertiesRenderer.duplicateListener', `two listeners are named ${quote(name)}${which}, `
      + 'and Kafka does not tell capitals from small letters; give each a name of its own');
  }
  for (const slot of duplicates(settings.clientListeners.map(listener => listener.slot))) {
    const same = settings.clientListeners.filter(listener => listener.slot === slot).map(listener => listener.name);
    problems.add('BrokerPropertiesRenderer.duplicateSlot', `${same.join(' and ')} have slot ${slot}; `
      + 'give each client listener a slot of its own');
  }
  const pairs =
    settings.clientListeners.flatMap((listener, i) => settings.clientListeners.slice(0, i).map(earlier => [earlier, listener]));
  for (const pair of pairs.filter(([earlier, listener]) => haveCommonAddress(earlier, listener))) {
    const [one, other] = pair.map(each => `${each.name} (${slotRange(each.firstPort).from} to ${slotRange(each.firstPort).to})`);
    problems.add('BrokerPropertiesRenderer.addressOverlap', `the ports of ${one} and ${other} overlap under `
      + `${quote(pair[0].advertisedHost.bootstrapHost)}, which leads to one endpoint; `
      + 'give one another host, or another \'firstPort\'');
  }
}

/** Adds what is wrong with a node by itself. */
export function checkNode(problems: Problems, node: KafkaNode, settings: Settings): void {
  const roles = rolesOf(node);
  if (roles.length === 0 || duplicates(node.roles ?? []).length > 0) {
    problems.add('BrokerPropertiesRenderer.roles', "'roles' must be broker, controller or both, each once; "
      + `got ${quote(node.roles)}`);
  }
  if (roles.includes(KafkaRole.BROKER)) {
    checkBrokerIds(problems, 'BrokerPropertiesRenderer.nodeId', settings.clientListeners, [node.nodeId]);
  } else if (!isIntegerIn(node.nodeId, 0, MAX_INT)) {
    problems.add('BrokerPropertiesRenderer.nodeId', `'nodeId' must be an integer from 0 to ${MAX_INT}, `
      + `got ${quote(node.nodeId)}`);
  }
  if (settings.nodeSecurity._authenticates && node.host.includes('_') && !Token.isUnresolved(node.host)) {
    problems.add('BrokerPropertiesRenderer.nodeHost', `'host' ${quote(node.host)} has a "_", ${NO_NAME_FOR_TLS}`);
  }
  const hostIs = Token.isUnresolved(node.host) ? undefined : hostProblem(node.host);
  if (hostIs) {
    problems.add('BrokerPropertiesRenderer.nodeHost', `'host' ${quote(node.host)} ${hostIs}; `
      + 'give the name or private address at which other nodes reach this one');
  }
  checkZoneId(problems, 'BrokerPropertiesRenderer.zoneId', node.zoneId);
  const voter = settings.quorum._voter(node.nodeId);
  if (voter && voter.port !== settings.controllerPort) {
    problems.add('BrokerPropertiesRenderer.voterPort', `the quorum has node ${node.nodeId} at port ${voter.port}, `
      + `but controllers bind ${settings.controllerPort}; give one of the two in 'controllerPort' and the quorum`);
  }
  if (voter && ![voter.host, node.host].some(host => Token.isUnresolved(host))
    && voter.host.toLowerCase() !== node.host.toLowerCase()) {
    problems.add('BrokerPropertiesRenderer.voterHost', `the quorum has node ${node.nodeId} at ${quote(voter.host)}, `
      + `and its 'host' is ${quote(node.host)}: the others would dial another machine; give one of the two in both`);
  }
}

/** Whether two listeners could tell clients the same host and port, or need one name to lead to two load balancers. */
export function haveCommonAddress(one: ClientListener, other: ClientListener): boolean {
  if (one.advertisedHost._isPending || other.advertisedHost._isPending) { return false; }
  return one.advertisedHost.bootstrapHost === other.advertisedHost.bootstrapHost && slotsOverlap(one.firstPort, other.firstPort);
}
