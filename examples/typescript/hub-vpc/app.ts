// A hub: one endpoint for many VPCs that a transit gateway or peering joins. Each of them asks the hub's zone for the names.
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { KafkaPrivateLinkConsumer, KafkaServiceContract } from 'cdk-kafka-privatelink';

const app = new App();
const stack = new Stack(app, 'Hub', { env: { account: '222222222222', region: 'eu-west-1' } });
const hub = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1', 'subnet-0123456789abcdef2'],
});
const spokes = ['vpc-0123456789abcdef1', 'vpc-0123456789abcdef2'].map(vpcId =>
  ec2.Vpc.fromVpcAttributes(stack, vpcId, { vpcId, availabilityZones: ['eu-west-1a'] }));

const contract = KafkaServiceContract.fromFile(join(__dirname, 'kafka.contract.json')); // what the Kafka account handed over
const kafka = new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc: hub, contract, zoneVpcs: spokes });
for (const range of ['10.1.0.0/16', '10.2.0.0/16']) { kafka.allowFrom(ec2.Peer.ipv4(range)); } // the addresses of the spokes
