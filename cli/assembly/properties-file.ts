import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from './findings';
import type { Stack } from './template';

/** A listener of a rendered file: where it binds, and what it tells clients. */
export interface BrokerListener {
  readonly name: string;
  readonly bindPort: number;
  /** The security protocol that it speaks. */
  readonly protocol: string;
  readonly advertised?: { readonly host: string; readonly port: number };
}

/** A rendered `server.properties`: of a broker, of a controller, or of a node that is both. */
export interface BrokerFile {
  readonly path: string;
  /** Byte for byte. */
  readonly text: string;
  readonly properties: { readonly [key: string]: string };
  readonly nodeId: number;
  readonly listeners: BrokerListener[];
  /** The listener that brokers use among themselves; of a node that is no broker, the one for other controllers. */
  readonly interBroker: BrokerListener;
  /** There is no file: it says what the contract says, and nothing is known of the broker itself. */
  readonly isInvented?: true;
}

/** Every file named `*server.properties` in a directory and below it, by node id. */
export function readBrokerFiles(directory: string): BrokerFile[] {
  return propertiesIn(directory, 'server.properties').filter(file => file.properties['process.roles'] !== undefined);
}

/**
 * The files of hosts, as their team has them: every `*.properties` with the id of a node in a directory and below it, by node id.
 */
export function readHostFiles(directory: string): BrokerFile[] {
  const files = propertiesIn(directory, '.properties');
  if (files.length === 0) { throw new UserError(`no *.properties file below ${directory} has a node.id or a broker.id`); }
  for (const [i, { nodeId, path }] of files.entries()) {
    const before = files[i - 1];
    if (before?.nodeId === nodeId) { throw new UserError(`${before.path} and ${path} are both of node ${nodeId}`); }
  }
  return files;
}

function propertiesIn(directory: string, ending: string): BrokerFile[] {
  let names: string[];
  try {
    names = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith(ending)).sort();
  } catch (error) {
    throw new UserError(`${directory} cannot be read: ${(error as Error).message}`);
  }
  return names.map(name => ({ path: join(directory, name), text: readFileSync(join(directory, name), 'utf8') }))
    .filter(({ text }) => /^[ \t]*(node|broker)\.id\b/m.test(text))
    .map(({ path, text }) => parseBrokerFile(path, text))
    .sort((a, b) => a.nodeId - b.nodeId);
}

/** The files that machines write at their first boot, by their launch templates, by node id. */
export function inLaunchTemplates(stacks: Stack[]): BrokerFile[] {
  return stacks.flatMap(({ name, template }) => Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::EC2::LaunchTemplate')
    .flatMap(([logicalId, resource]) => {
      // What is in this file is known at synth, so it is in one piece.
      const pieces: unknown[] =
        [resource.Properties?.LaunchTemplateData?.UserData?.['Fn::Base64']].flatMap(data => data?.['Fn::Join']?.[1] ?? data);
      const text = pieces.map(piece => /[/ ]server\.properties <<'(.+?)'\n([^]*?\n)\1\n/.exec(String(piece))?.[2])
        .find(found => found !== undefined);
      return text !== undefined && /^process\.roles=/m.test(text) ? [parseBrokerFile(`${name}.${logicalId}`, text)] : [];
    }))
    .sort((a, b) => a.nodeId - b.nodeId);
}

/** Reads what the network must agree with. Kafka itself is what judges the rest. */
export function parseBrokerFile(path: string, text: string): BrokerFile {
  const token = /.*\$\{Token\[.*/.exec(text);
  if (token) { throw new UserError(`${path} has a token that was never resolved: ${token[0]}`); }
  const properties = Object.fromEntries(text.replace(/\\\r?\n[ \t]*/g, '').split(/\r?\n/)
    .filter(line => /^\s*[^#!\s]/.test(line))
    .map(line => /^\s*([^=:\s]+)\s*[=:]?\s*(.*)$/.exec(line)!)
    .map(([, key, value]) => [key, unescape(value)]));
  const id = properties['node.id'] ?? properties['broker.id'] ?? raise(`${path} has no 'node.id'`);

  const bound = entries(
    properties.listeners ?? (properties['process.roles'] === undefined ? DEFAULT_LISTENERS : raise(`${path} has no 'listeners'`)),
  );
  const advertised =
    new Map(entries(properties['advertised.listeners'] ?? '').map(entry => [entry.name, { host: entry.host, port: entry.port }]));
  const told = (name: string) => properties['advertised.listeners'] === undefined ? hostOf(bound, name) : advertised.get(name);
  const protocols = new Map(
    (properties['listener.security.protocol.map'] ?? '').split(',').map(entry => entry.trim().split(':') as [string, string]),
  );
  const listeners =
    bound.map(({ name, port }) => ({ name, bindPort: port, protocol: protocols.get(name) ?? name, advertised: told(name) }));
  return { path, text, properties, nodeId: Number(id), listeners, interBroker: interBrokerOf(path, properties, listeners) };
}

/** Of a broker with ZooKeeper. https://kafka.apache.org/documentation/#brokerconfigs_listeners */
const DEFAULT_LISTENERS = 'PLAINTEXT://:9092';

/** Where `advertised.listeners` is not there, Kafka tells what it binds; a host that is not said is the machine's own name. */
function hostOf(bound: ReturnType<typeof entries>, name: string): BrokerListener['advertised'] {
  const entry = bound.find(each => each.name === name);
  return entry && entry.host !== '' && entry.host !== '0.0.0.0' ? { host: entry.host, port: entry.port } : undefined;
}

/** By name, else by the protocol among brokers; of a node that is a controller only, what controllers meet at. */
function interBrokerOf(path: string, properties: BrokerFile['properties'], listeners: BrokerListener[]): BrokerListener {
  const key = isBroker({ properties }) ? 'inter.broker.listener.name' : 'controller.listener.names';
  const [meeting] = listOf(properties[key]);
  if (meeting === undefined) {
    const spoken = properties['security.inter.broker.protocol'] ?? 'PLAINTEXT';
    return listeners.find(({ protocol }) => protocol === spoken) ?? raise(`${path}: 'listeners' has none for ${spoken}, `
      + `and there is no '${key}'`);
  }
  return listeners.find(({ name }) => name === meeting) ?? raise(`${path}: 'listeners' has no ${meeting}, the '${key}'`);
}

export function isBroker({ properties }: Pick<BrokerFile, 'properties'>): boolean {
  return properties['process.roles'] === undefined || listOf(properties['process.roles']).includes('broker'); // ZooKeeper's brokers have no roles
}

export function isController({ properties }: Pick<BrokerFile, 'properties'>): boolean {
  return listOf(properties['process.roles']).includes('controller');
}

/** The items of a property that is a list. */
export function listOf(value = ''): string[] {
  return value.split(',').map(item => item.trim()).filter(item => item !== '');
}

function entries(list: string): { name: string; host: string; port: number }[] {
  return listOf(list).map(entry => {
    const match = /^([A-Za-z0-9_.-]+):\/\/(.*):(\d+)$/.exec(entry) ?? raise(`${JSON.stringify(entry)} is not NAME://host:port`);
    return { name: match[1], host: match[2], port: Number(match[3]) };
  });
}

function unescape(value: string): string {
  return value.replace(/\\(.)/g, '$1').trimEnd();
}

function raise(message: string): never {
  throw new UserError(message);
}
