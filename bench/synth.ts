/**
 * One synth in a process of its own, as `cdk synth` does it. Prints the processor time in milliseconds without the import of modules, and the peak of memory in MiB.
 * Usage: synth.js SIDE APP SHAPE OUTDIR MODULES. Without MODULES nothing is imported before it is needed.
 */
import { createRequire } from 'module';
import { App, Stack } from 'aws-cdk-lib';
import { loadModules, NETWORK, Shape } from './shape';

type Build = (stack: Stack, shape: Shape) => void;

// One side only: a process must not pay for what the others import.
const FILES: { [side: string]: { [app: string]: string } } = {
  'library': { paths: './ours', consumers: './ours', nodes: './nodes' },
  'L1': { paths: './l1', consumers: './l1', nodes: './l1-nodes' },
  'L2': { paths: './l2', consumers: './l2' },
  'L1 with L2 roles': { nodes: './l1-nodes' },
};

const load = createRequire(__filename);
const [side, app, shapeJson, outdir, modules] = process.argv.slice(2);
if (modules) { loadModules(load, [...modules.split(','), 'cdk-kafka-privatelink']); }
const build = buildOf(load(FILES[side][app]));

const start = process.cpuUsage();
const root = new App({ outdir, analyticsReporting: false });
stackShapes(JSON.parse(shapeJson)).forEach((shape, i) => {
  build(new Stack(root, i === 0 ? 'Stack' : `Stack${i}`, { env: { account: '111111111111', region: 'eu-west-1' } }), shape);
});
root.synth();
const { user, system } = process.cpuUsage(start);
console.log(JSON.stringify({ milliseconds: (user + system) / 1000, mebibytes: process.resourceUsage().maxRSS / 1024 }));

function buildOf(file: { [name: string]: any }): Build {
  const ofNodes = file.nodesStack ?? (side === 'L1' ? file.l1NodesStack : file.l1NodesWithRolesStack);
  return ofNodes ? (stack, { brokers }) => ofNodes(stack, NETWORK, brokers) : file[app];
}

/** One for each stack. */
function stackShapes(shape: Shape): Shape[] {
  const perStack = shape.brokers * shape.loadBalancers;
  const shapes: Shape[] = [];
  for (let left = shape.total ?? perStack; left > 0; left -= perStack) {
    const brokers = Math.min(shape.brokers, left);
    shapes.push({ ...shape, brokers, loadBalancers: Math.ceil(Math.min(left, perStack) / shape.brokers) });
  }
  return shapes;
}
