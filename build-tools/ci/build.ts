/**
 * What `npx projen build` does, but for the tests, which are a step of their own: whatever it changes in the repository is seen by who runs it.
 */
import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '../..');
const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen/tasks.json'), 'utf8'));
const parts: string[] = tasks.build.steps.map(({ spawn }: { spawn: string }) => spawn);
if (!parts.includes('test')) { throw new Error(`the build has no task test: ${parts.join(', ')}`); }

for (const part of parts.filter(name => name !== 'test')) {
  const { status } = spawnSync('npx', ['projen', part], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) { process.exit(1); }
}
