import { App } from 'aws-cdk-lib';
import { INTEGRATION_APPS } from './apps';

/**
 * CloudFormation knows a resource by its logical id: one that changes is replaced, which for a listener means that the new one can't be created
 * while the old one holds the port. A difference here is a breaking change.
 */
test.each(Object.keys(INTEGRATION_APPS))('the logical ids of %s are those of the last release', name => {
  const app = new App();
  INTEGRATION_APPS[name](app);
  const ids = app.synth().stacks.map(stack => [stack.stackName, Object.fromEntries(
    Object.entries<any>(stack.template.Resources).map(([id, { Type }]) => [id, Type]))]);
  expect(Object.fromEntries(ids)).toMatchSnapshot();
});
