/** Whole processes beside the sides: the CDK's own validation, Python, and the import of the library. */
import { spawnSync } from 'child_process';
import { existsSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { median } from './measure';
import { loadModules } from './shape';
import { Place } from './sides';

const ROOT = join(__dirname, '..');

/** How the CDK's validation is switched: by its default, and off. */
const VALIDATION: { readonly [name: string]: NodeJS.ProcessEnv } = { 'with the CDK\'s validation': { CDK_VALIDATION: 'true' }, 'without': { CDK_VALIDATION: 'false' } };

const TOPIC = `const { App, Stack } = require('aws-cdk-lib'); const { Topic } = require('aws-cdk-lib/aws-sns');
const start = process.hrtime.bigint(); const app = new App({ analyticsReporting: false, outdir: process.argv[1] });
new Topic(new Stack(app, 'Stack'), 'Topic'); app.synth();
console.log(JSON.stringify({ seconds: Number(process.hrtime.bigint() - start) / 1e9, mebibytes: process.resourceUsage().maxRSS / 1024 }));`;

/** What the validation costs in the smallest of apps: rows of a table. */
export function validationRows(place: Place, turns: number): string[][] {
  return Object.entries(VALIDATION).map(([name, environment]) => {
    const runs = Array.from({ length: turns }, () => inOutdir(outdir => JSON.parse(place.execute(['-e', TOPIC, outdir], environment)) as { seconds: number; mebibytes: number }));
    return [`one SNS topic, aws-cdk-lib ${place.cdk}, ${name}`, median(runs.map(({ seconds }) => seconds)).toFixed(2), median(runs.map(({ mebibytes }) => mebibytes)).toFixed(0)];
  });
}

/** By the clock, since the app and the library are two processes. Undefined if 'npx projen examples' has not made what it needs. */
export function languageRows(turns: number): string[][] | undefined {
  const example = (language: string) => join(ROOT, 'build/languages/examples', language, 'two-accounts');
  const commands: { [language: string]: string[] } = {
    Python: [join(example('python'), '.venv/bin/python'), 'app.py'],
    TypeScript: [process.execPath, join(example('typescript'), 'node_modules/tsx/dist/cli.mjs'), 'app.ts'],
  };
  if (![commands.Python[0], commands.TypeScript[1]].every(existsSync)) { return undefined; }
  return Object.entries(VALIDATION).map(([name, environment]) => {
    const turn = () => Object.entries(commands).map(([language, command]) => secondsOf(example(language.toLowerCase()), command, environment));
    const pairs = Array.from({ length: turns }, turn);
    const [python, typescript] = [0, 1].map(side => median(pairs.map(pair => pair[side])));
    return [`the example of two accounts, ${name}`, python.toFixed(1), typescript.toFixed(1), median(pairs.map(([one, other]) => one / other)).toFixed(2)];
  });
}

/** What the import of the library takes over that of the modules that it uses, in milliseconds of processor time. */
export function importTime(place: Place, turns: number, use: '' | 'Object.values'): number {
  const script = `(${loadModules})(require, ${JSON.stringify(place.usedModules)});
    const start = process.cpuUsage(); ${use}(require('cdk-kafka-privatelink')); const { user, system } = process.cpuUsage(start); console.log((user + system) / 1000);`;
  return Math.min(...Array.from({ length: turns }, () => Number(place.execute(['-e', script]))));
}

function secondsOf(cwd: string, [command, ...args]: string[], environment: NodeJS.ProcessEnv): number {
  return inOutdir(outdir => {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env: { ...process.env, ...environment, CDK_OUTDIR: outdir } });
    if (status !== 0) { throw new Error(`${command} ${args.join(' ')} failed:\n${stderr}`); }
    return Number(process.hrtime.bigint() - start) / 1e9;
  });
}

function inOutdir<T>(run: (outdir: string) => T): T {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return run(outdir);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
