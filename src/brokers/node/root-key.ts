import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { isAlias } from './key-rights';
import { reportWarning } from '../../private/validation';

/** AWS's own key, which EC2 Auto Scaling may use without more ado; the account's default may be another. */
export const AWS_EBS_KEY = 'alias/aws/ebs';

/**
 * Lets EC2 Auto Scaling, which launches nodes, use a customer's key for their root volumes, where the key's policy is this app's.
 *
 * @see https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
export function allowLaunches(scope: Construct, key: kms.IKey): void {
  if (isAlias(key) && key.aliasName === AWS_EBS_KEY) { return; }
  const launcher = Stack.of(scope).formatArn({
    service: 'iam',
    region: '',
    resource: 'role',
    resourceName: 'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling',
  });
  const allow = (actions: string[], conditions?: { [operator: string]: unknown }) =>
    key.addToResourcePolicy(
      new iam.PolicyStatement({ principals: [new iam.ArnPrincipal(launcher)], actions, resources: ['*'], conditions }), true,
    ).statementAdded;
  const [mayUse, mayGrant] = [
    allow(['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey']),
    allow(['kms:CreateGrant'], { Bool: { 'kms:GrantIsForAWSResource': true } }),
  ];
  if (!mayUse || !mayGrant) {
    reportWarning(scope, 'MultiAzKafkaBrokers.rootKeyPolicy',
      "the policy of 'rootEncryptionKey' is not made in this app, "
        + 'and without a statement for the role AWSServiceRoleForAutoScaling no node can be launched '
        + "('Client.InvalidKMSKey.InvalidState', "
      + "'Client.InternalError: Client error on launch'); it must let that role use the key and make grants for AWS resources, "
      + 'or leave the prop out');
  }
}
