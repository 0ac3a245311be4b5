import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { KafkaNodeMetrics } from './node-metrics';
import { nodeSymptoms, WatchedCluster } from './node-symptoms';
import { KafkaAlarm, KafkaAlarmsOptions, KafkaBrokersAlarmsOptions } from '../../model/kafka-alarms-options';
import { deployedName } from '../../private/stack-path';
import { addSymptomAlarms, MINUTE, RUNBOOK, Symptom } from '../../private/symptom-alarms';
import { fail, quote } from '../../private/validation';

/** A node as alarms see it. */
export interface WatchedNode {
  readonly nodeId: number;
  readonly groupName: string;
  readonly metrics: KafkaNodeMetrics;
}

/** The symptoms of a cluster that serves nobody, or not everybody. One alarm pages for all of them. */
const NOT_SERVING = [KafkaAlarm.OFFLINE_PARTITIONS, KafkaAlarm.UNDER_MIN_ISR, KafkaAlarm.NO_CONTROLLER];

/** A pattern of EventBridge has 2048 characters, and the name of a group 255 at most. */
const GROUPS_IN_A_RULE = 7;

/**
 * Tells of everything that an operator must know: one alarm for each symptom of the cluster, and one for each node, since a node
 * that says nothing is no series of a query. Ids of alarms hold the node's, never an index. A cluster that joins another one is
 * in the queries of that one.
 */
export function addNodeAlarms(
  scope: Construct, options: KafkaBrokersAlarmsOptions, nodes: WatchedNode[], cluster?: WatchedCluster,
): void {
  const { exclude = [], alsoNotServing = [] } = options;
  const hasOneForAll = cluster !== undefined && !exclude.includes(KafkaAlarm.NOT_SERVING);
  if (!hasOneForAll && alsoNotServing.length > 0) {
    fail(scope.node.path, 'MultiAzKafkaBrokers.alsoNotServing', `'alsoNotServing' has ${alsoNotServing.length} alarms for `
      + `${quote(KafkaAlarm.NOT_SERVING)}, and ${cluster ? "'exclude' has it" : 'brokers that join have none'}; `
      + `${cluster ? 'take it out there' : 'give them where the cluster is that these brokers join'}`);
  }
  const symptoms = [...cluster ? nodeSymptoms(cluster) : [], ...nodes.map(downSymptom)];
  const made = addSymptomAlarms(scope, options, symptoms, hasOneForAll ? NOT_SERVING : []);
  const alarms = scope.node.findChild('Alarms') as Construct;
  const parts = [...made.filter(({ alarm }) => NOT_SERVING.includes(alarm)).map(({ made: each }) => each), ...alsoNotServing];
  if (hasOneForAll && parts.length > 0) { addNotServing(alarms, deployedName(scope), cluster.name, parts, options); }
  if (!exclude.includes(KafkaAlarm.LAUNCH_FAILED)) { addLaunchRules(alarms, deployedName(scope), nodes, options); }
}

function downSymptom({ nodeId, metrics }: WatchedNode): Symptom {
  return {
    alarm: KafkaAlarm.NODE_DOWN,
    ofPart: `Node${nodeId}`,
    what: `Kafka of node ${nodeId} does not run, or nobody says that it does`,
    metric: metrics.kafkaUp(MINUTE),
    isUrgent: true,
    isLeast: true,
    threshold: 1,
    minutes: [10, 10],
  };
}

/** Without a name of its own, as all resources are: the CDK's construct gives it one. */
function addNotServing(
  scope: Construct, name: string, cluster: string, parts: cloudwatch.IAlarmRule[], { page }: KafkaAlarmsOptions,
): void {
  new cloudwatch.CfnCompositeAlarm(scope, 'NotServing', {
    alarmRule: cloudwatch.AlarmRule.anyOf(...parts).renderAlarmRule(),
    alarmDescription: `${name}: Kafka ${cluster} is not serving: the alarms below it say why. `
      + `See ${KafkaAlarm.NOT_SERVING} in ${RUNBOOK}`,
    alarmActions: [page.topicArn],
  });
}

/** No metric counts them. */
function addLaunchRules(scope: Construct, name: string, nodes: WatchedNode[], { page, ticket = page }: KafkaAlarmsOptions): void {
  for (let first = 0; first < nodes.length; first += GROUPS_IN_A_RULE) {
    new events.Rule(scope, `FailedLaunches${first || ''}`, {
      description: `${name}: an instance could not be launched. See ${KafkaAlarm.LAUNCH_FAILED} in ${RUNBOOK}`,
      eventPattern: {
        source: ['aws.autoscaling'],
        detailType: ['EC2 Instance Launch Unsuccessful'],
        detail: { AutoScalingGroupName: nodes.slice(first, first + GROUPS_IN_A_RULE).map(node => node.groupName) },
      },
      targets: [new targets.SnsTopic(ticket)],
    });
  }
}
