/**
 * Synthesizes the example of two accounts, prints the path of every broker, read from what was written, and runs it where this machine can.
 */
import { spawnSync } from 'child_process';
import { existsSync, rmSync } from 'fs';
import { join, relative } from 'path';
import { readBrokerFiles } from '../cli/assembly/properties-file';
import { loadPlan } from '../cli/plan';
import { asText } from '../cli/plan/text';
import { installLacking } from '../cli/run/sandbox/installation';
import { CLOUD_NEEDS, KAFKA_NEEDS } from '../cli/run/sandbox/needs';
import { CANNOT_RUN, containerLine, QUICKSTART } from '../test/e2e/harness/needed';

const ROOT = join(__dirname, '..');
const EXAMPLE = join(ROOT, 'examples/typescript/two-accounts');
const OUT = join(ROOT, 'cdk.out');

const HELP = `Usage: npx projen ${QUICKSTART} [--synth-only] [--no-install] [--keep]

Synthesizes ${relative(ROOT, EXAMPLE)} into ${relative(ROOT, OUT)}/ and prints the nodes, and for each client listener and broker what clients
are told, the load balancer port, the target and the resources that carry them, as 'cdk-kafka-privatelink plan' does for any app. That needs
no AWS credentials and no network.

Then runs these templates with real Kafka and sends messages through the endpoint. That needs Linux, Java 17, HAProxy, nftables and more. As root on Debian or
Ubuntu, it names what is lacking and then installs it. On other systems it names what is lacking, and prints a line that does all of this in a container.

  --synth-only   only the first part
  --no-install   install nothing: say what is lacking, and how it is installed
  --keep         leave the local cluster running, and say how to enter each host`;

const NO_INSTALL = '--no-install';
const NOT_STARTED = 'Everything above is written; the local cluster was not started.';

function main(): void {
  if (process.argv.slice(2).some(arg => arg === '--help' || arg === '-h')) {
    console.log(HELP);
    return;
  }
  synthesize();
  console.log(`\n${asText(loadPlan([OUT]))}`);

  console.log('\nWritten');
  for (const stack of ['Kafka', 'Payments']) { printFile(`template of stack ${stack}`, join(OUT, `${stack}.template.json`)); }
  for (const broker of readBrokerFiles(join(OUT, 'brokers'))) { printFile(`server.properties of broker ${broker.nodeId}`, broker.path); }
  printFile("the consumer's contract", join(OUT, 'clients/kafka.contract.json'));
  printFile("an application's client.properties", join(OUT, 'clients/client.properties'));
  if (!process.argv.includes('--synth-only')) { runLocally(); }
}

/** What is lacking and cannot be installed without asking is said, and is no failure of the first part. */
function runLocally(): void {
  console.log('\nRunning these templates here, with real Kafka');
  const args = process.argv.slice(2);
  const left = installLacking([...CLOUD_NEEDS, ...KAFKA_NEEDS], containerLine(QUICKSTART), !args.includes(NO_INSTALL));
  if (left.kind === 'leave') {
    console.log(`${left.advice}\n${NOT_STARTED}`);
    return;
  }
  const options = args.filter(arg => arg !== NO_INSTALL);
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'test/e2e/main.ts'), '--only', 'paths', ...options], { stdio: 'inherit' });
  if (status === CANNOT_RUN) {
    console.log(NOT_STARTED);
  } else {
    process.exitCode = status ?? 1;
  }
}

function synthesize(): void {
  rmSync(OUT, { recursive: true, force: true });
  const cdk = spawnSync(process.execPath, [join(ROOT, 'node_modules/aws-cdk/bin/cdk'), 'synth', '--quiet', '--no-notices', '--output', OUT], {
    cwd: EXAMPLE, encoding: 'utf8', env: { ...process.env, CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  if (cdk.status !== 0 || !existsSync(join(OUT, 'manifest.json'))) {
    console.error(`cdk synth of ${relative(ROOT, EXAMPLE)} failed:\n${cdk.stdout}${cdk.stderr}`);
    process.exit(1);
  }
}

function printFile(what: string, path: string): void {
  console.log(`  ${what.padEnd(36)}${relative(ROOT, path)}`);
}

try {
  main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
