import { namedIn, Symbols } from './symbols';
import type { Contract } from '../../assembly/contracts';
import { candidatesOf, parseContract } from '../../assembly/read-contracts';
import type { Stack } from '../../assembly/template';

/** The contracts that the stacks hand out, each once: a service may put its own into an output and into a parameter. */
export function readContracts(symbols: Symbols, stacks: Stack[]): Contract[] {
  const found = stacks.flatMap(candidatesOf).flatMap(({ stack, source, value }) => {
    const contract = parseContract(symbols.pieces(stack, value) ?? '', source);
    return contract === undefined ? [] : [contract];
  });
  return found.filter(({ serviceName }, i) =>
    serviceName === undefined || i === found.findIndex(other => other.serviceName === serviceName));
}

/** The label of the service that a contract or an endpoint names by a reference. */
export function serviceIn(symbols: Symbols, serviceName: unknown): string | undefined {
  return namedIn(serviceName).find(label => symbols.find(label)?.Type === 'AWS::EC2::VPCEndpointService');
}

/**
 * The label of the service of these templates that a name means. A consumer that is deployed from a contract has a literal, with
 * an id that AWS gave and no template has: if the templates have one service, it is taken to be this one.
 */
export function serviceOf(symbols: Symbols, serviceName: string | undefined): string | undefined {
  const services = symbols.ofType('AWS::EC2::VPCEndpointService');
  return serviceIn(symbols, serviceName)
    ?? (serviceName !== undefined && /\.vpce-svc-/.test(serviceName) && services.length === 1 ? services[0].label : undefined);
}

/** The contract of one of these services. */
export function contractOf(
  symbols: Symbols, contracts: readonly Contract[], services: readonly { readonly label: string }[],
): Contract | undefined {
  return contracts.find(({ serviceName }) => services.some(({ label }) => label === serviceOf(symbols, serviceName)));
}
