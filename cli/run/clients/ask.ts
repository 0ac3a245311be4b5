import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import type { ClientProgram } from './client-programs';
import type { Cloud, Host, Started } from '../cloud';
import { inTurn } from '../in-turn';
import { STATE } from '../sandbox/sandbox';

/** Has a client program do one thing, and returns its events. Fails with what it says. */
export type Ask = (command: string, config: object, timeoutMs: number) => Promise<any[]>;

const LOOK_MS = 30;

/** Each thing in a process of its own. */
export function inProcesses(cloud: Cloud, host: Host, program: ClientProgram): Ask {
  return async (command, config, timeoutMs) => {
    const { stdout } = await cloud.exec(host, commandOf(program, command, config), { timeoutMs });
    return eventsOf(stdout);
  };
}

/** A client program that does one thing after another, so that Java starts once. */
export class ClientSession {
  private readonly process: Started;
  private read = 0;
  private readonly turn = inTurn();

  constructor(name: string, cloud: Cloud, host: Host, { argv }: ClientProgram) {
    this.process = cloud.start(name, host, [...argv, 'serve'], { interactive: true });
  }

  /** Waits for what was asked before. */
  public readonly ask: Ask = async (...asked) => this.turn(async () => this.answerTo(...asked));

  public async end(): Promise<void> {
    await this.process.stop();
  }

  private async answerTo(command: string, config: object, timeoutMs: number): Promise<any[]> {
    const deadline = Date.now() + timeoutMs;
    this.process.send(`${command} ${configFile(config)}`);
    for (;;) {
      const events = eventsOf(readFileSync(this.process.log, 'utf8')).slice(this.read);
      const end = events.findIndex(({ event }) => event === 'done' || event === 'failed');
      if (end >= 0) {
        this.read += end + 1;
        if (events[end].event === 'failed') { throw new Error(events[end].problem); }
        return events.slice(0, end);
      }
      if (!this.process.running || Date.now() > deadline) {
        const what = this.process.running ? `did not end ${command} within ${timeoutMs / 1000} s` : 'ended';
        throw new Error(`${this.process.name} ${what}:\n${this.process.tail()}`);
      }
      await delay(LOOK_MS);
    }
  }
}

/** A command of a program. */
export function commandOf({ argv }: ClientProgram, command: string, config: object): string[] {
  return [...argv, command, configFile(config)];
}

/** What a program is to do stands in a file, since everybody can read the arguments of a process. */
function configFile(config: object): string {
  mkdirSync(join(STATE, 'clients'), { recursive: true });
  const file = join(mkdtempSync(join(STATE, 'clients/')), 'config.json');
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}

/** The lines that are events; whatever a library writes besides is left out. */
export function eventsOf(output: string): any[] {
  return output.split('\n').filter(line => line.startsWith('{"event"') && line.endsWith('}')).map(line => JSON.parse(line));
}
