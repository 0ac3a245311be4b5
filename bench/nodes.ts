import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CLUSTER_ID, IMAGE_ID, importedVpc, KAFKA_SHA512, KAFKA_URL, NetworkIds } from './shape';
import { AdvertisedHost, ClientListener, KafkaDistribution, ListenerSecurity, MultiAzKafkaBrokers } from 'cdk-kafka-privatelink';

/** Three controllers, and brokers. */
export function nodesStack(stack: Stack, network: NetworkIds, brokers: number): void {
  new MultiAzKafkaBrokers(stack, 'Kafka', {
    vpc: importedVpc(stack, network),
    brokerCount: brokers,
    clusterId: CLUSTER_ID,
    availabilityZones: network.availabilityZones,
    clientListeners: [new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.internal'), security: ListenerSecurity.plaintext() })],
    kafka: KafkaDistribution.fromUrl(KAFKA_URL, '4.2.0', KAFKA_SHA512),
    machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': IMAGE_ID }),
  });
}
