import { readFileSync } from 'fs';
import { join } from 'path';
import { App, CfnParameter, Fn, Lazy, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as fc from 'fast-check';
import {
  AdvertisedHost, BrokerCertificate, BrokerPropertiesRenderer, BrokerPropertiesRendererProps, ClientCa, ClientListener, ClientListenerProps,
  KafkaNode, KafkaQuorum, KafkaRole, ListenerSecurity, NodeSecurity,
} from '../../src';
import { parseProperties } from '../../src/private/java-properties';

const CERTIFICATE = BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem');

function client(props: Partial<ClientListenerProps> = {}) {
  return new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.tls(CERTIFICATE), ...props });
}

/** The second audience of the example: another slot, another host. */
function audit(props: Partial<ClientListenerProps> = {}) {
  return client({ name: 'AUDIT', slot: 1, advertisedHost: AdvertisedHost.shared('kafka.audit.example.com'), security: ListenerSecurity.plaintext(), ...props });
}

function renderer(props: Partial<BrokerPropertiesRendererProps> = {}) {
  return new BrokerPropertiesRenderer(new Stack(new App(), 'Stack'), 'Properties', {
    clientListeners: [client()],
    quorum: KafkaQuorum.bootstrapServers('c1000.kafka.internal:9090'),
    brokerCount: 3,
    ...props,
  });
}

const ROLES: KafkaRole[][] = [[KafkaRole.BROKER], [KafkaRole.CONTROLLER], [KafkaRole.BROKER, KafkaRole.CONTROLLER]];
const BROKER: KafkaNode = { nodeId: 3, host: 'b3.kafka.internal' };
const CONTROLLER: KafkaNode = { nodeId: 1000, host: 'c1000.kafka.internal', roles: [KafkaRole.CONTROLLER] };
const COMBINED: KafkaNode = { nodeId: 3, host: 'b3.kafka.internal', roles: [KafkaRole.BROKER, KafkaRole.CONTROLLER] };

/** The file's properties. A value that is not there is undefined. */
const read = (text: string): { [key: string]: string | undefined } => Object.fromEntries(parseProperties(text));
const rendered = (props: Partial<BrokerPropertiesRendererProps> = {}, node: KafkaNode = BROKER) => read(renderer(props).render(node));

