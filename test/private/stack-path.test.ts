import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { deployedName } from '../../src/private/stack-path';

describe('a construct is named by what CloudFormation knows its stack by', () => {
  const below = (stack: Stack) => deployedName(new Construct(new Construct(stack, 'A'), 'B'));

  test.each<[string, () => Stack]>([
    ['in an app', () => new Stack(new App(), 'Kafka')],
    ['under another construct id', () => new Stack(new App(), 'Other', { stackName: 'Kafka' })],
    ['below a stage', () => new Stack(new Stage(new App(), 'Prod'), 'Other', { stackName: 'Kafka' })],
    ['below other constructs', () => new Stack(new Construct(new App(), 'Team'), 'Other', { stackName: 'Kafka' })],
    ['in another account', () => new Stack(new App(), 'Other', { stackName: 'Kafka', env: { account: '111111111111', region: 'eu-west-1' } })],
    ['as the root', () => new Stack(undefined, undefined, { stackName: 'Kafka' })],
  ])('%s', (_, stackOf) => {
    expect(below(stackOf())).toBe('Kafka/A/B');
  });

  test('and where a nested stack is in the outer one', () => {
    const outer = (id: string) => new Stack(new App(), id, { stackName: 'Kafka' });
    expect(below(new NestedStack(outer('One'), 'First'))).toBe('Kafka/First/A/B');
    expect(below(new NestedStack(new NestedStack(outer('Two'), 'First'), 'Second'))).toBe('Kafka/First/Second/A/B');
  });
});
