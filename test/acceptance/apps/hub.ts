import { App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { clientIn } from './client';
import { HOST } from './host';
import { AcceptanceStack, Place } from './place';
import { serverOf } from './server';
import {
  AdvertisedHost, ClientListener, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, KafkaServiceContract, ListenerSecurity,
  PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

const HUB = '10.1.0.0/16';
const SPOKE = '10.2.0.0/16';

/** An endpoint in a hub, and a client in another VPC behind a transit gateway. The endpoint lets in the range of that VPC alone. */
export function hubApp(app: App, place: Place): void {
  const listener = new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared(HOST), security: ListenerSecurity.plaintext() });
  const kafka = new AcceptanceStack(app, 'Kafka', place, 'kafka');
  const vpc = kafka.isolatedVpc();
  const securityGroup = new ec2.SecurityGroup(kafka, 'Brokers', { vpc, description: 'In place of brokers' });
  const brokers = [0, 1].map(id => KafkaBroker.fromInstance(id, serverOf(kafka, id, listener.bindPort, vpc, securityGroup)));
  const listeners = new PerBrokerNlbListeners(kafka, 'Listeners', { vpc, brokers, clientListeners: [listener] });
  const service = new KafkaPrivateLinkService(kafka, 'Service', {
    listeners, allowedPrincipals: [new iam.AccountPrincipal(place.accounts.consumer)], acceptanceRequired: false,
  });
  kafka.tell({ Contract: service.contract.toJson() });

  const stack = new AcceptanceStack(app, 'Consumer', place, 'consumer');
  const hub = stack.isolatedVpc('Hub', HUB);
  const spoke = stack.isolatedVpc('Spoke', SPOKE);
  join(stack, [[hub, SPOKE], [spoke, HUB]]);
  const contract = place.facts['Kafka.Contract']
    ? KafkaServiceContract.fromJson(place.facts['Kafka.Contract'])
    : service.contract.withServiceName(`com.amazonaws.vpce.${place.regions.kafka}.vpce-svc-0123456789abcdef0`);
  const consumer = new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc: hub, contract, zoneVpcs: [spoke] });
  consumer.allowFrom(ec2.Peer.ipv4(SPOKE));
  const client = clientIn(stack, spoke);
  stack.tell({ EndpointId: consumer.endpoint.vpcEndpointId, Client: client.functionName });
}

function join(stack: AcceptanceStack, sides: readonly [ec2.Vpc, string][]): void {
  const gateway = new ec2.CfnTransitGateway(stack, 'TransitGateway');
  sides.forEach(([vpc, other], side) => {
    const attachment = new ec2.CfnTransitGatewayAttachment(stack, `Attachment${side}`, {
      transitGatewayId: gateway.ref, vpcId: vpc.vpcId, subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
    });
    vpc.isolatedSubnets.forEach(({ routeTable }, i) => {
      new ec2.CfnRoute(stack, `Route${side}${i}`, { routeTableId: routeTable.routeTableId, destinationCidrBlock: other, transitGatewayId: gateway.ref })
        .addDependency(attachment);
    });
  });
}
