import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** A stack of three zones with the names that the local cloud knows. */
export class ThreeZones extends Stack {
  public get availabilityZones(): string[] {
    return ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];
  }

  /** A private subnet in each zone, and no group that a Lambda function would have to empty. */
  public makeVpc(): ec2.Vpc {
    return new ec2.Vpc(this, 'Vpc', {
      subnetConfiguration: [{ name: 'Private', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
      restrictDefaultSecurityGroup: false,
    });
  }
}
