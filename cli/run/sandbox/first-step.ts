/** Something that a machine lacks. */
export interface Lack {
  readonly says: string;
  /** What would bring it on Debian and Ubuntu: the first of these that there is. None, if no package does. */
  readonly packages?: readonly [string, ...string[]];
}

/** What decides whether the local cluster can run here, and what can be done if it cannot. */
export interface Machine {
  readonly platform: string;
  /** Of the user. Windows has none. */
  readonly uid?: number;
  /** The text of /etc/os-release; empty where there is none. */
  readonly osRelease: string;
  readonly lacks: readonly Lack[];
}

/** What comes first: nothing, an installation, or somebody who reads the advice. */
export type FirstStep =
  | { readonly kind: 'ready' }
  | { readonly kind: 'install'; readonly lacks: string; readonly packages: readonly NonNullable<Lack['packages']>[] }
  | { readonly kind: 'leave'; readonly advice: string };

/**
 * What a container needs beside what Docker gives to each: namespaces and mounts (SYS_ADMIN), networks and nftables (NET_ADMIN), and on hosts with AppArmor
 * no profile, since [Docker's](https://docs.docker.com/engine/security/apparmor/) denies mounts.
 */
export const CONTAINER_OPTIONS = '--cap-add SYS_ADMIN --cap-add NET_ADMIN --security-opt apparmor=unconfined';

const PLATFORMS: { readonly [platform: string]: string } = { darwin: 'macOS', win32: 'Windows' };

/**
 * What the local cluster needs first.
 *
 * @param container the line that does the same in a container of Docker
 * @param install whether packages may be installed without asking
 */
export function firstStep({ platform, uid, osRelease, lacks }: Machine, container: string, install: boolean): FirstStep {
  const inContainer = `In a container, with Docker:\n  ${container}`;
  if (platform !== 'linux') {
    return { kind: 'leave', advice: `The local cluster needs Linux, and this is ${PLATFORMS[platform] ?? platform}. ${inContainer}` };
  }
  if (lacks.length === 0) { return { kind: 'ready' }; }
  const list = `The local cluster needs what is not here:\n${lacks.map(({ says }) => `  - ${says}`).join('\n')}`;
  // No package helps a user, or a container, that may make no namespaces.
  const packages = new Map(lacks.map(lack => [lack.packages?.[0], lack.packages]));
  if (packages.has(undefined) || !hasApt(osRelease)) { return { kind: 'leave', advice: `${list}\n${inContainer}` }; }
  const command = `apt-get update && ${installCommand([...packages.keys()] as string[])}`;
  if (uid !== 0) { return { kind: 'leave', advice: `${list}\nInstall it:\n  sudo sh -c '${command}'\n${inContainer}` }; }
  if (!install) { return { kind: 'leave', advice: `${list}\nInstall it:\n  ${command}` }; }
  return { kind: 'install', lacks: list, packages: [...packages.values()] as NonNullable<Lack['packages']>[] };
}

/** The command that installs packages on Debian, Ubuntu and what is made of them. */
export function installCommand(packages: readonly string[]): string {
  return `apt-get install --yes --no-install-recommends ${packages.join(' ')}`;
}

/** Whether a system is Debian, Ubuntu or made of one of them, by [its own file](https://www.freedesktop.org/software/systemd/man/latest/os-release.html). */
function hasApt(osRelease: string): boolean {
  const values = new Map([...osRelease.matchAll(/^([A-Z_]+)=(["']?)(.*?)\2\s*$/gm)].map(([, key, , value]) => [key, value]));
  return `${values.get('ID') ?? ''} ${values.get('ID_LIKE') ?? ''}`.split(' ').some(id => id === 'debian' || id === 'ubuntu');
}
