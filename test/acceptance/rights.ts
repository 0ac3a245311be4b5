import type { Resources } from './apps/resources';
import type { Group, Step } from './groups/step';

interface Statement { readonly Effect: 'Allow'; readonly Action: readonly string[]; readonly Resource: string | readonly string[] }
export interface Policy { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] }

/** Where IAM calls a service of the CLI by another name. */
const PREFIX: { readonly [service: string]: string } = { 'resourcegroupstaggingapi': 'tag', 'service-quotas': 'servicequotas' };
/** Where IAM calls an operation by another name. */
const ACTION: { readonly [operation: string]: string } = {
  'lambda invoke': 'lambda:InvokeFunction',
};

/** The action that IAM asks for, for a call of the AWS CLI. */
export function actionOf([service, operation]: readonly string[]): string {
  const pascal = operation.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return ACTION[`${service} ${operation}`] ?? `${PREFIX[service] ?? service}:${pascal}`;
}

export const callsOf = (step: Step): readonly (readonly string[])[] => [
  ...'ask' in step ? step.ask : [], ...'invoke' in step && !step.by ? [step.invoke] : [], ...step.meanwhile ? [step.meanwhile.call] : [],
];

/** What the kit asks and deletes beside its steps: run/prerequisites.ts and run/clean-up.ts. A test compares the list with what a stub was asked. */
export const BESIDE_STEPS: readonly (readonly [string, string])[] = [
  ['sts', 'get-caller-identity'], ['ec2', 'describe-availability-zones'], ['ec2', 'describe-vpcs'], ['service-quotas', 'get-service-quota'],
  ['cloudformation', 'describe-stacks'], ['resourcegroupstaggingapi', 'get-resources'],
  ['ec2', 'delete-volume'], ['acm', 'delete-certificate'], ['secretsmanager', 'delete-secret'], ['logs', 'delete-log-group'],
];

/** Who starts a run: it asks by itself, and deploys by the roles of the CDK bootstrap alone. */
export function callerPolicy(groups: readonly Group[]): Policy {
  const actions = [...BESIDE_STEPS, ...groups.flatMap(({ steps }) => steps.flatMap(callsOf))].map(actionOf);
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: [...new Set([...actions, 'acm:AddTagsToCertificate', 'secretsmanager:TagResource'])].sort(), Resource: '*' },
      { Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: ['deploy', 'file-publishing', 'lookup'].map(role => `arn:aws:iam::*:role/cdk-hnb659fds-${role}-role-*`) },
    ],
  };
}

/** What CloudFormation does for a type, as a service and the beginnings of actions. */
const OF_SERVICE: { readonly [service: string]: readonly string[] } = {
  AutoScaling: ['autoscaling:*'],
  CloudWatch: ['cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms', 'cloudwatch:PutCompositeAlarm', 'cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource'],
  EC2: ['ec2:*', 'vpce:AllowMultiRegion'],
  ElasticLoadBalancingV2: ['elasticloadbalancing:*'],
  Events: ['events:DeleteRule', 'events:DescribeRule', 'events:PutRule', 'events:PutTargets', 'events:RemoveTargets', 'events:TagResource'],
  IAM: [
    'iam:AddRoleToInstanceProfile', 'iam:AttachRolePolicy', 'iam:CreateInstanceProfile', 'iam:CreatePolicy', 'iam:CreatePolicyVersion', 'iam:CreateRole',
    'iam:CreateServiceLinkedRole', 'iam:DeleteInstanceProfile', 'iam:DeletePolicy', 'iam:DeletePolicyVersion', 'iam:DeleteRole', 'iam:DeleteRolePolicy',
    'iam:DetachRolePolicy', 'iam:GetInstanceProfile', 'iam:GetPolicy', 'iam:GetRole', 'iam:GetRolePolicy', 'iam:ListPolicyVersions', 'iam:PassRole',
    'iam:PutRolePolicy', 'iam:RemoveRoleFromInstanceProfile', 'iam:TagPolicy', 'iam:TagRole',
  ],
  KMS: ['kms:*'],
  Lambda: [
    'lambda:AddPermission', 'lambda:CreateFunction', 'lambda:DeleteFunction', 'lambda:DeleteFunctionConcurrency', 'lambda:DeleteFunctionEventInvokeConfig',
    'lambda:GetFunction', 'lambda:GetFunctionEventInvokeConfig', 'lambda:PutFunctionConcurrency', 'lambda:PutFunctionEventInvokeConfig',
    'lambda:RemovePermission', 'lambda:TagResource', 'lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration',
  ],
  Logs: ['logs:CreateLogGroup', 'logs:DeleteLogGroup', 'logs:DescribeLogGroups', 'logs:ListTagsForResource', 'logs:PutRetentionPolicy', 'logs:TagResource'],
  Route53: [
    'route53:ChangeResourceRecordSets', 'route53:ChangeTagsForResource', 'route53:CreateHostedZone', 'route53:DeleteHostedZone', 'route53:GetChange',
    'route53:GetHostedZone', 'route53:ListResourceRecordSets', 'route53:AssociateVPCWithHostedZone', 'route53:DisassociateVPCFromHostedZone',
  ],
  SNS: ['sns:CreateTopic', 'sns:DeleteTopic', 'sns:GetTopicAttributes', 'sns:ListTagsForResource', 'sns:SetTopicAttributes', 'sns:TagResource'],
  SSM: ['ssm:AddTagsToResource', 'ssm:DeleteParameter', 'ssm:GetParameters', 'ssm:PutParameter'],
};

/** The services of the types in these stacks. */
export const servicesOf = (stacks: readonly Resources[]): string[] =>
  [...new Set(stacks.flatMap(all => Object.values(all).map(({ Type }) => Type.split('::')[1])).filter(service => service !== 'CDK'))].sort();

/** What CloudFormation may do for the stacks: the policy to give to `cdk bootstrap --cloudformation-execution-policies`. */
export function executionPolicy(stacks: readonly Resources[]): Policy {
  const actions = servicesOf(stacks).flatMap(service => {
    if (!OF_SERVICE[service]) { throw new Error(`rights.ts does not say what CloudFormation does for AWS::${service}::…`); }
    return OF_SERVICE[service];
  });
  return {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: [...new Set(actions)].sort(), Resource: '*' },
      // The scripts of nodes are an asset; the role that reads it is made by the stack.
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::cdk-hnb659fds-assets-*' },
      { Effect: 'Allow', Action: ['ssm:GetParameters'], Resource: 'arn:aws:ssm:*:*:parameter/*' },
    ],
  };
}

export const unusedServices = (stacks: readonly Resources[]): string[] =>
  Object.keys(OF_SERVICE).filter(service => !servicesOf(stacks).includes(service));
