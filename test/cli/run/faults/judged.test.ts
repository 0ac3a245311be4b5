import type { Produced, Ranges, TopicContent } from '../../../../cli/run/clients/kafka-client';
import { judge } from '../../../../cli/run/faults/judged';

const produced = (producer: string, acknowledged: Ranges = [[0, 9]], failures = {}): Produced =>
  ({ producer, sent: 10, acknowledged, failures, longestGapMs: 1234, gapPartition: 0, gapEnded: '' });

const content = (java: object = {}, npm: object = {}, longestGapMs?: number): TopicContent => ({
  records: 20,
  longestGapMs,
  producers: {
    java: { seen: [[0, 9]], duplicates: 0, outOfOrder: 0, ...java }, npm: { seen: [[0, 9]], duplicates: 0, outOfOrder: 0, ...npm },
  },
});

const WRITTEN = [produced('java'), produced('npm')];
const fine = { reader: 'npm at the end', content: content() };

test('what was sent, what was read meanwhile, and the longest waits of both are told', () => {
  expect(judge(WRITTEN, [{ reader: 'librdkafka', content: content({}, {}, 2500) }, fine])).toBe(
    'java sent 10 records and waited 1.2 s at most; npm sent 10 records and waited 1.2 s at most; librdkafka read 20 and waited 2.5 s at most');
});

test.each<[string, object, string]>([
  ['lost', { seen: [[0, 3], [5, 9]] }, 'npm, as java read it: 1 acknowledged records are lost, the first is 4'],
  ['doubled', { duplicates: 2 }, 'npm, as java read it: 2 are there twice'],
  ['reordered', { outOfOrder: 3 }, 'npm, as java read it: 3 are out of order'],
])('records of one producer that are %s for one reader are a failure', (_, npm, said) => {
  expect(() => judge(WRITTEN, [fine, { reader: 'java', content: content({}, npm) }])).toThrow(new Error(said));
});

test('a producer that got nothing accepted, or not all, is a failure, and all failures are told', () => {
  expect(() => judge([produced('java', [], { TimeoutException: 7 }), produced('npm')], [{ reader: 'npm', content: content({}, { duplicates: 1 }) }])).toThrow(
    new Error('java: no record was acknowledged; java: 7 were not accepted (TimeoutException); npm, as npm read it: 1 are there twice'));
});

test('a reader that never saw a producer has lost all of it', () => {
  const { java } = content().producers;
  expect(() => judge(WRITTEN, [{ reader: 'java', content: { records: 10, producers: { java } } }])).toThrow('npm, as java read it: 10 acknowledged records are lost');
});
