import { eventsOf } from '../../../../cli/run/clients/ask';
import { deliveredOnce, deliveryOf } from '../../../../cli/run/clients/delivery';
import { Path, Produced, Ranges, TopicContent } from '../../../../cli/run/clients/kafka-client';
import { pathProblems } from '../../../../cli/run/clients/paths';

function produced(acknowledged: Ranges): Produced {
  return { producer: 'java', sent: 100, acknowledged, failures: {}, longestGapMs: 0, gapPartition: 0, gapEnded: '' };
}

function content(seen: Ranges, more: { duplicates?: number; outOfOrder?: number } = {}): TopicContent {
  return { records: 100, producers: { java: { seen, duplicates: 0, outOfOrder: 0, ...more } } };
}

describe('delivery', () => {
  test('nothing is lost when the topic has more than was acknowledged', () => {
    expect(deliveryOf(produced([[0, 4], [7, 9]]), content([[0, 20]]))).toEqual({ acknowledged: 8, lost: [], duplicates: 0, outOfOrder: 0 });
  });

  test.each<[string, Ranges, number[]]>([
    ['at the beginning', [[2, 9]], [0, 1]],
    ['in the middle', [[0, 3], [5, 9]], [4]],
    ['at the end', [[0, 8]], [9]],
    ['altogether', [], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ])('records that were acknowledged and are not in the topic are lost: %s', (_, seen, lost) => {
    expect(deliveryOf(produced([[0, 9]]), content(seen)).lost).toEqual(lost);
  });

  test('everything is lost of a producer of which the topic has nothing', () => {
    expect(deliveryOf(produced([[3, 4]]), { records: 5, producers: {} }).lost).toEqual([3, 4]);
  });

  test('what came twice or out of order is told', () => {
    const delivery = deliveryOf(produced([[0, 9]]), content([[0, 9]], { duplicates: 2, outOfOrder: 1 }));
    expect(delivery).toMatchObject({ lost: [], duplicates: 2, outOfOrder: 1 });
  });

  test('each record once and in order is what an idempotent producer gives', () => {
    expect(deliveredOnce(produced([[0, 9]]), content([[0, 9]]))).toBe('java 10 records, longest gap 0.0 s');
  });

  test.each<[string, Produced, TopicContent]>([
    ['no record was acknowledged', produced([]), content([[0, 9]])],
    ['1 acknowledged records are lost, the first is 4', produced([[0, 9]]), content([[0, 3], [5, 9]])],
    ['2 are there twice', produced([[0, 9]]), content([[0, 9]], { duplicates: 2 })],
    ['3 are out of order', produced([[0, 9]]), content([[0, 9]], { outOfOrder: 3 })],
    ['4 were not accepted (TimeoutException)', { ...produced([[0, 9]]), failures: { TimeoutException: 4 } }, content([[0, 9]])],
  ])('it is a failure where %s', (said, one, topic) => {
    expect(() => deliveredOnce(one, topic)).toThrow(`java: ${said}`);
  });
});

describe('paths', () => {
  const ADDRESSES = ['10.0.0.9', '10.0.1.9'];
  const path = (expected: number, address: string, change: Partial<Path> = {}): Path => ({
    host: 'kafka.pay.example.com', port: 20000 + (expected < 0 ? 999 : expected), address, expected, answers: Math.max(expected, 0), ...change,
  });
  const good = [-1, 0, 1].flatMap(id => ADDRESSES.map(address => path(id, address)));
  const problems = (change: (paths: Path[]) => Path[]) => pathProblems(change([...good]), [0, 1], ADDRESSES.length);

  test('nothing is wrong when each broker answers through every address', () => {
    expect(problems(paths => paths)).toEqual([]);
  });

  test('the name of a zone has the one address of that zone', () => {
    const zonal = good.filter(({ expected, address }) => expected < 0 || address === ADDRESSES[expected]);
    expect(pathProblems(zonal, [0, 1], 2, 1)).toEqual([]);
    expect(pathProblems(good, [0, 1], 2, 1)).toEqual([0, 1].map(id => `the name of broker ${id} resolves to 2 addresses, not 1`));
  });

  test('any broker may answer at the bootstrap address', () => {
    expect(problems(paths => paths.map(each => each.expected < 0 ? { ...each, answers: 1 } : each))).toEqual([]);
  });

  test.each<[string, (paths: Path[]) => Path[], string[]]>([
    ['crossed', paths => paths.map(each => each.expected === 1 && each.address === '10.0.1.9' ? { ...each, answers: 0 } : each),
      ['kafka.pay.example.com:20001 through 10.0.1.9 should reach broker 1 and reaches broker 0']],
    ['closed', paths => [path(-1, '10.0.0.9', { answers: undefined, problem: 'closed without an answer' }), ...paths.slice(1)],
      ['kafka.pay.example.com:20999 through 10.0.0.9 should reach any broker: closed without an answer']],
    ['of another cluster', paths => [...paths.slice(0, 5), path(1, '10.0.1.9', { answers: undefined })],
      ['kafka.pay.example.com:20001 through 10.0.1.9 should reach broker 1: answered by no broker of this cluster']],
    ['missing', paths => paths.filter(({ expected }) => expected !== 1), ['the name of broker 1 resolves to 0 addresses, not 2']],
    ['at too few addresses', paths => paths.filter(({ expected, address }) => expected >= 0 || address === '10.0.0.9'), ['the bootstrap name resolves to 1 addresses, not 2']],
    ['of a broker too many', paths => [...paths, path(7, '10.0.0.9')], ['broker 7 is in the metadata and not expected']],
  ])('a path that is %s is told', (_, change, expected) => {
    expect(problems(change)).toEqual(expected);
  });
});

test('lines that a library writes between the events are left out, and a line that is being written too', () => {
  expect(eventsOf('%5|REQTMOUT|\n{"event":"progress","acknowledged":[1]}\nINFO {"event":1}\n{"event":"prog')).toEqual([{ event: 'progress', acknowledged: [1] }]);
});
