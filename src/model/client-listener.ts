import { Token } from 'aws-cdk-lib';
import { AdvertisedHost } from './advertised-host';
import type { IKafkaBroker } from './kafka-broker';
import { ListenerSecurity } from './listener-security';
import { checkBrokerIds } from '../private/broker-identity';
import { hostPatternProblem, placeholdersOf } from '../private/dns-names';
import { LISTENER_NAME } from '../private/listener-name';
import {
  brokerIdRange, brokerPort, defaultBindPort, defaultBootstrapPort, defaultFirstPort, exporterOf, isBrokerId, isPort,
  MAX_BROKER_ID,
  MAX_FIRST_PORT, MAX_PORT, MAX_SLOT, slotRange,
} from '../private/port-plan';
import { fail, isIntegerIn, Problems, quote } from '../private/validation';

const MAX_CONNECTIONS = 1_000_000;

/**
 * Properties of a `ClientListener`.
 */
export interface ClientListenerProps {
  /**
   * The Kafka listener's name, of letters, digits, `.`, `_` and `-`. Kafka does not tell capitals from small letters.
   * `MultiAzKafkaBrokers` takes `^[A-Z][A-Z0-9_]{0,30}$` only, and no name of a protocol.
   *
   * It can be changed later without replacing anything on the load balancer: resources are named by slot. Brokers need a rolling
   * restart.
   */
  readonly name: string;

  /** The host name that brokers advertise to the clients of this listener. */
  readonly advertisedHost: AdvertisedHost;

  /** How clients connect. */
  readonly security: ListenerSecurity;

  /**
   * The listener's permanent identity, 0 to 44, from which its ports and the ids of its resources follow. Never reuse the slot of
   * a listener that still exists, and never change it: that is another listener. With a `firstPort` or `bindPort` of its own it
   * would not even deploy, since what is made for the new slot wants the port that the old one still has.
   *
   * @default 0
   */
  readonly slot?: number;

  /**
   * The load balancer port of the first broker, that of `firstBrokerId`. The slot owns this port and the 999 that follow.
   *
   * @default - 20000 + 1000 * slot
   */
  readonly firstPort?: number;

  /**
   * The `node.id` of the broker that has the port `firstPort`, for a cluster that does not count from 0: with 1001, broker 1001
   * has port 20000, and broker 1002 has port 20001. The listener has ports for this id and the 998 that follow, and for none
   * before it, so give the lowest id that the cluster may ever have.
   *
   * Never change it while clients connect, but add a listener in another slot: all ports move. Other values than 0 make a
   * contract of version 2.0, which consumers read since this option exists; older ones refuse it by its version.
   *
   * @default 0
   */
  readonly firstBrokerId?: number;

  /**
   * The load balancer port that any broker answers on, within the slot's 1000 ports. No broker can have this port as its own.
   *
   * @default - firstPort + 999
   */
  readonly bootstrapPort?: number;

  /**
   * The port that the listener binds on the broker's host. Never change it while clients connect, but add a listener in another
   * slot: targets change at the beginning of a deployment, and each broker in its turn only.
   *
   * @default - 9093 + slot
   */
  readonly bindPort?: number;

  /**
   * The ports that the listener binds on brokers that share a host, by their `node.id`s, for example `{ '1': 9094, '2': 9095 }`.
   * Nothing else tells such brokers apart. Never change one while clients connect, for the same reason as `bindPort`.
   *
   * @default - every broker binds `bindPort`
   */
  readonly bindPorts?: { [brokerId: string]: number };

  /**
   * How many connections each broker accepts on this listener at a time; more of them wait. The source of all of them is the load
   * balancer, so there is no limit for a single client's address.
   *
   * @default 5000
   */
  readonly maxConnections?: number;

  /**
   * How many connections a second each broker accepts on this listener; more of them wait. It bounds the work of TLS handshakes
   * when all clients come back at once.
   *
   * @default 200
   */
  readonly maxConnectionRate?: number;
}

