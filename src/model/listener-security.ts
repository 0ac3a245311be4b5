import { Token } from 'aws-cdk-lib';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { BrokerCertificate } from './broker-certificate';
import { ClientCa } from './client-ca';
import {
  DescribedSecurityOptions, LoadBalancerTlsOptions, MutualTlsOptions, OAuthBearerOptions, ScramMechanism,
} from './listener-security-options';
import { SASL_MECHANISM, STORE_TYPE } from '../private/contract-document';
import { HostFile, PEM } from '../private/pem-source';
import { clientMapping, mappingRuleProblem, prefixProblem } from '../private/principals';
import { duplicates, Problems, quote } from '../private/validation';

/**
 * Kafka's security protocols.
 *
 * @see https://kafka.apache.org/documentation/#listener_configuration
 */
export enum KafkaProtocol {
  /** No encryption, no authentication. */
  PLAINTEXT = 'PLAINTEXT',
  /** TLS, and the client's identity by certificate where the broker asks for one. */
  SSL = 'SSL',
  /** Authentication by SASL, no encryption. */
  SASL_PLAINTEXT = 'SASL_PLAINTEXT',
  /** Authentication by SASL over TLS. */
  SASL_SSL = 'SASL_SSL',
}

/** Where TLS ends at the load balancer. */
interface LoadBalancerTls {
  readonly certificateArn: string;
  readonly sslPolicy?: elbv2.SslPolicy;
}

interface SecurityKind {
  readonly clientProtocol: KafkaProtocol;
  readonly brokerProtocol: KafkaProtocol;
  readonly certificate?: BrokerCertificate;
  readonly clientCa?: ClientCa;
  readonly saslMechanism?: string;
  /** Who issues the tokens by which clients authenticate. */
  readonly tokenIssuer?: string;
  /** What stands before every name that is taken from a certificate, if it is not the listener's name. */
  readonly principalPrefix?: string;
  readonly loadBalancerTls?: LoadBalancerTls;
  /** What brokers have already, of which nothing is rendered. */
  readonly described?: Omit<DescribedSecurityOptions, 'protocol'>;
  /** More properties of a listener by that name, without their prefix. */
  readonly properties?: (listenerName: string) => { [key: string]: string };
}

/** After it clients authenticate again, so that a user who was deleted is gone. */
const MAX_SESSION_MS = 60 * 60 * 1000;

const SASL = 'org.apache.kafka.common.security';

/**
 * How clients of a listener connect: the protocol that they speak, and the one that the broker speaks behind the load balancer.
 *
 * There is no default: a listener without security is written as `ListenerSecurity.plaintext()`. Where clients authenticate on
 * one listener of a cluster, brokers authorize on all of them, and a client without an ACL may do nothing. Clients verify the
 * broker's name always.
 *
 * It makes nothing; secrets that it refers to are charged by the month. `plaintext()` and `tls()` do not tell who a client is:
 * not where several teams share a listener.
 */
export class ListenerSecurity {
  /**
   * Neither encryption nor authentication: every principal that the endpoint service allows may do everything. For tests, and for
   * networks where something else does both. `PerBrokerNlbListeners` warns of it.
   */
  public static plaintext(): ListenerSecurity {
    return new ListenerSecurity({ clientProtocol: KafkaProtocol.PLAINTEXT, brokerProtocol: KafkaProtocol.PLAINTEXT });
  }

  /**
   * TLS that ends at the broker; clients are not asked for a certificate. The load balancer passes the bytes through.
   *
   * TLS alone tells nobody apart. Where no other listener authenticates, every client of every principal that the endpoint
   * service allows may do everything: read and delete topics, move replicas, alter quotas and configuration. Where another
   * listener does, clients of this one are `User:ANONYMOUS` and may do what an ACL says of that name.
   *
   * @param certificate the certificate that brokers show to clients
   */
  public static tls(certificate: BrokerCertificate): ListenerSecurity {
    return new ListenerSecurity({
      clientProtocol: KafkaProtocol.SSL,
      brokerProtocol: KafkaProtocol.SSL,
      certificate,
      properties: () => ({ 'ssl.client.auth': 'none' }),
    });
  }

