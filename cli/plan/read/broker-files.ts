import { BrokerFile, BrokerListener, listOf } from '../../assembly/properties-file';

/** What a broker's file says of one of its listeners. */
export interface Said {
  readonly broker: number;
  readonly listener: BrokerListener;
  readonly saslMechanisms: readonly string[];
}

/** The `server.properties` of brokers, by what is known of a broker. */
export class BrokerFiles {
  /** @param templateAt the launch template of the node with an address */
  constructor(
    private readonly files: readonly BrokerFile[], private readonly templateAt: (address: string) => string | undefined,
  ) {}

  /** What the broker behind a port says of the listener that it tells clients this port for. */
  public atPort(address: string, port: number): Said | undefined {
    return this.said(this.candidates(address)
      .filter(file => clientListeners(file).some(({ advertised }) => advertised?.port === port)),
    ({ advertised }) => advertised?.port === port);
  }

  /** What a broker says of a listener by its name. */
  public ofListener(address: string, broker: number, name: string): Said | undefined {
    return this.said(this.candidates(address).filter(({ nodeId }) => nodeId === broker), listener => listener.name === name);
  }

  private candidates(address: string): readonly BrokerFile[] {
    const template = this.templateAt(address);
    return template === undefined ? this.files : this.files.filter(({ path }) => path === template);
  }

  /** Two files that say something else are two clusters, and which one is meant nothing tells. */
  private said(files: readonly BrokerFile[], isMeant: (listener: BrokerListener) => boolean): Said | undefined {
    const found = files.flatMap(file => clientListeners(file).filter(isMeant).map(listener => ({ file, listener })));
    if (found.length !== 1) { return undefined; }
    const [{ file, listener }] = found;
    const mechanisms = file.properties[`listener.name.${listener.name.toLowerCase()}.sasl.enabled.mechanisms`]
      ?? file.properties['sasl.enabled.mechanisms'] ?? 'GSSAPI'; // Kafka's default
    return { broker: file.nodeId, listener, saslMechanisms: listener.protocol.startsWith('SASL_') ? listOf(mechanisms) : [] };
  }
}

function clientListeners({ listeners, interBroker }: BrokerFile): BrokerListener[] {
  return listeners.filter(({ name }) => name !== interBroker.name);
}
