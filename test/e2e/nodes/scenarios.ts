import { deepStrictEqual, match, ok, rejects } from 'assert';
import { isDeepStrictEqual } from 'util';
import { additions, JVM_OPTION, told } from './additions';
import { atOnce, order, timeOf } from './judgements';
import { BROKERS, CONTROLLERS, Mistake, MORE_BROKERS, NodeCluster, NODES } from './node-cluster';
import { scrape } from './prometheus';
import type { Assembly } from '../../../cli/run/cloud';

/** Something that a team does to its cluster, or that happens to it, and what holds meanwhile. Returns what was measured. */
export interface Scenario {
  readonly claim: string;
  readonly run: (cluster: NodeCluster) => Promise<string | void>;
}

/** How many records each library sends at first; they are read again at the very end. */
const FIRST_RECORDS = 1000;

/** The same archive under another name: what nodes fetched before is no longer in the templates. */
export const OTHER_ARCHIVE = 'kafka-later.tgz';

/** The units of all figures that nodes publish, and which have none. */
const UNITS: { readonly [unit: string]: string[] } = {
  '': [
    'KafkaUp', 'DataUsedPercent', 'ConnectionsPercent', 'BootSeconds', 'CertificateDaysLeft', 'DrainsForced', 'UnderReplicatedPartitions', 'PartitionsAtRisk',
    'RequestHandlerIdle', 'NetworkProcessorIdle',
  ],
  'Count': [
    'UnderMinIsrPartitions', 'OfflinePartitions', 'ActiveControllers', 'MetadataErrors', 'OfflineLogDirectories', 'UncleanElections', 'AtMinIsrPartitions',
    'FencedBrokers', 'TimedOutHeartbeats', 'IsrShrinks', 'Connections',
  ],
  'Count/Second': ['ConnectionCreationRate'],
  'Milliseconds': ['MetadataLagMs', 'ControllerQueueTimeP99Ms', 'ProduceP99Ms', 'FetchConsumerP99Ms', 'LogFlushP99Ms'],
};

/** The zone that goes down. */
const ZONE = 'eu-west-1c';

export const CREATION: Scenario[] = [
  {
    claim: 'the stack is created: three controllers and three brokers boot by their user data, one after another',
    run: async cluster => {
      const { events } = await cluster.deploySuccessfully('created', {});
      deepStrictEqual(order(events), groupsOf(cluster, NODES));
      deepStrictEqual(atOnce(events), []);
      await cluster.untilFigure("every node to publish what it reads by Kafka's JmxTool", NODES, 'MetadataErrors', value => value === 0);
    },
  },
  {
    claim: "from the consumer's VPC every library produces to each broker and reads everything back",
    run: async cluster => {
      await cluster.admin().createTopic('first', BROKERS);
      for (const client of cluster.clients()) { deepStrictEqual((await client.produce('first', FIRST_RECORDS)).failures, {}); }
      return `${await readFirst(cluster)} records`;
    },
  },
];

