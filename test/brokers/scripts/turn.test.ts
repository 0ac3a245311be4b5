import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { brokerProperties, directoryOf, meta, NodeHost } from './node-host';

const made: { remove(): void }[] = [];
afterAll(() => made.forEach(each => each.remove()));

/** A partition: its copies, and how many of them have to be in sync. */
interface Partition { readonly name: string; readonly copies: number[]; readonly min?: number }

const RACKS: { [broker: number]: string } = { 0: 'az1', 1: 'az2', 2: 'az3', 3: 'az1', 4: 'az2', 5: 'az3', 6: 'az1' };

/** What AWS and Kafka know of a cluster, for every host of it. */
class Cluster {
  public readonly directory = mkdtempSync(join(tmpdir(), 'kafka-cluster-'));
  public readonly hosts = new Map<number, NodeHost>();

  constructor(partitions: Partition[], racks: { [broker: number]: string | undefined } = RACKS) {
    made.push(this);
    for (const name of ['away', 'terminating', 'most-away']) { mkdirSync(join(this.directory, name)); }
    writeFileSync(join(this.directory, 'partitions'), partitions.map(({ name, copies, min = 2 }) => `${name} ${min} ${copies.join()}\n`).join(''));
    writeFileSync(join(this.directory, 'endpoints'), ['ID         HOST      PORT       RACK     STATE      ENDPOINT_TYPE', ...Object.entries(racks)
      .map(([id, rack]) => `${id}          localhost 1920${id}      ${rack ?? 'null'} unfenced   broker`)].join('\n'));
  }

  public remove(): void {
    this.hosts.forEach(host => host.remove());
    rmSync(this.directory, { recursive: true });
  }

  /** Who is not in sync. */
  public away(...ids: number[]): void {
    ids.forEach(id => writeFileSync(join(this.directory, 'away', `${id}`), ''));
  }

  /** Whose instance is being terminated. */
  public terminating(...ids: number[]): void {
    ids.forEach(id => writeFileSync(join(this.directory, 'terminating', `i-${id}`), ''));
  }

  public has(path: string): boolean {
    return existsSync(join(this.directory, path));
  }

  /** The sets of brokers that were away at some time. */
  public get wereAway(): string[] {
    return readdirSync(join(this.directory, 'most-away')).sort();
  }

  /** A broker whose instance is to be terminated. It is back a second after it has stopped, if it comes back. */
  public broker(id: number, env: { [key: string]: string } = {}, comesBack = true): NodeHost {
    const host = new NodeHost({ NODE_ID: `${id}`, ...env }, brokerProperties());
    this.hosts.set(id, host);
    this.terminating(id);
    host.stub('curl', `case "$*" in
      *api/token*) echo token ;;
      *target-lifecycle-state) echo Terminated ;;
      *instance-id) echo i-${id} ;;
      *) exit 22 ;;
      esac`);
    // Its instance ends when Kafka has stopped, and the next one has the interface.
    host.stub('aws', `cd '${this.directory}'
      case "$*" in
      *describe-network-interfaces*--filters*) for rack in $(awk '$1 != "ID" { print $1 }' endpoints); do printf 'i-%s\\tYe2n9lagXrj7SY84IDTCAA/%s\\n' $rack $rack; done ;;
      *describe-network-interfaces*) echo eni-attach-1 ;;
      *LifecycleState*) for word; do if [ -e "terminating/$word" ]; then echo "$word"; fi; done ;;
      *describe-auto-scaling-instances*) echo Group0 ;;
      *complete-lifecycle-action*) rm -f terminating/i-${id} ;;
      esac`);
    host.stub('systemctl', `cd '${this.directory}'
      if [ "$1" = is-active ]; then cat "$HOST_DIR/kafka-state"; fi
      if [ "$*" = "stop kafka.service" ]; then
        echo inactive > "$HOST_DIR/kafka-state"
        touch away/${id}
        touch "most-away/$(ls away | paste -sd ,)"
        ${comesBack ? `(/bin/sleep 1; rm -f away/${id}) > /dev/null 2>&1 &` : ''}
      fi`);
    host.mount('vol-0abc', '/data/0');
    host.write('data/0/log/meta.properties', meta(`${id}`, directoryOf('healthy', '0')));
    host.tool('cluster', `cat '${this.directory}/endpoints'`);
    host.tool('topics', `cd '${this.directory}'
      while read -r name min copies; do
        isr= leader=none
        for copy in \${copies//,/ }; do if [ ! -e away/$copy ]; then isr+=,$copy; leader=$copy; fi; done
        if [ "$leader" = none ]; then isr=,$copies; fi
        printf 'Topic: %s\\tTopicId: x\\tPartitionCount: 1\\tReplicationFactor: 3\\tConfigs: min.insync.replicas=%s\\n' $name $min
        printf '\\tTopic: %s\\tPartition: 0\\tLeader: %s\\tReplicas: %s\\tIsr: %s\\tElr: \\tLastKnownElr: \\n' $name $leader $copies \${isr#,}
      done < partitions`);
    return host;
  }

