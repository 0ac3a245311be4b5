import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { groupBy } from './broker-groups';
import { environmentOf, foreignStacks } from './token-origin';
import { Problems, quote } from './validation';

/**
 * Adds a problem for what was made in a stack of another account, region or stage: the CDK would carry its id over by roles or
 * custom resources, or refuse to in words of its own, and AWS has no use for it.
 *
 * @param values what they are in a message, and what refers to them
 * @param way what to do where the environments are meant to be different
 */
export function checkOrigin(
  problems: Problems, rule: string, scope: IConstruct, values: [what: string, value: string | undefined][], way: string,
): void {
  const found = values.flatMap(([what, value]) => foreignStacks(scope, value ?? '').map(stack => ({ what, stack })));
  for (const [path, foreign] of groupBy(found, ({ stack }) => stack.node.path)) {
    const whats = [...new Set(foreign.map(({ what }) => what))].join(', ');
    problems.add(rule, `${whats}: made in stack ${quote(path)} (${environmentOf(foreign[0].stack)}), `
      + `and this is ${quote(Stack.of(scope).node.path)} (${environmentOf(Stack.of(scope))}); `
      + `give both stacks the same 'env', also where it is not given to either, or ${way}`);
  }
}