describe('the post', () => {
  const post = renderer({
    clientListeners: [client({ advertisedHost: AdvertisedHost.shared('aonxdwkafka.prod.aws.ean') })],
    quorum: KafkaQuorum.bootstrapServers('c1000.kafka.internal:9090', 'c1001.kafka.internal:9090', 'c1002.kafka.internal:9090'),
    internalListenerName: 'INTERNAL_PLAINTEXT',
  });

  test.each([0, 1, 2])('broker %i has its four properties word for word, besides CONTROLLER', brokerId => {
    const lines = post.render({ nodeId: brokerId, host: `b${brokerId}.kafka.internal` }).split('\n');
    expect(lines).toEqual(expect.arrayContaining([
      `advertised.listeners=INTERNAL_PLAINTEXT://b${brokerId}.kafka.internal:9092,CLIENT://aonxdwkafka.prod.aws.ean:2000${brokerId}`,
      'listeners=INTERNAL_PLAINTEXT://:9092,CLIENT://:9093',
      'inter.broker.listener.name=INTERNAL_PLAINTEXT',
      'listener.security.protocol.map=CLIENT:SSL,INTERNAL_PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    ]));
  });

  test('the whole file is as expected', () => {
    expect(post.render({ nodeId: 0, host: 'b0.kafka.internal' })).toBe(readFileSync(join(__dirname, 'post.server.properties'), 'utf8'));
  });
});

describe('listeners', () => {
  const two = { clientListeners: [client(), audit()] };
  const map = 'CLIENT:SSL,AUDIT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT';

  test('a broker has the listener between brokers and those for clients', () => {
    expect(rendered(two, BROKER)).toMatchObject({
      'process.roles': 'broker',
      'listeners': 'INTERNAL://:9092,CLIENT://:9093,AUDIT://:9094',
      'advertised.listeners': 'INTERNAL://b3.kafka.internal:9092,CLIENT://kafka.pay.example.com:20003,AUDIT://kafka.audit.example.com:21003',
      'inter.broker.listener.name': 'INTERNAL',
      'listener.security.protocol.map': map,
      'controller.listener.names': 'CONTROLLER',
    });
  });

  test('a controller has the listener of controllers only', () => {
    const properties = rendered(two, CONTROLLER);
    expect(properties).toMatchObject({
      'process.roles': 'controller',
      'listeners': 'CONTROLLER://:9090',
      'advertised.listeners': 'CONTROLLER://c1000.kafka.internal:9090',
      'listener.security.protocol.map': map,
      'controller.listener.names': 'CONTROLLER',
    });
    expect(Object.keys(properties).filter(key => /^(inter\.broker|broker\.rack|listener\.name\.)/.test(key))).toEqual([]);
  });

  test('a node with both roles has all of them', () => {
    expect(rendered(two, COMBINED)).toMatchObject({
      'process.roles': 'broker,controller',
      'listeners': 'INTERNAL://:9092,CLIENT://:9093,AUDIT://:9094,CONTROLLER://:9090',
      'advertised.listeners': 'INTERNAL://b3.kafka.internal:9092,CLIENT://kafka.pay.example.com:20003,AUDIT://kafka.audit.example.com:21003,CONTROLLER://b3.kafka.internal:9090',
      'inter.broker.listener.name': 'INTERNAL',
      'listener.security.protocol.map': map,
    });
  });

  test('name and ports of the nodes\' own listeners can be chosen', () => {
    expect(rendered({ internalListenerName: 'REPLICATION', internalPort: 9190, controllerPort: 9191 }, COMBINED)).toMatchObject({
      'listeners': 'REPLICATION://:9190,CLIENT://:9093,CONTROLLER://:9191',
      'advertised.listeners': 'REPLICATION://b3.kafka.internal:9190,CLIENT://kafka.pay.example.com:20003,CONTROLLER://b3.kafka.internal:9191',
      'inter.broker.listener.name': 'REPLICATION',
      'listener.security.protocol.map': 'CLIENT:SSL,REPLICATION:PLAINTEXT,CONTROLLER:PLAINTEXT',
    });
  });

  test('the nodes\' own two ports may change places', () => {
    expect(rendered({ internalPort: 9090, controllerPort: 9092 }, COMBINED).listeners).toBe('INTERNAL://:9090,CLIENT://:9093,CONTROLLER://:9092');
  });

  test('ports that a listener chooses are the ones that are bound and advertised', () => {
    const properties = rendered({ clientListeners: [client({ firstPort: 30000, bindPort: 19093 })] });
    expect(properties.listeners).toBe('INTERNAL://:9092,CLIENT://:19093');
    expect(properties['advertised.listeners']).toBe('INTERNAL://b3.kafka.internal:9092,CLIENT://kafka.pay.example.com:30003');
  });

  test('hosts are named by broker or by zone where the listener says so', () => {
    const clientListeners = [
      client({ advertisedHost: AdvertisedHost.perBroker('b{brokerId}.kafka.pay.example.com') }),
      audit({ advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.audit.example.com') }),
    ];
    expect(rendered({ clientListeners }, { ...BROKER, zoneId: 'use1-az2' })['advertised.listeners'])
      .toBe('INTERNAL://b3.kafka.internal:9092,CLIENT://b3.kafka.pay.example.com:20003,AUDIT://use1-az2.kafka.audit.example.com:21003');
  });

  test('a listener\'s own properties have its name in lower case', () => {
    const properties = rendered({ clientListeners: [client({ name: 'CLIENT_A' }), audit()] });
    const own = Object.entries(properties).filter(([key]) => key.startsWith('listener.name.'));
    expect(Object.fromEntries(own)).toEqual({
      'listener.name.client_a.ssl.client.auth': 'none',
      'listener.name.client_a.ssl.keystore.location': '/etc/kafka/tls/client.pem',
      ...Object.fromEntries(['audit', 'client_a'].flatMap(name => [[`listener.name.${name}.max.connections`, '5000'], [`listener.name.${name}.max.connection.creation.rate`, '200']])),
    });
  });

  test('a cluster may have no client listener yet', () => {
    expect(rendered({ clientListeners: [] })).toMatchObject({ 'listeners': 'INTERNAL://:9092', 'listener.security.protocol.map': 'INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT' });
  });

  test('the order in which listeners and roles are given says nothing', () => {
    const one = renderer({ clientListeners: [client(), audit()] }).render(COMBINED);
    const other = renderer({ clientListeners: [audit(), client()] }).render({ ...COMBINED, roles: [KafkaRole.CONTROLLER, KafkaRole.BROKER] });
    expect(other).toBe(one);
  });
});

describe('quorum', () => {
  const bootstrap = { quorum: KafkaQuorum.bootstrapServers('c1001.int:9090', 'c1000.int:9090') };
  const voters = { quorum: KafkaQuorum.voters('1000@c1000.kafka.internal:9090', '3@b3.kafka.internal:9090') };

  test.each([BROKER, CONTROLLER, COMBINED])('dynamic: $roles have the servers in the given order', node => {
    const properties = rendered(bootstrap, node);
    expect(properties['controller.quorum.bootstrap.servers']).toBe('c1001.int:9090,c1000.int:9090');
    expect(properties['controller.quorum.voters']).toBeUndefined();
  });

  test.each<[KafkaNode, string | undefined]>([[BROKER, undefined], [CONTROLLER, 'true'], [COMBINED, 'true']])('dynamic: %j joins by itself: %s', (node, expected) => {
    expect(rendered(bootstrap, node)['controller.quorum.auto.join.enable']).toBe(expected);
  });

  test.each([{ ...BROKER, nodeId: 4 }, CONTROLLER, COMBINED])('static: $nodeId has the voters, and nobody joins', node => {
    const properties = rendered(voters, node);
    expect(properties['controller.quorum.voters']).toBe('1000@c1000.kafka.internal:9090,3@b3.kafka.internal:9090');
    expect(properties['controller.quorum.bootstrap.servers']).toBeUndefined();
    expect(properties['controller.quorum.auto.join.enable']).toBeUndefined();
  });

  test('fails for a controller that is no voter, and for a voter that is no controller', () => {
    expect(() => rendered(voters, { ...CONTROLLER, nodeId: 1001 }))
      .toThrow('Stack/Properties, node 1001: BrokerPropertiesRenderer.quorum: node 1001 has the controller role, so it must be one of the voters, which are 1000, 3');
    expect(() => rendered(voters, BROKER)).toThrow('BrokerPropertiesRenderer.quorum: node 3 is one of the voters, so it must have the controller role');
  });

  test('fails for a voter whose port is not the one that controllers bind', () => {
    expect(() => rendered({ ...voters, controllerPort: 9190 }, CONTROLLER)).toThrow('BrokerPropertiesRenderer.voterPort: the quorum has node 1000 at port 9090, but controllers bind 9190');
  });

  test('fails for a voter that the others would look for on another machine, in whatever case it is written', () => {
    expect(() => rendered(voters, { ...CONTROLLER, host: '10.0.0.7' }))
      .toThrow('BrokerPropertiesRenderer.voterHost: the quorum has node 1000 at "c1000.kafka.internal", and its \'host\' is "10.0.0.7": the others would dial another machine');
    expect(rendered(voters, { ...CONTROLLER, host: 'C1000.kafka.internal' })['node.id']).toBe('1000');
    expect(rendered({ quorum: KafkaQuorum.voters(`1000@${Token.asString({ Ref: 'Host' })}:9090`) }, CONTROLLER)['node.id']).toBe('1000');
  });
});

describe('zone', () => {
  test.each([BROKER, COMBINED])('a broker is in the rack that is its zone id: $roles', node => {
    expect(rendered({}, { ...node, zoneId: 'use1-az1' })['broker.rack']).toBe('use1-az1');
  });

  test.each([BROKER, COMBINED])('without a zone id one line is left for the host to fill in: $roles', node => {
    expect(renderer().render(node).match(/^.*@@.*$/gm)).toEqual(['broker.rack=@@ZONE_ID@@']);
  });

  test('a controller is in no rack', () => {
    expect(rendered({}, { ...CONTROLLER, zoneId: 'use1-az1' })['broker.rack']).toBeUndefined();
  });
});

describe('durability', () => {
  test.each([[1, 1, 1], [2, 2, 1], [3, 3, 2], [4, 3, 2], [49, 3, 2]])('with %i brokers there are %i copies, of which %i must be written', (brokerCount, copies, written) => {
    for (const node of [BROKER, CONTROLLER, COMBINED]) {
      expect(rendered({ brokerCount }, node)).toMatchObject({
        'num.partitions': '3',
        'default.replication.factor': `${copies}`,
        'min.insync.replicas': `${written}`,
        'offsets.topic.replication.factor': `${copies}`,
        'transaction.state.log.replication.factor': `${copies}`,
        'transaction.state.log.min.isr': `${written}`,
        'share.coordinator.state.topic.replication.factor': `${copies}`,
        'share.coordinator.state.topic.min.isr': `${written}`,
        'unclean.leader.election.enable': 'false',
        'auto.create.topics.enable': 'false',
      });
    }
  });

  test('data is kept in the given directories', () => {
    expect(rendered()['log.dirs']).toBe('/var/lib/kafka/data');
    expect(rendered({ logDirs: ['/data/a', '/data/b'] }, CONTROLLER)['log.dirs']).toBe('/data/a,/data/b');
  });
});

test('silent connections end before the load balancer forgets them, and no SASL mechanism is on unless a listener has it', () => {
  expect(rendered()).toMatchObject({
    'connections.max.idle.ms': '300000',
    'socket.listen.backlog.size': '1024',
    'controlled.shutdown.enable': 'true',
    'sasl.enabled.mechanisms': '',
    'replica.selector.class': 'org.apache.kafka.common.replica.RackAwareReplicaSelector',
  });
});

describe('overrides', () => {
  const overrides = { 'num.io.threads': '16', 'compression.type': 'zstd', 'default.replication.factor': '2', 'min.insync.replicas': '1' };

  test('they come last, in alphabetical order, and nothing stands there twice', () => {
    const lines = renderer({ overrides }).render(BROKER).trimEnd().split('\n');
    expect(lines.slice(-5)).toEqual(['# Overrides', 'compression.type=zstd', 'default.replication.factor=2', 'min.insync.replicas=1', 'num.io.threads=16']);
    const keys = lines.filter(line => /^[^#]/.test(line)).map(line => line.split('=')[0]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('they are in the file of every node', () => {
    for (const node of [BROKER, CONTROLLER, COMBINED]) {
      expect(rendered({ overrides }, node)).toMatchObject(overrides);
    }
  });

  test('what their values hold comes back', () => {
    const odd = { 'x.y': 'a\\b\n"é" #!=:' };
    const text = renderer({ overrides: odd }).render(BROKER);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(read(text)).toMatchObject(odd);
  });

  test.each([
    ['listener.name.client.max.connections', '7'], ['listener.name.client.max.connection.creation.rate', '7'], ['listener.name.internal.num.network.threads', '7'], ['ssl.enabled.protocols', 'TLSv1.3'],
    ['ssl.cipher.suites', 'TLS_AES_256_GCM_SHA384'], ['ssl.allow.san.changes', 'true'], ['ssl.allow.dn.changes', 'true'], ['controller.quorum.fetch.timeout.ms', '7'],
    ['authorizer.class.name', 'org.example.Authorizer'], ['max.connections', '7'], ['log.retention.ms', '7'],
  ])('%s can be given', (key, value) => {
    expect(rendered({ overrides: { [key]: value } })[key]).toBe(value);
  });

  test('fails once for all keys that follow from other props, with the reasons', () => {
    const owned = ['node.id', 'process.roles', 'listeners', 'advertised.listeners', 'max.connections.per.ip', 'max.connections.per.ip.overrides', 'ssl.truststore.location'];
    expect(() => renderer({ overrides: { ...Object.fromEntries(owned.map(key => [key, '1'])), 'num.io.threads': '4' } })).toThrow(
      'Stack/Properties: BrokerPropertiesRenderer.ownedProperty: remove from \'overrides\': node.id, process.roles (follow from the node that is rendered); '
      + "advertised.listeners, listeners (follow from 'clientListeners', 'internalListenerName' and the ports); "
      + "max.connections.per.ip, max.connections.per.ip.overrides (count by source address, and all clients of an endpoint service have the load balancer's); "
      + "ssl.truststore.location (would apply to every listener that does not say otherwise; give each client listener its 'security')",
    );
  });

  test.each([
    'broker.id', 'broker.rack', 'log.dir', 'log.dirs', 'controller.quorum.voters', 'controller.quorum.bootstrap.servers', 'controller.quorum.auto.join.enable', 'early.start.listeners',
    'listener.security.protocol.map', 'inter.broker.listener.name', 'controller.listener.names', 'security.inter.broker.protocol', 'control.plane.listener.name',
    'listener.name.client.ssl.client.auth', 'listener.name.client.scram-sha-512.sasl.jaas.config', 'listener.name.client.max.connections.per.ip', 'sasl.enabled.mechanisms', 'ssl.client.auth',
  ])('fails for %s', key => {
    expect(() => renderer({ overrides: { [key]: '${dir:/x:y}' } })).toThrow(`BrokerPropertiesRenderer.ownedProperty: remove from 'overrides': ${key} (`);
  });

  test('every key that is rendered is either refused or taken the place of', () => {
    const texts = [...[BROKER, CONTROLLER, COMBINED].map(node => renderer().render(node)), renderer({ quorum: KafkaQuorum.voters('3@b3.kafka.internal:9090') }).render(COMBINED)];
    for (const [key, value] of texts.flatMap(text => [...parseProperties(text)])) {
      const withOverride = () => renderer({ overrides: { [key]: value } }).render(BROKER);
      let text: string;
      try { text = withOverride(); } catch (error) {
        expect((error as Error).message).toContain('BrokerPropertiesRenderer.ownedProperty');
        continue;
      }
      expect(text.split('\n').filter(line => line.startsWith(`${key}=`))).toHaveLength(1);
      expect(text.endsWith(`# Overrides\n${key}=${value}\n`)).toBe(true);
    }
  });

  test.each([
    ['reporter.password', 'hunter2'], ['delegation.token.secret.key', 'x'], ['reporter.sasl.jaas.config', 'M required password="x";'], ['metrics.ssl.keystore.key', 'x'], ['s3.access.key', 'x'],
    ['plugin.keyPassphrase', 'x'],
  ])('fails for a secret in plain text: %s', (key, value) => {
    expect(() => renderer({ overrides: { [key]: value } })).toThrow(`BrokerPropertiesRenderer.secret: 'overrides' has a value for ${key} that is more than a reference, and what is secret in it would stand in a template; `
      + 'put all of it in a file on the host and refer to it, for example "${dir:/run/kafka/secrets:name}" with \'config.providers\'');
  });

  test('fails for a secret that is a token, which would stand in user data', () => {
    expect(() => renderer({ overrides: { 'reporter.password': Token.asString({ Ref: 'Secret' }) } })).toThrow('BrokerPropertiesRenderer.secret');
  });

  test('a secret may be a reference to a file on the host', () => {
    const secret = { 'reporter.password': '${dir:/etc/kafka/secrets:reporter}', 'config.providers': 'dir' };
    expect(rendered({ overrides: secret })).toMatchObject(secret);
  });

  test('a message never shows a secret', () => {
    expect(() => renderer({ overrides: { 'reporter.password': 'hunter2' } })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
    expect(() => renderer({ overrides: { 'reporter.password': ' hunter2' } })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
  });

  test.each([['a b', '1'], ['', '1'], ['a..b', '1'], ['é', '1'], ['a=b', '1'], ['#a', '1']])('fails for the key %j', (key, value) => {
    expect(() => renderer({ overrides: { [key]: value } })).toThrow(`BrokerPropertiesRenderer.overrideKey: 'overrides' has the key ${JSON.stringify(key)}; keys are literals`);
  });

  test.each([' 1', '1 ', '\t1', '1\n'])('fails for the value %j, of which Kafka would remove the blanks', value => {
    expect(() => renderer({ overrides: { 'num.io.threads': value } })).toThrow(
      "BrokerPropertiesRenderer.overrideValue: 'overrides' has a value for num.io.threads that begins or ends with a blank, which Kafka would remove");
  });

  test.each([
    [{ 'default.replication.factor': '4' }, "BrokerPropertiesRenderer.replicationFactor: 'default.replication.factor' 4 is more than the 3 brokers of 'brokerCount'"],
    [{ 'offsets.topic.replication.factor': '5' }, "BrokerPropertiesRenderer.replicationFactor: 'offsets.topic.replication.factor' 5"],
    [{ 'min.insync.replicas': '3' }, "BrokerPropertiesRenderer.minInSyncReplicas: 'min.insync.replicas' 3 must be less than 'default.replication.factor' 3"],
    [{ 'default.replication.factor': '2' }, "BrokerPropertiesRenderer.minInSyncReplicas: 'min.insync.replicas' 2 must be less than 'default.replication.factor' 2"],
    [{ 'num.partitions': 'many' }, "BrokerPropertiesRenderer.value: 'num.partitions' must be an integer from 1 to 2147483647, got \"many\""],
    [{ 'connections.max.idle.ms': '400000' }, "BrokerPropertiesRenderer.idleTimeout: 'connections.max.idle.ms' must be an integer from 1 to 300000"],
    [{ 'listener.name.CLIENT.max.connections': '4' }, 'BrokerPropertiesRenderer.listenerPrefix: "listener.name.CLIENT.max.connections" is of no listener'],
    [{ 'listener.name.cliemt.max.connections': '4' }, 'here in lower case; do you mean listener.name.client.max.connections?'],
    [{ 'listener.name.client.max.connectons': '4' }, 'listener.name.client.max.connectons [do you mean listener.name.client.max.connections?]'],
    [{ 'listener.name.client.ssl.client.auth': 'none' }, 'listener.name.client.ssl.client.auth (follow from the \'security\' of the listener)'],
    [{ 'listener.name.client.num.network.threads': '0' }, 'BrokerPropertiesRenderer.listenerValue: "listener.name.client.num.network.threads" must be an integer from 1'],
    [{ 'a.b': '${vault:x}' }, "BrokerPropertiesRenderer.configProvider: 'a.b' refers to config provider \"vault\""],
    [{ 'super.users': 'User:a;User:ANONYMOUS' }, "BrokerPropertiesRenderer.anonymousSuperUser: 'super.users' has User:ANONYMOUS, and CLIENT does not authenticate clients"],
  ])('fails at once for %j', (bad, message) => {
    expect(() => renderer({ overrides: bad })).toThrow(message);
  });

  test('the listeners of the nodes themselves are no reason to refuse an anonymous super user', () => {
    expect(rendered({ clientListeners: [], overrides: { 'super.users': 'User:ANONYMOUS' } })['super.users']).toBe('User:ANONYMOUS');
  });
});

describe('tokens', () => {
  const later = () => Lazy.string({ produce: () => 'LATER' });

  test('with a colon in their text are no reference to a config provider', () => {
    const joined = (last: string) => Fn.join('.', [new CfnParameter(new Stack(), 'P').valueAsString, last]);
    expect(joined('x')).toContain('::');
    const quorum = KafkaQuorum.bootstrapServers(`${joined('c1000')}:9090`, joined('c1001:9090'));
    const properties = rendered({ quorum, overrides: { 'some.thing': joined('a'), 'num.io.threads': joined('b') } }, { ...BROKER, host: joined('c') });
    expect(properties['some.thing']).toContain('Token[');
  });

  test('with a colon in their text are hosts of the quorum', () => {
    const host = Fn.join('.', [new CfnParameter(new Stack(), 'P').valueAsString, 'kafka.internal']);
    expect(() => KafkaQuorum.bootstrapServers(`${host}:9090`, `${host}:9090`)).toThrow('KafkaQuorum.duplicateAddress');
    expect(() => rendered({ quorum: KafkaQuorum.voters(`1000@${host}:9190`) }, CONTROLLER)).toThrow('BrokerPropertiesRenderer.voterPort');
  });

  test.each(ROLES.map(roles => ({ roles })))('survive in hosts, quorum and overrides: $roles', ({ roles }) => {
    const stack = new Stack(new App(), 'Stack');
    const host = later();
    const properties = new BrokerPropertiesRenderer(stack, 'Properties', {
      clientListeners: [client()],
      quorum: KafkaQuorum.bootstrapServers(`${later()}:9090`, later()),
      brokerCount: 3,
      overrides: { 'a.b': `x\\${later()}é`, 'min.insync.replicas': later(), 'connections.max.idle.ms': later() },
    });
    const text: string = stack.resolve(properties.render({ nodeId: 3, host, roles }));
    expect(text).not.toContain('Token[');
    expect(read(text)).toMatchObject({
      'advertised.listeners': expect.stringMatching(/(INTERNAL|CONTROLLER):\/\/LATER:909/),
      'controller.quorum.bootstrap.servers': 'LATER:9090,LATER',
      'a.b': 'x\\LATERé',
      'min.insync.replicas': 'LATER',
      'connections.max.idle.ms': 'LATER',
    });
  });

  test('voters may be tokens', () => {
    const stack = new Stack(new App(), 'Stack');
    const text = new BrokerPropertiesRenderer(stack, 'Properties', { clientListeners: [], quorum: KafkaQuorum.voters(later(), `1000@${later()}:9090`), brokerCount: 3 }).render(BROKER);
    expect(read(stack.resolve(text))['controller.quorum.voters']).toBe('LATER,1000@LATER:9090');
  });

  test('a file with a token of CloudFormation is joined around it', () => {
    const stack = new Stack(new App(), 'Stack');
    const host = new CfnParameter(stack, 'Host').valueAsString;
    const text = new BrokerPropertiesRenderer(stack, 'Properties', { clientListeners: [client()], quorum: KafkaQuorum.bootstrapServers('c.int:9090'), brokerCount: 3 }).render({ nodeId: 0, host });
    const [separator, parts] = stack.resolve(text)['Fn::Join'];
    expect(separator).toBe('');
    expect(parts).toEqual([expect.stringMatching(/INTERNAL:\/\/$/), { Ref: 'Host' }, expect.stringMatching(/^:9092,CLIENT:\/\/kafka\.pay\.example\.com:20000\n/)]);
  });

  test.each<[string, Partial<BrokerPropertiesRendererProps>, string]>([
    ['brokerCount', { brokerCount: Token.asNumber({ Ref: 'N' }) }, "BrokerPropertiesRenderer.brokerCount: 'brokerCount' must be an integer from 1 to 999, got a token"],
    ['internalPort', { internalPort: Token.asNumber({ Ref: 'N' }) }, "BrokerPropertiesRenderer.port: 'internalPort' must be an integer from 1 to 65535, got a token"],
    ['controllerPort', { controllerPort: Token.asNumber({ Ref: 'N' }) }, "BrokerPropertiesRenderer.port: 'controllerPort' must be an integer from 1 to 65535, got a token"],
    ['internalListenerName', { internalListenerName: Token.asString({ Ref: 'N' }) }, 'BrokerPropertiesRenderer.internalListenerName'],
    ['a log directory', { logDirs: [Token.asString({ Ref: 'N' })] }, 'BrokerPropertiesRenderer.logDirs'],
    ['the key of an override', { overrides: { [Token.asString({ Ref: 'N' })]: '1' } }, "BrokerPropertiesRenderer.overrideKey: 'overrides' has the key a token"],
  ])('fails for a token as %s', (_, props, message) => {
    expect(() => renderer(props)).toThrow(message);
  });

  test.each<[string, Partial<KafkaNode>, string]>([
    ['nodeId', { nodeId: Token.asNumber({ Ref: 'N' }) }, 'Stack/Properties, node a token: BrokerPropertiesRenderer.nodeId'],
    ['zoneId', { zoneId: Token.asString({ Ref: 'N' }) }, "BrokerPropertiesRenderer.zoneId: 'zoneId' a token stands in host names, so it must be a literal"],
  ])('fails for a token as %s', (_, node, message) => {
    expect(() => rendered({}, { ...BROKER, ...node })).toThrow(message);
  });
});

describe('validation', () => {
  test.each<[string, Partial<BrokerPropertiesRendererProps>, string]>([
    ['no broker', { brokerCount: 0 }, "BrokerPropertiesRenderer.brokerCount: 'brokerCount' must be an integer from 1 to 999, got 0"],
    ['1000 brokers', { brokerCount: 1000 }, "'brokerCount' must be an integer from 1 to 999, got 1000"],
    ['half a broker', { brokerCount: 1.5 }, 'got 1.5'],
    ['an internal name with a dot', { internalListenerName: 'internal.9092' }, "BrokerPropertiesRenderer.internalListenerName: 'internalListenerName' must be of letters, digits, \"_\" and \"-\", got \"internal.9092\""],
    ['the controllers\' name', { internalListenerName: 'controller' }, 'BrokerPropertiesRenderer.duplicateListener: two listeners are named "CONTROLLER", one of them the controllers\', and Kafka does not tell capitals from small letters'],
    ['a client listener of the controllers\' name', { clientListeners: [client({ name: 'CONTROLLER' })] }, 'BrokerPropertiesRenderer.duplicateListener: two listeners are named "CONTROLLER", one of them'],
    ['an internal name of a client listener', { internalListenerName: 'client' }, 'BrokerPropertiesRenderer.duplicateListener: two listeners are named "CLIENT", and Kafka does not tell capitals from small letters; give each a name of its own'],
    ['a client listener with a dot', { clientListeners: [client({ name: 'EXTERNAL.9094' })] }, 'BrokerPropertiesRenderer.listenerName: client listener "EXTERNAL.9094" has a dot in its name'],
    ['internalPort 0', { internalPort: 0 }, "BrokerPropertiesRenderer.port: 'internalPort' must be an integer from 1 to 65535, got 0"],
    ['controllerPort 65536', { controllerPort: 65536 }, "BrokerPropertiesRenderer.port: 'controllerPort' must be an integer from 1 to 65535, got 65536"],
    ['the port of the internal listener', { clientListeners: [client({ bindPort: 9092 })] }, 'BrokerPropertiesRenderer.duplicateBindPort: INTERNAL and CLIENT bind port 9092'],
    ['the port of the controllers', { clientListeners: [client({ bindPort: 9090 })] }, 'BrokerPropertiesRenderer.duplicateBindPort: CLIENT and CONTROLLER bind port 9090'],
    ['one port for both', { internalPort: 9191, controllerPort: 9191 }, 'BrokerPropertiesRenderer.duplicateBindPort: INTERNAL and CONTROLLER bind port 9191'],
    ['the port of a client listener', { controllerPort: 9093 }, 'BrokerPropertiesRenderer.duplicateBindPort: CLIENT and CONTROLLER bind port 9093'],
    ['two listeners on one bind port', { clientListeners: [client(), audit({ bindPort: 9093 })] }, 'BrokerPropertiesRenderer.duplicateBindPort: CLIENT and AUDIT bind port 9093'],
    ['two listeners of one name', { clientListeners: [client(), audit({ name: 'CLIENT' })] }, 'BrokerPropertiesRenderer.duplicateListener: two listeners are named "CLIENT"'],
    ['two listeners in one slot', { clientListeners: [client(), audit({ slot: 0, bindPort: 9200 })] },
      'BrokerPropertiesRenderer.duplicateSlot: CLIENT and AUDIT have slot 0; give each client listener a slot of its own'],
    ['ports that overlap under one name', { clientListeners: [client(), audit({ advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), firstPort: 20999 })] },
      'BrokerPropertiesRenderer.addressOverlap: the ports of CLIENT (20000 to 20999) and AUDIT (20999 to 21998) overlap under "kafka.pay.example.com", which leads to one endpoint'],
    ['ports that overlap under names of one zone', { clientListeners: [client(), audit({ advertisedHost: AdvertisedHost.perBroker('b{brokerId}.kafka.pay.example.com'), firstPort: 20000 })] },
      'BrokerPropertiesRenderer.addressOverlap'],
    ['no log directory', { logDirs: [] }, "BrokerPropertiesRenderer.logDirs: 'logDirs' must be different literal absolute paths"],
    ['a relative log directory', { logDirs: ['data'] }, 'got ["data"]'],
    ['a log directory with a comma', { logDirs: ['/a,/b'] }, 'got ["/a,/b"]'],
    ['a log directory twice', { logDirs: ['/a', '/a'] }, 'got ["/a","/a"]'],
  ])('fails for %s', (_, props, message) => {
    expect(() => renderer(props)).toThrow(message);
  });

  test('ports may overlap under names that lead to different endpoints', () => {
    const clientListeners = [client(), audit({ firstPort: 20000 })];
    expect(rendered({ clientListeners })['advertised.listeners']).toBe('INTERNAL://b3.kafka.internal:9092,CLIENT://kafka.pay.example.com:20003,AUDIT://kafka.audit.example.com:20003');
  });

  test('fails once for everything that is wrong with the props', () => {
    expect(() => renderer({ brokerCount: 0, logDirs: [], overrides: { 'node.id': '1', 'x.password': 'y' } }))
      .toThrow(/^Stack\/Properties: 4 problems\n  - BrokerPropertiesRenderer\.brokerCount.*\n  - .*logDirs.*\n  - .*ownedProperty.*\n  - .*secret/);
  });

  test('names, ports and hosts are taken as Kafka takes them', () => {
    const clientListeners = [client({ name: 'EXTERNAL-9094', bindPort: 9404, security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/tls/client.pem')) })];
    const file = rendered({ clientListeners, internalListenerName: 'internal', internalPort: 9100, controllerPort: 9999 }, { ...COMBINED, host: 'kafka_0.int' });
    expect(file).toMatchObject({
      'listeners': 'internal://:9100,EXTERNAL-9094://:9404,CONTROLLER://:9999',
      'inter.broker.listener.name': 'internal',
      'listener.name.external-9094.ssl.keystore.location': '/tls/client.pem',
    });
    expect(file['advertised.listeners']).toContain('internal://kafka_0.int:9100');
    expect(rendered({ overrides: { 'metadata.log.dir': '/var/lib/kafka/metadata' } })['metadata.log.dir']).toBe('/var/lib/kafka/metadata');
  });

  test('an underscore in the name of a node is refused where nodes meet by TLS, which takes it for no name', () => {
    const nodeSecurity = NodeSecurity.mutualTls(BrokerCertificate.fromPemFile('/tls/node.pem'), ClientCa.fromPemFile('/tls/nodes.pem'));
    expect(() => rendered({ nodeSecurity }, { ...BROKER, host: 'kafka_0.int' })).toThrow('BrokerPropertiesRenderer.nodeHost: \'host\' "kafka_0.int" has a "_", which Java\'s TLS takes for no host name');
    expect(() => rendered({ nodeSecurity, quorum: KafkaQuorum.bootstrapServers('kafka_9.int:9090') })).toThrow('BrokerPropertiesRenderer.nodeHost: \'quorum\' has a host with a "_"');
  });

  test('a broker that shares its host binds the port of its own', () => {
    const clientListeners = [client({ bindPorts: { 3: 9293 } })];
    expect(rendered({ clientListeners }, { ...BROKER, nodeId: 3 }).listeners).toContain('CLIENT://:9293');
    expect(rendered({ clientListeners }, { ...BROKER, nodeId: 4 }).listeners).toContain('CLIENT://:9093');
    expect(() => rendered({ clientListeners: [client({ bindPorts: { 3: 9092 } })] }, { ...BROKER, nodeId: 3 })).toThrow('BrokerPropertiesRenderer.duplicateBindPort: INTERNAL and CLIENT bind port 9092');
  });

  test('brokers that are counted from 1001 advertise the first port on', () => {
    const clientListeners = [client({ firstBrokerId: 1001 }), audit({ firstBrokerId: 1000, advertisedHost: AdvertisedHost.perBroker('b{brokerId}.kafka.audit.example.com') })];
    expect(rendered({ clientListeners }, { ...BROKER, nodeId: 1003 })).toMatchObject({
      'node.id': '1003', 'advertised.listeners': `INTERNAL://b3.kafka.internal:9092,CLIENT://kafka.pay.example.com:20002,AUDIT://b1003.kafka.audit.example.com:${audit().firstPort + 3}`,
    });
    expect(() => rendered({ clientListeners }, { ...BROKER, nodeId: 1000 })).toThrow(/^Stack\/Properties, node 1000: BrokerPropertiesRenderer.nodeId: client listener CLIENT has ports for the broker ids 1001 to 1999/);
    expect(rendered({ clientListeners }, { ...CONTROLLER, nodeId: 1 })['node.id']).toBe('1');
  });

  test.each<[string, Partial<KafkaNode>, string]>([
    ['no role', { roles: [] }, "BrokerPropertiesRenderer.roles: 'roles' must be broker, controller or both, each once; got []"],
    ['a role twice', { roles: [KafkaRole.BROKER, KafkaRole.BROKER] }, 'BrokerPropertiesRenderer.roles'],
    ['broker 999', { nodeId: 999 }, 'Stack/Properties, node 999: BrokerPropertiesRenderer.nodeId: client listener CLIENT has ports for the broker ids 0 to 998'],
    ['broker -1', { nodeId: -1 }, 'BrokerPropertiesRenderer.nodeId: the broker id must be a literal integer from 0 to 2147483647'],
    ['broker 999 that is a controller too', { nodeId: 999, roles: COMBINED.roles }, 'BrokerPropertiesRenderer.nodeId'],
    ['controller -1', { nodeId: -1, roles: [KafkaRole.CONTROLLER] }, "BrokerPropertiesRenderer.nodeId: 'nodeId' must be an integer from 0 to 2147483647, got -1"],
    ['controller 1.5', { nodeId: 1.5, roles: [KafkaRole.CONTROLLER] }, 'got 1.5'],
    ['an empty host', { host: '' }, "BrokerPropertiesRenderer.nodeHost: 'host' \"\" is empty, so Kafka would advertise the machine's own host name"],
    ['the wildcard address', { host: '0.0.0.0' }, "'host' \"0.0.0.0\" means every address of the machine, and nobody can connect to it"],
    ['a loopback address', { host: '127.0.0.1' }, 'means the machine itself'],
    ['localhost', { host: 'LOCALHOST' }, 'means the machine itself'],
    ['a link-local address', { host: '169.254.1.1' }, 'is a link-local address'],
    ['an address out of range', { host: '10.0.0.256' }, 'is neither a DNS name'],
    ['a host with a port', { host: 'b3.int:9092' }, 'is neither a DNS name'],
    ['a host that is a list', { host: 'b3.int,b4.int' }, 'is neither a DNS name'],
    ['a zone name', { zoneId: 'us-east-1a' }, "BrokerPropertiesRenderer.zoneId: 'zoneId' \"us-east-1a\" is not an availability zone id"],
  ])('fails for a node with %s', (_, node, message) => {
    expect(() => rendered({}, { ...BROKER, ...node })).toThrow(message);
  });

  test.each([{ nodeId: 0 }, { nodeId: 998 }, { host: '10.0.3.10' }, { host: 'ip-10-0-3-10.EC2.internal' }, { host: 'b3' }])('passes a node with %j', node => {
    expect(() => rendered({}, { ...BROKER, ...node })).not.toThrow();
  });

  test.each([0, 7, 999, 5000])('a node that is only a controller may have id %i', nodeId => {
    expect(rendered({}, { ...CONTROLLER, nodeId })['node.id']).toBe(`${nodeId}`);
  });

  test('fails for a node whose zone must be known and is not', () => {
    const clientListeners = [client({ advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com') })];
    expect(() => rendered({ clientListeners })).toThrow('AdvertisedHost.zoneIdMissing');
    expect(() => rendered({ clientListeners }, CONTROLLER)).not.toThrow();
  });

  test('fails for a broker whose port is the one to bootstrap from', () => {
    expect(() => rendered({ clientListeners: [client({ bootstrapPort: 20003 })] })).toThrow('ClientListener.bootstrapPortTaken');
  });

  test('fails for two listeners that tell the clients of one broker the same address', () => {
    const clientListeners = [client({ advertisedHost: AdvertisedHost.shared('b3.kafka.internal') }), audit({ advertisedHost: AdvertisedHost.perBroker('b{brokerId}.kafka.internal'), firstPort: 20000 })];
    expect(() => rendered({ clientListeners })).toThrow('BrokerPropertiesRenderer.duplicateAddress: two listeners advertise "b3.kafka.internal:20003"');
    expect(() => rendered({ clientListeners }, { ...BROKER, nodeId: 4 })).not.toThrow();
  });
});

describe('what must exist', () => {
  const clientListeners = [
    client(),
    client({ name: 'SECOND', slot: 1, security: ListenerSecurity.tls(CERTIFICATE) }),
    client({ name: 'THIRD', slot: 2, security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/a.pem')) }),
    audit({ slot: 3 }),
  ];

  test.each([BROKER, COMBINED])('the files of every client listener, each once, sorted: $roles', node => {
    expect(renderer({ clientListeners }).requiredFiles(node)).toEqual(['/etc/kafka/tls/a.pem', '/etc/kafka/tls/client.pem']);
  });

  test('no file on a controller', () => {
    expect(renderer({ clientListeners }).requiredFiles(CONTROLLER)).toEqual([]);
  });

  test('every file in a node\'s properties is required', () => {
    const properties = renderer({ clientListeners });
    const named = Object.entries(read(properties.render(BROKER))).filter(([key]) => key.endsWith('.location')).map(([, value]) => value!);
    expect(properties.requiredFiles(BROKER)).toEqual([...new Set(named)].sort());
  });

  test.each<[AdvertisedHost, string[]]>([
    [AdvertisedHost.shared('kafka.pay.example.com'), ['kafka.pay.example.com']],
    [AdvertisedHost.perBroker('b{brokerId}.kafka.pay.example.com'), ['kafka.pay.example.com', '*.kafka.pay.example.com']],
    [AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com'), ['kafka.pay.example.com', '*.kafka.pay.example.com']],
  ])('the certificate has the name to bootstrap from, and a wildcard for the others: %j', (advertisedHost, names) => {
    const listener = client({ advertisedHost });
    expect(renderer({ clientListeners: [listener] }).certificateNames(listener)).toEqual(names);
  });

  test('every advertised host is one of the certificate\'s names', () => {
    const hosts = [AdvertisedHost.shared('kafka.a.int'), AdvertisedHost.perBroker('{brokerId}-b.kafka.b.int'), AdvertisedHost.perZone('{zoneId}.kafka.c.int'), AdvertisedHost.perBrokerAndZone('b{brokerId}.{zoneId}.kafka.d.int')];
    const listeners = hosts.map((advertisedHost, slot) => client({ name: `CLIENT${slot}`, slot, advertisedHost }));
    const properties = renderer({ clientListeners: listeners });
    const advertised = read(properties.render({ ...BROKER, zoneId: 'use1-az1' }))['advertised.listeners']!.split(',').slice(1).map(entry => /:\/\/(.*):/.exec(entry)![1]);
    listeners.forEach((listener, i) => {
      const names = properties.certificateNames(listener, undefined, ['use1-az1', 'use1-az2']);
      expect(names.some(name => name === advertised[i] || name === advertised[i].replace(/^[^.]*/, '*'))).toBe(true);
      expect(names).toContain(listener.advertisedHost.bootstrapHost);
    });
  });

  test('the certificate of a single broker has its own name in place of the wildcard', () => {
    const listeners = [AdvertisedHost.perBroker('b{brokerId}.kafka.a.int'), AdvertisedHost.perZone('{zoneId}.kafka.b.int'), AdvertisedHost.shared('kafka.c.int')].map((advertisedHost, slot) => client({ name: `CLIENT${slot}`, slot, advertisedHost }));
    const properties = renderer({ clientListeners: listeners });
    expect(listeners.map(listener => properties.certificateNames(listener, 7))).toEqual([['kafka.a.int', 'b7.kafka.a.int'], ['kafka.b.int', '*.kafka.b.int'], ['kafka.c.int']]);
  });

  test('hosts named by broker and zone have a wildcard for each zone, and the certificate of a single broker its own name', () => {
    const listener = client({ advertisedHost: AdvertisedHost.perBrokerAndZone('b{brokerId}.{zoneId}.kafka.a.int') });
    const properties = renderer({ clientListeners: [listener] });
    expect(properties.certificateNames(listener, undefined, ['use1-az1', 'use1-az4'])).toEqual(['kafka.a.int', '*.use1-az1.kafka.a.int', '*.use1-az4.kafka.a.int']);
    expect(properties.certificateNames(listener, 7, ['use1-az4'])).toEqual(['kafka.a.int', 'b7.use1-az4.kafka.a.int']);
  });

  test.each([[undefined], [[]], [['us-east-1a']]])('fails for hosts named by broker and zone with the zones %j', zoneIds => {
    const listener = client({ advertisedHost: AdvertisedHost.perBrokerAndZone('b{brokerId}.{zoneId}.kafka.a.int') });
    expect(() => renderer({ clientListeners: [listener] }).certificateNames(listener, undefined, zoneIds)).toThrow(
      `BrokerPropertiesRenderer.certificateZones: the host "b{brokerId}.{zoneId}.kafka.a.int" is named by broker and zone, and 'zoneIds' is ${JSON.stringify(zoneIds ?? [])}; give the ids of the zones`);
  });

  test('a copy of a listener has the names of its slot', () => {
    expect(renderer().certificateNames(client())).toEqual(['kafka.pay.example.com']);
  });

  test('no certificate where clients connect without TLS', () => {
    const listener = audit();
    expect(renderer({ clientListeners: [listener] }).certificateNames(listener)).toEqual([]);
  });

  test('fails for a listener of someone else', () => {
    expect(() => renderer().certificateNames(audit())).toThrow("BrokerPropertiesRenderer.unknownListener: \"AUDIT\" (slot 1) is not one of 'clientListeners', which are CLIENT (slot 0)");
  });
});

test('it creates no resource', () => {
  const properties = renderer();
  properties.render(BROKER);
  expect(Template.fromStack(Stack.of(properties)).toJSON().Resources).toBeUndefined();
});

describe('any cluster', () => {
  const security = fc.constantFrom(ListenerSecurity.plaintext(), ListenerSecurity.tls(CERTIFICATE), ListenerSecurity.tls(BrokerCertificate.fromPemFile('/x.pem')));
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
  const name = fc.stringMatching(/^C[A-Z0-9_]{0,20}$/).filter(text => text !== 'CONTROLLER');
  const slots = fc.integer({ min: 0, max: 44 }).filter(slot => slot !== 7); // the node exporter's port
  const listeners = fc.uniqueArray(fc.tuple(slots, name, label, security, fc.constantFrom('shared', 'perBroker', 'perZone', 'both')), {
    maxLength: 8,
    comparator: (one, other) => one[0] === other[0] || one[1] === other[1] || one[2] === other[2],
  }).map(list => list.map(([slot, listenerName, domain, how, kind]) => new ClientListener({
    name: listenerName,
    slot,
    security: how,
    advertisedHost: kind === 'shared' ? AdvertisedHost.shared(`kafka.${domain}.int`)
      : kind === 'both' ? AdvertisedHost.perBrokerAndZone(`b{brokerId}.{zoneId}.kafka.${domain}.int`)
        : kind === 'perBroker' ? AdvertisedHost.perBroker(`b{brokerId}.kafka.${domain}.int`) : AdvertisedHost.perZone(`{zoneId}.kafka.${domain}.int`),
  })));
  const overrides = fc.dictionary(fc.stringMatching(/^x(\.[a-z]{1,5}){1,3}$/), fc.string({ unit: 'binary' }).filter(text => !/^[\x00-\x20]|[\x00-\x20]$|\$\{/.test(text)), { maxKeys: 4 });
  const node = fc.record({
    nodeId: fc.integer({ min: 0, max: 998 }),
    host: fc.oneof(label.map(text => `${text}.kafka.internal`), fc.ipV4().filter(ip => /^10\./.test(ip)), fc.constant('10.1.2.3')),
    roles: fc.constantFrom(...ROLES).map(roles => [...roles]),
    zoneId: fc.constantFrom('use1-az1', 'euw1-az3'),
  });

  test('has a file that reads back as every listener and override says', () => {
    const brokerCounts = fc.integer({ min: 1, max: 999 });
    fc.assert(fc.property(listeners, overrides, node, brokerCounts, fc.boolean(), (clientListeners, more, kafkaNode, brokerCount, isDynamic) => {
      const isController = kafkaNode.roles.includes(KafkaRole.CONTROLLER);
      const quorum = isDynamic ? KafkaQuorum.bootstrapServers('c.int:9090') : KafkaQuorum.voters(`${isController ? kafkaNode.nodeId : 1000}@${isController ? kafkaNode.host : 'c.int'}:9090`);
      const text = renderer({ clientListeners, overrides: more, brokerCount, quorum }).render(kafkaNode);
      const properties = read(text);

      expect(text).toMatch(/^[\n\x20-\x7e]*\n$/);
      expect(properties).toMatchObject(more);
      const bound = properties.listeners!.split(',');
      const advertised = properties['advertised.listeners']!.split(',');
      for (const listener of clientListeners) {
        const isThere = kafkaNode.roles.includes(KafkaRole.BROKER);
        expect(bound.includes(`${listener.name}://:${listener.bindPort}`)).toBe(isThere);
        expect(advertised.filter(entry => entry.startsWith(`${listener.name}://`) && entry.endsWith(`:${listener.portOf(kafkaNode.nodeId)}`))).toHaveLength(isThere ? 1 : 0);
        expect(properties['listener.security.protocol.map']!.split(',')).toContain(`${listener.name}:${listener.security.brokerProtocol}`);
      }
      expect(bound.some(entry => entry.startsWith('CONTROLLER:'))).toBe(isController);
      expect(renderer({ clientListeners: [...clientListeners].reverse(), overrides: more, brokerCount, quorum }).render(kafkaNode)).toBe(text);
    }), { numRuns: 100 });
  });
});
