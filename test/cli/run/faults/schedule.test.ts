import { argumentsOf, faultsOf } from '../../../../cli/run/faults';
import { saidOf, scheduleOf, Step } from '../../../../cli/run/faults/schedule';

const first = (seed: number, count = 200) => {
  const steps: Step[] = [];
  for (const step of scheduleOf(seed, 3)) {
    if (steps.push(step) === count) { break; }
  }
  return steps;
};

test('the same seed gives the same schedule, and another seed another one', () => {
  expect(first(7)).toEqual(first(7));
  expect(first(8)).not.toEqual(first(7));
});

test('every kind of fault and every broker comes in a long schedule, and none lasts too long for a client', () => {
  const steps = first(7);
  expect([...new Set(steps.map(({ kind }) => kind))].sort()).toEqual(['balancer-node', 'closed-group', 'cut-zone', 'kill', 'roll']);
  expect([...new Set(steps.map(({ broker }) => broker))].sort()).toEqual([0, 1, 2]);
  for (const { seconds, rest } of steps) {
    expect(seconds).toBeGreaterThanOrEqual(3);
    expect(seconds).toBeLessThan(16);
    expect(rest).toBeGreaterThan(0);
  }
});

test.each([0, 1, 7, 11, 4294967295])('of seed %i, each kind comes once in every five faults', seed => {
  const kinds = first(seed, 20).map(({ kind }) => kind);
  for (let i = 0; i < 20; i += 5) { expect(new Set(kinds.slice(i, i + 5)).size).toBe(5); }
  expect(kinds.slice(0, 5)).not.toEqual(kinds.slice(5, 10));
});

test('each fault is told with its broker or zone', () => {
  const said = (kind: Step['kind']) => saidOf({ kind, broker: 0, seconds: 5, rest: 1 }, 1001, 'eu-west-1a');
  expect(said('kill')).toBe('broker 1001 is killed, for 5 s');
  expect(said('cut-zone')).toBe('zone eu-west-1a is cut, for 5 s');
  expect(said('closed-group')).toBe('the security group of broker 1001 lets no client in, for 5 s');
});

test('the arguments of faults are told from those of the apps', () => {
  expect(faultsOf(['cdk.out'], 0)).toEqual({ rest: ['cdk.out'] });
  expect(faultsOf(['--faults', 'cdk.out'], 0)).toEqual({ faults: { kind: 'known' }, rest: ['cdk.out'] });
  expect(faultsOf(['--faults', 'random', 'cdk.out'], 123)).toEqual({ faults: { kind: 'random', seed: 123, minutes: 10 }, rest: ['cdk.out'] });
  const faults = { kind: 'random', seed: 7, minutes: 2 } as const;
  expect(faultsOf(['a', ...argumentsOf(faults), 'b'], 0)).toEqual({ faults, rest: ['a', 'b'] });
});

test.each([
  [['--faults', 'random', '--seed', '1.5'], '--seed is an integer from 0 to 4294967295, got "1.5"'],
  [['--faults', 'random', '--minutes', '0'], '--minutes is more than 0 and at most 120, got "0"'],
])('%j is refused', (args, message) => {
  expect(() => faultsOf(args, 0)).toThrow(message);
});
