import { spawnSync } from 'child_process';
import { FirstStep, firstStep, installCommand } from './first-step';
import { machine } from './lacking';
import { Need } from './needs';

/**
 * Installs what is lacking, where that can be done without asking anybody, and says so first. What is here already stays as it is.
 *
 * @param container the line that does the same in a container of Docker
 * @returns what is left to do: by then it is `ready`, or somebody has to read the advice
 */
export function installLacking(needs: readonly Need[], container: string, install: boolean): Exclude<FirstStep, { kind: 'install' }> {
  const step = firstStep(machine(needs), container, install);
  if (step.kind !== 'install') { return step; }
  console.log(`${step.lacks}\nThis installs it, as this is root on a system with apt-get:`);
  run('apt-get update');
  run(installCommand(step.packages.map(alternatives => alternatives.find(isThere) ?? alternatives[0])));
  return firstStep(machine(needs), container, false) as Exclude<FirstStep, { kind: 'install' }>;
}

/** Whether the release of this system has a package that can be installed. */
function isThere(name: string): boolean {
  const { stdout } = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  return /^ *Candidate: (?!\(none\))/m.test(stdout);
}

function run(command: string): void {
  console.log(`  ${command}`);
  const [program, ...args] = command.split(' ');
  const { status, stderr, error } = spawnSync(program, ['-qq', ...args], { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 100_000_000 });
  if (status !== 0) { throw new Error(`${command} failed:\n${stderr || error?.message}`); }
}
