import { checkCompanions } from './companion-check';
import { checkOutside } from './outside-check';
import { PathCheck } from './path-check';
import { checkPeers } from './peer-check';
import { Finding, Findings } from '../assembly/findings';
import type { Topology } from '../assembly/model';
import { allPaths, chosenListeners, contractOf, Path } from '../assembly/paths';
import type { BrokerFile } from '../assembly/properties-file';

/**
 * All that is wrong: with the templates themselves, and with the paths through them, which are compared with what the brokers'
 * files say. The running cluster then shows that this is so. Nodes must reach each other, too. Where something could not be read,
 * no path is followed.
 */
export function checkPaths(topology: Topology, files: BrokerFile[], controllers: BrokerFile[] = []): Finding[] {
  const findings = new Findings();
  for (const { cause, message } of topology.findings) { findings.add(cause, message); }
  if (!topology.complete) { return [...findings.all]; }
  checkContracts(topology, findings);
  checkCompanions(topology, findings);
  checkPeers(topology, [...files, ...controllers], findings);
  const paths = allPaths(topology);
  checkOutside(topology, files, paths, findings);
  for (const path of paths) {
    if (isServed(path, findings) && hasFiles(path, topology, files, findings)) {
      new PathCheck(topology, files, path, findings).run();
    }
  }
  return [...findings.all];
}

/** Each service has a contract, and each endpoint is for a listener of it. */
function checkContracts(topology: Topology, findings: Findings): void {
  for (const { service } of topology.endpoints) {
    if (!contractOf(topology, service)) {
      findings.add('unresolved', `no stack has an output with the contract of ${service.label} as its value`);
    }
  }
  for (const endpoint of topology.endpoints) {
    const listeners = contractOf(topology, endpoint.service)?.listeners ?? [];
    if (listeners.length > 0 && chosenListeners(topology, endpoint).length === 0) {
      findings.add('names', `${endpoint.label}: its VPC has no name and its security groups no port of `
        + `${listeners.map(({ name }) => name).join(', ')}`);
    }
  }
}

/** Whether the load balancer has any port of the path's listener. */
function isServed({ service: { label, loadBalancer }, contract, listener }: Path, findings: Findings): boolean {
  const { firstPort, bootstrapPort } = contract.listeners.find(({ name }) => name === listener)!;
  const isServing = loadBalancer.listeners.some(({ port }) => port >= firstPort && port <= bootstrapPort);
  if (!isServing) {
    findings.add('unserved-listener', `the contract of ${label} has the listener ${listener}, `
      + `and ${loadBalancer.label} no listener on any of its ports ${firstPort} to ${bootstrapPort}`);
  }
  return isServing;
}

/** Whether every broker of the contract has a file with the listener. Otherwise nothing can be said of a way to it. */
function hasFiles({ contract, listener }: Path, topology: Topology, files: BrokerFile[], findings: Findings): boolean {
  const lacking = contract.brokerIds.filter(nodeId => !topology.brokers.has(nodeId)
    || !files.some(file => file.nodeId === nodeId && file.listeners.some(({ name }) => name === listener)));
  for (const nodeId of lacking) {
    findings.add('properties', `broker ${nodeId} of the contract has no server.properties with the listener ${listener}`);
  }
  return lacking.length === 0;
}
