/**
 * Measures what this library costs, as ratios within one run: synth time, template size and resources against the same template in L1 constructs, and the
 * time to import it on top of the aws-cdk-lib modules that it uses.
 */
import { execFileSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { cpus, tmpdir } from 'os';
import { join } from 'path';
import { loadModules, Shape } from './shape';
import type { Measured } from './synth';

const ROOT = join(__dirname, '..');
const HELP = `Usage: npx projen bench [--runs N]

Synth: the library against the same template in L1 constructs, each run a process of its own as with 'cdk synth', both sides in turns. Printed is the least of N
runs (default 9), which is what other work on the machine disturbs least, in milliseconds of processor time without the import of modules; the budget is a
ratio of 1.35 at most.
Nodes: the same for clusters of MultiAzKafkaBrokers, against CfnResource with the same properties and references, which converts and checks nothing.
Python: the example of two accounts against TypeScript, start and import included; 'npx projen examples' makes what it needs.
Import: what the library adds to the import of the aws-cdk-lib modules that it uses, and with every class of it in use; the budget of the first is 20 ms.`;

const SHAPES: Shape[] = [[3, 1, 1], [24, 1, 1], [49, 1, 1], [24, 2, 1], [11, 4, 1], [49, 1, 2], [49, 1, 4]]
  .map(([brokers, listeners, loadBalancers]) => ({ brokers, listeners, loadBalancers }));

/** Brokers besides three controllers. */
const CLUSTERS = [3, 9, 27];

function main(args: string[]): void {
  if (args.includes('--help') || args.includes('-h')) { return console.log(HELP); }
  const runs = args.includes('--runs') ? Number(args[args.indexOf('--runs') + 1]) : 9;
  if (!Number.isInteger(runs) || runs < 1) { throw new Error(`--runs must be a positive integer, got ${args[args.indexOf('--runs') + 1]}`); }
  const modules = usedModules();

  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model.trim()}, least of ${runs} runs\n`);
  console.log('| brokers × listeners | load balancers | library ms | L1 ms | ratio | resources | template kB | L1 kB |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const shape of SHAPES) {
    const compared = compare(runs, modules, ['library', JSON.stringify(shape)], () => ['l1', JSON.stringify(shape)]);
    console.log(row(`${shape.brokers} × ${shape.listeners}`, shape.loadBalancers, ...times(compared), resources(compared[0]), kB(compared[0]), kB(compared[1])));
  }

  console.log('\n| brokers beside 3 controllers | library ms | CfnResource ms | ratio | resources | template kB |');
  console.log('|---|---|---|---|---|---|');
  const made = new Map<number, number>();
  for (const brokers of CLUSTERS) {
    const compared = compare(runs, modules, ['nodes', `${brokers}`], template => ['plain', template]);
    console.log(row(brokers, ...times(compared), resources(compared[0]), kB(compared[0])));
    made.set(brokers, resources(compared[0]));
  }
  const [[fewest, some], [most, all]] = [[...made][0], [...made].at(-1)!];
  console.log(`\nA further node: ${(all - some) / (most - fewest)} resources.`);

  console.log(`\n${pythonLine(runs)}`);
  console.log(`\nImport: ${importTime(runs, modules, '').toFixed(1)} ms over the aws-cdk-lib modules; with every class in use ${importTime(runs, modules, 'Object.values').toFixed(1)} ms`);
}

function row(...cells: unknown[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Both sides in turns, the least of each. The other side is told the template that the first one wrote. */
function compare(runs: number, modules: string[], side: [string, string], other: (template: string) => [string, string]): [Measured, Measured] {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const [ours, theirs]: [Measured[], Measured[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    ours.push(synth(...side, join(outdir, 'ours'), modules));
    theirs.push(synth(...other(join(outdir, 'ours/Stack.template.json')), join(outdir, 'theirs'), modules));
  }
  rmSync(outdir, { recursive: true });
  // The ratio is worth nothing unless both make the same.
  const kinds = [ours[0].types, theirs[0].types].map(types => JSON.stringify(Object.entries(types).sort()));
  if (kinds[0] !== kinds[1]) { throw new Error(`the two templates differ:\n  library ${kinds[0]}\n  L1      ${kinds[1]}`); }
  const best = (all: Measured[]) => all.reduce((quickest, measured) => measured.milliseconds < quickest.milliseconds ? measured : quickest);
  return [best(ours), best(theirs)];
}

function times([ours, theirs]: [Measured, Measured]): string[] {
  return [ours.milliseconds.toFixed(0), theirs.milliseconds.toFixed(0), (ours.milliseconds / theirs.milliseconds).toFixed(2)];
}

function kB({ bytes }: Measured): string {
  return (bytes / 1000).toFixed(0);
}

function resources({ types }: Measured): number {
  return Object.values(types).reduce((sum, count) => sum + count, 0);
}

function synth(side: string, of: string, outdir: string, modules: string[]): Measured {
  return JSON.parse(node('--import', 'tsx', join(__dirname, 'synth.ts'), side, of, outdir, modules.join()));
}

/** By the clock, since the app and the library are two processes. */
function pythonLine(runs: number): string {
  const example = (language: string) => join(ROOT, 'build/languages/examples', language, 'two-accounts');
  const [python, tsx] = [join(example('python'), '.venv/bin/python'), join(example('typescript'), 'node_modules/tsx/dist/cli.mjs')];
  if (![python, tsx].every(existsSync)) { return "Python: not measured, 'npx projen examples' makes what it needs"; }
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const seconds = (language: string, ...command: string[]) => least(Array.from({ length: runs }, () => {
    const start = process.hrtime.bigint();
    execFileSync(command[0], command.slice(1), { cwd: example(language), stdio: 'pipe', env: { ...process.env, CDK_OUTDIR: join(outdir, language) } });
    return Number(process.hrtime.bigint() - start) / 1e9;
  }));
  const [ofPython, ofTypeScript] = [seconds('python', python, 'app.py'), seconds('typescript', process.execPath, tsx, 'app.ts')];
  rmSync(outdir, { recursive: true });
  return `Python: the example of two accounts takes ${ofPython.toFixed(1)} s by the clock, ${(ofPython / ofTypeScript).toFixed(1)} times what it takes in TypeScript, ${ofTypeScript.toFixed(1)} s`;
}

function importTime(runs: number, modules: string[], use: string): number {
  const script = `(${loadModules})(require, ${JSON.stringify(modules)});
    const start = process.cpuUsage(); ${use}(require('cdk-kafka-privatelink')); const { user, system } = process.cpuUsage(start); console.log((user + system) / 1000);`;
  return least(Array.from({ length: runs }, () => Number(node('-e', script))));
}

/** What the compiled library imports of its peers. */
function usedModules(): string[] {
  const lib = join(ROOT, 'lib');
  const compiled = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.js')).map(file => readFileSync(join(lib, file), 'utf8'));
  return [...new Set(compiled.flatMap(text => [...text.matchAll(/require\("((?:aws-cdk-lib|constructs)[^"]*)"\)/g)].map(match => match[1])))];
}

function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
}

function least(values: number[]): number {
  return Math.min(...values);
}

main(process.argv.slice(2));
