import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { client, contractJson, ENDPOINT, GivenListeners, INGRESS, KAFKA_ENV, listenerJson, PAY_ENV, RECORD, SERVICE_NAME, stackOf, vpcOf, ZONE } from './fixtures';
import {
  AdvertisedHost, Companion, CompanionAddress, CompanionProtocol, KafkaPrivateLinkConsumer, KafkaPrivateLinkConsumerProps, KafkaPrivateLinkService,
  KafkaServiceContract,
} from '../../src';

const REGISTRY = { name: 'registry', protocol: 'https', host: 'registry.kafka.pay.example.com', port: 8081 };
const CONNECT = { name: 'connect', protocol: 'http', host: 'kafka.pay.example.com', port: 8083 };
const AUDIT = listenerJson({ name: 'AUDIT', host: 'kafka.audit.example.com', firstPort: 21000, bootstrapPort: 21999 });
const contractWith = (companions: object[], changes: { [key: string]: unknown } = {}) =>
  KafkaServiceContract.fromJson(contractJson({ version: '1.1', companions, listeners: [listenerJson(), AUDIT], ...changes }));

function setup(props: Partial<KafkaPrivateLinkConsumerProps> | ((stack: Stack) => Partial<KafkaPrivateLinkConsumerProps>) = {}) {
  const app = new App();
  const stack = stackOf(app, 'Pay', PAY_ENV);
  const vpc = vpcOf(stack);
  const consumer = new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc, contract: contractWith([REGISTRY, CONNECT]), ...typeof props === 'function' ? props(stack) : props });
  return { app, stack, vpc, consumer };
}

/** Each record, with the hosted zone that has it. */
function records(stack: Stack): { [name: string]: string } {
  const resources = Template.fromStack(stack).toJSON().Resources;
  return Object.fromEntries(Object.values<any>(resources).filter(({ Type }) => Type === RECORD)
    .map(({ Properties: { Name, HostedZoneId } }) => [Name, HostedZoneId.Ref ? resources[HostedZoneId.Ref].Properties.Name : HostedZoneId]));
}

const opened = (stack: Stack) => Object.values<any>(Template.fromStack(stack).findResources(INGRESS))
  .map(({ Properties: { FromPort, ToPort, Description } }) => [FromPort, ToPort, Description]).sort();