  /** Drains all of its brokers at once, to the end. */
  public async drain(faster = 1): Promise<Map<number, string>> {
    // Time goes on for each host as it sleeps, and for several alike.
    const pause = this.hosts.size > 1 ? '/bin/sleep 0.$1' : '';
    this.hosts.forEach(host => host.stub('sleep', `[ "$1" != infinity ] || exit 0
      if [ "$1" -ge 60 ]; then exec /bin/sleep 20; fi
      echo $(( $(cat "$HOST_DIR/clock") + $1 * ${faster} )) > "$HOST_DIR/clock"
      ${pause}`));
    return new Map(await Promise.all([...this.hosts].map(async ([id, host]): Promise<[number, string]> => {
      const { code, log } = await host.run('drain', { TOOL_LIMIT: '20' });
      expect([code, log]).toEqual([0, log]);
      return [id, log];
    })));
  }

  public async drainOne(id: number, faster?: number): Promise<string> {
    return (await this.drain(faster)).get(id)!;
  }
}

/** No partition has two copies in a zone. */
const SPREAD = [{ name: 'orders', copies: [0, 1, 2] }, { name: 'payments', copies: [3, 4, 5] }, { name: 'carts', copies: [6, 1, 5] }];
/** Brokers 0 and 3 have both. */
const CROWDED = [...SPREAD, { name: 'crowded', copies: [0, 3, 1] }];

test('brokers of a zone stop at once where no partition has two copies in it', async () => {
  const cluster = new Cluster(SPREAD);
  [0, 3, 6].forEach(id => cluster.broker(id, {}, false));
  const logs = await cluster.drain();
  expect(cluster.wereAway).toContain('0,3,6');
  expect([...logs.values()].join('')).not.toMatch(/waiting|FORCED/);
  // Nobody had to be asked who else stops.
  expect([...cluster.hosts.values()].flatMap(host => host.callsOf('LifecycleState'))).toEqual([]);
});

test('brokers that have copies of the same partition stop one after another, by their ids, and the others of the zone at once', async () => {
  const cluster = new Cluster([...SPREAD, { name: 'crowded', copies: [3, 6, 1] }]);
  [0, 3, 6].forEach(id => cluster.broker(id));
  const logs = await cluster.drain();
  expect(cluster.wereAway.filter(ids => ids.includes('3') && ids.includes('6'))).toEqual([]);
  expect(logs.get(0)).not.toContain('waiting');
  expect(logs.get(6)).toMatch(/waiting: the zone does not stop at once, because of crowded-0: broker \S+ (stops first|is not back)/);
  expect([...logs.values()].join('')).not.toContain('FORCED');
});

test.each([
  ['one copy', { name: 'single', copies: [0] }, { name: 'alone', copies: [3], min: 1 }],
  ['as many copies as are needed', { name: 'pair', copies: [0, 1] }, { name: 'other', copies: [3, 2] }],
])('brokers with partitions of %s, of which none can be missing, stop one after another', async (_, one, other) => {
  const cluster = new Cluster([...SPREAD, one, other]);
  [0, 3].forEach(id => cluster.broker(id));
  const logs = await cluster.drain();
  expect(cluster.wereAway.filter(ids => ids === '0,3')).toEqual([]);
  expect(logs.get(3)).toContain(`because of ${other.name}-0: broker 0`);
});

