/**
 * The packed npm package as its users have it: installed with its peers in an empty directory, where the apps of docs/getting-started.md and one of five adopted brokers
 * are synthesized, every command reads them, and `run` plays them with real Kafka.
 */
import { deepStrictEqual, ok } from 'assert';
import { spawnSync } from 'child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { addBroker, fiveBrokers, gettingStarted, rename, synthesize } from './apps';
import { only, pack, run, timed } from '../../build-tools/packed';
import { Claims } from '../e2e/harness/claims';
import { holds, RUN_NEEDS, withCache } from '../e2e/harness/command-run';
import { endIfLacking } from '../e2e/harness/needed';

const NAME = 'cdk-kafka-privatelink';
const ROOT = join(__dirname, '../..');
/** Commands that are tried here, of all that the program has. */
const TRIED = ['plan', 'check', 'diff', 'run'];
/** How `check` counts the paths of listeners that others connect to. */
const FROM_LOAD_BALANCER = 'paths from the load balancer on, since no endpoint here has the listener.';
const FIVE = [1001, 1002, 1003, 1004, 1005];
const AUDIENCES = ['PARTNER_A', 'PARTNER_B', 'OWN'];

interface Answer {
  readonly status: number | null;
  readonly out: string;
  readonly errors: string;
}

/** What the installed command answers in a folder. */
function command(cwd: string, ...args: string[]): Answer {
  const { status, stdout, stderr } = spawnSync('npx', [NAME, ...args], { cwd, encoding: 'utf8' });
  return { status, out: stdout, errors: stderr };
}

/** What it prints; it must end with 0 and without an error. */
function printed(cwd: string, ...args: string[]): string {
  const { status, out, errors } = command(cwd, ...args);
  deepStrictEqual({ status, errors }, { status: 0, errors: '' }, `${args.join(' ')} in ${cwd}:\n${out}${errors}`);
  return out;
}

function starts(text: string, line: string): void {
  deepStrictEqual(text.split('\n')[0], line, text);
}

function install(work: string): void {
  const own = (name: string) => `${name}@${JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version}`;
  writeFileSync(join(work, 'package.json'), '{ "private": true }\n');
  run(work, 'npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error', only('js', '.tgz'), own('aws-cdk-lib'), own('constructs'), own('tsx')]);
}

