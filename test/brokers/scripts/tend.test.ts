import { execFileSync } from 'child_process';
import { connect, createServer, Server, Socket } from 'net';
import { brokerProperties, controllerProperties, NodeHost } from './node-host';

const hosts: NodeHost[] = [];
let kafka: Server;
beforeAll(async () => { await new Promise<void>(ready => { kafka = createServer().listen(0, '127.0.0.1', () => ready()); }); });
afterAll(() => {
  kafka.close();
  hosts.forEach(host => host.remove());
});
const port = () => (kafka.address() as { port: number }).port;
const accepting = () => node({}, brokerProperties({ internal: port(), client: port() }));

function node(env: { [key: string]: string } = {}, properties = brokerProperties()): NodeHost {
  const host = new NodeHost(env, properties);
  hosts.push(host);
  host.mount('vol-0abc', '/data/0');
  host.answers('healthy');
  host.jvmSays('healthy-broker');
  host.stub('df', 'echo Use%; echo " 42%"');
  return host;
}

const OF_JVM = ['UnderMinIsrPartitions', 'UnderReplicatedPartitions', 'PartitionsAtRisk', 'MetadataErrors', 'RequestHandlerIdle', 'OfflineLogDirectories'];

test('a healthy broker publishes its figures', async () => {
  const host = accepting();
  expect((await host.run('metrics')).code).toBe(0);
  expect(host.figures).toMatchObject({ DataUsedPercent: '42', KafkaUp: '1', UnderReplicatedPartitions: '0', PartitionsAtRisk: '0', BootSeconds: '0' });
  expect(Object.keys(host.figures)).toEqual(['DataUsedPercent', 'KafkaUp', ...OF_JVM, 'BootSeconds']);
});

test('what cannot be asked for is left out, and the rest is published', async () => {
  const host = accepting();
  host.tool('jmx', 'exit 1');
  expect((await host.run('metrics')).code).toBe(0);
  expect(host.figures).toEqual({ DataUsedPercent: '42', KafkaUp: '1', BootSeconds: '0' });
});

test('an instance without the disks does not say that Kafka is down, which another one may run', async () => {
  const host = accepting();
  host.write('host/mounts', '');
  expect((await host.run('metrics')).code).toBe(0);
  expect(host.figures).toEqual({ BootSeconds: '0' });
});

test('Kafka that runs and does not accept is not up', async () => {
  const host = node({}, brokerProperties({ internal: port(), client: 1 }));
  await host.run('metrics');
  expect(host.figures).toEqual({ DataUsedPercent: '42', KafkaUp: '0', BootSeconds: '0' });
});

test('Kafka that is not up is a figure, and is asked for nothing', async () => {
  const host = node();
  host.write('host/kafka-state', 'failed\n');
  await host.run('metrics');
  expect(host.figures).toEqual({ DataUsedPercent: '42', KafkaUp: '0', BootSeconds: '0' });
});

test('a controller counts the partitions that no broker can count', async () => {
  const host = node({}, controllerProperties({ id: 1000, port: port() }));
  host.jvmSays('healthy-controller');
  await host.run('metrics');
  expect(Object.keys(host.figures)).toEqual(
    ['DataUsedPercent', 'KafkaUp', 'OfflinePartitions', 'ActiveControllers', 'MetadataErrors', 'UncleanElections', 'BootSeconds']);
});

