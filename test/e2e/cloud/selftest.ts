/**
 * Shows that the emulated cloud sees what it should see, in a minute and without Kafka: `selftest.ts CDK_OUT`, with the templates of the example.
 * In place of each broker is a program that says who it is. The templates as they are work; with a mistake in them the paths fail, and the
 * mistake is named.
 */
import { deepStrictEqual, match, ok, throws } from 'assert';
import { setTimeout as delay } from 'timers/promises';
import { checkPaths, chosenListeners } from './check';
import type { Broker, Cloud, Restore, Started } from './cloud';
import { bootstrapHost } from './contracts';
import { HEALTH_CHECK_SPEED } from './haproxy';
import { forbiddenNames, forbiddenPorts } from './isolation';
import { mutate, MUTATIONS } from './mutations';
import { lookUp } from './names';
import { probe } from './probe';
import { program } from './programs';
import type { Answer, Destination } from './programs/connect';
import { startCloud } from './start';
import { Assembly, loadAssembly } from './template';
import { buildTopology } from './topology';
import { Claims } from '../harness/claims';
import { inSandbox } from '../harness/sandbox';

/** Where a client is told to go by the brokers, or at first by the contract, and the answers that are right. */
interface Way extends Destination {
  readonly answers: RegExp;
}

/** The way to start, and then one to each broker. */
function waysOf(cloud: Cloud, assembly: Assembly): Way[] {
  const [listener] = chosenListeners(cloud.topology, cloud.topology.endpoints[0]);
  return [
    { host: bootstrapHost(listener), port: listener.bootstrapPort, answers: new RegExp(`^\\d+ ${listener.name} `) },
    ...assembly.brokerFiles.map(({ nodeId, listeners }) => {
      const { host, port } = listeners.find(({ name }) => name === listener.name)!.advertised!;
      return { host, port, answers: new RegExp(`^${nodeId} ${listener.name} `) };
    }),
  ];
}

/** The answers that are wrong, and how many addresses were asked. */
async function wrongAnswers(cloud: Cloud, ways: Way[]): Promise<{ wrong: Answer[]; asked: number }> {
  const answers = await probe(cloud, cloud.clientHost(), ways);
  const right = ({ host, port, heard }: Answer) => ways.find(way => way.host === host && way.port === port)!.answers.test(heard);
  return { wrong: answers.filter(answer => !right(answer)), asked: answers.length };
}

function show({ host, port, address, connected, heard, error }: Answer): string {
  return `${host}:${port} at ${address}: ${heard !== '' ? `answered by ${heard}` : connected ? 'connected, then nothing' : error}`;
}

async function startStandIn(cloud: Cloud, { nodeId, host, file }: Broker): Promise<Started> {
  const ports = file.listeners.map(({ name, bindPort }) => `${name}:${bindPort}`);
  const started = cloud.start(`stand-in-${nodeId}-${Date.now()}`, host, program('stand-in', `${nodeId}`, ...ports));
  await until(async () => started.tail().split('listens').length > ports.length, `the stand-in of broker ${nodeId} listens`);
  return started;
}

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!await condition()) {
    if (Date.now() > deadline) { throw new Error(`waited 20 s until ${what}`); }
    await delay(50);
  }
}

async function during<T>(fault: Promise<Restore>, look: () => Promise<T>): Promise<T> {
  const restore = await fault;
  return look().finally(restore);
}

