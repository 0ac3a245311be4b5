import { HOST_CASES, HostCase, hostOf, hostText } from './host-cases';
import { HostStores } from './host-stores';
import { KafkaConfig } from './kafka-config';
import { MergedProperties } from '../../src';
import { parseProperties } from '../../src/private/java-properties';

/** What a Kafka of one version makes of a host's file: `HostFileVerdicts.java`. */
export interface HostVerdict {
  readonly ok: boolean;
  readonly message?: string;
  readonly brokerId: number;
  readonly bound: string[];
  readonly advertised: string[];
  readonly betweenBrokers: string;
  readonly idleMs: number;
  readonly protocols: { [listener: string]: string };
  /** What each listener reads, by its name. */
  readonly values: { [listener: string]: { [key: string]: string } };
  /** Why listeners do not start. */
  readonly problems: { [listener: string]: string };
}

/** A release that can be asked. */
export interface AskedRelease {
  readonly line: string;
  readonly kafka: KafkaConfig<HostVerdict>;
}

/** Kafka of each version takes each merged file, and its own listeners are what they were. */
export async function hostFiles(asked: AskedRelease[], stores: HostStores): Promise<string> {
  const wrong: string[] = [];
  let files = 0;
  for (const each of HOST_CASES) {
    for (const { line, kafka } of asked.filter(release => each.lines.includes(release.line))) {
      files++;
      const text = stores.filledIn(hostText(each.name));
      const merged = hostOf(each, text, line).merge(each.clientListeners);
      const [before, after] = await Promise.all([text, merged.text].map(one => kafka.load(stores.here(one))));
      wrong.push(...differences(each, line, before, after), ...unlike(each, text, merged, line)).toString();
    }
  }
  if (wrong.length > 0) { throw new Error(wrong.join('\n')); }
  return `${HOST_CASES.length} files of hosts, merged for ${asked.map(({ line }) => line).join(', ')} where they start: Kafka takes ${files}, with its own listeners as they were`;
}

export function differences(each: HostCase, line: string, before: HostVerdict, after: HostVerdict, text = hostText(each.name)): string[] {
  const wrong: string[] = [];
  const must = (holds: boolean, what: string) => { if (!holds) { wrong.push(`${each.name}, Kafka ${line}: ${what}`); } };
  for (const [when, { ok, message, problems }] of Object.entries({ before, after })) {
    must(ok && Object.keys(problems).length === 0, `${when} the merge ${message ?? JSON.stringify(problems)}`);
    if (!ok) { return wrong; }
  }
  const host = hostOf(each, text, line);
  const added = each.clientListeners.map(({ advertisedHost, bindPort, bindPorts, firstBrokerId, firstPort, name, security }) => ({
    name,
    bound: `${name}://:${bindPorts[host.brokerId] ?? bindPort} ${security.brokerProtocol}`,
    advertised: `${name}://${advertisedHost.pattern.replace('{brokerId}', `${host.brokerId}`).replace('{zoneId}', 'euw1-az2')}:${firstPort + host.brokerId - firstBrokerId} ${security.brokerProtocol}`,
    values: security._properties(name),
  }));
  const same = (what: string, one: unknown, other: unknown) => must(JSON.stringify(one) === JSON.stringify(other), `${what} was ${JSON.stringify(one)}, is ${JSON.stringify(other)}`);
  must(before.brokerId === host.brokerId || before.brokerId === -1, `the broker's id is ${before.brokerId}, not ${host.brokerId}`);
  same('listener names', before.bound.map(bound => bound.replace(/:.*/, '')), host.listenerNames);
  const isOf = (entry: string, name: string) => entry.startsWith(`${name}://`);
  const fresh = added.filter(({ name }) => !before.bound.some(entry => isOf(entry, name)));
  const told = before.advertised.map(entry => added.find(({ name }) => isOf(entry, name))?.advertised ?? entry);
  same('bound', [...before.bound, ...fresh.map(({ bound }) => bound)], after.bound);
  same('advertised', [...told, ...fresh.map(({ advertised }) => advertised)], after.advertised);
  same('the listener between brokers', before.betweenBrokers, after.betweenBrokers);
  must(after.idleMs > 0 && after.idleMs <= 300_000, `silent connections live for ${after.idleMs} ms`);
  for (const [name, protocol] of Object.entries(before.protocols)) {
    same(`the protocol of ${name}`, protocol, after.protocols[name]);
    const relevant = (values: { [key: string]: string }) => Object.entries(values).filter(([key]) => key !== 'connections.max.idle.ms' && (protocol.endsWith('SSL') || !key.startsWith('ssl.')));
    const isUsed = after.bound.some(bound => bound.startsWith(`${name}:`)) || /^(CONTROLLER|CTRL)/.test(name);
    if (isUsed) { same(`what ${name} reads`, relevant(before.values[name]), relevant(after.values[name])); }
  }
  for (const { name, values } of added) {
    const read = after.values[name];
    for (const [key, value] of Object.entries(values).filter(([own]) => own in read && !/jaas|store\.location|callback/.test(own))) {
      must(read[key] === value || read[key] === `[${value}]` || /mapping\.rules|expected\.audience/.test(key), `${name} reads ${key} as ${read[key]}, not ${value}`);
    }
    must(!values['ssl.keystore.location'] || (read['ssl.keystore.type'] === 'PEM' && read['ssl.keystore.password'] === undefined), `${name} reads its store as ${read['ssl.keystore.type']}`);
  }
  return wrong;
}

/** What has nothing to do with Kafka: lines of the host stay where they are, and a merged file stays as it is. */
function unlike(each: HostCase, text: string, merged: MergedProperties, line: string): string[] {
  const again = hostOf(each, merged.text, line).merge(each.clientListeners);
  const changed = new Set(merged.changes.map(({ key }) => key));
  const rest = (of: string) => [...parseProperties(of)].filter(([key]) => !changed.has(key));
  const comments = (of: string) => of.split(/\r?\n/).filter(written => /^\s*[#!]/.test(written));
  return [
    ...again.text === merged.text && again.changes.length === 0 ? [] : [`merged again it is another file: ${JSON.stringify(again.changes)}`],
    ...JSON.stringify(rest(text)) === JSON.stringify(rest(merged.text)) ? [] : ['a key was changed that is not among the changes'],
    ...comments(text).every((comment, i) => comments(merged.text)[i] === comment) ? [] : ['a comment is gone'],
  ].map(problem => `${each.name}, Kafka ${line}: ${problem}`);
}
