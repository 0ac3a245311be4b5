import { Stack, Token, Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/**
 * Says why nodes break rules of linters: those of cdk-nag, on which nothing here depends, and those by which aws-cdk-lib, from
 * some version on, lints templates itself, and fails where a new app asks it to. Once for all nodes, since each of these takes
 * time.
 */
export function acknowledgeRules(brokers: Construct): void {
  const { region, account, partition, stackName } = Stack.of(brokers);
  const show = (value: string, token: string) => Token.isUnresolved(value) ? `<AWS::${token}>` : value;
  const arn = (service: string, resource: string, of = show(account, 'AccountId')) =>
    `arn:${show(partition, 'Partition')}:${service}:${show(region, 'Region')}:${of}:${resource}`;
  Validations.of(brokers).acknowledge(
    {
      id: 'CloudFormation-Validate::E3023',
      reason: 'the address of a record is that of an interface, '
      + 'which some versions of the rule take for the text of one',
    },
    { id: 'CloudFormation-Validate::W3010', reason: 'a volume belongs to a zone, and a node never changes its own' },
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'descriptions, metrics and sessions know no resources; '
      + 'metrics are held to one namespace',
    },
  );
  // As metadata, which is what the call above writes: it refuses an id that has two colons more than once.
  brokers.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, {
    [`AwsSolutions-IAM5[Resource::${arn('ec2', 'instance/*')}]`]:
      'the id of an instance is not known before it is there; the statement is held to instances with the tag of this node',
    [`AwsSolutions-IAM5[Resource::${arn('kms', 'key/*')}]`]: "which key is the account's default for EBS is not known; "
      + 'the statement is held to what EC2 does with a volume',
    [`AwsSolutions-IAM5[Resource::${arn('kms', 'key/*', '*')}]`]:
      'the key of the bucket with the scripts of nodes is not known; the statement is held to what S3 decrypts of this one '
        + 'object',
    [`AwsSolutions-IAM5[Resource::${arn('cloudformation', `stack/${show(stackName, 'StackName')}/*`)}]`]: 'the stack of the '
      + 'node, in the form in which a call by its name is authorized',
  });
}
