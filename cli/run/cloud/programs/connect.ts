/**
 * A client that only connects: it reads `[{ "host": …, "port": … }, …]` and prints what every address of every host does. Nothing is
 * concluded from a connection alone, since HAProxy accepts before it asks a target; what counts is what is then said.
 */
import { lookup } from 'dns/promises';
import { readFileSync } from 'fs';
import { connect, Socket } from 'net';
import { text } from 'stream/consumers';
import { connect as connectTls, SecureVersion } from 'tls';

export interface Destination {
  readonly host: string;
  readonly port: number;
  /** Where it is to speak TLS: the file of the authority that it is to trust, and the highest version that this client knows. */
  readonly tls?: { readonly ca: string; readonly maxVersion?: SecureVersion };
}

export interface Answer extends Destination {
  /** Absent where the name does not resolve. */
  readonly address?: string;
  readonly connected: boolean;
  /** What came back within the patience. */
  readonly heard: string;
  /** Why there is no connection, or nothing to be heard on it: `ETIMEDOUT`, `ECONNREFUSED`, `ENOTFOUND`, `ERR_SSL_WRONG_VERSION_NUMBER`, … */
  readonly error?: string;
}

const PATIENCE_MS = 3_000;

async function answersOf(destination: Destination): Promise<Answer[]> {
  try {
    const addresses = await lookup(destination.host, { all: true, family: 4 });
    return await Promise.all(addresses.map(async ({ address }) => answerOf(destination, address)));
  } catch (error) {
    return [{ ...destination, connected: false, heard: '', error: (error as NodeJS.ErrnoException).code }];
  }
}

async function answerOf(destination: Destination, address: string): Promise<Answer> {
  const { host, port, tls } = destination;
  return new Promise(resolve => {
    const plain = connect({ host: address, port });
    const socket: Socket = tls ? connectTls({ socket: plain, servername: host, ca: readFileSync(tls.ca), maxVersion: tls.maxVersion }) : plain;
    let [connected, heard, error] = [false, '', undefined as string | undefined];
    const timer = setTimeout(() => {
      error = connected ? undefined : 'ETIMEDOUT';
      socket.destroy();
    }, PATIENCE_MS);
    plain.on('connect', () => { connected = true; });
    socket.on('data', data => { heard += data.toString(); });
    socket.on('error', (problem: NodeJS.ErrnoException) => { error = problem.code; });
    socket.on('close', () => {
      clearTimeout(timer);
      resolve({ ...destination, address, connected, heard: heard.trim(), error });
    });
  });
}

async function main(): Promise<void> {
  const destinations: Destination[] = JSON.parse(await text(process.stdin));
  const answers = await Promise.all(destinations.map(answersOf));
  process.stdout.write(JSON.stringify(answers.flat()));
}

void main();
