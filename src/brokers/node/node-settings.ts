import { Duration, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { KafkaHealthGate, KafkaHealthGateMode } from './kafka-health-gate';
import { KafkaNodeOptions } from './kafka-node-options';
import { mountPoint } from './node-plan';
import { NodeScripts } from './node-scripts';
import { ClusterProps, KafkaCluster, scramMechanisms } from '../cluster/kafka-cluster';
import { exporterAddress } from '../watch/exporter';
import { KafkaMetricLevel } from '../watch/kafka-metric-level';
import { METRIC_NAMESPACE } from '../watch/node-metrics';

/** What a node's resources tell its user data. */
export interface NodeFacts {
  readonly nodeId: number;
  readonly host: string;
  readonly ipAddress: string;
  readonly networkInterfaceId: string;
  readonly volumeIds: string[];
  /** Whether its volumes existed before. */
  readonly isAdopted: boolean;
  readonly groupLogicalId: string;
  readonly drainHookName: string;
}

export interface NodeSettingsProps {
  readonly props: KafkaNodeOptions & Pick<ClusterProps, 'clientListeners'>;
  readonly cluster: KafkaCluster;
  readonly facts: NodeFacts;
  readonly scripts: NodeScripts;
  readonly isBroker: boolean;
  readonly secretFiles: { [path: string]: secrets.ISecret };
  /** The secret of the first user, on the node that makes it. */
  readonly administrator?: secrets.ISecret;
  readonly logGroup: logs.ILogGroup;
}

/** How long a node waits for a safe moment to stop. */
const DRAIN_LIMIT = Duration.minutes(15);

/** What is left for a node's signal to arrive, of the hour that CloudFormation waits at most. */
export const SIGNAL_MARGIN = Duration.minutes(5);

/** A gate with its defaults. */
export function gateOf(gate: KafkaHealthGate = {}): KafkaHealthGate & Required<Omit<KafkaHealthGate, 'toolHeap'
  | 'toolTimeout'>> {
  return {
    ...gate,
    mode: gate.mode ?? KafkaHealthGateMode.FULL,
    consecutive: gate.consecutive ?? 3,
    interval: gate.interval ?? Duration.seconds(10),
    settle: gate.settle ?? Duration.seconds(60),
    timeout: gate.timeout ?? Duration.minutes(55),
  };
}

/** The settings of a node's scripts: `assets/node/README.md` says what each means. What is undefined is left out. */
export interface NodeSettings {
  readonly [key: string]: string | number | undefined;
}

export function nodeSettings(all: NodeSettingsProps): NodeSettings {
  const { props, cluster, facts, scripts, isBroker, secretFiles, administrator, logGroup } = all;
  const gate = gateOf(props.healthGate);
  const stack = Stack.of(logGroup);
  return {
    NODE_ID: facts.nodeId,
    CLUSTER_ID: cluster.clusterId,
    HOST: facts.host,
    IDENTITY_IP: facts.ipAddress,
    ENI_ID: facts.networkInterfaceId,
    VOLUMES: facts.volumeIds.map((volumeId, i) => `${volumeId}:${mountPoint(i)}`).join(','),
    DATA: facts.isAdopted ? 'adopted' : 'new',
    BOOTSTRAP: facts.nodeId === cluster.firstControllerId && cluster.mayStartQuorum ? 'yes' : 'no',
    SCRIPTS: scripts.url,
    SCRIPTS_SHA256: scripts.sha256,
    KAFKA_URL: props.kafka._object.source,
    KAFKA_SHA512: props.kafka._object.sha512,
    JAVA_PACKAGE: props.javaPackage ?? 'java-21-amazon-corretto-headless',
    HEAP_MB: isBroker ? props.heap?.toMebibytes() : undefined,
    SECRETS: Object.entries(secretFiles).map(([path, { secretArn }]) => `${path}=${secretArn}`).join(',') || undefined,
    ADMINISTRATOR: administrator?.secretArn,
    SCRAM: administrator && scramMechanisms(props.clientListeners).join(','),
    AWS_REGION: stack.region,
    // Never its name, by which IAM may know it as another resource.
    STACK: stack.stackId,
    RESOURCE: facts.groupLogicalId,
    HOOK: facts.drainHookName,
    GATE: gate.mode,
    GATE_PASSES: gate.consecutive,
    GATE_INTERVAL: gate.interval.toSeconds(),
    GATE_SETTLE: gate.settle.toSeconds(),
    TOOL_HEAP_MB: gate.toolHeap?.toMebibytes(),
    TOOL_LIMIT: gate.toolTimeout?.toSeconds(),
    DEADLINE: gate.timeout.toSeconds(),
    DRAIN_LIMIT: DRAIN_LIMIT.toSeconds(),
    METRICS_NAMESPACE: METRIC_NAMESPACE,
    METRICS: props.metrics?.level === KafkaMetricLevel.FULL ? KafkaMetricLevel.FULL : undefined,
    EXPORTER: exporterAddress(props.metrics, facts.host),
    CLUSTER: cluster.name,
    LOG_GROUP: logGroup.logGroupName,
    RESTART: props.restartToken,
  };
}
