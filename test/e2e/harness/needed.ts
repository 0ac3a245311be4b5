import { CONTAINER_OPTIONS, firstStep } from '../../../cli/run/sandbox/first-step';
import { machine } from '../../../cli/run/sandbox/lacking';
import type { Need } from '../../../cli/run/sandbox/needs';

/** The exit code when this machine lacks something, and nothing is known of the app. */
export const CANNOT_RUN = 2;

/** The task that installs by itself what it lacks. */
export const QUICKSTART = 'quickstart';

const CANNOT_MOUNT = { says: 'root: a user namespace cannot mount the file systems of the nodes' };

/** Ends this process, with what is lacking and how one gets it, unless everything is here that a task needs. */
export function endIfLacking(task: string, needs: readonly Need[], asRoot = false): void {
  const here = machine(needs);
  const lacks = asRoot && here.platform === 'linux' && here.uid !== 0 ? [...here.lacks, CANNOT_MOUNT] : here.lacks;
  const step = firstStep({ ...here, lacks }, containerLine(task), false);
  if (step.kind !== 'leave') { return; }
  console.error(step.advice);
  process.exit(CANNOT_RUN);
}

/**
 * One line for the shells of macOS, Linux and Windows (PowerShell), in the folder of this repository: a task in a copy of it, so that nothing here is changed.
 * What is installed here is left out, since it is for another system.
 */
export function containerLine(task: string): string {
  const steps = [
    'mkdir /checkout', 'cd /checkout', 'tar -C /from --exclude ./node_modules --exclude ./build -c . | tar -x', 'npm ci',
    ...task === QUICKSTART ? [] : ['npx projen e2e:install'],
    `npx projen ${task}`,
  ];
  return `docker run --rm -it ${CONTAINER_OPTIONS} -v "\${PWD}:/from:ro" node:22-bookworm sh -c '${steps.join(' && ')}'`;
}
