import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { programOf } from '../../../cli/program';
import { AdvertisedHost, KafkaVendor, TidbCloudPlan } from '../../../src';
import { ROLE, usual, vendorApp, VendorAppProps } from '../vendor-app';

const made: string[] = [];
afterAll(() => made.forEach(directory => rmSync(directory, { recursive: true })));

function app(props?: VendorAppProps): string {
  const { directory } = vendorApp(props);
  made.push(directory);
  return directory;
}

/** What is said of vendors. */
async function changes(old: string, now: string): Promise<{ status: number; vendors: string[] }> {
  const { status, out, errors } = await programOf(['diff', '--json', old, now]);
  if (out === '') { throw new Error(errors); }
  const all = JSON.parse(out) as { part: string; what: string; duty: string }[];
  return { status, vendors: all.filter(({ part }) => part === 'vendors').map(({ what, duty }) => `${duty}: ${what}`) };
}

const before = app();

test.each<[string, () => string, number, string[]]>([
  ['nothing', () => app(), 0, []],
  ['a broker that is added', () => app({ brokerIds: [0, 1, 2, 3] }), 1, ['tell the vendor first: RisingWave Cloud on CLIENT: it keeps addresses of brokers: add kafka.pay.example.com:20003']],
  ['a broker of which it was told', () => app({ brokerIds: [0, 1, 2, 3], vendors: usual([0, 1, 2, 3]) }), 0,
    ['nothing: RisingWave Cloud on CLIENT: it keeps addresses of brokers, and was told of kafka.pay.example.com:20003 already']],
  ['a broker of which it was not told, unlike others', () => app({ brokerIds: [0, 1, 2, 3, 4], vendors: usual([0, 1, 2, 3]) }), 1, [
    'tell the vendor first: RisingWave Cloud on CLIENT: it keeps addresses of brokers: add kafka.pay.example.com:20004',
    'nothing: RisingWave Cloud on CLIENT: it keeps addresses of brokers, and was told of kafka.pay.example.com:20003 already',
  ]],
  ['a broker that is removed', () => app({ brokerIds: [0, 1] }), 1, ['tell the vendor after: RisingWave Cloud on CLIENT: it keeps addresses of brokers: take out kafka.pay.example.com:20002']],
  ['another name', () => app({ listener: { advertisedHost: AdvertisedHost.shared('kafka.example.org') } }), 1, [
    'tell the vendor first: RisingWave Cloud on CLIENT: it keeps addresses of brokers: add kafka.example.org:20000, kafka.example.org:20001, kafka.example.org:20002',
    'tell the vendor after: RisingWave Cloud on CLIENT: it keeps addresses of brokers: take out kafka.pay.example.com:20000, kafka.pay.example.com:20001, kafka.pay.example.com:20002',
    'tell the vendor first: ClickHouse ClickPipes on CLIENT: its address to start from is kafka.example.org:20999, and was kafka.pay.example.com:20999',
    'tell the vendor first: ClickHouse ClickPipes on CLIENT: it keeps names: add kafka.example.org',
    'tell the vendor after: ClickHouse ClickPipes on CLIENT: it keeps names: take out kafka.pay.example.com',
  ]],
  ['a principal that goes', () => app({ vendors: options => [KafkaVendor.risingWave({ ...options, principals: [] }), KafkaVendor.clickPipes(options)] }), 1,
    [`tell the vendor first: RisingWave Cloud on CLIENT: it connects as ${ROLE}, which may make no new endpoint`]],
  ['a vendor that goes', () => app({ vendors: options => [KafkaVendor.clickPipes(options)] }), 1,
    ['tell the vendor first: RisingWave Cloud on CLIENT: it is no longer a vendor of the service: undo it there, as setup() prints it']],
  ['a vendor that comes', () => app({ vendors: options => [...usual()(options), KafkaVendor.materialize(options)] }), 0,
    ['nothing: Materialize Cloud on CLIENT: it is new: setup() prints what is typed into it']],
])('%s', async (_, make, status, vendors) => {
  expect(await changes(before, make())).toEqual({ status, vendors });
});

test('a principal that arrives needs nobody, nor does a name that arrives', async () => {
  const tidb = (advertisedHost: AdvertisedHost, principals: iam.ArnPrincipal[]) => app({
    listener: { advertisedHost }, vendors: ({ listener }) => [KafkaVendor.tidbCloud({ plan: TidbCloudPlan.ESSENTIAL, listener, principals })],
  });
  const principals = [new iam.ArnPrincipal(Token.asString({ Ref: 'Role' }))];
  const [bare, allowed] = [tidb(AdvertisedHost.pending(), []), tidb(AdvertisedHost.pending(), principals)];
  expect(await changes(bare, allowed)).toEqual({ status: 0, vendors: [] });
  const named = tidb(AdvertisedHost.perBrokerAndZone('b{brokerId}.{zoneId}.abc.aws.plc.tidbcloud.com'), principals);
  expect(await changes(allowed, named)).toEqual({
    status: 0, vendors: ['nothing: TiDB Cloud Essential on CLIENT: CLIENT has its name now: setup() prints what is typed in'],
  });
});

test('the vendors of two contract files are compared too, whoever wrote them', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'vendors-'));
  made.push(directory);
  const file = (name: string, change: (document: any) => void) => {
    const document = {
      version: '1.3',
      serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0',
      region: 'eu-west-1',
      zoneIds: ['euw1-az1'],
      brokerIds: [0],
      listeners: [{ name: 'CLIENT', protocol: 'PLAINTEXT', saslMechanisms: [], host: 'b{brokerId}.kafka.pay.example.com', firstPort: 20000, bootstrapPort: 20999 }],
      vendors: [{ name: 'Example', listener: 'CLIENT', typedIn: ['eachName', 'what a later version has'] }],
    };
    change(document);
    writeFileSync(join(directory, name), JSON.stringify(document));
    return join(directory, name);
  };
  const old = file('old.json', () => {});
  expect(await changes(old, file('more.json', document => document.brokerIds.push(7)))).toEqual({
    status: 1, vendors: ['tell the vendor first: Example on CLIENT: it keeps names: add b7.kafka.pay.example.com'],
  });
  expect(await changes(old, file('moved.json', document => { document.serviceName = document.serviceName.replace('0123', '3210'); }))).toEqual({
    status: 1, vendors: ['tell the vendor first: Example on CLIENT: the endpoint service is another one: it gets the new name, and a new endpoint'],
  });
});

test('the page of the command shows what is said of vendors', async () => {
  const { out } = await programOf(['diff', before, app({ brokerIds: [0, 1, 2, 3] })]);
  expect(readFileSync(join(__dirname, '../../../docs/command.md'), 'utf8')).toContain(`\`\`\`text\n${out.split('\n\n')[0]}\n\`\`\``);
});
