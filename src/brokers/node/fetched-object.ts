import { Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { keyStatement } from './key-rights';
import { Problems, quote } from '../../private/validation';

/** An object of the bucket in which the CDK keeps the files of an app. */
export interface Published {
  readonly bucket: s3.IBucket;
  readonly key: string;
}

/** What nodes fetch: where it is, what it is, and who may read it. */
export interface FetchedObject {
  /** `s3://` or `https://`. */
  readonly source: string;
  /** In hexadecimal, in small letters. */
  readonly sha512: string;
  readonly published?: Published;
  /** The user's bucket that it is in, and its key there. */
  readonly stored?: Published;
}

/** What a kind of objects is called in messages, and by which rules it is refused. */
export interface FetchedKind {
  readonly what: string;
  readonly keyRule: string;
  readonly urlRule: string;
  readonly sha512Rule: string;
  readonly keyExample: string;
  readonly urlExample: string;
  /** What its file's name must be, if that is its name on the node. It is a literal then. */
  readonly fileName?: { readonly pattern: RegExp; readonly words: string };
}

/** An object of the user's bucket. Adds what is wrong with it. */
export function objectInBucket(
  problems: Problems, kind: FetchedKind, bucket: s3.IBucket, key: string, sha512: string,
): FetchedObject {
  if (!fits(kind, key, /^[A-Za-z0-9_./@+=-]+$/)) {
    problems.add(kind.keyRule, `'key' must be of letters, digits and _ . / @ + = -${named(kind)}, `
      + `for example "${kind.keyExample}"; got ${quote(key)}`);
  }
  return { source: `s3://${bucket.bucketName}/${key}`, sha512: checkedSha512(problems, kind, sha512), stored: { bucket, key } };
}

/** An object at an address. Adds what is wrong with it. */
export function objectAtUrl(problems: Problems, kind: FetchedKind, url: string, sha512: string): FetchedObject {
  if (!fits(kind, url, /^https:\/\/[A-Za-z0-9_./:@+=-]+$/)) {
    problems.add(kind.urlRule, `'url' must be an address such as "${kind.urlExample}", of letters, digits and _ . / : `
      + `@ + = -${named(kind)}; got ${quote(url)}`);
  }
  return { source: url, sha512: checkedSha512(problems, kind, sha512) };
}

function named({ fileName }: FetchedKind): string {
  return fileName ? `, with ${fileName.words} at the end` : '';
}

function fits({ fileName }: FetchedKind, address: string, pattern: RegExp): boolean {
  if (Token.isUnresolved(address)) { return !fileName; }
  return pattern.test(address) && (!fileName || fileName.pattern.test(address.split('/').at(-1)!));
}

function checkedSha512(problems: Problems, { what, sha512Rule }: FetchedKind, sha512: string): string {
  if (Token.isUnresolved(sha512) || !/^[0-9a-fA-F]{128}$/.test(sha512)) {
    problems.add(sha512Rule, `'sha512' must be ${what}'s digest, 128 hexadecimal digits without blanks, `
      + `as "sha512sum" prints it; got ${quote(sha512)}`);
  }
  return sha512.toLowerCase();
}

/** The key of the bucket that an object is in. */
export function keyOfBucket({ stored }: FetchedObject): kms.IKey | undefined {
  return stored?.bucket.encryptionKey;
}

/** What lets a node read an object of the user's. */
export function storedRights(scope: IConstruct, { stored }: FetchedObject): iam.PolicyStatement[] {
  if (!stored) { return []; }
  const { bucket, key } = stored;
  return [
    new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(key)] }),
    ...bucket.encryptionKey ? [keyStatement(scope, bucket.encryptionKey, ['kms:Decrypt'])] : [],
  ];
}

/** What lets a node read what the CDK has published, whatever key its bucket has. */
export function publishedRights(scope: IConstruct, all: Published[]): iam.PolicyStatement[] {
  const stack = Stack.of(scope);
  const distinct = (arns: string[]) => [...new Map(arns.map(arn => [JSON.stringify(stack.resolve(arn)), arn])).values()];
  const objects = distinct(all.map(({ bucket, key }) => bucket.arnForObjects(key)));
  const buckets = distinct(all.map(({ bucket }) => bucket.bucketArn));
  return [
    new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: objects }),
    // The bucket may have a customer's key, in any account, of which neither the CDK nor this app knows:
    // https://github.com/aws/aws-cdk/issues/10904 What S3 decrypts for a caller names the object, or the bucket where that has a
    // bucket key: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
    new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [stack.formatArn({ service: 'kms', account: '*', resource: 'key', resourceName: '*' })],
      conditions: {
        StringEquals: {
          'kms:ViaService': `s3.${stack.region}.amazonaws.com`, 'kms:EncryptionContext:aws:s3:arn': [...buckets, ...objects],
        },
      },
    }),
  ];
}