export const CHANGES: Scenario[] = [
  {
    claim: 'a change of the configuration, of the archive and of what Java has, with the exporter of figures, which Prometheus alone reads, rolls node by node in the order of the chain, '
      + 'each after a safe stop; a broker that dies before its turn comes back with the archive that it had, while clients produce',
    run: async cluster => cluster.whileProducing('configured', async () => {
      const before = NODES.map(nodeId => cluster.instanceId(nodeId));
      const { name: file, sha512 } = cluster.exporter;
      const deployment = cluster.deploySuccessfully('configured', {
        overrides: { 'log.retention.hours': '48' }, archive: OTHER_ARCHIVE, exporter: { file, sha512 }, additions: await additions(cluster.log),
      });
      const comesBack = diesAndComesBack(cluster, 2);
      const [{ events }] = await Promise.all([deployment, comesBack]);
      deepStrictEqual(order(events), groupsOf(cluster, NODES));
      deepStrictEqual(atOnce(events), []);
      deepStrictEqual(NODES.map(nodeId => cluster.instanceId(nodeId)).filter(id => before.includes(id)), []);
      deepStrictEqual(undrained(cluster), []);
      await cluster.untilFigure('every node to publish what it reads by the exporter', NODES, 'MetadataLagMs', value => value < 30_000);
      await scrape(cluster);
      const settings = await cluster.admin().brokerSettings(BROKERS, ['log.retention.hours']);
      deepStrictEqual([...settings.values()].map(found => found['log.retention.hours'].value), BROKERS.map(() => '48'));
      for (const nodeId of NODES) {
        deepStrictEqual(await cluster.contentOf(nodeId, '/var/log/kafka/additions'), told(nodeId));
        ok((await cluster.javaOf(nodeId)).includes(JVM_OPTION));
      }
    }),
  },
  {
    claim: 'an instance that is killed comes back by itself with its disk, id and address, while clients produce',
    run: async cluster => cluster.whileProducing('killed', async workload => {
      const [killed, held] = [cluster.instanceId(1), cluster.heldBy(1)];
      deepStrictEqual(held.length, 2);
      await cluster.plane.groupOf(1).instance!.machine!.kill();
      await workload.goesOn();
      await cluster.until('another instance of broker 1', () => cluster.plane.groupOf(1).instance?.id !== killed);
      await cluster.until('the disk and the address of broker 1 to move', () => cluster.heldBy(1).join() === held.join());
      await cluster.untilHealthy();
    }),
  },
  {
    claim: 'a Kafka without memory ends, and its instance starts it again, while clients produce',
    run: async cluster => cluster.whileProducing('memory', async workload => {
      const [instance, before] = [cluster.instanceId(1), await cluster.javaOf(1)];
      await cluster.exhaust(1, 2);
      await cluster.untilAnotherJava(1, before);
      await workload.goesOn();
      await cluster.untilHealthy();
      deepStrictEqual(cluster.instanceId(1), instance);
      match(await cluster.contentOf(1, '/var/log/kafka/kafkaServer-gc.log'), /Pause Young/);
    }),
  },
  {
    claim: 'brokers are added, one in each zone, and given partitions, while clients produce, and touch no other node; to roll by zone from now on touches none either',
    run: async cluster => cluster.whileProducing('grown', async () => {
      const before = NODES.map(nodeId => cluster.instanceId(nodeId));
      await cluster.deploySuccessfully('grown', { brokerCount: 6, byZone: true });
      deepStrictEqual(NODES.map(nodeId => cluster.instanceId(nodeId)), before);
      await cluster.untilHealthy([...BROKERS, ...MORE_BROKERS]);
      await cluster.reassign(['first', 'grown'], [...BROKERS, ...MORE_BROKERS]);
      for (const brokerId of MORE_BROKERS) {
        ok((await cluster.partitionsOf(brokerId)).some(partition => partition.startsWith('grown-')), `broker ${brokerId} has no partition of the topic that is written to`);
      }
    }),
  },
  {
    claim: 'a change rolls six brokers zone by zone, those of a zone at once, but one after another in the zone where a partition has two copies, while clients produce',
    run: async cluster => {
      let times = '';
      const produced = await cluster.whileProducing('by-zone', async () => { times = await rollsByZone(cluster); }, [...BROKERS, ...MORE_BROKERS]);
      return `${times}; ${produced}`;
    },
  },
  {
    claim: 'brokers are removed after their partitions, while clients produce, touch no other node, and their disks stay',
    run: async cluster => cluster.whileProducing('shrunk', async () => {
      const before = NODES.map(nodeId => cluster.instanceId(nodeId));
      const disks = MORE_BROKERS.map(brokerId => cluster.heldBy(brokerId).find(id => id.startsWith('vol-'))!);
      for (const brokerId of MORE_BROKERS) {
        await cluster.kafkaAdmin(0, 'configs', '--alter', '--entity-type', 'brokers', '--entity-name', `${brokerId}`, '--add-config', 'cordoned.log.dirs=*');
      }
      await cluster.reassign((await cluster.kafkaAdmin(0, 'topics', '--list')).trim().split('\n'), BROKERS);
      deepStrictEqual((await Promise.all(MORE_BROKERS.map(async brokerId => cluster.partitionsOf(brokerId)))).flat(), []);
      await cluster.deploySuccessfully('shrunk', { brokerCount: 3, byZone: undefined });
      for (const brokerId of MORE_BROKERS) { await cluster.kafkaAdmin(0, 'cluster', 'unregister', '--id', `${brokerId}`); }
      deepStrictEqual(NODES.map(nodeId => cluster.instanceId(nodeId)), before);
      deepStrictEqual(disks.filter(disk => !cluster.plane.instances.volumes.has(disk)), []);
      await cluster.untilHealthy();
    }),
  },
  {
    claim: 'a zone goes down and its nodes are parked, which touches no other; a change rolls over the brokers that are left; and all come back with their disks, while clients produce',
    run: async cluster => cluster.whileProducing('zone', async workload => {
      await cluster.kafkaAdmin(0, 'topics', '--create', '--topic', 'own', '--partitions', '1', '--replication-factor', '3', '--config', 'min.insync.replicas=2');
      const parked = cluster.nodesIn(ZONE);
      const rest = NODES.filter(nodeId => !parked.includes(nodeId));
      const [before, held] = [rest.map(nodeId => cluster.instanceId(nodeId)), parked.map(nodeId => cluster.heldBy(nodeId))];
      const zoneUp = await cluster.zoneDown(ZONE);
      await workload.goesOn();
      await cluster.deploySuccessfully('parked', { parked });
      await workload.goesOn();
      deepStrictEqual(rest.map(nodeId => cluster.instanceId(nodeId)), before);

      // In the order of docs/operations.md.
      const brokers = rest.filter(nodeId => BROKERS.includes(nodeId));
      await cluster.untilFigure('the brokers that are left to miss copies', brokers, 'UnderReplicatedPartitions', value => value > 0);
      deepStrictEqual((await cluster.kafkaAdmin(0, 'topics', '--describe', '--unavailable-partitions')).trim(), '');
      await cluster.demandInSync(1);
      await cluster.demandInSync(1, 'own');
      await cluster.untilFigure('the brokers that are left to find no partition at risk', brokers, 'PartitionsAtRisk', value => value === 0);
      const { events } = await cluster.deploySuccessfully('in-two-zones', { maxConnections: 4000 });
      deepStrictEqual([order(events), atOnce(events)], [groupsOf(cluster, brokers), []]);
      await cluster.demandInSync(2);
      await cluster.demandInSync(2, 'own');
      await workload.goesOn();

      const changed = rest.map(nodeId => cluster.instanceId(nodeId));
      await zoneUp();
      await cluster.deploySuccessfully('back', { parked: undefined });
      await cluster.until(`nodes ${parked.join(' and ')} to have their disks and addresses`, () => isDeepStrictEqual(parked.map(nodeId => cluster.heldBy(nodeId)), held));
      deepStrictEqual(rest.map(nodeId => cluster.instanceId(nodeId)), changed);
      await cluster.untilHealthy();
      deepStrictEqual(forced(cluster), []);
      const name = 'listener.name.client.max.connections';
      const settings = await cluster.admin().brokerSettings(BROKERS, [name]);
      deepStrictEqual([...settings.values()].map(found => found[name].value), BROKERS.map(() => '4000'));
    }),
  },
  {
    claim: "the first controller's disk is replaced, and it joins the quorum as a new member, while clients produce",
    run: async cluster => cluster.whileProducing('disk', async () => {
      const rest = NODES.slice(1).map(nodeId => cluster.instanceId(nodeId));
      const directory = await directoryOf(cluster, 1000);
      await cluster.kafkaAdmin(1001, 'metadata-quorum', 'remove-controller', '--controller-id', '1000', '--controller-directory-id', directory);
      await cluster.deploySuccessfully('controller-disk', { dataGenerations: { 1000: 1 } });
      deepStrictEqual(NODES.slice(1).map(nodeId => cluster.instanceId(nodeId)), rest);
      ok(await directoryOf(cluster, 1000) !== directory, 'the controller has its old disk');
      await cluster.untilHealthy();
    }),
  },
  {
    claim: 'a node that cannot start stops the roll at the first one and is rolled back, and the rest serve',
    run: async cluster => cluster.whileProducing('broken', async () => brokenConfigurationIsStopped(cluster)),
  },
  {
    claim: 'the stack is deleted, and created anew on its old volumes, with every message there',
    run: async cluster => {
      const adoptVolumes = cluster.volumes();
      await cluster.plane.delete();
      deepStrictEqual(cluster.plane.instances.groups.size, 0);
      // No controller has a leader before the second one is there, so the gate must not ask for one.
      const { events } = await cluster.deploySuccessfully('adopted', { adoptVolumes, dataGenerations: undefined, additions: undefined, mode: 'LIVENESS' });
      deepStrictEqual(order(events), groupsOf(cluster, NODES));
      deepStrictEqual(cluster.volumes(), adoptVolumes);
      await cluster.untilHealthy();
      return `${await readFirst(cluster)} records`;
    },
  },
  {
    claim: 'no node asked for what its role does not allow, and each said how it is',
    run: async cluster => {
      const { denials, metrics, logs } = cluster.plane.instances;
      // The role is that of the new disk before the old instance is gone, whose old disk EC2 detaches when it ends.
      deepStrictEqual(denials.filter(denial => !denial.includes('ec2:DetachVolume')), []);
      const published = new Set(metrics.map(({ name, unit = '' }) => `${name} ${unit}`));
      deepStrictEqual([...published].sort(), Object.entries(UNITS).flatMap(([unit, names]) => names.map(name => `${name} ${unit}`)).sort());
      deepStrictEqual(forced(cluster), []);
      ok([...logs.values()].flat().some(line => line.includes('signalled SUCCESS')), 'no boot log was sent');
      return `${metrics.length} figures, ${logs.size} log streams`;
    },
  },
];

