import { Construct } from 'constructs';
import { FetchedFile } from './fetched-files';
import { KafkaPlugin } from './kafka-plugin';
import { duplicates, Problems } from '../../private/validation';

/** `lib` of the node's scripts puts what lies here on the class path, and nothing below it. */
export const CLASS_PATH = '/opt/kafka-plugins';
const AGENTS = `${CLASS_PATH}/agents`;

/** Adds what is wrong with plugins and an exporter together. */
export function checkPlugins(problems: Problems, plugins: KafkaPlugin[] = [], exporter?: KafkaPlugin): void {
  const all = [...plugins, ...exporter ? [exporter] : []];
  const where = exporter ? "'plugins', with the exporter of 'metrics'," : "'plugins'";
  for (const name of duplicates(all.map(({ _fileName }) => _fileName))) {
    problems.add('MultiAzKafkaBrokers.pluginTwice', `${where} has ${name} more than once, `
      + 'and a jar keeps its name on the node; give each a name of its own, and one that is an agent only as agent');
  }
}

/** The jar files that nodes fetch. */
export function pluginFiles(scope: Construct, plugins: KafkaPlugin[] = []): FetchedFile[] {
  return plugins.map(plugin => ({ path: pathOf(plugin), object: plugin._bind(scope) }));
}

/** The options by which Java has agents. */
export function agentOptions(plugins: KafkaPlugin[] = []): string[] {
  return plugins.filter(({ _agent }) => _agent).map(plugin => {
    const { argument } = plugin._agent!;
    return `-javaagent:${pathOf(plugin)}${argument === undefined ? '' : `=${argument}`}`;
  });
}

function pathOf({ _fileName, _agent }: KafkaPlugin): string {
  return `${_agent ? AGENTS : CLASS_PATH}/${_fileName}`;
}
