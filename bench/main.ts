/**
 * Measures what this library costs, as ratios within one run: synth time, template size and resources against the same template in L1 constructs, and the
 * time to import it on top of the aws-cdk-lib modules that it uses.
 */
import { execFileSync } from 'child_process';
import { readdirSync, readFileSync } from 'fs';
import { cpus } from 'os';
import { join } from 'path';
import { loadModules, Shape } from './shape';
import type { Measured } from './synth';

const ROOT = join(__dirname, '..');
const HELP = `Usage: npx projen bench [--runs N]

Synth: the library against the same template in L1 constructs, each run a process of its own as with 'cdk synth', both sides in turns. Printed is the least of N
runs (default 9), which is what other work on the machine disturbs least, in milliseconds of processor time without the import of modules; the budget is a
ratio of 1.35 at most.
Import: what the library adds to the import of the aws-cdk-lib modules that it uses, and with every class of it in use; the budget of the first is 20 ms.`;

const SHAPES: Shape[] = [[3, 1], [24, 1], [49, 1], [24, 2], [11, 4]].map(([brokers, listeners]) => ({ brokers, listeners }));

function main(args: string[]): void {
  if (args.includes('--help') || args.includes('-h')) { return console.log(HELP); }
  const runs = args.includes('--runs') ? Number(args[args.indexOf('--runs') + 1]) : 9;
  if (!Number.isInteger(runs) || runs < 1) { throw new Error(`--runs must be a positive integer, got ${args[args.indexOf('--runs') + 1]}`); }
  const modules = usedModules();

  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model.trim()}, least of ${runs} runs\n`);
  console.log('| brokers × listeners | library ms | L1 ms | ratio | resources | template kB | L1 kB |');
  console.log('|---|---|---|---|---|---|---|');
  for (const shape of SHAPES) { console.log(synthRow(shape, runs, modules)); }
  console.log(`\nImport: ${importTime(runs, modules, '').toFixed(1)} ms over the aws-cdk-lib modules; with every class in use ${importTime(runs, modules, 'Object.values').toFixed(1)} ms`);
}

function synthRow(shape: Shape, runs: number, modules: string[]): string {
  const ours: Measured[] = [];
  const l1: Measured[] = [];
  for (let run = 0; run < runs; run++) {
    ours.push(synth('library', shape, modules));
    l1.push(synth('l1', shape, modules));
  }
  // The ratio is worth nothing unless both make the same.
  const kinds = [ours[0].types, l1[0].types].map(types => JSON.stringify(Object.entries(types).sort()));
  if (kinds[0] !== kinds[1]) { throw new Error(`the two templates differ:\n  library ${kinds[0]}\n  L1      ${kinds[1]}`); }

  const [mine, theirs] = [ours, l1].map(side => least(side.map(measured => measured.milliseconds)));
  const kB = (measured: Measured) => (measured.bytes / 1000).toFixed(0);
  const resources = Object.values(ours[0].types).reduce((sum, count) => sum + count, 0);
  return `| ${shape.brokers} × ${shape.listeners} | ${mine.toFixed(0)} | ${theirs.toFixed(0)} | ${(mine / theirs).toFixed(2)} | ${resources} | ${kB(ours[0])} | ${kB(l1[0])} |`;
}

function synth(side: string, { brokers, listeners }: Shape, modules: string[]): Measured {
  return JSON.parse(node('--import', 'tsx', join(__dirname, 'synth.ts'), side, `${brokers}`, `${listeners}`, modules.join()));
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
