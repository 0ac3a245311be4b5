import { CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Problems } from '../private/validation';

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const MAX_TEMPLATE = 1_000_000;

/** More than what a synthesizer adds at the end: which version of the bootstrap stack it asks for. */
const ADDED_LATER = 1000;

/** Fewer nodes than these do not fill a template, so that nothing needs to be measured. */
const FEW_NODES = 15;

/** Adds a problem if CloudFormation would refuse the template of a stack with so many nodes, which the CDK warns of only. */
export function checkTemplateSize(problems: Problems, stack: Stack, nodeCount: number, brokers: IConstruct[]): void {
  if (nodeCount < FEW_NODES) { return; }
  const { template, indent } = templateOf(stack);
  const sizeOf = (resources: Template['Resources'], level = indent) =>
    JSON.stringify({ ...template, Resources: resources }, undefined, level).length + ADDED_LATER;
  const size = sizeOf(template.Resources);
  if (size <= MAX_TEMPLATE) { return; }
  const resources = brokers.flatMap(({ node }) => node.findAll()).filter(CfnResource.isCfnResource);
  const own = new Set(resources.map(({ logicalId }) => stack.resolve(logicalId)));
  const rest = sizeOf(Object.fromEntries(Object.entries(template.Resources).filter(([id]) => !own.has(id))));
  const each = Math.ceil((size - rest) / brokers.length);
  const fits = Math.max(0, Math.floor((MAX_TEMPLATE - rest) / each));
  const dense = sizeOf(template.Resources, 0);
  const orDense = dense <= MAX_TEMPLATE ? `, or give the stack 'suppressTemplateIndentation', with which it takes ${dense}` : '';
  problems.add('MultiAzKafkaBrokers.templateTooLong', `the template of stack ${stack.stackName} takes ${size} bytes, `
    + `and CloudFormation allows ${MAX_TEMPLATE}; `
    + `each of ${brokers.length} brokers takes ${each} of them, so ${fits} fit: make 'brokerCount' ${fits} and the others in a `
    + `second stack by 'joins', or have fewer client listeners${orDense}`);
}

interface Template { readonly Resources: { readonly [logicalId: string]: unknown } }

/** As the CDK writes it. It has no public way to ask before it does. */
function templateOf(stack: Stack): { template: Template; indent: number } {
  const inside = stack as unknown as { _suppressTemplateIndentation?: boolean; _toCloudFormation(): unknown };
  return { template: stack.resolve(inside._toCloudFormation()), indent: inside._suppressTemplateIndentation ? 0 : 1 };
}
