import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Fact, FACTS_AS_OF } from './facts';
import { KafkaVendor } from './kafka-vendor';
import { IKafkaNlbListeners } from '../model/kafka-nlb-listeners';
import { KafkaProtocol } from '../model/listener-security';
import { brokersText } from '../private/broker-groups';
import { ZONE_ID } from '../private/placeholders';
import { Problems, quote, reportWarning } from '../private/validation';

/** A vendor, and the service that it is to use. */
export interface VendorCase {
  readonly vendor: KafkaVendor;
  readonly listeners: IKafkaNlbListeners;
  readonly region: string;
}

/** Whether a fact was read in full, so that it may refuse. */
function isRead(fact: Fact<unknown> | undefined): boolean {
  return fact?.certainty === 'read';
}

/** A fact at the end of a message, so that its age is seen. */
function by({ source }: Fact<unknown>): string {
  return ` (${source.url}, read ${source.readOn ?? FACTS_AS_OF})`;
}

function subject({ vendor }: VendorCase): string {
  return `${vendor.name}: client listener ${vendor.listener.name}`;
}

/** Adds what the vendor would refuse, or could not reach. */
export function checkVendor(problems: Problems, case_: VendorCase): void {
  const { vendor, listeners } = case_;
  const { _facts: facts, listener } = vendor;
  const told = (rule: string, fact: Fact<unknown> | undefined, message: string | undefined) => {
    if (fact && isRead(fact) && message) { problems.add(rule, `${message}${by(fact)}`); }
  };
  if (!listeners.clientListeners.some(({ slot, name }) => slot === listener.slot && name === listener.name)) {
    problems.add('KafkaVendor.listener', `${vendor.name}: client listener ${listener.name} is not one of the service's, `
      + `which has ${listeners.clientListeners.map(({ name }) => name).join(', ')}; give one of these`);
    return;
  }
  if (facts.fixedPrincipal && vendor._options.principals === undefined
    && Token.isUnresolved(vendor._options.region ?? case_.region)) {
    problems.add('KafkaVendor.regionUnknown', `${vendor.name}: its principal is that of a region, and the stack has none; `
      + "give 'region', or the stack a region");
  }
  told('KafkaVendor.forbiddenName', facts.forbiddenSuffixes, forbiddenName(case_));
  told('KafkaVendor.tooManyNames', facts.maxNames, tooManyNames(case_));
  told('KafkaVendor.port', facts.minPort, lowPort(case_));
  told('KafkaVendor.protocol', facts.protocols, otherProtocol(case_));
  told('KafkaVendor.crossZone', facts.needsCrossZone, zonesApart(case_));
  told('KafkaVendor.region', facts.sameRegionOnly, regionsApart(case_));
  told('KafkaVendor.advertisedHost', facts.ownDomain, foreignName(case_));
}

/** Reports what may keep the vendor from brokers. */
export function warnOfVendor(scope: IConstruct, case_: VendorCase, managesPrincipals: boolean): void {
  const { vendor } = case_;
  const { _facts: facts } = vendor;
  const unsure = (fact: Fact<unknown> | undefined, message: string | undefined) =>
    fact && !isRead(fact) && message ? `${message}, as far as it is known${by(fact)}; or acknowledge this` : undefined;
  const names = unsure(facts.maxNames, tooManyNames(case_));
  if (names) { reportWarning(scope, 'KafkaVendor.manyNames', names); }
  const hosts = unsure(facts.oneHost, severalHosts(case_));
  if (hosts) { reportWarning(scope, 'KafkaVendor.severalHosts', hosts); }
  const zones = unsure(facts.needsCrossZone, zonesApart(case_));
  if (zones) { reportWarning(scope, 'KafkaVendor.crossZoneOff', zones); }
  const regions = unsure(facts.sameRegionOnly, regionsApart(case_));
  if (regions) { reportWarning(scope, 'KafkaVendor.otherRegion', regions); }
  const custom = zonelessName(case_);
  if (custom) { reportWarning(scope, 'KafkaVendor.zonalName', custom); }
  const signed = foreignCertificate(case_);
  if (signed) { reportWarning(scope, 'KafkaVendor.certificate', signed); }
  const unlisted = unlistedBrokers(case_);
  if (unlisted) { reportWarning(scope, 'KafkaVendor.brokerList', unlisted); }
  if (managesPrincipals && vendor._principals(case_.region).length === 0) {
    reportWarning(scope, 'KafkaVendor.principalUnknown', `${vendor.name}: nobody of the vendor may connect yet; `
      + `its principal is ${facts.principalFrom.value}. Give it as one of 'principals': `
      + "nothing but the service's permissions changes then");
  }
}

function forbiddenName(case_: VendorCase): string | undefined {
  const { advertisedHost: host } = case_.vendor.listener;
  const suffix = host._isPending
    ? undefined
    : case_.vendor._facts.forbiddenSuffixes?.value.find(each => `.${host.bootstrapHost}`.endsWith(`.${each}`));
  return suffix === undefined ? undefined
    : `${subject(case_)} advertises ${quote(host.pattern)}, and names under ${quote(suffix)} are rejected there; `
      + 'take a name in a domain of yours, for example "kafka.example.com"';
}

function tooManyNames(case_: VendorCase): string | undefined {
  const { vendor: { _facts: { maxNames }, listener }, listeners: { brokers } } = case_;
  const { advertisedHost: host } = listener;
  if (!maxNames || host._isPending) { return undefined; }
  const count = new Set([host.bootstrapHost, ...brokers.map(broker => listener.hostOf(broker))]).size;
  return count <= maxNames.value ? undefined
    : `${subject(case_)} has ${count} names (${quote(host.pattern)} for ${brokers.length} brokers, `
      + `and ${quote(host.bootstrapHost)}), and it takes ${maxNames.value}; take AdvertisedHost.shared()`;
}

