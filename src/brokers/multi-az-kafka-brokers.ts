import { Size, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeRules } from './acknowledged-rules';
import { checkAddresses, checkCounts, checkNodeNumbers, checkValues, checkZoneIds } from './brokers-rules';
import { checkCluster, clusterIdOf, hostOf, KafkaCluster, quorumOf } from './cluster/kafka-cluster';
import { IKafkaCluster, KafkaClusterOptions } from './cluster/kafka-cluster-options';
import { KafkaControllers } from './cluster/kafka-controllers';
import { wavesOf } from './cluster/roll-order';
import { checkRollout } from './cluster/rollout-rules';
import { KafkaNetworkOptions } from './kafka-network-options';
import { checkKeysAndSecrets } from './made-elsewhere';
import { MultiAzKafkaBrokersProps } from './multi-az-kafka-brokers-props';
import { ClusterNode, NodeIdentity } from './node/cluster-node';
import { listOfFiles } from './node/fetched-files';
import { checkGivenFiles, givenFiles } from './node/given-files';
import { jvmOptionsFile } from './node/jvm-options';
import { KafkaHealthGateMode } from './node/kafka-health-gate';
import { KafkaNodeOptions } from './node/kafka-node-options';
import { LaunchedBroker } from './node/launched-broker';
import { checkMachines } from './node/machine-rules';
import { defaultInstanceType, logDirs, PlannedNode, planNodes } from './node/node-plan';
import { agentOptions, pluginFiles } from './node/node-plugins';
import { checkRightsSize } from './node/node-role';
import { NodeScripts } from './node/node-scripts';
import { gateOf, nodeSettings, SIGNAL_MARGIN } from './node/node-settings';
import { chooseZones, unevenZones, ZoneChoice } from './node/node-zones';
import { checkFit, internalPortOf } from './node/properties-fit';
import { allowLaunches } from './node/root-key';
import { checkSecretFiles, SecretFiles, secretFilesOf } from './node/secret-files';
import { checkUserDataSize, userDataOf } from './node/user-data';
import { checkTemplateSize } from './template-size';
import { pluginsOf } from './watch/exporter';
import { KafkaMetricLevel } from './watch/kafka-metric-level';
import { addNodeAlarms } from './watch/node-alarms';
import { KafkaNodeMetrics } from './watch/node-metrics';
import { WatchedCluster } from './watch/node-symptoms';
import { KafkaBrokersAlarmsOptions } from '../model/kafka-alarms-options';
import { IKafkaBroker } from '../model/kafka-broker';
import { enter, entriesOf } from '../private/app-entries';
import { AppResources } from '../private/app-resources';
import { addAppValidation } from '../private/app-validation';
import { letIn } from '../private/client-rules';
import { isInZone } from '../private/dns-names';
import { checkOrigin } from '../private/foreign-values';
import { allow } from '../private/group-rules';
import { enterNodeZone } from '../private/names-in-vpc';
import { isPendingLookup } from '../private/pending-lookup';
import { CONTROLLER_PORT, EXPORTER_PORT } from '../private/port-plan';
import { quotaText } from '../private/rule-quota';
import { reportSharedVpc } from '../private/shared-vpc';
import { zoneNameOf } from '../private/subnet-zones';
import { recordsOfSameName, vpcsWithout, zonesOfSameName } from '../private/taken-names';
import { fail, Problems, quote, reportError, reportWarning } from '../private/validation';
import { KafkaRole } from '../properties/kafka-node';
import { KafkaQuorum } from '../properties/kafka-quorum';

/** As what clusters look each other up. */
const CLUSTER = 'MultiAzKafkaBrokers';

