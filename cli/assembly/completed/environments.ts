import type { Contract } from '../contracts';
import type { Stack } from '../template';

/**
 * Stacks that are bound to no region are read as of one that the apps name somewhere: another stack, a contract, a service name,
 * a zone. What follows from a region is where things are in relation to each other, so one that all of them share is as good as
 * theirs.
 */
export function inOneRegion(stacks: readonly Stack[], contracts: readonly Contract[]): Stack[] {
  const bound = stacks.filter(({ unbound }) => !unbound?.includes('region')).map(({ region }) => region);
  const written = JSON.stringify(stacks.map(({ template }) => template.Resources));
  const named = [
    ...bound,
    ...contracts.map(({ region }) => region),
    .../\bcom\.amazonaws\.vpce\.([a-z0-9-]+)\.vpce-svc-/.exec(written)?.slice(1) ?? [],
    .../"AvailabilityZone":"([a-z]{2,3}(?:-gov)?-[a-z]+-\d)[a-z]"/.exec(written)?.slice(1) ?? [],
  ];
  const region = named.find(name => /^[a-z]{2,3}(-gov)?-[a-z]+-\d$/.test(name));
  return stacks.map(stack =>
    withoutDummies(region !== undefined && stack.unbound?.includes('region') ? { ...stack, region } : stack));
}

/** While the zones of an account are to be looked up, the CDK writes `dummy1a` and so on: they are zones of the region. */
function withoutDummies(stack: Stack): Stack {
  const text = JSON.stringify(stack.template);
  return text.includes('"dummy1')
    ? { ...stack, template: JSON.parse(text.replace(/"dummy1([a-c])"/g, `"${stack.region}$1"`)) }
    : stack;
}
