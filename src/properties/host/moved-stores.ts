import { KEY_FILE, KEY_VALUE, prefixOf, speaksTls } from './listener-part';
import { ClientListener } from '../../model/client-listener';
import { kafkaName } from '../../private/listener-name';
import { ServerProperties } from '../server-properties';

const TRUST_FILE = 'ssl.truststore.location';
const TRUST_PASSWORD = 'ssl.truststore.password';

/**
 * What Kafka refuses beside a store of a listener, by the key of that store. Said for all listeners it is said of a client
 * listener too, since a listener can't say that it has none.
 */
const REFUSED_BESIDE: { [store: string]: string[] } = {
  [KEY_FILE]: ['ssl.keystore.password', 'ssl.key.password', KEY_VALUE, 'ssl.keystore.certificate.chain'],
  [KEY_VALUE]: [KEY_FILE, 'ssl.keystore.password', 'ssl.key.password'],
  [TRUST_FILE]: [TRUST_PASSWORD, 'ssl.truststore.certificates'],
};

/** A key for all listeners that goes to those that use it. */
export interface MovedKey {
  readonly key: string;
  readonly value: string;
  /** The keys that say it from now on: none if nobody used it. */
  readonly to: string[];
}

/**
 * The keys for all listeners that can't stay, and who reads them: every listener that speaks TLS and has no store of its own, and
 * the client in a broker that dials controllers, whose listener the broker need not have.
 *
 * @param part the keys of the client listeners
 * @param clientListeners those listeners, of which some may be of this file already
 */
export function movedKeys(
  file: ServerProperties, part: ReadonlyMap<string, string>, clientListeners: ClientListener[],
): MovedKey[] {
  const own = new Map(clientListeners.map(({ name, security }) => [kafkaName(name), security.brokerProtocol as string]));
  const names = [...file.listeners.map(({ name }) => name), ...file.controllerNames.map(kafkaName), ...own.keys()];
  const ofTls = [...new Set(names)].filter(name => speaksTls(own.get(name) ?? file.protocols.get(name)));
  const hasOwn = (name: string, store: string) => part.has(`${prefixOf(name)}${store}`);
  // A password for a store of authorities that is said of some listeners only: without such a store Kafka refuses it.
  const hasNoTrust =
    (name: string) => !file.all.has(TRUST_FILE) && !file.all.has(`${prefixOf(name)}${TRUST_FILE}`) && !hasOwn(name, TRUST_FILE);
  const isRefused =
    (name: string, store: string, key: string) => hasOwn(name, store) || (key === TRUST_PASSWORD && hasNoTrust(name));
  return Object.entries(REFUSED_BESIDE).flatMap(([store, keys]) => keys
    .filter(key => file.all.has(key) && ofTls.some(name => isRefused(name, store, key)))
    .map(key => ({
      key,
      value: file.all.get(key)!,
      to: ofTls.filter(name => !isRefused(name, store, key)).map(name => `${prefixOf(name)}${key}`)
        .filter(to => !file.all.has(to)),
    })));
}
