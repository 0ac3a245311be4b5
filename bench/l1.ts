/**
 * What `PerBrokerNlbListeners` and `KafkaPrivateLinkService` make, written by hand with L1 constructs: the yardstick of the benchmark.
 */
import { Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ACCOUNT, address, NetworkIds, Shape } from './shape';

const attributes = (values: { [key: string]: string }) => Object.entries(values).map(([key, value]) => ({ key, value }));

export function l1Stack(stack: Stack, network: NetworkIds, { brokers, listeners }: Shape): void {
  const securityGroup = new ec2.CfnSecurityGroup(stack, 'SecurityGroup', {
    groupDescription: 'Kafka load balancer',
    vpcId: network.vpcId,
    securityGroupEgress: [{ cidrIp: '255.255.255.255/32', description: 'Disallow all traffic', fromPort: 252, ipProtocol: 'icmp', toPort: 86 }],
  });
  for (let slot = 0; slot < listeners; slot++) {
    const port = 9093 + slot;
    new ec2.CfnSecurityGroupEgress(stack, `Egress${slot}`, {
      groupId: securityGroup.attrGroupId, ipProtocol: 'tcp', fromPort: port, toPort: port, destinationSecurityGroupId: network.brokerSecurityGroupId, description: 'Kafka',
    });
    new ec2.CfnSecurityGroupIngress(stack, `Ingress${slot}`, {
      groupId: network.brokerSecurityGroupId, ipProtocol: 'tcp', fromPort: port, toPort: port, sourceSecurityGroupId: securityGroup.attrGroupId, description: 'Kafka',
    });
  }
  const loadBalancer = new elbv2.CfnLoadBalancer(stack, 'LoadBalancer', {
    type: 'network',
    scheme: 'internal',
    subnets: network.subnetIds,
    securityGroups: [securityGroup.attrGroupId],
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
    loadBalancerAttributes: attributes({ 'deletion_protection.enabled': 'false', 'load_balancing.cross_zone.enabled': 'true' }),
  });

  const all: elbv2.CfnListener[] = [];
  const path = (id: string, port: number, bindPort: number, brokerIds: number[], dnsFailover: string) => {
    const targetGroup = new elbv2.CfnTargetGroup(stack, `${id}Targets`, {
      vpcId: network.vpcId,
      port: bindPort,
      protocol: 'TCP',
      targetType: 'ip',
      targets: brokerIds.map(brokerId => ({ id: address(brokerId), port: bindPort })),
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
    all.push(new elbv2.CfnListener(stack, `${id}Listener`, {
      loadBalancerArn: loadBalancer.ref, port, protocol: 'TCP', defaultActions: [{ type: 'forward', targetGroupArn: targetGroup.ref }],
    }));
  };
  const brokerIds = Array.from({ length: brokers }, (_, brokerId) => brokerId);
  for (let slot = 0; slot < listeners; slot++) {
    brokerIds.forEach(brokerId => path(`Slot${slot}Broker${brokerId}`, 20000 + 1000 * slot + brokerId, 9093 + slot, [brokerId], 'off'));
    path(`Slot${slot}Bootstrap`, 20999 + 1000 * slot, 9093 + slot, brokerIds, '1');
  }

  const service = new ec2.CfnVPCEndpointService(stack, 'Service', { networkLoadBalancerArns: [loadBalancer.ref], acceptanceRequired: true });
  all.forEach(listener => service.addDependency(listener));
  new ec2.CfnVPCEndpointServicePermissions(stack, 'Permissions', {
    serviceId: service.ref, allowedPrincipals: [Fn.join('', ['arn:', Fn.ref('AWS::Partition'), `:iam::${ACCOUNT}:root`])],
  });
}
