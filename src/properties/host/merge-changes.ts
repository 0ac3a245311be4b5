import { advertisedEntry, boundEntry, Host, isBound } from './host';
import { Replacement } from './host-file';
import { protocolMapOf } from './kafka-defaults';
import { listenerPart, providersFor } from './listener-part';
import { movedKeys } from './moved-stores';
import { ClientListener } from '../../model/client-listener';
import { kafkaName } from '../../private/listener-name';
import { MAX_IDLE_MS } from '../../private/port-plan';
import { isIntegerIn } from '../../private/validation';
import { ServerProperties, splitList } from '../server-properties';

/** A change, and where it is written if the file has no such key: in the place of another key, or below a title at the end. */
export interface Change {
  readonly key: string;
  readonly before?: string;
  readonly after?: string;
  readonly reason: string;
  readonly inPlaceOf?: string;
  readonly title: string;
}

export const IDLE = 'connections.max.idle.ms';

const WRITTEN_OUT = "What Kafka's own defaults were, and the client listeners";

/** Everything that the merged file says otherwise than the host's own. */
export function changesOf(host: Host, clientListeners: ClientListener[]): Change[] {
  const { file } = host;
  const part = new Map(clientListeners.flatMap(listener => listenerPart(listener, file, host.line)));
  return [
    ...listOf(host, clientListeners),
    ...idleOf(file),
    ...movedOf(host, part, clientListeners),
    ...providersFor(part, file).map(([key, after]) => ({
      key,
      before: file.text(key),
      after,
      title: 'Reads keys and certificates of client listeners',
      reason: `Kafka ${host.line} takes a key without a password as a value only, which it reads from the file by this`,
    })),
    ...clientListeners.flatMap(listener => partOf(host, listener)),
  ].filter(({ before, after }) => before !== after);
}

/** The same as edits of the text. */
export function editsOf(
  changes: Change[],
): { replacements: Map<string, Replacement>; sections: { title: string; properties: Replacement }[] } {
  const replacements = new Map<string, Replacement>();
  const sections = new Map<string, Replacement>();
  for (const { key, before, after, inPlaceOf, title } of changes) {
    const lines: Replacement = after === undefined ? [] : [[key, after]];
    const place = before === undefined ? inPlaceOf : key;
    const [where, name] = place === undefined ? [sections, title] as const : [replacements, place] as const;
    where.set(name, [...where.get(name) ?? [], ...lines]);
  }
  return { replacements, sections: [...sections].map(([title, properties]) => ({ title, properties })) };
}

/** The three lists that name every listener. As soon as the file has one of them, Kafka's own is gone. */
function listOf(host: Host, clientListeners: ClientListener[]): Change[] {
  const { file, written } = host;
  const names = clientListeners.map(({ name }) => name).join(', ');
  const added = clientListeners.filter(listener => !isBound(host, listener));
  const change = (key: string, own: string, after: string, reason: string): Change => {
    const isOwn = !written.all.has(key);
    return {
      // The map is written out also where it has no new entry: Kafka's own depends on which names there are.
      key,
      before: written.all.get(key)?.trim(),
      after: isOwn && after === own && added.length === 0 ? undefined : after,
      title: WRITTEN_OUT,
      reason: isOwn ? `${reason}; the file had none, so what Kafka took by itself (${own}) stands there too` : reason,
    };
  };
  const [bound, advertised, protocols] = [file.text('listeners')!, file.text('advertised.listeners')!, protocolMapOf(file)];
  return [
    change('listeners', bound, added.reduce(
      (list, listener) => withEntry(list, listener.name, boundEntry(host, listener)), bound,
    ),
    `the host binds a port for ${names}, to which the load balancer sends`),
    change('advertised.listeners', advertised, clientListeners.reduce(
      (list, listener) => withEntry(list, listener.name, advertisedEntry(host, listener)), advertised,
    ),
    `clients of ${names} are told the load balancer's port of this broker`),
    change('listener.security.protocol.map', protocols,
      added.filter(({ name, security }) => file.protocols.get(kafkaName(name)) !== security.brokerProtocol)
        .reduce((list, { name, security }) => withEntry(list, name, `${name}:${security.brokerProtocol}`), protocols),
      `Kafka is told what ${names} ${clientListeners.length === 1 ? 'speaks' : 'speak'}`),
  ];
}

/** A load balancer forgets a silent connection, and Kafka must do so before it. */
function idleOf(file: ServerProperties): Change[] {
  const before = file.text(IDLE);
  return before !== undefined && (file.isUnknown(before) || isIntegerIn(Number(before), 1, MAX_IDLE_MS)) ? [] : [{
    key: IDLE,
    before,
    after: `${MAX_IDLE_MS}`,
    title: 'For all listeners',
    reason: 'load balancers and endpoints forget a silent connection after 350 seconds, so Kafka closes it before; '
      + `${before === undefined ? 'its own default is 600000' : `the file had ${before}`}. It is of all listeners, `
      + 'and clients connect again by themselves',
  }];
}

/** What is said for all listeners and can't be beside the certificate of one. */
function movedOf(host: Host, part: ReadonlyMap<string, string>, clientListeners: ClientListener[]): Change[] {
  return movedKeys(host.file, part, clientListeners).flatMap(({ key, value, to }): Change[] => [
    ...to.map(own => ({
      key: own,
      after: value,
      inPlaceOf: key,
      title: '',
      reason: `the value of ${key}, `
      + 'for the listener that goes on using it',
    })),
    {
      key,
      before: value,
      title: '',
      reason: 'Kafka refuses it beside a certificate or authorities in PEM, which client listeners have; '
        + `${to.length > 0 ? 'it stands at each listener that uses it' : 'no listener uses it'}`,
    },
  ]);
}

function partOf({ file, line }: Host, listener: ClientListener): Change[] {
  return listenerPart(listener, file, line).map(([key, after]) => ({
    key,
    before: file.all.get(key),
    after,
    title: `Client listener ${listener.name}, slot ${listener.slot}`,
    reason: `how clients of ${listener.name} are let in`,
  }));
}

/** A list of `NAME://…` or `NAME:PROTOCOL` with an entry that takes the place of the one by its name, or comes to the end. */
function withEntry(list: string, name: string, entry: string): string {
  const entries = splitList(list);
  const at = entries.findIndex(given => kafkaName(given.replace(/:.*$/, '').trim()) === kafkaName(name));
  return (at < 0 ? [...entries, entry] : entries.map((given, i) => i === at ? entry : given)).join(',');
}
