import { existsSync, readFileSync, statSync } from 'fs';
import { Stack, Token } from 'aws-cdk-lib';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { ClientListener } from './client-listener';
import { Companion, CompanionProtocol, ContractCompanion } from './companion';
import { ContractListener } from './contract-listener';
import { IKafkaBroker } from './kafka-broker';
import { KafkaProtocol } from './listener-security';
import { ServiceContractAttributes } from './service-contract-attributes';
import { companionDocuments, companionProblems, CompanionDocument } from '../private/companion-plan';
import {
  ContractDocument, ListenerDocument, listenerHostProblem, parseContract, regionOfService, serviceNameProblem, understoodOf,
} from '../private/contract-document';
import { versioned } from '../private/contract-versions';
import { kafkaName } from '../private/listener-name';
import { isKnown } from '../private/pending-lookup';
import { defaultBootstrapPort, defaultFirstPort } from '../private/port-plan';
import { fail, Problems, quote } from '../private/validation';

/** Of a companion while the contract is looked up. */
const PENDING_PORT = 1;

/** What a contract has while it is looked up. It is never deployed; the code that reads it must get through all the same. */
const PENDING: Omit<ContractDocument, 'version' | 'moreListeners' | 'region'> = {
  zoneIds: ['pending-az1'],
  brokerIds: [0],
  listeners: [pendingListener('PENDING')],
};

/**
 * What the Kafka account hands to a consumer: everything needed to connect, as versioned JSON of about half a kilobyte.
 *
 * Deploy the Kafka stack, save its output as `kafka.contract.json`, commit that file in the consumer's repository and read it
 * with `fromFile`. Everything in it is known at synth except the service name, which exists only after deployment. It holds no
 * secret.
 *
 * It makes no resource and costs nothing. Not for secrets, and no list of addresses to copy: ports follow from it.
 */
export class KafkaServiceContract {
  /**
   * Reads a contract. Keys that this version does not know are ignored; missing keys, contradictions and a major version other
   * than 1, 2 and 3 are errors. Listeners with a kind of host that this version does not know are left out; `listener()` says so
   * of one of them.
   *
   * @param json the output of the Kafka stack
   */
  public static fromJson(json: string): KafkaServiceContract {
    return KafkaServiceContract.parse(json, 'contract');
  }

  /**
   * Reads a contract from a file.
   *
   * @param path the file, relative to the working directory of the app
   */
  public static fromFile(path: string): KafkaServiceContract {
    if (!existsSync(path)) {
      fail('contract', 'KafkaServiceContract.file', `the file ${quote(path)} does not exist (the working directory is `
        + `${process.cwd()}); deploy the Kafka stack and save the value of its contract output there`);
    }
    if (!statSync(path).isFile()) {
      fail('contract', 'KafkaServiceContract.file', `${quote(path)} is not a file; give the path of the file with the contract`);
    }
    const bytes = readFileSync(path);
    const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe; // as PowerShell writes it
    return KafkaServiceContract.parse(bytes.toString(isUtf16 ? 'utf16le' : 'utf8'), `contract file ${path}`);
  }

  /**
   * Reads a contract that `KafkaPrivateLinkService` published as a parameter of the same account and region. The value is looked
   * up once and kept in `cdk.context.json`; `cdk context --reset` fetches it again.
   *
   * @param scope where the lookup belongs to
   * @param parameterName the parameter's name
   */
  public static fromParameterLookup(scope: Construct, parameterName: string): KafkaServiceContract {
    const json = ssm.StringParameter.valueFromLookup(scope, parameterName);
    // The value of the first pass, which only serves to find out what must be looked up.
    return json === `dummy-value-for-${parameterName}`
      ? new KafkaServiceContract(versioned({ ...PENDING, region: Stack.of(scope).region }), true)
      : KafkaServiceContract.parse(json, `contract of parameter ${parameterName}`);
  }

