import { App, Stack } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { KafkaConfig } from './kafka-config';
import { AdvertisedHost, BrokerPropertiesRenderer, ClientListener, KafkaQuorum, KafkaRole, ListenerSecurity } from '../../src';
import { parseProperties, propertyLine } from '../../src/private/java-properties';
import { kafkaKey } from '../../src/properties/kafka-definitions';
import { KAFKA_KEYS } from '../../src/properties/kafka-keys';
import { kafkaFindings } from '../../src/properties/kafka-rules';
import { ServerProperties } from '../../src/properties/server-properties';

/** A release of Kafka that can be asked. */
export interface Asked {
  /** Such as `4.3`. */
  readonly line: string;
  readonly kafka: KafkaConfig;
}

/** A key, what a value of it looks like, and why we and Kafka differ there. */
type Exception = [key: RegExp, value: RegExp, reason: string];

/** Where we refuse what Kafka takes. */
const STRICTER: Exception[] = [
  [/^metrics\.recording\.level$/, /^/, 'a broker looks it up when it makes its metrics, and stops'],
  [/^ssl\.enabled\.protocols$/, /^/, 'Java is asked when a listener starts'],
  [/^ssl\.cipher\.suites$/, /./, 'Java is asked when a listener starts'],
  [/^authorizer\.class\.name$/, /./, 'the class is loaded when the broker starts'],
  [/^default\.replication\.factor$/, /^(-\d+|0|[1-9]\d{4,})$/, 'a topic has at least one copy, and a short of them'],
  [/^default\.replication\.factor$|min\.(isr|insync\.replicas)$|replication\.factor$/, /^\s*\+?\d+\s*$/, 'no copy may be missing then, and every restart of a broker stops producers'],
  [/^broker\.(session\.timeout|heartbeat\.interval)\.ms$/, /\d/, 'Kafka logs an error, and brokers are taken for dead'],
  [/^connections\.max\.idle\.ms$/, /^/, 'a load balancer forgets connections earlier'],
  [/^(replica\.)?socket\.(receive|send)\.buffer\.bytes$/, /^(0|-2)$/, 'a socket refuses it when it is made'],
  [/^remote\.log\.storage\.system\.enable$/, /^true$/i, 'the storage needs a class and a listener, and a broker stops when it makes it'],
  [/^max\.connections\.per\.ip\.overrides$/, /^,$/, 'nobody means a lonely comma'],
  [/^group\.share\.partition\.max\.record\.locks$/, /^\d+$/, 'its maximum came with Kafka 4.3, and 4.2 has none'],
];

/** Where we take what Kafka refuses here. */
const LOOSER: Exception[] = [
  [/\.class(\.name)?$/, /^org\.(example|apache)\./, 'a plugin is no jar of Kafka, and these are loaded while the file is read'],
  [/\.assignors$/, /^org\.(example|apache)\./, 'a plugin is no jar of Kafka'],
];

/** Of every type some are values, and some are not. */
const VALUES = ['', 'abc', '-2', '-1', '0', '1', '2', '5', '100', '32767', '32768', '2147483647', '2147483648', '9223372036854775807', '9223372036854775808', '+1', '01', '1.0', '0.5', '.5', '1e3',
  '1_000', '7d', 'true', 'TRUE', 'yes', ' 1 ', 'a,,b', 'a,b', 'a, b', ',', 'a:1', 'a:b', 'org.apache.kafka.common.metrics.JmxReporter', 'org.example.Plugin', 'INFO', 'é'];

/** A key, as the file that is made from the jars has it, with the values at the ends of its ranges. */
interface Row {
  readonly key: string;
  readonly values: string[];
}

function rows(): Row[] {
  return KAFKA_KEYS.trim().split('\n').map(line => line.split(' ')).map(([key, , ...parts]) => {
    const ends = parts.filter(part => /\.\.|\|/.test(part)).flatMap(part => part.replace(/^i:/, '').split(/\.\.|\|/)).filter(end => end !== '');
    const beside = ends.filter(end => /^-?\d+$/.test(end)).flatMap(end => [`${BigInt(end) - 1n}`, `${BigInt(end) + 1n}`]);
    const words = ends.filter(end => /[a-z]/i.test(end)).flatMap(end => [end.toLowerCase(), end.toUpperCase(), `${end},${ends[0]}`]);
    return { key, values: [...new Set([...VALUES, ...ends, ...beside, ...words])] };
  });
}

/** A node that is everything, so that nothing is wrong but the one value that is changed. */
function base(): Map<string, string> {
  const renderer = new BrokerPropertiesRenderer(new Stack(new App(), 'Stack'), 'Properties', {
    clientListeners: [new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext() })],
    quorum: KafkaQuorum.voters('1@b1.kafka.internal:9090'),
    brokerCount: 3,
  });
  return parseProperties(renderer.render({ nodeId: 1, host: 'b1.kafka.internal', zoneId: 'use1-az1', roles: [KafkaRole.BROKER, KafkaRole.CONTROLLER] }));
}

