import { spawn } from 'child_process';
import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { leftovers, OUTSIDE_PID, surroundings } from '../../../cli/run/sandbox/leftovers';

describe('what is left of a sandbox', () => {
  const nothing = '/run/no-such-cloud';

  test('is nothing where there was none', () => {
    expect(leftovers(surroundings(), 999_999, nothing)).toEqual([]);
  });

  test('is a process that was started in it', async () => {
    const child = spawn('sleep', ['60'], { env: { ...process.env, [OUTSIDE_PID]: '999999' } });
    await new Promise(resolve => child.once('spawn', resolve));
    try {
      expect(leftovers(surroundings(), 999_999, nothing)).toEqual([`process ${child.pid}: sleep 60`]);
    } finally {
      child.kill();
    }
  });

  test('is what it has mounted, and its files', () => {
    const state = mkdtempSync(join(tmpdir(), 'cloud-'));
    writeFileSync(join(state, 'haproxy.cfg'), '');
    const before = surroundings();
    const [root] = before.mounts;
    expect(leftovers({ ...before, mounts: before.mounts.slice(1) }, 999_999, root.split(' ')[1])).toContain(`mount: ${root}`);
    expect(leftovers(before, 999_999, state)).toEqual([`file: ${state}/haproxy.cfg`]);
  });
});