/**
 * One Kafka listener for clients outside the brokers' VPC, from which everything that must agree is derived: the broker's
 * `listeners` and `advertised.listeners`, load balancer listeners and target groups, security group rules, records and the
 * contract.
 *
 * Define one for each naming and security policy, not one for each client: many consumers share a listener, since each VPC
 * resolves the same name to its own endpoint. It costs one load balancer listener for each broker and one to bootstrap, of the 50
 * that a load balancer can have.
 *
 * It makes no resource by itself. Not for clients inside the brokers' VPC: those use the internal listener.
 */
export class ClientListener {
  /** The Kafka listener's name. */
  public readonly name: string;
  /** The host name that brokers advertise. */
  public readonly advertisedHost: AdvertisedHost;
  /** How clients connect. */
  public readonly security: ListenerSecurity;
  /** The listener's permanent identity. */
  public readonly slot: number;
  /** The load balancer port of the first broker, the first of the slot's 1000. */
  public readonly firstPort: number;
  /** The `node.id` whose port is `firstPort`. */
  public readonly firstBrokerId: number;
  /** The load balancer port that any broker answers on. */
  public readonly bootstrapPort: number;
  /** The port on the broker's host, unless `bindPorts` has another one for the broker. */
  public readonly bindPort: number;
  /** The ports on the hosts of brokers that share one, by the brokers' ids. */
  public readonly bindPorts: { [brokerId: string]: number };
  /** How many connections each broker accepts at a time. */
  public readonly maxConnections: number;
  /** How many connections a second each broker accepts. */
  public readonly maxConnectionRate: number;

  constructor(props: ClientListenerProps) {
    const problems = new Problems(`client listener ${quote(props.name)}`);
    for (const key of [
      'name', 'slot', 'firstPort', 'firstBrokerId', 'bootstrapPort', 'bindPort', 'maxConnections', 'maxConnectionRate',
    ] as const) {
      if (Token.isUnresolved(props[key])) {
        problems.add('ClientListener.token', `'${key}' is a token; ports and names are computed and written into `
          + 'server.properties at synth, so give a literal');
      }
    }
    problems.throwIfAny();

    this.name = props.name;
    this.advertisedHost = props.advertisedHost;
    this.security = props.security;
    this.slot = props.slot ?? 0;
    this.firstPort = props.firstPort ?? defaultFirstPort(this.slot);
    this.firstBrokerId = props.firstBrokerId ?? 0;
    this.bootstrapPort = props.bootstrapPort ?? defaultBootstrapPort(this.firstPort);
    this.bindPort = props.bindPort ?? defaultBindPort(this.slot);
    this.bindPorts = { ...props.bindPorts };
    this.maxConnections = props.maxConnections ?? 5000;
    this.maxConnectionRate = props.maxConnectionRate ?? 200;

    if (!LISTENER_NAME.test(this.name)) {
      problems.add('ClientListener.name', `'name' must be of letters, digits, ".", "_" and "-", got ${quote(this.name)}; `
        + 'give the name that the brokers\' \'listeners\' have, for example "CLIENT"');
    }
    if (!this.security) {
      problems.add('ClientListener.security', "'security' is required; "
        + 'for a listener without security give ListenerSecurity.plaintext()');
    }
    for (const key of ['maxConnections', 'maxConnectionRate'] as const) {
      if (!isIntegerIn(this[key], 1, MAX_CONNECTIONS)) {
        problems.add('ClientListener.connectionLimit', `'${key}' must be an integer from 1 to ${MAX_CONNECTIONS}, `
          + `got ${quote(this[key])}`);
      }
    }
    if (!isIntegerIn(this.slot, 0, MAX_SLOT)) {
      problems.add('ClientListener.slot', `'slot' must be an integer from 0 to ${MAX_SLOT}, got ${quote(this.slot)}`);
    } else {
      this.checkPorts(problems, props);
    }
    this.checkIds(problems);
    this.checkBindPorts(problems);
    problems.throwIfAny();
  }