  /**
   * TLS that ends at the broker, and clients that show a certificate. Its name for ACLs has a prefix: `User:client.payments` for
   * the common name `payments` and the listener `CLIENT`.
   *
   * @param certificate the certificate that brokers show to clients
   * @param clientCa the authorities of the clients' certificates
   * @param options how clients are named
   */
  public static mutualTls(certificate: BrokerCertificate, clientCa: ClientCa, options: MutualTlsOptions = {}): ListenerSecurity {
    const { principalPrefix, principalMappingRules } = options;
    const problems = new Problems('mutual TLS');
    const badPrefix = principalPrefix === undefined ? undefined : prefixProblem(principalPrefix);
    if (badPrefix) { problems.add('ListenerSecurity.principalPrefix', `'principalPrefix' ${badPrefix}`); }
    if (principalMappingRules?.length === 0) {
      problems.add('ListenerSecurity.principalMappingRule', "'principalMappingRules' is empty; leave it out for common names");
    }
    for (const problem of (principalMappingRules ?? []).map(mappingRuleProblem).filter(found => found !== undefined)) {
      problems.add('ListenerSecurity.principalMappingRule', `'principalMappingRules' ${problem}`);
    }
    problems.throwIfAny();
    return new ListenerSecurity({
      clientProtocol: KafkaProtocol.SSL,
      brokerProtocol: KafkaProtocol.SSL,
      certificate,
      clientCa,
      principalPrefix,
      properties: listenerName => ({
        'ssl.client.auth': 'required',
        'ssl.principal.mapping.rules': clientMapping(principalPrefix ?? defaultPrefix(listenerName), principalMappingRules),
      }),
    });
  }

  /**
   * TLS that ends at the broker, and clients that have a user and a password. Users are kept by the cluster:
   * `MultiAzKafkaBrokersProps.administrator` is the first, who makes the others by `kafka-configs.sh --entity-type users`.
   * Clients authenticate again every hour.
   *
   * @param certificate the certificate that brokers show to clients
   * @param mechanism how passwords are hashed, SCRAM-SHA-512 unless given
   */
  public static saslScram(
    certificate: BrokerCertificate, mechanism: ScramMechanism = ScramMechanism.SCRAM_SHA_512,
  ): ListenerSecurity {
    return new ListenerSecurity({
      clientProtocol: KafkaProtocol.SASL_SSL,
      brokerProtocol: KafkaProtocol.SASL_SSL,
      certificate,
      saslMechanism: mechanism,
      properties: () => ({ 'ssl.client.auth': 'none', ...scramProperties(mechanism) }),
    });
  }

  /**
   * TLS that ends at the broker, and clients that have a token of an issuer, signed by one of its keys. The token's claim `sub`
   * is the client's name for ACLs, whatever it says. So nobody else may have a name in such a cluster: it needs
   * `NodeSecurity.mutualTls()`, and takes tokens of one issuer and neither passwords nor clients' certificates. Clients
   * authenticate again every hour at least.
   *
   * Kafka fetches keys only from addresses that its Java was told of:
   * `-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=<jwksUrl>`. Brokers of `MultiAzKafkaBrokers` have it, and must be let out
   * to that address.
   *
   * @param certificate the certificate that brokers show to clients
   * @param options who issues tokens
   */
  public static saslOauthBearer(certificate: BrokerCertificate, options: OAuthBearerOptions): ListenerSecurity {
    const problems = new Problems('OAUTHBEARER');
    for (const key of ['issuer', 'audience'] as const) {
      if (Token.isUnresolved(options[key]) || !/^[\x21-\x2b\x2d-\x7e]+$/.test(options[key])) {
        problems.add('ListenerSecurity.oauthBearer', `'${key}' must be a literal of ASCII characters without blank and comma, `
          + `got ${quote(options[key])}; without one, tokens for anybody else would do`);
      }
    }
    if (Token.isUnresolved(options.jwksUrl) || !/^https:\/\/[\x21-\x2b\x2d-\x7e]+$/.test(options.jwksUrl)) {
      problems.add('ListenerSecurity.jwksUrl', "'jwksUrl' must be a literal https:// address without blank and comma, "
        + `got ${quote(options.jwksUrl)}; keys from anywhere else could be anybody's`);
    }
    problems.throwIfAny();
    return new ListenerSecurity({
      clientProtocol: KafkaProtocol.SASL_SSL,
      brokerProtocol: KafkaProtocol.SASL_SSL,
      certificate,
      saslMechanism: 'OAUTHBEARER',
      tokenIssuer: options.issuer,
      properties: () => ({
        'ssl.client.auth': 'none',
        'sasl.enabled.mechanisms': 'OAUTHBEARER',
        'oauthbearer.sasl.jaas.config': `${SASL}.oauthbearer.OAuthBearerLoginModule required;`,
        // Without it Kafka believes tokens that nobody signed.
        'oauthbearer.sasl.server.callback.handler.class': `${SASL}.oauthbearer.OAuthBearerValidatorCallbackHandler`,
        'oauthbearer.connections.max.reauth.ms': `${MAX_SESSION_MS}`,
        'sasl.oauthbearer.jwks.endpoint.url': options.jwksUrl,
        'sasl.oauthbearer.expected.issuer': options.issuer,
        'sasl.oauthbearer.expected.audience': options.audience,
      }),
    });
  }

