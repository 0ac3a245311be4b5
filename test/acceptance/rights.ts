import { PARAMETERS_BEGIN, STACKS_BEGIN, TAG } from './apps/place';
import type { Resources } from './apps/resources';
import type { Group, Step } from './groups/step';
import { Actions, OF_TEMPLATE, OF_TYPE } from './rights-of-types';
import { MAX_POLICY } from '../../src/brokers/node/node-role';

interface Where {
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: string } };
}
interface Statement extends Where { readonly Effect: 'Allow'; readonly Action: readonly string[] }
export interface Policy { readonly Version: '2012-10-17'; readonly Statement: readonly Statement[] }

const ANYWHERE: Where = { Resource: '*' };
const policyOf = (Statement: readonly Statement[]): Policy => ({ Version: '2012-10-17', Statement });
/** Its length as IAM counts. */
export const lengthOf = (policy: Policy): number => JSON.stringify(policy).replace(/\s/g, '').length;

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
  return policyOf([
    { Effect: 'Allow', Action: [...new Set([...actions, 'acm:AddTagsToCertificate', 'secretsmanager:TagResource'])].sort(), ...ANYWHERE },
    { Effect: 'Allow', Action: ['sts:AssumeRole'], Resource: ['deploy', 'file-publishing', 'lookup'].map(role => `arn:aws:iam::*:role/cdk-hnb659fds-${role}-role-*`) },
  ]);
}

/** What has its name from its stack or from the kit, and keys. Of all else the id is not known before. */
const LIMITS: readonly (Where & { readonly of: RegExp })[] = [
  { of: /^iam:CreateServiceLinkedRole$/, Resource: 'arn:aws:iam::*:role/aws-service-role/*' },
  { of: /^iam:/, Resource: ['instance-profile', 'policy', 'role'].map(kind => `arn:aws:iam::*:${kind}/${STACKS_BEGIN}*`) },
  { of: /^events:/, Resource: `arn:aws:events:*:*:rule/${STACKS_BEGIN}*` },
  { of: /^lambda:/, Resource: `arn:aws:lambda:*:*:function:${STACKS_BEGIN}*` },
  { of: /^sns:/, Resource: `arn:aws:sns:*:*:${STACKS_BEGIN}*` },
  { of: /^s3:/, Resource: 'arn:aws:s3:::cdk-hnb659fds-assets-*' },
  { of: /^ssm:GetParameters$/, Resource: [PARAMETERS_BEGIN, '/aws/service/', '/cdk-bootstrap/'].map(name => `arn:aws:ssm:*:*:parameter${name}*`) },
  { of: /^ssm:(?!.*Association)/, Resource: `arn:aws:ssm:*:*:parameter${PARAMETERS_BEGIN}*` },
  { of: /^kms:ScheduleKeyDeletion$/, Resource: '*', Condition: { Null: { [`aws:ResourceTag/${TAG}`]: 'false' } } },
  { of: /^kms:(?:CreateGrant|Decrypt|GenerateDataKey.*|ReEncrypt.*)$/, Resource: '*', Condition: { StringLike: { 'kms:ViaService': 'ec2.*.amazonaws.com' } } },
];

function whereOf(action: string): Where {
  const limit = LIMITS.find(({ of }) => of.test(action));
  if (!limit) { return ANYWHERE; }
  const { of: _, ...where } = limit;
  return where;
}

/** Types in these stacks, without `AWS::`. */
export const typesOf = (stacks: readonly Resources[]): string[] =>
  [...new Set(stacks.flatMap(all => Object.values(all).map(({ Type }) => Type.replace('AWS::', ''))))].filter(type => type !== 'CDK::Metadata').sort();

function rowOf(type: string): Actions {
  if (!OF_TYPE[type]) { throw new Error(`rights-of-types.ts does not say what CloudFormation does for AWS::${type}`); }
  return OF_TYPE[type];
}

const namesOf = (actions: Actions): string[] => Object.entries(actions).flatMap(([service, words]) => words.split(/\s+/).map(word => `${service}:${word}`));

/** One statement for the actions of a service that may be done in the same place. */
function statementsOf(actions: readonly string[]): Statement[] {
  const together = new Map<string, Statement>();
  for (const action of actions) {
    const where = whereOf(action);
    const place = `${action.split(':')[0]} ${JSON.stringify(where)}`;
    together.set(place, { Effect: 'Allow', Action: [...together.get(place)?.Action ?? [], action], ...where });
  }
  return [...together.values()];
}

/** What CloudFormation may do for the stacks: the policies to give to `cdk bootstrap --cloudformation-execution-policies`, each as long as IAM lets it be. */
export function executionPolicies(stacks: readonly Resources[]): Policy[] {
  const actions = [OF_TEMPLATE, ...typesOf(stacks).map(rowOf)].flatMap(namesOf);
  const policies: Policy[] = [policyOf([])];
  for (const statement of statementsOf([...new Set(actions)].sort())) {
    const longer = policyOf([...policies.at(-1)!.Statement, statement]);
    if (lengthOf(longer) <= MAX_POLICY) { policies[policies.length - 1] = longer; } else { policies.push(policyOf([statement])); }
  }
  return policies;
}

/** The files in policies/ by their names. */
export const policyFiles = (groups: readonly Group[], stacks: readonly Resources[]): { readonly [name: string]: Policy } => ({
  caller: callerPolicy(groups),
  ...Object.fromEntries(executionPolicies(stacks).map((policy, i) => [`cloudformation-${i + 1}`, policy])),
});
