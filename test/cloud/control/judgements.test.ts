import { atOnce, order, timeOf } from '../../e2e/nodes/judgements';

const event = (logicalId: string, status: string, reason?: string) => ({ at: 0, logicalId, status, reason });
const one = ['Node1Group', 'Node2Group'].flatMap(id => [event(id, 'UPDATE_IN_PROGRESS'), event(id, 'SIGNAL', 'SUCCESS from i-1'), event(id, 'UPDATE_COMPLETE')]);

test('nodes one after another are in their order, and never two at once', () => {
  expect(order(one)).toEqual(['Node1Group', 'Node2Group']);
  expect(atOnce(one)).toEqual([]);
});

test('two nodes at once are named', () => {
  expect(atOnce([one[0], one[3], one[1], one[2], one[5]])).toEqual(['Node1Group and Node2Group']);
});

test('a node that failed is not counted as well', () => {
  expect(order([event('Node1Group', 'SIGNAL', 'FAILURE from i-1')])).toEqual([]);
});

test('what is no group may go on meanwhile', () => {
  expect(atOnce([one[0], event('Node2Template', 'UPDATE_IN_PROGRESS'), one[2]])).toEqual([]);
});

test('a group is at work from its first event to its last', () => {
  const events = one.map((each, at) => ({ ...each, at }));
  expect([timeOf(events, 'Node1Group'), timeOf(events, 'Node2Group')]).toEqual([{ from: 0, to: 2 }, { from: 3, to: 5 }]);
  expect(() => timeOf(events, 'Node3Group')).toThrow('Node3Group was not taken');
});
