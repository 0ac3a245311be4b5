import { spawnSync } from 'child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const MACHINES = join(__dirname, '../../e2e/cloud/machines');
const NODE = join(__dirname, '../../../assets/node');
const units = readdirSync(NODE).filter(name => /\.(service|timer)$/.test(name));

let directory: string;
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'units-')); });
afterEach(() => rmSync(directory, { recursive: true }));

/** What process 1 of a machine reads in a unit file. */
function parse(name: string): { values?: { [key: string]: string[] }; error?: string } {
  const program = 'import json, sys, init\ninit.UNITS = sys.argv[1]\ntry:\n  print(json.dumps({"values": init.parse(sys.argv[2])}))\n'
    + 'except init.Refused as refused:\n  print(json.dumps({"error": str(refused)}))';
  const { stdout, stderr } = spawnSync('python3', ['-B', '-c', program, directory, name], { cwd: MACHINES, encoding: 'utf8' });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

test.each(units)('process 1 of a machine implements all that %s says', name => {
  copyFileSync(join(NODE, name), join(directory, name));
  expect(parse(name)).toEqual({ values: expect.objectContaining({ Description: [expect.any(String)] }) });
});

test.each([
  ['[Service]\nMemoryMax=1G', 'MemoryMax in [Service] is not implemented here'],
  ['[Service]\nType=notify', 'Type=notify is not implemented here'],
  ['[Service]\nRestart=on-watchdog', 'Restart=on-watchdog is not implemented here'],
  ['[Mount]\nWhat=/dev/sdf', 'section [Mount] is not implemented here'],
])('%j is refused by name', (text, message) => {
  writeFileSync(join(directory, 'x.service'), `[Unit]\nDescription=x\n${text}\n`);
  expect(parse('x.service').error).toContain(message);
});

test('a unit that is not there is refused by name', () => {
  expect(parse('kafka.service').error).toBe('Unit kafka.service could not be found.');
});
