import { Token } from 'aws-cdk-lib';
import { fail, quote } from '../private/validation';

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

/**
 * A reference to a listener's certificate that a broker's host resolves. Key and certificate never enter a template or a file of this library.
 */
export class BrokerCertificate {
  /**
   * A PEM file that is on every broker's host before Kafka starts.
   *
   * It holds the private key (PKCS#8, RSA or EC, not encrypted) and the whole certificate chain; each PEM block ends with a line feed.
   * The certificate names every host of `BrokerPropertiesRenderer.certificateNames(listener)`.
   *
   * @param path the absolute path, for example `/etc/kafka/tls/client.pem`
   */
  public static fromPemFile(path: string): BrokerCertificate {
    if (Token.isUnresolved(path) || !/^(\/[A-Za-z0-9._@+-]+)+$/.test(path)) {
      fail(`certificate file ${quote(path)}`, 'BrokerCertificate.path', 'must be a literal absolute path of letters, digits and . _ @ + -, for example "/etc/kafka/tls/client.pem"');
    }
    return new BrokerCertificate(path);
  }

  /**
   * Where Kafka reads it.
   * @internal
   */
  public readonly _keystoreFile: string;

  private constructor(keystoreFile: string) {
    this._keystoreFile = keystoreFile;
  }
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
    return new ListenerSecurity(KafkaProtocol.PLAINTEXT, KafkaProtocol.PLAINTEXT, {}, []);
  }

  /**
   * TLS that ends at the broker; clients are not asked for a certificate. The load balancer passes the bytes through.
   *
   * @param certificate the certificate that brokers show to clients
   */
  public static tls(certificate: BrokerCertificate): ListenerSecurity {
    return new ListenerSecurity(KafkaProtocol.SSL, KafkaProtocol.SSL, {
      'ssl.client.auth': 'none',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': certificate._keystoreFile,
    }, [certificate._keystoreFile]);
  }

  /** The protocol that clients configure (`security.protocol`); it stands in the contract. */
  public readonly clientProtocol: KafkaProtocol;

  /** The protocol of the broker's listener; it stands in `listener.security.protocol.map`. */
  public readonly brokerProtocol: KafkaProtocol;

  /**
   * Kafka properties of the listener, without their `listener.name.<name>.` prefix.
   * @internal
   */
  public readonly _properties: { [key: string]: string };

  /**
   * Files that must be on the host.
   * @internal
   */
  public readonly _files: string[];

  private constructor(clientProtocol: KafkaProtocol, brokerProtocol: KafkaProtocol, properties: { [key: string]: string }, files: string[]) {
    this.clientProtocol = clientProtocol;
    this.brokerProtocol = brokerProtocol;
    this._properties = properties;
    this._files = files;
  }

  /**
   * SASL mechanisms that clients may choose from.
   * @internal
   */
  public get _saslMechanisms(): string[] {
    return [];
  }
}
