import { Annotations, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { ClientListener } from '../model/client-listener';
import { IKafkaBroker } from '../model/kafka-broker';
import { brokersText } from '../private/broker-groups';

/**
 * Lets the load balancer send to the brokers on the ports that the listeners bind, and warns where that takes the user's help.
 */
export function openPorts(
  scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, clientListeners: ClientListener[], brokers: IKafkaBroker[],
): void {
  for (const listener of clientListeners) {
    openPort(scope, loadBalancer, listener, brokers);
  }

  const ports = clientListeners.map(listener => listener.bindPort).join(', ');
  const unopened = brokers.filter(broker => broker.connections.securityGroups.length === 0);
  if (loadBalancer.connections.securityGroups.length === 0) {
    Annotations.of(scope).addWarningV2('cdk-kafka-privatelink:PerBrokerNlbListeners.loadBalancerWithoutSecurityGroups',
      `${loadBalancer.node.path} has no security group, or its import does not say which, so nothing lets it in to the brokers; let its subnets in on ports ${ports}, `
      + "or give an imported load balancer its 'loadBalancerSecurityGroups'. A load balancer that was made without any can't get one");
  } else if (unopened.length > 0) {
    Annotations.of(scope).addWarningV2('cdk-kafka-privatelink:PerBrokerNlbListeners.brokerNotOpened',
      `no security group is known of ${brokersText(unopened.map(broker => broker.brokerId))}, so nothing lets the load balancer in; let it in on ports ${ports} yourself, or give the broker's 'securityGroup'`);
  }
}

function openPort(scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, listener: ClientListener, brokers: IKafkaBroker[]): void {
  const opened = new Set<string>();
  for (const broker of brokers) {
    // One group that was imported twice must not get its rule twice: EC2 refuses a rule that exists.
    const groups = broker.connections.securityGroups.map(group => group.securityGroupId);
    if (groups.length > 0 && groups.every(group => opened.has(group))) { continue; }
    groups.forEach(group => opened.add(group));

    const description = `Kafka client listener of slot ${listener.slot}`;
    const port = ec2.Port.tcp(listener.bindPort);
    // `allowFrom` puts both rules beside the broker's group, `allowTo` beside the load balancer's. Beside one that is in this stack no cycle
    // can follow, since this stack refers to both sides anyway. Else not beside the broker's: brokers depend on nothing that is in front of them.
    if (broker.connections.securityGroups.some(group => Stack.of(group) === Stack.of(scope))) {
      broker.connections.allowFrom(loadBalancer, port, description);
    } else {
      loadBalancer.connections.allowTo(broker, port, description);
    }
  }
}
