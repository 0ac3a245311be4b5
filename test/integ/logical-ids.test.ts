import { App } from 'aws-cdk-lib';
import { INTEGRATION_APPS } from './apps';
import { typesById } from './types-by-id';

/**
 * CloudFormation knows a resource by its logical id: one that changes is replaced, which for a listener means that the new one can't be created
 * while the old one holds the port. A difference here is a breaking change.
 */
test.each(Object.keys(INTEGRATION_APPS))('the logical ids of %s are those of the last release', name => {
  const app = new App();
  INTEGRATION_APPS[name](app);
  const ids = app.synth().stacks.map(stack => [stack.stackName, typesById(stack.template.Resources)]);
  expect(Object.fromEntries(ids)).toMatchSnapshot();
});

/** A group's description can't change: the group would be replaced, which EC2 refuses while it is in use. So these are part of the ids. */
test('the descriptions of security groups are those of the last release', () => {
  const groups = Object.values(INTEGRATION_APPS).flatMap(make => {
    const app = new App();
    make(app);
    return app.synth().stacks.flatMap(stack => Object.entries<any>(stack.template.Resources));
  }).filter(([, { Type }]) => Type === 'AWS::EC2::SecurityGroup').map(([, { Properties }]) => Properties.GroupDescription);
  const ofTheApps = ['An application', 'Kafka brokers', 'Load balancer', 'Monitors Kafka'];
  expect([...new Set(groups)].filter(description => !ofTheApps.includes(description)).sort()).toEqual([
    'Interface endpoint of a Kafka service', 'Kafka nodes', 'Network load balancer of Kafka brokers',
  ]);
});
