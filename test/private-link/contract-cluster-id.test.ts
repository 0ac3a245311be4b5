import { App, Lazy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { brokers, client, contractJson, GivenListeners, KAFKA_ENV, SERVICE_NAME } from './fixtures';
import { IKafkaBroker, KafkaPrivateLinkService, KafkaPrivateLinkServiceProps, KafkaServiceContract, PerBrokerNlbListeners } from '../../src';
import * as nodes from '../brokers/fixtures';

const ID = 'Ye2n9lagXrj7SY84IDTCAA';
const allowedPrincipals = [new iam.AccountPrincipal('222222222222')];

function serviceOf(given: IKafkaBroker[], props: Partial<KafkaPrivateLinkServiceProps> = {}, stack = new Stack(new App(), 'Kafka', { env: KAFKA_ENV })) {
  return new KafkaPrivateLinkService(stack, 'Service', { listeners: new GivenListeners(stack, 'Listeners', { brokers: given }), allowedPrincipals, ...props });
}

test('brokers that this library launches say of which cluster they are', () => {
  const { stack, vpc, brokers: made } = nodes.setup();
  const listeners = new PerBrokerNlbListeners(stack, 'Listeners', { vpc, brokers: made.brokers, clientListeners: [nodes.clientListener()] });
  const service = new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals });
  expect(service.contract.clusterId).toBe(made.clusterId);
  expect(JSON.parse(service.contract.toJson())).toMatchObject({ clusterId: made.clusterId, version: '1.3' });
});

test('brokers that join are of the cluster that they join', () => {
  const { stack, vpc, brokers: founder } = nodes.setup();
  const { brokers: joiner } = nodes.setup({ stack, vpc, id: 'More', joins: founder, controllers: undefined, firstBrokerId: 10 });
  expect(serviceOf([...founder.brokers, ...joiner.brokers], {}, stack).contract.clusterId).toBe(founder.clusterId);
});

test('of other brokers it is what the user says, or not there', () => {
  expect(serviceOf(brokers(3), { clusterId: ID }).contract.clusterId).toBe(ID);
  expect(serviceOf(brokers(3)).contract.clusterId).toBeUndefined();
  expect(JSON.parse(serviceOf(brokers(3)).contract.toJson())).toMatchObject({ version: '1.0' });
});

test('what Kafka takes is taken: ids of old clusters begin with a hyphen, those of others have another form', () => {
  for (const clusterId of ['-Ye2n9lagXrj7SY84IDTCA', 'lkc-abc123', 'AAAAAAAAAAAAAAAAAAAAAB']) {
    expect(serviceOf(brokers(1), { clusterId }).contract.clusterId).toBe(clusterId);
    expect(KafkaServiceContract.fromJson(contractJson({ clusterId })).clusterId).toBe(clusterId);
  }
});

test.each([['', '""'], ['two words', '"two words"'], [`${ID}\n`, `"${ID}\\n"`], [Lazy.string({ produce: () => ID }), 'got a token']])('refuses %j', (clusterId, shown) => {
  expect(() => serviceOf(brokers(3), { clusterId })).toThrow(/Kafka\/Service: KafkaPrivateLinkService\.clusterId: 'clusterId' must be a (text without blanks|literal)/);
  expect(() => serviceOf(brokers(3), { clusterId })).toThrow(shown);
  const attributes = { region: 'eu-west-1', brokerIds: [0], listeners: [client()], zoneIds: ['euw1-az1'], serviceName: SERVICE_NAME, clusterId };
  expect(() => KafkaServiceContract.of(attributes)).toThrow("contract: KafkaServiceContract.contradiction: 'clusterId' must be a ");
});

test.each([7, null, ['id'], ''])('a contract with %j for the id is refused', clusterId => {
  expect(() => KafkaServiceContract.fromJson(contractJson({ clusterId }))).toThrow("contract: KafkaServiceContract.contradiction: 'clusterId' must be a text without blanks");
});

test('brokers of two clusters, and another id than theirs, are refused', () => {
  const { stack, vpc, brokers: made } = nodes.setup();
  expect(() => serviceOf(made.brokers, { clusterId: ID }, stack)).toThrow(`KafkaPrivateLinkService.clusters: 'clusterId' is "${ID}", and the brokers of 'listeners' are of the cluster "${made.clusterId}"; leave 'clusterId' out`);
  const other = new Stack(stack.node.root as App, 'Other', { env: KAFKA_ENV });
  expect(serviceOf(made.brokers, { clusterId: made.clusterId }, other).contract.clusterId).toBe(made.clusterId);
  const { brokers: second } = nodes.setup({ stack, vpc, id: 'Second', clusterId: ID });
  const third = new Stack(stack.node.root as App, 'Third', { env: KAFKA_ENV });
  expect(() => serviceOf([...made.brokers, ...second.brokers], {}, third)).toThrow(`KafkaPrivateLinkService.clusters: brokers of 'listeners' are of the clusters "${made.clusterId}", "${ID}", and clients`);
});

test('an id that is looked up is taken until it is found', () => {
  const { stack, brokers: made } = nodes.setup();
  const clusterId = ssm.StringParameter.valueFromLookup(stack, '/kafka/cluster-id');
  expect(() => serviceOf(made.brokers, { clusterId }, stack)).not.toThrow();
});

test('the contract as an output has it', () => {
  const service = serviceOf(brokers(3), { clusterId: ID });
  service.addContractOutput();
  expect(JSON.stringify(Template.fromStack(Stack.of(service)).toJSON().Outputs.Contract.Value)).toContain(`\\"clusterId\\":\\"${ID}\\"`);
});
