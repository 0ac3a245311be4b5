import { Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FigureSource, FIGURES } from './kafka-figures';
import { EXPORTER_PORT } from '../../private/port-plan';

/** What nodes read beside their scripts: names below `/etc/kafka-node`, and texts. */
export function figureFiles(): { [name: string]: string } {
  return { 'figures': table(), 'exporter.yml': exporterRules() };
}

/** A line for each source: role, level, name, unit, rule, name of the series of the exporter, and key of Kafka's JmxTool. */
function table(): string {
  return FIGURES.flatMap(({ name, level, on, unit = Unit.NONE, rule, sources }) =>
    sources.map(source => [on, level, name, unit, rule, seriesOf(source), `${source.bean}:${source.attribute}`].join(' ')))
    .map(line => `${line}\n`).join('');
}

/**
 * The configuration of the Prometheus JMX exporter: the beans by name, since it would read all of them, of each partition too.
 * @see https://prometheus.github.io/jmx_exporter/1.0.1/http-mode/rules/
 */
function exporterRules(): string {
  const sources = [...new Map(FIGURES.flatMap(figure => figure.sources).map(source => [seriesOf(source), source])).values()];
  return [
    `# What http://<node>:${EXPORTER_PORT}/metrics has, besides the JVM's own.`,
    'includeObjectNames:',
    ...[...new Set(sources.map(({ bean }) => bean))].map(bean => `- '${bean}'`),
    'rules:',
    ...sources.flatMap(ruleOf),
    '',
  ].join('\n');
}

function ruleOf(source: FigureSource): string[] {
  const [domain, keys] = source.bean.split(':');
  const wanted = keys.split(',').filter(key => key.endsWith('=*')).map(key => key.slice(0, -2));
  const literal = (text: string) => text.replaceAll('.', '\\.').replaceAll('*', '([^,>]+)');
  return [
    `- pattern: '^${literal(domain)}<${literal(keys.replaceAll(',', ', '))}><>${source.attribute}:'`,
    `  name: ${seriesOf(source)}`,
    ...wanted.length > 0 ? ['  labels:', ...wanted.map((key, i) => `    ${key}: "$${i + 1}"`)] : [],
  ];
}

/**
 * As others name them who take the exporter's names in lower case: domain, type and name, and the attribute where it has another
 * name than `Value`.
 */
function seriesOf({ bean, attribute }: FigureSource): string {
  const [domain, keys] = bean.split(':');
  const values = keys.split(',').map(key => key.split('=')[1]).filter(value => value !== '*');
  return [domain, ...values, ...attribute === 'Value' ? [] : [attribute]].join('_').toLowerCase().replace(/[^a-z0-9]+/g, '_');
}