/** Each is a mistake in the templates or scripts that a check above must see: what would pass it over proves nothing. */
export const MISTAKES: Scenario[] = [
  {
    claim: 'a hook that is missing shows: a node is gone without having been drained',
    run: async cluster => {
      // A group has its hook until the end of the deployment that takes it away.
      await cluster.deploySuccessfully('without-hooks', {}, withoutHooks);
      const [before, { machine }] = [drains(cluster), cluster.plane.groupOf(2).instance!];
      await cluster.deploySuccessfully('without-hooks-parked', { parked: [2] }, withoutHooks);
      await cluster.until('the machine of broker 2 to be gone', () => !machine!.running);
      deepStrictEqual(drains(cluster), before);
      await cluster.deploySuccessfully('with-hooks', { parked: undefined });
      await cluster.untilHealthy();
    },
  },
  {
    claim: 'scripts with another sha256 are refused by name: the roll stops at the first node, and the rest serve',
    run: async cluster => {
      const [first, ...rest] = NODES;
      const group = cluster.plane.groupOf(first);
      const [before, old] = [rest.map(nodeId => cluster.instanceId(nodeId)), cluster.instanceId(first)];
      const deployment = cluster.deploy('another-sha256', {}, assembly => changeUserData(assembly, group.logicalId, 'SCRIPTS_SHA256=', 'SCRIPTS_SHA256=0'));
      await cluster.until('the first controller to roll', () => group.instance !== undefined && group.instance.id !== old);
      const refusing = group.instance!;
      const { succeeded, reason } = await deployment;
      deepStrictEqual([succeeded, reason], [false, `${group.logicalId}: received a FAILURE signal from ${refusing.id}`]);
      // Nobody is there to drain it: the hook ends when no sign of life comes.
      refusing.heartbeatUntil = 0;
      await cluster.until(`${refusing.id} to be gone`, () => !refusing.machine!.running);
      match(refusing.machine!.console(), /REFUSED: s3:\/\/cdk-\S+\.tar has another sha256/);
      deepStrictEqual(rest.map(nodeId => cluster.instanceId(nodeId)), before);
      await cluster.untilHealthy();
    },
  },
  {
    claim: 'a node that is replaced waits for its scripts while their bucket is down, while it may not read them and while they are not there; then it boots',
    run: async cluster => {
      const group = cluster.plane.groupOf(2);
      const { downBuckets, lateObjects, reads } = cluster.plane.instances;
      // Its rights alone, so nothing rolls.
      await cluster.deploySuccessfully('without-script-rights', {}, assembly => withoutScriptRights(assembly, group.logicalId));
      const { object } = reads.filter(({ object: read }) => read.endsWith('.tar')).at(-1)!;
      const bucket = object.split('/')[0];
      const killed = group.instance!;
      const met = async (outcome: typeof reads[number]['outcome']) =>
        cluster.until(`broker 2 to find its scripts ${outcome}`, () => reads.some(read => read.instanceId === group.instance!.id && read.outcome === outcome));
      const says = async (text: string) => cluster.until(`broker 2 to say ${text}`, () =>
        group.instance!.machine!.console().split('\n').some(line => line.includes(`waiting: s3://${object} could not be fetched`) && line.includes(text)));
      downBuckets.add(bucket);
      await killed.machine!.kill();
      await cluster.until('another instance of broker 2', () => group.instance?.machine !== undefined && group.instance.id !== killed.id);
      await met('down');
      await says('(503)');
      downBuckets.delete(bucket);
      await met('denied');
      await says('(403)');
      lateObjects.add(object);
      await cluster.deploySuccessfully('with-script-rights', {});
      await met('missing');
      lateObjects.delete(object);
      await met('read');
      await cluster.untilFigure('broker 2 to run again', [2], 'KafkaUp', value => value === 1);
      await cluster.untilHealthy();
    },
  },
  {
    claim: 'an edge of the chain that is missing shows: two nodes are at work at once',
    run: async cluster => {
      const [first, second] = groupsOf(cluster, [1000, 1001]);
      const { events } = await cluster.deploy('without-an-edge', {}, assembly => {
        const group = launching(assembly).Resources[second] as { DependsOn?: string[] };
        group.DependsOn = group.DependsOn!.filter(id => id !== first);
        for (const id of [first, second]) { changeUserData(assembly, id, '#!/bin/bash', '#!/bin/bash\n# once more'); }
      });
      ok(atOnce(events).length > 0, 'no two nodes were at work at once');
      return atOnce(events)[0];
    },
  },
  {
    claim: 'a gate that always passes shows: the roll goes past a node that cannot start',
    // The first node's only: at a later one the roll would end after the quorum, which what comes back waits for.
    run: async cluster => {
      const [first] = groupsOf(cluster, NODES);
      await rejects(brokenConfigurationIsStopped(cluster, assembly => withoutGate(assembly, first)), NOT_STOPPED);
    },
  },
];

