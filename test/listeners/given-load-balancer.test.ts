import { App, Fn, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { addressOf, clientListener, ENV, importVpc } from './fixtures';
import { KafkaBroker, PerBrokerNlbListeners } from '../../src';

const NLB_ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/shared/0123456789abcdef';

function given(create: (stack: Stack, vpc: ec2.IVpc) => elbv2.INetworkLoadBalancer): Annotations {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const vpc = importVpc(stack);
  new PerBrokerNlbListeners(stack, 'Listeners', { vpc, loadBalancer: create(stack, vpc), clientListeners: [clientListener()], brokers: [KafkaBroker.fromIpAddress(0, addressOf(0))] });
  return Annotations.fromStack(stack);
}

const made = (props: Partial<elbv2.NetworkLoadBalancerProps>) => (stack: Stack, vpc: ec2.IVpc) =>
  new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc, securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })], ...props });

describe('inbound rules on PrivateLink traffic', () => {
  const warning = Match.stringLikeRegexp('^Kafka/Nlb applies the inbound rules of its security groups to PrivateLink traffic.*dropped without a word.*\\[ack: [A-Za-z-]+::cdk-kafka-privatelink:PerBrokerNlbListeners\\.inboundRulesEnforced\\]$');

  test.each([undefined, true])('are warned of where %p', enforceSecurityGroupInboundRulesOnPrivateLinkTraffic => {
    given(made({ enforceSecurityGroupInboundRulesOnPrivateLinkTraffic })).hasWarning('/Kafka/Listeners', warning);
  });

  test.each<[string, (stack: Stack, vpc: ec2.IVpc) => elbv2.INetworkLoadBalancer]>([
    ['off', made({ enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false })],
    ['on, without security groups', made({ securityGroups: undefined })],
    ['not known', stack => elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', { loadBalancerArn: NLB_ARN, loadBalancerSecurityGroups: ['sg-1'] })],
  ])('are not warned of where they are %s', (_, create) => {
    given(create).hasNoWarning('*', Match.stringLikeRegexp('inboundRulesEnforced'));
  });
});

describe('a load balancer that faces the internet', () => {
  test('is warned of', () => {
    given((stack, vpc) => made({ internetFacing: true, vpcSubnets: { subnets: vpc.privateSubnets } })(stack, vpc)).hasWarning('/Kafka/Listeners', Match.stringLikeRegexp('^Kafka/Nlb faces the internet, so .*\\[ack: [A-Za-z-]+::cdk-kafka-privatelink:PerBrokerNlbListeners\\.internetFacing\\]$'));
  });

  test('is not seen in an internal one', () => {
    given(made({})).hasNoWarning('*', Match.stringLikeRegexp('internetFacing'));
  });
});

describe('the VPC of a given load balancer', () => {
  const inVpc = (vpcId: string) => (stack: Stack) => elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', {
    loadBalancerArn: NLB_ARN, vpc: ec2.Vpc.fromVpcAttributes(stack, 'Other', { vpcId, availabilityZones: ['eu-west-1a'] }),
  });

  test('fails for another VPC than that of the target groups', () => {
    given(inVpc('vpc-0fedcba9876543210')).hasError('/Kafka/Listeners',
      Match.stringLikeRegexp('^PerBrokerNlbListeners.loadBalancerVpc: Kafka/Nlb is in "vpc-0fedcba9876543210" and \'vpc\' is "vpc-0123456789abcdef0", and a load balancer reaches target groups of its own VPC only; give the VPC of the load balancer \\('));
  });

  test.each(['vpc-0123456789abcdef0', Fn.importValue('Vpc')])('%p is accepted', vpcId => {
    given(inVpc(vpcId)).hasNoError('*', Match.anyValue());
  });

  test('is not compared with a stand-in', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0' });
    new PerBrokerNlbListeners(stack, 'Listeners', {
      vpc, loadBalancer: inVpc('vpc-0fedcba9876543210')(stack), clientListeners: [clientListener()], brokers: [KafkaBroker.fromIpAddress(0, addressOf(0))],
    });
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });
});
