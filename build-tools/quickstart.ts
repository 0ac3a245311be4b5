/**
 * Synthesizes the example of two accounts, prints the path of every broker, read from what was written, and runs it where this machine can.
 */
import { spawnSync } from 'child_process';
import { existsSync, rmSync } from 'fs';
import { join, relative } from 'path';
import { readBrokerFiles } from '../cli/assembly/properties-file';
import { loadPlan } from '../cli/plan';
import { asText } from '../cli/plan/text';

const ROOT = join(__dirname, '..');
const EXAMPLE = join(ROOT, 'examples/typescript/two-accounts');
const OUT = join(ROOT, 'cdk.out');

const HELP = `Usage: npx projen quickstart [--synth-only] [--keep]

Synthesizes ${relative(ROOT, EXAMPLE)} into ${relative(ROOT, OUT)}/ and prints the nodes, and for each client listener and broker what clients
are told, the load balancer port, the target and the resources that carry them, as 'cdk-kafka-privatelink plan' does for any app. That needs
no AWS credentials and no network.

Then, where this machine can (Linux, Java 17, HAProxy, nftables, …), runs these templates with real Kafka and sends messages through the endpoint.

  --synth-only   only the first part
  --keep         leave the local cluster running, and say how to enter each host`;

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

/** What is missing is said there, and is no failure of the first part. */
function runLocally(): void {
  console.log('\nRunning these templates here, with real Kafka');
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', join(ROOT, 'test/e2e/main.ts'), '--only', 'paths', ...process.argv.slice(2)], { stdio: 'inherit' });
  if (status === 2) {
    console.log('Everything above is written; the local cluster was not started.');
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

main();
