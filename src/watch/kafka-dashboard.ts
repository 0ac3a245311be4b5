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
 * Properties of a `KafkaDashboard`: what it shows. Give at least one.
 */
export interface KafkaDashboardProps {
  /**
   * The cluster. If brokers join a cluster (`joins`), they are on the dashboard of that cluster.
   *
   * @default - the rows about nodes are left out
   */
  readonly brokers?: MultiAzKafkaBrokers;

  /**
   * The load balancer.
   *
   * @default - targets are left out
   */
  readonly listeners?: PerBrokerNlbListeners;

  /**
   * The endpoint service.
   *
   * @default - connections of endpoints are left out
   */
  readonly service?: KafkaPrivateLinkService;

  /**
   * A consumer. The dashboard shows the packets of its endpoint.
   *
   * @default - the consumer of `canary`; without a canary, packets are left out
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
 * A CloudWatch dashboard of a cluster: whether it serves, copies, paths, load, metadata, and nodes.
 *
 * Each graph queries all nodes or targets that there are. So if you add a broker, no template changes. A figure is on the
 * dashboard if nodes publish the figure (`KafkaMetricLevel`). All that it shows must be in this account and region.
 *
 * It makes a dashboard, which is charged by the month. No other construct needs it. Not for Grafana: let Grafana read the
 * exporter of nodes (`metrics.exporter`).
 *
 * @example
 * new KafkaDashboard(this, 'Dashboard', { listeners, service });
 */
export class KafkaDashboard extends Construct {
  /** The dashboard. Add widgets of your own to it. */
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
