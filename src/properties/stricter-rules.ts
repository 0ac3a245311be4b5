import { kafkaKey } from './kafka-definitions';
import { nearest } from './override-keys';
import { Finding, hostProblem, parseVoter, PLACEHOLDER, PROPERTY_NAME, ServerProperties } from './server-properties';
import { stricterValueFindings } from './stricter-values';
import { authoritiesProblem, formProblem, PEM } from '../private/pem-source';
import { isPort, MAX_IDLE_MS, MAX_PORT } from '../private/port-plan';
import { duplicates, isIntegerIn, quote } from '../private/validation';

/** Before a property that a listener has for one of its mechanisms. */
const OF_A_MECHANISM = /^(plain|gssapi|oauthbearer|scram-sha-(256|512))\./;

/** What Kafka accepts and we don't, as far as it needs no node: it would fail later, or never and be wrong. */
export function stricterClusterFindings(file: ServerProperties): Finding[] {
  return [
    listenerFindings, prefixFindings, certificateFindings, storeFindings, authenticationFindings, valueFindings,
    stricterValueFindings,
  ]
    .flatMap(rule => rule(file));
}

/** What Kafka accepts and we don't of a single node. */
export function stricterNodeFindings(file: ServerProperties): Finding[] {
  return [identityFindings, advertisedFindings].flatMap(rule => rule(file));
}

function listenerFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  for (const { writtenName, name, port } of file.listeners) {
    if (!PROPERTY_NAME.test(writtenName)) {
      found.push({
        rule: 'BrokerPropertiesRenderer.listenerName',
        message: `listener ${quote(writtenName)} must be of letters, `
        + 'digits, "_" and "-"; Kafka turns other names into other keys, some without a word',
      });
    }
    if (!isPort(port)) {
      found.push({
        rule: 'BrokerPropertiesRenderer.port',
        message: `listener ${name} binds port ${port}, `
        + `ports are from 1 to ${MAX_PORT}`,
      });
    }
  }
  return found;
}

/**
 * Kafka ignores the properties of a listener that it does not have, or whose name is not in lower case, and those that it reads
 * for all listeners at once. The others it reads when the listener starts.
 */
function prefixFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  for (const [key, value] of file.all) {
    const [, name, property] = /^listener\.name\.([^.]*)\.(.*)$/.exec(key) ?? [];
    if (name === undefined) { continue; }
    if (name !== name.toLowerCase() || !file.protocols.has(name.toUpperCase())) {
      const names = [...file.protocols.keys()].map(listener => listener.toLowerCase());
      const near = nearest(name.toLowerCase(), names);
      const hint = near ? `; do you mean listener.name.${near}.${property}?` : '';
      found.push({
        rule: 'BrokerPropertiesRenderer.listenerPrefix',
        message: `${quote(key)} is of no listener, `
        + `and Kafka would ignore it; listeners are ${names.join(', ')}, here in lower case${hint}`,
      });
    }
    const rule = kafkaKey(property.replace(OF_A_MECHANISM, ''));
    if (rule && !rule.isOfListeners) {
      found.push({
        rule: 'BrokerPropertiesRenderer.listenerPrefix',
        message: `${quote(key)} is never read: `
        + `Kafka has '${rule.name}' for all listeners only`,
      });
    } else if (rule && !file.isUnknown(value) && !rule.accepts(file.text(key)!)) {
      found.push({
        rule: 'BrokerPropertiesRenderer.listenerValue',
        message: `${quote(key)} must be ${rule.expected}, `
        + `got ${quote(value)}`,
      });
    }
  }
  return found;
}

/** Without a certificate the listener starts, and fails at every handshake. */
function certificateFindings(file: ServerProperties): Finding[] {
  return file.listeners
    .filter(({ name }) => file.protocols.get(name)?.endsWith('SSL'))
    .filter(({ name }) =>
      !file.listenerText(name, 'ssl.keystore.location') && !file.listenerText(name, 'ssl.keystore.certificate.chain'))
    .map(({ name }) => ({
      rule: 'BrokerPropertiesRenderer.certificateMissing',
      message: `listener ${name} speaks ${file.protocols.get(name)} and has no certificate `
        + `('listener.name.${name.toLowerCase()}.ssl.keystore.location')`,
    }));
}

/** Kafka opens the files when the listener starts, and not before. */
function storeFindings(file: ServerProperties): Finding[] {
  return file.listeners
    .filter(({ name }) => file.protocols.get(name)?.endsWith('SSL'))
    .flatMap(({ name }) => [['keystore', formProblem] as const, ['truststore', authoritiesProblem] as const].flatMap((
      [store, problemOf],
    ) => {
      const location = file.listenerText(name, `ssl.${store}.location`);
      const problem = location && file.listenerText(name, `ssl.${store}.type`) === PEM ? problemOf(location) : undefined;
      return problem ? [{
        rule: 'BrokerPropertiesRenderer.storeForm',
        message: `the ${store} of listener ${name}, `
        + `${quote(location)}, ${problem}`,
      }] : [];
    }));
}

function authenticationFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  const superUsers = (file.text('super.users') ?? '').split(';').map(user => user.trim());
  const open = file.clientNames.filter(name => !authenticates(file, name));
  // Where clients of another listener authenticate, the library itself has named the nodes so.
  const fix = open.length < file.clientNames.length ? "give nodes a name of their own by 'nodeSecurity', "
    + 'NodeSecurity.mutualTls(…), or authenticate all clients' : 'remove User:ANONYMOUS';
  if (superUsers.includes('User:ANONYMOUS') && open.length > 0) {
    found.push({
      rule: 'BrokerPropertiesRenderer.anonymousSuperUser',
      message: `'super.users' has User:ANONYMOUS, and ${open.join(', ')} does not authenticate clients: `
        + `each would be a super user; ${fix}`,
    });
  }
  for (const { name } of file.listeners.filter(listener => file.protocols.get(listener.name)?.startsWith('SASL_'))) {
    const mechanisms = (file.listenerText(name, 'sasl.enabled.mechanisms') ?? '').split(',').map(mechanism => mechanism.trim());
    if (mechanisms.includes('OAUTHBEARER') && !file.listenerText(name, 'oauthbearer.sasl.server.callback.handler.class')) {
      found.push({
        rule: 'BrokerPropertiesRenderer.unsecuredOauthBearer',
        message: `listener ${name} has OAUTHBEARER without `
          + `'listener.name.${name.toLowerCase()}.oauthbearer.sasl.server.callback.handler.class', `
          + 'so Kafka would believe tokens that nobody signed',
      });
    }
  }
  return found;
}

function authenticates(file: ServerProperties, name: string): boolean {
  const protocol = file.protocols.get(name);
  return protocol !== 'PLAINTEXT' && (protocol !== 'SSL' || file.listenerText(name, 'ssl.client.auth') === 'required');
}

function valueFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  const idle = file.text('connections.max.idle.ms');
  if (idle !== undefined && !file.isUnknown(idle)
    && !isIntegerIn(file.integer('connections.max.idle.ms') ?? NaN, 1, MAX_IDLE_MS)) {
    found.push({
      rule: 'BrokerPropertiesRenderer.idleTimeout',
      message: `'connections.max.idle.ms' must be an integer from 1 to ${MAX_IDLE_MS}, `
        + `since load balancers and endpoints forget a silent connection after 350 seconds; got ${quote(idle)}`,
    });
  }
  const providers = file.list('config.providers') ?? [];
  for (const [key, value] of file.all) {
    for (const [, provider] of [...value.matchAll(new RegExp(PLACEHOLDER, 'g'))].filter(match => !providers.includes(match[1]))) {
      found.push({
        rule: 'BrokerPropertiesRenderer.configProvider',
        message: `'${key}' refers to config provider ${quote(provider)}, which 'config.providers' lacks; `
          + 'Kafka would take the reference itself as the value',
      });
    }
  }
  return found;
}

function identityFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  for (const id of duplicates(
    (file.list('controller.quorum.voters') ?? []).map(entry => parseVoter(entry)?.id).filter(voter => voter !== undefined),
  )) {
    found.push({
      rule: 'BrokerPropertiesRenderer.duplicateVoter',
      message: `'controller.quorum.voters' has id ${id} more than `
      + 'once, and Kafka would take the last',
    });
  }
  return found;
}

function advertisedFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  for (const { name, host, port } of file.advertised) {
    const problem = file.isUnknown(host) ? undefined : hostProblem(host);
    if (problem) {
      found.push({
        rule: 'BrokerPropertiesRenderer.advertisedHost',
        message: `the host ${quote(host)} that ${name} advertises `
        + `${problem}`,
      });
    }
    if (!isPort(port)) {
      found.push({
        rule: 'BrokerPropertiesRenderer.port',
        message: `${name} advertises port ${port}, `
        + `ports are from 1 to ${MAX_PORT}`,
      });
    }
    if (!file.isController && file.isControllerName(name)) {
      found.push({
        rule: 'BrokerPropertiesRenderer.controllerAdvertised',
        message: 'a node without the controller role '
        + `advertises controller listener ${name}, which it does not bind`,
      });
    }
  }
  for (const address of duplicates(file.advertised.map(({ host, port }) => `${host}:${port}`))) {
    found.push({
      rule: 'BrokerPropertiesRenderer.duplicateAddress',
      message: `two listeners advertise ${quote(address)}, `
      + 'so clients of one would reach the other',
    });
  }
  return found;
}
