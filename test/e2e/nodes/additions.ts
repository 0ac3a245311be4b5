import { writeFileSync } from 'fs';
import { join } from 'path';
import { Log, once, run } from '../../../cli/run/kafka/jars';
import type { Variant } from '../../apps/nodes';

/** What Java is told besides. */
export const JVM_OPTION = '-Dkafka.node.of=app';

const ARGUMENT = 'an-agent';

const SOURCES = join(__dirname, 'additions');
const [AGENT, BESIDE] = ['Agent.java', 'Beside.java'].map(name => join(SOURCES, name));

/** What operators add to nodes: files for the app. The same sources give the same bytes. */
export async function additions(log: Log): Promise<NonNullable<Variant['additions']>> {
  const directory = await once('additions', [AGENT, BESIDE, __filename], async to => {
    log('compiling an agent');
    await run('javac', ['-Xlint:-options', '--release', '17', '-d', to, AGENT, BESIDE]);
    writeFileSync(join(to, 'manifest'), 'Premain-Class: Agent\n');
    const jar = async (name: string, classFile: string, ...more: string[]) =>
      run('jar', ['--create', '--date=2000-01-01T00:00:00Z', '--file', join(to, name), ...more, '-C', to, classFile]);
    await jar('agent.jar', 'Agent.class', '--manifest', join(to, 'manifest'));
    await jar('beside.jar', 'Beside.class');
  });
  const [agent, beside] = ['agent.jar', 'beside.jar'].map(name => join(directory, name));
  const [file, hook] = ['file.txt', 'hook.sh'].map(name => join(SOURCES, name));
  return { agent, argument: ARGUMENT, beside, file, hook, jvmOption: JVM_OPTION };
}

/** What the agent writes where all of them are there. */
export function told(nodeId: number): string {
  return `${ARGUMENT}, a jar beside it, a file, a hook of node ${nodeId}, by root`;
}
