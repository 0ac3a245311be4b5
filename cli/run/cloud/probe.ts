import type { Cloud } from './cloud';
import { program } from '../resources';
import type { Answer, Destination } from './programs/connect';
import type { Host } from '../../assembly/model';

/** What the destinations answer to a host: one answer for each address of each. */
export async function probe(cloud: Cloud, from: Host, destinations: Destination[]): Promise<Answer[]> {
  const { stdout } = await cloud.exec(from, program('cloud/programs/connect'), { input: JSON.stringify(destinations) });
  return JSON.parse(stdout);
}