  /**
   * TLS that ends at the load balancer, with a certificate of ACM, which renews itself. Between load balancer and brokers nothing
   * is encrypted; that is inside the brokers' VPC. Brokers see no client certificate, so clients authenticate by password or not
   * at all.
   *
   * The certificate must name every host of `BrokerPropertiesRenderer.certificateNames(listener)`. TLS counts differently in the
   * load balancer's charges.
   *
   * @param certificate the certificate that the load balancer shows to clients, in its region
   * @param options how clients authenticate, and which TLS is accepted
   */
  public static tlsAtLoadBalancer(
    certificate: elbv2.IListenerCertificate, options: LoadBalancerTlsOptions = {},
  ): ListenerSecurity {
    const { scram, sslPolicy } = options;
    return new ListenerSecurity({
      clientProtocol: scram ? KafkaProtocol.SASL_SSL : KafkaProtocol.SSL,
      brokerProtocol: scram ? KafkaProtocol.SASL_PLAINTEXT : KafkaProtocol.PLAINTEXT,
      saslMechanism: scram,
      loadBalancerTls: { certificateArn: certificate.certificateArn, sslPolicy },
      properties: () => scram ? scramProperties(scram) : {},
    });
  }

  /**
   * What the listener of brokers that already run has. It goes into the contract and into clients' properties as it is: brokers
   * may have Kerberos, several mechanisms, stores of Java or an authorizer of their own.
   *
   * Nothing is rendered of it, so `BrokerPropertiesRenderer` and `MultiAzKafkaBrokers` refuse it. That the brokers have it,
   * nothing here can check.
   *
   * @param options protocol, mechanisms, and what clients need
   */
  public static described(options: DescribedSecurityOptions): ListenerSecurity {
    const problems = new Problems('described security');
    for (const problem of describedProblems(options)) { problems.add('ListenerSecurity.described', problem); }
    problems.throwIfAny();
    const { protocol, ...described } = options;
    return new ListenerSecurity({ clientProtocol: protocol, brokerProtocol: protocol, described });
  }

  /** The protocol that clients configure (`security.protocol`); it stands in the contract. */
  public readonly clientProtocol: KafkaProtocol;

  /** The protocol of the broker's listener; it stands in `listener.security.protocol.map`. */
  public readonly brokerProtocol: KafkaProtocol;

  private constructor(private readonly kind: SecurityKind) {
    this.clientProtocol = kind.clientProtocol;
    this.brokerProtocol = kind.brokerProtocol;
  }

  /**
   * Kafka properties of a listener, without their `listener.name.<name>.` prefix.
   * @internal
   */
  public _properties(listenerName: string): { [key: string]: string } {
    const { certificate, clientCa, properties } = this.kind;
    return { ...properties?.(listenerName), ...storeProperties(listenerName, certificate, clientCa) };
  }

  /**
   * Files that must be on the host.
   * @internal
   */
  public _files(listenerName: string): HostFile[] {
    return [this.kind.certificate, this.kind.clientCa].filter(file => file !== undefined).map(file => file._file(listenerName));
  }

  /**
   * SASL mechanisms that clients may choose from.
   * @internal
   */
  public get _saslMechanisms(): string[] {
    const { described, saslMechanism } = this.kind;
    return [...described?.saslMechanisms ?? [], ...saslMechanism ? [saslMechanism] : []];
  }

  /**
   * Whether clients show a certificate.
   * @internal
   */
  public get _needsClientCertificate(): boolean {
    return this.kind.clientCa !== undefined || this.kind.described?.clientCertificate === true;
  }

  /**
   * In which form clients are given the authorities of the brokers' certificate. One of ACM has authorities of its own choice,
   * public ones as a rule.
   * @internal
   */
  public get _truststoreType(): string | undefined {
    return this.kind.certificate ? PEM : this.kind.described?.truststoreType;
  }

  /**
   * Whether it says what brokers have, and nothing can be rendered of it.
   * @internal
   */
  public get _isDescribed(): boolean {
    return this.kind.described !== undefined;
  }

  /**
   * Whether brokers know who a client is.
   * @internal
   */
  public get _authenticates(): boolean {
    return this._needsClientCertificate || this._saslMechanisms.length > 0;
  }

