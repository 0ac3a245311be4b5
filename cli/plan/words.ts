import type {
  HeadRoom, Opening, Place, PlanConsumer, PlanListener, PlanLoadBalancer, PlanPort, PlanService, PlanStack, PlanTarget, PlanVendor,
} from './model';

/** What every output says in the same words. */

/** In place of a value that no template has. */
export const NOT_HERE = 'not in these templates';

/** The zones of interfaces, each once, or else their subnets. */
export function zones(all: readonly Place[]): string[] {
  return [...new Set(all.map(({ zone, subnet }) => zone ?? subnet))];
}

export function places(all: readonly Place[]): string {
  return zones(all).join(', ') || NOT_HERE;
}

export function environment({ account, region }: PlanStack): string {
  return account === undefined && region === undefined ? `account and region ${NOT_HERE}` : `account ${account ?? NOT_HERE}, `
    + `region ${region ?? NOT_HERE}`;
}

/** Who clients are told that a port is. */
export function broker({ broker: id, bootstrap }: PlanPort): string {
  return bootstrap ? 'any' : id === undefined ? '' : `${id}`;
}

export function advertised(port: PlanPort): string {
  return `${port.advertised ?? NOT_HERE}${port.bootstrap ? ' (bootstrap)' : ''}`;
}

/** The targets of a port, such as `brokers 0-2, 100 :9093`. */
export function targets(all: readonly PlanTarget[]): string {
  if (all.length === 0) { return 'nothing'; }
  const known = all.filter(({ broker: id }) => id !== undefined);
  const ports = [...new Set(known.map(({ port }) => port))];
  const brokers = ports.map(port => {
    const ids = known.filter(target => target.port === port).map(({ broker: id }) => id!);
    return `${ids.length === 1 ? 'broker' : 'brokers'} ${ranges(ids)} :${port}`;
  });
  const others = all.filter(({ broker: id }) => id === undefined).map(({ address, port }) => `${address} :${port}`);
  return [...brokers, ...others].join(', ');
}

/** A listener as `CLIENT (SASL_SSL, SCRAM-SHA-512)`. */
export function listenerTitle({ name, protocol, saslMechanisms }: PlanListener): string {
  return `${name} (${[protocol ?? `protocol ${NOT_HERE}`, ...saslMechanisms].join(', ')})`;
}

/** Numbers, those in a row as `20000-20002`. */
export function ranges(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  const starts = sorted.filter(one => !sorted.includes(one - 1));
  return starts.map(start => {
    let end = start;
    while (sorted.includes(end + 1)) { end++; }
    return start === end ? `${start}` : `${start}-${end}`;
  }).join(', ');
}

/** The facts of a listener, by name. */
export function listenerFacts({ tlsEndsAt, certificateNames, clientPorts, ports, source }: PlanListener): [string, string][] {
  return [
    ['certificate names', tlsEndsAt === undefined ? 'none: clients connect without TLS' : `${certificateNames.join(', ')} (TLS `
      + `ends at the ${tlsEndsAt})`],
    ['a consumer opens', `TCP ${clientPorts ? `${clientPorts.from}-${clientPorts.to}` : ranges(ports.map(({ port }) => port))}`],
    ['told by', source],
  ];
}

/** Who may connect, by name. */
function serviceFacts({ label, principals, acceptanceRequired, otherRegions, vendors }: PlanService): [string, string][] {
  return [
    ['endpoint service', `${label}, ${acceptanceRequired ? 'somebody accepts each connection' : 'each connection is accepted'}`],
    ['who may connect', principals.join(', ') || NOT_HERE],
    ...otherRegions.length === 0 ? [] : [['from other regions', otherRegions.join(', ')] as [string, string]],
    ...vendors.flatMap(vendorFacts),
  ];
}

/** What a vendor was told, and must be told of, by name. */
function vendorFacts({ name, listener, principals, typedIn, brokerList }: PlanVendor): [string, string][] {
  const untold = brokerList?.untold ?? [];
  return [
    ['vendor', `${name} on ${listener}, as ${principals.join(', ') || 'nobody yet'}`],
    ...typedIn.length === 0
      ? [['typed into it', `nothing yet: the name of ${listener} is pending`] as [string, string]]
      : typedIn.map(({ what, values }, i): [string, string] => [i === 0 ? 'typed into it' : '', `${what}: ${values.join(', ')}`]),
    ...brokerList ? [[
      'it keeps a list', `tell it of a broker before you add one${untold.length > 0 ? '; nothing says that it was told of '
        + `${untold.length === 1 ? 'broker' : 'brokers'} ${ranges(untold)}` : ''}`,
    ] as [string, string]] : [],
  ];
}

/** What a load balancer is, by name. */
export function loadBalancerFacts(loadBalancer: PlanLoadBalancer): [string, string][] {
  return [
    ['load balancer', `${loadBalancer.scheme}, in ${places(loadBalancer.places)}`],
    ['VPC', loadBalancer.vpc ?? NOT_HERE],
    ...loadBalancer.services.flatMap(serviceFacts),
    inboundFact(loadBalancer),
  ];
}

/** What the groups of a load balancer let in. */
function inboundFact({ inbound, filtersEndpoints }: PlanLoadBalancer): [string, string] {
  const rules = inbound.map(({ what, peer }) => `${what} from ${peer}`).join(', ') || 'nothing';
  return ['its groups let in', filtersEndpoints ? rules : `${rules} (traffic through an endpoint needs no rule)`];
}

/** What a consumer has, by name. */
export function consumerFacts({ service, vpc, places: own, names, bootstrapServers, opens }: PlanConsumer): [string, string][] {
  return [
    ['endpoint of', service ?? NOT_HERE],
    ['VPC', vpc ?? NOT_HERE],
    ['in', places(own)],
    ['names', names.map(({ name, zone }) => zone === undefined ? name : `${name} (${zone})`).join(', ') || NOT_HERE],
    ['bootstrap.servers', bootstrapServers.join(' or ') || NOT_HERE],
    ...opens.map((one, i): [string, string] => [i === 0 ? 'lets pass' : '', opening(one)]),
  ];
}

function opening({ group, direction, what, peer }: Opening): string {
  return direction === 'in' ? `${what} into ${group} from ${peer}` : `${what} out of ${group} to ${peer}`;
}

export function used({ used: count, atLeast }: HeadRoom): string {
  return `${count}${atLeast ? '+' : ''}`;
}

export const PLUS = '+ and what is known only when it is deployed, or made elsewhere';

/** Of each limit, what uses the most of it. */
export function tightest(all: readonly HeadRoom[]): HeadRoom[] {
  const limits = [...new Set(all.map(({ limit }) => limit))];
  return limits.map(limit => all.filter(one => one.limit === limit).reduce((most, one) => one.used > most.used ? one : most));
}
