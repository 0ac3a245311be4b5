/** A run in a process of its own, which a test interrupts: its folder is $STUB. */
import { join } from 'path';
import { emptyApp } from './stub';
import { acceptance } from '../acceptance';
import type { Group } from '../groups/step';

const stacks = { Kafka: 'kafka' } as const;
const group: Group = {
  name: 'network', what: 'one stack', app: emptyApp({ stacks }), stacks, steps: [{ id: 'kafka', what: 'deploys', minutes: 1, deploy: ['Kafka'], tells: 'H4' }],
};
const folder = process.env.STUB!;
void acceptance(['--profile', 'A', '--yes', '--only', 'H4'], join(folder, 'state'), join(folder, 'results'), { groups: [group] })
  .then(status => { process.exitCode = status; });
