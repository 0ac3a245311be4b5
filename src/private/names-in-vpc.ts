import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { AppEntry, enter, entriesOf } from './app-entries';

/** The name of a zone that is made for the nodes of a cluster. */
const ZONE = 'zone of nodes';
/** A host that clients of a VPC reach by an endpoint. */
const HOST = 'host of an endpoint';

/** A name that something else in the VPC has. */
export type NameInVpc = AppEntry<string>;

/** Enters the zone of a cluster, and tells the zones and hosts that were there before. */
export function enterNodeZone(
  cluster: IConstruct, { vpcId }: ec2.IVpc, zoneName: string,
): { zones: NameInVpc[]; hosts: NameInVpc[] } {
  const found = { zones: entriesOf<string>(cluster, ZONE, vpcId), hosts: entriesOf<string>(cluster, HOST, vpcId) };
  enter(cluster, ZONE, vpcId, zoneName);
  return found;
}

/** Enters hosts of an endpoint, and tells the zones of clusters that were there before. */
export function enterEndpointHosts(consumer: IConstruct, { vpcId }: ec2.IVpc, hosts: string[]): NameInVpc[] {
  hosts.forEach(host => enter(consumer, HOST, vpcId, host));
  return entriesOf<string>(consumer, ZONE, vpcId);
}
