import { createHash } from 'crypto';
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as r53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { clusterIdFrom } from './cluster-id';
import { IKafkaCluster, KafkaClusterOptions } from './kafka-cluster-options';
import { KafkaControllers } from './kafka-controllers';
import { KafkaRollout } from './kafka-rollout';
import { ClientListener } from '../../model/client-listener';
import { ScramMechanism } from '../../model/listener-security-options';
import { HostFile } from '../../private/pem-source';
import { CONTROLLER_PORT } from '../../private/port-plan';
import { deployedName } from '../../private/stack-path';
import { enterOwn } from '../../private/taken-names';
import { Problems } from '../../private/validation';
import { BrokerPropertiesRenderer } from '../../properties/broker-properties-renderer';
import { KafkaNode, KafkaRole } from '../../properties/kafka-node';
import { KafkaQuorum } from '../../properties/kafka-quorum';
import { KafkaNetworkOptions } from '../kafka-network-options';
import { KafkaNodeOptions } from '../node/kafka-node-options';
import { BrokerPlan, controllerNames, logDirs, PlannedNode } from '../node/node-plan';

/** From this number of brokers on, the replication defaults stay what they are. */
const ENOUGH_BROKERS = 3;

/** What a cluster is made of, of all that the user says. */
export interface ClusterProps
  extends KafkaClusterOptions, Pick<KafkaNetworkOptions, 'vpc'>, Pick<KafkaNodeOptions, 'adoptVolumes' | 'dataGenerations'> {
  readonly clientListeners: ClientListener[];
}

/** By the construct that stands for it in the app. */
const CLUSTERS = new WeakMap<IKafkaCluster, KafkaCluster>();

/** What all nodes of a cluster share, in whatever stack they are. Those that join it later add themselves. */
export class KafkaCluster {
  /** The cluster that a construct stands for, unless the construct is none of this library's. */
  public static of(construct: IKafkaCluster): KafkaCluster | undefined {
    return CLUSTERS.get(construct);
  }

  public readonly clusterId: string;
  public readonly zoneName: string;
  /** Its name in metrics and alarms. */
  public readonly name: string;
  public readonly rollout: KafkaRollout;
  public readonly firstControllerId: number;
  /** Whether that controller may start a quorum. */
  public readonly mayStartQuorum: boolean;
  public readonly vpc: ec2.IVpc;
  /** Of each broker. */
  public readonly volumeCount: number;
  public readonly quorum: KafkaQuorum;
  public readonly hostedZone: r53.IHostedZone;
  public readonly makesZone: boolean;
  public readonly securityGroup: ec2.ISecurityGroup;
  /** Ids of all its brokers. */
  public readonly brokerIds: number[] = [];

  /** The ends of the chain in each stack, by the order in which stacks are deployed. */
  private readonly lastGroups = new Map<Stack, Construct[]>();
  private readonly brokerProperties: BrokerPropertiesRenderer;
  private readonly controllerProperties: BrokerPropertiesRenderer;

