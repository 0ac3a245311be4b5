import { App, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { ascii, beside, nodeSecurity, path, security } from './securities';
import { AdvertisedHost, BrokerPropertiesRenderer, ClientListener, KafkaNode, KafkaQuorum, KafkaRole } from '../../src';

/** A cluster that our rules accept. */
export interface Model {
  readonly clientListeners: ClientListener[];
  /** The kinds of security that it has, by name. */
  readonly kinds: string[];
  readonly isAuthorizing: boolean;
  readonly internalListenerName: string;
  readonly overrides: { [key: string]: string };
  readonly nodes: KafkaNode[];
  readonly renderer: BrokerPropertiesRenderer;
}

const INTERNAL_NAMES = ['INTERNAL', 'INTERNAL_PLAINTEXT', 'REPLICATION', 'PLAINTEXT', 'internal', 'Broker-9092', 'SASL_SSL'];
/** Kafka tells names apart in capitals. Those of protocols say nothing to it where the map has them. */
const NOT_FOR_CLIENTS = [...INTERNAL_NAMES.map(name => name.toUpperCase()), 'CONTROLLER'];

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);

/** A value for every broker id and one that no broker has, as the offset of the bootstrap port. */
const idsAndBootstrap = fc.oneof(
  fc.record({ ids: fc.uniqueArray(fc.nat(998), { minLength: 1, maxLength: 9 }), offset: fc.constant(999) }),
  fc.record({ ids: fc.uniqueArray(fc.nat(499), { minLength: 1, maxLength: 9 }), offset: fc.integer({ min: 500, max: 999 }) }),
);

const listener = fc.record({
  name: fc.oneof(fc.stringMatching(/^[A-Z][A-Z0-9_]{0,30}$/), fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/), fc.constantFrom('SSL', 'SASL_PLAINTEXT', 'external', 'EXTERNAL-9094'))
    .filter(name => !NOT_FOR_CLIENTS.includes(name.toUpperCase())),
  // Slot 7 would bind the node exporter's port unless it is told another.
  slot: fc.nat(44).filter(slot => slot !== 7),
  host: fc.constantFrom(
    (suffix: string) => AdvertisedHost.shared(suffix),
    (suffix: string) => AdvertisedHost.perBroker(`b{brokerId}.${suffix}`),
    (suffix: string) => AdvertisedHost.perZone(`{zoneId}.${suffix}`),
  ),
  suffix: label,
  security,
  maxConnections: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
  maxConnectionRate: fc.option(fc.integer({ min: 1, max: 1_000_000 })),
  firstPort: fc.option(fc.integer({ min: 1, max: 64_536 })),
});
const listeners = fc.uniqueArray(listener, { minLength: 1, maxLength: 6, selector: ({ slot }) => slot })
  .filter(all => new Set(all.map(({ name }) => name.toUpperCase())).size === all.length);

