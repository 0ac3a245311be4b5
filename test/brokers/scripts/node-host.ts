import { spawn } from 'child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { figureFiles } from '../../../src/brokers/watch/figure-files';

export const ASSETS = join(__dirname, '..', '..', '..', 'assets', 'node');
const FIXTURES = join(__dirname, 'fixtures');

/** Where the clock of a host starts. It goes on only when a script sleeps. */
const START = 1_800_000_000;

const BROKER = {
  NODE_ID: '0',
  CLUSTER_ID: 'Ye2n9lagXrj7SY84IDTCAA',
  HOST: 'b0.kafka.internal',
  IDENTITY_IP: '127.0.0.1',
  ENI_ID: 'eni-0abc',
  VOLUMES: 'vol-0abc:/data/0',
  DATA: 'new',
  BOOTSTRAP: 'no',
  SCRIPTS: 's3://assets/scripts.tar',
  SCRIPTS_SHA256: 'unknown',
  KAFKA_URL: 's3://bucket/kafka.tgz',
  KAFKA_SHA512: 'unknown',
  JAVA_PACKAGE: 'java-21-amazon-corretto-headless',
  AWS_REGION: 'eu-west-1',
  STACK: 'Kafka',
  RESOURCE: 'Node0Group',
  HOOK: 'drain',
  GATE: 'FULL',
  GATE_PASSES: '3',
  GATE_INTERVAL: '10',
  GATE_SETTLE: '45',
  DEADLINE: '3300',
  DRAIN_LIMIT: '900',
  METRICS_NAMESPACE: 'KafkaNodes',
  CLUSTER: 'Test',
};

/** A script that slept longer than this many seconds of its own clock is ended: it would wait for ever. */
const PATIENCE = 100;

const STUBS: { [command: string]: string } = {
  // Long sleeps are beside what is tested: the deadline's and the heartbeat's.
  sleep: `[ "$1" != infinity ] || exit 0
    if [ "$1" -ge 60 ]; then exec /bin/sleep 20; fi
    at=$(( $(cat "$HOST_DIR/clock") + $1 )); echo $at > "$HOST_DIR/clock"
    if [ $at -gt $((${START} + PATIENCE)) ]; then kill -9 $PPID; fi`,
  date: 'if [ "$*" = +%s ]; then cat "$HOST_DIR/clock"; else exec /bin/date "$@"; fi',
  curl: `case "$*" in
    *api/token*) echo token ;;
    *instance-id) echo i-new ;;
    *availability-zone-id) echo euw1-az1 ;;
    *) exit 22 ;;
    esac`,
  findmnt: 'grep -q " ${!#}$" "$HOST_DIR/mounts" && sed -n "s| ${!#}$||p" "$HOST_DIR/mounts"',
  mount: 'echo "${@: -2:1} ${@: -1}" >> "$HOST_DIR/mounts"',
  umount: 'sed -i "\\| $1$|d" "$HOST_DIR/mounts"',
  chown: '',
  sync: '',
  sysctl: '',
  aws: '',
  // As the real one, it fails for every other state.
  systemctl: 'if [ "$1" = is-active ]; then cat "$HOST_DIR/kafka-state"; grep -qx active "$HOST_DIR/kafka-state" || exit 3; fi',
};

export interface Ended {
  /** The exit status, or the name of the signal. */
  readonly code: number | string;
  /** What it wrote, which is the boot log. */
  readonly log: string;
}

/** A directory that stands for the root of a node, and the commands that answer there. What is called is written down. */
export class NodeHost {
  public readonly root = mkdtempSync(join(tmpdir(), 'kafka-node-'));
  private readonly env: { [key: string]: string };

