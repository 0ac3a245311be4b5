import * as iam from 'aws-cdk-lib/aws-iam';
import { ClientListener } from '../model/client-listener';

/** What is said of a vendor's connection. */
export interface KafkaVendorOptions {
  /** The client listener that the vendor uses, one of those of the service. */
  readonly listener: ClientListener;

  /**
   * Who connects, as the vendor says it. They are added to `allowedPrincipals` of the service, and take the place of a principal
   * that this library knows.
   *
   * @default - the vendor's, if it has one for everybody; else nobody yet, and you are warned
   */
  readonly principals?: iam.ArnPrincipal[];

  /**
   * The vendor's region, as a literal. Another one than the service's is added to its `supportedRegions`.
   *
   * @default - the service's region
   */
  readonly region?: string;

  /**
   * The `node.id`s of the brokers that the vendor was told of, for a vendor that keeps a list. You are warned of a broker that is
   * not among them.
   *
   * @default - not known, and you are warned once that you must tell such a vendor of each broker
   */
  readonly listedBrokerIds?: number[];
}

/** A plan of TiDB Cloud. */
export enum TidbCloudPlan {
  /** A random string of yours is in the names, which are known before the service is made. */
  DEDICATED = 'DEDICATED',
  /** As Dedicated. */
  PREMIUM = 'PREMIUM',
  /** The names are known when the connection exists: begin with `AdvertisedHost.pending()`. */
  ESSENTIAL = 'ESSENTIAL',
}

/** What is said of a connection of TiDB Cloud. */
export interface TidbCloudOptions extends KafkaVendorOptions {
  /** The plan of the cluster. */
  readonly plan: TidbCloudPlan;
}

/**
 * What is said of a vendor of which this library knows nothing, or something else than you. Each fact that is given is taken for
 * certain.
 */
export interface OtherVendorOptions extends KafkaVendorOptions {
  /** The vendor's name, for messages and the text. */
  readonly name: string;

  /**
   * Ends of names that the vendor does not take, such as `internal`.
   *
   * @default - any name
   */
  readonly forbiddenSuffixes?: string[];

  /**
   * How many names the vendor takes.
   *
   * @default - any number
   */
  readonly maxNames?: number;

  /**
   * The values of `security.protocol` that the vendor speaks.
   *
   * @default - any
   */
  readonly protocols?: string[];

  /**
   * Whether the vendor connects by any zone, so that `crossZone` must be on.
   *
   * @default false
   */
  readonly needsCrossZone?: boolean;

  /**
   * Whether the vendor connects within a region only.
   *
   * @default false
   */
  readonly sameRegionOnly?: boolean;

  /**
   * Whether the vendor must be told of each broker.
   *
   * @default false
   */
  readonly keepsBrokerList?: boolean;
}
