import { StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { quote } from './validation';

/**
 * Everybody, an account, or a user or role without a path.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpointServicePermissions.html
 */
const ACCOUNT = /^[0-9]{12}$/;
const PRINCIPAL_ARN = [/^arn$/, /^[a-z-]+$/, /^iam$/, /^$/, ACCOUNT, /^(root|(user|role)\/[^/]+)$/];

/** Stands for a token in an ARN that is shown. */
const TOKEN = '<token>';

/** What is wrong with a principal of an endpoint service, or undefined. */
export function principalProblem(principal: iam.ArnPrincipal): string | undefined {
  const arn = arnOf(principal);
  // The ARN of an account principal is a token, for its partition; its account number may still be a literal.
  const account = arn === TOKEN ? principal.principalAccount ?? TOKEN : undefined;
  const isGood = account === undefined
    ? isPrincipalArn(arn)
    : Token.isUnresolved(account) || account === TOKEN || ACCOUNT.test(account);
  return isGood ? undefined : `${quote(account ?? arn)} ${pastedPrincipal(account ?? arn)}; `
    + 'give an account, as in new iam.AccountPrincipal("222222222222"), or the ARN of a user or role without a path';
}

/** What a person meant who gave this as a principal. */
function pastedPrincipal(text: string): string {
  const digits = text.replace(/[\s-]/g, '');
  if (/^[0-9]+$/.test(digits)) {
    return digits.length === 12
      ? `is the number of an account${digits === text ? '' : ` with more than its digits, ${quote(digits)}`}`
      : `has ${digits.length} digits, `
        + 'and the number of an account has '
        + `12${digits.length < 12 ? ': one that was read as a number has lost the zeros in front' : ''}`;
  }
  if (/^(o|ou|r)-[a-z0-9-]+$|^arn:[a-z-]+:organizations:/.test(text)) {
    return 'is an organization or a part of one, which an endpoint service does not know; name its accounts';
  }
  const [, partition, account, role] = /^arn:([a-z-]+):sts::([0-9]{12}):assumed-role\/([^/]+)/.exec(text) ?? [];
  if (role !== undefined) {
    return `is a session of a role; give the role, "arn:${partition}:iam::${account}:role/${role}", if it has no path`;
  }
  if (/^arn:[a-z-]+:iam::[0-9]{12}:(user|role)\/.+\//.test(text)) {
    return "has a path, and an endpoint service can't allow that; allow the account, and let it restrict its own users";
  }
  if (/^arn:[a-z-]+:iam::[0-9]{12}:(group|policy|instance-profile)\//.test(text)) { return 'is not a user or role'; }
  if (/\.amazonaws\.com(\.cn)?$/.test(text)) { return 'is a service of AWS, which has no VPC of its own to connect from'; }
  return 'is not a principal that an endpoint service can allow';
}

/**
 * What two principals have in common when they are the same: an account its number, anybody else the ARN. Undefined where a token
 * hides it.
 */
export function principalIdentity(principal: iam.ArnPrincipal): string | undefined {
  const arn = arnOf(principal);
  const account = arn === TOKEN ? principal.principalAccount : /^arn:.*:iam::([0-9]{12}):root$/.exec(arn)?.[1] ?? arn;
  return account === undefined || Token.isUnresolved(account) || account.includes(TOKEN) ? undefined : account;
}

/** The ARN as it is shown; what has none, by the name of its class. */
function arnOf(principal: iam.ArnPrincipal): string {
  const { arn } = principal;
  if (arn === undefined) { return String(principal); }
  return Token.isUnresolved(arn)
    ? Tokenization.reverseString(arn).mapTokens({ mapToken: () => TOKEN }).join(new StringConcat())
    : arn;
}

/** Whether it can be one: of a token nothing is known, not even how many fields of the ARN it holds. */
function isPrincipalArn(arn: string): boolean {
  if (arn === '*') { return true; }
  const fields = arn.split(':');
  if (fields.length !== PRINCIPAL_ARN.length) { return arn.includes(TOKEN); }
  return PRINCIPAL_ARN.every((form, i) => form.test(fields[i]) || isOpen(fields[i]));
}

/** Whether a field may become a good one when its token is known. */
function isOpen(field: string): boolean {
  return field.includes(TOKEN) && !/\/.*\//.test(field);
}
