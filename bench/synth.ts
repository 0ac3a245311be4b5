/**
 * One synth in a process of its own, as `cdk synth` does it: prints the processor time in milliseconds without the import of modules.
 * Usage: synth.ts library|l1 SHAPE OUTDIR MODULES, or synth.ts nodes|l1-nodes BROKERS OUTDIR MODULES
 */
import { createRequire } from 'module';
import { App, Stack } from 'aws-cdk-lib';
import { l1Stack } from './l1';
import { l1NodesStack } from './l1-nodes';
import { nodesStack } from './nodes';
import { ourStack } from './ours';
import { loadModules, NETWORK } from './shape';

const SIDES: { [side: string]: (stack: Stack, of: any) => void } = {
  'library': (stack, shape) => ourStack(stack, NETWORK, shape),
  'l1': (stack, shape) => l1Stack(stack, NETWORK, shape),
  'nodes': (stack, brokers) => nodesStack(stack, NETWORK, brokers),
  'l1-nodes': (stack, brokers) => l1NodesStack(stack, NETWORK, brokers),
};

process.setSourceMapsEnabled(false); // tsx has it on, and the stack traces that CDK takes would cost far more than in a compiled app
const [side, of, outdir, modules] = process.argv.slice(2);
loadModules(createRequire(__filename), [...modules.split(','), 'cdk-kafka-privatelink']);

const start = process.cpuUsage();
const app = new App({ outdir, analyticsReporting: false });
SIDES[side](new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } }), JSON.parse(of));
app.synth();
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1000);
