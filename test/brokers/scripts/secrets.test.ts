import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { brokerProperties, NodeHost } from './node-host';
import { parseProperties } from '../../../src/private/java-properties';

const hosts: NodeHost[] = [];
const tls = mkdtempSync(join(tmpdir(), 'tls-'));
afterAll(() => {
  hosts.forEach(host => host.remove());
  rmSync(tls, { recursive: true });
});

const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: tls, stdio: ['ignore', 'pipe', 'ignore'] }).toString();

/** A key and its certificate. */
function pair(name: string, ...key: string[]): { key: string; certificate: string } {
  openssl('req', '-x509', '-nodes', '-subj', `/CN=${name}`, '-days', '30', '-keyout', 'key', '-out', 'certificate', '-newkey', ...key);
  return { key: readFileSync(join(tls, 'key'), 'utf8'), certificate: readFileSync(join(tls, 'certificate'), 'utf8') };
}

const RSA = pair('rsa', 'rsa:2048');
const PKCS1 = openssl('rsa', '-in', 'key', '-traditional');
const ENCRYPTED = openssl('pkcs8', '-topk8', '-in', 'key', '-passout', 'pass:changeit');
const EC = pair('ec', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
const SEC1 = openssl('ec', '-in', 'key');
const ED25519 = pair('ed', 'ed25519');
const SECP256K1 = pair('bitcoin', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1');
const EXPLICIT = pair('explicit', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-pkeyopt', 'ec_param_enc:explicit');
const PSS = pair('pss', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048');
const AUTHORITY = pair('authority', 'rsa:2048');

const PATH = '/run/kafka/tls/client.pem';
const CA = '/run/kafka/tls/client.ca.pem';
const NODE = '/run/kafka/tls/between-nodes.pem';
function node(env: { [key: string]: string }, path = PATH): NodeHost {
  const store = path.includes('.ca.') ? 'trust' : 'key';
  const names = path === NODE ? ['internal', 'controller'] : ['client'];
  const host = new NodeHost(env, brokerProperties() + names.map(name => `listener.name.${name}.ssl.${store}store.location=${path}\n`).join(''));
  host.write('host/kafka-state', 'inactive\n');
  hosts.push(host);
  return host;
}

/** A node whose secret is a text that can change. */
function withSecret(text: string, path = PATH): NodeHost {
  const host = node({ SECRETS: `${path}=arn:x` }, path);
  host.write('host/secret', text);
  host.stub('aws', 'cat "$HOST_DIR/secret"');
  host.tool('configs', '');
  return host;
}

/** The next hour, as far as the script can tell. */
function anHourLater(host: NodeHost): void {
  const then = Number(host.read('host/clock')) - 3601;
  utimesSync(host.path('var/lib/kafka-node/fetched'), then, then);
}

test.each([['RSA', RSA], ['EC', EC]])('a PKCS#8 key and a chain are fetched, %s, readable by nobody else', async (_, { key, certificate }) => {
  const host = withSecret(key + certificate + AUTHORITY.certificate);
  expect((await host.run('secrets')).code).toBe(0);
  expect(host.read(PATH)).toBe(key + certificate + AUTHORITY.certificate);
  expect(statSync(host.path(PATH)).mode.toString(8)).toMatch(/400$/);
  expect(host.callsOf('chown')).toEqual([expect.stringMatching(/^chown kafka .*\/client\.pem\.\d+$/)]);
  expect(readdirSync(host.path('run/kafka/tls'))).toEqual(['client.pem']);
});

test('line ends of Windows do no harm', async () => {
  expect((await withSecret((RSA.key + RSA.certificate).replace(/\n/g, '\r\n')).run('secrets')).code).toBe(0);
});

test.each<[string, string, string]>([
  ['a PKCS#1 key', PKCS1 + RSA.certificate, 'it needs one private key, in PKCS#8 ("openssl pkcs8 -topk8 -nocrypt")'],
  ['a SEC1 key', SEC1 + EC.certificate, 'it needs one private key, in PKCS#8 ("openssl pkcs8 -topk8 -nocrypt")'],
  ['a key with a password', ENCRYPTED + RSA.certificate, 'it needs one private key, in PKCS#8 ("openssl pkcs8 -topk8 -nocrypt")'],
  ['an Ed25519 key', ED25519.key + ED25519.certificate, 'its private key is unreadable, or not RSA, P-256'],
  ['a key of a curve that Java does not know', SECP256K1.key + SECP256K1.certificate, 'its private key is unreadable, or not RSA, P-256'],
  ['a key that describes its curve', EXPLICIT.key + EXPLICIT.certificate, 'its private key is unreadable, or not RSA, P-256'],
  ['a key for RSA-PSS alone', PSS.key + PSS.certificate, 'its private key is unreadable, or not RSA, P-256'],
  ['two keys', RSA.key + EC.key + RSA.certificate, 'it needs one private key, in PKCS#8 ("openssl pkcs8 -topk8 -nocrypt")'],
  ['two keys, one of them in another form', RSA.key + SEC1 + RSA.certificate, 'it needs one private key, in PKCS#8 ("openssl pkcs8 -topk8 -nocrypt")'],
  ['the same certificate twice', RSA.key + RSA.certificate + RSA.certificate, 'a PEM block is unreadable'],
  ['a certificate that is cut off', RSA.key + RSA.certificate + EC.certificate.replace(/\n.{64}\n/, '\n'), 'a PEM block is unreadable'],
  ['no key', RSA.certificate, 'it needs one private key, in PKCS#8'],
  ["another key's certificate", RSA.key + EC.certificate, 'its first certificate is of another key'],
  ['a key that is cut off', RSA.key.replace(/\n.{64}\n/, '\n') + RSA.certificate, 'its private key is unreadable, or'],
  ['blocks without a line feed between them', RSA.key + RSA.certificate.trimEnd() + EC.certificate, 'a PEM block is unreadable, there twice, or not on lines of its own'],
  ['what is generated before there is a certificate', 'aB3$x', 'a PEM block is unreadable'],
])('%s is waited for, with the reason', async (_, text, reason) => {
  const { code, log } = await withSecret(text).run('secrets', { PATIENCE: '9' });
  expect(code).toBe('SIGKILL');
  expect(log).toContain(`waiting: arn:x for ${PATH}: ${reason}`);
  expect(log).not.toContain('PRIVATE KEY-----\n');
});

test.each<[string, string]>([
  ['joined by blanks', `${RSA.certificate} ${EC.certificate}`.replace(/\n/g, ' ')],
  ['without a line feed between them', RSA.certificate.trimEnd() + EC.certificate],
  ['of which one has no end', RSA.certificate.replace(/-----END.*\n/, '') + EC.certificate],
  ['of which one has no beginning', RSA.certificate + EC.certificate.replace(/-----BEGIN.*\n/, '')],
  ['of which the last has no end', RSA.certificate + EC.certificate.replace(/-----END.*\n/, '')],
  ['of which one ends as something else', RSA.certificate.replace('END CERTIFICATE', 'END X509 CRL') + EC.certificate],
])('authorities %s, of which Kafka would lose one, are waited for', async (_, text) => {
  const { code, log } = await withSecret(text, CA).run('secrets', { PATIENCE: '9' });
  expect(code).toBe('SIGKILL');
  expect(log).toContain(`waiting: arn:x for ${CA}: a PEM block is unreadable, there twice, or not on lines of its own`);
});

test('a file that Kafka reads is looked at whatever its name is', async () => {
  const path = '/run/kafka/tls/client.crt';
  expect((await withSecret(PKCS1 + RSA.certificate, path).run('secrets', { PATIENCE: '9' })).log).toContain(`waiting: arn:x for ${path}: it needs one private key, in PKCS#8`);
});

test('a secret that Kafka does not read may hold anything', async () => {
  const host = node({ SECRETS: '/run/app/token=arn:x' });
  host.write(PATH, RSA.key + RSA.certificate);
  host.stub('aws', 'echo anything');
  expect((await host.run('secrets')).code).toBe(0);
  expect(host.read('/run/app/token')).toBe('anything\n');
});

test('the name of a secret may have an equals sign', async () => {
  const host = node({ SECRETS: `${PATH}=arn:aws:secretsmanager:eu-west-1:1:secret:a=b-AbCdEf,/run/copy=arn:aws:secretsmanager:eu-west-1:1:secret:a=b-AbCdEf,/run/other=arn:y` });
  host.write('host/secret', RSA.key + RSA.certificate);
  host.stub('aws', 'cat "$HOST_DIR/secret"');
  expect((await host.run('secrets')).code).toBe(0);
  expect(host.callsOf('get-secret-value').map(call => /--secret-id (\S+)/.exec(call)![1])).toEqual([
    'arn:aws:secretsmanager:eu-west-1:1:secret:a=b-AbCdEf', 'arn:aws:secretsmanager:eu-west-1:1:secret:a=b-AbCdEf', 'arn:y',
  ]);
  expect(host.has('/run/copy')).toBe(true);
});

test('two authorities are as good as one', async () => {
  expect((await withSecret(RSA.certificate + EC.certificate, CA).run('secrets')).code).toBe(0);
});

test('what cannot be fetched leaves the old file, and is waited for', async () => {
  const host = withSecret('');
  host.write(PATH, 'old');
  host.stub('aws', 'echo half; exit 1');
  const { code, log } = await host.run('secrets', { PATIENCE: '9' });
  expect(code).toBe('SIGKILL');
  expect(log).toContain('waiting: arn:x');
  expect(host.read(PATH)).toBe('old');
});

test.each([['missing', undefined], ['empty', '']])('a needed file of the image that is %s is waited for', async (_, text) => {
  const host = node({});
  if (text !== undefined) { host.write(PATH, text); }
  const { code, log } = await host.run('secrets', { PATIENCE: '9' });
  expect(code).toBe('SIGKILL');
  expect(log).toContain(`waiting: ${PATH}: it is missing or empty`);
});

test('a needed file of the image that Kafka cannot read is waited for', async () => {
  const host = node({});
  host.write(PATH, PKCS1 + RSA.certificate);
  expect((await host.run('secrets', { PATIENCE: '9' })).log).toContain(`waiting: ${PATH}: it needs one private key, in PKCS#8`);
});

describe('renewal', () => {
  const OLD = RSA.key + RSA.certificate;
  const NEW = EC.key + EC.certificate;
  const RENEW = 'exec bash "${0%/*}/secrets" renew';

  /** A node on which Kafka runs with the old certificate. */
  async function booted(path = PATH): Promise<NodeHost> {
    const host = withSecret(path === NODE ? OLD_NODE : OLD, path);
    expect((await host.run('secrets')).code).toBe(0);
    host.write('host/kafka-state', 'active\n');
    host.script('users', '');
    host.script('renew', RENEW);
    shows(host, 'cat "$KAFKA_NODE_ROOT/run/kafka/tls/client.pem"');
    return host;
  }
  /** What Kafka's listener shows to whoever connects. */
  const shows = (host: NodeHost, certificate: string) => host.stub('openssl', `if [ "$1" = s_client ]; then ${certificate}; else exec /usr/bin/openssl "$@"; fi`);
  const OF_NODES = pair('node', 'rsa:2048');
  const OLD_NODE = OF_NODES.key + OF_NODES.certificate;
  const reloads = (host: NodeHost) => host.callsOf('configs ').map(call => call.replace(/ --bootstrap.*/, ''));

  test('replaces the file and tells Kafka to look at it, and leaves no setting behind', async () => {
    const host = await booted();
    host.write('host/secret', NEW);
    anHourLater(host);
    const { code, log } = await host.run('renew');
    expect(code).toBe(0);
    expect(log).toContain(`renewed ${PATH}`);
    expect(host.read(PATH)).toBe(NEW);
    expect(statSync(host.path(PATH)).mode.toString(8)).toMatch(/400$/);
    expect(readdirSync(host.path('run/kafka/tls'))).toEqual(['client.pem']);
    expect(host.callsOf('s_client')).toEqual(['openssl s_client -connect 127.0.0.1:9093']);
    const key = 'listener.name.client.ssl.keystore.location';
    expect(reloads(host)).toEqual([
      `configs --entity-type brokers --entity-name 0 --alter --add-config ${key}=${PATH}`, `configs --entity-type brokers --entity-name 0 --alter --delete-config ${key}`,
    ]);
  });

  test('does nothing where nothing has changed, and asks once an hour', async () => {
    const host = await booted();
    anHourLater(host);
    await host.run('renew');
    utimesSync(host.path('var/lib/kafka-node/fetched'), Number(host.read('host/clock')), Number(host.read('host/clock')));
    await host.run('renew');
    expect(reloads(host)).toEqual([]);
    expect(host.callsOf('get-secret-value')).toHaveLength(2);
  });

  test.each([['that Kafka cannot read', PKCS1 + RSA.certificate], ['that cannot be fetched', '']])('keeps what it has rather than a secret %s', async (_, text) => {
    const host = await booted();
    host.write('host/secret', text);
    if (text === '') { host.stub('aws', 'exit 1'); }
    anHourLater(host);
    const { code, log } = await host.run('renew');
    expect(code).toBe(0);
    expect(log).toContain('not renewed: arn:x');
    expect(host.read(PATH)).toBe(OLD);
    expect(reloads(host)).toEqual([]);
  });

  test('is for later where the first boot has fetched nothing yet', async () => {
    const host = withSecret(OLD);
    host.script('renew', RENEW);
    expect((await host.run('renew')).code).toBe(0);
    expect(host.callsOf('get-secret-value')).toEqual([]);
  });

  test.each([
    ['does not answer', 'exit 1', 'cat "$KAFKA_NODE_ROOT/run/kafka/tls/client.pem"'],
    ['cannot take the setting back', 'case "$*" in *--delete-config*) exit 1 ;; esac', 'cat "$KAFKA_NODE_ROOT/run/kafka/tls/client.pem"'],
    ['says yes, and goes on to show the old one', '', 'cat "$HOST_DIR/old"'],
    ['shows nothing', '', 'exit 1'],
  ])('keeps the old file where Kafka %s, and tries again an hour later', async (_, answer, certificate) => {
    const host = await booted();
    host.write('host/old', OLD);
    host.tool('configs', answer);
    shows(host, certificate);
    host.write('host/secret', NEW);
    anHourLater(host);
    expect((await host.run('renew')).log).toContain(`not renewed: Kafka refuses ${PATH} and goes on with the old one`);
    expect(host.read(PATH)).toBe(OLD);

    host.tool('configs', '');
    shows(host, 'cat "$KAFKA_NODE_ROOT/run/kafka/tls/client.pem"');
    anHourLater(host);
    expect((await host.run('renew')).log).toContain(`renewed ${PATH}`);
    expect(host.read(PATH)).toBe(NEW);
    expect(readdirSync(host.path('run/kafka/tls'))).toEqual(['client.pem']);
  });

  test('that was ended before Kafka had answered is done again', async () => {
    const host = await booted();
    host.tool('configs', 'kill -9 $PPID $(ps -o ppid= -p $PPID)');
    host.write('host/secret', NEW);
    anHourLater(host);
    await host.run('renew');
    host.tool('configs', '');
    anHourLater(host);
    expect((await host.run('renew')).log).toContain(`renewed ${PATH}`);
  });

  test('is not lost when the boot is repeated while Kafka runs', async () => {
    const host = await booted();
    host.write('host/secret', NEW);
    expect((await host.run('secrets')).code).toBe(0);
    expect(host.read(PATH)).toBe(OLD);
    host.write('var/lib/kafka-node/booting', '1');
    anHourLater(host);
    expect((await host.run('renew')).log).toContain(`renewed ${PATH}`);
  });

  test('puts the file there for a Kafka that does not run', async () => {
    const host = await booted();
    host.write('host/kafka-state', 'activating\n');
    host.write('host/secret', NEW);
    anHourLater(host);
    await host.run('renew');
    expect(host.read(PATH)).toBe(NEW);
    expect(reloads(host)).toEqual([]);
  });

  test("of the nodes' own certificate waits for a restart, says so every hour, and leaves the file that Kafka uses", async () => {
    const host = await booted(NODE);
    const next = pair('next', 'rsa:2048');
    host.write('host/secret', next.key + next.certificate);
    for (const _ of [1, 2]) {
      anHourLater(host);
      expect((await host.run('renew')).log).toContain(`not renewed: ${NODE} has changed: give a 'restartToken', since Kafka reads this file only when it starts`);
    }
    expect(host.read(NODE)).toBe(OLD_NODE);
    expect(reloads(host)).toEqual([]);

    host.write('host/kafka-state', 'inactive\n');
    expect((await host.run('secrets')).code).toBe(0);
    expect(host.read(NODE)).toBe(next.key + next.certificate);
  });
});

describe('the administrator', () => {
  const PASSWORD = 'p,=[x]$"\'7Q';

  function withUser(secret: string): NodeHost {
    const host = node({ VOLUMES: 'vol-0abc:/data/0,vol-0def:/data/1', ADMINISTRATOR: 'arn:admin', SCRAM: 'SCRAM-SHA-256,SCRAM-SHA-512' });
    host.write('host/secret', secret);
    host.write('host/version', 'v1');
    host.write('data/0/.keep', '');
    host.stub('aws', 'case "$*" in *VersionId) cat "$HOST_DIR/version" ;; *) cat "$HOST_DIR/secret" ;; esac');
    // Kafka refuses to alter a user twice in one request.
    host.tool('configs', '[[ "$*" != *--delete-config* ]] || exit 0; while [ "$1" != --add-config-file ]; do shift; done; cat "$2" >> "$HOST_DIR/given"; [ "$(wc -l < "$2")" = 1 ]');
    host.tool('acls', '');
    return host;
  }

  test('is made with all rights, and no list of processes has the password', async () => {
    const host = withUser(JSON.stringify({ username: 'admin', password: PASSWORD }));
    const { code, log } = await host.run('users');
    expect(code).toBe(0);
    expect(Object.fromEntries(parseProperties(host.read('host/given')))).toEqual(Object.fromEntries(['SCRAM-SHA-256', 'SCRAM-SHA-512'].map(name => [name, `iterations=8192,password=${PASSWORD}`])));
    expect(host.callsOf('configs ')[0]).toContain('--entity-type users --entity-name admin --alter --add-config-file');
    expect(host.callsOf('acls ')[0]).toContain('--allow-principal User:admin --operation All --cluster --topic * --group * --transactional-id *');
    expect(host.calls.join() + log).not.toContain(PASSWORD);
    expect(host.calls.join() + log).not.toContain('7Q');
    expect(host.has('run/kafka-node/user')).toBe(false);
  });

  test.each(['a\\b\\\\u0041\\', 'pass word', '${env:HOME}', 'käse-\u4f60\u{1f600}', '=:#!', "it's %s $(id) `id`", '"'])('has the password %j as its secret has it, when Kafka reads the file', async password => {
    const host = withUser(JSON.stringify({ username: 'admin', password }));
    expect((await host.run('users')).code).toBe(0);
    expect(host.read('host/given')).toMatch(/^[\n -~]+$/); // Kafka reads it as ISO-8859-1
    expect(parseProperties(host.read('host/given')).get('SCRAM-SHA-512')).toBe(`iterations=8192,password=${password}`);
  });

  test('is left alone while the secret is the same, and gets a new password', async () => {
    const host = withUser(JSON.stringify({ username: 'admin', password: 'old' }));
    await host.run('users');
    await host.run('users');
    expect(host.callsOf('configs ')).toHaveLength(2);
    host.write('host/secret', JSON.stringify({ username: 'admin', password: 'new' }));
    host.write('host/version', 'v2');
    await host.run('users');
    expect(host.read('host/given').match(/(?<=password=)\w+/g)).toEqual(['old', 'old', 'new', 'new']);
  });

  test.each([['no JSON', 'topSecret'], ['no password', '{"username":"admin"}'], ['an empty password', '{"username":"admin","password":""}'], ['a number', '{"username":"admin","password":12345}'],
    ['a blank at the end', '{"username":"admin","password":"topSecret "}'], ['a line end', '{"username":"admin","password":"topSecret\\nx"}'], ['a control character', '{"username":"admin","password":"topSecret\\u0000x"}'], ['an odd user', '{"username":"a b","password":"topSecret"}'],
    ['the name of those who log in nowhere', '{"username":"ANONYMOUS","password":"topSecret"}'], ['a name of client certificates', '{"username":"client.payments","password":"topSecret"}']])(
    'a secret with %s fails, and does not show it', async (_, secret) => {
      const { code, log } = await withUser(secret).run('users');
      expect(code).toBe(1);
      expect(log).toMatch(/the secret of the administrator needs a username of letters/);
      expect(log).not.toContain('topSecret');
    });

  test('of another name takes the place of the old one, on the next instance too, and the old one loses its password and rights', async () => {
    const host = withUser(JSON.stringify({ username: 'admin', password: 'old' }));
    await host.run('users');
    host.write('host/secret', JSON.stringify({ username: 'root', password: 'new' }));
    host.write('host/version', 'v2');
    rmSync(host.path('var/lib/kafka-node/administrator'));
    host.write('host/calls', '');
    expect((await host.run('users')).code).toBe(0);
    expect(host.callsOf('configs ').filter(call => call.includes('--delete-config')).map(call => call.replace(/ --bootstrap.*/, ''))).toEqual(
      ['SCRAM-SHA-256', 'SCRAM-SHA-512'].map(name => `configs --entity-type users --entity-name admin --alter --delete-config ${name}`));
    expect(host.callsOf('acls ').map(call => call.replace(/ --bootstrap.*/, ''))).toEqual([
      'acls --add --allow-principal User:root --operation All --cluster --topic * --group * --transactional-id *',
      'acls --remove --force --allow-principal User:admin --operation All --cluster --topic * --group * --transactional-id *',
    ]);
    expect(host.read('data/0/administrator')).toBe('root\n');
  });

  test('of another name is tried again until the old one has lost its rights', async () => {
    const host = withUser(JSON.stringify({ username: 'admin', password: 'old' }));
    await host.run('users');
    host.write('host/secret', JSON.stringify({ username: 'root', password: 'new' }));
    host.write('host/version', 'v2');
    host.tool('acls', '[[ "$*" != *--remove* ]]');
    expect((await host.run('users')).code).not.toBe(0);
    host.tool('acls', '');
    host.write('host/calls', '');
    expect((await host.run('users')).code).toBe(0);
    expect(host.callsOf('acls --remove')).toHaveLength(1);
  });

  test('is made on no other node', async () => {
    const host = node({});
    expect((await host.run('users')).code).toBe(0);
    expect(host.calls).toEqual([]);
  });
});
