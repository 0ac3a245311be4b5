import { createServer, Server } from 'net';
import { brokerProperties, controllerProperties, directoryOf, meta, NodeHost } from './node-host';

let internal: Server;
let client: Server;
const hosts: NodeHost[] = [];

const open = () => new Promise<Server>(ready => { const server = createServer().listen(0, '127.0.0.1', () => ready(server)); });
const portOf = (server: Server) => (server.address() as { port: number }).port;

beforeAll(async () => {
  internal = await open();
  client = await open();
});
afterAll(() => {
  internal.close();
  client.close();
  hosts.forEach(host => host.remove());
});

function node(nodeId: string, scenario: string, properties: string, env: { [key: string]: string }): NodeHost {
  const host = new NodeHost({ NODE_ID: nodeId, ...env }, properties);
  hosts.push(host);
  host.write('data/0/log/meta.properties', meta(nodeId, directoryOf(scenario, nodeId)));
  host.answers(scenario);
  return host;
}

function broker(nodeId: string, scenario: string, env: { [key: string]: string } = {}): NodeHost {
  return node(nodeId, scenario, brokerProperties({ internal: portOf(internal), client: portOf(client) }), env);
}

function controller(nodeId: string, scenario: string, env: { [key: string]: string } = {}): NodeHost {
  return node(nodeId, scenario, controllerProperties({ id: Number(nodeId), port: portOf(internal) }), env);
}

const passes = (log: string) => log.split('\n').filter(line => / pass \d of /.test(line)).length;

/** It ends only when it passes: who waits for ever is killed after five seconds of its own clock. */
async function refusal(host: NodeHost): Promise<string> {
  const { code, log } = await host.run('gate', { TOOL_LIMIT: '20', PATIENCE: '4' });
  expect(code).toBe('SIGKILL');
  expect(passes(log)).toBe(0);
  return log;
}

test.each(['0', '1', '2'])('broker %s of a healthy cluster passes three times, ten seconds apart, and settles', async nodeId => {
  const host = broker(nodeId, 'healthy');
  const { code, log } = await host.run('gate');
  expect(code).toBe(0);
  expect(passes(log)).toBe(3);
  expect(host.slept).toBe(10 + 10 + 45);
});

test.each(['1000', '1001', '1002'])('controller %s of a healthy cluster passes, and asks for no partition', async nodeId => {
  const host = controller(nodeId, 'healthy');
  expect((await host.run('gate')).code).toBe(0);
  expect(host.callsOf('metadata-quorum')).toHaveLength(3);
  expect(host.callsOf('topics')).toEqual([]);
});

test('Kafka that starts is asked for each second, and no Java starts before it answers', async () => {
  const host = broker('0', 'healthy', { GATE_PASSES: '1', GATE_SETTLE: '0' });
  host.stub('systemctl', '[ $(nth systemctl) -gt 4 ] && echo active || echo activating');
  expect((await host.run('gate')).code).toBe(0);
  expect(host.slept).toBe(4);
  expect(host.callsOf('metadata-quorum')).toHaveLength(1);
});

test('the first controller passes alone, so that the others can be created after it', async () => {
  expect((await controller('1000', 'first-controller').run('gate')).code).toBe(0);
});

test('a broker asks itself by the internal listener, a controller the whole quorum', async () => {
  const host = broker('0', 'healthy');
  await host.run('gate');
  const own = `--bootstrap-server b0.kafka.internal:${portOf(internal)}`;
  expect(host.calls).toContain(`metadata-quorum ${own} describe --replication`);
  expect(host.calls).toContain(`cluster list-endpoints --include-fenced-brokers ${own}`);
  expect(host.calls).toContain(`topics --describe ${own}`);

  const other = controller('1001', 'healthy');
  await other.run('gate');
  const all = [1000, 1001, 1002].map(id => `c${id}.kafka.internal:9090`).join(',');
  expect(other.calls).toContain(`metadata-quorum --bootstrap-controller ${all} describe --replication`);
});

test('a broker whose registration is fenced does not pass', async () => {
  const host = broker('2', 'broker-down');
  // It is caught up and all partitions are well: only its registration is not.
  host.tool('metadata-quorum', `sed 's/1795389983272.*1795389982815/1795390001962 1795390001962/' ${__dirname}/fixtures/broker-down-replication.txt`);
  host.tool('topics', `cat ${__dirname}/fixtures/healthy-topics.txt`);
  expect(await refusal(host)).toContain('broker 2 is fenced');
});

