/**
 * Runs the tests with the oldest and with the newest Node and aws-cdk-lib that the package is for, each in a copy of this repository.
 */
import { spawnSync } from 'child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'fs';
import { delimiter, dirname, join, relative } from 'path';

const ROOT = join(__dirname, '..');
const WORK = join(ROOT, 'build/matrix');
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

interface Combination {
  readonly node: string;
  readonly peers: { readonly [name: string]: string };
}

const COMBINATIONS: { readonly [name: string]: Combination } = {
  oldest: { node: PACKAGE.engines.node.replace('>= ', ''), peers: oldestPeers() },
  newest: { node: '26.10.0', peers: { 'aws-cdk-lib': '2.276.0', 'constructs': '10.8.1' } },
};

const HELP = `Usage: npx projen test:matrix [${Object.keys(COMBINATIONS).join('|')}]

Runs 'npx projen test' in a copy below ${relative(ROOT, WORK)}/, with
${Object.entries(COMBINATIONS).map(([name, combination]) => `  ${name}  ${described(combination)}`).join('\n')}
both of them without an argument. Needs the registry of npm, which has Node too.`;

function main(args: string[]): void {
  if (args.some(arg => arg === '--help' || arg === '-h')) { return console.log(HELP); }
  const unknown = args.filter(arg => !(arg in COMBINATIONS));
  if (unknown.length > 0) { stop(`Unknown: ${unknown.join(', ')}\n\n${HELP}`); }
  for (const name of args.length > 0 ? args : Object.keys(COMBINATIONS)) { test(name, COMBINATIONS[name]); }
}

function test(name: string, combination: Combination): void {
  const begin = Date.now();
  const copy = join(WORK, name);
  console.log(`${name}: installing ${described(combination)}`);
  rmSync(copy, { recursive: true, force: true });
  for (const file of run(ROOT, 'git', 'ls-files', '--cached', '--others', '--exclude-standard').trim().split('\n')) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    copyFileSync(join(ROOT, file), join(copy, file));
  }
  run(copy, 'npm', 'ci');
  // Without a place in package.json: what is tested is that this one allows them.
  run(copy, 'npm', 'install', '--no-save', `node-${process.platform}-${process.arch}@${combination.node}`, ...Object.entries(combination.peers).map(([peer, version]) => `${peer}@${version}`));
  checkInstalled(copy, combination);

  console.log(`${name}: npx projen test`);
  const output = run(copy, 'npx', 'projen', 'test');
  const counts = /^Tests: .*$/m.exec(output);
  if (!counts) { stop(`${output}\nno test was counted`); }
  runWith(LINTED, copy, 'node', '--import', 'tsx', 'examples/typescript/two-accounts/app.ts');
  console.log(`${name}: ${counts![0]} (${((Date.now() - begin) / 1000).toFixed(0)}s)`);
}

/** The lower ends of the ranges of the peers. */
function oldestPeers(): { [name: string]: string } {
  return Object.fromEntries(Object.entries<string>(PACKAGE.peerDependencies).map(([peer, range]) => [peer, range.replace('^', '')]));
}

function checkInstalled(copy: string, { node, peers }: Combination): void {
  const found = {
    node: run(copy, 'node', '--version').trim().replace('v', ''),
    peers: Object.fromEntries(Object.keys(peers).map(peer => [peer, JSON.parse(readFileSync(join(copy, 'node_modules', peer, 'package.json'), 'utf8')).version])),
  };
  if (described(found) !== described({ node, peers })) { stop(`installed were ${described(found)} instead of ${described({ node, peers })}`); }
}

function described({ node, peers }: Combination): string {
  return [`Node ${node}`, ...Object.entries(peers).map(([peer, version]) => `${peer} ${version}`)].join(', ');
}

// From some version on aws-cdk-lib lints templates by itself. Tests have ids that are not real; the example is synthesized as in a new app, where a finding fails.
const NOT_LINTED = { CDK_VALIDATION: 'false' };
const LINTED = { CDK_VALIDATION: 'true', CDK_CONTEXT_JSON: JSON.stringify({ '@aws-cdk/core:validateAgainstDefaultRules': true }), CDK_OUTDIR: 'cdk.out' };

/** By the copy's own Node, once it has one. */
function run(cwd: string, command: string, ...args: string[]): string {
  return runWith(NOT_LINTED, cwd, command, ...args);
}

function runWith(settings: NodeJS.ProcessEnv, cwd: string, command: string, ...args: string[]): string {
  const bin = join(cwd, `node_modules/node-${process.platform}-${process.arch}/bin`);
  const env = { ...process.env, ...settings, PATH: [bin, process.env.PATH].join(delimiter) };
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', env, maxBuffer: 100_000_000 });
  if (status !== 0) { stop(`${stdout ?? ''}${stderr ?? ''}${error ?? ''}\n${command} ${args.join(' ')} failed in ${relative(ROOT, cwd) || '.'}`); }
  return `${stdout}${stderr}`;
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}

main(process.argv.slice(2).filter(arg => arg !== '--'));
