import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { KafkaProtocol } from './listener-security';

/**
 * How SCRAM passwords are hashed.
 *
 * @see https://kafka.apache.org/documentation/#security_sasl_scram
 */
export enum ScramMechanism {
  /** With SHA-256. */
  SCRAM_SHA_256 = 'SCRAM-SHA-256',
  /** With SHA-512. */
  SCRAM_SHA_512 = 'SCRAM-SHA-512',
}

/**
 * Options of `ListenerSecurity.mutualTls`.
 */
export interface MutualTlsOptions {
  /**
   * Stands before every name that is taken from a client's certificate, so that no certificate of this listener's authority can
   * be mistaken for a node, or for a client of another listener. ACLs have it too: `User:client.payments`. Lower-case letters,
   * digits, `_` and `-`, with a dot at the end. Listeners with one prefix have one `ClientCa`, and share their clients' ACLs.
   *
   * @default - the listener's name in lower case, and a dot: `client.`
   */
  readonly principalPrefix?: string;

  /**
   * How a client's name is made of its certificate's subject, as Kafka writes rules: `RULE:^OU=([a-z]+),.*$/$1/`, and `L` at the
   * end for lower case. The first that fits counts; `principalPrefix` is put before what it makes. Where none fits, the name is
   * the whole subject. A certificate with an empty subject lets nobody in.
   *
   * @default - the common name, wherever it stands in the subject; the whole subject where it has none, or one with characters
   * that are escaped there
   * @see https://kafka.apache.org/documentation/#brokerconfigs_ssl.principal.mapping.rules
   */
  readonly principalMappingRules?: string[];
}

/**
 * Options of `ListenerSecurity.saslOauthBearer`.
 */
export interface OAuthBearerOptions {
  /** The issuer of tokens, exactly as in their claim `iss`. */
  readonly issuer: string;

  /** The audience that tokens must have in their claim `aud`, for example `kafka`. */
  readonly audience: string;

  /**
   * Where brokers fetch the keys by which tokens are signed: an `https://` address without a comma. Its certificate must be one
   * that Java trusts.
   */
  readonly jwksUrl: string;
}

/**
 * Options of `ListenerSecurity.described`: what brokers have already, as far as clients must know it.
 */
export interface DescribedSecurityOptions {
  /** The protocol of the brokers' listener, as in their `listener.security.protocol.map`. */
  readonly protocol: KafkaProtocol;

  /**
   * The mechanisms of `sasl.enabled.mechanisms`, Kafka's own or those of a plugin, such as `GSSAPI`. Needed where the protocol
   * has SASL, and nowhere else.
   *
   * @default - none
   */
  readonly saslMechanisms?: string[];

  /**
   * Whether a client without a certificate is turned away: `ssl.client.auth=required`. With `requested` it is not.
   *
   * @default false
   */
  readonly clientCertificate?: boolean;

  /**
   * The form in which clients are given the authorities of the brokers' certificate: `PEM`, or that of a Java store, such as
   * `JKS` or `PKCS12`. Clients of librdkafka read PEM alone. It stands in the contract; other forms than PEM make one of version
   * 2.0.
   *
   * @default - none: a public authority signed the certificate, or clients know what to trust
   */
  readonly truststoreType?: string;
}

/**
 * Options of `ListenerSecurity.tlsAtLoadBalancer`.
 */
export interface LoadBalancerTlsOptions {
  /**
   * Lets clients authenticate by user and password.
   *
   * @default - clients do not authenticate
   */
  readonly scram?: ScramMechanism;

  /**
   * The versions and ciphers of TLS that the load balancer accepts.
   *
   * @default SslPolicy.TLS13_12_RES_PQ
   */
  readonly sslPolicy?: elbv2.SslPolicy;
}
