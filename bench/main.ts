/**
 * Measures what this library costs, as ratios within one run: synth time, template size and resources against the same template in L1 constructs, and the
 * time to import it on top of the aws-cdk-lib modules that it uses.
 */
import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'fs';
import { cpus, tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { l1Stack } from './l1';
import { ourStack } from './ours';
import { NETWORK, NetworkIds, Shape } from './shape';

const HELP = `Usage: npx projen bench [-- --runs N]

Prints two tables. Synth: processor time, the median of N runs (default 25) of the library and of the same template in L1 constructs, taken in turns after
as many runs to warm up; the budget is a ratio of 1.35 at most. Import: what the library adds to the import of the aws-cdk-lib modules that it uses; the budget
is 20 ms.`;

const SHAPES: Shape[] = [{ brokers: 3, listeners: 1 }, { brokers: 24, listeners: 1 }, { brokers: 49, listeners: 1 }, { brokers: 24, listeners: 2 }, { brokers: 11, listeners: 4 }];

type Define = (stack: Stack, network: NetworkIds, shape: Shape) => void;

interface Measured {
  readonly milliseconds: number;
  readonly bytes: number;
  /** How many resources of each type. */
  readonly types: { [type: string]: number };
}

function main(args: string[]): void {
  if (args.includes('--help') || args.includes('-h')) { return console.log(HELP); }
  const runs = args.includes('--runs') ? Number(args[args.indexOf('--runs') + 1]) : 25;
  if (!Number.isInteger(runs) || runs < 1) { throw new Error(`--runs must be a positive integer, got ${args[args.indexOf('--runs') + 1]}`); }

  console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0].model.trim()}, processor time, median of ${runs} runs in turns\n`);
  console.log('| brokers × listeners | library ms | L1 ms | ratio | ms a broker | resources | template kB | L1 kB |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const shape of SHAPES) { console.log(synthRow(shape, runs)); }
  console.log(`\nImport: ${importTime(runs).toFixed(1)} ms over the aws-cdk-lib modules`);
}

function synthRow(shape: Shape, runs: number): string {
  const ours: Measured[] = [];
  const l1: Measured[] = [];
  for (let run = -runs; run < runs; run++) { // before 0 to warm up
    const pair = [synth(ourStack, shape), synth(l1Stack, shape)];
    if (run >= 0) {
      ours.push(pair[0]);
      l1.push(pair[1]);
    }
  }
  // The ratio is worth nothing unless both make the same.
  const kinds = [ours[0].types, l1[0].types].map(types => JSON.stringify(Object.entries(types).sort()));
  if (kinds[0] !== kinds[1]) { throw new Error(`the two templates differ:\n  library ${kinds[0]}\n  L1      ${kinds[1]}`); }

  const [mine, theirs] = [ours, l1].map(side => median(side.map(measured => measured.milliseconds)));
  const ratio = median(ours.map((measured, i) => measured.milliseconds / l1[i].milliseconds));
  const kB = (measured: Measured) => (measured.bytes / 1000).toFixed(0);
  const resources = Object.values(ours[0].types).reduce((sum, count) => sum + count, 0);
  return `| ${shape.brokers} × ${shape.listeners} | ${mine.toFixed(1)} | ${theirs.toFixed(1)} | ${ratio.toFixed(2)} | ${(mine / shape.brokers).toFixed(2)} | ${resources} | ${kB(ours[0])} | ${kB(l1[0])} |`;
}

function synth(define: Define, shape: Shape): Measured {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const start = process.cpuUsage();
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  define(stack, NETWORK, shape);
  app.synth();
  const { user, system } = process.cpuUsage(start);
  const milliseconds = (user + system) / 1000;
  const file = join(outdir, 'Stack.template.json');
  const types: { [type: string]: number } = {};
  for (const { Type } of Object.values<any>(JSON.parse(readFileSync(file, 'utf8')).Resources)) { types[Type] = (types[Type] ?? 0) + 1; }
  const { size } = statSync(file);
  rmSync(outdir, { recursive: true });
  return { milliseconds, bytes: size, types };
}

/** Imports in processes of their own: first what the compiled library imports of aws-cdk-lib, then the library. */
function importTime(runs: number): number {
  const lib = join(__dirname, '../lib');
  const compiled = readdirSync(lib, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.js')).map(file => readFileSync(join(lib, file), 'utf8'));
  const modules = [...new Set(compiled.flatMap(text => [...text.matchAll(/require\("((?:aws-cdk-lib|constructs)[^"]*)"\)/g)].map(match => match[1])))];
  const script = `for (const name of ${JSON.stringify(modules)}) { for (const value of Object.values(require(name))) { void value; } }
    const start = process.cpuUsage(); require(${JSON.stringify(lib)}); const { user, system } = process.cpuUsage(start); console.log((user + system) / 1000);`;
  return median(Array.from({ length: runs }, () => Number(execFileSync(process.execPath, ['-e', script], { cwd: join(__dirname, '..'), encoding: 'utf8' }))));
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

process.setSourceMapsEnabled(false); // tsx has it on, and the stack traces that CDK takes would cost far more than in a compiled app
main(process.argv.slice(2));
