import { Token } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Problems, quote } from '../../private/validation';
import { FetchedKind, FetchedObject, objectAtUrl, objectInBucket } from '../node/fetched-object';

/** Controllers join the quorum by themselves, and leave no other way in for scripts, from this version on. */
const OLDEST = [4, 2];

const KIND: FetchedKind = {
  what: 'the archive',
  keyRule: 'KafkaDistribution.key',
  urlRule: 'KafkaDistribution.url',
  sha512Rule: 'KafkaDistribution.sha512',
  keyExample: 'kafka/kafka_2.13-4.2.0.tgz',
  urlExample: 'https://archive.apache.org/dist/kafka/4.2.0/kafka_2.13-4.2.0.tgz',
};

const SUBJECT = 'Kafka distribution';

/**
 * Where nodes get Kafka from: the archive `kafka_2.13-<version>.tgz` as Apache publishes it.
 *
 * The version and the digest are part of every node's launch template, so another Kafka is another deployment, rolled node by
 * node. A node that is replaced a year later fetches the same file again: keep it where it is, best in a bucket of your own.
 *
 * It makes nothing; a bucket costs its storage. Not for Confluent's archives, which have another layout, nor for Kafka before
 * 4.2.
 */
export class KafkaDistribution {
  /**
   * An archive in a bucket. Nodes may read this one object. In a VPC without a way out it needs a gateway endpoint for S3, which
   * is free.
   *
   * @param bucket the bucket
   * @param key the object's key, for example `kafka/kafka_2.13-4.2.0.tgz`
   * @param version Kafka's version, for example `4.2.0`; 4.2 or newer
   * @param sha512 the archive's SHA-512 digest in hexadecimal, 128 digits
   */
  public static fromBucket(bucket: s3.IBucket, key: string, version: string, sha512: string): KafkaDistribution {
    const problems = new Problems(SUBJECT);
    return new KafkaDistribution(problems, objectInBucket(problems, KIND, bucket, key, sha512), version);
  }

  /**
   * An archive at an address. Prefer `archive.apache.org`, since `downloads.apache.org` drops releases that have a successor.
   *
   * @param url the address, which begins with `https://`
   * @param version Kafka's version, for example `4.2.0`; 4.2 or newer
   * @param sha512 the archive's SHA-512 digest in hexadecimal, 128 digits
   */
  public static fromUrl(url: string, version: string, sha512: string): KafkaDistribution {
    const problems = new Problems(SUBJECT);
    return new KafkaDistribution(problems, objectAtUrl(problems, KIND, url, sha512), version);
  }

  /** Kafka's version. */
  public readonly version: string;

  /** @internal */
  public readonly _object: FetchedObject;

  private constructor(problems: Problems, object: FetchedObject, version: string) {
    const [, major, minor] = (Token.isUnresolved(version) ? undefined : /^(\d+)\.(\d+)\.\d+$/.exec(version)) ?? [];
    if (major === undefined) {
      problems.add('KafkaDistribution.version', `'version' must be a literal such as "4.2.0", got ${quote(version)}`);
    } else if (Number(major) < OLDEST[0] || (Number(major) === OLDEST[0] && Number(minor) < OLDEST[1])) {
      problems.add('KafkaDistribution.tooOld', `Kafka ${version} is older than ${OLDEST.join('.')}, `
        + `in which controllers learned to join their quorum by themselves; give ${OLDEST.join('.')} or newer`);
    }
    problems.throwIfAny();
    this.version = version;
    this._object = object;
  }
}
