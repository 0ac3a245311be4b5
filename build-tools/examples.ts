/**
 * Synthesizes the example of two accounts in four languages, each with the built package and nothing else of this repository, and compares what they wrote.
 */
import { spawnSync } from 'child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { basename, delimiter, dirname, join, relative } from 'path';
import { differences } from './differences';
import { DIST, only, pack, run, stop, timed } from './packed';

const ROOT = join(__dirname, '..');
/** What a user has: the examples and the packages, side by side, so that the paths in the examples hold. */
const WORK = join(ROOT, 'build/languages');
const CDK = join(ROOT, 'node_modules/aws-cdk/bin/cdk');

const HELP = `Usage: npx projen examples [LANGUAGE...] [--repack]

Packs each language that dist/ lacks, or has from an older compilation. Synthesizes examples/*/two-accounts with the CDK CLI, each in an environment of its own below
${relative(ROOT, WORK)}/. Compares each language with TypeScript: templates as JSON, other files as text. Only the order of keys may differ. Checks the examples in Python
with mypy and pyright. Compiles or checks the apps of docs/getting-started.md too. If something differs or fails, it says what, and exits with 1.

  LANGUAGE   typescript, python, java, go; all of them without one
  --repack   pack again, also what is up to date

Needs python3 with venv, Maven with Java 17, and Go 1.25, and the registries of npm, PyPI, Maven and Go.`;

interface Language {
  /** The command line tools that it needs. */
  readonly needs: string[];
  readonly package: string;
  /** Where in the example a file of docs/getting-started.md goes. TypeScript has tests of its own. */
  page?(path: string): string;
  /** Makes the environment in a copy of the example; says what the CDK CLI's environment needs in addition. */
  prepare(example: string): NodeJS.ProcessEnv | void;
  /** What else must be true of the examples in this language, those of two accounts prepared. */
  check?(examples: string, prepared: string): void;
}

/** What Python's users find mistakes with before they synthesize. A type that the package declares and does not keep fails here. */
const TYPE_CHECKERS = ['mypy==2.4.1', 'pyright==1.1.414'];

const LANGUAGES: { [name: string]: Language } = {
  typescript: {
    needs: ['npm'],
    package: 'js',
    prepare: example => {
      // The repository's own example has none: in there, the package resolves to itself.
      writeFileSync(join(example, 'package.json'), '{ "private": true }\n');
      const tsx = JSON.parse(readFileSync(join(ROOT, 'node_modules/tsx/package.json'), 'utf8')).version;
      run(example, 'npm', ['install', '--no-audit', '--no-fund', '--loglevel', 'error', only('js', '.tgz'), `aws-cdk-lib@${cdkVersion()}`, `tsx@${tsx}`]);
    },
  },
  python: {
    needs: ['python3'],
    package: 'python',
    page: path => path,
    prepare: example => {
      run(example, 'python3', ['-m', 'venv', '.venv']);
      run(example, '.venv/bin/pip', ['install', '--quiet', '--no-compile', '--disable-pip-version-check', '--requirement', 'requirements.txt']);
      return { PATH: [join(example, '.venv/bin'), process.env.PATH].join(delimiter) };
    },
    check: (examples, prepared) => {
      const bin = (program: string) => join(prepared, '.venv/bin', program);
      run(prepared, bin('pip'), ['install', '--quiet', '--no-compile', '--disable-pip-version-check', ...TYPE_CHECKERS]);
      for (const example of readdirSync(examples).map(name => join(examples, name))) {
        run(example, bin('mypy'), ['--cache-dir', join(WORK, 'mypy'), 'app.py']);
        run(example, bin('pyright'), ['--pythonpath', bin('python'), '.']);
      }
      run(join(examples, 'adopted-brokers'), bin('python'), ['app.py'], { CDK_OUTDIR: join(out('python'), 'adopted-brokers') });
      // The command of the npm package, as a console script of the wheel.
      const plan = run(prepared, bin('cdk-kafka-privatelink'), ['plan', out('python')]);
      if (plan !== run(ROOT, process.execPath, [join(ROOT, 'assets/cli/main.js'), 'plan', out('python')])) { stop(`The wheel's console script prints another plan:\n${plan}`); }
    },
  },
  java: {
    needs: ['mvn', 'java'],
    package: 'java',
    page: path => path,
    prepare: example => {
      // A repository of its own, kept but for our artifact: Maven never looks twice for a version that it has.
      rmSync(join(WORK, 'm2/io/github/cdkkafkaprivatelink'), { recursive: true, force: true });
      mkdirSync(join(example, '.mvn'));
      writeFileSync(join(example, '.mvn/maven.config'), '-Dmaven.repo.local=../../../m2\n');
      run(example, 'mvn', ['--batch-mode', '--quiet', 'compile']);
    },
  },
  go: {
    needs: ['go'],
    package: 'go',
    page: path => join(basename(path, '.go'), path), // each is a program of its own
    prepare: example => {
      // The module asks for the oldest aws-cdk-lib, the example for a newer one, which decides. Go would still look for the older one's description.
      const required = readFileSync(join(DIST, 'go/cdkkafkaprivatelink/go.mod'), 'utf8').matchAll(/^\t(\S+(?:aws-cdk-go|cdklabs)\S+) (v\S+)/gm);
      run(example, 'go', ['mod', 'edit', ...[...required].filter(([, , version]) => version !== `v${cdkVersion()}`).map(([, path, version]) => `-exclude=${path}@${version}`)]);
      run(example, 'go', ['mod', 'tidy']);
      run(example, 'go', ['vet', './...']);
    },
  },
};

