import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { dashboardRows } from './dashboard-rows';
import { KafkaPathCanary } from './kafka-path-canary';
import { MultiAzKafkaBrokers } from '../brokers/multi-az-kafka-brokers';
import { PerBrokerNlbListeners } from '../listeners/per-broker-nlb-listeners';
import { fail } from '../private/validation';
import { KafkaPrivateLinkConsumer } from '../private-link/kafka-private-link-consumer';
import { KafkaPrivateLinkService } from '../private-link/kafka-private-link-service';

/**
 * What a `KafkaDashboard` shows: one of these at least.
 */
export interface KafkaDashboardProps {
  /**
   * The cluster. Brokers that `joins` are on the dashboard of the cluster that they join.
   *
   * @default - the rows about nodes are left out
   */
  readonly brokers?: MultiAzKafkaBrokers;

  /**
   * The load balancer.
   *
   * @default - its targets are left out
   */
  readonly listeners?: PerBrokerNlbListeners;

  /**
   * The endpoint service.
   *
   * @default - its connections are left out
   */
  readonly service?: KafkaPrivateLinkService;

  /**
   * An endpoint.
   *
   * @default - that of `canary`; without one its packets are left out
   */
  readonly consumer?: KafkaPrivateLinkConsumer;

  /**
   * A canary of this account and region.
   *
   * @default - paths are left out
   */
  readonly canary?: KafkaPathCanary;
}

/**
 * One page of CloudWatch about a cluster: whether it serves, copies, paths, load, metadata, and nodes.
 *
 * Its graphs ask for whatever nodes and targets there are, so a broker that is added changes no template. A figure is on it if
 * nodes publish it (`KafkaMetricLevel`). What it shows is in this account and region.
 *
 * It makes a dashboard, which is charged by the month. It is no dependency of the other constructs. Not for Grafana, which reads
 * the exporter of nodes (`metrics.exporter`).
 *
 * @example
 * new KafkaDashboard(this, 'Dashboard', { listeners, service });
 */
export class KafkaDashboard extends Construct {
  /** The dashboard, for widgets of your own. */
  public readonly dashboard: cloudwatch.Dashboard;

  constructor(scope: Construct, id: string, props: KafkaDashboardProps) {
    super(scope, id);
    const rows = dashboardRows(props);
    if (rows.length === 0) {
      fail(this.node.path, 'KafkaDashboard.nothing', "there is nothing to show; give 'brokers', 'listeners', 'service', "
        + "'consumer' or 'canary'");
    }
    this.dashboard = new cloudwatch.Dashboard(this, 'Resource', { widgets: rows });
  }
}
