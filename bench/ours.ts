import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ACCOUNT, address, NetworkIds, Shape } from './shape';
import { AdvertisedHost, ClientListener, KafkaBroker, KafkaPrivateLinkService, ListenerSecurity, PerBrokerNlbListeners } from 'cdk-kafka-privatelink';

/** The same as `l1Stack`, with this library. */
export function ourStack(stack: Stack, network: NetworkIds, { brokers, listeners }: Shape): void {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: network.vpcId,
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    privateSubnetIds: network.subnetIds,
    privateSubnetRouteTableIds: network.subnetIds.map(subnetId => subnetId.replace('subnet', 'rtb')), // else CDK warns, which takes time
  });
  const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Brokers', network.brokerSecurityGroupId);
  const perBroker = new PerBrokerNlbListeners(stack, 'Listeners', {
    vpc,
    clientListeners: Array.from({ length: listeners }, (_, slot) => new ClientListener({
      name: `CLIENT_${slot}`, slot, advertisedHost: AdvertisedHost.shared(`kafka.slot${slot}.internal`), security: ListenerSecurity.plaintext(),
    })),
    brokers: Array.from({ length: brokers }, (_, brokerId) => KafkaBroker.fromIpAddress(brokerId, address(brokerId), { securityGroup })),
  });
  new KafkaPrivateLinkService(stack, 'Service', { listeners: perBroker, allowedPrincipals: [new iam.AccountPrincipal(ACCOUNT)] });
}
