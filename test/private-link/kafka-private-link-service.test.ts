import { App, Aws, CfnOutput, CfnParameter, Fn, Stack, StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { brokers, client, GivenListeners, KAFKA_ENV, LISTENER, NOTIFICATION, PERMISSIONS, SERVICE, stackOf, vpcOf } from './fixtures';
import { AdvertisedHost, KafkaPrivateLinkService, KafkaPrivateLinkServiceProps, KafkaServiceContract, PerBrokerNlbListeners } from '../../src';

const PAY = new iam.AccountPrincipal('222222222222');
const PARAMETER = 'AWS::SSM::Parameter';
const POLICY = 'AWS::SNS::TopicPolicy';

interface Given {
  readonly listeners?: ConstructorParameters<typeof GivenListeners>[2];
  readonly env?: StackProps['env'];
  readonly props?: (stack: Stack) => Partial<KafkaPrivateLinkServiceProps>;
}

function setup({ listeners: given, env = KAFKA_ENV, props = () => ({}) }: Given = {}) {
  const stack = stackOf(new App(), 'Kafka', env);
  const listeners = new GivenListeners(stack, 'Listeners', given);
  const service = new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [PAY], ...props(stack) });
  return { stack, listeners, service };
}

/** The one resource of a type: its id and its body. */
function only(stack: Stack, type: string): [string, any] {
  const found = Object.entries(Template.fromStack(stack).findResources(type));
  expect(found).toHaveLength(1);
  return found[0];
}

/** A template value with references filled in, as after a deployment. */
function deployed(value: any, refs: { [id: string]: string }): string {
  if (typeof value === 'string') { return value; }
  if (value.Ref) { return refs[value.Ref]; }
  return value['Fn::Join'][1].map((part: any) => deployed(part, refs)).join(value['Fn::Join'][0]);
}

describe('defaults', () => {
  test('one service over the load balancer, which asks for acceptance and admits the principals only', () => {
    const { stack, listeners } = setup();
    const [serviceId, service] = only(stack, SERVICE);
    const loadBalancerArn = stack.resolve(listeners.loadBalancer.loadBalancerArn);
    expect(service.Properties).toEqual({ NetworkLoadBalancerArns: [loadBalancerArn], AcceptanceRequired: true, Tags: [{ Key: 'Name', Value: 'Kafka/Service' }] });
    const [, permissions] = only(stack, PERMISSIONS);
    expect(permissions.Properties).toEqual({
      ServiceId: { Ref: serviceId },
      AllowedPrincipals: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::222222222222:root']] }],
    });
  });

  test('nothing else is made', () => {
    const template = Template.fromStack(setup().stack);
    [NOTIFICATION, POLICY, PARAMETER, 'AWS::IAM::Role', 'AWS::Lambda::Function'].forEach(type => template.resourceCountIs(type, 0));
  });

  test('the service exists after the listeners', () => {
    const { stack } = setup();
    expect(only(stack, SERVICE)[1].DependsOn).toEqual([only(stack, LISTENER)[0]]);
  });
});

describe('the service name', () => {
  const nameIn = (env: StackProps['env']) => {
    const { stack, service } = setup({ env });
    return deployed(stack.resolve(service.endpointServiceName), { [only(stack, SERVICE)[0]]: 'vpce-svc-1', 'AWS::Region': 'eu-north-1' });
  };

  test.each([
    ['eu-west-1', 'com.amazonaws.vpce.eu-west-1.vpce-svc-1'],
    ['us-gov-west-1', 'com.amazonaws.vpce.us-gov-west-1.vpce-svc-1'],
    ['cn-north-1', 'cn.com.amazonaws.vpce.cn-north-1.vpce-svc-1'],
    ['us-iso-east-1', 'gov.ic.c2s.vpce.us-iso-east-1.vpce-svc-1'],
  ])('has the prefix of the partition of %s', (region, name) => {
    expect(nameIn({ account: '111111111111', region })).toBe(name);
  });

  test('is made at deployment in a stack without a region', () => {
    expect(nameIn({})).toBe('com.amazonaws.vpce.eu-north-1.vpce-svc-1');
  });

  test('has the id of the service', () => {
    const { stack, service } = setup();
    expect(stack.resolve(service.endpointServiceId)).toEqual({ Ref: only(stack, SERVICE)[0] });
  });
});

