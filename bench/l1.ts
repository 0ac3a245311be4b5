/**
 * What the library makes of load balancers, services and consumers, written by hand with L1 constructs.
 */
import { Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import {
  ACCOUNT, address, brokerIdsOf, CERTIFICATE_ARN, consumerHost, consumerNetwork, instanceId, isTlsAtLoadBalancer, nameOf, NETWORK, openedPorts,
  SERVICE_NAME, Shape,
} from './shape';

const named = (scope: Construct, ...below: string[]) => [{ key: 'Name', value: nameOf(scope, ...below) }];
const attributes = (values: { [key: string]: string }) => Object.entries(values).map(([key, value]) => ({ key, value }));

/** Load balancers with a service each. */
export function paths(stack: Stack, shape: Shape): void {
  let ingress: Construct | undefined;
  for (let loadBalancer = 0; loadBalancer < shape.loadBalancers; loadBalancer++) {
    const scope = new Construct(stack, `Nlb${loadBalancer}`);
    ingress ??= new Construct(stack, 'Ingress'); // the brokers are of no load balancer; here, since that is where the template has it
    loadBalancerPaths(scope, ingress, shape, brokerIdsOf(shape, loadBalancer));
  }
}

function loadBalancerPaths(scope: Construct, ingress: Construct, shape: Shape, brokerIds: number[]): void {
  const securityGroup = new ec2.CfnSecurityGroup(scope, 'SecurityGroup', {
    groupDescription: 'Network load balancer of Kafka brokers', vpcId: NETWORK.vpcId, tags: named(scope, 'Listeners'),
  });
  const { from, to, description } = openedPorts(shape);
  new ec2.CfnSecurityGroupEgress(scope, 'Egress', {
    groupId: securityGroup.attrGroupId, ipProtocol: 'tcp', fromPort: from, toPort: to, destinationSecurityGroupId: NETWORK.brokerSecurityGroupId, description,
  });
  new ec2.CfnSecurityGroupIngress(ingress, scope.node.id, {
    groupId: NETWORK.brokerSecurityGroupId, ipProtocol: 'tcp', fromPort: from, toPort: to, sourceSecurityGroupId: securityGroup.attrGroupId, description,
  });
  const loadBalancer = new elbv2.CfnLoadBalancer(scope, 'LoadBalancer', {
    type: 'network',
    scheme: 'internal',
    subnets: NETWORK.subnetIds,
    securityGroups: [securityGroup.attrGroupId],
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'off',
    loadBalancerAttributes: attributes({ 'deletion_protection.enabled': 'false', 'load_balancing.cross_zone.enabled': 'true' }),
    tags: named(scope, 'Listeners'),
  });

  const all: elbv2.CfnListener[] = [];
  // Ids with a hyphen: dependencies are sorted by them, and so they are as the library's, which has a scope there.
  const path = (slot: number, of: string, port: number, targetIds: number[], dnsFailover: string) => {
    const id = `Slot${slot}${of}`;
    const bindPort = 9093 + slot;
    const isTls = isTlsAtLoadBalancer(shape, slot);
    const targetGroup = new elbv2.CfnTargetGroup(scope, `${id}-Targets`, {
      vpcId: NETWORK.vpcId,
      port: bindPort,
      protocol: 'TCP',
      targetType: shape.byInstance ? 'instance' : 'ip',
      targets: targetIds.map(brokerId => ({ id: shape.byInstance ? instanceId(brokerId) : address(brokerId), port: bindPort })),
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
      tags: named(scope, `Listeners/Slot${slot}/${of}`),
    });
    all.push(new elbv2.CfnListener(scope, `${id}-Listener`, {
      loadBalancerArn: loadBalancer.ref,
      port,
      protocol: isTls ? 'TLS' : 'TCP',
      certificates: isTls ? [{ certificateArn: CERTIFICATE_ARN }] : undefined,
      sslPolicy: isTls ? elbv2.SslPolicy.TLS13_12_RES_PQ : undefined,
      defaultActions: [{ type: 'forward', targetGroupArn: targetGroup.ref }],
    }));
  };
  for (let slot = 0; slot < shape.listeners; slot++) {
    brokerIds.forEach(brokerId => path(slot, `Broker${brokerId}`, 20000 + 1000 * slot + brokerId, [brokerId], 'off'));
    path(slot, 'Bootstrap', 20999 + 1000 * slot, brokerIds, '1');
  }

  const service = new ec2.CfnVPCEndpointService(scope, 'Service', {
    networkLoadBalancerArns: [loadBalancer.ref], acceptanceRequired: true, tags: named(scope, 'Service'),
  });
  all.forEach(listener => service.addDependency(listener));
  new ec2.CfnVPCEndpointServicePermissions(scope, 'Permissions', {
    serviceId: service.ref, allowedPrincipals: [Fn.join('', ['arn:', Fn.ref('AWS::Partition'), `:iam::${ACCOUNT}:root`])],
  });
}

/** As many consumers as there are brokers in a shape. */
export function consumers(stack: Stack, shape: Shape): void {
  for (let i = 0; i < shape.brokers; i++) {
    const scope = new Construct(stack, `Consumer${i}`);
    const { vpcId, subnetIds } = consumerNetwork(NETWORK, i);
    const securityGroup = new ec2.CfnSecurityGroup(scope, 'SecurityGroup', {
      groupDescription: 'Interface endpoint of a Kafka service',
      vpcId,
      securityGroupEgress: [{ cidrIp: '255.255.255.255/32', description: 'Disallow all traffic', ipProtocol: 'icmp', fromPort: 252, toPort: 86 }],
      securityGroupIngress: [{ cidrIp: '10.0.0.0/16', description: 'Kafka listener CLIENT', ipProtocol: 'tcp', fromPort: 20000, toPort: 20999 }],
      tags: named(scope),
    });
    const endpoint = new ec2.CfnVPCEndpoint(scope, 'Endpoint', {
      vpcId,
      serviceName: SERVICE_NAME,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: false,
      securityGroupIds: [securityGroup.attrGroupId],
      subnetIds,
      tags: named(scope),
    });
    const name = `${consumerHost(i)}.`;
    const zone = new route53.CfnHostedZone(scope, 'Zone', { name, vpcs: [{ vpcId, vpcRegion: stack.region }] });
    const entry = Fn.split(':', Fn.select(0, endpoint.attrDnsEntries));
    new route53.CfnRecordSet(scope, 'Record', {
      hostedZoneId: zone.ref, name, type: 'A', aliasTarget: { hostedZoneId: Fn.select(0, entry), dnsName: Fn.select(1, entry) },
    });
  }
}
