/**
 * Shows that the emulated cloud sees what it should see, in a minute and without Kafka: `selftest.ts CDK_OUT`, with the templates of the example.
 * In place of each broker is a program that says who it is. The templates as they are work; with a mistake in them the paths fail, and the
 * mistake is named.
 */
import { deepStrictEqual, match, ok } from 'assert';
import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import { MUTATIONS } from './mistakes';
import { CERTIFICATE_ARN, endTls, mutate, Mutation, withoutTls } from './mutations';
import { StandIns } from './stand-ins';
import { until } from './until';
import type { Finding } from '../../../cli/assembly/findings';
import type { Topology } from '../../../cli/assembly/model';
import { lookUp } from '../../../cli/assembly/names';
import { chosenListeners, ClientPath, clientPaths } from '../../../cli/assembly/paths';
import { parseBrokerFile } from '../../../cli/assembly/properties-file';
import { Assembly, loadAssembly } from '../../../cli/assembly/template';
import { buildTopology } from '../../../cli/assembly/topology';
import { checkPaths } from '../../../cli/check/check';
import type { Code } from '../../../cli/probe';
import type { Cloud, Restore } from '../../../cli/run/cloud/cloud';
import { HEALTH_CHECK_SPEED } from '../../../cli/run/cloud/haproxy';
import { forbiddenNames, forbiddenPorts } from '../../../cli/run/cloud/isolation';
import { probe } from '../../../cli/run/cloud/probe';
import type { Answer, Destination } from '../../../cli/run/cloud/programs/connect';
import { startCloud } from '../../../cli/run/cloud/start';
import { TestCa } from '../../../cli/run/kafka/test-ca';
import { inSandbox, STATE } from '../../../cli/run/sandbox/sandbox';
import { Claims } from '../harness/claims';
import { DoctorProgram, summary } from '../harness/doctor';

/** More than a load balancer needs here to notice that a broker is gone. */
const NOTICED_MS = 3 * 10_000 / HEALTH_CHECK_SPEED + 1_500;

/** Where a client is told to go by the brokers, or at first by the contract, and the answers that are right. */
interface Way extends Destination {
  readonly answers: RegExp;
}

/**
 * The way to start, and then one to each broker: where it tells clients to go, or else where the contract has it; also to one that the contract does not have. Clients speak what the contract says, and
 * trust the authorities of a file.
 */
function waysOf(cloud: Cloud, ca: string, maxVersion?: 'TLSv1.2'): Way[] {
  const [listener] = chosenListeners(cloud.topology, cloud.topology.endpoints[0]);
  const tls = listener.protocol.endsWith('SSL') ? { ca, maxVersion } : undefined;
  const isChosen = (path: ClientPath) => path.endpoint === cloud.topology.endpoints[0] && path.listener === listener.name;
  const advertisedBy = (id?: number) =>
    cloud.brokers.find(({ nodeId }) => nodeId === id)?.file.listeners.find(({ name }) => name === listener.name)?.advertised;
  const way = ({ host, port }: { host: string; port: number }, nodeId?: number): Way =>
    ({ host, port, tls, answers: new RegExp(`^${nodeId ?? '\\d+'} ${listener.name} `) });
  const paths = clientPaths(cloud.topology).filter(isChosen);
  // Brokers tell clients of every broker, whether a contract has it or not.
  const others = cloud.brokers.filter(({ nodeId }) => !paths.some(path => path.nodeId === nodeId)).flatMap(({ nodeId }) => {
    const advertised = advertisedBy(nodeId);
    return advertised ? [way(advertised, nodeId)] : [];
  });
  return [...paths.map(path => way(advertisedBy(path.nodeId) ?? path, path.nodeId)), ...others];
}

/** The answers that are wrong, and how many addresses were asked. */
async function wrongAnswers(cloud: Cloud, ways: Way[]): Promise<{ wrong: Answer[]; asked: number }> {
  const answers = await probe(cloud, cloud.clientHost(), ways);
  const right = ({ host, port, heard }: Answer) => ways.find(way => way.host === host && way.port === port)!.answers.test(heard);
  return { wrong: answers.filter(answer => !right(answer)), asked: answers.length };
}