function main(): void {
  const args = process.argv.slice(2);
  if (args.some(arg => arg === '--help' || arg === '-h')) {
    console.log(HELP);
    return;
  }
  const names = args.filter(arg => !['--', '--repack'].includes(arg));
  const unknown = names.filter(name => !(name in LANGUAGES));
  if (unknown.length > 0) { stop(`Unknown: ${unknown.join(', ')}\n\n${HELP}`); }
  // What the others are compared with is always made.
  const chosen = Object.keys(LANGUAGES).filter(name => names.length === 0 || name === 'typescript' || names.includes(name));
  const missing = chosen.flatMap(name => LANGUAGES[name].needs).filter(tool => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);
  if (missing.length > 0) { stop(`Not on this machine: ${missing.join(', ')}`); }

  pack(chosen.map(name => LANGUAGES[name].package), args.includes('--repack'));
  copyExamples();
  const failed = chosen.map(name => {
    synthesize(name);
    return name === 'typescript' ? 0 : compare(name);
  }).filter(found => found > 0);
  if (failed.length > 0) { stop(`${failed.length} of ${chosen.length - 1} languages differ from TypeScript`); }
}

function copyExamples(): void {
  for (const old of ['examples', 'dist', 'out']) { rmSync(join(WORK, old), { recursive: true, force: true }); }
  mkdirSync(WORK, { recursive: true });
  symlinkSync(DIST, join(WORK, 'dist'));
  const made = ['cdk.out', 'node_modules', '.venv', '__pycache__', 'target'];
  cpSync(join(ROOT, 'examples'), join(WORK, 'examples'), { recursive: true, filter: file => !made.includes(basename(file)) });
  for (const name of Object.keys(LANGUAGES)) { copyPage(name); }
}

/** The files of docs/getting-started.md in this language, beside those of the example: what checks or compiles the example does the same with these. */
function copyPage(name: string): void {
  const { page } = LANGUAGES[name];
  if (page === undefined) { return; }
  const files = [...readFileSync(join(ROOT, 'docs/getting-started.md'), 'utf8').matchAll(/^All of `([^`]+)`:\n\n```(\w+)\n([^]*?)^```$/gm)].filter(([, , language]) => language === name);
  if (files.length !== 2) { stop(`docs/getting-started.md has ${files.length} files in ${name}, expected one for each account`); }
  for (const [, path, , code] of files) {
    const file = join(WORK, 'examples', name, 'two-accounts', page(path));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
}

function synthesize(name: string): void {
  const example = join(WORK, 'examples', name, 'two-accounts');
  const env = timed(`${name}: installing`, () => LANGUAGES[name].prepare(example)) ?? {};
  timed(`${name}: cdk synth`, () => run(example, process.execPath, [CDK, 'synth', '--quiet', '--no-notices', '--output', out(name)], {
    CDK_DISABLE_CLI_TELEMETRY: 'true', ...env,
  }));
  const { check } = LANGUAGES[name];
  if (check) { timed(`${name}: checking`, () => check(dirname(example), example)); }
}

/** How many places differ. */
function compare(name: string): number {
  const files = (language: string) => ['', 'brokers', 'clients']
    .flatMap(folder => readdirSync(join(out(language), folder)).map(file => join(folder, file)))
    .filter(file => /\.template\.json$|^brokers\/|^clients\//.test(file));
  const all = [...new Set([...files('typescript'), ...files(name)])];
  const found = all.flatMap(file => differences(read('typescript', file), read(name, file), file));
  if (found.length === 0) {
    console.log(`${name}: equal to TypeScript in ${all.length} files: ${all.map(file => basename(file)).join(', ')}`);
  } else {
    console.log([`${name}: ${found.length} differences, TypeScript's value first`, ...found.slice(0, 30).map(line => `  ${line}`), ...found.length > 30 ? ['  ...'] : []].join('\n'));
  }
  return found.length;
}

/** JSON as what it says; other text line by line. */
function read(language: string, file: string): unknown {
  const path = join(out(language), file);
  if (!existsSync(path)) { return undefined; }
  const text = readFileSync(path, 'utf8');
  return file.endsWith('.json') ? JSON.parse(text) : text.split('\n');
}

function out(language: string): string {
  return join(WORK, 'out', language);
}

/** The `aws-cdk-lib` of the examples, the same in each: another one may write other templates. */
function cdkVersion(): string {
  const versions = Object.entries({
    'python/two-accounts/requirements.txt': /^aws-cdk-lib==(\S+)$/m,
    'java/two-accounts/pom.xml': /<artifactId>aws-cdk-lib<\/artifactId>\s*<version>([^<]+)</,
    'go/two-accounts/go.mod': /awscdk\/v2 v(\S+)/,
  }).map(([file, version]) => version.exec(readFileSync(join(ROOT, 'examples', file), 'utf8'))?.[1]);
  if (versions[0] === undefined || new Set(versions).size > 1) { stop(`The examples in Python, Java and Go name different versions of aws-cdk-lib: ${versions.join(', ')}`); }
  return versions[0];
}

main();