test('a broker that is not registered does not pass', async () => {
  const host = broker('0', 'healthy');
  host.tool('cluster', `grep -v '^0 ' ${__dirname}/fixtures/healthy-endpoints.txt`);
  expect(await refusal(host)).toContain('broker 0 is not registered');
});

test('a broker whose metadata is older than five seconds does not pass', async () => {
  expect(await refusal(broker('2', 'broker-down'))).toMatch(/waiting: 2\/\S+ is behind the leader/);
});

test('no broker passes while a partition of the cluster has no copy to spare', async () => {
  expect(await refusal(broker('0', 'broker-down'))).toContain('5 partitions of the cluster have no copy to spare');
});

test('a broker that is not in sync for a partition does not pass', async () => {
  const host = broker('1', 'healthy');
  host.tool('topics', `sed '/orders.*Partition: 2/s/Isr: 2,0,1/Isr: 2,0/' ${__dirname}/fixtures/healthy-topics.txt`);
  expect(await refusal(host)).toContain('this broker is not in sync for 1 partitions, such as orders-2');
});

test('a partition of one copy holds nobody up', async () => {
  expect((await broker('0', 'recovered').run('gate')).code).toBe(0);
});

test('a cluster without topics passes', async () => {
  const host = broker('0', 'healthy');
  host.tool('topics', 'exit 0');
  expect((await host.run('gate')).code).toBe(0);
});

describe('where the replaced disk of a controller left a voter', () => {
  test('its node does not pass before it is a voter itself', async () => {
    expect(await refusal(controller('1002', 'stale-voter'))).toMatch(/waiting: 1002\/\S+ is not a voter yet/);
  });

  test('the other controllers do not pass while that voter counts', async () => {
    expect(await refusal(controller('1000', 'stale-voter'))).toMatch(/waiting: voter 1002\/\S+ is behind the leader/);
  });

  test('brokers pass', async () => {
    expect((await broker('0', 'stale-voter').run('gate')).code).toBe(0);
  });

  test('a node is not taken for the row of the disk that it had', async () => {
    const host = controller('1002', 'stale-voter');
    host.tool('metadata-quorum', `grep -v ${directoryOf('stale-voter', '1002')} ${__dirname}/fixtures/healthy-replication.txt`);
    expect(await refusal(host)).toContain(`the quorum does not know this node and disk, 1002/${directoryOf('stale-voter', '1002')}`);
  });

  test('its node passes when it has joined', async () => {
    expect((await controller('1002', 'auto-joined').run('gate')).code).toBe(0);
  });
});

test('without a leader nobody passes', async () => {
  const host = controller('1001', 'healthy');
  host.tool('metadata-quorum', `sed 's/Leader/Follower/' ${__dirname}/fixtures/healthy-replication.txt`);
  expect(await refusal(host)).toContain('the quorum has no leader');
});

describe.each([
  ['fails', 'echo broken; exit 1'],
  ['fails after a good answer', 'cat "$GOOD"; exit 1'],
  ['says nothing', 'exit 0'],
  ['says something else', 'echo "All is well"'],
])('a tool that %s is no pass:', (_, body) => {
  test.each([
    ['metadata-quorum', 'replication'],
    ['cluster', 'endpoints'],
  ])('%s', async (tool, answer) => {
    const host = broker('0', 'healthy');
    host.tool(tool, body.replace('$GOOD', `${__dirname}/fixtures/healthy-${answer}.txt`));
    await refusal(host);
  });
});

test('a list of partitions that fails after a good answer is no pass', async () => {
  const host = broker('0', 'healthy');
  host.tool('topics', `cat ${__dirname}/fixtures/healthy-topics.txt; exit 1`);
  expect(await refusal(host)).toContain('the partitions cannot be listed');
});

test.each(['metadata-quorum', 'cluster', 'topics'])('%s that hangs is ended and no pass', async tool => {
  const host = broker('0', 'healthy');
  // The second answer is good, and the third: nothing is left of the first.
  host.tool(tool, `n=$(nth ${tool}); [ $n != 1 ] || exec /bin/sleep 30; cat ${__dirname}/fixtures/healthy-${{ 'metadata-quorum': 'replication', 'cluster': 'endpoints', 'topics': 'topics' }[tool]}.txt`);
  const { code, log } = await host.run('gate', { TOOL_LIMIT: '5' });
  expect(code).toBe(0);
  expect(log.indexOf('waiting')).toBeLessThan(log.indexOf('pass 1'));
  expect(host.callsOf(tool)).toHaveLength(4);
});

