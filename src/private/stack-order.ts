import { CfnElement, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { deployedStack } from './stack-path';
import { stacksOf } from './token-origin';

/**
 * Whether a stack needs another one by now, as far as that keeps the other one from needing it: it was told to wait for it, or what is in it refers to
 * what is in the other. Of nested stacks that are deployed together their own resources count, and one inside the other refers to it as it likes.
 */
export function needs(stack: Stack, other: Stack): boolean {
  const [whole, otherWhole] = [stack, other].map(deployedStack);
  if (whole !== otherWhole) {
    const isOther = (found: Stack) => deployedStack(found) === otherWhole;
    return waitsFor(whole, otherWhole) || whole.node.findAll().some(construct => dependsOn(construct, isOther, true));
  }
  const isInside = stack.node.scopes.includes(other);
  const own = stack.node.findAll().filter(construct => construct.node.scopes.includes(other) === isInside);
  return own.some(construct => dependsOn(construct, found => found === other, !isInside));
}

function waitsFor(stack: Stack, other: Stack): boolean {
  return stack.dependencies.some(dependency => dependency === other || waitsFor(dependency, other));
}

function dependsOn(construct: IConstruct, isOther: (stack: Stack) => boolean, byReference: boolean): boolean {
  return construct.node.dependencies.some(dependency => isOther(Stack.of(dependency)))
    || (byReference && CfnElement.isCfnElement(construct) && stacksOf(construct, templateOf(construct)).some(isOther));
}

/** What an element writes into its template, in which the CDK looks for references too. One that is not complete yet may be unable to tell. */
function templateOf(element: CfnElement): unknown {
  try {
    return (element as unknown as { _toCloudFormation(): unknown })._toCloudFormation();
  } catch {
    return undefined;
  }
}