function show({ host, port, address, connected, heard, error }: Answer): string {
  return `${host}:${port} at ${address}: ${heard !== '' ? `answered by ${heard}` : connected ? `connected, then ${error ?? 'nothing'}` : error}`;
}

async function during<T>(fault: Promise<Restore>, look: () => Promise<T>): Promise<T> {
  const restore = await fault;
  return look().finally(restore);
}

async function main(): Promise<number> {
  const assembly = loadAssembly(process.argv[2]);
  // Who shows which certificate is seen by the authority that has signed it.
  const [brokersCa, balancerCa] = await Promise.all(['brokers', 'load-balancer'].map(async name => TestCa.create(join(STATE, 'ca', name))));
  const hosts = buildTopology(assembly).records.map(({ name }) => name);
  const pem = async (ca: TestCa, name: string) => {
    const file = join(STATE, `${name}.pem`);
    writeFileSync(file, await ca.issue(hosts), { mode: 0o600 });
    return file;
  };
  const options = { certificates: { [CERTIFICATE_ARN]: await pem(balancerCa, 'load-balancer') } };
  const topology = buildTopology(assembly, options);
  const cloud = await startCloud(assembly, { ...options, evenIfBroken: true });
  const claims = new Claims(ports => cloud.diagnosis(ports));
  const standIns = new StandIns(cloud, await pem(brokersCa, 'brokers'));
  await standIns.follow();
  const both = join(STATE, 'ca', 'both.pem');
  writeFileSync(both, [brokersCa, balancerCa].map(({ file }) => readFileSync(file, 'utf8')).join(''));
  const ways = () => waysOf(cloud, both);
  const [start, , toSecond] = ways();
  const have = async (files: Assembly) => {
    await cloud.reload(files);
    await standIns.follow();
  };

  await claims.that('the path of every broker agrees with its files and the contract', async () => {
    deepStrictEqual(checkPaths(topology, assembly.brokerFiles), []);
  });
  await claims.that('the broker that an address is advertised for answers through every address of the endpoint', async () => {
    const { wrong, asked } = await wrongAnswers(cloud, ways());
    deepStrictEqual(wrong.map(show), []);
    deepStrictEqual(asked, ways().flatMap(({ host }) => lookUp(topology.records, topology.endpoints[0].vpcId, host)).length);
    return `${ways().length} names and ports, ${asked} addresses`;
  });
  await claims.that('the client connects to nothing else', async () => {
    const forbidden = forbiddenPorts(topology, assembly.brokerFiles, topology.endpoints[0]);
    const answers = await probe(cloud, cloud.clientHost(), forbidden.map(({ address, port }) => ({ host: address, port })));
    deepStrictEqual(answers.filter(({ connected }) => connected).map(show), []);
    deepStrictEqual(answers.length, forbidden.length);
    return `${forbidden.length} addresses and ports`;
  });
  await claims.that('a host without the client\'s group connects to nothing', async () => {
    const answers = await probe(cloud, cloud.strangerHost(), ways());
    deepStrictEqual(answers.filter(({ connected }) => connected).map(show), []);
  });
  await claims.that('names of other audiences, and names that nobody has, do not resolve', async () => {
    const names = forbiddenNames(topology, topology.endpoints[0]);
    const answers = await probe(cloud, cloud.clientHost(), names.map(host => ({ host, port: 9 })));
    deepStrictEqual(answers.map(({ host, error }) => `${host} ${error}`), names.map(name => `${name} ENOTFOUND`));
    return names.join(', ');
  });
  await claims.that('the names of the consumer do not resolve in the VPC of the brokers', async () => {
    const answers = await probe(cloud, cloud.brokers[0].host, ways());
    deepStrictEqual([...new Set(answers.map(({ error }) => error))], ['ENOTFOUND']);
  });

  await claims.that(`the load balancer asks every 10 s and takes 3 answers for the truth; here ${HEALTH_CHECK_SPEED} times as often`, async () => {
    const checks = topology.loadBalancers.flatMap(({ listeners }) => listeners.map(({ targetGroup }) => targetGroup.healthCheck));
    deepStrictEqual([...new Set(checks.map(check => `${check.intervalSeconds} ${check.healthyCount} ${check.unhealthyCount}`))], ['10 3 3']);
  });
  await claims.that('when a broker is gone, clients start at the others; when it is back, its own port leads to it before it counts as healthy', async () => {
    await standIns.stop(cloud.brokers[1].nodeId);
    const begin = Date.now();
    await until(async () => (await wrongAnswers(cloud, manyStarts(ways()))).wrong.length === 0, 'clients start at living brokers only');
    const noticed = Date.now() - begin;
    deepStrictEqual((await wrongAnswers(cloud, [toSecond])).wrong.length, topology.endpoints[0].interfaces.length, 'nothing else answers in its place');
    await standIns.follow();
    deepStrictEqual((await wrongAnswers(cloud, [toSecond])).wrong.map(show), []);
    return `noticed within ${(noticed / 1000).toFixed(1)} s`;
  });

  await claims.that('where TLS ends at the load balancer, it shows the certificate of its listener, in the versions of its policy', async () => {
    const wrongWith = async (policy: string, maxVersion?: 'TLSv1.2', ca = balancerCa.file) => {
      await have(withTlsAtLoadBalancer(assembly, topology, policy));
      deepStrictEqual(checkPaths(cloud.topology, cloud.brokers.map(({ file }) => file)), []);
      return wrongAnswers(cloud, waysOf(cloud, ca, maxVersion));
    };
    const [from12, from13] = ['ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09', 'ELBSecurityPolicy-TLS13-1-3-2021-06'];
    for (const accepted of [await wrongWith(from12), await wrongWith(from12, 'TLSv1.2'), await wrongWith(from13)]) { deepStrictEqual(accepted.wrong.map(show), []); }
    const tooOld = await wrongWith(from13, 'TLSv1.2');
    const ofOthers = await wrongWith(from13, undefined, brokersCa.file);
    deepStrictEqual([tooOld, ofOthers].map(({ wrong, asked }) => asked - wrong.length), [0, 0]);
    return [tooOld, ofOthers].map(({ wrong: [{ error }] }) => error).join(', ');
  });

  const doctor = await DoctorProgram.make();
  /** From the consumer's host, with its contract. The stand-ins are no Kafka, so what is open ends where they are asked who they are. */
  const doctorNames = async (code: Code) => {
    const [listener] = chosenListeners(topology, topology.endpoints[0]);
    const contract = { ...topology.contracts[0], listeners: [listener] };
    const results = await doctor.ask({ contract, client: { 'ssl.truststore.location': both }, args: ['--timeout', '1'] },
      (argv, how) => cloud.exec(cloud.clientHost(), argv, how));
    ok(results.some(result => result.code === code && ['names', 'tcp', 'tls'].includes(result.step)), summary(results));
    return `doctor: ${code}`;
  };

  const portsOfMistakes = [start.port, toSecond.port];
  for (const mutation of MUTATIONS) {
    await claims.that(`seen and named: ${mutation.name}`, async () => {
      const mutant = mutate(assembly, topology, mutation);
      const said = named(checkPaths(buildTopology(mutant, options), mutant.brokerFiles), mutation);
      if (mutation.met === 'never') { return `refused; ${said}`; }
      await have(mutant);
      if (mutation.met === 'later') {
        deepStrictEqual((await wrongAnswers(cloud, ways())).wrong.map(show), []);
        return `every path works meanwhile; ${said}`;
      }
      if (mutation.met === 'without a broker') {
        deepStrictEqual((await wrongAnswers(cloud, ways())).wrong.map(show), []);
        await standIns.stop(cloud.brokers[1].nodeId);
        await delay(NOTICED_MS);
      }
      const { wrong, asked } = await wrongAnswers(cloud, mutation.met === 'without a broker' ? manyStarts(ways()) : ways());
      ok(wrong.length > 0, 'every path works, though the templates are broken');
      const seen = mutation.doctor && !mutation.seenBy && `; ${await doctorNames(mutation.doctor)}`;
      return `${wrong.length} of ${asked} wrong, such as ${show(wrong[0])}; ${said}${seen || ''}`;
    }, portsOfMistakes);
  }

  await claims.that('after every mistake is mended, the paths work again', async () => {
    await have(assembly);
    await until(async () => (await wrongAnswers(cloud, ways())).wrong.length === 0, 'every way is open');
  });
  await claims.that('with a zone cut, its broker and its interface are silent, and every other broker answers at every other interface', async () => {
    const { zone } = cloud.brokers[1].host;
    const [, ...toBrokers] = ways(); // who answers at the start, which is every broker's, is chance
    const { wrong, asked } = await during(cloud.zoneDown(zone!), async () => wrongAnswers(cloud, toBrokers));
    const { address } = topology.endpoints[0].interfaces.find(host => host.zone === zone)!;
    deepStrictEqual(wrong.filter(answer => answer.port !== toBrokers[1].port && answer.address !== address).map(show), []);
    deepStrictEqual(wrong.length, asked - (toBrokers.length - 1) * (topology.endpoints[0].interfaces.length - 1));
  });
  await claims.that('with a load balancer node down, nothing answers at the interface of its zone, and all do at the others', async () => {
    const [down] = topology.endpoints[0].interfaces;
    const { wrong, asked } = await during(cloud.nlbNodeDown(down.zone!), async () => wrongAnswers(cloud, ways()));
    deepStrictEqual([...new Set(wrong.map(({ address, connected }) => `${address} ${connected}`))], [`${down.address} false`]);
    deepStrictEqual(wrong.length, asked / topology.endpoints[0].interfaces.length);
  });
  await claims.that('a host goes while templates are applied, and nothing is left of it', async () => {
    const [before, { host }] = [cloud.topology.hosts, cloud.brokers[0]];
    const later = { ...host, name: 'later', address: host.address.replace(/\d+$/, '201') };
    await cloud.addHost(later);
    await Promise.all([cloud.reload(), cloud.removeHost(later)]);
    await cloud.reload();
    deepStrictEqual(cloud.topology.hosts.map(({ name }) => name), before.map(({ name }) => name));
    ok(!existsSync(`/run/netns/${later.name}`), 'its network is there again');
  });
  await claims.that('after the faults, the paths work again', async () => {
    await until(async () => (await wrongAnswers(cloud, ways())).wrong.length === 0, 'every way is open');
  });
  await cloud.stop();
  return claims.finish();
}

