/**
 * Measures what Kafka's own tools cost a node, as the node's scripts call them, beside the number of partitions.
 */
import { spawn, spawnSync } from 'child_process';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { cpus, loadavg } from 'os';
import { join, resolve } from 'path';
import { setTimeout as delay } from 'timers/promises';
import { FIGURES } from '../src/brokers/watch/kafka-figures';

const HELP = `Usage: npx projen bench:tools --kafka DIRECTORY [--partitions N,N…] [--brokers N] [--turns N] [--work DIRECTORY]

Starts a controller and brokers of the Kafka in DIRECTORY, an unpacked archive of Apache's, by its own scripts. Makes partitions, and runs the tools that a node's scripts run.
It needs Linux, Java, GNU time, a file descriptor for each partition of a broker, and 1 GB of memory for each broker.

  --partitions  how many, one measurement for each number (10000,50000)
  --brokers     how many (5)
  --turns       how often each tool runs (3)
  --work        where data goes (below build/); in memory (/dev/shm), partitions are made sooner

It prints for each tool:

  processor s   the least of all turns, which is that of the start script and of Java
  wall s        the least of all turns, by the clock
  MiB           the peak of memory with the heap that nodes give
  least heap    with which it still answers, of 16, 32, 64, 128 and 256 MiB`;

const CLUSTER_ID = '0000000000000000000001';
const CONTROLLER = 1000;
const PORT = 29_000;
/** Kafka takes 10,000 records of metadata at once. */
const TOPIC = 5000;
const HEAPS = [16, 32, 64, 128, 256];

interface Options {
  readonly kafka: string;
  readonly partitions: number[];
  readonly brokers: number;
  readonly turns: number;
}
interface Tool {
  readonly name: string;
  readonly heap: number;
  readonly argv: string[];
}
interface Cost {
  readonly answers: boolean;
  readonly processor: number;
  readonly wall: number;
  readonly mebibytes: number;
  readonly text: string;
}

const pids: number[] = [];
let work = join(__dirname, '../build/bench-tools');

async function main(args: string[]): Promise<void> {
  const option = (name: string) => args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined;
  const kafka = option('kafka');
  if (args.includes('--help') || kafka === undefined) { return console.log(HELP); }
  const options = {
    kafka: resolve(kafka),
    partitions: (option('partitions') ?? '10000,50000').split(',').map(Number),
    brokers: Number(option('brokers') ?? 5),
    turns: Number(option('turns') ?? 3),
  };
  work = resolve(option('work') ?? work, 'cluster');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    await startCluster(options);
    console.log(`${cpus().length} × ${cpus()[0].model.trim()}, ${options.brokers} brokers, ${options.turns} turns`);
    console.log('| partitions | what a node runs | heap MiB | processor s | wall s | MiB | least heap MiB | load |\n| --- | --- | --- | --- | --- | --- | --- | --- |');
    let made = 0;
    for (const wanted of options.partitions) {
      while (made < wanted) {
        const more = Math.min(TOPIC, wanted - made);
        makeTopic(options, `t${made}`, more);
        made += more;
      }
      await untilLed(options, wanted);
      for (const tool of toolsOf(options)) { console.log(`| ${[wanted, ...rowOf(options, tool)].join(' | ')} |`); }
    }
  } finally {
    for (const pid of pids) { process.kill(pid, 'SIGKILL'); }
    rmSync(work, { recursive: true, force: true });
  }
}

async function startCluster({ kafka, brokers }: Options): Promise<void> {
  start(kafka, CONTROLLER, ['process.roles=controller', `listeners=CONTROLLER://127.0.0.1:${PORT}`], ['--standalone']);
  for (let id = 0; id < brokers; id++) {
    start(kafka, id, ['process.roles=broker', `listeners=INTERNAL://127.0.0.1:${PORT + 1 + id}`, 'inter.broker.listener.name=INTERNAL'], ['--no-initial-controllers']);
  }
  for (const end = Date.now() + 300_000; run(kafka, { name: 'topics', heap: 256, argv: ['--list', ...INTERNAL] }).answers === false; await delay(2000)) {
    if (Date.now() > end) { throw new Error(`no broker answers: ${work}`); }
  }
}

const INTERNAL = ['--bootstrap-server', `127.0.0.1:${PORT + 1}`];

