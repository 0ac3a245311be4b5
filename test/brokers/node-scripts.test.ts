import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import {
  App, AppProps, BootstraplessSynthesizer, CliCredentialsStackSynthesizer, DefaultStackSynthesizer, LegacyStackSynthesizer, NestedStack, Stack,
  StackProps, Stage,
} from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ENV, nodeResources, settingsOf, setup } from './fixtures';
import { figureFiles } from '../../src/brokers/watch/figure-files';

const ROOT = join(__dirname, '../..');
const ASSETS = join(ROOT, 'assets/node');
const work = mkdtempSync(join(tmpdir(), 'scripts-'));
afterAll(() => rmSync(work, { recursive: true }));

/** A cluster in a stack, and the files that its assembly publishes. */
function synthesized(props: StackProps = {}, app: AppProps = {}) {
  const stack = new Stack(new App(app), 'Kafka', { env: ENV, ...props });
  const { template } = setup({ stack });
  const { directory } = (stack.node.root as App).synth();
  const manifest = join(directory, 'Kafka.assets.json');
  const { files } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : { files: {} };
  const archives: any[] = Object.values<any>(files).filter(({ source }) => source.path.endsWith('.tar'));
  return { template: template(), directory, archives };
}

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const rightsOf = (template: Template, nodeId: number): any[] => nodeResources(template, nodeId).Rights.Properties.PolicyDocument.Statement;
/** As a text, with the names of what is known only after deployment. */
const textOf = (value: any): string => typeof value === 'string' ? value : value.Ref ? `<${value.Ref}>` : value['Fn::Sub'] ?? value['Fn::Join'][1].map(textOf).join(value['Fn::Join'][0]);
const readsOf = (template: Template, nodeId: number) => rightsOf(template, nodeId).filter(({ Action }) => Action === 's3:GetObject').flatMap(({ Resource }) => [Resource].flat().map(textOf));
const decryptsOf = (template: Template, nodeId: number) => rightsOf(template, nodeId).filter(({ Action }) => Action === 'kms:Decrypt');

describe('the archive', () => {
  const { template, directory, archives } = synthesized();
  const [archive] = archives;
  const file = join(directory, archive.source.path);

  test('is one file of the assembly, published as it is, under the name and digest that every node has', () => {
    expect(archives).toHaveLength(1);
    expect(archive.source.packaging).toBe('file');
    const [{ bucketName, objectKey }] = Object.values<any>(archive.destinations);
    for (const nodeId of [1000, 0]) {
      expect(settingsOf(template, nodeId)).toMatchObject({ SCRIPTS: `s3://${bucketName}/${objectKey}`, SCRIPTS_SHA256: sha256(readFileSync(file)) });
    }
  });

  test('has what is in assets/node as it is, comments included, but for what user data writes, and what follows from the list of figures', () => {
    const root = join(work, 'root');
    cpSync(file, join(work, 'scripts.tar'));
    execFileSync('sh', ['-c', `mkdir "${root}" && tar -xf "${join(work, 'scripts.tar')}" -C "${root}" --no-same-owner`]);
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    const found = new Map(files.map(({ name, parentPath }) => [name, join(parentPath, name)]));
    const sources = readdirSync(ASSETS).filter(name => !['README.md', '.shellcheckrc', 'fetch', 'kafka-node-fetch.service'].includes(name));
    const rendered = figureFiles();
    expect([...found.keys()].sort()).toEqual([...sources, ...Object.keys(rendered)].sort());
    for (const [name, text] of Object.entries(rendered)) {
      expect(found.get(name)).toBe(join(root, 'etc/kafka-node', name));
      expect(readFileSync(found.get(name)!, 'utf8')).toBe(text);
    }
    for (const name of sources) {
      const [text, path] = [readFileSync(join(ASSETS, name), 'utf8'), found.get(name)!];
      expect(readFileSync(path, 'utf8')).toBe(text);
      expect([name, statSync(path).mode.toString(8)]).toEqual([name, text.startsWith('#!') ? '100755' : '100644']);
    }
    // Where `sudo` looks, and systemd.
    expect(found.get('kafka-admin')).toBe(join(root, 'usr/bin/kafka-admin'));
    expect(found.get('boot')).toBe(join(root, 'usr/local/lib/kafka-node/boot'));
    expect(found.get('kafka.service')).toBe(join(root, 'etc/systemd/system/kafka.service'));
  });

  test('has no time, no user and no order of a machine, so that it is the same everywhere', () => {
    const listed = execFileSync('tar', ['--utc', '--full-time', '-tvf', file]).toString().trimEnd().split('\n').map(line => line.split(/\s+/));
    expect(new Set(listed.map(([, owner, , day, time]) => `${owner} ${day} ${time}`))).toEqual(new Set(['root/root 1970-01-01 00:00:00']));
    const names = listed.map(fields => fields.at(-1)!.split('/').at(-1)!);
    expect(names).toEqual([...names].sort());
  });

  test('starts no unit that it does not have, and Kafka itself is started by none', () => {
    const units = /^systemctl enable --now --no-block (.*)$/m.exec(readFileSync(join(ASSETS, 'fetch'), 'utf8'))![1].split(' ');
    expect(units.filter(unit => !readdirSync(ASSETS).includes(unit))).toEqual([]);
    expect(units).not.toContain('kafka.service');
  });

  test('of changed scripts is another object and another launch template of every node', () => {
    const copy = join(work, 'copy');
    const inCopy = (script: string) => execFileSync(process.execPath, ['-e', `
      const { App, Stack } = require('aws-cdk-lib');
      const { NodeScripts } = require(${JSON.stringify(join(copy, 'lib/brokers/node/node-scripts.js'))});
      const { url, sha256 } = new NodeScripts(new Stack(new App(), 'Kafka', { env: ${JSON.stringify(ENV)} }), 'Scripts');
      console.log(url + ' ' + sha256);`], { cwd: ROOT, env: { ...process.env, NODE_PATH: join(ROOT, 'node_modules'), TMPDIR: work, script } }).toString().trim();
    cpSync(join(ROOT, 'lib'), join(copy, 'lib'), { recursive: true });
    cpSync(ASSETS, join(copy, 'assets/node'), { recursive: true });
    const before = inCopy('before');
    expect(before).toBe(`${settingsOf(template, 0).SCRIPTS} ${settingsOf(template, 0).SCRIPTS_SHA256}`);
    writeFileSync(join(copy, 'assets/node/gate'), `${readFileSync(join(ASSETS, 'gate'), 'utf8')}# once more\n`);
    const [[url, digest], [otherUrl, otherDigest]] = [before, inCopy('after')].map(line => line.split(' '));
    expect(otherUrl).not.toBe(url);
    expect(otherDigest).not.toBe(digest);
    // What nobody runs restarts nothing.
    cpSync(join(ASSETS, 'gate'), join(copy, 'assets/node/gate'));
    writeFileSync(join(copy, 'assets/node/README.md'), '');
    expect(inCopy('again')).toBe(before);
  });
});

