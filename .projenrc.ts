import { execFileSync } from 'child_process';
import { awscdk, cdk, github, javascript, ReleasableCommits, TextFile, typescript } from 'projen';
import { acceptanceWorkflow } from './projenrc/acceptance-workflow';
import { container } from './projenrc/container';
import { issueForms } from './projenrc/issue-forms';

/** The version that workflows and contributors have; the oldest that the package runs on is `minNodeVersion`. */
const NODE_OF_WORKFLOWS = '22';

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-kafka-privatelink',
  description: 'AWS CDK constructs that give clients in other VPCs and accounts access to a self-managed Kafka on EC2 over AWS PrivateLink',
  keywords: ['kafka', 'privatelink', 'vpc-endpoint', 'nlb', 'kraft', 'advertised-listeners'],
  author: 'The cdk-kafka-privatelink authors',
  authorOrganization: true,
  authorAddress: 'https://github.com/cdk-kafka-privatelink',
  repositoryUrl: 'https://github.com/cdk-kafka-privatelink/cdk-kafka-privatelink.git',
  license: 'Apache-2.0',
  stability: cdk.Stability.EXPERIMENTAL,
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  // ts-node does not know the module settings that TypeScript 6 wants; tsx runs the same files as they are.
  runner: typescript.TypeScriptRunner.tsx(),

  // The oldest release with every API and every CloudFormation property that is used here, cdk-nag 3 included.
  cdkVersion: '2.257.0',
  constructsVersion: '10.5.1',
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0', // the compiler of jsii 6
  minNodeVersion: '20.16.0',
  // Sources in maps were more than half of the package, and maps without them would name files that it does not have. What is compiled for ES2022 differs from its
  // source by types only, so that a line of a stack trace is found without a map.
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },
  workflowNodeVersion: `${NODE_OF_WORKFLOWS}.x`,

  publishToPypi: { distName: 'cdk-kafka-privatelink', module: 'cdk_kafka_privatelink', trustedPublishing: true },
  publishToMaven: {
    javaPackage: 'io.github.cdkkafkaprivatelink',
    mavenGroupId: 'io.github.cdkkafkaprivatelink',
    mavenArtifactId: 'cdk-kafka-privatelink',
    mavenServerId: 'central-ossrh',
  },
  publishToNuget: { dotNetNamespace: 'CdkKafkaPrivatelink', packageId: 'CdkKafkaPrivatelink', trustedPublishing: true },
  publishToGo: {
    moduleName: 'github.com/cdk-kafka-privatelink/cdk-kafka-privatelink-go',
    packageName: 'cdkkafkaprivatelink',
    githubCredentials: github.GithubCredentials.fromApp(),
  },
  // No token that lives long: npm, PyPI and NuGet trust this workflow, and GitHub's are of an app, for an hour. Maven Central knows no such way.
  npmTrustedPublishing: true,
  npmProvenance: true,
  githubOptions: { projenCredentials: github.GithubCredentials.fromApp() },
  releasableCommits: ReleasableCommits.featuresAndFixes(),
  releaseFailureIssue: true,
  depsUpgradeOptions: { cooldown: 5, workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.MONTHLY } },

  lambdaAutoDiscover: false,
  edgeLambdaAutoDiscover: false,
  lambdaExtensionAutoDiscover: false,
  singletonLambdaAutoDiscover: false,
  integrationTestAutoDiscover: false, // nothing is deployed here: docs/adr/0006-logical-id-snapshots.md
  sampleCode: false,
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    coverageText: false,
    junitReporting: false,
    jestConfig: {
      collectCoverage: false, // nobody reads it, and it costs time at each run
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/e2e/', '<rootDir>/test/brokers/scripts/'],
      modulePathIgnorePatterns: ['<rootDir>/build/', '<rootDir>/dist/'], // where this package is once more
      cacheDirectory: '<rootDir>/build/jest', // jest's own choice is the temporary directory
      globalSetup: '<rootDir>/test/jest/begin.ts',
      globalTeardown: '<rootDir>/test/jest/end.ts',
      testTimeout: 600_000, // for a test that hangs: no test is judged by the clock of a busy machine
      maxWorkers: '100%', // jest leaves one core to others, which is half of two
    },
  },
  eslintOptions: {
    tsconfigPath: './tsconfig.dev.json',
    projectService: false,
    dirs: ['src', 'cli'],
    devdirs: ['test', 'bench', 'build-tools', 'examples/typescript'],
    ignorePatterns: ['*.js', '*.d.ts', 'node_modules/', 'cdk.out/'],
  },
  bin: { 'cdk-kafka-privatelink': 'assets/cli/main.js' },
  devDeps: [
    'aws-cdk@2.1148.1', // the CLI of the examples
    'fast-check@^4',
    'cdk-nag@^3',
    'kafkajs@2.2.4', // the npm client of the local cluster: no dependency, no native code
    'esbuild@0.28.2', // what tsx has, to compile tests as well: test/jest/transform.js
    '@platformatic/kafka@2.12.1', // what the probe speaks Kafka with: bundled, with its licence (docs/adr/0016-the-probe.md)
  ],
  gitignore: ['cdk.out/', '.venv/', '__pycache__/', '/examples/java/*/target/', '/examples/go/*/go.sum', '/build/', '.jsii.tabl.json', '/assets/cli/', '/assets/canary/'],
});

