import { isIP, isIPv4 } from 'node:net';
import { within } from './deadline';
import { fail } from './problem';

/** Every address of a name, as this host's system knows it. */
export type Lookup = (host: string) => Promise<string[]>;

/** Names to addresses. Each name is asked for once in a run, since listeners share names. */
export function resolverOf(lookup: Lookup, timeoutMs: number): Lookup {
  const asked = new Map<string, Promise<string[]>>();
  return host => {
    const known = asked.get(host) ?? addressesOf(host, lookup, timeoutMs);
    asked.set(host, known);
    return known;
  };
}

async function addressesOf(host: string, lookup: Lookup, timeoutMs: number): Promise<string[]> {
  if (isIP(host)) { return [host]; }
  const late = () => fail('Doctor.nameServer', `nobody answered for ${host} within ${timeoutMs} ms`);
  const found = await within(timeoutMs, lookup(host), late)
    .catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOTFOUND' || error.code === 'ENODATA') { return []; }
      if (error.code === undefined) { throw error; }
      return fail('Doctor.nameServer', `the question for ${host} ended with ${error.code}`);
    });
  return found.length > 0 ? [...new Set(found)] : fail('Doctor.nameMissing', `${host} has no address here`);
}

/** Whether an address is of the internet. A VPC may have such a block, so it says something only where nothing answers. */
export function isPublic(address: string): boolean {
  if (!isIPv4(address)) { return !/^(::1$|f[cd]|fe80)/i.test(address); }
  const [a, b] = address.split('.').map(Number);
  const isPrivate = a === 10 || a === 127 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
  return !isPrivate && !(a === 100 && b >= 64 && b < 128) && !(a === 169 && b === 254);
}
