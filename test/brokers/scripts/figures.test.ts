import { createServer, Server } from 'net';
import { brokerProperties, controllerProperties, NodeHost } from './node-host';
import { FIGURES } from '../../../src/brokers/watch/kafka-figures';
import { KafkaMetricLevel } from '../../../src/brokers/watch/kafka-metric-level';

const hosts: NodeHost[] = [];
let kafka: Server;
beforeAll(async () => { await new Promise<void>(ready => { kafka = createServer().listen(0, '127.0.0.1', () => ready()); }); });
afterAll(() => {
  kafka.close();
  hosts.forEach(host => host.remove());
});
const port = () => (kafka.address() as { port: number }).port;

const EXPORTER = { EXPORTER: '127.0.0.1:9404' };

interface Node {
  readonly recording: string;
  readonly env?: { [key: string]: string };
  readonly controller?: boolean;
}

/** A node that accepts on all ports, and whose JVM says what was recorded: to the exporter where there is one, else to Kafka's JmxTool. */
function node({ recording, env = {}, controller = false }: Node): NodeHost {
  const properties = controller ? controllerProperties({ id: 1000, port: port() }) : brokerProperties({ internal: port(), client: port() });
  const host = new NodeHost(env, properties);
  hosts.push(host);
  host.mount('vol-0abc', '/data/0');
  host.answers('one-broker-down');
  host.jvmSays(recording);
  if (env.EXPORTER) { host.exporterSays(recording); }
  return host;
}

async function published(host: NodeHost): Promise<{ [name: string]: string }> {
  host.write('host/calls', '');
  expect((await host.run('metrics')).code).toBe(0);
  expect(host.callsOf('put-metric-data')).toHaveLength(1);
  return host.figures;
}

const namesOf = (level: KafkaMetricLevel, role: string) =>
  FIGURES.filter(figure => (figure.level === KafkaMetricLevel.BASIC || figure.level === level) && ['any', role].includes(figure.on)).map(({ name }) => name);
const OWN = ['DataUsedPercent', 'KafkaUp', 'BootSeconds'];
const ofJvm = (figures: { [name: string]: string }) => Object.keys(figures).filter(name => !OWN.includes(name));

describe.each([['the exporter', EXPORTER], ["Kafka's JmxTool", {}]])('by %s', (_, env) => {
  test.each([['broker', false], ['controller', true]])('a %s publishes all that is BASIC for it, in the order of the list, and nothing else', async (role, controller) => {
    expect(ofJvm(await published(node({ recording: `healthy-${role}`, env, controller })))).toEqual(namesOf(KafkaMetricLevel.BASIC, role));
  });

  test('a broker whose copies are out of sync says so, with units, and lists partitions where its counts do not tell', async () => {
    const host = node({ recording: 'broker-down-broker', env });
    // Five have a copy missing: two of them are below min ISR, three at it, and so is a partition that has one copy only.
    expect(await published(host)).toMatchObject({ UnderReplicatedPartitions: '5', PartitionsAtRisk: '5', UnderMinIsrPartitions: '2,Unit=Count' });
    expect(host.callsOf('topics --describe')).toHaveLength(1);
  });

  test('a controller counts the partitions that nobody leads', async () => {
    expect(await published(node({ recording: 'broker-down-controller', env, controller: true }))).toMatchObject({ OfflinePartitions: '1,Unit=Count' });
  });

  test('a healthy broker lists no partitions, and its idle share is no whole number', async () => {
    const host = node({ recording: 'healthy-broker', env });
    const { RequestHandlerIdle, PartitionsAtRisk } = await published(host);
    expect(Number(RequestHandlerIdle)).toBeGreaterThan(0.9);
    expect(PartitionsAtRisk).toBe('0');
    expect(host.callsOf('topics')).toEqual([]);
  });
});

describe('FULL', () => {
  test.each([['broker', false], ['controller', true]])('has all that there is of a %s', async (role, controller) => {
    const figures = await published(node({ recording: `healthy-${role}`, env: { ...EXPORTER, METRICS: 'FULL' }, controller }));
    expect(ofJvm(figures)).toEqual(namesOf(KafkaMetricLevel.FULL, role));
  });

  test('counts the connections of client listeners, each for itself, and not those of nodes', async () => {
    const host = node({ recording: 'healthy-broker', env: { ...EXPORTER, METRICS: 'FULL' } });
    host.exporterSays('healthy-broker', '/INTERNAL/s/ [0-9.]+$/ 7.0/; /count[{].*CLIENT/s/ [0-9.]+$/ 2.0/; /rate[{].*CLIENT/s/ [0-9.]+$/ 0.25/');
    expect(await published(host)).toMatchObject({ Connections: '6,Unit=Count', ConnectionCreationRate: '0.75,Unit=Count/Second' });
  });
});

