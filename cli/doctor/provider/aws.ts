import { execFile } from 'node:child_process';
import { UserError } from '../../assembly/findings';

/** Asks AWS by its CLI, which has the user's credentials: the words after `aws`. Gives the JSON of the answer. */
export type Aws = (words: readonly string[]) => Promise<any>;

const TIMEOUT_MS = 60_000;
const MAX_BYTES = 64_000_000;

export const askAws: Aws = words => new Promise((resolve, reject) => {
  const options = { timeout: TIMEOUT_MS, maxBuffer: MAX_BYTES, env: { ...process.env, AWS_PAGER: '' } };
  execFile('aws', [...words, '--output', 'json'], options, (error, stdout, stderr) => {
    if (!error) {
      resolve(stdout.trim() === '' ? {} : JSON.parse(stdout));
    } else if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      reject(new UserError("doctor --provider asks AWS by 'aws', the AWS CLI, which is not installed here"));
    } else {
      reject(new UserError(`aws ${words.slice(0, 2).join(' ')}: ${stderr.trim().split('\n').at(-1) || error.message}`));
    }
  });
});