test('as long as nobody else of the zone stops, a broker does not wait, whatever it has in common with others', async () => {
  const cluster = new Cluster(CROWDED);
  const host = cluster.broker(0);
  expect(await cluster.drainOne(0)).not.toMatch(/waiting|FORCED/);
  expect(host.slept).toBe(0);
  expect(host.callsOf('LifecycleState')).toHaveLength(1);
});

test('who stops in another zone is not waited for', async () => {
  const cluster = new Cluster(CROWDED);
  cluster.terminating(1, 2);
  cluster.broker(3);
  expect(await cluster.drainOne(3)).not.toMatch(/waiting|FORCED/);
});

test('a broker that is the first lets those go before it that may have looked around before it was to be seen', async () => {
  const cluster = new Cluster(CROWDED);
  cluster.terminating(3);
  const host = cluster.broker(0);
  expect(await cluster.drainOne(0)).toContain('because of crowded-0: broker 3 may be about to stop too');
  expect(host.slept).toBe(45);
});

test('a broker that died while it was stopping is waited for until it is back, and its end leaves nothing behind', async () => {
  const cluster = new Cluster(CROWDED);
  cluster.terminating(0);
  const host = cluster.broker(3);
  // The other's machine ends: its broker is out of sync, its instance is gone, the next one is there.
  host.tool('metadata-quorum', 'exit 1');
  host.stub('date', `if [ "$*" != +%s ]; then exec /bin/date "$@"; fi
    clock=$(cat "$HOST_DIR/clock"); echo "$clock"; cd '${cluster.directory}'
    if [ "$clock" -ge 1800000020 ] && [ -e terminating/i-0 ]; then rm terminating/i-0; touch away/0; fi
    if [ "$clock" -ge 1800001000 ]; then rm -f away/0; fi`);
  const log = await cluster.drainOne(3, 10);
  expect(log).toContain('broker 0 stops first');
  expect(log).toContain('broker 0 is not back');
  expect(log).not.toContain('FORCED');
  // Longer than a stop that is not safe is put off: all of a zone would give up at the same time.
  expect(host.slept).toBeGreaterThanOrEqual(1000);
});

test('a broker that never comes back is given up when nothing has changed for as long as an instance may take', async () => {
  const cluster = new Cluster(CROWDED.map(partition => ({ ...partition, min: 1 })));
  const host = cluster.broker(3, { DEADLINE: '1200' });
  cluster.terminating(0);
  host.stub('date', `if [ "$*" != +%s ]; then exec /bin/date "$@"; fi
    clock=$(cat "$HOST_DIR/clock"); echo "$clock"; cd '${cluster.directory}'
    if [ "$clock" -ge 1800000100 ] && [ -e terminating/i-0 ]; then rm terminating/i-0; touch away/0; fi`);
  const log = await cluster.drainOne(3, 10);
  expect(log).toMatch(/FORCED: Kafka is stopped after 13\d\d s although the zone does not stop at once, because of crowded-0: broker 0 is not back/);
  expect(cluster.has('away/3')).toBe(true);
});

describe('while a broker of another zone is away', () => {
  const waiting = (log: string) => log.split('\n').find(line => line.includes('waiting: '));

  test('nobody stops, and the log says whom it waits for', async () => {
    const cluster = new Cluster(SPREAD);
    cluster.away(1);
    const host = cluster.broker(0);
    host.stub('date', `if [ "$*" != +%s ]; then exec /bin/date "$@"; fi
      clock=$(cat "$HOST_DIR/clock"); echo "$clock"
      if [ "$clock" -ge 1800000100 ]; then rm -f '${cluster.directory}/away/1'; fi`);
    const log = await cluster.drainOne(0);
    expect(waiting(log)).toMatch(/waiting: 1 partitions would have fewer copies in sync than min\.insync\.replicas, such as orders-0, until broker 1 is in sync$/);
    expect(log).not.toContain('FORCED');
  });

  test('those that are stopped although it is not safe are so one after another', async () => {
    const cluster = new Cluster([...SPREAD, { name: 'more', copies: [3, 1, 5] }]);
    cluster.away(1);
    [0, 3].forEach(id => cluster.broker(id, { DRAIN_LIMIT: '60' }));
    const logs = await cluster.drain();
    expect(cluster.wereAway).toEqual(['0,1', '1,3']);
    for (const [id, log] of logs) { expect(log).toMatch(new RegExp(`FORCED: .* although 1 partitions would have fewer copies in sync than min.insync.replicas, such as ${id ? 'more' : 'orders'}-0`)); }
  });
});

