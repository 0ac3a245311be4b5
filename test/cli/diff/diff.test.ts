import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { programOf } from '../../../cli/program';
import {
  AdvertisedHost, BrokerCertificate, ClientListenerProps, KafkaPrivateLinkService, KafkaRollout, KafkaServiceContract,
  ListenerSecurity, PerBrokerNlbListeners,
} from '../../../src';
import { clientListener, ENV, setup, SetupProps, ZONE_IDS } from '../../brokers/fixtures';

const work = mkdtempSync(join(tmpdir(), 'diff-'));
const made: string[] = [work];
afterAll(() => made.forEach(directory => rmSync(directory, { recursive: true })));

interface AppProps extends SetupProps {
  readonly listener?: Partial<ClientListenerProps>;
  readonly listenersId?: string;
  readonly serviceId?: string;
  readonly accounts?: string[];
}

const tls = ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem'));

function app(
  { listener, listenersId = 'Listeners', serviceId = 'Service', accounts = ['222222222222'], ...props }: AppProps = {},
): string {
  const root = new App();
  const stack = new Stack(root, 'Kafka', { env: ENV });
  const clientListeners = [clientListener(listener)];
  const { vpc, brokers } = setup({ stack, clientListeners, availabilityZoneIds: ZONE_IDS, ...props });
  const listeners = new PerBrokerNlbListeners(stack, listenersId, { vpc, brokers: brokers.brokers, clientListeners });
  const allowedPrincipals = accounts.map(account => new iam.AccountPrincipal(account));
  new KafkaPrivateLinkService(stack, serviceId, { listeners, allowedPrincipals }).addContractOutput();
  const { directory } = root.synth();
  made.push(directory);
  return directory;
}

async function changes(...args: string[]): Promise<{ status: number; all: string[] }> {
  const { status, out, errors } = await programOf(['diff', '--json', ...args]);
  if (out === '') { throw new Error(errors); }
  return { status, all: JSON.parse(out).map(({ part, what, duty }: any) => [part, ...duty ? [duty] : [], what].join(': ')) };
}

const before = app();

test('the same app has no changes', async () => {
  const { status, out } = await programOf(['diff', before, app()]);
  expect({ status, out }).toEqual({ status: 0, out: 'Nothing changes for vendors, consumers, nodes, ports and names.' });
});

test('a property of brokers restarts them after the controllers, one after another, and consumers do nothing', async () => {
  expect(await changes(before, app({ overrides: { 'log.retention.hours': '48' } }))).toEqual({
    status: 0,
    all: ['nodes: Kafka: these restart, one wave after the other: node 1000; node 1001; node 1002; node 0; node 1; '
      + 'node 2'],
  });
});

test('by zone the brokers of one zone are one wave', async () => {
  const six: AppProps = { brokerCount: 6, rollout: KafkaRollout.byZone() };
  const { all } = await changes(app(six), app({ ...six, overrides: { 'log.retention.hours': '48' } }));
  expect(all).toEqual(['nodes: Kafka: these restart, one wave after the other: node 1000; node 1001; node 1002; '
    + 'node 0 and node 3; node 1 and node 4; node 2 and node 5']);
});

test('a broker is added: nobody restarts, and consumers do nothing', async () => {
  expect(await changes(before, app({ brokerCount: 4 }))).toEqual({
    status: 0,
    all: [
      'consumers: nothing: Kafka.Outputs.Contract: broker 3 is new',
      'nodes: Kafka: new: node 3',
      expect.stringMatching(/^ports: CLIENT: port 20003 is new, broker 3 as kafka\.pay\.example\.com:20003 at .*:9093$/),
    ],
  });
});

test('a broker is removed: its partitions must be elsewhere', async () => {
  const { status, all } = await changes(app({ brokerCount: 4 }), before);
  expect(status).toBe(0);
  expect(all).toEqual(expect.arrayContaining([
    'consumers: nothing: Kafka.Outputs.Contract: broker 3 is gone: no client may have only that to start from',
    'nodes: Kafka: removed (their volumes stay; move the partitions of brokers before): node 3',
  ]));
});

