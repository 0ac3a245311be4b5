import { asksForCertificate, mechanismsOf, USER } from './listener-settings';
import type { ContractListener } from '../../assembly/contracts';
import type { BrokerFile } from '../../assembly/properties-file';

/** Files of the authority of the run. */
export interface Authority {
  /** What clients trust. */
  readonly ca: string;
  /** A client's own key and certificate. */
  readonly client: string;
}

/** How a client of a library gets in at a listener, in the words of that library. */
export interface Credentials {
  readonly java: { readonly [key: string]: string };
  readonly librdkafka: { readonly [key: string]: string };
  /** The npm client has objects in place of settings: `clients/npm/client.ts` makes them of these. */
  readonly npm: { readonly [key: string]: string };
  /** How this is told to a person. */
  readonly by: string;
}

/** @param file of a broker that runs */
export function credentialsOf(listener: ContractListener, file: BrokerFile, { ca, client }: Authority): Credentials {
  const speaksTls = listener.protocol.endsWith('SSL');
  const isKnown = speaksTls && asksForCertificate(file, listener.name);
  const [mechanism] = listener.protocol.startsWith('SASL_') ? mechanismsOf(file, listener.name, listener.saslMechanisms).playable : [];
  return {
    java: {
      'security.protocol': listener.protocol,
      ...speaksTls && { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': ca },
      ...isKnown && { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': client },
      ...mechanism !== undefined && { 'sasl.mechanism': mechanism, 'sasl.jaas.config': loginOf(mechanism) },
    },
    librdkafka: {
      'security.protocol': listener.protocol,
      ...speaksTls && { 'ssl.ca.location': ca },
      ...isKnown && { 'ssl.certificate.location': client, 'ssl.key.location': client },
      ...mechanism !== undefined && { 'sasl.mechanism': mechanism },
      ...mechanism === 'OAUTHBEARER'
        ? { 'enable.sasl.oauthbearer.unsecure.jwt': 'true', 'sasl.oauthbearer.config': `principal=${USER.name}` }
        : mechanism !== undefined && { 'sasl.username': USER.name, 'sasl.password': USER.password },
    },
    npm: {
      ...speaksTls && { ca },
      ...isKnown && { certificate: client },
      ...mechanism !== undefined && { mechanism, ...mechanism === 'OAUTHBEARER' ? { token: unsignedToken() } : { username: USER.name, password: USER.password } },
    },
    by: [listener.protocol, ...isKnown ? ['certificate'] : [], ...mechanism === undefined ? [] : [mechanism]].join(', '),
  };
}

/** As [RFC 7519](https://www.rfc-editor.org/rfc/rfc7519#section-6) has it: nobody signs it, and it is good for longer than a run lasts. */
function unsignedToken(): string {
  const now = Math.floor(Date.now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ sub: USER.name, iat: now, exp: now + 86_400 })}.`;
}

function loginOf(mechanism: string): string {
  if (mechanism === 'OAUTHBEARER') {
    return `org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="${USER.name}";`;
  }
  const module = mechanism === 'PLAIN' ? 'plain.PlainLoginModule' : 'scram.ScramLoginModule';
  return `org.apache.kafka.common.security.${module} required username="${USER.name}" password="${USER.password}";`;
}
