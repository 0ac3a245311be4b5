/**
 * What `PerBrokerNlbListeners` and `KafkaPrivateLinkService` make, written by hand with L1 constructs: the yardstick of the benchmark.
 */
import { Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { ACCOUNT, address, brokerIdsOf, NetworkIds, Shape } from './shape';

const attributes = (values: { [key: string]: string }) => Object.entries(values).map(([key, value]) => ({ key, value }));

export function l1Stack(stack: Stack, network: NetworkIds, shape: Shape): void {
  let ingress: Construct | undefined;
  for (let loadBalancer = 0; loadBalancer < shape.loadBalancers; loadBalancer++) {
    const scope = new Construct(stack, `Nlb${loadBalancer}`);
    ingress ??= new Construct(stack, 'Ingress'); // the brokers are of no load balancer; here, since that is where the template has it
    l1LoadBalancer(scope, ingress, network, shape.listeners, brokerIdsOf(shape, loadBalancer));
  }
}

function l1LoadBalancer(scope: Construct, ingress: Construct, network: NetworkIds, listeners: number, brokerIds: number[]): void {
  const securityGroup = new ec2.CfnSecurityGroup(scope, 'SecurityGroup', { groupDescription: 'Network load balancer of Kafka brokers', vpcId: network.vpcId });
  for (let slot = 0; slot < listeners; slot++) {
    const [port, description] = [9093 + slot, `Kafka client listener of slot ${slot}`];
    new ec2.CfnSecurityGroupEgress(scope, `Egress${slot}`, {
      groupId: securityGroup.attrGroupId, ipProtocol: 'tcp', fromPort: port, toPort: port, destinationSecurityGroupId: network.brokerSecurityGroupId, description,
    });
    new ec2.CfnSecurityGroupIngress(ingress, `${scope.node.id}Slot${slot}`, {
      groupId: network.brokerSecurityGroupId, ipProtocol: 'tcp', fromPort: port, toPort: port, sourceSecurityGroupId: securityGroup.attrGroupId, description,
    });
  }
  const loadBalancer = new elbv2.CfnLoadBalancer(scope, 'LoadBalancer', {
    type: 'network',
    scheme: 'internal',
    subnets: network.subnetIds,
    securityGroups: [securityGroup.attrGroupId],
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
    loadBalancerAttributes: attributes({ 'deletion_protection.enabled': 'false', 'load_balancing.cross_zone.enabled': 'true' }),
  });

  const all: elbv2.CfnListener[] = [];
  // Ids with a hyphen: dependencies are sorted by them, and so they are as the library's, which has a scope there.
  const path = (id: string, port: number, bindPort: number, targetIds: number[], dnsFailover: string) => {
    const targetGroup = new elbv2.CfnTargetGroup(scope, `${id}-Targets`, {
      vpcId: network.vpcId,
      port: bindPort,
      protocol: 'TCP',
      targetType: 'ip',
      targets: targetIds.map(brokerId => ({ id: address(brokerId), port: bindPort })),
      healthCheckIntervalSeconds: 10,
      healthCheckPort: `${bindPort}`,
      healthCheckProtocol: 'TCP',
      healthyThresholdCount: 3,
      unhealthyThresholdCount: 3,
      targetGroupAttributes: attributes({
        'load_balancing.cross_zone.enabled': 'true',
        'preserve_client_ip.enabled': 'false',
        'proxy_protocol_v2.enabled': 'false',
        'deregistration_delay.timeout_seconds': '60',
        'deregistration_delay.connection_termination.enabled': 'true',
        'target_health_state.unhealthy.connection_termination.enabled': 'false',
        'target_group_health.dns_failover.minimum_healthy_targets.count': dnsFailover,
      }),
    });
    all.push(new elbv2.CfnListener(scope, `${id}-Listener`, {
      loadBalancerArn: loadBalancer.ref, port, protocol: 'TCP', defaultActions: [{ type: 'forward', targetGroupArn: targetGroup.ref }],
    }));
  };
  for (let slot = 0; slot < listeners; slot++) {
    brokerIds.forEach(brokerId => path(`Slot${slot}Broker${brokerId}`, 20000 + 1000 * slot + brokerId, 9093 + slot, [brokerId], 'off'));
    path(`Slot${slot}Bootstrap`, 20999 + 1000 * slot, 9093 + slot, brokerIds, '1');
  }

  const service = new ec2.CfnVPCEndpointService(scope, 'Service', { networkLoadBalancerArns: [loadBalancer.ref], acceptanceRequired: true });
  all.forEach(listener => service.addDependency(listener));
  new ec2.CfnVPCEndpointServicePermissions(scope, 'Permissions', {
    serviceId: service.ref, allowedPrincipals: [Fn.join('', ['arn:', Fn.ref('AWS::Partition'), `:iam::${ACCOUNT}:root`])],
  });
}
