/**
 * The network group of the acceptance on the local cluster: the machines that stand for brokers, the function that is the client, the canary and the judges are those
 * that an account gets. They are seen to say yes, and no where a machine is stopped.
 */
import { deepStrictEqual, ok } from 'assert';
import { writeFileSync } from 'fs';
import { join } from 'path';
import { until } from './until';
import { loadAssemblies } from '../../../cli/assembly/assemblies';
import { complete } from '../../../cli/assembly/completed';
import { stagedOf } from '../../../cli/run/app/staged';
import type { Started } from '../../../cli/run/cloud/cloud';
import { startCloud } from '../../../cli/run/cloud/start';
import { inSandbox, STATE } from '../../../cli/run/sandbox/sandbox';
import { plannedPlace } from '../../acceptance/apps/planned';
import { Resources, resourcesOf } from '../../acceptance/apps/resources';
import { lineServer } from '../../acceptance/apps/server';
import { NETWORK } from '../../acceptance/groups/network';
import { BLOB } from '../../acceptance/groups/questions';
import type { Ask } from '../../acceptance/groups/step';
import { synthesize } from '../../acceptance/run/assembly';
import { Claims } from '../harness/claims';
import { DoctorProgram, summary } from '../harness/doctor';

const step = (id: string) => NETWORK.steps.find(candidate => candidate.id === id) as Ask;
const FUNCTION = 'AWS::Lambda::Function';
const functionOf = (resources: Resources, handler: string) =>
  Object.values(resources).find(({ Type, Properties }) => Type === FUNCTION && Properties.Handler === handler)!.Properties;

async function main(): Promise<number> {
  const folder = join(STATE, 'acceptance');
  const out = synthesize(NETWORK, plannedPlace('network', ['eu-west-1'], join(folder, 'kafka.tgz')), {}, { watched: true }, folder);
  const resources = resourcesOf(out, 'network', 'Consumer');
  const { clusters: [cluster] } = complete(loadAssemblies({ directories: [out], properties: [] }), []);
  const staged = stagedOf(cluster, join(STATE, 'no-certificate.pem'));
  const cloud = await startCloud(staged.assembly, { ...staged.options, adjust: staged.adjust });
  const claims = new Claims(ports => cloud.diagnosis(ports));
  const [endpoint] = cloud.topology.endpoints;
  const there = async (argv: string[], env: NodeJS.ProcessEnv = {}) =>
    (await cloud.exec(cloud.clientHost(endpoint.id), ['env', ...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...argv])).stdout;

  const port = Object.values(resourcesOf(out, 'network', 'Kafka')).find(({ Type }) => Type.endsWith('V2::TargetGroup'))!.Properties.Port;
  const servers = new Map<number, Started>();
  const startServer = (id: number) => servers.set(id, cloud.start(`server-${id}-${servers.size}`, cloud.topology.brokers.get(id)!, ['python3', '-c', lineServer(id, port)]));
  [0, 1].forEach(startServer);

  const code = join(folder, 'index.js');
  writeFileSync(code, functionOf(resources, 'index.handler').Code.ZipFile);
  /** What the kit makes of what the function in the VPC finds. */
  const answers = async () => {
    const payload = step('answers').ask[0].find(argument => argument.startsWith(BLOB))!.slice(BLOB.length);
    const found = await there(['node', '-e', `require(${JSON.stringify(code)}).handler(${payload}).then(answer => console.log(JSON.stringify(answer)))`]);
    return step('answers').judge({ answers: [JSON.parse(found)], facts: {}, seconds: 0 });
  };
  const { Code: { S3Key }, Environment: { Variables } } = functionOf(resources, 'probe.handler');
  const asset = join(out, `asset.${S3Key.replace(/\.zip$/, '')}`, 'probe.js');
  /** What the kit makes of the canary's log. */
  const canary = async () => {
    const log = await there(['node', '-e', `require(${JSON.stringify(asset)}).handler()`], { ...Variables, CANARY: 'canary' });
    return step('canary').judge({ answers: [{ LogResult: Buffer.from(log).toString('base64') }], facts: {}, seconds: 0 })!;
  };
  const program = await DoctorProgram.make();
  const doctor = async () => program.ask({ contract: cloud.topology.contracts[0] },
    (argv, options) => cloud.exec(cloud.clientHost(endpoint.id), argv, options));

  await claims.that('the function reads the right answer at the port of each broker', async () => {
    await until(async () => (await answers())?.holds === true, 'both machines answer');
    return (await answers())!.why;
  });
  await claims.that('the canary comes through on every path', async () => {
    const { holds, why } = await canary();
    ok(holds, why);
    return why;
  });
  await claims.that('doctor comes through too, and says that nobody there is Kafka', async () => {
    const results = await doctor();
    deepStrictEqual(results.map(({ code: said }) => said), Array(3).fill('Doctor.silent'), summary(results));
    return summary(results);
  });
  await servers.get(1)!.stop();
  await claims.that('a machine is stopped: the function, the canary and doctor say which path is closed', async () => {
    ok(!(await answers())?.holds);
    const { holds, why } = await canary();
    ok(!holds && / 0 Doctor\.silent/.test(why) && / 1 Doctor\.targetUnhealthy/.test(why), why);
    const results = await doctor();
    deepStrictEqual(results.find(({ brokerId }) => brokerId === 1)!.code, 'Doctor.targetUnhealthy', summary(results));
    return `${why}; doctor: ${summary(results)}`;
  });
  startServer(1);
  await claims.that('it is back, and so is its path', async () => until(async () => (await canary()).holds && (await answers())?.holds === true, 'both say yes again'));
  await cloud.stop();
  return claims.finish();
}

inSandbox(main);
