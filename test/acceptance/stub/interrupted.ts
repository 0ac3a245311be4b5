/** A run in a process of its own, which a test interrupts: the folder is its argument. Its deployment is a process that does not end by itself. */
import { join } from 'path';
import { emptyApp, Stub } from './stub';
import { acceptance } from '../acceptance';
import type { Group } from '../groups/step';
import { spawned } from '../run/tools';

const stacks = { Kafka: 'kafka' } as const;
const group: Group = {
  name: 'network', what: 'one stack', app: emptyApp({ stacks }), stacks, steps: [{ id: 'kafka', what: 'deploys', minutes: 1, deploy: ['Kafka'], tells: 'H4' }],
};
const folder = process.argv[2];
const stub = new Stub({});
void acceptance(['--profile', 'A', '--yes', '--only', 'H4'], join(folder, 'state'), join(folder, 'results'), {
  groups: [group],
  run: (command, signal) => command[1] === 'deploy' ? spawned(['bash', '-c', 'echo begun >"$1/begun"; read <"$1/never"', 'bash', folder], signal) : stub.program(command, signal),
}).then(status => {
  console.log(stub.changes.join('\n'));
  process.exitCode = status;
});
