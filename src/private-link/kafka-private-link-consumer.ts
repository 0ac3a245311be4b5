import { Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { consumerDoors, onlyRange, portsText, Used } from './consumer-door';
import { checkGroups, givenGroups, idsOf, warnOfClosedGroups } from './consumer-groups';
import { checkZoneIds } from './consumer-zones';
import { endpointMetric } from './endpoint-metrics';
import { checkGivenEndpoint, regionalNameOf, subnetsOfEndpoint } from './given-endpoint';
import { enterHosts, hostClashes, ServedHosts } from './host-clash';
import type { KafkaPrivateLinkConsumerProps } from './kafka-private-link-consumer-props';
import { endpointSymptoms } from './symptoms';
import { checkZoneVpcs, reportZoneVpcs, vpcsOfNames } from './zone-vpcs';
import { AdvertisedHost } from '../model/advertised-host';
import { ContractCompanion } from '../model/companion';
import { ContractListener } from '../model/contract-listener';
import { KafkaAlarmsOptions } from '../model/kafka-alarms-options';
import { KafkaServiceContract } from '../model/service-contract';
import { AppResources } from '../private/app-resources';
import { addAppValidation } from '../private/app-validation';
import { Doorkeeper, letIn } from '../private/client-rules';
import { isInZone } from '../private/dns-names';
import { regionalName } from '../private/endpoint-dns';
import { permissionsOf } from '../private/endpoint-permissions';
import { checkOrigin } from '../private/foreign-values';
import { addHostRecords } from '../private/host-records';
import { nameAfter } from '../private/name-tag';
import { enterEndpointHosts } from '../private/names-in-vpc';
import { isPendingLookup } from '../private/pending-lookup';
import { tcpPorts } from '../private/port-ranges';
import { quotaText } from '../private/rule-quota';
import { reportSharedVpc } from '../private/shared-vpc';
import { StackOrder } from '../private/stack-order';
import { checkSubnets, chooseSubnets, reportSubnetChoice, SubnetChoice, SubnetTaker } from '../private/subnet-choice';
import { showZoneNames, SubnetZone, zoneOf } from '../private/subnet-zones';
import { addSymptomAlarms } from '../private/symptom-alarms';
import { enterOwn, recordsOfSameName, vpcsWithout, zonesOfSameName } from '../private/taken-names';
import { environmentOf, foreignStacks, stacksOf } from '../private/token-origin';
import { duplicates, Problems, quote, reportError, reportWarning } from '../private/validation';

const ENDPOINT: SubnetTaker = {
  rule: 'KafkaPrivateLinkConsumer.subnets',
  choiceRule: 'KafkaPrivateLinkConsumer.subnetChoice',
  prop: 'subnets',
  what: 'an endpoint',
};

/** Stands in while a contract is looked up; such a template is never deployed. */
const PENDING = 'PENDING';

/**
 * Gives the clients of a VPC access to a Kafka cluster in another VPC or account: an interface endpoint with a security group,
 * and private DNS names that are those of the brokers. Clients start from `contract.listener(name).bootstrapServers`.
 *
 * Nothing in it depends on the brokers: when some are added, consumers deploy nothing. The security group opens all 1000 ports of
 * a listener's slot to its clients.
 *
 * In another region than the contract's it makes a cross-region endpoint. A stack without a region is taken to be in the
 * contract's.
 *
 * It costs an endpoint by the hour for each zone and by the gigabyte, and a hosted zone by the month for each name. Not in the
 * brokers' own VPC, nor in each of many VPCs that are joined by a transit gateway: those share one endpoint.
 *
 * If the service requires acceptance, clients wait for it, and the deployment does not: an endpoint that waits has its names
 * already, as others have recorded (docs/verified.md). If it fails because they are missing, have the endpoint accepted and
 * deploy again.
 *
 * @example
 * const kafka = new KafkaPrivateLinkConsumer(this, 'Kafka', {
 *   vpc,
 *   contract: KafkaServiceContract.fromFile('kafka.contract.json'),
 *   listenerNames: ['CLIENT'],
 * });
 * kafka.allowFrom(app);
 */
export class KafkaPrivateLinkConsumer extends Construct implements ec2.IConnectable {
  /** The contract, with the service name that is used. */
  public readonly contract: KafkaServiceContract;

  /**
   * The endpoint's security groups, made here or given. Their default port is the range of the listener, if only one is used;
   * `allowFrom` opens all of them.
   */
  public readonly connections: ec2.Connections;

  /** The interface endpoint, made here or given. */
  public readonly endpoint: ec2.IInterfaceVpcEndpoint;

  /** The zones that hold the names: those that were made here, or the one that was given. */
  public readonly hostedZones: route53.IPrivateHostedZone[];

  /** @internal */
  public readonly _place: { readonly vpc: ec2.IVpc; readonly subnets?: ec2.ISubnet[] };

  private readonly listeners: ContractListener[];
  private readonly companions: ContractCompanion[];
  /** For each of the endpoint's groups. */
  private readonly doors: Doorkeeper[];
  private hasTooManyRules = false;
  /** The names without those by broker or zone. */
  private readonly hosts: string[];
  private readonly served: ServedHosts;

  constructor(scope: Construct, id: string, props: KafkaPrivateLinkConsumerProps) {
    super(scope, id);
    this.contract = props.serviceName === undefined ? props.contract : props.contract.withServiceName(props.serviceName);
    this.listeners = this.chosenListeners(props.listenerNames);
    this.companions = this.chosenCompanions(props.companionNames);
    const hosts = [
      ...this.listeners.map(({ advertisedHost }) => advertisedHost),
      ...this.companions.map(({ host }) => AdvertisedHost.shared(host)),
    ];
    this.hosts = [...new Set(hosts.map(({ bootstrapHost }) => bootstrapHost))];
    this.served = { hosts, givenZone: props.hostedZone && nameOf(props.hostedZone), givenZoneId: props.hostedZone?.hostedZoneId };
    const subnets = this.subnets(props);
    this._place = { vpc: props.vpc, subnets: subnets?.subnets };
    this.check(props, subnets);
    this.reportLookedUp(props, subnets);

    const groups = givenGroups(props) ?? [this.createGroup(props.vpc)];
    const used: Used = { listeners: this.listeners, companions: this.companions };
    const range = onlyRange(used);
    this.connections = new ec2.Connections({
      securityGroups: groups, defaultPort: range && tcpPorts(range),
    });
    this.doors = consumerDoors(this, groups, used);
    warnOfClosedGroups(this, groups, portsText(used));
    const created = props.endpoint ? undefined : this.createEndpoint(props.vpc, subnets!, groups);
    this.endpoint = created ?? props.endpoint!;
    const name = created
      ? regionalName(created.vpcEndpointDnsEntries)
      : regionalNameOf(this, this.endpoint, props.endpointDnsEntry);
    this.hostedZones = [...new Set(this.addNames(props, this.zones(props, subnets), name))];
    addAppValidation(this, ({ app }) => this.validate(app, props));
    props.clients?.forEach(client => this.allowFrom(client));
  }

  /**
   * Lets a client connect to every listener that is used. The groups that it has by now get rules; an imported one gets none
   * about what it sends, unless its import says that it allows nothing by itself.
   *
   * The rules are in this stack, or in that of a client which needs this one by now.
   *
   * @param client an instance, a function, a security group, or an `ec2.Peer`
   */
  public allowFrom(client: ec2.IConnectable): void {
    const [unknown] = this.doors.map(door => letIn(door, client)).filter(text => text !== undefined);
    if (unknown) { reportWarning(this, 'KafkaPrivateLinkConsumer.clientEgressUnknown', unknown); }
    const count = Math.max(0, ...this.doors.map(({ peers, openings }) => peers.size * openings.length));
    const tooMany = quotaText(
      `${this.doors.length === 1 ? 'the' : 'each'} security group of the endpoint`, count,
      'give clients a security group in common, or an address range',
    );
    if (tooMany && !this.hasTooManyRules) { reportWarning(this, 'KafkaPrivateLinkConsumer.tooManyInboundRules', tooMany); }
    this.hasTooManyRules = tooMany !== undefined;
  }

  /**
   * Connections that are open.
   *
   * A query for the id of the endpoint, for alarms and widgets. AWS publishes none for an endpoint to another region. Maximum of
   * each minute.
   */
  public metricActiveConnections(): cloudwatch.MathExpression {
    return endpointMetric('ActiveConnections', 'MAX', this.endpoint.vpcEndpointId);
  }

  /**
   * Connections that were opened.
   *
   * A query for the id of the endpoint, for alarms and widgets. AWS publishes none for an endpoint to another region. Sum of each
   * minute.
   */
  public metricNewConnections(): cloudwatch.MathExpression {
    return endpointMetric('NewConnections', 'SUM', this.endpoint.vpcEndpointId);
  }

  /**
   * Bytes exchanged with the service, both directions together.
   *
   * A query for the id of the endpoint, for alarms and widgets. AWS publishes none for an endpoint to another region. Sum of each
   * minute.
   */
  public metricBytesProcessed(): cloudwatch.MathExpression {
    return endpointMetric('BytesProcessed', 'SUM', this.endpoint.vpcEndpointId);
  }

  /**
   * Packets that the endpoint dropped: the service does not answer, or has no room.
   *
   * A query for the id of the endpoint, for alarms and widgets. AWS publishes none for an endpoint to another region. Sum of each
   * minute.
   */
  public metricPacketsDropped(): cloudwatch.MathExpression {
    return endpointMetric('PacketsDropped', 'SUM', this.endpoint.vpcEndpointId);
  }

  /**
   * Resets that came from the service: brokers refuse connections, or connections are idle for too long.
   *
   * A query for the id of the endpoint, for alarms and widgets. AWS publishes none for an endpoint to another region. Sum of each
   * minute.
   */
  public metricRstPacketsReceived(): cloudwatch.MathExpression {
    return endpointMetric('RstPacketsReceived', 'SUM', this.endpoint.vpcEndpointId);
  }

  /**
   * Makes an alarm for each symptom: `PACKETS_DROPPED` and `ENDPOINT_RESETS`. They do not depend on the brokers. Each alarm is
   * charged. AWS publishes no metrics about an endpoint to another region, so there they never go off.
   *
   * @param options where alarms go, and their thresholds
   */
  public addAlarms(options: KafkaAlarmsOptions): void {
    addSymptomAlarms(this, options, endpointSymptoms(this.metricPacketsDropped(), this.metricRstPacketsReceived()));
  }

  /** @internal */
  public get _listenerNames(): string[] {
    return this.listeners.map(({ name }) => name);
  }

  private chosenCompanions(names?: string[]): ContractCompanion[] {
    const { companions, _isPendingLookup: pending } = this.contract;
    return names === undefined || (pending && names.length === 0) ? companions : names.map(name => this.contract.companion(name));
  }

  private createGroup(vpc: ec2.IVpc): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      allowAllOutbound: false,
      description: 'Interface endpoint of a Kafka service', // can't be changed: the group would be replaced, in use
    });
    nameAfter(this, group);
    return group;
  }

  private createEndpoint(
    vpc: ec2.IVpc, { subnets }: SubnetChoice, securityGroups: ec2.ISecurityGroup[],
  ): ec2.InterfaceVpcEndpoint {
    const endpoint = new ec2.InterfaceVpcEndpoint(this, 'Endpoint', {
      vpc,
      subnets: { subnets },
      service: new ec2.InterfaceVpcEndpointService(this.contract.serviceName ?? PENDING, this.listeners[0].firstPort),
      serviceRegion: this.otherRegion(),
      securityGroups,
      open: false, // it would open one port, and that to the whole VPC
      privateDnsEnabled: false, // the service's own private name, which can't be a name of the brokers
    });
    nameAfter(this, endpoint);
    endpoint.node.addDependency(...permissionsOf(this, this.contract.serviceName));
    return endpoint;
  }

  /**
   * Those of the endpoint: as they are selected for one that is made here; of a given one only if names by zone need them, and as
   * far as anything tells.
   */
  private subnets({ vpc, endpoint, subnets: selection }: KafkaPrivateLinkConsumerProps): SubnetChoice | undefined {
    // as the endpoint selects them
    const onePerZone = (chosen?: ec2.SubnetSelection) => chooseSubnets(vpc, { ...chosen, onePerAz: true });
    if (!endpoint) { return onePerZone(selection); }
    if (!this.listeners.some(byZone)) { return undefined; }
    const own = subnetsOfEndpoint(this, endpoint, vpc);
    return own ? onePerZone({ subnets: own }) : selection && onePerZone(selection);
  }

  /** While the contract is looked up, names that were taken from it can be none, or those of stand-ins. */
  private chosenListeners(names?: string[]): ContractListener[] {
    const { listeners, _isPendingLookup: pending } = this.contract;
    return names === undefined || (pending && names.length === 0) ? listeners : names.map(name => this.contract.listener(name));
  }

  private check(props: KafkaPrivateLinkConsumerProps, subnets: SubnetChoice | undefined): void {
    const problems = new Problems(this.node.path);
    const { serviceName, _isPendingLookup: pending } = this.contract;
    const names = this.listeners.map(({ name }) => name);
    if (!pending && (names.length === 0 || duplicates(names).length > 0)) {
      problems.add('KafkaPrivateLinkConsumer.listenerNames', "'listenerNames' must have at least one name, and each once, "
        + `got ${quote(names)}; leave it out to use all listeners`);
    }
    const twice = pending ? [] : duplicates(this.companions.map(({ name }) => name));
    if (twice.length > 0) {
      problems.add('KafkaPrivateLinkConsumer.companionNames', `'companionNames' has ${twice.map(quote).join(', ')} more than `
        + 'once; give each once, or leave it out to use all companions');
    }
    if (serviceName === undefined && !pending && !props.endpoint) {
      problems.add('KafkaPrivateLinkConsumer.serviceName', 'the contract has no service name, '
        + 'which exists only after deployment; deploy the Kafka stack and save its contract output, '
        + "or give 'serviceName' a literal or a CfnParameter");
    }
    checkOrigin(problems, 'KafkaPrivateLinkConsumer.otherEnvironment', this, [
      ["'vpc'", props.vpc.vpcId],
      ["'hostedZone'", props.hostedZone?.hostedZoneId],
      ...this.given(props),
      ...(props.zoneVpcs ?? []).map(({ vpcId }): [string, string] => ["'zoneVpcs'", vpcId]),
    ], 'make the consumer in a stack beside its VPC');
    for (const stack of foreignStacks(this, serviceName ?? '')) {
      problems.add('KafkaPrivateLinkConsumer.foreignServiceName', 'the service name is a value of stack '
        + `${quote(stack.node.path)} (${environmentOf(stack)}), and this is ${environmentOf(Stack.of(this))}; `
        + 'the CDK would add roles or custom resources to carry it over. Deploy that stack, '
        + 'save its contract output and read it by KafkaServiceContract.fromFile(), '
        + "or give 'serviceName' a literal or a CfnParameter");
    }
    new StackOrder(this).check(problems, 'KafkaPrivateLinkConsumer.stackCycle',
      [['the service', props.endpoint ? undefined : serviceName] as const, ...this.given(props)].flatMap(([what, value]) =>
        stacksOf(this, value ?? '').map((stack): [string, Stack] => [what, stack])),
      'make the consumer in a stack that this one does not need, such as one of its own');
    if (this.otherRegion() !== undefined) {
      for (const { name, advertisedHost } of this.listeners.filter(byZone)) {
        problems.add('KafkaPrivateLinkConsumer.zonesOfOtherRegion', `listener ${name} has hosts by zone `
          + `(${quote(advertisedHost.pattern)}) of ${this.contract.region}, and ${Stack.of(this).region} has other zones; `
          + "use other listeners ('listenerNames'), or ask for one with a shared host");
      }
    }
    const { givenZone } = this.served;
    if (givenZone !== undefined && !Token.isUnresolved(givenZone) && !pending) {
      for (const host of this.hosts.filter(name => !isInZone(name, givenZone))) {
        problems.add('KafkaPrivateLinkConsumer.hostedZone', `the host ${quote(host)} is not in 'hostedZone' `
          + `${quote(givenZone)}; give a zone that has it, or none, and one is made`);
      }
    }
    // Only a VPC of this app tells.
    const isDeaf =
      ({ dnsSupportEnabled = true, dnsHostnamesEnabled = true }: Partial<ec2.Vpc>) => !dnsSupportEnabled || !dnsHostnamesEnabled;
    for (const { node } of vpcsOfNames(props).filter(isDeaf)) {
      problems.add('KafkaPrivateLinkConsumer.vpcDns', `${node.path} does not resolve the names of private zones, `
        + "for which both 'enableDnsSupport' and 'enableDnsHostnames' must be on; switch them on");
    }
    if (subnets) { checkSubnets(problems, ENDPOINT, subnets); }
    checkGivenEndpoint(problems, this, props, serviceName);
    checkGroups(problems, this, props);
    checkZoneVpcs(problems, props);
    checkZoneIds(problems, props.availabilityZoneIds ?? {});
    problems.throwIfAny();
  }

  /** What is given, and what refers to it. */
  private given(props: KafkaPrivateLinkConsumerProps): [what: string, value: string | undefined][] {
    const { endpoint, endpointDnsEntry } = props;
    return [
      ["'endpoint'", endpoint?.vpcEndpointId],
      ["'endpointDnsEntry'", endpointDnsEntry?.dnsName],
      ...idsOf(givenGroups(props) ?? []).map((id): [string, string] => ["the endpoint's security group", id]),
    ];
  }

  /** Reported, since it depends on what a lookup finds. */
  private reportLookedUp(props: KafkaPrivateLinkConsumerProps, subnets: SubnetChoice | undefined): void {
    const { vpc, endpoint, hostedZone } = props;
    if (!endpoint) { reportSubnetChoice(this, ENDPOINT, vpc, subnets!); }
    const made = [...endpoint ? [] : ['an interface endpoint'], ...hostedZone ? [] : ['a private hosted zone']];
    if (made.length > 0) { reportSharedVpc(this, 'KafkaPrivateLinkConsumer.sharedVpc', vpc, made[0]); }
    reportZoneVpcs(this, props);
    this.checkHostsOfNodes(vpcsOfNames(props));
    this.checkHostsAreFree([...vpcsOfNames(props).map(({ vpcId }) => vpcId), ...hostedZone ? [hostedZone.hostedZoneId] : []]);
  }

  /** Reported: while VPCs and hosted zones are looked up they all have the same id. */
  private checkHostsAreFree(places: string[]): void {
    const neighbours = enterHosts(this, [...new Set(places)], this.served);
    if (this.contract._isPendingLookup) { return; }
    for (const { consumer, served, madeZoneIds } of neighbours) {
      for (const clash of hostClashes(this.served, served, madeZoneIds)) {
        reportError(this, 'KafkaPrivateLinkConsumer.hostTaken', `${consumer.node.path} ${clash} in this VPC or hosted zone, `
          + 'and a name leads to one endpoint; '
          + "let one consumer use all listeners and companions with that host ('listenerNames', 'companionNames'), "
          + 'or ask for a listener with another host');
      }
    }
  }

  /** The nodes of a cluster in one of these VPCs have names in a zone of theirs, which hides others or is hidden. */
  private checkHostsOfNodes(vpcs: ec2.IVpc[]): void {
    for (const { construct, facts: zoneName } of vpcs.flatMap(vpc => enterEndpointHosts(this, vpc, this.hosts))) {
      for (const host of this.contract._isPendingLookup ? [] : this.hosts.filter(name => isInZone(name, zoneName))) {
        reportError(this, 'KafkaPrivateLinkConsumer.hostOfNodes', `the host ${quote(host)} is in ${quote(zoneName)}, `
          + `the zone of the nodes of ${construct.node.path} in this VPC, and one would hide the other; `
          + "give that cluster another 'zoneName', or ask for a listener with another host");
      }
    }
  }

  /**
   * What only the complete app tells: whether other zones and records have the names of these, and of which VPCs a given zone is.
   */
  private validate(app: AppResources, props: KafkaPrivateLinkConsumerProps): string[] {
    const { vpc, hostedZone } = props;
    const problems = new Problems(this.node.path);
    // While something is looked up, its id and its hosts are those of others too, and an error would keep it from being found.
    if (this.contract._isPendingLookup || vpcsOfNames(props).some(isPendingLookup)) { return []; }
    for (const zone of hostedZone ? [] : this.hostedZones) {
      for (const other of zonesOfSameName(app, zone)) {
        problems.add('KafkaPrivateLinkConsumer.zoneTaken', `${other.node.path} is a hosted zone ${quote(zone.zoneName)} in `
          + "this VPC too, and Route 53 allows one of a name; give that one as 'hostedZone'");
      }
    }
    const vpcs = hostedZone && vpcsWithout(hostedZone, vpc.vpcId);
    if (vpcs) {
      problems.add('KafkaPrivateLinkConsumer.hostedZoneVpc', `'hostedZone' is asked in ${vpcs.join(', ')} only, `
        + 'and the endpoint is in another VPC, where its names would not resolve; '
        + "call addVpc() of the zone with this VPC, or leave 'hostedZone' out. If the zone is associated by other means, "
        + 'import it by PrivateHostedZone.fromPrivateHostedZoneAttributes()');
    }
    const records = this.node.findAll().filter(child => child instanceof route53.CfnRecordSet);
    for (const record of records) {
      for (const other of recordsOfSameName(app, record)) {
        problems.add('KafkaPrivateLinkConsumer.recordTaken', `${other.node.path} is a record of `
          + `${quote(record.name.replace(/\.$/, ''))} in 'hostedZone' too, which can have one; remove that one, `
          + 'or ask for a listener with another host');
      }
    }
    return problems.list();
  }

  /** The service's region, if it is known to be another one than the endpoint's. */
  private otherRegion(): string | undefined {
    const regions = [this.contract.region, Stack.of(this).region];
    return regions.some(region => Token.isUnresolved(region)) || regions[0] === regions[1] ? undefined : regions[0];
  }

  /** The zones that get names of their own. Problems are reported, since they depend on what a VPC's lookup finds. */
  private zones(props: KafkaPrivateLinkConsumerProps, subnets: SubnetChoice | undefined): SubnetZone[] {
    if (subnets?.isPending || !this.listeners.some(byZone)) { return []; }
    if (!subnets) {
      reportError(this, 'KafkaPrivateLinkConsumer.endpointZones', 'hosts are named by zone, '
        + "and nothing tells in which zones the given endpoint is; give its subnets by 'subnets': { subnets }, "
        + 'as aws ec2 describe-vpc-endpoints --query "VpcEndpoints[0].SubnetIds" tells them, '
        + 'or use listeners with a shared host');
      return [];
    }
    const zones = subnets.subnets.map(subnet => zoneOf(subnet, props.availabilityZoneIds ?? {}));
    const unknown = zones.filter(({ id }) => id === undefined);
    if (unknown.length > 0) {
      reportError(this, 'KafkaPrivateLinkConsumer.zoneIdUnknown', 'hosts are named by zone, '
        + `and the ids of these zones are not known: ${showZoneNames(unknown.map(({ name }) => name))}; `
        + "give them in 'availabilityZoneIds', for example { \"eu-west-1a\": \"euw1-az2\" }, "
        + 'as "aws ec2 describe-availability-zones" tells them in this account');
    }
    const known = zones.filter(({ id }) => id !== undefined);
    const missing = this.contract.zoneIds.filter(zoneId => !zones.some(({ id }) => id === zoneId));
    if (missing.length > 0 && !zones.some(({ id }) => id === undefined || Token.isUnresolved(id))) {
      reportError(this, 'KafkaPrivateLinkConsumer.zoneMissing', 'hosts are named by zone, '
        + `and the endpoint has no subnet in ${missing.join(', ')}, so the brokers there can't be reached; `
        + "add one to 'subnets', or use listeners with a shared host");
    }
    return known;
  }

  private addNames(
    props: KafkaPrivateLinkConsumerProps, zones: SubnetZone[], endpointName: route53.AliasRecordTargetConfig,
  ): route53.IPrivateHostedZone[] {
    const ofListeners = [...new Set(this.listeners.map(({ advertisedHost }) => advertisedHost.bootstrapHost))];
    const hostOf = (host: string) => zoneFor(host, ofListeners);
    return [...new Set(this.hosts.map(hostOf))].map(zoneName => {
      const scope = new Construct(this, zoneName);
      const hostedZone = props.hostedZone ?? this.createZone(scope, zoneName, props);
      const own = this.served.hosts.filter(({ bootstrapHost }) => bootstrapHost === zoneName);
      addHostRecords(scope, hostedZone, own, zones, endpointName);
      const further = this.hosts.filter(host => host !== zoneName && hostOf(host) === zoneName);
      further.forEach(host =>
        addHostRecords(new Construct(scope, host), hostedZone, [AdvertisedHost.shared(host)], [], endpointName));
      return hostedZone;
    });
  }

  private createZone(
    scope: Construct, zoneName: string, { vpc, zoneVpcs = [] }: KafkaPrivateLinkConsumerProps,
  ): route53.PrivateHostedZone {
    const zone = new route53.PrivateHostedZone(scope, 'Zone', { vpc, zoneName });
    zoneVpcs.forEach(further => zone.addVpc(further));
    enterOwn(zone);
    return zone;
  }
}

/** The zone that has a host: the closest of the listeners', else one of its own. */
function zoneFor(host: string, ofListeners: string[]): string {
  return ofListeners.filter(name => isInZone(host, name)).sort((a, b) => b.length - a.length)[0] ?? host;
}

/** A hosted zone's name, with which a host ends. */
function nameOf({ zoneName }: route53.IHostedZone): string {
  return Token.isUnresolved(zoneName) ? zoneName : zoneName.replace(/\.$/, '');
}

function byZone(listener: ContractListener): boolean {
  return listener.advertisedHost._isPerZone;
}
