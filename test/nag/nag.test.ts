import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { analytics, client } from '../../examples/typescript/two-accounts/client-listeners';
import { KafkaStack } from '../../examples/typescript/two-accounts/kafka-stack';
import { PaymentsStack } from '../../examples/typescript/two-accounts/payments-stack';
import { plannedPlace } from '../acceptance/apps/planned';
import { UPDATED } from '../acceptance/apps/updated';
import { GROUPS } from '../acceptance/groups';
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

/** The same for the stacks of the acceptance, which live for some hours in an account of their own. */
const OF_THE_ACCEPTANCE: [RegExp, RegExp, string][] = [
  ...OF_NODES,
  [/VPC7/, /^Consumer\/(Vpc|Hub|Spoke)\/Resource$/, 'the VPC goes with the run'],
  [/ELB2/, /^Kafka\/Only\d\/Resource$/, 'as above'],
  [/EC23/, /^Kafka\/Vpc\/Api-\w+\/SecurityGroup\/Resource$/, 'open to the range of the VPC, which is a token and has no way in'],
  [/EC26|EC28|EC29/, /^Kafka\/Server\d\/Resource$/, 'a machine that holds nothing, is asked for minutes, and is to be deleted'],
  [/IAM4/, /^Consumer\/ClientFunction\/ServiceRole\/Resource$/, "AWS's own policies of a function in a VPC"],
  [/-L1$/, /^Consumer\/ClientFunction\/Resource$/, 'the function is deleted long before its runtime ends'],
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

test('cdk-nag AwsSolutions finds nothing in the groups of the acceptance that is not explained', () => {
  const archive = join(mkdtempSync(join(tmpdir(), 'nag-')), 'kafka.tgz');
  const found = GROUPS.filter(({ name }) => !(name in UPDATED)).flatMap(group => {
    const app = new App();
    group.app(app, { ...plannedPlace(group.name, ['eu-west-1', 'eu-central-1'], archive), facts: {} }, {});
    return findings(app).map(finding => [group.name, ...finding.split(',')] as [string, string, string]);
  });
  expect(found.filter(([, rule, resource]) => !OF_THE_ACCEPTANCE.some(([known, path]) => known.test(rule) && path.test(resource)))).toEqual([]);
  expect(OF_THE_ACCEPTANCE.filter(([known, path]) => !found.some(([, rule, resource]) => known.test(rule) && path.test(resource)))).toEqual([]);
});

function findings(app: App): string[] {
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName},${constructPath}`)).sort();
}
