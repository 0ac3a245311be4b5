import { BrokerFiles, Said } from './broker-files';
import type { RawPort } from './ports';
import { shown } from './symbols';
import { bootstrapHost, bootstrapServer, Contract, ContractListener, hostOf, portOf } from '../../assembly/contracts';
import type { PlanCompanion, PlanListener, PlanPort } from '../model';

/** The ports of a load balancer by what they are for. */
export interface Sorted {
  readonly listeners: readonly PlanListener[];
  readonly companions: readonly PlanCompanion[];
  readonly otherPorts: readonly PlanPort[];
}

/** A contract tells what a port is for; without one the brokers' files do, as far as they advertise it. */
export function sortPorts(ports: readonly RawPort[], contract: Contract | undefined, files: BrokerFiles): Sorted {
  const listeners = contract?.listeners.map(listener => ofContract(ports, contract, listener, files)) ?? [];
  const companions = (contract?.companions ?? []).map(({ name, protocol, host, port }) =>
    ({ name, protocol, ...portAt(ports, port), advertised: `${host}:${port}` }));
  const told = new Set([...listeners.flatMap(listener => listener.ports), ...companions].map(({ port }) => port));
  const rest = ports.filter(({ port }) => !told.has(port));
  const others = listenersOfFiles(rest, files);
  const known = new Set(others.flatMap(listener => listener.ports).map(({ port }) => port));
  return {
    listeners: [...listeners, ...others],
    companions,
    otherPorts: rest.filter(({ port }) => !known.has(port)).map(({ port }) => portAt(ports, port)),
  };
}

function ofContract(ports: readonly RawPort[], contract: Contract, listener: ContractListener, files: BrokerFiles): PlanListener {
  const { name, protocol, saslMechanisms, firstPort, bootstrapPort } = listener;
  const ofBrokers = contract.brokerIds.map((broker): PlanPort => {
    const at = portAt(ports, portOf(listener, broker));
    const said = at.targets.map(({ address }) => files.ofListener(address, broker, name)?.listener.advertised)
      .find(found => found !== undefined);
    return {
      ...at,
      broker,
      advertised: said ? `${said.host}:${said.port}` : `${hostOf(contract, listener, broker)}:${at.port}`,
      targets: at.targets.map(target => ({ ...target, broker })),
    };
  });
  const names = [bootstrapHost(listener), ...listener.host.includes('{') ? [`*.${bootstrapHost(listener)}`] : []];
  return {
    name,
    protocol,
    saslMechanisms: saslMechanisms ?? [],
    ...tls(protocol, ports.some(({ port, tls: ends }) => ends && port === bootstrapPort), names),
    clientPorts: { from: firstPort, to: bootstrapPort },
    ports: [
      ...ofBrokers,
      { ...withBrokers(portAt(ports, bootstrapPort), ofBrokers), bootstrap: true, advertised: bootstrapServer(listener) },
    ],
    source: contract.source,
  };
}

function tls(
  protocol: string | undefined, atLoadBalancer: boolean, names: readonly string[],
): Pick<PlanListener, 'tlsEndsAt' | 'certificateNames'> {
  return protocol === 'SSL' || protocol === 'SASL_SSL'
    ? { tlsEndsAt: atLoadBalancer ? 'load balancer' : 'broker', certificateNames: [...new Set(names)] }
    : { certificateNames: [] };
}

/** A port that a contract has and the load balancer has not leads to nothing. */
function portAt(ports: readonly RawPort[], port: number): PlanPort {
  const found = ports.filter(candidate => candidate.port === port);
  return {
    port,
    targets: found.flatMap(({ targets }) => targets.map(target => ({ address: shown(target.address), port: target.port }))),
    resources: found.flatMap(({ resources }) => resources),
  };
}

/** Which broker a target is, by the ports that lead to one broker. */
function withBrokers(port: PlanPort, ofBrokers: readonly PlanPort[]): PlanPort {
  const targets = port.targets.map(target => {
    const same =
      ofBrokers.find(other => other.targets.some(({ address, port: at }) => address === target.address && at === target.port));
    return same?.broker === undefined ? target : { ...target, broker: same.broker };
  });
  return { ...port, targets };
}

function listenersOfFiles(ports: readonly RawPort[], files: BrokerFiles): PlanListener[] {
  const found = ports.flatMap(raw => {
    const said = raw.targets.length === 1 ? files.atPort(raw.targets[0].address, raw.port) : undefined;
    return said ? [{ raw, said }] : [];
  });
  const names = [...new Set(found.map(({ said }) => said.listener.name))];
  const taken = new Set(found.map(({ raw }) => raw.port));
  return names.map(name =>
    ofFiles(name, found.filter(({ said }) => said.listener.name === name), ports.filter(({ port }) => !taken.has(port))));
}

/** Where clients start is told by no file: it is the port that leads to where these brokers bind the listener. */
function ofFiles(name: string, found: readonly { raw: RawPort; said: Said }[], rest: readonly RawPort[]): PlanListener {
  const [{ said, raw }] = found;
  const ofBrokers = found.map(({ raw: { port }, said: { broker, listener: { advertised } } }): PlanPort => {
    const at = portAt([...found.map(one => one.raw)], port);
    return {
      ...at,
      broker,
      advertised: `${advertised!.host}:${advertised!.port}`,
      targets: at.targets.map(target => ({ ...target, broker })),
    };
  });
  const isBound = ({ targets }: RawPort) => targets.length > 0 && targets.every(({ address, port }) =>
    found.some(one => one.raw.targets[0].address === address && one.said.listener.bindPort === port));
  const hosts = [...new Set(found.map(one => one.said.listener.advertised!.host))];
  const starts = rest.filter(isBound).map(({ port }): PlanPort => ({
    ...withBrokers(portAt(rest, port), ofBrokers),
    bootstrap: true,
    ...hosts.length === 1 && { advertised: `${hosts[0]}:${port}` },
  }));
  const protocol = raw.tls ? said.listener.protocol.replace('PLAINTEXT', 'SSL') : said.listener.protocol;
  return {
    name,
    protocol,
    saslMechanisms: said.saslMechanisms,
    ...tls(protocol, raw.tls, hosts),
    ports: [...ofBrokers, ...starts],
    source: 'server.properties',
  };
}
