import { Token } from 'aws-cdk-lib';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';

/** In memory only: what is fetched is gone with the instance. */
const TLS_DIRECTORY = '/run/kafka/tls';

/** What Kafka calls such a file in `ssl.keystore.type` and `ssl.truststore.type`. */
export const PEM = 'PEM';

const ABSOLUTE_PATH = /^(\/[A-Za-z0-9._@+-]+)+$/;

/** A PEM file of a host: one that somebody else puts there, or one that the host fetches from a secret. */
export interface PemSource {
  readonly path?: string;
  /** The secret of every broker, or of each by its id. */
  readonly secret?: ISecret;
  readonly secretPerBroker?: { [brokerId: string]: ISecret };
}

/** A file that Kafka reads, at the path that stands in `server.properties`. */
export interface HostFile {
  readonly path: string;
  readonly source: PemSource;
}

/** Names of files that are no PEM, and what they are. `.crt`, `.cer` and `.key` say nothing: such files are PEM or not. */
const OTHER_FORMS: [RegExp, string][] = [
  [/\.(jks|jceks|bcfks|bks|keystore|truststore)$/i, 'a key store of Java'],
  [/\.(p12|pfx|pkcs12)$/i, 'a PKCS#12 store'],
  [/\.(p7b|p7c|p7s)$/i, 'a PKCS#7 bundle'],
  [/\.der$/i, 'a certificate or key in DER'],
  [/\.(csr|p10)$/i, 'a request for a certificate'],
];

/** What is wrong with the path of a PEM file on a host, or undefined. */
export function pathProblem(path: string): string | undefined {
  if (Token.isUnresolved(path) || !ABSOLUTE_PATH.test(path)) {
    return 'must be a literal absolute path of letters, digits and . _ @ + -, for example "/run/kafka/tls/client.pem"';
  }
  const problem = formProblem(path);
  return problem && `${problem}; for brokers that already have it, say so by ListenerSecurity.described()`;
}

/** What is wrong with the name of a file that is read as PEM, or undefined. */
export function formProblem(path: string): string | undefined {
  const [, form] = OTHER_FORMS.find(([name]) => name.test(path)) ?? [];
  return form && `is ${form} by its name, and is read as PEM; convert it: openssl pkcs12 -in store.p12 -nodes -out client.pem`;
}

/** The same for a file that has certificates only. */
export function authoritiesProblem(path: string): string | undefined {
  return /\.key$/i.test(path) ? 'is a private key by its name; authorities are certificates' : formProblem(path);
}

/**
 * The one place that says where a listener's file is. A path by the listener's name stays when a secret moves in the construct
 * tree.
 */
export function hostFile(source: PemSource, listenerName: string, kind: 'pem' | 'ca.pem'): HostFile {
  return { path: source.path ?? `${TLS_DIRECTORY}/${listenerName.toLowerCase()}.${kind}`, source };
}
