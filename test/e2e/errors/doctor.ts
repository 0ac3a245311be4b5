import { HOST, LISTENERS, NOWHERE, PASSWORD, RELAY_PORT, TOPIC, TWO_ZONES, USER } from './listeners';
import type { Code } from '../../../cli/probe';
import type { TestCa } from '../../../cli/run/kafka/test-ca';
import type { DoctorOptions } from '../harness/doctor';

/** A consumer's contract, and a client, and what the doctor says of the broker's path, or of that where clients start. */
export interface Case {
  readonly when: string;
  readonly asks: (authority: Authority) => DoctorOptions;
  /** The broker whose path it is; where clients start if it is left out. */
  readonly brokerId?: number;
  /** Not there where all is well. */
  readonly code?: Code;
  /** What it warns of. */
  readonly warns?: readonly Code[];
  /** A part of what it saw. */
  readonly saw?: string;
}

/** The files of a client. */
export interface Authority {
  readonly ca: TestCa;
  readonly clientPem: string;
  readonly clusterId: string;
}

type Name = keyof typeof LISTENERS;

/** A contract with the broker's listener as its only one, or with something that is wrong in it. */
function contractOf(name: Name, { clusterId }: Authority, wrong: { readonly [key: string]: unknown } = {}, contract: object = {}): object {
  const { port, protocol } = LISTENERS[name];
  return {
    version: '1.0',
    region: 'eu-west-1',
    zoneIds: [],
    brokerIds: [1],
    clusterId,
    listeners: [{
      name,
      protocol,
      saslMechanisms: protocol.startsWith('SASL_') ? [name === 'BASIC' ? 'PLAIN' : 'SCRAM-SHA-512'] : [],
      clientCertificate: name === 'MTLS',
      ...protocol.endsWith('SSL') && { truststoreType: 'PEM' },
      host: HOST,
      firstPort: port,
      firstBrokerId: 1,
      bootstrapPort: port,
      ...wrong,
    }],
    ...contract,
  };
}

