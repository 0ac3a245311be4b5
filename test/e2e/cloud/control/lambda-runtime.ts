import { join } from 'path';
import { Log, once, run } from '../../../../cli/run/kafka/jars';

/** Of `nodejs24.x`. */
const NODE = `node-${process.platform}-${process.arch}`;
const PACKAGES = [`${NODE}@24.22.3`, '@aws-sdk/client-secrets-manager@3.1164.0', '@aws-sdk/client-ssm@3.1164.0'];

/** What a function of Lambda finds where it runs: Node, and the AWS SDK beside it. */
export interface LambdaRuntime {
  /** As templates have it. */
  readonly name: string;
  readonly node: string;
  /** Where modules are that no function brings along. */
  readonly modules: string;
}

/** From npm, which has Node too. */
export async function lambdaRuntime(log: Log): Promise<LambdaRuntime> {
  const home = await once('lambda-runtime', [__filename], async directory => {
    log('fetching what functions run on: Node and the AWS SDK');
    await run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', directory, ...PACKAGES]);
  });
  const modules = join(home, 'node_modules');
  return { name: `nodejs${/@(\d+)\./.exec(PACKAGES[0])![1]}.x`, node: join(modules, NODE, 'bin/node'), modules };
}
