import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct, DependencyGroup, IDependable } from 'constructs';
import { BrokerTarget, checkSameTargets, checkTargets } from './broker-target';
import { BrokerPlaces, checkAttached, checkCompanions, httpCheckOf, targetPortOf, warnOfReadable } from './companion-rules';
import { checkGivenLoadBalancer } from './given-load-balancer';
import { checkHealthCheck, checkNumbers, CheckNumbers } from './health-check';
import { checkBrokerMembers, checkNlbListeners } from './listener-rules';
import { NlbPath } from './nlb-path';
import { checkOneTruth } from './one-truth';
import { CompanionWay, openPorts } from './opened-ports';
import { checkOwnLoadBalancer } from './own-load-balancer';
import { pathSymptoms } from './path-symptoms';
import { RememberingTarget } from './remembering-target';
import { checkSharedLoadBalancer } from './shared-load-balancer';
import { warnOfUnusedTargets } from './target-zones';
import { ClientListener } from '../model/client-listener';
import { Companion, CompanionProtocol } from '../model/companion';
import { KafkaAlarmsOptions } from '../model/kafka-alarms-options';
import { IKafkaBroker } from '../model/kafka-broker';
import { IKafkaNlbListeners } from '../model/kafka-nlb-listeners';
import { KafkaProtocol } from '../model/listener-security';
import { NlbHealthCheck } from '../model/nlb-health-check';
import { AppResources } from '../private/app-resources';
import { addAppValidation } from '../private/app-validation';
import { checkOrigin } from '../private/foreign-values';
import { textByPath } from '../private/identity';
import { nameAfter } from '../private/name-tag';
import { isPendingLookup } from '../private/pending-lookup';
import { acknowledgeInPacks } from '../private/policy-packs';
import { enterServed } from '../private/said-of-brokers';
import { StackOrder } from '../private/stack-order';
import { checkSubnets, chooseSubnets, reportSubnetChoice, SubnetChoice, SubnetTaker } from '../private/subnet-choice';
import { addSymptomAlarms } from '../private/symptom-alarms';
import { stacksOf } from '../private/token-origin';
import { fail, Problems, quote, reportWarning } from '../private/validation';

const LOAD_BALANCER: SubnetTaker = {
  rule: 'PerBrokerNlbListeners.subnets',
  choiceRule: 'PerBrokerNlbListeners.subnetChoice',
  prop: 'vpcSubnets',
  what: 'a load balancer',
};

/**
 * Properties of `PerBrokerNlbListeners`.
 */
export interface PerBrokerNlbListenersProps {
  /** The VPC of the load balancer and of its target groups. */
  readonly vpc: ec2.IVpc;

  /**
   * The client listeners to serve, each in a slot of its own. With *n* brokers each takes *n* + 1 of the 50 listeners of a load
   * balancer.
   *
   * Whoever may use the endpoint service reaches all of them: audiences that must be kept apart get a construct and a service
   * each.
   */
  readonly clientListeners: ClientListener[];

  /**
   * The brokers: all of the cluster, since clients are sent to each of them. All are given by address, or all by instance.
   *
   * Adding or removing one changes only its own resources and the targets of the bootstrap listeners. To remove one, deploy it
   * out of this list before the broker itself goes.
   */
  readonly brokers: IKafkaBroker[];

  /**
   * What consumers need beside Kafka on the same endpoint: a schema registry, Kafka Connect, a REST proxy. Each takes one of the
   * 50 listeners of the load balancer, and stands in the contract.
   *
   * @default - nothing
   */
  readonly companions?: Companion[];

  /**
   * The load balancer to use, if there is one already: internal, in `vpc`, best with a security group and
   * `enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false`. With that on, which is the default of AWS, its security group
   * must let in the private addresses of the consumers' clients, which nothing here does. You are warned of a load balancer of
   * this app; of an imported one nothing here can tell.
   *
   * An imported security group of it gets no rule about what it sends, unless the import or a lookup says that it allows nothing
   * by itself. If the group allows all, CloudFormation would take that rule away, also from everything else behind the load
   * balancer. You are warned if nothing tells.
   *
   * Other listeners on it count towards its 50, and are open to the users of its endpoint service too.
   *
   * @default - one is created: internal, with a security group that lets no one in, so that PrivateLink is the only way to it
   */
  readonly loadBalancer?: elbv2.INetworkLoadBalancer;

