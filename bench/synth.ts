/**
 * One synth in a process of its own, as `cdk synth` does it: prints the processor time without the import of modules, and what was made.
 * Usage: synth.ts library|l1|nodes|plain SHAPE|SHAPE|BROKERS|TEMPLATE OUTDIR MODULES
 */
import { readFileSync, statSync } from 'fs';
import { createRequire } from 'module';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { l1Stack } from './l1';
import { nodesStack, plainStack } from './nodes';
import { ourStack } from './ours';
import { loadModules, NETWORK } from './shape';

export interface Measured {
  readonly milliseconds: number;
  readonly bytes: number;
  /** How many resources of each type. */
  readonly types: { [type: string]: number };
}

const SIDES: { [side: string]: (stack: Stack, of: any) => void } = {
  library: (stack, shape) => ourStack(stack, NETWORK, shape),
  l1: (stack, shape) => l1Stack(stack, NETWORK, shape),
  nodes: (stack, brokers) => nodesStack(stack, NETWORK, brokers),
  plain: (stack, template) => plainStack(stack, template),
};

process.setSourceMapsEnabled(false); // tsx has it on, and the stack traces that CDK takes would cost far more than in a compiled app
const [side, of, outdir, modules] = process.argv.slice(2);
loadModules(createRequire(__filename), [...modules.split(','), 'cdk-kafka-privatelink']);
const what = JSON.parse(side === 'plain' ? readFileSync(of, 'utf8') : of);

const start = process.cpuUsage();
const app = new App({ outdir, analyticsReporting: false });
SIDES[side](new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } }), what);
app.synth();
const { user, system } = process.cpuUsage(start);

const file = join(outdir, 'Stack.template.json');
const types: { [type: string]: number } = {};
for (const { Type } of Object.values<any>(JSON.parse(readFileSync(file, 'utf8')).Resources)) { types[Type] = (types[Type] ?? 0) + 1; }
const measured: Measured = { milliseconds: (user + system) / 1000, bytes: statSync(file).size, types };
console.log(JSON.stringify(measured));
