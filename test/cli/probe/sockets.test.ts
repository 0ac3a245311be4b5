import { execFileSync } from 'child_process';
import { readFileSync, rmSync } from 'fs';
import { AddressInfo, createServer, Server, Socket } from 'net';
import { join } from 'path';
import { createServer as createTlsServer } from 'tls';
import { makeBundle } from './bundled';
import type { ProbeOptions } from '../../../cli/probe';

const HOST = 'kafka.pay.example.com';
const { probe, directory } = makeBundle();
const CA = join(directory, 'ca.pem');
const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
const servers: Server[] = [];
const sockets = new Set<Socket>();

beforeAll(() => {
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '3', '-subj', '/CN=test CA', '-keyout', 'ca.key', '-out', CA);
});

afterEach(() => {
  sockets.forEach(socket => socket.destroy());
  servers.splice(0).forEach(server => server.close());
});
afterAll(() => rmSync(directory, { recursive: true }));

/** A certificate of the CA, for a name and so many days from today. */
function certificateOf(name: string, days: number): { key: string; cert: string } {
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`, '-keyout', 'b.key', '-out', 'b.csr');
  openssl('x509', '-req', '-in', 'b.csr', '-CA', CA, '-CAkey', 'ca.key', '-set_serial', '7', '-days', `${days}`, '-copy_extensions', 'copy', '-out', 'b.pem');
  const [key, cert] = ['b.key', 'b.pem'].map(file => readFileSync(join(directory, file), 'utf8'));
  return { key, cert };
}

async function listen(server: Server, address = '127.0.0.1'): Promise<number> {
  server.on('connection', socket => sockets.add(socket.on('error', () => undefined)));
  servers.push(server);
  await new Promise<void>(done => server.listen(0, address, done));
  return (server.address() as AddressInfo).port;
}

const serve = (talk: (socket: Socket) => void) => listen(createServer(talk));
/** TLS, and nobody behind it. */
const serveTls = (certificate: { key: string; cert: string }) =>
  listen(createTlsServer(certificate, socket => socket.on('error', () => undefined).on('data', () => socket.destroy())));

/** Enough for a machine that is busy. */
const LONG = 60_000;
/** For those who never answer. */
const SHORT = { timeoutMs: 1500 };

/** The broker's path only: where clients start there is the same to see. */
async function resultOf(port: number, protocol: string, options: ProbeOptions = {}, lookup = async (_host: string) => ['127.0.0.1']) {
  const contract = {
    version: '1.0',
    region: 'eu-west-1',
    zoneIds: [],
    brokerIds: [0],
    clusterId: 'lkc',
    listeners: [{ name: 'CLIENT', protocol, saslMechanisms: [], host: HOST, firstPort: port, bootstrapPort: port, truststoreType: 'PEM' }],
  };
  const results = await probe(contract, { timeoutMs: LONG, client: { 'ssl.truststore.location': CA }, ...options }, { lookup, now: Date.now });
  return results.find(({ brokerId }) => brokerId === 0)!;
}

const silent = () => undefined;
const failed = (step: string, code: string) => expect.objectContaining({ ok: false, step, code });

test('a name that is unknown', async () => {
  const unknown = async () => { throw Object.assign(new Error(), { code: 'ENOTFOUND' }); };
  expect(await resultOf(9, 'SSL', {}, unknown)).toEqual(failed('names', 'Doctor.nameMissing'));
});

test('a name server that does not answer, or ends with an error', async () => {
  expect(await resultOf(9, 'SSL', SHORT, () => new Promise(() => undefined))).toEqual(failed('names', 'Doctor.nameServer'));
  const again = async () => { throw Object.assign(new Error(), { code: 'EAI_AGAIN' }); };
  expect(await resultOf(9, 'SSL', {}, again)).toEqual(failed('names', 'Doctor.nameServer'));
});

test('each name is asked for once, whatever number of paths has it', async () => {
  const lookup = jest.fn(async () => ['127.0.0.1']);
  await resultOf(await serve(socket => socket.destroy()), 'PLAINTEXT', {}, lookup);
  expect(lookup).toHaveBeenCalledTimes(1);
});

test('a port where nobody listens', async () => {
  const port = await serve(silent);
  await new Promise(done => servers.pop()!.close(done));
  expect(await resultOf(port, 'SSL')).toEqual(failed('tcp', 'Doctor.refused'));
});

test('one address of several that does not take connections is named', async () => {
  const result = await resultOf(await serve(silent), 'PLAINTEXT', {}, async () => ['127.0.0.1', '127.0.0.2']);
  expect(result).toEqual(failed('tcp', 'Doctor.zoneClosed'));
  expect(result.detail).toMatch(/127\.0\.0\.2 port \d+: refused/);
});

test.each([['PLAINTEXT', 'identity'], ['SSL', 'tls']])('%s: one address of several has no broker behind it, and takes connections', async (protocol, step) => {
  const { key, cert } = certificateOf(HOST, 90);
  const plain = (socket: Socket) => socket.on('data', request => {
    if (socket.localAddress === '127.0.0.2') { socket.destroy(); } else { socket.write(Buffer.concat([int32(6), request.subarray(8, 12), UNSUPPORTED])); }
  });
  const secure = createTlsServer({ key, cert }, plain);
  const server = protocol === 'SSL' ? createServer(socket => socket.localAddress === '127.0.0.2' ? socket.destroy() : secure.emit('connection', socket)) : createServer(plain);
  const result = await resultOf(await listen(server, '0.0.0.0'), protocol, {}, async () => ['127.0.0.1', '127.0.0.2']);
  expect(result).toEqual(failed(step, 'Doctor.zoneClosed'));
  expect(result.detail).toMatch(/^127\.0\.0\.2: the connection (was )?ended/);
});

test.each([['PLAINTEXT', 'identity'], ['SSL', 'tls'], ['SASL_PLAINTEXT', 'identity'], ['SASL_SSL', 'tls']])('%s: who takes the connection and ends it is no broker', async (protocol, step) => {
  const port = await serve(socket => socket.on('data', () => socket.destroy()));
  expect(await resultOf(port, protocol)).toEqual(failed(step, 'Doctor.targetUnhealthy'));
  const atOnce = await serve(socket => socket.destroy());
  expect(await resultOf(atOnce, protocol)).toEqual(failed(step, 'Doctor.targetUnhealthy'));
});

test.each([['PLAINTEXT', 'identity'], ['SSL', 'tls'], ['SASL_PLAINTEXT', 'identity'], ['SASL_SSL', 'tls']])('%s: who takes the connection and says nothing has too many', async (protocol, step) => {
  expect(await resultOf(await serve(silent), protocol, SHORT)).toEqual(failed(step, 'Doctor.silent'));
});

test('a certificate for another name: what is missing and what is there', async () => {
  const result = await resultOf(await serveTls(certificateOf('broker-0.internal.example.com', 90)), 'SSL');
  expect(result).toEqual(failed('tls', 'Doctor.certificateName'));
  expect(result.detail).toBe(`missing: ${HOST}; in the certificate: broker-0.internal.example.com`);
});

test('a certificate that has expired, and one that is for another name as well', async () => {
  expect(await resultOf(await serveTls(certificateOf(HOST, -1)), 'SSL')).toEqual(failed('tls', 'Doctor.certificateExpired'));
  expect(await resultOf(await serveTls(certificateOf('other.example.com', -1)), 'SSL')).toEqual(failed('tls', 'Doctor.certificateExpired'));
});

test('an authority that the client does not trust; without a client it is not known', async () => {
  const port = await serveTls(certificateOf(HOST, 90));
  expect(await resultOf(port, 'SSL', { client: {} })).toEqual(failed('tls', 'Doctor.certificateUntrusted'));
  const result = await resultOf(port, 'SSL', { client: undefined });
  expect(result.warnings.map(({ code }) => code)).toEqual(['Doctor.authorityUnchecked']);
  expect(result).not.toEqual(failed('tls', 'Doctor.certificateUntrusted'));
});

test('a certificate that expires soon lets clients through, and wants somebody to look', async () => {
  const soon = await resultOf(await serveTls(certificateOf(HOST, 20)), 'SSL');
  expect(soon.warnings.map(({ code }) => code)).toEqual(['Doctor.certificateExpiresSoon']);
  expect(soon.step).toBe('identity');
  expect((await resultOf(await serveTls(certificateOf(HOST, 23)), 'SSL')).warnings).toEqual([]);
});

test('a broker that speaks TLS where the contract says none', async () => {
  expect(await resultOf(await serveTls(certificateOf(HOST, 90)), 'PLAINTEXT')).toEqual(failed('identity', 'Doctor.tls'));
});

test('a broker that speaks TLS behind a load balancer at which TLS ends', async () => {
  const { key, cert } = certificateOf(HOST, 90);
  const broker = createTlsServer({ key, cert }, socket => socket.on('error', () => undefined)).on('tlsClientError', (_, socket) => socket.destroy());
  const port = await listen(createTlsServer({ key, cert }, socket => broker.emit('connection', socket.on('error', () => undefined))));
  expect(await resultOf(port, 'SSL')).toEqual(failed('identity', 'Doctor.tlsTwice'));
  expect(await resultOf(port, 'SASL_SSL')).toEqual(failed('identity', 'Doctor.tlsTwice'));
});

test('a port at which TLS ends, with nobody behind it', async () => {
  expect(await resultOf(await serveTls(certificateOf(HOST, 90)), 'SSL')).toEqual(failed('identity', 'Doctor.targetUnhealthy'));
});

/** What a broker of before Kafka 4.4 says: to ApiVersions of version 5 an error, to all else what is given, by the key of the request. */
const scripted = (answers: { readonly [apiKey: number]: Buffer }) => serve(socket => socket.on('data', request => {
  const answer = answers[request.readInt16BE(4)];
  if (answer) { socket.write(Buffer.concat([int32(answer.length + 4), request.subarray(8, 12), answer])); } else { socket.destroy(); }
}));
const int16 = (value: number) => { const buffer = Buffer.alloc(2); buffer.writeInt16BE(value); return buffer; };
const int32 = (value: number) => { const buffer = Buffer.alloc(4); buffer.writeInt32BE(value); return buffer; };
const text = (value: string) => Buffer.concat([Buffer.from([value.length + 1]), Buffer.from(value)]);
const none = Buffer.from([0]);
/** Version 9: so many brokers from a port on, and the partition 0 of a topic that the first of them leads, or no topic. */
const metadata = (port: number, topic?: string, brokers = 1) => Buffer.concat([
  none, int32(0), Buffer.from([brokers + 1]),
  ...Array.from({ length: brokers }, (_, id) => Buffer.concat([int32(id), text(HOST), int32(port + id), none, none])),
  text('lkc'), int32(0),
  ...topic === undefined
    ? [Buffer.from([1])]
    : [
      Buffer.from([2]), int16(0), text(topic), none,
      Buffer.from([2]), int16(0), int32(0), int32(0), int32(1), ...Array(3).fill(Buffer.from([1])), none, int32(0), none,
    ],
  int32(0), none,
]);
/** Version 6 of ListOffsets. */
const offsets = (topic: string, error: number) => Buffer.concat([
  none, int32(0), Buffer.from([2]), text(topic), Buffer.from([2]), int32(0), int16(error), Buffer.alloc(16), int32(1), none, none, none,
]);
const [API_VERSIONS, METADATA, LIST_OFFSETS] = [18, 3, 2];
const UNSUPPORTED = Buffer.concat([int16(35), int32(0)]);

test('a broker that cannot say who it is answers for a partition that it leads, and no other does', async () => {
  const answers: { [apiKey: number]: Buffer } = { [API_VERSIONS]: UNSUPPORTED };
  const port = await scripted(answers);
  answers[METADATA] = metadata(port, 'orders');
  answers[LIST_OFFSETS] = offsets('orders', 0);
  expect(await resultOf(port, 'PLAINTEXT')).toMatchObject({ ok: true, step: 'metadata', warnings: [] });
  answers[LIST_OFFSETS] = offsets('orders', 6);
  expect(await resultOf(port, 'PLAINTEXT')).toEqual(failed('metadata', 'Doctor.crossedPort'));
});

test('a broker that cannot say who it is, and leads nothing that the client sees', async () => {
  const answers: { [apiKey: number]: Buffer } = { [API_VERSIONS]: UNSUPPORTED };
  const port = await scripted(answers);
  answers[METADATA] = metadata(port);
  const result = await resultOf(port, 'PLAINTEXT');
  expect(result).toMatchObject({ ok: true, warnings: [{ code: 'Doctor.identityUnchecked' }] });
});

test('a broker that refuses what every broker answers', async () => {
  expect(await resultOf(await scripted({ [API_VERSIONS]: int16(87) }), 'PLAINTEXT')).toEqual(failed('identity', 'Doctor.protocolError'));
});

test('a broker that ends TLS with an alert', async () => {
  const port = await serve(socket => socket.once('data', () => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40]))));
  expect(await resultOf(port, 'SSL')).toEqual(failed('tls', 'Doctor.tlsFailed'));
});

test('a contract of a version that is not known, and listeners that it does not have', async () => {
  const contract = { version: '9.0', region: 'eu-west-1', brokerIds: [0], listeners: [{ name: 'CLIENT', protocol: 'SSL', saslMechanisms: [], host: HOST, firstPort: 1, bootstrapPort: 2 }] };
  expect(await probe(contract)).toEqual([failed('contract', 'Doctor.contractVersion'), failed('contract', 'Doctor.contractVersion')]);
  await expect(probe({ ...contract, version: '1.0' }, { listenerNames: ['OTHER'] })).rejects.toThrow('the contract has no listener OTHER; it has CLIENT');
  await expect(probe({ brokerIds: 3 })).rejects.toThrow('this is not a contract');
});

/** Servers on so many ports that follow one another. */
async function listenFrom(count: number, server: (first: number) => Server): Promise<number> {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 20_000);
    const all = Array.from({ length: count }, () => server(first).on('connection', socket => sockets.add(socket.on('error', () => undefined))));
    const taken = await Promise.all(all.map(async (each, i) => new Promise<boolean>(done =>
      each.once('error', () => done(true)).listen(first + i, '127.0.0.1', () => done(false)))));
    if (!taken.includes(true)) {
      servers.push(...all);
      return first;
    }
    all.forEach(each => each.close());
  }
}

test('12 brokers and two listeners: every path at the same time, and each with three connections', async () => {
  const [brokers, paths] = [12, 2 * (12 + 1)];
  let [connections, release] = [0, () => {}];
  const everybodyAsks = new Promise<void>(done => { release = done; });
  const asked = new Set<number>();
  const talk = (first: number) => (socket: Socket) => void socket.on('data', async request => {
    const answer = (body: Buffer) => socket.write(Buffer.concat([int32(body.length + 4), request.subarray(8, 12), body]));
    if (request.readInt16BE(4) === METADATA) { return answer(metadata(first, undefined, brokers)); }
    // Nobody is told who answers before all have asked.
    if (asked.add(socket.localPort!).size === paths) { release(); }
    await everybodyAsks;
    return answer(int16(0));
  }).on('error', () => undefined);
  const counted = (server: Server) => server.on('connection', () => { connections += 1; });
  const certificate = certificateOf(HOST, 90);
  const plain = await listenFrom(brokers + 1, first => counted(createServer(talk(first))));
  const secure = await listenFrom(brokers + 1, first => counted(createTlsServer(certificate, talk(first))));
  const listener = (name: string, protocol: string, firstPort: number) =>
    ({ name, protocol, saslMechanisms: [], host: HOST, firstPort, bootstrapPort: firstPort + brokers, truststoreType: 'PEM' });
  const contract = {
    version: '1.0',
    region: 'eu-west-1',
    zoneIds: [],
    brokerIds: Array.from({ length: brokers }, (_, id) => id),
    clusterId: 'lkc',
    listeners: [listener('PLAIN', 'PLAINTEXT', plain), listener('SECURE', 'SSL', secure)],
  };
  const client = { 'ssl.truststore.location': CA };
  const results = await probe(contract, { client, timeoutMs: LONG }, { lookup: async () => ['127.0.0.1'], now: Date.now });
  expect(results.filter(({ ok, step }) => !ok || step !== 'metadata')).toEqual([]);
  expect(results).toHaveLength(paths);
  expect(connections).toBe(3 * paths); // PLAINTEXT: tcp, who answers, all the rest; SSL: tcp, tls, all the rest
});
