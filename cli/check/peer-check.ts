import type { Findings } from '../assembly/findings';
import type { Host, Topology } from '../assembly/model';
import { BrokerFile, isBroker, isController, listOf } from '../assembly/properties-file';
import { admittedBy } from '../assembly/security-groups';

/** Nodes reach each other: brokers each other's listener for brokers, and all of them that of the controllers. */
export function checkPeers(topology: Topology, all: BrokerFile[], findings: Findings): void {
  const files = all.filter(({ isInvented }) => !isInvented);
  for (const to of files) {
    for (const from of files.filter(({ nodeId }) => nodeId !== to.nodeId)) {
      const [here, there] = [hostOf(topology, from), hostOf(topology, to)];
      const ports = new Set([
        ...isBroker(from) && isBroker(to) ? [to.interBroker.bindPort] : [],
        ...isController(to) ? controllerPorts(to) : [],
      ]);
      for (const port of here && there ? ports : []) { checkWay(topology, here!, there!, port, findings); }
    }
  }
}

function checkWay({ groups }: Topology, from: Host, to: Host, port: number, findings: Findings): void {
  const groupsOf = (host: Host) => groups.filter(({ id }) => host.groupIds?.includes(id)).map(({ label }) => label).join(', ');
  if (admittedBy(groups, from, 'egress', to, port) === undefined) {
    findings.add('security-group', `${groupsOf(from)} of ${from.name} has no egress rule for port ${port} of its peer `
      + `${to.name}`);
  }
  if (admittedBy(groups, to, 'ingress', from, port) === undefined) {
    findings.add('security-group', `${groupsOf(to)} of ${to.name} has no ingress rule for its peer ${from.name} on port ${port}`);
  }
}

function controllerPorts({ properties, listeners }: BrokerFile): number[] {
  const names = listOf(properties['controller.listener.names']);
  return listeners.filter(({ name }) => names.includes(name)).map(({ bindPort }) => bindPort);
}

function hostOf({ brokers, controllers }: Topology, { nodeId }: BrokerFile): Host | undefined {
  return brokers.get(nodeId) ?? controllers.get(nodeId);
}