  /**
   * Who issues clients' tokens, if they have any.
   * @internal
   */
  public get _tokenIssuer(): string | undefined {
    return this.kind.tokenIssuer;
  }

  /**
   * What stands before the names of clients that show a certificate.
   * @internal
   */
  public _principalPrefix(listenerName: string): string {
    return this.kind.principalPrefix ?? defaultPrefix(listenerName);
  }

  /**
   * Where the authorities of clients' certificates come from: the same text for the same authorities.
   * @internal
   */
  public get _clientAuthority(): string | undefined {
    return this.kind.clientCa?._origin;
  }

  /**
   * All that two sides of a listener must have in common, by what it is called in a message. Where files are is the brokers' own
   * affair.
   * @internal
   */
  public _facts(listenerName: string): { [what: string]: string } {
    return {
      "the clients' protocol": this.clientProtocol,
      "the brokers' protocol": this.brokerProtocol,
      'the SASL mechanism': [...this._saslMechanisms].sort().join(', ') || 'none',
      "the clients' certificate": this._needsClientCertificate ? 'required' : 'none',
      ...Object.fromEntries(Object.entries(this._properties(listenerName)).filter(([key]) => !key.endsWith('store.location'))),
    };
  }

  /**
   * What the load balancer needs where TLS ends there.
   * @internal
   */
  public get _loadBalancerTls(): LoadBalancerTls | undefined {
    return this.kind.loadBalancerTls;
  }
}

/** Everything that is wrong with a description. */
function describedProblems(
  { protocol, saslMechanisms = [], clientCertificate, truststoreType }: DescribedSecurityOptions,
): string[] {
  const [hasSasl, hasTls] = [protocol.startsWith('SASL_'), protocol.endsWith('SSL')];
  const foreign = saslMechanisms.filter(mechanism => Token.isUnresolved(mechanism) || !SASL_MECHANISM.test(mechanism));
  return [
    ...hasSasl && saslMechanisms.length === 0
      ? [`'protocol' is ${protocol}, and 'saslMechanisms' has none; give those of the brokers' 'sasl.enabled.mechanisms', `
        + 'for example "SCRAM-SHA-512"'] : [],
    ...!hasSasl && saslMechanisms.length > 0
      ? [`'protocol' is ${protocol}, and 'saslMechanisms' has ${saslMechanisms.map(quote).join(', ')}; leave them out, `
        + 'or give SASL_SSL or SASL_PLAINTEXT'] : [],
    ...foreign.map(mechanism => `'saslMechanisms' has ${quote(mechanism)}; a mechanism is a literal of 1 to 20 capitals, `
      + 'digits, "-" and "_", for example "SCRAM-SHA-512"'),
    ...duplicates(saslMechanisms).map(mechanism => `'saslMechanisms' has ${quote(mechanism)} more than once; give it once`),
    ...clientCertificate === true && !hasTls ? [`'clientCertificate' is true, and with the protocol ${protocol} clients can't `
      + 'show one; give SSL or SASL_SSL, or leave it out'] : [],
    ...truststoreType !== undefined && !hasTls ? [`'truststoreType' is ${quote(truststoreType)}, `
      + `and with the protocol ${protocol} there is nobody to verify; leave it out`] : [],
    ...truststoreType !== undefined && (Token.isUnresolved(truststoreType) || !STORE_TYPE.test(truststoreType))
      ? [`'truststoreType' is ${quote(truststoreType)}; give the literal name of a form, such as "PEM", "JKS" or "PKCS12"`] : [],
  ];
}

/** Listeners differ by name, and so do their clients. */
function defaultPrefix(listenerName: string): string {
  return `${listenerName.toLowerCase()}.`;
}

/** What those files are, for all listeners. */
export const STORE_TYPES = { 'ssl.keystore.type': PEM, 'ssl.truststore.type': PEM };

/** Where Kafka reads a listener's certificate and the authorities that it trusts. */
export function storeProperties(listenerName: string, certificate?: BrokerCertificate, ca?: ClientCa): { [key: string]: string } {
  return {
    ...certificate && { 'ssl.keystore.location': certificate._file(listenerName).path },
    ...ca && { 'ssl.truststore.location': ca._file(listenerName).path },
  };
}

function scramProperties(mechanism: ScramMechanism): { [key: string]: string } {
  const prefix = mechanism.toLowerCase();
  return {
    'sasl.enabled.mechanisms': mechanism,
    [`${prefix}.sasl.jaas.config`]: `${SASL}.scram.ScramLoginModule required;`,
    [`${prefix}.connections.max.reauth.ms`]: `${MAX_SESSION_MS}`,
  };
}
