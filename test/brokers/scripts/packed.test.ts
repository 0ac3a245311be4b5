import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ASSETS, bare } from './node-host';

const root = mkdtempSync(join(tmpdir(), 'unpacked-'));
const packed = readFileSync(join(ASSETS, 'unpack.sh'), 'utf8');
afterAll(() => rmSync(root, { recursive: true }));

const sources = readdirSync(ASSETS).filter(name => !['README.md', 'unpack.sh', '.shellcheckrc'].includes(name));
const place = (name: string) => /\.(service|timer)$/.test(name) ? 'etc/systemd/system' : { 'kafka-admin': 'usr/bin', 'log4j2.properties': 'etc/kafka-node' }[name] ?? 'usr/local/lib/kafka-node';

/** What was called of systemd. */
const calls = join(root, 'calls');
let started: string[];

beforeAll(() => {
  ['etc/systemd/system', 'etc/kafka-node', 'usr/bin'].forEach(directory => mkdirSync(join(root, directory), { recursive: true }));
  // What the user data pipes into bash.
  const inside = execFileSync('python3', ['-c', /python3 -c '([^']*)' <</.exec(packed)![1]], { input: /<<'@' \| bash\n(.*)\n@/.exec(packed)![1] }).toString();
  expect(inside).toMatch(/^cd \/\n/);
  mkdirSync(join(root, 'stubs'));
  writeFileSync(join(root, 'stubs/systemctl'), `#!/bin/sh\necho "$*" >> ${calls}\n`, { mode: 0o755 });
  execFileSync('bash', ['-e'], { input: inside.replace('cd /\n', ''), cwd: root, env: { PATH: `${join(root, 'stubs')}:${process.env.PATH}` } });
  started = /^enable --now --no-block (.*)$/m.exec(readFileSync(calls, 'utf8'))![1].split(' ');
});

test.each(sources)('%s is packed as it is here', name => {
  const file = join(root, place(name), name);
  expect(readFileSync(file, 'utf8')).toBe(bare(readFileSync(join(ASSETS, name), 'utf8')));
  expect(statSync(file).mode.toString(8).endsWith('755')).toBe(readFileSync(file, 'utf8').startsWith('#!'));
});

test('nothing else is packed', () => {
  const found = ['etc/systemd/system', 'etc/kafka-node', 'usr/bin', 'usr/local/lib/kafka-node'].flatMap(directory => readdirSync(join(root, directory)));
  expect(found.sort()).toEqual([...sources].sort());
});

test('what is packed leaves room for a large configuration beside it', () => {
  // With more than this fewer listeners would fit than docs/limits.md says.
  expect(packed.length).toBeLessThanOrEqual(12_661);
});

test('every unit that the user data starts is there', () => {
  expect(readFileSync(calls, 'utf8')).toMatch(/^daemon-reload\nenable/);
  expect(started.filter(unit => !sources.includes(unit))).toEqual([]);
  expect(started).not.toContain('kafka.service');
});

test('what operators call is in the path that sudo has where it has nothing of /usr/local', () => {
  const PATH = ['sbin', 'bin', 'usr/sbin', 'usr/bin'].map(directory => join(root, directory)).join(':');
  expect(execFileSync('/bin/sh', ['-c', 'command -v kafka-admin'], { env: { PATH } }).toString()).toBe(`${join(root, 'usr/bin/kafka-admin')}\n`);
});