  /**
   * The subnets of the created load balancer, one in each zone that has brokers or consumers. Decide on them for good: a zone
   * that is added later is unknown to the endpoint service until that is modified, and a subnet in use can't be taken away.
   *
   * Each needs 8 free addresses. None may be in a constrained zone (`use1-az3`, for example) or in a Local Zone. If the VPC is
   * looked up or imported, give a group that has one subnet in each zone, or the subnets themselves. Otherwise a group that is
   * added to the VPC could swap them all.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/availability-zones.html
   * @default - one private subnet in every zone of the VPC
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Whether each zone of the load balancer sends to brokers of other zones too. It is set on the target groups, and wins over the
   * setting of a given load balancer.
   *
   * Off saves the charge for traffic between zones. It needs client listeners with hosts named by zone
   * (`AdvertisedHost.perZone`), a broker in every zone of the load balancer, and consumers with an endpoint in every zone that
   * has brokers. It excludes consumers of other regions.
   *
   * @default true
   */
  readonly crossZone?: boolean;

  /**
   * How the load balancer finds out whether a broker is there. A change is made in place.
   *
   * @default - a TCP connection every 10 seconds; three failures in a row take a broker out, three successes let it in
   */
  readonly healthCheck?: NlbHealthCheck;

  /**
   * Further addresses of the created load balancer in each zone, 0 to 7. Each makes room for about 55,000 more connections to a
   * broker and client listener (`metricPortAllocationErrorCount`), and takes an address of the subnet. It only grows: AWS refuses
   * a smaller number, so one that is lowered or taken out makes a deployment fail, or changes nothing.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html
   * @default 0
   */
  readonly secondaryAddresses?: number;

  /**
   * Whether the created load balancer is protected from deletion. While consumers are connected it can't be deleted or replaced
   * anyway. Protection also keeps the stack from being deleted until it is off again.
   *
   * @default false
   */
  readonly deletionProtection?: boolean;
}

/**
 * Gives every broker of a Kafka cluster a port of its own on a network load balancer, for each client listener, and one port that
 * any broker answers on, to bootstrap from.
 *
 * Kafka tells a client the address of each broker, so brokers can't share a port. The ports are those of `ClientListener`, from
 * which brokers derive what they advertise. TLS passes through to the brokers, unless a listener has
 * `ListenerSecurity.tlsAtLoadBalancer`.
 *
 * It makes a target group and a listener for each port. Their construct ids hold only the slot and the broker's id. The load
 * balancer checks each broker by a TCP connection to its bind port every 10 seconds, unless `healthCheck` says otherwise. A
 * created load balancer and the brokers' security groups get the rules that let it reach the bind ports. The load balancer is
 * charged by the hour and by use, and with `crossZone` traffic between zones is charged by EC2.
 *
 * Not for clients in the brokers' own VPC, which reach brokers directly, and not for Amazon MSK, which has its own way. If two
 * audiences must not reach each other's ports, make one for each.
 *
 * @example
 * const listeners = new PerBrokerNlbListeners(this, 'Listeners', { vpc, brokers, clientListeners: [client] });
 * listeners.addAlarms({ page: pagers });
 */
export class PerBrokerNlbListeners extends Construct implements IKafkaNlbListeners {
  /** The load balancer, given or created. */
  public readonly loadBalancer: elbv2.INetworkLoadBalancer;
  /** The client listeners that are served. */
  public readonly clientListeners: ClientListener[];
  /** The brokers that are served. */
  public readonly brokers: IKafkaBroker[];
  /**
   * What is served beside Kafka.
   *
   * @default - nothing
   */
  public readonly companions?: Companion[];
  /** Whether every node of the load balancer reaches the brokers of every zone. */
  public readonly crossZone: boolean;
  /** All listeners: depend on it to come after them. */
  public readonly ready: IDependable;

  private readonly paths: NlbPath[] = [];
  /** By slot and broker id. */
  private readonly brokerPaths = new Map<string, NlbPath>();
  /** By the companion's name. */
  private readonly companionPaths = new Map<string, NlbPath>();

