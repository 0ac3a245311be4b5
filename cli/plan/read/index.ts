import { BrokerFiles } from './broker-files';
import { readConsumers } from './consumers';
import { readContracts } from './contracts';
import { readCosts } from './costs';
import { readGivenNodes } from './given-nodes';
import { readHeadRoom } from './head-room';
import { rawLoadBalancers, readLoadBalancer } from './load-balancers';
import { readLaunchedNodes } from './nodes';
import { readOpenings } from './openings';
import { Symbols } from './symbols';
import { unknownIn, unknownOfStacks } from './unknown';
import { readPrincipals, withVendors } from './vendors';
import type { Contract } from '../../assembly/contracts';
import type { Assembly, Stack } from '../../assembly/template';
import type { Plan, PlanNode } from '../model';

/** Where a stack goes that is bound to no account or region: as CloudFormation writes it. */
const UNBOUND = { account: '${AWS::AccountId}', region: '${AWS::Region}' };

/**
 * Makes the plan of an app. Pure: the same files give the same plan.
 *
 * @param given contracts that no stack hands out: files from elsewhere
 */
export function planOf(assembly: Assembly, given: readonly Contract[] = []): Plan {
  const stacks = assembly.stacks.map(withoutInventions);
  const symbols = new Symbols(stacks);
  const contracts = [...readContracts(symbols, stacks), ...given];
  const openings = readOpenings(symbols);
  const launched = readLaunchedNodes(symbols);
  const files = new BrokerFiles(assembly.brokerFiles, address => launched.find(({ node }) => node.address === address)?.template);
  const raw = rawLoadBalancers(symbols);
  const principals = readPrincipals(symbols, stacks);
  const loadBalancers = raw.map(each => readLoadBalancer(symbols, each, contracts, files, openings))
    .map(each => withVendors(symbols, each, contracts, principals));
  const own = launched.map(({ node }) => node);
  const isOther = ({ address }: PlanNode) => !own.some(node => node.address === address);
  const nodes = [...own, ...readGivenNodes(symbols, raw, loadBalancers, contracts).filter(isOther)];
  const plan = {
    version: '1' as const,
    stacks: stacks.filter(({ parent }) => parent === undefined).map(({ name, account, region }) =>
      ({ name, ...account !== UNBOUND.account && { account }, ...region !== UNBOUND.region && { region } })),
    nodes: nodes.sort((a, b) => (a.id ?? Infinity) - (b.id ?? Infinity)),
    loadBalancers,
    consumers: readConsumers(symbols, contracts, openings),
    headRoom: readHeadRoom(symbols, stacks, raw, openings),
    costs: readCosts(symbols),
  };
  return { ...plan, unknown: [...unknownOfStacks(assembly), ...unknownIn(plan, contracts, symbols)] };
}

/** The local cluster puts a stack somewhere that is bound to nothing. */
function withoutInventions(stack: Stack): Stack {
  const unbound = stack.unbound ?? [];
  return { ...stack, ...Object.fromEntries(unbound.map(what => [what, UNBOUND[what]])) };
}
