/** What the consumer's team deploys in its own account, once: from the contract that the Kafka team handed over. */
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { KafkaPrivateLinkConsumer, KafkaServiceContract } from 'cdk-kafka-privatelink';

/** What that team looks up of its VPC. */
export interface KnownToPayments {
  readonly vpcId: string;
  readonly subnetIds: string[];
  /** The security group of the application. */
  readonly securityGroupId: string;
}

export class PaymentsStack extends Stack {
  constructor(app: App, contract: KafkaServiceContract, known: KnownToPayments) {
    super(app, 'Payments', { env: { account: '222222222222', region: 'eu-west-1' } });
    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: known.vpcId, availabilityZones: ['a', 'b', 'c'].map(zone => `eu-west-1${zone}`), privateSubnetIds: known.subnetIds,
    });
    const consumer = new KafkaPrivateLinkConsumer(this, 'Kafka', { vpc, contract });
    consumer.allowFrom(ec2.SecurityGroup.fromSecurityGroupId(this, 'App', known.securityGroupId));
  }
}
