import { App, Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { clientListener, ENV, ZONES } from './fixtures';
import { IKafkaBroker, KafkaBroker, MultiAzKafkaBrokers, PerBrokerNlbListeners, PerBrokerNlbListenersProps } from '../../src';
import { IMAGE, KAFKA, PER_ZONE, ZONE_IDS } from '../brokers/fixtures';

const RULE = 'PerBrokerNlbListeners.zoneWithoutLoadBalancer';
const ISOLATED = ec2.SubnetType.PRIVATE_ISOLATED;

/** A VPC of this app in three zones, with names unless the stack knows no region. */
function vpcOf(stack: Stack, id = 'Vpc', props: ec2.VpcProps = { availabilityZones: ZONES }): ec2.Vpc {
  return new ec2.Vpc(stack, id, { ...props, subnetConfiguration: [{ name: 'App', subnetType: ISOLATED }] });
}

/** The warnings about listeners for brokers. */
function warnings(define: (stack: Stack) => Partial<PerBrokerNlbListenersProps> & { vpc: ec2.IVpc; brokers: IKafkaBroker[] }, stack = new Stack(new App(), 'Kafka', { env: ENV })): string[] {
  new PerBrokerNlbListeners(stack, 'Listeners', { clientListeners: [clientListener()], ...define(stack) });
  return Annotations.fromStack(stack).findWarning('/Kafka/Listeners', Match.stringLikeRegexp(RULE)).map(({ entry }) => entry.data as string);
}

const instanceIn = (stack: Stack, vpc: ec2.IVpc, subnet: ec2.ISubnet, id = 'Instance') => new ec2.Instance(stack, id, {
  vpc, vpcSubnets: { subnets: [subnet] }, instanceType: new ec2.InstanceType('m7g.large'), machineImage: IMAGE,
});
const instances = (stack: Stack, vpc: ec2.IVpc) => vpc.isolatedSubnets.map((subnet, i) => KafkaBroker.fromInstance(i, instanceIn(stack, vpc, subnet, `Instance${i}`)));
const at = (zoneId: string | undefined, brokerId: number, outsideVpc = false) => KafkaBroker.fromIpAddress(brokerId, `10.0.0.${10 + brokerId}`, { zoneId, outsideVpc });
const twoZones = { subnetType: ISOLATED, availabilityZones: ZONES.slice(0, 2) };

class OwnBroker implements IKafkaBroker {
  public readonly connections = new ec2.Connections();
  constructor(public readonly brokerId: number, private readonly target: elbv2.INetworkLoadBalancerTarget, public readonly zoneId?: string) {}
  public nlbTarget(): elbv2.INetworkLoadBalancerTarget { return this.target; }
}

describe('a broker in a zone in which the load balancer has no subnet is warned about, with broker and zone', () => {
  const inThird = /^broker 2: in eu-west-1c, and Kafka\/\S+ has subnets in eu-west-1a, eu-west-1b; .*\(Target\.NotInUse\).*'vpcSubnets'/;

  test('when it is an instance of this app', () => {
    const found = warnings(stack => { const vpc = vpcOf(stack); return { vpc, vpcSubnets: twoZones, brokers: instances(stack, vpc) }; });
    expect(found).toEqual([expect.stringMatching(inThird)]);
  });

  test('when it is a bastion, or any other instance that wraps one', () => {
    const found = warnings(stack => {
      const vpc = vpcOf(stack);
      const bastion = new ec2.BastionHostLinux(stack, 'Bastion', { vpc, subnetSelection: { subnets: [vpc.isolatedSubnets[2]] } });
      return { vpc, vpcSubnets: twoZones, brokers: [KafkaBroker.fromInstance(2, bastion)] };
    });
    expect(found).toEqual([expect.stringMatching(inThird)]);
  });

  test('when it is a node of a cluster', () => {
    const found = warnings(stack => {
      const vpc = vpcOf(stack);
      const { brokers } = new MultiAzKafkaBrokers(stack, 'Brokers', { vpc, brokerCount: 3, clientListeners: [clientListener()], kafka: KAFKA, machineImage: IMAGE });
      return { vpc, vpcSubnets: twoZones, brokers };
    });
    expect(found).toEqual([expect.stringMatching(inThird)]);
  });

  test('when it tells the zone as a target', () => {
    const brokers = [new OwnBroker(2, new targets.IpTarget('10.0.0.9', 9093, 'eu-west-1c'))];
    const found = warnings(stack => ({ vpc: vpcOf(stack), vpcSubnets: twoZones, brokers }));
    expect(found).toEqual([expect.stringMatching(inThird)]);
  });

  test('without cross-zone load balancing and with it', () => {
    const zonal = { clientListeners: [clientListener({ advertisedHost: PER_ZONE })], crossZone: false };
    const found = warnings(stack => {
      const vpc = vpcOf(stack);
      const brokers = vpc.isolatedSubnets.map((subnet, i) => KafkaBroker.fromInstance(i, instanceIn(stack, vpc, subnet, `Instance${i}`), { zoneId: Object.values(ZONE_IDS)[i] }));
      return { vpc, vpcSubnets: twoZones, brokers, ...zonal };
    });
    expect(found).toEqual([expect.stringMatching(inThird)]);
  });

  test('by the id of the zone, where another broker tells which zone that is', () => {
    const found = warnings(stack => {
      const vpc = vpcOf(stack);
      const { brokers } = new MultiAzKafkaBrokers(stack, 'Brokers', {
        vpc, brokerCount: 3, clientListeners: [clientListener()], kafka: KAFKA, machineImage: IMAGE, availabilityZoneIds: ZONE_IDS,
      });
      return { vpc, vpcSubnets: twoZones, brokers: [...brokers, at('euw1-az3', 7), at('euw1-az1', 8)] };
    });
    expect(found).toEqual([expect.stringMatching(inThird), expect.stringMatching(/^broker 7: in euw1-az3 \(eu-west-1c\), /)]);
  });

  test('by the number of zones, where nobody tells which is which', () => {
    const brokers = [at('euw1-az1', 0), at('euw1-az2', 1), new OwnBroker(2, new targets.IpTarget('10.0.0.9', 9093), 'euw1-az3')];
    expect(warnings(stack => ({ vpc: vpcOf(stack), vpcSubnets: twoZones, brokers })))
      .toEqual([expect.stringMatching(/^brokers 0, 1, 2: in 3 zones \(euw1-az1, euw1-az2, euw1-az3\), of which it can be in 2, and Kafka\/Listeners\/LoadBalancer has subnets in eu-west-1a, eu-west-1b;/)]);
  });

  test('in a constrained zone, without cross-zone load balancing', () => {
    const zonal = { clientListeners: [clientListener({ advertisedHost: PER_ZONE })], crossZone: false };
    expect(warnings(stack => ({ vpc: vpcOf(stack), vpcSubnets: twoZones, brokers: [at('use1-az1', 0), at('use1-az2', 1), at('use1-az3', 2)], ...zonal })))
      .toEqual([expect.stringMatching(/use1-az3.*acknowledge this for a constrained zone, which can have none, and keep 'crossZone' on: only that reaches it/)]);
  });

  const given: [string, (stack: Stack, vpc: ec2.Vpc) => elbv2.INetworkLoadBalancer][] = [
    ['made elsewhere in the app', (stack, vpc) => new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc, vpcSubnets: twoZones })],
    ['with a mapping for each subnet', (stack, vpc) => new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc, subnetMappings: vpc.isolatedSubnets.slice(0, 2).map(subnet => ({ subnet })) })],
  ];
  test.each(given)('for a load balancer %s', (_, make) => {
    const found = warnings(stack => { const vpc = vpcOf(stack); return { vpc, loadBalancer: make(stack, vpc), brokers: instances(stack, vpc) }; });
    expect(found).toEqual([expect.stringMatching(inThird)]);
  });

  test('for an imported load balancer whose VPC has no subnet there', () => {
    const found = warnings(stack => {
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Imported', { vpcId: 'vpc-1', availabilityZones: ZONES.slice(0, 2), isolatedSubnetIds: ['a', 'b'] });
      const loadBalancer = elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', { loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/nlb/1', vpc });
      return { vpc, loadBalancer, brokers: instances(stack, vpcOf(stack, 'Other')) };
    });
    expect(found).toEqual([expect.stringMatching(inThird)]);
  });

  test('in a stack that knows no region, by the zones that its VPC has', () => {
    const stack = new Stack(new App(), 'Kafka');
    const found = warnings(() => {
      const vpc = vpcOf(stack, 'Vpc', {});
      return { vpc, vpcSubnets: { subnets: [vpc.isolatedSubnets[0]] }, brokers: [KafkaBroker.fromInstanceId(5, 'i-0123456789abcdef0'), ...instances(stack, vpc)] };
    }, stack);
    expect(found).toEqual([expect.stringMatching(/^broker 1: in a zone known only after deployment, /)]);
  });
});

