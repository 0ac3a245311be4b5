import { Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { AppEntry, enter, entriesOf } from './app-entries';
import type { ClientListener } from '../model/client-listener';

/** A broker of a load balancer. */
export interface ServedBroker {
  readonly brokerId: number;
  readonly zoneId?: string;
  readonly ipAddress?: string;
  /** Whether the broker itself says by which listeners it is configured. */
  readonly isConfigured: boolean;
  /** What it registers for each client listener, in their order. A target that registers itself has no id. */
  readonly targets: { readonly id?: string; readonly port?: number }[];
}

/** What listeners of a load balancer say. */
export interface Served {
  /** The same text for the same VPC. */
  readonly vpc: string;
  /** The same text for the same load balancer. */
  readonly loadBalancer: string;
  readonly clientListeners: ClientListener[];
  readonly brokers: ServedBroker[];
}

/** What a renderer of files says: of the nodes that have the broker role. Nodes that are rendered later are added. */
export interface Rendered {
  readonly clientListeners: ClientListener[];
  readonly nodes: { readonly nodeId: number; readonly host: string; readonly zoneId?: string }[];
}

const SERVED = 'listeners of brokers';
const RENDERED = 'files of brokers';

export function enterServed(construct: IConstruct, facts: Served): void {
  enter(construct, SERVED, stageOf(construct), facts);
}

export function enterRendered(construct: IConstruct, facts: Rendered): void {
  enter(construct, RENDERED, stageOf(construct), facts);
}

/** Of the same stage: another one is another environment as a rule. */
export function servedBeside(construct: IConstruct): AppEntry<Served>[] {
  return entriesOf(construct, SERVED, stageOf(construct));
}

export function renderedBeside(construct: IConstruct): AppEntry<Rendered>[] {
  return entriesOf(construct, RENDERED, stageOf(construct));
}

function stageOf(construct: IConstruct): string {
  return Stage.of(construct)?.node.path ?? '';
}
