import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialsOf, Authority } from './app/credentials';
import { usersOf } from './app/listener-settings';
import { asTable, brokersOf, consumerName, recordsOf, Seen, wrongWith } from './app/proven';
import { Staged } from './app/staged';
import { ClientSession } from './clients/ask';
import type { ClientPrograms } from './clients/client-programs';
import { KafkaClient } from './clients/kafka-client';
import type { Cloud } from './cloud/cloud';
import { startCloud } from './cloud/start';
import type { Stage } from './kafka/faults';
import type { Log } from './kafka/jars';
import { KafkaCluster } from './kafka/kafka-cluster';
import { TestCa } from './kafka/test-ca';
import { STATE } from './sandbox/sandbox';
import { bootstrapHost, bootstrapServer, ContractListener } from '../assembly/contracts';
import type { Endpoint } from '../assembly/model';
import { chosenListeners, contractOf } from '../assembly/paths';
import type { BrokerFile } from '../assembly/properties-file';
import { buildTopology } from '../assembly/topology';

/** How many records each broker takes and gives back, on each listener of each consumer. */
const RECORDS_EACH = 20;

/** Where load balancers find their certificate. */
export const BALANCER_CERTIFICATE = join(STATE, 'load-balancers.pem');

/** A cluster that runs. */
export interface Playing {
  readonly cloud: Cloud;
  readonly cluster: KafkaCluster;
  readonly authority: Authority;
}

/** Runs a cluster of the apps and shows every path of it. Returns whether all of them hold. */
export async function play(staged: Staged, { jars, java }: Pick<ClientPrograms, 'jars' | 'java'>, log: Log, then: (playing: Playing) => Promise<boolean>): Promise<boolean> {
  const ca = await TestCa.create(join(STATE, 'ca'), 'authority of a run of cdk-kafka-privatelink');
  const authority = { ca: ca.file, client: join(STATE, 'client-of-run.pem') };
  writeFileSync(authority.client, await ca.issue(['client-of-run']), { mode: 0o600 });
  const hosts = buildTopology(staged.assembly, staged.options).contracts.flatMap(({ listeners }) => listeners.map(bootstrapHost));
  if (hosts.length > 0) {
    writeFileSync(BALANCER_CERTIFICATE, await ca.issue([...new Set(hosts.flatMap(host => [host, `*.${host}`]))]), { mode: 0o600 });
  }
  const cloud = await startCloud(staged.assembly, { ...staged.options, adjust: staged.adjust });
  const { endpoints, loadBalancers, vpcs } = cloud.topology;
  log(`up, with names and security groups: VPCs ${vpcs.length}, load balancers ${loadBalancers.length}, endpoints ${endpoints.length}`);
  try {
    const cluster = await KafkaCluster.boot(cloud, { jars, java, ca, log, users: usersOf(staged.nodes.brokerFiles) });
    const seen = await everyPath(cloud, cluster, authority, java, log);
    console.log(`\n${asTable(seen).join('\n')}`);
    const isFine = seen.every(({ problems }) => problems.length === 0);
    if (!isFine) { console.log(cloud.diagnosis(seen.filter(({ problems }) => problems.length > 0).map(({ listener }) => listener.bootstrapPort))); }
    const isFineAfter = isFine && await then({ cloud, cluster, authority });
    await cluster.discard();
    return isFineAfter;
  } finally {
    await cloud.stop();
  }
}

async function everyPath(cloud: Cloud, cluster: KafkaCluster, authority: Authority, java: ClientPrograms['java'], log: Log): Promise<Seen[]> {
  const all: Seen[] = [];
  for (const [i, endpoint] of cloud.topology.endpoints.entries()) {
    const host = cloud.clientHost(endpoint.id);
    const session = new ClientSession(`clients-${i}`, cloud, host, java);
    for (const listener of chosenListeners(cloud.topology, endpoint)) {
      log(`a client of ${consumerName(endpoint)} on ${listener.name}`);
      const { client, by } = clientOf({ cloud, cluster, authority }, endpoint, listener, java, session);
      all.push({ ...await seenBy(client, endpoint, listener, cloud, cluster, `run-${i}-${listener.name.toLowerCase()}`), by });
    }
    await session.end();
  }
  return all;
}

/** Clients of the first listener of the first endpoint, of several libraries, which produce while something happens. */
export function stageOf({ cloud, cluster, authority }: Playing, programs: ClientPrograms, log: Log): Stage {
  const [endpoint] = cloud.topology.endpoints;
  const [listener] = chosenListeners(cloud.topology, endpoint);
  const credentials = credentialsOf(listener, fileWith(cloud, listener), authority);
  const bootstrap = bootstrapServer(listener);
  const host = cloud.clientHost(endpoint.id);
  const clients = (['java', 'librdkafka', 'npm'] as const)
    .map(library => new KafkaClient(cloud, host, programs[library], { bootstrap, properties: credentials[library] }));
  return { cloud, cluster, clients, listener: listener.name, bootstrapPort: listener.bootstrapPort, log };
}

function fileWith({ brokers }: Cloud, listener: ContractListener): BrokerFile {
  return brokers.find(({ file }) => file.listeners.some(({ name }) => name === listener.name))!.file;
}

/** A client of an endpoint, with what gets it in at a listener. */
export function clientOf(
  { cloud, authority }: Playing, endpoint: Endpoint, listener: ContractListener, java: ClientPrograms['java'], session?: ClientSession,
): { client: KafkaClient; by: string } {
  const credentials = credentialsOf(listener, fileWith(cloud, listener), authority);
  const target = { bootstrap: bootstrapServer(listener), properties: credentials.java };
  return { client: new KafkaClient(cloud, cloud.clientHost(endpoint.id), java, target, session?.ask), by: credentials.by };
}

async function seenBy(
  client: KafkaClient, endpoint: Endpoint, listener: ContractListener, cloud: Cloud, cluster: KafkaCluster, topic: string,
): Promise<Omit<Seen, 'by'>> {
  const brokers = brokersOf(listener, contractOf(cloud.topology, endpoint.service)!.brokerIds, cloud.topology);
  const about = { consumer: consumerName(endpoint), listener, brokers };
  const none = brokers.map(() => 0);
  try {
    const paths = await client.paths();
    const addresses = endpoint.interfaces.length;
    const problems = wrongWith(paths, brokers, addresses, listener.host.includes('{zoneId}') ? 1 : addresses);
    if (problems.length > 0) { return { ...about, paths, problems, records: none }; }
    await cluster.admin().createTopic(topic, brokers.map(({ id }) => id));
    const produced = await client.produce(topic, RECORDS_EACH * brokers.length);
    return { ...about, paths, ...recordsOf(produced, await client.read(topic), brokers.length) };
  } catch (error) {
    return { ...about, paths: [], problems: [`${bootstrapServer(listener)}: ${(error as Error).message.split('\n')[0]}`], records: none };
  }
}
