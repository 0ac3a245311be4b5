import { spawnSync } from 'child_process';
import { join } from 'path';

const CDK = join(__dirname, '../../node_modules/aws-cdk/bin/cdk');

/** What happens to a resource, in the words of `cdk diff`. */
export type Fate = 'create' | 'update' | 'may be replaced' | 'replace' | 'destroy' | 'orphan';

export interface ResourceChange {
  readonly type: string;
  readonly logicalId: string;
  readonly fate: Fate;
}

/**
 * What `cdk diff` says of a stack against a template that is deployed. It knows which properties are create-only, by the schemas of CloudFormation, and follows
 * the references to what is replaced. It asks no account.
 */
export function cdkDiff(cloudAssembly: string, stack: string, deployedTemplate: string): ResourceChange[] {
  return changesIn(printedByCdkDiff(cloudAssembly, stack, deployedTemplate));
}

/** The changes in what `cdk diff` has printed. */
export function changesIn(printed: string): ResourceChange[] {
  return printed.split('\n').flatMap(line => {
    const [, sign, type, resource, said] = /^\[([-+~])\] (AWS::\S+) (.+?)(?: (may be replaced|replace|destroy|orphan))?$/.exec(line) ?? [];
    return type ? [{ type, logicalId: resource.split(' ').at(-1)!, fate: (said ?? (sign === '+' ? 'create' : 'update')) as Fate }] : [];
  });
}

/** The same as it is printed. */
export function printedByCdkDiff(cloudAssembly: string, stack: string, deployedTemplate: string): string {
  const options = ['--app', cloudAssembly, '--template', deployedTemplate, '--no-color', '--no-notices', '--no-version-reporting'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [CDK, 'diff', stack, ...options], {
    encoding: 'utf8', env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' }, maxBuffer: 100_000_000,
  });
  if (status !== 0) { throw new Error(`cdk diff failed: ${stderr}`); }
  return `${stdout}\n${stderr}`;
}
