import { Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ALL_ROLES, checkNode, checkSettings, CONTROLLER, rolesOf, Settings } from './checks';
import { durabilityProperties, replicationFindings } from './durability';
import { checkIdentities } from './identities';
import { KafkaNode, KafkaRole } from './kafka-node';
import { KafkaQuorum } from './kafka-quorum';
import { clusterFindings, kafkaFindings } from './kafka-rules';
import { keysOfOtherVersions, reportOverrideKeys } from './override-keys';
import { checkAuthorizationOverrides, checkOverrides, checkResolvedOverrides, isKnownLater } from './overrides';
import { Finding, ServerProperties, ZONE_ID_PLACEHOLDER } from './server-properties';
import { AdvertisedHost } from '../model/advertised-host';
import { ClientListener } from '../model/client-listener';
import { KafkaProtocol, STORE_TYPES } from '../model/listener-security';
import { NodeSecurity } from '../model/node-security';
import { zoneIdProblem } from '../private/dns-names';
import { parseProperties, propertyLine } from '../private/java-properties';
import { HostFile } from '../private/pem-source';
import { CONTROLLER_PORT, INTERNAL_PORT, MAX_IDLE_MS } from '../private/port-plan';
import { enterRendered } from '../private/said-of-brokers';
import { fail, Problems, quote } from '../private/validation';

type Property = [key: string, value: string];

interface Section {
  readonly title: string;
  readonly properties: Property[];
}

/** On every node, although a node that is only a controller has no use for some of them. */
const NETWORK_PROPERTIES: Property[] = [
  ['connections.max.idle.ms', `${MAX_IDLE_MS}`],
  // A backlog that is full looks like a dead broker to the load balancer.
  ['socket.listen.backlog.size', '1024'],
  ['controlled.shutdown.enable', 'true'],
  // Consumers that give their zone id as `client.rack` read from the copy in their zone.
  ['replica.selector.class', 'org.apache.kafka.common.replica.RackAwareReplicaSelector'],
];

/**
 * Properties of `BrokerPropertiesRenderer`.
 */
export interface BrokerPropertiesRendererProps {
  /**
   * The listeners for clients outside the brokers' VPC: the same values that are given to the load balancer's side.
   */
  readonly clientListeners: ClientListener[];

  /**
   * Where the cluster's controllers are.
   */
  readonly quorum: KafkaQuorum;

  /**
   * The number of brokers, from which the replication defaults follow: up to three copies, of which one may be missing. Ids are
   * not counted from it: a cluster of three brokers may have the ids 1, 2 and 3.
   *
   * The first active controller copies its `min.insync.replicas` into the cluster, and edits of the file change nothing
   * afterwards. When a cluster of one or two brokers grows, change it with
   * `kafka-configs.sh --entity-type brokers --entity-default`; existing topics keep theirs.
   */
  readonly brokerCount: number;

  /**
   * The name of the listener between brokers. Keep its port closed to everything but nodes.
   *
   * @default 'INTERNAL'
   */
  readonly internalListenerName?: string;

  /**
   * The port of the listener between brokers.
   *
   * @default 9092
   */
  readonly internalPort?: number;

  /**
   * The port of the controllers' listener. Keep it closed to everything but nodes.
   *
   * @default 9090
   */
  readonly controllerPort?: number;

  /**
   * How nodes meet each other. To change it stops the cluster: nodes of one kind do not meet those of the other.
   *
   * @default NodeSecurity.plaintext()
   */
  readonly nodeSecurity?: NodeSecurity;

  /**
   * Where a node keeps its data: absolute paths.
   *
   * @default ['/var/lib/kafka/data']
   */
  readonly logDirs?: string[];

