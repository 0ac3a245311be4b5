import { Aws, CfnResource, IResolvable, Reference, Stack, StringConcat, Token, Tokenization } from 'aws-cdk-lib';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';

/** More than any value that is only known when deployed: ids, addresses, names of stacks. */
const LONGEST_TOKEN_VALUE = 128;

/** The longest of what says where a stack is. */
const PLACES = new Map([
  [Aws.PARTITION, 'aws-us-gov'],
  [Aws.REGION, 'ap-southeast-1'],
  [Aws.ACCOUNT_ID, '111111111111'],
  [Aws.URL_SUFFIX, 'amazonaws.com.cn'],
].map(([token, longest]) => [Tokenization.reverseString(token).firstToken, longest.length]));

/** The longest of EC2's ids and addresses that a node is told. */
const EC2_VALUE = 'vol-0123456789abcdef0'.length;

/** What CloudFormation puts behind a name that it makes: 12 characters, and those between. */
const MADE_NAME = '--0123456789AB'.length;

/** An id of a stack, but for its name. */
const STACK_ID = 'arn:aws-us-gov:cloudformation:ap-southeast-1:111111111111:stack//12345678-1234-1234-1234-123456789012'.length;

/** The ARNs that a node's rights name, but for names. */
const KEY_ARN = 'arn:aws-us-gov:kms:ap-southeast-1:111111111111:key/12345678-1234-1234-1234-123456789012'.length;
const SECRET_ARN = 'arn:aws-us-gov:secretsmanager:ap-southeast-1:111111111111:secret:-AbCdEf'.length;
const LOG_GROUP_ARN = 'arn:aws-us-gov:logs:ap-southeast-1:111111111111:log-group::*'.length;

/** How many bytes a text can take when all that is known only then stands in it. */
export function deployedSize(text: string): number {
  const filled = Tokenization.reverseString(text)
    .mapTokens({ mapToken: token => '0'.repeat(longestValue(token)) })
    .join(new StringConcat());
  return Buffer.byteLength(filled);
}

/** How long a value can become that is known only when deployed. */
function longestValue(token: IResolvable): number {
  if (!Reference.isReference(token)) { return PLACES.get(token) ?? LONGEST_TOKEN_VALUE; }
  const { target, displayName } = token;
  const { stackName } = Stack.of(target);
  const nameLength = Token.isUnresolved(stackName) ? LONGEST_TOKEN_VALUE : stackName.length;
  if (displayName === 'AWS::StackId') { return STACK_ID + nameLength; }
  if (!CfnResource.isCfnResource(target)) { return LONGEST_TOKEN_VALUE; }
  if (target.cfnResourceType.startsWith('AWS::EC2::')) { return EC2_VALUE; }
  if (target instanceof CfnKey) { return KEY_ARN; }
  const madeName = Stack.of(target).getLogicalId(target).length + MADE_NAME;
  const lengthOf =
    (name: string | undefined, made: number) => Stack.of(target).resolve(name) === undefined ? made : LONGEST_TOKEN_VALUE;
  // The name of a secret is made without that of its stack.
  if (target instanceof CfnSecret) { return Math.min(LONGEST_TOKEN_VALUE, SECRET_ARN + lengthOf(target.name, madeName)); }
  if (target instanceof CfnLogGroup) {
    return (displayName === 'Ref' ? 0 : LOG_GROUP_ARN) + lengthOf(target.logGroupName, nameLength + madeName);
  }
  return LONGEST_TOKEN_VALUE;
}
