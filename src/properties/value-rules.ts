import { MAX_INT } from './server-properties';
import { isIntegerIn } from '../private/validation';

/** What a single value must be. */
export interface ValueRule {
  readonly expected: string;
  readonly accepts: (value: string) => boolean;
}

const integer = (from: number, to = MAX_INT): ValueRule => ({
  expected: `an integer from ${from}${to < MAX_INT ? ` to ${to}` : ''}`,
  accepts: value => /^[+-]?\d+$/.test(value) && isIntegerIn(Number(value), from, to),
});
const anyInteger: ValueRule = { expected: 'an integer', accepts: value => /^[+-]?\d+$/.test(value) };
const oneOf = (...values: string[]): ValueRule => ({ expected: `one of ${values.join(', ')}`, accepts: value => values.includes(value) });
const boolean: ValueRule = { expected: 'true or false', accepts: value => /^(true|false)$/i.test(value) };
const replicas = integer(1, 2 ** 15 - 1);

/** Values that Kafka checks, of the properties that are rendered and of those that a rule here reads. */
export const VALUE_RULES: { [key: string]: ValueRule } = {
  'node.id': integer(0),
  'broker.id': integer(0),
  'num.partitions': integer(1),
  'default.replication.factor': replicas,
  'min.insync.replicas': replicas,
  'offsets.topic.replication.factor': replicas,
  'transaction.state.log.replication.factor': replicas,
  'transaction.state.log.min.isr': replicas,
  'share.coordinator.state.topic.replication.factor': replicas,
  'share.coordinator.state.topic.min.isr': replicas,
  'unclean.leader.election.enable': boolean,
  'auto.create.topics.enable': boolean,
  'controlled.shutdown.enable': boolean,
  'controller.quorum.auto.join.enable': boolean,
  'socket.listen.backlog.size': integer(1),
  'socket.request.max.bytes': integer(1),
  'queued.max.request.bytes': anyInteger,
  'connection.failed.authentication.delay.ms': integer(0),
  'log.cleaner.threads': integer(1),
  'log.cleaner.dedupe.buffer.size': integer(1, Number.MAX_SAFE_INTEGER),
  'max.connections': integer(0),
  'max.connection.creation.rate': integer(0),
  'num.network.threads': integer(1),
  'num.io.threads': integer(1),
  'ssl.client.auth': oneOf('required', 'requested', 'none'),
};