describe('the contract', () => {
  test.each([['a region', { account: '111111111111', region: 'eu-west-1' }], ['no region', {}]])('in a stack with %s, the deployed output is one that consumers can read', (_, env) => {
    const { stack, service, listeners } = setup({ env, listeners: { clientListeners: [client(), client(AdvertisedHost.perZone('{zoneId}.kafka.eu'), 1)] } });
    new CfnOutput(stack, 'Contract', { value: service.contract.toJson() });
    const output = Template.fromStack(stack).toJSON().Outputs.Contract.Value;

    const contract = KafkaServiceContract.fromJson(deployed(output, { [only(stack, SERVICE)[0]]: 'vpce-svc-0123456789abcdef0', 'AWS::Region': 'eu-west-1' }));
    expect(contract.serviceName).toBe('com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0');
    expect(contract.region).toBe('eu-west-1');
    expect(contract.zoneIds).toEqual(['euw1-az1', 'euw1-az2', 'euw1-az3']);
    for (const listener of listeners.clientListeners) {
      expect(contract.brokerIds.map(id => contract.listener(listener.name).addressOf(id)))
        .toEqual(listeners.brokers.map(broker => `${listener.hostOf(broker)}:${listener.portOf(broker.brokerId)}`));
    }
  });

  test('of a stack without a region takes a service name of any', () => {
    const serviceName = 'com.amazonaws.vpce.us-east-1.vpce-svc-0fff';
    expect(setup({ env: {} }).service.contract.withServiceName(serviceName).serviceName).toBe(serviceName);
    expect(() => setup().service.contract.withServiceName(serviceName)).toThrow('KafkaServiceContract.serviceName');
  });

  test('is published as a parameter, and the service name as another', () => {
    const { stack, service } = setup({ props: () => ({ contractParameterName: '/kafka/contract' }) });
    const template = Template.fromStack(stack);
    template.resourceCountIs(PARAMETER, 2);
    template.hasResourceProperties(PARAMETER, { Name: '/kafka/contract', Type: 'String', Value: stack.resolve(service.contract.toJson()) });
    template.hasResourceProperties(PARAMETER, { Name: '/kafka/contract/service-name', Type: 'String', Value: stack.resolve(service.endpointServiceName) });
  });

  test('a parameter may be named at deployment', () => {
    const { stack } = setup({ props: scope => ({ contractParameterName: new CfnParameter(scope, 'Name').valueAsString }) });
    Template.fromStack(stack).hasResourceProperties(PARAMETER, { Name: { 'Fn::Join': ['', [{ Ref: 'Name' }, '/service-name']] } });
  });

  test.each([[49, 1], [24, 2]])('of %i brokers and %i listeners fits a parameter, with hosts as long as they get', (count, listenerCount) => {
    const host = (slot: number) => AdvertisedHost.perZone(`${'x'.repeat(40)}{zoneId}.${`${'y'.repeat(59)}.`.repeat(3)}${slot}.internal`);
    const clientListeners = Array.from({ length: listenerCount }, (_, slot) => client(host(slot), slot));
    const { stack } = setup({ listeners: { clientListeners, brokers: brokers(count) }, props: () => ({ contractParameterName: '/kafka/contract' }) });
    Template.fromStack(stack).resourceCountIs(PARAMETER, 2);
  });

  test('fails for one that is too long for a parameter', () => {
    const clientListeners = Array.from({ length: 40 }, (_, i) => i + (i < 7 ? 0 : 1)).map(slot => client(undefined, slot));
    expect(() => setup({ listeners: { clientListeners }, props: () => ({ contractParameterName: '/kafka/contract' }) }))
      .toThrow(/^Kafka\/Service: KafkaPrivateLinkService\.contractTooLong: the contract has up to 5\d{3} characters, a parameter holds 4096; hand it over as a stack output/);
    expect(() => setup({ listeners: { clientListeners } })).not.toThrow();
  });
});

