import { basename, dirname } from 'path';
import { KafkaMetadataMode } from './metadata-mode';
import { ClientListener } from '../../model/client-listener';
import { KafkaProtocol, STORE_TYPES } from '../../model/listener-security';
import { isOlder } from '../kafka-line';
import { ServerProperties } from '../server-properties';

/** Who reads stores: Kafka's own class, where a host has another one for all listeners, which might not know PEM. */
const ENGINE = 'ssl.engine.factory.class';
const OWN_ENGINE = 'org.apache.kafka.common.security.ssl.DefaultSslEngineFactory';

/**
 * The first line that reads a key without a password from a file. Older ones take it as a value only, which a config provider
 * reads from the same file.
 * @see https://issues.apache.org/jira/browse/KAFKA-12703
 */
const KEY_IN_FILE_SINCE = '3.3';
const PROVIDER = 'clientpem';
const PROVIDER_CLASS = 'org.apache.kafka.common.config.provider.DirectoryConfigProvider';

const TOKEN_CHECK = 'oauthbearer.sasl.server.callback.handler.class';
/** Where the class that checks tokens was before it moved. Both names work from 3.5 to 3.9. */
const TOKEN_CHECK_BEFORE_3_5 = 'org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerValidatorCallbackHandler';

/** Where a listener has its key: in a file, or as a value. */
export const KEY_FILE = 'ssl.keystore.location';
export const KEY_VALUE = 'ssl.keystore.key';

/** What stands before the keys of one listener: in lower case, or Kafka ignores them without a word. */
export function prefixOf(listenerName: string): string {
  return `listener.name.${listenerName.toLowerCase()}.`;
}

export function speaksTls(protocol: string | undefined): boolean {
  return protocol === KafkaProtocol.SSL || protocol === KafkaProtocol.SASL_SSL;
}

/** Why a Kafka can't have a listener, or undefined. */
export function securityProblem({ security }: ClientListener, line: string, mode: KafkaMetadataMode): string | undefined {
  if (security._isDescribed) { return undefined; }
  if (security._tokenIssuer !== undefined && isOlder(line, '3.1')) {
    return `takes tokens, Kafka checks their signatures since 3.1, and this is ${line}; upgrade the brokers first, `
      + 'or let clients authenticate by certificate or password';
  }
  if (security._saslMechanisms.some(name => name.startsWith('SCRAM-')) && mode === KafkaMetadataMode.KRAFT
    && isOlder(line, '3.5')) {
    return `has users with passwords, which a cluster without ZooKeeper keeps since Kafka 3.5, and this is ${line}; `
      + 'upgrade the brokers before, or let clients authenticate by certificate';
  }
  return undefined;
}

/**
 * The keys of a client listener as Kafka of some line has them, with their prefix: none of one that is described, which has what
 * the host has. What is said for all listeners stays the host's own affair.
 */
export function listenerPart(listener: ClientListener, file: ServerProperties, line: string): [key: string, value: string][] {
  const { maxConnectionRate, maxConnections, name, security } = listener;
  if (security._isDescribed) { return []; }
  const own = security._properties(name);
  const certificate = own[KEY_FILE];
  const properties: { [key: string]: string } = {
    ...own,
    'max.connections': `${maxConnections}`,
    'max.connection.creation.rate': `${maxConnectionRate}`,
  };
  for (const [type, value] of Object.entries(STORE_TYPES)) {
    if (own[type.replace(/type$/, 'location')] !== undefined) { properties[type] = value; }
  }
  if (certificate !== undefined && isOlder(line, KEY_IN_FILE_SINCE)) {
    delete properties[KEY_FILE];
    const both = `\${${PROVIDER}:${dirname(certificate)}:${basename(certificate)}}`;
    properties[KEY_VALUE] = properties['ssl.keystore.certificate.chain'] = both;
  }
  if (certificate !== undefined && ![undefined, OWN_ENGINE].includes(file.text(ENGINE))) { properties[ENGINE] = OWN_ENGINE; }
  if (own[TOKEN_CHECK] !== undefined && isOlder(line, '3.5')) { properties[TOKEN_CHECK] = TOKEN_CHECK_BEFORE_3_5; }
  return Object.entries(properties).map(([key, value]) => [`${prefixOf(name)}${key}`, value]);
}

/** What is said for all listeners so that Kafka finds the values of a listener's part. */
export function providersFor(part: ReadonlyMap<string, string>, file: ServerProperties): [key: string, value: string][] {
  if (![...part.values()].some(value => value.startsWith(`\${${PROVIDER}:`))) { return []; }
  const providers = file.list('config.providers') ?? [];
  return [
    ['config.providers', [...providers, ...providers.includes(PROVIDER) ? [] : [PROVIDER]].join(',')],
    [`config.providers.${PROVIDER}.class`, PROVIDER_CLASS],
  ];
}
