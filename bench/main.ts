/**
 * Measures what this library costs, as ratios within one run: synth time, template size and resources against the same template in L1 constructs, and the
 * time to import it on top of the aws-cdk-lib modules that it uses.
 */
import { deepStrictEqual } from 'assert';
import { execFileSync } from 'child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { cpus, tmpdir } from 'os';
import { join } from 'path';
import { loadModules, Shape } from './shape';

const ROOT = join(__dirname, '..');
const HELP = `Usage: npx projen bench [--runs N]

Synth: the library against the same template in L1 constructs, each run a process of its own as with 'cdk synth', both sides in turns. Printed is the least of N
runs (default 9), which is what other work on the machine disturbs least, in milliseconds of processor time without the import of modules; the budget is a
ratio of 1.35 at most. First load balancers, then clusters of MultiAzKafkaBrokers. It fails if the two templates differ in more than logical ids.
Python: the example of two accounts against TypeScript, start and import included; 'npx projen examples' makes what it needs.
Import: what the library adds to the import of the aws-cdk-lib modules that it uses, and with every class of it in use; the budget of the first is 20 ms.`;

const SHAPES: Shape[] = [[3, 1, 1], [24, 1, 1], [49, 1, 1], [24, 2, 1], [11, 4, 1], [49, 1, 2], [49, 1, 4]]
  .map(([brokers, listeners, loadBalancers]) => ({ brokers, listeners, loadBalancers }));

/** Brokers besides three controllers. */
const CLUSTERS = [3, 9, 27];

/** The time of a synth, and what it wrote. */
interface Measured {
  readonly milliseconds: number;
  readonly template: string;
}

function main(args: string[]): void {
  if (args.includes('--help') || args.includes('-h')) { return console.log(HELP); }
  const runs = args.includes('--runs') ? Number(args[args.indexOf('--runs') + 1]) : 9;
  if (!Number.isInteger(runs) || runs < 1) { throw new Error(`--runs must be a positive integer, got ${args[args.indexOf('--runs') + 1]}`); }
  const modules = usedModules();

  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model.trim()}, least of ${runs} runs\n`);
  console.log('| brokers × listeners | load balancers | library ms | L1 ms | ratio | resources | template kB | L1 kB |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const shape of SHAPES) {
    console.log(row(`${shape.brokers} × ${shape.listeners}`, shape.loadBalancers, ...cells(compare(runs, modules, ['library', 'l1'], shape))));
  }

  console.log('\n| brokers beside 3 controllers | library ms | L1 ms | ratio | resources | template kB | L1 kB |');
  console.log('|---|---|---|---|---|---|---|');
  const made = new Map<number, number>();
  for (const brokers of CLUSTERS) {
    const compared = compare(runs, modules, ['nodes', 'l1-nodes'], brokers);
    console.log(row(brokers, ...cells(compared)));
    made.set(brokers, resources(compared[0]).length);
  }
  const [[fewest, some], [most, all]] = [[...made][0], [...made].at(-1)!];
  console.log(`\nA further node: ${(all - some) / (most - fewest)} resources.`);

  console.log(`\n${pythonLine(runs)}`);
  console.log(`\nImport: ${importTime(runs, modules, '').toFixed(1)} ms over the aws-cdk-lib modules; with every class in use ${importTime(runs, modules, 'Object.values').toFixed(1)} ms`);
}

function row(...values: unknown[]): string {
  return `| ${values.join(' | ')} |`;
}

/** Both sides in turns, the least of each. */
function compare(runs: number, modules: string[], sides: [string, string], of: unknown): [Measured, Measured] {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const all: [Measured[], Measured[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    sides.forEach((side, i) => all[i].push(synth(side, of, join(outdir, side), modules)));
  }
  rmSync(outdir, { recursive: true });
  const [ours, theirs] = all.map(measured => measured.reduce((quickest, one) => one.milliseconds < quickest.milliseconds ? one : quickest));
  checkSame(ours, theirs);
  return [ours, theirs];
}

/** The ratio is worth nothing unless both make the same, but for the logical ids: those of L1 (the actual) are taken for the ones at the same places. */
function checkSame(ours: Measured, theirs: Measured): void {
  deepStrictEqual(resources(theirs).map(({ Type }) => Type), resources(ours).map(({ Type }) => Type));
  const [ids, names] = [ours, theirs].map(({ template }) => Object.keys(JSON.parse(template).Resources));
  const renamed = theirs.template.replace(new RegExp(names.join('|'), 'g'), name => ids[names.indexOf(name)]);
  deepStrictEqual(JSON.parse(renamed), JSON.parse(ours.template));
}

function cells([ours, theirs]: [Measured, Measured]): unknown[] {
  const times = [ours, theirs].map(({ milliseconds }) => milliseconds.toFixed(0));
  const sizes = [ours, theirs].map(({ template }) => (Buffer.byteLength(template) / 1000).toFixed(0));
  return [...times, (ours.milliseconds / theirs.milliseconds).toFixed(2), resources(ours).length, ...sizes];
}

function resources({ template }: Measured): { Type: string }[] {
  return Object.values(JSON.parse(template).Resources);
}

function synth(side: string, of: unknown, outdir: string, modules: string[]): Measured {
  const milliseconds = Number(node('--import', 'tsx', join(__dirname, 'synth.ts'), side, JSON.stringify(of), outdir, modules.join()));
  return { milliseconds, template: readFileSync(join(outdir, 'Stack.template.json'), 'utf8') };
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
