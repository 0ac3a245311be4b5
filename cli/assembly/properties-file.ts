import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
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
}

/** Every file named `*server.properties` in a directory and below it, by node id. */
export function readBrokerFiles(directory: string): BrokerFile[] {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('server.properties')).sort();
  return paths.map(path => parseBrokerFile(join(directory, path), readFileSync(join(directory, path), 'utf8')))
    .filter(file => file.properties['process.roles'] !== undefined)
    .sort((a, b) => a.nodeId - b.nodeId);
}

/** The files that machines write at their first boot, by their launch templates, by node id. */
export function inLaunchTemplates(stacks: Stack[]): BrokerFile[] {
  return stacks.flatMap(({ name, template }) => Object.entries(template.Resources)
    .filter(([, { Type }]) => Type === 'AWS::EC2::LaunchTemplate')
    .flatMap(([logicalId, resource]) => {
      // What is in this file is known at synth, so it is in one piece.
      const pieces: unknown[] = [resource.Properties?.LaunchTemplateData?.UserData?.['Fn::Base64']].flatMap(data => data?.['Fn::Join']?.[1] ?? data);
      const text = pieces.map(piece => /[/ ]server\.properties <<'(.+?)'\n([^]*?\n)\1\n/.exec(String(piece))?.[2]).find(found => found !== undefined);
      return text !== undefined && /^process\.roles=/m.test(text) ? [parseBrokerFile(`${name}.${logicalId}`, text)] : [];
    }))
    .sort((a, b) => a.nodeId - b.nodeId);
}

/** Reads what the network must agree with. Kafka itself is what judges the rest. */
export function parseBrokerFile(path: string, text: string): BrokerFile {
  const token = /.*\$\{Token\[.*/.exec(text);
  if (token) { throw new UserError(`${path} has a token that was never resolved: ${token[0]}`); }
  const properties = Object.fromEntries(text.split('\n')
    .filter(line => /^\s*[^#!\s]/.test(line))
    .map(line => /^\s*([^=:\s]+)\s*[=:]?\s*(.*)$/.exec(line)!)
    .map(([, key, value]) => [key, unescape(value)]));
  const required = (key: string) => properties[key] ?? raise(`${path} has no '${key}'`);

  const advertised = new Map(entries(properties['advertised.listeners'] ?? '').map(entry => [entry.name, { host: entry.host, port: entry.port }]));
  const protocols = new Map((properties['listener.security.protocol.map'] ?? '').split(',').map(entry => entry.trim().split(':') as [string, string]));
  const listeners = entries(required('listeners')).map(({ name, port }) =>
    ({ name, bindPort: port, protocol: protocols.get(name) ?? name, advertised: advertised.get(name) }));
  const key = isBroker({ properties }) ? 'inter.broker.listener.name' : 'controller.listener.names';
  const [meeting] = required(key).split(',');
  const interBroker = listeners.find(({ name }) => name === meeting) ?? raise(`${path}: 'listeners' has no ${meeting}, the '${key}'`);
  return { path, text, properties, nodeId: Number(required('node.id')), listeners, interBroker };
}

export function isBroker({ properties }: Pick<BrokerFile, 'properties'>): boolean {
  return listOf(properties['process.roles']).includes('broker');
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
