/** A command that must be on this machine, and the Debian package that has it: the first of these that the system's release has. */
export interface Need {
  readonly command: string;
  readonly packages: readonly [string, ...string[]];
  readonly why: string;
  /** Arguments with which the command succeeds and prints something that fits, where being there is not enough. */
  readonly works?: { readonly args: string[]; readonly prints: RegExp; readonly otherwise: string };
}

/** What the emulated cloud runs on. */
export const CLOUD_NEEDS: Need[] = [
  { command: 'unshare', packages: ['util-linux'], why: 'private namespaces' },
  { command: 'nsenter', packages: ['util-linux'], why: 'commands on a host' },
  { command: 'setpriv', packages: ['util-linux'], why: 'nothing outlives the command that started it' },
  { command: 'ip', packages: ['iproute2'], why: 'networks' },
  { command: 'nft', packages: ['nftables'], why: 'security groups' },
  {
    command: 'haproxy',
    packages: ['haproxy'],
    why: 'load balancers and endpoints',
    works: { args: ['-vv'], prints: /\+NS\b/, otherwise: 'was built without network namespaces (+NS)' },
  },
];

/** No release of Debian or Ubuntu has all of them. */
const JDK: Need['packages'] = ['openjdk-17-jdk-headless', 'openjdk-21-jdk-headless', 'openjdk-25-jdk-headless'];

/** What Kafka and its own client run on. */
export const JAVA_NEEDS: Need[] = [
  { command: 'java', packages: JDK, why: 'Kafka', works: { args: ['-version'], prints: /version "(1[7-9]|[2-9]\d)/, otherwise: 'is older than Java 17' } },
  { command: 'javac', packages: JDK, why: 'the Java client' },
  { command: 'mvn', packages: ['maven'], why: 'fetching Kafka from Maven Central' },
  { command: 'openssl', packages: ['openssl'], why: 'the test CA', works: { args: ['version'], prints: /OpenSSL/, otherwise: 'does not say its version' } },
];

/** What Kafka and clients of several libraries run on. */
export const KAFKA_NEEDS: Need[] = [
  ...JAVA_NEEDS,
  { command: 'python3', packages: ['python3-pip'], why: 'librdkafka, as a Python wheel', works: { args: ['-m', 'pip', '--version'], prints: /pip/, otherwise: 'has no pip' } },
];

/** What a client in Go is made with. */
export const GO: Need = { command: 'go', packages: ['golang-go'], why: 'a client in Go', works: { args: ['version'], prints: /go1\.(2[5-9]|[3-9]\d)/, otherwise: 'is older than Go 1.25' } };

/** What the tests of a node's scripts run on, beside these. */
export const NODE_NEEDS: Need[] = [
  { command: 'mkfs.xfs', packages: ['xfsprogs'], why: 'file systems', works: { args: ['-V'], prints: /version/, otherwise: 'does not say its version' } },
  { command: 'shellcheck', packages: ['shellcheck'], why: 'the scripts' },
  { command: 'systemd-analyze', packages: ['systemd'], why: 'the units' },
];

/** The packages that Debian 12 has of these. */
export function packagesOf(needs: readonly Need[]): string[] {
  return [...new Set(needs.map(({ packages }) => packages[0]))];
}