  /** @param env what differs from a broker's settings */
  constructor(env: { [key: string]: string } = {}, private readonly properties = brokerProperties()) {
    this.env = { ...BROKER, ...env };
    const scripts = this.path('usr/local/lib/kafka-node');
    cpSync(ASSETS, scripts, { recursive: true });
    Object.entries(figureFiles()).forEach(([name, text]) => this.write(`etc/kafka-node/${name}`, text));
    this.write('etc/kafka-node/env', Object.entries(this.env).map(([key, value]) => `${key}=${value}\n`).join(''));
    this.write('etc/kafka-node/server.properties', this.properties);
    this.write('host/clock', `${START}\n`);
    this.write('host/calls', '');
    this.write('host/mounts', '');
    this.write('host/kafka-state', 'active\n');
    Object.entries(STUBS).forEach(([command, body]) => this.stub(command, body));
  }

  public path(path: string): string {
    return join(this.root, path);
  }

  public write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  public read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  public has(path: string): boolean {
    return existsSync(this.path(path));
  }

  /** A command of the system. `$HOST_DIR` is where it can keep something; `nth NAME` counts from 1. */
  public stub(command: string, body: string): void {
    this.executable(`host/bin/${command}`, body, command);
  }

  /** One of the node's own scripts, where another is tested. */
  public script(name: string, body: string): void {
    this.executable(`usr/local/lib/kafka-node/${name}`, body, name);
  }

  /** One of Kafka's tools, such as `topics`. */
  public tool(name: string, body: string): void {
    this.executable(`opt/kafka/bin/kafka-${name}.sh`, body, name);
  }

  /** Kafka's tools answer what they were seen to answer. */
  public answers(scenario: string): void {
    this.tool('metadata-quorum', `cat '${FIXTURES}/${scenario}-replication.txt'`);
    this.tool('topics', `cat '${FIXTURES}/${scenario}-topics.txt'`);
    this.tool('cluster', `cat '${FIXTURES}/${scenario}-endpoints.txt'`);
  }

  /** Kafka's JVM runs, with the agent for this machine, and says what it was seen to say. Tools that have no such answer say nothing. */
  public jvmSays(recording: string): void {
    this.write('tmp/hsperfdata_kafka/4711', 'J\0x\0sun.management.JMXConnectorServer.address\0service:jmx:rmi://127.0.0.1/stub/rO0ABXNy\0\0java.rt.vmFlags\0');
    this.write('proc/4711/cmdline', '/usr/bin/java\0-Xmx1g\0kafka.Kafka\0/etc/kafka/server.properties\0');
    this.tool('jmx', `[ "$2" = service:jmx:rmi://127.0.0.1/stub/rO0ABXNy ] || exit 1
      cat '${FIXTURES}/${recording}-jmx.txt'`);
  }

  /** The exporter says what it was seen to say, with changes by `sed`. */
  public exporterSays(recording: string, changes = ''): void {
    this.stub('curl', `case "$*" in
      *http://127.0.0.1:9404/metrics) sed -E '${changes}' '${FIXTURES}/${recording}-exporter.txt' ;;
      *) exit 22 ;;
      esac`);
  }

  /** A disk of 16 MiB that is attached; blank unless `content` is given. */
  public disk(volume: string, content = ''): string {
    const file = `host/${volume}`;
    this.write(file, content);
    mkdirSync(this.path('dev/disk/by-id'), { recursive: true });
    symlinkSync(this.path(file), this.path(`dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volume.replace('-', '')}`));
    return this.path(file);
  }

  public mount(volume: string, mount: string): void {
    mkdirSync(this.path(mount), { recursive: true });
    this.write('host/mounts', `${this.read('host/mounts')}${this.disk(volume)} ${this.path(mount)}\n`);
  }

  /** Every call so far, as the command and its arguments. */
  public get calls(): string[] {
    return this.read('host/calls').split('\n').filter(line => line !== '');
  }

  public callsOf(text: string): string[] {
    return this.calls.filter(call => call.includes(text));
  }

