import { Contract, ContractListener, portOf } from '../contracts';
import type { EndpointService, Listener, Topology } from '../model';
import type { BrokerFile, BrokerListener } from '../properties-file';
import { zoneIdOf } from '../regions';
import type { Assembly } from '../template';

/** What a broker speaks behind a load balancer at which TLS ends. */
const WITHOUT_TLS: { readonly [protocol: string]: string } = { SSL: 'PLAINTEXT', SASL_SSL: 'SASL_PLAINTEXT' };

/**
 * The files of the brokers of the contracts, with what the contract says in place of those that are not there: such a broker is
 * where the load balancer takes its port, and advertises what it should.
 *
 * @param services the endpoint services, of a topology that was read without brokers
 */
export function withBrokerFiles(
  assembly: Assembly, { services, contracts }: Pick<Topology, 'services' | 'contracts'>,
): { assembly: Assembly; lacking: number[] } {
  const own = contracts.flatMap(contract =>
    services.filter(({ id }) => contract.serviceName?.endsWith(`.${id}`)).map(service => ({ contract, service })));
  const ids = [...new Set(own.flatMap(({ contract }) => contract.brokerIds))].sort((a, b) => a - b);
  const places = new Map(ids.flatMap(id => placeOf(id, own).map(address => [id, address] as const)));
  const lacking = ids.filter(id => !assembly.brokerFiles.some(({ nodeId }) => nodeId === id));
  const invented = lacking.filter(id => places.has(id)).map(id => fileOf(id, places.get(id)!, own));
  return { assembly: { ...assembly, brokerFiles: [...assembly.brokerFiles, ...invented], places }, lacking };
}

interface Own {
  readonly contract: Contract;
  readonly service: EndpointService;
}

/** Where most load balancers take the ports of a broker; if none has one, an address of the start that is no other broker's. */
function placeOf(id: number, own: Own[]): string[] {
  const behind = (portsOf: (listener: ContractListener, contract: Contract) => number[]) =>
    own.flatMap(({ contract, service }) => contract.listeners.flatMap(listener => portsOf(listener, contract))
      .flatMap(port => listenerAt(service, port)?.targetGroup.targets ?? []).map(({ address }) => address));
  const found = behind(listener => [portOf(listener, id)]);
  if (found.length > 0) { return mostOf(found); }
  const others =
    behind((listener, { brokerIds }) => brokerIds.filter(other => other !== id).map(other => portOf(listener, other)));
  return behind(({ bootstrapPort }) => [bootstrapPort]).filter(address => !others.includes(address)).slice(0, 1);
}

/** The address that is there most often, and the first of several. */
function mostOf(addresses: string[]): string[] {
  const times = (address: string) => addresses.filter(other => other === address).length;
  return [...addresses].sort((a, b) => times(b) - times(a)).slice(0, 1);
}

function fileOf(nodeId: number, address: string, own: Own[]): BrokerFile {
  const listeners = own.flatMap(({ contract, service }) => contract.listeners
    .map(listener => listenerOf(listener, nodeId, service, address)));
  const distinct = listeners.filter(({ name }, i) => listeners.findIndex(other => other.name === name) === i);
  const interBroker = { name: 'of its peers', bindPort: 0, protocol: 'PLAINTEXT', advertised: { host: address, port: 0 } };
  return {
    path: `broker ${nodeId} (no file)`,
    text: '',
    properties: { 'process.roles': 'broker' },
    nodeId,
    listeners: distinct,
    interBroker,
    isInvented: true,
  };
}

function listenerOf(listener: ContractListener, nodeId: number, service: EndpointService, address: string): BrokerListener {
  const port = portOf(listener, nodeId);
  const balancers = [listenerAt(service, port), listenerAt(service, listener.bootstrapPort)].filter(each => each !== undefined);
  const target = balancers.flatMap(({ targetGroup }) => targetGroup.targets).find(each => each.address === address);
  return {
    name: listener.name,
    bindPort: target?.port ?? port,
    protocol: balancers[0]?.tls ? WITHOUT_TLS[listener.protocol] ?? listener.protocol : listener.protocol,
    advertised: {
      host: listener.host.replace('{brokerId}', `${nodeId}`)
        .replace('{zoneId}', target?.zone === undefined ? '' : zoneIdOf(target.zone)),
      port,
    },
  };
}

function listenerAt({ loadBalancer }: EndpointService, port: number): Listener | undefined {
  return loadBalancer.listeners.find(listener => listener.port === port);
}
