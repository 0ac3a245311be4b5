import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { KafkaDistribution } from './kafka-distribution';
import { METRIC_NAMESPACE } from './node-metrics';

/** The tag by which a node's role knows its own instances. */
export const NODE_TAG = 'kafka:node';

export interface NodeRoleProps {
  readonly description: string;
  readonly kafka: KafkaDistribution;
  readonly networkInterface: ec2.CfnNetworkInterface;
  readonly volumeIds: string[];
  readonly encryptionKey?: kms.IKey;
  readonly logGroup: logs.ILogGroup;
  readonly secrets: secrets.ISecret[];
  /** The value of the tag on the node's instances. */
  readonly tagValue: string;
}

/**
 * What one node may do: take its own disks and its own address, fetch Kafka and its secrets, say how it is. No other node's role may touch them, so
 * that a node with a wrong idea of itself can't take another's.
 */
export function makeNodeRole(scope: Construct, id: string, props: NodeRoleProps): iam.Role {
  const role = new iam.Role(scope, id, { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), description: props.description });
  const stack = Stack.of(scope);
  const ec2Arn = (resource: string, resourceName: string) => stack.formatArn({ service: 'ec2', resource, resourceName });
  const allow = (actions: string[], resources: string[], conditions?: { [operator: string]: unknown }) =>
    role.addToPolicy(new iam.PolicyStatement({ actions, resources, conditions }));

  const onVolumes = ['ec2:AttachVolume', 'ec2:DetachVolume'];
  const onInterface = ['ec2:AttachNetworkInterface', 'ec2:DetachNetworkInterface'];
  allow(onVolumes, props.volumeIds.map(volumeId => ec2Arn('volume', volumeId)));
  allow(onInterface, [ec2Arn('network-interface', props.networkInterface.attrId)]);
  // An instance's id is not known before it is there; its tag is, and no node may write tags.
  allow([...onVolumes, ...onInterface], [ec2Arn('instance', '*')], { StringEquals: { [`aws:ResourceTag/${NODE_TAG}`]: props.tagValue } });

  // By its id, which is what a node says, and in the form that calls by name were once known by.
  allow(['cloudformation:SignalResource'], [stack.stackId, stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${stack.stackName}/*` })]);
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [props.logGroup.logGroupArn]);
  props.secrets.forEach(secret => secret.grantRead(role));
  props.encryptionKey?.grant(role, 'kms:CreateGrant').principalStatement?.addConditions({
    Bool: { 'kms:GrantIsForAWSResource': true },
    StringEquals: { 'kms:ViaService': `ec2.${stack.region}.amazonaws.com` },
  });
  props.kafka._grantRead(role);

  // Actions that know no resources.
  allow(['ec2:DescribeVolumes', 'ec2:DescribeNetworkInterfaces', 'autoscaling:DescribeAutoScalingInstances'], ['*']);
  allow(['cloudwatch:PutMetricData'], ['*'], { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } });
  allow(['ssm:UpdateInstanceInformation', 'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel'], ['*']);
  return role;
}
