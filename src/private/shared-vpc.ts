import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { reportError } from './validation';

/**
 * Reports a VPC that is known to be another account's, shared by AWS RAM: whoever it is shared with may put load balancers,
 * instances and security groups into it, and neither endpoints nor private hosted zones.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html
 */
export function reportSharedVpc(scope: IConstruct, rule: string, vpc: ec2.IVpc, what: string): void {
  const [owner, own] = [vpc.env.account, Stack.of(scope).account];
  if (owner === own || Token.isUnresolved(owner) || Token.isUnresolved(own)) { return; }
  reportError(scope, rule, `'vpc' is of account ${owner}, and this stack is of ${own}: `
    + `the account that a VPC is shared with can't make ${what} in it; `
    + 'define this in a stack of the account that owns the VPC, or use a VPC of your own (docs/consumers.md)');
}
