/**
 * A client that only connects: it reads `[{ "host": …, "port": … }, …]` and prints what every address of every host does. Nothing is
 * concluded from a connection alone, since HAProxy accepts before it asks a target; what counts is what is then said.
 */
import { lookup } from 'dns/promises';
import { connect } from 'net';
import { text } from 'stream/consumers';

export interface Destination {
  readonly host: string;
  readonly port: number;
}

export interface Answer extends Destination {
  /** Absent where the name does not resolve. */
  readonly address?: string;
  readonly connected: boolean;
  /** What came back within the patience. */
  readonly heard: string;
  /** Why there is no connection: `ETIMEDOUT`, `ECONNREFUSED`, `ENOTFOUND`, … */
  readonly error?: string;
}

const PATIENCE_MS = 3_000;

async function answersOf({ host, port }: Destination): Promise<Answer[]> {
  try {
    const addresses = await lookup(host, { all: true, family: 4 });
    return await Promise.all(addresses.map(async ({ address }) => answerOf(host, address, port)));
  } catch (error) {
    return [{ host, port, connected: false, heard: '', error: (error as NodeJS.ErrnoException).code }];
  }
}

async function answerOf(host: string, address: string, port: number): Promise<Answer> {
  return new Promise(resolve => {
    const socket = connect({ host: address, port });
    let [connected, heard, error] = [false, '', undefined as string | undefined];
    const timer = setTimeout(() => {
      error = connected ? undefined : 'ETIMEDOUT';
      socket.destroy();
    }, PATIENCE_MS);
    socket.on('connect', () => { connected = true; });
    socket.on('data', data => { heard += data.toString(); });
    socket.on('error', (problem: NodeJS.ErrnoException) => { error = problem.code; });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve({ host, address, port, connected, heard: heard.trim(), error });
    });
  });
}

async function main(): Promise<void> {
  const destinations: Destination[] = JSON.parse(await text(process.stdin));
  const answers = await Promise.all(destinations.map(answersOf));
  process.stdout.write(JSON.stringify(answers.flat()));
}

void main();
