import { CfnResource, Reference, Token, Tokenization } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as targets from 'aws-cdk-lib/aws-elasticloadbalancingv2-targets';
import { ClientListener } from './client-listener';
import { BrokerFacts, noteFacts } from '../private/broker-facts';
import { checkBrokerId, checkZoneId } from '../private/broker-identity';
import { addressProblem, instanceIdProblem } from '../private/pasted-hosts';
import { fail, Problems, quote } from '../private/validation';
import type { HostProperties } from '../properties/host/host-properties';

/**
 * A broker as a load balancer sees it. Implement it to put brokers of another kind behind `PerBrokerNlbListeners`.
 */
export interface IKafkaBroker extends ec2.IConnectable {
  /**
   * The broker's `node.id`, 0 to 2147483647. Ports and construct ids follow from it, so it is never given to another broker while
   * this one exists.
   */
  readonly brokerId: number;

  /**
   * The id (not the name) of the broker's availability zone, for example `use1-az1`. Needed where hosts are named by zone.
   *
   * @default - not known
   */
  readonly zoneId?: string;

  /**
   * The client listeners in the broker's configuration. A listener that the broker does not have is then refused in front of it.
   *
   * @default - not known, nothing is checked
   */
  readonly clientListeners?: ClientListener[];

  /**
   * The private IPv4 address that the broker keeps, if it has one.
   *
   * @default - not known
   */
  readonly ipAddress?: string;

  /**
   * The broker as a target of a network load balancer.
   *
   * @param port the port that the listener binds on the broker's host
   */
  nlbTarget(port: number): elbv2.INetworkLoadBalancerTarget;
}

/**
 * What is known of a broker that was not made by this library.
 */
export interface KafkaBrokerOptions {
  /**
   * The id (not the name) of the broker's availability zone, for example `use1-az1`.
   *
   * @default - that of `configuration`, if it says one; else not known, and listeners whose hosts are named by zone are refused
   */
  readonly zoneId?: string;

  /**
   * A security group of the broker. It gets a rule that lets the load balancer in.
   *
   * @default - for `fromInstance` the instance's own; else none, and you let the load balancer in yourself
   */
  readonly securityGroup?: ec2.ISecurityGroup;

  /**
   * The client listeners in the broker's configuration: the values from which its file is made, or others that say the same. A
   * listener that the broker does not have, or has with another port, host or security, is then refused in front of it.
   *
   * @default - not known; listeners are compared with those of a `BrokerPropertiesRenderer` of the app that renders the same
   * brokers
   */
  readonly clientListeners?: ClientListener[];

  /**
   * The file that the broker's host has, merged already or not. Listeners that can't be merged into it are refused in front of
   * the broker: names and ports that are taken, what this Kafka does not have, a described security that is not the host's. It
   * must be the file of this broker and of this zone.
   *
   * @default - not known, nothing is compared with it
   */
  readonly configuration?: HostProperties;
}

/**
 * What is known of a broker that is given by its address.
 */
export interface KafkaBrokerAddressOptions extends KafkaBrokerOptions {
  /**
   * Whether the address is outside the load balancer's VPC: in a peered VPC, or on premises behind Direct Connect or a VPN.
   *
   * @default false
   */
  readonly outsideVpc?: boolean;
}

/**
 * Addresses outside the VPC that a load balancer can reach.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html#target-type
 */
