import { rmSync } from 'fs';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { lookUp } from '../../../cli/assembly/names';
import { loadStacks } from '../../../cli/assembly/template';
import { buildTopology } from '../../../cli/assembly/topology';
import { checkPaths } from '../../../cli/check/check';
import { AdvertisedHost, BrokerCertificate, ClientListener, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, ListenerSecurity, PerBrokerNlbListeners } from '../../../src';
import { BROKER_ADDRESSES, brokerFile, ZONES } from '../fixture';

const account = '111111111111';
const env = { account, region: 'eu-west-1' };
const client = new ClientListener({
  name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem')),
});

let directory: string | undefined;
afterEach(() => { if (directory) { rmSync(directory, { recursive: true }); } });

function vpcOf(stack: Stack, id = 'Vpc') {
  return new ec2.Vpc(stack, id, {
    availabilityZones: ZONES, restrictDefaultSecurityGroup: false, subnetConfiguration: [{ name: 'App', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
  });
}

/** A Kafka stack; that of a network team with VPCs, the endpoint and its group; and that of a team which takes both, and only makes names and rules. */
function app(allow: (kafka: KafkaPrivateLinkConsumer, client: ec2.SecurityGroup) => void) {
  const root = new App();
  const [kafka, net, pay] = ['Kafka', 'Net', 'Pay'].map(id => new Stack(root, id, { env }));

  const inKafka = vpcOf(kafka);
  const securityGroup = new ec2.SecurityGroup(kafka, 'Brokers', { vpc: inKafka });
  [9090, 9092].forEach(port => securityGroup.addIngressRule(securityGroup, ec2.Port.tcp(port)));
  const brokers = BROKER_ADDRESSES.map((address, i) => KafkaBroker.fromIpAddress(i, address, { zoneId: `euw1-az${i + 1}`, securityGroup }));
  const listeners = new PerBrokerNlbListeners(kafka, 'Listeners', { vpc: inKafka, brokers, clientListeners: [client] });
  const allowedPrincipals = [new iam.AccountPrincipal(account)];
  const service = new KafkaPrivateLinkService(kafka, 'Service', { listeners, allowedPrincipals, acceptanceRequired: false });
  service.addContractOutput();

  const vpc = vpcOf(net);
  const joined = vpcOf(net, 'Joined');
  const group = new ec2.SecurityGroup(net, 'EndpointGroup', { vpc, allowAllOutbound: false });
  const endpoint = new ec2.InterfaceVpcEndpoint(net, 'Endpoint', {
    vpc,
    service: new ec2.InterfaceVpcEndpointService(service.endpointServiceName, 20000),
    securityGroups: [group],
    open: false,
    privateDnsEnabled: false,
  });

  const consumer = new KafkaPrivateLinkConsumer(pay, 'Kafka', { vpc, contract: service.contract, endpoint, zoneVpcs: [joined] });
  allow(consumer, new ec2.SecurityGroup(pay, 'App', { vpc, allowAllOutbound: false }));
  const synthesized = root.synth();
  directory = synthesized.directory;
  const brokerFiles = BROKER_ADDRESSES.map((address, nodeId) => brokerFile(nodeId, address));
  return { files: { stacks: loadStacks(directory), brokerFiles, controllerFiles: [] }, brokerFiles };
}

test('clients reach every broker by an endpoint, groups and VPCs that are given, and the other VPC asks for the same name', () => {
  const { files, brokerFiles } = app((kafka, group) => kafka.allowFrom(group));
  const topology = buildTopology(files);
  expect(checkPaths(topology, brokerFiles)).toEqual([]);
  const [{ interfaces, vpcId }] = topology.endpoints;
  const addresses = interfaces.map(({ address }) => address).sort();
  expect(topology.endpoints[0].label).toMatch(/^Net\./);
  const vpcs = topology.hostedZones.find(({ name }) => name === 'kafka.pay.example.com')!.vpcIds;
  expect(vpcs).toHaveLength(2);
  expect(vpcs).toContain(vpcId);
  for (const each of vpcs) { expect(lookUp(topology.records, each, 'kafka.pay.example.com').sort()).toEqual(addresses); }
});

test('without a rule in the given group the same is refused', () => {
  const { files, brokerFiles } = app(() => {});
  expect(new Set(checkPaths(buildTopology(files), brokerFiles).map(({ cause }) => cause))).toEqual(new Set(['security-group']));
});
