import { Token } from 'aws-cdk-lib';
import { hostPatternProblem, placeholdersOf, suffixOf } from '../private/dns-names';
import { BROKER_ID, PENDING_HOST, ZONE_ID } from '../private/placeholders';
import { fail, quote } from '../private/validation';

/**
 * The host name that brokers advertise to clients outside their VPC: one for all, one for each broker, one for each zone, or one
 * for each broker that also tells its zone.
 *
 * Each consumer's VPC resolves the name to its own endpoint, so the same name serves every consumer. It is written in lower case
 * and is a literal: it stands in `server.properties`, in the certificate and in the contract.
 *
 * It costs nothing; consumers pay a hosted zone for each name. Use `shared()` unless clients need a name for each broker, traffic
 * must stay in a zone, or a vendor says which names it reads.
 */
export class AdvertisedHost {
  /**
   * One name for all brokers. Brokers differ by port. The certificate has one name, and a new broker adds none.
   *
   * @param host a DNS name of at least two labels, for example `kafka.pay.example.com`; its hosted zone has this very name
   */
  public static shared(host: string): AdvertisedHost {
    return new AdvertisedHost(host);
  }

  /**
   * A name for each broker, for clients or certificates that need one. One wildcard record serves all names.
   *
   * @param pattern a DNS name with `{brokerId}` in its first label, for example `b{brokerId}.kafka.pay.example.com`
   */
  public static perBroker(pattern: string): AdvertisedHost {
    return new AdvertisedHost(pattern, [BROKER_ID]);
  }

  /**
   * A name for each availability zone id, so that traffic stays in the broker's zone and cross-zone load balancing can be off.
   * Consumers need an endpoint subnet in every zone that has a broker.
   *
   * @param pattern a DNS name with `{zoneId}` in its first label, for example `{zoneId}.kafka.pay.example.com`
   */
  public static perZone(pattern: string): AdvertisedHost {
    return new AdvertisedHost(pattern, [ZONE_ID]);
  }

  /**
   * A name for each broker that has the zone id in its second label, for clients that find the way by it, as those of TiDB Cloud
   * do. Traffic stays in the broker's zone, and cross-zone load balancing can be off, as with names by zone. Consumers need an
   * endpoint subnet in every zone that has a broker, and a certificate has a wildcard for each zone.
   *
   * Consumers read such a listener in a contract since this method exists. Older ones read the other listeners of the contract;
   * if all are named so, they refuse the contract by its version.
   *
   * @param pattern a DNS name with `{brokerId}` in its first label and `{zoneId}` in its second, for example
   * `b{brokerId}.{zoneId}.kafka.pay.example.com`
   */
  public static perBrokerAndZone(pattern: string): AdvertisedHost {
    return new AdvertisedHost(pattern, [BROKER_ID, ZONE_ID]);
  }

  /**
   * A name that is not known yet. A vendor, for example, tells you the name only after its private link connection exists.
   *
   * The load balancer has the listener's ports and targets. Brokers don't have the listener, so nothing answers at these ports,
   * and the contract leaves it out. You are warned of it. When the name arrives, brokers restart once, one by one; nothing on the
   * load balancer changes.
   */
  public static pending(): AdvertisedHost {
    return new AdvertisedHost(PENDING_HOST, [], true);
  }

  /**
   * The kind is in the pattern itself.
   * @internal
   */
  public static _fromPattern(pattern: string): AdvertisedHost {
    return new AdvertisedHost(pattern, placeholdersOf(pattern));
  }

  /** The host, with its placeholders if it has some; `pending` while nobody knows it. */
  public readonly pattern: string;

  private constructor(
    pattern: string,
    private readonly placeholders: string[] = [],
    /** @internal */
    public readonly _isPending = false,
  ) {
    this.pattern = pattern;
    if (_isPending) { return; }
    const problem = Token.isUnresolved(pattern)
      ? 'is a token; it stands in server.properties and in certificates before anything is deployed, so give a literal'
      : hostPatternProblem(pattern, placeholders);
    if (problem) {
      fail(`advertised host ${quote(pattern)}`, 'AdvertisedHost.dnsName', problem);
    }
  }

  /**
   * The host that clients bootstrap from: the shared host, else what follows the labels with placeholders. Its zone holds every
   * name of the pattern.
   *
   * Fails while the host is pending.
   */
  public get bootstrapHost(): string {
    this.mustBeKnown();
    return suffixOf(this.pattern);
  }


  /** @internal */
  public get _isPerBroker(): boolean {
    return this.placeholders.includes(BROKER_ID);
  }

  /** @internal */
  public get _isPerZone(): boolean {
    return this.placeholders.includes(ZONE_ID);
  }

  /**
   * One name for all brokers of a zone, a wildcard if each has its own there. Only of hosts named by zone.
   * @internal
   */
  public _nameOfZone(zoneId: string): string {
    const name = this._isPerBroker ? `*.${this.pattern.slice(this.pattern.indexOf('.') + 1)}` : this.pattern;
    return name.split(ZONE_ID).join(zoneId); // which may be a token
  }

  /**
   * The host of one broker.
   * @internal
   */
  public _hostOf(brokerId: number, zoneId?: string): string {
    this.mustBeKnown();
    if (this._isPerZone && zoneId === undefined) {
      fail(`broker ${brokerId}`, 'AdvertisedHost.zoneIdMissing', `the host ${quote(this.pattern)} is named by zone, `
        + 'and the broker has no \'zoneId\'; give it the id of its zone, for example "use1-az1"');
    }
    return this.pattern.replace(BROKER_ID, `${brokerId}`).replace(ZONE_ID, `${zoneId}`);
  }

  private mustBeKnown(): void {
    if (this._isPending) {
      fail('advertised host', 'AdvertisedHost.pending', 'is AdvertisedHost.pending(), so nobody knows a name yet; '
        + 'ask when the listener has its name, for example by AdvertisedHost.perBrokerAndZone()');
    }
  }
}
