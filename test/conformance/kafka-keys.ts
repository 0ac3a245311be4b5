/**
 * Writes `src/properties/kafka-keys.ts` from Kafka's jars: `kafka-keys.ts`. The conformance step compares the file with them.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { javaProgram, KafkaJars, kafkaJars, Log, run } from '../../cli/run/kafka/jars';

/** The releases whose keys are known, beside the newest, which the local cluster runs: the last patch of each older line that is supported. */
const OLDER = ['4.2.1', '4.3.1'];

/** The last releases of lines that knew ZooKeeper, to which nothing is added any more, and one between them. Adopted clusters run them. */
const FORMER = ['2.8.2', '3.3.2', '3.9.1'];

const ROOT = join(__dirname, '..', '..');
const POM = join(ROOT, 'cli', 'run', 'kafka', 'pom.xml');
const KEYS = join(ROOT, 'src', 'properties', 'kafka-keys.ts');

interface Printed {
  readonly keys: { [name: string]: PrintedKey };
  readonly topics: { [name: string]: string[] };
}

interface PrintedKey {
  readonly type: string;
  readonly values: string;
  readonly byDefault: string | null;
  readonly listener: boolean;
  readonly deprecated: string | null;
}

/** The jars of another release than the one that the local cluster runs. */
function jarsOf(version: string, log: Log): Promise<KafkaJars> {
  const build = join(ROOT, 'build', 'kafka');
  mkdirSync(build, { recursive: true });
  const pom = join(build, `pom-${version}.xml`);
  writeFileSync(pom, readFileSync(POM, 'utf8').replace(/(<artifactId>kafka_2\.13<\/artifactId>\s*<version>)[^<]*/, `$1${version}`));
  return kafkaJars(log, `kafka-${version}`, pom);
}

/** One after the other: they are compiled, and kept, in one place. */
async function each<T, R>(all: T[], what: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const one of all) { results.push(await what(one)); }
  return results;
}

/** The jars of every supported line, the newest last. */
export async function supportedJars(log: Log): Promise<KafkaJars[]> {
  return [...await each(OLDER, version => jarsOf(version, log)), await kafkaJars(log)];
}

/** The text that `src/properties/kafka-keys.ts` must have. */
export async function keysSource(supported: KafkaJars[], log: Log): Promise<string> {
  const newest = supported[supported.length - 1];
  // Compiled once, for the newest: what it uses is in all of them.
  const [, ...program] = await javaProgram(newest, [join(__dirname, 'java', 'KafkaKeys.java')], log);
  const printed = await each(supported, async jars => JSON.parse((await run('java', program.map(argument => argument.replace(newest.classpath, jars.classpath)),
    { maxBuffer: 2 ** 24 })).stdout) as Printed);
  return sourceOf(supported.map(({ version }) => version), printed);
}

/** The jars of lines that are not supported any more, the oldest first. */
export function formerJars(log: Log): Promise<KafkaJars[]> {
  return each(FORMER, version => jarsOf(version, log));
}

/** The names of the keys that earlier releases had. */
export async function formerKeys(log: Log): Promise<string[]> {
  const former = await formerJars(log);
  const [, ...program] = await javaProgram(former[0], [join(__dirname, 'java', 'FormerKafkaKeys.java')], log);
  const names = await each(former, async jars =>
    (await run('java', program.map(argument => argument.replace(former[0].classpath, jars.classpath)))).stdout.trim().split('\n'));
  return [...new Set(names.flat())].sort();
}

export function writtenKeysSource(): string {
  return readFileSync(KEYS, 'utf8');
}

const line = (version: string) => version.replace(/\.\d+$/, '');

function sourceOf(versions: string[], printed: Printed[]): string {
  const newest = printed[printed.length - 1];
  const names = [...new Set(printed.flatMap(({ keys }) => Object.keys(keys)))].sort();
  const topicKeysOf = (name: string) => Object.keys(newest.topics).filter(topic => topic !== name && newest.topics[topic].includes(name));
  const described = (name: string): string => {
    const having = printed.map(({ keys }, i) => ({ key: keys[name], version: line(versions[i]) })).filter(({ key }) => key !== undefined);
    const { key } = having[having.length - 1];
    // What an older line takes and the newest does not is refused for all of them; the other way round would be a surprise for somebody.
    if (having.some(other => other.key.type !== key.type)) { throw new Error(`${name} has different types: say here what shall be done`); }
    const isNumberOrBoolean = /^(boolean|short|int|long|double)$/.test(key.type);
    return [
      name,
      key.type,
      key.values.trim(),
      isNumberOrBoolean && key.byDefault !== null ? `=${key.byDefault}` : '',
      having[0].version === line(versions[0]) ? '' : `since:${having[0].version}`,
      having.length < printed.length && having[0].version === line(versions[0]) ? `until:${having[having.length - 1].version}` : '',
      key.listener ? 'listener' : '',
      ...topicKeysOf(name).map(topic => `topic:${topic}`),
      key.deprecated === null ? '' : `deprecated:${key.deprecated}`,
    ].filter(part => part !== '').join(' ');
  };
  return `/*
 * Made from Kafka's jars by \`npx projen kafka:keys\`, and compared with them by \`npx projen conformance\`. Not to be edited.
 */

/** The releases that these are the keys of, the newest last. */
export const KAFKA_RELEASES = [${versions.map(version => `'${version}'`).join(', ')}];

/**
 * Every key of a broker's configuration: its name, its type, which values it takes ("1..9", "a|b", "i:a|b" in capitals or not, "nonempty"), Kafka's own
 * default of numbers and booleans, the first or last line that has it, whether a listener can have its own, the topic's keys that it is the default of,
 * whether it is deprecated and for what.
 */
export const KAFKA_KEYS: string = \`
${names.map(described).join('\n')}
\`;

/** Keys that a topic has and a broker's configuration has not, not even by another name. */
export const TOPIC_KEYS: string = \`
${Object.keys(newest.topics).filter(topic => newest.topics[topic].length === 0).join('\n')}
\`;
`;
}

if (require.main === module) {
  const log = (text: string) => process.stdout.write(`${text}\n`);
  void supportedJars(log).then(jars => keysSource(jars, log)).then(source => writeFileSync(KEYS, source));
}
