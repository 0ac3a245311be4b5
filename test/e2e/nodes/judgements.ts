import type { StackEvent } from '../cloud/control/deployment';

/** The groups in the order in which their nodes said that they are well. */
export function order(events: StackEvent[]): string[] {
  return events.filter(({ status, reason }) => status === 'SIGNAL' && reason?.startsWith('SUCCESS')).map(({ logicalId }) => logicalId);
}

/** When a group was at work in a deployment, in milliseconds. */
export function timeOf(events: StackEvent[], logicalId: string): { readonly from: number; readonly to: number } {
  const [from, to] = ['_IN_PROGRESS', '_COMPLETE'].map(end => events.find(event => event.logicalId === logicalId && event.status.endsWith(end))?.at);
  if (from === undefined || to === undefined) { throw new Error(`${logicalId} was not taken`); }
  return { from, to };
}

/** Groups that were at work at the same time, which a chain does not let happen; nothing if it held. */
export function atOnce(events: StackEvent[]): string[] {
  const working = new Set<string>();
  const found: string[] = [];
  for (const { logicalId, status } of events.filter(event => event.logicalId.includes('Group') && event.status !== 'SIGNAL')) {
    if (status.endsWith('_IN_PROGRESS')) {
      if (working.size > 0) { found.push(`${[...working].join(', ')} and ${logicalId}`); }
      working.add(logicalId);
    } else {
      working.delete(logicalId);
    }
  }
  return found;
}