  /**
   * A contract of what is known: of a service that was there before, made by hand or by another tool, or of one that is only
   * planned. It is checked as one that is read.
   *
   * Without `serviceName` a consumer is planned before the service exists, by the consumer's own `serviceName`, such as a
   * `CfnParameter`.
   *
   * @param attributes what the service has
   */
  public static of(attributes: ServiceContractAttributes): KafkaServiceContract {
    const { serviceName, region, clusterId, brokerIds, brokerZoneIds } = attributes;
    const isKnownLater = Token.isUnresolved(serviceName);
    if (attributes.listeners.length === 0) {
      fail('contract', 'KafkaServiceContract.badKey', "'listeners' of the contract must be a list of at least one listener, "
        + 'got []');
    }
    const document = versioned({
      ...serviceName === undefined || isKnownLater ? {} : { serviceName },
      region,
      ...clusterId === undefined ? {} : { clusterId },
      zoneIds: attributes.zoneIds ?? [...new Set(brokerZoneIds ?? [])].sort(),
      brokerIds,
      ...brokerZoneIds && { brokerZoneIds },
      listeners: attributes.listeners.filter(isNamed).map(documentOf),
      companions: companionDocuments(attributes.companions ?? [], attributes.listeners),
    });
    const checked = parseContract(JSON.stringify(document), 'contract', Object.values(KafkaProtocol));
    return new KafkaServiceContract(isKnownLater ? { ...checked, serviceName } : checked);
  }

  /**
   * The contract of an endpoint service.
   * @internal
   */
  public static _of(
    serviceName: string, region: string, clientListeners: ClientListener[], brokers: IKafkaBroker[], companions: Companion[] = [],
    { clusterId, vendors }: Pick<ContractDocument, 'clusterId' | 'vendors'> = {},
  ): KafkaServiceContract {
    // Fails for a broker whose zone is not known where a host is named by zone: the consumer could not tell its address.
    const named = clientListeners.filter(isNamed);
    named.forEach(listener => brokers.forEach(broker => listener.hostOf(broker)));
    const zoneIds = brokers.map(broker => broker.zoneId);
    const documents = companionDocuments(companions, clientListeners);
    checkCompanions(documents, clientListeners);
    return new KafkaServiceContract(versioned({
      serviceName,
      region,
      ...clusterId === undefined ? {} : { clusterId },
      zoneIds: [...new Set(zoneIds.filter(zoneId => zoneId !== undefined))].sort(),
      brokerIds: brokers.map(broker => broker.brokerId),
      ...(named.some(listener => listener.advertisedHost._isPerZone) ? { brokerZoneIds: zoneIds.map(zoneId => zoneId!) } : {}),
      listeners: named.map(documentOf),
      companions: documents,
      vendors,
    }));
  }

  private static parse(json: string, where: string): KafkaServiceContract {
    if (Token.isUnresolved(json)) {
      fail(where, 'KafkaServiceContract.token', 'is known only after deployment; read a saved copy of it, '
        + 'or within one app hand over the contract object itself');
    }
    return new KafkaServiceContract(parseContract(json, where, Object.values(KafkaProtocol)));
  }

  /**
   * The name of the endpoint service, for example `com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0`.
   *
   * @default - not in the contract; give it by `withServiceName`
   */
  public readonly serviceName?: string;
  /** The region of the endpoint service. */
  public readonly region: string;
  /**
   * The id of the Kafka cluster.
   *
   * @default - not known
   */
  public readonly clusterId?: string;
  /** The ids of the availability zones that have a broker, as far as they were known at synth. */
  public readonly zoneIds: string[];
  /** The `node.id`s of the brokers. */
  public readonly brokerIds: number[];
  /** The client listeners of the service; none whose host is pending. */
  public readonly listeners: ContractListener[];
  /** What is on the load balancer beside Kafka, such as a schema registry. */
  public readonly companions: ContractCompanion[];

  private constructor(
    private readonly document: ContractDocument,
    /** @internal */
    public readonly _isPendingLookup = false,
  ) {
    const brokerZoneIds = new Map(document.brokerIds.map((brokerId, i) => [brokerId, document.brokerZoneIds?.[i]]));
    this.serviceName = document.serviceName;
    this.region = document.region;
    this.clusterId = document.clusterId;
    this.zoneIds = [...document.zoneIds];
    this.brokerIds = [...document.brokerIds];
    const zoneIdOf = this._isPendingLookup ? undefined : brokerZoneIds;
    this.listeners = [...document.listeners, ...understoodOf(document)].map(listener =>
      ContractListener._of(listener, this.region, zoneIdOf));
    this.companions = (document.companions ?? []).map(contractCompanion);
  }