function severalHosts(case_: VendorCase): string | undefined {
  const { advertisedHost: host } = case_.vendor.listener;
  return host._isPerBroker || host._isPerZone
    ? `${subject(case_)} advertises ${quote(host.pattern)}, and an endpoint there has one host, which no other name reaches; `
      + 'take a listener with AdvertisedHost.shared()' : undefined;
}

function lowPort(case_: VendorCase): string | undefined {
  const { vendor: { _facts: { minPort }, listener: { firstPort, bootstrapPort } } } = case_;
  const lowest = Math.min(firstPort, bootstrapPort);
  return minPort && lowest < minPort.value ? `${subject(case_)} has the port ${lowest}, `
    + `and ports there begin at ${minPort.value}; give a 'firstPort' from there on` : undefined;
}

function otherProtocol(case_: VendorCase): string | undefined {
  const { vendor: { _facts: { protocols }, listener: { security } } } = case_;
  return protocols && !protocols.value.includes(security.clientProtocol)
    ? `${subject(case_)} speaks ${security.clientProtocol}, and the vendor speaks ${protocols.value.join(', ')}; `
      + 'give it a listener with one of these' : undefined;
}

function zonesApart(case_: VendorCase): string | undefined {
  return case_.listeners.crossZone ? undefined
    : `${subject(case_)} is on a load balancer with 'crossZone' off, and the vendor comes by any zone, `
      + 'of which each reaches its own brokers only; switch it on';
}

function regionsApart(case_: VendorCase): string | undefined {
  const other = case_.vendor._otherRegion(case_.region);
  return other === undefined ? undefined : `${case_.vendor.name}: it is in ${other}, the service in ${case_.region}, `
    + 'and it connects within a region only; make a service in its region';
}

function isInDomain(host: string, domain: string): boolean {
  return `.${host}`.endsWith(`.${domain}`);
}

/** A name in the vendor's domain must say the zone where the vendor looks for it. */
function foreignName(case_: VendorCase): string | undefined {
  const { _facts: { ownDomain, ownNamesOnly }, listener: { advertisedHost: host } } = case_.vendor;
  if (!ownDomain || host._isPending) { return undefined; }
  const example = `AdvertisedHost.perBrokerAndZone("b{brokerId}.{zoneId}.<its name>.${ownDomain.value}")`;
  if (!isInDomain(host.bootstrapHost, ownDomain.value)) {
    return ownNamesOnly ? `${subject(case_)} advertises ${quote(host.pattern)}, `
      + `and the vendor resolves names under ${quote(ownDomain.value)} only; give ${example}` : undefined;
  }
  const [, second] = host.pattern.split('.');
  return host._isPerBroker && host._isPerZone && second === ZONE_ID ? undefined
    : `${subject(case_)} advertises ${quote(host.pattern)}, and the vendor finds the zone by the second label, `
      + `which must be ${ZONE_ID} alone; give ${example}`;
}

/** Of a domain of one's own nobody says which names below it are resolved. */
function zonelessName(case_: VendorCase): string | undefined {
  const { _facts: { ownDomain, ownNamesOnly }, listener: { advertisedHost: host } } = case_.vendor;
  if (!ownDomain || ownNamesOnly || host._isPending || isInDomain(host.bootstrapHost, ownDomain.value) || host._isPerZone) {
    return undefined;
  }
  return `${subject(case_)} advertises ${quote(host.pattern)}, and the vendor finds the zone of a broker by a name of each `
    + 'zone; take AdvertisedHost.perBrokerAndZone() or perZone(), or acknowledge this';
}

function foreignCertificate(case_: VendorCase): string | undefined {
  const { _facts: { ownDomain, publicAuthorityOnly }, listener: { advertisedHost: host, security } } = case_.vendor;
  const isTls = [KafkaProtocol.SSL, KafkaProtocol.SASL_SSL].includes(security.clientProtocol);
  if (!ownDomain || !publicAuthorityOnly || !isTls || host._isPending || !isInDomain(host.bootstrapHost, ownDomain.value)) {
    return undefined;
  }
  return `${subject(case_)} speaks TLS under ${quote(ownDomain.value)}: no public authority signs such a certificate for you, `
    + `and the vendor takes no authority of yours${by(publicAuthorityOnly)}. `
    + 'Take a domain of yours where the plan allows one, or a listener without TLS with ACLs for User:ANONYMOUS';
}

function unlistedBrokers({ vendor, listeners: { brokers } }: VendorCase): string | undefined {
  const { _facts: { exactNames, keepsBrokerList }, _options: { listedBrokerIds }, listener: { advertisedHost: host } } = vendor;
  const list = keepsBrokerList ?? (host._isPerBroker ? exactNames : undefined);
  if (!list || host._isPending) { return undefined; }
  if (listedBrokerIds === undefined) {
    return `${vendor.name}: it keeps a list of brokers, and nothing says which are in it; give 'listedBrokerIds', `
      + `and you are warned of a broker that it was not told of${by(list)}`;
  }
  const missing = brokers.map(({ brokerId }) => brokerId).filter(brokerId => !listedBrokerIds.includes(brokerId));
  return missing.length === 0 ? undefined
    : `${vendor.name}: ${brokersText(missing)} ${missing.length === 1 ? 'is' : 'are'} not in its list, `
      + 'so partitions that move there stop for it; tell the vendor first, as setup() prints it, '
      + `then add the id to 'listedBrokerIds'${by(list)}`;
}
