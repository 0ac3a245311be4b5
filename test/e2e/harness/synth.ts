import { spawnSync } from 'child_process';
import { existsSync, rmSync } from 'fs';
import { join } from 'path';

const CDK = join(__dirname, '../../../node_modules/aws-cdk/bin/cdk');

/** Synthesizes an app into a directory, which is emptied before. */
export function synth(app: string, cwd: string, out: string, context: { [key: string]: string } = {}): void {
  rmSync(out, { recursive: true, force: true });
  const values = Object.entries(context).flatMap(([key, value]) => ['--context', `${key}=${value}`]);
  const cdk = spawnSync(process.execPath, [CDK, 'synth', '--quiet', '--no-notices', '--app', app, '--output', out, ...values], {
    cwd, encoding: 'utf8', env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  if (cdk.status !== 0 || !existsSync(join(out, 'manifest.json'))) { throw new Error(`cdk synth --app ${JSON.stringify(app)} failed:\n${cdk.stdout}${cdk.stderr}`); }
}
