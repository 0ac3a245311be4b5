import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ACCOUNT, address, brokerIdsOf, importedVpc, NetworkIds, Shape } from './shape';
import { AdvertisedHost, ClientListener, KafkaBroker, KafkaPrivateLinkService, ListenerSecurity, PerBrokerNlbListeners } from 'cdk-kafka-privatelink';

/** The same as `l1Stack`, with this library. */
export function ourStack(stack: Stack, network: NetworkIds, shape: Shape): void {
  const vpc = importedVpc(stack, network);
  const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Brokers', network.brokerSecurityGroupId);
  const clientListeners = Array.from({ length: shape.listeners }, (_, slot) => new ClientListener({
    name: `CLIENT_${slot}`, slot, advertisedHost: AdvertisedHost.shared(`kafka.slot${slot}.internal`), security: ListenerSecurity.plaintext(),
  }));
  for (let loadBalancer = 0; loadBalancer < shape.loadBalancers; loadBalancer++) {
    const scope = new Construct(stack, `Nlb${loadBalancer}`);
    const brokers = brokerIdsOf(shape, loadBalancer).map(brokerId => KafkaBroker.fromIpAddress(brokerId, address(brokerId), { securityGroup }));
    const listeners = new PerBrokerNlbListeners(scope, 'Listeners', { vpc, clientListeners, brokers });
    new KafkaPrivateLinkService(scope, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal(ACCOUNT)] });
  }
}
