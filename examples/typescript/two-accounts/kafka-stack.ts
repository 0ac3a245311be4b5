import { CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  BrokerPropertiesRenderer, ClientListener, KafkaBroker, KafkaPrivateLinkService, KafkaQuorum, KafkaRole, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

/** The brokers that already run: one in each zone, each at the fixed address of its network interface. */
const BROKERS = [
  { address: '10.0.0.10', zoneId: 'euw1-az1' },
  { address: '10.0.1.10', zoneId: 'euw1-az2' },
  { address: '10.0.2.10', zoneId: 'euw1-az3' },
];

export interface KafkaStackProps extends StackProps {
  /** One for each audience. */
  readonly clientListeners: ClientListener[];
}

/**
 * The Kafka account: a cluster of three brokers, and a way in for each audience.
 */
export class KafkaStack extends Stack {
  /** `server.properties` by broker id. */
  public readonly serverProperties: { [brokerId: number]: string } = {};

  /** Said here, so that the account need not be asked. */
  public get availabilityZones(): string[] {
    return ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
  }

  constructor(scope: Construct, id: string, props: KafkaStackProps) {
    super(scope, id, props);
    const { clientListeners } = props;

    const vpc = new ec2.Vpc(this, 'Vpc', {
      subnetConfiguration: [{ name: 'Kafka', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      restrictDefaultSecurityGroup: false, // it would take a custom resource
    });
    const securityGroup = new ec2.SecurityGroup(this, 'Brokers', { vpc, description: 'Kafka brokers' });
    securityGroup.addIngressRule(securityGroup, ec2.Port.tcp(9090), 'controllers');
    securityGroup.addIngressRule(securityGroup, ec2.Port.tcp(9092), 'replication');

    const listeners = new PerBrokerNlbListeners(this, 'Listeners', {
      vpc,
      clientListeners,
      brokers: BROKERS.map(({ address, zoneId }, brokerId) => KafkaBroker.fromIpAddress(brokerId, address, { zoneId, securityGroup })),
    });
    const service = new KafkaPrivateLinkService(this, 'Service', {
      listeners,
      allowedPrincipals: [new iam.AccountPrincipal('222222222222')],
      acceptanceRequired: false, // only the account above may connect
    });
    new CfnOutput(this, 'Contract', { value: service.contract.toJson(), description: 'Save it as kafka.contract.json in the repository of a consumer' });

    const renderer = new BrokerPropertiesRenderer(this, 'Properties', {
      clientListeners,
      quorum: KafkaQuorum.bootstrapServers(...BROKERS.map(({ address }) => `${address}:9090`)),
      brokerCount: BROKERS.length,
    });
    BROKERS.forEach(({ address, zoneId }, nodeId) => {
      this.serverProperties[nodeId] = renderer.render({ nodeId, host: address, zoneId, roles: [KafkaRole.BROKER, KafkaRole.CONTROLLER] });
    });
  }
}