describe('a contract', () => {
  test('says where companions are', () => {
    const contract = contractWith([REGISTRY, CONNECT]);
    expect(contract.companion('registry')).toEqual({ ...REGISTRY, url: 'https://registry.kafka.pay.example.com:8081' });
    expect(contract.companions.map(({ url }) => url)).toEqual(['https://registry.kafka.pay.example.com:8081', 'http://kafka.pay.example.com:8083']);
    expect(() => contract.companion('rest')).toThrow('contract: KafkaServiceContract.unknownCompanion: there is no companion "rest", the contract has registry, connect');
    expect(KafkaServiceContract.fromJson(contract.toJson()).companions).toEqual(contract.companions);
  });

  test('without companions has none, and says so', () => {
    const contract = KafkaServiceContract.fromJson(contractJson());
    expect(contract.companions).toEqual([]);
    expect(contract.toJson()).toBe(contractJson());
    expect(() => contract.companion('registry')).toThrow('the contract has none');
  });

  const address: CompanionAddress = { name: 'registry', port: 8081, protocol: CompanionProtocol.HTTPS };
  const of = (...companions: CompanionAddress[]) => KafkaServiceContract.of({ region: 'eu-west-1', serviceName: SERVICE_NAME, brokerIds: [0], listeners: [client()], companions });

  test('of what is known has them too, at the bootstrap host unless they have one', () => {
    expect(of(address).companion('registry').url).toBe('https://kafka.pay.example.com:8081');
    expect(of({ ...address, advertisedHost: AdvertisedHost.shared('registry.pay.example.com') }).companion('registry').url).toBe('https://registry.pay.example.com:8081');
    expect(JSON.parse(of(address).toJson())).toMatchObject({ version: '1.1', companions: [{ name: 'registry', protocol: 'https', host: 'kafka.pay.example.com', port: 8081 }] });
  });

  test.each<[string, Partial<CompanionAddress>, string]>([
    ['a port of brokers', { port: 20500 }, "'port' 20500 of companion \"registry\" is in 20000 to 20999"],
    ['a name in capitals', { name: 'REGISTRY' }, "the 'name' of a companion is small letters"],
    ['hosts by zone', { advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com') }, 'has {zoneId}, and a companion has one name'],
  ])('of what is known is refused with %s', (_, changes, message) => {
    expect(() => of({ ...address, ...changes })).toThrow('KafkaServiceContract.contradiction: ');
    expect(() => of({ ...address, ...changes })).toThrow(message);
  });

  test.each<[string, unknown, string]>([
    ['no list', {}, "badKey: 'companions' of the contract must be a list of companions, got {}"],
    ['null in the list', [null], "missingKey: companion number 1 has no 'name' (a name)"],
    ['a port that is a text', [{ ...REGISTRY, port: '8081' }], "badKey: 'port' of companion \"registry\" must be a port, got \"8081\""],
    ['an unknown protocol', [{ ...REGISTRY, protocol: 'grpc' }], "contradiction: 'protocol' \"grpc\" of companion \"registry\" is none of http, https, tcp"],
    ['two of one port', [REGISTRY, { ...CONNECT, port: 8081 }], 'contradiction: companions registry and connect have the port 8081'],
  ])('is refused with %s', (_, companions, message) => {
    expect(() => contractWith(companions as object[])).toThrow(`KafkaServiceContract.${message}`);
  });
});

describe('a service', () => {
  const registry: Companion = { name: 'registry', port: 8081, protocol: CompanionProtocol.HTTPS, targets: [new targets.IpTarget('10.0.0.30')] };
  const serve = (companions?: Companion[]) => {
    const stack = stackOf(new App(), 'Kafka', KAFKA_ENV);
    const listeners = Object.assign(new GivenListeners(stack, 'Listeners'), { companions });
    return new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')] }).contract;
  };

  test('hands over the companions of its listeners', () => {
    expect(serve([registry]).companion('registry').url).toBe('https://kafka.pay.example.com:8081');
    expect(serve().companions).toEqual([]);
  });

  test('refuses those that nobody could reach, also of listeners that something else made', () => {
    expect(() => serve([{ ...registry, port: 20999 }])).toThrow("contract: KafkaServiceContract.contradiction: 'port' 20999 of companion \"registry\"");
  });
});

describe('a consumer', () => {
  test('has the name of each companion, in the zone of the brokers where that has it', () => {
    const { stack } = setup();
    expect(records(stack)).toEqual({ 'kafka.pay.example.com.': 'kafka.pay.example.com.', 'registry.kafka.pay.example.com.': 'kafka.pay.example.com.', 'kafka.audit.example.com.': 'kafka.audit.example.com.' });
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('has a zone for a name that is elsewhere, and for one whose listener is not used', () => {
    const elsewhere = { ...REGISTRY, host: 'schemas.internal.example' };
    expect(records(setup({ contract: contractWith([elsewhere]), listenerNames: ['AUDIT'] }).stack)).toEqual({
      'kafka.audit.example.com.': 'kafka.audit.example.com.', 'schemas.internal.example.': 'schemas.internal.example.',
    });
    expect(records(setup({ contract: contractWith([REGISTRY]), listenerNames: ['AUDIT'] }).stack)['registry.kafka.pay.example.com.']).toBe('registry.kafka.pay.example.com.');
  });

  test('has its names in a given zone, which must have them', () => {
    const inZone = (zoneName: string) => setup(stack => ({
      listenerNames: ['CLIENT'],
      hostedZone: route53.PrivateHostedZone.fromHostedZoneAttributes(stack, 'Own', { hostedZoneId: 'Z1', zoneName }),
      contract: contractWith([{ ...REGISTRY, host: 'registry.pay.example.com' }]),
    }));
    expect(records(inZone('pay.example.com').stack)).toEqual({ 'kafka.pay.example.com.': 'Z1', 'registry.pay.example.com.': 'Z1' });
    expect(() => inZone('kafka.pay.example.com')).toThrow("KafkaPrivateLinkConsumer.hostedZone: the host \"registry.pay.example.com\" is not in 'hostedZone'");
  });

  test('opens the ports of listeners and companions', () => {
    const { stack, vpc, consumer } = setup();
    consumer.allowFrom(new ec2.SecurityGroup(stack, 'App', { vpc, allowAllOutbound: false }));
    expect(opened(stack)).toEqual([[20000, 21999, 'Kafka listeners CLIENT, AUDIT'], [8081, 8081, 'Companion registry'], [8083, 8083, 'Companion connect']]);
    expect(consumer.connections.defaultPort).toBeUndefined();
  });

  test('opens neighbours by one rule', () => {
    const { stack, vpc, consumer } = setup({ contract: contractWith([{ ...CONNECT, port: 19999 }, { ...REGISTRY, port: 19998 }]), listenerNames: ['CLIENT'] });
    consumer.allowFrom(new ec2.SecurityGroup(stack, 'App', { vpc, allowAllOutbound: false }));
    expect(opened(stack)).toEqual([[19998, 20999, 'Kafka listener CLIENT, companions connect, registry']]);
  });

  test('leaves those out that it does not use', () => {
    const { stack, vpc, consumer } = setup({ companionNames: ['connect'], listenerNames: ['CLIENT'] });
    consumer.allowFrom(new ec2.SecurityGroup(stack, 'App', { vpc, allowAllOutbound: false }));
    expect(opened(stack).map(([from]) => from)).toEqual([20000, 8083]);
    expect(records(stack)).toEqual({ 'kafka.pay.example.com.': 'kafka.pay.example.com.' });
    expect(opened(setup({ companionNames: [] }).stack)).toEqual([]);
    expect(consumer.contract.companions).toHaveLength(2);
  });

  test('without companions is what it was', () => {
    const templateOf = (contract: KafkaServiceContract) => Template.fromStack(setup({ contract, companionNames: [] }).stack).toJSON();
    expect(templateOf(contractWith([REGISTRY]))).toEqual(templateOf(contractWith([], { companions: undefined, version: '1.0' })));
  });

  test('counts the rules of companions', () => {
    const clients = (count: number, companionNames?: string[]) => {
      const { stack, consumer } = setup({ companionNames });
      Array.from({ length: count }, (_, i) => consumer.allowFrom(ec2.Peer.ipv4(`10.${i}.0.0/16`)));
      return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('tooManyInboundRules'));
    };
    expect([clients(20), clients(21), clients(21, ['registry'])].map(({ length }) => length)).toEqual([0, 1, 0]);
  });

  test.each<[string, Partial<KafkaPrivateLinkConsumerProps>, string]>([
    ['an unknown companion', { companionNames: ['rest'] }, 'KafkaServiceContract.unknownCompanion: there is no companion "rest"'],
    ['a companion twice', { companionNames: ['registry', 'registry'] }, "KafkaPrivateLinkConsumer.companionNames: 'companionNames' has \"registry\" more than once"],
  ])('fails for %s', (_, props, message) => {
    expect(() => setup(props)).toThrow(message);
  });

  test('shares a name with no other consumer of the VPC', () => {
    const { stack, vpc } = setup({ listenerNames: ['CLIENT'] });
    new KafkaPrivateLinkConsumer(stack, 'Audit', { vpc, contract: contractWith([REGISTRY, CONNECT]), listenerNames: ['AUDIT'] });
    Annotations.fromStack(stack).hasError('/Pay/Audit', Match.stringLikeRegexp("hostTaken: Pay/Kafka already serves the host \\\"registry.kafka.pay.example.com\\\".*'companionNames'"));
    const { stack: other, vpc: otherVpc } = setup({ listenerNames: ['CLIENT'] });
    new KafkaPrivateLinkConsumer(other, 'Audit', { vpc: otherVpc, contract: contractWith([REGISTRY, CONNECT]), listenerNames: ['AUDIT'], companionNames: [] });
    Annotations.fromStack(other).hasNoError('*', Match.anyValue());
  });

  test('has companions of a contract that is looked up, once it was found', () => {
    const stack = stackOf(new App(), 'Pay', PAY_ENV);
    const contract = KafkaServiceContract.fromParameterLookup(stack, '/kafka/contract');
    const { url } = contract.companion('registry');
    new KafkaPrivateLinkConsumer(stack, 'Kafka', { vpc: vpcOf(stack), contract, companionNames: ['registry'] });
    expect(url).toMatch(/^tcp:/);
    Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  });

  test('by a given endpoint has their names and rules too', () => {
    const { stack } = setup(scope => ({
      endpoint: ec2.InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(scope, 'Theirs', { vpcEndpointId: 'vpce-01', port: 1, securityGroups: [ec2.SecurityGroup.fromSecurityGroupId(scope, 'G', 'sg-01')] }),
      endpointDnsEntry: { dnsName: 'vpce-01-ab12.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com', hostedZoneId: new CfnParameter(scope, 'Zone').valueAsString },
      clients: [ec2.Peer.ipv4('10.0.0.0/8')],
    }));
    expect(opened(stack).map(([from]) => from)).toEqual([20000, 8081, 8083]);
    Template.fromStack(stack).resourceCountIs(ENDPOINT, 0);
    Template.fromStack(stack).resourceCountIs(ZONE, 2);
  });
});
