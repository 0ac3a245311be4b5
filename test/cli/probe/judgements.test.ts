import { judgeData, judgeTopic } from '../../../cli/probe/data-errors';
import { isPublic } from '../../../cli/probe/names';
import { pathsOf } from '../../../cli/probe/paths';
import { Problem } from '../../../cli/probe/problem';
import { judgeKnocks } from '../../../cli/probe/tcp';
import { tokenOf } from '../../../cli/probe/token';
import { judgeMetadata, Told } from '../../../cli/probe/told';

/** Judgements of what was seen, which no broker is needed for. */
const LISTENER = {
  name: 'CLIENT', protocol: 'SSL', saslMechanisms: [], host: 'b{brokerId}.{zoneId}.pay.example.com', firstPort: 20000, bootstrapPort: 20999,
};
const CONTRACT = {
  source: 'a test', region: 'eu-west-1', clusterId: 'c', zoneIds: ['euw1-az1', 'euw1-az2'], brokerIds: [0, 2], brokerZoneIds: ['euw1-az1', 'euw1-az2'], listeners: [LISTENER],
};
const TOLD: Told = {
  clusterId: 'c',
  brokers: [{ nodeId: 0, host: 'b0.euw1-az1.pay.example.com', port: 20000 }, { nodeId: 2, host: 'b2.euw1-az2.pay.example.com', port: 20002 }],
  topics: [{ name: 'canary', errorCode: 0, partitions: [{ partitionIndex: 7, leaderId: 2, leaderEpoch: 1 }] }],
};

function codeOf(judge: () => unknown): string | undefined {
  try {
    judge();
    return undefined;
  } catch (error) {
    if (!(error instanceof Problem)) { throw error; }
    return error.finding.code;
  }
}

const path = (brokerId?: number) => pathsOf(CONTRACT).find(each => each.brokerId === brokerId)!;

test('a path for where clients start, and one for each broker, by the patterns of the contract', () => {
  expect(pathsOf(CONTRACT).map(({ host, port, brokerId }) => `${brokerId} ${host}:${port}`)).toEqual([
    'undefined pay.example.com:20999', '0 b0.euw1-az1.pay.example.com:20000', '2 b2.euw1-az2.pay.example.com:20002',
  ]);
  expect(pathsOf(CONTRACT, ['OTHER'])).toEqual([]);
});

test.each<[string, Partial<Told>, string | undefined]>([
  ['all is well', {}, undefined],
  ['another cluster', { clusterId: 'd' }, 'Doctor.otherCluster'],
  ['another port', { brokers: [TOLD.brokers[0], { ...TOLD.brokers[1], port: 9093 }] }, 'Doctor.advertisedAddress'],
  ['another host', { brokers: [TOLD.brokers[0], { ...TOLD.brokers[1], host: 'ip-10-0-0-1.ec2.internal' }] }, 'Doctor.advertisedAddress'],
])('metadata: %s', (_, told, code) => {
  expect(codeOf(() => judgeMetadata({ ...TOLD, ...told }, CONTRACT, path(2), true))).toBe(code);
  expect(codeOf(() => judgeMetadata({ ...TOLD, ...told }, CONTRACT, path(), false))).toBe(code);
});

test('a broker that its cluster does not count is another one, or is fenced if it is known to be the one', () => {
  const told = { ...TOLD, brokers: [TOLD.brokers[0]] };
  expect(codeOf(() => judgeMetadata(told, CONTRACT, path(2), true))).toBe('Doctor.brokerFenced');
  expect(codeOf(() => judgeMetadata(told, CONTRACT, path(2), false))).toBe('Doctor.crossedPort');
  expect(codeOf(() => judgeMetadata(told, CONTRACT, path(0), true))).toBeUndefined(); // another path says so
});

test('brokers that the contract has not are a warning, wherever they are', () => {
  const told = { ...TOLD, brokers: [...TOLD.brokers, { nodeId: 9, host: 'elsewhere', port: 1 }] };
  expect(judgeMetadata(told, CONTRACT, path(2), true)).toEqual([expect.objectContaining({ code: 'Doctor.staleContract', detail: expect.stringMatching(/: 9$/) })]);
});

test.each([
  ['no answer', '203.0.113.5', 'Doctor.publicName'], ['no answer', '10.0.0.5', 'Doctor.closed'], ['refused', '203.0.113.5', 'Doctor.refused'], ['EHOSTUNREACH', '10.0.0.5', 'Doctor.closed'],
])('%s at %s is %s', (outcome, address, code) => {
  expect(codeOf(() => judgeKnocks([{ address, outcome }], 20000))).toBe(code);
  expect(codeOf(() => judgeKnocks([{ address, outcome }, { address: '10.0.0.6', outcome: 'open' }], 20000))).toBe('Doctor.zoneClosed');
});

test('which addresses are of the internet', () => {
  expect(['10.1.2.3', '172.16.0.1', '172.31.255.1', '192.168.0.1', '100.64.0.1', '127.0.0.1', '::1', 'fd00::1', 'fe80::1'].filter(isPublic)).toEqual([]);
  expect(['11.0.0.1', '172.15.0.1', '172.32.0.1', '192.169.0.1', '100.128.0.1', '2a05:d018::1'].filter(address => !isPublic(address))).toEqual([]);
});

test('a topic: its partition that the broker leads', () => {
  expect(judgeTopic('canary', 2, TOLD)).toMatchObject({ partition: 7 });
  expect(codeOf(() => judgeTopic('canary', 0, TOLD))).toBe('Doctor.topicLeader');
  expect(codeOf(() => judgeTopic('other', 0, TOLD))).toBe('Doctor.topicMissing');
  expect(codeOf(() => judgeTopic('canary', 2, { ...TOLD, topics: [{ name: 'canary', errorCode: 29, partitions: [] }] }))).toBe('Doctor.accessDenied');
});

test.each([
  [29, 'Doctor.accessDenied'], [6, 'Doctor.crossedPort'], [19, 'Doctor.replicasMissing'], [20, 'Doctor.replicasMissing'], [7, 'Doctor.notReturned'], [undefined, undefined],
])('a record that ends with error %s is %s', (error, code) => {
  expect(codeOf(() => judgeData(error, 'canary, partition 7'))).toBe(code);
});

test.each([
  ['http://login.example.com/token', 'is not an https:// address'], ['file:///nowhere/token', 'ENOENT'], ['https://127.0.0.1:1/token', 'ECONNREFUSED'],
])('no token by %s', async (url, detail) => {
  const got = tokenOf({ url, clientId: 'payments', clientSecret: 'very secret' }, {}, 1000);
  await expect(got).rejects.toMatchObject({ finding: { code: 'Doctor.token', detail: expect.stringContaining(detail) } });
  await expect(got).rejects.not.toMatchObject({ finding: { detail: expect.stringContaining('very secret') } });
});
