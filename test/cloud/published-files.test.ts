import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { loadAssembly } from '../../cli/assembly/template';
import { ENV, setup } from '../brokers/fixtures';
import { publishedFiles } from '../e2e/cloud/published-files';

const work = mkdtempSync(join(tmpdir(), 'published-'));
afterAll(() => rmSync(work, { recursive: true }));

function filesOf(env: typeof ENV | undefined, add: (stack: Stack) => void = () => {}) {
  const stack = new Stack(new App(), 'Kafka', { env });
  setup({ stack });
  add(stack);
  const { directory } = (stack.node.root as App).synth();
  return publishedFiles(loadAssembly(directory).stacks[0]);
}

test('what a stack publishes is where its asset manifest says, byte for byte', () => {
  const text = join(work, 'a.txt');
  writeFileSync(text, 'published\n');
  let asset: Asset;
  const files = filesOf(ENV, stack => { asset = new Asset(stack, 'Text', { path: text }); });
  expect(files.get(`cdk-hnb659fds-assets-111111111111-eu-west-1/${asset!.s3ObjectKey}`)).toEqual(readFileSync(text));
});

test('of an account and a region that are known at deployment it is in those where the stack is played', () => {
  expect([...filesOf(undefined).keys()].map(key => key.split('/')[0])).toEqual(expect.arrayContaining(['cdk-hnb659fds-assets-000000000000-eu-west-1']));
});

test('a directory, which the CDK zips, is refused by name and not left out', () => {
  expect(() => filesOf(ENV, stack => new Asset(stack, 'Folder', { path: work }))).toThrow('an asset of the packaging zip is not played here');
});
