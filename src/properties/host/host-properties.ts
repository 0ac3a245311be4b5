import { isUtf8 } from 'buffer';
import { readFileSync } from 'fs';
import { Token } from 'aws-cdk-lib';
import { byHandOf } from './by-hand';
import { brokerIdOf, checkFile } from './file-problems';
import { Host } from './host';
import { HostFile } from './host-file';
import { modeOf, withDefaults } from './kafka-defaults';
import { changesOf, editsOf } from './merge-changes';
import { checkMerge } from './merge-problems';
import { MergedProperties } from './merged-properties';
import { KafkaMetadataMode } from './metadata-mode';
import { ClientListener } from '../../model/client-listener';
import { zoneIdProblem } from '../../private/dns-names';
import { fail, Problems, quote } from '../../private/validation';
import { lineOf } from '../kafka-line';
import { shown } from '../secret-keys';

/**
 * What is known of a host beside its file.
 */
export interface HostPropertiesOptions {
  /**
   * The version of Kafka that runs on the host, 2.8 to 4.x, as `kafka-topics.sh --version` prints it: `3.9.1`. Not that of
   * Confluent Platform.
   */
  readonly kafkaVersion: string;

  /**
   * Who keeps the cluster's metadata. It is refused if the file says something else.
   *
   * @default - what the file says: KRaft with `process.roles`, else ZooKeeper with `zookeeper.connect`
   */
  readonly metadataMode?: KafkaMetadataMode;

  /**
   * The broker's id, for a file that does not say it, since ZooKeeper's Kafka may have numbered the broker: it stands in
   * `meta.properties` in the `log.dirs`.
   *
   * @default - what the file says; one that says nothing is refused
   */
  readonly brokerId?: number;

  /**
   * The id (not the name) of the broker's zone, for example `use1-az1`. Needed where a client listener's hosts are named by zone.
   *
   * @default - `broker.rack`, if that is a zone id
   */
  readonly zoneId?: string;
}

/**
 * The `server.properties` that the host of a broker has, into which client listeners are merged: what a cluster needs that was
 * there before this library.
 *
 * It reads the file as Kafka of that version reads it, and guesses nothing: what is not in the file has Kafka's default. It makes
 * nothing and costs nothing, and no secret of the file leaves it but in the merged text.
 *
 * Not for brokers of `MultiAzKafkaBrokers`: their files are written whole.
 *
 * @see https://kafka.apache.org/documentation/#brokerconfigs
 * @example
 * const host = HostProperties.fromText('zookeeper.connect=10.0.0.20:2181\nbroker.id=1', { kafkaVersion: '3.9.1' });
 * const merged = host.merge([client]);
 */
export class HostProperties {
  /**
   * Reads the file of a host.
   *
   * @param path the file's path on this machine, relative to the working directory
   * @param options the host's Kafka
   */
  public static fromFile(path: string, options: HostPropertiesOptions): HostProperties {
    let content: Buffer;
    try {
      content = readFileSync(path);
    } catch (error) {
      fail(`host file ${quote(path)}`, 'HostProperties.file', `can't be read: ${(error as Error).message}; `
        + "give the path of a copy of the host's server.properties");
    }
    if (!isUtf8(content)) {
      fail(`host file ${quote(path)}`, 'HostProperties.encoding', 'is not UTF-8, so it could not be given back as it is; '
        + 'write letters outside of ASCII as \\u00e9');
    }
    return new HostProperties(content.toString('utf8'), options, `host file ${quote(path)}`);
  }

  /**
   * Reads the text of a host's file.
   *
   * @param text the whole text, a literal
   * @param options the host's Kafka
   */
  public static fromText(text: string, options: HostPropertiesOptions): HostProperties {
    return new HostProperties(text, options, "a host's server.properties");
  }

  /** The broker's id: `node.id` or `broker.id`. */
  public readonly brokerId: number;
  /** The listeners that the broker binds, controllers' too, in capitals as Kafka takes them. */
  public readonly listenerNames: string[];
  private readonly host: Host;

  private constructor(text: string, options: HostPropertiesOptions, private readonly where: string) {
    const problems = new Problems(where);
    if (Token.isUnresolved(text)) {
      problems.add('HostProperties.token', 'the text is a token; the file is read at synth, so give a literal');
    }
    const wrongZone = options.zoneId === undefined ? undefined : zoneIdProblem(options.zoneId);
    if (wrongZone) { problems.add('HostProperties.zoneId', `'zoneId' ${quote(options.zoneId)} ${wrongZone}`); }
    problems.throwIfAny();
    const written = readable(where, text);
    checkFile(problems, written, options);
    problems.throwIfAny();

    const line = lineOf(options.kafkaVersion)!;
    const file = withDefaults(written.all, line);
    const rack = file.text('broker.rack');
    const zoneId = options.zoneId ?? (rack !== undefined && zoneIdProblem(rack) === undefined ? rack : undefined);
    this.host = { written, file, line, mode: modeOf(written.all)!, brokerId: brokerIdOf(file, options)!, zoneId };
    this.brokerId = this.host.brokerId;
    this.listenerNames = file.listeners.map(({ name }) => name);
  }

  /**
   * The file with client listeners added, what is different, and what a person does beside it. The host's own listeners, and
   * whoever connects by them, go on as they are: only silent connections are closed earlier. A merged file can be merged again,
   * and stays as it is.
   *
   * A listener whose host is pending is not added.
   *
   * Fails with everything that stands against it: taken names and ports, ids for which a listener has no port, what this Kafka
   * does not have.
   *
   * @param clientListeners the same values that are given to the load balancer's side
   */
  public merge(clientListeners: ClientListener[]): MergedProperties {
    this.check(clientListeners).throwIfAny();
    const listeners =
      clientListeners.filter(({ advertisedHost }) => !advertisedHost._isPending).sort((one, other) => one.slot - other.slot);

    const changes = changesOf(this.host, listeners);
    const { replacements, sections } = editsOf(changes);
    return {
      text: this.host.written.edited(replacements, sections),
      changes: changes.map(({ key, before, after, reason }) => ({
        key,
        ...before !== undefined && { before: shown(key, before) },
        ...after !== undefined && { after: shown(key, after) },
        reason,
      })),
      byHand: byHandOf(this.host, listeners),
    };
  }

  /**
   * What stands against a merge, none if nothing does.
   * @internal
   */
  public _problems(clientListeners: ClientListener[]): string[] {
    return this.check(clientListeners).list();
  }

  /**
   * The zone in which the broker is, as far as the file or its operator says it by an id.
   * @internal
   */
  public get _zoneId(): string | undefined {
    return this.host.zoneId;
  }

  private check(clientListeners: ClientListener[]): Problems {
    const problems = new Problems(`${this.where}, broker ${this.brokerId}`);
    checkMerge(problems, this.host, clientListeners);
    return problems;
  }
}

function readable(where: string, text: string): HostFile {
  try {
    return new HostFile(text);
  } catch (error) {
    fail(where, 'HostProperties.unreadable', `has ${(error as Error).message}, so Kafka does not start with it; correct `
      + 'it, or write the backslash twice');
  }
}
