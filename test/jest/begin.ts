import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

/** Before the first test: whatever tests write into the temporary directory, every app's `cdk.out` for one, is in a directory of the run's own. */
export default function begin(): void {
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), 'tests-'));
}
