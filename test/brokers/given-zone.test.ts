import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { ENV, nodeResources, setup, ZONES } from './fixtures';
import { isHostOf } from '../../src/private/ipv4-ranges';

const RECORD = 'AWS::Route53::RecordSet';
const ZONE = 'AWS::Route53::HostedZone';

const stackOf = (app = new App(), id = 'Kafka') => new Stack(app, id, { env: ENV });
const zoneOf = (stack: Stack, zoneName = 'corp.internal') =>
  route53.PrivateHostedZone.fromHostedZoneAttributes(stack, 'Given', { hostedZoneId: 'Z1', zoneName }) as route53.IPrivateHostedZone;

describe('a hosted zone that is given', () => {
  test('gets the names of all nodes, below a domain of the cluster, and no zone is made', () => {
    const stack = stackOf();
    const { brokers, template } = setup({ stack, hostedZone: zoneOf(stack) });
    template().resourceCountIs(ZONE, 0);
    expect(brokers.zoneName).toMatch(/^k[0-9a-f]{8}\.corp\.internal$/);
    const records = Object.values(template().findResources(RECORD)).map(({ Properties: { HostedZoneId, Name } }) => [HostedZoneId, Name]);
    expect(records).toHaveLength(6);
    expect(records).toContainEqual(['Z1', `b0.${brokers.zoneName}.`]);
    expect(brokers.serverProperties(0)).toContain(`INTERNAL://b0.${brokers.zoneName}:9092`);
    expect(brokers.serverProperties(0)).toContain(`c1000.${brokers.zoneName}:9090`);
  });

  test('may have the domain itself, also where its own name comes at deployment', () => {
    const stack = stackOf();
    expect(setup({ stack, hostedZone: zoneOf(stack, 'corp.internal.'), zoneName: 'corp.internal' }).brokers.zoneName).toBe('corp.internal');
    const other = stackOf();
    expect(setup({ stack: other, hostedZone: zoneOf(other, new CfnParameter(other, 'Name').valueAsString), zoneName: 'k.corp.internal' }).brokers.zoneName).toBe('k.corp.internal');
  });

  test.each<[string, (stack: Stack) => string, string | undefined, string]>([
    ['a domain outside of it', () => 'corp.internal', 'kafka.internal', '\'zoneName\' "kafka.internal" is not in \'hostedZone\' "corp.internal"; give a name in it, such as "kafka.corp.internal", or leave \'zoneName\' out'],
    ['no domain, where its name comes at deployment', stack => new CfnParameter(stack, 'Name').valueAsString, undefined, "the name of 'hostedZone' is known only after deployment"],
  ])('is refused with %s', (_, nameOf, zoneName, message) => {
    const stack = stackOf();
    expect(() => setup({ stack, hostedZone: zoneOf(stack, nameOf(stack)), zoneName })).toThrow(`MultiAzKafkaBrokers.hostedZone: ${message}`);
  });

  test('is what a VPC needs that another account shares', () => {
    const [own, given] = [true, false].map(isMade => {
      const stack = stackOf();
      const owner = new Stack(stack.node.root, 'Owner', { env: { ...ENV, account: '333333333333' } });
      const vpc = ec2.Vpc.fromVpcAttributes(owner, 'Vpc', {
        vpcId: 'vpc-0123456789abcdef0', availabilityZones: ZONES, privateSubnetIds: ['subnet-a', 'subnet-b', 'subnet-c'], privateSubnetRouteTableIds: ['a', 'b', 'c'],
      });
      setup({ stack, vpc, hostedZone: isMade ? undefined : zoneOf(stack) });
      return stack;
    });
    Annotations.fromStack(own).hasError('/Kafka/Brokers', Match.stringLikeRegexp('MultiAzKafkaBrokers.sharedVpc'));
    Annotations.fromStack(given).hasNoError('/Kafka/Brokers', Match.stringLikeRegexp('sharedVpc'));
  });

  test('is refused where the VPC does not ask it', () => {
    const stack = stackOf();
    const elsewhere = ec2.Vpc.fromVpcAttributes(stack, 'Elsewhere', { vpcId: 'vpc-0123456789abcdef1', availabilityZones: ['eu-west-1a'] });
    const hostedZone = new route53.PrivateHostedZone(stack, 'Zone', { vpc: elsewhere, zoneName: 'corp.internal' });
    setup({ stack, hostedZone });
    expect(() => Template.fromStack(stack)).toThrow("MultiAzKafkaBrokers.hostedZoneVpc: 'hostedZone' is asked in vpc-0123456789abcdef1 only");
  });

  test('is refused where a name is taken, by another record or another cluster', () => {
    const stack = stackOf();
    const hostedZone = zoneOf(stack);
    setup({ stack, hostedZone, zoneName: 'k.corp.internal' });
    new route53.ARecord(stack, 'Mine', { zone: hostedZone, recordName: 'b1.k.corp.internal.', target: route53.RecordTarget.fromIpAddresses('10.0.0.1') });
    expect(() => Template.fromStack(stack)).toThrow("MultiAzKafkaBrokers.recordTaken: Kafka/Mine/Resource is a record of \"b1.k.corp.internal\" in 'hostedZone' too");
  });

  test('is inherited by those that join', () => {
    const stack = stackOf();
    const hostedZone = zoneOf(stack);
    const { brokers, vpc } = setup({ stack, hostedZone });
    expect(() => setup({ stack, vpc, id: 'More', joins: brokers, hostedZone, firstBrokerId: 10 })).toThrow("MultiAzKafkaBrokers.inherited: 'hostedZone' can't be given with 'joins'");
  });
});

