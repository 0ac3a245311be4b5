import { connect } from 'node:net';
import { isPublic } from './names';
import { fail } from './problem';

/** What became of a connection to one address: `open`, or why not. */
export interface Knock {
  readonly address: string;
  readonly outcome: 'open' | 'refused' | 'no answer' | string;
}

/** Connects to an address and hangs up. */
export function knock(address: string, port: number, timeoutMs: number): Promise<Knock> {
  return new Promise(resolve => {
    const socket = connect({ host: address, port, timeout: timeoutMs });
    const end = (outcome: string) => {
      socket.destroy();
      resolve({ address, outcome });
    };
    socket.once('connect', () => end('open'));
    socket.once('timeout', () => end('no answer'));
    socket.once('error', ({ code = 'unknown error' }: NodeJS.ErrnoException) => end(OUTCOMES[code] ?? code));
  });
}

const OUTCOMES: { readonly [code: string]: string } = { ECONNREFUSED: 'refused', ETIMEDOUT: 'no answer' };

/** The first address that is open; a problem unless all of them are. */
export function judgeKnocks(knocks: readonly Knock[], port: number): string {
  const shut = knocks.filter(({ outcome }) => outcome !== 'open');
  if (shut.length === 0) { return knocks[0].address; }
  const seen = knocks.map(({ address, outcome }) => `${address} port ${port}: ${outcome}`).join('; ');
  if (shut.length < knocks.length) { return fail('Doctor.zoneClosed', seen); }
  if (shut.every(({ outcome }) => outcome === 'refused')) { return fail('Doctor.refused', seen); }
  return fail(shut.every(({ address }) => isPublic(address)) ? 'Doctor.publicName' : 'Doctor.closed', seen);
}
