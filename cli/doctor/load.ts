import { createRequire } from 'node:module';
import { join } from 'node:path';

export type Probe = typeof import('../probe').probe;

/** The probe has a file of its own beside that of the command, so that other commands do not read it. */
export function loadProbe(): Probe {
  return createRequire(__filename)(join(__dirname, '../canary/probe.js')).probe;
}
