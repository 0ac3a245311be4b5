import { Lazy } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { AdvertisedHost, ClientListener, ClientListenerProps, ListenerSecurity } from '../../src';

const listener = (props: Partial<ClientListenerProps> = {}) => new ClientListener({
  name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext(), ...props,
});

test('the defaults are those of slot 0', () => {
  const { slot, firstPort, bootstrapPort, bindPort } = listener();
  expect({ slot, firstPort, bootstrapPort, bindPort }).toEqual({ slot: 0, firstPort: 20000, bootstrapPort: 20999, bindPort: 9093 });
});

test('ports follow from the slot', () => {
  const { firstPort, bootstrapPort, bindPort } = listener({ slot: 3 });
  expect({ firstPort, bootstrapPort, bindPort }).toEqual({ firstPort: 23000, bootstrapPort: 23999, bindPort: 9096 });
  expect(listener({ slot: 3 }).portOf(17)).toBe(23017);
});

test('each port can be given', () => {
  const given = listener({ slot: 2, firstPort: 9200, bootstrapPort: 9700, bindPort: 19092 });
  expect([given.portOf(0), given.portOf(499), given.bootstrapPort, given.bindPort]).toEqual([9200, 9699, 9700, 19092]);
});

test.each([
  [0, 0, 20000], [1001, 1001, 20000], [1000, 1001, 20001], [1001, 1999, 20998], [2147482649, 2147483647, 20998], [2147483647, 2147483647, 20000],
])(
  'counted from %p, broker %p has port %p', (firstBrokerId, id, port) => {
    expect(listener({ firstBrokerId }).portOf(id)).toBe(port);
  });

test('the broker whose port is the bootstrap port is counted from the first one', () => {
  const given = listener({ firstBrokerId: 1001, bootstrapPort: 20005 });
  expect(() => given.portOf(1006)).toThrow("ClientListener.bootstrapPortTaken: 'bootstrapPort' 20005 is the port of broker 1006");
  expect(given.portOf(1005)).toBe(20004);
});

test('brokers that share a host bind a port of their own each', () => {
  const shared = listener({ firstBrokerId: 1001, bindPorts: { 1002: 9094, 1003: 9095 } });
  expect([1001, 1002, 1003].map(id => shared.bindPortOf(id))).toEqual([9093, 9094, 9095]);
  expect(shared.bindPorts).toEqual({ 1002: 9094, 1003: 9095 });
  expect(listener().bindPorts).toEqual({});
});

test.each<[string, { [brokerId: string]: number }, string]>([
  ['an id that has no port here', { 1000: 9094 }, "'bindPorts' has a port for broker \"1000\", and the listener is for the broker ids 1001 to 1999"],
  ['a text for an id', { b1: 9094 }, "'bindPorts' has a port for broker \"b1\", and"],
  ['an id with a zero in front', { '01002': 9094 }, "'bindPorts' has a port for broker \"01002\", and"],
  ['a port that is none', { 1001: 0 }, "'bindPorts' has 0 for broker 1001, ports are literal integers from 1 to 65535"],
  ['a port that is a token', { 1001: Lazy.number({ produce: () => 9094 }) }, "'bindPorts' has a token for broker 1001, ports"],
  ['no port', { 1001: undefined as unknown as number }, "'bindPorts' has undefined for broker 1001, ports"],
])('fails for bindPorts with %s', (_, bindPorts, message) => {
  expect(() => listener({ firstBrokerId: 1001, bindPorts })).toThrow(`ClientListener.bindPorts: ${message}`);
});

test('a broker never gets the port of another one or the bootstrap port', () => {
  const id = fc.integer({ min: 0, max: 998 });
  fc.assert(fc.property(fc.integer({ min: 0, max: 44 }).filter(slot => slot !== 7), id, id, (slot, a, b) => {
    const client = listener({ slot });
    expect(client.portOf(a) === client.portOf(b)).toBe(a === b);
    expect(client.portOf(a)).not.toBe(client.bootstrapPort);
  }));
});

