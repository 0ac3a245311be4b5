import { isIntegerIn } from './validation';

/**
 * The one port formula of the library.
 *
 * Slot `s` owns the load balancer ports `firstPort … firstPort + 999`: broker `b` is at `firstPort + b - firstBrokerId` and the
 * bootstrap listener at `firstPort + 999`. On the broker's host the listener binds `9093 + s`.
 */
export const SLOT_SIZE = 1000;
export const MAX_SLOT = 44;
export const MAX_PORT = 65535;
/** Brokers of a slot: one of its ports is left to bootstrap. */
export const MAX_BROKERS = SLOT_SIZE - 1;
/** Kafka's own limit, of a Java int. */
export const MAX_BROKER_ID = 2 ** 31 - 1;
export const MAX_FIRST_PORT = MAX_PORT - SLOT_SIZE + 1;

export const CONTROLLER_PORT = 9090;
export const INTERNAL_PORT = 9092;

/** The port of the Prometheus JMX exporter on nodes that are made here. */
export const EXPORTER_PORT = 9404;

/** What else listens on a broker's host by convention. */
const EXPORTER_PORTS: { [port: number]: string } = {
  9100: 'the Prometheus node exporter',
  [EXPORTER_PORT]: 'the Prometheus JMX exporter',
  9999: 'JMX',
};

/**
 * A network load balancer has 50 listeners at most, a limit that AWS does not raise; PrivateLink refuses a load balancer with
 * more.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html
 */
export const MAX_NLB_LISTENERS = 50;

/** The ports that a slot owns. */
export interface PortRange {
  readonly from: number;
  readonly to: number;
}

/** The broker ids of a slot. */
export type IdRange = PortRange;

export function defaultFirstPort(slot: number): number {
  return 20000 + SLOT_SIZE * slot;
}

export function defaultBindPort(slot: number): number {
  return 9093 + slot;
}

export function defaultBootstrapPort(firstPort: number): number {
  return firstPort + SLOT_SIZE - 1;
}

/** @param firstBrokerId the broker whose port is `firstPort` */
export function brokerPort(firstPort: number, brokerId: number, firstBrokerId: number): number {
  return firstPort + brokerId - firstBrokerId;
}

/** The ids that have a port in a slot. */
export function brokerIdRange(firstBrokerId: number): IdRange {
  return { from: firstBrokerId, to: Math.min(firstBrokerId + MAX_BROKERS - 1, MAX_BROKER_ID) };
}

export function slotRange(firstPort: number): PortRange {
  return { from: firstPort, to: firstPort + SLOT_SIZE - 1 };
}

export function slotsOverlap(firstPort: number, other: number): boolean {
  return Math.abs(firstPort - other) < SLOT_SIZE;
}

export function isPort(port: number): boolean {
  return isIntegerIn(port, 1, MAX_PORT);
}

export function isBrokerId(brokerId: number): boolean {
  return isIntegerIn(brokerId, 0, MAX_BROKER_ID);
}

/**
 * Listeners that one load balancer needs: one for each broker and one to bootstrap, for every client listener, and one for each
 * companion.
 */
export function nlbListenerCount(clientListeners: number, brokers: number, companions: number): number {
  return clientListeners * (brokers + 1) + companions;
}

/** What else listens on a port of a broker's host by custom, or undefined. */
export function exporterOf(port: number): string | undefined {
  return EXPORTER_PORTS[port];
}

/**
 * How long a silent connection may live, in milliseconds: less than the 350 seconds after which an endpoint and a load balancer
 * forget it.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#connection-idle-timeout
 */
export const MAX_IDLE_MS = 300_000;