/** It ends at the next one, whose gate does not pass. */
const NOT_STOPPED = /^AssertionError.*: no node can start, and the roll went past the first one/;

const DEADLINE = /^DEADLINE=.*$/m;

/** How long a node that cannot start is waited for: less than a user may say, since more shows nothing more. */
const HOPELESS_SECONDS = 30;

async function brokenConfigurationIsStopped(cluster: NodeCluster, mistake?: Mistake): Promise<void> {
  const [first, ...rest] = NODES;
  const before = rest.map(nodeId => cluster.instanceId(nodeId));
  const { succeeded, reason } = await cluster.deploy('broken', { overrides: { 'metric.reporters': 'no.such.Reporter' } }, assembly => {
    for (const id of groupsOf(cluster, NODES)) { changeUserData(assembly, id, DEADLINE, `DEADLINE=${HOPELESS_SECONDS}`); }
    mistake?.(assembly);
  });
  ok(!succeeded && reason!.startsWith(`${groupsOf(cluster, [first])}: `), `no node can start, and the roll went past the first one: ${reason ?? 'it succeeded'}`);
  deepStrictEqual(rest.map(nodeId => cluster.instanceId(nodeId)), before);
  await cluster.untilHealthy();
}

function launching({ stacks }: Assembly): { Resources: { [id: string]: any } } {
  return stacks.find(({ name }) => name === 'Kafka')!.template;
}