  /**
   * More properties, which stand at the end of every node's file and take the place of this library's defaults for durability and
   * network.
   *
   * Keys that follow from other props are refused, and so are secrets in plain text and values that CloudFormation would fetch:
   * refer to a file by a config provider, for example `${dir:/run/kafka/secrets:name}`. Every value is checked by Kafka's own
   * definition of its key, that of all supported versions together. A key that Kafka does not have is a warning, since plugins
   * have keys of their own. Where clients authenticate, nothing that says who may do what is accepted but another authorizer.
   * Values may be tokens; what they stand for is written as it is, so it must have no backslash and no line feed.
   *
   * @default - none
   */
  readonly overrides?: { [key: string]: string };
}

/**
 * Writes the `server.properties` of Kafka nodes from the same `ClientListener`s from which the load balancer's side is made, for
 * Kafka 4.2 or newer.
 *
 * It creates no resource, and costs nothing. Every file is read back and checked by Kafka's own rules and by stricter ones before
 * it is returned. It holds no secret. `auto.create.topics.enable` is off: a client's typing error is an error then, not a topic
 * with the default partitions.
 *
 * Not for ZooKeeper or Kafka before 4.2. `MultiAzKafkaBrokers` makes one by itself.
 *
 * @see https://kafka.apache.org/documentation/#brokerconfigs
 * @example
 * const renderer = new BrokerPropertiesRenderer(this, 'Properties', {
 *   clientListeners: [client],
 *   quorum: KafkaQuorum.bootstrapServers('10.0.0.20:9090', '10.0.1.20:9090', '10.0.2.20:9090'),
 *   brokerCount: 3,
 * });
 * const serverProperties = renderer.render({ nodeId: 0, host: '10.0.0.10', zoneId: 'euw1-az1' });
 */
export class BrokerPropertiesRenderer extends Construct {
  /** With those whose host is pending, which stand in no file. */
  private readonly allListeners: ClientListener[];
  private readonly settings: Settings;
  private readonly renderedBrokers: KafkaNode[] = [];

  constructor(scope: Construct, id: string, props: BrokerPropertiesRendererProps) {
    super(scope, id);

    // By slot, so that the order in which they are given says nothing.
    this.allListeners = [...props.clientListeners].sort((one, other) => one.slot - other.slot);
    this.settings = {
      clientListeners: this.allListeners.filter(({ advertisedHost }) => !advertisedHost._isPending),
      quorum: props.quorum,
      brokerCount: props.brokerCount,
      internalListenerName: props.internalListenerName ?? 'INTERNAL',
      internalPort: props.internalPort ?? INTERNAL_PORT,
      controllerPort: props.controllerPort ?? CONTROLLER_PORT,
      nodeSecurity: props.nodeSecurity ?? NodeSecurity.plaintext(),
      logDirs: [...props.logDirs ?? ['/var/lib/kafka/data']],
      overrides: { ...props.overrides },
    };

    const problems = new Problems(this.node.path);
    checkSettings(problems, { ...this.settings, clientListeners: this.allListeners });
    checkOverrides(problems, this.settings.overrides);
    problems.throwIfAny();

    // What only shows when everything is put together, as far as it is the same on every node.
    const { brokerCount, clientListeners, overrides } = this.settings;
    if (this.isAuthorizing) { checkAuthorizationOverrides(problems, overrides); }
    checkIdentities(problems, this.allListeners, this.settings.nodeSecurity);
    problems.throwIfAny();
    const common = new ServerProperties(new Map([
      ...this.listenerProperties(ALL_ROLES),
      ...this.nodeProperties(),
      ...clientListeners.flatMap(listenerProperties),
      ...this.authorizationProperties(),
      ...durabilityProperties(brokerCount),
      ...NETWORK_PROPERTIES,
      ...Object.entries(overrides),
    ]), isKnownLater);
    addAll(problems, [...clusterFindings(common), ...replicationFindings(common, brokerCount)]);
    problems.throwIfAny();
    reportOverrideKeys(this, overrides);
    enterRendered(this, { clientListeners: this.allListeners, nodes: this.renderedBrokers });
    this.node.addValidation({ validate: () => this.validate() });
  }