test('each client listener says how many of its connections it has, as the system counts them', async () => {
  const others = createServer();
  await new Promise<void>(ready => others.listen(0, '127.0.0.1', () => ready()));
  const other = (others.address() as { port: number }).port;
  const host = node({}, `${brokerProperties({ internal: 1, client: port() }).replace(/^(listeners=.*)$/m, `$1,A_B://:${other}`)}listener.name.client.max.connections=50\nlistener.name.a_b.max.connections=10\n`);
  const clients = await Promise.all([port(), port(), port(), port(), other, other].map(async to => new Promise<Socket>(connected => {
    const client = connect(to, '127.0.0.1', () => connected(client));
  })));
  await host.run('metrics');
  clients.forEach(client => client.destroy());
  others.close();
  expect(host.callsOf('put-metric-data').join(' ').match(/(?<=MetricName=ConnectionsPercent,Value=)\d+/g)).toEqual(['8', '20']);
});

test.each(['0', '${file:/etc/kafka/limits.properties:client}'])('a limit of %s connections is none that can be counted against, and the other listener is counted', async limit => {
  const properties = brokerProperties({ internal: port(), client: port() });
  const host = node({}, `${properties}listener.name.client.max.connections=${limit}\nlistener.name.internal.max.connections=1000\n`);
  expect((await host.run('metrics')).code).toBe(0);
  expect(host.figures).toMatchObject({ KafkaUp: '1', ConnectionsPercent: '0' });
});

test('a boot that does not come to an end is seen by its seconds', async () => {
  const host = node();
  host.write('var/lib/kafka-node/booting', `${1_800_000_000 - 1000}\n`);
  await host.run('metrics');
  expect(host.figures.BootSeconds).toBe('1000');
});

test('the days of the certificate that ends first are published, wherever in a file it stands', async () => {
  const host = node();
  host.write('etc/kafka-node/server.properties', `${host.read('etc/kafka-node/server.properties')}${['a.pem', 'b.pem', 'ca.crt'].map((file, i) => `listener.name.l${i}.ssl.keystore.location=/tls/${file}\n`).join('')}`);
  host.write('host/clock', execFileSync('date', ['+%s']).toString());
  host.write('tls/a.pem', '');
  const text: { [name: string]: string } = {};
  for (const [name, days] of [['a', '90'], ['b', '60'], ['authority', '30']]) {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=a', '-days', days, '-keyout', host.path('tls/key'), '-out', host.path('tls/cert')], { stdio: 'ignore' });
    // Kafka's keystore holds the key first.
    text[name] = host.read('tls/key') + host.read('tls/cert');
  }
  host.write('tls/a.pem', text.a);
  host.write('tls/b.pem', text.b + text.authority.replace(/^[^]*(?=-----BEGIN CERT)/, ''));
  await host.run('metrics');
  expect(Number(host.figures.CertificateDaysLeft)).toBeGreaterThanOrEqual(29);
  expect(Number(host.figures.CertificateDaysLeft)).toBeLessThanOrEqual(30);
});

test('file systems are made as large as their disks, but only where the disk is mounted', async () => {
  const host = node({ VOLUMES: 'vol-0abc:/data/0,vol-0def:/data/1' });
  host.stub('xfs_growfs', '');
  expect((await host.run('grow')).code).toBe(0);
  expect(host.callsOf('xfs_growfs')).toEqual([`xfs_growfs -d ${host.path('data/0')}`]);
});

describe('logs', () => {
  const LINES = ['{"__CURSOR":"s=1","__REALTIME_TIMESTAMP":"1795389972139123","MESSAGE":"a \\"quoted\\" \\\\ line, {json: 1}","_UID":"0"}', '{"MESSAGE":"first","__REALTIME_TIMESTAMP":"1795389972140000"}'];
  const EVENTS = [{ timestamp: 1795389972139, message: 'a "quoted" \\ line, {json: 1}' }, { timestamp: 1795389972140, message: 'first' }];

  function withJournal(): NodeHost {
    const host = node({ LOG_GROUP: 'kafka' });
    host.write('host/journal', `${LINES.join('\n')}\n`);
    host.stub('journalctl', 'for word; do case $word in --cursor-file=*) echo read > "${word#*=}" ;; esac; done; cat "$HOST_DIR/journal"');
    return host;
  }

  test('are sent with their times, word for word', async () => {
    const host = withJournal();
    host.stub('aws', 'cp "${!##file://}" "$HOST_DIR/sent"');
    expect((await host.run('logs')).code).toBe(0);
    expect(JSON.parse(host.read('host/sent'))).toEqual(EVENTS);
    expect(host.callsOf('put-log-events')[0]).toContain('--log-group-name kafka --log-stream-name 0/i-new');
    expect(host.has('var/lib/kafka-node/journal-cursor')).toBe(true);
  });

  test('go to a stream that is made when it is missing', async () => {
    const host = withJournal();
    host.stub('aws', 'case "$*" in *create-log-stream*) touch "$HOST_DIR/stream" ;; *) [ -e "$HOST_DIR/stream" ] ;; esac');
    expect((await host.run('logs')).code).toBe(0);
    expect(host.callsOf('aws').map(call => /create-log-stream|put-log-events/.exec(call)![0])).toEqual(['put-log-events', 'create-log-stream', 'put-log-events']);
  });

  test('that could not be sent are sent the next time', async () => {
    const host = withJournal();
    host.stub('aws', 'exit 1');
    expect((await host.run('logs')).code).not.toBe(0);
    expect(host.has('var/lib/kafka-node/journal-cursor')).toBe(false);
  });

  const line = (at: number, message: string) => JSON.stringify({ __REALTIME_TIMESTAMP: `${at}000`, MESSAGE: message });
  const KEEPS = 'cp "${!##file://}" "$HOST_DIR/sent-$(nth put)"';
  const sent = (host: NodeHost, batch: number) => JSON.parse(host.read(`host/sent-${batch}`)).map(({ message }: { message: string }) => message);

  test('of more than a day go in several calls, since one of them would be refused', async () => {
    const host = withJournal();
    const [start, hour] = [1795389972139, 3_600_000];
    host.write('host/journal', [0, 23, 25, 47, 60].map(hours => `${line(start + hours * hour, `at ${hours}`)}\n`).join(''));
    host.stub('aws', KEEPS);
    expect((await host.run('logs')).code).toBe(0);
    expect([1, 2, 3].map(batch => sent(host, batch))).toEqual([['at 0', 'at 23'], ['at 25', 'at 47'], ['at 60']]);
  });

  test('of a clock that was set back go in several calls, in each of which time goes on', async () => {
    const host = withJournal();
    host.write('host/journal', [5000, 6000, 1000, 2000].map(at => `${line(1795389972139 + at, `at ${at}`)}\n`).join(''));
    host.stub('aws', KEEPS);
    await host.run('logs');
    expect([1, 2].map(batch => sent(host, batch))).toEqual([['at 5000', 'at 6000'], ['at 1000', 'at 2000']]);
  });

  test('go in calls of a size that is taken', async () => {
    const host = withJournal();
    host.write('host/journal', Array.from({ length: 9 }, (_, i) => `${line(1795389972139 + i, `${i}${'é'.repeat(50_000)}`)}\n`).join(''));
    host.stub('aws', KEEPS);
    expect((await host.run('logs')).code).toBe(0);
    expect(host.callsOf('put-log-events').length).toBe(3);
    expect([1, 2, 3].flatMap(batch => sent(host, batch)).map(message => message[0])).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8']);
  });

  test('go to a stream that somebody has made meanwhile', async () => {
    const host = withJournal();
    host.stub('aws', `case "$*" in
      *create-log-stream*) echo "An error occurred (ResourceAlreadyExistsException)" >&2; exit 254 ;;
      *) [ $(nth put) -gt 1 ] || exit 255 ;;
      esac`);
    expect((await host.run('logs')).code).toBe(0);
    expect(host.has('var/lib/kafka-node/journal-cursor')).toBe(true);
  });

  test('that are refused for good are dropped, which is said, and the rest is sent', async () => {
    const host = withJournal();
    host.write('host/journal', [0, 30].map(hours => `${line(1795389972139 + hours * 3_600_000, `at ${hours}`)}\n`).join(''));
    host.stub('aws', `case "$*" in
      *put-log-events*batch-*1) echo "An error occurred (InvalidParameterException) when calling PutLogEvents: too old" >&2; exit 254 ;;
      *put*) cp "\${!##file://}" "$HOST_DIR/sent-1" ;;
      esac`);
    const { code, log } = await host.run('logs');
    expect(code).toBe(0);
    expect(log).toMatch(/kafka-node logs: dropped a batch that is refused: .*InvalidParameterException.* too old/);
    expect(sent(host, 1)).toEqual(['at 30']);
    expect(host.has('var/lib/kafka-node/journal-cursor')).toBe(true);
  });

  test('stay on the node without a log group', async () => {
    const host = node();
    expect((await host.run('logs')).code).toBe(0);
    expect(host.calls).toEqual([]);
  });
});

describe('kafka-admin', () => {
  const INTERNAL = '--bootstrap-server b0.kafka.internal:9092';

  test.each([
    [['topics', '--list'], `topics --list ${INTERNAL}`],
    [['metadata-quorum', 'describe', '--status'], `metadata-quorum ${INTERNAL} describe --status`],
    [['cluster', 'unregister', '--id', '4'], `cluster unregister --id 4 ${INTERNAL}`],
    [['topics', '--list', '--bootstrap-server', 'other:1'], 'topics --list --bootstrap-server other:1'],
    [['storage', 'random-uuid'], 'storage random-uuid'],
  ])('%s goes to this node', async (args, call) => {
    const host = node();
    host.tool('storage', '');
    execFileSync('bash', [host.path('usr/local/lib/kafka-node/kafka-admin'), ...args], {
      env: { PATH: `${host.path('host/bin')}:/usr/bin:/bin`, KAFKA_NODE_ROOT: host.root, HOST_DIR: host.path('host') },
    });
    expect(host.calls).toEqual([call]);
  });
});
