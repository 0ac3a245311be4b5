import { readFileSync, rmSync, writeFileSync } from 'fs';
import { createServer } from 'net';
import { join } from 'path';
import { doctorWith } from '../../../cli/doctor';
import type { PathResult } from '../../../cli/probe';
import { findingOf } from '../../../cli/probe/problem';
import { makeBundle } from '../probe/bundled';

const { probe, directory } = makeBundle();
afterAll(() => rmSync(directory, { recursive: true }));

const CONTRACT = join(directory, 'contract.json');
const contractAt = (port: number) => ({
  version: '1.0',
  region: 'eu-west-1',
  zoneIds: [],
  brokerIds: [0],
  clusterId: 'c',
  listeners: [{ name: 'CLIENT', protocol: 'PLAINTEXT', saslMechanisms: [], host: '127.0.0.1', firstPort: port, bootstrapPort: port }],
});
const noAws = async () => { throw new Error('nobody asks AWS'); };
const command = doctorWith(() => probe, noAws);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise(done => server.close(done));
  return port;
}

test('a path that fails: its first step, what was seen, what it means, what mends it, and exit code 1', async () => {
  const port = await freePort();
  writeFileSync(CONTRACT, JSON.stringify(contractAt(port)));
  const { status, text } = await command.run([CONTRACT]);
  expect(status).toBe(1);
  expect(text.replace(/ +\d+(?= {2}127)/g, ' N').replace(/ +ms /, '  ms ')).toBe([
    'CLIENT',
    '  broker  result          last step  ms  clients connect to',
    `  any     Doctor.refused  tcp N  127.0.0.1:${port}`,
    `  0       Doctor.refused  tcp N  127.0.0.1:${port}`,
    '',
    'Doctor.refused: the connection is refused: nothing listens on that port',
    `  CLIENT any, CLIENT 0: 127.0.0.1 port ${port}: refused`,
    '  fix: compare the ports of the contract with the listeners of the load balancer, have the',
    '    connection accepted, and start the broker',
    '',
    '2 of 2 paths fail.',
  ].join('\n'));
});

test('JSON has the same for programs', async () => {
  const port = await freePort();
  writeFileSync(CONTRACT, JSON.stringify(contractAt(port)));
  const { status, text } = await command.run([CONTRACT, '--json']);
  expect(status).toBe(1);
  expect(JSON.parse(text)[1]).toEqual({
    listener: 'CLIENT',
    brokerId: 0,
    address: `127.0.0.1:${port}`,
    step: 'tcp',
    ok: false,
    ms: expect.any(Number),
    ...findingOf('Doctor.refused', `127.0.0.1 port ${port}: refused`),
    warnings: [],
  });
});

const told = (results: PathResult[]) => doctorWith(() => async () => results, noAws).run([CONTRACT]);
const path = { listener: 'CLIENT', address: 'kafka.pay.example.com:20000', step: 'metadata', ms: 12 } as const;

test('what only wants somebody to look is no failure', async () => {
  const { status, text } = await told([{ ...path, ok: true, warnings: [findingOf('Doctor.staleContract', 'broker 3')] }]);
  expect(status).toBe(0);
  expect(text).toMatch(/^CLIENT\n[^]*Clients get through, and somebody should look:\n\nDoctor\.staleContract: [^]*\nAll 1 paths are open\.$/);
});

test('no line of prose is longer than 100 columns, and nothing that a terminal obeys goes through', async () => {
  const { text } = await told([{ ...path, ok: false, ...findingOf('Doctor.certificateName', `missing: a\u001b[31m ${'name.example.com, '.repeat(30)}`), warnings: [] }]);
  expect(text.split('\n').filter(line => line.length > 100)).toEqual([]);
  expect(text).not.toContain('\u001b');
});

test('help fits into 100 columns', () => {
  expect(command.help.split('\n').filter(line => line.length > 100)).toEqual([]);
});

test('a contract that is damaged is a mistake of the user: its file, and all that is wrong, with the values', async () => {
  const { listeners: [listener], ...contract } = contractAt(9);
  writeFileSync(CONTRACT, JSON.stringify({ ...contract, listeners: [{ ...listener, protocol: 'TLS', bootstrapPort: '9' }] }));
  await expect(command.run([CONTRACT])).rejects.toMatchObject({
    name: 'UserError',
    message: `${CONTRACT} is not a contract: listeners[0].protocol is "TLS", and must be one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL; `
      + 'listeners[0].bootstrapPort is "9", and must be a port from 1 to 65535',
  });
});

test('the page has every option', () => {
  const page = readFileSync(join(__dirname, '../../../docs/command.md'), 'utf8');
  const options = [...command.help.matchAll(/^ {2}(--\w+)/gm)].map(([, option]) => option);
  expect(options.length).toBeGreaterThan(7);
  expect(options.filter(option => !page.includes(`\`${option}`))).toEqual([]);
});

test.each([
  ['nowhere.json', 'nowhere.json cannot be read: ENOENT'],
  [join(directory, 'THIRD-PARTY-LICENSES.txt'), 'is not JSON'],
])('%s is not a contract', async (file, message) => {
  await expect(command.run([file])).rejects.toThrow(message);
});
