import { Token } from 'aws-cdk-lib';
import { AdvertisedHost } from './advertised-host';
import { ClientFileOptions } from './client-file-options';
import { ClientPropertiesOptions, KafkaClientLibrary } from './client-properties-options';
import { KafkaProtocol } from './listener-security';
import { clientBehaviour } from '../private/client-behaviour';
import { clientFile } from '../private/client-file';
import { ListenerDocument, regionProblem, SASL_MECHANISMS } from '../private/contract-document';
import { zoneIdProblem } from '../private/dns-names';
import { authoritiesProblem, PEM } from '../private/pem-source';
import { brokerPort, PortRange, slotRange } from '../private/port-plan';
import { fail, quote } from '../private/validation';

/**
 * A client listener as a consumer sees it: where it is, and how to connect.
 *
 * It makes nothing; it is got from KafkaServiceContract.listener().
 */
export class ContractListener {
  /** @internal */
  public static _of(
    document: ListenerDocument, region: string, brokerZoneIds?: Map<number, string | undefined>,
  ): ContractListener {
    return new ContractListener(document, region, brokerZoneIds);
  }

  /** The Kafka listener's name. */
  public readonly name: string;
  /** The protocol that clients configure as `security.protocol`. */
  public readonly protocol: KafkaProtocol;
  /** The SASL mechanisms that clients may choose from; empty where the protocol is without SASL. */
  public readonly saslMechanisms: string[];
  /** Whether clients must show a certificate. */
  public readonly needsClientCertificate: boolean;
  /**
   * The form in which clients are given the authorities of the brokers' certificate, as in `ssl.truststore.type`: `PEM`, or with
   * brokers that already ran perhaps `JKS` or `PKCS12`. The authorities themselves come from the Kafka team.
   *
   * @default - none: without TLS there is nobody to verify, and a load balancer's certificate is of a public authority, unless a
   * private one signed it
   */
  public readonly truststoreType?: string;
  /** The host name that brokers advertise. */
  public readonly advertisedHost: AdvertisedHost;
  /** The port of the first broker, the first of the slot's 1000. */
  public readonly firstPort: number;
  /** The `node.id` of the broker at `firstPort`. */
  public readonly firstBrokerId: number;
  /** `host:port` to start from, for `bootstrap.servers`. */
  public readonly bootstrapServers: string;

  /** @param brokerZoneIds the zone of each broker; undefined while the brokers are not known */
  private constructor(
    document: ListenerDocument, private readonly region: string,
    private readonly brokerZoneIds?: Map<number, string | undefined>,
  ) {
    this.name = document.name;
    this.protocol = document.protocol as KafkaProtocol;
    this.saslMechanisms = [...document.saslMechanisms];
    this.needsClientCertificate = document.clientCertificate ?? false;
    this.truststoreType = document.truststoreType;
    this.advertisedHost = AdvertisedHost._fromPattern(document.host);
    this.firstPort = document.firstPort;
    this.firstBrokerId = document.firstBrokerId ?? 0;
    this.bootstrapServers = `${this.advertisedHost.bootstrapHost}:${document.bootstrapPort}`;
  }

  /**
   * `host:port` that a broker advertises on this listener.
   *
   * @param brokerId a broker of the contract
   */
  public addressOf(brokerId: number): string {
    if (this.brokerZoneIds && !this.brokerZoneIds.has(brokerId)) {
      fail(`listener ${this.name}`, 'KafkaServiceContract.unknownBroker', `the contract has no broker ${quote(brokerId)}, `
        + `its brokers are ${[...this.brokerZoneIds.keys()].join(', ')}`);
    }
    const host = this.advertisedHost._hostOf(brokerId, this.brokerZoneIds?.get(brokerId));
    return `${host}:${brokerPort(this.firstPort, brokerId, this.firstBrokerId)}`;
  }

  /**
   * What a client of this listener configures, without secrets.
   *
   * What is the client's own comes beside it: its certificate, user and password, or token, as `docs/security.md` shows.
   *
   * It has the times by which the local cluster's clients get through the loss of a zone: a connection that went silent is given
   * up after 10 seconds, one that nobody answers after 5. `connections.max.idle.ms` is below the 350 seconds after which an
   * endpoint and a load balancer forget a silent connection. `docs/performance.md` has the reason of each.
   *
   * @param options which library the properties are for, where the authorities are that the client trusts, how it logs in, and
   * where it runs
   */
  public clientProperties(options: ClientPropertiesOptions = {}): { [key: string]: string } {
    return {
      'bootstrap.servers': this.bootstrapServers,
      'security.protocol': this.protocol,
      // Both have it by default. Written out, it isn't lost to a default of somebody else's.
      ...(this.protocol.endsWith('SSL') ? { 'ssl.endpoint.identification.algorithm': 'https' } : {}),
      ...this.truststoreProperties(options),
      ...this.mechanismProperties(options),
      ...this.placeProperties(options),
      ...clientBehaviour(
        options.clientLibrary === KafkaClientLibrary.LIBRDKAFKA ? 'librdkafka' : 'java', this.isAnotherRegion(options),
      ),
    };
  }

