import { readdirSync, readFileSync } from 'fs';

/** Who joined a sandbox, or was started in it, has the sandbox's process id under this name in its environment. */
export const OUTSIDE_PID = 'E2E_SANDBOX_PID';

/** What a machine has that a sandbox must not add to. */
export interface Surroundings {
  readonly mounts: string[];
  readonly namespaces: string[];
}

export function surroundings(): Surroundings {
  return { mounts: readFileSync('/proc/self/mounts', 'utf8').trim().split('\n'), namespaces: entriesOf('/run/netns') };
}

/** What is left of a sandbox that has ended, in a sentence each: the kernel should have removed all of it. */
export function leftovers(before: Surroundings, sandboxPid: number, state: string): string[] {
  const now = surroundings();
  return [
    ...processes().filter(({ sandbox }) => sandbox === `${sandboxPid}`).map(({ id, command }) => `process ${id}: ${command}`),
    ...now.mounts.filter(mount => !before.mounts.includes(mount) && mount.includes(state)).map(mount => `mount: ${mount}`),
    ...now.namespaces.filter(name => !before.namespaces.includes(name)).map(name => `network namespace: ${name}`),
    ...entriesOf(state).map(name => `file: ${state}/${name}`),
  ];
}

function processes(): { id: number; sandbox?: string; command: string }[] {
  return entriesOf('/proc').filter(name => /^\d+$/.test(name)).flatMap(id => {
    try {
      const read = (file: string) => readFileSync(`/proc/${id}/${file}`, 'utf8');
      const environment = read('environ').split('\0');
      return {
        id: Number(id),
        sandbox: environment.find(entry => entry.startsWith(`${OUTSIDE_PID}=`))?.slice(OUTSIDE_PID.length + 1),
        command: read('cmdline').split('\0').join(' ').trim(),
      };
    } catch {
      return []; // it has ended meanwhile, or is somebody else's
    }
  });
}

function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return []; // there is none
  }
}
