import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as l1 from '../bench/l1';
import { l1NodesStack, l1NodesWithRolesStack } from '../bench/l1-nodes';
import * as l2 from '../bench/l2';
import { nodesStack } from '../bench/nodes';
import * as library from '../bench/ours';
import { checkSame } from '../bench/same-template';
import { NETWORK, Shape } from '../bench/shape';
import { CLUSTERS, SUBJECTS } from '../bench/subjects';

type Build = (stack: Stack, shape: Shape) => void;

const PATHS: { [app: string]: { [side: string]: Build } } = {
  paths: { library: library.paths, L1: l1.paths, L2: l2.paths },
  consumers: { library: library.consumers, L1: l1.consumers, L2: l2.consumers },
};
const NODES: { [side: string]: typeof nodesStack } = { 'library': nodesStack, 'L1': l1NodesStack, 'L1 with L2 roles': l1NodesWithRolesStack };

// The benchmark ends with this too, but only when all else has passed.
test.each(SUBJECTS)('all sides of the benchmark make the same of $name', ({ app, shape }) => {
  const { library: ours, ...others } = PATHS[app];
  const template = templateOf(stack => ours(stack, shape));
  for (const [side, build] of Object.entries(others)) { checkSame(side, template, templateOf(stack => build(stack, shape))); }
});

test.each(CLUSTERS)('all sides of the benchmark make the same of $name', ({ shape: { brokers } }) => {
  const [ours, ...others] = Object.entries(NODES).map(([side, build]) => ({ side, template: templateOf(stack => build(stack, NETWORK, brokers)) }));
  for (const { side, template } of others) { checkSame(side, ours.template, template); }
});

function templateOf(build: (stack: Stack) => void): string {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } });
  build(stack);
  return JSON.stringify(Template.fromStack(stack).toJSON());
}
