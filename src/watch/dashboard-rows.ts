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
        { title: 'Path works (1) or fails (0)', metrics: [canary._everyPath] },
        { title: 'Time of a path, ms', metrics: [canary._everyTime] },
      ] : [],
    ]],
    ['Copies', [
      ...figure('Partitions with a copy that is not in sync', 'underReplicatedPartitions'),
      ...figure('Partitions at risk', 'partitionsAtRisk'),
      ...figure('Partitions at min ISR', 'atMinIsrPartitions'),
      ...figure('Copies that fell out of sync (ISR shrinks)', 'isrShrinks', 'SUM'),
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
        { title: 'All endpoints: number', metrics: [service.metricEndpointsCount(MINUTE)] },
        {
          title: 'All endpoints: connections',
          metrics: [service.metricActiveConnections(MINUTE), service.metricNewConnections(MINUTE)],
        },
        { title: 'All endpoints: resets sent to them', metrics: [service.metricRstPacketsSent(MINUTE)] },
      ] : [],
      ...consumer ? [
        {
          title: 'One endpoint: drops and resets',
          metrics: [consumer.metricPacketsDropped(), consumer.metricRstPacketsReceived()],
        },
        {
          title: 'One endpoint: connections',
          metrics: [consumer.metricActiveConnections(), consumer.metricNewConnections()],
        },
      ] : [],
      ...figure('Connections of a listener, % of its limit', 'ConnectionsPercent', 'MAX'),
      ...figure('New connections per second', 'connectionCreationRate'),
    ]],
    ['Load', [
      ...service ? [{ title: 'All endpoints: bytes', metrics: [service.metricBytesProcessed(MINUTE)] }] : [],
      ...figure('Request handlers, idle from 0 to 1', 'requestHandlerIdle', 'MIN'),
      ...figure('Network threads, idle from 0 to 1', 'networkProcessorIdle', 'MIN'),
      ...figure('Produce requests, p99, ms', 'produceTime'),
      ...figure('Fetch requests of consumers, p99, ms', 'fetchConsumerTime'),
    ]],
    ['Metadata', [
      ...figure('Metadata errors', 'metadataErrors'),
      ...figure('Metadata lag, ms', 'metadataLag'),
      ...figure('Wait for the controller, p99, ms', 'controllerQueueTime', 'MAX', true),
      ...figure('Heartbeats that timed out', 'timedOutHeartbeats', 'SUM', true),
      ...figure('Fenced brokers', 'fencedBrokers', 'MAX', true),
    ]],
    ['Nodes', [
      ...figure('Kafka runs (1) or not (0)', 'KafkaUp', 'MIN'),
      ...figure('Data volumes, % used', 'DataUsedPercent', 'MAX'),
      ...figure('Days until a certificate expires', 'CertificateDaysLeft', 'MIN'),
      ...figure('Boots in progress, seconds', 'BootSeconds', 'MAX'),
      ...figure('Log directories that are offline', 'offlineLogDirectories'),
      ...figure('Writes to disk, p99, ms', 'logFlushTime'),
    ]],
  ];
}
