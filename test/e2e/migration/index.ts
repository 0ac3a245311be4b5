import { MISTAKES } from './mistakes';
import { OF_CLIENTS } from './of-clients';
import { OF_THE_CLUSTER } from './of-the-cluster';
import type { Step } from './step';

/** One after another: each goes on where the one before it ended. */
export const STEPS: Step[] = [...OF_THE_CLUSTER, ...OF_CLIENTS, ...MISTAKES];
