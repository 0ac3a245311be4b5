import { CfnResource } from 'aws-cdk-lib';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { KafkaClusterOptions } from './cluster/kafka-cluster-options';
import { keyOfBucket } from './node/fetched-object';
import { KafkaNodeOptions } from './node/kafka-node-options';
import { knownKey } from './node/key-rights';
import { SecretFiles } from './node/secret-files';
import { allPlugins } from './watch/exporter';
import { checkOrigin } from '../private/foreign-values';
import { Problems } from '../private/validation';

/**
 * Adds a problem for keys and secrets of other environments of the app: nodes would not find them, and no policy there would
 * allow these nodes.
 */
export function checkKeysAndSecrets(
  problems: Problems, scope: IConstruct, props: KafkaNodeOptions & KafkaClusterOptions, files: SecretFiles[],
): void {
  const keys = [
    ["'encryptionKey'", props.encryptionKey], ["'rootEncryptionKey'", props.rootEncryptionKey],
    ["the key of the bucket of 'kafka'", keyOfBucket(props.kafka._object)],
    ...allPlugins(props).map(({ _fileName, _from: { object } }) =>
      [`the key of the bucket of ${_fileName}`, object && keyOfBucket(object)] as const),
  ] as const;
  // Nodes have most of them in common.
  const secrets = new Map<ISecret, string>(
    files.flatMap(ofNode => Object.entries(ofNode)).map(([path, secret]) => [secret, `the secret of ${path}`]),
  );
  if (props.administrator) { secrets.set(props.administrator, "'administrator'"); }
  checkOrigin(problems, 'MultiAzKafkaBrokers.otherEnvironment', scope, [
    ...keys.flatMap(([what, key]): [string, string][] => key ? [[what, madeAs(knownKey(key) ?? key) ?? key.keyArn]] : []),
    ...[...secrets].map(([secret, what]): [string, string] => [what, madeAs(secret) ?? secret.secretArn]),
  ], 'import what is elsewhere by its whole ARN: its policy must allow these nodes');
}

/** A reference to a resource of the app: its ARN can't be asked for from another environment. */
function madeAs({ node: { defaultChild } }: IConstruct): string | undefined {
  return defaultChild && CfnResource.isCfnResource(defaultChild) ? defaultChild.ref : undefined;
}
