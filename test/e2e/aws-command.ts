import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Log, once, run } from '../../cli/run/kafka/jars';

/** The AWS command line that machines have. */
const VERSION = '1.44.0';

/** How they have it: loaded once. */
const SERVED = join(__dirname, 'cloud/machines/aws.py');

/** The path of `aws`, beside the packages that it loads, which are fetched when they are not there yet. */
export async function awsCommand(log: Log): Promise<string> {
  const environment = await once(`awscli-${VERSION}`, [__filename, SERVED], async directory => {
    log(`fetching the AWS command line ${VERSION} as Python wheels`);
    await run('python3', ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-cache-dir', '--target', directory, `awscli==${VERSION}`]);
    const { stdout: python } = await run('python3', ['-c', 'import sys; print(sys.executable)']);
    // It needs nothing but these packages, and the client nothing but Python's own: what a system adds at each start is left out.
    writeFileSync(join(directory, 'aws'), `#!${python.trim()} -IS\n${readFileSync(SERVED, 'utf8')}`, { mode: 0o755 });
  });
  return join(environment, 'aws');
}
