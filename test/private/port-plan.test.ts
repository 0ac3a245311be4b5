import * as fc from 'fast-check';
import * as plan from '../../src/private/port-plan';

const slot = fc.integer({ min: 0, max: plan.MAX_SLOT });
const first = fc.constantFrom(0, 1, 1001, plan.MAX_BROKER_ID - 998, plan.MAX_BROKER_ID);
/** A broker's place in its slot, and the first id. */
const brokerId = fc.integer({ min: 0, max: plan.MAX_BROKERS - 1 });

test('every broker of every slot has a port of its own, and no broker has a bootstrap port', () => {
  fc.assert(fc.property(slot, brokerId, slot, brokerId, first, (s1, b1, s2, b2, id) => {
    const ports = [plan.brokerPort(plan.defaultFirstPort(s1), id + b1, id), plan.brokerPort(plan.defaultFirstPort(s2), id + b2, id)];
    expect(ports[0] === ports[1]).toBe(s1 === s2 && b1 === b2);
    expect(ports).not.toContain(plan.defaultBootstrapPort(plan.defaultFirstPort(s1)));
  }));
});

test('every port of a slot is a TCP port inside the range that consumers open', () => {
  fc.assert(fc.property(slot, brokerId, first, (s, b, id) => {
    const firstPort = plan.defaultFirstPort(s);
    const { from, to } = plan.slotRange(firstPort);
    for (const port of [plan.brokerPort(firstPort, id + b, id), plan.defaultBootstrapPort(firstPort)]) {
      expect(plan.isPort(port)).toBe(true);
      expect(port).toBeGreaterThanOrEqual(from);
      expect(port).toBeLessThanOrEqual(to);
    }
  }));
});

test('default slots do not overlap, and bind ports differ', () => {
  fc.assert(fc.property(slot, slot, (a, b) => {
    expect(plan.slotsOverlap(plan.defaultFirstPort(a), plan.defaultFirstPort(b))).toBe(a === b);
    expect(plan.defaultBindPort(a) === plan.defaultBindPort(b)).toBe(a === b);
  }));
});

test('slots overlap when they share a single port, and not when they touch', () => {
  expect(plan.slotsOverlap(20000, 20999)).toBe(true);
  expect(plan.slotsOverlap(20000, 21000)).toBe(false);
  expect(plan.slotsOverlap(21000, 20000)).toBe(false);
});

test("the post's ports: 20000, 20001, 20002 towards 9093", () => {
  expect([0, 1, 2].map(b => plan.brokerPort(plan.defaultFirstPort(0), b, 0))).toEqual([20000, 20001, 20002]);
  expect(plan.defaultBindPort(0)).toBe(9093);
});

test.each([[49, 1], [24, 2], [15, 3], [11, 4]])('%i brokers with %i listeners fit one load balancer, one more does not', (brokers, listeners) => {
  expect(plan.nlbListenerCount(listeners, brokers, 0)).toBeLessThanOrEqual(plan.MAX_NLB_LISTENERS);
  expect(plan.nlbListenerCount(listeners, brokers + 1, 0)).toBeGreaterThan(plan.MAX_NLB_LISTENERS);
});

test.each([[0, false], [1, true], [65535, true], [65536, false], [1.5, false], [NaN, false]])('port %p: %p', (port, ok) => {
  expect(plan.isPort(port)).toBe(ok);
});

test('a slot has ports for 999 ids in a row, as far as Kafka counts', () => {
  expect([0, 1001, 2147483647, 2147483000].map(plan.brokerIdRange)).toEqual(
    [{ from: 0, to: 998 }, { from: 1001, to: 1999 }, { from: 2147483647, to: 2147483647 }, { from: 2147483000, to: 2147483647 }]);
});

test.each([[-1, false], [0, true], [998, true], [999, true], [2147483647, true], [2147483648, false], [0.5, false]])('broker id %p: %p', (id, ok) => {
  expect(plan.isBrokerId(id)).toBe(ok);
});
