import { execFile } from 'child_process';
import { createHash } from 'crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'fs';
import { basename, join } from 'path';
import { promisify } from 'util';
import { cacheDirectory, resource } from '../resources';
import { unshareFlags } from '../sandbox/sandbox';

export const run = promisify(execFile);

/** Says what is being done or waited for, a line at a time. */
export type Log = (line: string) => void;

const POM = resource('kafka/pom.xml');
const CLASSES = resource('kafka/jar-classes.sh');

/** How nodes say that they have started. */
export const LOGGING = resource('kafka/log4j2.properties');

/** Kept between runs: the name of each directory in it says what it was made from. */
const BUILD = cacheDirectory();

/** Small programs that end soon: no time is spent on optimizing, and logs do not get between their lines of JSON. */
const SMALL_JVM = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Dlog4j2.level=ERROR', '-Dlog4j2.statusLoggerLevel=OFF'];

/** Apache Kafka as Maven Central has it. */
export interface KafkaJars {
  readonly version: string;
  /** For `java -cp`. */
  readonly classpath: string;
  /** The classes of it that Java has parsed already, if they are kept. */
  readonly classes?: string;
}

/** Options of Java that are about classes. */
export function classOptions({ classpath, classes }: KafkaJars, own?: string): string[] {
  // What is kept is of the class path's beginning.
  return [...classes === undefined ? [] : [`-XX:SharedArchiveFile=${classes}`], '-cp', own === undefined ? classpath : `${classpath}:${own}`];
}

/** The same jars, of which Java has parsed the classes that nodes load. */
export async function withClasses(jars: KafkaJars, log: Log): Promise<KafkaJars> {
  const directory = await once('classes', [POM, CLASSES, LOGGING], async to => {
    log('having Java keep the classes of Kafka');
    await run('unshare', [...unshareFlags(), 'bash', CLASSES, jars.classpath, join(to, 'kafka.jsa'), LOGGING]);
  });
  return { ...jars, classes: join(directory, 'kafka.jsa') };
}

/** The directory with the jars that a POM pins; Maven is asked for them only when the file changed. */
export async function jarsOf(log: Log, what: string, name: string, pom: string): Promise<string> {
  return once(name, [pom], async directory => {
    log(`fetching ${what} from Maven Central, kept in ${BUILD}`);
    await run('mvn', ['-B', '-q', '-f', pom, 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${directory}`]);
  });
}

/** Kafka's jars that a POM pins. */
export async function kafkaJars(log: Log, name = 'jars', pom = POM): Promise<KafkaJars> {
  const libs = await jarsOf(log, 'Apache Kafka (about 45 MB)', name, pom);
  const version = readdirSync(libs).map(jar => /^kafka-clients-(.+)\.jar$/.exec(jar)?.[1]).find(found => found);
  if (!version) { throw new Error(`no kafka-clients jar in ${libs}; remove the directory and try again`); }
  return { version, classpath: join(libs, '*') };
}

/** The command line of a Java program of this repository, compiled when a source changed. The first source has `main`. */
export async function javaProgram(jars: KafkaJars, sources: string[], log: Log): Promise<string[]> {
  const main = basename(sources[0], '.java');
  const classes = await once(main, [POM, ...sources], async directory => {
    log(`compiling ${main}`);
    await run('javac', ['-nowarn', '-Xlint:-options', '--release', '17', '-cp', jars.classpath, '-d', directory, ...sources]);
  });
  return ['java', ...SMALL_JVM, ...classOptions(jars, classes), main];
}

/**
 * Makes a directory once for each state of the files it is made from. It gets its name only when it is complete, so that an interrupted run
 * leaves nothing that looks done.
 */
export async function once(name: string, from: string[], fill: (directory: string) => Promise<void>): Promise<string> {
  const hash = createHash('sha256');
  from.forEach(file => hash.update(readFileSync(file)));
  const complete = join(BUILD, `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (!existsSync(complete)) {
    mkdirSync(BUILD, { recursive: true });
    // What others fill at the same time has a longer name.
    readdirSync(BUILD).filter(older => older.slice(0, -12) === `${name}-`).forEach(older => rmSync(join(BUILD, older), { recursive: true, force: true }));
    const partial = mkdtempSync(`${complete}.`);
    try {
      await fill(partial);
      chmodSync(partial, 0o755); // a temporary directory is for its owner alone
      renameUnlessThere(partial, complete);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  }
  return complete;
}

/** Somebody else may have been quicker, and what is there then is the same. */
function renameUnlessThere(partial: string, complete: string): void {
  try {
    renameSync(partial, complete);
  } catch (error) {
    if (!existsSync(complete)) { throw error; }
  }
}
