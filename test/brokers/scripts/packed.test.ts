import { execFileSync } from 'child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ASSETS, bare } from './node-host';

const root = mkdtempSync(join(tmpdir(), 'unpacked-'));
const packed = readFileSync(join(ASSETS, 'unpack.sh'), 'utf8');
afterAll(() => rmSync(root, { recursive: true }));

const sources = readdirSync(ASSETS).filter(name => !['README.md', 'unpack.sh', '.shellcheckrc'].includes(name));
const place = (name: string) => /\.(service|timer)$/.test(name) ? 'etc/systemd/system' : { 'kafka-admin': 'usr/bin', 'log4j2.properties': 'etc/kafka-node' }[name] ?? 'usr/local/lib/kafka-node';

beforeAll(() => {
  ['etc/systemd/system', 'etc/kafka-node', 'usr/bin'].forEach(directory => mkdirSync(join(root, directory), { recursive: true }));
  // What the user data pipes into bash, which runs it in /.
  const inside = execFileSync('python3', ['-c', /python3 -c '([^']*)' <</.exec(packed)![1]], { input: /<<'@' \| .*\n(.*)\n@/.exec(packed)![1] }).toString();
  execFileSync('bash', ['-e'], { input: inside, cwd: root });
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
  expect(packed.length).toBeLessThanOrEqual(12_636);
});

test('every unit that the user data starts is there', () => {
  const started = /systemctl enable --now --no-block (.*)/.exec(packed)![1].split(' ');
  expect(started.filter(unit => !sources.includes(unit))).toEqual([]);
  expect(started).not.toContain('kafka.service');
});

test('what operators call is in the path that sudo has where it has nothing of /usr/local', () => {
  const PATH = ['sbin', 'bin', 'usr/sbin', 'usr/bin'].map(directory => join(root, directory)).join(':');
  expect(execFileSync('/bin/sh', ['-c', 'command -v kafka-admin'], { env: { PATH } }).toString()).toBe(`${join(root, 'usr/bin/kafka-admin')}\n`);
});