  /**
   * The text of a node's `server.properties`: ASCII, with comments, equal for equal input.
   *
   * Without a `zoneId` the host puts its zone id in place of `@@ZONE_ID@@`, in the one line `broker.rack=@@ZONE_ID@@`, before
   * Kafka starts.
   *
   * @param node the node; one that is only a controller has no client listener
   */
  public render(node: KafkaNode): string {
    const text = this._render(node);
    const { nodeId, host, zoneId } = node;
    const isKnown = this.renderedBrokers.some(other => other.nodeId === nodeId && other.host === host && other.zoneId === zoneId);
    if (!isKnown && rolesOf(node).includes(KafkaRole.BROKER)) { this.renderedBrokers.push({ nodeId, host, zoneId }); }
    return text;
  }

  /**
   * The same for nodes that are made here, and say themselves to load balancers what they have.
   * @internal
   */
  public _render(node: KafkaNode): string {
    const problems = new Problems(`${this.node.path}, node ${quote(node.nodeId)}`);
    checkNode(problems, node, this.settings);
    problems.throwIfAny();

    const text = this.sections(node)
      .map(({ title, properties }) => [`# ${title}`, ...properties.map(pair => propertyLine(...pair)), ''].join('\n'))
      .join('\n');
    addAll(problems, kafkaFindings(new ServerProperties(parseProperties(text), isKnownLater)));
    problems.throwIfAny();
    return text;
  }

  /**
   * The names that the certificate of a client listener must have: none where clients connect without TLS.
   *
   * Without `brokerId` they are the same for every broker, and stay when brokers are added. One wildcard covers hosts named by
   * broker or zone. It stands for exactly one label, so the name to bootstrap from is listed beside it. With `brokerId` a host
   * named by broker stands there itself, for certificates by `BrokerCertificate.fromSecretPerBroker`. Hosts named by broker and
   * zone need a wildcard for each zone.
   *
   * Fails while the host is pending, and without `zoneIds` if hosts are named by broker and zone: in a certificate that lacks a
   * zone its clients trust no broker of the zone.
   *
   * @param listener a client listener of this renderer, or one of the same slot
   * @param brokerId the broker whose certificate it is, if each has its own
   * @param zoneIds the ids of the zones of brokers, for hosts named by broker and zone; of one broker that of its own zone
   * @see https://datatracker.ietf.org/doc/html/rfc9525#section-6.3
   */
  public certificateNames(listener: ClientListener, brokerId?: number, zoneIds?: string[]): string[] {
    const unknown = 'BrokerPropertiesRenderer.unknownListener';
    const known = this.allListeners.find(({ slot }) => slot === listener.slot) ?? fail(this.node.path, unknown,
      `${quote(listener.name)} (slot ${listener.slot}) is not one of 'clientListeners', `
        + `which are ${this.allListeners.map(({ name, slot }) => `${name} (slot ${slot})`).join(', ')}`);
    const { advertisedHost, security } = known;
    if (![KafkaProtocol.SSL, KafkaProtocol.SASL_SSL].includes(security.clientProtocol)) { return []; }
    return [advertisedHost.bootstrapHost, ...this.ownCertificateNames(advertisedHost, brokerId, zoneIds)];
  }

  /** Beside the name to bootstrap from. */
  private ownCertificateNames(host: AdvertisedHost, brokerId: number | undefined, zoneIds: string[] = []): string[] {
    if (host._isPerBroker && host._isPerZone) {
      const wrong = zoneIds.filter(zoneId => Token.isUnresolved(zoneId) || zoneIdProblem(zoneId) !== undefined);
      if (zoneIds.length === 0 || wrong.length > 0) {
        fail(this.node.path, 'BrokerPropertiesRenderer.certificateZones', `the host ${quote(host.pattern)} is named by broker `
          + `and zone, and 'zoneIds' is ${quote(zoneIds)}; give the ids of the zones of brokers, for example ["use1-az1"]`);
      }
      return zoneIds.map(zoneId => brokerId === undefined ? host._nameOfZone(zoneId) : host._hostOf(brokerId, zoneId));
    }
    if (host._isPerBroker && brokerId !== undefined) { return [host._hostOf(brokerId)]; }
    return host._isPerBroker || host._isPerZone ? [`*.${host.bootstrapHost}`] : [];
  }

