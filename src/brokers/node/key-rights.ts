import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';

export type Conditions = { [operator: string]: unknown };

/**
 * The right to use a key. No policy names a key by its alias: an alias of the app leads to its key, and for one that is imported
 * by its name only a condition tells.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
 */
export function keyStatement(scope: IConstruct, key: kms.IKey, actions: string[], conditions?: Conditions): iam.PolicyStatement {
  const known = knownKey(key);
  return known
    ? new iam.PolicyStatement({ actions, resources: [known.keyArn], conditions })
    : new iam.PolicyStatement({
      actions,
      resources: [Stack.of(scope).formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
      conditions: { ...conditions, 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': (key as kms.IAlias).aliasName } },
    });
}

/**
 * Whether a key is given by an alias. Its ARN is made from the alias's name, so that nothing in a template waits for the alias.
 */
export function isAlias(key: kms.IKey): key is kms.IAlias {
  return (key as Partial<kms.IAlias>).aliasName !== undefined;
}

/** The key itself; undefined where only its alias is known. */
export function knownKey(key: kms.IKey): kms.IKey | undefined {
  if (!isAlias(key)) { return key; }
  try {
    return key.aliasTargetKey;
  } catch {
    return undefined; // imported by its name
  }
}
