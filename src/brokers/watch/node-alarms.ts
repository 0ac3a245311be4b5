import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { KafkaNodeMetrics } from './node-metrics';

/** A node as alarms see it. */
export interface WatchedNode {
  readonly nodeId: number;
  readonly isBroker: boolean;
  readonly isController: boolean;
  readonly hasCertificates: boolean;
  readonly groupName: string;
  readonly metrics: KafkaNodeMetrics;
}

const { GREATER_THAN_THRESHOLD, LESS_THAN_THRESHOLD } = cloudwatch.ComparisonOperator;
const { BREACHING, NOT_BREACHING, MISSING } = cloudwatch.TreatMissingData;

/** A pattern of EventBridge has 2048 characters, and the name of a group 255 at most. */
const GROUPS_IN_A_RULE = 7;

const MINUTE = { period: Duration.minutes(1) };

/** Tells a topic of everything that an operator must know. Ids of alarms hold the node's, never an index. */
export class NodeAlarms extends Construct {
  constructor(scope: Construct, id: string, cluster: string, topic: sns.ITopic, nodes: WatchedNode[]) {
    super(scope, id);
    const action = new actions.SnsAction(topic);
    for (const { nodeId, isBroker, isController, hasCertificates, metrics } of nodes) {
      const alarms = new Construct(this, `Node${nodeId}`);
      const add = (
        alarmId: string, what: string, metric: cloudwatch.Metric, props: Omit<cloudwatch.CreateAlarmOptions, 'alarmDescription'>,
      ) =>
        metric.createAlarm(alarms, alarmId, { alarmDescription: `Kafka ${cluster}, node ${nodeId}: ${what}`, ...props })
          .addAlarmAction(action);

      add('Down', 'Kafka does not run, or nobody says that it does', metrics.kafkaUp(MINUTE),
        { comparisonOperator: LESS_THAN_THRESHOLD, threshold: 1, evaluationPeriods: 10, treatMissingData: BREACHING });
      add('Boot', 'an instance has tried to boot for 15 minutes; its boot log says what it waits for',
        metrics.bootSeconds(MINUTE),
        { comparisonOperator: GREATER_THAN_THRESHOLD, threshold: 900, evaluationPeriods: 1, treatMissingData: MISSING });
      add('Disk', 'a data volume is more than 80 percent full; raise its size', metrics.dataUsedPercent(MINUTE),
        { comparisonOperator: GREATER_THAN_THRESHOLD, threshold: 80, evaluationPeriods: 10, treatMissingData: BREACHING });
      add('DrainForced', 'it was stopped although that was not known to be safe', metrics.drainsForced(),
        { comparisonOperator: GREATER_THAN_THRESHOLD, threshold: 0, evaluationPeriods: 1, treatMissingData: NOT_BREACHING });
      if (isController) {
        // Java that has just started counts as Kafka that does not accept, and so does a boot from its disks to its ports, which
        // takes a few minutes at most.
        add('Crashes', 'Kafka ends again and again, or does not accept; its log says why', metrics.kafkaUp(MINUTE),
          {
            comparisonOperator: LESS_THAN_THRESHOLD,
            threshold: 1,
            evaluationPeriods: 15,
            datapointsToAlarm: 5,
            treatMissingData: NOT_BREACHING,
          });
      }
      if (isBroker) {
        add('Connections', 'a client listener has more than 80 percent of the connections that it may have; '
          + 'clients wait without a word when it is full', metrics.connectionsPercent(MINUTE),
        { comparisonOperator: GREATER_THAN_THRESHOLD, threshold: 80, evaluationPeriods: 5, treatMissingData: NOT_BREACHING });
        add('UnderReplicated', 'copies have been out of sync for 15 minutes', metrics.underReplicatedPartitions(MINUTE),
          { comparisonOperator: GREATER_THAN_THRESHOLD, threshold: 0, evaluationPeriods: 15, treatMissingData: BREACHING });
        add('AtRisk', 'partitions would refuse writes if one more broker went', metrics.partitionsAtRisk(MINUTE),
          { comparisonOperator: GREATER_THAN_THRESHOLD, threshold: 0, evaluationPeriods: 15, treatMissingData: BREACHING });
      }
      if (hasCertificates) {
        add('Certificate', 'a certificate expires within 21 days', metrics.certificateDaysLeft(),
          { comparisonOperator: LESS_THAN_THRESHOLD, threshold: 21, evaluationPeriods: 3, treatMissingData: BREACHING });
      }
    }
    // No metric counts them.
    for (let first = 0; first < nodes.length; first += GROUPS_IN_A_RULE) {
      new events.Rule(this, `FailedLaunches${first || ''}`, {
        description: `Kafka ${cluster}: an instance could not be launched`,
        eventPattern: {
          source: ['aws.autoscaling'],
          detailType: ['EC2 Instance Launch Unsuccessful'],
          detail: { AutoScalingGroupName: nodes.slice(first, first + GROUPS_IN_A_RULE).map(node => node.groupName) },
        },
        targets: [new targets.SnsTopic(topic)],
      });
    }
  }
}
