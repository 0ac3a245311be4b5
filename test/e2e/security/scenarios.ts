import { deepStrictEqual, match, ok } from 'assert';
import { randomBytes } from 'crypto';
import { readFileSync } from 'fs';
import { Credentials, forJava, forLibrdkafka } from './credentials';
import { BROKERS, SecurityCluster } from './security-cluster';
import type { KafkaClient } from '../clients/kafka-client';
import { Workload } from '../clients/workload';
import { run } from '../harness/processes';

/** Who gets in and who does not. Returns what was measured, or what the refused were told. */
export interface Scenario {
  readonly claim: string;
  readonly run: (cluster: SecurityCluster) => Promise<string | void>;
}

const RECORDS = 300;

/** New ones in every run: they are looked for everywhere at the end. */
const password = () => `pw.${randomBytes(12).toString('hex')}`;
const PASSWORDS = { admin: password(), adminLater: password(), payments: password(), stranger: password() };
const ISSUED: string[] = [];

/** What the authorizer tells the one and the other library. */
const UNAUTHORIZED: Told = [/TopicAuthorizationException: .*/, /Topic authorization failed/];

/** What a library says to one who is refused: Java's client, and librdkafka. */
type Told = readonly [java: RegExp, librdkafka: RegExp];

export const SCENARIOS: Scenario[] = [
  {
    claim: 'three brokers boot with certificates from Secrets Manager, and meet by mutual TLS',
    run: async cluster => {
      cluster.setSecret('administrator', administrator(PASSWORDS.admin));
      await cluster.deploy(['MTLS', 'SCRAM']);
    },
  },
  {
    claim: 'the administrator of the secret logs in from the consumer, makes a topic, and users have the rights that they are given and no other',
    run: async cluster => {
      await cluster.admin('SCRAM', forJava(asAdmin(cluster))).createTopic('payments', BROKERS);
      for (const user of ['payments', 'stranger'] as const) { await makeUser(cluster, user, PASSWORDS[user]); }
      await allow(cluster, 'User:payments');
      await allow(cluster, 'User:mtls.payments');
      await eachProduces(cluster, 'SCRAM', asUser(cluster, 'payments'));
      return refused(cluster, 'SCRAM', asUser(cluster, 'stranger'), UNAUTHORIZED);
    },
  },
  {
    claim: 'a principal without an ACL cannot produce',
    run: async cluster => {
      const errors: string[] = [];
      for (const client of both(cluster, 'SCRAM', asUser(cluster, 'stranger'))) {
        errors.push(await failureOf(client, async () => {
          const { failures } = await client.produce('payments', 1, { maxSeconds: 20 });
          throw new Error(JSON.stringify(failures));
        }));
      }
      errors.forEach(error => match(error, /[Aa]uthoriz/));
    },
  },
  {
    claim: 'a wrong password is refused, and so is a broker that another authority signed',
    run: async cluster => [
      await refused(cluster, 'SCRAM', { ...asUser(cluster, 'payments'), password: 'wrong' },
        [/SaslAuthenticationException: .*invalid credentials.*/, /Authentication failed.*/]),
      await refused(cluster, 'SCRAM', { ...asUser(cluster, 'payments'), ca: cluster.authorities.others.file },
        [/unable to find valid certification path.*/, /certificate verify failed.*/]),
    ].join('; '),
  },
  {
    claim: 'a client certificate gives its name with the prefix of the listener, and that name has its own rights',
    run: async cluster => {
      const { servers: { file: ca }, clients } = cluster.authorities;
      await eachProduces(cluster, 'MTLS', { ca, certificate: await cluster.certificateOf(clients, '/O=Example/CN=payments') });
    },
  },
  {
    claim: 'a client certificate that is called like a node gains nothing',
    run: async cluster => {
      const { servers: { file: ca }, clients } = cluster.authorities;
      for (const name of ['kafka:node', 'ANONYMOUS', `b0.${cluster.told.zoneName}`]) {
        await refused(cluster, 'MTLS', { ca, certificate: await cluster.certificateOf(clients, `/CN=${name}`) }, UNAUTHORIZED);
      }
    },
  },
  {
    claim: 'no client certificate, one of another authority, one of the nodes\' authority and one that is expired are refused',
    run: async cluster => {
      const { servers: { file: ca }, clients, nodes, others } = cluster.authorities;
      const certificates = [
        undefined, await cluster.certificateOf(others, '/CN=payments'), await cluster.certificateOf(nodes, '/CN=payments'),
        await cluster.certificateOf(clients, '/CN=payments', -1),
      ];
      const told: string[] = [];
      for (const certificate of certificates) {
        told.push(await refused(cluster, 'MTLS', { ca, certificate }, [/Ssl\w*Exception: .*/, /alert [^"'\n(]*|[Dd]isconnected.*/]));
      }
      return told.join('; ');
    },
  },
  {
    claim: 'certificates, authorities and the administrator are renewed without a restart, while clients produce',
    run: async cluster => {
      const { servers: { file: ca }, clients, newClients } = cluster.authorities;
      const processes = async () => (await cluster.onEach('pgrep', '-f', 'kafka.Kafka')).map(({ stdout }) => stdout.trim());
      const before = { shown: await shown(cluster, 'SCRAM'), processes: await processes() };
      const newcomer = { ca, certificate: await cluster.certificateOf(newClients, '/CN=payments') };
      await refused(cluster, 'MTLS', newcomer, [/Ssl\w*Exception: .*/, /alert [^"'\n(]*|[Dd]isconnected.*/]);

      const workload = await Workload.start('payments', both(cluster, 'SCRAM', asUser(cluster, 'payments')), cluster.log);
      await cluster.issueShared();
      cluster.setSecret('clientCa', readFileSync(clients.file, 'utf8') + readFileSync(newClients.file, 'utf8'));
      cluster.setSecret('administrator', administrator(PASSWORDS.adminLater));
      await cluster.anHourLater();
      await cluster.until('every broker to show another certificate', async () => (await shown(cluster, 'SCRAM')).every((serial, i) => serial !== '' && serial !== before.shown[i]));
      const report = await workload.end();

      deepStrictEqual(await processes(), before.processes);
      deepStrictEqual(new Set(await shown(cluster, 'SCRAM')).size, 1);
      for (const client of both(cluster, 'MTLS', newcomer)) { deepStrictEqual(await client.describe('payments'), BROKERS.length); }
      await cluster.until('the administrator to have the new password', async () =>
        both(cluster, 'SCRAM', { ...asAdmin(cluster), password: PASSWORDS.adminLater })[0].describe('payments').then(() => true, () => false));
      await refused(cluster, 'SCRAM', asAdmin(cluster), [/SaslAuthenticationException: .*/, /Authentication failed.*/]);
      return report.map(({ produced, delivery }) => `${produced.producer}: ${delivery.acknowledged} acknowledged, none lost`).join('; ');
    },
  },
  {
    claim: 'the listeners change to tokens and to none, broker by broker',
    run: async cluster => cluster.deploy(['OAUTH', 'PLAIN']),
  },
  {
    claim: 'a token of the issuer is a name with rights',
    run: async cluster => {
      await allow(cluster, 'User:orders');
      await eachProduces(cluster, 'OAUTH', token(cluster, cluster.issuer.token({ subject: 'orders' })));
      return refused(cluster, 'OAUTH', token(cluster, cluster.issuer.token({ subject: 'nobody' })), UNAUTHORIZED);
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
      const told: string[] = [];
      for (const text of tokens) {
        told.push(await refused(cluster, 'OAUTH', token(cluster, text), [/invalid_token.*|[Aa]uthentication.*|[Ee]xpir.*/, /invalid_token.*|[Aa]uthentication.*/]));
      }
      return told.join('; ');
    },
  },
  {
    claim: 'brokers authorize on every listener, also where clients do not authenticate',
    run: async cluster => {
      const told = await refused(cluster, 'PLAIN', {}, UNAUTHORIZED);
      await allow(cluster, 'User:ANONYMOUS');
      await eachProduces(cluster, 'PLAIN', {});
      return told;
    },
  },
  {
    claim: 'the listeners change to TLS at the load balancer, and TLS with a certificate for each broker, broker by broker',
    run: async cluster => cluster.deploy(['TLS', 'NLB', 'LATE', 'FALSE']),
  },
  {
    claim: 'where TLS ends at the load balancer it shows the certificate of the listener, and users log in behind it',
    run: async cluster => {
      await eachProduces(cluster, 'NLB', asUser(cluster, 'payments'));
      deepStrictEqual(new Set(await shown(cluster, 'NLB')).size, 1);
      return refused(cluster, 'NLB', { ...asUser(cluster, 'payments'), password: 'wrong' }, [/SaslAuthenticationException: .*/, /Authentication failed.*/]);
    },
  },
  {
    claim: 'clients without credentials produce over TLS, where each broker shows its own certificate',
    run: async cluster => {
      const { servers: { file: ca } } = cluster.authorities;
      await eachProduces(cluster, 'TLS', { ca });
      deepStrictEqual(new Set(await shown(cluster, 'TLS', id => `b${id}.tls.kafka.internal`)).size, BROKERS.length);
    },
  },
  {
    claim: 'clients refuse a certificate that is expired, and one of another name',
    run: async cluster => {
      const { servers: { file: ca } } = cluster.authorities;
      return [
        await refused(cluster, 'LATE', { ca }, [/CertificateExpiredException: .*/, /certificate has expired|certificate verify failed.*/]),
        await refused(cluster, 'FALSE', { ca }, [/No subject alternative DNS name matching \S+ found/, /certificate verify failed.*/]),
      ].join('; ');
    },
  },
  {
    claim: 'no secret is in a template, in user data, in a log or in a list of processes',
    run: async cluster => {
      const keys = [...cluster.secrets.values()].flatMap(text => /-----BEGIN PRIVATE KEY-----\n(.+)\n/.exec(text)?.[1] ?? []);
      const secrets = [...Object.values(PASSWORDS), ...keys, ...ISSUED];
      const places = cluster.placesToSearch();
      const found = async (texts: string[]) => (await run(
        ['grep', '--recursive', '--files-with-matches', '--text', '--fixed-strings', '--file', cluster.file(`${texts.join('\n')}\n`), ...places], { accept: [0, 1] },
      )).stdout.trim();
      deepStrictEqual(await found(secrets), '');
      ok(await found(['kafka/administrator']) !== '', 'the search finds nothing at all');
      const processes = (await cluster.onEach('sh', '-c', "cat /proc/[0-9]*/cmdline | tr '\\0' ' '")).map(({ stdout }) => stdout).join('\n');
      match(processes, /kafka\.Kafka/);
      deepStrictEqual(secrets.filter(secret => processes.includes(secret)), []);
      return `${secrets.length} secrets, ${places.length} places`;
    },
  },
];

function administrator(secret: string): string {
  return JSON.stringify({ username: 'admin', password: secret });
}

function asAdmin({ authorities }: SecurityCluster): Credentials {
  return { ca: authorities.servers.file, user: 'admin', password: PASSWORDS.admin };
}

function asUser({ authorities }: SecurityCluster, user: 'payments' | 'stranger'): Credentials {
  return { ca: authorities.servers.file, user, password: PASSWORDS[user] };
}

function token(cluster: SecurityCluster, text: string): Credentials {
  ISSUED.push(text);
  return { ca: cluster.authorities.servers.file, token: cluster.file(text) };
}

function both(cluster: SecurityCluster, listener: string, credentials: Credentials): KafkaClient[] {
  return [cluster.client(listener, cluster.java, forJava(credentials)), cluster.client(listener, cluster.librdkafka, forLibrdkafka(credentials))];
}

/** Each library writes to every broker, and reads what the two have written. */
async function eachProduces(cluster: SecurityCluster, listener: string, credentials: Credentials): Promise<void> {
  const clients = both(cluster, listener, credentials);
  for (const client of clients) {
    const producer = `${listener}-${client.program.name}`;
    deepStrictEqual((await client.produce('payments', RECORDS, { producer })).failures, {});
  }
  for (const client of clients) {
    const { producers } = await client.read('payments');
    deepStrictEqual(clients.map(({ program }) => producers[`${listener}-${program.name}`]?.seen), clients.map(() => [[0, RECORDS - 1]]));
  }
}

/** Neither library gets in, and both say why. Returns what they said. */
async function refused(cluster: SecurityCluster, listener: string, credentials: Credentials, expected: Told): Promise<string> {
  const told: string[] = [];
  for (const [i, client] of both(cluster, listener, credentials).entries()) {
    const error = await failureOf(client, async () => client.describe('payments'));
    match(error, expected[i]);
    told.push(`${client.program.name}: ${expected[i].exec(error)![0].trim().slice(0, 100)}`);
  }
  return told.join(', ');
}

async function failureOf(client: KafkaClient, act: () => Promise<unknown>): Promise<string> {
  try {
    await act();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`${client.program.name} was let in`);
}

async function makeUser(cluster: SecurityCluster, user: string, secret: string): Promise<void> {
  for (const mechanism of ['SCRAM-SHA-256', 'SCRAM-SHA-512']) {
    const line = `${mechanism}=iterations=8192,password=${secret}\n`;
    await cluster.kafkaAdmin(0, ['configs', '--alter', '--entity-type', 'users', '--entity-name', user, '--add-config-file', '/run/input'], line);
  }
}

async function allow(cluster: SecurityCluster, principal: string): Promise<void> {
  const operations = ['Read', 'Write', 'Describe'].flatMap(operation => ['--operation', operation]);
  await cluster.kafkaAdmin(0, ['acls', '--add', '--allow-principal', principal, ...operations, '--topic', 'payments']);
}

/** The serial numbers that brokers show on a listener, by broker. */
async function shown(cluster: SecurityCluster, listener: string, hostOf = (_: number) => `${listener.toLowerCase()}.kafka.internal`): Promise<string[]> {
  const { firstPort } = cluster.cloud.contracts[0].listeners.find(({ name }) => name === listener)!;
  return Promise.all(BROKERS.map(async id => cluster.shownAt(hostOf(id), firstPort + id)));
}
