import { createHash } from 'node:crypto';
import { Addresses, isAddress, isForHosts } from './addresses';
import { Cause, Findings, Stopped } from './findings';
import { zoneIdOf } from './regions';
import { Resolver, Resource } from './resolve';
import { notAList, PLAYED_TYPES } from './schema';
import type { Assembly } from './template';
import { isUnknown, Unknowns } from './unknowns';

/**
 * The resources of an app, with the ids, attributes and addresses that AWS would give them. The same templates give the same
 * values.
 */
export class World {
  public readonly resolver: Resolver;
  public readonly addresses: Addresses;
  private readonly byId = new Map<string, Resource>();
  private readonly byType = new Map<string, Resource[]>();

  /** @param unknowns takes values that no file has; without it, each of them is an error */
  constructor(
    private readonly assembly: Assembly, public readonly findings = new Findings(), private readonly unknowns?: Unknowns,
  ) {
    this.resolver = new Resolver(assembly.stacks, (resource, attribute) => this.valueOf(resource, attribute), unknowns);
    for (const resource of this.resolver.all.filter(({ IsOther }) => !IsOther)) {
      this.byType.set(resource.Type, [...this.byType.get(resource.Type) ?? [], resource]);
    }
    for (const resource of this.resolver.all.filter(({ Type }) => Type in PLAYED_TYPES)) {
      this.byId.set(this.idOf(resource), resource);
    }
    this.addresses = new Addresses(this.namedAddresses());
    // In the order of the templates, whoever asks first.
    const withAddress = ['AWS::EC2::Instance', 'AWS::EC2::NetworkInterface'].flatMap(type => this.ofType(type));
    this.findings.each(withAddress, resource => this.addressOf(resource));
  }

  /** Something is wrong that does not keep the rest from being read. */
  public report(cause: Cause, message: string): void {
    this.findings.add(cause, message);
  }

  /** Takes something for granted that no file tells, where an app has not to run here. */
  public assumes(what: string): boolean {
    return this.unknowns?.valueOf(what) !== undefined;
  }

  public ofType(type: string): Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resource with an id, if the templates have it and it is of the type. */
  public find(type: string, id: unknown): Resource | undefined {
    const resource = this.byId.get(String(id));
    return resource?.Type === type ? resource : undefined;
  }

  /** The resource with an id, which something else refers to. */
  public get(type: string, id: unknown, referrer: Resource): Resource {
    return this.find(type, id) ?? unresolved(referrer, `${JSON.stringify(id)} is no ${type} of these templates, `
      + 'and the local cluster has nothing else');
  }

  /** A property of a resource, resolved. */
  public property(resource: Resource, name: string): any {
    if (PLAYED_TYPES[resource.Type].properties[name]?.is !== 'played') {
      throw new Error(`schema/ does not say that ${name} of ${resource.Type} is played`);
    }
    const value = this.resolver.property(resource, name);
    if (PLAYED_TYPES[resource.Type].properties[name].list && isUnknown(value)) { return [value]; }
    if (PLAYED_TYPES[resource.Type].properties[name].list && value !== undefined && !Array.isArray(value)) {
      throw new Stopped('bad-value', `${resource.label}: ${notAList(name, value)}`);
    }
    return value;
  }

  /** A property that must be there. */
  public required(resource: Resource, name: string): any {
    return this.property(resource, name) ?? missing(resource, name);
  }

  /** A property that is a list of keys and values, by key. */
  public attributes(resource: Resource, name: string): Map<string, string> {
    const pairs: { Key: string; Value: unknown }[] = this.property(resource, name) ?? [];
    return new Map(pairs.map(({ Key, Value }) => [Key, String(Value)]));
  }

  /** What `Ref` and `Fn::GetAtt` give. */
  public valueOf(resource: Resource, attribute?: string): unknown {
    return attribute === undefined ? this.idOf(resource) : this.attribute(resource, attribute);
  }

  public idOf(resource: Resource): string {
    if (resource.PhysicalId !== undefined) { return resource.PhysicalId; }
    if (this.unknowns && !(resource.Type in PLAYED_TYPES)) {
      return this.unknowns.valueOf(`${resource.label} (${resource.Type})`);
    }
    const used = PLAYED_TYPES[resource.Type] ?? unresolved(resource, 'a value of it is needed, '
      + `but the local cluster ignores ${resource.Type}`);
    const hash = digest(resource.label);
    return used.id.startsWith('arn:')
      ? `arn:aws:elasticloadbalancing:${resource.stack.region}:${resource.stack.account}:${used.id.slice(4).replace('…', `${resource.logicalId.slice(0, 32)}/${hash.slice(0, 16)}`)}`
      : used.id === 'Z' ? `Z${hash.slice(0, 20).toUpperCase()}` : `${used.id}${hash.slice(0, 17)}`;
  }

