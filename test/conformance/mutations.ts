import * as fc from 'fast-check';
import { Model } from './models';

/** A line of a file that somebody changed. */
export type Mutation = (properties: Map<string, string>) => void;

/** What is wrong with so many real files: each is a change of one value, and some make no difference. */
const changes: fc.Arbitrary<(value: string) => string | undefined> = fc.oneof(
  fc.constant(() => undefined),
  fc.constant(() => ''),
  fc.constant((value: string) => `${value},`),
  fc.constant((value: string) => value.toLowerCase()),
  fc.constant((value: string) => `${value},${value.split(',')[0]}`),
  fc.constant((value: string) => value.split(',').slice(1).join(',')),
  fc.constant((value: string) => value.split(',').slice(0, -1).join(',')),
  fc.constant((value: string) => value.split(',').reverse().join(',')),
  fc.constant((value: string) => value.replace(/:\/\//, ':')),
  fc.constant((value: string) => value.replace(/:\/\/[^:]*:/, '://0.0.0.0:')),
  fc.constant((value: string) => value.replace(/:\/\/[^:]*:/, '://:')),
  fc.constant((value: string) => value.replace(/:\/\/[^:]*:/, '://a_b/c:')),
  fc.constant((value: string) => value.replace(/:(\d+)$/, ':')),
  fc.constant((value: string) => value.replace(/SSL|PLAINTEXT/, 'TLS')),
  fc.constant((value: string) => value.replace(/PLAINTEXT/, 'SASL_SSL')),
  fc.constant((value: string) => value.replace(/CONTROLLER/, 'CTRL')),
  fc.constant((value: string) => value.replace(/CONTROLLER[^,]*,?/, '')),
  fc.constantFrom('0', '-1', '65536', '99999999999', 'x', 'broker', 'controller', 'broker,controller', 'CONTROLLER', 'INTERNAL', '1@h:9090', 'h:9090', 'h').map(text => () => text),
  fc.integer({ min: -2, max: 70_000 }).map(port => (value: string) => value.replace(/:(\d+)(?=,|$)/, `:${port}`)),
  fc.integer({ min: -2, max: 70_000 }).map(port => (value: string) => value.replace(/:(\d+)$/, `:${port}`)),
);

const keys = [
  'process.roles', 'node.id', 'listeners', 'advertised.listeners', 'listener.security.protocol.map', 'inter.broker.listener.name',
  'controller.listener.names', 'controller.quorum.voters', 'controller.quorum.bootstrap.servers', 'controller.quorum.auto.join.enable',
  'min.insync.replicas', 'default.replication.factor', 'connections.max.idle.ms', 'num.partitions',
  'unclean.leader.election.enable', 'socket.listen.backlog.size', 'transaction.state.log.min.isr', 'authorizer.class.name', 'super.users',
  'ssl.keystore.type',
];

/** Lines that a file did not have. */
const additions = fc.constantFrom<[string, string]>(
  ['security.inter.broker.protocol', 'PLAINTEXT'], ['broker.id', '3000'], ['early.start.listeners', 'CONTROLLER'], ['early.start.listeners', 'NONE'],
  ['sasl.mechanism.inter.broker.protocol', 'SCRAM-SHA-512'], ['queued.max.request.bytes', '10'], ['log.cleaner.dedupe.buffer.size', '1000'],
  ['connection.failed.authentication.delay.ms', '300000'], ['max.connections', '-1'], ['ssl.client.auth', 'yes'], ['num.network.threads', '0'],
  ['controller.quorum.auto.join.enable', 'true'], ['controller.quorum.voters', '0@h:9090'], ['controller.quorum.bootstrap.servers', 'h'],
);

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom(...keys), changes).map(([key, change]): Mutation => properties => {
      const changed = change(properties.get(key) ?? '');
      if (changed === undefined) {
        properties.delete(key);
      } else {
        properties.set(key, changed);
      }
    }),
  },
  { weight: 1, arbitrary: additions.map(([key, value]): Mutation => properties => { properties.set(key, value); }) },
);

/** A rendered file with one to three changes. */
export function mutated(model: fc.Arbitrary<Model>, parse: (text: string) => Map<string, string>): fc.Arbitrary<Map<string, string>> {
  return fc.tuple(model, fc.nat(20), fc.array(mutation, { minLength: 1, maxLength: 3 })).map(([{ nodes, renderer }, which, mutations]) => {
    const properties = parse(renderer.render(nodes[which % nodes.length]));
    mutations.forEach(mutate => mutate(properties));
    return properties;
  });
}
