import { Token } from 'aws-cdk-lib';
import { AdvertisedHost, ClientListener, KafkaBroker, ListenerSecurity } from '../../src';

const listenerOn = (advertisedHost: AdvertisedHost) => new ClientListener({ name: 'CLIENT', advertisedHost, security: ListenerSecurity.plaintext() });
const broker = (id: number, zoneId?: string) => KafkaBroker.fromIpAddress(id, '10.0.0.10', { zoneId });

test('a shared host is the host of every broker and the one to bootstrap from', () => {
  const host = AdvertisedHost.shared('kafka.pay.example.com');
  expect([0, 7].map(id => listenerOn(host).hostOf(broker(id)))).toEqual(['kafka.pay.example.com', 'kafka.pay.example.com']);
  expect(host.bootstrapHost).toBe('kafka.pay.example.com');
});

test('a host per broker carries the id; clients bootstrap from the suffix', () => {
  const host = AdvertisedHost.perBroker('b{brokerId}-eu.kafka.pay.example.com');
  expect([0, 998].map(id => listenerOn(host).hostOf(broker(id)))).toEqual(['b0-eu.kafka.pay.example.com', 'b998-eu.kafka.pay.example.com']);
  expect(host.bootstrapHost).toBe('kafka.pay.example.com');
});

test('a host per zone carries the zone id of the broker', () => {
  const host = AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com');
  expect(listenerOn(host).hostOf(broker(3, 'use1-az4'))).toBe('use1-az4.kafka.pay.example.com');
  expect(host.bootstrapHost).toBe('kafka.pay.example.com');
});

test('a host per broker and zone carries both, each in a label of its own', () => {
  const host = AdvertisedHost.perBrokerAndZone('b{brokerId}.z-{zoneId}.kafka.pay.example.com');
  expect(listenerOn(host).hostOf(broker(3, 'use1-az4'))).toBe('b3.z-use1-az4.kafka.pay.example.com');
  expect(host.bootstrapHost).toBe('kafka.pay.example.com');
  expect(() => listenerOn(host).hostOf(broker(3))).toThrow('broker 3: AdvertisedHost.zoneIdMissing: the host "b{brokerId}.z-{zoneId}.kafka.pay.example.com" is named by zone');
});

test.each([
  ['kafka.pay.example.com', 'must have {brokerId} once, in its first label, for example "b{brokerId}.{zoneId}.kafka.pay.example.com"'],
  ['b{brokerId}.pay.example.com', 'must have {zoneId} once, in its second label'],
  ['{zoneId}.b{brokerId}.pay.example.com', 'must have {brokerId} once, in its first label'],
  ['b{brokerId}-{zoneId}.kafka.pay.example.com', 'must have {zoneId} once, in its second label'],
  ['b{brokerId}.{zoneId}.{zoneId}.pay.example.com', 'must have {zoneId} once, in its second label'],
  ['b{brokerId}.kafka.{zoneId}.pay.example.com', 'must have {zoneId} once, in its second label'],
  ['b{brokerId}.{zoneId}.internal', 'needs at least two labels after the second one'],
  ['b{brokerId}.{zoneId}.a_b.internal', 'has a label that is not a DNS label: "a_b"'],
  [`b{brokerId}.${'a'.repeat(55)}{zoneId}.pay.example.com`, 'has a label that is not a DNS label'],
])('fails for the host per broker and zone %p', (pattern, problem) => {
  expect(() => AdvertisedHost.perBrokerAndZone(pattern)).toThrow(`advertised host ${JSON.stringify(pattern)}: AdvertisedHost.dnsName: ${problem}`);
});

test('fails for a host per zone and a broker whose zone is not known', () => {
  expect(() => listenerOn(AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com')).hostOf(broker(3)))
    .toThrow('broker 3: AdvertisedHost.zoneIdMissing: the host "{zoneId}.kafka.pay.example.com" is named by zone, and the broker has no \'zoneId\'');
});

test.each([
  ['', 'is empty'],
  ['Kafka.pay.example.com', 'has capital letters'],
  ['10.0.0.1', 'is an address'],
  ['::1', 'is an address'],
  ['0.0.0.0', 'is an address'],
  ['localhost', 'is the client itself'],
  ['kafka', 'has a single label'],
  ['kafka..internal', 'has a label that is not a DNS label: ""'],
  ['-kafka.internal', 'has a label that is not a DNS label: "-kafka"'],
  ['kafka_1.internal', 'has a label that is not a DNS label: "kafka_1"'],
  [`${'a'.repeat(64)}.internal`, 'has a label that is not a DNS label'],
  [`${'a.'.repeat(126)}ab`, 'is 254 characters long, a DNS name has 253 at most'],
  ['kafka.pay.example.com.', 'ends with a dot; give "kafka.pay.example.com"'],
  ['kafka..internal', 'has a label that is not a DNS label: ""'],
  ['b{brokerId}.pay.example.com', 'has a placeholder; use AdvertisedHost.perBroker() for {brokerId}'],
])('fails for the shared host %p', (host, problem) => {
  expect(() => AdvertisedHost.shared(host)).toThrow(`advertised host ${JSON.stringify(host)}: AdvertisedHost.dnsName: ${problem}`);
});

test.each([
  ['kafka.pay.example.com', 'must have {brokerId} once, in its first label'],
  ['kafka.b{brokerId}.internal', 'must have {brokerId} once, in its first label'],
  ['b{brokerId}{brokerId}.pay.example.com', 'must have {brokerId} once, in its first label'],
  ['b{brokerId}-{zoneId}.pay.example.com', 'has a brace that does not belong to {brokerId}'],
  ['b{brokerId}.internal', 'needs at least two labels after the first one'],
  ['b{brokerId}', 'needs at least two labels after the first one'],
  [`${'a'.repeat(61)}{brokerId}.pay.example.com`, 'has a label that is not a DNS label'],
])('fails for the host per broker %p', (pattern, problem) => {
  expect(() => AdvertisedHost.perBroker(pattern)).toThrow(problem);
});

test('the longest names are accepted', () => {
  expect(() => AdvertisedHost.shared(`${'a'.repeat(63)}.internal`)).not.toThrow();
  expect(() => AdvertisedHost.perBroker(`${'a'.repeat(60)}{brokerId}.pay.example.com`)).not.toThrow();
  expect(() => AdvertisedHost.shared(`${'a.'.repeat(126)}a`)).not.toThrow();
});

test('fails for a token', () => {
  expect(() => AdvertisedHost.shared(Token.asString({ Ref: 'Host' }))).toThrow('advertised host a token: AdvertisedHost.dnsName: is a token; it stands in server.properties');
});
