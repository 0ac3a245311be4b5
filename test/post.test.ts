/**
 * The architecture of the post that this library grew from, with its own inputs: three brokers, CLIENT over SSL at aonxdwkafka.prod.aws.ean, INTERNAL_PLAINTEXT on 9092.
 */
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import {
  AdvertisedHost, BrokerCertificate, BrokerPropertiesRenderer, ClientListener, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService,
  KafkaQuorum, KafkaServiceContract, ListenerSecurity, PerBrokerNlbListeners,
} from '../src';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const TARGET_GROUP = 'AWS::ElasticLoadBalancingV2::TargetGroup';
const INSTANCES = ['i-0000000000000000a', 'i-0000000000000000b', 'i-0000000000000000c'];

const client = new ClientListener({
  name: 'CLIENT',
  advertisedHost: AdvertisedHost.shared('aonxdwkafka.prod.aws.ean'),
  security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem')),
});

function stackWithVpc(account: string) {
  const stack = new Stack(new App(), 'Stack', { env: { account, region: 'eu-west-1' } });
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'], privateSubnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
  });
  return { stack, vpc };
}

function kafkaAccount() {
  const { stack, vpc } = stackWithVpc('111111111111');
  const securityGroup = ec2.SecurityGroup.fromSecurityGroupId(stack, 'Brokers', 'sg-0123456789abcdef0');
  const brokers = INSTANCES.map((instanceId, brokerId) => KafkaBroker.fromInstanceId(brokerId, instanceId, { securityGroup }));
  const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers, clientListeners: [client] });
  const service = new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });
  return { stack, service, template: Template.fromStack(stack) };
}

test('an internal load balancer across zones, without a name', () => {
  kafkaAccount().template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Type: 'network',
    Scheme: 'internal',
    Name: Match.absent(),
    LoadBalancerAttributes: Match.arrayWith([{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }]),
  });
});

test.each([[20000, 0], [20001, 1], [20002, 2]])("port %i leads to broker %i on 9093, with the post's health check", (port, brokerId) => {
  const { template } = kafkaAccount();
  const listeners = Object.values(template.findResources(LISTENER, { Properties: { Port: port, Protocol: 'TCP' } }));
  expect(listeners).toHaveLength(1);
  const targetGroup = template.findResources(TARGET_GROUP)[listeners[0].Properties.DefaultActions[0].TargetGroupArn.Ref].Properties;
  expect(targetGroup.Targets).toEqual([{ Id: INSTANCES[brokerId], Port: 9093 }]);
  expect(targetGroup).toMatchObject({
    Protocol: 'TCP', HealthCheckProtocol: 'TCP', HealthCheckPort: '9093', HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 3, UnhealthyThresholdCount: 3,
  });
  expect(targetGroup.Name).toBeUndefined();
});

test('three pairs of listener and target group, and one to bootstrap from', () => {
  const { template } = kafkaAccount();
  expect(Object.values(template.findResources(LISTENER)).map(listener => listener.Properties.Port).sort()).toEqual([20000, 20001, 20002, 20999]);
  template.resourceCountIs(TARGET_GROUP, 4);
});

test('the endpoint service over the load balancer', () => {
  const { template } = kafkaAccount();
  const [loadBalancer] = Object.keys(template.findResources('AWS::ElasticLoadBalancingV2::LoadBalancer'));
  template.hasResourceProperties('AWS::EC2::VPCEndpointService', { NetworkLoadBalancerArns: [{ Ref: loadBalancer }] });
});

test('the endpoint and its name in the VPC of the producers', () => {
  const { stack: kafka, service } = kafkaAccount();
  const json: string = kafka.resolve(service.contract.toJson())['Fn::Join'][1].map((part: unknown) => typeof part === 'string' ? part : 'vpce-svc-0123456789abcdef0').join('');
  const { stack, vpc } = stackWithVpc('222222222222');
  new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc, contract: KafkaServiceContract.fromJson(json) });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
    ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0', VpcEndpointType: 'Interface', SubnetIds: ['subnet-a', 'subnet-b', 'subnet-c'],
  });
  template.hasResourceProperties('AWS::Route53::RecordSet', { Name: 'aonxdwkafka.prod.aws.ean.', Type: 'A' });
});

test("server.properties has the post's four properties word for word, but for what KRaft adds to the map", () => {
  const { stack } = kafkaAccount();
  const renderer = new BrokerPropertiesRenderer(stack, 'Properties', {
    clientListeners: [client], brokerCount: 3, internalListenerName: 'INTERNAL_PLAINTEXT', quorum: KafkaQuorum.bootstrapServers('c0.kafka.internal:9090'),
  });
  const lines = renderer.render({ nodeId: 2, host: 'kafka2.internal' }).split('\n');
  expect(lines).toEqual(expect.arrayContaining([
    'advertised.listeners=INTERNAL_PLAINTEXT://kafka2.internal:9092,CLIENT://aonxdwkafka.prod.aws.ean:20002',
    'listeners=INTERNAL_PLAINTEXT://:9092,CLIENT://:9093',
    'inter.broker.listener.name=INTERNAL_PLAINTEXT',
    'listener.security.protocol.map=CLIENT:SSL,INTERNAL_PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  ]));
});
