import * as fc from 'fast-check';
import { KafkaServiceContract as FirstReader } from './readers/reader-1.0'; // as consumers have it who read contracts of version 1.0 only
import { AdvertisedHost, ClientListener, CompanionAddress, CompanionProtocol, KafkaBroker, KafkaServiceContract, ListenerSecurity, ServiceContractAttributes } from '../../src';
import { contractJson, listenerJson, SERVICE_NAME } from '../private-link/fixtures';

/** What a consumer does with a contract. */
function answersOf(reader: typeof KafkaServiceContract, json: string): unknown {
  const contract = reader.fromJson(json);
  const { serviceName, region, zoneIds, brokerIds } = contract;
  return {
    serviceName,
    region,
    zoneIds,
    brokerIds,
    listeners: contract.listeners.map(listener => ({
      addresses: [listener.bootstrapServers, ...brokerIds.map(brokerId => listener.addressOf(brokerId))],
      ports: listener._ports,
      properties: listener.clientProperties({ truststoreLocation: listener.truststoreType && 'ca.pem' }),
      needsClientCertificate: listener.needsClientCertificate,
    })),
  };
}

const given = (listeners: ClientListener[], brokerIds: number[]) => KafkaServiceContract._of(
  SERVICE_NAME, 'eu-west-1', listeners, brokerIds.map(id => KafkaBroker.fromIpAddress(id, '10.0.0.1', { zoneId: 'euw1-az1' })));

const OF_ANOTHER_VERSION = /^contract: KafkaServiceContract\.version: has version "2\.0", this library reads 1\.x; update cdk-kafka-privatelink here$/;

