import { namedIn, Symbols } from './symbols';
import type { Contract } from '../../assembly/contracts';
import type { RawResource, Stack } from '../../assembly/template';

/** What a stack may have whose value is the JSON of a contract. */
function documentsOf({ name, template }: Stack): { source: string; value: any }[] {
  const outputs = Object.entries(template.Outputs ?? {}).map(([id, { Value }]) => ({ source: `${name}.Outputs.${id}`, value: Value }));
  const isParameter = ([, { Type }]: [string, RawResource]) => Type === 'AWS::SSM::Parameter';
  const parameters = Object.entries(template.Resources).filter(isParameter)
    .map(([id, { Properties }]) => ({ source: `${name}.${id}`, value: Properties?.Value }));
  return [...outputs, ...parameters];
}

/** The contracts that the stacks hand out, each once: a service may put its own into an output and into a parameter. */
export function readContracts(symbols: Symbols, stacks: Stack[]): Contract[] {
  const found = stacks.flatMap(stack => documentsOf(stack).flatMap(({ source, value }) => {
    const contract = parseContract(symbols.pieces(stack, value) ?? '', source);
    return contract === undefined ? [] : [contract];
  }));
  return found.filter(({ serviceName }, i) => i === found.findIndex(other => other.serviceName === serviceName && serviceName !== undefined)
    || serviceName === undefined);
}

/** The contract that a text is, if it is one. */
export function parseContract(text: string, source: string): Contract | undefined {
  if (!text.includes('"bootstrapPort"')) { return undefined; }
  try {
    const parsed = JSON.parse(text);
    return Array.isArray(parsed.listeners) && Array.isArray(parsed.brokerIds) ? { zoneIds: [], ...parsed, source } : undefined;
  } catch {
    return undefined; // some other text
  }
}

/** The label of the service that a contract or an endpoint names by a reference. */
export function serviceIn(symbols: Symbols, serviceName: unknown): string | undefined {
  return namedIn(serviceName).find(label => symbols.find(label)?.Type === 'AWS::EC2::VPCEndpointService');
}

/**
 * The label of the service of these templates that a name means. A consumer that is deployed from a contract has a literal, with an id that AWS gave
 * and no template has: if the templates have one service, it is taken to be this one.
 */
export function serviceOf(symbols: Symbols, serviceName: string | undefined): string | undefined {
  const services = symbols.ofType('AWS::EC2::VPCEndpointService');
  return serviceIn(symbols, serviceName)
    ?? (serviceName !== undefined && /\.vpce-svc-/.test(serviceName) && services.length === 1 ? services[0].label : undefined);
}

/** The contract of one of these services. */
export function contractOf(symbols: Symbols, contracts: readonly Contract[], services: readonly { readonly label: string }[]): Contract | undefined {
  return contracts.find(({ serviceName }) => services.some(({ label }) => label === serviceOf(symbols, serviceName)));
}
