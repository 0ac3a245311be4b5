import { CfnElement, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { deployedStack } from './stack-path';
import { stacksOf } from './token-origin';
import { Problems, quote } from './validation';

/**
 * Whether a stack needs another one by now, as far as that keeps the other one from needing it: it was told to wait for it, or
 * what is in it refers to what is in the other. Of nested stacks that are deployed together their own resources count, and one
 * inside the other refers to it as it likes.
 */
export function needs(stack: Stack, other: Stack): boolean {
  const [whole, otherWhole] = [stack, other].map(deployedStack);
  if (whole !== otherWhole) { return reaches(whole, otherWhole, new Set()); }
  const isInside = stack.node.scopes.includes(other);
  const own = stack.node.findAll().filter(construct => construct.node.scopes.includes(other) === isInside);
  return own.some(construct => dependsOn(construct, found => found === other, !isInside));
}

/** By itself or by way of others, which the CDK finds out about only when it synthesizes. */
function reaches(stack: Stack, other: Stack, seen: Set<Stack>): boolean {
  seen.add(stack);
  const next = new Set([...stack.dependencies, ...partsOf(stack).flatMap(neededBy)].map(deployedStack));
  return next.has(other) || [...next].some(found => !seen.has(found) && reaches(found, other, seen));
}

/** What is deployed with a stack: not the stacks that are only defined inside it. */
function partsOf(stack: Stack): IConstruct[] {
  return stack.node.findAll().filter(construct => deployedStack(construct) === stack);
}

function neededBy(construct: IConstruct): Stack[] {
  return [...construct.node.dependencies.map(dependency => Stack.of(dependency)), ...referredBy(construct)];
}

function dependsOn(construct: IConstruct, isOther: (stack: Stack) => boolean, byReference: boolean): boolean {
  return construct.node.dependencies.some(dependency => isOther(Stack.of(dependency)))
    || (byReference && referredBy(construct).some(isOther));
}

/**
 * The stacks that an element's template refers to, as the CDK finds them. An element that is not complete yet may be unable to
 * tell.
 */
function referredBy(construct: IConstruct): Stack[] {
  if (!CfnElement.isCfnElement(construct)) { return []; }
  try {
    return stacksOf(construct, (construct as unknown as { _toCloudFormation(): unknown })._toCloudFormation());
  } catch {
    return [];
  }
}

/**
 * Which stacks need the one of a construct. Each is asked once, since that takes a walk of it. Of stacks of which one is nested
 * in the other none counts: CloudFormation orders their single resources, so that they may need each other.
 */
export class StackOrder {
  private readonly asked = new Map<Stack, boolean>();
  private readonly own: Stack;

  constructor(scope: IConstruct) {
    this.own = Stack.of(scope);
  }

  public isNeededBy(stack: Stack): boolean {
    if (stack === this.own || isNested(stack, this.own) || isNested(this.own, stack)) { return false; }
    const answer = this.asked.get(stack) ?? needs(stack, this.own);
    this.asked.set(stack, answer);
    return answer;
  }

  /**
   * Adds a problem for what this construct needs and is in a stack that needs the construct's stack.
   *
   * @param parts what they are in a message, and their stacks
   * @param way what to do instead
   */
  public check(problems: Problems, rule: string, parts: [what: string, stack: Stack][], way: string): void {
    for (const stack of new Set(parts.map(([, found]) => found))) {
      if (!this.isNeededBy(stack)) { continue; }
      const whats = new Set(parts.filter(([, found]) => found === stack).map(([what]) => what));
      problems.add(rule, `${[...whats].join(', ')}: in stack ${quote(stack.node.path)}, `
        + `which needs ${quote(this.own.node.path)}, the stack of this one, so each would wait for the other; ${way}`);
    }
  }
}

function isNested(inner: Stack, outer: Stack): boolean {
  return deployedStack(inner) === deployedStack(outer) && inner.node.scopes.includes(outer);
}
