import { setTimeout as delay } from 'node:timers/promises';
import { saidOf, scheduleOf, Step } from './schedule';
import { deliveredOnce } from '../clients/delivery';
import { Workload } from '../clients/workload';
import type { Stage } from '../kafka/faults';

export interface RandomOptions {
  readonly seed: number;
  readonly minutes: number;
}

/**
 * Plays a random schedule while clients produce. Fails unless each record that a client was told of is there once and in order.
 * Returns what was measured, and what happened.
 */
export async function playRandom(stage: Stage, { seed, minutes }: RandomOptions): Promise<string> {
  const { cluster, log } = stage;
  const topic = `random-${seed}`;
  await cluster.admin().createTopic(topic, cluster.brokerIds);
  const workload = await Workload.start(topic, stage.clients, log);
  const end = Date.now() + minutes * 60_000;
  let played = 0;
  for (const step of scheduleOf(seed, cluster.nodes.length)) {
    if (Date.now() >= end) { break; }
    const { id, host } = cluster.nodes[step.broker];
    log(`${++played}: ${saidOf(step, id, host.zone)}`);
    await playStep(stage, step);
    await cluster.untilHealthy();
    await workload.goesOn();
    await delay(step.rest * 1000);
  }
  const report = await workload.end();
  return `seed ${seed}, ${played} faults: ${report.map(({ produced, content }) => deliveredOnce(produced, content)).join('; ')}`;
}

async function playStep({ cloud, cluster, listener }: Stage, { kind, broker, seconds }: Step): Promise<void> {
  const node = cluster.nodes[broker];
  if (kind === 'roll') { return cluster.rollingRestart(); }
  if (kind === 'kill') {
    await node.kill();
    await delay(seconds * 1000);
    return cluster.restart(node);
  }
  const zone = node.host.zone!;
  const restore = await (kind === 'cut-zone' ? cloud.zoneDown(zone) : kind === 'balancer-node' ? cloud.nlbNodeDown(zone)
    : cloud.portClosed(node.host, node.file.listeners.find(({ name }) => name === listener)!.bindPort));
  await delay(seconds * 1000).finally(restore);
}