test('another security, host or port is a change of clients', async () => {
  const contract = 'consumers: change clients: Kafka.Outputs.Contract: ';
  const of = async (listener: Partial<ClientListenerProps>) => changes(before, app({ listener }));
  const [secured, named, moved] = [
    await of({ security: tls }), await of({ advertisedHost: AdvertisedHost.shared('kafka.other.internal') }),
    await of({ firstPort: 30000 }),
  ];
  expect([secured.status, named.status, moved.status]).toEqual([1, 1, 1]);
  expect(secured.all).toContain(`${contract}CLIENT is SSL, and was PLAINTEXT: clients need another file`);
  expect(named.all).toContain(`${contract}CLIENT is at kafka.other.internal, and was at kafka.pay.example.com: other names, `
    + 'another certificate, another file for clients');
  expect(moved.all).toContain(`${contract}CLIENT has other ports: kafka.pay.example.com:30999 to start from, `
    + 'and the groups open others');
});

test('another kind of name needs another certificate', async () => {
  const byBroker = { security: tls, advertisedHost: AdvertisedHost.perBroker('b{brokerId}.kafka.pay.example.com') };
  expect((await changes(app({ listener: { security: tls } }), app({ listener: byBroker }))).all)
    .toEqual(expect.arrayContaining([expect.stringMatching(
      /^ports: CLIENT: the certificate needs the name (\*|b0)\.kafka\.pay\.example\.com too$/,
    )]));
});

test('a parked node stops, and does not restart with the others; later it starts again', async () => {
  const parked = app({ parked: [2], overrides: { 'log.retention.hours': '48' } });
  const restart = 'nodes: Kafka: these restart, one wave after the other: node 1000; node 1001; node 1002; node 0; node 1';
  expect((await changes(before, parked)).all).toEqual([restart, 'nodes: Kafka: these stop, and keep their disks: node 2']);
  expect((await changes(parked, before)).all).toEqual([restart, 'nodes: Kafka: these start again: node 2']);
});

test('who may connect', async () => {
  expect(await changes(before, app({ accounts: ['333333333333'] }))).toEqual({
    status: 0,
    all: [
      expect.stringMatching(/^principals: Kafka\.Service\w*: arn:aws:iam::333333333333:root may connect$/),
      expect.stringMatching(
        /^principals: Kafka\.Service\w*: arn:aws:iam::222222222222:root may make no new endpoint\. Its connections stay until somebody rejects them$/,
      ),
    ],
  });
});

test('a load balancer or a service of another id is what AWS refuses', async () => {
  const [balancer, service] = [
    await changes(before, app({ listenersId: 'Renamed' })), await changes(before, app({ serviceId: 'Renamed' })),
  ];
  expect([balancer.status, service.status]).toEqual([1, 1]);
  expect(balancer.all).toEqual(expect.arrayContaining([
    expect.stringMatching(
      /^refused: Kafka\.Listeners\w+: the load balancer goes away, or gets another logical id, and AWS deletes none that a service uses$/,
    ),
    expect.stringMatching(/^refused: Kafka\.Service\w+: the endpoint service gets another load balancer/),
  ]));
  expect(service.all).toContainEqual(expect.stringMatching(/^refused: Kafka\.Service\w+: the endpoint service goes away/));
  expect(service.all).toContainEqual('consumers: deploy: Kafka.Outputs.Contract: the endpoint service is another one: '
    + 'the endpoint is replaced, and open connections end');
});

test.each<[string, (balancer: any) => void, string]>([
  ['another scheme', balancer => { balancer.Scheme = 'internet-facing'; }, 'Scheme of the load balancer is another one, '
    + 'so CloudFormation replaces it, and AWS deletes none that a service uses'],
  ['a subnet less', balancer => balancer.Subnets.pop(), 'the load balancer loses subnet-eu-west-1c, '
    + 'and AWS takes no zone away that endpoints use'],
])('%s of a load balancer is refused', async (name, change, message) => {
  const copy = join(work, name);
  cpSync(before, copy, { recursive: true });
  const file = join(copy, 'Kafka.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8'));
  change(
    Object.values<any>(template.Resources).find(({ Type }) => Type === 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties,
  );
  writeFileSync(file, JSON.stringify(template));
  const { status, all } = await changes(before, copy);
  expect(status).toBe(1);
  expect(all).toContainEqual(expect.stringMatching(`^refused: Kafka\\.Listeners\\w+: ${message}$`));
});