describe('no broker is warned about', () => {
  test.each<[string, (stack: Stack, vpc: ec2.Vpc) => Partial<PerBrokerNlbListenersProps> & { brokers: IKafkaBroker[] }]>([
    ['where the load balancer is in every zone', (stack, vpc) => ({ brokers: instances(stack, vpc) })],
    ['of which no zone is known', () => ({ vpcSubnets: twoZones, brokers: [at(undefined, 0), at(undefined, 1), at(undefined, 2)] })],
    ['that is outside of the VPC', () => ({ vpcSubnets: twoZones, brokers: [at('euw1-az1', 0, true), at('euw1-az2', 1, true), at('euw1-az3', 2, true)] })],
    ['in a zone that can have no load balancer', () => ({ vpcSubnets: twoZones, brokers: [at('use1-az1', 0), at('use1-az2', 1), at('use1-az3', 2)] })],
    ['where there may be a zone for each', () => ({ vpcSubnets: twoZones, brokers: [at('euw1-az2', 0), at('euw1-az3', 1)] })],
    ['where the subnets of the load balancer are not known', stack => ({
      vpcSubnets: { subnets: [ec2.Subnet.fromSubnetId(stack, 'Subnet', 'subnet-1')] }, brokers: [at('euw1-az1', 0), at('euw1-az2', 1)],
    })],
    ['behind a load balancer of which only the VPC is known', (stack, vpc) => ({
      loadBalancer: elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(stack, 'Nlb', { loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/nlb/1' }),
      brokers: instances(stack, vpc),
    })],
  ])('%s', (_, define) => {
    expect(warnings(stack => { const vpc = vpcOf(stack); return { vpc, ...define(stack, vpc) }; })).toEqual([]);
  });

  test('while the VPC is looked up', () => {
    const found = warnings(stack => ({
      vpc: ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-1' }), brokers: instances(stack, vpcOf(stack, 'Other')),
    }));
    expect(found).toEqual([]);
  });

  test('once it is acknowledged', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    Validations.of(stack).acknowledge({ id: `cdk-kafka-privatelink:${RULE}`, reason: 'the zone is constrained' });
    expect(warnings(() => { const vpc = vpcOf(stack); return { vpc, vpcSubnets: twoZones, brokers: instances(stack, vpc) }; }, stack)).toEqual([]);
  });
});