/**
 * A Kafka cluster on EC2. Its deployments are rolling restarts, which stop before they do harm.
 *
 * Each node is an Auto Scaling group of one instance, with volumes, an address and a name that outlive the instance. The groups
 * are chained: CloudFormation touches a node when the one before it has shown that it is well (`healthGate`), and a node leaves
 * only when the cluster can do without it. So a deployment that changes the configuration restarts the nodes one by one. If it
 * fails, it stops at the first node. An instance that dies comes back by itself, with its disks, its id and its address.
 *
 * Controllers come first in the chain, then brokers, by their ids, or zone by zone (`rollout`). Count 6 to 8 minutes for a node.
 * `cdk diff` shows a changed launch template and does not say that the node restarts. Volumes stay when the stack is deleted. In
 * the logs' group, streams are named by node and instance.
 *
 * The scripts that run on nodes are an asset, which nodes fetch at their first boot: the account needs `cdk bootstrap`, and the
 * stack a synthesizer that takes files, as the default one does.
 *
 * It costs the instances and their volumes, detailed monitoring of each instance, traffic between zones, a hosted zone, 7 to 12
 * custom metrics for each node, and the logs.
 *
 * Not where Amazon MSK would do, nor for brokers that already run (`KafkaBroker`). It was never deployed on AWS
 * (docs/verified.md): try it there before it holds data that you need.
 *
 * @example
 * const brokers = new MultiAzKafkaBrokers(this, 'Kafka', {
 *   vpc,
 *   brokerCount: 3,
 *   clientListeners: [client],
 *   kafka: KafkaDistribution.fromBucket(artifacts, 'kafka_2.13-4.2.0.tgz', '4.2.0', sha512),
 *   machineImage: ec2.MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
 *   availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
 * });
 * new PerBrokerNlbListeners(this, 'Listeners', { vpc, brokers: brokers.brokers, clientListeners: [client] });
 */
export class MultiAzKafkaBrokers extends Construct implements IKafkaCluster {
  /**
   * The quorum that the cluster's nodes have: for a renderer of your own, given as `properties`.
   *
   * @param zoneName the cluster's `zoneName`
   * @param controllers the cluster's `controllers`
   * @param firstBrokerId the cluster's `firstBrokerId`, which matters where controllers are combined with brokers
   */
  public static quorum(
    zoneName: string, controllers: KafkaControllers = KafkaControllers.dedicated(), firstBrokerId: number = 0,
  ): KafkaQuorum {
    return quorumOf(zoneName, controllers, firstBrokerId);
  }

  /** The brokers, by their ids, for `PerBrokerNlbListeners`: in this stack, or in one that is deployed after it. */
  public readonly brokers: IKafkaBroker[];
  /** The security group of all nodes. */
  public readonly connections: ec2.Connections;
  /** The cluster's id. */
  public readonly clusterId: string;
  /** The name of the private hosted zone with the nodes' names. */
  public readonly zoneName: string;
  /** The logs of Kafka and of the nodes' boots. */
  public readonly logGroup: logs.ILogGroup;

  /** @internal */
  public readonly _watched: WatchedCluster;

  private readonly cluster: KafkaCluster;
  private readonly nodes = new Map<number, ClusterNode>();
  private readonly rendered = new Map<number, string>();
  private readonly nodesToWatch: PlannedNode[];
  private readonly joins: boolean;