function withoutHooks(assembly: Assembly): void {
  const { Resources } = launching(assembly);
  for (const [id, { Type }] of Object.entries(Resources)) { if (Type === 'AWS::AutoScaling::LifecycleHook') { delete Resources[id]; } }
}

function withoutGate(assembly: Assembly, groupId: string): void {
  const unpacking = 'tar -xf "$file" -C "$ROOT/"';
  changeUserData(assembly, groupId, unpacking, `${unpacking}\necho '#!/bin/bash' > /usr/local/lib/kafka-node/gate`);
  // It has all the time that it needs to come so far, also where this system is busy.
  changeUserData(assembly, groupId, DEADLINE, 'DEADLINE=600');
}

/** Changes the first place in the user data of a group's nodes where a text stands. */
function changeUserData(assembly: Assembly, groupId: string, from: string | RegExp, to: string): void {
  const { Resources } = launching(assembly);
  const { Properties } = Resources[Resources[groupId].Properties.LaunchTemplate.LaunchTemplateId.Ref];
  const parts: unknown[] = Properties.LaunchTemplateData.UserData['Fn::Base64']['Fn::Join'][1];
  const at = parts.findIndex(part => typeof part === 'string' && part.replace(from, '') !== part);
  ok(at >= 0, `the user data of ${groupId} has no ${from}`);
  parts[at] = (parts[at] as string).replace(from, () => to);
}

