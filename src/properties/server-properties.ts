import { isIPv4 } from 'net';

/** What a node puts its zone id in place of before Kafka starts. */
export const ZONE_ID_PLACEHOLDER = '@@ZONE_ID@@';

export const MAX_INT = 2 ** 31 - 1;

/**
 * A reference that a config provider resolves on the host, for example `${dir:/run/kafka/secrets:password}`. A token of the CDK
 * is none, although its text may have a colon: `${Token[Fn::Join.19]}`.
 * @see https://kafka.apache.org/documentation/#config_providers
 */
export const PLACEHOLDER = /\$\{(?!Token\[)([^{}:]+):[^{}]*\}/;

/** A listener's name that can stand in keys: Kafka ends it at the first dot where it looks for the key that follows. */
export const PROPERTY_NAME = /^[A-Za-z0-9_-]+$/;

/** What is wrong, and the rule that says so. */
export interface Finding {
  readonly rule: string;
  readonly message: string;
}

/** An entry of `listeners` or `advertised.listeners`. */
export interface Endpoint {
  /** In capitals, as Kafka takes it. */
  readonly name: string;
  /** As it is written. */
  readonly writtenName: string;
  readonly host: string;
  readonly port: number;
}

/** An entry of the quorum's lists. */
export interface Server {
  readonly id?: number;
  readonly host: string;
  readonly port: number;
}

/** Whether a text is not known yet, so that nothing can be said of it. */
type IsUnknown = (text: string) => boolean;

/** `NAME://host:port`, or undefined. */
export function parseEndpoint(entry: string, isUnknown: IsUnknown): Endpoint | undefined {
  const [, name, host, port] = /^(.*):\/\/(.*):(-?\d+)$/.exec(entry) ?? [];
  return name === undefined || javaTrim(name) === '' || !(isUnknown(host) || /^\[?[0-9a-z%._:-]*\]?$/i.test(host))
    || Math.abs(Number(port)) > MAX_INT
    ? undefined
    : { name: name.toUpperCase(), writtenName: name, host, port: Number(port) };
}

/** `host:port`, or undefined. */
export function parseServer(entry: string): Server | undefined {
  const match = /^((?:\$\{Token\[[^\]]*\]\}|[^:@])+|\[[^\]@]+\]):(\d+)$/.exec(entry);
  return match ? { host: match[1], port: Number(match[2]) } : undefined;
}

/** `id@host:port`, or undefined. */
export function parseVoter(entry: string): Server | undefined {
  const [, id, address] = /^(\d+)@(.+)$/.exec(entry) ?? [];
  const server = Number(id) <= MAX_INT ? parseServer(address) : undefined;
  return server && { id: Number(id), ...server };
}

/**
 * What is wrong with a host that other nodes or clients are told, or undefined.
 *
 * Kafka takes `localhost`, `::` and an empty host, for which it asks the machine's own name.
 */
