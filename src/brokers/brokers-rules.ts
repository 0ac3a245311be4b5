import { Token } from 'aws-cdk-lib';
import { isClusterId } from './cluster/cluster-id';
import { ClusterProps, nameOfZone } from './cluster/kafka-cluster';
import { KafkaControllers } from './cluster/kafka-controllers';
import { checkJvmOptions } from './node/jvm-options';
import { KafkaHealthGate } from './node/kafka-health-gate';
import { KafkaNodeOptions } from './node/kafka-node-options';
import { BrokerPlan, PlannedNode } from './node/node-plan';
import { checkPlugins } from './node/node-plugins';
import { checkMetrics } from './watch/exporter';
import { groupBy } from '../private/broker-groups';
import { hostNameProblem, isInZone, zoneIdProblem } from '../private/dns-names';
import { isHostOf } from '../private/ipv4-ranges';
import { RESERVED_NAMES } from '../private/listener-name';
import { addressProblem } from '../private/pasted-hosts';
import { MAX_BROKERS } from '../private/port-plan';
import { duplicates, isIntegerIn, Problems, quote } from '../private/validation';
import { KafkaRole } from '../properties/kafka-node';

/** CloudFormation waits an hour for a signal; what is left is for the signal to arrive. */
export const MAX_GATE_MINUTES = 55;

/**
 * Device names of an instance end here, and the interface and the root volume take attachments too.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/volume_limits.html
 */
const MAX_VOLUMES = 11;

/** Of clusters that are made here. */
const OWN_LISTENER_NAME = /^[A-Z][A-Z0-9_]{0,30}$/;

/** Adds what is wrong with the number of nodes, which everything else is about. */
export function checkCounts(
  problems: Problems, { brokerCount, firstBrokerId }: BrokerPlan, controllers: KafkaControllers | undefined,
): void {
  if (!isIntegerIn(brokerCount, 1, MAX_BROKERS)) {
    problems.add('MultiAzKafkaBrokers.brokerCount', `'brokerCount' must be an integer from 1 to ${MAX_BROKERS}, `
      + `got ${quote(brokerCount)}`);
  } else if (!isIntegerIn(firstBrokerId, 0, MAX_BROKERS - brokerCount)) {
    problems.add('MultiAzKafkaBrokers.firstBrokerId', "'firstBrokerId' must be an integer from 0 to "
      + `${MAX_BROKERS - brokerCount}, so that the last of ${brokerCount} brokers has an id of ${MAX_BROKERS - 1} at most; `
      + `got ${quote(firstBrokerId)}`);
  }
  if (controllers?._isCombined && controllers._count > brokerCount) {
    problems.add('MultiAzKafkaBrokers.combinedCount', `${controllers._count} brokers are to be controllers too, `
      + `and 'brokerCount' is ${quote(brokerCount)}; give KafkaControllers.combined(1), or more brokers`);
  }
}

/** Adds what is wrong with single values. */
export function checkValues(problems: Problems, props: ClusterProps & KafkaNodeOptions): void {
  const { clusterId, zoneName, restartToken } = props;
  if (clusterId !== undefined && (Token.isUnresolved(clusterId) || !isClusterId(clusterId))) {
    problems.add('MultiAzKafkaBrokers.clusterId', '\'clusterId\' must be a literal of 22 characters as "kafka-storage.sh '
      + `random-uuid" prints it, without a hyphen first; got ${quote(clusterId)}`);
  }
  const nameProblem = zoneName === undefined ? undefined : Token.isUnresolved(zoneName) ? 'can\'t be known too late: '
    + 'controllers remember the names of nodes for ever, so give a literal' : hostNameProblem(zoneName);
  if (nameProblem) {
    problems.add('MultiAzKafkaBrokers.zoneName', `'zoneName' ${quote(zoneName)} ${nameProblem}`);
  }
  for (const { name } of props.clientListeners.filter(listener =>
    !OWN_LISTENER_NAME.test(listener.name) || RESERVED_NAMES.includes(listener.name))) {
    problems.add('MultiAzKafkaBrokers.listenerName', `client listener ${quote(name)} must match ${OWN_LISTENER_NAME.source} `
      + `and be none of ${RESERVED_NAMES.join(', ')}: files and properties on the nodes are named after it; `
      + 'give it another name, for example "CLIENT"');
  }
  for (const { name } of props.clientListeners.filter(({ security }) => security._isDescribed)) {
    problems.add('MultiAzKafkaBrokers.describedSecurity', `client listener ${name} has ListenerSecurity.described(), `
      + 'which describes brokers that this library does not make; '
      + 'give it the security that these brokers get, such as ListenerSecurity.tls(…)');
  }
  checkHostedZone(problems, props);
  if (restartToken !== undefined && (Token.isUnresolved(restartToken) || !/^[A-Za-z0-9_.:-]{1,64}$/.test(restartToken))) {
    problems.add('MultiAzKafkaBrokers.restartToken', "'restartToken' must be a literal of 1 to 64 letters, digits and _ . : -, "
      + `for example a date; got ${quote(restartToken)}`);
  }
  if (props.javaPackage !== undefined && !/^[a-z0-9][a-z0-9.+-]*$/.test(props.javaPackage)) {
    problems.add('MultiAzKafkaBrokers.javaPackage', "'javaPackage' must be the name of a package such as "
      + `"java-21-amazon-corretto-headless", got ${quote(props.javaPackage)}`);
  }
  checkJvmOptions(problems, props.jvmOptions);
  checkPlugins(problems, props.plugins, props.metrics?.exporter);
  checkMetrics(problems, props);
  const badFiles = Object.keys(props.secretFiles ?? {})
    .filter(path => !/^\/run(\/[A-Za-z0-9._@+-]+)+$/.test(path) || /\/\.\.?(\/|$)/.test(path));
  if (badFiles.length > 0) {
    problems.add('MultiAzKafkaBrokers.secretFiles', "'secretFiles' must have paths under /run, which is memory, "
      + 'since elsewhere a secret would stay on the root disk; of letters, digits and . _ @ + -, '
      + `for example "/run/kafka/tls/client.pem"; got ${badFiles.map(quote).join(', ')}`);
  }
  if (props.volumes && !isIntegerIn(props.volumes.length, 1, MAX_VOLUMES)) {
    problems.add('MultiAzKafkaBrokers.volumes', `'volumes' must have 1 to ${MAX_VOLUMES} volumes, `
      + `which is what an instance has room for; got ${props.volumes.length}`);
  }
  checkGate(problems, props.healthGate ?? {});
}

