import type { Findings } from '../assembly/findings';
import type { Host, Topology } from '../assembly/model';
import { lookUp } from '../assembly/names';
import type { Path } from '../assembly/paths';
import type { BrokerFile } from '../assembly/properties-file';

/**
 * A broker that no contract has is in the metadata of every client all the same, from the moment on in which it registers:
 * whatever it advertises on a listener must lead to it from every VPC whose clients use the listener.
 */
export function checkOutside(topology: Topology, files: readonly BrokerFile[], paths: readonly Path[], findings: Findings): void {
  // A way for each VPC and listener, whichever broker it leads to.
  for (const path of paths.filter(({ nodeId }) => nodeId === undefined)) {
    for (const { nodeId, listeners } of files.filter(file => !path.contract.brokerIds.includes(file.nodeId))) {
      const advertised = listeners.find(({ name }) => name === path.listener)?.advertised;
      const broker = topology.brokers.get(nodeId);
      const problem = advertised && problemOf(topology, path, broker, advertised);
      if (problem) {
        findings.add('outside-contract', `broker ${nodeId} is not in the contract of ${path.service.label} and advertises `
          + `${advertised.host}:${advertised.port} on ${path.listener}: ${problem}`);
      }
    }
  }
}

function problemOf(
  { records, vpcs, brokers }: Topology, { endpoint, service }: Path, broker: Host | undefined,
  { host, port }: { host: string; port: number },
): string | undefined {
  if (endpoint) {
    const addresses = lookUp(records, endpoint.vpcId, host);
    const vpc = vpcs.find(({ id }) => id === endpoint.vpcId)!.label;
    if (addresses.length === 0) { return `in ${vpc} the name does not resolve`; }
    if (!addresses.every(address => endpoint.interfaces.some(each => each.address === address))) {
      return `in ${vpc} the name leads to ${addresses.join(', ')}, and not to ${endpoint.label}`;
    }
  }
  const listener = service.loadBalancer.listeners.find(each => each.port === port);
  if (!listener) { return `${service.loadBalancer.label} has no listener on that port`; }
  const isOther =
    (address: string) => broker ? address !== broker.address : [...brokers.values()].some(other => other.address === address);
  return listener.targetGroup.targets.every(({ address }) => isOther(address)) ? `${listener.label} takes that port to another `
    + 'broker' : undefined;
}
