import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import { copyFileSync, cpSync, mkdirSync, readFileSync, symlinkSync } from 'fs';
import { basename, join } from 'path';
import { kafkaJars, KafkaJars, Log, once } from '../../../cli/run/kafka/jars';
import { unshareFlags } from '../../../cli/run/sandbox/sandbox';

const POM = join(__dirname, 'distribution.pom.xml');
const LAUNCH = join(__dirname, 'launch.sh');
const CLASS_ARCHIVE = join(__dirname, 'class-archive.sh');

const CLASSES = 'kafka.jsa';

/** What nodes and operators call of `bin/`: each name that the launcher knows. */
export const SCRIPTS = [...readFileSync(LAUNCH, 'utf8').matchAll(/^ *(kafka-[a-z-]+\.sh)\) main=/gm)].map(([, name]) => name);

/** The class behind a script, for those who have the jars alone. */
export function mainClassOf(script: string): string {
  return new RegExp(`^ *${script}\\) main=(\\S+)`, 'm').exec(readFileSync(LAUNCH, 'utf8'))![1];
}

/** An archive as nodes fetch it. */
export interface KafkaDistribution {
  readonly file: string;
  readonly version: string;
  readonly sha512: string;
  /** The classes of it that Java has parsed already, for machines to have at `/var/cache/kafka.jsa`. */
  readonly classes: string;
}

/** What nodes run, as jars: Kafka's tools are among them. */
export async function distributionJars(log: Log): Promise<KafkaJars> {
  return kafkaJars(log, 'node-jars', POM);
}

/** Kafka's archive, made of the jars of Maven Central and a `bin/` of our own; the same jars give the same bytes. */
export async function kafkaDistribution(log: Log): Promise<KafkaDistribution> {
  const jars = await distributionJars(log);
  const name = `kafka_2.13-${jars.version}`;
  const directory = await once('archive', [POM, LAUNCH, CLASS_ARCHIVE, __filename], async to => {
    log('packing Kafka as nodes fetch it');
    const root = join(to, name);
    mkdirSync(join(root, 'bin'), { recursive: true });
    cpSync(jars.classpath.replace(/\/\*$/, ''), join(root, 'libs'), { recursive: true });
    copyFileSync(LAUNCH, join(root, 'bin', basename(LAUNCH)));
    SCRIPTS.forEach(script => symlinkSync(basename(LAUNCH), join(root, 'bin', script)));
    execFileSync('sh', ['-c', `chmod 755 ${name}/bin/*.sh && tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=go=rX,u+rw -cf - ${name} | gzip -1 -n > ${name}.tgz && rm -r ${name}`], { cwd: to });
    log('having Java keep the classes of Kafka');
    execFileSync('unshare', [...unshareFlags(), CLASS_ARCHIVE, join(to, `${name}.tgz`), join(to, CLASSES)], { stdio: ['ignore', 'ignore', 'inherit'] });
  });
  const file = join(directory, `${name}.tgz`);
  return { file, version: jars.version, sha512: createHash('sha512').update(readFileSync(file)).digest('hex'), classes: join(directory, CLASSES) };
}
