import { check } from './check';
import type { Command } from './command';

/** Every command by its name, in the order in which `--help` lists them. */
export const COMMANDS: { readonly [name: string]: Command } = {
  check,
};