  /**
   * The files that must be on a node's host before Kafka starts, each once, in alphabetical order.
   *
   * @param node the node; one that is only a controller needs none but those of `nodeSecurity`
   */
  public requiredFiles(node: KafkaNode): string[] {
    return this._files(node).map(({ path }) => path);
  }

  /**
   * The same, with who puts them there.
   * @internal
   */
  public _files(node: Pick<KafkaNode, 'roles'>): HostFile[] {
    const { clientListeners, nodeSecurity } = this.settings;
    const files = [
      ...nodeSecurity._files,
      ...when(
        rolesOf(node).includes(KafkaRole.BROKER), ...clientListeners.flatMap(({ name, security }) => security._files(name)),
      ),
    ];
    const byPath = new Map(files.map(file => [file.path, file]));
    return [...byPath.keys()].sort().map(path => byPath.get(path)!);
  }

  /**
   * Whether brokers authorize, and nodes are known by no name.
   * @internal
   */
  public get _hasAnonymousSuperUsers(): boolean {
    return this.isAuthorizing && !this.settings.nodeSecurity._authenticates;
  }

  /**
   * The overrides that a version of Kafka ignores while another one does not.
   * @internal
   */
  public _keysOfOtherVersions(version: string): string[] {
    return keysOfOtherVersions(this.settings.overrides, version);
  }

  /** What only the complete app tells: tokens may stand for values that are made later. */
  private validate(): string[] {
    const problems = new Problems(this.node.path);
    checkResolvedOverrides(problems, this, this.settings.overrides);
    return problems.list();
  }

  private sections(node: KafkaNode): Section[] {
    const { brokerCount, clientListeners, logDirs, overrides, quorum } = this.settings;
    const isKept = ([key]: Property) => !(key in overrides);
    const roles = rolesOf(node);
    const isBroker = roles.includes(KafkaRole.BROKER);
    const isController = roles.includes(KafkaRole.CONTROLLER);
    const sections: Section[] = [
      {
        title: `Kafka node ${node.nodeId}. What is edited here is lost at the next deployment.`,
        properties: [
          ['process.roles', roles.join(',')],
          ['node.id', `${node.nodeId}`],
          ...when<Property>(isBroker, ['broker.rack', node.zoneId ?? ZONE_ID_PLACEHOLDER]),
          ['log.dirs', logDirs.join(',')],
        ],
      },
      {
        title: 'Quorum',
        properties: [
          quorum._property,
          ...when<Property>(isController && quorum._isDynamic, ['controller.quorum.auto.join.enable', 'true']),
        ],
      },
      {
        title: 'Listeners',
        properties: [['advertised.listeners', this.advertisedListeners(node)], ...this.listenerProperties(roles, node.nodeId)],
      },
      { title: 'Between nodes', properties: this.nodeProperties() },
      ...when(isBroker, ...clientListeners.map(listener => listenerSection(listener, isKept))),
      { title: 'Authorization', properties: this.authorizationProperties().filter(isKept) },
      { title: 'Durability', properties: durabilityProperties(brokerCount).filter(isKept) },
      { title: 'Network', properties: NETWORK_PROPERTIES.filter(isKept) },
      { title: 'Overrides', properties: Object.entries(overrides).sort(([one], [other]) => one < other ? -1 : 1) },
    ];
    return sections.filter(section => section.properties.length > 0);
  }

  private get isAuthorizing(): boolean {
    return this.settings.clientListeners.some(({ security }) => security._authenticates);
  }

