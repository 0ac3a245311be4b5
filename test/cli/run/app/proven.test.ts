import { asTable, recordsOf, Seen, wrongWith } from '../../../../cli/run/app/proven';
import type { Path } from '../../../../cli/run/clients/kafka-client';

const listener = { name: 'CLIENT', protocol: 'SSL', saslMechanisms: [], host: 'kafka.example.com', firstPort: 20000, bootstrapPort: 20999 };
const brokers = [0, 1].map(id => ({ id, host: 'kafka.example.com', port: 20000 + id }));
const path = (expected: number, change: Partial<Path> = {}): Path =>
  ({ host: 'kafka.example.com', port: expected < 0 ? 20999 : 20000 + expected, address: '10.0.0.9', expected, answers: Math.max(0, expected), ...change });
const good = [path(-1), path(0), path(1)];

test('nothing is wrong where each broker answers at its own port', () => {
  expect(wrongWith(good, brokers, 1, 1)).toEqual([]);
});

test.each([
  ['another broker answers', [path(-1), path(0), path(1, { answers: 0 })], 'kafka.example.com:20001 through 10.0.0.9 should reach broker 1 and reaches broker 0'],
  ['nobody answers', [path(-1), path(0, { answers: undefined }), path(1)], 'kafka.example.com:20000 through 10.0.0.9 should reach broker 0: answered by no broker of this cluster'],
  ['a broker is not in the metadata', [path(-1), path(0)], 'the name of broker 1 resolves to 0 addresses, not 1'],
  ['a broker advertises another port', [path(-1), path(0), path(1, { port: 20002 })], 'broker 1 advertises another address than kafka.example.com:20001'],
])('it is said that %s', (_, paths, problem) => {
  expect(wrongWith(paths, brokers, 1, 1)).toEqual([problem]);
});

const produced = { producer: 'java', sent: 4, acknowledged: [[0, 3]] as [number, number][], failures: {}, longestGapMs: 0, gapPartition: 0, gapEnded: '' };
const content = (seen: [number, number][], duplicates = 0, outOfOrder = 0) => ({ records: 4, producers: { java: { seen, duplicates, outOfOrder } } });

test('records are counted for the broker that leads their partition', () => {
  expect(recordsOf(produced, content([[0, 3]]), 2)).toEqual({ records: [2, 2], problems: [] });
});

test('what is lost, twice, out of order or refused is a problem', () => {
  expect(recordsOf(produced, content([[0, 2]]), 2)).toEqual({ records: [2, 1], problems: ['1 records were acknowledged and are not there'] });
  expect(recordsOf(produced, content([[0, 3]], 1, 2), 2).problems).toEqual(['1 records are there twice', '2 records are out of order']);
  expect(recordsOf({ ...produced, failures: { TimeoutException: 3 } }, content([[0, 3]]), 2).problems).toEqual(['3 records were not accepted: TimeoutException']);
});

test('the table has a line for the start and each broker, and what is wrong below it', () => {
  const seen: Seen = { consumer: 'Payments.Endpoint', listener, by: 'SSL', brokers, paths: [path(-1), path(0), path(1, { answers: 0 })], problems: ['broker 1 is elsewhere'], records: [20, 0] };
  expect(asTable([seen])).toEqual([
    'Payments.Endpoint, CLIENT (SSL)',
    '  broker  clients connect to       result',
    '  any     kafka.example.com:20999  reached',
    '  0       kafka.example.com:20000  reached, 20 records sent and read',
    '  1       kafka.example.com:20001  FAILED, no record sent',
    '  FAILED  broker 1 is elsewhere',
    '',
  ]);
});