// A script of a node, not a folder of log files.
project.gitignore.include('/assets/node/logs');

// 1.13.0 came without the packages of most platforms, and `npm ci` refuses a lock file that lacks them.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// The lock file and every install stay free of a registry's address, and `npm ci` of other people's deprecations.
const npmrc = new javascript.NpmConfig(project, { omitEmpty: true });
npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
npmrc.addConfig('loglevel', 'error');
npmrc.addConfig('audit', 'false');
npmrc.addConfig('fund', 'false');

// ts-jest takes a third more processor time for the same tests, and what it checks of types `tsc -p tsconfig.dev.json` checks in the same task.
project.jest!.config.transform = { '^.+\\.tsx?$': new javascript.Transform('<rootDir>/test/jest/transform.js') };
project.deps.removeDependency('ts-jest');

// publib's own default; no registry's address stands in this repository.
project.tryFindObjectFile('.github/workflows/release.yml')?.addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');

project.npmignore?.exclude('/cli/', '/bench/', '/build-tools/', '/examples/', '/docs/', '/.ci/', '/Dockerfile', '/.dockerignore', '/build/', '/.venv/', '/rosetta/', '/CONTRIBUTING.md', '/CHANGELOG.md', '/VERSIONING.md', '/SECURITY.md', '/CODE_OF_CONDUCT.md', '/API.md', '/llms.txt', '/.nvmrc', '/tsconfig.dev.json', '/.npmrc', '.shellcheckrc', 'cdk.out/');

// Examples, benchmarks and README snippets import the package by its own name, as a user does.
project.package.addField('exports', { '.': './lib/index.js', './package.json': './package.json', './.jsii': './.jsii' });