describe('rights', () => {
  test('are for the one object, of every node', () => {
    const { template } = synthesized();
    for (const nodeId of [1000, 0]) {
      expect(readsOf(template, nodeId)).toEqual([settingsOf(template, nodeId).SCRIPTS.replace('s3://', 'arn:<AWS::Partition>:s3:::')]);
    }
  });

  test("let S3 decrypt it, and nothing else, by whatever customer's key the bucket has, with a bucket key and without", () => {
    const { template } = synthesized();
    for (const nodeId of [1000, 0]) {
      const [object] = readsOf(template, nodeId);
      const [{ Resource, Condition }, ...others] = decryptsOf(template, nodeId);
      expect(others).toEqual([]);
      expect(textOf(Resource)).toBe('arn:<AWS::Partition>:kms:eu-west-1:*:key/*');
      expect(Condition).toEqual({ StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com', 'kms:EncryptionContext:aws:s3:arn': expect.any(Array) } });
      expect(Condition.StringEquals['kms:EncryptionContext:aws:s3:arn'].map(textOf)).toEqual([object.replace(/\/.*/, ''), object]);
    }
  });

  test.each<[string, StackProps, string]>([
    ['a bucket of your own, with a prefix', { synthesizer: new DefaultStackSynthesizer({ fileAssetsBucketName: 'own-${AWS::Region}', bucketPrefix: 'kafka/' }) }, 'own-eu-west-1/kafka/'],
    ['another qualifier', { synthesizer: new DefaultStackSynthesizer({ qualifier: 'own' }) }, 'cdk-own-assets-111111111111-eu-west-1/'],
    ["the CLI's own credentials", { synthesizer: new CliCredentialsStackSynthesizer({ bucketPrefix: 'cli/' }) }, 'cdk-hnb659fds-assets-111111111111-eu-west-1/cli/'],
    ['no account and region', { env: undefined }, 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}/'],
  ])('follow the synthesizer: %s', (_, props, place) => {
    const { template } = synthesized(props);
    const [object] = readsOf(template, 0);
    expect(object).toMatch(new RegExp(`^arn:<AWS::Partition>:s3:::${place.replace(/[$]/g, '\\$&')}[0-9a-f]{64}\\.tar$`));
    const [{ Condition }] = decryptsOf(template, 0);
    expect(Condition.StringEquals['kms:EncryptionContext:aws:s3:arn'].map(textOf)).toEqual([object.replace(/\/.*/, ''), object]);
  });

  test('are there with the synthesizer of old apps too, which tells bucket and key at deployment', () => {
    const { template } = synthesized({ synthesizer: new LegacyStackSynthesizer() }, { analyticsReporting: false });
    expect(JSON.stringify(rightsOf(template, 0).filter(({ Action }) => Action === 's3:GetObject'))).toContain('AssetParameters');
  });
});

test('one object serves all clusters of an app, in whatever stack or stage', () => {
  const app = new App();
  const stacks = [new Stack(app, 'One', { env: ENV }), new Stack(new Stage(app, 'Prod'), 'Two', { env: ENV }), new Stack(app, 'Three', { env: ENV })];
  const nested = new NestedStack(stacks[2], 'Nested');
  const [{ vpc }] = [stacks[0], stacks[1], nested].map(stack => setup({ stack }));
  setup({ stack: stacks[0], vpc, id: 'Other', clusterId: 'Ye2n9lagXrj7SY84IDTCAA' });
  const { directory } = app.synth();
  const published = readdirSync(directory).filter(name => /^asset\..*\.tar$/.test(name));
  expect(published).toHaveLength(1);
  const manifests = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.assets.json')).map(path => readFileSync(join(directory, path), 'utf8'));
  expect(manifests.filter(text => text.includes(published[0]))).toHaveLength(3);
});

test('a synthesizer that takes no files is refused, with those that do', () => {
  expect(() => synthesized({ synthesizer: new BootstraplessSynthesizer() })).toThrow(
    /Kafka\/Brokers: MultiAzKafkaBrokers\.noAssets: the stack's synthesizer, BootstraplessSynthesizer, takes no files \(Cannot add assets.*\), .*give the stack one that does: DefaultStackSynthesizer/);
});
