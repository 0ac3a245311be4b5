import { spawnSync } from 'child_process';
import { existsSync, readFileSync } from 'fs';
import { CONTAINER_OPTIONS, Lack, Machine } from './first-step';
import { Need } from './needs';
import { unshareFlags, withSystemPrograms } from './sandbox';

/** What `unshare` ends with if there is no `ip`. */
const NOT_FOUND = 127;

/** This machine, as far as it matters to what has these needs. */
export function machine(needs: readonly Need[]): Machine {
  const { platform } = process;
  return { platform, uid: process.getuid?.(), osRelease: osRelease(), lacks: platform === 'linux' ? lacks(needs) : [] };
}

/** What this machine lacks; nothing if the local cluster can run. */
function lacks(needs: readonly Need[]): Lack[] {
  const problems = needs.flatMap(problemOf);
  // Without the programs nothing is known of namespaces, and their packages come first.
  const { error, status, stderr } = spawnSync('unshare', [...unshareFlags(), 'ip', 'link', 'set', 'lo', 'up'], { encoding: 'utf8', env: withSystemPrograms() });
  if (error || status === 0 || status === NOT_FOUND) { return problems; }
  const why = process.getuid!() === 0
    ? `a container has them with ${CONTAINER_OPTIONS}`
    : 'run it as root, or allow user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu)';
  return [...problems, { says: `private namespaces and networks for this user (${stderr.trim()}): ${why}` }];
}

function osRelease(): string {
  const path = ['/etc/os-release', '/usr/lib/os-release'].find(existsSync);
  return path === undefined ? '' : readFileSync(path, 'utf8');
}

function problemOf({ command, packages, why, works }: Need): Lack[] {
  const { error, status, stdout, stderr } = spawnSync(command, works?.args ?? ['--version'], { encoding: 'utf8', env: withSystemPrograms() });
  if (error) { return [{ says: `${command}, for ${why}`, packages }]; }
  return works && (status !== 0 || !works.prints.test(stdout + stderr)) ? [{ says: `${command}, for ${why}: the one that is here ${works.otherwise}`, packages }] : [];
}