// jest and tsx do not check types: one `tsc` over everything that is not shipped does.
new javascript.TypescriptConfig(project, {
  fileName: 'tsconfig.dev.json',
  extends: javascript.TypescriptConfigExtends.fromPaths(['./tsconfig.json']),
  compilerOptions: { rootDir: '.', noEmit: true, module: 'node20' }, // the probe's library is an ES module
  include: ['src/**/*.ts', 'cli/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'build-tools/**/*.ts', 'examples/typescript/**/*.ts', '.projenrc.ts'],
  exclude: ['node_modules', '**/cdk.out/**'],
});

// The command is Node and nothing else: neither jest nor the peers of the library.
new javascript.TypescriptConfig(project, {
  fileName: 'cli/tsconfig.json',
  extends: javascript.TypescriptConfigExtends.fromPaths(['../tsconfig.json']),
  compilerOptions: { rootDir: '.', noEmit: true, module: 'node20', types: ['node'] },
  include: ['**/*.ts'],
});

// The constructs meet through the model and small interfaces, never through each other.
const constructs = ['src/properties', 'src/listeners', 'src/brokers', 'src/private-link/kafka-private-link-service.ts', 'src/private-link/kafka-private-link-consumer.ts'];
const mayImport: { [target: string]: string[] } = { 'src/brokers': ['src/properties'] };
project.eslint?.addRules({
  'import/no-restricted-paths': ['error', {
    zones: [
      ...constructs.map(target => ({
        target: `./${target}`,
        from: constructs.filter(from => from !== target && !mayImport[target]?.includes(from)).map(from => `./${from}`),
        message: 'A construct does not import another one: they meet in src/model.',
      })),
      ...constructs.map(from => ({
        // A host's own file is a value, as all of the model.
        target: ['./src/model', './src/private'], from: `./${from}`, ...from === 'src/properties' && { except: ['./host'] }, message: 'The model knows no construct.',
      })),
      { target: ['./src/model', './src/private', ...constructs.map(target => `./${target}`)], from: './src/watch', message: 'Nothing needs what looks at it.' },
      { target: './test/e2e', from: './src', message: 'The local cluster knows nothing but the files in cdk.out.' },
      { target: './cli', from: ['./src', './test', './build-tools'], message: 'The command knows nothing but files, and brings nothing but itself.' },
      { target: './src', from: './cli', message: 'The library does not need the command.' },
      { target: './cli/assembly', from: ['./cli/check', './cli/run', './cli/main.ts', './cli/program.ts', './cli/commands.ts'], message: 'What reads assemblies knows no command.' },
    ],
  }],
});
project.eslint?.addOverride({
  files: ['test/e2e/**/*.ts'],
  rules: {
    'no-restricted-imports': ['error', {
      paths: [{ name: 'cdk-kafka-privatelink', message: 'The local cluster knows nothing but the files in cdk.out.' }],
      patterns: [{ group: ['cdk-kafka-privatelink/*', '**/lib', '**/lib/**'], message: 'The local cluster knows nothing but the files in cdk.out.' }],
    }],
  },
});
project.eslint?.addOverride({
  files: ['cli/**/*.ts'],
  rules: {
    'import/no-cycle': 'error',
    'no-restricted-imports': ['error', {
      paths: ['cdk-kafka-privatelink', 'aws-cdk-lib', 'constructs'].map(name => ({ name, message: 'The command knows nothing but files.' })),
      patterns: [{ group: ['cdk-kafka-privatelink/*', 'aws-cdk-lib/*', '**/lib/**'], message: 'The command knows nothing but files.' }],
    }],
  },
});
// The client of npm runs with a library that is fetched when it is needed, as Java's and Python's are.
project.eslint?.addOverride({ files: ['cli/run/clients/npm/*.ts'], rules: { 'import/no-extraneous-dependencies': 'off' } });
// Its library is bundled: build-tools/bundle-probe.ts.
project.eslint?.addOverride({ files: ['cli/probe/**/*.ts'], rules: { 'import/no-extraneous-dependencies': ['error', { devDependencies: true }] } });
// Messages, too: a line is read in a review, beside another one.
const SHORT_LINES = ['error', { code: 130, ignoreUrls: true, ignoreRegExpLiterals: true }];
project.eslint?.addOverride({ files: ['cli/{probe,doctor}/**/*.ts'], rules: { '@stylistic/max-len': SHORT_LINES } });
project.eslint?.addOverride({
  files: ['src/**/*.ts'],
  rules: {
    '@stylistic/max-len': SHORT_LINES,
    'no-console': 'error',
    'import/no-cycle': 'error',
    'no-restricted-syntax': ['error',
      { selector: 'Literal[value=/^arn:aws:/]', message: 'Use Stack.of(this).formatArn() or Aws.PARTITION.' },
      { selector: "MemberExpression[object.name='Date'][property.name='now'], NewExpression[callee.name='Date']", message: 'Synthesis is deterministic.' },
      { selector: "MemberExpression[object.name='Math'][property.name='random']", message: 'Synthesis is deterministic.' }],
  },
});

// It is made by a task, and compared with what that makes.
project.eslint?.addOverride({ files: ['src/properties/kafka-keys.ts'], rules: { '@stylistic/max-len': 'off' } });

// ---- tasks -------------------------------------------------------------------------------------------------------------------
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION', '1');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION', '1');

// A build makes what this machine can use; the other languages need their own tool chains and are packed by the release workflow.
const packaging = project.tasks.tryFind('package')!;
packaging.reset();
packaging.spawn(project.tasks.tryFind('package:js')!);

project.tasks.tryFind('package:js')!.exec('tsx build-tools/npm-package.ts', { name: 'size and content' });

// Code only: the module is compiled by the example in Go, with the module of aws-cdk-lib that this requires; not every proxy has the one of the minimum.
const packagingGo = project.tasks.tryFind('package:go')!;
packagingGo.reset('jsii-pacmak -v --code-only --target go');