  constructor(scope: Construct, props: ClusterProps, plan: BrokerPlan, controllers: KafkaControllers) {
    this.clusterId = clusterIdOf(scope, props);
    // From the id alone: a cluster that is brought back elsewhere by its id has its names too.
    this.zoneName = props.zoneName
      ?? `k${hashOf(this.clusterId)}.${props.hostedZone ? nameOfZone(props.hostedZone) : 'kafka.internal'}`;
    this.name = deployedName(scope).replace(/[^A-Za-z0-9_.-]+/g, '-');
    this.rollout = props.rollout ?? KafkaRollout.oneByOne();
    this.firstControllerId = controllerNames(controllers, plan.firstBrokerId)[0].nodeId;
    this.mayStartQuorum = mayStartQuorum(props, this.firstControllerId);
    this.vpc = props.vpc;
    this.volumeCount = plan.volumes.length;
    this.quorum = quorumOf(this.zoneName, controllers, plan.firstBrokerId);
    this.hostedZone = props.hostedZone ?? new r53.PrivateHostedZone(scope, 'Zone', { vpc: props.vpc, zoneName: this.zoneName });
    this.makesZone = props.hostedZone === undefined;
    if (this.makesZone) { enterOwn(this.hostedZone); }
    // The description can't be changed: the group would be replaced, in use.
    this.securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', {
      vpc: props.vpc, description: 'Kafka nodes', allowAllOutbound: true,
    });

    const renderer = (id: string, volumes: number) => new BrokerPropertiesRenderer(scope, id, {
      clientListeners: props.clientListeners,
      quorum: this.quorum,
      brokerCount: plan.brokerCount,
      logDirs: logDirs(volumes),
      nodeSecurity: props.nodeSecurity,
      overrides: props.overrides,
    });
    this.brokerProperties = props.properties ?? renderer('Properties', plan.volumes.length);
    // Directories are part of a renderer, and controllers have one disk only.
    const haveSameDirs = controllers._isCombined || plan.volumes.length === 1 || props.properties !== undefined;
    this.controllerProperties = haveSameDirs ? this.brokerProperties : renderer('ControllerProperties', 1);
  }

  /** The construct stands for the cluster from now on. */
  public standFor(construct: IKafkaCluster): void {
    CLUSTERS.set(construct, this);
  }

  /**
   * Puts the groups of nodes that are taken at once at the end of the chain: each waits for all of those before, of its own
   * stack, else of the stack that is deployed last. A stack that came later waits for all of this one in any case.
   */
  public append(groups: Construct[]): void {
    const stack = Stack.of(groups[0]);
    const before = this.lastGroups.get(stack) ?? [...this.lastGroups.values()].pop() ?? [];
    for (const group of groups) { group.node.addDependency(...before); }
    this.lastGroups.set(stack, groups);
  }

  /** Whether whoever uses the listener between brokers has all rights, although brokers authorize. */
  public get makesInternalClientsSuperUsers(): boolean {
    return this.brokerProperties._hasAnonymousSuperUsers;
  }

  /** The overrides that a version of Kafka ignores while another one does not. */
  public keysOfOtherVersions(version: string): string[] {
    return this.brokerProperties._keysOfOtherVersions(version);
  }

  public render(node: KafkaNode): string {
    return this.rendererFor(node)._render(node);
  }

  /** What Kafka reads on a node of these roles. */
  public files(node: Pick<KafkaNode, 'roles'>): HostFile[] {
    return this.rendererFor(node)._files(node);
  }

  private rendererFor(node: Pick<KafkaNode, 'roles'>): BrokerPropertiesRenderer {
    return node.roles?.includes(KafkaRole.BROKER) ? this.brokerProperties : this.controllerProperties;
  }
}

/**
 * By default from the stack, not from the construct: one that is renamed or moved within its stack asks for a private zone whose
 * name is taken, and the deployment fails before the cluster is replaced by an empty one. And from the stack as CloudFormation
 * knows it, by its name: what is above it in the app may change while the stack and its disks stay. Two stacks of one name, in
 * two accounts or regions, have one id.
 */
export function clusterIdOf(scope: Construct, { clusterId }: Pick<ClusterProps, 'clusterId'>): string {
  return clusterId ?? clusterIdFrom(deployedName(Stack.of(scope)));
}

/** The name of a given zone, without the dot at its end. */
export function nameOfZone({ zoneName }: r53.IHostedZone): string {
  return zoneName.replace(/\.$/, '');
}

/** Only while its disk is the first that it ever had, so that no second quorum is ever started. */
function mayStartQuorum({ adoptVolumes, dataGenerations }: ClusterProps, firstControllerId: number): boolean {
  return !adoptVolumes?.[firstControllerId] && !dataGenerations?.[firstControllerId];
}

/** How the passwords of the cluster's users are hashed. */
export function scramMechanisms(clientListeners: ClientListener[]): string[] {
  const used = clientListeners.flatMap(({ security }) => security._saslMechanisms);
  return Object.values(ScramMechanism).filter(mechanism => used.includes(mechanism));
}

/** The name of a node for the others. */
export function hostOf(label: string, zoneName: string): string {
  return `${label}.${zoneName}`;
}

export function quorumOf(zoneName: string, controllers: KafkaControllers, firstBrokerId: number): KafkaQuorum {
  return KafkaQuorum.bootstrapServers(
    ...controllerNames(controllers, firstBrokerId).map(({ label }) => `${hostOf(label, zoneName)}:${CONTROLLER_PORT}`),
  );
}

