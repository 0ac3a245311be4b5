import { createHash } from 'crypto';
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { deployedSize } from './deployed-size';
import { FetchedObject, publishedRights, storedRights } from './fetched-object';
import { Conditions, keyStatement, knownKey } from './key-rights';
import { NodeScripts } from './node-scripts';
import { Problems } from '../../private/validation';
import { METRIC_NAMESPACE } from '../watch/node-metrics';

/** The tag by which a node's role knows its own instances. */
export const NODE_TAG = 'kafka:node';

/**
 * In a managed policy, blanks not counted.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const MAX_POLICY = 6144;

export interface NodeRightsProps {
  readonly scripts: NodeScripts;
  /** Kafka, and what else it fetches. */
  readonly fetched: FetchedObject[];
  readonly networkInterface: ec2.CfnNetworkInterface;
  readonly volumeIds: string[];
  readonly encryptionKey?: kms.IKey;
  readonly logGroup: logs.ILogGroup;
  readonly secrets: secrets.ISecret[];
  /** The value of the tag on the node's instances. */
  readonly tagValue: string;
}

/**
 * What one node may do: take its own disks and its own address, fetch Kafka and its secrets, say how it is. No other node's role
 * may touch them, so that a node with a wrong idea of itself can't take another's.
 *
 * The id of the policy is made from what it allows. So other rights are another policy, which CloudFormation makes before it
 * touches a node, and it takes the old one away when all nodes are done: one that dies before its turn, or is rolled back, still
 * has what its old configuration needs.
 */
export function allowNode(scope: Construct, role: iam.Role, props: NodeRightsProps): { policy: iam.ManagedPolicy; size: number } {
  const statements = nodeRights(scope, role, props);
  const asTheyAre = documentOf(scope, { statements });
  // Joined where they must be only, since others are another policy.
  const { document, text, size } = asTheyAre.size <= MAX_POLICY ? asTheyAre : documentOf(scope, { statements, minimize: true });
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 8);
  return { policy: new iam.ManagedPolicy(scope, `Rights${digest}`, { document, roles: [role] }), size };
}

/** Adds a problem if IAM would refuse the rights of a node. */
export function checkRightsSize(problems: Problems, nodeId: number, size: number, secretCount: number): void {
  if (size > MAX_POLICY) {
    problems.add('MultiAzKafkaBrokers.rightsTooLong', `the policy with the rights of node ${nodeId} takes up to ${size} `
      + `characters, and IAM allows ${MAX_POLICY}; it names ${secretCount} secrets and the keys of those that have one: `
      + "give secrets one key in common, or let nodes fetch fewer of them by 'secretFiles', or fewer 'plugins' and 'files'");
  }
}

/** A document, its text in the template, and how long it can become. */
function documentOf(scope: Construct, props: iam.PolicyDocumentProps) {
  const document = new iam.PolicyDocument(props);
  const text = JSON.stringify(Stack.of(scope).resolve(document)); // joins the statements where they are to be joined
  const { Statement: statements, ...rest } = document.toJSON();
  const distinct = new Set(statements.map((statement: unknown) => JSON.stringify(statement)));
  return { document, text, size: deployedSize(JSON.stringify({ ...rest, Statement: [] }) + [...distinct].join()) };
}

function nodeRights(scope: Construct, role: iam.Role, props: NodeRightsProps): iam.PolicyStatement[] {
  const statements: iam.PolicyStatement[] = [];
  const stack = Stack.of(scope);
  const ec2Arn = (resource: string, resourceName: string) => stack.formatArn({ service: 'ec2', resource, resourceName });
  const allow = (actions: string[], resources: string[], conditions?: Conditions) =>
    statements.push(new iam.PolicyStatement({ actions, resources, conditions }));
  const grantee = granteeOf(role, statement => { statements.push(statement); });

  const onVolumes = ['ec2:AttachVolume', 'ec2:DetachVolume'];
  const onInterface = ['ec2:AttachNetworkInterface', 'ec2:DetachNetworkInterface'];
  allow(onVolumes, props.volumeIds.map(volumeId => ec2Arn('volume', volumeId)));
  allow(onInterface, [ec2Arn('network-interface', props.networkInterface.attrId)]);
  // An instance's id is not known before it is there; its tag is, and no node may write tags.
  allow([...onVolumes, ...onInterface], [ec2Arn('instance', '*')], {
    StringEquals: { [`aws:ResourceTag/${NODE_TAG}`]: props.tagValue },
  });

  // By its id, which is what a node says, and in the form that calls by name were once known by.
  allow(
    ['cloudformation:SignalResource'],
    [stack.stackId, stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${stack.stackName}/*` })],
  );
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [props.logGroup.logGroupArn]);
  for (const secret of props.secrets) {
    if (hasKeyElsewhere(stack, secret)) {
      allow(
        ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        [secret.secretFullArn ?? `${secret.secretArn}-??????`],
      );
    } else {
      secret.grantRead(grantee);
    }
    // The CDK writes this into the policy of a key of the app, and nowhere for one that is imported.
    if (secret.encryptionKey) {
      statements.push(keyStatement(scope, secret.encryptionKey, ['kms:Decrypt'],
        { StringEquals: { 'kms:ViaService': `secretsmanager.${stack.region}.amazonaws.com` } }));
    }
  }
  const forDisks = {
    Bool: { 'kms:GrantIsForAWSResource': true }, StringEquals: { 'kms:ViaService': `ec2.${stack.region}.amazonaws.com` },
  };
  if (props.encryptionKey) {
    statements.push(keyStatement(scope, props.encryptionKey, ['kms:CreateGrant'], forDisks));
  } else {
    // Which one is the account's default key for EBS, and that it is a customer's, is not known here.
    allow(['kms:CreateGrant'], [stack.formatArn({ service: 'kms', resource: 'key', resourceName: '*' })], forDisks);
  }
  const published = props.fetched.flatMap(object => object.published ?? []);
  statements.push(...publishedRights(scope, [props.scripts.published, ...published]));
  statements.push(...props.fetched.flatMap(object => storedRights(scope, object)));

  // Actions that know no resources.
  allow(['ec2:DescribeVolumes', 'ec2:DescribeNetworkInterfaces', 'autoscaling:DescribeAutoScalingInstances'], ['*']);
  allow(['cloudwatch:PutMetricData'], ['*'], { StringEquals: { 'cloudwatch:namespace': METRIC_NAMESPACE } });
  allow(
    [
      'ssm:UpdateInstanceInformation', 'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
    ],
    ['*'],
  );
  return statements;
}

/**
 * Whether the key's policy is another stack's. The CDK would write the role into it: that stack would need this one, which needs
 * the secret.
 */
function hasKeyElsewhere(stack: Stack, { encryptionKey }: secrets.ISecret): boolean {
  return encryptionKey !== undefined && Stack.of(knownKey(encryptionKey) ?? encryptionKey) !== stack;
}

/** The role, but for where statements go. */
function granteeOf(role: iam.Role, add: (statement: iam.PolicyStatement) => void): iam.IRole {
  const addToPrincipalPolicy = (statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult => {
    add(statement);
    return { statementAdded: true, policyDependable: role };
  };
  const grantee: iam.IRole = Object.create(role, {
    grantPrincipal: { get: () => grantee },
    addToPrincipalPolicy: { value: addToPrincipalPolicy },
    addToPolicy: { value: (statement: iam.PolicyStatement) => addToPrincipalPolicy(statement).statementAdded },
  });
  return grantee;
}
