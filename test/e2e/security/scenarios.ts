import { deepStrictEqual, match, ok } from 'assert';
import { randomBytes } from 'crypto';
import { readFileSync } from 'fs';
import { Credentials, forJava, forLibrdkafka } from './credentials';
import { canariesSee, doctorSees } from './paths-seen';
import { BROKERS, SecurityCluster } from './security-cluster';
import type { KafkaClient } from '../../../cli/run/clients/kafka-client';
import { Workload, WorkloadReport } from '../../../cli/run/clients/workload';
import { run } from '../../../cli/run/sandbox/processes';

/** Who gets in and who does not. Returns what was measured, or what the refused were told. */
export interface Scenario {
  readonly claim: string;
  readonly run: (cluster: SecurityCluster) => Promise<string | void>;
}

const RECORDS = 300;

/** The second one is the canary's. */
const TOPICS = ['payments', 'canary'];

/** Listeners by token have a deployment of their own: a token could say the name of a user or of a certificate's owner, and the library refuses both at once. */
const FIRST_LISTENERS = ['MTLS', 'SCRAM'];
const BY_PASSWORD = [...FIRST_LISTENERS, 'PLAIN', 'TLS', 'NLB', 'EDGE', 'LATE', 'FALSE'];
const BY_TOKEN = ['PLAIN', 'OAUTH'];

const SERIAL = /^serial=[0-9A-F]+$/;

/** New ones in every run: they are looked for everywhere at the end. */
const password = () => `pw.${randomBytes(12).toString('hex')}`;
const PASSWORDS = { admin: password(), adminLater: password(), chief: password(), payments: password(), stranger: password(), auditor: password() };
const ISSUED: string[] = [];

/** What the authorizer tells the one and the other library. */
const UNAUTHORIZED: Told = [/TopicAuthorizationException: .*/, /Topic authorization failed/];

/** What they are told who have another password than the user, or no user any more. */
const UNKNOWN_USER: Told = [/SaslAuthenticationException: .*/, /Authentication failed.*/];

