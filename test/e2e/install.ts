/**
 * Installs with apt-get what the local cluster and the tests of a node's scripts need, on Debian and Ubuntu. What is there already stays as it is.
 */
import { CANNOT_RUN, containerLine, QUICKSTART } from './harness/needed';
import { installLacking } from '../../cli/run/sandbox/installation';
import { CLOUD_NEEDS, KAFKA_NEEDS, NODE_NEEDS } from '../../cli/run/sandbox/needs';

try {
  const left = installLacking([...CLOUD_NEEDS, ...KAFKA_NEEDS, ...NODE_NEEDS], containerLine(QUICKSTART), true);
  if (left.kind === 'ready') {
    console.log('everything is here');
  } else {
    console.error(left.advice);
    process.exitCode = CANNOT_RUN;
  }
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
