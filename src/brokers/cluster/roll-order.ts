import { KafkaRollout } from './kafka-rollout';
import { KafkaRole } from '../../properties/kafka-node';
import type { PlannedNode } from '../node/node-plan';

/**
 * Nodes that are taken at once, wave after wave: all of one are well before the next begins. Nodes come in the order of
 * `planNodes`.
 */
export function wavesOf<T extends Pick<PlannedNode, 'roles' | 'number'>>(
  rollout: KafkaRollout, nodes: T[], zoneCount: number,
): T[][] {
  if (!rollout._isByZone) { return nodes.map(node => [node]); }
  const isController = ({ roles }: T) => roles.includes(KafkaRole.CONTROLLER);
  const zones =
    Array.from({ length: zoneCount }, (_, zone) => nodes.filter(node => !isController(node) && node.number % zoneCount === zone));
  return [...nodes.filter(isController).map(node => [node]), ...zones.filter(({ length }) => length > 0)];
}
