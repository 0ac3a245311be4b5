import type * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { authoritiesProblem, HostFile, hostFile, pathProblem, PemSource } from '../private/pem-source';
import { fail, quote } from '../private/validation';

/**
 * The certificate authorities that may sign clients' certificates: one or more certificates in PEM. Each line must end in a line
 * feed. If a certificate begins on the line on which another ends, Kafka ignores it and logs nothing. Nodes of
 * `MultiAzKafkaBrokers` refuse such a file.
 *
 * While you replace a certificate authority, give both the old and the new one.
 *
 * It makes nothing. Not for the authority of brokers' certificates, which clients trust, and never the nodes' own authority on a
 * client listener.
 */
export class ClientCa {
  /**
   * A PEM file that is on every host before Kafka starts.
   *
   * @param path the absolute path, for example `/run/kafka/tls/clients-ca.pem`; a name of a JKS or PKCS12 file, or of a key, is
   * refused
   */
  public static fromPemFile(path: string): ClientCa {
    const problem = pathProblem(path) ?? authoritiesProblem(path);
    if (problem) { fail(`certificate authorities ${quote(path)}`, 'ClientCa.path', problem); }
    return new ClientCa({ path });
  }

  /**
   * A secret with the PEM text as its string. A certificate is not secret, but the same people manage it as the secrets. Nodes of
   * `MultiAzKafkaBrokers` may read it, and fetch it at every boot into `/run/kafka/tls/<listener>.ca.pem`. A secret is charged by
   * the month.
   *
   * @param secret the secret
   */
  public static fromSecret(secret: secrets.ISecret): ClientCa {
    return new ClientCa({ secret });
  }

  private constructor(private readonly source: PemSource) {}

  /**
   * Where it comes from, the same text for the same place.
   * @internal
   */
  public get _origin(): string {
    return this.source.path ?? this.source.secret!.secretArn;
  }

  /**
   * Where Kafka reads it.
   * @internal
   */
  public _file(listenerName: string): HostFile {
    return hostFile(this.source, listenerName, 'ca.pem');
  }
}
