import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { FACTS_AS_OF, sourcesOf, VendorFacts } from './facts';
import { KafkaVendorOptions, OtherVendorOptions, TidbCloudOptions, TidbCloudPlan } from './kafka-vendor-options';
import { otherRow } from './other-row';
import {
  CLICK_PIPES, DATABRICKS, MATERIALIZE, RISING_WAVE, SINGLE_STORE, SNOWFLAKE, TIDB_DEDICATED, TIDB_ESSENTIAL, TIDB_PREMIUM,
} from './rows';
import { otherSteps } from './setup/other';
import { clickPipesSteps, databricksSteps, snowflakeSteps, tidbEssentialSteps, tidbSteps } from './setup/resolving';
import { materializeSteps, risingWaveSteps, singleStoreSteps } from './setup/rewriting';
import { Setup, Step } from './setup/setup';
import { textOf } from './setup/text';
import { ClientListener } from '../model/client-listener';
import { ContractListener } from '../model/contract-listener';
import { KafkaServiceContract } from '../model/service-contract';
import { regionProblem, VendorDocument } from '../private/contract-document';
import { fail, quote } from '../private/validation';

const TIDB_ROWS = {
  [TidbCloudPlan.DEDICATED]: TIDB_DEDICATED, [TidbCloudPlan.PREMIUM]: TIDB_PREMIUM, [TidbCloudPlan.ESSENTIAL]: TIDB_ESSENTIAL,
};

/**
 * A managed service that reads or writes your Kafka over PrivateLink from its own account: what this library knows of it, and
 * what you type into it.
 *
 * Give it to `vendors` of the service. The service then lets the vendor's principal in, supports its region, and checks what is
 * known of the vendor. If a fact was read in full, synth may refuse what contradicts it. If it was read in part, synth warns.
 * Facts have a date and sources, and they age: `docs/vendors.md`.
 *
 * It makes no resource. Not for services of AWS, which have their interfaces in your VPC: use `KafkaPrivateLinkConsumer`.
 *
 * @example
 * const vendor = KafkaVendor.databricksServerless({ listener: client, region: 'eu-west-1' });
 * const service = new KafkaPrivateLinkService(this, 'Service', { listeners, allowedPrincipals: [], vendors: [vendor] });
 * new CfnOutput(this, 'Databricks', { value: vendor.setup(service.contract) });
 */
export class KafkaVendor {
  /**
   * ClickHouse ClickPipes.
   *
   * @param options its connection
   */
  public static clickPipes(options: KafkaVendorOptions): KafkaVendor {
    return new KafkaVendor(CLICK_PIPES, options, clickPipesSteps);
  }

  /**
   * Databricks serverless compute, by a network connectivity configuration.
   *
   * @param options its connection
   */
  public static databricksServerless(options: KafkaVendorOptions): KafkaVendor {
    return new KafkaVendor(DATABRICKS, options, databricksSteps);
  }

  /**
   * Materialize Cloud. Its principal is known only after you create the connection there, so begin without `principals`.
   *
   * @param options its connection
   */
  public static materialize(options: KafkaVendorOptions): KafkaVendor {
    return new KafkaVendor(MATERIALIZE, options, materializeSteps);
  }

  /**
   * RisingWave Cloud, which keeps a list of brokers.
   *
   * @param options its connection
   */
  public static risingWave(options: KafkaVendorOptions): KafkaVendor {
    return new KafkaVendor(RISING_WAVE, options, risingWaveSteps);
  }

  /**
   * SingleStore Helios, which keeps a list of brokers. Little is known of this vendor.
   *
   * @param options its connection
   */
  public static singleStore(options: KafkaVendorOptions): KafkaVendor {
    return new KafkaVendor(SINGLE_STORE, options, singleStoreSteps);
  }

  /**
   * Snowflake Openflow, which keeps a list of brokers and has one host for an endpoint.
   *
   * @param options its connection
   */
  public static snowflake(options: KafkaVendorOptions): KafkaVendor {
    return new KafkaVendor(SNOWFLAKE, options, snowflakeSteps);
  }

  /**
   * TiDB Cloud. Brokers advertise names of TiDB Cloud: `AdvertisedHost.perBrokerAndZone()` on a listener of its own.
   *
   * @param options its connection
   */
  public static tidbCloud(options: TidbCloudOptions): KafkaVendor {
    return new KafkaVendor(
      TIDB_ROWS[options.plan], options, options.plan === TidbCloudPlan.ESSENTIAL ? tidbEssentialSteps : tidbSteps,
    );
  }

