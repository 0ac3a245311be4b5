import { Fact, Source, VendorFacts } from './facts';
import { OtherVendorOptions } from './kafka-vendor-options';

const OWN: Source = { title: 'this app', url: 'KafkaVendor.other()', copy: 'as it is' };

/** What the user says of a vendor. It is certain: the user can say otherwise. */
export function otherRow(options: OtherVendorOptions): VendorFacts {
  const said = <T>(value: T): Fact<T> => ({ value, certainty: 'read', source: OWN });
  const ifGiven = <T>(value: T | undefined) => value === undefined ? undefined : said(value);
  const ifTrue = (value: boolean | undefined) => value ? said<true>(true) : undefined;
  return {
    name: options.name,
    way: said(options.keepsBrokerList ? 'rewrites the addresses of a list' : 'resolves the names of the listener'),
    object: said('an endpoint'),
    typedIn: said([
      'zones', 'names', 'bootstrap', ...options.keepsBrokerList ? ['addresses' as const] : [], 'protocol',
    ]),
    principalFrom: said('the vendor tells it'),
    acceptance: said('ask the vendor how long an endpoint waits for acceptance'),
    forbiddenSuffixes: ifGiven(options.forbiddenSuffixes),
    maxNames: ifGiven(options.maxNames),
    protocols: ifGiven(options.protocols),
    needsCrossZone: ifTrue(options.needsCrossZone),
    sameRegionOnly: ifTrue(options.sameRegionOnly),
    keepsBrokerList: ifTrue(options.keepsBrokerList),
    leaving: said('delete what reads Kafka and the endpoint there, then reject the endpoint here'),
  };
}
