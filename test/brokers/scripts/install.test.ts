import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { NodeHost } from './node-host';

const hosts: NodeHost[] = [];
const work = mkdtempSync(join(tmpdir(), 'distribution-'));
const tarball = join(work, 'kafka.tgz');
let sha512: string;

beforeAll(() => {
  mkdirSync(join(work, 'kafka_2.13-4.4.0', 'bin'), { recursive: true });
  writeFileSync(join(work, 'kafka_2.13-4.4.0', 'bin', 'kafka-topics.sh'), 'echo 4.4.0\n');
  execFileSync('tar', ['-czf', tarball, '-C', work, 'kafka_2.13-4.4.0']);
  sha512 = createHash('sha512').update(readFileSync(tarball)).digest('hex');
});
afterAll(() => {
  hosts.forEach(host => host.remove());
  rmSync(work, { recursive: true });
});

function node(env: { [key: string]: string } = {}): NodeHost {
  const host = new NodeHost({ KAFKA_SHA512: sha512, ...env });
  hosts.push(host);
  host.stub('java', '');
  host.stub('id', '');
  host.stub('install', '');
  FROM_THE_IMAGE.forEach(command => host.stub(command, ''));
  host.stub('aws', `cp ${tarball} "\${@: -1}"`);
  return host;
}

/** Beyond what every Linux has. */
const FROM_THE_IMAGE = ['mkfs.xfs', 'openssl', 'setup-policy-routes'];

const TOPICS = 'opt/kafka/bin/kafka-topics.sh';

test('Kafka is there after one download, and is not fetched again', async () => {
  const host = node();
  expect((await host.run('install')).code).toBe(0);
  expect(host.read(TOPICS)).toBe('echo 4.4.0\n');
  expect((await host.run('install')).code).toBe(0);
  expect(host.callsOf('s3 cp')).toHaveLength(1);
});

test('another distribution takes the place of the one that is there', async () => {
  const host = node();
  host.write(TOPICS, 'echo 4.3.1\n');
  host.write('opt/kafka/.sha512', 'of 4.3.1\n');
  host.write('opt/kafka/libs/old.jar', '');
  expect((await host.run('install')).code).toBe(0);
  expect(host.read(TOPICS)).toBe('echo 4.4.0\n');
  expect(host.has('opt/kafka/libs/old.jar')).toBe(false);
});

test('a download that fails twice is tried a third time', async () => {
  const host = node();
  host.stub('aws', `[ $(nth aws) -gt 2 ] || exit 1\ncp ${tarball} "\${@: -1}"`);
  const { code, log } = await host.run('install');
  expect(code).toBe(0);
  expect(log).toContain('waiting: s3://bucket/kafka.tgz could not be fetched');
  expect(host.callsOf('s3 cp')).toHaveLength(3);
});

test('a download that was cut short is fetched again', async () => {
  const host = node();
  host.stub('aws', `if [ $(nth aws) = 1 ]; then head -c 20 ${tarball} > "\${@: -1}"; else cp ${tarball} "\${@: -1}"; fi`);
  expect((await host.run('install')).code).toBe(0);
  expect(host.read(TOPICS)).toBe('echo 4.4.0\n');
});

test('a file with another sha512 is refused after three downloads, and nothing of it is unpacked', async () => {
  const host = node({ KAFKA_SHA512: 'f'.repeat(128) });
  const { code, log } = await host.run('install');
  expect(code).toBe(78);
  expect(log).toContain(`REFUSED: s3://bucket/kafka.tgz has another sha512: ${sha512}`);
  expect(host.callsOf('s3 cp')).toHaveLength(3);
  expect(host.has('opt/kafka')).toBe(false);
});

test('an installation that was killed while it unpacked starts again', async () => {
  const host = node();
  host.stub('tar', 'mkdir -p "$4/bin"; echo half > "$4/bin/kafka-topics.sh"; kill -9 $PPID');
  expect((await host.run('install')).code).toBe('SIGKILL');
  expect(host.has('opt/kafka')).toBe(false);
  host.stub('tar', 'exec /usr/bin/env PATH=/usr/bin:/bin tar "$@"');
  expect((await host.run('install')).code).toBe(0);
  expect(host.read(TOPICS)).toBe('echo 4.4.0\n');
});

test('a distribution from elsewhere is fetched by its address', async () => {
  const host = node({ KAFKA_URL: 'https://downloads.example.com/kafka.tgz' });
  host.stub('curl', `[ "\${@: -1}" = https://downloads.example.com/kafka.tgz ] && cp ${tarball} "\${@: -2:1}"`);
  expect((await host.run('install')).code).toBe(0);
  expect(host.has(TOPICS)).toBe(true);
  expect(host.callsOf('s3 cp')).toEqual([]);
});

test('Java is installed where there is none, and asked for again when that fails', async () => {
  const host = node();
  // No `java` of this machine may be found.
  execFileSync('rm', [host.path('host/bin/java')]);
  ['bash', 'cat', 'tr', 'sed', 'mkdir', 'rm', 'mv', 'cp', 'tar', 'gzip', 'head', 'wc', 'sha512sum', 'timeout', 'readlink', 'dirname', 'tail', 'chmod', 'cmp'].forEach(command =>
    host.stub(command, `exec "$(PATH=/usr/bin:/bin command -v ${command})" "$@"`));
  host.stub('dnf', '[ $(nth dnf) -gt 1 ] || exit 1; /bin/ln -s /bin/true "$HOST_DIR/bin/java"');
  const { code, log } = await host.run('install', { PATH: host.path('host/bin') });
  expect(log).toContain('waiting: dnf could not install java-21-amazon-corretto-headless');
  expect(code).toBe(0);
  expect(host.callsOf('dnf').filter(call => call.startsWith('dnf'))).toEqual(Array(2).fill('dnf install -y -q java-21-amazon-corretto-headless'));
});