  constructor(scope: Construct, id: string, props: MultiAzKafkaBrokersProps) {
    super(scope, id);
    const problems = new Problems(this.node.path);
    const joined = props.joins && KafkaCluster.of(props.joins);
    const controllers = props.joins ? undefined : props.controllers ?? KafkaControllers.dedicated();
    const plan = {
      firstBrokerId: props.firstBrokerId ?? 0,
      brokerCount: props.brokerCount,
      instanceType: props.instanceType ?? defaultInstanceType(),
      volumes: props.volumes ?? [{ size: Size.gibibytes(100) }],
    };
    checkCounts(problems, plan, controllers);
    checkValues(problems, props);
    checkGivenFiles(problems, this, props);
    checkOrigin(problems, 'MultiAzKafkaBrokers.otherEnvironment', this,
      [["'vpc'", props.vpc.vpcId], ["'joins'", joined?.securityGroup.securityGroupId]], 'make the nodes in a stack beside '
        + 'their VPC');
    problems.throwIfAny();

    const planned = planNodes(plan, controllers);
    const zones = chooseZones(problems, props.vpc, props.vpcSubnets, props.availabilityZones);
    const image = props.machineImage.getImage(this);
    checkCluster(problems, props, planned);
    this.checkClusterId(problems, props);
    checkMachines(problems, props.machineImage, image, planned);
    checkNodeNumbers(problems, props, planned);
    const cidrs = planned.map(({ nodeId, number }): [number, string | undefined] =>
      [nodeId, cidrOf(zones.subnets[number % zones.names.length])]);
    checkAddresses(problems, props.privateIpAddresses, new Map(zones.isPending ? [] : cidrs));
    checkZoneIds(problems, zones.isPending ? props.availabilityZones ?? [] : zones.names, props.availabilityZoneIds);
    problems.throwIfAny();

    const cluster = this.cluster = joined ?? new KafkaCluster(this, props, plan, controllers!);
    cluster.standFor(this);
    const nodes = planned.map(node => {
      const identity = identify(node, cluster, zones, props.availabilityZoneIds);
      const serverProperties = cluster.render(identity);
      checkSecretFiles(problems, node.nodeId, cluster.files(identity), { ...namedFiles(props, node), ...props.files });
      checkFit(problems, serverProperties, {
        ...identity, logDirs: logDirs(node.volumes.length), quorum: cluster.quorum, clientListeners: props.clientListeners,
      });
      return { ...node, ...identity, serverProperties };
    });
    if (controllers) {
      const brokers = nodes.filter(({ roles }) => roles.includes(KafkaRole.BROKER));
      const zoneCount = zones.isPending && !props.availabilityZones ? undefined : zones.names.length;
      checkRollout(problems, {
        rollout: cluster.rollout, controllers, brokers, zoneCount, serverProperties: brokers[0].serverProperties,
      });
    }
    checkKeysAndSecrets(
      problems, this, props, nodes.map(node => secretFilesOf(node.nodeId, cluster.files(node), namedFiles(props, node))),
    );
    problems.throwIfAny();

    this.clusterId = cluster.clusterId;
    enter(this, CLUSTER, this.clusterId, {});
    this.zoneName = cluster.zoneName;
    if (!props.joins) { this.reportZone(props); }
    this.connections = new ec2.Connections({ securityGroups: [cluster.securityGroup] });
    this.logGroup = new logs.LogGroup(this, 'Logs', { retention: props.logRetention ?? logs.RetentionDays.THREE_MONTHS });
    this.nodesToWatch = planned.filter(({ nodeId }) => !props.parked?.includes(nodeId));
    this.joins = props.joins !== undefined;
    this._watched = {
      name: cluster.name,
      level: props.metrics?.level ?? KafkaMetricLevel.BASIC,
      hasCertificates: planned.some(node => cluster.files(node).length > 0),
    };

    const scripts = new NodeScripts(this, 'Scripts');
    // The files of plugins are the same on every host.
    const toFetch = [...pluginFiles(this, pluginsOf(props, this.zoneName)), ...givenFiles(props)];
    const fetched = [props.kafka._object, ...toFetch.map(({ object }) => object)];
    for (const node of nodes) {
      this.rendered.set(node.nodeId, node.serverProperties);
      const isBroker = node.roles.includes(KafkaRole.BROKER);
      const files = cluster.files(node);
      const secretFiles = secretFilesOf(node.nodeId, files, namedFiles(props, node));
      // Every broker: were it one alone, a parked one could not take over a new password, and another in its place would have to
      // restart.
      const administrator = isBroker ? props.administrator : undefined;
      const secrets = [...Object.values(secretFiles), ...administrator ? [administrator] : []];
      const made = new ClusterNode(this, `Node${node.nodeId}`, {
        identity: node,
        cluster,
        scripts,
        fetched,
        imageId: image.imageId,
        encryptionKey: props.encryptionKey,
        rootEncryptionKey: props.rootEncryptionKey,
        notificationTopic: props.notificationTopic,
        instanceType: node.instanceType,
        volumes: node.volumes,
        dataGeneration: props.dataGenerations?.[node.nodeId] ?? 0,
        adoptedVolumeIds: props.adoptVolumes?.[node.nodeId],
        privateIpAddress: props.privateIpAddresses?.[node.nodeId],
        secrets,
        logGroup: this.logGroup,
        isParked: props.parked?.includes(node.nodeId) ?? false,
        signalTimeout: gateOf(props.healthGate).timeout.plus(SIGNAL_MARGIN),
        userData: facts => userDataOf(
          nodeSettings({ props, cluster, facts, scripts, isBroker, secretFiles, administrator, logGroup: this.logGroup }),
          node.serverProperties,
          {
            'jvm.options': jvmOptionsFile([...agentOptions(pluginsOf(props, node.host)), ...props.jvmOptions ?? []]),
            'fetched': listOfFiles(toFetch),
          }),
      });
      this.nodes.set(node.nodeId, made);
      checkRightsSize(problems, node.nodeId, made.rightsSize, secrets.length);
      checkUserDataSize(problems, node.nodeId, made.userData, node.serverProperties);
    }
    for (const wave of wavesOf(cluster.rollout, nodes, zones.names.length)) {
      cluster.append(wave.map(({ nodeId }) => this.nodes.get(nodeId)!.group));
    }
    problems.throwIfAny();

    const launched = nodes.filter(node => node.roles.includes(KafkaRole.BROKER));
    this.brokers = launched.map(({ nodeId, zoneId, subnet }) =>
      new LaunchedBroker(
        nodeId, this.nodes.get(nodeId)!.ipAddress, this.connections, props.clientListeners, this.clusterId, zoneId,
        zoneNameOf(subnet),
      ));
    cluster.brokerIds.push(...launched.map(({ nodeId }) => nodeId));
    this.openPorts(props, internalPortOf(launched[0].serverProperties)!);
    this.warnOfInternalClients(props);
    if (props.rootEncryptionKey) { allowLaunches(this, props.rootEncryptionKey); }
    this.warn(props, zones, [...new Set(nodes.flatMap(node => {
      const made = secretFilesOf(node.nodeId, cluster.files(node), namedFiles(props, node));
      return cluster.files(node).map(({ path }) => path).filter(path => !made[path] && !props.files?.[path]);
    }))]);
    acknowledgeRules(this);
    addAppValidation(this, ({ app }) => this.validate(app, props));
  }