test('one bad answer makes the passes count from the start', async () => {
  const host = broker('0', 'healthy');
  host.tool('topics', `[ $(nth topics) != 3 ] || exit 1; cat ${__dirname}/fixtures/healthy-topics.txt`);
  const { log } = await host.run('gate');
  expect(log.split('\n').flatMap(line => / pass (\d) of |(waiting)/.exec(line)?.slice(1).filter(found => found) ?? [])).toEqual(['1', '2', 'waiting', '1', '2', '3']);
});

describe.each(['FULL', 'LIVENESS'])('with the gate %s', gate => {
  test('Kafka that does not run is no pass', async () => {
    const host = broker('0', 'healthy', { GATE: gate });
    host.write('host/kafka-state', 'activating\n');
    expect(await refusal(host)).toContain('kafka.service is not active: look at journalctl -u kafka');
  });

  test('a port that does not accept is no pass', async () => {
    const closed = await open();
    const port = portOf(closed);
    await new Promise(done => closed.close(done));
    const host = node('0', 'healthy', brokerProperties({ internal: portOf(internal), client: port }), { GATE: gate });
    expect(await refusal(host)).toContain(`127.0.0.1:${port} does not accept connections`);
  });
});

test.each([
  ['names no listener', (host: NodeHost) => host.write('etc/kafka-node/server.properties', brokerProperties().replace(/^listeners=.*\n/m, ''))],
  ['cannot be read', (host: NodeHost) => host.stub('sed', 'case "$*" in *server.properties) exit 1 ;; esac; exec /bin/sed "$@"')],
])('with the gate LIVENESS a server.properties that %s is no pass', async (_, spoil) => {
  const host = broker('0', 'healthy', { GATE: 'LIVENESS' });
  spoil(host);
  expect(await refusal(host)).toContain('waiting: the ports in server.properties cannot be read');
});

test('the gate LIVENESS asks nothing of the cluster', async () => {
  const host = broker('0', 'broker-down', { GATE: 'LIVENESS' });
  expect((await host.run('gate')).code).toBe(0);
  expect(host.callsOf('--bootstrap')).toEqual([]);
});

describe("by a figure of Kafka's own JVM", () => {
  const EXPORTER = { EXPORTER: '127.0.0.1:9404' };

  test('a broker that leads partitions below min ISR is refused, and no tool is started', async () => {
    const host = broker('0', 'healthy', EXPORTER);
    host.exporterSays('broker-down-broker');
    expect(await refusal(host)).toContain('waiting: 2 partitions that this broker leads have fewer copies in sync than min.insync.replicas');
    expect(host.calls.filter(call => !call.startsWith('systemctl'))).toEqual([]);
  });

  test('a broker that leads none of them is asked for all else, by tools', async () => {
    const host = broker('0', 'healthy', EXPORTER);
    host.exporterSays('healthy-broker');
    expect((await host.run('gate')).code).toBe(0);
    expect(host.callsOf('topics --describe')).toHaveLength(3);
    const behind = broker('0', 'broker-down', EXPORTER);
    behind.exporterSays('healthy-broker');
    expect(await refusal(behind)).toMatch(/waiting: .*no copy to spare/);
  });

  test('an exporter that is silent is no reason to wait', async () => {
    const host = broker('0', 'healthy', EXPORTER);
    expect((await host.run('gate')).code).toBe(0);
  });
});

test('tools have the heap and the time that the settings give', async () => {
  const host = broker('0', 'healthy', { TOOL_HEAP_MB: '1024', TOOL_LIMIT: '2' });
  host.tool('metadata-quorum', 'echo "$KAFKA_HEAP_OPTS" > "$HOST_DIR/heap"; exec /bin/sleep 60');
  const { code, log } = await host.run('gate', { PATIENCE: '4' });
  expect(code).toBe('SIGKILL');
  expect(log).toContain('the quorum does not answer');
  expect(host.read('host/heap')).toBe('-Xmx1024m\n');
});
