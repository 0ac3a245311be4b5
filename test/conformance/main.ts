/**
 * Checks what the library writes, and the rules that it checks it by, against Kafka itself: `main.ts [--cases N] [--seed S]`.
 *
 * Not a part of the unit tests, since it needs a JDK and Maven.
 */
import { readFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { hostBrokers } from './host-brokers';
import { hostControls } from './host-controls';
import { AskedRelease, hostFiles } from './host-files';
import { HostStores } from './host-stores';
import { KafkaConfig, Verdict } from './kafka-config';
import { formerJars, formerKeys, keysSource, supportedJars, writtenKeysSource } from './kafka-keys';
import { Asked, everyKey, keysTogether } from './keys';
import { model, Model } from './models';
import { mutated } from './mutations';
import { KINDS } from './securities';
import { subjectsOfDocs } from './subjects';
import { javaProgram, KafkaJars, Log, run } from '../../cli/run/kafka/jars';
import { BrokerCertificate, ClientCa, KafkaNode, KafkaRole, ListenerSecurity } from '../../src';
import { parseProperties, propertyLine } from '../../src/private/java-properties';
import { kafkaKey } from '../../src/properties/kafka-definitions';
import { kafkaFindings } from '../../src/properties/kafka-rules';
import { REMOVED_KEYS } from '../../src/properties/removed-keys';
import { ServerProperties } from '../../src/properties/server-properties';

/** What a node can be. */
const ROLES = ['broker', 'controller', 'broker and controller'];
const VECTORS = join(__dirname, '..', 'properties', 'kafka-listener-vectors.json');

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  if (at < 0) { return otherwise; }
  const value = Number(process.argv[at + 1]);
  if (!Number.isInteger(value) || value < 1) { throw new Error(`--${name} needs a number, got ${process.argv[at + 1]}`); }
  return value;
}

function fileOf(properties: Iterable<[string, string]>): string {
  return [...properties].map(([key, value]) => `${propertyLine(key, value)}\n`).join('');
}

/** Every vector's verdict is that of Kafka, to the word. Their values are written as in a file, with its escapes. */
async function vectors(kafka: KafkaConfig): Promise<string> {
  const { base, cases } = JSON.parse(readFileSync(VECTORS, 'utf8'));
  const wrong: string[] = [];
  for (const { name, set, remove, ...expected } of cases) {
    const properties = Object.entries({ ...base, ...set }).filter(([key]) => !remove.includes(key));
    const { ok, exception, message } = await kafka.load(properties.map(([key, value]) => `${key}=${value}\n`).join(''));
    if (ok !== expected.ok || exception !== expected.exception || message !== expected.message) {
      wrong.push(`${name}: expected ${JSON.stringify(expected)}, Kafka says ${JSON.stringify({ ok, exception, message })}`);
    }
  }
  if (wrong.length > 0) { throw new Error(wrong.join('\n')); }
  return `${cases.length} vectors are what Kafka says, ${cases.filter((each: Verdict) => !each.ok).length} of them rejections with their messages`;
}

