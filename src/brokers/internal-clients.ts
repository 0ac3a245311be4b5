import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

const DESCRIPTION = 'Kafka clients inside the VPC';

/**
 * Lets a client in to nodes whose security group is in another stack, by rules in the stack of `scope`. The group itself would make them in its own
 * stack, which comes first and must not know of what is in a later one.
 */
export function letIn(scope: Construct, nodes: ec2.ISecurityGroup, client: ec2.IConnectable, port: number): void {
  const rule = { ...ec2.Port.tcp(port).toRuleJson(), description: DESCRIPTION };
  const peers = isPeer(client) ? [client] : client.connections.securityGroups;
  if (peers.length === 0) {
    // Addresses behind connections of their own, which only CDK can read: they name nothing of another stack.
    nodes.connections.allowFrom(client, ec2.Port.tcp(port), DESCRIPTION);
  }
  for (const peer of peers) {
    // As CDK names its rules: never by an index.
    const name = Token.isUnresolved(peer.uniqueId) ? '{IndirectPeer}' : peer.uniqueId;
    new ec2.CfnSecurityGroupIngress(scope, `from ${name}`, { ...rule, ...peer.toIngressRuleConfig(), groupId: nodes.securityGroupId });
    if (isGroup(peer) && !peer.allowAllOutbound) {
      new ec2.CfnSecurityGroupEgress(scope, `to nodes from ${name}`, { ...rule, groupId: peer.securityGroupId, destinationSecurityGroupId: nodes.securityGroupId });
    }
  }
}

function isPeer(client: ec2.IConnectable): client is ec2.IPeer {
  return 'toIngressRuleConfig' in client;
}

function isGroup(peer: ec2.IPeer): peer is ec2.ISecurityGroup {
  return ec2.SecurityGroup.isSecurityGroup(peer);
}