describe('properties', () => {
  test('acceptance can be left out', () => {
    expect(only(setup({ props: () => ({ acceptanceRequired: false }) }).stack, SERVICE)[1].Properties.AcceptanceRequired).toBe(false);
  });

  test('other regions are rendered', () => {
    expect(only(setup({ props: () => ({ supportedRegions: ['us-east-1', 'eu-west-1'] }) }).stack, SERVICE)[1].Properties.SupportedRegions).toEqual(['us-east-1', 'eu-west-1']);
  });

  test('an empty list of principals revokes what anybody else allowed', () => {
    expect(only(setup({ props: () => ({ allowedPrincipals: [] }) }).stack, PERMISSIONS)[1].Properties.AllowedPrincipals).toEqual([]);
  });

  test.each([
    'arn:aws:iam::222222222222:root', 'arn:aws-cn:iam::222222222222:role/deploy', 'arn:aws:iam::222222222222:user/jane.doe@example.org',
  ])('the principal %s is allowed', arn => {
    const { stack } = setup({ props: () => ({ allowedPrincipals: [new iam.ArnPrincipal(arn)] }) });
    expect(only(stack, PERMISSIONS)[1].Properties.AllowedPrincipals).toEqual([arn]);
  });

  test('principals that are kept elsewhere are left alone', () => {
    const { stack, service } = setup({ props: () => ({ allowedPrincipals: [], managePrincipals: false }) });
    Template.fromStack(stack).resourceCountIs(PERMISSIONS, 0);
    expect(service.contract.serviceName).toBe(service.endpointServiceName);
    Template.fromStack(setup({ props: () => ({ managePrincipals: true }) }).stack).resourceCountIs(PERMISSIONS, 1);
  });

  test('fails for principals in a list that is kept elsewhere', () => {
    expect(() => setup({ props: () => ({ managePrincipals: false }) })).toThrow(
      "KafkaPrivateLinkService.managePrincipals: 'managePrincipals' is false, and 'allowedPrincipals' has principals, which the service would not allow; give an empty list, or leave 'managePrincipals' out");
  });

  test('a principal may be known at deployment only', () => {
    const { stack } = setup({
      props: scope => ({
        allowedPrincipals: [new iam.ArnPrincipal(new CfnParameter(scope, 'Arn').valueAsString), new iam.AccountPrincipal(new CfnParameter(scope, 'Account').valueAsString)],
        supportedRegions: [new CfnParameter(scope, 'Region').valueAsString],
      }),
    });
    expect(only(stack, PERMISSIONS)[1].Properties.AllowedPrincipals[0]).toEqual({ Ref: 'Arn' });
  });
});