  /**
   * What a node says of itself.
   *
   * @param nodeId the id of a broker or controller that is made here
   */
  public metrics(nodeId: number): KafkaNodeMetrics {
    this.find(nodeId);
    return new KafkaNodeMetrics(this.cluster.name, nodeId);
  }

  /**
   * The `server.properties` of a node, to be read or written beside the templates: `cdk diff` shows a launch template as one long
   * text. `@@ZONE_ID@@` stands for the zone's id where `availabilityZoneIds` does not give it; the node fills it in at boot.
   *
   * @param nodeId the id of a broker or controller that is made here
   */
  public serverProperties(nodeId: number): string {
    this.find(nodeId);
    return this.rendered.get(nodeId)!;
  }

  /**
   * The role of a node's instances, to allow them more: tiered storage in a bucket, for example.
   *
   * @param nodeId the id of a broker or controller that is made here
   */
  public role(nodeId: number): iam.IRole {
    return this.find(nodeId).role;
  }

  /**
   * Makes an alarm for each symptom of the cluster, and `NODE_DOWN` for each node that is not parked. If you add a broker, that
   * adds one alarm and changes no other. `KafkaAlarm` lists all alarms. An alarm is made only if nodes publish its figure: some
   * figures need `KafkaMetricLevel.FULL`, and `CERTIFICATE` needs certificates. `LAUNCH_FAILED` reports instances that can't be
   * launched.
   *
   * A pager needs `NOT_SERVING` first. In the history of an alarm, the contributors are the nodes that have the symptom.
   *
   * Brokers that join a cluster (`joins`) get `NODE_DOWN` only, since the alarms of that cluster count them too.
   *
   * It costs 17 to 23 alarms that are each charged for each metric that their query reads, one alarm for each node, and one
   * composite alarm. Of the 500 resources that a stack may have, it takes one for each node, one for each seven nodes, and up to
   * 24 more. An account may have 200 alarms with such a query in a region.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-limits.html
   * @param options where alarms go, and their thresholds
   */
  public addAlarms(options: KafkaBrokersAlarmsOptions): void {
    const nodes = this.nodesToWatch.map(({ nodeId }) =>
      ({ nodeId, groupName: this.find(nodeId).group.ref, metrics: this.metrics(nodeId) }));
    // Those that join are watched with the cluster that they join.
    addNodeAlarms(this, options, nodes, this.joins ? undefined : this._watched);
  }