describe('a reader of the first version', () => {
  test('reads what is written now as this one does, or refuses it by its version', () => {
    const plan = fc.record({
      firstBrokerId: fc.constantFrom(0, 0, 0, 1, 500, 1001),
      places: fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 9 }),
      pattern: fc.constantFrom('kafka.pay.example.com', 'b{brokerId}.kafka.pay.example.com', '{zoneId}.kafka.pay.example.com'),
    });
    const seen = new Set<string>();
    fc.assert(fc.property(plan, ({ firstBrokerId, places, pattern }) => {
      const listener = new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost._fromPattern(pattern), security: ListenerSecurity.plaintext(), firstBrokerId });
      const json = given([listener], places.map(place => firstBrokerId + place)).toJson();
      const { version } = JSON.parse(json);
      seen.add(version);
      expect(version).toBe(firstBrokerId === 0 ? '1.0' : '2.0');
      if (version === '1.0') {
        expect(answersOf(FirstReader, json)).toEqual(answersOf(KafkaServiceContract, json));
      } else {
        expect(() => FirstReader.fromJson(json)).toThrow(OF_ANOTHER_VERSION);
      }
    }));
    expect([...seen].sort()).toEqual(['1.0', '2.0']);
  });

  const both = (slot: number) => new ClientListener({
    name: `BOTH_${slot}`, slot, advertisedHost: AdvertisedHost.perBrokerAndZone(`b{brokerId}.{zoneId}.s${slot}.pay.example.com`), security: ListenerSecurity.plaintext(),
  });
  const other = (firstBrokerId = 0) => new ClientListener({
    name: 'CLIENT', advertisedHost: AdvertisedHost.perZone('{zoneId}.kafka.pay.example.com'), security: ListenerSecurity.plaintext(), firstBrokerId,
  });

  test('reads the listeners that it understands, beside others that it does not', () => {
    const json = given([both(1), other(), both(2)], [0, 4]).toJson();
    expect(JSON.parse(json)).toMatchObject({ version: '1.2', listeners: [{ name: 'CLIENT' }], moreListeners: [{ name: 'BOTH_1', firstBrokerId: 0 }, { name: 'BOTH_2' }] });
    expect(answersOf(FirstReader, json)).toEqual(answersOf(KafkaServiceContract, given([other()], [0, 4]).toJson()));
    expect(() => FirstReader.fromJson(json).listener('BOTH_1')).toThrow('there is no listener "BOTH_1", the contract has CLIENT');
    const read = KafkaServiceContract.fromJson(json);
    expect(read.listeners.map(({ name }) => name)).toEqual(['CLIENT', 'BOTH_1', 'BOTH_2']);
    expect([read.listener('BOTH_2').addressOf(4), read.listener('BOTH_2').bootstrapServers]).toEqual(['b4.euw1-az1.s2.pay.example.com:22004', 's2.pay.example.com:22999']);
    expect(read.toJson()).toBe(json);
  });

  test('refuses a contract of which it understands no listener by its version', () => {
    const json = given([both(1)], [0]).toJson();
    expect(JSON.parse(json)).toMatchObject({ version: '3.0', listeners: [], moreListeners: [{ name: 'BOTH_1' }] });
    expect(() => FirstReader.fromJson(json)).toThrow('has version "3.0", this library reads 1.x; update cdk-kafka-privatelink here');
    expect(KafkaServiceContract.fromJson(json).listeners.map(({ name }) => name)).toEqual(['BOTH_1']);
  });

  test('keeps to the version of its other listeners, with companions or without', () => {
    const registry = { name: 'registry', port: 8081, protocol: CompanionProtocol.HTTPS, advertisedHost: AdvertisedHost.shared('registry.pay.example.com') };
    const versionOf = (listeners: ClientListener[], companions?: CompanionAddress[]) => JSON.parse(KafkaServiceContract.of({
      region: 'eu-west-1', brokerIds: [500], brokerZoneIds: ['euw1-az1'], listeners, companions,
    }).toJson()).version;
    expect([versionOf([other(), both(1)]), versionOf([other(500), both(1)]), versionOf([both(1)])]).toEqual(['1.2', '2.2', '3.0']);
    expect([versionOf([other(), both(1)], [registry]), versionOf([other(500), both(1)], [registry]), versionOf([both(1)], [registry])]).toEqual(['1.2', '2.2', '3.0']);
  });

  test('reads a contract with vendors, and knows nothing of them', () => {
    const vendors = [{ name: 'Example', listener: 'CLIENT', typedIn: ['bootstrap', 'what comes later'], listedBrokerIds: [0] }];
    const of = (listeners: ClientListener[], brokerIds: number[], own = vendors) => KafkaServiceContract._of(
      SERVICE_NAME, 'eu-west-1', listeners, brokerIds.map(id => KafkaBroker.fromIpAddress(id, '10.0.0.1', { zoneId: 'euw1-az1' })), [], { vendors: own }).toJson();
    expect(JSON.parse(of([other()], [0]))).toMatchObject({ version: '1.3', vendors });
    expect(answersOf(FirstReader, of([other(), both(1)], [0]))).toEqual(answersOf(FirstReader, given([other()], [0]).toJson()));
    expect([[other(500)], [both(1)]].map(listeners => JSON.parse(of(listeners, [500])).version)).toEqual(['2.3', '3.1']);
    expect(of([other()], [0], [])).toBe(given([other()], [0]).toJson());
    expect(KafkaServiceContract.fromJson(of([both(1)], [0])).toJson()).toBe(of([both(1)], [0]));
  });

  test.each<[string, unknown, string]>([
    ['no list', {}, "'vendors' of the contract must be a list of vendors, got {}"],
    ['no vendor', [null], "vendor number 1 has no 'name' (a name)"],
    ['a vendor that was told nothing', [{ name: 'Example', listener: 'CLIENT' }], 'vendor "Example" has no \'typedIn\''],
    ['no list of what it was told', [{ name: 'Example', listener: 'CLIENT', typedIn: 'all' }], "'typedIn' of vendor \"Example\" must be a list of what is typed into it, got \"all\""],
  ])('of vendors %s is refused', (_, vendors, message) => {
    expect(() => KafkaServiceContract.fromJson(JSON.stringify({ ...JSON.parse(given([other()], [0]).toJson()), vendors }))).toThrow(message);
  });

  test('would tell wrong ports of broker ids that it takes, if the version were the first', () => {
    const json = given([new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext(), firstBrokerId: 500 })], [500]).toJson();
    expect(KafkaServiceContract.fromJson(json).listener('CLIENT').addressOf(500)).toBe('kafka.pay.example.com:20000');
    expect(FirstReader.fromJson(json.replace('"2.0"', '"1.1"')).listener('CLIENT').addressOf(500)).toBe('kafka.pay.example.com:20500');
    expect(() => KafkaServiceContract.fromJson(json.replace('"2.0"', '"1.1"'))).toThrow(
      'contract: KafkaServiceContract.contradiction: \'firstBrokerId\' 500 of listener "CLIENT" is in a contract of version "1.1", and older readers would count its ports from broker 0');
  });

  test('ignores whatever a minor version adds, wherever it is', () => {
    const added = { nodes: [{ id: 0, roles: ['broker'] }], firstPorts: 30000, transport: null };
    const later = contractJson({ version: '1.9', ...added, listeners: [listenerJson(added)] });
    expect(answersOf(FirstReader, later)).toEqual(answersOf(FirstReader, contractJson()));
    expect(answersOf(KafkaServiceContract, later)).toEqual(answersOf(FirstReader, contractJson()));
  });

  test('answers all that concerns brokers where there are companions, of which it knows nothing', () => {
    const listener = (firstBrokerId = 0) => new ClientListener({ name: 'CLIENT', advertisedHost: AdvertisedHost.shared('kafka.pay.example.com'), security: ListenerSecurity.plaintext(), firstBrokerId });
    const registry = { name: 'registry', port: 8081, protocol: CompanionProtocol.HTTPS };
    const with_ = (companions?: CompanionAddress[], firstBrokerId = 0) => KafkaServiceContract.of({
      region: 'eu-west-1', serviceName: SERVICE_NAME, brokerIds: [firstBrokerId, firstBrokerId + 2], zoneIds: ['euw1-az1'], listeners: [listener(firstBrokerId)], companions,
    }).toJson();
    expect(JSON.parse(with_([registry])).version).toBe('1.1');
    expect(JSON.parse(with_([])).version).toBe('1.0');
    expect(answersOf(FirstReader, with_([registry]))).toEqual(answersOf(FirstReader, with_()));
    expect(answersOf(KafkaServiceContract, with_([registry]))).toEqual(answersOf(FirstReader, with_()));
    expect(() => FirstReader.fromJson(with_([registry], 500))).toThrow('has version "2.1", this library reads 1.x; update cdk-kafka-privatelink here');
  });

  test('connects all the same where the contract has the id of the cluster, of which it knows nothing', () => {
    const of = (changes: Partial<ServiceContractAttributes>) => KafkaServiceContract.of({
      region: 'eu-west-1', serviceName: SERVICE_NAME, brokerIds: [0, 2], brokerZoneIds: ['euw1-az1', 'euw1-az2'], listeners: [other()], clusterId: 'Ye2n9lagXrj7SY84IDTCAA', ...changes,
    }).toJson();
    const versionOf = (json: string) => JSON.parse(json).version;
    expect([of({}), of({ listeners: [other(500)], brokerIds: [500, 501] }), of({ listeners: [both(1)] })].map(versionOf)).toEqual(['1.3', '2.3', '3.1']);
    expect(answersOf(FirstReader, of({}))).toEqual(answersOf(FirstReader, of({ clusterId: undefined })));
    expect(answersOf(KafkaServiceContract, of({}))).toEqual(answersOf(FirstReader, of({ clusterId: undefined })));
    expect(answersOf(FirstReader, of({ listeners: [other(), both(1)] }))).toEqual(answersOf(FirstReader, of({})));
    expect(() => FirstReader.fromJson(of({ listeners: [other(500)], brokerIds: [500, 501] }))).toThrow('has version "2.3", this library reads 1.x');
    expect(() => FirstReader.fromJson(of({ listeners: [both(1)] }))).toThrow('has version "3.1", this library reads 1.x');
    expect(KafkaServiceContract.fromJson(of({})).clusterId).toBe('Ye2n9lagXrj7SY84IDTCAA');
    expect(KafkaServiceContract.fromJson(of({})).toJson()).toBe(of({}));
  });

  test.each(['2.0', '2.7', '3.0'])('refuses version %s by name', version => {
    expect(() => FirstReader.fromJson(contractJson({ version }))).toThrow(`has version "${version}", this library reads 1.x; update cdk-kafka-privatelink here`);
  });
});

