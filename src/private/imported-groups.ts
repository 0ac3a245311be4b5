import { createHash } from 'crypto';
import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { identityOf } from './identity';
import { nameIn } from './stack-path';
import { stacksOf } from './token-origin';

/** One for each stack, not for each construct: two that open one port of one group to one source need one rule. */
const SCOPE = 'KafkaPrivateLinkImportedGroups';

/** What stands in for the id of a group while that is looked up. */
const PENDING = 'sg-12345678';

/** Whether only the id of a group is known. */
export function isImported(group: ec2.ISecurityGroup): boolean {
  return ec2.SecurityGroup.isSecurityGroup(group) && group.node.defaultChild === undefined;
}

/**
 * The stack of the app that makes a group. An import of an id that one makes, as of an EKS cluster's own group, is that stack's
 * too.
 */
export function makerOf(scope: IConstruct, group: ec2.ISecurityGroup): Stack | undefined {
  return isImported(group) ? stacksOf(scope, group.securityGroupId)[0] : Stack.of(group);
}

/**
 * The group as rules of a stack are added to it: itself if it is made in that stack, else the one import of its id there, which
 * takes the rules that it is given, whatever it sends by itself.
 *
 * The CDK puts a rule beside the import that was used and names it by that. Where one id was imported several times, for each
 * broker or client, a rule would come twice, which EC2 refuses, or move to another logical id when they change places, which is
 * the same: CloudFormation creates before it deletes.
 */
export function ruleHolder(stack: Stack, group: ec2.ISecurityGroup): ec2.ISecurityGroup {
  const imported = isImported(group);
  if (!imported && Stack.of(group) === stack) { return group; }
  const imports = stack.node.tryFindChild(SCOPE) ?? new Construct(stack, SCOPE);
  const mutable = !imported || isMutable(group);
  const id = `${groupName(stack, group)}${mutable ? '' : ' immutable'}`;
  return imports.node.tryFindChild(id) as ec2.ISecurityGroup | undefined
    ?? ec2.SecurityGroup.fromSecurityGroupId(imports, id, group.securityGroupId, { allowAllOutbound: false, mutable });
}

/** What a group is called in the names of rules. Construct ids can't hold tokens, and `/` means something to them. */
export function groupName(stack: Stack, group: ec2.ISecurityGroup): string {
  if (!isImported(group)) { return nameIn(stack, group).replace(/\//g, '.'); }
  return Token.isUnresolved(group.securityGroupId)
    ? createHash('sha256').update(identityOf(stack, group.securityGroupId)).digest('hex').slice(0, 16)
    : group.securityGroupId;
}

/** What a group is called in a message. */
export function groupText(group: ec2.ISecurityGroup): string {
  return isImported(group) && !Token.isUnresolved(group.securityGroupId) ? group.securityGroupId : group.node.path;
}

/**
 * Whether nothing tells what a group sends. An import is taken to allow all unless it says otherwise, and only a lookup knows:
 * not those that were imported by their id, and not those of which the CDK does nothing.
 */
export function isEgressUnknown(group: ec2.ISecurityGroup): boolean {
  if (!isImported(group) || group.securityGroupId === PENDING) { return false; }
  if (!group.allowAllOutbound) { return !isMutable(group); }
  const context: { [key: string]: any } = group.node.getAllContext();
  return !Object.keys(context).some(key => key.startsWith('security-group:')
    && context[key]?.securityGroupId === group.securityGroupId && context[key].allowAllOutbound === true);
}

/** An import that may not be changed has methods of its own, which do nothing; the CDK tells it in no other way. */
export function isMutable(group: ec2.ISecurityGroup): boolean {
  return !Object.prototype.hasOwnProperty.call(Object.getPrototypeOf(group), 'addIngressRule');
}
