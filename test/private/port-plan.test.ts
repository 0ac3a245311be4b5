import * as fc from 'fast-check';
import * as plan from '../../src/private/port-plan';

const slot = fc.integer({ min: 0, max: plan.MAX_SLOT });
const brokerId = fc.integer({ min: 0, max: plan.MAX_BROKER_ID });

test('every broker of every slot has a port of its own, and no broker has a bootstrap port', () => {
  fc.assert(fc.property(slot, brokerId, slot, brokerId, (s1, b1, s2, b2) => {
    const ports = [plan.brokerPort(plan.defaultFirstPort(s1), b1), plan.brokerPort(plan.defaultFirstPort(s2), b2)];
    expect(ports[0] === ports[1]).toBe(s1 === s2 && b1 === b2);
    expect(ports).not.toContain(plan.defaultBootstrapPort(plan.defaultFirstPort(s1)));
  }));
});

test('every port of a slot is a TCP port inside the range that consumers open', () => {
  fc.assert(fc.property(slot, brokerId, (s, b) => {
    const first = plan.defaultFirstPort(s);
    const { from, to } = plan.slotRange(first);
    for (const port of [plan.brokerPort(first, b), plan.defaultBootstrapPort(first)]) {
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
  expect([0, 1, 2].map(b => plan.brokerPort(plan.defaultFirstPort(0), b))).toEqual([20000, 20001, 20002]);
  expect(plan.defaultBindPort(0)).toBe(9093);
});

test.each([[49, 1], [24, 2], [15, 3], [11, 4]])('%i brokers with %i listeners fit one load balancer, one more does not', (brokers, listeners) => {
  expect(plan.nlbListenerCount(listeners, brokers)).toBeLessThanOrEqual(plan.MAX_NLB_LISTENERS);
  expect(plan.nlbListenerCount(listeners, brokers + 1)).toBeGreaterThan(plan.MAX_NLB_LISTENERS);
});

test.each([[0, false], [1, true], [65535, true], [65536, false], [1.5, false], [NaN, false]])('port %p: %p', (port, ok) => {
  expect(plan.isPort(port)).toBe(ok);
});

test.each([[-1, false], [0, true], [998, true], [999, false], [0.5, false]])('broker id %p: %p', (id, ok) => {
  expect(plan.isBrokerId(id)).toBe(ok);
});
