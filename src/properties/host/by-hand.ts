import { advertisedEntry, Host } from './host';
import { IDLE } from './merge-changes';
import { ClientListener } from '../../model/client-listener';
import { kafkaName } from '../../private/listener-name';
import { MAX_IDLE_MS } from '../../private/port-plan';
import { isOlder } from '../kafka-line';
import { ServerProperties } from '../server-properties';

/** What no file says, or what the operator has to decide, in the order in which it is done. */
export function byHandOf(host: Host, clientListeners: ClientListener[]): string[] {
  const { file, line } = host;
  return [
    ...clientListeners.flatMap(listener => movedClientsOf(host, listener)),
    ...clientListeners.flatMap(filesOf),
    ...clientListeners.flatMap(listener => tokensOf(listener, line)),
    ...clientListeners.map(listener => namesOf(file, listener)),
    ...rightsOf(file, clientListeners),
    ...limitsByAddress(file),
    ...unknownValues(file),
  ];
}

/** Clients that use a listener today are told another address of it. */
function movedClientsOf(host: Host, listener: ClientListener): string[] {
  const before = host.file.advertised.find(({ name }) => name === kafkaName(listener.name));
  const after = advertisedEntry(host, listener);
  return before === undefined || after.endsWith(`://${before.host}:${before.port}`) ? [] : [
    `Clients that use ${listener.name} today are told ${after.replace(/^.*:\/\//, '')} in place of `
      + `${before.host}:${before.port} from the restart on. See before that each of them resolves that name and reaches that `
      + 'port, '
    + 'or give the client listener a name of its own, beside this one.',
  ];
}

function filesOf({ name, security }: ClientListener): string[] {
  const paths = security._files(name).map(({ path }) => path);
  return paths.length === 0 ? [] : [`Put ${paths.join(' and ')} on the host, in PEM and readable by Kafka, before it restarts.`];
}

function tokensOf({ name, security }: ClientListener, line: string): string[] {
  const url = security._properties(name)['sasl.oauthbearer.jwks.endpoint.url'];
  return url === undefined || isOlder(line, '4.0') ? [] : ["Start Kafka's Java with "
    + `-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${url}, or it fetches no keys and lets nobody in on ${name}.`];
}

/** By which names clients of a listener are known: others than on the host's own listeners, as a rule. */
function namesOf(file: ServerProperties, { name, security }: ClientListener): string {
  const [mechanism] = security._saslMechanisms;
  const builder = file.text('principal.builder.class');
  const asBuilt = builder ? `, unless '${builder}' ('principal.builder.class') names them otherwise` : '';
  if (security._isDescribed) {
    return `Clients of ${name} have the names that the host gives them, and need ACLs as its other clients do.`;
  }
  if (security._needsClientCertificate) {
    return `Clients of ${name} are User:${security._principalPrefix(name)}<name in the certificate>${asBuilt}, `
      + 'and not what the same certificate is called on your other listeners. Give the new names their ACLs before clients move.';
  }
  if (security._tokenIssuer !== undefined) {
    return `Clients of ${name} are User:<'sub' of the token>${asBuilt}. Whoever the issuer calls as one of your users has that `
      + "user's rights: see that it gives out none of their names, super users' above all.";
  }
  if (mechanism !== undefined) {
    return `Clients of ${name} are User:<user>${asBuilt}. Each needs a password for ${mechanism}: `
      + 'kafka-configs.sh --alter --entity-type users --entity-name <user> --add-config-file <file>, '
      + `with the line ${mechanism}=password=… in a file of your own, since everybody on the host can read a command. `
      + 'One who has it for another listener has it here too.';
  }
  return `Clients of ${name} are User:ANONYMOUS${asBuilt}: Kafka can't tell them apart.`;
}

function rightsOf(file: ServerProperties, clientListeners: ClientListener[]): string[] {
  const authorizer = file.text('authorizer.class.name');
  if (!authorizer) {
    return ["The file has no 'authorizer.class.name', "
      + `so whoever connects by ${clientListeners.map(({ name }) => name).join(' or ')} may do everything. `
      + "An authorizer is for all listeners: your own clients need ACLs, and nodes a place in 'super.users', "
      + 'before it is switched on.'];
  }
  return /^true$/i.test(file.text('allow.everyone.if.no.acl.found') ?? '')
    ? ["'allow.everyone.if.no.acl.found' is true, so new clients may do everything with what no ACL names. "
      + 'Give ACLs to all topics and groups, then take it out.']
    : [];
}

/** Behind a load balancer all clients have its addresses. */
function limitsByAddress(file: ServerProperties): string[] {
  const isInUse = (key: string) => file.text(key) !== undefined && file.text(key) !== `${2 ** 31 - 1}`;
  const limits = ['max.connections.per.ip', 'max.connections.per.ip.overrides'].filter(isInUse);
  return [
    ...limits.map(key => `Take out '${key}' (${file.text(key)}), or raise it: all clients behind the load balancer have its `
      + 'addresses and share the limit.'),
    "Take out quotas by address that count the load balancer's: kafka-configs.sh --describe --entity-type ips shows them.",
    ...file.text('authorizer.class.name') ? ['Look for ACLs with a host (kafka-acls.sh --list): '
      + "they hold for no client behind the load balancer, since all of these have the load balancer's addresses."] : [],
  ];
}

function unknownValues(file: ServerProperties): string[] {
  const idle = file.text(IDLE);
  return idle !== undefined && file.isUnknown(idle) ? [`See that '${IDLE}' (${idle}) is at most ${MAX_IDLE_MS}.`] : [];
}
