import { App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import { clientIn } from './client';
import { HOST } from './host';
import { AcceptanceStack, Place } from './place';
import { serverOf } from './server';
import {
  AdvertisedHost, ClientListener, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, KafkaServiceContract, ListenerSecurity,
  PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

/** A load balancer without cross-zone; beside it one for each zone behind one service, which is hypothesis H27. */
export function zonalApp(app: App, place: Place): void {
  const listener = new ClientListener({
    name: 'CLIENT', advertisedHost: AdvertisedHost.perZone(`{zoneId}.${HOST}`), security: ListenerSecurity.plaintext(),
  });
  const kafka = new AcceptanceStack(app, 'Kafka', place, 'kafka');
  const vpc = kafka.isolatedVpc();
  const securityGroup = new ec2.SecurityGroup(kafka, 'Brokers', { vpc, description: 'In place of brokers' });
  const servers = [0, 1, 2].map(id => serverOf(kafka, id, listener.bindPort, vpc, securityGroup));
  const brokers = servers.map((server, id) => KafkaBroker.fromInstance(id, server, { zoneId: place.zones.kafka[id].id }));
  const listeners = new PerBrokerNlbListeners(kafka, 'Listeners', { vpc, brokers, clientListeners: [listener], crossZone: false });
  const service = new KafkaPrivateLinkService(kafka, 'Service', {
    listeners, allowedPrincipals: [new iam.AccountPrincipal(place.accounts.consumer)], acceptanceRequired: false,
  });

  const single = servers.map((server, id) => loadBalancerOfZone(kafka, id, vpc, server, listener, securityGroup));
  const joint = new ec2.CfnVPCEndpointService(kafka, 'Joint', {
    networkLoadBalancerArns: single.map(({ loadBalancerArn }) => loadBalancerArn), acceptanceRequired: false,
  });
  joint.node.addDependency(...single);
  new ec2.CfnVPCEndpointServicePermissions(kafka, 'JointPermissions', {
    serviceId: joint.attrServiceId, allowedPrincipals: [`arn:aws:iam::${place.accounts.consumer}:root`],
  });
  kafka.tell({ Contract: service.contract.toJson(), JointId: joint.attrServiceId, LastServer: servers[2].instanceId });

  const stack = new AcceptanceStack(app, 'Consumer', place, 'consumer');
  const consumerVpc = stack.isolatedVpc();
  const client = clientIn(stack, consumerVpc);
  const contract = place.facts['Kafka.Contract']
    ? KafkaServiceContract.fromJson(place.facts['Kafka.Contract'])
    : service.contract.withServiceName(`com.amazonaws.vpce.${place.regions.kafka}.vpce-svc-0123456789abcdef0`);
  const consumer = new KafkaPrivateLinkConsumer(stack, 'Kafka', {
    vpc: consumerVpc, contract, clients: [client], availabilityZoneIds: Object.fromEntries(place.zones.consumer.map(({ name, id }) => [name, id])),
  });
  const door = new ec2.SecurityGroup(stack, 'JointDoor', { vpc: consumerVpc, description: 'Of the endpoint of one load balancer for each zone' });
  door.connections.allowFrom(client, ec2.Port.allTcp());
  const jointEndpoint = new ec2.CfnVPCEndpoint(stack, 'JointEndpoint', {
    vpcEndpointType: 'Interface',
    vpcId: consumerVpc.vpcId,
    serviceName: `com.amazonaws.vpce.${place.regions.kafka}.${place.facts['Kafka.JointId'] ?? 'vpce-svc-0123456789abcdef1'}`,
    subnetIds: consumerVpc.isolatedSubnets.map(({ subnetId }) => subnetId),
    securityGroupIds: [door.securityGroupId],
  });
  stack.tell({ EndpointId: consumer.endpoint.vpcEndpointId, JointEndpointId: jointEndpoint.ref, Client: client.functionName });
}

/** Of the CDK itself: the library does not do this yet. */
function loadBalancerOfZone(
  stack: AcceptanceStack, id: number, vpc: ec2.Vpc, server: ec2.Instance, { bootstrapPort, bindPort }: ClientListener, brokers: ec2.SecurityGroup,
): elbv2.NetworkLoadBalancer {
  const securityGroup = new ec2.SecurityGroup(stack, `Only${id}Group`, { vpc, description: 'Of the load balancer of one zone', allowAllOutbound: false });
  brokers.connections.allowFrom(securityGroup, ec2.Port.tcp(bindPort));
  const loadBalancer = new elbv2.NetworkLoadBalancer(stack, `Only${id}`, {
    vpc,
    vpcSubnets: { availabilityZones: [vpc.availabilityZones[id]] },
    securityGroups: [securityGroup],
    enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false,
  });
  loadBalancer.addListener('Bootstrap', { port: bootstrapPort }).addTargets('Server', { port: bindPort, targets: [new targets.InstanceTarget(server)] });
  return loadBalancer;
}