/** What was found is what it should be called by, and nothing else. */
function named(findings: Finding[], { cause, message }: Mutation): string {
  ok(findings.length > 0, 'nothing was found');
  for (const finding of findings) { deepStrictEqual(finding.cause, cause, finding.message); }
  match(findings.map(finding => finding.message).join('\n'), message);
  return `${cause}: ${findings[0].message}`;
}

/** Each of the brokers is met a few times. */
function manyStarts([start, ...toBrokers]: Way[]): Way[] {
  return Array(2 * toBrokers.length).fill(start);
}

/** The same app with TLS of the chosen listener at the load balancer instead of at its brokers. */
function withTlsAtLoadBalancer(assembly: Assembly, topology: Topology, policy: string): Assembly {
  const copy = structuredClone(assembly);
  const [{ name }] = chosenListeners(topology, topology.endpoints[0]);
  const ports = clientPaths(topology).filter(path => path.listener === name).map(({ port }) => port);
  for (const { label } of topology.endpoints[0].service.loadBalancer.listeners.filter(({ port }) => ports.includes(port))) {
    const stack = copy.stacks.find(each => label.startsWith(`${each.name}.`))!;
    endTls(stack.template.Resources[label.slice(stack.name.length + 1)], policy);
  }
  return { ...copy, brokerFiles: copy.brokerFiles.map(({ path, text }) => parseBrokerFile(path, withoutTls(text, name))) };
}

inSandbox(main);
