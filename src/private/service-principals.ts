import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { quote } from './validation';

/**
 * Everybody, an account, or a user or role without a path.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpointServicePermissions.html
 */
const PRINCIPAL_ARN = /^(\*|arn:[a-z-]+:iam::[0-9]{12}:(root|(user|role)\/[^/]+))$/;

/** What is wrong with a principal of an endpoint service, or undefined. */
export function principalProblem({ arn, principalAccount }: iam.ArnPrincipal): string | undefined {
  // The ARN of an account principal is a token, for its partition; its account number may still be a literal.
  const [value, isGood] = Token.isUnresolved(arn)
    ? [principalAccount, principalAccount === undefined || Token.isUnresolved(principalAccount) || /^[0-9]{12}$/.test(principalAccount)]
    : [arn, PRINCIPAL_ARN.test(arn)];
  return isGood ? undefined : `${quote(value)} is nobody that an endpoint service can allow; `
    + 'give an account, as in new iam.AccountPrincipal("222222222222"), or the ARN of a user or role without a path';
}
