import { Contract, contractOfJson, isContractJson } from './contracts';
import type { Stack } from './template';
import type { World } from './world';

/** A text of an app that may be a contract. */
export interface Candidate {
  readonly stack: Stack;
  readonly source: string;
  readonly value: unknown;
}

/**
 * The contracts of an app: JSON with their keys, in an output, in a parameter that is published, or in the metadata that the
 * library leaves.
 */
export function readContracts(world: World, stacks: readonly Stack[]): Contract[] {
  const candidates = stacks.flatMap(candidatesOf).filter(({ value }) => JSON.stringify(value)?.includes('brokerIds'));
  const found = world.findings.each(candidates, ({ stack, source, value }) =>
    parseContract(String(world.resolver.resolve(stack, value, source)), source));
  return found.filter(({ serviceName }, i) =>
    serviceName === undefined || found.findIndex(other => other.serviceName === serviceName) === i);
}

/** Whatever of a stack may be a contract. */
export function candidatesOf(stack: Stack): Candidate[] {
  const { Outputs = {}, Resources } = stack.template;
  return [
    ...Object.entries(Outputs).map(([name, { Value }]) => ({ stack, source: `${stack.name}.Outputs.${name}`, value: Value })),
    ...Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::SSM::Parameter')
      .map(([logicalId, { Properties }]) => ({ stack, source: `${stack.name}.${logicalId}`, value: Properties?.Value })),
    ...(stack.contracts ?? []).map(value => ({ stack, source: `${stack.name} (its metadata)`, value })),
  ];
}

/** Some text may speak of `brokerIds` and be no contract. */
export function parseContract(text: string, source: string): Contract | undefined {
  try {
    const value = JSON.parse(text);
    return isContractJson(value) ? contractOfJson(value, source) : undefined;
  } catch {
    return undefined;
  }
}