/** What is wrong with what Kafka read from a rendered file, or nothing. */
function misread(verdict: Verdict, { clientListeners, internalListenerName, isAuthorizing, overrides }: Model, node: KafkaNode): string[] {
  if (!verdict.ok) { return [`rejected: ${verdict.message}`]; }
  const wrong: string[] = [];
  const isBroker = node.roles!.includes(KafkaRole.BROKER);
  const zoneId = node.zoneId!;
  for (const { name, advertisedHost, bindPort, firstPort, firstBrokerId, security } of isBroker ? clientListeners : []) {
    const host = advertisedHost.pattern.replace('{brokerId}', `${node.nodeId}`).replace('{zoneId}', zoneId);
    const advertised = `${name.toUpperCase()}://${host}:${firstPort + node.nodeId - firstBrokerId} ${security.brokerProtocol}`;
    const bound = `${name.toUpperCase()}://:${bindPort} ${security.brokerProtocol}`;
    if (!verdict.advertised!.includes(advertised)) { wrong.push(`${advertised} is not advertised: ${verdict.advertised}`); }
    if (!verdict.bound!.includes(bound)) { wrong.push(`${bound} is not bound: ${verdict.bound}`); }
  }
  if (isBroker && (verdict.betweenBrokers !== internalListenerName.toUpperCase() || verdict.advertised!.length !== clientListeners.length + 1)) {
    wrong.push(`brokers talk over ${verdict.betweenBrokers}, not ${internalListenerName}; advertised are ${verdict.advertised}`);
  }
  if (verdict.controllers!.length !== Number(node.roles!.includes(KafkaRole.CONTROLLER))) { wrong.push(`as a controller it is at ${verdict.controllers}`); }
  // On controllers too: it is they who change ACLs.
  if ((verdict.read!['authorizer.class.name'] !== undefined) !== isAuthorizing) { wrong.push(`it authorizes by ${verdict.read!['authorizer.class.name']}`); }
  for (const [key, value] of Object.entries(overrides)) {
    if (verdict.read![key] !== value) { wrong.push(`${key} is read as ${JSON.stringify(verdict.read![key])}, not ${JSON.stringify(value)}`); }
  }
  const ignored = verdict.ignored!.filter(key => !(key in overrides));
  if (ignored.length > 0) { wrong.push(`Kafka knows nothing of ${ignored}`); }
  return wrong;
}

/** Kafka accepts every file that the library renders, understands it as it was meant and ignores nothing of it. */
async function models(kafka: KafkaConfig, cases: number, seed: number): Promise<string> {
  const files: { [roles: string]: number } = {};
  const seen = new Set<string>();
  await fc.assert(fc.asyncProperty(model, async cluster => {
    for (const node of cluster.nodes) {
      const text = cluster.renderer.render(node);
      const wrong = misread(await kafka.load(text), cluster, node);
      if (wrong.length > 0) { throw new Error(`node ${node.nodeId}: ${wrong.join('; ')}\n${text}`); }
      files[node.roles!.join(' and ')] = (files[node.roles!.join(' and ')] ?? 0) + 1;
    }
    cluster.kinds.forEach(kind => seen.add(kind));
  }), { numRuns: cases, seed });
  const missing = [...KINDS, ...ROLES].filter(one => !seen.has(one) && !(one in files));
  // A few cases leave out something by chance.
  if (missing.length > 0 && cases >= 100) { throw new Error(`no cluster had ${missing.join(', ')}`); }
  const each = Object.entries(files).map(([roles, count]) => `${count} of ${roles}`).join(', ');
  return `${cases} clusters of ${seen.size} kinds of security, files ${each}: Kafka accepts each and reads it as it was meant`;
}

/** Whatever Kafka rejects, the library rejects; it may reject more. */
async function contradictions(kafka: KafkaConfig, cases: number, seed: number): Promise<string> {
  const count = { kafka: 0, ours: 0, more: 0 };
  await fc.assert(fc.asyncProperty(mutated(model, parseProperties), async properties => {
    const text = fileOf(properties);
    const { ok, message } = await kafka.load(text);
    const findings = kafkaFindings(new ServerProperties(parseProperties(text)));
    count.kafka += Number(!ok);
    count.ours += Number(findings.length > 0);
    count.more += Number(ok && findings.length > 0);
    if (!ok && findings.length === 0) { throw new Error(`Kafka rejects what the library accepts: ${message}\n${text}`); }
  }), { numRuns: cases, seed });
  return `${cases} changed files: Kafka rejects ${count.kafka}, the library ${count.ours}, of which Kafka would take ${count.more}`;
}

/** The definitions are those of the jars, and what older Kafkas had beside them is listed with what stands for it. */
async function definitions(jars: KafkaJars[], log: Log): Promise<string> {
  if (await keysSource(jars, log) !== writtenKeysSource()) { throw new Error('src/properties/kafka-keys.ts is not what Kafka\'s jars say: run npx projen kafka:keys'); }
  const former = (await formerKeys(log)).filter(key => !kafkaKey(key));
  const listed = Object.keys(REMOVED_KEYS).sort();
  const wrong = [...former.filter(key => !listed.includes(key)), ...listed.filter(key => !former.includes(key))];
  if (wrong.length > 0) { throw new Error(`src/properties/removed-keys.ts lacks, or has too many: ${wrong}`); }
  return `the definitions are those of Kafka ${jars.map(({ version }) => version)}, and ${listed.length} keys of older ones are listed with their successors`;
}

