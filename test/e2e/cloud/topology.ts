/** What a host is for. */
export type Role = 'broker' | 'nlb-node' | 'endpoint' | 'client' | 'stranger';

/** A machine in a VPC: one address, one firewall, one set of names. */
export interface Host {
  /** Short and unique: `broker-0`, `client`. It is the name of its network namespace. */
  readonly name: string;
  readonly role: Role;
  readonly vpcId: string;
  readonly address: string;
  /** The availability zone, such as `eu-west-1a`; absent for a broker outside its VPC. */
  readonly zone?: string;
}

/** What the templates say, with every reference resolved. */
export interface Topology {
  readonly hosts: Host[];
}
