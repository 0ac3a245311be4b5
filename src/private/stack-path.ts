import { Names, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The stack that is deployed by itself: the outermost of nested ones. */
export function deployedStack(construct: IConstruct): Stack {
  const stack = Stack.of(construct);
  return stack.nestedStackParent ? deployedStack(stack.nestedStackParent) : stack;
}

/**
 * How a construct is called in what a template of a stack says: by its path in the stack that CloudFormation knows, and never by
 * what is above that one, which may change while CloudFormation's stack stays the same.
 */
export function nameIn(stack: Stack, construct: IConstruct): string {
  const own = deployedStack(construct);
  const path = Names.stackRelativeConstructPath(construct);
  return own === deployedStack(stack) ? path : `${own.stackName}/${path}`;
}

/**
 * The name of a construct, or of a stack, that is the same wherever in an app its stack is defined: that of the stack, and the
 * path in it.
 */
export function deployedName(construct: IConstruct): string {
  const own = deployedStack(construct);
  const below = construct.node.scopes.slice(own.node.scopes.length).map(({ node }) => node.id);
  return [own.stackName, ...below].join('/');
}
