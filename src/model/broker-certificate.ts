import type * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { HostFile, hostFile, pathProblem, PemSource } from '../private/pem-source';
import { fail, quote } from '../private/validation';

/**
 * A reference to a listener's certificate that a broker's host resolves. Key and certificate never enter a template or a file of
 * this library.
 *
 * What it refers to is PEM text: one private key (PKCS#8, RSA or EC with P-256, P-384 or P-521, not encrypted) and the whole
 * certificate chain; each PEM block ends with a line feed. The certificate names every host of
 * `BrokerPropertiesRenderer.certificateNames(listener)`.
 *
 * It makes nothing. Not for `tlsAtLoadBalancer`, which takes a certificate of ACM.
 */
export class BrokerCertificate {
  /**
   * A PEM file that is on every broker's host before Kafka starts.
   *
   * @param path the absolute path, for example `/run/kafka/tls/client.pem`; a name of a JKS or PKCS12 file is refused
   */
  public static fromPemFile(path: string): BrokerCertificate {
    const problem = pathProblem(path);
    if (problem) { fail(`certificate file ${quote(path)}`, 'BrokerCertificate.path', problem); }
    return new BrokerCertificate({ path });
  }

  /**
   * A secret with the PEM text as its string, the same for every broker.
   *
   * Brokers of `MultiAzKafkaBrokers` may read it, and fetch it at every boot into a file in memory,
   * `/run/kafka/tls/<listener>.pem`. Other hosts must put it there themselves: `BrokerPropertiesRenderer.requiredFiles(node)`
   * names the path. A secret is charged by the month.
   *
   * @param secret the secret; one that is made in the same stack holds no certificate yet when brokers start, and they wait for
   * it
   */
  public static fromSecret(secret: secrets.ISecret): BrokerCertificate {
    return new BrokerCertificate({ secret });
  }

  /**
   * As `fromSecret`, with a secret for each broker, where brokers have names of their own and no wildcard is to stand for them.
   * The names of each: `BrokerPropertiesRenderer.certificateNames(listener, brokerId)`.
   *
   * @param secretPerBroker the secrets by the brokers' ids
   */
  public static fromSecretPerBroker(secretPerBroker: { [brokerId: string]: secrets.ISecret }): BrokerCertificate {
    return new BrokerCertificate({ secretPerBroker: { ...secretPerBroker } });
  }

  private constructor(private readonly source: PemSource) {}

  /**
   * Where Kafka reads it.
   * @internal
   */
  public _file(listenerName: string): HostFile {
    return hostFile(this.source, listenerName, 'pem');
  }
}
