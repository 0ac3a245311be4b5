/**
 * What the library makes of load balancers, services and consumers, written by hand with the CDK's own L2 constructs, as users do without it.
 */
import { Duration, Fn, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import {
  ACCOUNT, address, brokerIdsOf, CERTIFICATE_ARN, consumerHost, consumerNetwork, importedVpc, instanceId, isTlsAtLoadBalancer, nameOf, NETWORK,
  openedPorts, SERVICE_NAME, Shape,
} from './shape';

function named(made: Construct, scope: Construct, ...below: string[]): void {
  Tags.of(made).add('Name', nameOf(scope, ...below));
}

/** Load balancers with a service each. */
export function paths(stack: Stack, shape: Shape): void {
  const vpc = importedVpc(stack, NETWORK);
  let brokers: ec2.ISecurityGroup | undefined;
  for (let loadBalancer = 0; loadBalancer < shape.loadBalancers; loadBalancer++) {
    const scope = new Construct(stack, `Nlb${loadBalancer}`);
    brokers ??= ec2.SecurityGroup.fromSecurityGroupId(stack, 'Brokers', NETWORK.brokerSecurityGroupId);
    loadBalancerPaths(scope, vpc, brokers, shape, brokerIdsOf(shape, loadBalancer));
  }
}

function loadBalancerPaths(scope: Construct, vpc: ec2.IVpc, brokers: ec2.ISecurityGroup, shape: Shape, brokerIds: number[]): void {
  const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, description: 'Network load balancer of Kafka brokers', allowAllOutbound: false });
  const loadBalancer = new elbv2.NetworkLoadBalancer(scope, 'LoadBalancer', {
    vpc,
    vpcSubnets: { onePerAz: true },
    internetFacing: false,
    securityGroups: [securityGroup],
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false,
    crossZoneEnabled: true,
    deletionProtection: false,
  });
  [securityGroup, loadBalancer].forEach(made => named(made, scope, 'Listeners'));
  const { from, to, description } = openedPorts(shape);
  loadBalancer.connections.allowTo(brokers, from === to ? ec2.Port.tcp(from) : ec2.Port.tcpRange(from, to), description);
  const all: elbv2.NetworkListener[] = [];
  const path = (slot: number, of: string, port: number, targetIds: number[], dnsFailover: boolean) => {
    const id = `Slot${slot}${of}`;
    const bindPort = 9093 + slot;
    const isTls = isTlsAtLoadBalancer(shape, slot);
    const targetGroup = new elbv2.NetworkTargetGroup(scope, `${id}-Targets`, {
      vpc,
      port: bindPort,
      protocol: elbv2.Protocol.TCP,
      targets: targetIds.map(brokerId => shape.byInstance
        ? new targets.InstanceIdTarget(instanceId(brokerId), bindPort)
        : new targets.IpTarget(address(brokerId), bindPort)),
      healthCheck: { protocol: elbv2.Protocol.TCP, port: `${bindPort}`, interval: Duration.seconds(10), healthyThresholdCount: 3, unhealthyThresholdCount: 3 },
      crossZoneEnabled: true,
      preserveClientIp: false,
      proxyProtocolV2: false,
      deregistrationDelay: Duration.seconds(60),
      connectionTermination: true,
    });
    named(targetGroup, scope, `Listeners/Slot${slot}/${of}`);
    targetGroup.setAttribute('target_health_state.unhealthy.connection_termination.enabled', 'false');
    targetGroup.setAttribute('target_group_health.dns_failover.minimum_healthy_targets.count', dnsFailover ? '1' : 'off');
    all.push(new elbv2.NetworkListener(scope, `${id}-Listener`, {
      loadBalancer,
      port,
      protocol: isTls ? elbv2.Protocol.TLS : elbv2.Protocol.TCP,
      certificates: isTls ? [elbv2.ListenerCertificate.fromArn(CERTIFICATE_ARN)] : undefined,
      sslPolicy: isTls ? elbv2.SslPolicy.TLS13_12_RES_PQ : undefined,
      defaultTargetGroups: [targetGroup],
    }));
  };
  for (let slot = 0; slot < shape.listeners; slot++) {
    brokerIds.forEach(brokerId => path(slot, `Broker${brokerId}`, 20000 + 1000 * slot + brokerId, [brokerId], false));
    path(slot, 'Bootstrap', 20999 + 1000 * slot, brokerIds, true);
  }
  const service = new ec2.VpcEndpointService(scope, 'Service', {
    vpcEndpointServiceLoadBalancers: [loadBalancer], acceptanceRequired: true, allowedPrincipals: [new iam.AccountPrincipal(ACCOUNT)],
  });
  named(service, scope, 'Service');
  all.forEach(listener => service.node.addDependency(listener));
}

/** As many consumers as there are brokers in a shape. */
export function consumers(stack: Stack, shape: Shape): void {
  for (let i = 0; i < shape.brokers; i++) {
    const scope = new Construct(stack, `Consumer${i}`);
    const vpc = importedVpc(stack, consumerNetwork(NETWORK, i), `Vpc${i}`);
    const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, allowAllOutbound: false, description: 'Interface endpoint of a Kafka service' });
    securityGroup.addIngressRule(ec2.Peer.ipv4('10.0.0.0/16'), ec2.Port.tcpRange(20000, 20999), 'Kafka listener CLIENT');
    const endpoint = new ec2.InterfaceVpcEndpoint(scope, 'Endpoint', {
      vpc, service: new ec2.InterfaceVpcEndpointService(SERVICE_NAME, 20000), securityGroups: [securityGroup], open: false, privateDnsEnabled: false,
    });
    [securityGroup, endpoint].forEach(made => named(made, scope));
    const zone = new route53.PrivateHostedZone(scope, 'Zone', { vpc, zoneName: consumerHost(i) });
    const entry = Fn.split(':', Fn.select(0, endpoint.vpcEndpointDnsEntries));
    new route53.ARecord(scope, 'Record', {
      zone, target: route53.RecordTarget.fromAlias({ bind: () => ({ hostedZoneId: Fn.select(0, entry), dnsName: Fn.select(1, entry) }) }),
    });
  }
}