/** The names of nodes are in the zone that is given. */
function checkHostedZone(problems: Problems, { hostedZone, zoneName }: ClusterProps): void {
  if (hostedZone === undefined) { return; }
  const rule = 'MultiAzKafkaBrokers.hostedZone';
  const given = nameOfZone(hostedZone);
  if (Token.isUnresolved(given)) {
    if (zoneName === undefined) {
      problems.add(rule, "the name of 'hostedZone' is known only after deployment, and the names of nodes are made below it; "
        + "give 'zoneName', a literal name in that zone");
    }
  } else if (zoneName !== undefined && !Token.isUnresolved(zoneName) && !isInZone(zoneName, given)) {
    problems.add(rule, `'zoneName' ${quote(zoneName)} is not in 'hostedZone' ${quote(given)}; give a name in it, `
      + `such as ${quote(`kafka.${given}`)}, or leave 'zoneName' out`);
  }
}

/**
 * Adds what is wrong with fixed addresses.
 *
 * @param cidrs the address ranges of nodes' subnets, as far as they are known
 */
export function checkAddresses(
  problems: Problems, addresses: { [nodeId: string]: string } = {}, cidrs: Map<number, string | undefined>,
): void {
  const rule = 'MultiAzKafkaBrokers.privateIpAddress';
  const known = Object.entries(addresses).filter(([, address]) => !Token.isUnresolved(address));
  for (const [nodeId, address] of known) {
    const problem = addressProblem(address);
    const cidr = cidrs.get(Number(nodeId));
    if (problem) {
      problems.add(rule, `'privateIpAddresses' has ${quote(address)} for node ${nodeId}, which ${problem}`);
    } else if (cidr !== undefined && !isHostOf(address, cidr)) {
      problems.add(rule, `'privateIpAddresses' has ${address} for node ${nodeId}, and its subnet is ${cidr}; `
        + 'give an address of that subnet, but none of its first four and not its last, which AWS keeps');
    }
  }
  for (const [address, same] of groupBy(known, ([, given]) => given)) {
    if (same.length > 1) {
      problems.add(rule, `'privateIpAddresses' has ${address} for nodes ${same.map(([nodeId]) => nodeId).join(', ')}; `
        + 'give each its own');
    }
  }
}

function checkGate(problems: Problems, gate: KafkaHealthGate): void {
  const limits: [name: string, value: number | undefined, from: number, to: number, unit: string][] = [
    ['consecutive', gate.consecutive, 1, 100, ''],
    ['interval', gate.interval?.toSeconds(), 1, 300, ' seconds'],
    ['settle', gate.settle?.toSeconds(), 0, 600, ' seconds'],
    ['timeout', gate.timeout?.toSeconds(), 60, MAX_GATE_MINUTES * 60, ' seconds'],
    ['toolHeap', gate.toolHeap?.toMebibytes(), 64, 4096, ' MiB'],
    ['toolTimeout', gate.toolTimeout?.toSeconds(), 10, 600, ' seconds'],
  ];
  for (const [name, value, from, to, unit] of limits) {
    if (value !== undefined && !isIntegerIn(value, from, to)) {
      const why = name === 'timeout' ? '; CloudFormation waits an hour for a node and no longer' : '';
      problems.add('MultiAzKafkaBrokers.healthGate', `'${name}' of 'healthGate' must be an integer from ${from} to `
        + `${to}${unit}, got ${quote(value)}${unit}${why}`);
    }
  }
}

