import type { Contract } from '../contracts';
import type { Topology } from '../model';
import { unreadIn } from '../nested';
import type { Assembly, Stack } from '../template';
import type { Unknowns } from '../unknowns';
import type { Match } from './matches';
import type { Invented } from './networks';

/** What nobody can know from the files of an app: each kind once, in a sentence that says what follows. */
export class Notes {
  private readonly sentences: string[] = [];

  public get all(): string[] {
    return [...new Set(this.sentences)];
  }

  public environments(stacks: readonly Stack[]): void {
    const free = stacks.filter(({ unbound = [], parent }) => unbound.length > 0 && parent === undefined);
    this.add(free.filter(({ unbound }) => unbound!.includes('account')), names => `${names}: the app has no account (env). `
      + 'So it is not known whether the service allows it.');
    this.add(free.filter(({ unbound }) => unbound!.includes('region')), names => `${names}: the app has no region (env). `
      + `The command assumes ${free[0].region}.`);
  }

  /** Stacks of which something is elsewhere. */
  public stacks({ stacks, readAsDefaults = [] }: Assembly): void {
    if (readAsDefaults.length > 0) {
      this.sentences.push(`Read as their defaults, which a deployment may change: ${readAsDefaults.join(', ')}.`);
    }
    const unread = unreadIn(stacks);
    if (unread.length > 0) {
      this.sentences.push(`The nested template of ${unread.join(', ')} is published elsewhere, or is not plain JSON. What is in it is not known.`);
    }
  }

  public ignored(types: readonly string[], balancers: readonly string[]): void {
    if (types.length > 0) {
      this.sentences.push(`Resource types that have no part in networking are left out: ${types.join(', ')}.`);
    }
    if (balancers.length > 0) {
      this.sentences.push(`Load balancers that no endpoint service has are left out: ${balancers.join(', ')}.`);
    }
  }

  public invented({ vpcs, subnets, machines, balancers }: Invented): void {
    const own = subnets.filter(id => !id.startsWith('the subnet of '));
    if (vpcs.length > 0) {
      this.sentences.push(`${unmade(vpcs)} The address block is not known, nor whether DNS support and DNS host names are on. `
        + 'Private names need both.');
    }
    if (own.length > 0) {
      this.sentences.push(`${unmade(own)} The zones are not known. So the command does not compare the zones of service and `
        + 'endpoint, and looks for no target in another zone.');
    }
    if (machines.length > 0) {
      this.sentences.push(`${unmade(machines)} The address, the zone and the security groups are not known.`);
    }
    if (balancers.length > 0) {
      this.sentences.push(`${unmade(balancers)} The subnets and security groups are not known.`);
    }
  }

  /** A file of a consumer, and what the template of its provider says now. */
  public joined(file: Contract, contract: Contract): void {
    const told = ({ listeners, brokerIds }: Contract) => JSON.stringify([brokerIds, listeners
      .map(({ name, protocol, host, firstPort, firstBrokerId, bootstrapPort }) =>
        [name, protocol, host, firstPort, firstBrokerId, bootstrapPort])]);
    if (told(file) !== told(contract)) {
      this.sentences.push(`${file.source} is not what ${contract.source} says now: `
        + `cdk-kafka-privatelink diff ${file.source} with the new contract says what a consumer must do.`);
    }
  }

  public lost(matches: readonly Match[], known: number): void {
    for (const { endpoint, serviceId } of matches) {
      this.sentences.push(known === 0
        ? `${endpoint.label} leads to ${serviceId}, and no contract is here: give the consumer's file by --contract. `
          + 'Its paths are not followed.'
        : `${endpoint.label} leads to ${serviceId}, which can be none or several of the services here: `
          + `give its contract by --contract, or --service ${serviceId}=Stack.LogicalId. Its paths are not followed.`);
    }
  }

  public promised(contracts: readonly Contract[]): void {
    for (const { source } of contracts) {
      this.sentences.push(`${source}: the provider's template is not here. `
        + 'The command assumes that it agrees with the contract.');
    }
  }

  /** @param promised contracts of providers that are not here, of which it is said already */
  public brokers(all: readonly number[], { contracts: known }: Topology, promised: readonly Contract[]): void {
    const contracts = known.filter(({ serviceName }) => !promised.some(each => each.serviceName === serviceName));
    const lacking = all.filter(id => contracts.some(({ brokerIds }) => brokerIds.includes(id)));
    if (lacking.length === 0) { return; }
    const what = contracts.flatMap(({ listeners }) => listeners.map(({ name }) => name));
    this.sentences.push(`${lacking.length === 1 ? 'Broker' : 'Brokers'} ${rangesOf(lacking)}: `
      + 'there is no server.properties (--properties DIR). '
      + `The load balancer says where ${lacking.length === 1 ? 'it is' : 'they are'}. `
      + `What ${lacking.length === 1 ? 'it binds and advertises' : 'they bind and advertise'} on `
      + `${[...new Set(what)].join(', ')} is not known.`);
  }

  public topology({ groups, endpoints }: Topology, unknowns: Unknowns): void {
    const foreign = groups.filter(({ vpcId }) => vpcId === undefined).map(({ label }) => label);
    if (foreign.length > 0) { this.sentences.push(`${unmade(foreign)} The command assumes that it lets everything in and out.`); }
    if (unknowns.all.length > 0) { this.sentences.push(`Known at deployment only: ${unknowns.all.join('; ')}.`); }
    for (const { label, service, accepted } of endpoints.filter(each => !each.accepted)) {
      if (!accepted) { this.sentences.push(`${label}: somebody has to accept its connection to ${service.label}, once.`); }
    }
  }

  /** An app waits for what has to be looked up. */
  public pending(keys: readonly string[]): void {
    if (keys.length > 0) {
      this.sentences.push(`Lookups are pending, so these templates have dummies: ${keys.join(', ')}. `
        + "Run 'cdk synth' with credentials.");
    }
  }

  private add(stacks: readonly Stack[], sentence: (names: string) => string): void {
    if (stacks.length > 0) { this.sentences.push(sentence(stacks.map(({ name }) => name).join(', '))); }
  }
}

/** `0 to 48, 60`. */
function rangesOf(ids: readonly number[]): string {
  const starts = ids.filter(id => !ids.includes(id - 1));
  return starts.map(start => {
    let end = start;
    while (ids.includes(end + 1)) { end++; }
    return end > start + 1 ? `${start} to ${end}` : end > start ? `${start}, ${end}` : `${start}`;
  }).join(', ');
}

function unmade(names: readonly string[]): string {
  return `No template makes ${names.join(', ')}.`;
}