export function hostProblem(host: string): string | undefined {
  if (host === '') { return "is empty, so Kafka would advertise the machine's own host name"; }
  if (['0.0.0.0', '::', '[::]'].includes(host)) { return 'means every address of the machine, and nobody can connect to it'; }
  if (/^(localhost|(.+\.)?localhost|127\..+|::1|\[::1\])$/i.test(host)) {
    return 'means the machine itself, and each client would connect to its own machine';
  }
  if (/^(169\.254\.|\[?fe80:)/i.test(host)) { return 'is a link-local address, which other machines cannot reach'; }
  const isAddress = /^[0-9.]+$/.test(host);
  if (isAddress
    ? !isIPv4(host)
    : host.length > 253 || !/^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i.test(host)) {
    return 'is neither a DNS name (labels of letters, digits, "-" and "_") nor an IPv4 address';
  }
  return undefined;
}

/**
 * A parsed `server.properties` as Kafka sees it: trimmed values, lists, listeners by their names in capitals.
 *
 * What cannot be read at all is in `unreadable`, and left out of the rest.
 */
export class ServerProperties {
  public readonly unreadable: Finding[] = [];
  public readonly roles: string[];
  public readonly listeners: Endpoint[];
  public readonly advertised: Endpoint[];
  /** Not in capitals: Kafka compares them as they are with names that are. */
  public readonly controllerNames: string[];
  public readonly protocols: Map<string, string>;

  /**
   * @param all the parsed file
   * @param isUnknownText tells texts that are known only when deployed
   */
  constructor(public readonly all: ReadonlyMap<string, string>, private readonly isUnknownText: IsUnknown = () => false) {
    this.roles = this.list('process.roles') ?? [];
    this.controllerNames = this.list('controller.listener.names') ?? [];
    this.listeners = this.endpoints('listeners');
    this.advertised = all.has('advertised.listeners') ? this.endpoints('advertised.listeners') : this.listeners;
    this.protocols = this.readProtocols();
  }

  public get isBroker(): boolean {
    return this.roles.includes('broker');
  }

  public get isController(): boolean {
    return this.roles.includes('controller');
  }

  /** Whether a text is known only when deployed, or when a config provider has filled it in. */
  public isUnknown(text: string): boolean {
    return this.isUnknownText(text) || PLACEHOLDER.test(text);
  }

  public text(key: string): string | undefined {
    return javaTrim(this.all.get(key));
  }

  /** A listener's own property, else the one for all listeners. */
  public listenerText(listenerName: string, key: string): string | undefined {
    return this.text(`listener.name.${listenerName.toLowerCase()}.${key}`) ?? this.text(key);
  }

  /** A list as Kafka reads it: equal elements once. */
  public list(key: string): string[] | undefined {
    const text = this.text(key);
    return text === undefined ? undefined : splitList(text);
  }

  /** A number, unless it is not there, not known or no integer. */
  public integer(key: string): number | undefined {
    const text = this.text(key);
    return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined;
  }

  public isControllerName(name: string): boolean {
    return this.controllerNames.includes(name);
  }

  /** The listener for other brokers, by name or by protocol. */
  public get interBrokerName(): string {
    return (this.text('inter.broker.listener.name') ?? this.text('security.inter.broker.protocol') ?? 'PLAINTEXT').toUpperCase();
  }

  /** Listeners that are neither for controllers nor for other brokers. */
  public get clientNames(): string[] {
    return this.listeners.map(listener => listener.name)
      .filter(name => !this.isControllerName(name) && name !== this.interBrokerName);
  }

  private endpoints(key: string): Endpoint[] {
    const text = this.text(key);
    if (text === undefined) { return []; }
    const entries = splitList(text);
    if (entries.length === 0 || entries.includes('')) {
      this.unreadable.push({
        rule: 'BrokerPropertiesRenderer.listEntry',
        message: `'${key}' has an empty entry; `
        + `remove the extra comma, got ${JSON.stringify(text)}`,
      });
    }
    return entries.filter(entry => entry !== '').map(entry => this.endpoint(key, entry))
      .filter(endpoint => endpoint !== undefined);
  }

  private endpoint(key: string, entry: string): Endpoint | undefined {
    const endpoint = parseEndpoint(entry, text => this.isUnknown(text));
    if (endpoint === undefined) {
      this.unreadable.push({
        rule: 'BrokerPropertiesRenderer.endpoint',
        message: `'${key}' has ${JSON.stringify(entry)}, `
        + 'which is not "NAME://host:port" with an ASCII host',
      });
    }
    return endpoint;
  }

  private readProtocols(): Map<string, string> {
    const text = this.text('listener.security.protocol.map');
    const protocols = new Map<string, string>();
    if (text === undefined) {
      for (const protocol of PROTOCOLS) { protocols.set(protocol, protocol); }
      const names = [...this.listeners.map(listener => listener.name), ...this.controllerNames];
      if (!names.some(name => name !== 'PLAINTEXT' && PROTOCOLS.includes(name))) {
        for (const name of this.controllerNames) { protocols.set(name, 'PLAINTEXT'); }
      }
      return protocols;
    }
    for (const entry of splitList(text)) {
      const [, name, protocol] = /^(.*):(.*)$/.exec(entry.toUpperCase()) ?? [];
      if (name === undefined || !PROTOCOLS.includes(javaTrim(protocol)!) || protocols.has(javaTrim(name)!)) {
        this.unreadable.push({
          rule: 'BrokerPropertiesRenderer.protocolMap',
          message: `'listener.security.protocol.map' has ${JSON.stringify(entry)}; each listener stands there once, `
            + `as "NAME:PROTOCOL" with one of ${PROTOCOLS.join(', ')}`,
        });
      } else {
        protocols.set(javaTrim(name)!, javaTrim(protocol)!);
      }
    }
    return protocols;
  }
}

const PROTOCOLS = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL'];

/** Java's `trim` takes every character up to the space, and no other. */
export function javaTrim(text: string | undefined): string | undefined {
  return text?.replace(/^[\x00-\x20]+|[\x00-\x20]+$/g, '');
}

export function splitList(text: string): string[] {
  return text === '' ? [] : [...new Set(text.split(/[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/))];
}