describe('what is not known counts as a reason to wait:', () => {
  const forced = async (cluster: Cluster) => {
    const log = await cluster.drainOne(3);
    expect(log).toContain('FORCED: Kafka is stopped after 10 s');
    return log;
  };

  test('the racks of the brokers', async () => {
    const cluster = new Cluster(SPREAD);
    cluster.broker(3, { DRAIN_LIMIT: '10' }).tool('cluster', 'exit 1');
    expect(await forced(cluster)).toContain('waiting: the racks of the brokers are not known');
  });

  test('an answer without any rack', async () => {
    const cluster = new Cluster(SPREAD);
    cluster.broker(3, { DRAIN_LIMIT: '10' }).tool('cluster', 'echo nothing');
    expect(await forced(cluster)).toContain('waiting: the racks of the brokers are not known');
  });

  test.each([['whose interfaces are attached', '--filters'], ['which instances end', 'LifecycleState']])('%s', async (_, call) => {
    const cluster = new Cluster(CROWDED);
    const host = cluster.broker(3, { DRAIN_LIMIT: '10' });
    const aws = host.read('host/bin/aws');
    host.stub('aws', `case "$*" in *${call}*) exit 255 ;; esac`);
    host.write('host/bin/aws', `${host.read('host/bin/aws')}\n${aws.split('\n').slice(2).join('\n')}`);
    expect(await forced(cluster)).toContain('waiting: the zone does not stop at once, because of crowded-0: EC2 Auto Scaling does not say which brokers stop');
  });

  test.each<[string, { [broker: number]: string | undefined }]>([
    ['a broker without a rack', { ...RACKS, 4: undefined }],
    ['a broker that is not registered', Object.fromEntries(Object.entries(RACKS).filter(([id]) => id !== '4'))],
  ])('where %s is', async (_, racks) => {
    const cluster = new Cluster([{ name: 'payments', copies: [3, 4, 5] }], { ...racks, 0: 'az1' });
    cluster.terminating(4);
    const host = cluster.broker(3);
    const log = await cluster.drainOne(3);
    // Who is not registered has no instance that AWS would be asked for, so there is nobody to wait for.
    if (racks[4] === undefined && '4' in racks) { expect(log).toContain('because of payments-0: broker 4 may be about to stop too'); }
    expect(host.callsOf('describe-network-interfaces --filters')).not.toEqual([]);
  });
});

test('an answer that took too long is not acted upon', async () => {
  const cluster = new Cluster(CROWDED);
  const host = cluster.broker(3);
  const topics = host.read('opt/kafka/bin/kafka-topics.sh').split('\n').slice(2).join('\n');
  host.tool('topics', `if [ $(nth topics) = 2 ]; then echo $(( $(cat "$HOST_DIR/clock") + 31 )) > "$HOST_DIR/clock"; fi\n${topics}`);
  expect(await cluster.drainOne(3)).toContain('because of crowded-0: the check took more than 30 s');
});

test('AWS is asked for fifty instances at a time', async () => {
  const ids = Array.from({ length: 120 }, (_, i) => i);
  const cluster = new Cluster([{ name: 'wide', copies: ids, min: 1 }], Object.fromEntries(ids.map(id => [id, 'az1'])));
  cluster.terminating(119);
  const host = cluster.broker(5);
  await cluster.drainOne(5);
  const asked = host.callsOf('LifecycleState').slice(0, 3).map(call => call.match(/i-\d+/g)!.length);
  expect(asked).toEqual([50, 50, 19]);
});