  /** The private address of an instance or network interface. */
  public addressOf(resource: Resource): string {
    const given = this.property(resource, 'PrivateIpAddress');
    const cidr = this.required(this.subnetOf(resource), 'CidrBlock');
    if (given === undefined) { return this.addresses.of(resource.label, cidr, 20); }
    if (!isAddress(given) || !isForHosts(cidr, given)) {
      this.report('bad-value', `${resource.label}: PrivateIpAddress is ${JSON.stringify(given)}; `
        + `AWS takes an address of the subnet, ${cidr}, without its first four and its last`);
    }
    return given;
  }

  public subnetOf(resource: Resource): Resource {
    return this.get('AWS::EC2::Subnet', this.required(resource, 'SubnetId'), resource);
  }

  /** The regional name of an endpoint, and with a zone the name of its interface there. */
  public endpointName(endpoint: Resource, zone?: string): string {
    const service = String(this.required(endpoint, 'ServiceName')).split('.').pop();
    const suffix = `${service}.${endpoint.stack.region}.vpce.amazonaws.com`;
    return `${this.idOf(endpoint)}-${digest(endpoint.label).slice(20, 28)}${zone === undefined ? '' : `-${zone}`}.${suffix}`;
  }

  public loadBalancerName(loadBalancer: Resource): string {
    return `${loadBalancer.logicalId.slice(0, 32).toLowerCase()}-${digest(loadBalancer.label).slice(0, 16)}.elb.${loadBalancer.stack.region}.amazonaws.com`;
  }

  private attribute(resource: Resource, attribute: string): unknown {
    const kind = PLAYED_TYPES[resource.Type]?.attributes[attribute];
    if (kind === undefined && this.unknowns) {
      return this.unknowns.valueOf(`${attribute} of ${resource.label} (${resource.Type})`);
    }
    switch (kind) {
      case undefined: return unresolved(resource, `its attribute ${attribute} is needed, `
        + `but the local cluster does not know this of ${resource.Type}`);
      case 'id': return this.idOf(resource);
      case 'property': return this.required(resource, attribute);
      case 'address': return this.addressOf(resource);
      case 'zone': return this.required(this.subnetOf(resource), 'AvailabilityZone');
      case 'vpc': return this.required(this.subnetOf(resource), 'VpcId');
      case 'zone-id': return zoneIdOf(this.required(resource, 'AvailabilityZone'));
      case 'name': return this.loadBalancerName(resource);
      case 'hosted-zone': return HOSTED_ZONE_OF_NAMES;
      case 'names': return [undefined, ...this.zonesOf(resource)].map(zone =>
        `${HOSTED_ZONE_OF_NAMES}:${this.endpointName(resource, zone)}`);
    }
  }

  private zonesOf(endpoint: Resource): string[] {
    return this.required(endpoint, 'SubnetIds')
      .map((id: string) => this.required(this.get('AWS::EC2::Subnet', id, endpoint), 'AvailabilityZone'));
  }

  /** Every literal address of the templates and of the brokers' files, so that it is given to nobody else. */
  private namedAddresses(): string[] {
    const properties = JSON.stringify(this.resolver.all.map(resource => resource.Properties));
    const { brokerFiles, controllerFiles } = this.assembly;
    // A file of the run has the addresses that machines were given before.
    const advertised = [...brokerFiles, ...controllerFiles].filter(({ isInvented }) => !isInvented)
      .flatMap(({ listeners }) => listeners.map(listener => listener.advertised?.host));
    return [...properties.match(/(?<=")(\d{1,3}\.){3}\d{1,3}(?=")/g) ?? [], ...advertised].filter(isAddress);
  }
}

/** The hosted zone that an alias names for AWS's own names. */
export const HOSTED_ZONE_OF_NAMES = 'Z00AWS00NAMES';

const digests = new Map<string, string>();

/** An id is asked for again and again. */
function digest(text: string): string {
  const known = digests.get(text) ?? createHash('sha256').update(text).digest('hex');
  digests.set(text, known);
  return known;
}

/** In the words of the check of all properties, which has told it, too. */
function missing(resource: Resource, name: string): never {
  throw new Stopped('missing-property', `${resource.label}: it has no ${name}, which AWS requires`);
}

function unresolved(resource: Resource, message: string): never {
  throw new Stopped('unresolved', `${resource.label}: ${message}`);
}
