import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { KafkaDashboardProps } from './kafka-dashboard';
import { clusterSeries, isPublished, NodeFigure } from '../brokers/watch/node-symptoms';
import { unhealthyTargets } from '../listeners/path-symptoms';
import { MINUTE } from '../private/symptom-alarms';

/** Of a dashboard, which has 24 columns. */
const WIDTH = 8;
const HEIGHT = 6;

interface Graph { readonly title: string; readonly metrics: cloudwatch.IMetric[] }

/** Rows of widgets, each below a heading. A row without a graph is left out. */
export function dashboardRows(props: KafkaDashboardProps): cloudwatch.IWidget[][] {
  return rowsOf(props).filter(([, graphs]) => graphs.length > 0).flatMap(([heading, graphs]) => [
    [new cloudwatch.TextWidget({ markdown: `## ${heading}`, width: 24, height: 1 })],
    graphs.map(({ title, metrics }) => new cloudwatch.GraphWidget({ title, left: metrics, width: WIDTH, height: HEIGHT })),
  ]);
}

function rowsOf({ brokers, listeners, service, canary, consumer = canary?.consumer }: KafkaDashboardProps): [string, Graph[]][] {
  const cluster = brokers?._watched;
  const figure = (title: string, name: NodeFigure, statistic: 'MAX' | 'MIN' | 'SUM' = 'MAX', isOne?: boolean): Graph[] =>
    cluster && isPublished(cluster, name) ? [{ title, metrics: [clusterSeries(cluster, name, statistic, isOne)] }] : [];
  return [
    ['Is it serving?', [
      ...figure('Partitions without a leader', 'offlinePartitions', 'MAX', true),
      ...figure('Partitions that refuse writes', 'underMinIsrPartitions'),
      ...figure('Active controllers', 'activeControllers', 'SUM', true),
      ...canary ? [
        { title: 'Paths that work: 1', metrics: [canary._everyPath] },
        { title: 'How long a path takes, ms', metrics: [canary._everyTime] },
      ] : [],
    ]],
    ['Copies', [
      ...figure('Partitions with a copy that is not in sync', 'underReplicatedPartitions'),
      ...figure('Partitions at risk', 'partitionsAtRisk'),
      ...figure('Partitions at min ISR', 'atMinIsrPartitions'),
      ...figure('Copies that fell out of sync', 'isrShrinks', 'SUM'),
      ...figure('Unclean elections', 'uncleanElections', 'SUM', true),
    ]],
    ['Paths', [
      ...listeners ? [
        { title: 'Unhealthy targets', metrics: [unhealthyTargets(listeners.loadBalancer.loadBalancerArn)] },
        {
          title: 'Resets, and ports that ran out',
          metrics: [
            listeners.metricTcpElbResetCount(MINUTE), listeners.metricTcpTargetResetCount(MINUTE),
            listeners.metricPortAllocationErrorCount(MINUTE),
          ],
        },
      ] : [],
      ...service ? [
        { title: 'Endpoints', metrics: [service.metricEndpointsCount(MINUTE)] },
        {
          title: 'Connections of endpoints',
          metrics: [service.metricActiveConnections(MINUTE), service.metricNewConnections(MINUTE)],
        },
        { title: 'Resets sent to endpoints', metrics: [service.metricRstPacketsSent(MINUTE)] },
      ] : [],
      ...consumer ? [
        {
          title: 'Of an endpoint: drops and resets',
          metrics: [consumer.metricPacketsDropped(), consumer.metricRstPacketsReceived()],
        },
        {
          title: 'Of an endpoint: connections',
          metrics: [consumer.metricActiveConnections(), consumer.metricNewConnections()],
        },
      ] : [],
      ...figure('Connections of a listener, % of its limit', 'ConnectionsPercent', 'MAX'),
      ...figure('New connections in a second', 'connectionCreationRate'),
    ]],
    ['Load', [
      ...service ? [{ title: 'Bytes of all endpoints', metrics: [service.metricBytesProcessed(MINUTE)] }] : [],
      ...figure('Request handlers, idle from 0 to 1', 'requestHandlerIdle', 'MIN'),
      ...figure('Network threads, idle from 0 to 1', 'networkProcessorIdle', 'MIN'),
      ...figure('Produce: 99 of 100, ms', 'produceTime'),
      ...figure('Fetch: 99 of 100, ms', 'fetchConsumerTime'),
    ]],
    ['Metadata', [
      ...figure('Metadata errors', 'metadataErrors'),
      ...figure('Metadata lag, ms', 'metadataLag'),
      ...figure('Wait for the controller: 99 of 100, ms', 'controllerQueueTime', 'MAX', true),
      ...figure('Heartbeats that timed out', 'timedOutHeartbeats', 'SUM', true),
      ...figure('Brokers that are away', 'fencedBrokers', 'MAX', true),
    ]],
    ['Nodes', [
      ...figure('Kafka runs: 1', 'KafkaUp', 'MIN'),
      ...figure('Data volumes, percent', 'DataUsedPercent', 'MAX'),
      ...figure('Days that certificates last', 'CertificateDaysLeft', 'MIN'),
      ...figure('Boots that take long, seconds', 'BootSeconds', 'MAX'),
      ...figure('Directories that are offline', 'offlineLogDirectories'),
      ...figure('Writes to disk: 99 of 100, ms', 'logFlushTime'),
    ]],
  ];
}
