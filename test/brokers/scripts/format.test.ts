import { createServer, Server } from 'net';
import { brokerProperties, controllerProperties, meta, NodeHost } from './node-host';

const CLUSTER = 'Ye2n9lagXrj7SY84IDTCAA';
const hosts: NodeHost[] = [];
let peer: Server;

beforeAll(async () => {
  await new Promise<void>(ready => { peer = createServer().listen(0, '127.0.0.1', () => ready()); });
});
afterAll(() => {
  peer.close();
  hosts.forEach(host => host.remove());
});
const peerPort = () => (peer.address() as { port: number }).port;

/** Kafka's own tool, as far as the scripts see it. */
const STORAGE = `while [ $# -gt 0 ]; do case $1 in --cluster-id) cluster=$2 ;; --config) config=$2 ;; esac; shift; done
  dirs=$(sed -n 's/^log.dirs=//p' "$config"); id=$(sed -n 's/^node.id=//p' "$config")
  for dir in \${dirs//,/ }; do
    [ -e "$dir/meta.properties" ] || { mkdir -p "$dir"; printf 'node.id=%s\\ncluster.id=%s\\ndirectory.id=d\\n' "$id" "$cluster" > "$dir/meta.properties"; }
  done`;

function node(env: { [key: string]: string } = {}, properties?: string): NodeHost {
  const host = new NodeHost(env, properties);
  hosts.push(host);
  host.tool('storage', STORAGE);
  host.stub('getent', 'echo "$IDENTITY_IP STREAM $2"');
  host.mount('vol-0abc', '/data/0');
  return host;
}

/** The first controller, with peers that accept no connection unless `peers` are given. */
function controller(env: { [key: string]: string } = {}, peers = ['c1000.kafka.internal:9090', '127.0.0.1:1', '127.0.0.1:2']): NodeHost {
  return node({ NODE_ID: '1000', HOST: 'c1000.kafka.internal', BOOTSTRAP: 'yes', ...env }, controllerProperties({ id: 1000, peers }));
}

const formatted = (host: NodeHost) => host.callsOf('storage').map(call => /--ignore-formatted(.*)$/.exec(call)![1].trim());

test('server.properties gets the zone id, and is the same otherwise', async () => {
  const host = node();
  expect((await host.run('format')).code).toBe(0);
  expect(host.read('etc/kafka/server.properties')).toBe(host.read('etc/kafka-node/server.properties').replace('@@ZONE_ID@@', 'euw1-az1'));
});

test('a broker\'s blank directory gets the id of the cluster and its own', async () => {
  const host = node();
  expect((await host.run('format')).code).toBe(0);
  expect(formatted(host)).toEqual(['']);
  expect(host.read('data/0/log/meta.properties')).toContain(`cluster.id=${CLUSTER}`);
  expect(host.has('data/0/log.new')).toBe(false);
});

test('a directory that has its id is never formatted again', async () => {
  const host = node();
  host.write('data/0/log/meta.properties', meta('0', 'd'));
  expect((await host.run('format')).code).toBe(0);
  expect(formatted(host)).toEqual([]);
});

test.each([
  ['another cluster', meta('0', 'd', 'AAAAAAAAAAAAAAAAAAAAAA'), 'is of cluster AAAAAAAAAAAAAAAAAAAAAA, not Ye2n9lagXrj7SY84IDTCAA'],
  ['another node', meta('7', 'd'), 'is of node 7, not 0'],
  ['nobody, by an empty file', '', 'is of cluster , not Ye2n9lagXrj7SY84IDTCAA'],
])('a disk of %s is refused and left as it is', async (_, text, why) => {
  const host = node();
  host.write('data/0/log/meta.properties', text);
  const { code, log } = await host.run('format');
  expect(code).toBe(78);
  expect(log).toContain(why);
  expect(formatted(host)).toEqual([]);
  expect(host.read('data/0/log/meta.properties')).toBe(text);
});

test('a directory with files and without an id is refused', async () => {
  const host = node();
  host.write('data/0/log/orders-0/00000000000000000000.log', 'messages');
  const { code, log } = await host.run('format');
  expect(code).toBe(78);
  expect(log).toContain('has files, and no meta.properties');
  expect(formatted(host)).toEqual([]);
});

