import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import type { MultiAzKafkaBrokersProps } from './multi-az-kafka-brokers-props';
import { PlannedNode } from './node-plan';
import { HostFile } from '../private/pem-source';
import { Problems, quote } from '../private/validation';
import { KafkaRole } from '../properties/kafka-node';

/** The files that a broker fetches: those of its client listeners, and those that the user names. */
export function secretFilesOf(brokerId: number, props: MultiAzKafkaBrokersProps): { [path: string]: secrets.ISecret } {
  const fetched = listenerFiles(props).flatMap(({ path, source }) => {
    const secret = source.secret ?? source.secretPerBroker?.[brokerId];
    return secret ? [[path, secret] as const] : [];
  });
  return { ...Object.fromEntries(fetched), ...props.secretFiles };
}

/** Adds what is wrong with who fetches what. */
export function checkSecretFiles(problems: Problems, props: MultiAzKafkaBrokersProps, planned: PlannedNode[]): void {
  const brokerIds = planned.filter(({ roles }) => roles.includes(KafkaRole.BROKER)).map(({ nodeId }) => nodeId);
  for (const { path, source } of listenerFiles(props)) {
    const without = source.secretPerBroker ? brokerIds.filter(brokerId => !source.secretPerBroker![brokerId]) : [];
    if (without.length > 0) {
      problems.add('MultiAzKafkaBrokers.certificateOfBroker', `brokers ${without.join(', ')} have no secret for ${path}; give BrokerCertificate.fromSecretPerBroker one for each, by its id`);
    }
    if (!source.path && props.secretFiles?.[path]) {
      problems.add('MultiAzKafkaBrokers.secretFileTwice', `'secretFiles' has ${quote(path)}, which is the file of a client listener's own secret; remove it there`);
    }
  }
}

function listenerFiles({ clientListeners }: MultiAzKafkaBrokersProps): HostFile[] {
  return clientListeners.flatMap(({ name, security }) => security._files(name));
}
