import { readdirSync } from 'fs';
import { join, parse } from 'path';

const ROOT = join(__dirname, '..');

/** Programs that `run` starts, each a file of its own beside the command. */
export const PROGRAMS = ['cloud/programs/connect', 'cloud/programs/name-server', 'clients/npm/client'];

/** What Maven, Java and others read or run. */
export const RESOURCES = [
  'kafka/pom.xml', 'kafka/jar-classes.sh', 'kafka/log4j2.properties',
  'clients/python/client.py', 'clients/python/requirements.txt', 'clients/npm/package.json', 'clients/npm/package-lock.json',
  ...readdirSync(join(ROOT, 'cli/run/clients/java')).map(name => `clients/java/${name}`),
];

/** Every file of the command in the package, beside `main`. */
export function besideMain(main: string): string[] {
  return [...PROGRAMS.map(name => `${name}.js`), ...RESOURCES].map(file => join(parse(main).dir, file));
}
