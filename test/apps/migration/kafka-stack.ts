/** What the Kafka team's app has in each step of docs/migration.md. Of the cluster that is there it knows ids, addresses and files. */
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { withoutListener } from './without-listener';
import {
  AdvertisedHost, BrokerCertificate, ClientCa, ClientListener, HostProperties, KafkaBroker, KafkaPrivateLinkService, ListenerSecurity,
  MergedProperties, PerBrokerNlbListeners,
} from 'cdk-kafka-privatelink';

/** What the team looks up of its VPC. */
export interface Known {
  readonly vpcId: string;
  readonly subnetIds: string[];
  /** The brokers' security group. */
  readonly securityGroupId: string;
  /** By broker id. */
  readonly addresses: { readonly [brokerId: string]: string };
  /** What `kafka-topics.sh --version` says on a host. */
  readonly kafkaVersion: string;
}

/** Steps of docs/migration.md that this app has a part in. In the others it stays as it is. */
export type Step = 'listener' | 'load-balancer' | 'service' | 'removal';

export const STEPS: Step[] = ['listener', 'load-balancer', 'service', 'removal'];

/** The listener by which clients of the VPC come, until it goes. */
export const OLD_LISTENER = 'INTERNAL';

export const ACCOUNT = '111111111111';
const ZONES = ['a', 'b', 'c'];

export const NEW_LISTENER = new ClientListener({
  name: 'CLIENT',
  firstBrokerId: 1001,
  bindPort: 9193,
  advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'),
  security: ListenerSecurity.mutualTls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem'), ClientCa.fromPemFile('/etc/kafka/tls/clients-ca.pem')),
});

const HOSTS = join(__dirname, 'hosts');

/** The brokers' files as their team wrote them. */
function hostFiles(): string[] {
  return readdirSync(HOSTS).filter(name => name.startsWith('kafka-')).sort().map(name => readFileSync(join(HOSTS, name), 'utf8'));
}

/** What each host has, after a step. */
export function filesAfter(step: Step, kafkaVersion: string): { host: HostProperties; merged: MergedProperties }[] {
  return hostFiles().map(own => {
    const host = HostProperties.fromText(own, { kafkaVersion });
    const merged = host.merge([NEW_LISTENER]);
    if (step !== 'removal') { return { host, merged }; }
    const after = HostProperties.fromText(withoutListener(merged.text, OLD_LISTENER), { kafkaVersion });
    return { host: after, merged: after.merge([NEW_LISTENER]) };
  });
}

export class KafkaStack extends Stack {
  constructor(app: App, step: Step, known: Known) {
    super(app, 'Kafka', { env: { account: ACCOUNT, region: 'eu-west-1' } });
    const vpc = ec2.Vpc.fromVpcAttributes(this, 'Vpc', {
      vpcId: known.vpcId, availabilityZones: ZONES.map(zone => `eu-west-1${zone}`), privateSubnetIds: known.subnetIds,
    });
    const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(this, 'BrokerGroup', known.securityGroupId);
    const brokers = filesAfter(step, known.kafkaVersion).map(({ host }, i) =>
      KafkaBroker.fromIpAddress(host.brokerId, known.addresses[host.brokerId], { securityGroup, configuration: host, zoneId: `euw1-az${i + 1}` }));
    if (step === 'listener') { return; }

    const listeners = new PerBrokerNlbListeners(this, 'Listeners', { vpc, brokers, clientListeners: [NEW_LISTENER] });
    if (step === 'load-balancer') { return; }

    const service = new KafkaPrivateLinkService(this, 'Service', {
      listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')], acceptanceRequired: false,
    });
    service.addContractOutput();
  }
}
