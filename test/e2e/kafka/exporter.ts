import { createHash } from 'crypto';
import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { jarsOf, Log } from '../../../cli/run/kafka/jars';

const POM = join(__dirname, 'exporter.pom.xml');

/** The exporter's jar as nodes fetch it. */
export interface Exporter {
  readonly file: string;
  /** Its name, in which its version stands. */
  readonly name: string;
  readonly sha512: string;
}

/** The Prometheus JMX exporter of Maven Central. */
export async function exporterJar(log: Log): Promise<Exporter> {
  const directory = await jarsOf(log, 'the Prometheus JMX exporter', 'exporter', POM);
  const name = readdirSync(directory).find(file => file.startsWith('jmx_prometheus_javaagent-'));
  if (name === undefined) { throw new Error(`no exporter in ${directory}; remove the directory and try again`); }
  const file = join(directory, name);
  return { file, name, sha512: createHash('sha512').update(readFileSync(file)).digest('hex') };
}