async function main(): Promise<number> {
  const assembly = loadAssembly(process.argv[2]);
  const topology = buildTopology(assembly);
  const cloud = await startCloud(assembly, { evenIfBroken: true });
  const claims = new Claims(() => cloud.diagnosis());
  const standIns = await Promise.all(cloud.brokers.map(broker => startStandIn(cloud, broker)));

  await claims.that('the path of every broker agrees with its files and the contract', async () => {
    deepStrictEqual(checkPaths(topology, assembly.brokerFiles), []);
  });
  await claims.that('the broker that an address is advertised for answers through every address of the endpoint', async () => {
    const { wrong, asked } = await wrongAnswers(cloud, waysOf(cloud, assembly));
    deepStrictEqual(wrong.map(show), []);
    const ways = waysOf(cloud, assembly);
    deepStrictEqual(asked, ways.flatMap(({ host }) => lookUp(topology.records, topology.endpoints[0].vpcId, host)).length);
    return `${ways.length} names and ports, ${asked} addresses`;
  });
  await claims.that('the client connects to nothing else', async () => {
    const forbidden = forbiddenPorts(topology, assembly.brokerFiles, topology.endpoints[0]);
    const answers = await probe(cloud, cloud.clientHost(), forbidden.map(({ address, port }) => ({ host: address, port })));
    deepStrictEqual(answers.filter(({ connected }) => connected).map(show), []);
    deepStrictEqual(answers.length, forbidden.length);
    return `${forbidden.length} addresses and ports`;
  });
  await claims.that('a host without the client\'s group connects to nothing', async () => {
    const answers = await probe(cloud, cloud.strangerHost(), waysOf(cloud, assembly));
    deepStrictEqual(answers.filter(({ connected }) => connected).map(show), []);
  });
  await claims.that('names of other audiences, and names that nobody has, do not resolve', async () => {
    const names = forbiddenNames(topology, topology.endpoints[0]);
    const answers = await probe(cloud, cloud.clientHost(), names.map(host => ({ host, port: 9 })));
    deepStrictEqual(answers.map(({ host, error }) => `${host} ${error}`), names.map(name => `${name} ENOTFOUND`));
    return names.join(', ');
  });
  await claims.that('the names of the consumer do not resolve in the VPC of the brokers', async () => {
    const answers = await probe(cloud, cloud.brokers[0].host, waysOf(cloud, assembly));
    deepStrictEqual([...new Set(answers.map(({ error }) => error))], ['ENOTFOUND']);
  });

  await claims.that(`the load balancer asks every 10 s and takes 3 answers for the truth; here ${HEALTH_CHECK_SPEED} times as often`, async () => {
    const checks = topology.loadBalancers.flatMap(({ listeners }) => listeners.map(({ targetGroup }) => targetGroup.healthCheck));
    deepStrictEqual([...new Set(checks.map(check => `${check?.intervalSeconds} ${check?.healthyCount} ${check?.unhealthyCount}`))], ['10 3 3']);
  });
  await claims.that('when a broker is gone, clients start at the others; when it is back, its own port leads to it before it counts as healthy', async () => {
    const [start, , own] = waysOf(cloud, assembly);
    await standIns[1].stop();
    const begin = Date.now();
    const manyStarts = Array(2 * cloud.brokers.length).fill(start);
    await until(async () => (await wrongAnswers(cloud, manyStarts)).wrong.length === 0, 'clients start at living brokers only');
    const noticed = Date.now() - begin;
    deepStrictEqual((await wrongAnswers(cloud, [own])).wrong.length, topology.endpoints[0].interfaces.length, 'nothing else answers in its place');
    standIns[1] = await startStandIn(cloud, cloud.brokers[1]);
    deepStrictEqual((await wrongAnswers(cloud, [own])).wrong.map(show), []);
    return `noticed within ${(noticed / 1000).toFixed(1)} s`;
  });

  for (const mutation of MUTATIONS) {
    await claims.that(`seen and named: ${mutation.name}`, async () => seenAndNamed(cloud, mutate(assembly, topology, mutation), mutation.named));
  }

  await claims.that('after every mistake is mended, the paths work again', async () => {
    await cloud.reload(assembly);
    deepStrictEqual((await wrongAnswers(cloud, waysOf(cloud, assembly))).wrong.map(show), []);
  });
  await claims.that('with a zone cut, its broker and its interface are silent, and every other broker answers at every other interface', async () => {
    const { zone } = cloud.brokers[1].host;
    const [, ...ways] = waysOf(cloud, assembly); // who answers at the start, which is every broker's, is chance
    const { wrong, asked } = await during(cloud.zoneDown(zone!), async () => wrongAnswers(cloud, ways));
    const { address } = topology.endpoints[0].interfaces.find(host => host.zone === zone)!;
    deepStrictEqual(wrong.filter(answer => answer.port !== ways[1].port && answer.address !== address).map(show), []);
    deepStrictEqual(wrong.length, asked - (ways.length - 1) * (topology.endpoints[0].interfaces.length - 1));
  });
  await claims.that('with a load balancer node down, nothing answers at the interface of its zone, and all do at the others', async () => {
    const [down] = topology.endpoints[0].interfaces;
    const { wrong, asked } = await during(cloud.nlbNodeDown(down.zone!), async () => wrongAnswers(cloud, waysOf(cloud, assembly)));
    deepStrictEqual([...new Set(wrong.map(({ address, connected }) => `${address} ${connected}`))], [`${down.address} false`]);
    deepStrictEqual(wrong.length, asked / topology.endpoints[0].interfaces.length);
  });
  await claims.that('after the faults, the paths work again', async () => {
    await until(async () => (await wrongAnswers(cloud, waysOf(cloud, assembly))).wrong.length === 0, 'every way is open');
  });
  await cloud.stop();
  return claims.finish();
}

async function seenAndNamed(cloud: Cloud, mutant: Assembly, named: (typeof MUTATIONS)[0]['named']): Promise<string> {
  if ('error' in named) {
    throws(() => buildTopology(mutant), named.error);
    return 'refused';
  }
  const findings = checkPaths(buildTopology(mutant), mutant.brokerFiles);
  ok(findings.length > 0, 'nothing was found');
  for (const finding of findings) { deepStrictEqual(finding.cause, named.cause, finding.message); }
  match(findings.map(({ message }) => message).join('\n'), named.message);

  await cloud.reload(mutant);
  const { wrong, asked } = await wrongAnswers(cloud, waysOf(cloud, mutant));
  ok(wrong.length > 0, 'every path works, though the templates are broken');
  return `${wrong.length} of ${asked} wrong, such as ${show(wrong[0])}; ${findings[0].cause}: ${findings[0].message}`;
}

inSandbox(main);
