/**
 * Synthesizes the example of two accounts, prints the path of every broker, read from what was written, and runs it where this machine can.
 */
import { spawnSync } from 'child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'fs';
import { join, relative } from 'path';

const ROOT = join(__dirname, '..');
const EXAMPLE = join(ROOT, 'examples/typescript/two-accounts');
const OUT = join(ROOT, 'cdk.out');

const HELP = `Usage: npx projen quickstart [--synth-only] [--keep]

Synthesizes ${relative(ROOT, EXAMPLE)} into ${relative(ROOT, OUT)}/ and prints the nodes, and for each client listener and broker what clients
are told, the load balancer port, the target and the resources that carry them. That needs no AWS credentials and no network.

Then, where this machine can (Linux, Java 17, HAProxy, nftables, …), runs these templates with real Kafka and sends messages through the endpoint.

  --synth-only   only the first part
  --keep         leave the local cluster running, and say how to enter each host`;

interface Resource {
  readonly Type: string;
  readonly Properties: any;
}

interface Resources {
  readonly [logicalId: string]: Resource;
}

interface Node {
  readonly id: string;
  readonly roles: string;
  readonly zone: string;
  readonly host: string;
  readonly address: string;
  readonly resources: string;
}

interface Row {
  readonly broker: string;
  readonly advertised: string;
  readonly port: string;
  readonly target: string;
  readonly resources: string;
}

function main(): void {
  if (process.argv.slice(2).some(arg => arg === '--help' || arg === '-h')) {
    console.log(HELP);
    return;
  }
  synthesize();
  const resources: Resources = JSON.parse(readFileSync(join(OUT, 'Kafka.template.json'), 'utf8')).Resources;
  const contract = JSON.parse(readFileSync(join(OUT, 'clients/kafka.contract.json'), 'utf8'));
  const nodes = nodesIn(resources);
  printNodes(nodes);
  const brokers = readdirSync(join(OUT, 'brokers')).sort().map(file => ({ file: join(OUT, 'brokers', file), ...readProperties(join(OUT, 'brokers', file)) }));

  for (const listener of contract.listeners) {
    const rows = [
      ...brokers.map(broker => brokerRow(resources, nodes, listener, broker)),
      bootstrapRow(resources, nodes, listener),
    ];
    console.log(`\n${listener.name} (${listener.protocol})`);
    printTable(['broker', 'clients connect to', 'NLB port', 'target'], rows.map(row => [row.broker, row.advertised, row.port, row.target]));
    console.log('  carried by');
    rows.forEach(row => console.log(`  ${row.broker.padEnd(6)}  ${row.resources}`));
  }

  console.log('\nWritten');
  for (const stack of ['Kafka', 'Payments']) { printFile(`template of stack ${stack}`, join(OUT, `${stack}.template.json`)); }
  brokers.forEach(broker => printFile(`server.properties of broker ${broker.nodeId}`, broker.file));
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

function readProperties(file: string): { nodeId: string; advertised: Map<string, string> } {
  const lines = readFileSync(file, 'utf8').split('\n');
  const value = (key: string) => lines.find(line => line.startsWith(`${key}=`))!.slice(key.length + 1);
  return {
    nodeId: value('node.id'),
    advertised: new Map(value('advertised.listeners').split(',').map(entry => entry.split('://') as [string, string])),
  };
}

/** A node is an Auto Scaling group of one, with a launch template that says what its instance is. */
function nodesIn(resources: Resources): Node[] {
  return ofType(resources, 'AWS::AutoScaling::AutoScalingGroup').map(([group, { LaunchTemplate, VPCZoneIdentifier }]) => {
    const userData = textOf(resources[LaunchTemplate.LaunchTemplateId.Ref].Properties.LaunchTemplateData.UserData['Fn::Base64']);
    const value = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(userData)![1];
    return {
      id: value('NODE_ID'),
      roles: value('process.roles').replace(',', ' and '),
      zone: resources[VPCZoneIdentifier[0].Ref].Properties.AvailabilityZone,
      host: value('HOST'),
      address: value('IDENTITY_IP'),
      resources: `${group}, ${value('ENI_ID').split('.')[0]}, ${value('VOLUMES').replace(/:.*?(,|$)/g, '$1')}`,
    };
  });
}

function printNodes(nodes: Node[]): void {
  console.log('\nNodes');
  printTable(['node', 'roles', 'zone', 'name'], nodes.map(({ id, roles, zone, host }) => [id, roles, zone, host]));
  console.log('  carried by');
  nodes.forEach(node => console.log(`  ${node.id.padEnd(6)}  ${node.resources}`));
}

function ofType(resources: Resources, type: string): [string, any][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === type).map(([id, { Properties }]) => [id, Properties]);
}

/** A text of the template, with the names of resources for what they will be. */
function textOf(value: any): string {
  if (typeof value === 'string') { return value; }
  if ('Fn::Join' in value) { return value['Fn::Join'][1].map(textOf).join(value['Fn::Join'][0]); }
  return value.Ref ?? value['Fn::GetAtt'].join('.');
}

function brokerRow(resources: Resources, nodes: Node[], listener: any, broker: { nodeId: string; advertised: Map<string, string> }): Row {
  const advertised = broker.advertised.get(listener.name)!;
  const port = Number(advertised.split(':')[1]);
  return { broker: broker.nodeId, advertised, ...behind(resources, nodes, port) };
}

function bootstrapRow(resources: Resources, nodes: Node[], listener: any): Row {
  const host = listener.host.includes('{') ? listener.host.slice(listener.host.indexOf('.') + 1) : listener.host;
  return { broker: 'any', advertised: `${host}:${listener.bootstrapPort} (bootstrap)`, ...behind(resources, nodes, listener.bootstrapPort) };
}

/** What the template has behind a load balancer port. */
function behind(resources: Resources, nodes: Node[], port: number): Pick<Row, 'port' | 'target' | 'resources'> {
  const found = ofType(resources, 'AWS::ElasticLoadBalancingV2::Listener').filter(([, { Port }]) => Port === port);
  if (found.length !== 1) {
    throw new Error(`${found.length} listeners on load balancer port ${port} in ${relative(ROOT, OUT)}/Kafka.template.json, expected one`);
  }
  const [listenerId, listener] = found[0];
  const groupId = listener.DefaultActions[0].TargetGroupArn.Ref;
  const targets: any[] = resources[groupId].Properties.Targets;
  return {
    port: `${port}`,
    target: targets.map(target => `node ${nodes.find(({ address }) => address === textOf(target.Id))?.id ?? textOf(target.Id)} :${target.Port}`).join(', '),
    resources: `${listenerId} → ${groupId}`,
  };
}

function printTable(head: string[], rows: string[][]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map(row => row[i].length)));
  for (const row of [head, ...rows]) {
    console.log(`  ${row.map((cell, i) => cell.padEnd(widths[i])).join('  ')}`.trimEnd());
  }
}

function printFile(what: string, path: string): void {
  console.log(`  ${what.padEnd(36)}${relative(ROOT, path)}`);
}

main();
