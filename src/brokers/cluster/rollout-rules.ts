import { KafkaControllers } from './kafka-controllers';
import { KafkaRollout } from './kafka-rollout';
import { Problems } from '../../private/validation';
import { copiesAtRisk } from '../../properties/durability';
import { PlannedNode } from '../node/node-plan';
import { readServerProperties } from '../node/properties-fit';

/** Fewer, and while a zone is away one more fault leaves partitions without a copy. */
const LEAST_ZONES = 3;

/** What decides whether all brokers of a zone can be away at once. */
export interface ZoneRoll {
  readonly rollout: KafkaRollout;
  readonly controllers: KafkaControllers;
  readonly brokers: Pick<PlannedNode, 'number'>[];
  /** Undefined while the VPC is looked up. */
  readonly zoneCount?: number;
  /** Of a broker; whatever is looked at here is the same on all. */
  readonly serverProperties: string;
}

/**
 * Adds what is wrong with a roll by zone. What partitions there are, and where, is known to the nodes only, which look before
 * they stop.
 */
export function checkRollout(problems: Problems, { rollout, controllers, brokers, zoneCount, serverProperties }: ZoneRoll): void {
  if (!rollout._isByZone) { return; }
  const wayOut = 'or leave \'rollout\' out: KafkaRollout.oneByOne()';
  if (controllers._isCombined) {
    problems.add('MultiAzKafkaBrokers.rolloutCombined',
      `'rollout' is by zone, and ${controllers._count} brokers are controllers too, which never restart at once; `
        + 'give KafkaControllers.dedicated(), '
      + `which a cluster has from its creation on, ${wayOut}`);
  }
  const zones = zoneCount && new Set(brokers.map(({ number }) => number % zoneCount)).size;
  if (zones && zones < LEAST_ZONES) {
    problems.add('MultiAzKafkaBrokers.rolloutZones',
      `'rollout' is by zone, and the ${brokers.length} broker${brokers.length === 1 ? ' is' : 's are'} in ${zones} `
        + `zone${zones === 1 ? '' : 's'}: `
      + `with one of them away, one more fault would stop partitions; have brokers in ${LEAST_ZONES} zones at least, ${wayOut}`);
  }
  for (const why of copiesAtRisk(readServerProperties(serverProperties), zones || Infinity)) {
    problems.add('MultiAzKafkaBrokers.rolloutCopies', `'rollout' is by zone, and ${why}, ${wayOut}`);
  }
}
