import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { CERTIFICATE_FILE } from './client-listeners';
import {
  ClientListener, KafkaControllers, KafkaDistribution, KafkaPrivateLinkService, MultiAzKafkaBrokers, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

/** What Apache publishes beside the archive. Fictitious, as the account is. */
const KAFKA_SHA512 = '0123456789abcdef'.repeat(8);

export interface KafkaStackProps extends StackProps {
  /** One for each audience. */
  readonly clientListeners: ClientListener[];
}

/**
 * The Kafka account: a cluster of three brokers, one in each zone, and a way in for each audience.
 */
export class KafkaStack extends Stack {
  public readonly brokers: MultiAzKafkaBrokers;

  /** Said here, so that the account need not be asked. */
  public get availabilityZones(): string[] {
    return ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
  }

  constructor(scope: Construct, id: string, props: KafkaStackProps) {
    super(scope, id, props);
    const { clientListeners } = props;

    const vpc = new ec2.Vpc(this, 'Vpc', {
      restrictDefaultSecurityGroup: false, // it would take a custom resource
    });
    this.brokers = new MultiAzKafkaBrokers(this, 'Brokers', {
      vpc,
      clientListeners,
      brokerCount: 3,
      clusterId: 'Ye2n9lagXrj7SY84IDTCAA', // your own, from kafka-storage.sh random-uuid: disks carry it
      controllers: KafkaControllers.combined(), // a small cluster: the brokers are its controllers too
      availabilityZoneIds: { 'eu-west-1a': 'euw1-az1', 'eu-west-1b': 'euw1-az2', 'eu-west-1c': 'euw1-az3' },
      kafka: KafkaDistribution.fromBucket(s3.Bucket.fromBucketName(this, 'Artifacts', 'artifacts-111111111111'), 'kafka_2.13-4.4.0.tgz', '4.4.0', KAFKA_SHA512),
      machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
      secretFiles: { [CERTIFICATE_FILE]: secrets.Secret.fromSecretNameV2(this, 'Certificate', 'kafka/client') },
    });

    const listeners = new PerBrokerNlbListeners(this, 'Listeners', { vpc, clientListeners, brokers: this.brokers.brokers });
    const service = new KafkaPrivateLinkService(this, 'Service', {
      listeners,
      allowedPrincipals: [new iam.AccountPrincipal('222222222222')],
      acceptanceRequired: false, // only the account above may connect
    });
    new CfnOutput(this, 'Contract', { value: service.contract.toJson(), description: 'Save it as kafka.contract.json in the repository of a consumer' });
  }
}
