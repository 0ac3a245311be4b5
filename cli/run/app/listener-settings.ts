import { BrokerFile, BrokerListener, listOf } from '../../assembly/properties-file';

/** Who clients of a run are where they log in. Its password is good for this run, on this machine. */
export const USER = { name: 'client-of-run', password: 'password-of-run' };

const LOGIN_MODULES: { readonly [mechanism: string]: string } = {
  'SCRAM-SHA-512': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  'SCRAM-SHA-256': 'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  'PLAIN': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${USER.name}="${USER.password}";`,
  'OAUTHBEARER': 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;',
};

/** By which mechanisms a listener lets clients in, and by which of them the run has credentials. */
export function mechanismsOf({ properties }: BrokerFile, name: string, told: readonly string[]): { all: string[]; playable: string[] } {
  const own = listOf(properties[`listener.name.${name.toLowerCase()}.sasl.enabled.mechanisms`] ?? properties['sasl.enabled.mechanisms']);
  const all = own.length > 0 ? own : [...told];
  return { all, playable: all.filter(mechanism => mechanism in LOGIN_MODULES) };
}

/** Whether a listener asks clients for a certificate. */
export function asksForCertificate({ properties }: BrokerFile, name: string): boolean {
  return (properties[`listener.name.${name.toLowerCase()}.ssl.client.auth`] ?? properties['ssl.client.auth'] ?? 'none') !== 'none';
}

/** The users that a cluster has from its first format, as `kafka-storage.sh --add-scram` takes them. */
export function usersOf(files: readonly BrokerFile[]): string[] {
  const mechanisms = files.flatMap(file => file.listeners.flatMap(({ name }) => mechanismsOf(file, name, []).playable));
  return [...new Set(mechanisms)].filter(mechanism => mechanism.startsWith('SCRAM-'))
    .map(mechanism => `${mechanism}=[name=${USER.name},password=${USER.password}]`);
}

/** How a client listener is secured, with certificates and users of the run in place of the app's. */
export function listenerSettings(
  { name, protocol }: BrokerListener, nodeId: number, { mechanisms, asks }: { readonly mechanisms: readonly string[]; readonly asks: boolean },
): string[] {
  const prefix = `listener.name.${name.toLowerCase()}`;
  const directory = `/etc/kafka-of-run/${nodeId}`;
  const speaksTls = protocol.endsWith('SSL');
  return [
    ...speaksTls ? [`${prefix}.ssl.keystore.type=PEM`, `${prefix}.ssl.keystore.location=${directory}/${name.toLowerCase()}.pem`] : [],
    ...speaksTls && asks
      ? [`${prefix}.ssl.client.auth=required`, `${prefix}.ssl.truststore.type=PEM`, `${prefix}.ssl.truststore.location=${directory}/clients.pem`] : [],
    ...mechanisms.length > 0 ? [`${prefix}.sasl.enabled.mechanisms=${mechanisms.join(',')}`] : [],
    ...mechanisms.map(mechanism => `${prefix}.${mechanism.toLowerCase()}.sasl.jaas.config=${LOGIN_MODULES[mechanism]}`),
  ];
}