  constructor(scope: Construct, id: string, props: PerBrokerNlbListenersProps) {
    super(scope, id);
    this.clientListeners = [...props.clientListeners];
    this.brokers = [...props.brokers];
    const companions = this.companions = [...props.companions ?? []];
    this.crossZone = props.crossZone ?? true;

    const problems = new Problems(this.node.path);
    checkBrokerMembers(problems, this.brokers);
    checkOrigin(problems, 'PerBrokerNlbListeners.otherEnvironment', this, [
      ["'vpc'", props.vpc.vpcId],
      ["'loadBalancer'", props.loadBalancer?.loadBalancerArn],
      ...this.brokers.flatMap(({ brokerId, connections }) => connections.securityGroups
        .map(({ securityGroupId }): [string, string] => [`the security group of broker ${brokerId}`, securityGroupId])),
      ...companions.flatMap(({ name, securityGroups = [] }) => securityGroups
        .map(({ securityGroupId }): [string, string] => [`the security group of companion ${quote(name)}`, securityGroupId])),
    ], `keep it beside its load balancer, and ${BROKERS_FROM_AFAR}`);
    checkNlbListeners(problems, this.clientListeners, this.brokers, companions.length, this.crossZone);
    checkCompanions(problems, companions, this.clientListeners);
    checkOwnLoadBalancer(problems, props);
    checkHealthCheck(problems, props.healthCheck);
    const subnets = props.loadBalancer ? undefined : chooseSubnets(props.vpc, props.vpcSubnets);
    if (subnets) { checkSubnets(problems, LOAD_BALANCER, subnets); }
    problems.throwIfAny();

    this.loadBalancer = props.loadBalancer ?? this.createLoadBalancer(props, subnets!);
    if (props.loadBalancer) { checkGivenLoadBalancer(this, props.loadBalancer, props.vpc); }
    const targets = this.clientListeners.map(listener => this.serve(listener, props.vpc, checkNumbers(props.healthCheck)));
    const ways =
      companions.map(companion => this.accompany(companion, props.vpc, checkNumbers(props.healthCheck), targets.flat()));
    warnOfUnusedTargets(this, this.loadBalancer, props.vpc, subnets?.subnets, this.brokers, targets[0], this.crossZone);
    this.ready = new DependencyGroup(...this.paths.map(path => path.listener));
    const order = new StackOrder(this);
    this.checkOrder(order, targets.flat(), ways);
    openPorts(this, this.loadBalancer, this.clientListeners, this.brokers, ways, order);
    this.warnOfPending();
    this.warnOfPlaintext();
    warnOfReadable(this, companions);
    enterServed(this, {
      vpc: textByPath(this, props.vpc.vpcId),
      loadBalancer: textByPath(this, this.loadBalancer.loadBalancerArn),
      clientListeners: this.clientListeners,
      brokers: this.brokers.map(({ brokerId, zoneId, ipAddress, clientListeners }, i) =>
        ({
          brokerId,
          zoneId,
          ipAddress,
          isConfigured: clientListeners !== undefined,
          targets: targets.map(ofListener => ofListener[i]),
        })),
    });
    addAppValidation(this, ({ stage }) => this.validate(stage, targets, props.vpc));
  }

  /**
   * The target group behind a broker's port, for metrics and alarms, or for targets that register themselves. Its resource is the
   * child `Slot<slot>/Broker<id>/Targets`, a `CfnTargetGroup`.
   *
   * @param listener a client listener that is served
   * @param brokerId a broker that is served
   */
  public targetGroup(listener: ClientListener, brokerId: number): elbv2.INetworkTargetGroup {
    return this.brokerPaths.get(pathKey(listener, brokerId)) ?? fail(this.node.path, 'PerBrokerNlbListeners.unknownPath',
      `there is no port for broker ${quote(brokerId)} and client listener ${listener.name} of slot ${listener.slot}; `
      + `the client listeners are ${this.clientListeners.map(({ name, slot }) => `${name} (slot ${slot})`).join(', ')}, `
      + `the brokers ${this.brokers.map(broker => broker.brokerId).join(', ')}`);
  }

  /**
   * The target group of a companion, for metrics and alarms, or for targets that register themselves. Its resource is the child
   * `Companion<port>/Targets`, a `CfnTargetGroup`.
   *
   * @param name a companion that is served
   */
  public companionTargetGroup(name: string): elbv2.INetworkTargetGroup {
    return this.companionPaths.get(name) ?? fail(this.node.path, 'PerBrokerNlbListeners.unknownCompanion',
      `there is no companion ${quote(name)}; the companions are ${[...this.companionPaths.keys()].join(', ') || 'none'}`);
  }