const trusts = ({ ca }: Authority) => ({ 'ssl.truststore.type': 'PEM', 'ssl.truststore.location': ca.file });
const asUser = (authority: Authority, password = PASSWORD, mechanism = 'SCRAM-SHA-512') => ({
  ...trusts(authority),
  'sasl.mechanism': mechanism,
  'sasl.jaas.config': `org.apache.kafka.common.security.scram.ScramLoginModule required username="${USER}" password="${password}";`,
});
const asOwner = (authority: Authority) => ({ ...trusts(authority), 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': authority.clientPem });

const wrongAt = (name: Name, wrong: { readonly [key: string]: unknown }, contract: object = {}) =>
  (authority: Authority): DoctorOptions => ({ contract: contractOf(name, authority, wrong, contract), client: trusts(authority) });

export const CASES: readonly Case[] = [
  { when: 'PLAINTEXT is well, and a record comes back', asks: a => ({ contract: contractOf('PLAIN', a), args: ['--topic', TOPIC] }), brokerId: 1 },
  { when: 'SSL is well', asks: a => ({ contract: contractOf('TLS', a), client: trusts(a) }), brokerId: 1 },
  { when: 'SSL with a client certificate is well', asks: a => ({ contract: contractOf('MTLS', a), client: asOwner(a) }), brokerId: 1 },
  { when: 'SASL_SSL is well', asks: a => ({ contract: contractOf('SCRAM', a), client: asUser(a) }), brokerId: 1 },
  { when: 'SASL_SSL with PLAIN is well', asks: a => ({ contract: contractOf('BASIC', a), client: asUser(a, PASSWORD, 'PLAIN') }), brokerId: 1 },
  { when: 'SASL_PLAINTEXT is well', asks: a => ({ contract: contractOf('LOGIN', a), client: asUser(a) }), brokerId: 1 },
  { when: 'where clients start is well', asks: a => ({ contract: contractOf('SCRAM', a), client: asUser(a) }) },
  {
    when: 'without authorities and a login, the steps that need none are done',
    asks: a => ({ contract: contractOf('SCRAM', a) }),
    brokerId: 1,
    warns: ['Doctor.authorityUnchecked', 'Doctor.loginUnchecked'],
  },
  {
    when: 'the contract has no cluster id', asks: a => ({ contract: contractOf('PLAIN', a, {}, { clusterId: undefined }) }), brokerId: 1,
  },
  { when: 'no name server is here', asks: wrongAt('TLS', { host: 'unknown.pay.example.com' }), brokerId: 1, code: 'Doctor.nameServer' },
  { when: 'nothing answers at the address', asks: wrongAt('TLS', { host: NOWHERE }), brokerId: 1, code: 'Doctor.closed' },
  { when: "one zone's address is dead", asks: wrongAt('TLS', { host: TWO_ZONES }), brokerId: 1, code: 'Doctor.zoneClosed', saw: '10.9.9.9 port' },
  { when: 'nobody listens on the port', asks: wrongAt('TLS', { firstPort: 9990 }), brokerId: 1, code: 'Doctor.refused' },
  { when: 'plaintext is behind TLS', asks: wrongAt('PLAIN', { protocol: 'SSL' }), brokerId: 1, code: 'Doctor.plaintext' },
  { when: 'TLS is behind plaintext', asks: wrongAt('TLS', { protocol: 'PLAINTEXT' }), brokerId: 1, code: 'Doctor.tls' },
  {
    when: 'the certificate is for another name', asks: wrongAt('TLS', { host: 'other.pay.example.com' }), brokerId: 1, code: 'Doctor.certificateName', saw: `in the certificate: ${HOST}`,
  },
  { when: 'the certificate has expired', asks: wrongAt('EXPIRED', {}), brokerId: 1, code: 'Doctor.certificateExpired' },
  { when: 'the authority is not trusted', asks: a => ({ contract: contractOf('TLS', a), client: {} }), brokerId: 1, code: 'Doctor.certificateUntrusted' },
  {
    when: 'the broker asks for a certificate that the client does not have',
    asks: wrongAt('MTLS', { clientCertificate: false }),
    brokerId: 1,
    code: 'Doctor.clientCertificate',
  },
  {
    when: 'the port leads to another broker',
    asks: wrongAt('PLAIN', { firstBrokerId: 0 }, { brokerIds: [0, 1] }),
    brokerId: 0,
    code: 'Doctor.crossedPort',
    saw: 'broker 1 answers in place of broker 0',
  },
  {
    when: 'the port leads to another broker, behind a login',
    asks: a => ({ contract: contractOf('SCRAM', a, { firstBrokerId: 0 }, { brokerIds: [0, 1] }), client: asUser(a) }),
    brokerId: 0,
    code: 'Doctor.crossedPort',
  },
  { when: 'the broker is of another cluster', asks: wrongAt('PLAIN', {}, { clusterId: 'other' }), brokerId: 1, code: 'Doctor.otherCluster' },
  { when: 'clients start at another cluster', asks: wrongAt('PLAIN', {}, { clusterId: 'other' }), code: 'Doctor.otherCluster' },
  {
    when: 'the mechanism is not offered',
    asks: a => ({ contract: contractOf('SCRAM', a), client: asUser(a, PASSWORD, 'SCRAM-SHA-256') }),
    brokerId: 1,
    code: 'Doctor.mechanism',
    saw: 'offers SCRAM-SHA-512',
  },
  { when: 'the password is wrong', asks: a => ({ contract: contractOf('SCRAM', a), client: asUser(a, 'not the right one') }), brokerId: 1, code: 'Doctor.password' },
  { when: 'the listener takes no login', asks: a => ({ contract: contractOf('PLAIN', a, { protocol: 'SASL_PLAINTEXT' }), client: asUser(a) }), brokerId: 1, code: 'Doctor.loginProtocol' },
  { when: 'the listener asks for a login', asks: a => ({ contract: contractOf('LOGIN', a, { protocol: 'PLAINTEXT' }) }), brokerId: 1, code: 'Doctor.loginProtocol' },
  { when: 'no ACL lets the client in', asks: a => ({ contract: contractOf('SCRAM', a), client: asUser(a), args: ['--topic', TOPIC] }), brokerId: 1, code: 'Doctor.accessDenied' },
  { when: 'the topic is missing', asks: a => ({ contract: contractOf('PLAIN', a), args: ['--topic', 'nothing'] }), brokerId: 1, code: 'Doctor.topicMissing' },
  {
    when: 'the broker tells another address', asks: wrongAt('LOST', {}), brokerId: 1, code: 'Doctor.advertisedAddress', saw: `broker 1 is at ${NOWHERE}:`,
  },
  { when: 'the contract lacks a broker', asks: wrongAt('PLAIN', {}, { brokerIds: [] }), warns: ['Doctor.staleContract'] },
  { when: 'the listener has as many connections as it may', asks: wrongAt('FULL', {}), brokerId: 1, code: 'Doctor.silent' },
  {
    when: 'idle connections are cut', asks: a => ({ contract: contractOf('RELAYED', a, { firstPort: RELAY_PORT, bootstrapPort: RELAY_PORT }), args: ['--idle', '2'] }), brokerId: 1, code: 'Doctor.idleCut',
  },
  { when: 'idle connections are not cut', asks: a => ({ contract: contractOf('PLAIN', a), args: ['--idle', '2'] }), brokerId: 1 },
];
