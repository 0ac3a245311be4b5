import type { ClientListener } from '../model/client-listener';

/** What is known of a broker that is made by this library, beyond what a broker of the user's own says. */
export interface BrokerFacts {
  /** The name of its availability zone, or a token. */
  readonly zoneName?: string;
  /** The address, where it is given by it. */
  readonly ipAddress?: string;
  /** The id of its cluster. */
  readonly clusterId?: string;
  /** What stands against listeners in its own file, where that is given. */
  readonly problemsOfFile?: (clientListeners: ClientListener[]) => string[];
}

/** The same in every copy of the library, so that an app may have several. */
const FACTS = Symbol.for('cdk-kafka-privatelink.brokerFacts');

export function noteFacts(broker: object, facts: BrokerFacts): void {
  Object.defineProperty(broker, FACTS, { value: facts });
}

export function factsOf(broker: object & { [FACTS]?: BrokerFacts }): BrokerFacts {
  return broker[FACTS] ?? {};
}
