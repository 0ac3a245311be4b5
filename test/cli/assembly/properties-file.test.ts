import { parseBrokerFile } from '../../../cli/assembly/properties-file';

const TEXT = `# a comment
process.roles=broker
node.id = 7
listeners=INTERNAL://:9092,CLIENT://0.0.0.0:9093
advertised.listeners=INTERNAL://10.0.0.7:9092,CLIENT://kafka.pay.example.com:20007
inter.broker.listener.name: INTERNAL
quoted=a\\=b\\:c
`;

test('a broker binds ports and tells addresses, a listener each', () => {
  const file = parseBrokerFile('x', TEXT);
  expect(file.nodeId).toBe(7);
  expect(file.listeners).toEqual([
    { name: 'INTERNAL', bindPort: 9092, protocol: 'INTERNAL', advertised: { host: '10.0.0.7', port: 9092 } },
    { name: 'CLIENT', bindPort: 9093, protocol: 'CLIENT', advertised: { host: 'kafka.pay.example.com', port: 20007 } },
  ]);
  expect(file.interBroker.name).toBe('INTERNAL');
  expect(file.properties.quoted).toBe('a=b:c');
  expect(file.text).toBe(TEXT);
});

test('a controller is met at its own listener', () => {
  const text = 'process.roles=controller\nnode.id=1000\nlisteners=CONTROLLER://:9090\nadvertised.listeners=CONTROLLER://10.0.0.7:9090\ncontroller.listener.names=CONTROLLER\n';
  expect(parseBrokerFile('x', text).interBroker).toMatchObject({ name: 'CONTROLLER', bindPort: 9090, advertised: { host: '10.0.0.7' } });
});

test.each([
  [TEXT.replace(/node.id.*\n/, ''), "x has no 'node.id'"],
  [TEXT.replace('INTERNAL://:9092', 'OTHER://:9092'), "x: 'listeners' has no INTERNAL, the 'inter.broker.listener.name'"],
  [TEXT.replace('10.0.0.7', '${Token[TOKEN.9]}'), 'x has a token that was never resolved: advertised.listeners=INTERNAL://${Token[TOKEN.9]}:9092'],
  [TEXT.replace('CLIENT://0.0.0.0:9093', 'CLIENT:9093'), '"CLIENT:9093" is not NAME://host:port'],
])('what cannot be read is an error', (text, message) => {
  expect(() => parseBrokerFile('x', text)).toThrow(message);
});
