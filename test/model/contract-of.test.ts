import { App, CfnParameter, NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AdvertisedHost, ClientListener, KafkaBroker, KafkaPrivateLinkConsumer, KafkaPrivateLinkService, KafkaServiceContract, ListenerSecurity, ServiceContractAttributes } from '../../src';
import { client, ENDPOINT, GivenListeners, KAFKA_ENV, SERVICE_NAME, stackOf, vpcOf } from '../private-link/fixtures';

const attributes = (changes: Partial<ServiceContractAttributes> = {}): ServiceContractAttributes =>
  ({ region: 'eu-west-1', brokerIds: [0, 1], listeners: [client()], serviceName: SERVICE_NAME, zoneIds: ['euw1-az1'], ...changes });

describe('a contract of what is known', () => {
  test('is that which a service would give', () => {
    const brokers = [1001, 1002].map(id => KafkaBroker.fromIpAddress(id, '10.0.0.1', { zoneId: `euw1-az${id - 1000}` }));
    for (const host of [AdvertisedHost.shared('kafka.pay.example.com'), AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com')]) {
      const listener = client(host, 0, 'CLIENT', 1001);
      const written = KafkaServiceContract.of({
        region: 'eu-west-1',
        serviceName: SERVICE_NAME,
        brokerIds: [1001, 1002],
        listeners: [listener],
        ...host.pattern.startsWith('{') ? { brokerZoneIds: ['euw1-az1', 'euw1-az2'] } : { zoneIds: ['euw1-az1', 'euw1-az2'] },
      });
      expect(JSON.parse(written.toJson())).toEqual(JSON.parse(KafkaServiceContract._of(SERVICE_NAME, 'eu-west-1', [listener], brokers).toJson()));
      expect(KafkaServiceContract.fromJson(written.toJson()).listener('CLIENT').addressOf(1002)).toMatch(/kafka\.pay\.example\.com:20001$/);
    }
  });

  test.each<[string, Partial<ServiceContractAttributes>, string]>([
    ['no broker', { brokerIds: [] }, "'brokerIds' is empty"],
    ['a broker that has no port', { brokerIds: [1001] }, "'brokerIds' has 1001, ids are integers from 0 to 998 on listener \"CLIENT\""],
    ['no region', { region: 'Ireland' }, "'region' \"Ireland\" is not a region"],
    ['a service of another region', { serviceName: SERVICE_NAME.replace('west', 'north') }, 'is a service of eu-north-1'],
    ['the id of a service', { serviceName: 'vpce-svc-0123456789abcdef0' }, 'is the id of an endpoint service'],
    ['two listeners of one slot', { listeners: [client(), client(undefined, 0, 'B')] }, 'overlap those of listener "CLIENT"'],
    ['hosts by zone without the zones', { listeners: [client(AdvertisedHost.perZone('{zoneId}.pay.example.com'))] }, "'brokerZoneIds' must have the zone id of each of 'brokerIds'"],
  ])('is refused with %s', (_, changes, message) => {
    expect(() => KafkaServiceContract.of(attributes(changes))).toThrow('contract: KafkaServiceContract.contradiction: ');
    expect(() => KafkaServiceContract.of(attributes(changes))).toThrow(message);
  });

  test('plans a consumer before the service exists', () => {
    const pay = stackOf(new App(), 'Pay', KAFKA_ENV);
    const contract = KafkaServiceContract.of(attributes({ serviceName: undefined }));
    const serviceName = new CfnParameter(pay, 'ServiceName').valueAsString;
    new KafkaPrivateLinkConsumer(pay, 'Kafka', { vpc: vpcOf(pay), contract, serviceName });
    new KafkaPrivateLinkConsumer(pay, 'Later', { vpc: vpcOf(pay, 'Other'), contract: KafkaServiceContract.of(attributes({ serviceName })) });
    expect(Object.values(Template.fromStack(pay).findResources(ENDPOINT)).map(({ Properties }) => Properties.ServiceName)).toEqual([{ Ref: 'ServiceName' }, { Ref: 'ServiceName' }]);
  });
});

describe('the contract as an output', () => {
  const serviceIn = (stack: Stack, id = 'Service') =>
    new KafkaPrivateLinkService(stack, id, { listeners: new GivenListeners(stack, `${id}Listeners`), allowedPrincipals: [new iam.AccountPrincipal('222222222222')] });

  test('has the name that the documentation uses, also of a nested stack', () => {
    const app = new App();
    const [plain, outer] = [stackOf(app, 'Plain', KAFKA_ENV), stackOf(app, 'Outer', KAFKA_ENV)];
    const service = serviceIn(plain);
    expect(service.addContractOutput().value).toBe(service.contract.toJson());
    serviceIn(new NestedStack(outer, 'Nested')).addContractOutput();
    for (const stack of [plain, outer]) {
      expect(JSON.stringify(Template.fromStack(stack).toJSON().Outputs.Contract.Value)).toContain('bootstrapPort');
    }
  });

  test('has another name where a stack has several services', () => {
    const stack = stackOf(new App(), 'Kafka', KAFKA_ENV);
    serviceIn(stack).addContractOutput();
    const second = serviceIn(stack, 'Second');
    expect(() => second.addContractOutput()).toThrow('Kafka/Second: KafkaPrivateLinkService.contractOutput: Kafka has "Contract" already; give another name');
    expect(() => second.addContractOutput('a-b')).toThrow('KafkaPrivateLinkService.contractOutput: the name of an output is a literal of letters and digits, got "a-b"');
    second.addContractOutput('ContractOfPartner');
    expect(Object.keys(Template.fromStack(stack).toJSON().Outputs)).toEqual(['Contract', 'ContractOfPartner']);
  });
});

test('security of every kind is in it', () => {
  const listener = new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext() });
  expect(KafkaServiceContract.of(attributes({ listeners: [listener] })).listener('CLIENT').protocol).toBe('PLAINTEXT');
});