function start(kafka: string, id: number, own: string[], format: string[]): void {
  const file = join(work, `${id}.properties`);
  writeFileSync(file, [
    ...own, `node.id=${id}`, `log.dirs=${join(work, `data-${id}`)}`, `controller.quorum.bootstrap.servers=127.0.0.1:${PORT}`, 'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,INTERNAL:PLAINTEXT', 'log.index.size.max.bytes=4096', '',
  ].join('\n'));
  const made = spawnSync(join(kafka, 'bin/kafka-storage.sh'), ['format', '--cluster-id', CLUSTER_ID, '--config', file, ...format], { encoding: 'utf8', env: environment(256) });
  if (made.status !== 0) { throw new Error(`${made.stdout}${made.stderr}`); }
  const log = openSync(join(work, `${id}.log`), 'w');
  // As nodes start it, but for the heap.
  const child = spawn(join(kafka, 'bin/kafka-server-start.sh'), [file], {
    stdio: ['ignore', log, log], env: { ...environment(1024), EXTRA_ARGS: `-name bench-${id}`, KAFKA_JMX_OPTS: '-Dcom.sun.management.jmxremote -Djava.rmi.server.hostname=127.0.0.1' },
  });
  pids.push(child.pid!);
}

function environment(heap: number): NodeJS.ProcessEnv {
  return { ...process.env, KAFKA_HEAP_OPTS: `-Xmx${heap}m`, LOG_DIR: join(work, 'logs') };
}

function makeTopic({ kafka }: Options, topic: string, partitions: number): void {
  const { answers, text } = run(kafka, { name: 'topics', heap: 1024, argv: ['--create', '--topic', topic, '--partitions', `${partitions}`, '--replication-factor', '1', ...INTERNAL] });
  if (!answers) { throw new Error(text); }
}

async function untilLed({ kafka }: Options, partitions: number): Promise<void> {
  const led = () => run(kafka, { name: 'topics', heap: 1024, argv: ['--describe', ...INTERNAL] }).text.match(/\tLeader: \d/g)?.length;
  for (const end = Date.now() + 1_800_000; led() !== partitions; await delay(5000)) {
    if (Date.now() > end) { throw new Error(`not every partition has a leader: ${work}`); }
  }
}

/** What gate, drain and figures run on a broker. */
function toolsOf({ kafka }: Options): Tool[] {
  return [
    { name: 'topics', heap: 256, argv: ['--describe', ...INTERNAL] },
    { name: 'cluster', heap: 256, argv: ['list-endpoints', '--include-fenced-brokers', ...INTERNAL] },
    { name: 'metadata-quorum', heap: 256, argv: [...INTERNAL, 'describe', '--replication'] },
    { name: 'jmx', heap: 32, argv: ['--jmx-url', jmxUrl(kafka), '--one-time', '--report-format', 'properties', ...beans()] },
  ];
}

function beans(): string[] {
  const basic = FIGURES.filter(({ level, on }) => level === 'BASIC' && on !== 'controller');
  return [...new Set(basic.flatMap(({ sources }) => sources.map(({ bean }) => bean)))].flatMap(bean => ['--object-name', bean]);
}

/** Of the first broker. */
function jmxUrl(kafka: string): string {
  for (const directory of readdirSync('/tmp').filter(name => name.startsWith('hsperfdata_'))) {
    for (const pid of readdirSync(join('/tmp', directory))) {
      const line = existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'latin1') : '';
      if (!line.includes(kafka) || !line.includes(join(work, '0.properties'))) { continue; }
      const url = readFileSync(join('/tmp', directory, pid), 'latin1').split('\0').find(text => text.startsWith('service:jmx:'));
      if (url) { return url; }
    }
  }
  throw new Error('the first broker has no JMX agent');
}

function rowOf({ kafka, turns }: Options, tool: Tool): (string | number)[] {
  const costs = Array.from({ length: turns }, () => run(kafka, tool));
  const least = (figure: 'processor' | 'wall' | 'mebibytes') => Math.min(...costs.map(cost => cost[figure]));
  const enough = HEAPS.find(heap => run(kafka, { ...tool, heap }).answers);
  const what = `kafka-${tool.name}.sh ${tool.argv.find(word => word === '--describe' || word === 'describe' || word === 'list-endpoints') ?? ''}`.trim();
  return [`\`${what}\``, tool.heap, costs.every(({ answers }) => answers) ? least('processor').toFixed(1) : 'fails', least('wall').toFixed(1), least('mebibytes').toFixed(0),
    enough ?? 'more', loadavg()[0].toFixed(0)];
}

function run(kafka: string, { name, heap, argv }: Tool): Cost {
  const figures = join(work, 'time');
  const { status, stdout, stderr } = spawnSync('/usr/bin/time', ['-o', figures, '-f', '%e %U %S %M', join(kafka, `bin/kafka-${name}.sh`), ...argv], {
    encoding: 'utf8', maxBuffer: 2 ** 28, env: environment(heap), timeout: 300_000,
  });
  const [wall, user, system, kilobytes] = readFileSync(figures, 'utf8').trim().split('\n').at(-1)!.split(' ').map(Number);
  const answers = status === 0 && !/OutOfMemoryError/.test(stderr);
  return { answers, processor: user + system, wall, mebibytes: kilobytes / 1024, text: stdout + stderr };
}

main(process.argv.slice(2)).catch(error => {
  console.error(error);
  process.exit(1);
});
