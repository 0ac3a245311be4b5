import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import type { KafkaPrivateLinkConsumerProps } from './kafka-private-link-consumer-props';
import { textByPath } from '../private/identity';
import { isPendingLookup } from '../private/pending-lookup';
import { duplicates, Problems, quote, reportError } from '../private/validation';

const RULE = 'KafkaPrivateLinkConsumer.zoneVpcs';

/** The VPCs in which the names are asked for. */
export function vpcsOfNames({ vpc, zoneVpcs = [] }: KafkaPrivateLinkConsumerProps): ec2.IVpc[] {
  return [vpc, ...zoneVpcs];
}

/** Adds what is wrong with further VPCs of the zones. */
export function checkZoneVpcs(problems: Problems, { hostedZone, zoneVpcs = [] }: KafkaPrivateLinkConsumerProps): void {
  if (hostedZone && zoneVpcs.length > 0) {
    problems.add(RULE, "'zoneVpcs' is for zones that are made here, and 'hostedZone' is given; call its addVpc(), "
      + "or leave 'hostedZone' out");
  }
}

/** Reports what depends on lookups: until they are done, all VPCs have the same id. */
export function reportZoneVpcs(scope: IConstruct, props: KafkaPrivateLinkConsumerProps): void {
  const vpcs = vpcsOfNames(props);
  if (vpcs.some(isPendingLookup)) { return; }
  const nameOf = ({ vpcId, node }: ec2.IVpc) => Token.isUnresolved(vpcId) ? node.path : quote(vpcId);
  const idOf = ({ vpcId }: ec2.IVpc) => textByPath(scope, vpcId);
  for (const id of duplicates(vpcs.map(idOf))) {
    reportError(scope, RULE, `${nameOf(vpcs.find(vpc => idOf(vpc) === id)!)} is there more than once in 'vpc' and 'zoneVpcs', `
      + 'and Route 53 associates a VPC with a zone once; give it once');
  }
  const { account } = Stack.of(scope);
  const isForeign = ({ env }: ec2.IVpc) => ![env.account, account].some(id => Token.isUnresolved(id)) && env.account !== account;
  for (const vpc of (props.zoneVpcs ?? []).filter(isForeign)) {
    reportError(scope, RULE, `'zoneVpcs' has ${nameOf(vpc)} of account ${vpc.env.account}, and this stack is of ${account}: `
      + 'CloudFormation associates a zone with VPCs of its own account only; '
      + 'authorize it by "aws route53 create-vpc-association-authorization", and associate it from there (docs/consumers.md)');
  }
}