  /**
   * Whether every node of the load balancer sees a broker as healthy: 1, or 0. Without `crossZone` only the node of the broker's
   * zone counts.
   *
   * Minimum over 5 minutes (maximum without `crossZone`), unless `options` say otherwise.
   *
   * @param listener a client listener that is served
   * @param brokerId a broker that is served
   * @param options what to change of the metric
   */
  public metricHealthyHostCount(
    listener: ClientListener, brokerId: number, options?: cloudwatch.MetricOptions,
  ): cloudwatch.Metric {
    const statistic = this.crossZone ? cloudwatch.Stats.MINIMUM : cloudwatch.Stats.MAXIMUM;
    return this.targetGroup(listener, brokerId).metrics.healthyHostCount({ statistic, ...options });
  }

  /**
   * Whether any node of the load balancer sees a broker as unhealthy: 1, or 0.
   *
   * Maximum over 5 minutes, unless `options` say otherwise.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
   * @param listener a client listener that is served
   * @param brokerId a broker that is served
   * @param options what to change of the metric
   */
  public metricUnHealthyHostCount(
    listener: ClientListener, brokerId: number, options?: cloudwatch.MetricOptions,
  ): cloudwatch.Metric {
    return this.targetGroup(listener, brokerId).metrics.unHealthyHostCount({ statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }

  /**
   * Connections that were refused since the load balancer had no port left towards a broker: 55,000 at a time fit one broker and
   * client listener. Any is a reason for an alarm. `secondaryAddresses` makes room for as many again with each address, and a
   * second client listener for some of the consumers doubles it; more targets, the usual cure, can't be had here.
   *
   * AWS counts it for the whole load balancer, not for each broker. Sum over 5 minutes, unless `options` say otherwise.
   *
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-troubleshooting.html
   * @param options what to change of the metric
   */
  public metricPortAllocationErrorCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.loadBalancer.metrics.custom('PortAllocationErrorCount', { statistic: cloudwatch.Stats.SUM, ...options });
  }

  /**
   * Connections that clients reset.
   *
   * AWS counts it for the whole load balancer, not for each broker. Sum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public metricTcpClientResetCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.loadBalancer.metrics.tcpClientResetCount(options);
  }

  /**
   * Connections that brokers reset.
   *
   * AWS counts it for the whole load balancer, not for each broker. Sum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public metricTcpTargetResetCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.loadBalancer.metrics.tcpTargetResetCount(options);
  }

  /**
   * Connections that the load balancer reset: most were silent for more than 350 seconds.
   *
   * AWS counts it for the whole load balancer, not for each broker. Sum over 5 minutes, unless `options` say otherwise.
   *
   * @param options what to change of the metric
   */
  public metricTcpElbResetCount(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.loadBalancer.metrics.tcpElbResetCount(options);
  }

  /**
   * Makes an alarm for each symptom, not for each broker. If you add a broker, no alarm changes.
   *
   * | alarm | when |
   * |---|---|
   * | `TARGET_UNHEALTHY` | a broker or companion has been unhealthy in 2 of 3 minutes |
   * | `CONNECTIONS_REFUSED` | the load balancer had no port left towards a broker |
   *
   * If you gave the `loadBalancer`, all its targets count, also those of others.
   *
   * It costs two alarms. The first is charged for each metric that its query reads. An account may have 200 alarms with such a
   * query in a region.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html
   * @param options where alarms go, and their thresholds
   */
  public addAlarms(options: KafkaAlarmsOptions): void {
    const refused = this.metricPortAllocationErrorCount({ period: Duration.minutes(1) });
    addSymptomAlarms(this, options, pathSymptoms(this.loadBalancer.loadBalancerArn, refused));
  }

  private createLoadBalancer(props: PerBrokerNlbListenersProps, choice: SubnetChoice): elbv2.NetworkLoadBalancer {
    reportSubnetChoice(this, LOAD_BALANCER, props.vpc, choice);
    const subnetIds = choice.subnets.map(({ subnetId }) => subnetId);
    // a list that is a token has one element, however many it stands for
    if (subnetIds.length === 1 && !Token.isUnresolved(subnetIds)) {
      reportWarning(this, 'PerBrokerNlbListeners.singleZone',
        'the load balancer is in one zone only, and with that zone every client loses the cluster; '
          + "give it subnets in every zone that has brokers, by 'vpcSubnets' or in the VPC");
    }
    // Always with a security group, whatever the app's feature flags say: a load balancer that was made without can never get
    // one.
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc: props.vpc,
      description: 'Network load balancer of Kafka brokers', // can't be changed: the group would be replaced, in use
      allowAllOutbound: false,
    });
    const loadBalancer = new elbv2.NetworkLoadBalancer(this, 'LoadBalancer', {
      vpc: props.vpc,
      vpcSubnets: { subnets: choice.subnets },
      internetFacing: false,
      securityGroups: [securityGroup],
      // On, the rules would have to name the clients' private addresses.
      enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false,
      crossZoneEnabled: this.crossZone,
      deletionProtection: props.deletionProtection ?? false,
    });
    nameAfter(this, loadBalancer, securityGroup);
    if (props.secondaryAddresses !== undefined) {
      loadBalancer.setAttribute('secondary_ips.auto_assigned.per_subnet', `${props.secondaryAddresses}`);
    }
    return loadBalancer;
  }

  /** Makes the ports of one client listener: one for each broker, and the one to bootstrap from. */
  private serve(listener: ClientListener, vpc: ec2.IVpc, checks: CheckNumbers): BrokerTarget[] {
    // Never the listener's name: one that is renamed would be made anew on a port that is still in use.
    const slot = new Construct(this, `Slot${listener.slot}`);
    const { security } = listener;
    if ([KafkaProtocol.SSL, KafkaProtocol.SASL_SSL].includes(security.brokerProtocol)) {
      acknowledgeInPacks(slot, 'ELBv2ACMCertificateRequired', 'TLS ends at the brokers, which show a certificate of their own');
    }
    const common = { vpc, loadBalancer: this.loadBalancer, checks, crossZone: this.crossZone, tls: security._loadBalancerTls };

    const targets = this.brokers.map(broker => {
      const bindPort = listener.bindPortOf(broker.brokerId);
      const target = new BrokerTarget(broker, bindPort);
      // Without DNS failover: it withdraws a zone from all ports, and here a single broker that restarts would cause it.
      const port = listener.portOf(broker.brokerId);
      const path =
        new NlbPath(slot, `Broker${broker.brokerId}`, { ...common, bindPort, port, targets: [target], dnsFailover: false });
      this.paths.push(path);
      this.brokerPaths.set(pathKey(listener, broker.brokerId), path);
      return target;
    });
    const problems = new Problems(this.node.path);
    checkTargets(problems, listener, targets);
    problems.throwIfAny();
    checkOrigin(problems, 'PerBrokerNlbListeners.otherEnvironment', this,
      targets.map(({ brokerId, id }) => [`the target of broker ${brokerId}`, id]), BROKERS_FROM_AFAR);
    problems.throwIfAny();

    const bindPorts = new Set(this.brokers.map(({ brokerId }) => listener.bindPortOf(brokerId)));
    this.paths.push(new NlbPath(slot, 'Bootstrap', {
      ...common,
      bindPort: listener.bindPort, // also where brokers have others, so that no broker that comes or goes replaces the group
      healthCheckPort: bindPorts.size === 1 ? `${[...bindPorts][0]}` : PORT_OF_EACH_TARGET,
      port: listener.bootstrapPort,
      targets,
      dnsFailover: true,
    }));
    return targets;
  }

  /** Makes the port of a companion. Its zones are never alone: a few hosts serve all of them, whatever is set for brokers. */
  private accompany(companion: Companion, vpc: ec2.IVpc, checks: CheckNumbers, ofBrokers: BrokerTarget[]): CompanionWay {
    const targets = companion.targets.map(target => new RememberingTarget(target));
    // By the port, which is its identity: a companion that is renamed keeps its listener.
    const path = new NlbPath(this, `Companion${companion.port}`, {
      vpc,
      loadBalancer: this.loadBalancer,
      port: companion.port,
      bindPort: targetPortOf(companion),
      checks,
      http: httpCheckOf(companion),
      crossZone: true,
      dnsFailover: false, // it would withdraw a zone from the brokers' ports too
      targets,
    });
    if (companion.protocol === CompanionProtocol.HTTPS) {
      acknowledgeInPacks(path, 'ELBv2ACMCertificateRequired', 'TLS ends at the companion, which shows a certificate of its own');
    }
    this.paths.push(path);
    this.companionPaths.set(companion.name, path);
    const problems = new Problems(this.node.path);
    const places: BrokerPlaces = new Map(ofBrokers.flatMap(({ id, port, brokerId }): [string, number][] =>
      id === undefined ? [] : [[`${textByPath(this, id)} ${port}`, brokerId]]));
    checkAttached(problems, this, companion, targets, places);
    checkOrigin(problems, 'PerBrokerNlbListeners.otherEnvironment', this,
      targets.map(({ id }) => [`a target of companion ${quote(companion.name)}`, id]), 'give it by its literal address, '
        + "new targets.IpTarget(address, port, 'all')");
    problems.throwIfAny();
    return { companion, targets };
  }

  private checkOrder(order: StackOrder, targets: BrokerTarget[], companions: CompanionWay[]): void {
    const problems = new Problems(this.node.path);
    const parts = [
      ...targets.map(({ brokerId, id }) => ({ what: `broker ${brokerId}`, id })),
      ...companions.flatMap(({ companion, targets: own }) =>
        own.map(({ id }) => ({ what: `companion ${quote(companion.name)}`, id }))),
    ].flatMap(({ what, id }) => stacksOf(this, id).map((stack): [string, Stack] => [what, stack]));
    order.check(problems, 'PerBrokerNlbListeners.stackCycle', parts, 'make the listeners beside the brokers, '
      + 'or in a stack of their own');
    problems.throwIfAny();
  }

  private warnOfPending(): void {
    const pending = this.clientListeners.filter(({ advertisedHost }) => advertisedHost._isPending).map(({ name }) => name);
    if (pending.length > 0) {
      reportWarning(this, 'PerBrokerNlbListeners.pendingHost', `the host of client listener ${pending.join(', ')} is pending: `
        + "brokers don't have the listener, its targets stay unhealthy and their alarms fire, and no contract has it; "
        + 'set the name as soon as you know it, for example by AdvertisedHost.perBrokerAndZone()');
    }
  }

  private warnOfPlaintext(): void {
    const named = (protocol: KafkaProtocol) => this.clientListeners
      .filter(({ security }) => security.clientProtocol === protocol).map(({ name }) => name);
    const [open, readable] = [KafkaProtocol.PLAINTEXT, KafkaProtocol.SASL_PLAINTEXT].map(named);
    if (readable.length > 0) {
      reportWarning(this, 'PerBrokerNlbListeners.notEncrypted',
        `client listener ${readable.join(', ')} authenticates and does not encrypt: anybody on the way can read the `
          + "records, and with the mechanism PLAIN the passwords; give the brokers' listener SASL_SSL, or acknowledge this");
    }
    if (open.length > 0) {
      reportWarning(this, 'PerBrokerNlbListeners.plaintext',
        `client listener ${open.join(', ')} neither encrypts nor authenticates: `
          + 'anybody who may use the endpoint service may do everything; give it a ListenerSecurity other than plaintext(), '
          + 'or acknowledge this');
    }
  }

  /** What only the complete app tells: who else is on the load balancer, and which tokens mean the same target. */
  private validate(stage: AppResources, targets: BrokerTarget[][], vpc: ec2.IVpc): string[] {
    const problems = new Problems(this.node.path);
    // While VPCs are looked up they all have the same id.
    if (!isPendingLookup(vpc)) { checkOneTruth(problems, this); }
    checkSharedLoadBalancer(problems, this, stage, this.loadBalancer, new Set(this.paths.map(path => path.listener)));
    for (const sameListener of targets) {
      checkSameTargets(problems, sameListener, target => JSON.stringify(Stack.of(this).resolve(target)));
    }
    return problems.list();
  }
}

/** Of a health check. */
const PORT_OF_EACH_TARGET = 'traffic-port';

const BROKERS_FROM_AFAR = 'give brokers of a peered VPC by their literal addresses, '
  + "KafkaBroker.fromIpAddress() with 'outsideVpc' and without their group";

function pathKey(listener: ClientListener, brokerId: number): string {
  return `${listener.slot}/${brokerId}`;
}
