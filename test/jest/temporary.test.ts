import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '../..');

test('a run of tests leaves nothing in the temporary directory', () => {
  const outside = mkdtempSync(join(tmpdir(), 'outside-'));
  // The tests of the integration apps leave a cdk.out for each.
  execFileSync(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), '--ci', '--maxWorkers=1', 'test/integ/logical-ids.test.ts', '-t', 'provider-minimal'], {
    cwd: ROOT, env: { ...process.env, TMPDIR: outside }, stdio: 'pipe',
  });
  expect(readdirSync(outside)).toEqual([]);
});
