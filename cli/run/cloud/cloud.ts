import type { Contract } from '../../assembly/contracts';
import type { Host, Topology } from '../../assembly/model';
import type { BrokerFile } from '../../assembly/properties-file';
import type { Assembly } from '../../assembly/template';

/** How a command is run on a host. */
export interface RunOptions {
  readonly env?: { [name: string]: string };
  readonly cwd?: string;
  /** Written to its standard input. */
  readonly input?: string;
  /** After this many milliseconds the command is killed and the call fails. 60 s by default. */
  readonly timeoutMs?: number;
  /** Codes that are no failure. `[0]` by default; `'any'` accepts every one. */
  readonly accept?: number[] | 'any';
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that was started and is known by its id. */
export interface Started {
  readonly name: string;
  readonly pid: number;
  /** Where its standard output and error go. Visible inside the sandbox only. */
  readonly log: string;
  readonly running: boolean;
  /** Settles when the process is gone. */
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL after the grace period; settles when the process is gone. */
  stop(graceMs?: number): Promise<void>;
  /** The last lines of its log. */
  tail(lines?: number): string;
  /** Writes a line to the standard input of a process that was started `interactive`. */
  send(line: string): void;
}

/** How a process is started. */
export interface StartedOptions extends Pick<RunOptions, 'env' | 'cwd'> {
  /** It is told by `send` what to do. Otherwise its standard input is empty. */
  readonly interactive?: boolean;
}

/** A host that brokers run on: a target of the load balancer, with the rendered file whose addresses are this host's. */
export interface Broker {
  readonly nodeId: number;
  readonly host: Host;
  readonly file: BrokerFile;
}

/** A network interface that hosts take over from each other. */
export interface NetworkInterface {
  readonly id: string;
  readonly address: string;
  readonly groupIds: string[];
}

/** What a node of a load balancer knows of a target. */
export interface TargetHealth {
  readonly node: string;
  /** The listener's. */
  readonly port: number;
  /** `address:port`. */
  readonly target: string;
  readonly healthy: boolean;
}

/** Undoes a fault. */
export type Restore = () => Promise<void>;

/** The templates, running: networks, load balancers, endpoints, firewalls and names. Brokers and clients are put into it by the caller. */
export interface Cloud {
  /** What the templates say, as of the last `reload`. */
  readonly topology: Topology;
  /** One for each rendered `server.properties` of a broker, by node id. */
  readonly brokers: Broker[];
  /** The same of nodes that are controllers and nothing else. */
  readonly controllers: Broker[];
  /** The contracts among the stacks' outputs, with every token resolved. */
  readonly contracts: Contract[];

  /** The client of an endpoint: a host in the endpoint's VPC with the security groups that the endpoint admits. The first endpoint's by default. */
  clientHost(endpointId?: string): Host;
  /** A host in the client's VPC with no security group that anybody admits. */
  strangerHost(endpointId?: string): Host;

  /** Runs a command as if on the host: its network, its names, its files. Fails with the output unless the code is accepted. */
  exec(host: Host, argv: string[], options?: RunOptions): Promise<RunResult>;
  /** Starts a process on the host. Without `stop` it ends with the cloud. */
  start(name: string, host: Host, argv: string[], options?: StartedOptions): Started;
  /** Gives the host a directory of its own at `path` (brokers have the same paths, not the same files). Returns where to write its files from here. */
  directory(host: Host, path: string): string;

  /** Cuts every host of a zone, clients aside: brokers, controllers, load balancer nodes, endpoint interfaces. Fails unless the zone has any. */
  zoneDown(zone: string): Promise<Restore>;
  /** Takes a zone's load balancer nodes away: its targets hear nothing of them, and nothing sent to the endpoint interface of that zone is answered. */
  nlbNodeDown(zone: string): Promise<Restore>;
  /** The host's security group lets nobody in at a port. */
  portClosed(host: Host, port: number): Promise<Restore>;
  /**
   * Applies changed templates without cutting a connection: new hosts, ports, rules and names; what went away is closed. Templates that
   * cannot work are applied only if `evenIfBroken`, here or at the start.
   */
  reload(cdkOut?: string | Assembly, options?: { readonly evenIfBroken?: boolean }): Promise<void>;

  /** Puts a host into the network, which the templates have only as something that will be launched. */
  addHost(host: Host): Promise<void>;
  removeHost(host: Host): Promise<void>;
  /** Gives a host another interface: up at once, its source rule and route two seconds later. */
  attachInterface(host: Host, networkInterface: NetworkInterface): Promise<void>;
  detachInterface(host: Host, networkInterface: NetworkInterface): Promise<void>;

  /** What load balancers know of their targets. */
  targetHealth(): Promise<TargetHealth[]>;

  /** What to look at when a connection fails: the last lines of the load balancer's log and its configuration about these of its ports. */
  diagnosis(ports?: number[]): string;
  /** Stops every process that was started. The networks end with the sandbox. */
  stop(): Promise<void>;
}
