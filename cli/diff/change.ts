/** What a consumer has to do about a change, whom it has to tell, or when a vendor must be told of it. */
export type Duty = 'nothing' | 'deploy' | 'change clients' | 'tell the provider' | 'tell the vendor first' | 'tell the vendor after';

/** One thing that is different, in words. */
export interface Change {
  /** What it is about. */
  readonly part: Part;
  readonly what: string;
  /** Of a contract: what its consumers have to do, or what is done at a vendor. */
  readonly duty?: Duty;
}

/** The parts in the order in which they are told. */
export const PARTS = {
  refused: 'AWS will refuse, as long as endpoints are connected',
  vendors: 'Vendors',
  consumers: 'Consumers',
  nodes: 'Nodes',
  ports: 'Ports and names',
  principals: 'Who may connect',
} as const;

export type Part = keyof typeof PARTS;

/** Whether somebody has to act before or after it. */
export function isUrgent({ part, duty }: Change): boolean {
  return part === 'refused' || (duty !== undefined && duty !== 'nothing');
}
