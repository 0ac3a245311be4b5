/** The npm client of the local cluster: `client.ts COMMAND FILE`, both of which `client-programs.ts` describes. */
import { lookup } from 'dns/promises';
import { readFileSync } from 'fs';
import { connect, isIP, Socket } from 'net';
import { connect as connectTls } from 'tls';
import { ISocketFactoryArgs, Kafka, logLevel } from 'kafkajs';

const TIMEOUT_MS = 5_000;
const REBOOTSTRAP_REQUIRED = 129;
const BATCH = 500;
const TICK_MS = 20;

/**
 * About as long as the other libraries go on for a record: two minutes. [By its default](https://kafka.js.org/docs/configuration#retry) this one gives a
 * record up after five retries, about ten seconds, also if it is idempotent: a zone is away for longer.
 */
const PATIENT = { retries: 60, maxRetryTime: 2_000 };

/**
 * If a broker falls silent, this library sends each next try [on the same connection](https://github.com/tulios/kafkajs/pull/1783), and asks the silent broker for
 * metadata too. So a connection on which nothing moves for that long is closed, and the library looks for the leader anew.
 * Not for readers: who waits for a group that forms anew hears nothing for longer.
 */
const SILENT_MS = 5_000;

const [command, file] = process.argv.slice(2);
const config = JSON.parse(readFileSync(file, 'utf8'));
const { ca = config.tls?.ca, certificate, requestTimeout = 30_000, ...login } = config.properties ?? {};
const own = certificate && { cert: readFileSync(certificate), key: readFileSync(certificate) };
const tls = ca && { ca: readFileSync(ca), ...own };
const kafka = new Kafka({
  clientId: 'local-cluster',
  brokers: config.bootstrap.split(','),
  ssl: tls,
  sasl: login.mechanism && { ...login, ...login.token && { oauthBearerProvider: async () => ({ value: login.token }) } },
  logLevel: logLevel.ERROR,
  requestTimeout: Number(requestTimeout),
  retry: ['produce', 'follow'].includes(command) ? PATIENT : undefined,
  socketFactory: command === 'produce' ? socketFactory : undefined,
});

/** [As the library's own](https://github.com/tulios/kafkajs/blob/v2.2.4/src/network/socketFactory.js), with an end to silence. */
function socketFactory({ host, port, ssl, onConnect }: ISocketFactoryArgs): Socket {
  const servername = isIP(host) ? undefined : host;
  const socket = ssl ? connectTls({ host, port, servername, ...ssl }, onConnect) : connect({ host, port }, onConnect);
  return socket.setKeepAlive(true, 60_000).setTimeout(SILENT_MS);
}

function say(event: string, details: object): void {
  process.stdout.write(`${JSON.stringify({ event, ...details })}\n`);
}

// ---- paths -------------------------------------------------------------------------------------------------------------------

async function paths(): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const { clusterId, brokers } = await admin.describeCluster();
  await admin.disconnect();

  const [host, port] = config.bootstrap.split(':');
  for (const asked of [{ nodeId: -1, host, port: Number(port) }, ...brokers]) {
    // A broker is identified by the node id that it does not refuse (KIP-1242), the expected one first.
    const candidates = brokers.map(({ nodeId }) => nodeId).sort((a, b) => Number(b === asked.nodeId) - Number(a === asked.nodeId));
    for (const { address } of await lookup(asked.host, { all: true, family: 4 })) {
      const path = { host: asked.host, port: asked.port, address, expected: asked.nodeId };
      try {
        say('path', { ...path, answers: await whoAnswers(clusterId, candidates, asked.host, address, asked.port) });
      } catch (failure) {
        say('path', { ...path, problem: String(failure) });
      }
    }
  }
}

async function whoAnswers(clusterId: string, candidates: number[], host: string, address: string, port: number): Promise<number | undefined> {
  const socket: Socket = tls ? connectTls({ ...tls, host: address, port, servername: host }) : connect({ host: address, port });
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
  const received = socket[Symbol.asyncIterator]();
  try {
    for (const candidate of candidates) {
      socket.write(apiVersions(clusterId, candidate));
      const error = await errorOf(received);
      if (error === 0) { return candidate; }
      if (error !== REBOOTSTRAP_REQUIRED) { throw new Error(`answered with error ${error}`); }
    }
    return undefined;
  } finally {
    socket.destroy();
  }
}

