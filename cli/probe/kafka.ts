import type { ConnectionOptions } from 'node:tls';
import { Connection, createAPI, Reader, SASLOptions, Writer } from '@platformatic/kafka';
import { within } from './deadline';
import { named } from './tls';

/** A connection to one address. What a request gets, and why it got nothing, are told apart. */
export interface SessionOptions {
  readonly address: string;
  readonly port: number;
  /** The name that the certificate is for. */
  readonly host: string;
  readonly tls?: ConnectionOptions;
  readonly sasl?: SASLOptions;
  readonly timeoutMs: number;
}

/** Nothing came within the time of a step. */
export class Silence extends Error {}

/** The other side ended the connection, perhaps with an alert of TLS. */
export class Ended extends Error {}

/** A connection to one broker. */
export class Session {
  public static async open({ address, port, host, tls, sasl, timeoutMs }: SessionOptions): Promise<Session> {
    const connection = new Connection('cdk-kafka-privatelink-doctor', {
      connectTimeout: timeoutMs, requestTimeout: timeoutMs, sasl, ...tls && { tls, tlsServerName: named(host).servername },
    });
    const session = new Session(connection, timeoutMs);
    try {
      await session.bounded(Promise.resolve(connection.connect(address, port)));
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  private lastError: unknown;

  private constructor(private readonly connection: Connection, private readonly timeoutMs: number) {
    connection.on('error', error => { this.lastError = error; }); // without a listener Node would throw it
  }

  /** Asks by one of the library's functions. */
  public ask<A extends unknown[], R>(api: { async(connection: Connection, ...args: A): Promise<R> }, ...args: A): Promise<R> {
    return this.bounded(api.async(this.connection, ...args));
  }

  public close(): void {
    void Promise.resolve(this.connection.close()).catch(() => undefined);
    this.connection.socket?.destroy();
  }

  private async bounded<T>(promise: Promise<T>): Promise<T> {
    promise.catch(() => undefined); // it may end after its time
    try {
      return await within(this.timeoutMs, promise, () => { throw new Silence(); });
    } catch (error) {
      if (error instanceof Silence || errorCodeOf(error) !== undefined) { throw error; }
      const cause = rootOf(this.lastError) ?? rootOf(error);
      if (/timed? ?out/i.test(String(cause?.message))) { throw new Silence(); }
      throw new Ended(cause?.message, { cause });
    }
  }
}

/** The error code of Kafka in what the library throws, wherever it is nested. */
export function errorCodeOf(error: unknown): number | undefined {
  return nested(error).map(({ apiCode }) => apiCode).find(code => typeof code === 'number');
}

/** The answer that came with an error code. */
export function responseOf(error: unknown): any {
  return nested(error).map(({ response }) => response).find(response => response !== undefined);
}

/** What the broker said beside an error code. */
export function saidOf(error: unknown): string | undefined {
  return nested(error).map(({ serverErrorMessage }) => serverErrorMessage).find(said => typeof said === 'string');
}

function nested(error: any): any[] {
  if (!(error instanceof Error)) { return []; }
  return [error, ...nested(error.cause), ...((error as AggregateError).errors ?? []).flatMap(nested)];
}

function rootOf(error: unknown): Error | undefined {
  return nested(error).at(-1);
}

/**
 * ApiVersions of Kafka 4.4, which the library does not have: a broker that is another one than the client means refuses.
 * @see https://issues.apache.org/jira/browse/KAFKA-20246 (KIP-1242)
 */
export const apiVersionsV5 = createAPI<[clusterId: string | null, nodeId: number], { errorCode: number }>(
  18, 5,
  (clusterId: string | null, nodeId: number) => Writer.create().appendString('cdk-kafka-privatelink').appendString('1')
    .appendString(clusterId).appendInt32(nodeId).appendTaggedFields(),
  (_correlationId, _apiKey, _apiVersion, reader: Reader) => ({ errorCode: reader.readInt16() }),
  true, false,
);
