import { brokersOf, hostsFor, listenerOf, TIDB_REST, VENDORS } from './fixtures';
import { contractOfJson } from '../../cli/assembly/contracts';
import { typedInto } from '../../cli/assembly/typed-in';
import { vendorChanges } from '../../cli/diff/vendors';
import { AdvertisedHost, BrokerCertificate, ClientListenerProps, KafkaServiceContract, ListenerSecurity } from '../../src';
import { SERVICE_NAME } from '../private-link/fixtures';

const KINDS = Object.keys(hostsFor('other'));
/** TiDB Cloud takes one kind. */
const kindsOf = (vendor: string) => vendor in TIDB_REST ? ['perBrokerAndZone'] : KINDS;
const cases = Object.keys(VENDORS).flatMap(vendor => kindsOf(vendor).map((kind): [string, string] => [vendor, kind]));

interface Given {
  readonly ids?: number[];
  readonly host?: AdvertisedHost;
  readonly props?: Partial<ClientListenerProps>;
}

/** What is typed into a vendor, as the library writes it, and what the command knows of it. */
function told(vendor: string, kind: string, { ids = [0, 1], host = hostsFor(vendor)[kind], props }: Given = {}) {
  const listener = listenerOf(host, props);
  const made = VENDORS[vendor]({ listener, region: 'eu-west-1', listedBrokerIds: vendor === 'other' ? undefined : [0, 1] });
  const contract = KafkaServiceContract._of(SERVICE_NAME, 'eu-west-1', [listener], brokersOf(ids), [], { vendors: [made._document] });
  return { text: made.setup(contract), contract: contractOfJson(JSON.parse(contract.toJson()), 'given') };
}

const tls = ListenerSecurity.tls(BrokerCertificate.fromPemFile('/etc/kafka/tls/client.pem'));

const CHANGES: [string, (vendor: string, kind: string) => Given][] = [
  ['nothing', () => ({})],
  ['a broker more in a zone that has one', () => ({ ids: [0, 1, 3] })],
  ['a broker more in another zone', () => ({ ids: [0, 1, 2] })],
  ['a broker less', () => ({ ids: [0] })],
  ['another domain', (vendor, kind) => ({ host: AdvertisedHost._fromPattern(hostsFor(vendor)[kind].pattern.replace(/abc123|kafka/, 'moved')) })],
  ['other ports', () => ({ props: { firstPort: 30000 } })],
  ['another protocol', () => ({ props: { security: tls } })],
];

describe.each(CHANGES)('by %s', (_, change) => {
  test.each(cases)('the command says that %s with a host %s must be told, wherever the text of setup() differs', (vendor, kind) => {
    const [old, now] = [told(vendor, kind), told(vendor, kind, change(vendor, kind))];
    const differs = values(old.text) !== values(now.text);
    expect(vendorChanges(old.contract, now.contract).length > 0).toBe(differs);
  });
});

/** Less a sentence to the reader that is not typed in; what is only told of brokers to a vendor without a list. */
function values(text: string): string {
  return text.replace(/, and give it the authority[^:]*:/, ':').replace(/^Broker: .*\n/gm, '');
}

test.each(cases)('what the command lists for %s with a host %s stands in the text of setup()', (vendor, kind) => {
  const { text, contract } = told(vendor, kind);
  const [document] = contract.vendors!;
  const all = typedInto(contract, document);
  expect(all.map(({ what }) => what)).toHaveLength(document.typedIn.length);
  for (const { what, values: found } of all) {
    expect(found.length).toBeGreaterThan(0);
    // TiDB Cloud has a domain, and asks for its first label; a protocol and its mechanism are two fields.
    const shown = found.map(({ value }) => what === 'domain of names' && text.includes('tidbcloud') ? value.split('.')[0] : value.split(' ')[0]);
    shown.forEach(value => expect(text.toLowerCase()).toContain(value.toLowerCase()));
  }
});
