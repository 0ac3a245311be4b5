import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Names of zones while a VPC, or the zones of an account, are looked up. */
const STAND_IN_ZONE = /^dummy\d/;

/**
 * Whether a VPC stands in for one that is to be looked up. All stand-ins have the same id, and so have the load balancers in
 * them.
 */
export function isPendingLookup(vpc: ec2.IVpc): boolean {
  return vpc.selectSubnets({ subnets: [] }).isPendingLookup ?? false;
}

/** Whether the zones of a VPC stand in for others: it is to be looked up, or made in zones that are. */
export function areZonesPending(vpc: ec2.IVpc): boolean {
  return isPendingLookup(vpc) || vpc.availabilityZones.some(zone => STAND_IN_ZONE.test(zone));
}

/** Whether a text stands in for the value of a parameter that is to be looked up. */
function isPendingValue(value: string): boolean {
  return value.startsWith('dummy-value-for-');
}

/** Whether a text is known by now: neither a token, nor what stands in for one that is looked up. */
export function isKnown(value: string | undefined): value is string {
  return value !== undefined && !Token.isUnresolved(value) && !isPendingValue(value);
}
