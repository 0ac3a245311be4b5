import type { Attempt, Library } from './libraries';
import { PASSWORD } from './listeners';

/** What goes wrong for a client, and what it is told in each library: the words that one searches for. docs/troubleshooting.md has them as they stand here. */
export interface Symptom {
  readonly when: string;
  readonly attempt: Attempt;
  readonly says: { readonly [library in Library]: string };
}

export const SYMPTOMS: Symptom[] = [
  {
    when: 'the name is unknown',
    attempt: { host: 'unknown.pay.example.com', listener: 'PLAIN' },
    says: {
      Java: 'No resolvable bootstrap urls given in bootstrap.servers',
      librdkafka: 'Failed to resolve',
      sarama: 'dial tcp: lookup',
      kafkajs: 'Connection error: getaddrinfo',
    },
  },
  {
    when: 'nothing answers at the bootstrap address',
    attempt: { host: 'nowhere.pay.example.com', listener: 'PLAIN' },
    says: {
      Java: 'Timed out waiting for a node assignment',
      librdkafka: 'Connection setup timed out in state CONNECT',
      sarama: 'client has run out of available brokers to talk to: dial tcp',
      kafkajs: 'Failed to connect to seed broker, trying another broker from the list: Connection timeout',
    },
  },
  {
    when: 'it bootstraps, and a broker does not answer at the address that it advertises',
    attempt: { listener: 'LOST' },
    says: {
      Java: 'Timed out waiting to send the call',
      librdkafka: 'Connection setup timed out in state CONNECT',
      sarama: 'i/o timeout',
      kafkajs: 'KafkaJSConnectionError: Connection timeout',
    },
  },
  {
    when: 'the client speaks TLS, the listener does not',
    attempt: { listener: 'PLAIN', trusts: 'ca' },
    says: {
      Java: 'terminated during authentication',
      librdkafka: 'SSL connection closed by peer: connecting to a PLAINTEXT broker listener?',
      sarama: 'client has run out of available brokers to talk to: EOF',
      kafkajs: 'Client network socket disconnected before secure TLS connection was established',
    },
  },
  {
    when: 'the listener speaks TLS, the client does not',
    attempt: { listener: 'TLS' },
    says: {
      Java: 'OutOfMemoryError: Java heap space',
      librdkafka: 'in state APIVERSION_QUERY',
      sarama: 'client has run out of available brokers to talk to: unexpected EOF',
      kafkajs: 'Closed connection',
    },
  },
  {
    when: 'the client does not trust the authority of the brokers\' certificate',
    attempt: { listener: 'TLS', trusts: 'others' },
    says: {
      Java: 'PKIX path building failed',
      librdkafka: 'certificate verify failed',
      sarama: 'x509: certificate signed by unknown authority',
      kafkajs: 'self-signed certificate in certificate chain',
    },
  },
  {
    when: 'the certificate is for another name',
    attempt: { host: 'other.pay.example.com', listener: 'TLS', trusts: 'ca' },
    says: {
      Java: 'No subject alternative DNS name matching',
      librdkafka: 'certificate verify failed',
      sarama: 'x509: certificate is valid for',
      kafkajs: 'Hostname/IP does not match certificate\'s altnames',
    },
  },
  {
    when: 'the brokers\' certificate has expired',
    attempt: { listener: 'EXPIRED', trusts: 'ca' },
    says: {
      Java: 'CertificateExpiredException',
      librdkafka: 'certificate verify failed',
      sarama: 'x509: certificate has expired or is not yet valid',
      kafkajs: 'certificate has expired',
    },
  },
  {
    when: 'the listener asks for a client certificate, and the client has none',
    attempt: { listener: 'MTLS', trusts: 'ca' },
    says: {
      Java: 'Failed to process post-handshake messages',
      librdkafka: 'alert certificate required',
      sarama: 'remote error: tls: certificate required',
      kafkajs: 'alert certificate required',
    },
  },
  {
    when: 'a wrong user or password',
    attempt: { listener: 'SCRAM', trusts: 'ca', login: { mechanism: 'SCRAM-SHA-512', password: 'wrong' } },
    says: {
      Java: 'Authentication failed during authentication due to invalid credentials',
      librdkafka: 'SASL authentication error: Authentication failed',
      sarama: 'SASL Authentication failed',
      kafkajs: 'SASL SCRAM SHA512 authentication failed',
    },
  },
  {
    when: 'another mechanism than the listener\'s',
    attempt: { listener: 'SCRAM', trusts: 'ca', login: { mechanism: 'PLAIN', password: PASSWORD } },
    says: {
      Java: 'not enabled in the server, enabled mechanisms are',
      librdkafka: 'Unsupported SASL mechanism: broker\'s supported mechanisms',
      sarama: 'client has run out of available brokers to talk to',
      kafkajs: 'The broker does not support the requested SASL mechanism',
    },
  },
  {
    when: 'the listener asks for a login, and the client has none',
    attempt: { listener: 'SCRAM', trusts: 'ca' },
    says: {
      Java: 'Timed out waiting for a node assignment',
      librdkafka: 'SSL connection closed by peer',
      sarama: 'client has run out of available brokers to talk to: EOF',
      kafkajs: 'KafkaJSConnectionClosedError: Closed connection',
    },
  },
  {
    when: 'the client logs in where nobody does',
    attempt: { listener: 'TLS', trusts: 'ca', login: { mechanism: 'SCRAM-SHA-512', password: PASSWORD } },
    says: {
      Java: 'Unexpected handshake request with client mechanism',
      librdkafka: 'Request not valid in current SASL state',
      sarama: 'client has run out of available brokers to talk to',
      kafkajs: 'Request is not valid given the current SASL state',
    },
  },
  {
    when: 'no ACL lets the client in',
    attempt: { listener: 'SCRAM', trusts: 'ca', login: { mechanism: 'SCRAM-SHA-512', password: PASSWORD } },
    says: {
      Java: 'Topic authorization failed',
      librdkafka: 'Topic authorization failed',
      sarama: 'The client is not authorized to access this topic',
      kafkajs: 'Not authorized to access topics',
    },
  },
];

/** What librdkafka says of properties that only Java has. */
export const OF_JAVA: { readonly property: string; readonly value: string; readonly says: string }[] = [
  { property: 'ssl.truststore.type', value: 'PEM', says: 'No such configuration property: "ssl.truststore.type"' },
  { property: 'ssl.truststore.location', value: '/ca.pem', says: 'Java TrustStores are not supported' },
  { property: 'sasl.jaas.config', value: 'x', says: 'Java JAAS configuration is not supported' },
];

/** What the broker writes of those above, of a browser, of an old client and of one from an address that may not, at the level of a node's log. */
export const BROKER_SAYS = [
  'Invalid receive (size = 369296129',
  'Invalid receive (size = 1195725856',
  '(SSL handshake failed)',
  'Unexpected Kafka request of type METADATA during SASL handshake',
  'due to invalid credentials with SASL mechanism',
  'Rejected connection from',
  'unsupported version 0',
];

/** Why a broker does not start with a certificate's file, by what is wrong with the file. */
export const DOES_NOT_START = {
  'has its key in PKCS#1': 'algid parse error, not a sequence',
  'has a key that was cut off': 'Private key could not be loaded',
  'has an encrypted key': 'DerValue.getBigIntegerInternal, not expected 48',
  'is not PEM but PKCS12': 'No matching PRIVATE KEY entries in PEM file',
  'has the authority first': 'Certificate chain is not valid',
};
