import { Lazy } from 'aws-cdk-lib';
import { KafkaQuorum } from '../../src';

const token = () => Lazy.string({ produce: () => 'later' });

test('a dynamic quorum is a list of servers in the given order', () => {
  const quorum = KafkaQuorum.bootstrapServers('c2.int:9090', 'c1.int:9090', '10.0.0.1:9090');
  expect(quorum._property).toEqual(['controller.quorum.bootstrap.servers', 'c2.int:9090,c1.int:9090,10.0.0.1:9090']);
  expect(quorum._isDynamic).toBe(true);
});

test('a static quorum is a list of voters in the given order', () => {
  const quorum = KafkaQuorum.voters('1001@c1.int:9090', '1000@c0.int:9091');
  expect(quorum._property).toEqual(['controller.quorum.voters', '1001@c1.int:9090,1000@c0.int:9091']);
  expect(quorum._isDynamic).toBe(false);
  expect([1000, 1001, 7].map(id => quorum._voter(id)?.port)).toEqual([9091, 9090, undefined]);
});

test('hosts and whole entries may be tokens', () => {
  const [host, entry] = [token(), token()];
  expect(KafkaQuorum.bootstrapServers(`${host}:9090`, entry)._property[1]).toBe(`${host}:9090,${entry}`);
  expect(KafkaQuorum.voters(`1@${host}:9090`, `2@${entry}`)._property[1]).toBe(`1@${host}:9090,2@${entry}`);
  expect(KafkaQuorum.voters(`1@${host}:9090`)._voter(1)?.port).toBe(9090);
});

test.each<[string, () => KafkaQuorum, string]>([
  ['no server', () => KafkaQuorum.bootstrapServers(), 'KafkaQuorum.empty: needs at least one controller, as "host:port"'],
  ['no voter', () => KafkaQuorum.voters(), 'KafkaQuorum.empty: needs at least one controller, as "id@host:port"'],
  ['a server without a port', () => KafkaQuorum.bootstrapServers('c0.int'), 'KafkaQuorum.format: "c0.int" must be "host:port"'],
  ['a voter as a server', () => KafkaQuorum.bootstrapServers('1@c0.int:9090'), 'KafkaQuorum.format: "1@c0.int:9090" must be "host:port"'],
  ['a server as a voter', () => KafkaQuorum.voters('c0.int:9090'), 'KafkaQuorum.format: "c0.int:9090" must be "id@host:port"'],
  ['two servers in one text', () => KafkaQuorum.bootstrapServers('a:1,b:2'), 'KafkaQuorum.format: "a:1,b:2" must be "host:port"'],
  ['an id that is too large', () => KafkaQuorum.voters('2147483648@c0.int:9090'), 'KafkaQuorum.format: "2147483648@c0.int:9090" must be "id@host:port"'],
  ['a host that is no name', () => KafkaQuorum.bootstrapServers('c/0.int:9090'), 'KafkaQuorum.host: the host of "c/0.int:9090" is neither a DNS name'],
  ['a host that is the machine itself', () => KafkaQuorum.voters('1@localhost:9090'), 'KafkaQuorum.host: the host of "1@localhost:9090" means the machine itself'],
  ['port 0', () => KafkaQuorum.bootstrapServers('c0.int:0'), 'KafkaQuorum.port: the port of "c0.int:0" must be from 1 to 65535'],
  ['a port that is too large', () => KafkaQuorum.voters('1@c0.int:65536'), 'KafkaQuorum.port: the port of "1@c0.int:65536" must be from 1 to 65535'],
  ['an id twice', () => KafkaQuorum.voters('1@a.int:9090', '1@b.int:9090'), 'KafkaQuorum.duplicateId: id 1 stands there more than once, and Kafka would take the last'],
  ['an address twice', () => KafkaQuorum.voters('1@a.int:9090', '2@a.int:9090'), 'KafkaQuorum.duplicateAddress: "a.int:9090" stands there more than once'],
])('fails for %s', (_, create, message) => {
  expect(create).toThrow(message);
});

test('fails once for everything that is wrong', () => {
  expect(() => KafkaQuorum.bootstrapServers('a', 'b:0', '::1:5', 'c.int:1', 'c.int:1'))
    .toThrow(/^quorum .*: 4 problems\n  - .*format: "a" .*\n  - .*port: .*"b:0".*\n  - .*format: "::1:5" .*\n  - .*duplicateAddress: "c.int:1" .*$/);
});
