import { durabilityFindings } from './durability';
import { isClassName, kafkaKey, ValueRule } from './kafka-definitions';
import { directoryFindings, relationFindings } from './relations';
import { Finding, parseServer, parseVoter, ServerProperties } from './server-properties';
import { stricterClusterFindings, stricterNodeFindings } from './stricter-rules';
import { isPort } from '../private/port-plan';
import { duplicates, quote } from '../private/validation';

/**
 * Everything that is wrong with a `server.properties`, by the rules of Kafka 4.2 to 4.4 and by our stricter ones. What cannot be
 * read is told alone, since the rest would only follow from it.
 * @see https://kafka.apache.org/documentation/#brokerconfigs
 */
export function kafkaFindings(file: ServerProperties): Finding[] {
  return file.unreadable.length > 0 ? file.unreadable : [
    ...sharedRules.flatMap(rule => rule(file)),
    ...nodeRules.flatMap(rule => rule(file)),
  ];
}

/** The part of `kafkaFindings` that needs no node: what every node of a cluster says alike. */
export function clusterFindings(file: ServerProperties): Finding[] {
  return file.unreadable.length > 0 ? file.unreadable : sharedRules.flatMap(rule => rule(file));
}

const nodeRules = [
  requiredProperties, roleFindings, advertisedFindings, interBrokerFindings, quorumFindings, directoryFindings,
  stricterNodeFindings,
];
const sharedRules = [valueFindings, listenerFindings, relationFindings, durabilityFindings, stricterClusterFindings];

/** What Kafka checks of a single value beyond its definition of the key, by key. */
const MORE: { [key: string]: ValueRule } = {
  'log.cleaner.threads': atLeast(1),
  'log.roll.ms': atLeast(1),
  'log.roll.jitter.ms': atLeast(0),
  'offsets.topic.compression.codec': ofCodec(),
  'share.coordinator.state.topic.compression.codec': ofCodec(),
  'group.consumer.assignors': ofAssignors('uniform', 'range'),
  'group.share.assignors': ofAssignors('simple'),
  'group.streams.assignors': ofAssignors('sticky'),
  'group.coordinator.rebalance.protocols': {
    expected: 'a list with classic, which older clients speak',
    accepts: value => value.split(',').some(protocol => protocol.trim() === 'classic'),
  },
  'max.connections.per.ip.overrides': {
    expected: 'a list of "host:number"',
    accepts: value => value === '' || value.split(',').every(entry => /^.+:\s*[+-]?\d+\s*$/.test(entry)),
  },
};

function atLeast(least: number): ValueRule {
  return { expected: `at least ${least}`, accepts: value => Number(value) >= least };
}

function ofCodec(): ValueRule {
  return {
    expected: '0 (none), 1 (gzip), 2 (snappy), 3 (lz4) or 4 (zstd)', accepts: value => Number(value) >= 0 && Number(value) <= 4,
  };
}

function ofAssignors(...own: string[]): ValueRule {
  return {
    expected: `a list of ${own.join(', ')} or names of classes`,
    accepts: value => value.split(',').every(entry => own.includes(entry.trim()) || isClassName(entry.trim())),
  };
}

function valueFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  for (const key of file.all.keys()) {
    const value = file.text(key)!;
    const wrong = file.isUnknown(value) ? undefined : [kafkaKey(key), MORE[key]].find(rule => rule && !rule.accepts(value));
    if (wrong) {
      found.push({ rule: 'BrokerPropertiesRenderer.value', message: `'${key}' must be ${wrong.expected}, got ${quote(value)}` });
    }
  }
  return found;
}

/** The list of listeners for itself: names, ports and protocols. */
function listenerFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  for (const name of duplicates(file.listeners.map(listener => listener.name))) {
    found.push({
      rule: 'BrokerPropertiesRenderer.duplicateListener',
      message: `two listeners are named ${quote(name)}; `
      + 'give each a name of its own',
    });
  }
  for (const port of duplicates(file.listeners.map(listener => listener.port).filter(number => number !== 0))) {
    const same = file.listeners.filter(listener => listener.port === port);
    const families = same.map(listener => addressFamily(listener.host)).sort().join();
    if (families !== '4,6') {
      found.push({
        rule: 'BrokerPropertiesRenderer.duplicateBindPort',
        message: `${same.map(listener => listener.name).join(' and ')} bind port ${port}; `
          + "give each a port of its own ('bindPort', 'internalPort', 'controllerPort')",
      });
    }
  }
  for (const name of new Set([...file.listeners, ...file.advertised].map(listener => listener.name))) {
    if (!file.protocols.has(name)) {
      found.push({
        rule: 'BrokerPropertiesRenderer.protocolMap',
        message: `listener ${name} has no protocol in `
        + "'listener.security.protocol.map'",
      });
    }
  }
  for (const name of file.controllerNames.filter(controller => !file.protocols.has(controller))) {
    found.push({
      rule: 'BrokerPropertiesRenderer.protocolMap',
      message: "'listener.security.protocol.map' lacks controller "
      + `listener ${name}, which every node needs, brokers too`,
    });
  }
  for (const name of (file.list('early.start.listeners') ?? []).filter(early => !file.listeners.some(l => l.name === early))) {
    found.push({
      rule: 'BrokerPropertiesRenderer.earlyStart',
      message: `'early.start.listeners' has ${quote(name)}, `
      + 'which is not a listener of the node; names are in capitals',
    });
  }
  return found;
}

