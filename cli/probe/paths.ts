import { bootstrapHost, Contract, ContractListener, hostOf, portOf } from '../assembly/contracts';

/** What a client connects to: a broker, or where it starts. */
export interface ProbedPath {
  readonly listener: ContractListener;
  /** Not there where a client starts: any broker may answer. */
  readonly brokerId?: number;
  readonly host: string;
  readonly port: number;
}

/** The paths of some listeners of a contract, or of all. */
export function pathsOf(contract: Contract, names?: readonly string[]): ProbedPath[] {
  return contract.listeners.filter(({ name }) => names === undefined || names.includes(name)).flatMap(listener => [
    { listener, host: bootstrapHost(listener), port: listener.bootstrapPort },
    ...contract.brokerIds.map(brokerId =>
      ({ listener, brokerId, host: hostOf(contract, listener, brokerId), port: portOf(listener, brokerId) })),
  ]);
}

export function addressOf({ host, port }: { readonly host: string; readonly port: number }): string {
  return `${host}:${port}`;
}
