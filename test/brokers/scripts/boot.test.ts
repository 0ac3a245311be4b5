import { NodeHost } from './node-host';

const hosts: NodeHost[] = [];
afterAll(() => hosts.forEach(host => host.remove()));

const STEPS = ['install', 'volumes', 'identity', 'secrets', 'format', 'hook', 'gate', 'users'];
const NOT_WAITED_FOR = 'echo "An error occurred (ValidationError) when calling the SignalResource operation: Resource Node0Group is in CREATE_COMPLETE state and cannot be signaled" >&2; exit 254';

/** A node whose steps do nothing but say that they ran. */
function node(env: { [key: string]: string } = {}): NodeHost {
  const host = new NodeHost(env);
  hosts.push(host);
  STEPS.forEach(step => host.script(step, ''));
  return host;
}

const signals = (host: NodeHost) => host.callsOf('signal-resource').map(call => /--status (\w+)/.exec(call)![1]);
const order = (host: NodeHost) => host.calls.filter(call => !call.startsWith('install')).map(call => call.trim().replace(/^aws .*--status /, ''));

test('disks come first, then the address, then Kafka, and the signal last', async () => {
  const host = node();
  expect((await host.run('boot')).code).toBe(0);
  expect(order(host)).toEqual(['volumes', 'identity', 'secrets', 'format', 'hook', 'systemctl start kafka.service', 'gate', 'users', 'SUCCESS']);
  expect(host.callsOf('signal-resource')[0])
    .toMatch(/cloudformation signal-resource --stack-name Kafka --logical-resource-id Node0Group --unique-id i-new --status SUCCESS/);
});

test('an image that lacks what nodes need is told of at once, and nothing is begun on it', async () => {
  const host = node();
  host.script('install', '[ "$1" != needs ] || exit 78');
  expect((await host.run('boot')).code).toBe(78);
  expect(signals(host)).toEqual(['FAILURE']);
  expect(host.calls.filter(call => call.startsWith('install'))).toEqual(['install needs']);
  expect(order(host)).toEqual(['FAILURE']);
});

const NEEDED = STEPS.filter(step => step !== 'users');

test('an administrator that cannot be made keeps no node from its cluster, and is told', async () => {
  const host = node();
  host.script('users', 'exit 1');
  const { code, log } = await host.run('boot');
  expect(code).toBe(0);
  expect(signals(host)).toEqual(['SUCCESS']);
  expect(log).toContain('the administrator could not be made: tried again each hour');
});

test.each(NEEDED)('where %s fails nothing after it is done, nobody is told of success, and the next run goes on', async step => {
  const host = node();
  host.script(step, 'exit 1');
  expect((await host.run('boot')).code).toBe(1);
  expect(signals(host)).toEqual([]);
  const done = order(host);
  if (step !== 'install') { expect(done[done.length - 1]).toBe(step); }
  if (step !== 'gate') { expect(done).not.toContain('systemctl start kafka.service'); }

  host.script(step, '');
  expect((await host.run('boot')).code).toBe(0);
  expect(signals(host)).toEqual(['SUCCESS']);
});

test.each(STEPS)('killed in %s and run again, it ends with one signal', async step => {
  const host = node();
  host.script(step, 'kill -9 $PPID');
  expect((await host.run('boot')).code).toBe('SIGKILL');
  expect(signals(host)).toEqual([]);
  host.script(step, '');
  expect((await host.run('boot')).code).toBe(0);
  expect(signals(host)).toEqual(['SUCCESS']);
});

test('after a reboot everything is done again, and nothing is signalled', async () => {
  const host = node();
  await host.run('boot');
  await host.run('boot');
  expect(host.callsOf('systemctl start')).toHaveLength(2);
  expect(signals(host)).toEqual(['SUCCESS']);
});

test('what no repetition mends is signalled at once as a failure, and a later success is not', async () => {
  const host = node();
  host.script('format', 'exit 78');
  expect((await host.run('boot')).code).toBe(78);
  expect(signals(host)).toEqual(['FAILURE']);
  host.script('format', '');
  expect((await host.run('boot')).code).toBe(0);
  expect(signals(host)).toEqual(['FAILURE']);
});

test('a node that misses its deadline signals a failure once, and keeps trying until it is well', async () => {
  const host = node({ DEADLINE: '30' });
  host.script('gate', '/bin/sleep 2');
  const { code, log } = await host.run('boot');
  expect(code).toBe(0);
  expect(log).toContain('the gate has not passed in 30 s: CloudFormation is told, and the boot goes on');
  expect(signals(host)).toEqual(['FAILURE']);
});

test('the deadline counts from the first boot and not from the last', async () => {
  const host = node({ DEADLINE: '30' });
  host.write('var/lib/kafka-node/first-boot', `${1_800_000_000 - 40}\n`);
  host.script('volumes', '/bin/sleep 1');
  await host.run('boot');
  expect(signals(host)).toEqual(['FAILURE']);
});

test('a signal that nobody waits for is not sent again', async () => {
  const host = node();
  host.stub('aws', NOT_WAITED_FOR);
  const { code, log } = await host.run('boot');
  expect(code).toBe(0);
  expect(log).toContain('no deployment waits for the signal SUCCESS');
  expect(signals(host)).toHaveLength(1);
});