  /** On every node: a broker connects to controllers, whose listener it does not have. */
  private nodeProperties(): Property[] {
    const { internalListenerName, nodeSecurity } = this.settings;
    return [internalListenerName, CONTROLLER].flatMap(name => ofListener(name, nodeSecurity._properties));
  }

  /** Without it every client that authenticates could do everything. */
  private authorizationProperties(): Property[] {
    return when<Property>(this.isAuthorizing,
      ['authorizer.class.name', 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'],
      ['allow.everyone.if.no.acl.found', 'false'],
      ['super.users', this.settings.nodeSecurity._principal],
    );
  }

  private advertisedListeners(node: KafkaNode): string {
    const { clientListeners, controllerPort, internalListenerName, internalPort } = this.settings;
    const roles = rolesOf(node);
    const forClients = (listener: ClientListener) =>
      `${listener.name}://${listener.advertisedHost._hostOf(node.nodeId, node.zoneId)}:${listener.portOf(node.nodeId)}`;
    return [
      // Called only for a broker: other nodes have no port in a slot.
      ...roles.includes(KafkaRole.BROKER)
        ? [`${internalListenerName}://${node.host}:${internalPort}`, ...clientListeners.map(forClients)]
        : [],
      ...when(roles.includes(KafkaRole.CONTROLLER), `${CONTROLLER}://${node.host}:${controllerPort}`),
    ].join(',');
  }

  /** @param nodeId the node; without it what nodes have as a rule */
  private listenerProperties(roles: KafkaRole[], nodeId?: number): Property[] {
    const { clientListeners, controllerPort, internalListenerName, internalPort, nodeSecurity } = this.settings;
    const isBroker = roles.includes(KafkaRole.BROKER);
    const bound = [
      ...when(
        isBroker, `${internalListenerName}://:${internalPort}`,
        ...clientListeners.map(listener =>
          `${listener.name}://:${nodeId === undefined ? listener.bindPort : listener.bindPortOf(nodeId)}`),
      ),
      ...when(roles.includes(KafkaRole.CONTROLLER), `${CONTROLLER}://:${controllerPort}`),
    ];
    const protocols = [
      ...clientListeners.map(listener => `${listener.name}:${listener.security.brokerProtocol}`),
      `${internalListenerName}:${nodeSecurity.protocol}`,
      `${CONTROLLER}:${nodeSecurity.protocol}`,
    ];
    return [
      ['listeners', bound.join(',')],
      // A node that is only a controller has no such listener.
      ...when<Property>(isBroker, ['inter.broker.listener.name', internalListenerName]),
      // The same line on every node: a broker needs the controllers' protocol, to which it connects.
      ['listener.security.protocol.map', protocols.join(',')],
      ['controller.listener.names', CONTROLLER],
      // Kafka's own value is GSSAPI. A listener with SASL says its mechanisms itself.
      ['sasl.enabled.mechanisms', ''],
      ...when(this._files({ roles }).length > 0, ...Object.entries(STORE_TYPES)),
    ];
  }
}

function listenerProperties({ maxConnectionRate, maxConnections, name, security }: ClientListener): Property[] {
  return ofListener(name, {
    ...security._properties(name),
    'max.connections': `${maxConnections}`,
    'max.connection.creation.rate': `${maxConnectionRate}`,
  });
}

function listenerSection(listener: ClientListener, isKept: (property: Property) => boolean): Section {
  return {
    title: `Client listener ${listener.name}, slot ${listener.slot}`, properties: listenerProperties(listener).filter(isKept),
  };
}

/** In lower case: Kafka ignores any other prefix, without a word. */
function ofListener(name: string, properties: { [key: string]: string }): Property[] {
  return Object.entries(properties).map(([key, value]) => [`listener.name.${name.toLowerCase()}.${key}`, value]);
}

function when<T>(condition: boolean, ...values: T[]): T[] {
  return condition ? values : [];
}

function addAll(problems: Problems, findings: Finding[]): void {
  for (const { rule, message } of findings) { problems.add(rule, message); }
}
