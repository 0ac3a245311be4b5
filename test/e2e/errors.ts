/**
 * What clients and brokers say when something is wrong: one broker, four libraries, and each mistake made once. docs/troubleshooting.md has what they say.
 */
import { deepStrictEqual, ok } from 'assert';
import { execFileSync } from 'child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'fs';
import { createConnection, createServer } from 'net';
import { basename, join } from 'path';
import { parseArgs } from 'util';
import { Broker, CLUSTER_ID } from './errors/broker';
import { damaged } from './errors/damaged';
import { Authority, CASES } from './errors/doctor';
import { Clients, LIBRARIES } from './errors/libraries';
import { HOST, LISTENERS, NOWHERE, REFUSED, RELAY_PORT, TWO_ZONES, USER } from './errors/listeners';
import { BROKER_SAYS, DOES_NOT_START, OF_JAVA, SYMPTOMS } from './errors/said';
import { Claims } from './harness/claims';
import { DoctorProgram, summary } from './harness/doctor';
import { endIfLacking } from './harness/needed';
import { distributionJars } from './kafka/distribution';
import { ClientProgram, ClientPrograms, prepareClients } from '../../cli/run/clients/client-programs';
import { kafkaJars, KafkaJars, Log, once, run } from '../../cli/run/kafka/jars';
import { TestCa } from '../../cli/run/kafka/test-ca';
import { logger } from '../../cli/run/sandbox/logger';
import { CLOUD_NEEDS, GO, KAFKA_NEEDS, packagesOf } from '../../cli/run/sandbox/needs';
import { run as command } from '../../cli/run/sandbox/processes';
import { inSandbox, isInSandbox, STATE } from '../../cli/run/sandbox/sandbox';

const NEEDS = [...CLOUD_NEEDS, ...KAFKA_NEEDS, GO];
/** What is tried at the same time: most of it waits. */
const AT_ONCE = 4;
/** What Java's properties, JSON, shells and the command's own commas could change. */
const PASSWORDS = ['a,b=c d', 'a\\b\\\\u0041', 'käse "q" \'$(id)\' \u{1f9c0}'];
/** About 40 KB. */
const RECORDS = 3000;
const SECURITY = readFileSync(join(__dirname, '../../docs/security.md'), 'utf8');

const HELP = `Usage: npx projen e2e:errors

Starts one broker, makes every mistake of docs/troubleshooting.md with clients of four libraries, and looks for the words that the page has. Then passwords of
odd characters and quotas, as docs/security.md says. Needs Linux, and: ${packagesOf(NEEDS).join(', ')}.`;

async function sarama(log: Log): Promise<ClientProgram> {
  const sources = ['go.mod', 'go.sum', 'main.go'].map(name => join(__dirname, 'errors', 'go', name));
  const directory = await once('sarama', sources, async to => {
    log('compiling the client in Go');
    sources.forEach(source => copyFileSync(source, join(to, basename(source))));
    await run('go', ['build', '-o', 'sarama', '.'], { cwd: to });
  });
  return { name: 'sarama', argv: [join(directory, 'sarama')], behaviour: {} };
}

/** What is needed of the package registries, before the sandbox. */
async function prepare(log: Log): Promise<[ClientPrograms, ClientProgram, KafkaJars, KafkaJars]> {
  return [await prepareClients(log), await sarama(log), await kafkaJars(log), await distributionJars(log)];
}

/** Names and addresses of the sandbox: one where the broker is, one that is in no certificate, one where nothing answers. */
function network(): void {
  const lost = '10.9.9.9';
  writeFileSync('/run/hosts', `127.0.0.1 localhost\n127.0.0.1 ${HOST} other.pay.example.com\n${lost} ${NOWHERE}\n127.0.0.1 ${TWO_ZONES}\n${lost} ${TWO_ZONES}\n`);
  execFileSync('mount', ['--bind', '/run/hosts', '/etc/hosts']);
  execFileSync('ip', ['link', 'set', 'lo', 'up']);
  execFileSync('ip', ['addr', 'add', `${lost}/32`, 'dev', 'lo']);
  execFileSync('nft', ['-f', '-'], { input: `table ip lost {\n chain input {\n type filter hook input priority 0;\n ip daddr ${lost} drop\n }\n}\n` });
}

/** A connection that says something, until the broker ends it. */
async function visit(text: string, from = '127.0.0.1'): Promise<void> {
  await new Promise(ended => createConnection({ port: LISTENERS.PLAIN.port, host: HOST, localAddress: from })
    .on('close', ended).on('error', () => {}).end(text));
}

/** What stands between a client and a listener, and ends what is idle for a second, as a load balancer does after 350. */
async function relay(): Promise<void> {
  const server = createServer(client => {
    const broker = createConnection({ port: LISTENERS.RELAYED.port, host: HOST });
    const end = () => [client, broker].forEach(socket => socket.destroy());
    [client, broker].forEach(socket => socket.setTimeout(1000, end).on('error', end).on('close', end));
    client.pipe(broker).pipe(client);
  });
  await new Promise<void>(listening => server.listen(RELAY_PORT, listening));
}

/** A connection that stays, so that the listener has no room for another one. */
async function occupy(): Promise<void> {
  await new Promise<void>((connected, failed) => createConnection({ port: LISTENERS.FULL.port, host: HOST }, connected).on('error', failed));
}