function apiVersions(clusterId: string, nodeId: number): Buffer {
  const compact = (text: string) => Buffer.concat([Buffer.from([text.length + 1]), Buffer.from(text)]);
  const header = Buffer.from([0, 18, 0, 5, 0, 0, 0, 1, 0, 5, ...Buffer.from('paths'), 0]);
  const node = Buffer.alloc(5); // and no tagged fields
  node.writeInt32BE(nodeId);
  const request = Buffer.concat([header, compact('local-cluster'), compact('1'), compact(clusterId), node]);
  const length = Buffer.alloc(4);
  length.writeInt32BE(request.length);
  return Buffer.concat([length, request]);
}

/** The error of the next response: after its length and its correlation id. */
async function errorOf(received: AsyncIterator<Buffer>): Promise<number> {
  let response = Buffer.alloc(0);
  while (response.length < 4 || response.length < 4 + response.readInt32BE()) {
    const { value, done } = await received.next();
    if (done) { throw new Error('closed without an answer'); }
    response = Buffer.concat([response, value]);
  }
  return response.readInt16BE(8);
}

// ---- describe ----------------------------------------------------------------------------------------------------------------

async function describe(): Promise<void> {
  say('described', { partitions: (await partitionsOf(config.topic)).length });
}

// ---- produce -----------------------------------------------------------------------------------------------------------------

/** Each partition has a loop of its own: a batch for several of them is sent twice to one that moves while another is retried. */
async function produce(): Promise<void> {
  let stopping = false;
  process.on('SIGTERM', () => { stopping = true; });
  const partitions = (await partitionsOf(config.topic)).length;
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();

  const begin = Date.now();
  const records = config.records ?? Infinity;
  const perSecond = config.recordsPerSecond ?? Infinity;
  const isOver = () => stopping || Date.now() - begin >= config.maxSeconds * 1000;
  const failures: { [error: string]: number } = {};
  const clocks = Array.from({ length: partitions }, () => ({ sent: 0, acknowledged: [] as number[], longestGapMs: 0, gapEnded: begin }));

  const produceTo = async (partition: number): Promise<void> => {
    const clock = clocks[partition];
    const numberOf = (n: number) => partition + n * partitions;
    while (!isOver() && numberOf(clock.sent) < records) {
      const until = Math.min(records, (Date.now() - begin + TICK_MS) * perSecond / 1000);
      const due = Math.min(BATCH, Math.ceil((until - partition) / partitions) - clock.sent);
      if (due < 1) {
        await new Promise(wake => setTimeout(wake, TICK_MS));
        continue;
      }
      const numbers = Array.from({ length: due }, (_, i) => numberOf(clock.sent + i));
      clock.sent += due;
      const sending = Date.now();
      try {
        await producer.send({ topic: config.topic, acks: -1, messages: numbers.map(number => ({ key: config.producer, value: `${number}`, partition })) });
        clock.acknowledged.push(...numbers);
      } catch (failure) {
        const name = (failure as Error).name;
        failures[name] = (failures[name] ?? 0) + due;
      }
      if (Date.now() - sending > clock.longestGapMs) {
        clock.longestGapMs = Date.now() - sending;
        clock.gapEnded = Date.now();
      }
    }
  };
  const progress = setInterval(() => say('progress', { acknowledged: clocks.map(({ acknowledged }) => acknowledged.length) }), 500);
  await Promise.all(clocks.map((_, partition) => produceTo(partition)));
  clearInterval(progress);
  await producer.disconnect();
  const worst = clocks.reduce((found, clock, partition) => clock.longestGapMs > clocks[found].longestGapMs ? partition : found, 0);
  say('produced', {
    producer: config.producer,
    sent: clocks.reduce((sum, { sent }) => sum + sent, 0),
    acknowledged: ranges(new Set(clocks.flatMap(({ acknowledged }) => acknowledged))),
    failures,
    longestGapMs: clocks[worst].longestGapMs,
    gapPartition: worst,
    gapEnded: new Date(clocks[worst].gapEnded),
  });
}