async function main(work: string): Promise<number> {
  endIfLacking('e2e:package', RUN_NEEDS);
  const claims = new Claims();
  const [kafka, payments, adopted] = ['kafka', 'payments', 'adopted'].map(name => join(work, name));
  pack(['js']);
  timed('Installing the package with its peers in an empty directory', () => install(work));
  timed('The apps of docs/getting-started.md, and one of five adopted brokers', () => {
    gettingStarted(work);
    fiveBrokers(work);
    [kafka, payments, adopted].forEach(synthesize);
  });

  const env = withCache(work);
  /** `run` with all that it prints: what it says while it starts goes to the other stream. */
  const played = (...directories: string[]) => {
    const { status, stdout, stderr } = spawnSync('npx', [NAME, 'run', ...directories], { cwd: work, encoding: 'utf8', env });
    return { status, text: `${stdout}${stderr}` };
  };

  await claims.that('the program and each of its commands say what they take', async () => {
    const list = printed(work, '--help');
    const names = [...list.matchAll(/^ {2}([a-z]+) {2}/gm)].map(([, name]) => name);
    deepStrictEqual(TRIED.filter(name => !names.includes(name)), [], list);
    for (const name of names) { ok(printed(work, name, '--help').startsWith(`Usage: ${NAME} ${name} `), `${name} --help`); }
    deepStrictEqual(command(work, 'plan', 'nowhere').status, 2);
  });

  await claims.that('getting started: plan prints the ports and targets of both apps', async () => {
    const text = printed(work, 'plan', 'kafka/cdk.out', 'payments/cdk.out');
    for (const line of [/^ *0 +kafka\.pay\.example\.com:20000 +20000 +broker 0 :9093$/m, /^ *1 +kafka\.pay\.example\.com:20001 +20001 +broker 1 :9093$/m, /^PaymentsStack\.Kafka/m]) { ok(line.test(text), `${line}\n${text}`); }
    deepStrictEqual(text.split('\n').filter(line => line.length > 100), []);
  });
  await claims.that('getting started: check finds every path open, of both apps and of each by itself', async () => {
    starts(printed(work, 'check', 'kafka/cdk.out', 'payments/cdk.out'), 'Every path is open: 3 paths of 1 endpoint.');
    starts(printed(kafka, 'check'), `Every path is open: 3 ${FROM_LOAD_BALANCER}`);
    starts(printed(payments, 'check', '--contract', 'kafka.contract.json'), `Every path is open: 4 paths of 1 endpoint, and 4 ${FROM_LOAD_BALANCER}`);
  });
  await claims.that('getting started: run plays both apps, and the client of the consumer reaches each broker', async () => {
    const answer = played('kafka/cdk.out', 'payments/cdk.out');
    const shown = /```text run\n([^]*?)```/.exec(readFileSync(join(ROOT, 'docs/command.md'), 'utf8'))![1];
    ok(answer.text.includes(shown), `docs/command.md has something else than:\n${answer.text}`);
    return holds(answer, ['CLIENT'], 2);
  });
  await claims.that('getting started: a broker more asks nothing of consumers, and another name does', async () => {
    renameSync(join(kafka, 'cdk.out'), join(kafka, 'before'));
    addBroker(work);
    synthesize(kafka);
    const more = printed(kafka, 'diff', 'before', 'cdk.out');
    ok(/^ +nothing: KafkaStack\.Outputs\.Contract: broker 2 is new$/m.test(more), more);
    rename(work);
    synthesize(kafka);
    const { status, out } = command(kafka, 'diff', 'before', 'cdk.out');
    deepStrictEqual({ status, named: /^ +.*KafkaStack\.Outputs\.Contract: .*kafka\.other\.example\.com/m.test(out) }, { status: 1, named: true }, out);
  });

  await claims.that('five adopted brokers: plan has a load balancer for each audience, with each broker at its port', async () => {
    const { loadBalancers } = JSON.parse(printed(adopted, 'plan', '--json', '--svg', 'plan.svg', '--html', 'plan.html'));
    const portsOf = (ports: any[]) => ports.filter(({ broker }) => broker).map(({ broker, port }) => [broker, port]);
    deepStrictEqual(
      loadBalancers.flatMap(({ listeners }: any) => listeners.map(({ name, ports }: any) => [name, portsOf(ports)])).sort(),
      [['OWN', 22000], ['PARTNER_A', 20000], ['PARTNER_B', 21000]].map(([name, first]) => [name, FIVE.map((id, i) => [id, Number(first) + i])]));
    for (const [file, end] of [['plan.svg', '</svg>'], ['plan.html', '</html>']]) { ok(readFileSync(join(adopted, file), 'utf8').trimEnd().endsWith(end), file); }
    ok(printed(adopted, 'plan', '--markdown').includes('```mermaid'));
  });
  await claims.that('five adopted brokers: check follows every path, with the files of the hosts and without', async () => {
    for (const more of [[], ['--properties', 'hosts']]) { starts(printed(adopted, 'check', ...more), `Every path is open: 6 paths of 1 endpoint, and 12 ${FROM_LOAD_BALANCER}`); }
  });
  await claims.that('five adopted brokers: run plays the app for three audiences, of which one is in the app', async () =>
    holds(played('adopted/cdk.out'), AUDIENCES, FIVE.length));
  await claims.that('five adopted brokers: a host that advertises the port of another is found', async () => {
    const file = join(adopted, 'hosts/kafka1002/server.properties');
    writeFileSync(file, readFileSync(file, 'utf8').replace(':20001,', ':20002,'));
    const { status, out } = command(adopted, 'check', '--properties', 'hosts');
    deepStrictEqual({ status, named: /^ +advertised-address: .*1002/m.test(out) }, { status: 1, named: true }, out);
  });
  await claims.that('five adopted brokers: an app that is the same asks nothing of anybody', async () => {
    printed(adopted, 'diff', 'cdk.out', 'cdk.out');
  });
  return claims.finish();
}

const directory = mkdtempSync(join(tmpdir(), 'package-'));
process.on('exit', () => rmSync(directory, { recursive: true })); // also if a command fails that the rest needs
main(directory).then(
  code => { process.exitCode = code; },
  error => {
    console.error(error);
    process.exitCode = 1;
  },
);
