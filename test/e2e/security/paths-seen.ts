import { deepStrictEqual, ok } from 'assert';
import { Credentials, forJava } from './credentials';
import { BROKERS, SecurityCluster } from './security-cluster';
import type { Code } from '../../../cli/probe';
import { metricProblems } from '../../watch/embedded-metrics';
import type { DeployedFunction } from '../cloud/control/function';
import { summary } from '../harness/doctor';

const PATHS = ['bootstrap', ...BROKERS.map(id => `${id}`)];
/** Of the canaries in their subnet. */
const [THOROUGH, SIMPLE] = [80, 81];

/**
 * The canaries of the consumer, each by its template: one logs in, and writes and reads at every broker; the other has no secret. Then one broker is out of
 * reach, and at last the secret is wrong.
 */
export async function canariesSee(cluster: SecurityCluster, user: string, password: string): Promise<string> {
  const log: string[] = [];
  const have = (known: string) => cluster.setSecret('canary', JSON.stringify({ 'sasl.mechanism': 'SCRAM-SHA-512', ...forJava({ user, password: known }) }));
  const seen = async (canary: DeployedFunction) => {
    const { code, stdout, stderr } = await canary.call();
    deepStrictEqual({ code, stderr }, { code: 0, stderr: '' });
    log.push(stdout);
    const lines: any[] = stdout.trim().split('\n').map(line => JSON.parse(line));
    deepStrictEqual(lines.flatMap(metricProblems), []);
    return lines.map(({ Listener, BrokerId, PathOk, step, code: why, warnings }) =>
      [Listener, BrokerId, PathOk, step, ...[why, ...warnings.map((warning: any) => warning.code)].filter(Boolean)].join(' '));
  };
  const thorough = await cluster.deployCanary('Thorough', THOROUGH);
  const simple = await cluster.deployCanary('Simple', SIMPLE);

  have(password);
  deepStrictEqual(await seen(thorough), PATHS.map(path => `SCRAM ${path} 1 ${path === 'bootstrap' ? 'metadata' : 'data'}`));
  deepStrictEqual(await seen(simple), ['MTLS', 'SCRAM'].flatMap(listener => PATHS.map(path => `${listener} ${path} 1 identity Doctor.loginUnchecked`)));

  const restore = await cluster.closedToLoadBalancer(1, 'SCRAM');
  const withoutOne = await seen(thorough).finally(restore);
  // Until its health check has failed, the load balancer sends connections to the broker; then it ends them.
  deepStrictEqual(withoutOne.filter(line => !line.startsWith('SCRAM bootstrap')).map(line => line.replace(/silent|targetUnhealthy/, 'out of reach')), [
    'SCRAM 0 1 data', 'SCRAM 1 0 tls Doctor.out of reach', 'SCRAM 2 1 data',
  ]);
  have(`not ${password}`);
  deepStrictEqual(await seen(thorough), PATHS.map(path => `SCRAM ${path} 0 login Doctor.password`));
  ok(!log.join('').includes(password), 'a password is in the log');
  return `${log.join('').split('\n').length - log.length} paths, with one broker out of reach ${withoutOne.join(', ')}`;
}

/** Every path of these listeners is open to who has these credentials; or else each is closed by a code. */
export async function doctorSees(
  cluster: SecurityCluster, listeners: { readonly [name: string]: Credentials }, code?: Code,
): Promise<string> {
  return (await Promise.all(Object.entries(listeners).map(async ([name, credentials]) => {
    const results = await cluster.askDoctor(name, forJava(credentials));
    const seen = results.map(result => [result.brokerId, result.code, result.warnings]);
    deepStrictEqual(seen, [undefined, ...BROKERS].map(id => [id, code, []]), summary(results));
    return `${name}: ${summary(results)}`;
  }))).join('; ');
}
