import { createHash } from 'crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { DIGEST, ENV, fileOf, LAUNCH_TEMPLATE, nodeResources, range, settingsOf, setup, SetupProps, userDataOf } from './fixtures';
import { KafkaPlugin } from '../../src';

const work = mkdtempSync(join(tmpdir(), 'plugins-'));
afterAll(() => rmSync(work, { recursive: true }));

function jar(name: string, content = name): string {
  const path = join(work, name);
  writeFileSync(path, content);
  return path;
}

const URL = 'https://repo1.maven.org/maven2/a/b/1.0/b-1.0.jar';
const token = () => new CfnParameter(new Stack(), 'Later').valueAsString;
const bucketOf = (stack: Stack, encryptionKey?: kms.IKey) => s3.Bucket.fromBucketAttributes(stack, 'Jars', { bucketName: 'jars', encryptionKey });
const stackOf = () => new Stack(new App(), 'Kafka', { env: ENV });

function templateOf(make: (stack: Stack) => SetupProps): Template {
  const stack = stackOf();
  return setup({ stack, ...make(stack) }).template();
}

const listOf = (template: Template, nodeId: number) => fileOf(template, nodeId, '/etc/kafka-node/fetched');
const statementsOf = (template: Template, nodeId: number): any[] => nodeResources(template, nodeId).Rights.Properties.PolicyDocument.Statement;
/** The rights to do something, as texts. */
const rightsTo = (template: Template, nodeId: number, action: string) =>
  statementsOf(template, nodeId).filter(({ Action }) => Action === action).map(statement => JSON.stringify(statement));

