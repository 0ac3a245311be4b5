import type { Contract } from './contracts';
import type { Finding } from './findings';

/** What a host is for. */
export type Role = 'broker' | 'controller' | 'companion' | 'nlb-node' | 'endpoint' | 'client' | 'stranger' | 'names';

/** A machine in a VPC: one address, one firewall, one set of names. */
export interface Host {
  /** Short and unique: `broker-0`, `client-0`. It is the name of its network namespace. */
  readonly name: string;
  readonly role: Role;
  readonly vpcId: string;
  readonly address: string;
  /** The availability zone, such as `eu-west-1a`; absent for a broker outside its VPC. */
  readonly zone?: string;
  /** Its security groups; absent where nothing filters it. */
  readonly groupIds?: string[];
}

export interface Vpc {
  readonly id: string;
  readonly label: string;
  /** The name of the network namespace that joins its hosts. */
  readonly name: string;
  readonly cidr: string;
  readonly region: string;
  /** Whether private hosted zones are asked here: DNS support and DNS host names are both on. */
  readonly asksPrivateZones: boolean;
}

export interface Subnet {
  readonly id: string;
  readonly label: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  /** No template makes it: its block and its zone are invented. */
  readonly isInvented: boolean;
}

/** One way that a security group opens. */
export interface Rule {
  /** The resource that has it. */
  readonly label: string;
  readonly protocol: 'all' | 'tcp' | 'udp' | 'icmp';
  readonly fromPort: number;
  readonly toPort: number;
  readonly peer: { readonly cidr: string } | { readonly groupId: string };
}

export interface SecurityGroup {
  readonly id: string;
  readonly label: string;
  /** Absent where a group is not in the templates, which only refer to it. */
  readonly vpcId?: string;
  readonly ingress: Rule[];
  readonly egress: Rule[];
}

export interface Target {
  readonly address: string;
  readonly port: number;
  /** Absent for a target outside the VPC, which belongs to every zone. */
  readonly zone?: string;
  /** The load balancer has no subnet in its zone, and so never sends to it. */
  readonly unused?: true;
}

export interface HealthCheck {
  /** Absent where it is the target's own. */
  readonly port?: number;
  readonly intervalSeconds: number;
  readonly healthyCount: number;
  readonly unhealthyCount: number;
  /** Where a target is asked by HTTP, and not only for a connection. */
  readonly http?: { readonly path: string; readonly codes: string; readonly tls: boolean };
}

export interface TargetGroup {
  readonly id: string;
  readonly label: string;
  readonly targets: Target[];
  /** Its own attribute, else the load balancer's. */
  readonly crossZone: boolean;
  readonly healthCheck: HealthCheck;
}

export interface Listener {
  readonly label: string;
  readonly port: number;
  /** Where TLS ends here: the file of the certificate with its key, and the lowest version, such as `TLSv1.2`. */
  readonly tls?: { readonly file: string; readonly lowest: string };
  readonly targetGroup: TargetGroup;
}

export interface LoadBalancer {
  readonly id: string;
  readonly label: string;
  readonly vpcId: string;
  /** One for each zone. */
  readonly nodes: Host[];
  readonly listeners: Listener[];
  /** Whether the groups' inbound rules hold for what comes through an endpoint, against the client's own address. */
  readonly filtersPrivateLink: boolean;
  /** Whether nobody knows in which zones it is. */
  readonly areZonesInvented: boolean;
}

export interface EndpointService {
  readonly id: string;
  readonly label: string;
  readonly region: string;
  readonly supportedRegions: string[];
  readonly principals: string[];
  readonly acceptanceRequired: boolean;
  /** `ipv4`, `ipv6` or both. */
  readonly addressTypes: string[];
  readonly loadBalancer: LoadBalancer;
}

export interface Endpoint {
  readonly id: string;
  readonly label: string;
  readonly vpcId: string;
  readonly service: EndpointService;
  /** Whether somebody accepts its connection, or nobody needs to. */
  readonly accepted: boolean;
  /** Whether nobody knows in which zones it is. */
  readonly areZonesInvented: boolean;
  /** One for each zone. */
  readonly interfaces: Host[];
  readonly client: Host;
  /** Whether a client may also be at another address: one that a rule of the endpoint lets in. */
  readonly areClientsByAddress: boolean;
  /** In the same VPC as the client, but in none of its groups. */
  readonly stranger: Host;
}

export interface HostedZone {
  readonly label: string;
  /** Lower case, no final dot. */
  readonly name: string;
  readonly vpcIds: string[];
}

/** A name in the VPC of its hosted zone. */
export interface NameRecord {
  readonly label: string;
  readonly vpcId: string;
  /** Lower case, no final dot. */
  readonly zone: string;
  /** Lower case, no final dot, perhaps with `*` as its first label. */
  readonly name: string;
  /** The addresses that it has, or the name that it is another name for. */
  readonly value: { readonly addresses: string[] } | { readonly alias: string };
}

/** What the templates say, with every reference resolved. */
export interface Topology {
  readonly vpcs: Vpc[];
  readonly subnets: Subnet[];
  readonly groups: SecurityGroup[];
  readonly loadBalancers: LoadBalancer[];
  readonly services: EndpointService[];
  readonly endpoints: Endpoint[];
  readonly hostedZones: HostedZone[];
  readonly records: NameRecord[];
  readonly contracts: Contract[];
  /** Brokers by node id. */
  readonly brokers: Map<number, Host>;
  /** Nodes that are controllers and nothing else, by node id. */
  readonly controllers: Map<number, Host>;
  /** Hosts of what is served beside Kafka, as far as the contracts tell its ports. */
  readonly companions: Host[];
  /** Every host, those of the parts above included. */
  readonly hosts: Host[];
  /** What is wrong with the templates themselves, whatever the paths through them are. */
  readonly findings: readonly Finding[];
  /** Whether all of them could be read, so that the paths can be followed. */
  readonly complete: boolean;
}
