import { createHash } from 'crypto';
import { readFileSync, statSync } from 'fs';
import { basename } from 'path';
import { Token } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { FetchedKind, FetchedObject, objectAtUrl, objectInBucket } from './fetched-object';
import { optionProblem } from './jvm-options';
import { fail, Problems, quote } from '../../private/validation';

/** Colons part a class path, and an equals sign the argument of an agent. */
const JAR = { pattern: /^[\w.+@-]+\.jar$/, words: 'the name of a jar file, of letters, digits and _ . + @ -,' };

const KIND: FetchedKind = {
  what: 'the jar file',
  keyRule: 'KafkaPlugin.key',
  urlRule: 'KafkaPlugin.url',
  sha512Rule: 'KafkaPlugin.sha512',
  keyExample: 'plugins/jmx_prometheus_javaagent-1.5.0.jar',
  urlExample: 'https://repo1.maven.org/maven2/io/prometheus/jmx/jmx_prometheus_javaagent/1.5.0/jmx_prometheus_javaagent-1.5.0.jar',
  fileName: JAR,
};

const SUBJECT = 'Kafka plugin';

/** A file that is to be published, or an object that is there. */
interface JarSource {
  readonly path?: string;
  readonly object?: FetchedObject;
}

/**
 * A jar file for Kafka's Java. On the class path it is for tiered storage, config providers or reporters. As an agent
 * (`asAgent`) it is for figures or traces.
 *
 * Nodes fetch the jar at their first boot, compare its digest and keep its name. The digest is part of every node's launch
 * template, so another jar restarts the nodes one by one. If a plugin has several jars, give several plugins, or one jar with
 * all of them. On the class path plugins stand before Kafka's own jars, in the order in which you give them.
 *
 * It costs the storage of the jar.
 */
export class KafkaPlugin {
  /**
   * A jar file beside the app. `cdk deploy` publishes it with the app's other files.
   *
   * @param path the path of the file, whose name ends with `.jar`
   */
  public static fromAsset(path: string): KafkaPlugin {
    if (Token.isUnresolved(path) || !JAR.pattern.test(basename(path)) || !statSync(path, { throwIfNoEntry: false })?.isFile()) {
      fail(SUBJECT, 'KafkaPlugin.asset', `'path' must be that of a file, with ${JAR.words} at the end, `
        + `for example "build/reporter.jar"; got ${quote(path)}`);
    }
    return new KafkaPlugin(basename(path), { path });
  }

  /**
   * A jar file in a bucket. Nodes get the right to read this one object. A VPC without a way out needs a gateway endpoint for S3,
   * which is free.
   *
   * @param bucket the bucket
   * @param key the object's key, for example `plugins/jmx_prometheus_javaagent-1.5.0.jar`
   * @param sha512 the file's SHA-512 digest in hexadecimal, 128 digits
   */
  public static fromBucket(bucket: s3.IBucket, key: string, sha512: string): KafkaPlugin {
    const problems = new Problems(SUBJECT);
    const object = objectInBucket(problems, KIND, bucket, key, sha512);
    problems.throwIfAny();
    return new KafkaPlugin(basename(key), { object });
  }

  /**
   * A jar file at an address. The file must stay there: if a node is replaced a year later, it fetches the file again.
   *
   * @param url the address, which begins with `https://`
   * @param sha512 the file's SHA-512 digest in hexadecimal, 128 digits
   */
  public static fromUrl(url: string, sha512: string): KafkaPlugin {
    const problems = new Problems(SUBJECT);
    const object = objectAtUrl(problems, KIND, url, sha512);
    problems.throwIfAny();
    return new KafkaPlugin(basename(url), { object });
  }

  private constructor(
    /** @internal */
    public readonly _fileName: string,
    /** @internal */
    public readonly _from: JarSource,
    /** @internal */
    public readonly _agent?: { readonly argument?: string },
  ) {}

  /**
   * The same jar as an agent of Java (`-javaagent`), and not on the class path.
   *
   * @param argument the argument of the agent; by default none. Paths in it are paths on the node
   */
  public asAgent(argument?: string): KafkaPlugin {
    const problem = optionProblem(`-javaagent:${this._fileName}=${argument ?? ''}`);
    if (problem) {
      fail(SUBJECT, 'KafkaPlugin.argument', `the agent ${this._fileName} has an argument with which its option ${problem}`);
    }
    return new KafkaPlugin(this._fileName, this._from, { argument });
  }

  /**
   * What nodes fetch. Makes an asset, if the jar is to be published.
   * @internal
   */
  public _bind(scope: Construct): FetchedObject {
    const { path, object } = this._from;
    return object ?? publish(scope, path!);
  }
}

/** By its content, as nodes' scripts are. */
function publish(scope: Construct, path: string): FetchedObject {
  const content = readFileSync(path);
  const digest = (algorithm: string) => createHash(algorithm).update(content).digest('hex');
  const { bucket, s3BucketName, s3ObjectKey } =
    new Asset(scope, `Plugin-${basename(path)}`, { path, assetHash: digest('sha256') });
  return { source: `s3://${s3BucketName}/${s3ObjectKey}`, sha512: digest('sha512'), published: { bucket, key: s3ObjectKey } };
}