/** Adds what is wrong with what makes a cluster, or with what joins one. */
export function checkCluster(problems: Problems, props: ClusterProps, planned: PlannedNode[]): void {
  const { joins } = props;
  if (props.administrator && scramMechanisms(props.clientListeners).length === 0) {
    problems.add('MultiAzKafkaBrokers.administrator', "'administrator' logs in with a password, "
      + 'and no client listener takes one; give one the security ListenerSecurity.saslScram()');
  }
  if (!joins) {
    checkAdoption(problems, props, planned);
    if (props.properties && props.overrides) {
      problems.add('MultiAzKafkaBrokers.overridesTwice', "'properties' is given, so nothing would read 'overrides'; give "
        + 'them to that renderer');
    }
    if (props.properties && props.nodeSecurity) {
      problems.add('MultiAzKafkaBrokers.nodeSecurityTwice', "'properties' is given, so nothing would read 'nodeSecurity'; give "
        + 'it to that renderer');
    }
    if (props.properties && props.zoneName === undefined) {
      problems.add('MultiAzKafkaBrokers.zoneNameMissing', "'properties' is given, "
        + "and its quorum has the names of the controllers; give 'zoneName', "
        + 'and MultiAzKafkaBrokers.quorum() with that name to the '
        + 'renderer');
    }
    return;
  }
  const inherited = ([
    'controllers', 'rollout', 'clusterId', 'zoneName', 'hostedZone', 'properties', 'overrides', 'nodeSecurity', 'administrator',
  ] as const).filter(prop => props[prop] !== undefined);
  if (inherited.length > 0) {
    problems.add('MultiAzKafkaBrokers.inherited', `${inherited.map(prop => `'${prop}'`).join(', ')} can't be given with `
      + `'joins': a cluster has one of each, that of ${joins.node.path}`);
  }
  const joined = KafkaCluster.of(joins);
  if (!joined) {
    problems.add('MultiAzKafkaBrokers.joins', `'joins' is ${joins.node.path}, which is not a MultiAzKafkaBrokers; `
      + 'give the MultiAzKafkaBrokers that has the controllers, made by the same copy of this library');
    return;
  }
  const ids = joined.brokerIds;
  const taken = planned.map(node => node.nodeId).filter(nodeId => ids.includes(nodeId));
  if (taken.length > 0) {
    problems.add('MultiAzKafkaBrokers.brokerIdTaken', `ids ${taken.join(', ')} are those of brokers of ${joins.node.path}, `
      + `or of others that join it; give a 'firstBrokerId' from ${Math.max(...ids) + 1} on, with room for theirs to grow`);
  }
  const volumeCount = planned[0].volumes.length;
  if (volumeCount !== joined.volumeCount) {
    problems.add('MultiAzKafkaBrokers.joinsVolumes', `'volumes' has ${volumeCount}, `
      + `and brokers of ${joins.node.path} have ${joined.volumeCount}; all brokers of a cluster have the same directories, `
      + 'so give as many, of any size');
  }
  if (ids.length < ENOUGH_BROKERS) {
    problems.add('MultiAzKafkaBrokers.joinsSmall', `${joins.node.path} has ${ids.length} brokers, `
      + `and from fewer than ${ENOUGH_BROKERS} follow other replication defaults; `
      + `give it ${ENOUGH_BROKERS} at least before others join it`);
  }
}

/**
 * Disks of a cluster and a first controller that begins anew: it would start a second quorum with the same id, before the others
 * are there to be asked.
 */
function checkAdoption(problems: Problems, props: ClusterProps, planned: PlannedNode[]): void {
  const first = planned.find(({ roles }) => roles.includes(KafkaRole.CONTROLLER))!.nodeId;
  const adopted = Object.keys(props.adoptVolumes ?? {}).filter(nodeId => nodeId !== `${first}`);
  if (adopted.length > 0 && mayStartQuorum(props, first)) {
    problems.add('MultiAzKafkaBrokers.adoptedWithoutFirstController', "'adoptVolumes' has disks of "
      + `node${adopted.length === 1 ? '' : 's'} ${adopted.join(', ')} and none of controller ${first}, `
      + "which would get a blank one and could start a second quorum with the cluster's id; "
      + `adopt its disk too, in a cluster that runs the one it has. If it is lost, give dataGenerations: { '${first}': 1 }, `
      + 'so that it joins the other controllers, and take its old self out of the quorum: '
      + 'kafka-admin metadata-quorum remove-controller');
  }
}

/** Eight hexadecimal digits. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