  /**
   * What a client of this listener configures, as a whole file: for Java as `java.util.Properties` reads it, for librdkafka with
   * a `key=value` in a line.
   *
   * It has no secret. What is the client's own, such as its password or its certificate, has a place: a value in `<…>` under a
   * comment that begins with `ADD`. The second line of the file names them. A client does not get in before each of them is
   * filled in.
   *
   * Fails if brokers show a certificate of a private authority, and neither `truststoreLocation` nor `publicAuthority` is given.
   *
   * @param options as for `clientProperties()`, and whether a public authority signed the brokers' certificate
   */
  public clientFile(options: ClientFileOptions = {}): string {
    const problem = this.trustProblem(options);
    if (problem) { fail(`listener ${this.name}`, 'KafkaServiceContract.clientTrust', problem); }
    const library = options.clientLibrary === KafkaClientLibrary.LIBRDKAFKA ? 'librdkafka' : 'java';
    return clientFile(this.name, library, this.clientProperties(options), this.needsClientCertificate);
  }

  private trustProblem({ truststoreLocation, publicAuthority }: ClientFileOptions): string | undefined {
    if (publicAuthority && !this.protocol.endsWith('SSL')) {
      return `'publicAuthority' is true, and with the protocol ${this.protocol} clients verify nobody; leave it out`;
    }
    if (publicAuthority && truststoreLocation !== undefined) {
      return `'publicAuthority' is true, and 'truststoreLocation' is ${quote(truststoreLocation)}; leave one of them out`;
    }
    if (this.truststoreType === undefined || publicAuthority || truststoreLocation !== undefined) { return undefined; }
    return 'without it the file does not say which authorities the client trusts; '
      + "give 'truststoreLocation', or 'publicAuthority: "
      + "true' if a public authority signed the brokers' certificate";
  }

  private placeProperties({ zoneId }: ClientPropertiesOptions): { [key: string]: string } {
    const problem = zoneId === undefined || Token.isUnresolved(zoneId) ? undefined : zoneIdProblem(zoneId);
    if (problem) {
      fail(`listener ${this.name}`, 'KafkaServiceContract.clientZoneId', `'zoneId' is ${quote(zoneId)}, which ${problem}; `
        + "give the id of the client's zone, or leave it out");
    }
    return zoneId === undefined ? {} : { 'client.rack': zoneId };
  }

  /** A region that is known only after deployment is taken for the service's; the client's own is a literal. */
  private isAnotherRegion({ region }: ClientPropertiesOptions): boolean {
    if (region === undefined) { return false; }
    const problem = Token.isUnresolved(region) ? 'is known only after deployment' : regionProblem(region);
    if (problem) {
      fail(`listener ${this.name}`, 'KafkaServiceContract.clientRegion', `'region' is ${quote(region)}, which ${problem}; `
        + "give the client's region as a literal, or leave it out");
    }
    return !Token.isUnresolved(this.region) && region !== this.region;
  }

  /** Always one where there are some: a client of Java that is told none tries Kerberos. */
  private mechanismProperties({ saslMechanism: chosen }: ClientPropertiesOptions): { [key: string]: string } {
    if (chosen !== undefined && !this.saslMechanisms.includes(chosen)) {
      fail(`listener ${this.name}`, 'KafkaServiceContract.saslMechanism', `'saslMechanism' is ${quote(chosen)}, `
        + `and the listener has ${this.saslMechanisms.join(', ') || 'none'}; give one of these, or leave it out`);
    }
    const mechanism = chosen ?? SASL_MECHANISMS.find(name => this.saslMechanisms.includes(name)) ?? this.saslMechanisms[0];
    return mechanism === undefined ? {} : { 'sasl.mechanism': mechanism };
  }

  /**
   * The form stands beside the file and nowhere else: alone it does nothing, and a truststore of the client's own in another form
   * would be refused. librdkafka reads authorities as PEM only. It has no property for the form, and fails at one that it does
   * not know.
   */
  private truststoreProperties(
    { clientLibrary, truststoreLocation: location }: ClientPropertiesOptions,
  ): { [key: string]: string } {
    if (location !== undefined && !this.protocol.endsWith('SSL')) {
      fail(`listener ${this.name}`, 'KafkaServiceContract.truststoreLocation', `'truststoreLocation' is ${quote(location)}, `
        + `and with the protocol ${this.protocol} clients verify nobody; leave it out`);
    }
    if (location === '') {
      fail(`listener ${this.name}`, 'KafkaServiceContract.truststoreLocation', "'truststoreLocation' is empty; "
        + 'give the path of a PEM file, or leave it out');
    }
    if (location === undefined) { return {}; }
    const type = this.truststoreType ?? PEM;
    const problem = type === PEM ? authoritiesProblem(location) : undefined;
    if (problem) {
      fail(`listener ${this.name}`, 'KafkaServiceContract.truststoreLocation', `'truststoreLocation', ${quote(location)}, `
        + `${problem}`);
    }
    return clientLibrary === KafkaClientLibrary.LIBRDKAFKA
      ? { 'ssl.ca.location': location }
      : { 'ssl.truststore.type': type, 'ssl.truststore.location': location };
  }

  /**
   * The ports that a consumer opens.
   * @internal
   */
  public get _ports(): PortRange {
    return slotRange(this.firstPort);
  }
}
