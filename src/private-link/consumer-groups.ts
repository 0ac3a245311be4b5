import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import type { KafkaPrivateLinkConsumerProps } from './kafka-private-link-consumer-props';
import { textByPath } from '../private/identity';
import { groupText, isImported, isMutable } from '../private/imported-groups';
import { duplicates, Problems, reportWarning } from '../private/validation';

/**
 * Groups of a network interface, with the highest quota that AWS gives.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
 */
const MAX_GROUPS = 16;

/** The groups that were given, in one way or the other; undefined where one is to be made. */
export function givenGroups({ endpoint, securityGroups }: KafkaPrivateLinkConsumerProps): ec2.ISecurityGroup[] | undefined {
  return securityGroups ?? endpoint?.connections.securityGroups;
}

/** Adds what is wrong with the given groups. */
export function checkGroups(
  problems: Problems, scope: IConstruct, { endpoint, securityGroups }: KafkaPrivateLinkConsumerProps,
): void {
  const rule = 'KafkaPrivateLinkConsumer.securityGroups';
  if (securityGroups === undefined) { return; }
  const known = endpoint?.connections.securityGroups ?? [];
  if (known.length > 0) {
    problems.add(rule, `'endpoint' has its own groups, ${known.map(groupText).join(', ')}, which get the rules; `
      + "leave 'securityGroups' out");
  }
  if (securityGroups.length === 0) {
    problems.add(rule, "'securityGroups' is empty, and AWS would take the default group of the VPC; give one at least, "
      + 'or leave it out, and one is made');
  }
  if (securityGroups.length > MAX_GROUPS) {
    problems.add(rule, `'securityGroups' has ${securityGroups.length}, and an endpoint has ${MAX_GROUPS} at most, `
      + 'and 5 unless AWS was asked for more; give fewer');
  }
  const twice = duplicates(securityGroups.map(({ securityGroupId }) => textByPath(scope, securityGroupId)));
  for (const id of twice) {
    const group = securityGroups.find(({ securityGroupId }) => textByPath(scope, securityGroupId) === id)!;
    problems.add(rule, `'securityGroups' has ${groupText(group)} more than once; give it once`);
  }
}

/** Warns where no rule can be made that lets clients in. */
export function warnOfClosedGroups(scope: IConstruct, groups: ec2.ISecurityGroup[], ports: string): void {
  const isClosed = (group: ec2.ISecurityGroup) => isImported(group) && !isMutable(group);
  if (groups.length > 0 && !groups.every(isClosed)) { return; }
  const why = groups.length === 0
    ? "no security group is known of 'endpoint', so no rule is made that lets clients in; give its import its 'securityGroups'"
    : `${groups.map(groupText).join(', ')} of the endpoint ${groups.length === 1 ? 'is' : 'are'} imported with 'mutable: `
      + "false', so no rule is made that lets clients in; import the group without it";
  reportWarning(scope, 'KafkaPrivateLinkConsumer.endpointNotOpened', `${why}, or let clients in on ports ${ports} yourself and `
    + 'acknowledge this');
}

/** The ids of groups, as far as they refer to something. */
export function idsOf(groups: ec2.ISecurityGroup[]): string[] {
  return groups.map(({ securityGroupId }) => securityGroupId).filter(id => Token.isUnresolved(id));
}