  /**
   * One of the contract's listeners.
   *
   * @param name the Kafka listener's name
   */
  public listener(name: string): ContractListener {
    const found = this.listeners.find(listener => listener.name === name);
    if (found) { return found; }
    if (this._isPendingLookup) {
      return ContractListener._of(pendingListener(name), this.region);
    }
    const foreign = this.document.moreListeners?.find(listener => listener?.name === name);
    if (foreign) {
      fail('contract', 'KafkaServiceContract.foreignListener', `the host ${quote(foreign.host)} of listener ${quote(name)} `
        + `${listenerHostProblem(foreign)}; update cdk-kafka-privatelink here, or use another listener`);
    }
    const meant = this.listeners.find(listener => kafkaName(listener.name) === kafkaName(name));
    return fail('contract', 'KafkaServiceContract.unknownListener', meant
      ? `there is no listener ${quote(name)}, but ${quote(meant.name)}; give the name as it stands in the contract`
      : `there is no listener ${quote(name)}, the contract has ${this.listeners.map(listener => listener.name).join(', ')}`);
  }

  /**
   * One of the contract's companions: `contract.companion('registry').url` is where clients find it.
   *
   * @param name the companion's name
   */
  public companion(name: string): ContractCompanion {
    return this.companions.find(companion => companion.name === name)
      ?? (this._isPendingLookup
        ? contractCompanion({ name, protocol: CompanionProtocol.TCP, host: 'pending.lookup', port: PENDING_PORT })
        : fail('contract', 'KafkaServiceContract.unknownCompanion', `there is no companion ${quote(name)}, `
          + `the contract has ${this.companions.map(companion => companion.name).join(', ') || 'none'}`));
  }

  /**
   * The same contract with a service name: a literal, a `CfnParameter`, or what was read from a parameter of the same account and
   * region.
   *
   * @param serviceName the name of the endpoint service
   */
  public withServiceName(serviceName: string): KafkaServiceContract {
    const region = Token.isUnresolved(this.region) ? undefined : this.region;
    const problem = isKnown(serviceName) ? serviceNameProblem(serviceName, region) : undefined;
    if (problem) {
      fail('contract', 'KafkaServiceContract.serviceName', problem);
    }
    // A contract of a stack without a region has none but this.
    const ofName = region === undefined && isKnown(serviceName) ? regionOfService(serviceName) : undefined;
    return new KafkaServiceContract({ ...this.document, serviceName, region: ofName ?? this.region }, this._isPendingLookup);
  }

  /**
   * The contract as JSON. A service name that is a token survives, so that it can be the value of a `CfnOutput` or a parameter.
   */
  public toJson(): string {
    return JSON.stringify(this.document);
  }
}

/** Those of a load balancer that something else than `PerBrokerNlbListeners` made were never checked before. */
function checkCompanions(companions: CompanionDocument[], listeners: ClientListener[]): void {
  const problems = new Problems('contract');
  for (const { message } of companionProblems(companions, listeners.map(documentOf))) {
    problems.add('KafkaServiceContract.contradiction', message);
  }
  problems.throwIfAny();
}

function contractCompanion({ name, protocol, host, port }: CompanionDocument): ContractCompanion {
  return { name, protocol: protocol as CompanionProtocol, host, port, url: `${protocol}://${host}:${port}` };
}

function documentOf(
  { name, security, advertisedHost, firstPort, firstBrokerId, bootstrapPort }: ClientListener,
): ListenerDocument {
  return {
    name,
    protocol: security.clientProtocol,
    saslMechanisms: security._saslMechanisms,
    ...(security._needsClientCertificate ? { clientCertificate: true } : {}),
    ...(security._truststoreType ? { truststoreType: security._truststoreType } : {}),
    host: advertisedHost.pattern,
    firstPort,
    firstBrokerId,
    bootstrapPort,
  };
}

/** One whose host is pending has no address to tell. */
function isNamed({ advertisedHost }: ClientListener): boolean {
  return !advertisedHost._isPending;
}

function pendingListener(name: string): ListenerDocument {
  const firstPort = defaultFirstPort(0);
  return {
    name,
    protocol: KafkaProtocol.SSL,
    saslMechanisms: [],
    host: 'pending.lookup',
    firstPort,
    bootstrapPort: defaultBootstrapPort(firstPort),
  };
}