describe('notifications', () => {
  const topicPolicy = (condition: any) => ({
    PolicyDocument: Match.objectLike({
      Statement: [Match.objectLike({ Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'vpce.amazonaws.com' }, Condition: condition })],
    }),
  });
  const arnOf = (id: any) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ec2:eu-west-1:111111111111:vpc-endpoint-service/', ...id]] });

  test('a topic of the stack hears of every event, once it lets this service publish', () => {
    const { stack } = setup({ props: scope => ({ notificationTopic: new sns.Topic(scope, 'Topic') }) });
    const [serviceId] = only(stack, SERVICE);
    const [policyId] = only(stack, POLICY);
    const [, notification] = only(stack, NOTIFICATION);
    expect(notification.Properties).toEqual({
      ServiceId: { Ref: serviceId }, ConnectionNotificationArn: { Ref: only(stack, 'AWS::SNS::Topic')[0] }, ConnectionEvents: ['Accept', 'Connect', 'Delete', 'Reject'],
    });
    expect(notification.DependsOn).toEqual([policyId]);
    Template.fromStack(stack).hasResourceProperties(POLICY, topicPolicy({
      ArnLike: { 'aws:SourceArn': arnOf([{ Ref: serviceId }]) }, StringEquals: { 'aws:SourceAccount': '111111111111' },
    }));
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('a topic of another stack lets the services of this account publish, and no stack needs the other twice', () => {
    const app = new App();
    const topics = stackOf(app, 'Topics', KAFKA_ENV);
    const kafka = stackOf(app, 'Kafka', KAFKA_ENV);
    new KafkaPrivateLinkService(kafka, 'Service', { listeners: new GivenListeners(kafka, 'Listeners'), allowedPrincipals: [PAY], notificationTopic: new sns.Topic(topics, 'Topic') });
    Template.fromStack(topics).hasResourceProperties(POLICY, topicPolicy({
      ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ec2:eu-west-1:111111111111:vpc-endpoint-service/*']] } },
      StringEquals: { 'aws:SourceAccount': '111111111111' },
    }));
    only(kafka, NOTIFICATION);
    expect(topics.dependencies).toEqual([]);
  });

  test('warns about an imported topic, whose policy is elsewhere', () => {
    const { stack } = setup({ props: scope => ({ notificationTopic: sns.Topic.fromTopicArn(scope, 'Topic', 'arn:aws:sns:eu-west-1:111111111111:topic') }) });
    expect(only(stack, NOTIFICATION)[1].Properties.ConnectionNotificationArn).toBe('arn:aws:sns:eu-west-1:111111111111:topic');
    Template.fromStack(stack).resourceCountIs(POLICY, 0);
    Annotations.fromStack(stack).hasWarning('/Kafka/Service', Match.stringLikeRegexp(
      "policy of 'notificationTopic' is not part of this app.*vpce.amazonaws.com.*\\[ack: [A-Za-z-]+::cdk-kafka-privatelink:KafkaPrivateLinkService\\.topicPolicy\\]"));
  });
});

describe('validation', () => {
  test.each([
    'arn:aws:iam::2222:root', 'arn:aws:iam::*:root', 'arn:aws:iam::222222222222:saml-provider/a', '',
  ])('fails for the principal %p', arn => {
    expect(() => setup({ props: () => ({ allowedPrincipals: [PAY, new iam.ArnPrincipal(arn)] }) }))
      .toThrow(`Kafka/Service: KafkaPrivateLinkService.principal: 'allowedPrincipals': "${arn}" is not a principal that an endpoint service can allow; give an account, as in new iam.AccountPrincipal("222222222222")`);
  });

  test.each<[string, () => string, string]>([
    ['a short account', () => `arn:${Aws.PARTITION}:iam::12:root`, 'arn:<token>:iam::12:root'],
    ['another service', () => `arn:${Aws.PARTITION}:sts::222222222222:assumed-role/a/b`, 'arn:<token>:sts::222222222222:assumed-role/a/b'],
    ['a role with a path', () => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/team/deploy`, 'arn:<token>:iam::<token>:role/team/deploy'],
  ])('fails for %s behind a token', (_, arn, shown) => {
    expect(() => setup({ props: () => ({ allowedPrincipals: [new iam.ArnPrincipal(arn())] }) }))
      .toThrow(`Kafka/Service: KafkaPrivateLinkService.principal: 'allowedPrincipals': "${shown}" is not a principal that an endpoint service can allow;`);
  });

  test('tokens may stand anywhere in the ARN of a principal', () => {
    const whole = Fn.importValue('prefix');
    const arns = [`arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:root`, `arn:aws:iam::222222222222:role/${Fn.importValue('role')}`, `${whole}:root`, `arn:aws:iam::222222222222:${Fn.importValue('who')}`];
    expect(() => setup({ props: () => ({ allowedPrincipals: arns.map(arn => new iam.ArnPrincipal(arn)) }) })).not.toThrow();
  });

  test('fails for what has no ARN, and says what it is', () => {
    const principal = new iam.ServicePrincipal('ec2.amazonaws.com') as unknown as iam.ArnPrincipal;
    expect(() => setup({ props: () => ({ allowedPrincipals: [principal] }) }))
      .toThrow('KafkaPrivateLinkService.principal: \'allowedPrincipals\': "ServicePrincipal(ec2.amazonaws.com)" is not a principal that an endpoint service can allow;');
  });

  test.each<[string, () => iam.ArnPrincipal[], string]>([
    ['an account', () => [PAY, new iam.AccountPrincipal('222222222222')], '222222222222'],
    ['an account and its ARN', () => [PAY, new iam.ArnPrincipal('arn:aws:iam::222222222222:root')], '222222222222'],
    ['a role', () => [1, 2].map(() => new iam.ArnPrincipal('arn:aws:iam::222222222222:role/deploy')), 'arn:aws:iam::222222222222:role/deploy'],
  ])('fails for %s twice', (_, allowedPrincipals, shown) => {
    expect(() => setup({ props: () => ({ allowedPrincipals: allowedPrincipals() }) }))
      .toThrow(`Kafka/Service: KafkaPrivateLinkService.duplicatePrincipal: 'allowedPrincipals' has "${shown}" more than once; give it once`);
  });

  test('two principals that are tokens are two', () => {
    expect(() => setup({ props: scope => ({ allowedPrincipals: ['A', 'B'].map(id => new iam.ArnPrincipal(new CfnParameter(scope, id).valueAsString)) }) })).not.toThrow();
  });

  test('fails for an account number with a digit missing', () => {
    expect(() => setup({ props: () => ({ allowedPrincipals: [new iam.AccountPrincipal('22222222222')] }) })).toThrow('KafkaPrivateLinkService.principal: \'allowedPrincipals\': "22222222222" has 11 digits, and the number of an account has 12');
  });

  test('fails for everybody without acceptance', () => {
    expect(() => setup({ props: () => ({ allowedPrincipals: [PAY, new iam.AnyPrincipal()], acceptanceRequired: false }) }))
      .toThrow("Kafka/Service: KafkaPrivateLinkService.public: everybody may connect ('allowedPrincipals' has \"*\") and nobody has to accept them ('acceptanceRequired' is false)");
  });

  test('warns about everybody with acceptance', () => {
    const { stack } = setup({ props: () => ({ allowedPrincipals: [new iam.ArnPrincipal('*')] }) });
    expect(only(stack, PERMISSIONS)[1].Properties.AllowedPrincipals).toEqual(['*']);
    Annotations.fromStack(stack).hasWarning('/Kafka/Service', Match.stringLikeRegexp('every AWS account may request.*\\[ack: [A-Za-z-]+::cdk-kafka-privatelink:KafkaPrivateLinkService\\.anyPrincipal\\]'));
  });

  test('does not warn about named principals, with or without acceptance', () => {
    const { stack } = setup({ props: () => ({ acceptanceRequired: false }) });
    Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  });

  test('fails for what is no region', () => {
    expect(() => setup({ props: () => ({ supportedRegions: ['us-east-1', 'us-east-1a'] }) }))
      .toThrow('Kafka/Service: KafkaPrivateLinkService.supportedRegions: \'supportedRegions\' has "us-east-1a", which is a zone; its region is "us-east-1"');
  });

  test('fails for no region at all', () => {
    expect(() => setup({ props: () => ({ supportedRegions: [] }) }))
      .toThrow("Kafka/Service: KafkaPrivateLinkService.supportedRegions: 'supportedRegions' is empty; leave it out to offer the service in its own region only");
  });

  test('fails for a region twice', () => {
    expect(() => setup({ props: () => ({ supportedRegions: ['us-east-1', 'eu-west-1', 'us-east-1'] }) }))
      .toThrow('Kafka/Service: KafkaPrivateLinkService.supportedRegions: \'supportedRegions\' has "us-east-1" more than once; give it once');
  });

  test('its own region is not another one', () => {
    expect(() => setup({ listeners: { crossZone: false }, props: () => ({ supportedRegions: ['eu-west-1'] }) })).not.toThrow();
    expect(() => setup({ listeners: { crossZone: false }, env: {}, props: stack => ({ supportedRegions: [stack.region] }) })).not.toThrow();
  });

  test('fails for other regions where a zone reaches its own brokers only', () => {
    const listeners = { crossZone: false };
    expect(() => setup({ listeners, props: () => ({ supportedRegions: ['us-east-1'] }) }))
      .toThrow("Kafka/Service: KafkaPrivateLinkService.crossRegion: 'supportedRegions' needs listeners with 'crossZone'");
    expect(() => setup({ listeners })).not.toThrow();
  });

  test.each(['kafka-contract', '/kafka/', '/kafka//contract', '/kafka contract', ''])('fails for the parameter name %p', contractParameterName => {
    expect(() => setup({ props: () => ({ contractParameterName }) }))
      .toThrow(`Kafka/Service: KafkaPrivateLinkService.parameterName: 'contractParameterName' must be a path of letters, digits and _ . -, for example "/kafka/contract"; got "${contractParameterName}"`);
  });

  test.each(['/aws/kafka', '/AWS-kafka', '/ssm/kafka', '/ssmkafka'])('fails for the parameter name %p, which AWS keeps to itself', contractParameterName => {
    expect(() => setup({ props: () => ({ contractParameterName }) }))
      .toThrow(`KafkaPrivateLinkService.parameterName: 'contractParameterName' must not begin with "/aws" or "/ssm", which AWS keeps to itself; got "${contractParameterName}"`);
  });

  test('fails for a parameter name with more levels than fit, counting the one that is added', () => {
    const levels = (count: number) => '/a'.repeat(count);
    expect(() => setup({ props: () => ({ contractParameterName: levels(15) }) }))
      .toThrow('KafkaPrivateLinkService.parameterName: \'contractParameterName\' has 15 levels and may have 14: a parameter has 15 at most, and "/service-name" is added');
    expect(() => setup({ props: () => ({ contractParameterName: levels(14) }) })).not.toThrow();
  });

  test('fails for a parameter name that is too long', () => {
    expect(() => setup({ props: () => ({ contractParameterName: `/${'a'.repeat(938)}` }) }))
      .toThrow('KafkaPrivateLinkService.parameterName: \'contractParameterName\' has 939 characters and may have 938: the ARN of a parameter has 1011 at most, and "/service-name" is added');
    expect(() => setup({ props: () => ({ contractParameterName: `/${'a'.repeat(937)}` }) })).not.toThrow();
  });

  test('fails with everything that is wrong, in one error', () => {
    expect(() => setup({ listeners: { crossZone: false }, props: () => ({ allowedPrincipals: [new iam.ArnPrincipal('x')], supportedRegions: ['y'], contractParameterName: 'z' }) }))
      .toThrow(/^Kafka\/Service: 4 problems\n {2}- KafkaPrivateLinkService\.principal.*\n.*supportedRegions: .*\n.*crossRegion.*\n.*parameterName/);
  });
});

describe('one load balancer in one service', () => {
  const importNlb = (scope: Stack, id: string) => elbv2.NetworkLoadBalancer.fromNetworkLoadBalancerAttributes(scope, id, {
    loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/kafka/0123456789abcdef',
  });
  const message = (by: string, path: string) => `[${by}] KafkaPrivateLinkService.loadBalancerTaken: the load balancer is also in the endpoint service ${path}, and it can be in one only;`;

  test('fails for two services over one load balancer', () => {
    const { stack, listeners } = setup();
    new KafkaPrivateLinkService(stack, 'Second', { listeners, allowedPrincipals: [PAY] });
    expect(() => Template.fromStack(stack)).toThrow(message('Kafka/Second', 'Kafka/Service/Resource'));
  });

  test.each([true, false])('fails for a service of the CDK over it, in another stack, made first: %p', isFirst => {
    const app = new App();
    const [a, b] = [stackOf(app, 'A', KAFKA_ENV), stackOf(app, 'B', KAFKA_ENV)];
    const makeOther = () => new ec2.VpcEndpointService(a, 'Service', { vpcEndpointServiceLoadBalancers: [importNlb(a, 'Nlb')] });
    if (isFirst) { makeOther(); }
    new KafkaPrivateLinkService(b, 'Service', { listeners: new GivenListeners(b, 'Listeners', { loadBalancer: importNlb(b, 'Nlb') }), allowedPrincipals: [PAY] });
    if (!isFirst) { makeOther(); }
    expect(() => app.synth()).toThrow(message('B/Service', 'A/Service/Service'));
  });

  test('load balancers that are still to be looked up are not taken for one', () => {
    const stack = stackOf(new App(), 'Kafka', KAFKA_ENV);
    ['One', 'Two'].forEach(name => {
      const loadBalancer = elbv2.NetworkLoadBalancer.fromLookup(stack, name, { loadBalancerTags: { name } });
      new KafkaPrivateLinkService(stack, `Service${name}`, { listeners: new GivenListeners(stack, `Listeners${name}`, { loadBalancer }), allowedPrincipals: [PAY] });
    });
    expect(() => Template.fromStack(stack)).not.toThrow();
  });

  test('two load balancers have a service each', () => {
    const { stack } = setup();
    new KafkaPrivateLinkService(stack, 'Second', { listeners: new GivenListeners(stack, 'Others'), allowedPrincipals: [PAY] });
    Template.fromStack(stack).resourceCountIs(SERVICE, 2);
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });
});

test('over listeners of this library it exists after every one of them', () => {
  const stack = stackOf(new App(), 'Kafka', KAFKA_ENV);
  const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc: vpcOf(stack), brokers: brokers(3), clientListeners: [client(), client(undefined, 1)] });
  new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [PAY] });
  const ids = Object.keys(Template.fromStack(stack).findResources(LISTENER));
  expect(ids).toHaveLength(2 * (3 + 1));
  expect(only(stack, SERVICE)[1].DependsOn).toEqual(expect.arrayContaining(ids));
});

test('the service can be in another stack than the listeners', () => {
  const app = new App();
  const [network, sharing] = [stackOf(app, 'Network', KAFKA_ENV), stackOf(app, 'Sharing', KAFKA_ENV)];
  new KafkaPrivateLinkService(sharing, 'Service', { listeners: new GivenListeners(network, 'Listeners'), allowedPrincipals: [PAY] });
  only(sharing, SERVICE);
  expect(sharing.dependencies).toEqual([network]);
});

test.each([
  ['ActiveConnections', 'Average', (service: KafkaPrivateLinkService) => service.metricActiveConnections()],
  ['BytesProcessed', 'Sum', (service: KafkaPrivateLinkService) => service.metricBytesProcessed()],
  ['EndpointsCount', 'Average', (service: KafkaPrivateLinkService) => service.metricEndpointsCount()],
  ['NewConnections', 'Sum', (service: KafkaPrivateLinkService) => service.metricNewConnections()],
  ['RstPacketsSent', 'Sum', (service: KafkaPrivateLinkService) => service.metricRstPacketsSent()],
])('the metric %s is the %s of the service', (metricName, statistic, metricOf) => {
  const { stack, service } = setup();
  const metric = metricOf(service);
  expect(metric).toMatchObject({ namespace: 'AWS/PrivateLinkServices', metricName, statistic });
  expect(stack.resolve(metric.dimensions)).toEqual({ 'Service Id': { Ref: only(stack, SERVICE)[0] } });
});

test('a metric can be changed', () => {
  expect(setup().service.metricRstPacketsSent({ statistic: 'Maximum', label: 'resets' })).toMatchObject({ statistic: 'Maximum', label: 'resets' });
});

test('adding a broker changes nothing but the contract', () => {
  const template = (count: number) => {
    const { stack } = setup({ listeners: { brokers: brokers(count) }, props: () => ({ contractParameterName: '/kafka/contract' }) });
    const { Resources } = Template.fromStack(stack).toJSON();
    Object.values<any>(Resources).filter(({ Type, Properties }) => Type === PARAMETER && Properties.Name === '/kafka/contract').forEach(({ Properties }) => { Properties.Value = 'contract'; });
    return Resources;
  };
  expect(template(4)).toEqual(template(3));
});
