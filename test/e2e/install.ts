/**
 * Installs with apt-get what the local cluster and the tests of a node's scripts need, on Debian and Ubuntu. What is there already stays as it is.
 */
import { spawnSync } from 'child_process';
import { CLOUD_NEEDS, installCommand, KAFKA_NEEDS, missing, NODE_NEEDS } from '../../cli/run/sandbox/needs';

const needs = [...CLOUD_NEEDS, ...KAFKA_NEEDS, ...NODE_NEEDS];
if (missing(needs).length === 0) {
  console.log('everything is here');
} else {
  for (const command of ['apt-get update', installCommand(needs)]) {
    console.log(command);
    const [program, ...args] = command.split(' ');
    const { status, stderr } = spawnSync(program, ['-qq', ...args], { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    if (status !== 0) {
      console.error(`${stderr}\nfailed: ${command} (are you root?)`);
      process.exit(1);
    }
  }
  const still = missing(needs);
  still.forEach(line => console.error(`still missing: ${line}`));
  process.exit(still.length === 0 ? 0 : 1);
}