/** One override of each of Kafka's types, and texts that a careless writer of the file would break. */
const overrides = fc.record({
  'num.partitions': fc.integer({ min: 1, max: 50 }).map(String),
  'socket.listen.backlog.size': fc.integer({ min: 1, max: 4096 }).map(String),
  'connections.max.idle.ms': fc.integer({ min: 1000, max: 300_000 }).map(String),
  'log.cleaner.delete.retention.ms': fc.bigInt({ min: 0n, max: 2n ** 62n }).map(String),
  'log.cleaner.min.cleanable.ratio': fc.double({ min: 0, max: 1, noNaN: true }).map(String),
  'compression.type': fc.constantFrom('producer', 'zstd', 'lz4'),
  'log.cleanup.policy': fc.constantFrom('delete', 'compact', 'compact,delete'),
  'auto.create.topics.enable': fc.constantFrom('true', 'false'),
  'super.users': fc.string({ unit: 'grapheme', minLength: 1 }).map(name => `User:${name}`).filter(user => !/[\x00-\x20]$|\$\{/.test(user)),
}, { requiredKeys: [] });

/** Clusters of every shape that the props allow. */
export const model: fc.Arbitrary<Model> = fc.record({
  listeners,
  idsAndBootstrap,
  bindPort: fc.option(fc.integer({ min: 20_000, max: 60_000 })),
  hostOf: fc.oneof(
    fc.tuple(label, label).map(([zone, domain]) => (i: number) => `n${i}.${zone}.${domain}`),
    fc.nat(255).map(byte => (i: number) => `10.${byte}.0.${i + 1}`),
  ),
  zoneId: fc.constantFrom('use1-az1', 'euw1-az3', 'usw2-lax1-az1'),
  nodeSecurity,
  issuer: ascii,
  dedicatedControllers: fc.option(fc.constantFrom(1, 3, 5)),
  isStatic: fc.boolean(),
  internalListenerName: fc.constantFrom(...INTERNAL_NAMES),
  ports: fc.constantFrom([9092, 9090], [9090, 9092], [9091, 9090], [19092, 19093], [1, 65535]),
  logDirs: fc.uniqueArray(path, { minLength: 1, maxLength: 3 }),
  overrides,
}).map(shape => {
  const { ids, offset } = shape.idsAndBootstrap;
  const stack = new Stack(new App(), 'Stack');
  const chosen = beside(shape.listeners, shape.nodeSecurity);
  const isAuthorizing = chosen.some(each => each.security.authenticates);
  const place = { scope: stack, issuer: shape.issuer };
  const clientListeners = chosen.map((each, i) => {
    const firstPort = each.firstPort ?? 20000 + 1000 * each.slot;
    return new ClientListener({
      name: each.name,
      slot: each.slot,
      // A name of its own for each, so that their ports may overlap.
      advertisedHost: each.host(`l${i}.${each.suffix}.internal`),
      security: each.security.make({ ...place, index: i }),
      maxConnections: each.maxConnections ?? undefined,
      maxConnectionRate: each.maxConnectionRate ?? undefined,
      firstPort,
      bootstrapPort: firstPort + offset,
      bindPort: shape.bindPort ? shape.bindPort + i : undefined,
    });
  });

  const controllerIds = shape.dedicatedControllers ? [1000, 1001, 1002, 1003, 1004].slice(0, shape.dedicatedControllers) : ids.slice(0, 3);
  const nodes = [...new Set([...ids, ...controllerIds])].map((nodeId, i): KafkaNode => ({
    nodeId,
    host: shape.hostOf(i),
    zoneId: shape.zoneId,
    roles: [...ids.includes(nodeId) ? [KafkaRole.BROKER] : [], ...controllerIds.includes(nodeId) ? [KafkaRole.CONTROLLER] : []],
  }));
  const [internalPort, controllerPort] = shape.ports;
  const controllers = nodes.filter(({ nodeId }) => controllerIds.includes(nodeId));
  const { 'super.users': superUsers, ...ofEverybody } = shape.overrides;
  const overridden = isAuthorizing || superUsers === undefined ? ofEverybody : { ...ofEverybody, 'super.users': superUsers };
  const renderer = new BrokerPropertiesRenderer(stack, 'Renderer', {
    clientListeners,
    quorum: shape.isStatic
      ? KafkaQuorum.voters(...controllers.map(({ nodeId, host }) => `${nodeId}@${host}:${controllerPort}`))
      : KafkaQuorum.bootstrapServers(...controllers.map(({ host }) => `${host}:${controllerPort}`)),
    brokerCount: ids.length,
    internalListenerName: shape.internalListenerName,
    internalPort,
    controllerPort,
    nodeSecurity: shape.nodeSecurity.make({ ...place, index: 0 }),
    logDirs: shape.logDirs,
    overrides: overridden,
  });
  return {
    clientListeners,
    kinds: [...chosen.map(each => each.security.name), shape.nodeSecurity.name],
    isAuthorizing,
    internalListenerName: shape.internalListenerName,
    overrides: overridden,
    nodes,
    renderer,
  };
});
