import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ASSETS } from '../node-host';

/** Needs shellcheck and systemd, see `disks.ts`. */
const names = readdirSync(ASSETS);

test.each(names.filter(name => name === 'lib' || readFileSync(join(ASSETS, name), 'utf8').startsWith('#!')))('shellcheck finds nothing in %s', name => {
  const { status, stdout, error } = spawnSync('shellcheck', ['-x', name], { cwd: ASSETS });
  expect(error).toBeUndefined();
  expect({ status, found: stdout.toString() }).toEqual({ status: 0, found: '' });
});

test('systemd finds nothing in the units', () => {
  const root = mkdtempSync(join(tmpdir(), 'units-'));
  const units = names.filter(name => /\.(service|timer)$/.test(name));
  mkdirSync(join(root, 'lib'), { recursive: true });
  // The commands have to exist where the units name them.
  for (const unit of units) {
    writeFileSync(join(root, unit), readFileSync(join(ASSETS, unit), 'utf8').replace(/\/usr\/local\/lib\/kafka-node/g, ASSETS).replace('User=kafka', 'User=root'));
  }
  const { status, stdout, stderr, error } = spawnSync('systemd-analyze', ['verify', '--recursive-errors=no', ...units.map(unit => join(root, unit))], { env: { PATH: process.env.PATH } });
  rmSync(root, { recursive: true });
  expect(error).toBeUndefined();
  expect({ status, found: `${stdout}${stderr}` }).toEqual({ status: 0, found: '' });
});
