import { readFileSync } from 'fs';
import { join } from 'path';
import { CLOUD_NEEDS, KAFKA_NEEDS, packagesOf } from '../cli/run/sandbox/needs';

const DOCKERFILE = readFileSync(join(__dirname, '../Dockerfile'), 'utf8');

test('the image has the packages that the command needs to run an app, also with faults, and no other', () => {
  const [, list] = /--no-install-recommends \\\n([^&]*)&&/.exec(DOCKERFILE)!;
  const installed = list.split('\\\n').map(name => name.trim()).filter(Boolean);
  expect(installed).toEqual(packagesOf([...CLOUD_NEEDS, ...KAFKA_NEEDS]).sort());
});

test('nothing that a checkout has beside its sources goes into the image', () => {
  const ignored = readFileSync(join(__dirname, '../.dockerignore'), 'utf8').split('\n');
  const made = readFileSync(join(__dirname, '../.gitignore'), 'utf8').split('\n');
  for (const folder of ['node_modules', 'lib', 'dist', 'build', 'assets/cli']) {
    expect(ignored).toContain(folder);
    expect(made.some(line => line.replace(/\//g, '') === folder.replace(/\//g, ''))).toBe(true);
  }
});