// Without the SDK the code is made all the same; the release workflow has the SDK.
const packagingDotnet = project.tasks.tryFind('package:dotnet')!;
packagingDotnet.reset('jsii-pacmak -v --target dotnet', { condition: "sh -c 'command -v dotnet'" });
packagingDotnet.exec('jsii-pacmak -v --code-only --target dotnet', { condition: "sh -c '! command -v dotnet'" });

project.compileTask.exec('tsx build-tools/lazy-exports.ts');
project.compileTask.exec('tsx build-tools/packed-readme.ts');
const bundle = project.addTask('cli:bundle', {
  description: 'Bundle cli/, the command of the package, into one file, and cli/probe/ into another',
});
bundle.exec('tsx build-tools/bundle-command.ts');
bundle.exec('tsx build-tools/bundle-probe.ts');
// The canary's code is a part of what a synth needs, so the library is not compiled without it.
project.compileTask.spawn(bundle);
project.tasks.tryFind('docgen')!.reset('tsx build-tools/api.ts document');

const rosetta = project.addTask('rosetta:extract', {
  description: 'Compile every code block of README.md and every @example',
  exec: 'jsii-rosetta extract --strict',
});
project.postCompileTask.spawn(rosetta);

// Nothing is asked of a registry: a build without one, or of a fork, is guarded as well.
const compat = project.tasks.tryFind('compat')!;
compat.reset('tsx build-tools/api.ts compare');
project.postCompileTask.spawn(compat);
project.addTask('compat:accept', {
  description: 'Make the compiled API the one that later changes are compared with: at a release, or with a change that is meant to break',
  exec: 'tsx build-tools/api.ts accept',
});

const compiled = project.addTask('compiled', {
  description: 'Compile, unless lib/ is newer than every source, the sources of the command too, and newer than the README of the packages',
  // In a shell of its own: projen's own one knows only a part of `test`.
  condition: 'sh -c \'test ! -f .jsii || test -n "$(find src cli package.json tsconfig.json README.md -newer .jsii -print -quit)"\'',
});
compiled.spawn(project.compileTask);
const translated = project.addTask('rosetta:current', {
  description: 'Translate the examples of the documentation for the packages of every language, unless the compiled API has them already',
  condition: 'sh -c \'test ! -f .jsii.tabl.json || test .jsii -nt .jsii.tabl.json\'',
});
translated.spawn(rosetta);
const packagingAll = project.tasks.tryFind('package-all')!;
packagingAll.prependSpawn(translated);
packagingAll.prependSpawn(compiled);
for (const language of ['js', 'python', 'java', 'go', 'dotnet']) {
  if (language !== 'js') { project.tasks.tryFind(`package:${language}`)!.prependSpawn(translated); }
  project.tasks.tryFind(`package:${language}`)!.prependSpawn(compiled);
}
project.testTask.prependSpawn(compiled);
project.testTask.exec('tsc -p tsconfig.dev.json', { name: 'type check' });
project.testTask.exec('tsc -p cli/tsconfig.json', { name: 'type check of the command' });

const quickstart = project.addTask('quickstart', {
  description: 'Synthesize the example of two accounts, print every port, path and file of it, and run it where this machine can',
  receiveArgs: true,
});
quickstart.spawn(compiled);
quickstart.exec('tsx build-tools/quickstart.ts', { receiveArgs: true });

const acceptance = project.addTask('acceptance', {
  description: 'Try on AWS what nobody here could, in an account of yours, and delete everything again. --plan deploys nothing; --help says more',
  receiveArgs: true,
});
acceptance.spawn(compiled);
acceptance.exec('tsx test/acceptance/main.ts', { receiveArgs: true });

project.addTask('merge', {
  description: 'Merge client listeners into the server.properties of a host, on files. --help says more',
  receiveArgs: true,
  steps: [{ exec: 'tsx build-tools/merge.ts', receiveArgs: true }],
});

project.addTask('docs:vendors', {
  description: 'Write docs/vendors.md from the facts about vendors in src/vendors',
  exec: 'tsx build-tools/vendors.ts',
});

project.addTask('docs:dashboard', {
  description: 'Draw docs/pictures/dashboard.svg from the body of a KafkaDashboard as it is synthesized',
  exec: 'tsx build-tools/dashboard.ts',
});

