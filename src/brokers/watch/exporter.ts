import { KafkaMetricLevel } from './kafka-metric-level';
import { KafkaMetrics } from './kafka-metrics';
import { EXPORTER_PORT } from '../../private/port-plan';
import { Problems, quote } from '../../private/validation';
import { KafkaNodeOptions } from '../node/kafka-node-options';
import { KafkaPlugin } from '../node/kafka-plugin';
import { placeOf } from '../node/node-scripts';

/** Where nobody but the node itself reaches it. */
const LOOPBACK = '127.0.0.1';

/** An option of Java that has something else listen on the port. */
const TAKES_PORT = new RegExp(`[:=]${EXPORTER_PORT}(?!\\d)`);

/** Where a node's exporter listens. The node's name leads to its fixed address. */
export function exporterAddress({ exporter, scrapedFrom }: KafkaMetrics = {}, host: string): string | undefined {
  return exporter && `${scrapedFrom ? host : LOOPBACK}:${EXPORTER_PORT}`;
}

/** All that is fetched for Kafka's Java: the user's plugins, and the exporter. */
export function allPlugins({ plugins = [], metrics }: KafkaNodeOptions): KafkaPlugin[] {
  return [...plugins, ...metrics?.exporter ? [metrics.exporter] : []];
}

/** The same as a node has it, whose exporter is an agent. */
export function pluginsOf({ plugins = [], metrics }: KafkaNodeOptions, host: string): KafkaPlugin[] {
  const address = exporterAddress(metrics, host);
  return address === undefined ? plugins : [...plugins, metrics!.exporter!.asAgent(`${address}:/${placeOf('exporter.yml')}`)];
}

/** Adds what contradicts itself in what nodes are to say of Kafka's JVM. */
export function checkMetrics(problems: Problems, { metrics, plugins = [], jvmOptions = [] }: KafkaNodeOptions): void {
  const { level = KafkaMetricLevel.BASIC, exporter, scrapedFrom } = metrics ?? {};
  if (!Object.values(KafkaMetricLevel).includes(level)) {
    problems.add('MultiAzKafkaBrokers.metricLevel', "'level' of 'metrics' must be a KafkaMetricLevel, which is a literal; "
      + `got ${quote(level)}`);
  }
  if (!exporter) {
    if (level === KafkaMetricLevel.FULL) {
      problems.add('MultiAzKafkaBrokers.exporterMissing', "'level' of 'metrics' is FULL, "
        + 'and without an exporter nodes publish the figures of BASIC only; '
        + "give 'metrics' an 'exporter': the jar jmx_prometheus_javaagent by KafkaPlugin.fromBucket(), fromUrl() or fromAsset()");
    }
    if (scrapedFrom) {
      problems.add('MultiAzKafkaBrokers.scrapedFromNothing', "'scrapedFrom' of 'metrics' lets somebody read the exporter, "
        + "and there is none; give 'metrics' an 'exporter', or drop 'scrapedFrom'");
    }
    return;
  }
  if (exporter._agent?.argument !== undefined) {
    problems.add('MultiAzKafkaBrokers.exporterArgument', "'exporter' of 'metrics' has the argument "
      + `${quote(exporter._agent.argument)}, and nodes give it their own argument; give the plugin without asAgent(). `
      + "For a configuration of your own put it into 'plugins' as an agent on another port, and leave 'exporter' out");
  }
  const options = [...plugins.flatMap(({ _agent }) => _agent?.argument ?? []).map(argument => `=${argument}`), ...jvmOptions];
  for (const option of options.filter(text => TAKES_PORT.test(text))) {
    problems.add('MultiAzKafkaBrokers.exporterPort', `'exporter' of 'metrics' listens on ${EXPORTER_PORT}, `
      + `and so would what ${quote(option.replace(/^=/, ''))} of 'plugins' or 'jvmOptions' starts; give that one another port`);
  }
}
