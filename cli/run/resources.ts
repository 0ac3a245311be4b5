import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Whether this runs from its sources. The package has a bundle, with the files of this folder beside it. */
const IS_SOURCE = __filename.endsWith('.ts');

/** A file of this folder that other programs read or run. */
export function resource(path: string): string {
  return join(__dirname, path);
}

/** The command line of a module of this folder, for a process of its own. */
export function program(path: string, ...args: string[]): string[] {
  return moduleProgram(resource(`${path}.${IS_SOURCE ? 'ts' : 'js'}`), ...args);
}

/** The command line of a module, by the same Node as this one. */
export function moduleProgram(file: string, ...args: string[]): string[] {
  return [process.execPath, ...process.execArgv, file, ...args];
}

/** Where fetched and compiled files stay from one run to the next: `build/kafka` of a checkout, which git ignores, or a user's cache. */
export function cacheDirectory(): string {
  const directory = IS_SOURCE
    ? join(__dirname, '../../build/kafka')
    : join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk-kafka-privatelink');
  return existsSync(directory) ? realpathSync(directory) : directory; // Java keeps classes for jars of the same path
}
