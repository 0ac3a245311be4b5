import { Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { fail, quote } from '../../private/validation';
import { KafkaVolume } from '../node/kafka-volume';

/**
 * Nodes that are controllers and nothing else.
 */
export interface DedicatedControllersOptions {
  /**
   * How many, 1, 3 or 5: of 3 one may be missing, of 5 two. Fixed at creation.
   *
   * @default 3
   */
  readonly count?: number;

  /**
   * Their instance type, of the same architecture as the brokers'.
   *
   * @default - m7g.large, or m7i.large if the brokers' type is x86
   */
  readonly instanceType?: ec2.InstanceType;

  /**
   * The volume for the metadata.
   *
   * @default - 20 GiB
   */
  readonly volume?: KafkaVolume;
}

/**
 * The nodes that keep the cluster's metadata. Their number and kind are fixed when the cluster is created: voters that vanish
 * from a template while others are away could leave two clusters with one name. Each node's disk remembers them, and refuses
 * others before anything is deleted.
 *
 * Each dedicated one costs an instance, a volume and metrics. Not `combined()` where losing a broker must not touch the metadata;
 * not a count of 1 where the cluster must outlive a zone.
 */
export class KafkaControllers {
  /**
   * Controllers of their own, with ids from 1000. The choice for everything that matters: brokers and controllers are rolled and
   * sized apart.
   *
   * @param options their number, type and volume
   */
  public static dedicated(options: DedicatedControllersOptions = {}): KafkaControllers {
    return new KafkaControllers(options.count ?? 3, false, options.instanceType, options.volume ?? { size: Size.gibibytes(20) });
  }

  /**
   * The brokers with the lowest ids are controllers too. For small clusters: a restart of a broker is one of a controller, and a
   * broker that is short of memory takes the metadata down with it.
   *
   * @param count how many, 1, 3 or 5; 3 by default. At most as many as there are brokers
   * @see https://kafka.apache.org/documentation/#kraft_role
   */
  public static combined(count: number = 3): KafkaControllers {
    return new KafkaControllers(count, true);
  }

  /** @internal */
  public readonly _count: number;
  /** @internal */
  public readonly _isCombined: boolean;
  /** @internal */
  public readonly _instanceType?: ec2.InstanceType;
  /** @internal */
  public readonly _volume?: KafkaVolume;

  private constructor(count: number, isCombined: boolean, instanceType?: ec2.InstanceType, volume?: KafkaVolume) {
    if (![1, 3, 5].includes(count)) {
      fail('Kafka controllers', 'KafkaControllers.count', `the number of controllers must be 1, 3 or 5, got ${quote(count)}; `
        + 'an even number of controllers survives no more failures than one less');
    }
    this._count = count;
    this._isCombined = isCombined;
    this._instanceType = instanceType;
    this._volume = volume;
  }
}