project.addTask('acceptance:rights', {
  description: 'Write the policies in test/acceptance/policies, from the calls of the acceptance and the types in its stacks',
  exec: 'tsx test/acceptance/write-rights.ts',
});

project.addTask('docs:acceptance', {
  description: 'Write what is generated in docs/verified.md and docs/acceptance.md, from test/acceptance/hypotheses and the results in docs/acceptance',
  exec: 'tsx test/acceptance/write-pages.ts',
});

project.addTask('readability', {
  description: 'Print how easily README.md and the main pages of docs/ read, or the pages that you give, and each sentence that is too long',
  receiveArgs: true,
  steps: [{ exec: 'tsx build-tools/readability.ts', receiveArgs: true }],
});

project.addTask('lint:templates', {
  description: 'Lint every template of the example and of the integration apps with cfn-lint',
  steps: [{ spawn: compiled.name }, { exec: 'tsx test/lint/main.ts' }],
});

// They run the scripts of a node, with disks behind loop devices: minutes, and root. Not a part of the unit tests.
project.addTask('test:node', {
  description: 'Run the scripts of assets/node, as root on Linux: disks, formats, gate, drain; shellcheck and systemd-analyze',
  exec: "jest --ci --coverage=false --testPathIgnorePatterns /node_modules/ --testMatch '<rootDir>/test/brokers/scripts/*.test.ts' '<rootDir>/test/brokers/scripts/as-root/*.ts'",
});

project.addTask('test:page', {
  description: "See the page of 'plan --html' in a real Chromium (needs chromedriver, in Debian's package chromium-driver)",
  exec: 'tsx test/page/main.ts',
});

project.addTask('test:matrix', {
  description: 'Run the tests with the oldest and with the newest Node and aws-cdk-lib. --help says more',
  receiveArgs: true,
  steps: [{ exec: 'tsx build-tools/matrix.ts', receiveArgs: true }],
});

const e2e = project.addTask('e2e', {
  description: 'Run the templates of the example, or of --app COMMAND, on this machine with real Kafka, and break things while clients produce',
  receiveArgs: true,
});
e2e.spawn(compiled);
e2e.exec('tsx test/e2e/main.ts', { receiveArgs: true });

project.addTask('e2e:cloud', {
  description: 'Show that the local networks, load balancer, names and firewalls see every mistake in a template, without Kafka',
  steps: [
    { spawn: compiled.name },
    { exec: 'tsx examples/typescript/two-accounts/app.ts', env: { CDK_OUTDIR: 'build/e2e/cloud.out' } },
    { exec: 'tsx test/e2e/cloud/selftest.ts build/e2e/cloud.out' },
    { exec: 'tsx test/apps/companions.ts', env: { CDK_OUTDIR: 'build/e2e/companions.out' } },
    { exec: 'tsx test/e2e/cloud/companions.ts build/e2e/companions.out' },
    { exec: 'tsx test/e2e/cloud/canary.ts' },
    { exec: 'tsx test/e2e/cloud/acceptance.ts' },
  ],
});

project.addTask('e2e:mutants', {
  description: 'Change every property of the example, one at a time, and show that the local cluster sees it, or say why it cannot matter',
  steps: [
    { spawn: compiled.name },
    { exec: 'tsx examples/typescript/two-accounts/app.ts', env: { CDK_OUTDIR: 'build/e2e/mutants.out' } },
    { exec: 'tsx test/e2e/mutants.ts build/e2e/mutants.out' },
  ],
});

project.addTask('e2e:nodes', {
  description: 'Boot a cluster by the user data of its launch templates; deploy, kill and recreate while clients produce. --help says more',
  steps: [{ spawn: compiled.name }, { exec: 'tsx test/e2e/nodes.ts', receiveArgs: true }],
  receiveArgs: true,
});
project.addTask('e2e:security', {
  description: 'Let clients in by certificate, password and token, and nobody else, on brokers that boot by their launch templates. --help says more',
  steps: [{ spawn: compiled.name }, { exec: 'tsx test/e2e/security.ts', receiveArgs: true }],
  receiveArgs: true,
});
project.addTask('e2e:migration', {
  description: 'Take a cluster that was there before from one VPC to another, by every step of docs/migration.md, while clients produce. --help says more',
  steps: [{ spawn: compiled.name }, { exec: 'tsx test/e2e/migration.ts', receiveArgs: true }],
  receiveArgs: true,
});
project.addTask('e2e:vendors', {
  description: 'Give each vendor a VPC by what the text of setup() says alone, and let a plain client consume there before and after a broker is added',
  steps: [{ spawn: compiled.name }, { exec: 'tsx test/e2e/vendors.ts' }],
});
project.addTask('e2e:errors', {
  description: 'Make every mistake of docs/troubleshooting.md with a real broker and clients of four libraries, and compare what they say. --help says more',
  exec: 'tsx test/e2e/errors.ts',
  receiveArgs: true,
});

