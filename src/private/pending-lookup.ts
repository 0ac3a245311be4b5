import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Whether a VPC stands in for one that is to be looked up. All stand-ins have the same id, and so have the load balancers in them. */
export function isPendingLookup(vpc: ec2.IVpc): boolean {
  return vpc.selectSubnets({ subnets: [] }).isPendingLookup ?? false;
}