  /**
   * Another vendor, or one of these vendors if you know more of it than this library.
   *
   * @param options its connection, and what it takes
   */
  public static other(options: OtherVendorOptions): KafkaVendor {
    return new KafkaVendor(otherRow(options), options, otherSteps);
  }

  /** The vendor's name. */
  public readonly name: string;
  /** The day on which the facts were read, such as `2026-11-28`. */
  public readonly factsAsOf: string;
  /** The addresses at which the facts were read. */
  public readonly sources: string[];
  /** The client listener that the vendor uses. */
  public readonly listener: ClientListener;

  private constructor(
    /** @internal */
    public readonly _facts: VendorFacts,
    /** @internal */
    public readonly _options: KafkaVendorOptions,
    private readonly steps: (setup: Setup) => Step[],
  ) {
    const { region } = _options;
    const problem = region === undefined
      ? undefined
      : Token.isUnresolved(region) ? 'is known only after deployment' : regionProblem(region);
    if (problem) {
      fail(_facts.name, 'KafkaVendor.vendorRegion', `'region' is ${quote(region)}, which ${problem}; `
        + 'give the vendor\'s region as a literal, such as "eu-west-1"');
    }
    this.name = _facts.name;
    this.factsAsOf = FACTS_AS_OF;
    this.sources = sourcesOf(_facts).map(({ url }) => url);
    this.listener = _options.listener;
  }

  /**
   * What you type into the vendor, in order, as Markdown. The text begins with the day of the facts and their sources. What only
   * you know stands in `<…>`. The text has no secret.
   *
   * While the name of the listener is pending, the text has the steps that find the name.
   *
   * @param contract the contract of the service: `service.contract`, or a saved one
   */
  public setup(contract: KafkaServiceContract): string {
    const { serviceName, region, zoneIds, brokerIds } = contract;
    if (serviceName === undefined) {
      fail(this.name, 'KafkaVendor.serviceName', 'the contract has no service name, which the vendor asks for; '
        + "deploy the service and give its contract, or one with 'withServiceName'");
    }
    const isPending = this.listener.advertisedHost._isPending;
    const found = isPending ? undefined : contract.listener(this.listener.name);
    const setup: Setup = {
      serviceName,
      region,
      otherRegion: this._otherRegion(region),
      zoneIds,
      host: found?.advertisedHost ?? this.listener.advertisedHost,
      brokers: found ? brokerIds.map(brokerId => addressOf(found, brokerId)) : [],
      bootstrapPort: this.listener.bootstrapPort,
      protocol: this.listener.security.clientProtocol,
      mechanism: found?.clientProperties()['sasl.mechanism'],
    };
    const steps = isPending && this._facts.ownDomain === undefined ? pendingSteps : this.steps;
    return textOf(this._facts, setup, steps(setup));
  }

  /**
   * The vendor's region, if it is known to be another one than the service's.
   * @internal
   */
  public _otherRegion(serviceRegion: string): string | undefined {
    const { region } = this._options;
    return region === undefined || Token.isUnresolved(serviceRegion) || region === serviceRegion ? undefined : region;
  }

  /**
   * What a contract says of it, so that whoever changes something knows whom to tell.
   * @internal
   */
  public get _document(): VendorDocument {
    const { listedBrokerIds } = this._options;
    return {
      name: this.name,
      listener: this.listener.name,
      typedIn: this._facts.typedIn.value,
      ...listedBrokerIds && { listedBrokerIds },
    };
  }

  /**
   * Who connects, as far as anybody knows.
   * @internal
   */
  public _principals(serviceRegion: string): iam.ArnPrincipal[] {
    const { principals, region = serviceRegion } = this._options;
    const { fixedPrincipal } = this._facts;
    if (principals !== undefined || fixedPrincipal === undefined || Token.isUnresolved(region)) { return principals ?? []; }
    const { partition = 'aws' } = RegionInfo.get(region);
    const arn = fixedPrincipal.value[partition];
    return arn === undefined ? [] : [new iam.ArnPrincipal(arn.replace('{partition}', partition).replace('{region}', region))];
  }
}

function addressOf(listener: ContractListener, brokerId: number): { host: string; port: number } {
  const [host, port] = listener.addressOf(brokerId).split(':');
  return { host, port: Number(port) };
}

function pendingSteps(): Step[] {
  return [{ title: 'Ask the vendor which name it gives, let the listener have it, deploy, and call setup() again.' }];
}
