import { Host, isBound } from './host';
import { KEY_FILE, KEY_VALUE, speaksTls } from './listener-part';
import { ClientListener } from '../../model/client-listener';
import { kafkaName } from '../../private/listener-name';
import { quote } from '../../private/validation';
import { ServerProperties } from '../server-properties';

/**
 * Where a host's file contradicts what is described of a listener: of one that it has, and of one that it gets and that uses what
 * is said for all.
 */
export function describedProblems(host: Host, listener: ClientListener): string[] {
  const { file } = host;
  const { name, security } = listener;
  const said = (key: string) => {
    const text = file.listenerText(name, key);
    return text === undefined || file.isUnknown(text) ? undefined : text;
  };
  const protocol = isBound(host, listener) ? file.protocols.get(kafkaName(name)) : security.brokerProtocol;
  const enabled = file.listenerText(name, 'sasl.enabled.mechanisms') ?? 'GSSAPI';
  const missing = file.isUnknown(enabled)
    ? []
    : security._saslMechanisms.filter(mechanism => !enabled.split(',').map(each => each.trim()).includes(mechanism));
  return [
    ...protocol === security.brokerProtocol ? [] : [`it speaks ${protocol}, and not ${security.brokerProtocol}`],
    ...missing.length === 0 ? [] : [`its mechanisms are ${enabled} ('sasl.enabled.mechanisms'), without ${missing.join(', ')}`],
    ...security._needsClientCertificate && said('ssl.client.auth')?.toLowerCase() !== 'required' ? ['it lets in clients '
      + `without a certificate ('ssl.client.auth' is ${quote(said('ssl.client.auth') ?? 'none')})`] : [],
    ...speaksTls(security.brokerProtocol) && !hasStore(file, name) ? ['no certificate is said for it, '
      + `nor for all listeners ('${KEY_FILE}')`] : [],
  ];
}

function hasStore(file: ServerProperties, name: string): boolean {
  return [KEY_FILE, KEY_VALUE, 'ssl.engine.factory.class'].some(key => file.listenerText(name, key));
}
