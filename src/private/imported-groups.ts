import { createHash } from 'crypto';
import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { identityOf } from './identity';

/** One for each stack, not for each construct: two that open one port of one group to one source need one rule. */
const SCOPE = 'KafkaPrivateLinkImportedGroups';

/** Whether only the id of a group is known. */
export function isImported(group: ec2.ISecurityGroup): boolean {
  return ec2.SecurityGroup.isSecurityGroup(group) && group.node.defaultChild === undefined;
}

/**
 * The group to add rules to in place of a given one: itself, or the one import of its id in this stack.
 *
 * The CDK puts a rule beside the import that was used and names it by that. Where one id was imported several times, for each broker or client, a
 * rule would come twice, which EC2 refuses, or move to another logical id when they change places, which is the same: CloudFormation creates
 * before it deletes.
 *
 * Here an import does get rules of its own for what it sends, since whether a group may send anywhere is not known by its id.
 */
export function ruleHolder(scope: IConstruct, group: ec2.ISecurityGroup): ec2.ISecurityGroup {
  if (!isImported(group)) { return group; }
  const stack = Stack.of(scope);
  const imports = stack.node.tryFindChild(SCOPE) ?? new Construct(stack, SCOPE);
  const mutable = isMutable(group);
  const id = `${idOf(scope, group)}${mutable ? '' : ' immutable'}`;
  return imports.node.tryFindChild(id) as ec2.ISecurityGroup | undefined
    ?? ec2.SecurityGroup.fromSecurityGroupId(imports, id, group.securityGroupId, { allowAllOutbound: false, mutable });
}

/** An import that may not be changed has methods of its own, which do nothing; the CDK tells it in no other way. */
function isMutable(group: ec2.ISecurityGroup): boolean {
  return !Object.prototype.hasOwnProperty.call(Object.getPrototypeOf(group), 'addIngressRule');
}

/** Construct ids can't hold tokens. */
function idOf(scope: IConstruct, { securityGroupId }: ec2.ISecurityGroup): string {
  return Token.isUnresolved(securityGroupId)
    ? createHash('sha256').update(identityOf(scope, securityGroupId)).digest('hex').slice(0, 16)
    : securityGroupId;
}
