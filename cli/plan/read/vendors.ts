import { contractOf } from './contracts';
import { shown, Symbols, UNKNOWN } from './symbols';
import type { Contract, ContractVendor } from '../../assembly/contracts';
import type { Stack } from '../../assembly/template';
import { typedInto } from '../../assembly/typed-in';
import type { PlanLoadBalancer, PlanVendor } from '../model';

/** As whom a vendor connects, as the library leaves it beside a template. */
export interface VendorPrincipals {
  readonly name: string;
  readonly listener: string;
  readonly principals: readonly string[];
}

/** What is known of the principals of vendors. */
export function readPrincipals(symbols: Symbols, stacks: readonly Stack[]): VendorPrincipals[] {
  return stacks.flatMap(stack => (stack.vendors ?? []).flatMap(value => {
    const said: VendorPrincipals[] = JSON.parse(symbols.pieces(stack, value) ?? '[]');
    return said.map(({ principals, ...rest }) => ({ ...rest, principals: principals.map(shown) }));
  }));
}

/** The same load balancer, whose services have their vendors. */
export function withVendors(
  symbols: Symbols, loadBalancer: PlanLoadBalancer, contracts: readonly Contract[], known: readonly VendorPrincipals[],
): PlanLoadBalancer {
  const services = loadBalancer.services.map(service => {
    const contract = contractOf(symbols, contracts, [service]);
    const vendors = (contract?.vendors ?? []).map(vendor => readVendor(contract!, vendor, known, service.principals));
    return { ...service, vendors };
  });
  return { ...loadBalancer, services };
}

function readVendor(
  contract: Contract, vendor: ContractVendor, known: readonly VendorPrincipals[], allowed: readonly string[],
): PlanVendor {
  const { name, listener } = vendor;
  const typed = typedInto(contract, vendor);
  const brokers = [...new Set(typed.flatMap(({ values }) => values).flatMap(({ brokerId }) => brokerId ?? []))];
  const own = known.filter(each => each.name === name && each.listener === listener).flatMap(({ principals }) => principals);
  return {
    name,
    listener,
    principals: [...new Set(own)].filter(principal => allowed.includes(principal) || principal.includes(UNKNOWN)),
    typedIn: typed.map(({ what, values }) => ({ what, values: values.map(({ value }) => value) })),
    ...brokers.length > 0 && {
      brokerList: { brokers, untold: brokers.filter(id => !vendor.listedBrokerIds?.includes(id)) },
    },
  };
}
