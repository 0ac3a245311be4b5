import { brokerProperties, controllerProperties, directoryOf, meta, NodeHost } from './node-host';

const hosts: NodeHost[] = [];
afterAll(() => hosts.forEach(host => host.remove()));

const CURL = `case "$*" in
  *api/token*) echo token ;;
  *target-lifecycle-state) cat "$HOST_DIR/lifecycle" ;;
  *instance-id) echo i-old ;;
  *) exit 22 ;;
  esac`;

/** Disks and the interface are the instance's until they are detached. */
const AWS = `case "$*" in
  *describe-auto-scaling-instances*) echo Group0 ;;
  *describe-volumes*) if [ ! -e "$HOST_DIR/detached" ]; then echo vol-1; fi ;;
  *detach-volume*) touch "$HOST_DIR/detached" ;;
  *describe-network-interfaces*) echo eni-attach-1 ;;
  esac`;

function node(nodeId: string, scenario: string, properties: string): NodeHost {
  const host = new NodeHost({ NODE_ID: nodeId }, properties);
  hosts.push(host);
  host.write('host/lifecycle', 'Terminated');
  host.stub('curl', CURL);
  host.stub('aws', AWS);
  host.mount('vol-0abc', '/data/0');
  host.write('data/0/log/meta.properties', meta(nodeId, directoryOf(scenario, nodeId)));
  host.answers(scenario);
  return host;
}
const broker = (nodeId: string, scenario: string) => node(nodeId, scenario, brokerProperties());
const controller = (nodeId: string, scenario: string) => node(nodeId, scenario, controllerProperties({ id: Number(nodeId) }));

/** What changes something, in order. Heartbeats come beside it. */
const steps = (host: NodeHost) => host.calls
  .filter(call => /^systemctl (stop|start)|^umount|detach-|complete-lifecycle-action|put-metric-data/.test(call))
  .map(call => /^systemctl \S+ \S+|^umount|detach-\w+(-\w+)?|complete-lifecycle-action|DrainsForced,Value=\d/.exec(call)![0]);

const SAFE = [
  'systemctl stop kafka-node-boot.service', 'systemctl stop kafka.service', 'umount', 'detach-volume',
  'detach-network-interface', 'DrainsForced,Value=0', 'complete-lifecycle-action',
];
const FORCED = SAFE.map(step => step.replace('Value=0', 'Value=1'));

const drain = (host: NodeHost) => host.run('drain', { PATIENCE: '1200', TOOL_LIMIT: '20' });

/** Waiting is in the log, and nothing was stopped before the limit. */
async function forced(host: NodeHost): Promise<string> {
  const { code, log } = await host.run('drain', { PATIENCE: '1200', TOOL_LIMIT: '20' });
  expect(code).toBe(0);
  expect(steps(host)).toEqual(FORCED);
  expect(log).toContain('FORCED: Kafka is stopped after 10 s');
  expect(host.slept).toBeGreaterThanOrEqual(10);
  return log;
}

/** Shorter than in a deployment, where it is 15 minutes. */
function hurried(host: NodeHost): NodeHost {
  host.write('etc/kafka-node/env', host.read('etc/kafka-node/env').replace('DRAIN_LIMIT=900', 'DRAIN_LIMIT=10'));
  return host;
}

test.each(['0', '1', '2'])('broker %s of a healthy cluster stops at once, lets go of its disk and then of its address', async nodeId => {
  const host = broker(nodeId, 'healthy');
  const { code, log } = await drain(host);
  expect(code).toBe(0);
  expect(steps(host)).toEqual(SAFE);
  expect(log).not.toContain('waiting');
  expect(host.read('host/mounts')).toBe('');
  expect(host.callsOf('complete-lifecycle-action')[0]).toMatch(/--lifecycle-action-result CONTINUE --lifecycle-hook-name drain --auto-scaling-group-name Group0 --instance-id i-old/);
});

test('nothing happens before the instance is to be terminated', async () => {
  const host = broker('0', 'healthy');
  host.write('host/lifecycle', 'InService');
  expect((await host.run('drain', { PATIENCE: '20' })).code).toBe('SIGKILL');
  expect(host.calls).toEqual([]);
});

test('nothing is ever forced', async () => {
  const host = broker('0', 'healthy');
  await drain(host);
  expect(host.calls.filter(call => call.includes('--force'))).toEqual([]);
});

