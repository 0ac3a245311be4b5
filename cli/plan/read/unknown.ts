import { serviceIn, serviceOf } from './contracts';
import type { Symbols } from './symbols';
import { sentenceOf } from '../../assembly/conditions';
import type { Contract } from '../../assembly/contracts';
import { unreadIn } from '../../assembly/nested';
import type { Assembly } from '../../assembly/template';
import type { Plan } from '../model';

/** What a reader may miss in the plan, once each. */
export function unknownIn(plan: Omit<Plan, 'unknown'>, contracts: readonly Contract[], symbols: Symbols): string[] {
  const { stacks, nodes, loadBalancers, consumers } = plan;
  const unbound = stacks.filter(({ account, region }) => account === undefined || region === undefined).map(({ name }) => name);
  const placeless = [...loadBalancers, ...consumers].filter(({ places }) => places.some(({ zone }) => zone === undefined))
    .map(({ label }) => label);
  const ports = loadBalancers.flatMap(({ label, otherPorts }) => otherPorts.length > 0 ? [label] : []);
  const zoneless = nodes.filter(({ zone }) => zone === undefined);
  const withoutContract = loadBalancers.flatMap(({ services }) => services).map(({ label }) => label)
    .filter(label => !contracts.some(({ serviceName }) => serviceOf(symbols, serviceName) === label));
  const elsewhere = consumers.filter(({ service }) => service !== undefined && symbols.find(service) === undefined);
  const assumed = consumers.filter(({ label, service }) => service !== undefined && symbols.find(service) !== undefined
    && serviceIn(symbols, symbols.text(symbols.find(label)!, 'ServiceName')) === undefined);
  const says = (labels: readonly string[], text: (labels: string) => string) =>
    labels.length === 0 ? [] : [text(shortList([...new Set(labels)]))];
  return [
    ...says(unbound, names => `the account or the region of ${names}: set 'env' of the stack`),
    ...says(placeless, names => `the zones of ${names}: the subnets are made elsewhere`),
    ...says(zoneless.map(({ id, address }) => id === undefined ? address : `broker ${id}`), names => `the zone of ${names}`),
    ...says(withoutContract, names => `the contract of ${names}: no output, parameter or metadata has it, `
      + 'so listeners are known from server.properties only'),
    ...says(ports, names => `what some ports of ${names} are for: no contract and no server.properties tells it`),
    ...loadBalancers.length > 0 && consumers.length === 0 ? ['the consumers: '
      + 'no stack has an endpoint of an endpoint service'] : [],
    ...loadBalancers.length === 0 ? ['the brokers\' side: no stack has a network load balancer'] : [],
    ...says(consumers.filter(({ service }) => service === undefined).map(({ label }) => label), names => 'the service of '
      + `${names}: its name is known at deployment only`),
    ...says(elsewhere.map(({ service }) => service!), names => `what is behind ${names}: the service is in other templates`),
    ...assumed.map(({ label, service }) => `whether ${label} is an endpoint of ${service}: its service name is a literal, `
      + 'and there is no other service here'),
  ];
}

/** What of the stacks themselves the plan assumes, or does not have. */
export function unknownOfStacks({ stacks, alternatives, readAsDefaults = [] }: Assembly): string[] {
  return [
    ...(alternatives?.[0].supposed ?? []).map(one => `whether ${sentenceOf(one)}: it is taken to be so`),
    ...readAsDefaults.map(one => `the parameter ${one}: its default is taken`),
    ...unreadIn(stacks).map(label => `what is in ${label}: its template is published elsewhere, or is not plain JSON`),
  ];
}

/** Many labels say no more than a few and their number. */
function shortList(labels: readonly string[]): string {
  const few = labels.slice(0, 3);
  return labels.length > 4 ? `${few.join(', ')} and ${labels.length - few.length} more` : labels.join(', ');
}