/** Takes away the right of a group's nodes to fetch their scripts. */
function withoutScriptRights(assembly: Assembly, groupId: string): void {
  const { Resources } = launching(assembly);
  const rights = Object.entries(Resources).filter(([id, { Type }]) => Type === 'AWS::IAM::ManagedPolicy' && id.startsWith(`${/^.*Node\d+(?=Group)/.exec(groupId)![0]}Rights`));
  deepStrictEqual(rights.length, 1);
  const { PolicyDocument } = rights[0][1].Properties;
  PolicyDocument.Statement = PolicyDocument.Statement.filter(({ Action, Resource }: any) => Action !== 's3:GetObject' || JSON.stringify(Resource).includes('artifacts'));
}

function groupsOf(cluster: NodeCluster, nodeIds: number[]): string[] {
  return nodeIds.map(nodeId => cluster.plane.groupOf(nodeId).logicalId);
}

async function readFirst(cluster: NodeCluster): Promise<number> {
  const clients = cluster.clients();
  const { records } = await clients[0].read('first');
  deepStrictEqual(records, FIRST_RECORDS * clients.length);
  return records;
}

/** Kills a broker while the first controller rolls, and waits until Kafka runs on its successor, which has the broker's former launch template. */
async function diesAndComesBack(cluster: NodeCluster, nodeId: number): Promise<void> {
  const group = cluster.plane.groupOf(nodeId);
  await cluster.until('the first controller to roll', () => cluster.plane.groupOf(CONTROLLERS[0]).isRolling);
  const killed = group.instance!;
  await killed.machine!.kill();
  await cluster.until(`another instance of broker ${nodeId}`, () => group.instance !== undefined && group.instance.id !== killed.id);
  await cluster.untilFigure(`broker ${nodeId} to run again`, [nodeId], 'KafkaUp', value => value === 1);
  deepStrictEqual([group.isRolling, group.instance!.template], [false, killed.template]);
}

