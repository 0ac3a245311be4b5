import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { groupName, isImported, ruleHolder } from './imported-groups';
import { NamedPeer } from './named-peer';

/** Ports that are opened together. */
export interface Opening {
  readonly port: ec2.Port;
  readonly description: string;
}

/**
 * Lets one group send to another, by one rule on either side for each range of ports.
 *
 * What a group sends is its owner's: a group that allows all, or of which that is not known to be otherwise, gets no rule for it.
 * CloudFormation takes the rule that allows all away from a group that gets another, whoever relies on it, and does not bring it
 * back.
 * @see https://github.com/aws-cloudformation/cfn-language-discussion/issues/157
 *
 * @param place the stack of the rules: one that may refer to both groups
 */
export function allow(place: Stack, from: ec2.ISecurityGroup, to: ec2.ISecurityGroup, openings: Opening[]): void {
  const [source, destination] = [from, to].map(group => ruleHolder(place, group));
  for (const { port, description } of openings) {
    // As remote rules, so that the CDK does not warn of those that are not needed.
    destination.addIngressRule(NamedPeer.group(groupName(place, from), source), port, description, true);
    if (!from.allowAllOutbound) {
      source.addEgressRule(NamedPeer.group(groupName(place, to), destination), port, description, true);
    }
  }
}

/** Lets a group send to something that has none of its own. */
export function allowToPeer(place: Stack, from: ec2.ISecurityGroup, to: ec2.IConnectable, openings: Opening[]): void {
  if (from.allowAllOutbound) { return; }
  for (const { port, description } of openings) {
    ruleHolder(place, from).connections.allowTo(to, port, description);
  }
}

/**
 * The stack for the rules between two groups. That of the construct which wants them, since it refers to both; rules between two
 * groups of one other stack stay there.
 */
export function placeOf(scope: IConstruct, from: ec2.ISecurityGroup, to: ec2.ISecurityGroup): Stack {
  const [source, destination] = [from, to].map(group => isImported(group) ? undefined : Stack.of(group));
  return source && source === destination ? source : Stack.of(scope);
}