/** What they are told by a broker that wants another certificate, or any: an alert, or the end of the connection before one arrives. */
const NO_CERTIFICATE: Told = [/Ssl\w*Exception: .*/, /alert [^"'\n(]*|[Dd]isconnected.*/];

/** What a controller tells Java's client, which it has let in and which takes it for a broker. */
const NOT_A_BROKER = /UnsupportedVersionException: .*/;

/** What a library says to one who is refused: Java's client, and librdkafka. */
type Told = readonly [java: RegExp, librdkafka: RegExp];

export const SCENARIOS: Scenario[] = [
  {
    claim: 'three brokers boot with certificates from Secrets Manager, and meet by mutual TLS',
    run: async cluster => {
      cluster.setSecret('administrator', administrator(PASSWORDS.admin));
      await cluster.create(FIRST_LISTENERS);
    },
  },
  {
    claim: 'the administrator of the secret logs in from the consumer, makes a topic, and users have the rights that they are given and no other',
    run: async cluster => {
      const admin = cluster.admin('SCRAM', forJava(asAdmin(PASSWORDS.admin)));
      for (const topic of TOPICS) { await admin.createTopic(topic, BROKERS); }
      await Promise.all((['payments', 'stranger', 'auditor'] as const).map(async (user, nodeId) => makeUser(cluster, nodeId, user, PASSWORDS[user])));
      await allow(cluster, 'User:payments');
      await allow(cluster, 'User:mtls.payments');
      return [
        await eachProduces(cluster, 'SCRAM', asUser('payments')),
        await refused(cluster, 'SCRAM', asUser('stranger'), UNAUTHORIZED),
      ].join('; ');
    },
  },
  {
    claim: 'canaries run by what their template gives them, code, environment, groups and role; each path has its metric, and a path that fails its code',
    run: async cluster => canariesSee(cluster, 'payments', PASSWORDS.payments),
  },
  {
    claim: 'a client by a file in which nothing was filled in does not get in, and is told why',
    run: async cluster => {
      const unprepared = async (listener: string, expected: Told) =>
        refusedBy([cluster.unprepared(listener, cluster.java), cluster.unprepared(listener, cluster.librdkafka)], expected);
      return allTold([
        unprepared('SCRAM', [/Value not specified for key 'username' in JAAS config/, /Authentication failed.*/]),
        unprepared('MTLS', [/Failed to load PEM SSL keystore <path of a file with the private key.*/, /ssl\.certificate\.location failed.*/]),
      ]);
    },
  },
  {
    claim: 'who may only look at a topic cannot write to it',
    run: async cluster => {
      await allow(cluster, 'User:auditor', ['Describe']);
      const [reader] = both(cluster, 'SCRAM', asUser('payments'));
      const { records } = await reader.read('payments');
      const told: string[] = [];
      for (const client of both(cluster, 'SCRAM', asUser('auditor'))) {
        deepStrictEqual(await client.describe('payments'), BROKERS.length);
        // An idempotent producer would be refused a number of its own, and send no record at all.
        const options = { maxSeconds: 20, properties: { 'enable.idempotence': 'false' } };
        let failures: { [error: string]: number } = {};
        // Where one does not, librdkafka forgets the partitions, and its broker, and says that of the rest (errors of its own begin with _), not what it was refused.
        await cluster.until('every broker to know that the auditor may look', async () => {
          const produced = await client.produce('payments', BROKERS.length, options);
          deepStrictEqual(produced.acknowledged, []);
          failures = produced.failures;
          return !Object.keys(failures).some(name => name.startsWith('_'));
        });
        match(Object.keys(failures).join(), /^(TopicAuthorizationException|TOPIC_AUTHORIZATION_FAILED)$/);
        told.push(`${client.program.name}: ${Object.keys(failures)[0]} for ${Object.values(failures)[0]} records`);
      }
      deepStrictEqual((await reader.read('payments')).records, records);
      return `${told.join(', ')}; the topic ends where it did, at ${records} records`;
    },
  },
  {
    claim: 'a wrong password is refused, and so is a broker that another authority signed',
    run: async cluster => allTold([
      refused(cluster, 'SCRAM', { ...asUser('payments'), password: 'wrong' },
        [/SaslAuthenticationException: .*invalid credentials.*/, /Authentication failed.*/]),
      refused(cluster, 'SCRAM', { ...asUser('payments'), ca: cluster.authorities.others.file },
        [/unable to find valid certification path.*/, /certificate verify failed.*/]),
    ]),
  },
  {
    claim: 'a client certificate gives its name with the prefix of the listener, and that name has its own rights',
    run: async cluster => {
      const { clients } = cluster.authorities;
      return eachProduces(cluster, 'MTLS', { certificate: await cluster.certificateOf(clients, '/O=Example/CN=payments') });
    },
  },
  {
    claim: 'a client certificate that is called like a node gains nothing',
    run: async cluster => {
      const { clients } = cluster.authorities;
      return allTold(['kafka:node', 'ANONYMOUS', `b0.${cluster.told.zoneName}`].map(async name =>
        refused(cluster, 'MTLS', { certificate: await cluster.certificateOf(clients, `/CN=${name}`) }, UNAUTHORIZED)));
    },
  },
  {
    claim: 'the listeners of the nodes refuse whoever has no certificate of the nodes, also from inside their network',
    run: async cluster => {
      const { nodes, clients, servers } = cluster.authorities;
      const ofOthers = [await cluster.certificateOf(clients, `/CN=b0.${cluster.told.zoneName}`), await cluster.certificateOf(servers, '/CN=node')];
      const told = await allTold((['INTERNAL', 'CONTROLLER'] as const).flatMap(listener => [undefined, ...ofOthers].map(async certificate =>
        `${listener}: ${await refusedBy(besideNodes(cluster, listener, { ca: nodes.file, certificate }), NO_CERTIFICATE)}`)));
      const asNode = { ca: nodes.file, certificate: await cluster.certificateOf(nodes, '/CN=anything') };
      for (const client of besideNodes(cluster, 'INTERNAL', asNode)) { deepStrictEqual(await client.describe('payments'), BROKERS.length); }
      // It gets through to the controller, which then has nothing for the clients of brokers.
      const [java] = besideNodes(cluster, 'CONTROLLER', asNode);
      const answered = await failureOf(java, async () => java.describe('payments'));
      match(answered, NOT_A_BROKER);
      return `${told}; with one: ${NOT_A_BROKER.exec(answered)![0]}`;
    },
  },
  {
    claim: 'no client certificate, one of another authority, one of the nodes\' authority and one that is expired are refused',
    run: async cluster => {
      const { clients, nodes, others } = cluster.authorities;
      const certificates = [
        undefined, await cluster.certificateOf(others, '/CN=payments'), await cluster.certificateOf(nodes, '/CN=payments'),
        await cluster.certificateOf(clients, '/CN=payments', -1),
      ];
      return allTold(certificates.map(async certificate => refused(cluster, 'MTLS', { certificate }, NO_CERTIFICATE)));
    },
  },
  {
    claim: 'certificates, authorities and the administrator are renewed without a restart, while clients produce',
    run: async cluster => {
      const { clients, newClients } = cluster.authorities;
      const processes = async () => (await cluster.onEach('pgrep', '-f', 'kafka.Kafka')).map(({ stdout }) => stdout.trim());
      const before = { shown: await shown(cluster, 'SCRAM'), processes: await processes() };
      const newcomer = { certificate: await cluster.certificateOf(newClients, '/CN=payments') };
      const told = [await refused(cluster, 'MTLS', newcomer, NO_CERTIFICATE)];

      const workload = await Workload.start('payments', both(cluster, 'SCRAM', asUser('payments')), cluster.log);
      await cluster.issueShared();
      cluster.setSecret('clientCa', readFileSync(clients.file, 'utf8') + readFileSync(newClients.file, 'utf8'));
      cluster.setSecret('administrator', administrator(PASSWORDS.adminLater));
      await cluster.anHourLater();
      await cluster.until('every broker to show another certificate', async () => (await shown(cluster, 'SCRAM')).every((serial, i) => serial !== '' && serial !== before.shown[i]));
      const report = await workload.end();

      deepStrictEqual(await processes(), before.processes);
      deepStrictEqual(new Set(await shown(cluster, 'SCRAM')).size, 1);
      for (const client of both(cluster, 'MTLS', newcomer)) { deepStrictEqual(await client.describe('payments'), BROKERS.length); }
      await cluster.until('the administrator to have the new password', async () => isLetIn(cluster, asAdmin(PASSWORDS.adminLater)));
      told.push(await refused(cluster, 'SCRAM', asAdmin(PASSWORDS.admin), UNKNOWN_USER));
      return [acknowledged(report), ...told].join('; ');
    },
  },
  {
    claim: 'another administrator takes the place of the first one, and nodes leave a new certificate of theirs aside until they are restarted',
    run: async cluster => {
      const before = await shownBetweenNodes(cluster);
      cluster.setSecret('administrator', administrator(PASSWORDS.chief, 'chief'));
      await cluster.issueForNodes(cluster.authorities.nodes);
      await cluster.anHourLater();
      await cluster.until('another administrator', async () => isLetIn(cluster, asAdmin(PASSWORDS.chief, 'chief')));
      await cluster.until('every node to say that it needs a restart', async () => BROKERS.every(id => cluster.logOf(id).some(line => /has changed: give a 'restartToken'/.test(line))));
      deepStrictEqual(await shownBetweenNodes(cluster), before);
      return refused(cluster, 'SCRAM', asAdmin(PASSWORDS.adminLater), UNKNOWN_USER);
    },
  },
  {
    claim: 'nodes get a certificate of another authority by rolling restarts, while clients produce; with them listeners of other kinds are added, broker by broker',
    run: async cluster => {
      const { nodes, newNodes } = cluster.authorities;
      const [old, successor] = [nodes, newNodes].map(({ file }) => readFileSync(file, 'utf8'));
      const serials = [await shownBetweenNodes(cluster)];
      const workload = await Workload.start('payments', both(cluster, 'SCRAM', asUser('payments')), cluster.log, 'restarts');

      cluster.setSecret('nodeCa', old + successor);
      await cluster.restart('both-authorities-trusted', BY_PASSWORD);
      serials.push(await shownBetweenNodes(cluster));
      await cluster.issueForNodes(newNodes);
      await cluster.restart('certificates-of-the-new-one');
      serials.push(await shownBetweenNodes(cluster));

      const report = await workload.end();
      deepStrictEqual(serials.map(shownByAll => new Set(shownByAll).size), [1, 1, 1]);
      deepStrictEqual(new Set(serials.flat()).size, 3);
      for (const client of besideNodes(cluster, 'INTERNAL', await ofOldAuthority(cluster))) { deepStrictEqual(await client.describe('payments'), BROKERS.length); }
      return acknowledged(report);
    },
  },
  {
    claim: 'brokers authorize on every listener, also where clients do not authenticate',
    run: async cluster => {
      const told = await refused(cluster, 'PLAIN', {}, UNAUTHORIZED);
      await allow(cluster, 'User:ANONYMOUS');
      return [told, await eachProduces(cluster, 'PLAIN', {})].join('; ');
    },
  },
  {
    claim: 'where TLS ends at the load balancer it shows the certificate of the listener, and clients log in behind it, or not at all',
    run: async cluster => {
      const told: string[] = [];
      for (const [listener, credentials] of [['NLB', asUser('payments')], ['EDGE', {}]] as const) {
        told.push(await eachProduces(cluster, listener, credentials));
        const serial = cluster.serialInAcm('good');
        match(serial, SERIAL);
        deepStrictEqual(await shown(cluster, listener), BROKERS.map(() => serial));
      }
      told.push(await refused(cluster, 'NLB', { ...asUser('payments'), password: 'wrong' },
        [/SaslAuthenticationException: .*invalid credentials.*/, /Authentication failed.*/]));
      return told.join('; ');
    },
  },
  {
    claim: 'clients without credentials produce over TLS, where each broker shows its own certificate',
    run: async cluster => {
      const told = await eachProduces(cluster, 'TLS', {});
      const serials = await shownOfItsOwn(cluster);
      areSerials(serials);
      deepStrictEqual(new Set(serials).size, BROKERS.length);
      return told;
    },
  },
  {
    claim: "one broker's own certificate is renewed alone, and one that Kafka refuses, since it is of other names, is left aside",
    run: async cluster => {
      const before = await shownOfItsOwn(cluster);
      await cluster.issueForBroker(1);
      const [subject, good] = ['/CN=b2.tls.kafka.internal', cluster.secret('broker2')];
      cluster.setSecret('broker2', await cluster.authorities.servers.issue(['elsewhere.kafka.internal'], { subject }));
      await cluster.anHourLater();
      await cluster.until('broker 1 to show another certificate', async () => ![before[1], ''].includes((await shownOfItsOwn(cluster))[1]));
      await cluster.until('broker 2 to say that Kafka refuses its new one', async () => cluster.logOf(2).some(line => /not renewed: Kafka refuses /.test(line)));
      cluster.setSecret('broker2', good);
      const after = await shownOfItsOwn(cluster);
      areSerials([...before, ...after]);
      deepStrictEqual([after[0], after[2]], [before[0], before[2]]);
      return eachProduces(cluster, 'TLS', {}, 'renewed');
    },
  },
  {
    claim: 'doctor: on listeners of every kind each path is open to who has the right credentials',
    run: async cluster => {
      const certificate = await cluster.certificateOf(cluster.authorities.clients, '/O=Example/CN=payments');
      return doctorSees(cluster, { MTLS: { certificate }, SCRAM: asUser('payments'), PLAIN: {}, TLS: {}, NLB: asUser('payments'), EDGE: {} });
    },
  },
  {
    claim: 'doctor: a certificate of the load balancer that is expired, and one of another name',
    run: async cluster => allTold([doctorSees(cluster, { LATE: {} }, 'Doctor.certificateExpired'), doctorSees(cluster, { FALSE: {} }, 'Doctor.certificateName')]),
  },
  {
    claim: 'clients refuse a certificate that is expired, and one of another name',
    run: async cluster => allTold([
      refused(cluster, 'LATE', {}, [/CertificateExpiredException: .*/, /certificate has expired|certificate verify failed.*/]),
      refused(cluster, 'FALSE', {}, [/No subject alternative DNS name matching \S+ found/, /certificate verify failed.*/]),
    ]),
  },
  {
    claim: "the nodes' old authority goes by a rolling restart, while clients produce; with it listeners by password and certificate give way to one by token, broker by broker",
    run: async cluster => {
      const mtls = ['mtls.kafka.internal', portOf(cluster, 'MTLS', 0)] as const;
      const serials = await shownBetweenNodes(cluster);
      match(await cluster.shownAt(...mtls), SERIAL);
      const workload = await Workload.start('payments', both(cluster, 'PLAIN', {}), cluster.log, 'authority');

      cluster.setSecret('nodeCa', readFileSync(cluster.authorities.newNodes.file, 'utf8'));
      await cluster.restart('old-authority-gone', BY_TOKEN);

      const report = await workload.end();
      deepStrictEqual(await shownBetweenNodes(cluster), serials);
      deepStrictEqual(await cluster.shownAt(...mtls), '');
      const told = await refusedBy(besideNodes(cluster, 'INTERNAL', await ofOldAuthority(cluster)), NO_CERTIFICATE);
      return `${acknowledged(report)}; ${told}`;
    },
  },
  {
    claim: 'a token of the issuer is a name with rights, and lets doctor in',
    run: async cluster => {
      await allow(cluster, 'User:orders');
      const orders = token(cluster, cluster.issuer.token({ subject: 'orders' }));
      return [
        await doctorSees(cluster, { OAUTH: orders }),
        await refusedBy([cluster.unprepared('OAUTH', cluster.java)], [/Value not specified for key 'clientId' in JAAS config/]),
        await eachProduces(cluster, 'OAUTH', orders),
        await refused(cluster, 'OAUTH', token(cluster, cluster.issuer.token({ subject: 'nobody' })), UNAUTHORIZED),
      ].join('; ');
    },
  },
  {
    claim: 'a token by a key that is not the issuer\'s, of another issuer, for another audience, and one that is expired are refused',
    run: async cluster => {
      const { issuer } = cluster;
      const tokens = [
        issuer.forged({ subject: 'orders' }), issuer.token({ subject: 'orders', issuer: 'https://elsewhere' }), issuer.token({ subject: 'orders', audience: 'mail' }),
        issuer.token({ subject: 'orders', expiresInSeconds: -120 }),
      ];
      // The broker's words: what a library has to say of a token by itself, such as of its time, is no refusal.
      return allTold(tokens.map(async text => refused(cluster, 'OAUTH', token(cluster, text), [/"status":"invalid_token"/, /"status":"invalid_token"/])));
    },
  },
  {
    claim: 'no secret is in a template, in user data, in a log or in a list of processes',
    run: async cluster => {
      const secrets = [...Object.values(PASSWORDS), ...cluster.privateKeys(), ...ISSUED];
      deepStrictEqual(new Set(secrets).size, secrets.length);
      const places = cluster.placesToSearch();
      const found = async (texts: string[]) => (await run(
        ['grep', '--recursive', '--files-with-matches', '--text', '--fixed-strings', '--file', cluster.file(`${texts.join('\n')}\n`), ...places], { accept: [0, 1] },
      )).stdout.trim();
      deepStrictEqual(await found(secrets), '');
      ok(await found(['kafka/administrator']) !== '', 'the search finds nothing at all');
      const { lines } = cluster.processLists;
      match(lines.join('\n'), /kafka\.Kafka/);
      match(lines.join('\n'), /kafka-admin configs --alter --entity-type users/);
      deepStrictEqual(lines.filter(line => secrets.some(secret => line.includes(secret))), []);
      return `${secrets.length} secrets, ${places.length} places, ${lines.length} different command lines`;
    },
  },
];

function administrator(secret: string, username = 'admin'): string {
  return JSON.stringify({ username, password: secret });
}

function asAdmin(secret: string, username = 'admin'): Credentials {
  return { user: username, password: secret };
}

function asUser(user: 'payments' | 'stranger' | 'auditor'): Credentials {
  return { user, password: PASSWORDS[user] };
}

function token(cluster: SecurityCluster, text: string): Credentials {
  ISSUED.push(text);
  return { token: cluster.file(text) };
}

function both(cluster: SecurityCluster, listener: string, credentials: Credentials): KafkaClient[] {
  return [cluster.client(listener, cluster.java, forJava(credentials)), cluster.client(listener, cluster.librdkafka, forLibrdkafka(credentials))];
}

function besideNodes(cluster: SecurityCluster, listener: 'INTERNAL' | 'CONTROLLER', credentials: Credentials): KafkaClient[] {
  const { java, librdkafka } = cluster;
  return [cluster.besideNodes(listener, java, forJava(credentials)), cluster.besideNodes(listener, librdkafka, forLibrdkafka(credentials))];
}

/** Each library writes to every broker, and reads what the two have written. Returns what they saw. */
async function eachProduces(cluster: SecurityCluster, listener: string, credentials: Credentials, when = 'first'): Promise<string> {
  const nameOf = ({ program }: KafkaClient) => `${listener}-${program.name}-${when}`;
  const clients = both(cluster, listener, credentials);
  const produced = await Promise.all(clients.map(async client => client.produce('payments', RECORDS, { producer: nameOf(client) })));
  deepStrictEqual(produced.map(({ failures }) => failures), clients.map(() => ({})));
  for (const { producers } of await Promise.all(clients.map(async client => client.read('payments')))) {
    deepStrictEqual(clients.map(each => producers[nameOf(each)]?.seen), clients.map(() => [[0, RECORDS - 1]]));
  }
  return `${listener}: ${clients.map(({ program }) => program.name).join(' and ')} are let in, ${RECORDS} records each, no error`;
}

/** What each of them was told; side by side, since a client that is refused tries again for seconds before it says so. */
async function allTold(refusals: Promise<string>[]): Promise<string> {
  return (await Promise.all(refusals)).join('; ');
}

/** Neither library gets in, and both say why. Returns what they said. */
async function refused(cluster: SecurityCluster, listener: string, credentials: Credentials, expected: Told): Promise<string> {
  return refusedBy(both(cluster, listener, credentials), expected);
}

async function refusedBy(clients: KafkaClient[], expected: readonly RegExp[]): Promise<string> {
  const errors = await Promise.all(clients.map(async client => failureOf(client, async () => client.describe('payments'))));
  return errors.map((error, i) => {
    match(error, expected[i]);
    return `${clients[i].program.name}: ${expected[i].exec(error)![0].trim().slice(0, 100)}`;
  }).join(', ');
}

async function failureOf(client: KafkaClient, act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${client.program.name} was let in`);
}

function acknowledged(report: WorkloadReport): string {
  return report.map(({ produced, delivery }) => `${produced.producer}: ${delivery.acknowledged} acknowledged, none lost`).join('; ');
}

/** What a node had before the authority of nodes was replaced. */
async function ofOldAuthority(cluster: SecurityCluster): Promise<Credentials> {
  const { nodes, newNodes } = cluster.authorities;
  return { ca: newNodes.file, certificate: await cluster.certificateOf(nodes, '/CN=node') };
}

async function makeUser(cluster: SecurityCluster, nodeId: number, user: string, secret: string): Promise<void> {
  for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512']) {
    const line = `${mechanism}=iterations=8192,password=${secret}\n`;
    await cluster.kafkaAdmin(nodeId, ['configs', '--alter', '--entity-type', 'users', '--entity-name', user, '--add-config-file', '/run/input'], line);
  }
}

async function allow(cluster: SecurityCluster, principal: string, operations = ['Read', 'Write', 'Describe']): Promise<void> {
  const asOptions = operations.flatMap(operation => ['--operation', operation]);
  await cluster.kafkaAdmin(0, ['acls', '--add', '--allow-principal', principal, ...asOptions, ...TOPICS.flatMap(topic => ['--topic', topic])]);
}

/** The serial numbers that brokers show on a listener, by broker. */
async function shown(cluster: SecurityCluster, listener: string, hostOf = (_: number) => `${listener.toLowerCase()}.kafka.internal`): Promise<string[]> {
  return Promise.all(BROKERS.map(async id => cluster.shownAt(hostOf(id), portOf(cluster, listener, id))));
}

function portOf(cluster: SecurityCluster, listener: string, id: number): number {
  return cluster.cloud.contracts[0].listeners.find(({ name }) => name === listener)!.firstPort + id;
}

/** The serial numbers that brokers show where each has a certificate of its own. */
async function shownOfItsOwn(cluster: SecurityCluster): Promise<string[]> {
  return shown(cluster, 'TLS', id => `b${id}.tls.kafka.internal`);
}

/** All of them show something. */
function areSerials(serials: string[]): void {
  serials.forEach(serial => match(serial, SERIAL));
}

/** The serial numbers that nodes show each other, on both of their listeners. */
async function shownBetweenNodes(cluster: SecurityCluster): Promise<string[]> {
  const serials = await Promise.all((['INTERNAL', 'CONTROLLER'] as const).flatMap(listener => BROKERS.map(async id => cluster.shownBesideNodes(listener, id))));
  areSerials(serials);
  return serials;
}

async function isLetIn(cluster: SecurityCluster, credentials: Credentials): Promise<boolean> {
  return both(cluster, 'SCRAM', credentials)[0].describe('payments').then(() => true, () => false);
}
