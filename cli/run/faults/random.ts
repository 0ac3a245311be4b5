import { setTimeout as delay } from 'node:timers/promises';
import { judge } from './judged';
import { saidOf, scheduleOf, Step } from './schedule';
import { MORE, Workload } from '../clients/workload';
import { probe } from '../cloud/probe';
import { endpointOf, refuseUnlessSilent, Stage } from '../kafka/faults';

export interface RandomOptions {
  readonly seed: number;
  readonly minutes: number;
}

/**
 * Plays a random schedule while clients of each library produce and read. Fails unless each record that a producer was told of was read once and in
 * order, by those that read meanwhile and by those that read it all at the end. Returns what was measured, and what happened.
 */
export async function playRandom(stage: Stage, { seed, minutes }: RandomOptions): Promise<string> {
  const { cluster, clients, log } = stage;
  const topic = `random-${seed}`;
  await cluster.admin().createTopic(topic, cluster.brokerIds);
  const workload = await Workload.start(topic, clients, log);
  const readers = clients.map(client => client.startReading(topic));
  const goOn = async () => Promise.all([workload.goesOn(), ...readers.map(async reader => reader.untilMore(MORE))]);
  await goOn();
  log('each of them reads what all of them send');
  const end = Date.now() + minutes * 60_000;
  let played = 0;
  for (const step of scheduleOf(seed, cluster.nodes.length)) {
    if (Date.now() >= end) { break; }
    const { id, host } = cluster.nodes[step.broker];
    log(`${++played}: ${saidOf(step, id, host.zone)}`);
    await playStep(stage, step);
    const over = Date.now();
    if (step.kind !== 'kill' && step.kind !== 'roll') { log('it is over; waiting until every replica is in sync'); }
    await cluster.untilHealthy();
    await goOn();
    log(`every client goes on, ${((Date.now() - over) / 1000).toFixed(1)} s later`);
    await delay(step.rest * 1000);
  }
  log('no more faults; what was sent is compared with what was read');
  const report = await workload.end();
  const contents = await Promise.all(readers.map(async reader => reader.stop()));
  return `seed ${seed}, ${played} faults; ${judge(report.map(({ produced }) => produced), [
    ...contents.map((content, i) => ({ reader: clients[i].program.name, content })),
    ...report.map(({ reader, content: { records, producers } }) => ({ reader: `${reader} at the end`, content: { records, producers } })),
  ])}`;
}

/** Fails unless the fault is there while it lasts, where that can be seen. */
async function playStep(stage: Stage, { kind, broker, seconds }: Step): Promise<void> {
  const { cloud, cluster, listener } = stage;
  const node = cluster.nodes[broker];
  if (kind === 'roll') { return cluster.rollingRestart(); }
  if (kind === 'kill') {
    await node.kill();
    await delay(seconds * 1000);
    return cluster.restart(node);
  }
  const until = Date.now() + seconds * 1000;
  const zone = node.host.zone!;
  const port = node.file.listeners.find(({ name }) => name === listener)!.bindPort;
  const restore = await (kind === 'cut-zone' ? cloud.zoneDown(zone) : kind === 'balancer-node' ? cloud.nlbNodeDown(zone) : cloud.portClosed(node.host, port));
  try {
    if (kind === 'closed-group') {
      const [{ connected }] = await probe(cloud, endpointOf(stage).service.loadBalancer.nodes[0], [{ host: node.host.address, port }]);
      if (connected) { throw new Error(`port ${port} of broker ${node.id} was to be closed, and is open`); }
    } else {
      await refuseUnlessSilent(stage, zone);
    }
    await delay(Math.max(0, until - Date.now()));
  } finally {
    await restore();
  }
}
