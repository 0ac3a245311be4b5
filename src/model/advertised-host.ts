import { Token } from 'aws-cdk-lib';
import { hostPatternProblem, placeholderOf, suffixOf } from '../private/dns-names';
import { BROKER_ID, ZONE_ID } from '../private/placeholders';
import { fail, quote } from '../private/validation';

/**
 * The host name that brokers advertise to clients outside their VPC: one for all, one for each broker, or one for each zone.
 *
 * Each consumer's VPC resolves the name to its own endpoint, so the same name serves every consumer. It is written in lower case and
 * is a literal: it stands in `server.properties`, in the certificate and in the contract.
 *
 * It costs nothing; consumers pay a hosted zone for each name. Take shared unless clients insist on a name for each broker, or traffic must stay in
 * a zone.
 */
export class AdvertisedHost {
  /**
   * One name for all brokers, which differ by port. One name in the certificate, nothing to add when a broker is added.
   *
   * @param host a DNS name of at least two labels, for example `kafka.pay.internal`; its hosted zone has this very name
   */
  public static shared(host: string): AdvertisedHost {
    return new AdvertisedHost(host);
  }

  /**
   * A name for each broker, for clients or certificates that insist on one. All names are served by one wildcard record.
   *
   * @param pattern a DNS name with `{brokerId}` in its first label, for example `b{brokerId}.kafka.pay.internal`
   */
  public static perBroker(pattern: string): AdvertisedHost {
    return new AdvertisedHost(pattern, BROKER_ID);
  }

  /**
   * A name for each availability zone id, so that traffic stays in the broker's zone and cross-zone load balancing can be off.
   * Consumers need an endpoint subnet in every zone that has a broker.
   *
   * @param pattern a DNS name whose first label holds `{zoneId}`, for example `{zoneId}.kafka.pay.internal`
   */
  public static perZone(pattern: string): AdvertisedHost {
    return new AdvertisedHost(pattern, ZONE_ID);
  }

  /**
   * The kind is in the pattern itself.
   * @internal
   */
  public static _fromPattern(pattern: string): AdvertisedHost {
    return new AdvertisedHost(pattern, placeholderOf(pattern));
  }

  /** The host, with its placeholder if it has one. */
  public readonly pattern: string;

  /** The host that clients bootstrap from: the shared host, else what follows the first label. Its zone holds every name of the pattern. */
  public readonly bootstrapHost: string;

  private constructor(pattern: string, private readonly placeholder?: string) {
    const problem = Token.isUnresolved(pattern)
      ? 'is a token; it stands in server.properties and in certificates before anything is deployed, so give a literal'
      : hostPatternProblem(pattern, placeholder);
    if (problem) {
      fail(`advertised host ${quote(pattern)}`, 'AdvertisedHost.dnsName', problem);
    }
    this.pattern = pattern;
    this.bootstrapHost = placeholder ? suffixOf(pattern) : pattern;
  }

  /** @internal */
  public get _isPerBroker(): boolean {
    return this.placeholder === BROKER_ID;
  }

  /** @internal */
  public get _isPerZone(): boolean {
    return this.placeholder === ZONE_ID;
  }

  /**
   * The host of one broker.
   * @internal
   */
  public _hostOf(brokerId: number, zoneId?: string): string {
    const value = this._isPerZone ? zoneId : `${brokerId}`;
    if (value === undefined) {
      fail(`broker ${brokerId}`, 'AdvertisedHost.zoneIdMissing', `the host ${quote(this.pattern)} is named by zone, and the broker has no 'zoneId'; give it the id of its zone, for example "use1-az1"`);
    }
    return this.placeholder ? this.pattern.replace(this.placeholder, value) : this.pattern;
  }
}