  private find(nodeId: number): ClusterNode {
    return this.nodes.get(nodeId) ?? fail(this.node.path, 'MultiAzKafkaBrokers.noSuchNode', 'there is no node '
      + `${quote(nodeId)}; the nodes here are ${[...this.nodes.keys()].join(', ')}`);
  }

  /** Of two clusters with one id the disks and the names of nodes could be taken for the other's. */
  private checkClusterId(problems: Problems, props: KafkaClusterOptions): void {
    const clusterId = clusterIdOf(this, props);
    const sameId = entriesOf(this, CLUSTER, clusterId).map(({ construct }) => construct);
    const twin = sameId.find(({ node }) => node.scopes.includes(Stack.of(this)));
    if (!props.joins && twin) {
      problems.add('MultiAzKafkaBrokers.clusterIdTwice', `${twin.node.path} has the cluster id ${quote(clusterId)} too; `
        + "by default the id follows from the stack, so give 'clusterId' to the new cluster");
    }
  }

  /** Reported, since VPCs that are looked up have one id until they are found. */
  private reportZone({ vpc, hostedZone }: MultiAzKafkaBrokersProps): void {
    if (!hostedZone) { reportSharedVpc(this, 'MultiAzKafkaBrokers.sharedVpc', vpc, 'a private hosted zone'); }
    const { zones, hosts } = enterNodeZone(this, vpc, this.zoneName);
    for (const { construct } of zones.filter(({ facts }) => facts === this.zoneName)) {
      reportError(this, 'MultiAzKafkaBrokers.zoneNameTwice', `${construct.node.path} makes the zone ${quote(this.zoneName)} in `
        + "this VPC too, and Route 53 allows one of a name; give 'zoneName' to the cluster that is new");
    }
    for (const { construct, facts: host } of hosts.filter(({ facts }) => isInZone(facts, this.zoneName))) {
      reportError(this, 'MultiAzKafkaBrokers.zoneOfHost', `the zone of nodes ${quote(this.zoneName)} has in it ${quote(host)}, `
        + `which ${construct.node.path} serves in this VPC, and one would hide the other; give another 'zoneName'`);
    }
  }

  /** A zone that is given is somebody else's too. */
  private checkGivenZone(problems: Problems, app: AppResources, vpc: ec2.IVpc): void {
    const vpcs = vpcsWithout(this.cluster.hostedZone, vpc.vpcId);
    if (vpcs) {
      problems.add('MultiAzKafkaBrokers.hostedZoneVpc', `'hostedZone' is asked in ${vpcs.join(', ')} only, `
        + 'and the nodes are in another VPC, where their names would not resolve; call addVpc() of the zone with this VPC');
    }
    for (const { record } of this.nodes.values()) {
      for (const other of recordsOfSameName(app, record).filter(found => found !== record)) {
        problems.add('MultiAzKafkaBrokers.recordTaken', `${other.node.path} is a record of `
          + `${quote(record.name.replace(/\.$/, ''))} in 'hostedZone' too, which can have one; `
          + "give another 'zoneName' to the cluster that is new");
      }
    }
  }

