import { App } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as r53 from 'aws-cdk-lib/aws-route53';
import * as sns from 'aws-cdk-lib/aws-sns';
import { clientIn } from './client';
import { HOST } from './host';
import { AcceptanceStack, DefineApp, PARAMETERS_BEGIN, Place, Variant } from './place';
import { serverOf } from './server';
import {
  AdvertisedHost, ClientListener, KafkaBroker, KafkaPathCanary, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, KafkaServiceContract,
  ListenerSecurity, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

/** What groups with the network of one service differ in. */
export interface NetworkOptions {
  readonly crossZone?: boolean;
  /** TLS ends at the load balancer, with the certificate of this fact. */
  readonly certificateFact?: string;
  readonly toldByTopic?: boolean;
}

/** What deployments of such a group differ in. */
interface NetworkVariant extends Variant {
  /** Of the load balancer: the first two of its three zones, all, or the last two. */
  readonly zones?: 'two' | 'three' | 'others';
  /** Targets are addresses and no instances. */
  readonly byAddress?: boolean;
  readonly withoutPrincipals?: boolean;
  readonly secondRecord?: boolean;
  /** With a canary beside the consumer. An account that can reserve no execution refuses it, so it comes later. */
  readonly watched?: boolean;
  readonly renamed?: boolean;
}


const SERVICE = (region: string) => `com.amazonaws.vpce.${region}.vpce-svc-0123456789abcdef0`;

/** Machines in place of brokers, a load balancer and a service for them; a consumer with a function that asks them. */
export function networkApp(options: NetworkOptions): DefineApp {
  return (app: App, place: Place, variant: NetworkVariant) => {
    const listener = listenerOf(options, place);
    const kafka = new AcceptanceStack(app, 'Kafka', place, 'kafka');
    const vpc = kafka.isolatedVpc();
    const securityGroup = new ec2.SecurityGroup(kafka, 'Brokers', { vpc, description: 'In place of brokers' });
    const servers = [0, 1].map(id => serverOf(kafka, id, listener.bindPort, vpc, securityGroup));
    const listeners = new PerBrokerNlbListeners(kafka, variant.renamed ? 'Renamed' : 'Listeners', {
      vpc,
      vpcSubnets: { availabilityZones: zonesOf(vpc, variant) },
      clientListeners: [listener],
      crossZone: options.crossZone,
      brokers: servers.map((server, id) => variant.byAddress
        ? KafkaBroker.fromIpAddress(id, server.instancePrivateIp, { securityGroup })
        : KafkaBroker.fromInstance(id, server)),
    });
    const service = new KafkaPrivateLinkService(kafka, 'Service', {
      listeners,
      allowedPrincipals: variant.withoutPrincipals ? [] : [new iam.AccountPrincipal(place.accounts.consumer)],
      managePrincipals: !variant.withoutPrincipals,
      supportedRegions: place.regions.consumer === place.regions.kafka ? undefined : [place.regions.consumer],
      notificationTopic: options.toldByTopic ? new sns.Topic(kafka, 'Connections', { enforceSSL: true }) : undefined,
      contractParameterName: `${PARAMETERS_BEGIN}${place.group}/contract`,
    });
    kafka.tell({ Contract: service.contract.toJson(), ServiceId: service.endpointServiceId });

    consumer(app, place, variant, service.contract);
  };
}

function consumer(app: App, place: Place, variant: NetworkVariant, planned: KafkaServiceContract): void {
  const stack = new AcceptanceStack(app, 'Consumer', place, 'consumer');
  const contract = place.facts['Kafka.Contract']
    ? KafkaServiceContract.fromJson(place.facts['Kafka.Contract'])
    : planned.withServiceName(SERVICE(place.regions.kafka));
  const vpc = stack.isolatedVpc();
  const client = clientIn(stack, vpc);
  const kafka = new KafkaPrivateLinkConsumer(stack, 'Kafka', {
    vpc, contract, clients: [client], subnets: { availabilityZones: vpc.availabilityZones.slice(0, 2) },
  });
  if (variant.secondRecord) {
    // By the id of the zone: synthesis refuses a second record in a zone that it knows, as AWS is to do here.
    const hostedZoneId = place.facts['Consumer.ZoneId'] ?? 'Z0123456789ABCDEFGHIJ';
    new r53.CfnRecordSet(stack, 'Second', { hostedZoneId, name: HOST, type: 'A', ttl: '60', resourceRecords: ['192.0.2.1'] });
  }
  const canary = variant.watched ? new KafkaPathCanary(stack, 'Paths', { consumer: kafka }) : undefined;
  stack.tell({
    EndpointId: kafka.endpoint.vpcEndpointId,
    Client: client.functionName,
    ZoneId: kafka.hostedZones[0].hostedZoneId,
    ...canary && { Canary: canary.function.functionName },
  });
}

function listenerOf({ certificateFact }: NetworkOptions, { facts, accounts, regions }: Place): ClientListener {
  const planned = `arn:aws:acm:${regions.kafka}:${accounts.kafka}:certificate/01234567-0123-0123-0123-0123456789ab`;
  const security = certificateFact
    ? ListenerSecurity.tlsAtLoadBalancer(elbv2.ListenerCertificate.fromArn(facts[certificateFact] ?? planned))
    : ListenerSecurity.plaintext();
  return new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared(HOST), security });
}

function zonesOf(vpc: ec2.Vpc, { zones = 'two' }: NetworkVariant): string[] {
  const all = vpc.availabilityZones;
  return zones === 'three' ? all : zones === 'others' ? all.slice(1) : all.slice(0, 2);
}
