import { Stack, Stage, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { enter, entriesOf } from './app-entries';
import { identityOf } from './identity';
import { deployedName } from './stack-path';

/**
 * Claims names that are unique in an account and region, and tells who has them already: the name, and the construct.
 *
 * Environments that are not known are compared within a stage only, since another stage is another environment as a rule.
 */
export function claimNames(scope: IConstruct, kind: string, names: string[]): { name: string; owner: IConstruct }[] {
  // A token is what it stands for, and may be another thing in another stack: `AWS::StackName`, a parameter.
  const keyOf = (name: string) => `${environmentKey(scope)} `
    + `${Token.isUnresolved(name) ? `${deployedName(Stack.of(scope))} ${identityOf(scope, name)}` : name}`;
  const taken = names.flatMap(name => entriesOf(scope, kind, keyOf(name)).map(({ construct }) => ({ name, owner: construct })));
  names.forEach(name => enter(scope, kind, keyOf(name), {}));
  return taken;
}

/** What resources of one account and region have in common; of one stage, where these are not known. */
export function environmentKey(scope: IConstruct): string {
  const { account, region } = Stack.of(scope);
  const isKnown = ![account, region].some(value => Token.isUnresolved(value));
  return JSON.stringify([account, region, isKnown ? '' : Stage.of(scope)?.node.path ?? '']);
}
