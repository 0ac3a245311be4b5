import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  ACCOUNT, address, brokerIdsOf, CERTIFICATE_ARN, consumerHost, consumerNetwork, importedVpc, instanceId, isTlsAtLoadBalancer, NETWORK, SERVICE_NAME,
  Shape, stackNetwork,
} from './shape';
import {
  AdvertisedHost, BrokerCertificate, ClientCa, ClientListener, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, KafkaServiceContract,
  ListenerSecurity, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

/** Load balancers with a service each, with this library. */
export function paths(stack: Stack, shape: Shape): void {
  const vpc = importedVpc(stack, stackNetwork(stack));
  const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Brokers', NETWORK.brokerSecurityGroupId);
  for (let loadBalancer = 0; loadBalancer < shape.loadBalancers; loadBalancer++) {
    const scope = new Construct(stack, `Nlb${loadBalancer}`);
    const clientListeners = Array.from({ length: shape.listeners }, (_, slot) => new ClientListener({
      name: `CLIENT_${slot}`, slot, advertisedHost: AdvertisedHost.shared(`kafka${loadBalancer}.slot${slot}.internal`), security: securityOf(shape, slot),
    }));
    const brokers = brokerIdsOf(shape, loadBalancer).map(brokerId => shape.byInstance
      ? KafkaBroker.fromInstanceId(brokerId, instanceId(brokerId), { securityGroup })
      : KafkaBroker.fromIpAddress(brokerId, address(brokerId), { securityGroup }));
    const listeners = new PerBrokerNlbListeners(scope, 'Listeners', { vpc, clientListeners, brokers });
    new KafkaPrivateLinkService(scope, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal(ACCOUNT)] });
  }
}

function securityOf(shape: Shape, slot: number): ListenerSecurity {
  if (!shape.secured) { return ListenerSecurity.plaintext(); }
  return isTlsAtLoadBalancer(shape, slot)
    ? ListenerSecurity.tlsAtLoadBalancer(elbv2.ListenerCertificate.fromArn(CERTIFICATE_ARN))
    : ListenerSecurity.mutualTls(BrokerCertificate.fromPemFile('/etc/kafka/broker.pem'), ClientCa.fromPemFile('/etc/kafka/clients.pem'));
}

/** As many consumers as there are brokers in a shape, with this library. */
export function consumers(stack: Stack, shape: Shape): void {
  for (let i = 0; i < shape.brokers; i++) {
    const contract = KafkaServiceContract.fromJson(JSON.stringify({
      version: '1.0',
      serviceName: SERVICE_NAME,
      region: stack.region,
      zoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'],
      brokerIds: [0, 1, 2],
      listeners: [{ name: 'CLIENT', protocol: 'SSL', saslMechanisms: [], host: consumerHost(i), firstPort: 20000, bootstrapPort: 20999 }],
    }));
    const consumer = new KafkaPrivateLinkConsumer(stack, `Consumer${i}`, { vpc: importedVpc(stack, consumerNetwork(NETWORK, i), `Vpc${i}`), contract });
    consumer.allowFrom(ec2.Peer.ipv4('10.0.0.0/16'));
  }
}
