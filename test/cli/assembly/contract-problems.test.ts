import { contractProblems } from '../../../cli/assembly/contract-problems';

const LISTENER = { name: 'CLIENT', protocol: 'SSL', saslMechanisms: [], host: 'kafka.pay.example.com', firstPort: 20000, bootstrapPort: 20999 };
const CONTRACT = { version: '1.0', region: 'eu-west-1', brokerIds: [0, 1], listeners: [LISTENER] };

test('a contract has none, in each of its versions', () => {
  expect(contractProblems(CONTRACT)).toEqual([]);
  expect(contractProblems({ ...CONTRACT, version: '2.0', listeners: [], moreListeners: [{ ...LISTENER, firstBrokerId: 1001 }], brokerIds: [1001] })).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  ['no object', 7, ['it has no listeners and brokerIds']],
  ['null', null, ['it has no listeners and brokerIds']],
  ['ids that are none', { ...CONTRACT, brokerIds: [0, 'a', -1] }, [
    'brokerIds has "a", and the id of a broker is a whole number', 'brokerIds has -1, and the id of a broker is a whole number',
  ]],
  ['a listener that is none', { ...CONTRACT, listeners: [null] }, [
    'listeners[0].name is missing, and must be a name',
    'listeners[0].protocol is missing, and must be one of PLAINTEXT, SSL, SASL_PLAINTEXT, SASL_SSL',
    'listeners[0].host is missing, and must be a host',
    'listeners[0].firstPort is missing, and must be a port from 1 to 65535',
    'listeners[0].bootstrapPort is missing, and must be a port from 1 to 65535',
    'listeners[0].saslMechanisms is missing, and must be a list of mechanisms, which may be empty',
  ]],
  ['a port that is too high', { ...CONTRACT, listeners: [LISTENER, { ...LISTENER, bootstrapPort: 65536 }] }, [
    'listeners[1].bootstrapPort is 65536, and must be a port from 1 to 65535',
  ]],
  ['a broker whose port is none', { ...CONTRACT, brokerIds: [0, 50000] }, ['the port of broker 50000 on CLIENT is 70000: firstPort 20000, firstBrokerId 0']],
  ['a broker before the first', { ...CONTRACT, listeners: [{ ...LISTENER, firstPort: 100, firstBrokerId: 1001 }] }, [
    'the port of broker 0 on CLIENT is -901: firstPort 100, firstBrokerId 1001', 'the port of broker 1 on CLIENT is -900: firstPort 100, firstBrokerId 1001',
  ]],
])('%s', (_, document, expected) => {
  expect(contractProblems(document)).toEqual(expected);
});
