import { planOf } from '../../../cli/plan/read';
import { asText } from '../../../cli/plan/text';
import { table, wrap } from '../../../cli/plan/text/table';
import { ranges, targets, tightest } from '../../../cli/plan/words';
import { assembly, changed } from '../fixture';

const LONG = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.internal`;

test('no line is longer than the terminal, whatever the names are', () => {
  const plan = planOf(changed((resources, { stacks }) => {
    resources['Pay.Record'].Properties!.Name = `${LONG}.`;
    stacks[0] = { ...stacks[0], name: `Kafka${'x'.repeat(120)}` };
  }));
  for (const width of [60, 100]) {
    const lines = asText(plan, width).split('\n');
    expect(lines.filter(line => line.length > width)).toEqual([]);
    expect(lines.length).toBeGreaterThan(40);
  }
});

test('each broker and the start of each client listener has a line', () => {
  const text = asText(planOf(assembly()));
  expect(text).toContain(`
CLIENT (SSL)
  broker  clients connect to                       NLB port  target
  0       kafka.pay.example.com:20000              20000     broker 0 :9093
  1       kafka.pay.example.com:20001              20001     broker 1 :9093
  2       kafka.pay.example.com:20002              20002     broker 2 :9093
  any     kafka.pay.example.com:20999 (bootstrap)  20999     brokers 0-2 :9093
  certificate names     kafka.pay.example.com (TLS ends at the broker)
  a consumer opens      TCP 20000-20999
  told by               Kafka.Outputs.Contract
  carried by
  0    Kafka.Slot0Broker0Listener → Kafka.Slot0Broker0Targets
`);
});

test('what a terminal would obey is shown and not sent', () => {
  const text = asText(planOf(changed(resources => { resources['Pay.Record'].Properties!.Name = 'a\u001b[2J\u202eb\r\nFAKE LINE.'; })));
  expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
  expect(text).not.toMatch(/^FAKE/m);
});

test('targets are told by their brokers, those in a row as one', () => {
  const at = (broker: number | undefined, port = 9093) => ({ broker, port, address: '10.0.0.10' });
  expect(targets([])).toBe('nothing');
  expect(targets([at(3)])).toBe('broker 3 :9093');
  expect(targets([at(0), at(2), at(1), at(100)])).toBe('brokers 0-2, 100 :9093');
  expect(targets([at(0, 9093), at(1, 9094), at(undefined)])).toBe('broker 0 :9093, broker 1 :9094, 10.0.0.10 :9093');
  expect(ranges([20999, 20000, 20001])).toBe('20000-20001, 20999');
});

test('of each limit the resource that uses the most of it is told', () => {
  const one = (limit: string, where: string, used: number) => ({ limit, where, used, of: 50 });
  expect(tightest([one('a', 'x', 3), one('b', 'x', 1), one('a', 'y', 7), one('a', 'z', 7)]).map(({ where }) => where)).toEqual(['y', 'x']);
});

test('what is longer than a line goes on in the next, at a space if there is one', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
  expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  expect(table(['a', 'b'], [['x'.repeat(30), 'y']], 20)).toEqual([`  ${'a'.padEnd(17)}b`, `  ${'x'.repeat(15)}  y`, `  ${'x'.repeat(15)}`]);
});
