import { createHash } from 'crypto';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as r53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { clusterIdFrom } from './cluster-id';
import { KafkaControllers } from './kafka-controllers';
import type { MultiAzKafkaBrokersProps } from './multi-az-kafka-brokers-props';
import { BrokerPlan, controllerNames, logDirs, PlannedNode } from './node-plan';
import { ClientListener } from '../model/client-listener';
import { ScramMechanism } from '../model/listener-security-options';
import { HostFile } from '../private/pem-source';
import { CONTROLLER_PORT } from '../private/port-plan';
import { Problems } from '../private/validation';
import { BrokerPropertiesRenderer } from '../properties/broker-properties-renderer';
import { KafkaNode, KafkaRole } from '../properties/kafka-node';
import { KafkaQuorum } from '../properties/kafka-quorum';

/** From this number of brokers on, the replication defaults stay what they are. */
const ENOUGH_BROKERS = 3;

/** What all nodes of a cluster share, in whatever stack they are. Those that join it later add themselves. */
export class KafkaCluster {
  public readonly clusterId: string;
  public readonly zoneName: string;
  /** Its name in metrics and alarms. */
  public readonly name: string;
  public readonly firstControllerId: number;
  public readonly quorum: KafkaQuorum;
  public readonly hostedZone: r53.IHostedZone;
  public readonly securityGroup: ec2.ISecurityGroup;
  /** Ids of all its brokers. */
  public readonly brokerIds: number[] = [];
  /** The end of the chain: the group of the node that is deployed last. */
  public lastGroup?: Construct;

  private readonly brokerProperties: BrokerPropertiesRenderer;
  private readonly controllerProperties: BrokerPropertiesRenderer;

  constructor(scope: Construct, props: MultiAzKafkaBrokersProps, plan: BrokerPlan, controllers: KafkaControllers) {
    this.clusterId = props.clusterId ?? clusterIdFrom(scope.node.addr);
    // From the id alone: a cluster that is brought back elsewhere by its id has its names too.
    this.zoneName = props.zoneName ?? `k${hashOf(this.clusterId)}.kafka.internal`;
    this.name = scope.node.path.replace(/[^A-Za-z0-9_.-]+/g, '-');
    this.firstControllerId = controllerNames(controllers, plan.firstBrokerId)[0].nodeId;
    this.quorum = quorumOf(this.zoneName, controllers, plan.firstBrokerId);
    this.hostedZone = new r53.PrivateHostedZone(scope, 'Zone', { vpc: props.vpc, zoneName: this.zoneName });
    this.securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc: props.vpc, description: 'Kafka nodes', allowAllOutbound: true });

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

  public render(node: KafkaNode): string {
    return this.rendererFor(node).render(node);
  }

  /** What Kafka reads on a node of these roles. */
  public files(node: Pick<KafkaNode, 'roles'>): HostFile[] {
    return this.rendererFor(node)._files(node);
  }

  private rendererFor(node: Pick<KafkaNode, 'roles'>): BrokerPropertiesRenderer {
    return node.roles?.includes(KafkaRole.BROKER) ? this.brokerProperties : this.controllerProperties;
  }
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
  return KafkaQuorum.bootstrapServers(...controllerNames(controllers, firstBrokerId).map(({ label }) => `${hostOf(label, zoneName)}:${CONTROLLER_PORT}`));
}

/** Adds what is wrong with what makes a cluster, or with what joins one. */
export function checkCluster(problems: Problems, props: MultiAzKafkaBrokersProps, planned: PlannedNode[]): void {
  const { joins } = props;
  if (props.administrator && scramMechanisms(props.clientListeners).length === 0) {
    problems.add('MultiAzKafkaBrokers.administrator', "'administrator' logs in with a password, and no client listener takes one; give one the security ListenerSecurity.saslScram()");
  }
  if (!joins) {
    if (props.properties && props.overrides) {
      problems.add('MultiAzKafkaBrokers.overridesTwice', "'properties' is given, so 'overrides' would be read by nobody; give them to that renderer");
    }
    if (props.properties && props.nodeSecurity) {
      problems.add('MultiAzKafkaBrokers.nodeSecurityTwice', "'properties' is given, so 'nodeSecurity' would be read by nobody; give it to that renderer");
    }
    if (props.properties && props.zoneName === undefined) {
      problems.add('MultiAzKafkaBrokers.zoneNameMissing', "'properties' is given, whose quorum has the names of the controllers; give 'zoneName', and MultiAzKafkaBrokers.quorum() of it to the renderer");
    }
    return;
  }
  const inherited = (['controllers', 'clusterId', 'zoneName', 'properties', 'overrides', 'nodeSecurity', 'administrator'] as const).filter(prop => props[prop] !== undefined);
  if (inherited.length > 0) {
    problems.add('MultiAzKafkaBrokers.inherited', `${inherited.map(prop => `'${prop}'`).join(', ')} can't be given with 'joins': a cluster has one of each, that of ${joins.node.path}`);
  }
  const ids = joins._cluster.brokerIds;
  const taken = planned.map(node => node.nodeId).filter(nodeId => ids.includes(nodeId));
  if (taken.length > 0) {
    problems.add('MultiAzKafkaBrokers.brokerIdTaken', `ids ${taken.join(', ')} are those of brokers of ${joins.node.path}, or of others that join it; give a 'firstBrokerId' from ${Math.max(...ids) + 1} on, with room for theirs to grow`);
  }
  if (ids.length < ENOUGH_BROKERS) {
    problems.add('MultiAzKafkaBrokers.joinsSmall', `${joins.node.path} has ${ids.length} brokers, and from fewer than ${ENOUGH_BROKERS} follow other replication defaults; give it ${ENOUGH_BROKERS} at least before others join it`);
  }
}

/** Eight hexadecimal digits. */
function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
