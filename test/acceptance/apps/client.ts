import { readFileSync } from 'fs';
import { join } from 'path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { AcceptanceStack } from './place';

/** A function in a VPC that does what `client.js` says. It is invoked from outside, so the VPC needs no way out. */
export function clientIn(stack: AcceptanceStack, vpc: ec2.IVpc): lambda.Function {
  return new lambda.Function(stack, 'ClientFunction', {
    vpc,
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    runtime: lambda.Runtime.NODEJS_22_X,
    architecture: lambda.Architecture.ARM_64,
    handler: 'index.handler',
    code: lambda.Code.fromInline(readFileSync(join(__dirname, 'client-code.js'), 'utf8')),
    timeout: Duration.minutes(15),
    logGroup: new logs.LogGroup(stack, 'ClientLog', { retention: logs.RetentionDays.ONE_DAY, removalPolicy: RemovalPolicy.DESTROY }),
  });
}
