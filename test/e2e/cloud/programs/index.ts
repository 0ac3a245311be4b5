import { join } from 'path';

/** The command line of a program of this directory, for a process of its own. */
export function program(name: 'connect' | 'http-server' | 'name-server' | 'stand-in', ...args: string[]): string[] {
  return [process.execPath, ...process.execArgv, join(__dirname, `${name}.ts`), ...args];
}