test('two services of a stack are compared each with itself, also without outputs', async () => {
  const both = (brokerCount: number) => {
    const root = new App();
    const stack = new Stack(root, 'Kafka', { env: ENV });
    const other = clientListener({ name: 'OTHER', slot: 1, advertisedHost: AdvertisedHost.shared('kafka.other.internal') });
    const clientListeners = [clientListener(), other];
    const { vpc, brokers } = setup({ stack, brokerCount, clientListeners });
    for (const listener of clientListeners) {
      const listeners =
        new PerBrokerNlbListeners(stack, `Of${listener.name}`, { vpc, brokers: brokers.brokers, clientListeners: [listener] });
      new KafkaPrivateLinkService(stack, `Service${listener.name}`, {
        listeners, allowedPrincipals: [new iam.AccountPrincipal('222222222222')],
      });
    }
    const { directory } = root.synth();
    made.push(directory);
    return directory;
  };
  const { status, all } = await changes(both(3), both(4));
  expect({ status, consumers: all.filter(text => text.startsWith('consumers')) }).toEqual({
    status: 0, consumers: ['CLIENT', 'OTHER'].map(() => 'consumers: nothing: Kafka (its metadata): broker 3 is new'),
  });
});

test('the page of the command shows what a broker more and another property do', async () => {
  const { out } = await programOf(['diff', before, app({ brokerCount: 4, overrides: { 'log.retention.hours': '48' } })]);
  expect(readFileSync(join(__dirname, '../../../docs/command.md'), 'utf8')).toContain(`\`\`\`text\n${out}\n\`\`\``);
});

describe('two contracts of a consumer', () => {
  const write = (name: string, change: (document: any) => void) => {
    const contract = KafkaServiceContract.of({
      region: 'eu-west-1',
      brokerIds: [0, 1, 2],
      listeners: [clientListener()],
      serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
      clusterId: 'Ye2n9lagXrj7SY84IDTCAA',
    });
    const document = JSON.parse(contract.toJson());
    change(document);
    const file = join(work, `${name}.json`);
    writeFileSync(file, JSON.stringify(document));
    return file;
  };
  const old = write('old', () => {});

  test.each<[string, (document: any) => void, number, string[]]>([
    ['brokers', document => document.brokerIds.push(3, 4, 5, 9), 0, ['consumers: nothing: brokers 3-5, 9 are new']],
    ['a broker', document => document.brokerIds.push(3), 0, ['consumers: nothing: broker 3 is new']],
    [
      'a listener', document => document.listeners.push({ ...document.listeners[0], name: 'OTHER', bootstrapPort: 21999 }), 0,
      ['consumers: nothing: listener OTHER is new: kafka.pay.example.com:21999'],
    ],
    ['no listener', document => document.listeners.pop(), 1, ['consumers: change clients: listener CLIENT is gone: '
      + 'clients move to another one before']],
    [
      'another service', document => { document.serviceName = document.serviceName.replace('0123', '3210'); }, 1,
      ['consumers: deploy: the endpoint service is another one: the endpoint is replaced, and open connections end'],
    ],
    [
      'another cluster', document => { document.clusterId = 'AAAAAAAAAAAAAAAAAAAAAA'; }, 1,
      ['consumers: change clients: the brokers are of the cluster AAAAAAAAAAAAAAAAAAAAAA, and were of Ye2n9lagXrj7SY84IDTCAA: '
        + 'it has other topics, offsets and users'],
    ],
    ['no id of the cluster', document => { delete document.clusterId; }, 0, []],
    [
      'a companion',
      document => { document.companions = [{ name: 'registry', protocol: 'HTTPS', host: 'registry.pay.example.com', port: 8081 }]; },
      0, ['consumers: nothing: companion registry is new: HTTPS registry.pay.example.com:8081'],
    ],
    ['a zone of a listener with names by zone', document => {
      document.zoneIds.push('euw1-az2');
      document.listeners[0].host = '{zoneId}.kafka.pay.example.com';
    }, 1, [
      'consumers: deploy: brokers are in zones euw1-az2 too, and CLIENT has a name for each zone: '
        + 'the endpoint needs a subnet there',
      'consumers: change clients: CLIENT is at {zoneId}.kafka.pay.example.com, and was at kafka.pay.example.com: other names, '
        + 'another certificate, another file for clients',
    ]],
  ])('%s', async (name, change, status, all) => {
    expect(await changes(old, write(name.replaceAll(' ', '-'), change))).toEqual({ status, all });
  });
});

test.each([
  ['one thing', [before], 'diff: two things are compared, OLD and NEW; got 1'],
  ['what is not there', [before, 'nowhere'], 'there is no nowhere'],
])('%s is refused in one line', async (_, args, message) => {
  expect(await programOf(['diff', ...args])).toEqual({ status: 2, out: '', errors: `cdk-kafka-privatelink: ${message}` });
});