test('without an exporter beans are asked for by their names, in one call and with a heap that is enough for it', async () => {
  const host = node({ recording: 'healthy-broker' });
  host.tool('jmx', 'echo "$KAFKA_HEAP_OPTS $*" > "$HOST_DIR/asked"');
  await published(host);
  const beans = FIGURES.filter(({ level, on }) => level === KafkaMetricLevel.BASIC && on !== 'controller').flatMap(({ sources }) => sources.map(({ bean }) => bean));
  const [head, ...asked] = host.read('host/asked').trimEnd().split(' --object-name ');
  expect(head).toBe('-Xmx32m --jmx-url service:jmx:rmi://127.0.0.1/stub/rO0ABXNy --one-time --report-format properties');
  expect(new Set(asked)).toEqual(new Set(beans.filter(bean => !bean.startsWith('kafka.controller')).concat('kafka.controller:type=KafkaController,name=MetadataErrorCount')));
});

test('another Java of the same user is not taken for Kafka', async () => {
  const host = node({ recording: 'healthy-broker' });
  host.write('tmp/hsperfdata_kafka/99', '\0service:jmx:rmi://127.0.0.1/stub/other\0');
  host.write('proc/99/cmdline', '/usr/bin/java\0org.apache.kafka.tools.TopicCommand\0');
  expect(ofJvm(await published(host))).toEqual(namesOf(KafkaMetricLevel.BASIC, 'broker'));
});

test('a JVM that lets nobody ask, and an exporter that is silent, are said; what else is known is published', async () => {
  const mute = node({ recording: 'healthy-broker' });
  mute.write('tmp/hsperfdata_kafka/4711', 'nothing');
  expect((await mute.run('metrics')).log).toContain("Kafka's JVM has no JMX agent");
  const silent = node({ recording: 'healthy-broker', env: EXPORTER });
  silent.stub('curl', 'echo "curl: (7) Failed to connect" >&2; exit 7');
  expect((await silent.run('metrics')).log).toContain('Failed to connect');
  for (const host of [mute, silent]) { expect(Object.keys(host.figures)).toEqual(OWN); }
});

describe('what is counted', () => {
  const elections = (count: number) => `s/^(kafka_controller_controllerstats_unclean\\S*) .*/\\1 ${count}.0/`;
  const counting = () => node({ recording: 'healthy-controller', env: EXPORTER, controller: true });

  test('is published as what came since the last time, and from 0 after a restart of Kafka', async () => {
    const host = counting();
    const seen = [];
    for (const count of [2, 2, 5, 1]) {
      host.exporterSays('healthy-controller', elections(count));
      seen.push((await published(host)).UncleanElections);
    }
    expect(seen).toEqual(['2,Unit=Count', '0,Unit=Count', '3,Unit=Count', '1,Unit=Count']);
  });

  test('and could not be published is in the next figure', async () => {
    const host = counting();
    host.exporterSays('healthy-controller', elections(4));
    host.stub('aws', 'exit 255');
    expect((await host.run('metrics')).code).not.toBe(0);
    host.stub('aws', '');
    expect((await published(host)).UncleanElections).toBe('4,Unit=Count');
  });
});

describe('partitions at risk', () => {
  const counts = (missing: number, atMin: number, below: number) => [['underreplicatedpartitions', missing], ['atminisrpartitioncount', atMin], ['underminisrpartitioncount', below]]
    .map(([name, count]) => `s/^(kafka_server_replicamanager_${name}) .*/\\1 ${count}.0/`).join('; ');
  const counted = (...[missing, atMin, below]: [number, number, number]) => {
    const host = node({ recording: 'healthy-broker', env: EXPORTER });
    host.exporterSays('healthy-broker', counts(missing, atMin, below));
    return host;
  };

  test.each<[[number, number, number], string]>([
    [[0, 0, 0], '0'], [[0, 8, 0], '0'], [[5, 0, 0], '0'], [[5, 0, 2], '2'], [[3, 9, 3], '3'],
  ])('of %p are %s, without a list of them', async (given, expected) => {
    const host = counted(...given);
    expect((await published(host)).PartitionsAtRisk).toBe(expected);
    expect(host.callsOf('topics')).toEqual([]);
  });

  test('are listed again after five minutes, or when the counts change', async () => {
    const host = counted(5, 4, 2);
    const lists = [];
    for (const [later, under] of [[0, 5], [60, 5], [301, 5], [0, 6]]) {
      host.write('host/clock', `${Number(host.read('host/clock')) + later}\n`);
      host.exporterSays('healthy-broker', counts(under, 4, 2));
      expect((await published(host)).PartitionsAtRisk).toBe('5');
      lists.push(host.callsOf('topics').length);
    }
    expect(lists).toEqual([1, 0, 1, 1]);
  });

  test('are not published where they cannot be listed', async () => {
    const host = counted(5, 4, 2);
    host.tool('topics', 'exit 1');
    expect(Object.keys(await published(host))).toEqual(expect.not.arrayContaining(['PartitionsAtRisk']));
  });
});

test('what is no number is left out', async () => {
  const host = node({ recording: 'healthy-broker', env: EXPORTER });
  host.exporterSays('healthy-broker', 's/^(kafka_log_logmanager\\S*) .*/\\1 NaN/; s/^(kafka_server_kafkarequesthandlerpool\\S*) .*/\\1 1.2E-4/');
  const figures = await published(host);
  expect(figures).not.toHaveProperty('OfflineLogDirectories');
  expect(figures.RequestHandlerIdle).toBe('0.00012');
});