  /** Nodes among each other, once for a cluster, and whom the user lets in. */
  private openPorts(props: MultiAzKafkaBrokersProps, internalPort: number): void {
    const { securityGroup: group } = this.cluster;
    const amongNodes = [
      { port: ec2.Port.tcp(CONTROLLER_PORT), description: 'Kafka controllers' },
      { port: ec2.Port.tcp(internalPort), description: 'Kafka brokers among each other' },
    ];
    if (!props.joins) { allow(Stack.of(this), group, group, amongNodes); }
    const doorAt = (port: number, description: string) => ({
      scope: this,
      group,
      openings: [{ port: ec2.Port.tcp(port), description }],
      ports: `${port}`,
      foreignRule: 'MultiAzKafkaBrokers.foreignClient',
      cycleRule: 'MultiAzKafkaBrokers.clientStackCycle',
      peers: new Set<string>(),
    });
    const { internalClients = [], metrics: { scrapedFrom } = {} } = props;
    const doors = [
      { door: doorAt(internalPort, 'Kafka clients inside the VPC'), clients: internalClients },
      { door: doorAt(EXPORTER_PORT, 'The exporters of Kafka nodes'), clients: scrapedFrom ? [scrapedFrom] : [] },
    ];
    for (const { door, clients } of doors) {
      for (const client of clients) {
        const unknown = letIn(door, client);
        if (unknown) { reportWarning(this, 'MultiAzKafkaBrokers.clientEgressUnknown', unknown); }
      }
    }
    const peers = doors.reduce((sum, { door }) => sum + door.peers.size, 0);
    const tooMany = quotaText('the security group of the nodes', amongNodes.length + peers, "give 'internalClients' a security "
      + 'group in common, or an address range');
    if (tooMany) { reportWarning(this, 'MultiAzKafkaBrokers.tooManyInboundRules', tooMany); }
  }

  /** As nodes are anonymous, so are these clients, and where others authenticate anonymous ones have all rights. */
  private warnOfInternalClients({ internalClients = [] }: KafkaNetworkOptions): void {
    if (internalClients.length > 0 && this.cluster.makesInternalClientsSuperUsers) {
      reportWarning(this, 'MultiAzKafkaBrokers.internalSuperUsers',
        "clients of 'clientListeners' authenticate and have the rights that ACLs give them, "
          + "and 'internalClients' are super users, since the listener between brokers does not ask clients to log in; "
          + "give them a client listener, or give nodes certificates by 'nodeSecurity'");
    }
  }

  private warn(props: MultiAzKafkaBrokersProps, zones: ZoneChoice, notMade: string[]): void {
    if (zones.missing.length > 0) {
      reportError(this, 'MultiAzKafkaBrokers.zoneWithoutSubnet', 'no subnet was found in '
        + `${zones.missing.map(quote).join(', ')}; give zones of the VPC in 'availabilityZones', `
        + "or their subnets by 'vpcSubnets'");
    }
    for (const { zone, subnetIds } of zones.crowded) {
      reportError(this, 'MultiAzKafkaBrokers.subnetChoice', `${quote(zone)} has ${subnetIds.length} subnets `
        + `(${subnetIds.map(quote).join(', ')}), and which one is the first may change when the VPC gets others, `
        + "so that all nodes move at once; give one for each zone by 'vpcSubnets': { subnets }, "
        + 'or { subnetGroupName } of a group that has one in each');
    }
    const founder = this.cluster.vpc;
    if (differ(props.vpc.vpcId, founder.vpcId)) {
      reportError(this, 'MultiAzKafkaBrokers.joinsVpc', `'vpc' is ${quote(props.vpc.vpcId)}, `
        + `and ${props.joins!.node.path} is in ${quote(founder.vpcId)}; all nodes of a cluster are in one VPC, `
        + 'and the zone of that VPC has their names; give that VPC');
    }
    if (props.joins && Object.keys(props.adoptVolumes ?? {}).length > 0 && this.cluster.mayStartQuorum) {
      reportWarning(this, 'MultiAzKafkaBrokers.adoptedByJoiner',
        `disks of brokers are adopted, and the first controller of ${props.joins.node.path}, `
          + `${this.cluster.firstControllerId}, may begin with a blank one. If that cluster is deployed anew too, `
          + `adopt the disk of controller ${this.cluster.firstControllerId} there, `
          + 'or it starts a second quorum with the same id; if it runs, acknowledge this');
    }
    if (zones.names.length < 3) {
      reportWarning(this, 'MultiAzKafkaBrokers.fewZones',
        `the nodes are in ${zones.names.length} zone${zones.names.length === 1 ? '' : 's'}, `
          + 'and the loss of one can take the majority of the controllers with it, and so the cluster; '
          + 'three zones survive the loss of any');
    }
    const uneven = unevenZones(this.cluster.brokerIds, zones.names);
    if (uneven) {
      reportWarning(this, 'MultiAzKafkaBrokers.unevenZones',
        `${this.cluster.brokerIds.length} brokers in ${zones.names.length} zones: ${uneven}. Kafka spreads copies over zones, `
          + 'so brokers of a zone with fewer of them carry more, and one more broker relieves its own zone only; '
        + `make 'brokerCount' a multiple of ${zones.names.length}, or acknowledge this`);
    }
    if (props.healthGate?.mode === KafkaHealthGateMode.LIVENESS) {
      reportWarning(this, 'MultiAzKafkaBrokers.livenessGate',
        'the deployment goes on as soon as Kafka runs, whatever state it is in; once the cluster is repaired, '
          + 'return to KafkaHealthGateMode.FULL');
    }
    const otherVersions = this.cluster.keysOfOtherVersions(props.kafka.version);
    if (otherVersions.length > 0) {
      reportWarning(this, 'MultiAzKafkaBrokers.overrideVersion', `'overrides' has keys that Kafka ${props.kafka.version} does `
        + `not have and ignores: ${otherVersions.join(', ')}; remove them, or give another version`);
    }
    if (notMade.length > 0) {
      reportWarning(this, 'MultiAzKafkaBrokers.fileNotMade',
        `${notMade.join(', ')}: no secret is given for it (BrokerCertificate.fromSecret, 'secretFiles'), `
          + 'so it must be in the image; a broker without it does not start, and the deployment waits for it and fails');
    }
  }

