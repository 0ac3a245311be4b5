/**
 * Shows that a companion of Kafka is reached through the endpoint by its name, and asked for its health by HTTP: `companions.ts CDK_OUT`, with the templates of
 * `test/apps/companions.ts`. The companions are real HTTP servers; brokers are not needed, and not started.
 */
import { deepStrictEqual, ok } from 'assert';
import { join } from 'path';
import { until } from './until';
import type { Host } from '../../../cli/assembly/model';
import { loadAssembly } from '../../../cli/assembly/template';
import { checkPaths } from '../../../cli/check/check';
import type { Cloud, Started } from '../../../cli/run/cloud/cloud';
import { HEALTH_CHECK_SPEED } from '../../../cli/run/cloud/haproxy';
import { startCloud } from '../../../cli/run/cloud/start';
import { moduleProgram } from '../../../cli/run/resources';
import { inSandbox } from '../../../cli/run/sandbox/sandbox';
import { Claims } from '../harness/claims';

/** The status and the body, or the code of the error: of each of a few connections, one after another. */
async function askOften(cloud: Cloud, host: Host, url: string, count: number): Promise<string[]> {
  const { stdout } = await cloud.exec(host, [process.execPath, '-e', ASK, url, `${count}`]);
  return stdout.trim().split('\n');
}

async function ask(cloud: Cloud, host: Host, url: string): Promise<string> {
  return (await askOften(cloud, host, url, 1))[0];
}

const ASK = `const once = left => left > 0 && require('http').get(process.argv[1], { agent: false, timeout: 3000 }, answer => {
  let text = ''; answer.on('data', data => { text += data; }); answer.on('end', () => { console.log(answer.statusCode + ' ' + text.trim()); once(left - 1); });
}).on('timeout', function () { this.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })); }).on('error', ({ code }) => { console.log(code); once(left - 1); });
once(Number(process.argv[2]));`;

async function main(): Promise<number> {
  const assembly = loadAssembly(process.argv[2]);
  const cloud = await startCloud(assembly);
  const claims = new Claims(ports => cloud.diagnosis(ports));
  const { companions, topology } = { companions: cloud.topology.companions, topology: cloud.topology };
  const servers = new Map<string, Started>();
  for (const host of companions) {
    const port = host.address.endsWith('.31') ? 8083 : 18081;
    const server = cloud.start(host.name, host, moduleProgram(join(__dirname, 'programs/http-server.ts'), host.name, `${port}`));
    await until(async () => server.tail().includes('listens'), `${host.name} listens`);
    servers.set(host.name, server);
  }
  const client = cloud.clientHost();
  const registry = cloud.contracts[0].companions!.find(({ name }) => name === 'registry')!;
  const url = (path: string) => `${registry.protocol}://${registry.host}:${registry.port}${path}`;
  const whoAnswers = async () => {
    const answers = await askOften(cloud, client, url('/who'), 12);
    return [...new Set(answers)].sort();
  };
  const everyone = companions.filter(({ address }) => !address.endsWith('.31')).map(({ name }) => `200 ${name}`).sort();

  await claims.that('nothing is wrong with the paths of brokers and companions', async () => {
    deepStrictEqual(checkPaths(topology, assembly.brokerFiles), []);
    deepStrictEqual(companions.map(({ address }) => address).sort(), ['10.0.0.30', '10.0.1.30', '10.0.2.31']);
  });
  await claims.that('a client reaches every host of the registry by its name, through the endpoint', async () => {
    await until(async () => (await whoAnswers()).join() === everyone.join(), 'both hosts answer');
    return everyone.join(', ');
  });
  await claims.that('the load balancer asks for the health of the registry by HTTP at its path, and of Connect for a connection only', async () => {
    for (const host of companions) {
      const asked = servers.get(host.name)!.tail();
      deepStrictEqual(asked.includes('GET /subjects'), host.address !== '10.0.2.31', `${host.name}: ${asked}`);
    }
  });
  await claims.that('a host that answers with another status gets no clients, though it takes connections', async () => {
    const sick = companions.find(({ address }) => address === '10.0.0.30')!;
    deepStrictEqual(await ask(cloud, sick, 'http://127.0.0.1:18081/fail'), `503 ${sick.name}`);
    const others = everyone.filter(answer => !answer.endsWith(` ${sick.name}`));
    const begin = Date.now();
    await until(async () => (await whoAnswers()).join() === others.join(), 'only the other host answers');
    deepStrictEqual(await ask(cloud, sick, 'http://127.0.0.1:18081/who'), `200 ${sick.name}`);
    return `noticed within ${((Date.now() - begin) / 1000).toFixed(1)} s, ${HEALTH_CHECK_SPEED} times as fast as there`;
  });
  await claims.that('a companion that the consumer does not use stays closed, and a host outside the client\'s group gets nothing', async () => {
    deepStrictEqual(await ask(cloud, client, `http://${registry.host}:8083/`), 'ETIMEDOUT');
    deepStrictEqual(await ask(cloud, cloud.strangerHost(), url('/who')), 'ETIMEDOUT');
    ok(servers.get(companions.find(({ address }) => address === '10.0.2.31')!.name)!.running);
  });
  await claims.that('without its rule the registry is seen to be closed, and named', async () => {
    const copy = structuredClone(assembly);
    const resources = copy.stacks.find(({ name }) => name === 'Kafka')!.template.Resources;
    const [id] = Object.entries(resources).find(([, { Type, Properties }]) => Type === 'AWS::EC2::SecurityGroupIngress' && Properties!.FromPort === 18081)!;
    delete resources[id];
    await cloud.reload(copy).then(() => ok(false, 'nothing was found'), (error: Error) => ok(/companion registry: companion-\d has no ingress rule for the load balancer on port 18081/.test(error.message), error.message));
  });
  await cloud.stop();
  return claims.finish();
}

inSandbox(main);
