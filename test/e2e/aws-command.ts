import { join } from 'path';
import { Log, once, run } from '../../cli/run/kafka/jars';

/** The AWS command line that machines have. */
const VERSION = '1.44.0';

/** The path of `aws`, installed in an environment of its own when it is not there yet. */
export async function awsCommand(log: Log): Promise<string> {
  const environment = await once(`awscli-${VERSION}`, [__filename], async directory => {
    log(`fetching the AWS command line ${VERSION} as Python wheels`);
    await run('python3', ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-cache-dir', '--target', directory, `awscli==${VERSION}`]);
  });
  return join(environment, 'bin', 'aws');
}
