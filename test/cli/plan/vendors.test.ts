import { rmSync } from 'fs';
import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { programOf } from '../../../cli/program';
import { AdvertisedHost, KafkaVendor, TidbCloudPlan } from '../../../src';
import { ROLE, usual, vendorApp, VendorAppProps } from '../vendor-app';

const made: string[] = [];
afterAll(() => made.forEach(directory => rmSync(directory, { recursive: true })));

async function plan(props: VendorAppProps, ...args: string[]): Promise<string> {
  const { directory } = vendorApp(props);
  made.push(directory);
  return (await programOf(['plan', directory, ...args])).out;
}

const vendorsOf = async (props: VendorAppProps) =>
  JSON.parse(await plan(props, '--json')).loadBalancers[0].services[0].vendors;

test('a vendor has as whom it connects, what is typed into it, and which brokers it must be told of', async () => {
  expect(await vendorsOf({ vendors: usual([0, 2]) })).toEqual([
    {
      name: 'RisingWave Cloud',
      listener: 'CLIENT',
      principals: [ROLE],
      typedIn: [
        { what: 'addresses of brokers', values: [0, 1, 2].map(id => `kafka.pay.example.com:2000${id}`) }, { what: 'protocol', values: ['PLAINTEXT'] },
      ],
      brokerList: { brokers: [0, 1, 2], untold: [1] },
    },
    {
      name: 'ClickHouse ClickPipes',
      listener: 'CLIENT',
      principals: ['arn:aws:iam::072088201116:root'],
      typedIn: [{ what: 'address to start from', values: ['kafka.pay.example.com:20999'] }, { what: 'names', values: ['kafka.pay.example.com'] }],
    },
  ]);
});

test('each output says it', async () => {
  const text = await plan({ vendors: usual([0, 2]) });
  expect(text).toContain(`  vendor                RisingWave Cloud on CLIENT, as ${ROLE}\n`);
  expect(text).toContain('  it keeps a list       tell it of a broker before you add one; nothing says that it was told of\n                        broker 1\n');
  expect(text).toContain('  typed into it         address to start from: kafka.pay.example.com:20999\n                        names: kafka.pay.example.com\n');
  expect(await plan({}, '--markdown')).toContain('| vendor | `ClickHouse ClickPipes on CLIENT, as arn:aws:iam::072088201116:root` |');
});

test('while the name is pending nothing is typed in, and a principal may be a parameter', async () => {
  const tidb = (principals: iam.ArnPrincipal[]): VendorAppProps => ({
    listener: { advertisedHost: AdvertisedHost.pending() },
    vendors: ({ listener }) => [KafkaVendor.tidbCloud({ plan: TidbCloudPlan.ESSENTIAL, listener, principals })],
  });
  expect(await vendorsOf(tidb([new iam.ArnPrincipal(Token.asString({ Ref: 'Role' }))]))).toEqual([
    { name: 'TiDB Cloud Essential', listener: 'CLIENT', principals: ['not in these templates'], typedIn: [] },
  ]);
  const text = await plan(tidb([]));
  expect(text).toContain('  vendor                TiDB Cloud Essential on CLIENT, as nobody yet\n');
  expect(text).toContain('  typed into it         nothing yet: the name of CLIENT is pending\n');
});

test('a service without vendors has none', async () => {
  expect(await vendorsOf({ vendors: () => [] })).toEqual([]);
});
