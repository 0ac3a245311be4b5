import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { analytics, client } from '../../examples/typescript/two-accounts/client-listeners';
import { KafkaStack } from '../../examples/typescript/two-accounts/kafka-stack';
import { PaymentsStack } from '../../examples/typescript/two-accounts/payments-stack';
import { KafkaServiceContract } from 'cdk-kafka-privatelink';

/** Findings that stay, each with its reason: [rule, resource, why]. */
const ACKNOWLEDGED: [string, string, string][] = [
  ['AwsSolutions-VPC7', 'Kafka/Vpc/Resource', 'the VPC stands for the one that the team already has; flow logs are its own affair'],
  ['AwsSolutions-VPC7', 'Payments/Vpc/Resource', 'the VPC stands for the one that the team already has; flow logs are its own affair'],
  ['AwsSolutions-ELB2', 'Kafka/Listeners/LoadBalancer/Resource', 'a network load balancer writes access logs for TLS listeners only, and here TLS ends at the brokers'],
];

test('cdk-nag AwsSolutions finds nothing in the example that is not explained, and every explanation is still needed', () => {
  const app = new App();
  new KafkaStack(app, 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' }, clientListeners: [client, analytics] });
  const contract = KafkaServiceContract.fromFile(join(__dirname, '../../examples/typescript/two-accounts/kafka.contract.json'));
  new PaymentsStack(app, 'Payments', { env: { account: '222222222222', region: 'eu-west-1' }, contract, listenerNames: ['CLIENT'] });

  const report = new AwsSolutionsChecks(app).validateScope(app);
  const found = report.violations.flatMap(violation => violation.violatingResources.map(resource => [violation.ruleName, resource.constructPath]));
  expect(found.map(String).sort()).toEqual(ACKNOWLEDGED.map(([rule, resource]) => `${rule},${resource}`).sort());
});
