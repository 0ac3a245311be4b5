import type { ClientCertificate } from './client-certificate';

/** What is a client's own, beside what the contract says. */
export interface Credentials {
  /** The file of the authorities that it trusts, where it is another than the one that it was told of. */
  readonly ca?: string;
  readonly certificate?: ClientCertificate;
  readonly user?: string;
  readonly password?: string;
  /** The file of its token. */
  readonly token?: string;
}

const LOGIN = 'org.apache.kafka.common.security';

/** In the words of Java's client. */
export function forJava({ ca, certificate, user, password, token }: Credentials): { [key: string]: string } {
  return {
    ...ca && { 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': ca },
    ...certificate && { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': certificate.pem },
    ...user && { 'sasl.jaas.config': `${LOGIN}.scram.ScramLoginModule required username="${user}" password="${password}";` },
    ...token && {
      'sasl.jaas.config': `${LOGIN}.oauthbearer.OAuthBearerLoginModule required;`,
      'sasl.login.callback.handler.class': `${LOGIN}.oauthbearer.OAuthBearerLoginCallbackHandler`,
      'sasl.oauthbearer.token.endpoint.url': `file://${token}`,
    },
  };
}

/** In the words of librdkafka. */
export function forLibrdkafka({ ca, certificate, user, password, token }: Credentials): { [key: string]: string } {
  return {
    ...ca && { 'ssl.ca.location': ca },
    ...certificate && { 'ssl.certificate.location': certificate.certificate, 'ssl.key.location': certificate.key },
    ...user && { 'sasl.username': user, 'sasl.password': password! },
    ...token && { 'token.file': token },
  };
}
