import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { AdvertisedHost } from './advertised-host';

/**
 * What a companion speaks, to its clients and to the load balancer alike: TLS is its own, and never ends at the load balancer.
 */
export enum CompanionProtocol {
  /** In the clear. */
  HTTP = 'http',
  /** With a certificate of the companion's own, for its advertised host. */
  HTTPS = 'https',
  /** Anything else over TCP. */
  TCP = 'tcp',
}

/**
 * Where clients find a companion of Kafka.
 */
export interface CompanionAddress {
  /**
   * Its name in the contract, for example `registry`: small letters, digits and `-`, 31 characters at most. It is no part of a
   * host name, and renaming it changes nothing but the contract.
   */
  readonly name: string;

  /**
   * The port of the load balancer and of endpoints, for example 8081. It is the companion's identity: another one is a new port,
   * and the old one closes at the end of the deployment. Not in the 1000 ports of a client listener, which are its brokers'.
   */
  readonly port: number;

  /** What it speaks. */
  readonly protocol: CompanionProtocol;

  /**
   * The name by which clients know it, such as `AdvertisedHost.shared('registry.kafka.pay.example.com')`; a certificate is for
   * this name. Not one of the names that brokers or zones have.
   *
   * @default - the host from which the first client listener bootstraps
   */
  readonly advertisedHost?: AdvertisedHost;
}

/**
 * A service beside Kafka that its consumers need too, on the same load balancer and endpoint: a schema registry, Kafka Connect, a
 * REST proxy.
 *
 * It takes one of the 50 listeners of the load balancer, and is open to every principal of the endpoint service, as all listeners
 * are.
 */
export interface Companion extends CompanionAddress {
  /**
   * Where it runs, on one host or several: `new targets.IpTarget('10.0.0.30')`, `new targets.InstanceIdTarget('i-…')` of
   * `aws-cdk-lib/aws-elasticloadbalancingv2-targets`, or a target that registers itself, as of a service of ECS. All of one kind.
   */
  readonly targets: elbv2.INetworkLoadBalancerTarget[];

  /**
   * The port that it binds on its hosts. Changing it replaces the target group.
   *
   * @default - `port`
   */
  readonly targetPort?: number;

  /**
   * The security groups of its hosts: each gets a rule that lets the load balancer in.
   *
   * @default - not known: you are warned, and let the load balancer in yourself
   */
  readonly securityGroups?: ec2.ISecurityGroup[];

  /**
   * A path that answers without a login, for a health check by HTTP, or by HTTPS with whatever certificate there is. Not with
   * `CompanionProtocol.TCP`.
   *
   * @default - a host is healthy if it takes a TCP connection
   */
  readonly healthCheckPath?: string;

  /**
   * The status codes of a healthy host, with `healthCheckPath`: numbers and ranges from 200 to 599, such as `200,204` or
   * `200-399`.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html
   * @default '200-399'
   */
  readonly healthCheckCodes?: string;
}

/**
 * A companion as a consumer sees it.
 */
export interface ContractCompanion {
  /** Its name. */
  readonly name: string;
  /** What it speaks. */
  readonly protocol: CompanionProtocol;
  /** The host of its URL, which a consumer's hosted zone has. */
  readonly host: string;
  /** The port of its URL, which a consumer's endpoint opens. */
  readonly port: number;
  /** Where clients find it, for example `https://registry.kafka.pay.example.com:8081`. */
  readonly url: string;
}
