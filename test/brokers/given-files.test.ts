import { createHash } from 'crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnParameter, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { clientListener, ENV, fileOf, nodeResources, settingsOf, setup, SetupProps, userDataOf } from './fixtures';
import { BrokerCertificate, ListenerSecurity } from '../../src';

const work = mkdtempSync(join(tmpdir(), 'given-files-'));
afterAll(() => rmSync(work, { recursive: true }));

const HOOK = '/usr/local/lib/kafka-node/boot-hook';
const PATH = '/etc/kafka/quotas.json';
let made = 0;

/** A file of the app. */
function asset(scope: Stack, content = 'content', name = `file-${made++}.txt`): Asset {
  const path = join(work, name);
  writeFileSync(path, content);
  return new Asset(scope, name, { path });
}

const stackOf = () => new Stack(new App(), 'Kafka', { env: ENV });
const setupOf = (make: (stack: Stack) => SetupProps) => {
  const stack = stackOf();
  return setup({ stack, ...make(stack) });
};
const templateOf = (make: (stack: Stack) => SetupProps) => setupOf(make).template();
const token = () => new CfnParameter(new Stack(), 'Later').valueAsString;

describe('files and a hook', () => {
  test('are told to every node, by the digest of what they are and the address at which they are published', () => {
    const template = templateOf(stack => ({ files: { [PATH]: asset(stack, 'quotas') }, bootHook: asset(stack, '#!/bin/bash\nexit 0\n') }));
    const line = (content: string, path: string) =>
      `${createHash('sha512').update(content).digest('hex')} ${path} s3://cdk-hnb659fds-assets-111111111111-eu-west-1/[0-9a-f]{64}.txt\n`;
    for (const nodeId of [1000, 0]) {
      expect(fileOf(template, nodeId, '/etc/kafka-node/fetched')).toMatch(new RegExp(`^${line('quotas', PATH)}${line('#!/bin/bash\nexit 0\n', HOOK)}$`));
    }
  });

  test('with another content are another launch template', () => {
    const listed = (content: string) => userDataOf(templateOf(stack => ({ bootHook: asset(stack, `#!/bin/sh\n${content}\n`, 'hook') })), 0);
    expect(listed('a')).toBe(listed('a'));
    expect(listed('a')).not.toBe(listed('b'));
  });

  test('are read by every node', () => {
    const template = templateOf(stack => ({ files: { [PATH]: asset(stack) } }));
    const key = /\/([0-9a-f]{64}\.txt)\n$/.exec(fileOf(template, 1000, '/etc/kafka-node/fetched'))![1];
    const statements: any[] = nodeResources(template, 1000).Rights.Properties.PolicyDocument.Statement;
    expect(statements.filter(statement => JSON.stringify(statement).includes(key)).map(({ Action }) => Action)).toEqual(['s3:GetObject', 'kms:Decrypt']);
  });

  test('that there are none of leave user data as it is', () => {
    expect(userDataOf(templateOf(() => ({ files: {} })), 0)).toBe(userDataOf(setup().template(), 0));
  });

  test('of a nested stack are published with the nodes', () => {
    expect(() => setupOf(stack => ({ files: { [PATH]: asset(new NestedStack(stack, 'Nested')) } }))).not.toThrow();
  });

  test('that a listener needs are made, so nothing is said of the image', () => {
    const of = (path: string) => setupOf(stack => ({
      clientListeners: [clientListener({ security: ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls.pem')) })],
      files: { [path]: asset(stack) },
    })).stack;
    Annotations.fromStack(of('/etc/kafka/tls.pem')).hasNoWarning('*', Match.stringLikeRegexp('fileNotMade'));
    Annotations.fromStack(of('/etc/kafka/other.pem')).hasWarning('*', Match.stringLikeRegexp('fileNotMade'));
  });
});

test('every file that the library itself writes is its own', () => {
  const written = [...userDataOf(setup().template(), 0).matchAll(/^cat > (\S+) <</gm)].map(([, path]) => path);
  const mounts = settingsOf(setup().template(), 0).VOLUMES.split(',').map(volume => volume.split(':')[1]);
  const places = ['/etc/kafka/server.properties', '/usr/bin/kafka-admin', '/etc/systemd/system/kafka.service', '/opt/kafka/libs/x.jar', '/opt/kafka-plugins/x.jar', HOOK, '/opt', '/etc/kafka'];
  expect(written.length).toBeGreaterThan(3);
  for (const path of [...written, ...mounts, ...places]) {
    expect(() => setupOf(stack => ({ files: { [path]: asset(stack) } }))).toThrow(`MultiAzKafkaBrokers.fileOfNode: 'files' has "${path}"`);
  }
});

test.each(['/etc/systemd/system/kafka.service.d/more.conf', '/opt/kafka-tools/x', '/etc/kafka/jaas.conf', '/run/kafka/ca.pem', '/usr/bin/kafka-admin2'])('%s is free', path => {
  expect(() => setupOf(stack => ({ files: { [path]: asset(stack) } }))).not.toThrow();
});

const secret = (stack: Stack) => new secrets.Secret(stack, 'Secret');
const KEY = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';

function folder(stack: Stack): Asset {
  mkdirSync(join(work, 'folder'), { recursive: true });
  writeFileSync(join(work, 'folder', 'a'), '');
  return new Asset(stack, 'Folder', { path: join(work, 'folder') });
}

test.each<[string, (stack: Stack) => SetupProps, RegExp]>([
  ['a relative path', stack => ({ files: { 'etc/a': asset(stack) } }), /MultiAzKafkaBrokers.filePath: .*got "etc\/a"/],
  ['a path that climbs', stack => ({ files: { '/etc/x/../kafka-node/env': asset(stack) } }), /MultiAzKafkaBrokers.filePath/],
  ['a path with a blank', stack => ({ files: { '/etc/a b': asset(stack) } }), /MultiAzKafkaBrokers.filePath/],
  ['a path that is known later', stack => ({ files: { [token()]: asset(stack) } }), /MultiAzKafkaBrokers.filePath: .*got a token/],
  ['a file that is a secret too', stack => ({ files: { '/run/a': asset(stack) }, secretFiles: { '/run/a': secret(stack) } }), /MultiAzKafkaBrokers.fileTwice: 'files' has "\/run\/a"/],
  ['a file above another', stack => ({ files: { '/etc/a': asset(stack), '/etc/a/b': asset(stack) } }), /MultiAzKafkaBrokers.fileTwice: 'files' has "\/etc\/a"/],
  ["a file in the place of a listener's own", stack => ({
    clientListeners: [clientListener({ security: ListenerSecurity.tls(BrokerCertificate.fromSecret(secret(stack))) })],
    files: { '/run/kafka/tls/client.pem': asset(stack) },
  }), /MultiAzKafkaBrokers.secretFileTwice: 'secretFiles' or 'files' has "\/run\/kafka\/tls\/client.pem"/],
  ['a private key', stack => ({ files: { [PATH]: asset(stack, KEY) } }), /MultiAzKafkaBrokers.fileSecret: 'files' has a private key for "\/etc\/kafka\/quotas.json"/],
  ['a directory', stack => ({ files: { [PATH]: folder(stack) } }), /MultiAzKafkaBrokers.assetDirectory: 'files' has for "\/etc\/kafka\/quotas.json" Kafka\/Folder, which is a directory/],
  ['a directory as hook', stack => ({ bootHook: folder(stack) }), /MultiAzKafkaBrokers.assetDirectory: 'bootHook' is Kafka\/Folder/],
  ['a file of another stack', stack => ({ files: { [PATH]: asset(new Stack(stack.node.root, 'Other', { env: ENV })) } }), /MultiAzKafkaBrokers.assetElsewhere: .* with stack "Other"/],
  ['a hook without an interpreter', stack => ({ bootHook: asset(stack, 'echo a\n') }), /MultiAzKafkaBrokers.bootHook: /],
  ['a hook with the line ends of Windows', stack => ({ bootHook: asset(stack, '#!/bin/bash\r\nexit 0\r\n') }), /MultiAzKafkaBrokers.bootHook: .*carriage return/],
  ['all of it at once', stack => ({ files: { 'etc/a': folder(stack) }, bootHook: asset(stack, '') }), /3 problems[^]*filePath[^]*assetDirectory[^]*bootHook/],
])('%s is refused by name', (_, make, message) => {
  expect(() => setupOf(make)).toThrow(message);
});

test('a directory that is not bundled yet, since the command is about another stack, is no error', () => {
  const stack = new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Kafka', { env: ENV });
  expect(() => setup({ stack, files: { [PATH]: folder(stack) } })).not.toThrow();
});
