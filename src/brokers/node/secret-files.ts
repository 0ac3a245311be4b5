import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { HostFile } from '../../private/pem-source';
import { Problems, quote } from '../../private/validation';

/** Secrets by the path of the file that a node writes. */
export interface SecretFiles {
  readonly [path: string]: secrets.ISecret;
}

/** The files that a node fetches: those that Kafka needs, and those that the user names. */
export function secretFilesOf(nodeId: number, files: HostFile[], named: SecretFiles = {}): SecretFiles {
  const fetched = files.flatMap(({ path, source }) => {
    const secret = source.secret ?? source.secretPerBroker?.[nodeId];
    return secret ? [[path, secret] as const] : [];
  });
  return { ...Object.fromEntries(fetched), ...named };
}

/**
 * Adds what is wrong with who fetches what.
 *
 * @param named what the user gives, by path
 */
export function checkSecretFiles(
  problems: Problems, nodeId: number, files: HostFile[], named: { readonly [path: string]: unknown },
): void {
  for (const { path, source } of files) {
    if (source.secretPerBroker && !source.secretPerBroker[nodeId]) {
      problems.add('MultiAzKafkaBrokers.certificateOfNode', `node ${nodeId} has no secret for ${path}; `
        + 'give BrokerCertificate.fromSecretPerBroker one for each, by its id');
    }
    if (!source.path && named[path]) {
      problems.add('MultiAzKafkaBrokers.secretFileTwice', `'secretFiles' or 'files' has ${quote(path)}, `
        + "which is the file of a listener's own secret; remove it there");
    }
  }
}
