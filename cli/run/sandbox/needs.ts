import { spawnSync } from 'child_process';
import { unshareFlags, withSystemPrograms } from './sandbox';

/** A command that must be on this machine, and the Debian package that has it. */
export interface Need {
  readonly command: string;
  readonly package: string;
  readonly why: string;
  /** Arguments with which the command succeeds and prints something that fits, where being there is not enough. */
  readonly works?: { readonly args: string[]; readonly prints: RegExp; readonly otherwise: string };
}

/** What the emulated cloud runs on. */
export const CLOUD_NEEDS: Need[] = [
  { command: 'unshare', package: 'util-linux', why: 'private namespaces' },
  { command: 'nsenter', package: 'util-linux', why: 'commands on a host' },
  { command: 'setpriv', package: 'util-linux', why: 'nothing outlives the command that started it' },
  { command: 'ip', package: 'iproute2', why: 'networks' },
  { command: 'nft', package: 'nftables', why: 'security groups' },
  {
    command: 'haproxy',
    package: 'haproxy',
    why: 'load balancers and endpoints',
    works: { args: ['-vv'], prints: /\+NS\b/, otherwise: 'was built without network namespaces (+NS)' },
  },
];

/** What Kafka and its clients run on. */
export const KAFKA_NEEDS: Need[] = [
  { command: 'java', package: 'openjdk-17-jdk-headless', why: 'Kafka', works: { args: ['-version'], prints: /version "(1[7-9]|[2-9]\d)/, otherwise: 'is older than Java 17' } },
  { command: 'javac', package: 'openjdk-17-jdk-headless', why: 'the Java client' },
  { command: 'mvn', package: 'maven', why: 'fetching Kafka from Maven Central' },
  { command: 'openssl', package: 'openssl', why: 'the test CA', works: { args: ['version'], prints: /OpenSSL/, otherwise: 'does not say its version' } },
  { command: 'python3', package: 'python3-pip', why: 'librdkafka, as a Python wheel', works: { args: ['-m', 'pip', '--version'], prints: /pip/, otherwise: 'has no pip' } },
];

/** What a client in Go is made with. */
export const GO: Need = { command: 'go', package: 'golang-go', why: 'a client in Go', works: { args: ['version'], prints: /go1\.(2[5-9]|[3-9]\d)/, otherwise: 'is older than Go 1.25' } };

/** What the tests of a node's scripts run on, beside these. */
export const NODE_NEEDS: Need[] = [
  { command: 'mkfs.xfs', package: 'xfsprogs', why: 'file systems', works: { args: ['-V'], prints: /version/, otherwise: 'does not say its version' } },
  { command: 'shellcheck', package: 'shellcheck', why: 'the scripts' },
  { command: 'systemd-analyze', package: 'systemd', why: 'the units' },
];

/** What this machine lacks, in a sentence each; nothing if the local cluster can run. */
export function missing(needs: Need[]): string[] {
  if (process.platform !== 'linux') { return [`Linux: namespaces are the networks of the local cluster, and this is ${process.platform}`]; }
  const problems = needs.flatMap(problemOf);
  if (problems.length === 0) {
    const { status, stderr } = spawnSync('unshare', [...unshareFlags(), 'true'], { encoding: 'utf8', env: withSystemPrograms() });
    if (status !== 0) {
      problems.push(`private namespaces for this user (${stderr.trim()}): run it as root, or allow user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns=0 on Ubuntu)`);
    }
  }
  return problems;
}

/** The command that installs on Debian and Ubuntu what the needs name. */
export function installCommand(needs: Need[]): string {
  return `apt-get install --yes --no-install-recommends ${[...new Set(needs.map(need => need.package))].join(' ')}`;
}

function problemOf({ command, package: package_, why, works }: Need): string[] {
  const { error, status, stdout, stderr } = spawnSync(command, works?.args ?? ['--version'], { encoding: 'utf8', env: withSystemPrograms() });
  if (error) { return [`${command}, for ${why}: apt-get install ${package_}`]; }
  return works && (status !== 0 || !works.prints.test(stdout + stderr)) ? [`${command}, for ${why}: the one that is here ${works.otherwise}; apt-get install ${package_}`] : [];
}
