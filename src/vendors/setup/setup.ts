import { AdvertisedHost } from '../../model/advertised-host';

/** What the text of a vendor is made from. */
export interface Setup {
  readonly serviceName: string;
  readonly region: string;
  /** The vendor's region, if it is known to be another one. */
  readonly otherRegion?: string;
  /** Of the zones that have a broker. */
  readonly zoneIds: string[];
  readonly host: AdvertisedHost;
  /** None while the host is pending. */
  readonly brokers: { readonly host: string; readonly port: number }[];
  readonly bootstrapPort: number;
  readonly protocol: string;
  /** The mechanism that a client chooses. */
  readonly mechanism?: string;
}

/** One thing to do, in the vendor's console or language. */
export interface Step {
  readonly title: string;
  readonly language?: 'hcl' | 'sql' | 'shell' | 'text';
  readonly code?: string;
}

/** What a value is filled in for. */
export function place(what: string): string {
  return `<${what}>`;
}

/** The host to bootstrap from. */
export function bootstrapOf({ host, bootstrapPort }: Setup): string {
  return `${host.bootstrapHost}:${bootstrapPort}`;
}

export function addressesOf({ brokers }: Setup): string[] {
  return brokers.map(({ host, port }) => `${host}:${port}`);
}

/** The names that lead to the endpoint, as few as there can be: exact ones, and wildcards for one label. */
export function namesWithWildcards({ host, zoneIds }: Setup): string[] {
  if (host._isPerBroker && host._isPerZone) { return [host.bootstrapHost, ...zoneIds.map(zoneId => host._nameOfZone(zoneId))]; }
  return host._isPerBroker || host._isPerZone ? [host.bootstrapHost, `*.${host.bootstrapHost}`] : [host.bootstrapHost];
}

/** Every name by itself, as brokers advertise them. */
export function allNames({ host, brokers }: Setup): string[] {
  return [...new Set([host.bootstrapHost, ...brokers.map(broker => broker.host)])];
}

export function isTls({ protocol }: Setup): boolean {
  return protocol.endsWith('SSL');
}

export function isSasl({ protocol }: Setup): boolean {
  return protocol.startsWith('SASL_');
}
