/**
 * A name server for one VPC: `name-server.ts ADDRESS FILE`. It answers from the file, which it reads anew for each question, so that a
 * change holds at once; the addresses come in another order each time. What the file does not have does not exist.
 */
import { createSocket } from 'dgram';
import { readFileSync } from 'fs';
import type { NameRecord } from '../../../assembly/model';
import { lookUp } from '../../../assembly/names';

/** The content of the file. */
export interface VpcNames {
  readonly vpcId: string;
  readonly records: NameRecord[];
}

const TYPE_A = 1;
const NO_SUCH_NAME = 3;
const TTL_SECONDS = 5;

const [address, file] = process.argv.slice(2);
const server = createSocket('udp4');
let turn = 0;

server.on('message', (query, from) => {
  const { name, type, end } = readQuestion(query);
  const { vpcId, records }: VpcNames = JSON.parse(readFileSync(file, 'utf8'));
  const addresses = lookUp(records, vpcId, name);
  turn += 1;
  const answers = type === TYPE_A ? addresses.map((_, i) => addresses[(i + turn) % addresses.length]) : [];
  server.send(reply(query.subarray(0, end), answers, addresses.length > 0 ? 0 : NO_SUCH_NAME), from.port, from.address);
});
server.bind(53, address, () => console.log(`answers at ${address}`));

/** The first question of a message: https://www.rfc-editor.org/rfc/rfc1035#section-4.1.2 */
function readQuestion(message: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (message[at] > 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + message[at]));
    at += 1 + message[at];
  }
  return { name: labels.join('.'), type: message.readUInt16BE(at + 1), end: at + 5 };
}

function reply(question: Buffer, answers: string[], code: number): Buffer {
  const header = Buffer.from(question);
  header.writeUInt16BE(0x8580 + code, 2); // an authoritative answer
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, ...answers.map(answer => {
    const record = Buffer.alloc(16);
    record.writeUInt16BE(0xc00c, 0); // the name of the question
    record.writeUInt16BE(TYPE_A, 2);
    record.writeUInt16BE(1, 4);
    record.writeUInt32BE(TTL_SECONDS, 6);
    record.writeUInt16BE(4, 10);
    answer.split('.').forEach((byte, i) => record.writeUInt8(Number(byte), 12 + i));
    return record;
  })]);
}
