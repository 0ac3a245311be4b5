import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { AdvertisedHost, ClientListener, ClientListenerProps, IKafkaBroker, KafkaBroker, KafkaPrivateLinkService, KafkaPrivateLinkServiceProps, KafkaServiceContract, KafkaVendor, KafkaVendorOptions, ListenerSecurity, TidbCloudPlan } from '../../src';
import { GivenListeners, KAFKA_ENV, SERVICE_NAME } from '../private-link/fixtures';

const tidb = (plan: TidbCloudPlan) => (options: KafkaVendorOptions) => KafkaVendor.tidbCloud({ ...options, plan });

export const VENDORS: { [name: string]: (options: KafkaVendorOptions) => KafkaVendor } = {
  clickPipes: options => KafkaVendor.clickPipes(options),
  databricksServerless: options => KafkaVendor.databricksServerless(options),
  materialize: options => KafkaVendor.materialize(options),
  risingWave: options => KafkaVendor.risingWave(options),
  snowflake: options => KafkaVendor.snowflake(options),
  singleStore: options => KafkaVendor.singleStore(options),
  tidbDedicated: tidb(TidbCloudPlan.DEDICATED),
  tidbPremium: tidb(TidbCloudPlan.PREMIUM),
  tidbEssential: tidb(TidbCloudPlan.ESSENTIAL),
  other: options => KafkaVendor.other({ ...options, name: 'Example' }),
};

export const TIDB_REST: { [vendor: string]: string } = {
  tidbDedicated: 'eu-west-1.aws.3199015.tidbcloud.com',
  tidbPremium: 'eu-west-1.aws.3199015.tidbcloud.com',
  tidbEssential: 'aws.plc.tidbcloud.com',
};

/** A host of each kind, in the domain that a vendor has or in one's own. */
export function hostsFor(vendor: string): { [kind: string]: AdvertisedHost } {
  const suffix = TIDB_REST[vendor] ? `abc123.${TIDB_REST[vendor]}` : 'kafka.example.com';
  return {
    shared: AdvertisedHost.shared(suffix),
    perBroker: AdvertisedHost.perBroker(`b{brokerId}.${suffix}`),
    perZone: AdvertisedHost.perZone(`{zoneId}.${suffix}`),
    perBrokerAndZone: AdvertisedHost.perBrokerAndZone(`b{brokerId}.{zoneId}.${suffix}`),
  };
}

export const listenerOf = (advertisedHost: AdvertisedHost, props: Partial<ClientListenerProps> = {}) =>
  new ClientListener({ name: 'VENDOR', advertisedHost, security: ListenerSecurity.plaintext(), ...props });

export const zoneOf = (brokerId: number) => `euw1-az${1 + brokerId % 3}`;

export const brokersOf = (ids: number[]): IKafkaBroker[] => ids.map(id => KafkaBroker.fromIpAddress(id, `10.0.${id % 3}.${10 + id}`, { zoneId: zoneOf(id) }));

export function contractOf(listener: ClientListener, ids: number[]): KafkaServiceContract {
  return KafkaServiceContract.of({ serviceName: SERVICE_NAME, region: 'eu-west-1', brokerIds: ids, brokerZoneIds: ids.map(zoneOf), listeners: [listener] });
}

interface Offer extends Partial<Omit<KafkaPrivateLinkServiceProps, 'listeners'>> {
  readonly ids?: number[];
  readonly crossZone?: boolean;
  readonly env?: { region?: string };
}

/** A service with vendors, and what it warns of. */
export function offer(vendors: KafkaVendor[], { ids = [0, 1, 2], crossZone, env = KAFKA_ENV, ...props }: Offer = {}) {
  const stack = new Stack(new App(), 'Kafka', { env });
  const listeners = new GivenListeners(stack, 'Listeners', { clientListeners: vendors.map(({ listener }) => listener), brokers: brokersOf(ids), crossZone });
  const service = new KafkaPrivateLinkService(stack, 'Service', { listeners, allowedPrincipals: [], vendors, ...props });
  const warnings = Annotations.fromStack(stack).findWarning('*', Match.anyValue()).map(({ entry }) => String(entry.data)).filter(text => text.includes('KafkaVendor'));
  return { stack, service, warnings };
}
