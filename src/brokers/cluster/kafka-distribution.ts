import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { fail, Problems, quote } from '../../private/validation';
import { keyStatement } from '../node/key-rights';

/** Controllers join the quorum by themselves, and leave no other way in for scripts, from this version on. */
const OLDEST = [4, 2];

/**
 * Where nodes get Kafka from: the archive `kafka_2.13-<version>.tgz` as Apache publishes it.
 *
 * The version and the digest are part of every node's launch template, so another Kafka is another deployment, rolled node by node. A node that
 * is replaced a year later fetches the same file again: keep it where it is, best in a bucket of your own.
 *
 * It makes nothing; a bucket costs its storage. Not Confluent's archives, whose layout differs, nor Kafka before 4.2.
 */
export class KafkaDistribution {
  /**
   * An archive in a bucket. Nodes may read this one object. In a VPC without a way out it needs a gateway endpoint for S3, which is free.
   *
   * @param bucket the bucket
   * @param key the object's key, for example `kafka/kafka_2.13-4.2.0.tgz`
   * @param version Kafka's version, for example `4.2.0`; 4.2 or newer
   * @param sha512 the archive's SHA-512 digest in hexadecimal, 128 digits
   */
  public static fromBucket(bucket: s3.IBucket, key: string, version: string, sha512: string): KafkaDistribution {
    if (!Token.isUnresolved(key) && !/^[A-Za-z0-9_./@+=-]+$/.test(key)) {
      fail('Kafka distribution', 'KafkaDistribution.key', `'key' must be of letters, digits and _ . / @ + = -, for example "kafka/kafka_2.13-4.2.0.tgz"; got ${quote(key)}`);
    }
    return new KafkaDistribution(`s3://${bucket.bucketName}/${key}`, version, sha512, role => {
      role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(key)] }));
      if (bucket.encryptionKey) { role.addToPrincipalPolicy(keyStatement(role, bucket.encryptionKey, ['kms:Decrypt'])); }
    }, bucket.encryptionKey);
  }

  /**
   * An archive at an address. Prefer `archive.apache.org`, since `downloads.apache.org` drops releases that have a successor.
   *
   * @param url the address, which begins with `https://`
   * @param version Kafka's version, for example `4.2.0`; 4.2 or newer
   * @param sha512 the archive's SHA-512 digest in hexadecimal, 128 digits
   */
  public static fromUrl(url: string, version: string, sha512: string): KafkaDistribution {
    if (!Token.isUnresolved(url) && !/^https:\/\/[A-Za-z0-9_./:@+=-]+$/.test(url)) {
      fail('Kafka distribution', 'KafkaDistribution.url', `'url' must be an address such as "https://archive.apache.org/dist/kafka/4.2.0/kafka_2.13-4.2.0.tgz", of letters, digits and _ . / : @ + = -; got ${quote(url)}`);
    }
    return new KafkaDistribution(url, version, sha512, () => {});
  }

  /** Kafka's version. */
  public readonly version: string;

  /**
   * The archive's address, `s3://` or `https://`.
   * @internal
   */
  public readonly _source: string;

  /** @internal */
  public readonly _sha512: string;

  /**
   * The key of the bucket.
   * @internal
   */
  public readonly _encryptionKey?: kms.IKey;

  private constructor(source: string, version: string, sha512: string, private readonly grant: (role: iam.IRole) => void, encryptionKey?: kms.IKey) {
    const problems = new Problems('Kafka distribution');
    const [, major, minor] = (Token.isUnresolved(version) ? undefined : /^(\d+)\.(\d+)\.\d+$/.exec(version)) ?? [];
    if (major === undefined) {
      problems.add('KafkaDistribution.version', `'version' must be a literal such as "4.2.0", got ${quote(version)}`);
    } else if (Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1])) {
      problems.add('KafkaDistribution.tooOld', `Kafka ${version} is older than ${OLDEST.join('.')}, in which controllers learned to join their quorum by themselves; give ${OLDEST.join('.')} or newer`);
    }
    if (Token.isUnresolved(sha512) || !/^[0-9a-fA-F]{128}$/.test(sha512)) {
      problems.add('KafkaDistribution.sha512', `'sha512' must be the archive's digest, 128 hexadecimal digits without blanks, as "sha512sum" prints it; got ${quote(sha512)}`);
    }
    problems.throwIfAny();
    this.version = version;
    this._source = source;
    this._sha512 = sha512.toLowerCase();
    this._encryptionKey = encryptionKey;
  }

  /**
   * Lets a node fetch the archive.
   * @internal
   */
  public _grantRead(role: iam.IRole): void {
    this.grant(role);
  }
}
