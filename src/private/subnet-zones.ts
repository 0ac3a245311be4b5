import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** The availability zone of an endpoint's subnet. */
export interface SubnetZone {
  /** Names the zone's constructs: it stays the same when other subnets come and go. */
  readonly key: string;
  /** The zone's name in this account, or a token. */
  readonly name: string;
  /** The zone's id, or a token; undefined where nobody knows it at synth. */
  readonly id?: string;
}

/**
 * The zone of a subnet. CloudFormation tells the zone id of a subnet that this app makes; of any other the name is known, and the
 * id by the map.
 */
export function zoneOf(subnet: ec2.ISubnet, zoneIds: { [availabilityZone: string]: string }): SubnetZone {
  const name = subnet.availabilityZone;
  const resource = subnet.node.defaultChild;
  if (resource && CfnResource.isCfnResource(resource) && resource.cfnResourceType === ec2.CfnSubnet.CFN_RESOURCE_TYPE_NAME) {
    const key = subnet.node.path.slice(Stack.of(subnet).node.path.length + 1);
    return { key, name, id: zoneIds[name] ?? (resource as ec2.CfnSubnet).attrAvailabilityZoneId };
  }
  return { key: name, name, id: zoneIds[name] };
}

/** The name of a subnet's zone, or undefined: a subnet that was imported without its zone throws. */
export function zoneNameOf(subnet: ec2.ISubnet): string | undefined {
  try {
    return subnet.availabilityZone;
  } catch {
    return undefined;
  }
}

/** Zone names as a message shows them; those of a list that is a token are not known either. */
export function showZoneNames(names: string[]): string {
  return names.map(name => Token.isUnresolved(name) || Token.isUnresolved([name]) ? 'a zone known only after deployment' : name)
    .join(', ');
}