describe('plugins', () => {
  test('are told to every node: digest, path and address, in the order in which they are given', () => {
    const template = templateOf(stack => ({ plugins: [KafkaPlugin.fromUrl(URL, DIGEST.toUpperCase()), KafkaPlugin.fromBucket(bucketOf(stack), 'of/a.jar', DIGEST)] }));
    for (const nodeId of [1000, 0]) {
      expect(listOf(template, nodeId)).toBe(`${DIGEST} /opt/kafka-plugins/b-1.0.jar ${URL}\n${DIGEST} /opt/kafka-plugins/a.jar s3://jars/of/a.jar\n`);
    }
  });

  test('as agents come before the options of the user, with what they are told', () => {
    const plugin = KafkaPlugin.fromUrl(URL, DIGEST);
    const template = templateOf(stack => ({
      plugins: [plugin.asAgent('127.0.0.1:9404:/opt/x.yml'), KafkaPlugin.fromBucket(bucketOf(stack), 'a.jar', DIGEST).asAgent()],
      jvmOptions: ['-Da=b'],
    }));
    expect(fileOf(template, 0, '/etc/kafka-node/jvm.options')).toBe(
      '-javaagent:/opt/kafka-plugins/agents/b-1.0.jar=127.0.0.1:9404:/opt/x.yml\n-javaagent:/opt/kafka-plugins/agents/a.jar\n-Da=b\n');
    expect(listOf(template, 0)).toContain(` /opt/kafka-plugins/agents/b-1.0.jar ${URL}\n`);
    // The plugin itself is as before.
    expect(listOf(templateOf(() => ({ plugins: [plugin] })), 0)).toContain(' /opt/kafka-plugins/b-1.0.jar ');
  });

  test('that are files of the app are published with it, by their content', () => {
    const path = jar('c.jar', 'first');
    const listed = () => listOf(templateOf(() => ({ plugins: [KafkaPlugin.fromAsset(path)] })), 0);
    const before = listed();
    expect(before).toMatch(/^[0-9a-f]{128} \/opt\/kafka-plugins\/c\.jar s3:\/\/cdk-hnb659fds-assets-111111111111-eu-west-1\/[0-9a-f]{64}\.jar\n$/);
    expect(before).toContain(createHash('sha512').update('first').digest('hex'));
    expect(listed()).toBe(before);
    writeFileSync(path, 'second');
    const after = listed();
    expect(after).toContain(createHash('sha512').update('second').digest('hex'));
    expect(after.split(' ')[2]).not.toBe(before.split(' ')[2]); // what a node of before fetches is still there
  });

  test('of one file are given to two clusters of a stack', () => {
    const stack = stackOf();
    const plugins = [KafkaPlugin.fromAsset(jar('shared.jar'))];
    const { vpc } = setup({ stack, plugins });
    expect(() => setup({ stack, id: 'Other', vpc, plugins, clusterId: 'Ye2n9lagXrj7SY84IDTCAA', zoneName: 'other.internal' })).not.toThrow();
  });

  test('that there are none of leave user data as it is', () => {
    const [without, empty] = [setup().template(), templateOf(() => ({ plugins: [], jvmOptions: [] }))];
    expect(userDataOf(empty, 0)).toBe(userDataOf(without, 0));
    expect(userDataOf(without, 0)).not.toContain('/etc/kafka-node/fetched');
  });

  test('leave what a node fetched before as it is', () => {
    const [without, with1] = [setup().template(), templateOf(() => ({ plugins: [KafkaPlugin.fromUrl(URL, DIGEST)] }))];
    expect(settingsOf(with1, 0)).toEqual(settingsOf(without, 0));
    expect(Object.keys(with1.findResources(LAUNCH_TEMPLATE))).toEqual(Object.keys(without.findResources(LAUNCH_TEMPLATE)));
    expect(statementsOf(with1, 0)).toEqual(statementsOf(without, 0)); // an address needs no rights
  });

  test('of a bucket are read by every node, object by object, and its key is used', () => {
    const keyArn = 'arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012';
    const template = templateOf(stack => ({
      plugins: ['a', 'b'].map(name =>
        KafkaPlugin.fromBucket(s3.Bucket.fromBucketAttributes(stack, `Jars-${name}`, { bucketName: 'jars', encryptionKey: kms.Key.fromKeyArn(stack, `Key-${name}`, keyArn) }), `${name}.jar`, DIGEST)),
    }));
    for (const nodeId of [1000, 0]) {
      expect(rightsTo(template, nodeId, 's3:GetObject').filter(statement => statement.includes(':s3:::jars/a.jar'))).toHaveLength(1);
      expect(rightsTo(template, nodeId, 's3:GetObject').filter(statement => statement.includes(':s3:::jars/b.jar'))).toHaveLength(1);
      expect(rightsTo(template, nodeId, 'kms:Decrypt')).toContain(JSON.stringify({ Action: 'kms:Decrypt', Effect: 'Allow', Resource: keyArn }));
    }
  });

  test('that are published are read by every node, whatever key the bucket has, by two statements however many there are', () => {
    const count = 8;
    const template = templateOf(() => ({ plugins: range(count).map(i => KafkaPlugin.fromAsset(jar(`p${i}.jar`))) }));
    const published = (action: string) => rightsTo(template, 1000, action).filter(statement => statement.includes('cdk-hnb659fds-assets'));
    for (const action of ['s3:GetObject', 'kms:Decrypt']) {
      expect(published(action)).toHaveLength(1);
      expect(published(action)[0].match(/\.jar"/g)).toHaveLength(count);
    }
    expect(published('kms:Decrypt')[0]).toContain('"kms:ViaService":"s3.eu-west-1.amazonaws.com"');
    expect(published('kms:Decrypt')[0].match(/assets-111111111111-eu-west-1"/g)).toHaveLength(1); // the bucket
  });
});

test.each<[string, (stack: Stack) => unknown, RegExp]>([
  ['an address without encryption', () => KafkaPlugin.fromUrl('http://example.com/a.jar', DIGEST), /KafkaPlugin.url: 'url' must be an address/],
  ['an address of something else', () => KafkaPlugin.fromUrl('https://example.com/a.zip', DIGEST), /KafkaPlugin.url: .*with the name of a jar file.*got "https:\/\/example.com\/a.zip"/],
  ['a name that would part the class path', () => KafkaPlugin.fromUrl('https://example.com/a:b.jar', DIGEST), /KafkaPlugin.url/],
  ['a name that would end before the argument', () => KafkaPlugin.fromUrl('https://example.com/a=b.jar', DIGEST), /KafkaPlugin.url/],
  ['an address that is known later', () => KafkaPlugin.fromUrl(token(), DIGEST), /KafkaPlugin.url: .*got a token/],
  ['a key that is known later', stack => KafkaPlugin.fromBucket(bucketOf(stack), token(), DIGEST), /KafkaPlugin.key: .*got a token/],
  ['a key with a blank', stack => KafkaPlugin.fromBucket(bucketOf(stack), 'a b.jar', DIGEST), /KafkaPlugin.key: .*got "a b.jar"/],
  ['a digest of another kind', () => KafkaPlugin.fromUrl(URL, 'abc'), /KafkaPlugin.sha512: 'sha512' must be the jar file's digest.*got "abc"/],
  ['a digest that is known later', stack => KafkaPlugin.fromBucket(bucketOf(stack), 'a.jar', token()), /KafkaPlugin.sha512: .*got a token/],
  ['everything at once', stack => KafkaPlugin.fromBucket(bucketOf(stack), 'a', 'b'), /2 problems[^]*KafkaPlugin.key[^]*KafkaPlugin.sha512/],
  ['a file that is not there', () => KafkaPlugin.fromAsset(join(work, 'none.jar')), /KafkaPlugin.asset: .*got ".*none.jar"/],
  ['a file that is no jar', () => KafkaPlugin.fromAsset(jar('a.zip')), /KafkaPlugin.asset: /],
  ['a folder', () => {
    mkdirSync(join(work, 'folder.jar'));
    return KafkaPlugin.fromAsset(join(work, 'folder.jar'));
  }, /KafkaPlugin.asset: /],
  ['an argument with a blank', () => KafkaPlugin.fromUrl(URL, DIGEST).asAgent('a b'), /KafkaPlugin.argument: the agent b-1.0.jar .*no blank/],
  ['an argument that is known later', () => KafkaPlugin.fromUrl(URL, DIGEST).asAgent(token()), /KafkaPlugin.argument: /],
  ['an argument with a password', () => KafkaPlugin.fromUrl(URL, DIGEST).asAgent('password=hidden'), /KafkaPlugin.argument: (?!.*hidden).*launch template/],
  ['two jars of one name', stack => setup({ stack, plugins: [KafkaPlugin.fromUrl(URL, DIGEST), KafkaPlugin.fromBucket(bucketOf(stack), 'b-1.0.jar', DIGEST)] }), /MultiAzKafkaBrokers.pluginTwice: 'plugins' has b-1.0.jar more than once/],
  ['a jar as agent and beside it', stack => setup({ stack, plugins: [KafkaPlugin.fromUrl(URL, DIGEST), KafkaPlugin.fromUrl(URL, DIGEST).asAgent()] }), /MultiAzKafkaBrokers.pluginTwice: /],
  ['more plugins than user data has room for', stack => setup({ stack, plugins: range(60).map(i => KafkaPlugin.fromUrl(URL.replace('b-', `b${i}-`), DIGEST)) }), /MultiAzKafkaBrokers.userDataTooLong: .*plugins or files/],
])('%s is refused by name', (_, make, message) => {
  expect(() => make(stackOf())).toThrow(message);
});