const PRIVATE_RANGES = /^(10\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/;

/**
 * A Kafka broker that already runs, given by its instance or its address. It creates no resource.
 *
 * It costs nothing. Not for members of an Auto Scaling group that change address, and not for brokers of `MultiAzKafkaBrokers`,
 * which are in its `brokers`.
 */
export class KafkaBroker implements IKafkaBroker {
  /**
   * A broker on an EC2 instance. Its security groups get a rule that lets the load balancer in.
   *
   * An instance that CloudFormation replaces is another target; brokers with a fixed address are better given by `fromIpAddress`.
   *
   * @param brokerId the broker's `node.id`, 0 to 2147483647; the client listeners say which ids they have ports for
   * @param instance the instance, made here or imported
   * @param options its zone, or the security group to use instead of its own
   */
  public static fromInstance(brokerId: number, instance: ec2.IInstance, options: KafkaBrokerOptions = {}): KafkaBroker {
    return new KafkaBroker(brokerId, options, port => new targets.InstanceIdTarget(instance.instanceId, port), () =>
      instance.connections, {
      zoneName: zoneNameOf(instance),
    });
  }

  /**
   * A broker on an EC2 instance of which only the id is known.
   *
   * @param brokerId the broker's `node.id`, 0 to 2147483647; the client listeners say which ids they have ports for
   * @param instanceId the id, for example `i-0123456789abcdef0`
   * @param options its zone and security group; without the group the load balancer may send anywhere on the broker's port
   */
  public static fromInstanceId(brokerId: number, instanceId: string, options: KafkaBrokerOptions = {}): KafkaBroker {
    const problem = Token.isUnresolved(instanceId) ? undefined : instanceIdProblem(instanceId);
    if (problem) { fail(`broker ${quote(brokerId)}`, 'KafkaBroker.instanceId', `${quote(instanceId)} ${problem}`); }
    const anywhere = () => new ec2.Connections({ peer: ec2.Peer.anyIpv4() });
    return new KafkaBroker(brokerId, options, port => new targets.InstanceIdTarget(instanceId, port), anywhere);
  }

  /**
   * A broker at a fixed private IPv4 address: of a network interface that outlives its instance, in a peered VPC, or on premises.
   *
   * @param brokerId the broker's `node.id`, 0 to 2147483647; the client listeners say which ids they have ports for
   * @param ipAddress the address; a token is accepted
   * @param options its zone and security group, and whether it is outside the load balancer's VPC
   */
  public static fromIpAddress(brokerId: number, ipAddress: string, options: KafkaBrokerAddressOptions = {}): KafkaBroker {
    if (!Token.isUnresolved(ipAddress)) {
      const where = `broker ${quote(brokerId)}`;
      const problem = addressProblem(ipAddress);
      if (problem) {
        fail(where, 'KafkaBroker.ipAddress', `${quote(ipAddress)} ${problem}`);
      } else if (!PRIVATE_RANGES.test(ipAddress)) {
        fail(where, 'KafkaBroker.publicAddress', `${ipAddress} is not in 10.0.0.0/8, 100.64.0.0/10, `
          + '172.16.0.0/12 or 192.168.0.0/16, and a load balancer takes no publicly routable targets; '
          + 'give the private address, or use KafkaBroker.fromInstanceId() in a VPC with a public range');
      }
    }
    const zone = options.outsideVpc ? 'all' : undefined;
    const address = () => new ec2.Connections({ peer: ec2.Peer.ipv4(`${ipAddress}/32`) });
    return new KafkaBroker(brokerId, options, port => new targets.IpTarget(ipAddress, port, zone), address, { ipAddress });
  }

  /** The broker's `node.id`. */
  public readonly brokerId: number;
  /** The id of the broker's availability zone, if known. */
  public readonly zoneId?: string;
  /** The client listeners in the broker's configuration, if known. */
  public readonly clientListeners?: ClientListener[];
  /** The private address that the broker keeps, if it was given by it. */
  public readonly ipAddress?: string;
  /** The broker's security groups, else its address as a peer. */
  public readonly connections: ec2.Connections;

  private constructor(
    brokerId: number,
    options: KafkaBrokerOptions,
    private readonly target: (port: number) => elbv2.INetworkLoadBalancerTarget,
    connectionsWithoutGroup: () => ec2.Connections,
    facts: BrokerFacts = {},
  ) {
    const { configuration } = options;
    noteFacts(this, configuration ? { ...facts, problemsOfFile: listeners => configuration._problems(listeners) } : facts);
    const problems = new Problems(`broker ${quote(brokerId)}`);
    checkBrokerId(problems, 'KafkaBroker.brokerId', brokerId);
    checkZoneId(problems, 'KafkaBroker.zoneId', options.zoneId);
    if (configuration && configuration.brokerId !== brokerId) {
      problems.add('KafkaBroker.configuration', `'configuration' is the file of broker ${configuration.brokerId}, `
        + `and this is broker ${quote(brokerId)}; give each broker the file of its own host`);
    }
    if (configuration?._zoneId !== undefined && options.zoneId !== undefined && configuration._zoneId !== options.zoneId) {
      problems.add('KafkaBroker.configuration', `'configuration' is of zone ${configuration._zoneId} ('broker.rack' or `
        + `'zoneId'), and 'zoneId' is ${quote(options.zoneId)}; give the zone in which the host is to both`);
    }
    problems.throwIfAny();
    this.brokerId = brokerId;
    this.zoneId = options.zoneId ?? configuration?._zoneId;
    this.clientListeners = options.clientListeners && [...options.clientListeners];
    this.ipAddress = facts.ipAddress;
    this.connections = options.securityGroup
      ? new ec2.Connections({ securityGroups: [options.securityGroup] })
      : connectionsWithoutGroup();
  }

  /**
   * The broker as a target of a network load balancer.
   *
   * @param port the port that the listener binds on the broker's host
   */
  public nlbTarget(port: number): elbv2.INetworkLoadBalancerTarget {
    return this.target(port);
  }
}

/**
 * The name of an instance's zone: what it was made with, where this app makes it, since the attribute is known only after
 * deployment.
 */
function zoneNameOf({ instanceAvailabilityZone: zone }: ec2.IInstance): string | undefined {
  const { firstToken } = Tokenization.reverseString(`${zone}`);
  const instance = Reference.isReference(firstToken) ? firstToken.target : undefined;
  return CfnResource.isCfnResource(instance) && instance.cfnResourceType === ec2.CfnInstance.CFN_RESOURCE_TYPE_NAME
    ? (instance as ec2.CfnInstance).availabilityZone
    : zone;
}