/** The table of subjects in docs/security.md, by Kafka's own mapper and the rules of a listener. */
async function subjects(jars: KafkaJars, log: Log): Promise<string> {
  const security = ListenerSecurity.mutualTls(BrokerCertificate.fromPemFile('/client.pem'), ClientCa.fromPemFile('/ca.pem'));
  const table = subjectsOfDocs();
  const [command, ...argv] = await javaProgram(jars, [join(__dirname, 'java', 'PrincipalNames.java')], log);
  const { stdout } = await run(command, [...argv, security._properties('CLIENT')['ssl.principal.mapping.rules'], ...table.map(([subject]) => subject)]);
  const names = JSON.parse(stdout);
  const wrong = table.filter(([subject, principal]) => names[subject] !== (principal ?? null)).map(([subject, principal]) => `${subject} is ${names[subject]}, not ${principal}`);
  if (wrong.length > 0 || table.length === 0) { throw new Error(wrong.join('\n')); }
  return `${table.length} subjects have the names of docs/security.md`;
}

/** Files of hosts, merged: by the Kafka of each line for which they are, and by brokers that start on them. */
async function hosts(newest: KafkaJars, log: Log): Promise<string> {
  const stores = await HostStores.create();
  // Compiled once, for the newest: what it uses is in all of them.
  const [java, ...program] = await javaProgram(newest, ['HostFileVerdicts', 'Verdicts'].map(name => join(__dirname, 'java', `${name}.java`)), log);
  const former = await formerJars(log);
  const asked = [...former, newest].map(({ classpath, version }): AskedRelease => ({
    line: version.replace(/\.\d+$/, ''),
    kafka: new KafkaConfig([java, stores.jvmOption, ...program.map(argument => argument.replace(newest.classpath, classpath))]),
  }));
  try {
    const said = [await hostFiles(asked, stores), await hostControls(asked, stores)];
    return [...said, await hostBrokers({ zookeeper: former[former.length - 1], kraft: newest }, stores, log)].join('; ');
  } finally {
    for (const { kafka } of asked) { await kafka.stop(); }
    stores.remove();
  }
}

async function main(): Promise<number> {
  const log = (line: string) => process.stdout.write(`${line}\n`);
  const cases = option('cases', 500);
  const seed = option('seed', Date.now() % 2 ** 31);
  const jars = await supportedJars(log);
  const asked: Asked[] = [];
  for (const each of jars) { asked.push({ line: each.version.replace(/\.\d+$/, ''), kafka: await KafkaConfig.start(each, log) }); }
  const { kafka } = asked[asked.length - 1];
  log(`Kafka ${jars.map(({ version }) => version)}, ${cases} cases, seed ${seed}`);
  let failed = 0;
  const checks: { [name: string]: () => Promise<string> } = {
    vectors: () => vectors(kafka),
    models: () => models(kafka, cases, seed),
    contradictions: () => contradictions(kafka, cases, seed),
    subjects: () => subjects(jars[jars.length - 1], log),
    definitions: () => definitions(jars, log),
    hosts: () => hosts(jars[jars.length - 1], log),
    everyKey: () => everyKey(asked),
    keysTogether: () => keysTogether(asked, cases, seed),
  };
  for (const [name, check] of Object.entries(checks)) {
    const begin = Date.now();
    try {
      log(`ok   ${name}: ${await check()} (${((Date.now() - begin) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed++;
      // fast-check tells the smallest case that fails, and why as the cause.
      const { message, cause } = error as Error;
      log(`FAIL ${name}: ${[cause instanceof Error ? cause.message : '', message].join('\n')}`);
    }
  }
  for (const one of asked) { await one.kafka.stop(); }
  return failed;
}

void main().then(failed => process.exit(failed > 0 ? 1 : 0));
