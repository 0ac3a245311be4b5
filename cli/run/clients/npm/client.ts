/** The npm client of the local cluster: `client.ts COMMAND FILE`, both of which `client-programs.ts` describes. */
import { lookup } from 'dns/promises';
import { readFileSync } from 'fs';
import { connect, Socket } from 'net';
import { connect as connectTls } from 'tls';
import { Kafka, logLevel } from 'kafkajs';

const TIMEOUT_MS = 5_000;
const REBOOTSTRAP_REQUIRED = 129;
const BATCH = 500;

const [command, file] = process.argv.slice(2);
const config = JSON.parse(readFileSync(file, 'utf8'));
const tls = config.tls && { ca: readFileSync(config.tls.ca) };
const kafka = new Kafka({
  clientId: 'local-cluster',
  brokers: config.bootstrap.split(','),
  ssl: tls,
  sasl: config.properties?.mechanism && { ...config.properties },
  logLevel: logLevel.ERROR,
  requestTimeout: Number(config.properties?.requestTimeout ?? 30_000),
});

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

async function produce(): Promise<void> {
  let stopping = false;
  process.on('SIGTERM', () => { stopping = true; });
  const partitions = (await partitionsOf(config.topic)).length;
  const producer = kafka.producer();
  await producer.connect();

  const begin = Date.now();
  const perSecond = config.recordsPerSecond ?? Infinity;
  const acknowledged: [number, number][] = [];
  const acknowledgedOf: number[] = Array(partitions).fill(0);
  const failures: { [error: string]: number } = {};
  let sent = 0;
  let longestGapMs = 0;
  let gapEnded = begin;
  while (!stopping && sent < (config.records ?? Infinity) && Date.now() - begin < config.maxSeconds * 1000) {
    const due = Math.min(BATCH, (config.records ?? Infinity) - sent, Math.ceil((Date.now() - begin + 20) * perSecond / 1000) - sent);
    if (due < 1) {
      await new Promise(wake => setTimeout(wake, 20));
      continue;
    }
    const numbers = Array.from({ length: due }, (_, i) => sent + i);
    const messages = numbers.map(number => ({ key: config.producer, value: `${number}`, partition: number % partitions }));
    const sending = Date.now();
    try {
      await producer.send({ topic: config.topic, acks: -1, messages });
      acknowledged.push([sent, sent + due - 1]);
      for (const number of numbers) { acknowledgedOf[number % partitions]++; }
    } catch (failure) {
      const name = (failure as Error).name;
      failures[name] = (failures[name] ?? 0) + due;
    }
    if (Date.now() - sending > longestGapMs) {
      longestGapMs = Date.now() - sending;
      gapEnded = Date.now();
    }
    sent += due;
    say('progress', { acknowledged: acknowledgedOf });
  }
  await producer.disconnect();
  // A batch goes to all partitions, and the next one waits for it.
  say('produced', { producer: config.producer, sent, acknowledged, failures, longestGapMs, gapPartition: 0, gapEnded: new Date(gapEnded) });
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

/** This client reads as a member of a group only, so the group's coordinator is reached too. */
async function read(): Promise<void> {
  const ends = new Map((await partitionsOf(config.topic)).map(({ partition, high }) => [partition, Number(high)]));
  const unread = new Set([...ends].filter(([, end]) => end > 0).map(([partition]) => partition));
  const producers = new Map<string, Producer>();
  let records = 0;

  const consumer = kafka.consumer({ groupId: `reader-${process.pid}-${Date.now()}`, maxWaitTimeInMs: 500 });
  await consumer.connect();
  await consumer.subscribe({ topic: config.topic, fromBeginning: true });
  await new Promise<void>((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`not read in time: partitions ${[...unread]}`)), config.timeoutMs);
    void consumer.run({
      autoCommit: false,
      eachMessage: async ({ partition, message }) => {
        if (Number(message.offset) >= ends.get(partition)!) { return; } // newer than the question
        records++;
        count(producers, `${message.key}`, partition, Number(message.value));
        if (Number(message.offset) === ends.get(partition)! - 1) { unread.delete(partition); }
        if (unread.size === 0) {
          clearTimeout(timer);
          done();
        }
      },
    });
  });
  await consumer.disconnect();
  const found = [...producers].map(([name, { seen, duplicates, outOfOrder }]) => [name, { seen: ranges(seen), duplicates, outOfOrder }]);
  say('read', { records, producers: Object.fromEntries(found) });
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

const commands: { [name: string]: () => Promise<void> } = { paths, describe, produce, read };
commands[command]().then(() => process.exit(0), error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
