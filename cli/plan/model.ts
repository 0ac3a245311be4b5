/**
 * What an app's templates make of the paths to Kafka: values, and nothing of how they are shown. What no template has is absent,
 * never guessed, and `unknown` says so in words. `plan --json` prints it as it is.
 */
export interface Plan {
  readonly version: '1';
  readonly stacks: readonly PlanStack[];
  /** Kafka's nodes: those that the templates launch, and those that a load balancer sends to. */
  readonly nodes: readonly PlanNode[];
  readonly loadBalancers: readonly PlanLoadBalancer[];
  readonly consumers: readonly PlanConsumer[];
  readonly headRoom: readonly HeadRoom[];
  readonly costs: readonly CostDriver[];
  /** What the templates do not tell, a sentence each. */
  readonly unknown: readonly string[];
}

export interface PlanStack {
  readonly name: string;
  /** Absent for a stack that is bound to no account. */
  readonly account?: string;
  /** Absent for a stack that is bound to no region. */
  readonly region?: string;
}

/** A subnet in which something has an interface. */
export interface Place {
  readonly subnet: string;
  /** Absent where the templates only refer to the subnet. */
  readonly zone?: string;
}

export interface PlanNode {
  /** `node.id`; absent where nothing tells it. */
  readonly id?: number;
  /** `process.roles`. */
  readonly roles?: string;
  readonly zone?: string;
  /** The name by which other nodes know it. */
  readonly host?: string;
  /** An address, or the resource that will have one. */
  readonly address: string;
  readonly vpc?: string;
  /** The resources of the templates that make it. */
  readonly resources: readonly string[];
}

export interface PlanTarget {
  readonly address: string;
  readonly port: number;
  /** The broker there; absent where nothing tells it. */
  readonly broker?: number;
}

/** One port of a load balancer. */
export interface PlanPort {
  readonly port: number;
  /** Absent for a port that leads to several brokers, and where nothing tells which one it is. */
  readonly broker?: number;
  /** `host:port`, as clients are told. */
  readonly advertised?: string;
  /** Clients start here. */
  readonly bootstrap?: true;
  readonly targets: readonly PlanTarget[];
  /** The load balancer's listener and target group. */
  readonly resources: readonly string[];
}

/** A client listener of Kafka, on a load balancer. */
export interface PlanListener {
  readonly name: string;
  /** What clients speak. */
  readonly protocol?: string;
  readonly saslMechanisms: readonly string[];
  /** Absent where clients connect without TLS. */
  readonly tlsEndsAt?: 'broker' | 'load balancer';
  /** The names that the certificate must have; none without TLS. */
  readonly certificateNames: readonly string[];
  /** What a consumer's groups open; absent without a contract. */
  readonly clientPorts?: { readonly from: number; readonly to: number };
  readonly ports: readonly PlanPort[];
  /** What told its name: an output or parameter with the contract, or the brokers' files. */
  readonly source: string;
}

/** What is served beside Kafka. */
export interface PlanCompanion extends PlanPort {
  readonly name: string;
  readonly protocol: string;
}

/** A managed service of somebody else that connects to an endpoint service. */
export interface PlanVendor {
  readonly name: string;
  readonly listener: string;
  /** As whom it connects; none where nobody has said it yet. */
  readonly principals: readonly string[];
  /** What is typed into it, by kind; nothing while the name of the listener is pending. */
  readonly typedIn: readonly { readonly what: string; readonly values: readonly string[] }[];
  /** Which brokers it must be told of, and which of them nobody says that it was. */
  readonly brokerList?: { readonly brokers: readonly number[]; readonly untold: readonly number[] };
}

export interface PlanService {
  readonly label: string;
  readonly principals: readonly string[];
  readonly acceptanceRequired: boolean;
  /** Other regions whose endpoints it takes. */
  readonly otherRegions: readonly string[];
  readonly vendors: readonly PlanVendor[];
}

/** One thing that a security group lets pass. */
export interface Opening {
  readonly group: string;
  readonly direction: 'in' | 'out';
  /** Such as `TCP 20000-20999`. */
  readonly what: string;
  readonly peer: string;
}

export interface PlanLoadBalancer {
  readonly label: string;
  readonly scheme: string;
  readonly vpc?: string;
  readonly places: readonly Place[];
  readonly services: readonly PlanService[];
  readonly listeners: readonly PlanListener[];
  readonly companions: readonly PlanCompanion[];
  /** Ports of which neither a contract nor a file of a broker tells anything. */
  readonly otherPorts: readonly PlanPort[];
  /** What its groups let in; of endpoints, too, if `filtersEndpoints`. */
  readonly inbound: readonly Opening[];
  readonly filtersEndpoints: boolean;
}

/** A name in a consumer's VPC. */
export interface PlanName {
  readonly name: string;
  /** The zone, for a name that leads to one zone's interface. */
  readonly zone?: string;
}

export interface PlanConsumer {
  /** The endpoint. */
  readonly label: string;
  readonly stack: string;
  readonly vpc?: string;
  readonly places: readonly Place[];
  /** The service of these templates, or else the name of one elsewhere. */
  readonly service?: string;
  readonly names: readonly PlanName[];
  /** The listeners whose names its VPC has. */
  readonly listeners: readonly string[];
  /** Where its applications start: `bootstrap.servers`. */
  readonly bootstrapServers: readonly string[];
  /** What its groups let pass, on the endpoint's side and on the applications'. */
  readonly opens: readonly Opening[];
}

export interface HeadRoom {
  readonly limit: string;
  readonly where: string;
  readonly used: number;
  readonly of: number;
  /** The rest is known when it is deployed. */
  readonly atLeast?: true;
}

export interface CostDriver {
  readonly what: string;
  readonly count: number;
  readonly resources: readonly string[];
}