  /** What only the complete app tells, and what aspects and overrides may have changed. */
  private validate(app: AppResources, { joins, vpc }: MultiAzKafkaBrokersProps): string[] {
    const problems = new Problems(this.node.path);
    // While VPCs are looked up they all have the same id, and an error would keep them from being found.
    for (const zone of joins || !this.cluster.makesZone || isPendingLookup(vpc)
      ? []
      : zonesOfSameName(app, this.cluster.hostedZone)) {
      problems.add('MultiAzKafkaBrokers.zoneNameTwice', `${zone.node.path} is a zone ${quote(this.zoneName)} in this VPC too, `
        + "and Route 53 allows one zone of a name; give another 'zoneName' to the new cluster");
    }
    if (!this.cluster.makesZone && !isPendingLookup(vpc)) { this.checkGivenZone(problems, app, vpc); }
    for (const volume of [...this.nodes.values()].flatMap(node => node.volumes)) {
      const { deletionPolicy, updateReplacePolicy } = volume.cfnOptions;
      if ([deletionPolicy, updateReplacePolicy].some(policy => policy === undefined || policy === 'Delete')) {
        problems.add('MultiAzKafkaBrokers.volumeNotRetained', `${volume.node.path} would be deleted with all its data when it `
          + 'leaves the stack; something in the app has changed its removal policy, so leave volumes out there');
      }
    }
    checkTemplateSize(problems, Stack.of(this), this.nodes.size, this.brokers.map(({ brokerId }) => this.find(brokerId)));
    return problems.list();
  }
}

/** The address range of a subnet, if it is known: an import may throw instead. */
function cidrOf(subnet: ec2.ISubnet | undefined): string | undefined {
  try {
    return Token.isUnresolved(subnet?.ipv4CidrBlock) ? undefined : subnet?.ipv4CidrBlock;
  } catch {
    return undefined;
  }
}

/** Whether two ids are known to be different. */
function differ(one: string, other: string): boolean {
  return one !== other && !Token.isUnresolved(one) && !Token.isUnresolved(other);
}

/** The user's own files, which are for brokers. */
function namedFiles({ secretFiles }: KafkaNodeOptions, { roles }: PlannedNode): SecretFiles {
  return roles.includes(KafkaRole.BROKER) ? secretFiles ?? {} : {};
}

function identify(
  node: PlannedNode, { zoneName }: KafkaCluster, zones: ZoneChoice, zoneIds: { [zone: string]: string } = {},
): NodeIdentity {
  const { nodeId, roles, label, number } = node;
  const zone = number % zones.names.length;
  const standIn = zones.isPending ? Object.values(zoneIds)[zone] : undefined;
  return {
    nodeId,
    roles,
    label,
    host: hostOf(label, zoneName),
    subnet: zones.subnets[zone],
    zoneId: zoneIds[zones.names[zone]] ?? standIn,
  };
}
