import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { analytics, client } from '../../examples/typescript/two-accounts/client-listeners';
import { KafkaStack } from '../../examples/typescript/two-accounts/kafka-stack';
import { PaymentsStack } from '../../examples/typescript/two-accounts/payments-stack';
import { INTEGRATION_APPS } from '../integ/apps';
import { KafkaServiceContract } from 'cdk-kafka-privatelink';

/** Findings that stay, each with its reason: [rule, resource, why]. */
const ACKNOWLEDGED: [string, string, string][] = [
  ...[0, 1, 2].map((nodeId): [string, string, string] =>
    ['AwsSolutions-AS3', `Kafka/Brokers/Node${nodeId}/Group`, "whoever wants to be told of each launch gives 'notificationTopic'"]),
  ['AwsSolutions-VPC7', 'Kafka/Vpc/Resource', 'the VPC stands for the one that the team already has; flow logs are its own affair'],
  ['AwsSolutions-VPC7', 'Payments/Vpc/Resource', 'the VPC stands for the one that the team already has; flow logs are its own affair'],
  ['AwsSolutions-ELB2', 'Kafka/Listeners/LoadBalancer/Resource', 'a network load balancer writes access logs for TLS listeners only, and here TLS ends at the brokers'],
];

/** The same for nodes, wherever they are: [rule, resource, why]. */
const OF_NODES: [RegExp, RegExp, string][] = [
  [/AS3/, /\/Node\d+\/Group$/, "whoever wants to be told of each launch gives 'notificationTopic'"],
  [/ELB2/, /\/Listeners\/LoadBalancer\/Resource$/, 'access logs need a bucket, which is the own affair of whoever ends TLS there'],
  [/VPC7/, /\/Vpc\/Resource$/, 'the VPC stands for the one that the team already has'],
];

test('cdk-nag AwsSolutions finds nothing in the example that is not explained, and every explanation is still needed', () => {
  const app = new App();
  new KafkaStack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' }, clientListeners: [client, analytics] });
  const contract = KafkaServiceContract.fromFile(join(__dirname, '../../examples/typescript/two-accounts/kafka.contract.json'));
  new PaymentsStack(app, 'Payments', { env: { account: '222222222222', region: 'eu-west-1' }, contract, listenerNames: ['CLIENT'] });

  expect(findings(app)).toEqual(ACKNOWLEDGED.map(([rule, resource]) => `${rule},${resource}`).sort());
});

test.each(['brokers-minimal', 'brokers-secured', 'brokers-two-stacks'])('cdk-nag AwsSolutions finds nothing in nodes that is not explained: %s', name => {
  const app = new App();
  INTEGRATION_APPS[name](app);
  const found = findings(app).map(finding => finding.split(',') as [string, string]);
  expect(found.filter(([rule, resource]) => !OF_NODES.some(([known, path]) => known.test(rule) && path.test(resource)))).toEqual([]);
  expect(OF_NODES.filter(([known, path]) => !found.some(([rule, resource]) => known.test(rule) && path.test(resource)))).toEqual([]);
});

function findings(app: App): string[] {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName},${constructPath}`)).sort();
}