/** Rolls six brokers. Of a partition that is made meanwhile both brokers of the last zone have a copy. Returns how long it took. */
async function rollsByZone(cluster: NodeCluster): Promise<string> {
  const [zones, [first, second]] = [BROKERS.map(brokerId => [brokerId, brokerId + BROKERS.length]), [2, 5]];
  const controllers = CONTROLLERS.map(nodeId => cluster.instanceId(nodeId));
  const [firstBefore, secondBefore] = [first, second].map(brokerId => cluster.plane.groupOf(brokerId).instance!);
  const since = Date.now();
  const deployment = cluster.deploySuccessfully('by-zone', { maxConnections: 3000 });
  await cluster.until('the first zone to roll', () => zones[0].every(brokerId => cluster.plane.groupOf(brokerId).isRolling));
  await cluster.kafkaAdmin(1, 'topics', '--create', '--topic', 'crowded', '--replica-assignment', `${first}:${second}:1`, '--config', 'min.insync.replicas=2');
  const isBack = async () => {
    await cluster.until(`broker ${first} to have its disk again`, () => cluster.instanceId(first) !== firstBefore.id && cluster.heldBy(first).length === 2);
    return Date.now();
  };
  const [{ events }, firstBack] = await Promise.all([deployment, isBack()]);

  deepStrictEqual(CONTROLLERS.map(nodeId => cluster.instanceId(nodeId)), controllers);
  const times = zones.map(zone => groupsOf(cluster, zone).map(logicalId => timeOf(events, logicalId)));
  const [starts, ends] = [times.map(zone => Math.min(...zone.map(({ from }) => from))), times.map(zone => Math.max(...zone.map(({ to }) => to)))];
  times.forEach((zone, i) => {
    ok(zone.every(({ from }) => zone.every(({ to }) => from < to)), `brokers ${zones[i]} were not taken at once`);
    ok(i === 0 || starts[i] >= ends[i - 1], `zone ${i} was taken before the one before it was well`);
  });
  const stopped = new Map(cluster.plane.instances.metrics.filter(({ name, at }) => name === 'DrainsForced' && at > since)
    .map(({ dimensions, at }) => [Number(dimensions.NodeId), at]));
  zones.slice(0, -1).forEach((zone, i) => {
    ok(zone.every(brokerId => stopped.get(brokerId)! < Math.min(...times[i].map(({ to }) => to))), `brokers ${zone} did not stop at once`);
  });
  ok(stopped.get(second)! > firstBack, `brokers ${first} and ${second} were away at once, and both have a copy of crowded-0`);
  match(secondBefore.machine!.console(1000), new RegExp(`because of crowded-0: broker ${first} (stops first|is not back)|until broker ${first} is in sync`));
  deepStrictEqual(forced(cluster), []);
  await cluster.kafkaAdmin(0, 'topics', '--delete', '--topic', 'crowded');
  await cluster.untilHealthy([...BROKERS, ...MORE_BROKERS]);
  return `zones took ${times.map((_, i) => ((ends[i] - starts[i]) / 1000).toFixed(0)).join(', ')} s, the last one broker after broker`;
}

/** Nodes of which no instance said that it was drained. */
function undrained(cluster: NodeCluster): number[] {
  const drained = new Set(cluster.plane.instances.metrics.filter(({ name }) => name === 'DrainsForced').map(({ dimensions }) => Number(dimensions.NodeId)));
  return NODES.filter(nodeId => !drained.has(nodeId));
}

/** Stops that nobody found safe. */
function forced(cluster: NodeCluster): unknown[] {
  return cluster.plane.instances.metrics.filter(({ name, value }) => name === 'DrainsForced' && value > 0);
}

function drains(cluster: NodeCluster): number {
  return cluster.plane.instances.metrics.filter(({ name }) => name === 'DrainsForced').length;
}

/** The directory id of a controller that is a voter. */
async function directoryOf(cluster: NodeCluster, nodeId: number): Promise<string> {
  const table = await cluster.kafkaAdmin(CONTROLLERS[1], 'metadata-quorum', 'describe', '--replication');
  const row = table.split('\n').map(line => line.split(/\s+/)).find(([id, , , , , , status]) => id === `${nodeId}` && status !== 'Observer');
  if (!row) { throw new Error(`controller ${nodeId} is no voter:\n${table}`); }
  return row[1];
}
