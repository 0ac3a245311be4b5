import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import type { PathResult } from '../../../cli/probe';
import type { RunOptions, RunResult } from '../../../cli/run/cloud/cloud';
import { run } from '../../../cli/run/sandbox/processes';
import { STATE } from '../../../cli/run/sandbox/sandbox';

const ROOT = join(__dirname, '../../..');

/** What a consumer gives the command besides the contract. */
export interface DoctorOptions {
  readonly contract: object;
  /** A client file, or its properties, in the words of Java. */
  readonly client?: string | { readonly [key: string]: string };
  readonly args?: readonly string[];
}

/** Runs a command on the consumer's host. */
type RunThere = (argv: string[], options: RunOptions) => Promise<RunResult>;

/** The command as users have it: the two files of the package, made of the sources. */
export class DoctorProgram {
  public static async make(): Promise<DoctorProgram> {
    const main = join(STATE, 'command/cli/main.js');
    await run(['node', '--import', 'tsx', 'build-tools/bundle-command.ts', main], { cwd: ROOT });
    await run(['node', '--import', 'tsx', 'build-tools/bundle-probe.ts', join(STATE, 'command/canary')], { cwd: ROOT });
    return new DoctorProgram(main);
  }

  private asked = 0;

  private constructor(private readonly main: string) {}

  /** What it finds, by its JSON. Its exit code says whether a path fails. */
  public async ask({ contract, client, args = [] }: DoctorOptions, there: RunThere = run): Promise<PathResult[]> {
    const directory = join(STATE, 'doctor', `${this.asked++}`);
    mkdirSync(directory, { recursive: true });
    const [contractFile, clientFile] = ['contract.json', 'client.properties'].map(file => join(directory, file));
    writeFileSync(contractFile, JSON.stringify(contract));
    const text = client === undefined ? undefined : textOf(client);
    if (text !== undefined) { writeFileSync(clientFile, text, { mode: 0o600 }); }
    const argv = ['node', this.main, 'doctor', contractFile, '--json', ...text === undefined ? [] : ['--client', clientFile], ...args];
    const { code, stdout, stderr } = await there(argv, { accept: [0, 1] });
    const results: PathResult[] = JSON.parse(stdout);
    if (stderr !== '' || (code === 0) !== results.every(({ ok }) => ok)) { throw new Error(`doctor ends with ${code}, and says:\n${stderr}${stdout}`); }
    for (const [, secret] of (text ?? '').matchAll(SECRET)) {
      if (secret.length > 3 && stdout.includes(secret)) { throw new Error(`doctor prints a secret:\n${stdout}`); }
    }
    return results;
  }
}

const SECRET = /(?:password|clientSecret)="([^"]+)"/g;

function textOf(client: Exclude<DoctorOptions['client'], undefined>): string {
  return typeof client === 'string' ? client : Object.entries(client).map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\')}\n`).join('');
}

/** What became of the paths, such as `any ok metadata; 0 Doctor.closed tcp`. */
export function summary(results: readonly PathResult[]): string {
  return results.map(({ brokerId = 'any', ok, code, step, warnings }) =>
    [brokerId, ok ? 'ok' : code, step, ...warnings.map(warning => `(${warning.code})`)].join(' ')).join('; ');
}