test('a broker waits while partitions would fall below min ISR, and names one', async () => {
  expect(await forced(hurried(broker('0', 'broker-down')))).toMatch(/waiting: 4 partitions would have fewer copies in sync than min\.insync\.replicas, such as pairs-0/);
});

test('a broker stops as soon as that is safe', async () => {
  const host = broker('0', 'healthy');
  host.tool('topics', `if [ $(nth topics) -lt 4 ]; then cat ${__dirname}/fixtures/broker-down-topics.txt; else cat ${__dirname}/fixtures/healthy-topics.txt; fi`);
  await drain(host);
  expect(steps(host)).toEqual(SAFE);
  expect(host.slept).toBeLessThan(30);
});

test('a broker does not wait for partitions in which it is not in sync', async () => {
  const host = broker('2', 'broker-down');
  await drain(host);
  expect(steps(host)).toEqual(SAFE);
});

test('a controller stops while the two others are well', async () => {
  const host = controller('1000', 'healthy');
  await drain(host);
  expect(steps(host)).toEqual(SAFE);
  expect(host.callsOf('topics')).toEqual([]);
});

test('a controller waits while too few others are well', async () => {
  const log = await forced(hurried(controller('1000', 'stale-voter')));
  expect(log).toContain('without this controller only 1 of 3 voters would be in sync');
});

test('a controller that is no voter stops at once', async () => {
  const host = controller('1002', 'stale-voter');
  await drain(host);
  expect(steps(host)).toEqual(SAFE);
});

test('where three controllers are meant to be, the first does not stop alone', async () => {
  expect(await forced(hurried(controller('1000', 'first-controller')))).toContain('without this controller only 0 of 1 voters would be in sync');
});

test('one controller that is meant to be alone stops at once', async () => {
  const host = node('1000', 'first-controller', controllerProperties({ id: 1000, peers: ['c1000.kafka.internal:9090'] }));
  await drain(host);
  expect(steps(host)).toEqual(SAFE);
});

test.each([
  ['fails', 'exit 1'],
  ['fails after a good answer', `cat ${__dirname}/fixtures/healthy-topics.txt; exit 1`],
])('a list of partitions that %s counts as unsafe', async (_, body) => {
  const host = hurried(broker('0', 'healthy'));
  host.tool('topics', body);
  expect(await forced(host)).toContain('the partitions cannot be listed');
});

test.each([
  ['fails', 'exit 1', 'the quorum does not answer'],
  ['says nothing', 'exit 0', 'kafka-metadata-quorum.sh printed no table'],
  ['has no leader', `sed s/Leader/Follower/ ${__dirname}/fixtures/healthy-replication.txt`, 'the quorum has no leader'],
  ['does not know the node', `grep -v ^1000 ${__dirname}/fixtures/stale-voter-replication.txt | sed s/Follower/Leader/`, 'the quorum does not know this node and disk, 1000'],
])('a quorum that %s counts as unsafe', async (_, body, why) => {
  const host = hurried(controller('1000', 'healthy'));
  host.tool('metadata-quorum', body);
  expect(await forced(host)).toContain(why);
});

/** Who cannot read what kind of node it is knows nothing of what its stop would do. */
describe('server.properties', () => {
  const unreadable = (what: string) => `case "$*" in *${what}*server.properties) exit 1 ;; esac; exec /bin/sed "$@"`;

  test.each([['a broker', broker], ['a controller', controller]])('that cannot be read counts as unsafe for %s', async (_, make) => {
    const host = hurried(make(make === broker ? '0' : '1000', 'healthy'));
    host.stub('sed', unreadable('process'));
    expect(await forced(host)).toContain('the check itself failed');
  });

  test('that is empty counts as unsafe', async () => {
    const host = hurried(broker('0', 'healthy'));
    host.write('etc/kafka-node/server.properties', '');
    expect(await forced(host)).toContain('server.properties has no process.roles');
  });

  test('that does not say how many controllers there are counts as unsafe', async () => {
    const host = hurried(controller('1000', 'first-controller'));
    host.stub('sed', unreadable('bootstrap'));
    // Kafka's tool is asked nevertheless, as if only this question failed.
    expect(await forced(host)).toContain('the state of the quorum cannot be read');
  });
});

