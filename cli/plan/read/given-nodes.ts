import { contractOf } from './contracts';
import type { RawLoadBalancer } from './load-balancers';
import { addressOf } from './nodes';
import { placeOf, vpcOf, zoneIn } from './places';
import type { Symbols } from './symbols';
import type { Contract } from '../../assembly/contracts';
import type { PlanLoadBalancer, PlanNode } from '../model';

/** The brokers behind the load balancers: by address and id, since one host may have several. */
export function readGivenNodes(
  symbols: Symbols, raw: readonly RawLoadBalancer[], loadBalancers: readonly PlanLoadBalancer[], contracts: readonly Contract[],
): PlanNode[] {
  const found = new Map<string, PlanNode>();
  for (const [i, { ports }] of raw.entries()) {
    const { services, listeners, companions, vpc } = loadBalancers[i];
    const contract = contractOf(symbols, contracts, services);
    const told = listeners.flatMap(listener => listener.ports).flatMap(({ targets }) => targets)
      .filter(({ broker }) => broker !== undefined);
    const ofKafka = ports.filter(({ port }) => !companions.some(companion => companion.port === port));
    for (const { id, address, port } of ofKafka.flatMap(({ targets }) => targets)) {
      const broker = told.find(target => target.address === address && target.port === port)?.broker;
      const zone = contract?.brokerZoneIds?.[contract.brokerIds.indexOf(broker ?? NaN)];
      found.set(`${address} ${broker}`, found.get(`${address} ${broker}`) ?? givenNode(symbols, id, { id: broker, zone, vpc }));
    }
  }
  // Of an address whose broker one port tells, a port that does not tell it says nothing more.
  const all = [...found.values()];
  return all.filter(({ id, address }) =>
    id !== undefined || !all.some(other => other.address === address && other.id !== undefined));
}

/** A node that nothing launches here: an address, or the instance or interface that has it. */
function givenNode(symbols: Symbols, target: unknown, known: Pick<PlanNode, 'id' | 'zone' | 'vpc'>): PlanNode {
  const machine = symbols.find(target);
  const subnet = machine && symbols.value(machine, 'SubnetId');
  const address = addressOf(target);
  const vpc = vpcOf(symbols, subnet) ?? known.vpc;
  return {
    id: known.id,
    zone: (subnet === undefined ? zoneIn(symbols, vpc, address) : placeOf(symbols, subnet).zone) ?? known.zone,
    address,
    vpc,
    resources: machine ? [machine.label] : [],
  };
}