project.addTask('e2e:run', {
  description: "Let clients in by every kind of security with the command's 'run', as the package has it, and see that a closed path is named",
  steps: [{ spawn: compiled.name }, { exec: 'tsx test/e2e/run.ts' }],
});

project.addTask('e2e:install', {
  description: 'Install what the local cluster and the tests of a node need, on Debian and Ubuntu, as root',
  exec: 'tsx test/e2e/install.ts',
});

const packaged = project.addTask('e2e:package', {
  description: 'Install the packed npm package in an empty directory, and run plan, check, diff and run there on the apps of docs/getting-started.md and on another one',
});
packaged.spawn(compiled);
packaged.exec('tsx test/package/main.ts');

project.addTask('conformance', {
  description: 'Load generated configurations with the real kafka.server.KafkaConfig, and compare its verdicts with our rules',
  receiveArgs: true,
  steps: [{ exec: 'tsx test/conformance/main.ts', receiveArgs: true }],
});

project.addTask('kafka:keys', {
  description: 'Write src/properties/kafka-keys.ts, every key of Kafka\'s configuration, from the jars of the supported versions',
  steps: [{ exec: 'tsx test/conformance/kafka-keys.ts' }],
});

const examples = project.addTask('examples', {
  description: 'Synthesize the example in TypeScript, Python, Java and Go, each from the built package, and compare the templates. --help says more',
  receiveArgs: true,
});
examples.spawn(compiled);
examples.exec('tsx build-tools/examples.ts', { receiveArgs: true });

const bench = project.addTask('bench', {
  description: 'Measure synth and import time, memory and template size as ratios against the same app in the CDK\'s L2 and in its L1 constructs',
  receiveArgs: true,
});
bench.spawn(compiled);
bench.exec('tsx bench/main.ts', { receiveArgs: true });

project.addTask('bench:tools', {
  description: "Measure what Kafka's tools cost a node, beside the number of partitions. --help says more",
  exec: 'tsx bench/tools.ts',
  receiveArgs: true,
});

// ---- what GitHub asks of people ------------------------------------------------------------------------------------------------
new TextFile(project, '.nvmrc', { lines: [NODE_OF_WORKFLOWS, ''] });
issueForms(project);

// ---- what is published beside the packages ---------------------------------------------------------------------------------------
container(project);

// ---- everything, on several runners ------------------------------------------------------------------------------------------
// The groups are those of `.ci/run`; each of them installs what it needs. As root, since file systems are mounted.
const groups = execFileSync('bash', ['.ci/run', '--groups'], { encoding: 'utf8' }).trim().split('\n');
const everything = project.github!.addWorkflow('everything');
everything.on({ pullRequest: {}, push: { branches: ['main'] }, workflowDispatch: {} });
everything.addJob('run', {
  name: '${{ matrix.group }}',
  runsOn: ['ubuntu-latest'],
  permissions: { contents: github.workflows.JobPermission.READ },
  strategy: { failFast: false, matrix: { domain: { group: groups } } },
  timeoutMinutes: 60,
  steps: [
    github.WorkflowSteps.checkout(),
    { uses: 'actions/setup-node@v7.0.0', with: { 'node-version': '22.x', 'package-manager-cache': false } },
    { uses: 'actions/setup-java@v6.0.0', with: { 'distribution': 'corretto', 'java-version': '17' } },
    { uses: 'actions/setup-python@v7.0.0', with: { 'python-version': '3.x' } },
    { uses: 'actions/setup-go@v7.0.0', with: { 'go-version': '^1.25.0', 'cache': false } },
    { name: 'Run', run: 'sudo env "PATH=$PATH" "JAVA_HOME=$JAVA_HOME" .ci/run ${{ matrix.group }}' },
  ],
});

acceptanceWorkflow(project);

project.synth();