async function partitionsOf(topic: string): Promise<{ partition: number; high: string; low: string }[]> {
  const admin = kafka.admin();
  await admin.connect();
  const partitions = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  return partitions;
}

// ---- read --------------------------------------------------------------------------------------------------------------------

interface Producer {
  readonly seen: Set<number>;
  readonly last: Map<number, number>;
  duplicates: number;
  outOfOrder: number;
}

/**
 * Reads from the beginning to what is the end when `told` settles. This client reads as a member of a group only, so the group's coordinator
 * is reached too. Where the group forms anew, what was not committed comes again: that is of the group, and not of the topic.
 */
async function readUntil(told: Promise<void>): Promise<void> {
  const next = (await partitionsOf(config.topic)).map(() => 0);
  const counts = next.map(() => 0);
  const cameAt = next.map(() => NaN);
  let ends: Map<number, number> | undefined;
  let longestGapMs = 0;
  const producers = new Map<string, Producer>();

  const consumer = kafka.consumer({ groupId: `reader-${process.pid}-${Date.now()}`, maxWaitTimeInMs: 500 });
  const failed = new Promise<never>((_, fail) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => { if (!payload.restart) { fail(payload.error); } });
  });
  await consumer.connect();
  await consumer.subscribe({ topic: config.topic, fromBeginning: true });
  await consumer.run({
    eachMessage: async ({ partition, message }) => {
      const offset = Number(message.offset);
      if (offset < next[partition] || ends && offset >= ends.get(partition)!) { return; } // again, or newer than the question
      const now = Date.now();
      if (!ends) { longestGapMs = Math.max(longestGapMs, now - cameAt[partition] || 0); }
      cameAt[partition] = now;
      next[partition] = offset + 1;
      counts[partition]++;
      count(producers, `${message.key}`, partition, Number(message.value));
    },
  });
  const progress = setInterval(() => say('progress', { read: counts }), 500);
  await Promise.race([told, failed]);
  clearInterval(progress);
  ends = new Map((await partitionsOf(config.topic)).map(({ partition, high }) => [partition, Number(high)]));
  const deadline = Date.now() + config.timeoutMs;
  for (let unread = [...ends]; unread.length > 0; unread = [...ends].filter(([partition, end]) => next[partition] < end)) {
    if (Date.now() > deadline) { throw new Error(`not read in time, to these offsets: ${unread.map(([partition, end]) => `${partition}: ${end}`)}`); }
    await Promise.race([failed, new Promise(wake => setTimeout(wake, TICK_MS))]);
  }
  await consumer.disconnect();
  const found = [...producers].map(([name, { seen, duplicates, outOfOrder }]) => [name, { seen: ranges(seen), duplicates, outOfOrder }]);
  say('read', { records: counts.reduce((sum, each) => sum + each, 0), longestGapMs, producers: Object.fromEntries(found) });
}

async function read(): Promise<void> {
  await readUntil(Promise.resolve());
}

async function follow(): Promise<void> {
  await readUntil(new Promise(told => process.on('SIGTERM', () => told())));
}

function count(producers: Map<string, Producer>, name: string, partition: number, number: number): void {
  const producer = producers.get(name) ?? { seen: new Set(), last: new Map(), duplicates: 0, outOfOrder: 0 };
  producers.set(name, producer);
  if (producer.seen.has(number)) {
    producer.duplicates++;
  } else if (number < (producer.last.get(partition) ?? -1)) {
    producer.outOfOrder++;
  }
  producer.seen.add(number);
  producer.last.set(partition, number);
}

/** As ranges, both ends included: 0, 1, 2, 5 is [[0, 2], [5, 5]]. */
function ranges(numbers: Set<number>): [number, number][] {
  const found: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last[1] === number - 1) {
      last[1] = number;
    } else {
      found.push([number, number]);
    }
  }
  return found;
}

const commands: { [name: string]: () => Promise<void> } = { paths, describe, produce, read, follow };
// At once: the library keeps connections and timers.
commands[command]().then(() => process.exit(0), error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
