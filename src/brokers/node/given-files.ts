import { createHash } from 'crypto';
import { readFileSync } from 'fs';
import { resolve } from 'path';
import { Stack, Stage, Token } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { IConstruct } from 'constructs';
import { FetchedFile } from './fetched-files';
import { KafkaNodeOptions } from './kafka-node-options';
import { ownPlaceOf } from './own-places';
import { Problems, quote } from '../../private/validation';

/** `hook` of the node's scripts runs what is here. */
const HOOK = '/usr/local/lib/kafka-node/boot-hook';

const PATH = /^(\/[A-Za-z0-9._@+-]+)+$/;

/** What the user gives nodes as files, and what the messages call it. */
type Given = Pick<KafkaNodeOptions, 'files' | 'bootHook' | 'secretFiles'>;

/** The files that nodes fetch because the user says so. */
export function givenFiles({ files = {}, bootHook }: Given): FetchedFile[] {
  return [...Object.entries(files), ...bootHook ? [[HOOK, bootHook] as const] : []].map(([path, asset]) => {
    const sha512 = createHash('sha512').update(contentOf(asset)!).digest('hex');
    return { path, object: { source: asset.s3ObjectUrl, sha512, published: { bucket: asset.bucket, key: asset.s3ObjectKey } } };
  });
}

/** Adds what is wrong with files and the hook. */
export function checkGivenFiles(problems: Problems, scope: IConstruct, { files = {}, bootHook, secretFiles = {} }: Given): void {
  const others = [...Object.keys(files), ...Object.keys(secretFiles)];
  for (const [path, asset] of Object.entries(files)) {
    checkPath(problems, path, others);
    const content = checkAsset(problems, scope, `'files' has for ${quote(path)}`, asset);
    if (content?.includes('PRIVATE KEY-----')) {
      problems.add('MultiAzKafkaBrokers.fileSecret', `'files' has a private key for ${quote(path)}, `
        + "which everybody reads who reads the bucket of the app's files; put it into a secret, and give that by 'secretFiles'");
    }
  }
  const hook = bootHook && checkAsset(problems, scope, "'bootHook' is", bootHook);
  if (hook && !/^#!\/[^\r\n]+\n/.test(hook.toString('latin1', 0, 256))) {
    problems.add('MultiAzKafkaBrokers.bootHook', "'bootHook' must begin with a line that names its interpreter, "
      + 'such as "#!/bin/bash", and that ends as lines of Linux do, without a carriage return');
  }
}

/** @param others the paths of all files that are given, this one among them */
function checkPath(problems: Problems, path: string, others: string[]): void {
  if (Token.isUnresolved(path) || !PATH.test(path) || /\/\.\.?(\/|$)/.test(path)) {
    problems.add('MultiAzKafkaBrokers.filePath', "'files' must have absolute paths of letters, digits and . _ @ + -, "
      + `without "." and "..", for example "/etc/kafka/quotas.json"; got ${quote(path)}`);
    return;
  }
  const own = ownPlaceOf(path);
  if (own) {
    problems.add('MultiAzKafkaBrokers.fileOfNode', `'files' has ${quote(path)}, and ${own} is the node's own: `
      + 'what is there is written, replaced or mounted over; give the file another path');
  }
  if (others.filter(other => other === path || other.startsWith(`${path}/`)).length > 1) {
    problems.add('MultiAzKafkaBrokers.fileTwice', `'files' has ${quote(path)}, which is also a path of 'secretFiles', `
      + 'or a directory in another path; give each file a path of its own');
  }
}

/** The content of the file, if it can be a file of a node. */
function checkAsset(problems: Problems, scope: IConstruct, what: string, asset: Asset): Buffer | undefined {
  const home = rootOf(asset);
  if (home !== rootOf(scope)) {
    problems.add('MultiAzKafkaBrokers.assetElsewhere', `${what} ${asset.node.path}, `
      + `which is published with stack ${quote(home.node.path)}, maybe later than nodes ask for it; `
      + 'make the asset in the stack of the nodes');
  }
  const content = contentOf(asset);
  if (!content) {
    problems.add('MultiAzKafkaBrokers.assetDirectory', `${what} ${asset.node.path}, which is a directory, `
      + 'and the CDK makes a zip file of it only when it publishes it; give an asset for each file');
  }
  return content;
}

/** What is published; undefined for a directory. */
function contentOf(asset: Asset): Buffer | undefined {
  if (asset.isFile) { return readFileSync(resolve(Stage.of(asset)!.outdir, asset.assetPath)); }
  // Not yet what it will be: the CDK bundles only what the command at hand is about.
  return Stack.of(asset).bundlingRequired ? undefined : Buffer.alloc(0);
}

/** Files of nested stacks are published with the stack that they are nested in. */
function rootOf(scope: IConstruct): Stack {
  const stack = Stack.of(scope);
  return stack.nestedStackParent ? rootOf(stack.nestedStackParent) : stack;
}