/** Asks every version that has the keys, and keeps where we say something else without a reason. */
class Comparison {
  public readonly wrong: string[] = [];
  public readonly count = { taken: 0, refused: 0, excepted: 0 };
  private readonly file = base();
  private readonly used = new Set<Exception>();

  constructor(private readonly asked: Asked[]) {}

  public async compare(changes: [name: string, value: string][]): Promise<void> {
    const text = [...new Map([...this.file, ...changes])].map(([key, value]) => `${propertyLine(key, value)}\n`).join('');
    const findings = kafkaFindings(new ServerProperties(parseProperties(text)));
    const keys = changes.map(([name]) => kafkaKey(name.replace(OF_CLIENT, ''))!);
    const having = this.asked.filter(({ line }) => keys.every(({ since, until }) => !(since && line < since) && !(until && line > until)));
    for (const { line, verdict } of await Promise.all(having.map(async ({ line: its, kafka }) => ({ line: its, verdict: await kafka.load(text) })))) {
      const isTaken = verdict.ok && !verdict.listenerProblem;
      const isSame = isTaken === (findings.length === 0);
      const exception = isSame ? undefined : (isTaken ? STRICTER : LOOSER)
        .find(([key, value]) => changes.some(([name, its]) => key.test(name.replace(OF_CLIENT, '')) && value.test(its)));
      if (exception) { this.used.add(exception); }
      this.count[exception ? 'excepted' : isTaken ? 'taken' : 'refused']++;
      if (!isSame && !exception) {
        this.wrong.push(`${JSON.stringify(changes)}: Kafka ${line} ${isTaken ? 'takes it' : `refuses it (${verdict.message ?? verdict.listenerProblem})`}, we say ${JSON.stringify(findings)}`);
      }
    }
  }

  public get unused(): Exception[] {
    return [...STRICTER, ...LOOSER].filter(exception => !this.used.has(exception));
  }

  public said(of: string): string {
    if (this.wrong.length > 0) { throw new Error(this.wrong.join('\n')); }
    return `${of}: ${this.count.taken} times Kafka takes it and ${this.count.refused} times refuses it as we do, ${this.count.excepted} are exceptions with a reason`;
  }
}

const OF_CLIENT = /^listener\.name\.client\./;

/** Of every key and many values we say what each version of Kafka says that has the key, and where not, a reason is written down. */
export async function everyKey(asked: Asked[]): Promise<string> {
  const comparison = new Comparison(asked);
  for (const { key, values } of rows()) {
    const names = kafkaKey(key)!.isOfListeners ? [key, `listener.name.client.${key}`] : [key];
    await Promise.all(names.flatMap(name => values.map(value => comparison.compare([[name, value]]))));
  }
  if (comparison.wrong.length === 0 && comparison.unused.length > 0) { throw new Error(`exceptions that nothing needs: ${comparison.unused.join('; ')}`); }
  return comparison.said(`${rows().length} keys with every kind of value`);
}

/** Groups of keys that Kafka compares with each other, and some that it does not. */
const RELATED = /^(group\.(consumer|share|streams)|replica|log\.(retention|roll|cleaner))\./;

/** Several values of one file, chosen where they could contradict each other. */
export async function keysTogether(asked: Asked[], cases: number, seed: number): Promise<string> {
  const comparison = new Comparison(asked);
  const group = (key: string) => RELATED.exec(key)![0];
  const related = rows().map(({ key }) => key).filter(key => RELATED.test(key) && kafkaKey(key)!.byDefault !== undefined);
  const keys = related.filter(key => related.some(other => other !== key && group(other) === group(key)));
  const small = fc.integer({ min: 1, max: 10 });
  const large = fc.integer({ min: 100, max: 100_000 });
  const value = (key: string) => fc.oneof(small, large, fc.constant(kafkaKey(key)!.byDefault!)).map(String);
  const changes = fc.constantFrom(...keys)
    .map(first => keys.filter(key => group(key) === group(first)))
    .chain(all => fc.subarray(all, { minLength: 2, maxLength: Math.min(5, all.length) }))
    .chain(chosen => fc.tuple(...chosen.map(key => value(key).map((its): [string, string] => [key, its]))));
  await fc.assert(fc.asyncProperty(changes, async chosen => {
    await comparison.compare(chosen);
    if (comparison.wrong.length > 0) { throw new Error(comparison.wrong.splice(0).join('\n')); }
  }), { numRuns: cases, seed });
  return comparison.said(`${cases} files with several such values`);
}
