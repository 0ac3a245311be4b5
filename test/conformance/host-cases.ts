import { readFileSync } from 'fs';
import { join } from 'path';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AdvertisedHost, BrokerCertificate, ClientCa, ClientListener, ClientListenerProps, HostProperties, HostPropertiesOptions, KafkaProtocol, ListenerSecurity, ScramMechanism } from '../../src';

/** A host's own file, the versions of Kafka that start with it, and the client listeners that it gets. */
export interface HostCase {
  readonly name: string;
  readonly lines: string[];
  readonly clientListeners: ClientListener[];
  readonly options?: Partial<HostPropertiesOptions>;
}

const certificate = BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem');
const clientCa = ClientCa.fromPemFile('/etc/kafka/tls/clients-ca.pem');

export const TLS = ListenerSecurity.tls(certificate);
export const MUTUAL_TLS = ListenerSecurity.mutualTls(certificate, clientCa);
export const SCRAM = ListenerSecurity.saslScram(certificate);
export const TOKENS = ListenerSecurity.saslOauthBearer(certificate, { issuer: 'https://id.example.org', audience: 'kafka', jwksUrl: 'https://id.example.org/keys' });
const AT_LOAD_BALANCER = ListenerSecurity.tlsAtLoadBalancer(
  elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:111111111111:certificate/1'), { scram: ScramMechanism.SCRAM_SHA_256 });

/** The name to which the stores' certificate is issued, beside those of the host. */
export const BOOTSTRAP_HOST = 'kafka.pay.example.com';

export function listener(security: ListenerSecurity, props: Partial<ClientListenerProps> = {}): ClientListener {
  return new ClientListener({ name: 'CLIENT', bindPort: 9193, advertisedHost: AdvertisedHost.shared(BOOTSTRAP_HOST), security, ...props });
}

const partners = (security: ListenerSecurity) => listener(security, { name: 'PARTNERS', slot: 3, bindPort: 9196, advertisedHost: AdvertisedHost.perBroker('b{brokerId}.partners.internal') });

const described = (protocol: KafkaProtocol, ...saslMechanisms: string[]) => ListenerSecurity.described({ protocol, saslMechanisms });

const ZOOKEEPER = ['2.8', '3.3', '3.9'];
const KRAFT = ['3.3', '3.9', '4.4'];

export const HOST_CASES: HostCase[] = [
  { name: 'zk-quickstart', lines: ZOOKEEPER, clientListeners: [listener(TLS)] },
  { name: 'zk-generated-id', lines: ZOOKEEPER, clientListeners: [listener(SCRAM, { bindPort: 9093, firstBrokerId: 1001 })], options: { brokerId: 1003 } },
  { name: 'zk-host-name', lines: ZOOKEEPER, clientListeners: [listener(MUTUAL_TLS)] },
  { name: 'zk-advertised-port', lines: ZOOKEEPER, clientListeners: [listener(ListenerSecurity.plaintext())] },
  { name: 'zk-mutual-tls-jks', lines: ZOOKEEPER, clientListeners: [listener(MUTUAL_TLS), partners(SCRAM)] },
  { name: 'zk-internal-external', lines: ZOOKEEPER, clientListeners: [listener(MUTUAL_TLS)] },
  { name: 'zk-scram', lines: ZOOKEEPER, clientListeners: [listener(MUTUAL_TLS), partners(TLS)] },
  { name: 'zk-kerberos', lines: ZOOKEEPER, clientListeners: [listener(AT_LOAD_BALANCER), partners(described(KafkaProtocol.SASL_PLAINTEXT, 'GSSAPI', 'PLAIN'))] },
  { name: 'zk-config-provider', lines: ZOOKEEPER, clientListeners: [listener(TLS)] },
  { name: 'zk-written-by-hand', lines: ZOOKEEPER, clientListeners: [listener(TLS)] },
  { name: 'zk-migrating', lines: ['3.9'], clientListeners: [listener(TLS)] },
  { name: 'kraft-quickstart', lines: KRAFT, clientListeners: [listener(TLS)] },
  { name: 'kraft-early-access', lines: ['2.8'], clientListeners: [listener(MUTUAL_TLS)] },
  { name: 'kraft-no-listeners', lines: KRAFT, clientListeners: [listener(TOKENS)], options: { zoneId: 'euw1-az1' } },
  { name: 'kraft-sasl-everywhere', lines: KRAFT, clientListeners: [listener(MUTUAL_TLS, { advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com') }), partners(TOKENS)] },
  { name: 'kraft-sasl-everywhere', lines: KRAFT, clientListeners: [listener(described(KafkaProtocol.SASL_SSL, 'PLAIN'), { name: 'EXTERNAL', bindPort: 9092 }), partners(TLS)] },
  { name: 'kraft-tls-controllers', lines: KRAFT, clientListeners: [listener(TLS)] },
  { name: 'kraft-dynamic-quorum', lines: ['3.9', '4.4'], clientListeners: [listener(SCRAM)] },
  { name: 'kraft-migrated', lines: ['3.9', '4.4'], clientListeners: [listener(TLS, { firstBrokerId: 1001, bindPorts: { 1001: 9194 } })] },
  { name: 'kraft-pem', lines: KRAFT, clientListeners: [listener(MUTUAL_TLS)] },
  { name: 'kraft-pem-inline', lines: KRAFT, clientListeners: [listener(MUTUAL_TLS), partners(TLS)] },
  { name: 'kraft-vendor-keys', lines: KRAFT, clientListeners: [listener(TLS)] },
  { name: 'kraft-two-controller-listeners', lines: KRAFT, clientListeners: [listener(MUTUAL_TLS)] },
  { name: 'kraft-ipv6', lines: ['3.9', '4.4'], clientListeners: [listener(TLS)] },
  { name: 'kraft-any-port', lines: KRAFT, clientListeners: [listener(TLS)] },
];

export function hostText(name: string): string {
  const text = readFileSync(join(__dirname, 'hosts', `${name}.properties`), 'utf8');
  // Git has one end of lines for all files.
  return name === 'zk-written-by-hand' ? text.replace(/\r?\n/g, '\r\n') : text;
}

export function hostOf({ options }: Pick<HostCase, 'options'>, text: string, line: string): HostProperties {
  return HostProperties.fromText(text, { kafkaVersion: line, ...options });
}
