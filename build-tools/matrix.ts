/**
 * Runs the tests with the oldest and with the newest Node and aws-cdk-lib that the package is for, each in a copy of this repository.
 */
import { spawnSync } from 'child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'fs';
import { delimiter, dirname, join, relative } from 'path';

const ROOT = join(__dirname, '..');
const WORK = join(ROOT, 'build/matrix');
const HERE: Place = { cwd: ROOT, bin: join(ROOT, 'node_modules/.bin') };
const PACKAGE = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Where commands run, and the programs that come before all others. */
interface Place {
  readonly cwd: string;
  readonly bin: string;
}

interface Combination {
  readonly node: string;
  readonly peers: { readonly [name: string]: string };
}

const COMBINATIONS: { readonly [name: string]: Combination } = {
  oldest: { node: PACKAGE.engines.node.replace('>= ', ''), peers: oldestPeers() },
  newest: { node: '26.10.0', peers: { 'aws-cdk-lib': '2.276.0', 'constructs': '10.8.1' } },
};

const HELP = `Usage: npx projen test:matrix [${Object.keys(COMBINATIONS).join('|')}]

Compiles, runs the unit tests and checks the types in a copy below ${relative(ROOT, WORK)}/, with
${Object.entries(COMBINATIONS).map(([name, combination]) => `  ${name}  ${described(combination)}`).join('\n')}
both of them without an argument. Needs the registry of npm, which has Node too.

Where everything of a combination but Node is installed right here, no copy is needed: 'tsx build-tools/matrix.ts in-place oldest npx projen test'.`;

function main(args: string[]): void {
  if (args.some(arg => arg === '--help' || arg === '-h')) { return console.log(HELP); }
  if (args[0] === 'in-place') { return testInPlace(args[1], args.slice(2)); }
  const unknown = args.filter(arg => !(arg in COMBINATIONS));
  if (unknown.length > 0) { stop(`Unknown: ${unknown.join(', ')}\n\n${HELP}`); }
  for (const name of args.length > 0 ? args : Object.keys(COMBINATIONS)) { test(name, COMBINATIONS[name]); }
}

function test(name: string, combination: Combination): void {
  const begin = Date.now();
  const copy = { cwd: join(WORK, name), bin: binOf(join(WORK, name)) };
  console.log(`${name}: installing ${described(combination)}`);
  rmSync(copy.cwd, { recursive: true, force: true });
  for (const file of run(HERE, 'git', 'ls-files', '--cached', '--others', '--exclude-standard').trim().split('\n')) {
    mkdirSync(dirname(join(copy.cwd, file)), { recursive: true });
    copyFileSync(join(ROOT, file), join(copy.cwd, file));
  }
  run(copy, 'npm', 'ci');
  // Without a place in package.json: what is tested is that this one allows them.
  run(copy, 'npm', 'install', '--no-save', nodePackage(combination), ...Object.entries(combination.peers).map(([peer, version]) => `${peer}@${version}`));
  checkInstalled(copy, combination);

  console.log(`${name}: compiling, tests, types`);
  // Without lint, which finds the same in the same sources.
  run(copy, 'npx', 'projen', 'compiled');
  const output = run(copy, 'npx', 'jest', '--ci');
  run(copy, 'npx', 'tsc', '-p', 'tsconfig.dev.json');
  const counts = /^Tests: .*$/m.exec(output);
  if (!counts) { stop(`${output}\nno test was counted`); }
  synthesizeLinted(copy);
  console.log(`${name}: ${counts![0]} (${((Date.now() - begin) / 1000).toFixed(0)}s)`);
}

/** Runs the command that tests, by the Node of the combination. */
function testInPlace(name: string, [command, ...args]: string[]): void {
  const combination = COMBINATIONS[name] ?? stop(HELP);
  const home = join(WORK, `node-${name}`);
  mkdirSync(home, { recursive: true });
  run(HERE, 'npm', 'install', '--no-save', '--prefix', home, nodePackage(combination));
  const place = { cwd: ROOT, bin: binOf(home) };
  checkInstalled(place, combination);
  console.log(`${name}: ${described(combination)}`);
  const { status } = spawnSync(command, args, { cwd: ROOT, env: environment(place, NOT_LINTED), stdio: 'inherit' });
  if (status !== 0) { process.exit(1); }
  synthesizeLinted(place);
}

/** As in a new app, where a finding of aws-cdk-lib's own rules fails. */
function synthesizeLinted(place: Place): void {
  runWith(LINTED, place, 'node', '--import', 'tsx', 'examples/typescript/two-accounts/app.ts');
}

function nodePackage({ node }: Combination): string {
  return `node-${process.platform}-${process.arch}@${node}`;
}

function binOf(home: string): string {
  return join(home, `node_modules/node-${process.platform}-${process.arch}/bin`);
}

/** The lower ends of the ranges of the peers. */
function oldestPeers(): { [name: string]: string } {
  return Object.fromEntries(Object.entries<string>(PACKAGE.peerDependencies).map(([peer, range]) => [peer, range.replace('^', '')]));
}

function checkInstalled(place: Place, { node, peers }: Combination): void {
  const found = {
    node: run(place, 'node', '--version').trim().replace('v', ''),
    peers: Object.fromEntries(Object.keys(peers).map(peer => [peer, JSON.parse(readFileSync(join(place.cwd, 'node_modules', peer, 'package.json'), 'utf8')).version])),
  };
  if (described(found) !== described({ node, peers })) { stop(`installed were ${described(found)} instead of ${described({ node, peers })}`); }
}

function described({ node, peers }: Combination): string {
  return [`Node ${node}`, ...Object.entries(peers).map(([peer, version]) => `${peer} ${version}`)].join(', ');
}

// From some version on aws-cdk-lib lints templates by itself. Tests have ids that are not real.
const NOT_LINTED = { CDK_VALIDATION: 'false' };
const LINTED = { CDK_VALIDATION: 'true', CDK_CONTEXT_JSON: JSON.stringify({ '@aws-cdk/core:validateAgainstDefaultRules': true }), CDK_OUTDIR: 'cdk.out' };

function run(place: Place, command: string, ...args: string[]): string {
  return runWith(NOT_LINTED, place, command, ...args);
}

function runWith(settings: NodeJS.ProcessEnv, place: Place, command: string, ...args: string[]): string {
  const { cwd } = place;
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', env: environment(place, settings), maxBuffer: 100_000_000 });
  if (status !== 0) { stop(`${stdout ?? ''}${stderr ?? ''}${error ?? ''}\n${command} ${args.join(' ')} failed in ${relative(ROOT, cwd) || '.'}`); }
  return `${stdout}${stderr}`;
}

/** By the place's own Node, once it has one. */
function environment({ bin }: Place, settings: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...process.env, ...settings, PATH: [bin, process.env.PATH].join(delimiter) };
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}

main(process.argv.slice(2).filter(arg => arg !== '--'));
