import { App, CfnCondition, CfnParameter, Fn, NestedStack, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import {
  AdvertisedHost, BrokerCertificate, ClientListener, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, ListenerSecurity,
  PerBrokerNlbListeners,
} from '../../../src';

export interface Partitioned {
  readonly app: App;
  readonly kafka: Stack;
  readonly pay: Stack;
  readonly consumer: KafkaPrivateLinkConsumer;
  readonly listeners: PerBrokerNlbListeners;
  readonly vpcOfClients: ec2.IVpc;
}

export interface PartitionedProps {
  /** Whether the load balancer, and the consumer's endpoint, are in stacks of their own in those of their VPCs. */
  readonly nested?: boolean;
  /** Whom the endpoint lets in, in place of a group of clients. */
  readonly clients?: (scope: Construct) => ec2.IPeer;
  /** An app without an account and a region. */
  readonly unbound?: boolean;
}

/** A cluster of two brokers and one consumer, in VPCs of their own: an app in which templates are made of parts. */
export function partitioned({ nested, clients, unbound }: PartitionedProps = {}): Partitioned {
  const app = new App({ context: { 'aws:cdk:enable-asset-metadata': unbound } }); // `cdk synth` sets it
  const env = unbound ? undefined : { account: '111111111111', region: 'eu-west-1' };
  const [kafka, pay] = ['Kafka', 'Pay'].map(id => new Stack(app, id, { env }));
  const vpcIn = (stack: Stack) => new ec2.Vpc(stack, 'Vpc', { ...unbound ? { maxAzs: 2 } : { availabilityZones: ['eu-west-1a', 'eu-west-1b'] }, restrictDefaultSecurityGroup: false });
  const [vpc, vpcOfClients] = [vpcIn(kafka), vpcIn(pay)];
  const securityGroup = new ec2.SecurityGroup(kafka, 'Hosts', { vpc });
  const client = new ClientListener({
    name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem')),
  });
  const brokers = ['10.0.128.10', '10.0.192.10'].map((address, id) => KafkaBroker.fromIpAddress(id, address, { securityGroup }));
  const partOf = (stack: Stack, id: string) => nested ? new NestedStack(stack, id) : stack;
  const edge = partOf(kafka, 'Edge');
  const listeners = new PerBrokerNlbListeners(edge, 'Listeners', { vpc, brokers, clientListeners: [client] });
  const { contract } = new KafkaPrivateLinkService(edge, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal('111111111111')] });
  const part = partOf(pay, 'Way');
  const consumer = new KafkaPrivateLinkConsumer(part, 'Consumer', {
    vpc: vpcOfClients, contract: unbound ? contract.withServiceName('com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0') : contract, listenerNames: ['CLIENT'],
  });
  consumer.allowFrom(clients?.(part) ?? new ec2.SecurityGroup(pay, 'Clients', { vpc: vpcOfClients }));
  return { app, kafka, pay, consumer, listeners, vpcOfClients };
}

/** A condition on the parameter `Stage`, which has this default or none. */
export function stageIs(stack: Stack, value: string, Default?: string): CfnCondition {
  const parameter = stack.node.tryFindChild('Stage') as CfnParameter | undefined ?? new CfnParameter(stack, 'Stage', { default: Default });
  return new CfnCondition(stack, `Is${value}`, { expression: Fn.conditionEquals(parameter, value) });
}
