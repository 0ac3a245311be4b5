import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { ClientListener } from '../model/client-listener';
import { IKafkaBroker } from '../model/kafka-broker';
import { factsOf } from '../private/broker-facts';
import { brokersText } from '../private/broker-groups';
import { isImported, ruleHolder } from '../private/imported-groups';
import { NamedPeer } from '../private/named-peer';
import { reportWarning } from '../private/validation';

/**
 * Lets the load balancer send to the brokers on the ports that the listeners bind, and warns where that takes the user's help.
 */
export function openPorts(
  scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, clientListeners: ClientListener[], brokers: IKafkaBroker[],
): void {
  const source = sourceOf(scope, loadBalancer);
  const groups = new Set(brokers.flatMap(broker => broker.connections.securityGroups).map(group => ruleHolder(scope, group)));
  const groupless = brokers.filter(broker => broker.connections.securityGroups.length === 0);
  for (const listener of clientListeners) {
    openPort(scope, source, listener, [...groups], groupless);
  }

  const ports = clientListeners.map(listener => listener.bindPort).join(', ');
  if (loadBalancer.connections.securityGroups.length === 0) {
    reportWarning(scope, 'PerBrokerNlbListeners.loadBalancerWithoutSecurityGroups',
      `${loadBalancer.node.path} has no security group, or its import does not say which, so nothing lets it in to the brokers; let its subnets in on ports ${ports}, `
      + "or give an imported load balancer its 'loadBalancerSecurityGroups'. A load balancer that was made without any can't get one");
  } else if (groupless.length > 0) {
    reportWarning(scope, 'PerBrokerNlbListeners.brokerNotOpened',
      `no security group is known of ${brokersText(groupless.map(broker => broker.brokerId))}, so nothing lets the load balancer in; let it in on ports ${ports} yourself, or give the broker's 'securityGroup'`);
  }
}

/** The load balancer as rules name it. */
function sourceOf(scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer): ec2.IConnectable {
  const groups = loadBalancer.connections.securityGroups;
  return groups.some(isImported) ? new ec2.Connections({ securityGroups: groups.map(group => ruleHolder(scope, group)) }) : loadBalancer;
}

/**
 * `allowFrom` puts both rules beside the broker's group, `allowTo` beside the load balancer's. Beside one that is in this stack no cycle can
 * follow, since this stack refers to both sides anyway. Else not beside the broker's: brokers depend on nothing that is in front of them.
 */
function openPort(
  scope: Construct, source: ec2.IConnectable, listener: ClientListener, groups: ec2.ISecurityGroup[], groupless: IKafkaBroker[],
): void {
  const description = `Kafka client listener of slot ${listener.slot}`;
  const port = ec2.Port.tcp(listener.bindPort);
  for (const group of groups) {
    if (Stack.of(group) === Stack.of(scope)) {
      group.connections.allowFrom(source, port, description);
    } else {
      source.connections.allowTo(group, port, description);
    }
  }
  for (const broker of groupless) {
    source.connections.allowTo(peerOf(scope, listener, broker), port, description);
  }
}

/** The CDK names a rule by its peer, and counts the peers that are tokens: one that goes would rename the rules of the others. */
function peerOf(scope: Construct, { slot }: ClientListener, broker: IKafkaBroker): ec2.IConnectable {
  const address = factsOf(broker).ipAddress;
  return address !== undefined && Token.isUnresolved(address)
    ? new NamedPeer(`${address}/32`, `${scope.node.path}/Slot${slot}/Broker${broker.brokerId}`)
    : broker;
}
