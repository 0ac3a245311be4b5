/** What the instance metadata service of a machine answers; a path below `meta-data/` without leading slash, or nothing where it has none. */
export type Metadata = (path: string) => string | undefined;

/** An EC2 instance to be: what its launch template and its group's subnet say. */
export interface LaunchRequest {
  readonly instanceId: string;
  readonly subnetId: string;
  readonly securityGroupIds: string[];
  /** As the template's `UserData` is after decoding. */
  readonly userData: string;
  /**
   * A Unix socket of the control plane that speaks HTTP for this machine alone: the instance metadata service (version 2, credentials of the
   * node's role included) and, on every other path, the AWS APIs.
   */
  readonly socket: string;
}

export interface AttachedInterface {
  readonly networkInterfaceId: string;
  readonly address: string;
}

/** Starts machines. */
export interface Machines {
  /** Returns when the machine is there, not when it has booted. */
  launch(request: LaunchRequest): Promise<Machine>;
}

/** An instance that runs: a host of its own which boots by its user data. */
export interface Machine {
  readonly instanceId: string;
  /** Whether its init lives: a machine that was killed does not. */
  readonly running: boolean;
  /** The device appears under the name by which EBS is known on Nitro. The disk is a file that outlives machines. */
  attachDisk(volumeId: string, sizeGiB: number): Promise<void>;
  /** Fails while it is mounted, as a detachment that stays in `detaching`. */
  detachDisk(volumeId: string): Promise<void>;
  /** The link is up at once; its source rule and route come seconds later. */
  attachInterface(networkInterface: AttachedInterface): Promise<void>;
  detachInterface(networkInterfaceId: string): Promise<void>;
  /** The power button: services are stopped in order, for as long as `graceMs`; then it ends, and lets go of all it held. */
  terminate(graceMs?: number): Promise<void>;
  /** The plug is pulled. */
  kill(): Promise<void>;
  /** The end of its console: what the boot wrote. */
  console(lines?: number): string;
}
