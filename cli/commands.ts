import { check } from './check';
import type { Command } from './command';
import { diff } from './diff';
import { doctor } from './doctor';
import { plan } from './plan';
import { run } from './run';

/** Every command by its name, in the order in which `--help` lists them. */
export const COMMANDS: { readonly [name: string]: Command } = {
  plan,
  check,
  diff,
  run,
  doctor,
};
