import { firstStep, Lack, Machine } from '../../cli/run/sandbox/first-step';
import { CLOUD_NEEDS, KAFKA_NEEDS, NODE_NEEDS } from '../../cli/run/sandbox/needs';
import { containerLine } from '../e2e/harness/needed';

const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\nID=debian\nHOME_URL="https://www.debian.org/"\n';
const UBUNTU = 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\nUBUNTU_CODENAME=noble\n';
const MINT = "NAME='Linux Mint'\nID=linuxmint\nID_LIKE='ubuntu debian'\n";
const FEDORA = 'NAME="Fedora Linux"\nID=fedora\nHOME_URL="https://fedoraproject.org/"\n';
const AMAZON = 'NAME="Amazon Linux"\nID="amzn"\nID_LIKE="fedora"\n';
const UNLIKE = 'ID=other\nVARIANT="not a debian"\nBUG_REPORT_URL="https://ubuntu.example.com"\n';

const HAPROXY: Lack = { says: 'haproxy, for load balancers', packages: ['haproxy'] };
const JAVA: Lack = { says: 'java, for Kafka', packages: ['openjdk-17-jdk-headless', 'openjdk-21-jdk-headless'] };
const JAVAC: Lack = { says: 'javac, for the Java client', packages: ['openjdk-17-jdk-headless', 'openjdk-21-jdk-headless'] };
const NAMESPACES: Lack = { says: 'private namespaces for this user (Operation not permitted)' };

function step(given: Partial<Machine>, { task = 'quickstart', install = true } = {}) {
  return firstStep({ platform: 'linux', uid: 0, osRelease: DEBIAN, lacks: [HAPROXY, JAVA, JAVAC], ...given }, containerLine(task), install);
}
const advice = (...args: Parameters<typeof step>) => {
  const left = step(...args);
  return left.kind === 'leave' ? left.advice : left.kind;
};

test('a machine that lacks nothing needs no step, whatever it is', () => {
  for (const uid of [0, 1000]) { for (const osRelease of [DEBIAN, FEDORA, '']) { expect(step({ uid, osRelease, lacks: [] })).toEqual({ kind: 'ready' }); } }
});

test.each([['Debian', DEBIAN], ['Ubuntu', UBUNTU], ['Mint', MINT], ['with carriage returns', DEBIAN.replace(/\n/g, '\r\n')]])('root on %s installs what is lacking, each package once, and says so', (_, osRelease) => {
  expect(step({ osRelease })).toEqual({
    kind: 'install',
    lacks: 'The local cluster needs what is not here:\n  - haproxy, for load balancers\n  - java, for Kafka\n  - javac, for the Java client',
    packages: [['haproxy'], ['openjdk-17-jdk-headless', 'openjdk-21-jdk-headless']],
  });
});

test('root who wants nothing installed is told what is lacking and how it is installed', () => {
  expect(advice({}, { install: false })).toBe(`The local cluster needs what is not here:
  - haproxy, for load balancers
  - java, for Kafka
  - javac, for the Java client
Install it:
  apt-get update && apt-get install --yes --no-install-recommends haproxy openjdk-17-jdk-headless`);
});

test('another user on Debian is told of both ways: with sudo, and in a container', () => {
  const said = advice({ uid: 1000 });
  expect(said).toContain("\n  sudo sh -c 'apt-get update && apt-get install --yes --no-install-recommends haproxy openjdk-17-jdk-headless'\n");
  expect(said).toMatch(/^  docker run .*npx projen quickstart'$/m);
});

test.each([['Fedora', FEDORA], ['Amazon Linux', AMAZON], ['a system whose file only mentions Debian', UNLIKE], ['a system without the file', '']])('root on %s is told of the container only', (_, osRelease) => {
  const said = advice({ osRelease });
  expect(said).toContain('  - haproxy, for load balancers\n');
  expect(said).toMatch(/^  docker run .*npx projen quickstart'$/m);
  expect(said).not.toContain('apt-get');
});

test.each([['darwin', 'macOS', 501], ['win32', 'Windows', undefined], ['freebsd', 'freebsd', 0]])('%s: the system by the name that its users know, and the container, and nothing else', (platform, name, uid) => {
  const said = advice({ platform, uid, osRelease: '', lacks: [] });
  expect(said).toMatch(new RegExp(`^The local cluster needs Linux, and this is ${name}. In a container, with Docker:\n  docker run .*$`));
});

test('nothing is installed on a machine that may make no namespaces: it would not help', () => {
  for (const uid of [0, 1000]) {
    const said = advice({ uid, lacks: [HAPROXY, NAMESPACES] });
    expect(said).toContain('private namespaces for this user');
    expect(said).toMatch(/^  docker run /m);
    expect(said).not.toContain('apt-get');
  }
});

test('the line for the container runs the task that was asked for, installs for it, and is for every shell', () => {
  for (const task of ['quickstart', 'e2e:nodes']) {
    const line = /^  (docker run .*)$/m.exec(advice({ platform: 'darwin' }, { task }))![1];
    expect(line).toMatch(new RegExp(`npx projen ${task}'$`));
    expect(line.includes('npx projen e2e:install')).toBe(task !== 'quickstart');
    expect(line).toContain('-v "${PWD}:/from:ro"'); // "$PWD:" is a variable of another scope in PowerShell
    expect(line.match(/'/g)).toHaveLength(2);
  }
});

test('every program that is needed has a package', () => {
  for (const { command, packages } of [...CLOUD_NEEDS, ...KAFKA_NEEDS, ...NODE_NEEDS]) { expect({ command, first: packages[0] }).toEqual({ command, first: expect.stringMatching(/^[a-z0-9][a-z0-9.+-]+$/) }); }
});
