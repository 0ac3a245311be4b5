import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { BEHAVIOUR } from './behaviour';
import { javaProgram, kafkaJars, KafkaJars, Log, once, run, withClasses } from '../kafka/jars';
import { program, resource } from '../resources';

/**
 * A client program: `argv COMMAND FILE`, where FILE has JSON. All speak the same language, whatever they are written in: each line on
 * standard output is a JSON object with an `event`, and a failure is a message on standard error and an exit code.
 *
 * `paths {bootstrap, tls}` lists the brokers, and asks on every address that their advertised names (and the bootstrap name) resolve to who
 * answers: `{event: 'path', host, port, address, expected, answers | problem}`.
 *
 * `describe {bootstrap, tls, topic, properties?}` asks for a topic: `{event: 'described', partitions}`. Not every program has it.
 *
 * `produce {bootstrap, tls, topic, producer, maxSeconds, records?, recordsPerSecond?, properties?}` sends numbered records with `acks=all`, record n to
 * partition n mod partitions, until it is told to stop by SIGTERM: `{event: 'progress', acknowledged: [of each partition]}`, at last `{event: 'produced', …}`.
 *
 * `read {bootstrap, tls, topic, timeoutMs}` reads a topic from its beginning to its end: `{event: 'read', records, producers}`.
 *
 * `follow` is `read` that has its end when it is told to stop by SIGTERM: `{event: 'progress', read: [of each partition]}`, at last `read` with `longestGapMs`.
 */
export interface ClientProgram {
  readonly name: string;
  readonly argv: string[];
  /** What `clientProperties()` says of how a client behaves, for the library of this one. */
  readonly behaviour: { readonly [key: string]: string };
}

export interface ClientPrograms {
  readonly jars: KafkaJars;
  /** Apache Kafka's own client. It is also the administrator, see `KafkaAdmin`. */
  readonly java: ClientProgram;
  /** librdkafka, through its Python wheel. */
  readonly librdkafka: ClientProgram;
  /** A client in JavaScript without native code. */
  readonly npm: ClientProgram;
}

/** Fetches and compiles what is not there yet. Needs the package registries the first time, so call it outside the sandbox. */
export async function prepareClients(log: Log): Promise<ClientPrograms> {
  const { jars, java } = await prepareJava(log);
  const requirements = resource('clients/python/requirements.txt');
  const wheels = await once('python', [requirements], async directory => {
    log('fetching librdkafka as a Python wheel');
    await run('python3', ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-cache-dir',
      '--only-binary', ':all:', '--target', directory, '-r', requirements]);
  });
  const manifests = ['package.json', 'package-lock.json'];
  const modules = await once('npm', manifests.map(name => resource(`clients/npm/${name}`)), async directory => {
    log('fetching kafkajs from npm');
    manifests.forEach(name => copyFileSync(resource(`clients/npm/${name}`), join(directory, name)));
    await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: directory });
  });
  return {
    jars,
    java,
    librdkafka: {
      name: 'librdkafka',
      argv: ['env', `PYTHONPATH=${wheels}`, 'python3', '-B', resource('clients/python/client.py')],
      behaviour: BEHAVIOUR.librdkafka,
    },
    // It has names of its own, of which `clientProperties()` says nothing: the same time as for Java, and no other.
    npm: { name: 'npm', argv: ['env', `NODE_PATH=${join(modules, 'node_modules')}`, ...program('clients/npm/client')], behaviour: { requestTimeout: BEHAVIOUR.java['request.timeout.ms'] } },
  };
}

/** The same of Java alone. */
export async function prepareJava(log: Log): Promise<Pick<ClientPrograms, 'jars' | 'java'>> {
  const jars = await withClasses(await kafkaJars(log), log);
  const sources = ['Client', 'Administration', 'Paths', 'Produce', 'Read', 'Rights', 'Sequences'].map(name => resource(`clients/java/${name}.java`));
  return { jars, java: { name: 'java', argv: await javaProgram(jars, sources, log), behaviour: BEHAVIOUR.java } };
}