function requiredProperties(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  const required = ['process.roles', 'node.id', 'controller.listener.names', 'listeners'];
  for (const key of required.filter(each => !file.text(each))) {
    found.push({ rule: 'BrokerPropertiesRenderer.missingProperty', message: `'${key}' is required` });
  }
  if (!file.text('controller.quorum.voters') && !file.text('controller.quorum.bootstrap.servers')) {
    found.push({
      rule: 'BrokerPropertiesRenderer.missingProperty',
      message: "'controller.quorum.bootstrap.servers' or "
      + "'controller.quorum.voters' is required",
    });
  }
  if (file.all.has('broker.id') && file.integer('broker.id') !== file.integer('node.id')) {
    found.push({
      rule: 'BrokerPropertiesRenderer.contradiction',
      message: `'broker.id' ${file.text('broker.id')} must be `
      + `'node.id' ${file.text('node.id')}; remove it`,
    });
  }
  return found;
}

/** Which role binds which listeners. */
function roleFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  const add = (message: string) => found.push({ rule: 'BrokerPropertiesRenderer.controllerListener', message });
  const bound = file.listeners.map(listener => listener.name);
  for (const name of file.controllerNames) {
    if (file.isController && !bound.includes(name)) {
      add(`'controller.listener.names' has ${quote(name)}, which 'listeners' of a controller must have too, `
        + 'in the same capitals');
    } else if (!file.isController && bound.includes(name)) {
      add(`a node without the controller role must not have controller listener ${name} in 'listeners'`);
    }
  }
  if (!file.isBroker && file.isController) {
    for (const name of bound.filter(listener => !file.isControllerName(listener))) {
      add(`a node that is only a controller must not have ${name} in 'listeners'`);
    }
  }
  if (!file.isController && /^true$/i.test(file.text('controller.quorum.auto.join.enable') ?? '')) {
    add("'controller.quorum.auto.join.enable' is for nodes with the controller role only");
  }
  return found;
}

function advertisedFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  const add = (message: string) => found.push({ rule: 'BrokerPropertiesRenderer.advertisedListener', message });
  const bound = file.listeners.map(listener => listener.name);
  const advertised = file.advertised.map(listener => listener.name);
  for (const name of duplicates(advertised)) { add(`'advertised.listeners' has ${name} more than once`); }
  for (const name of advertised.filter(listener => !bound.includes(listener) && !file.isControllerName(listener))) {
    add(`'advertised.listeners' has ${name}, which is not in 'listeners'`);
  }
  if (file.isBroker && advertised.every(name => file.isControllerName(name))) {
    add('a broker must advertise a listener that is not for controllers');
  }
  return found;
}

function interBrokerFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  const add = (message: string) => found.push({ rule: 'BrokerPropertiesRenderer.interBrokerListener', message });
  const name = file.interBrokerName;
  const isNamed = file.all.has('inter.broker.listener.name');
  if (isNamed && file.all.has('security.inter.broker.protocol')) {
    add("only one of 'inter.broker.listener.name' and 'security.inter.broker.protocol' can be there");
  }
  if (isNamed && !file.protocols.has(name)) {
    add(`'inter.broker.listener.name' ${name} is not in 'listener.security.protocol.map'`);
  }
  const forBrokers = file.advertised.map(listener => listener.name).filter(listener => !file.isControllerName(listener));
  if (file.isBroker && !forBrokers.includes(name)) {
    add(`other brokers use ${name}, which must be one of the advertised listeners that are not for controllers: `
      + `${forBrokers.join(', ')}`);
  } else if (isNamed && file.isControllerName(name)) {
    add(`'inter.broker.listener.name' ${name} must not be a controller listener`);
  }
  const mechanism = file.text('sasl.mechanism.inter.broker.protocol') ?? 'GSSAPI';
  const enabled = file.listenerText(name, 'sasl.enabled.mechanisms') ?? 'GSSAPI';
  if (file.protocols.get(name)?.startsWith('SASL_') && !enabled.split(',').map(entry => entry.trim()).includes(mechanism)) {
    add(`brokers authenticate to each other with ${mechanism} ('sasl.mechanism.inter.broker.protocol'), `
      + `which 'sasl.enabled.mechanisms' of ${name} lacks`);
  }
  return found;
}

function quorumFindings(file: ServerProperties): Finding[] {
  const found: Finding[] = [];
  const add = (message: string) => found.push({ rule: 'BrokerPropertiesRenderer.quorum', message });
  const read = (key: string, format: string, parse: typeof parseVoter) => (file.list(key) ?? []).map(entry => {
    const server = parse(entry);
    if (server ? !isPort(server.port) : !file.isUnknown(entry)) { add(`'${key}' has ${quote(entry)}, entries are "${format}"`); }
    return server;
  });
  read('controller.quorum.bootstrap.servers', 'host:port', parseServer);
  const voters = read('controller.quorum.voters', 'id@host:port', parseVoter);
  const ids = voters.map(voter => voter?.id);
  const nodeId = file.integer('node.id');
  if (nodeId !== undefined && ids.length > 0 && !ids.includes(undefined)) {
    if (file.isController && !ids.includes(nodeId)) {
      add(`node ${nodeId} has the controller role, so it must be one of the voters, which are ${ids.join(', ')}`);
    } else if (!file.isController && ids.includes(nodeId)) {
      add(`node ${nodeId} is one of the voters, so it must have the controller role`);
    }
  }
  return found;
}

function addressFamily(host: string): string {
  return /^\d+(\.\d+){3}$/.test(host) ? '4' : /:/.test(host) ? '6' : 'name';
}