describe('validation', () => {
  test.each(['A', 'CLIENT_2', 'A'.repeat(31), 'external', 'EXTERNAL-9094', 'external.9094', 'SASL_SSL', 'CONTROLLER', '1', '_a', 'A'.repeat(99)])('the name %p is accepted', name => {
    expect(listener({ name }).name).toBe(name);
  });

  test.each(['', 'TEAM A', 'A,B', 'A:B', 'A/B', 'CLIENT://', 'Ä', ' A'])('fails for the name %p', name => {
    expect(() => listener({ name })).toThrow(`client listener ${JSON.stringify(name)}: ClientListener.name: 'name' must be of letters, digits, ".", "_" and "-", got ${JSON.stringify(name)}; give the name that the brokers' 'listeners' have, for example "CLIENT"`);
  });

  test.each([-1, 45, 1.5, NaN])('fails for slot %p', slot => {
    expect(() => listener({ slot })).toThrow(`ClientListener.slot: 'slot' must be an integer from 0 to 44, got ${slot}`);
  });

  test('the first and the last slot are accepted', () => {
    expect(listener({ slot: 0 }).portOf(0)).toBe(20000);
    expect(listener({ slot: 44 }).bootstrapPort).toBe(64999);
  });

  test.each([0, -1, 64537, 1.5])('fails for firstPort %p', firstPort => {
    expect(() => listener({ firstPort })).toThrow(`ClientListener.firstPort: 'firstPort' must be an integer from 1 to 64536, so that the slot's 1000 ports end at 65535; got ${firstPort}`);
  });

  test.each([1, 64536])('firstPort %p is accepted', firstPort => {
    expect(listener({ firstPort }).firstPort).toBe(firstPort);
  });

  test.each([19999, 21000, 20000.5])('fails for bootstrapPort %p, which is outside the slot', bootstrapPort => {
    expect(() => listener({ bootstrapPort })).toThrow(`ClientListener.bootstrapPort: 'bootstrapPort' must be an integer of the slot, 20000 to 20999, which is what consumers open; got ${bootstrapPort}`);
  });

  test.each([0, 65536, 9093.5])('fails for bindPort %p', bindPort => {
    expect(() => listener({ bindPort })).toThrow(`ClientListener.bindPort: 'bindPort' must be an integer from 1 to 65535, got ${bindPort}`);
  });

  test.each([9090, 9092, 9100, 9404, 9999, 1, 65535])('bindPort %p is accepted: what else listens there is known to whoever gives it', bindPort => {
    expect(listener({ bindPort }).bindPort).toBe(bindPort);
  });

  test('fails for slot 7, whose default bind port is the node exporter, until a bind port is given', () => {
    expect(() => listener({ slot: 7 })).toThrow("ClientListener.bindPortTaken: 'bindPort' 9100, the default of slot 7, is by custom the port of the Prometheus node exporter; give 'bindPort', another one or this one where nothing else has it");
    expect(listener({ slot: 7, bindPort: 9100 }).bindPort).toBe(9100);
    expect(listener({ slot: 7, bindPort: 9200 }).bindPort).toBe(9200);
  });

  test('fails without security, which a caller in JavaScript can leave out', () => {
    expect(() => listener({ security: undefined as unknown as ListenerSecurity })).toThrow('ClientListener.security: \'security\' is required');
  });

  test.each(['slot', 'firstPort', 'firstBrokerId', 'bootstrapPort', 'bindPort'])('fails for a token as %s', key => {
    expect(() => listener({ [key]: Lazy.number({ produce: () => 1 }) })).toThrow(`ClientListener.token: '${key}' is a token; ports and names are computed`);
  });

  test('fails for a token as name', () => {
    expect(() => listener({ name: Lazy.string({ produce: () => 'CLIENT' }) })).toThrow("ClientListener.token: 'name' is a token");
  });

  test('several problems are reported together', () => {
    expect(() => listener({ name: 'A B', slot: 7, firstPort: 0 })).toThrow(/3 problems\n {2}- ClientListener.name.*\n {2}- ClientListener.firstPort.*\n {2}- ClientListener.bindPortTaken/);
  });

  test.each([-1, 999, 0.5])('fails for the port of broker %p', id => {
    expect(() => listener().portOf(id)).toThrow(id === 999
      ? "client listener CLIENT: ClientListener.brokerId: client listener CLIENT has ports for the broker ids 0 to 998, 999 in a row from 'firstBrokerId' on; got 999; give the listener 'firstBrokerId': 999"
      : `client listener CLIENT: ClientListener.brokerId: the broker id must be a literal integer from 0 to 2147483647, the broker's 'node.id'; got ${id}`);
  });

  test.each([-1, 2147483648, 1.5, NaN, '1001' as unknown as number])('fails for firstBrokerId %p', firstBrokerId => {
    expect(() => listener({ firstBrokerId })).toThrow(`ClientListener.firstBrokerId: 'firstBrokerId' must be an integer from 0 to 2147483647, the lowest 'node.id' of the brokers; got ${JSON.stringify(firstBrokerId) === 'null' ? 'NaN' : JSON.stringify(firstBrokerId)}`);
  });

  test.each([1000, 2000, 0])('fails for the port of broker %p, which a listener from 1001 on has no port for', id => {
    expect(() => listener({ firstBrokerId: 1001 }).portOf(id)).toThrow(`ClientListener.brokerId: client listener CLIENT has ports for the broker ids 1001 to 1999, 999 in a row from 'firstBrokerId' on; got ${id}`);
  });

  test('fails for a host that the last id makes too long', () => {
    const label = (length: number) => AdvertisedHost.perBroker(`${'b'.repeat(length)}{brokerId}.kafka.pay.example.com`);
    expect(() => listener({ advertisedHost: label(60) })).not.toThrow();
    expect(() => listener({ advertisedHost: label(60), firstBrokerId: 1001 })).toThrow(/ClientListener.longestHost: the host "b+\{brokerId}.kafka.pay.example.com" of broker 1999, the last that has a port here, has a label that is not a DNS label/);
    expect(() => listener({ advertisedHost: label(59), firstBrokerId: 1001 })).not.toThrow();
  });

  test('fails for the broker whose port is the bootstrap port', () => {
    expect(() => listener({ bootstrapPort: 20005 }).portOf(5)).toThrow("ClientListener.bootstrapPortTaken: 'bootstrapPort' 20005 is the port of broker 5");
    expect(listener({ bootstrapPort: 20005 }).portOf(4)).toBe(20004);
  });
});
