import { deepStrictEqual, ok } from 'assert';
import { MUTATIONS } from './cloud/mistakes';
import { mutate } from './cloud/mutations';
import type { Claims } from './harness/claims';
import { DoctorProgram, summary } from './harness/doctor';
import type { Code } from '../../cli/probe';
import { Assembly, chosenListeners, Cloud } from '../../cli/run/cloud';
import { CLUSTER_ID, KafkaCluster } from '../../cli/run/kafka/kafka-cluster';
import type { TestCa } from '../../cli/run/kafka/test-ca';

/** A cluster behind its load balancer, and the templates of both. */
interface Stage {
  readonly assembly: Assembly;
  readonly cloud: Cloud;
  readonly cluster: KafkaCluster;
  readonly ca: TestCa;
  readonly claims: Claims;
}

/**
 * From the consumer's host every path is open, and each fault is named. What needs no Kafka behind the load balancer is in `e2e:cloud`, and what needs no
 * networks in `e2e:errors`.
 */
export async function doctorNames({ assembly, cloud, cluster, ca, claims }: Stage): Promise<void> {
  const { topology } = cloud;
  const [endpoint] = topology.endpoints;
  const program = await DoctorProgram.make();
  /** By the contract of the templates as they are at the moment. */
  const ask = async (args: string[] = []) => program.ask({
    contract: { ...cloud.topology.contracts[0], clusterId: CLUSTER_ID, listeners: chosenListeners(cloud.topology, endpoint) },
    client: { 'ssl.truststore.location': ca.file },
    args,
  }, (argv, options) => cloud.exec(cloud.clientHost(endpoint.id), argv, options));
  await cluster.admin().createTopic('canary', cluster.brokerIds);
  const warned = new Set<Code>();
  await claims.that('doctor: every path is open, and a record comes back by every broker', async () => {
    const results = await ask(['--topic', 'canary']);
    results.flatMap(({ warnings }) => warnings).forEach(({ code }) => warned.add(code)); // certificates of a run are not for long
    ok(results.every(({ ok: isOpen }) => isOpen), summary(results));
    return `${summary(results)}; ${Math.max(...results.map(({ ms }) => ms))} ms`;
  });
  await claims.that('doctor: a load balancer node is down, so the address of its zone is dead', async () => {
    const [down] = endpoint.interfaces;
    const restore = await cloud.nlbNodeDown(down.zone!);
    const results = await ask().finally(restore);
    ok(results.every(({ code, detail }) => code === 'Doctor.zoneClosed' && detail!.includes(`${down.address} port`)), summary(results));
    return results[0].detail;
  });
  for (const mutation of MUTATIONS.filter(({ seenBy }) => seenBy === 'e2e')) {
    await claims.that(`doctor: ${mutation.name}`, async () => {
      await cloud.reload(mutate(assembly, topology, mutation), { evenIfBroken: true });
      const results = await ask().finally(async () => cloud.reload(assembly));
      const found = results.flatMap(({ code, warnings }) => [...code ? [code] : [], ...warnings.map(warning => warning.code)]);
      deepStrictEqual([...new Set(found)].filter(code => !warned.has(code)), [mutation.doctor], summary(results));
      return `${summary(results)}; ${results.find(({ detail }) => detail)?.detail ?? 'no path fails'}`;
    });
  }
  await claims.that('doctor: afterwards every path is open again', async () => {
    const results = await ask();
    ok(results.every(({ ok: isOpen }) => isOpen), summary(results));
  });
}