  /** What it published, each with its unit, if it has one. */
  public get figures(): { [name: string]: string } {
    const form = /MetricName=(\w+),Value=(-?[\d.e-]+(?:,Unit=[\w/]+)?),Dimensions=\[\{Name=Cluster,Value=Test\},\{Name=NodeId,Value=0\}\]/g;
    return Object.fromEntries([...this.callsOf('put-metric-data').join(' ').matchAll(form)].map(([, name, value]) => [name, value]));
  }

  /** Seconds slept so far. */
  public get slept(): number {
    return Number(this.read('host/clock')) - START;
  }

  public run(script: string, env: { [key: string]: string } = {}): Promise<Ended> {
    const out = openSync(this.path('host/out'), 'w');
    const [name, ...argv] = script.split(' ');
    const child = spawn('bash', [this.path(`usr/local/lib/kafka-node/${name}`), ...argv], {
      stdio: ['ignore', out, out],
      env: { PATH: `${this.path('host/bin')}:/usr/sbin:/usr/bin:/sbin:/bin`, KAFKA_NODE_ROOT: this.root, HOST_DIR: this.path('host'), PATIENCE: `${PATIENCE}`, ...env },
    });
    return new Promise(ended => child.on('exit', (code, signal) => ended({ code: code ?? signal!, log: this.read('host/out') })));
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private executable(path: string, body: string, name: string): void {
    this.write(path, [
      '#!/bin/bash',
      'nth() { echo x >> "$HOST_DIR/count-$1"; wc -l < "$HOST_DIR/count-$1"; }',
      ...['sleep', 'date', 'findmnt', 'sync', 'curl'].includes(name) ? [] : [`echo "${name} $*" >> "$HOST_DIR/calls"`],
      body,
      '',
    ].join('\n'));
    chmodSync(this.path(path), 0o755);
  }
}

export function brokerProperties(ports: { internal?: number; client?: number } = {}): string {
  const { internal = 9092, client = 9093 } = ports;
  return [
    'process.roles=broker',
    'node.id=0',
    'broker.rack=@@ZONE_ID@@',
    'log.dirs=/data/0/log',
    'controller.quorum.bootstrap.servers=c1000.kafka.internal:9090,c1001.kafka.internal:9090,c1002.kafka.internal:9090',
    `advertised.listeners=INTERNAL://b0.kafka.internal:${internal},CLIENT://kafka.pay.example.com:20000`,
    `listeners=INTERNAL://:${internal},CLIENT://:${client}`,
    'inter.broker.listener.name=INTERNAL',
    '',
  ].join('\n');
}

export function controllerProperties(node: { id: number; port?: number; peers?: string[] }): string {
  const { id, port = 9090, peers = [1000, 1001, 1002].map(peer => `c${peer}.kafka.internal:9090`) } = node;
  return [
    'process.roles=controller',
    `node.id=${id}`,
    'log.dirs=/data/0/log',
    `controller.quorum.bootstrap.servers=${peers.join(',')}`,
    `advertised.listeners=CONTROLLER://c${id}.kafka.internal:${port}`,
    `listeners=CONTROLLER://:${port}`,
    '',
  ].join('\n');
}

/** The directory of a node at the time of the recording: in a table with two rows of one id, the last one, which is alive. */
export function directoryOf(scenario: string, nodeId: string): string {
  const rows = readFileSync(join(FIXTURES, `${scenario}-replication.txt`), 'utf8').split('\n').map(line => line.trim().split(/\s+/)).filter(row => row[0] === nodeId);
  return rows.sort((one, other) => Number(one[5]) - Number(other[5])).pop()![1];
}

/** `meta.properties` as Kafka writes it. */
export function meta(nodeId: string, directoryId: string, clusterId = BROKER.CLUSTER_ID): string {
  return `#\n#Sun Nov 22 23:12:32 UTC 2026\nnode.id=${nodeId}\ndirectory.id=${directoryId}\nversion=1\ncluster.id=${clusterId}\n`;
}
