/**
 * One synth in a process of its own, as `cdk synth` does it: prints the processor time without the import of modules, and what was made.
 * Usage: synth.ts library|l1 BROKERS LISTENERS
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'fs';
import { createRequire } from 'module';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { l1Stack } from './l1';
import { ourStack } from './ours';
import { loadModules, NETWORK } from './shape';

export interface Measured {
  readonly milliseconds: number;
  readonly bytes: number;
  /** How many resources of each type. */
  readonly types: { [type: string]: number };
}

process.setSourceMapsEnabled(false); // tsx has it on, and the stack traces that CDK takes would cost far more than in a compiled app
loadModules(createRequire(__filename), [...process.argv[5].split(','), 'cdk-kafka-privatelink']);

const [side, brokers, listeners] = process.argv.slice(2);
const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
const start = process.cpuUsage();
const app = new App({ outdir, analyticsReporting: false });
const stack = new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
(side === 'l1' ? l1Stack : ourStack)(stack, NETWORK, { brokers: Number(brokers), listeners: Number(listeners) });
app.synth();
const { user, system } = process.cpuUsage(start);

const file = join(outdir, 'Stack.template.json');
const types: { [type: string]: number } = {};
for (const { Type } of Object.values<any>(JSON.parse(readFileSync(file, 'utf8')).Resources)) { types[Type] = (types[Type] ?? 0) + 1; }
const measured: Measured = { milliseconds: (user + system) / 1000, bytes: statSync(file).size, types };
rmSync(outdir, { recursive: true });
console.log(JSON.stringify(measured));