/** The commands that users are told. */
function ofSecurity(line: RegExp): string[] {
  return [...SECURITY.matchAll(line)].map(([, words]) => words);
}

function says(text: string, expected: string): string {
  ok(text.includes(expected), `it does not say "${expected}", but:\n${text.split('\n').filter(line => !/^\s+at |^\s*$/.test(line)).join('\n').slice(-3000)}`);
  return expected;
}

async function main(): Promise<number> {
  const log = logger();
  const [programs, go, jars, tools] = await prepare(log);
  network();
  const [ca, others] = await Promise.all([TestCa.create(join(STATE, 'ca')), TestCa.create(join(STATE, 'others'), 'others')]);
  const clients = new Clients(programs, go, { ca: ca.file, others: others.file });
  const broker = await Broker.start(jars, ca);
  const claims = new Claims();
  try {
    await broker.createTopic(programs.java);
    log('the broker serves');
    for (let first = 0; first < SYMPTOMS.length; first += AT_ONCE) {
      await Promise.all(SYMPTOMS.slice(first, first + AT_ONCE).map(async ({ when, attempt, says: expected }) =>
        claims.that(when, async () => (await Promise.all(LIBRARIES.map(async library =>
          `${library}: ${says(await clients.refused(library, attempt), expected[library])}`))).join('; '))));
    }
    await Promise.all([relay(), occupy()]);
    const doctor = await DoctorProgram.make();
    const clientPem = join(STATE, 'client.pem');
    writeFileSync(clientPem, await ca.issue([HOST], { subject: '/CN=user' }), { mode: 0o600 });
    const authority: Authority = { ca, clientPem, clusterId: CLUSTER_ID };
    for (let first = 0; first < CASES.length; first += AT_ONCE) {
      await Promise.all(CASES.slice(first, first + AT_ONCE).map(async ({ when, asks, brokerId, code, warns = [], saw = '' }) =>
        claims.that(`doctor: ${when}`, async () => {
          const results = await doctor.ask(asks(authority));
          const result = results.find(path => path.brokerId === brokerId)!;
          deepStrictEqual({ code: result.code, warns: result.warnings.map(warning => warning.code) }, { code, warns }, summary(results));
          says(result.detail ?? '', saw);
          return summary([result]);
        })));
    }
    await claims.that('librdkafka says what it does not know of Java\'s properties', async () => {
      await Promise.all(OF_JAVA.map(async ({ property, value, says: expected }) =>
        says(await clients.refused('librdkafka', { listener: 'PLAIN' }, { [property]: value }), expected)));
    });
    await claims.that('the broker\'s log has what it says of them, of a browser, of an old client and of one from an address that may not', async () => {
      await visit('GET / HTTP/1.1\r\nHost: kafka\r\n\r\n');
      await visit('', REFUSED);
      await clients.refused('sarama', { listener: 'PLAIN' }, { version: '0.9.0.0' });
      BROKER_SAYS.forEach(expected => says(broker.log(), expected));
    });
    for (const password of PASSWORDS) {
      await claims.that(`a user has the password ${password}, by the commands of docs/security.md`, async () => {
        const file = join(STATE, 'user.properties');
        await command(['python3', '-c', ofSecurity(/^sudo python3 -c '(.*)'$/gm)[0].replace('/run/user.properties', file)], { input: `${password}\n` });
        const [words] = ofSecurity(/^sudo kafka-admin configs (.*--add-config-file .*)$/gm);
        await broker.configs(tools, words.replace('/run/user.properties', file).replace('payments', USER));
        const login = { mechanism: 'SCRAM-SHA-512', password } as const;
        for (const library of ['Java', 'librdkafka'] as const) {
          says(await clients.refused(library, { listener: 'SCRAM', trusts: 'ca', login }), 'Topic authorization failed');
        }
      });
    }
    await claims.that('a quota of all users holds, and that of one user goes before it, by the commands of docs/security.md', async () => {
      const [ofAll, ofOne] = ofSecurity(/^sudo kafka-admin configs (.*producer_byte_rate.*)$/gm);
      const set = async (words: string, rate: number) =>
        broker.configs(tools, words.replace(/producer_byte_rate=\d+/, `producer_byte_rate=${rate}`).replace('payments', 'ANONYMOUS').replaceAll('\'', ''));
      const without = await clients.secondsToProduce(RECORDS);
      await set(ofAll, 2_000);
      const limited = await clients.secondsToProduce(RECORDS);
      await set(ofOne, 100_000_000);
      const again = await clients.secondsToProduce(RECORDS);
      ok(limited > 3 * Math.max(without, again), `${without} s, ${limited} s, ${again} s`);
      return `${RECORDS} records take ${without.toFixed(1)} s, ${limited.toFixed(1)} s with the quota, ${again.toFixed(1)} s with one of the user's own`;
    });
    await broker.stop();
    for (const [what, bytes] of Object.entries(damaged(await ca.issue([HOST])))) {
      await claims.that(`a broker does not start with a certificate's file that ${what}`, async () =>
        says(await broker.refusesToStart(bytes), DOES_NOT_START[what as keyof typeof DOES_NOT_START]));
    }
  } finally {
    await broker.stop();
  }
  return claims.finish();
}

async function start(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) { return console.log(HELP); }
  if (!isInSandbox()) {
    endIfLacking('e2e:errors', NEEDS);
    await prepare(logger());
  }
  inSandbox(main);
}

start().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