  /**
   * The load balancer port of a broker, which is also its advertised port.
   *
   * @param brokerId the broker's `node.id`, from `firstBrokerId` on
   */
  public portOf(brokerId: number): number {
    const problems = new Problems(`client listener ${this.name}`);
    checkBrokerIds(problems, 'ClientListener.brokerId', [this], [brokerId]);
    problems.throwIfAny();
    const port = brokerPort(this.firstPort, brokerId, this.firstBrokerId);
    if (port === this.bootstrapPort) {
      fail(`client listener ${this.name}`, 'ClientListener.bootstrapPortTaken', `'bootstrapPort' ${this.bootstrapPort} is the `
        + `port of broker ${brokerId}; give another 'bootstrapPort', by default firstPort + 999`);
    }
    return port;
  }

  /**
   * The port that the listener binds on a broker's host.
   *
   * @param brokerId the broker's `node.id`
   */
  public bindPortOf(brokerId: number): number {
    return this.bindPorts[brokerId] ?? this.bindPort;
  }

  /**
   * The host that a broker advertises on this listener. Fails while it is pending.
   *
   * @param broker the broker; its `zoneId` is needed when hosts are named by zone
   */
  public hostOf(broker: IKafkaBroker): string {
    return this.advertisedHost._hostOf(broker.brokerId, broker.zoneId);
  }

  private checkIds(problems: Problems): void {
    if (!isBrokerId(this.firstBrokerId)) {
      problems.add('ClientListener.firstBrokerId', `'firstBrokerId' must be an integer from 0 to ${MAX_BROKER_ID}, `
        + `the lowest 'node.id' of the brokers; got ${quote(this.firstBrokerId)}`);
      return;
    }
    if (this.advertisedHost._isPending) { return; }
    const { pattern } = this.advertisedHost;
    const { to } = brokerIdRange(this.firstBrokerId);
    const problem = hostPatternProblem(pattern, placeholdersOf(pattern), `${to}`);
    if (problem) {
      problems.add('ClientListener.longestHost', `the host ${quote(pattern)} of broker ${to}, the last that has a port here, `
        + `${problem}; give a shorter pattern`);
    }
  }

  private checkBindPorts(problems: Problems): void {
    const { from, to } = brokerIdRange(this.firstBrokerId);
    for (const [brokerId, port] of Object.entries(this.bindPorts)) {
      if (`${Number(brokerId)}` !== brokerId || !isIntegerIn(Number(brokerId), from, to)) {
        problems.add('ClientListener.bindPorts', `'bindPorts' has a port for broker ${quote(brokerId)}, `
          + `and the listener is for the broker ids ${from} to ${to}; give each port by the 'node.id' of a broker`);
      }
      if (Token.isUnresolved(port) || !isPort(port)) {
        problems.add('ClientListener.bindPorts', `'bindPorts' has ${quote(port)} for broker ${brokerId}, `
          + `ports are literal integers from 1 to ${MAX_PORT}`);
      }
    }
  }

  private checkPorts(problems: Problems, props: ClientListenerProps): void {
    const slot = slotRange(this.firstPort);
    if (!isIntegerIn(this.firstPort, 1, MAX_FIRST_PORT)) {
      problems.add('ClientListener.firstPort', `'firstPort' must be an integer from 1 to ${MAX_FIRST_PORT}, `
        + `so that the slot's 1000 ports end at ${MAX_PORT}; got ${quote(this.firstPort)}`);
    } else if (!isIntegerIn(this.bootstrapPort, slot.from, slot.to)) {
      problems.add('ClientListener.bootstrapPort', "'bootstrapPort' must be an integer of the slot, "
        + `${slot.from} to ${slot.to}, which is what consumers open; got ${quote(this.bootstrapPort)}`);
    }
    const user = exporterOf(this.bindPort);
    if (!isPort(this.bindPort)) {
      problems.add('ClientListener.bindPort', `'bindPort' must be an integer from 1 to ${MAX_PORT}, got ${quote(this.bindPort)}`);
    } else if (user && props.bindPort === undefined) {
      problems.add('ClientListener.bindPortTaken', `'bindPort' ${this.bindPort}, the default of slot ${this.slot}, `
        + `is by custom the port of ${user}; give 'bindPort', another one or this one where nothing else has it`);
    }
  }
}
