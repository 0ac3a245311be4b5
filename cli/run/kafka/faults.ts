import { Log } from './jars';
import { KafkaCluster } from './kafka-cluster';
import { countOf } from '../clients/delivery';
import { KafkaClient } from '../clients/kafka-client';
import { Workload, WorkloadReport } from '../clients/workload';
import type { Cloud, Endpoint, Restore } from '../cloud';
import { probe } from '../cloud/probe';

/** What a fault is done to. */
export interface Stage {
  readonly cloud: Cloud;
  readonly cluster: KafkaCluster;
  /** Of one listener, on one host; those that produce while the fault lasts. */
  readonly clients: KafkaClient[];
  /** The name of that listener. */
  readonly listener: string;
  /** A port of that listener at the load balancer, to see which of its nodes answer. */
  readonly bootstrapPort: number;
  readonly log: Log;
}

/** A fault, and what holds in spite of it: fails unless the fault happened and every acknowledged record is there. Returns what was measured. */
export interface Fault {
  readonly claim: string;
  readonly run: (stage: Stage) => Promise<string>;
}

export const FAULTS: Fault[] = [
  {
    claim: 'a broker is killed and restarted while producing',
    run: async stage => whileProducing(stage, 'killed', async (workload, { cluster, log }) => {
      const node = cluster.nodes[1];
      log(`killing broker ${node.id}`);
      await node.kill();
      await workload.goesOn();
      if (node.running) { throw new Error(`broker ${node.id} runs though it was killed`); }
      await cluster.restart(node);
    }),
  },
  {
    claim: 'the active controller is killed and restarted while producing',
    run: async stage => whileProducing(stage, 'controller-killed', async (workload, { cluster, log }) => {
      const { leader } = await cluster.untilHealthy();
      const node = cluster.node(leader);
      log(`killing broker ${leader}`);
      await node.kill();
      await workload.goesOn();
      const { leader: elected } = await cluster.admin().quorum();
      if (elected === leader) { throw new Error(`${leader} is still the active controller though it was killed`); }
      await cluster.restart(node);
    }),
  },
  {
    claim: 'a whole zone is cut while producing',
    run: async stage => whileProducing(stage, 'zone-cut', async (workload, { cloud, cluster }) => {
      const zone = cluster.nodes[1].host.zone!;
      await whileSilent(stage, zone, () => cloud.zoneDown(zone), workload);
    }),
  },
  {
    claim: 'a node of the load balancer is down while producing',
    run: async stage => whileProducing(stage, 'nlb-node-down', async (workload, { cloud, cluster }) => {
      const zone = cluster.nodes[2].host.zone!;
      await whileSilent(stage, zone, () => cloud.nlbNodeDown(zone), workload);
    }),
  },
  {
    claim: 'all brokers are restarted one by one while producing',
    run: async stage => whileProducing(stage, 'rolling', async (_, { cluster }) => {
      const before = cluster.nodes.map(({ pid }) => pid);
      await cluster.rollingRestart();
      const same = cluster.nodes.filter(({ pid }) => before.includes(pid));
      if (same.length > 0) { throw new Error(`broker ${same.map(({ id }) => id).join(', ')} was not restarted`); }
    }),
  },
  {
    claim: 'clients start while a broker is down',
    run: clientsStartWithoutABroker,
  },
];

/** Runs a fault while the clients produce, and accounts for every record. */
export async function whileProducing(stage: Stage, topic: string, fault: (workload: Workload, stage: Stage) => Promise<void>): Promise<string> {
  await stage.cluster.admin().createTopic(topic, stage.cluster.brokerIds);
  const workload = await Workload.start(topic, stage.clients, stage.log);
  await fault(workload, stage);
  return noteOf(await workload.end());
}

/** Does something by which the load balancer no longer answers in a zone, undoes it, and waits until the cluster is whole. */
async function whileSilent(stage: Stage, zone: string, cut: () => Promise<Restore>, workload: Workload): Promise<void> {
  const { cluster, log } = stage;
  log(`cutting ${zone}`);
  const restore = await cut();
  try {
    await refuseUnlessSilent(stage, zone);
    await workload.goesOn();
  } finally {
    await restore();
  }
  log(`${zone} is back; waiting until every replica is in sync`);
  await cluster.untilHealthy();
}

/** The endpoint that the clients use. */
export function endpointOf({ cloud, clients }: Stage): Endpoint {
  return cloud.topology.endpoints.find(({ vpcId }) => vpcId === clients[0].host.vpcId)!;
}

/** Fails unless the endpoint answers in every zone but this one. */
export async function refuseUnlessSilent(stage: Stage, zone: string): Promise<void> {
  const { interfaces } = endpointOf(stage);
  const { cloud, clients, bootstrapPort } = stage;
  const answers = await probe(cloud, clients[0].host, interfaces.map(({ address }) => ({ host: address, port: bootstrapPort })));
  const silent = interfaces.filter(({ address }) => answers.some(answer => answer.host === address && !answer.connected)).map(host => host.zone);
  if (silent.join() !== zone) { throw new Error(`${zone} was to be cut; the endpoint does not answer in ${silent.join(', ') || 'none'}`); }
}

/** Whichever broker a client starts from, it is not the one that is down. */
async function clientsStartWithoutABroker({ cluster, clients }: Stage): Promise<string> {
  const topic = 'started-without';
  const node = cluster.nodes[0];
  await cluster.admin().createTopic(topic, cluster.brokerIds);
  await node.stop();
  const notes: string[] = [];
  for (const client of clients) {
    const found = new Set((await client.paths()).map(({ expected }) => expected).filter(id => id >= 0));
    if (found.has(node.id) || found.size !== cluster.nodes.length - 1) {
      throw new Error(`${client.program.name} finds the brokers ${[...found].join(', ')}, though it is ${node.id} that is down`);
    }
    const { sent, acknowledged, longestGapMs } = await client.produce(topic, 300, { properties: client.program.behaviour });
    if (countOf(acknowledged) !== sent) { throw new Error(`${client.program.name}: ${countOf(acknowledged)} of ${sent} records were acknowledged with broker ${node.id} down`); }
    notes.push(`${client.program.name} ${longestGapMs} ms`);
  }
  await cluster.restart(node);
  return `longest wait for an acknowledgement: ${notes.join(', ')}`;
}

function noteOf(report: WorkloadReport): string {
  const each = report.map(({ produced, delivery }) => `${produced.producer} ${delivery.acknowledged} acknowledged, longest gap ${(produced.longestGapMs / 1000).toFixed(1)} s`);
  return `none lost; ${each.join('; ')}`;
}