test('a signal that does not get through is sent again', async () => {
  const host = node();
  host.stub('aws', '[ $(nth aws) -gt 2 ] || { echo "Could not connect to the endpoint URL" >&2; exit 255; }');
  expect((await host.run('boot')).code).toBe(0);
  expect(signals(host)).toHaveLength(3);
});

test('nothing is started on an instance that is about to be terminated', async () => {
  const host = node();
  host.write('var/lib/kafka-node/draining', '');
  expect((await host.run('boot')).code).toBe(0);
  expect(host.calls).toEqual([]);
});

test('a missing setting is an error that names it', async () => {
  const host = node();
  host.write('etc/kafka-node/env', host.read('etc/kafka-node/env').replace(/^DEADLINE=.*\n/m, ''));
  const { code, log } = await host.run('boot');
  expect(code).not.toBe(0);
  expect(log).toContain('DEADLINE: unbound variable');
});

describe('Kafka itself', () => {
  function kafka(env: { [key: string]: string } = {}): NodeHost {
    const host = new NodeHost(env);
    hosts.push(host);
    host.tool('server-start', 'echo "heap $KAFKA_HEAP_OPTS"');
    return host;
  }

  test('starts on its mounted disk, with a quarter of the memory or what it is given', async () => {
    const host = kafka();
    host.mount('vol-0abc', '/data/0');
    expect((await host.run('run')).log).toMatch(/heap -Xms(\d{4})m -Xmx\1m/);
    const given = kafka({ HEAP_MB: '4096' });
    given.mount('vol-0abc', '/data/0');
    expect((await given.run('run')).log).toContain('heap -Xms4096m -Xmx4096m');
  });

  test('ends without memory, logs its garbage collection, and has the options of the user last', async () => {
    const host = kafka();
    host.tool('server-start', 'echo "args $EXTRA_ARGS; opts $KAFKA_OPTS;"');
    host.mount('vol-0abc', '/data/0');
    expect((await host.run('run')).log).toContain('args -name kafkaServer -loggc; opts -XX:+ExitOnOutOfMemoryError ;');
    host.write('etc/kafka-node/jvm.options', '-XX:-ExitOnOutOfMemoryError\n-Xlog:safepoint*:file=/tmp/s.log\n');
    expect((await host.run('run')).log).toContain('opts -XX:+ExitOnOutOfMemoryError -XX:-ExitOnOutOfMemoryError -Xlog:safepoint*:file=/tmp/s.log;');
  });

  test("has one collector: the user's, else Kafka's own", async () => {
    const host = kafka();
    host.tool('server-start', 'echo "performance ${KAFKA_JVM_PERFORMANCE_OPTS-as Kafka has it};"');
    host.mount('vol-0abc', '/data/0');
    expect((await host.run('run')).log).toContain('performance as Kafka has it;');
    host.write('etc/kafka-node/jvm.options', '-XX:MaxGCPauseMillis=50\n-XX:-UseG1GC\n');
    expect((await host.run('run')).log).toContain('performance as Kafka has it;');
    for (const options of ['-XX:+UseZGC\n-Da=b\n', '-Da=b\n-XX:+UseShenandoahGC\n']) {
      host.write('etc/kafka-node/jvm.options', options);
      const { log } = await host.run('run');
      expect(log).toContain('performance -server');
      expect(log).not.toContain('G1');
    }
  });

  test('has plugins before its own jars, and no agents there', async () => {
    const host = kafka();
    host.mount('vol-0abc', '/data/0');
    for (const tool of ['server-start', 'topics']) { host.tool(tool, 'echo "path ${CLASSPATH-none};"'); }
    const pathOf = async () => Promise.all(['run', 'tool topics --list'].map(async script => /path (.*);/.exec((await host.run(script)).log)![1]));
    host.script('tool', `. ${host.path('usr/local/lib/kafka-node/lib')}; tool "$@"`);
    expect(await pathOf()).toEqual(['none', 'none']);
    host.write('etc/kafka-node/fetched', ['b.jar', 'agents/c.jar', 'a.jar'].map(name => `0 /opt/kafka-plugins/${name} s3://jars/x\n`).join('') + '0 /etc/x.jar s3://x\n');
    expect(await pathOf()).toEqual(Array(2).fill(`${host.path('opt/kafka-plugins/b.jar')}:${host.path('opt/kafka-plugins/a.jar')}`));
  });

  test('is not started while a disk is not mounted', async () => {
    const host = kafka({ VOLUMES: 'vol-0abc:/data/0,vol-0def:/data/1' });
    host.mount('vol-0abc', '/data/0');
    const { code, log } = await host.run('run');
    expect(code).toBe(1);
    expect(log).toContain('/data/1 is not mounted');
    expect(host.callsOf('server-start')).toEqual([]);
  });

  test('is not started on another disk', async () => {
    const host = kafka();
    host.write('host/other', '');
    host.write('host/mounts', `${host.path('host/other')} ${host.path('data/0')}\n`);
    expect((await host.run('run')).code).toBe(78);
    expect(host.callsOf('server-start')).toEqual([]);
  });
});
