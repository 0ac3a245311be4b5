import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { loadAssemblies } from '../../../cli/assembly/assemblies';
import { loadAssembly } from '../../../cli/assembly/template';

const PROPERTIES = 'process.roles=broker\nnode.id=0\nlisteners=INTERNAL://:9092\ninter.broker.listener.name=INTERNAL\n';
const CONTROLLER = 'process.roles=controller\nnode.id=1\nlisteners=CONTROLLER://:9090\ncontroller.listener.names=CONTROLLER\n';
const stackArtifact = (name: string, environment = 'aws://111111111111/eu-west-1') =>
  ({ type: 'aws:cloudformation:stack', environment, displayName: name, properties: { templateFile: `${name}.json` } });

let directory: string;
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'assembly-')); });
afterEach(() => rmSync(directory, { recursive: true }));

function load(files: { [path: string]: unknown }) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return loadAssembly(directory);
}

test('the stacks are those of the manifest and of the assemblies nested in it, the brokers those of the rendered files', () => {
  const { stacks, brokerFiles, controllerFiles } = load({
    'manifest.json': { artifacts: { a: stackArtifact('One'), b: { type: 'cdk:cloud-assembly', properties: { directoryName: 'stage' } }, c: { type: 'cdk:tree' } } },
    'One.json': { Resources: { A: { Type: 'T' } } },
    'stage/manifest.json': { artifacts: { d: stackArtifact('Two', 'aws://unknown-account/unknown-region') } },
    'stage/Two.json': {},
    'brokers/broker-0.server.properties': PROPERTIES,
    'brokers/controller.server.properties': CONTROLLER,
    'unlisted.json': {},
  });
  expect(stacks.map(({ assetManifests, contracts, vendors, nested, ...stack }) => stack)).toEqual([
    { name: 'One', account: '111111111111', region: 'eu-west-1', unbound: [], template: { Resources: { A: { Type: 'T' } } } },
    { name: 'Two', account: '000000000000', region: 'eu-west-1', unbound: ['account', 'region'], template: { Resources: {} } },
  ]);
  expect(brokerFiles.map(({ path, text }) => [path, text])).toEqual([[join(directory, 'brokers/broker-0.server.properties'), PROPERTIES]]);
  expect(controllerFiles.map(({ path, text }) => [path, text])).toEqual([[join(directory, 'brokers/controller.server.properties'), CONTROLLER]]);
});

const MANIFEST = { artifacts: { a: stackArtifact('One') } };

test('a node that a launch template starts is there once, also if the app writes its file, too', () => {
  const userData = { 'Fn::Base64': `cat > /etc/kafka-node/server.properties <<'END'\n${PROPERTIES}END\n` };
  load({
    'manifest.json': MANIFEST,
    'One.json': { Resources: { Node0: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { UserData: userData } } } } },
    'brokers/broker-0.server.properties': PROPERTIES,
    'brokers/broker-1.server.properties': PROPERTIES.replace('node.id=0', 'node.id=1'),
  });
  expect(loadAssemblies({ directories: [directory], properties: [] }).brokerFiles.map(({ path }) => path))
    .toEqual(['One.Node0', join(directory, 'brokers/broker-1.server.properties')]);
});

test.each<[string, { [path: string]: unknown }, string]>([
  ['no manifest', {}, "run 'cdk synth' first and give its output directory"],
  ['no stack', { 'manifest.json': {} }, 'names no stack'],
  ['a manifest that is no object', { 'manifest.json': 'null' }, 'manifest.json is no object of JSON'],
  ['an artifact without content', { 'manifest.json': { artifacts: { a: null } } }, "artifact a has no content; run 'cdk synth' again"],
  ['a stack without a template', { 'manifest.json': { artifacts: { a: { type: 'aws:cloudformation:stack' } } } }, 'artifact a has no templateFile'],
  ['a stack without an environment', { 'manifest.json': { artifacts: { a: { ...stackArtifact('One'), environment: 'aws' } } } }, 'artifact a has no environment'],
  ['a nested assembly without a directory', { 'manifest.json': { artifacts: { a: { type: 'cdk:cloud-assembly' } } } }, 'artifact a has no directoryName'],
  ['artifacts that are no object', { 'manifest.json': { artifacts: null } }, 'its artifacts are no object of JSON'],
  ['a stack without a name', { 'manifest.json': { artifacts: { a: { ...stackArtifact('One'), displayName: null } } } }, 'artifact a has no name'],
  ['a stack with metadata in no file', { 'manifest.json': { artifacts: { a: { ...stackArtifact('One'), additionalMetadataFile: 7 } } } }, 'artifact a has an additionalMetadataFile that is no text'],
  ['a stack with dependencies in no list', { 'manifest.json': { artifacts: { a: { ...stackArtifact('One'), dependencies: 'b' } } } }, 'artifact a has dependencies that are no list'],
  ['a stack that depends on nothing', { 'manifest.json': { artifacts: { a: { ...stackArtifact('One'), dependencies: ['b'] } } } }, 'artifact a depends on b, which is not there'],
  ['assets without a file', { 'manifest.json': { artifacts: { a: { type: 'cdk:asset-manifest' } } } }, 'artifact a has no file'],
  ['an assembly in itself', { 'manifest.json': { artifacts: { a: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } } } }, 'names . as a nested assembly'],
  ['a template that is no object', { 'manifest.json': MANIFEST, 'One.json': '[]' }, 'One.json is no object of JSON'],
  ['resources that are no object', { 'manifest.json': MANIFEST, 'One.json': { Resources: 'x' } }, 'its Resources are no object of JSON'],
  ['a resource without a type', { 'manifest.json': MANIFEST, 'One.json': { Resources: { A: null, B: {} } } }, 'One.json: no Type in Resources: A, B'],
  ['null in a template', { 'manifest.json': MANIFEST, 'One.json': { Resources: { A: { Type: 'T', Properties: { B: [null], C: null } } } } }, 'CloudFormation takes no null. One is at Resources.A.Properties.B.0, Resources.A.Properties.C'],
  ['no rendered file', { 'manifest.json': MANIFEST, 'One.json': {} }, 'there is no file named *server.properties with the broker role below'],
  ['two stacks of a name', { 'manifest.json': { artifacts: { a: stackArtifact('One'), b: stackArtifact('One') } }, 'One.json': {} }, 'two stacks are named One'],
  ['a token', { 'manifest.json': MANIFEST, 'One.json': '{"Resources":{"A":{"Type":"T","Properties":{"Host":"${Token[TOKEN.42]}"}}}}' }, 'the template of One has a token that was never resolved: {"Resources":{"A":{"Type":"T","Properties":{"Host":"${Token[TOKEN.42]}'],
])('%s is an error', (_, files, message) => {
  expect(() => load(files)).toThrow(message);
});
