import type { Contract } from '../contracts';
import { Findings } from '../findings';
import type { Topology } from '../model';
import { readContracts } from '../read-contracts';
import type { Assembly } from '../template';
import { AppOptions, buildTopology } from '../topology';
import { Unknowns } from '../unknowns';
import { World } from '../world';
import { withBrokerFiles } from './broker-files';
import { clustersOf } from './clusters';
import { inOneRegion } from './environments';
import { isSameService, Match, matchesIn, withNames } from './matches';
import { withNetworks } from './networks';
import { Notes } from './notes';
import { providerOf } from './provider';
import { marked, relevantOf } from './relevant';

/** A cluster with the endpoints that lead to it, as far as the templates, files and contracts tell. */
export interface Completed {
  readonly assembly: Assembly;
  readonly topology: Topology;
  /** How it was read. */
  readonly options: AppOptions;
}

export interface Completion {
  readonly clusters: Completed[];
  /** What nobody can know from these files. */
  readonly notes: string[];
}

/**
 * Reads apps as they are: with VPCs of others, without accounts, with brokers of which there is an address only. What is needed
 * and not there is invented so that nothing is wrong by it, and said in the notes.
 *
 * @param files contracts that consumers have as files
 */
export function complete(given: Assembly, files: readonly Contract[], options: AppOptions = {}): Completion {
  const notes = new Notes();
  const { assembly: own, ignored, others } = relevantOf(withRegions(given, files));
  notes.ignored(ignored, others);
  notes.environments(own.stacks);
  notes.stacks(own);

  const world = new World(own, new Findings(), new Unknowns());
  const contracts = readContracts(world, own.stacks);
  const joined = files.map(file => ({ file, contract: contracts.find(each => isSameService(each, file)) }));
  for (const { file, contract } of joined) { if (contract) { notes.joined(file, contract); } }
  const alone = joined.filter(({ contract }) => !contract).map(({ file }) => file);
  const matches = matchesIn(world, [...alone, ...contracts], contract => serviceLabel(world, contract), options.services ?? {});
  const used = alone.filter(file => matches.some(({ contract }) => contract === file) || file.serviceName !== undefined);
  const lost = matches.filter(match => !match.contract);
  notes.lost(lost, contracts.length + files.length);
  const left = new Set(lost.flatMap(({ endpoint }) => withNames(world, endpoint)));
  const stacks = [...marked(own.stacks, left), ...used.map(file => providerOf(named(file), zonesOf(file)))];
  notes.promised(used);

  const services = { ...options.services, ...servicesOf(world, matches, alone) };
  const all = {
    ...options,
    services,
    ignore: { ...options.ignore, ...Object.fromEntries(ignored.map(type => [type, 'it has no part in networking'])) },
  };
  const known = { contracts: [...contracts, ...used], promised: used };
  const clusters =
    clustersOf({ ...own, stacks }, known.contracts, services).map(cluster => completed(cluster, known, all, notes));
  return { clusters, notes: notes.all };
}

/** @param promised those of the contracts whose providers are not here */
function completed(
  cluster: Assembly, { contracts, promised }: { contracts: readonly Contract[]; promised: readonly Contract[] },
  options: AppOptions, notes: Notes,
): Completed {
  const { assembly: placed, invented } = withNetworks(cluster, contracts);
  notes.invented(invented);
  const unknowns = new Unknowns();
  const loose = { ...options, unknowns };
  const { assembly, lacking } =
    withBrokerFiles(placed, buildTopology({ ...placed, brokerFiles: [], controllerFiles: [] }, loose));
  const topology = buildTopology(assembly, loose);
  notes.brokers(lacking, topology, promised);
  notes.topology(topology, unknowns);
  return { assembly, topology, options: loose };
}

function withRegions(assembly: Assembly, files: readonly Contract[]): Assembly {
  return { ...assembly, stacks: inOneRegion(assembly.stacks, files) };
}

/** A contract without the name of its service is read as one of a service of its own. */
function named(contract: Contract): Contract & { readonly serviceName: string } {
  return { ...contract, serviceName: contract.serviceName ?? `com.amazonaws.vpce.${contract.region}.vpce-svc-0` };
}

/** Zones as ids name them here: `euw1-az1` is `eu-west-1a`. */
function zonesOf({ region, zoneIds }: Contract): string[] {
  return zoneIds.map(id => `${region}${'abcdef'[Number(/\d+$/.exec(id)?.[0] ?? 1) - 1] ?? 'a'}`);
}

function serviceLabel(world: World, { serviceName }: Contract): string | undefined {
  return world.ofType('AWS::EC2::VPCEndpointService').find(service => serviceName?.endsWith(`.${world.idOf(service)}`))?.label;
}

/** Which service each id of an endpoint means. */
function servicesOf(world: World, matches: readonly Match[], alone: readonly Contract[]): { [id: string]: string } {
  return Object.fromEntries(matches.flatMap(({ serviceId, contract }) => {
    if (!contract) { return []; }
    const label = alone.includes(contract) ? named(contract).serviceName.split('.').pop() : serviceLabel(world, contract);
    return label === undefined ? [] : [[serviceId, label]];
  }));
}