test('a stop that was forced is told although the script was killed after it', async () => {
  const host = hurried(broker('0', 'broker-down'));
  host.stub('systemctl', `if [ "$1" = is-active ]; then cat "$HOST_DIR/kafka-state"; fi
    if [ "$*" = "stop kafka.service" ] && [ ! -e "$HOST_DIR/killed" ]; then touch "$HOST_DIR/killed"; echo inactive > "$HOST_DIR/kafka-state"; kill -9 $PPID; fi`);
  expect((await drain(host)).code).toBe('SIGKILL');
  await drain(host);
  expect(steps(host)).toContain('DrainsForced,Value=1');
});

test('a tool that hangs is ended and counts as unsafe', async () => {
  const host = broker('0', 'healthy');
  host.tool('topics', `[ $(nth topics) != 1 ] || exec /bin/sleep 30; cat ${__dirname}/fixtures/healthy-topics.txt`);
  const { log } = await host.run('drain', { PATIENCE: '1200', TOOL_LIMIT: '2' });
  expect(log).toContain('waiting: the partitions cannot be listed');
  expect(steps(host)).toEqual(SAFE);
});

test.each(['inactive', 'failed', 'activating'])('Kafka that is %s is not asked whether it may stop', async state => {
  const host = broker('0', 'broker-down');
  host.write('host/kafka-state', `${state}\n`);
  await drain(host);
  expect(steps(host)).toEqual(SAFE);
});

test('a disk that stays busy is neither detached nor keeps the termination up', async () => {
  const host = broker('0', 'healthy');
  host.stub('umount', 'exit 32');
  const { log } = await drain(host);
  expect(steps(host)).toEqual([...SAFE.slice(0, 2), ...Array(16).fill('umount'), ...SAFE.slice(-3)]);
  expect(log).toContain('vol-0abc is still attached: EC2 detaches it when this instance ends');
});

test.each([[1, 1], [2, 2], [13, 25], [15, 35]])('a disk that is busy %i times, for %i seconds, is detached as soon as it is not', async (busy, seconds) => {
  const host = broker('0', 'healthy');
  host.stub('umount', `[ $(nth umount) -gt ${busy} ] || exit 32; sed -i "\\| $1$|d" "$HOST_DIR/mounts"`);
  await drain(host);
  expect(steps(host)).toEqual([...SAFE.slice(0, 2), ...Array(busy + 1).fill('umount'), ...SAFE.slice(3)]);
  expect(host.slept).toBeLessThanOrEqual(seconds + 1);
});

test('the hook is kept alive while it waits', async () => {
  const host = hurried(broker('0', 'broker-down'));
  // The sleep of the heartbeat ends with the script.
  host.stub('sleep', '[ "$1" != 60 ] || exec /bin/sleep 1\n[ "$1" != infinity ] || exit 0\necho $(( $(cat "$HOST_DIR/clock") + $1 )) > "$HOST_DIR/clock"');
  await drain(host);
  expect(host.callsOf('record-lifecycle-action-heartbeat').length).toBeGreaterThan(0);
});

test('killed at any step and started again, it ends in the same state', async () => {
  const whole = broker('0', 'healthy');
  await drain(whole);
  for (const step of ['systemctl stop kafka.service', 'umount', 'ec2 detach-volume', 'ec2 detach-network-interface', 'autoscaling complete-lifecycle-action']) {
    const host = broker('0', 'healthy');
    const [command, ...words] = step.split(' ');
    const known = { systemctl: 'if [ "$1" = is-active ]; then cat "$HOST_DIR/kafka-state"; fi', umount: 'sed -i "\\| $1$|d" "$HOST_DIR/mounts"', aws: AWS }[command === 'ec2' || command === 'autoscaling' ? 'aws' : command]!;
    const name = command === 'ec2' || command === 'autoscaling' ? 'aws' : command;
    // The step is done, and then the script is gone.
    host.stub(name, `(${known})\nif [[ "$*" == *"${words.join(' ')}"* ]] && [ ! -e "$HOST_DIR/killed" ]; then touch "$HOST_DIR/killed"; kill -9 $(cat "$HOST_DIR/pid"); fi`);
    host.write('host/pid', '0');
    host.script('victim', 'echo $$ > "$HOST_DIR/pid"; . "${0%/*}/drain"');
    expect((await host.run('victim', { PATIENCE: '1200' })).code).toBe('SIGKILL');
    host.stub(name, known);
    expect((await drain(host)).code).toBe(0);
    expect(host.read('host/mounts')).toBe('');
    expect(host.has('host/detached')).toBe(true);
    expect(host.callsOf('complete-lifecycle-action').length).toBeGreaterThan(0);
  }
});