describe('plugins and files', () => {
  const digestOf = (content: string) => createHash('sha512').update(content).digest('hex');
  const line = (content: string, path: string, address: string) => `${digestOf(content)} ${path} ${address}\n`;
  const FIRST = '/opt/kafka-plugins/a.jar';

  /** What a bucket and an address answer, as often as they are asked. */
  function fetching(list: string, body = ''): NodeHost {
    const host = node();
    host.write('etc/kafka-node/fetched', list);
    host.stub('aws', `case "$*" in *kafka.tgz*) exec cp ${tarball} "\${@: -1}" ;; esac\n${body}\necho -n "of $(basename "\${@: -2:1}")" > "\${@: -1}"`);
    host.stub('curl', 'echo -n "from ${@: -1}" > "${@: -2:1}"');
    return host;
  }

  test('come from buckets and addresses, and are not fetched again', async () => {
    const host = fetching(line('of a.jar', FIRST, 's3://jars/a.jar') + line('from https://example.com/b.jar', '/opt/kafka-plugins/agents/b.jar', 'https://example.com/b.jar'));
    expect((await host.run('install')).code).toBe(0);
    expect(host.read(FIRST)).toBe('of a.jar');
    expect(host.read('opt/kafka-plugins/agents/b.jar')).toBe('from https://example.com/b.jar');
    expect((await host.run('install')).code).toBe(0);
    expect(host.callsOf('s3://jars/a.jar')).toHaveLength(1);
  });

  test('can be executed where they say by what, and are of everybody to read', async () => {
    const host = fetching(line('#!/bin/sh\n', '/usr/bin/x', 'https://example.com/x') + line('of a.jar', FIRST, 's3://jars/a.jar'));
    host.stub('curl', 'printf "#!/bin/sh\\n" > "${@: -2:1}"');
    expect((await host.run('install')).code).toBe(0);
    expect(['usr/bin/x', FIRST].map(path => statSync(host.path(path)).mode.toString(8))).toEqual(['100755', '100644']);
  });

  test('that somebody has changed on the node are again what the template says', async () => {
    const host = fetching(line('of a.jar', FIRST, 's3://jars/a.jar'));
    host.write(FIRST, 'of somebody');
    expect((await host.run('install')).code).toBe(0);
    expect(host.read(FIRST)).toBe('of a.jar');
  });

  test('of the image are not fetched', async () => {
    const host = fetching(line('of the image', FIRST, 's3://jars/a.jar'));
    host.write(FIRST, 'of the image');
    expect((await host.run('install')).code).toBe(0);
    expect(host.callsOf('s3://jars/a.jar')).toEqual([]);
  });

  test('that cannot be fetched are waited for, by name', async () => {
    const host = fetching(line('of a.jar', FIRST, 's3://jars/a.jar'), '[ $(nth jar) -gt 2 ] || exit 1');
    const { code, log } = await host.run('install');
    expect(code).toBe(0);
    expect(log).toContain('waiting: s3://jars/a.jar could not be fetched');
    expect(log).toContain(`${FIRST} is installed`);
  });

  test('with another digest are refused after three downloads, and the one that is there stays', async () => {
    const host = fetching(line('other', FIRST, 's3://jars/a.jar'));
    host.write(FIRST, 'of before');
    const { code, log } = await host.run('install');
    expect(code).toBe(78);
    expect(log).toContain(`REFUSED: s3://jars/a.jar has another sha512: ${digestOf('of a.jar')}`);
    expect(host.callsOf('s3://jars/a.jar')).toHaveLength(3);
    expect(host.read(FIRST)).toBe('of before');
  });
});

/** A host on which no command is found but those of the test's own. */
function bareHost(without: string[]): NodeHost {
  const host = node();
  ['bash', 'cat', 'tr', 'sed', 'mkdir', 'rm', 'timeout', 'cmp'].forEach(command => host.stub(command, `exec "$(PATH=/usr/bin:/bin command -v ${command})" "$@"`));
  execFileSync('rm', ['-f', ...without.map(command => host.path(`host/bin/${command}`))]);
  return host;
}

test.each([
  ['a minimal one', ['aws', 'mkfs.xfs', 'setup-policy-routes']],
  ['another distribution', ['aws', 'setup-policy-routes']],
  ['one without the tools of file systems', ['mkfs.xfs', 'cmp']],
])('all that the image lacks, as %s, is said in one message before anything is waited for', async (_, without) => {
  for (const argv of ['install', 'install needs']) {
    const host = bareHost(without);
    const { code, log } = await host.run(argv, { PATH: host.path('host/bin') });
    expect(code).toBe(78);
    expect(log.trim().split('\n')).toHaveLength(1);
    expect(/REFUSED: the image lacks (.*): take full Amazon Linux 2023$/.exec(log.trim())![1].split(' ').sort()).toEqual([...without].sort());
    expect(host.callsOf('dnf')).toEqual([]);
  }
});

test('an image with all of it is not asked for more, and nothing is installed where only that was asked', async () => {
  const host = bareHost([]);
  expect(await host.run('install needs', { PATH: host.path('host/bin') })).toEqual({ code: 0, log: '' });
  expect(host.has('opt/kafka')).toBe(false);
});
