import { execFileSync } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { brokerProperties, NodeHost } from './node-host';

jest.setTimeout(60_000);

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

const PATH = '/run/kafka/tls/client.pem';
const CA = '/run/kafka/tls/client.ca.pem';
function node(env: { [key: string]: string }, path = PATH): NodeHost {
  const store = path === CA ? 'trust' : 'key';
  const host = new NodeHost(env, `${brokerProperties()}listener.name.client.ssl.${store}store.location=${path}\n`);
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
  const host = withSecret(key + certificate + RSA.certificate);
  expect((await host.run('secrets')).code).toBe(0);
  expect(host.read(PATH)).toBe(key + certificate + RSA.certificate);
  expect(statSync(host.path(PATH)).mode.toString(8)).toMatch(/400$/);
  expect(host.callsOf('chown')).toEqual([`chown kafka ${host.path(`${PATH}.new`)}`]);
});

test('line ends of Windows do no harm', async () => {
  expect((await withSecret((RSA.key + RSA.certificate).replace(/\n/g, '\r\n')).run('secrets')).code).toBe(0);
});

test.each<[string, string, string]>([
  ['a PKCS#1 key', PKCS1 + RSA.certificate, 'it has no private key in PKCS#8 without a password'],
  ['a SEC1 key', SEC1 + EC.certificate, 'it has no private key in PKCS#8 without a password'],
  ['a key with a password', ENCRYPTED + RSA.certificate, 'it has no private key in PKCS#8 without a password'],
  ['an Ed25519 key', ED25519.key + ED25519.certificate, 'its private key is unreadable, or neither RSA nor EC'],
  ['no key', RSA.certificate, 'it has no private key in PKCS#8'],
  ["another key's certificate", RSA.key + EC.certificate, 'its first certificate is not that of its private key'],
  ['a key that is cut off', RSA.key.replace(/\n.{64}\n/, '\n') + RSA.certificate, 'its private key is unreadable, or'],
  ['blocks without a line feed between them', RSA.key + RSA.certificate.trimEnd() + EC.certificate, 'not every PEM block begins and ends on a line of its own'],
  ['what is generated before there is a certificate', 'aB3$x', 'not every PEM block'],
])('%s is waited for, with the reason', async (_, text, reason) => {
  const { code, log } = await withSecret(text).run('secrets', { PATIENCE: '9' });
  expect(code).toBe('SIGKILL');
  expect(log).toContain(`waiting: arn:x for ${PATH}: ${reason}`);
  expect(log).not.toContain('PRIVATE KEY-----\n');
});

test.each<[string, string]>([
  ['joined by blanks', `${RSA.certificate} ${EC.certificate}`.replace(/\n/g, ' ')],
  ['without a line feed between them', RSA.certificate.trimEnd() + EC.certificate],
])('authorities %s, of which Kafka would lose one, are waited for', async (_, text) => {
  const { code, log } = await withSecret(text, CA).run('secrets', { PATIENCE: '9' });
  expect(code).toBe('SIGKILL');
  expect(log).toContain(`waiting: arn:x for ${CA}: not every PEM block begins and ends on a line of its own`);
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
  expect(log).toContain(`${PATH}, which server.properties needs, is missing or empty`);
});

test('a needed file of the image that Kafka cannot read is waited for', async () => {
  const host = node({});
  host.write(PATH, PKCS1 + RSA.certificate);
  expect((await host.run('secrets', { PATIENCE: '9' })).log).toContain(`waiting: ${PATH}: it has no private key in PKCS#8`);
});

describe('renewal', () => {
  async function booted(): Promise<NodeHost> {
    const host = withSecret(RSA.key + RSA.certificate);
    expect((await host.run('secrets')).code).toBe(0);
    host.script('users', '');
    host.script('renew', 'exec bash "${0%/*}/secrets" renew');
    return host;
  }
  const reloads = (host: NodeHost) => host.callsOf('configs ').map(call => call.replace(/ --bootstrap.*/, ''));

  test('replaces the file and tells Kafka to look at it, and leaves no setting behind', async () => {
    const host = await booted();
    host.write('host/secret', EC.key + EC.certificate);
    anHourLater(host);
    expect((await host.run('renew')).code).toBe(0);
    expect(host.read(PATH)).toBe(EC.key + EC.certificate);
    expect(statSync(host.path(PATH)).mode.toString(8)).toMatch(/400$/);
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
    expect(host.read(PATH)).toBe(RSA.key + RSA.certificate);
    expect(reloads(host)).toEqual([]);
  });

  test('waits for a boot to end', async () => {
    const host = await booted();
    host.write('var/lib/kafka-node/booting', '1');
    anHourLater(host);
    await host.run('renew');
    expect(host.callsOf('get-secret-value')).toHaveLength(1);
  });

  test('says so when Kafka refuses the new one', async () => {
    const host = await booted();
    host.tool('configs', 'exit 1');
    host.write('host/secret', EC.key + EC.certificate);
    anHourLater(host);
    expect((await host.run('renew')).log).toContain(`Kafka refuses ${PATH} until a restart`);
  });
});

describe('the administrator', () => {
  const PASSWORD = 'p,=[x]$"\'7Q';

  function withUser(secret: string): NodeHost {
    const host = node({ ADMINISTRATOR: 'arn:admin', SCRAM: 'SCRAM-SHA-256,SCRAM-SHA-512' });
    host.write('host/secret', secret);
    host.write('host/version', 'v1');
    host.stub('aws', 'case "$*" in *VersionId) cat "$HOST_DIR/version" ;; *) cat "$HOST_DIR/secret" ;; esac');
    // Kafka refuses to alter a user twice in one request.
    host.tool('configs', 'while [ "$1" != --add-config-file ]; do shift; done; cat "$2" >> "$HOST_DIR/given"; [ "$(wc -l < "$2")" = 1 ]');
    host.tool('acls', '');
    return host;
  }

  test('is made with all rights, and no list of processes has the password', async () => {
    const host = withUser(JSON.stringify({ username: 'admin', password: PASSWORD }));
    const { code, log } = await host.run('users');
    expect(code).toBe(0);
    expect(host.read('host/given')).toBe(['SCRAM-SHA-256', 'SCRAM-SHA-512'].map(name => `${name}=iterations=8192,password=${PASSWORD}\n`).join(''));
    expect(host.callsOf('configs ')[0]).toContain('--entity-type users --entity-name admin --alter --add-config-file');
    expect(host.callsOf('acls ')[0]).toContain('--allow-principal User:admin --operation All --cluster --topic * --group * --transactional-id *');
    expect(host.calls.join() + log).not.toContain(PASSWORD);
    expect(host.has('run/kafka-node/user')).toBe(false);
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

  test.each([['no JSON', 'topSecret'], ['no password', '{"username":"admin"}'], ['a blank', '{"username":"admin","password":"topSecret x"}'], ['an odd user', '{"username":"a b","password":"topSecret"}']])(
    'a secret with %s fails, and does not show it', async (_, secret) => {
      const { code, log } = await withUser(secret).run('users');
      expect(code).toBe(1);
      expect(log).toMatch(/the secret of the administrator is no JSON with username and password/);
      expect(log).not.toContain('topSecret');
    });

  test('is made on no other node', async () => {
    const host = node({});
    expect((await host.run('users')).code).toBe(0);
    expect(host.calls).toEqual([]);
  });
});
