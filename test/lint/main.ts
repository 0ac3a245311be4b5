/**
 * Lints every template of the examples, of the integration apps and of the acceptance with cfn-lint, which knows the schemas of AWS.
 */
import { spawnSync } from 'child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { plannedPlace } from '../acceptance/apps/planned';
import { GROUPS } from '../acceptance/groups';
import { synthesize } from '../acceptance/run/assembly';
import { INTEGRATION_APPS } from '../integ/apps';

const ROOT = join(__dirname, '../..');
const EXAMPLES = join(ROOT, 'examples/typescript');
const OUT = join(ROOT, 'build/lint');
const VENV = join(ROOT, '.venv/lint');

/** Rules that do not apply, each with its reason. */
const IGNORED: { [rule: string]: string } = {
  W3010: 'the zones are explicit on purpose: nothing is looked up, and a broker belongs to a zone',
};

/** The same for the acceptance, which has constructs of the CDK that the library has not. */
const IGNORED_IN_ACCEPTANCE: { [rule: string]: string } = {
  W3005: 'a function of the CDK depends on its role twice, and so does whatever depends on a construct and refers to it',
};

function run(what: string, command: string, args: string[], options: { env?: NodeJS.ProcessEnv; cwd?: string } = {}): void {
  console.log(what);
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', env: process.env, ...options });
  if (status !== 0) {
    console.error(`${stdout ?? ''}${stderr ?? ''}${error ?? ''}`);
    console.error(`failed: ${what} (${command} ${args.join(' ')})`);
    process.exit(1);
  }
}

function install(): void {
  const requirements = join(__dirname, 'requirements.txt');
  const stamp = join(VENV, 'requirements.txt');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(requirements, 'utf8')) { return; }
  rmSync(VENV, { recursive: true, force: true });
  run('making a virtual environment', 'python3', ['-m', 'venv', VENV]);
  run('installing cfn-lint', join(VENV, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', '--requirement', requirements]);
  run('marking it as complete', 'cp', [requirements, stamp]);
}

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });
install();
for (const [name, define] of Object.entries(INTEGRATION_APPS)) {
  const app = new App({ outdir: join(OUT, name) });
  define(app);
  app.synth();
}
for (const name of readdirSync(EXAMPLES)) {
  run(`synthesizing the example ${name}`, process.execPath, ['--import', 'tsx', 'app.ts'], {
    cwd: join(EXAMPLES, name), env: { ...process.env, CDK_OUTDIR: join(OUT, name) },
  });
}
for (const group of GROUPS) {
  const folder = join(OUT, `acceptance-${group.name}`);
  synthesize(group, plannedPlace(group.name, ['eu-west-1', 'eu-central-1'], join(folder, 'kafka.tgz')), {}, {}, folder);
}
const templates = readdirSync(OUT, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.template.json')).map(file => join(OUT, file));
const lint = (files: string[], ignored: string[]) =>
  run(`cfn-lint on ${files.length} templates`, join(VENV, 'bin/cfn-lint'), ['--ignore-checks', ...ignored, '--', ...files]);
const ofAcceptance = (file: string) => file.startsWith(join(OUT, 'acceptance-'));
lint(templates.filter(file => !ofAcceptance(file)), Object.keys(IGNORED));
lint(templates.filter(ofAcceptance), [...Object.keys(IGNORED), ...Object.keys(IGNORED_IN_ACCEPTANCE)]);
console.log(`${templates.length} passed, 0 failed`);
