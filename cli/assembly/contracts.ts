/** One listener of a contract, as its JSON says. */
export interface ContractListener {
  readonly name: string;
  readonly protocol: string;
  readonly saslMechanisms: string[];
  /** Where clients must show a certificate. */
  readonly clientCertificate?: boolean;
  /** Where clients need the authorities of the brokers' certificate: the form of the store. */
  readonly truststoreType?: string;
  /**
   * The host, perhaps with `{brokerId}` or `{zoneId}` in its first label, or with the one in its first and the other in its
   * second.
   */
  readonly host: string;
  readonly firstPort: number;
  /** The broker at `firstPort`, if not broker 0. */
  readonly firstBrokerId?: number;
  readonly bootstrapPort: number;
}

/** What is served beside Kafka. */
export interface ContractCompanion {
  readonly name: string;
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
}

/** A managed service of somebody else, which was told something of the contract. */
export interface ContractVendor {
  readonly name: string;
  readonly listener: string;
  /** What is typed into it. */
  readonly typedIn: readonly string[];
  /** The brokers that it was told of. */
  readonly listedBrokerIds?: readonly number[];
}

/** The contract that a Kafka stack hands to consumers: a stack output whose value is its JSON. */
export interface Contract {
  /** `Stack.OutputName`. */
  readonly source: string;
  readonly version?: string;
  readonly serviceName?: string;
  readonly region: string;
  readonly clusterId?: string;
  readonly zoneIds: string[];
  readonly brokerIds: number[];
  readonly brokerZoneIds?: string[];
  readonly listeners: ContractListener[];
  readonly companions?: ContractCompanion[];
  readonly vendors?: ContractVendor[];
}

/** A contract by its JSON: listeners of a kind that older readers do not know are in a list of their own. */
export function contractOfJson({ moreListeners = [], listeners = [], zoneIds = [], ...document }: any, source: string): Contract {
  return { ...document, zoneIds, listeners: [...listeners, ...moreListeners], source };
}

/** Whether a value is the JSON of a contract. */
export function isContractJson(value: any): boolean {
  return Array.isArray(value?.listeners) && Array.isArray(value.brokerIds);
}

/** The port of a broker. */
export function portOf({ firstPort, firstBrokerId = 0 }: ContractListener, nodeId: number): number {
  return firstPort + nodeId - firstBrokerId;
}

/** The host of a broker. */
export function hostOf({ brokerIds, brokerZoneIds }: Contract, { host }: ContractListener, nodeId: number): string {
  return host.replace('{brokerId}', `${nodeId}`).replace('{zoneId}', brokerZoneIds?.[brokerIds.indexOf(nodeId)] ?? '{zoneId}');
}

/** Where clients of a listener start: `host:port`. */
export function bootstrapServer(listener: ContractListener): string {
  return `${bootstrapHost(listener)}:${listener.bootstrapPort}`;
}

/** The host without the labels that have a placeholder. */
export function bootstrapHost({ host }: ContractListener): string {
  return host.split('.').filter(label => !label.includes('{')).join('.');
}
