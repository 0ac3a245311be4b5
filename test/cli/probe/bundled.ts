import { execFileSync } from 'child_process';
import { mkdtempSync } from 'fs';
import { createRequire } from 'module';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '../../..');

/** What users run: the probe with its library, which is an ES module, as one file. */
export interface Bundle {
  readonly directory: string;
  readonly probe: typeof import('../../../cli/probe').probe;
}

export function makeBundle(): Bundle {
  const directory = mkdtempSync(join(tmpdir(), 'probe-'));
  execFileSync(process.execPath, ['--import', 'tsx', join(ROOT, 'build-tools/bundle-probe.ts'), directory], { cwd: ROOT });
  return { directory, ...createRequire(__filename)(join(directory, 'probe.js')) };
}