describe('this reader', () => {
  const more = (listener: { [key: string]: unknown }, contract: { [key: string]: unknown } = {}) => contractJson({
    version: '1.2', brokerZoneIds: ['euw1-az1', 'euw1-az2', 'euw1-az3'], moreListeners: [listenerJson({ name: 'MORE', firstPort: 21000, bootstrapPort: 21999, firstBrokerId: 0, ...listener })], ...contract,
  });

  test.each(['b{brokerId}.{rackId}.pay.example.com', '{zoneId}.{brokerId}.kafka.pay.example.com', undefined])('leaves a listener alone whose host it does not understand, until it is asked for: %p', host => {
    const contract = KafkaServiceContract.fromJson(more({ host, firstPort: 'later' }));
    expect(contract.listeners.map(({ name }) => name)).toEqual(['CLIENT']);
    expect(contract.listener('CLIENT').addressOf(2)).toBe('kafka.pay.example.com:20002');
    expect(() => contract.listener('MORE')).toThrow(/^contract: KafkaServiceContract\.foreignListener: the host .* of listener "MORE" .*; update cdk-kafka-privatelink here, or use another listener$/);
    expect(() => contract.listener('OTHER')).toThrow('there is no listener "OTHER", the contract has CLIENT');
  });

  test.each<[string, string, string]>([
    ['without a port', more({ host: 'kafka.more.internal', firstPort: undefined }), "KafkaServiceContract.missingKey: listener \"MORE\" has no 'firstPort'"],
    ['that counts from nowhere', more({ host: 'kafka.more.internal', firstBrokerId: undefined }), "KafkaServiceContract.missingKey: listener \"MORE\" has no 'firstBrokerId'"],
    ['in the slot of another one', more({ host: 'kafka.more.internal', firstPort: 20500, bootstrapPort: 20600 }), 'KafkaServiceContract.contradiction: the ports of listener "MORE" (20500 to 21499) overlap those of listener "CLIENT"'],
    ['without the zones', more({ host: 'b{brokerId}.{zoneId}.more.internal' }, { brokerZoneIds: undefined }), "'brokerZoneIds' must have the zone id of each of 'brokerIds', in their order, since a host is named by zone"],
    ['in no list', contractJson({ moreListeners: 'MORE' }), "KafkaServiceContract.badKey: 'moreListeners' of the contract must be a list of listeners, got \"MORE\""],
  ])('refuses one that it understands %s', (_, json, message) => {
    expect(() => KafkaServiceContract.fromJson(json)).toThrow(message);
  });

  test('takes no listeners at all from the third version on only', () => {
    expect(() => KafkaServiceContract.fromJson(contractJson({ listeners: [] }))).toThrow("'listeners' of the contract must be a list of at least one listener");
    expect(KafkaServiceContract.fromJson(contractJson({ version: '3.0', listeners: [] })).listeners).toEqual([]);
  });

  const second = (listener: { [key: string]: unknown } = {}, contract: { [key: string]: unknown } = {}) =>
    contractJson({ version: '2.0', brokerIds: [1001, 1002], listeners: [listenerJson({ firstBrokerId: 1001, ...listener })], ...contract });

  test('counts the ports of a contract of version 2 from its first broker', () => {
    const { listeners: [listener] } = KafkaServiceContract.fromJson(second());
    expect([listener.firstBrokerId, listener.addressOf(1001), listener.addressOf(1002)]).toEqual([1001, 'kafka.pay.example.com:20000', 'kafka.pay.example.com:20001']);
    expect(answersOf(KafkaServiceContract, second({}, { version: '2.4', more: {} }))).toEqual(answersOf(KafkaServiceContract, second()));
  });

  test('and those of the first version from 0', () => {
    expect(KafkaServiceContract.fromJson(contractJson()).listener('CLIENT').firstBrokerId).toBe(0);
  });

  test.each<[string, string, string]>([
    ['without a first broker', second({ firstBrokerId: undefined }), "KafkaServiceContract.missingKey: listener \"CLIENT\" has no 'firstBrokerId' (a broker id); save the provider's output as it is"],
    ['with a text as first broker', second({ firstBrokerId: '1001' }), "KafkaServiceContract.badKey: 'firstBrokerId' of listener \"CLIENT\" must be a broker id, got \"1001\""],
    ['with a first broker below 0', second({ firstBrokerId: -1 }), "KafkaServiceContract.contradiction: 'firstBrokerId' -1 of listener \"CLIENT\" is not an integer from 0 to 2147483647"],
    ['with a broker before the first', second({ firstBrokerId: 1002 }), "KafkaServiceContract.contradiction: 'brokerIds' has 1001, ids are integers from 1002 to 2000 on listener \"CLIENT\""],
    ['with a broker at the bootstrap port', second({ bootstrapPort: 20001 }), "KafkaServiceContract.contradiction: 'bootstrapPort' 20001 of listener \"CLIENT\" is the port of broker 1002"],
  ])('refuses one of version 2 %s', (_, json, message) => {
    expect(() => KafkaServiceContract.fromJson(json)).toThrow(message);
  });
});
