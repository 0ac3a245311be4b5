import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { KafkaPrivateLinkConsumer, KafkaServiceContract } from 'cdk-kafka-privatelink';

export interface PaymentsStackProps extends StackProps {
  /** What the Kafka account handed over. */
  readonly contract: KafkaServiceContract;

  /** The listeners that the application uses. */
  readonly listenerNames: string[];
}

/**
 * A consumer's account: an application in a VPC of its own, whose addresses may overlap with those of the Kafka account.
 */
export class PaymentsStack extends Stack {
  /** Said here, so that the account need not be asked. */
  public get availabilityZones(): string[] {
    return ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
  }

  constructor(scope: Construct, id: string, props: PaymentsStackProps) {
    super(scope, id, props);

    const vpc = new ec2.Vpc(this, 'Vpc', {
      subnetConfiguration: [{ name: 'App', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      restrictDefaultSecurityGroup: false, // it would take a custom resource
    });
    const app = new ec2.SecurityGroup(this, 'App', { vpc, description: 'The application that uses Kafka' });

    const kafka = new KafkaPrivateLinkConsumer(this, 'Kafka', { vpc, contract: props.contract, listenerNames: props.listenerNames });
    kafka.allowFrom(app);
    new CfnOutput(this, 'Bootstrap', { value: props.listenerNames.map(name => props.contract.listener(name).bootstrapServers).join() });
  }
}