test('a blank disk that was to be adopted is refused', async () => {
  const { code, log } = await node({ DATA: 'adopted' }).run('format');
  expect(code).toBe(78);
  expect(log).toContain('is to be adopted, and has no meta.properties');
});

test('nothing is formatted where no disk is mounted', async () => {
  const host = node();
  host.write('host/mounts', '');
  const { code, log } = await host.run('format');
  expect(code).toBe(1);
  expect(log).toContain('/data/0 is not mounted');
  expect(formatted(host)).toEqual([]);
  expect(host.has('data/0/log')).toBe(false);
});

test('nothing is formatted where another disk is mounted', async () => {
  const host = node();
  host.write('host/other', '');
  host.write('host/mounts', `${host.path('host/other')} ${host.path('data/0')}\n`);
  const { code, log } = await host.run('format');
  expect(code).toBe(78);
  expect(log).toContain('which is not vol-0abc');
  expect(formatted(host)).toEqual([]);
});

describe('a controller with a blank disk', () => {
  test('starts the quorum when it is the first one and nobody else answers', async () => {
    const host = controller();
    const { code, log } = await host.run('format');
    expect(code).toBe(0);
    expect(formatted(host)).toEqual(['--standalone']);
    expect(log).toContain('no other controller answers: this one starts the quorum');
  });

  test('joins when another one answers', async () => {
    const host = controller({}, ['c1000.kafka.internal:9090', '127.0.0.1:1', `127.0.0.1:${peerPort()}`]);
    const { log } = await host.run('format');
    expect(formatted(host)).toEqual(['--no-initial-controllers']);
    expect(log).toContain(`127.0.0.1:${peerPort()} answers: its quorum is joined`);
  });

  test('joins when it is not the first one, or its disk not of the first generation, although nobody answers', async () => {
    const host = controller({ BOOTSTRAP: 'no' });
    await host.run('format');
    expect(formatted(host)).toEqual(['--no-initial-controllers']);
  });

  const disks = (host: NodeHost, ...ids: string[]) => host.stub('aws', `case "$*" in *describe-volumes*Name=tag:kafka:node,Values=${CLUSTER}/1000*) printf '%s\\t' ${ids.join(' ')} ;; *) exit 1 ;; esac`);

  test('starts the quorum beside all the disks that it has now', async () => {
    const host = controller({ VOLUMES: 'vol-0abc:/data/0,vol-0def:/data/1' });
    host.mount('vol-0def', '/data/1');
    disks(host, 'vol-0def', 'vol-0abc');
    await host.run('format');
    expect(formatted(host)).toEqual(['--standalone']);
  });

  test.each([['another zone', ['vol-0abc', 'vol-0old']], ['another stack', ['vol-0old', 'vol-0abc']], ['an id of which its own is the beginning', ['vol-0abcd']]])(
    'starts no quorum beside a disk that it had, as after a change to %s', async (_, ids) => {
      const host = controller();
      disks(host, ...ids);
      const { code, log } = await host.run('format');
      expect(code).toBe(78);
      expect(log).toMatch(/REFUSED: vol-0(old|abcd) was this node's: give it as 'adoptVolumes', delete it, or give a number in 'dataGenerations'/);
      expect(formatted(host)).toEqual([]);
    });

  test('asks again for the disks that it had, where nobody answers', async () => {
    const host = controller();
    host.stub('aws', 'exit 255');
    expect((await host.run('format')).code).not.toBe(0);
    expect(formatted(host)).toEqual([]);
    disks(host, 'vol-0abc');
    expect((await host.run('format')).code).toBe(0);
    expect(formatted(host)).toEqual(['--standalone']);
  });

  test('joins a quorum that answers beside a disk that it had, and asks nobody of it', async () => {
    const host = controller({ BOOTSTRAP: 'no' });
    disks(host, 'vol-0old');
    expect((await host.run('format')).code).toBe(0);
    expect(formatted(host)).toEqual(['--no-initial-controllers']);
  });

  test('starts nothing while its own name does not resolve to its address', async () => {
    const host = controller();
    host.stub('getent', 'exit 2');
    const { code, log } = await host.run('format', { PATIENCE: '9' });
    expect(code).toBe('SIGKILL');
    expect(log).toContain('waiting: c1000.kafka.internal does not resolve to 127.0.0.1');
    expect(formatted(host)).toEqual([]);
  });
});

describe('the controllers that a disk was formatted for', () => {
  const SERVERS = /bootstrap\.servers=(.*)/.exec(brokerProperties())![1];

  test('are written beside the directory, where Kafka does not look', async () => {
    const host = node();
    await host.run('format');
    expect(host.read('data/0/controllers')).toBe(`${SERVERS}\n`);
    expect(host.has('data/0/log/controllers')).toBe(false);
  });

  test('stay what they are', async () => {
    const host = node();
    for (let boot = 0; boot < 3; boot++) { expect((await host.run('format')).code).toBe(0); }
    expect(host.read('data/0/controllers')).toBe(`${SERVERS}\n`);
  });

  test.each([
    ['fewer', 'c1000.kafka.internal:9090'],
    ['brokers', 'b0.kafka.internal:9090,b1.kafka.internal:9090,b2.kafka.internal:9090'],
    ['of other names', SERVERS.replaceAll('kafka.internal', 'other.internal')],
  ])('refuse a configuration in which they are %s, and the disk stays theirs', async (_, servers) => {
    const host = node();
    await host.run('format');
    host.write('etc/kafka-node/server.properties', brokerProperties().replace(SERVERS, servers));
    const { code, log } = await host.run('format');
    expect(code).toBe(78);
    expect(log).toContain(`/data/0 is of the controllers ${SERVERS}, not ${servers}: they never change`);
    expect(host.read('data/0/controllers')).toBe(`${SERVERS}\n`);
  });

  test('are taken from the configuration on a disk that was formatted before they were written', async () => {
    const host = node();
    host.write('data/0/log/meta.properties', meta('0', 'd'));
    expect((await host.run('format')).code).toBe(0);
    expect(host.read('data/0/controllers')).toBe(`${SERVERS}\n`);
  });

  test('mean nothing on a disk that was not formatted to the end', async () => {
    const host = node();
    host.write('data/0/controllers', 'c9.other.internal:9090\n');
    expect((await host.run('format')).code).toBe(0);
    expect(host.read('data/0/controllers')).toBe(`${SERVERS}\n`);
  });

  test('are not taken for none where they cannot be read', async () => {
    const host = controller();
    host.stub('sed', 'case "$*" in *bootstrap*server.properties) exit 1 ;; esac; exec /bin/sed "$@"');
    expect((await host.run('format')).code).toBe(1);
    expect(formatted(host)).toEqual([]);
  });
});

test('a second disk is formatted beside the first, which keeps its id', async () => {
  const host = node({ VOLUMES: 'vol-0abc:/data/0,vol-0def:/data/1' });
  host.mount('vol-0def', '/data/1');
  host.write('data/0/log/meta.properties', meta('0', 'kept'));
  expect((await host.run('format')).code).toBe(0);
  expect(host.read('data/0/log/meta.properties')).toContain('directory.id=kept');
  expect(host.read('data/1/log/meta.properties')).toContain('directory.id=d');
});

test.each([
  ['while Kafka\'s tool writes', `${STORAGE}\nrm "$dir/meta.properties"; touch "$dir/bootstrap.checkpoint"; kill -9 $(ps -o ppid= -p $PPID)`],
  ['after it', `${STORAGE}\nkill -9 $(ps -o ppid= -p $PPID)`],
])('killed %s, it formats the directory the next time', async (_, body) => {
  const host = node();
  host.tool('storage', body);
  expect((await host.run('format')).code).toBe('SIGKILL');
  expect(host.has('data/0/log')).toBe(false);
  host.tool('storage', STORAGE);
  expect((await host.run('format')).code).toBe(0);
  expect(host.read('data/0/log/meta.properties')).toContain(`cluster.id=${CLUSTER}`);
});

test.each([
  ['fails', 'exit 1'],
  ['claims to have worked', 'exit 0'],
])('a tool that %s leaves no directory that looks formatted', async (_, body) => {
  const host = node();
  host.tool('storage', body);
  expect((await host.run('format')).code).not.toBe(0);
  expect(host.has('data/0/log')).toBe(false);
});