describe('addresses that are given', () => {
  test('are those of the nodes, and AWS chooses the others', () => {
    const { template } = setup({ privateIpAddresses: { 0: '10.0.0.10', 1000: '10.0.0.20' } });
    const addressOf = (nodeId: number) => nodeResources(template(), nodeId).Interface.Properties.PrivateIpAddress;
    expect([0, 1, 1000].map(addressOf)).toEqual(['10.0.0.10', undefined, '10.0.0.20']);
  });

  test.each<[string, { [nodeId: string]: string }, string]>([
    ['a host name', { 0: 'b0.internal' }, "MultiAzKafkaBrokers.privateIpAddress: 'privateIpAddresses' has \"b0.internal\" for node 0, which is a host name"],
    ['one for two nodes', { 0: '10.0.0.10', 1: '10.0.0.10' }, "MultiAzKafkaBrokers.privateIpAddress: 'privateIpAddresses' has 10.0.0.10 for nodes 0, 1; give each its own"],
    ['one of a node that is not there', { 7: '10.0.0.10' }, "MultiAzKafkaBrokers.unknownNode: 'privateIpAddresses' names node 7"],
  ])('are refused: %s', (_, privateIpAddresses, message) => {
    expect(() => setup({ privateIpAddresses })).toThrow(message);
  });

  test('are compared with the subnet, where that is known', () => {
    const given = (address: string) => () => {
      const stack = stackOf();
      const vpc = new ec2.Vpc(stack, 'Vpc', {
        availabilityZones: ZONES,
        ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/16'),
        natGateways: 0,
        subnetConfiguration: [{ name: 'Kafka', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      });
      setup({ stack, vpc, privateIpAddresses: { 1: address } });
    };
    expect(given('10.0.1.4')).not.toThrow();
    for (const address of ['10.0.1.3', '10.0.1.255', '10.0.2.10', '10.1.1.10']) {
      expect(given(address)).toThrow(`MultiAzKafkaBrokers.privateIpAddress: 'privateIpAddresses' has ${address} for node 1, and its subnet is 10.0.1.0/24; give an address of that subnet`);
    }
  });

  test.each([
    ['10.0.1.4', '10.0.1.0/24', true], ['10.0.1.254', '10.0.1.0/24', true], ['192.168.0.20', '192.168.0.16/28', true], ['192.168.0.31', '192.168.0.16/28', false],
    ['10.0.0.4', '10.0.0.0/8', true],
  ])(
    '%s in %s: %p', (address, cidr, isThere) => {
      expect(isHostOf(address, cidr)).toBe(isThere);
    });
});
