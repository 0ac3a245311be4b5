/** What an account answers to whom it lets do everything. */
const zone = (name: string) => ({ ZoneName: `eu-west-1${name}`, ZoneId: `euw1-az${name.charCodeAt(0) - 96}` });

export const ACCOUNT = {
  'aws sts get-caller-identity': [{ Account: '111111111111' }],
  'aws ec2 describe-availability-zones': [{ AvailabilityZones: ['a', 'b', 'c'].map(zone) }],
  'aws ec2 describe-vpcs': [{ Vpcs: [{}] }],
  'aws service-quotas get-service-quota': [{ Quota: { Value: 32 } }],
  'aws resourcegroupstaggingapi get-resources': [{ ResourceTagMappingList: [] }],
  'aws cloudformation describe-stacks': [{ Stacks: [{ StackName: 'CDKToolkit', StackStatus: 'CREATE_COMPLETE', RoleARN: 'arn:aws:iam::111111111111:role/cdk-hnb659fds-cfn-exec-role' }] }],
  'cdk --version': ['2.1148.1 (build 1234567)'],
  'aws --version': ['aws-cli/2.0.0'],
};
