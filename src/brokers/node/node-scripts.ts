import { createHash } from 'crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Stack, Stage } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { Published } from './fetched-object';
import { tarArchive } from './tar-archive';
import { fail } from '../../private/validation';
import { figureFiles } from '../watch/figure-files';

/** The same place from `src/` and from `lib/`. */
const FOLDER = join(__dirname, '../../../assets/node');

/** What user data writes, to fetch all others. */
export const FETCH_SCRIPT = 'fetch';
export const FETCH_UNIT = 'kafka-node-fetch.service';

const SCRIPTS = 'usr/local/lib/kafka-node';
const UNITS = 'etc/systemd/system';

/** The ones that do not go where their kind goes. */
const PLACES: { readonly [name: string]: string } = {
  'kafka-admin': 'usr/bin', // sudo need not have /usr/local in its path
  'log4j2.properties': 'etc/kafka-node',
  'figures': 'etc/kafka-node',
  'exporter.yml': 'etc/kafka-node',
};

/** Read once, and the same for every node. */
let known: { readonly archive: Buffer; readonly sha256: string } | undefined;

/** Where a file of `assets/node` is on a node, from the root of its file system. */
export function placeOf(name: string): string {
  return `${PLACES[name] ?? (/\.(service|timer)$/.test(name) ? UNITS : SCRIPTS)}/${name}`;
}

/** Where all of them are, from the root. */
export function nodePlaces(): string[] {
  return [FETCH_SCRIPT, FETCH_UNIT, ...archived()].map(name => `/${placeOf(name)}`);
}

/** A file of `assets/node`, as it is. */
export function nodeScript(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

/** The names of the files that are not in user data. */
function archived(): string[] {
  const scripts = readdirSync(FOLDER)
    .filter(name => !name.startsWith('.') && !name.endsWith('.md') && name !== FETCH_SCRIPT && name !== FETCH_UNIT);
  return [...scripts, ...Object.keys(figureFiles())].sort();
}

/** All that nodes fetch: what is in `assets/node`, as it is, and what follows from the list of figures of Kafka. */
function nodeScripts(): { archive: Buffer; sha256: string } {
  const rendered = figureFiles();
  const archive = tarArchive(archived().map(name => {
    const content = name in rendered ? Buffer.from(rendered[name]) : readFileSync(join(FOLDER, name));
    return { path: placeOf(name), content, isExecutable: content.toString('latin1', 0, 2) === '#!' };
  }));
  return { archive, sha256: createHash('sha256').update(archive).digest('hex') };
}

/**
 * The scripts of a node as an object of the bucket in which the CDK keeps the files of an app: one archive, under a name that
 * follows from its content.
 *
 * A file and no directory: what is to be published is then known at synth to the byte, and with it the digest that nodes compare.
 */
export class NodeScripts extends Construct {
  public readonly url: string;
  public readonly sha256: string;
  public readonly published: Published;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { archive, sha256 } = known ??= nodeScripts();
    this.sha256 = sha256;
    const file = join(Stage.of(this)!.assetOutdir, `kafka-node-${sha256}.tar`);
    if (!existsSync(file)) { writeFileSync(file, archive); }
    const { bucket, s3BucketName, s3ObjectKey } = this.publish(file);
    this.url = `s3://${s3BucketName}/${s3ObjectKey}`;
    this.published = { bucket, key: s3ObjectKey };
  }

  private publish(path: string): Asset {
    try {
      // By the digest, since how the CDK makes one of a file is its own affair: another way would be another name, and restart
      // every node.
      return new Asset(this, 'Archive', { path, assetHash: this.sha256 });
    } catch (error) {
      const { synthesizer } = Stack.of(this);
      return fail(this.node.scope!.node.path, 'MultiAzKafkaBrokers.noAssets', "the stack's synthesizer, "
        + `${synthesizer.constructor.name}, takes no files (${(error as Error).message}), and nodes fetch their scripts as one; `
        + 'give the stack one that does: DefaultStackSynthesizer, which is the default, or CliCredentialsStackSynthesizer');
    }
  }
}