/** Adds what is wrong where single nodes are named. */
export function checkNodeNumbers(problems: Problems, props: KafkaNodeOptions, planned: PlannedNode[]): void {
  const nodeIds = planned.map(node => node.nodeId);
  const controllerIds = planned.filter(({ roles }) => roles.includes(KafkaRole.CONTROLLER)).map(node => node.nodeId);
  const { parked = [], dataGenerations = {}, adoptVolumes = {} } = props;
  const named: [prop: string, ids: string[]][] = [
    ['parked', parked.map(String)], ['dataGenerations', Object.keys(dataGenerations)],
    ['adoptVolumes', Object.keys(adoptVolumes)],
    ['privateIpAddresses', Object.keys(props.privateIpAddresses ?? {})],
  ];
  for (const [prop, ids] of named) {
    const unknown = ids.filter(id => !nodeIds.map(String).includes(id));
    if (unknown.length > 0) {
      problems.add('MultiAzKafkaBrokers.unknownNode', `'${prop}' names node ${unknown.join(', ')}, `
        + `and the nodes here are ${nodeIds.join(', ')}`);
    }
  }

  const parkedControllers = controllerIds.filter(id => parked.includes(id));
  if (parkedControllers.length * 2 >= controllerIds.length && controllerIds.length > 0) {
    problems.add('MultiAzKafkaBrokers.parkedControllers', `'parked' has ${parkedControllers.length} of ${controllerIds.length} `
      + `controllers (${parkedControllers.join(', ')}), and without a majority of them the cluster stops; leave more of them on`);
  }

  for (const [nodeId, generation] of Object.entries(dataGenerations)) {
    if (!isIntegerIn(generation, 0, 999)) {
      problems.add('MultiAzKafkaBrokers.dataGeneration', `the data generation of node ${nodeId} must be an integer from 0 to `
        + `999, one more each time its disks are given up; got ${quote(generation)}`);
    }
  }

  for (const { nodeId, volumes } of planned.filter(node => adoptVolumes[node.nodeId])) {
    const volumeIds = adoptVolumes[nodeId];
    const bad = volumeIds.filter(volumeId => !Token.isUnresolved(volumeId) && !/^vol-([0-9a-f]{8}|[0-9a-f]{17})$/.test(volumeId));
    if (bad.length > 0) {
      problems.add('MultiAzKafkaBrokers.adoptedVolume', `'adoptVolumes' of node ${nodeId} has ${bad.map(quote).join(', ')}, `
        + 'which is not a volume id such as "vol-0123456789abcdef0"');
    }
    if (volumeIds.length !== volumes.length) {
      problems.add('MultiAzKafkaBrokers.adoptedVolumeCount', `'adoptVolumes' of node ${nodeId} has ${volumeIds.length} `
        + `volumes, and the node has ${volumes.length}; give all of them, in the order of their mount points: `
        + "an adopted node gets no further volume, unless it is taken out of 'adoptVolumes' and given a new generation");
    }
    if (dataGenerations[nodeId]) {
      problems.add('MultiAzKafkaBrokers.adoptedGeneration', `node ${nodeId} is in 'adoptVolumes', which keeps its data, `
        + "and in 'dataGenerations', which gives it up; to give up its disks take it out of 'adoptVolumes' in the same "
        + "deployment, else take it out of 'dataGenerations'");
    }
  }
  for (const volumeId of duplicates(Object.values(adoptVolumes).flat())) {
    problems.add('MultiAzKafkaBrokers.adoptedTwice', `'adoptVolumes' has ${quote(volumeId)} more than once, `
      + "and a disk is one node's");
  }
}

/** Adds what is wrong with the zones' ids. */
export function checkZoneIds(problems: Problems, zones: string[], zoneIds: { [zone: string]: string } | undefined): void {
  if (!zoneIds) { return; }
  for (const zone of zones.filter(name => zoneIds[name] === undefined)) {
    problems.add('MultiAzKafkaBrokers.zoneIdMissing', `'availabilityZoneIds' lacks ${quote(zone)}; give the id of every zone, `
      + 'as "aws ec2 describe-availability-zones" prints it');
  }
  for (const [zone, zoneId] of Object.entries(zoneIds)) {
    const problem = Token.isUnresolved(zoneId) ? 'stands in host names, so it must be a literal' : zoneIdProblem(zoneId);
    if (problem) {
      problems.add('MultiAzKafkaBrokers.zoneId', `'availabilityZoneIds' has ${quote(zoneId)} for ${quote(zone)}, `
        + `which ${problem}`);
    }
  }
  for (const zoneId of duplicates(Object.values(zoneIds))) {
    problems.add('MultiAzKafkaBrokers.duplicateZoneId', `'availabilityZoneIds' has ${quote(zoneId)} for two zones; `
      + 'each zone has an id of its own');
  }
}
