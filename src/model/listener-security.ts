import { BrokerCertificate } from './broker-certificate';
import { HostFile } from '../private/pem-source';

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

interface SecurityKind {
  readonly clientProtocol: KafkaProtocol;
  readonly brokerProtocol: KafkaProtocol;
  readonly certificate?: BrokerCertificate;
  /** More properties of a listener by that name, without their prefix. */
  readonly properties?: (listenerName: string) => { [key: string]: string };
}

/**
 * How clients of a listener connect: the protocol that they speak, and the one that the broker speaks behind the load balancer.
 *
 * There is no default: a listener without security is written as `ListenerSecurity.plaintext()`.
 */
export class ListenerSecurity {
  /**
   * Neither encryption nor authentication: every principal that the endpoint service allows may do everything. For tests, and for networks
   * where something else does both.
   */
  public static plaintext(): ListenerSecurity {
    return new ListenerSecurity({ clientProtocol: KafkaProtocol.PLAINTEXT, brokerProtocol: KafkaProtocol.PLAINTEXT });
  }

  /**
   * TLS that ends at the broker; clients are not asked for a certificate. The load balancer passes the bytes through.
   *
   * @param certificate the certificate that brokers show to clients
   */
  public static tls(certificate: BrokerCertificate): ListenerSecurity {
    return new ListenerSecurity({
      clientProtocol: KafkaProtocol.SSL, brokerProtocol: KafkaProtocol.SSL, certificate, properties: () => ({ 'ssl.client.auth': 'none' }),
    });
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
    const { certificate, properties } = this.kind;
    return {
      ...properties?.(listenerName),
      ...certificate && { 'ssl.keystore.type': 'PEM', 'ssl.keystore.location': certificate._file(listenerName).path },
    };
  }

  /**
   * Files that must be on the host.
   * @internal
   */
  public _files(listenerName: string): HostFile[] {
    return this.kind.certificate ? [this.kind.certificate._file(listenerName)] : [];
  }

  /**
   * SASL mechanisms that clients may choose from.
   * @internal
   */
  public get _saslMechanisms(): string[] {
    return [];
  }
}
