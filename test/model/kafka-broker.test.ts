import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IKafkaBroker, KafkaBroker } from '../../src';

const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';

function setup() {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['eu-west-1a'], natGateways: 0, restrictDefaultSecurityGroup: false });
  const securityGroup = new ec2.SecurityGroup(stack, 'BrokerGroup', { vpc, allowAllOutbound: false });
  return { stack, vpc, securityGroup };
}

/** What a target group says of a broker. */
function targetOf(stack: Stack, vpc: ec2.IVpc, broker: IKafkaBroker) {
  new elbv2.NetworkTargetGroup(stack, 'Targets', { vpc, port: 9093, targets: [broker.nlbTarget(9093)] });
  const [group] = Object.values(Template.fromStack(stack).findResources(TARGET_GROUP));
  return { type: group.Properties.TargetType, targets: group.Properties.Targets };
}

test('a broker by address is an IP target in the VPC', () => {
  const { stack, vpc } = setup();
  expect(targetOf(stack, vpc, KafkaBroker.fromIpAddress(0, '10.0.1.10'))).toEqual({ type: 'ip', targets: [{ Id: '10.0.1.10', Port: 9093 }] });
});

test('a broker outside the VPC is a target in all zones', () => {
  const { stack, vpc } = setup();
  expect(targetOf(stack, vpc, KafkaBroker.fromIpAddress(0, '192.168.1.10', { outsideVpc: true })))
    .toEqual({ type: 'ip', targets: [{ Id: '192.168.1.10', Port: 9093, AvailabilityZone: 'all' }] });
});

test('a broker by instance id is an instance target', () => {
  const { stack, vpc } = setup();
  expect(targetOf(stack, vpc, KafkaBroker.fromInstanceId(0, 'i-0123456789abcdef0'))).toEqual({ type: 'instance', targets: [{ Id: 'i-0123456789abcdef0', Port: 9093 }] });
});

test('a broker on an instance is an instance target with the security groups of the instance', () => {
  const { stack, vpc, securityGroup } = setup();
  const instance = new ec2.Instance(stack, 'Instance', {
    vpc,
    securityGroup,
    instanceType: new ec2.InstanceType('t4g.small'),
    vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
    machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
  });
  const broker = KafkaBroker.fromInstance(2, instance);
  expect(broker.connections.securityGroups).toEqual([securityGroup]);
  const { type, targets } = targetOf(stack, vpc, broker);
  expect([type, targets]).toEqual(['instance', [{ Id: stack.resolve(instance.instanceId), Port: 9093 }]]);
});

test('the rule towards a broker without a security group names its address', () => {
  const { stack, securityGroup } = setup();
  securityGroup.connections.allowTo(KafkaBroker.fromIpAddress(0, '10.0.1.10'), ec2.Port.tcp(9093));
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [{ CidrIp: '10.0.1.10/32', FromPort: 9093, ToPort: 9093 }] });
});

test('the rule towards an instance id without a security group is open to any address on the port', () => {
  const { stack, securityGroup } = setup();
  securityGroup.connections.allowTo(KafkaBroker.fromInstanceId(0, 'i-0123456789abcdef0'), ec2.Port.tcp(9093));
  Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', FromPort: 9093, ToPort: 9093 }] });
});

test('a given security group is the one that is opened', () => {
  const { securityGroup } = setup();
  for (const broker of [KafkaBroker.fromIpAddress(0, '10.0.1.10', { securityGroup }), KafkaBroker.fromInstanceId(0, 'i-01234567', { securityGroup })]) {
    expect(broker.connections.securityGroups).toEqual([securityGroup]);
  }
});

test('tokens are accepted as address and as instance id', () => {
  const { stack, vpc } = setup();
  const address = new CfnParameter(stack, 'Address').valueAsString;
  expect(() => KafkaBroker.fromInstanceId(0, address)).not.toThrow();
  expect(targetOf(stack, vpc, KafkaBroker.fromIpAddress(0, address)).targets).toEqual([{ Id: { Ref: 'Address' }, Port: 9093 }]);
});

test.each(['10.0.0.1', '100.64.0.1', '100.127.255.255', '172.16.0.1', '172.31.0.1', '192.168.0.1'])('the private address %s is accepted', ip => {
  expect(() => KafkaBroker.fromIpAddress(0, ip)).not.toThrow();
});

test.each(['52.1.2.3', '172.15.0.1', '172.32.0.1', '100.63.0.1', '100.128.0.1', '11.0.0.1', '192.169.0.1'])('fails for the public address %s', ip => {
  expect(() => KafkaBroker.fromIpAddress(4, ip)).toThrow(`broker 4: KafkaBroker.publicAddress: ${ip} is not in 10.0.0.0/8, 100.64.0.0/10, 172.16.0.0/12 or 192.168.0.0/16`);
});

test.each(['10.0.0', ''])('fails for %p as an address', ip => {
  expect(() => KafkaBroker.fromIpAddress(4, ip)).toThrow(`broker 4: KafkaBroker.ipAddress: ${JSON.stringify(ip)} is not an IPv4 address`);
});

test.each(['0123456789abcdef0', 'i-xyz', 'i-0123456789'])('fails for %p as an instance id', id => {
  expect(() => KafkaBroker.fromInstanceId(4, id)).toThrow(`broker 4: KafkaBroker.instanceId: "${id}" is not an instance id`);
});

test.each([0, 999, 1001, 2147483647])('broker id %p is accepted', id => {
  expect(KafkaBroker.fromIpAddress(id, '10.0.0.1').brokerId).toBe(id);
});

test.each([-1, 2147483648, 1.5])('fails for broker id %p', id => {
  expect(() => KafkaBroker.fromIpAddress(id, '10.0.0.1')).toThrow("KafkaBroker.brokerId: the broker id must be a literal integer from 0 to 2147483647, the broker's 'node.id'");
});

test('fails for a zone name in place of a zone id, and for a token', () => {
  expect(() => KafkaBroker.fromIpAddress(0, '10.0.0.1', { zoneId: 'us-east-1a' }))
    .toThrow('KafkaBroker.zoneId: \'zoneId\' "us-east-1a" is not an availability zone id such as "use1-az1" (a zone name such as "us-east-1a" means another zone in another account)');
  const token = new CfnParameter(new Stack(), 'Zone').valueAsString;
  expect(() => KafkaBroker.fromIpAddress(0, '10.0.0.1', { zoneId: token })).toThrow("KafkaBroker.zoneId: 'zoneId' a token stands in host names, so it must be a literal");
  expect(KafkaBroker.fromIpAddress(0, '10.0.0.1', { zoneId: 'usw2-lax1-az1' }).zoneId).toBe('usw2-lax1-az1');
});
