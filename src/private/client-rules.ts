import { createHash } from 'crypto';
import { Aspects, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { allow, Opening, placeOf } from './group-rules';
import { identityOf } from './identity';
import { groupName, groupText, isEgressUnknown, makerOf, ruleHolder } from './imported-groups';
import { NamedPeer } from './named-peer';
import { needs } from './stack-order';
import { environmentOf, foreignStacks } from './token-origin';
import { fail, quote } from './validation';

/** Who lets clients in. */
export interface Doorkeeper {
  readonly scope: IConstruct;
  readonly group: ec2.ISecurityGroup;
  readonly openings: Opening[];
  /** The ports in a message. */
  readonly ports: string;
  /** Refuses the group of another environment. */
  readonly foreignRule: string;
  /** Refuses the group of a stack that needs this one. */
  readonly cycleRule: string;
  /** Whom it has let in. */
  readonly peers: Set<string>;
}

/**
 * Lets a client in, each of its groups or its addresses, and gives back what there is to say of what it sends, if that is not
 * known.
 */
export function letIn(keeper: Doorkeeper, client: ec2.IConnectable): string | undefined {
  const own = Stack.of(keeper.scope);
  const groups = client.connections.securityGroups;
  groups.forEach(group => checkEnvironment(keeper, group));
  for (const group of groups) {
    allow(placeFor(keeper, group), group, keeper.group, keeper.openings);
    keeper.peers.add(groupName(own, group));
  }
  if (groups.length === 0) {
    const { connections } = ruleHolder(own, keeper.group);
    const peer = named(own, client);
    keeper.openings.forEach(({ port, description }) => connections.allowFrom(peer, port, description));
    keeper.peers.add((peer as Partial<ec2.IPeer>).uniqueId ?? `peer ${keeper.peers.size}`);
  }
  const unknown = groups.length > 0 ? [...new Set(groups.filter(isEgressUnknown).map(groupText))] : groupIdOf(client);
  return unknown.length === 0 ? undefined
    : `nothing tells what ${unknown.join(', ')} may send, so no rule is made for it: `
      + "CloudFormation would take away a rule that allows all, and with it all else that the group's members do. "
      + `See that it may send to ${groupText(keeper.group)} on ports ${keeper.ports} and acknowledge this, `
      + 'or look the group up (SecurityGroup.fromLookupById). Of a group that allows nothing by itself, say so: '
      + "its import takes 'allowAllOutbound: false', and rules are made";
}

/** A group of another account, region or stage can't be referred to by a rule. */
function checkEnvironment({ scope, foreignRule }: Doorkeeper, group: ec2.ISecurityGroup): void {
  for (const stack of foreignStacks(scope, group.securityGroupId)) {
    fail(scope.node.path, foreignRule, `the client's group is of stack ${quote(stack.node.path)} (${environmentOf(stack)}), `
      + `and this is ${environmentOf(Stack.of(scope))}: rules refer to groups of their own account and region, `
      + 'as far as they are known. '
      + "Give both stacks the same 'env', or let the client's addresses in by ec2.Peer.ipv4(), or its group by a literal id: "
      + 'ec2.Peer.securityGroupId(id, account)');
  }
}

/** The stacks in which rules between two stacks are put: once for all, since each rule makes its stack need the other. */
const CHOSEN = new WeakMap<Stack, Map<Stack, Stack>>();

/** As for all rules, unless the client's stack needs this one already. */
function placeFor(keeper: Doorkeeper, client: ec2.ISecurityGroup): Stack {
  const own = Stack.of(keeper.scope);
  const place = placeOf(keeper.scope, client, keeper.group);
  const theirs = makerOf(keeper.scope, client);
  if (place !== own || theirs === undefined || theirs === own) { return place; }
  const chosen = CHOSEN.get(own) ?? new Map<Stack, Stack>();
  CHOSEN.set(own, chosen);
  if (!chosen.has(theirs)) {
    chosen.set(theirs, needs(theirs, own) ? theirs : own);
    if (chosen.get(theirs) === own) { watch(keeper, theirs); }
  }
  return chosen.get(theirs)!;
}

/**
 * The client's stack may come to need this one later, which the CDK would refuse in words that do not say where that comes from.
 */
function watch({ scope, cycleRule }: Doorkeeper, theirs: Stack): void {
  const own = Stack.of(scope);
  Aspects.of(scope).add({
    visit: node => {
      if (node === scope && needs(theirs, own)) {
        fail(scope.node.path, cycleRule, `stack ${quote(theirs.node.path)} needs ${quote(own.node.path)}, `
          + 'and that has the rules that let a client of the first one in, so each would wait for the other. '
          + 'Call addDependency() of the client\'s stack before the client is let in, and the rules are put into that stack');
      }
    },
  });
}

/**
 * The CDK counts the peers that are tokens: one that goes would rename the rules of the others, which EC2 refuses as duplicates.
 */
function named(stack: Stack, client: ec2.IConnectable): ec2.IConnectable {
  const { uniqueId } = client as Partial<ec2.IPeer>;
  if (uniqueId === undefined || !Token.isUnresolved(uniqueId)) { return client; }
  return NamedPeer.like(createHash('sha256').update(identityOf(stack, uniqueId)).digest('hex').slice(0, 16), client as ec2.IPeer);
}

/** Of a peer that is the id of a group. */
function groupIdOf(client: ec2.IConnectable): string[] {
  const { toIngressRuleConfig } = client as Partial<ec2.IPeer>;
  const id = toIngressRuleConfig?.call(client).sourceSecurityGroupId;
  return id === undefined ? [] : [Token.isUnresolved(id) ? 'the client\'s group' : id];
}
