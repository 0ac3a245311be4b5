import { KAFKA_KEYS, KAFKA_RELEASES, TOPIC_KEYS } from './kafka-keys';

/** What a single value must be. */
export interface ValueRule {
  readonly expected: string;
  readonly accepts: (value: string) => boolean;
}

/** A key of a broker's configuration, as Kafka defines it. */
export interface KafkaKey extends ValueRule {
  readonly name: string;
  /** Whether it may stand behind `listener.name.<listener>.` too. */
  readonly isOfListeners: boolean;
  /** Kafka's own default, of numbers that have one. */
  readonly byDefault?: number;
  /** The first line of releases that has it, such as `4.3`, or undefined if the oldest supported one does. */
  readonly since?: string;
  /** The last line of releases that has it, or undefined if the newest does. */
  readonly until?: string;
  /** The key to use in place of a deprecated one, or an empty text if there is none; undefined if the key is not deprecated. */
  readonly deprecatedFor?: string;
}

/** The newest release whose keys are known. */
export const NEWEST_RELEASE = KAFKA_RELEASES[KAFKA_RELEASES.length - 1];

/** What Kafka says of a key, or undefined if no supported version has it. */
export function kafkaKey(name: string): KafkaKey | undefined {
  const parts = lines().get(name);
  if (parts !== undefined && !keys.has(name)) { keys.set(name, keyOf(name, parts)); }
  return keys.get(name);
}

/** The names of all keys. */
export function kafkaKeyNames(): string[] {
  return [...lines().keys()];
}

/**
 * The broker's keys that are the default of a topic's key, none where there is no such key, or undefined if it is no topic's key.
 */
export function defaultsOfTopicKey(name: string): string[] | undefined {
  const defaults = kafkaKeyNames().filter(key => attributes(lines().get(key)!, 'topic').includes(name));
  return defaults.length > 0 || TOPIC_KEYS.trim().split('\n').includes(name) ? defaults : undefined;
}

const keys = new Map<string, KafkaKey>();
let split: Map<string, string[]> | undefined;

/** What stands behind each key's name: split when something of it is asked for, and once. */
function lines(): Map<string, string[]> {
  split ??= new Map(KAFKA_KEYS.trim().split('\n').map(line => line.split(' ')).map(([name, ...parts]) => [name, parts]));
  return split;
}

function attributes(parts: string[], name: string): string[] {
  return parts.filter(part => part.startsWith(`${name}:`)).map(part => part.slice(name.length + 1));
}

function keyOf(name: string, [type, ...parts]: string[]): KafkaKey {
  const byDefault = parts.find(part => part.startsWith('='))?.slice(1);
  const isAttribute = (part: string) => /^(=|since:|until:|topic:|deprecated:|listener$)/.test(part);
  return {
    name,
    ...valueRule(name, type, parts.filter(part => !isAttribute(part))),
    isOfListeners: parts.includes('listener'),
    byDefault: byDefault === undefined || type === 'boolean' ? undefined : Number(byDefault),
    since: attributes(parts, 'since')[0],
    until: attributes(parts, 'until')[0],
    deprecatedFor: attributes(parts, 'deprecated')[0],
  };
}

const BITS: { [type: string]: bigint } = { short: 16n, int: 32n, long: 64n };

/** As it ends the names of keys, for people. */
const UNITS: [RegExp, string][] = [
  [/\.ms$/, 'milliseconds'], [/\.seconds$/, 'seconds'], [/\.minutes$/, 'minutes'], [/\.hours$/, 'hours'], [/\.bytes$/, 'bytes'],
];

/** What Kafka takes as the value of a key, as it reads a file: blanks at the ends are none of it. */
function valueRule(name: string, type: string, values: string[]): ValueRule {
  const isNonempty = values.includes('nonempty');
  const [allowed] = values.filter(value => value !== 'nonempty');
  switch (type) {
    case 'boolean': return { expected: 'true or false', accepts: value => /^(true|false)$/i.test(value) };
    case 'short':
    case 'int':
    case 'long': return integerRule(BITS[type], allowed, UNITS.find(([ends]) => ends.test(name))?.[1]);
    case 'double': return numberRule(allowed);
    case 'class': return { expected: 'the name of a class with its package, such as "com.example.Name"', accepts: isClassName };
    case 'list': return listRule(isNonempty, allowed?.split('|'));
    default: return textRule(isNonempty, allowed);
  }
}

function integerRule(bits: bigint, allowed?: string, unit?: string): ValueRule {
  const lowest = -(2n ** (bits - 1n));
  const ranges = (allowed ?? '..').split('|').map(range => range.split('..')).map(([from, to = from]) => ({
    from: from === '' ? lowest : BigInt(from),
    to: to === '' ? -1n - lowest : BigInt(to),
  }));
  const inRange = ranges.map(({ from, to }) => from === to ? `${from}` : `an integer from ${from} to ${to}`).join(' or ');
  const written = allowed ? inRange : `an integer of ${bits} bits`;
  return {
    expected: unit ? `${written}, in ${unit}` : written,
    accepts: value =>
      /^[+-]?\d+$/.test(value)
        && ranges.some(({ from, to }) => BigInt(value.replace('+', '')) >= from && BigInt(value.replace('+', '')) <= to),
  };
}

function numberRule(allowed = '..'): ValueRule {
  const [from, to] = allowed.split('..').map(bound => bound === '' ? undefined : Number(bound));
  const bounds = [...from === undefined ? [] : [`from ${from}`], ...to === undefined ? [] : [`to ${to}`]];
  return {
    expected: ['a number', ...bounds].join(' '),
    accepts: value =>
      /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[df]?$/i.test(value) && !(parseFloat(value) < from! || parseFloat(value) > to!),
  };
}

/**
 * A list with an empty entry is none, and neither is a list of entries that Kafka does not know. An empty text is an empty list.
 */
function listRule(isNonempty: boolean, allowed?: string[]): ValueRule {
  const written = allowed ? `one or more of ${allowed.join(', ')}, between commas` : 'entries between commas, none of them empty';
  return {
    expected: isNonempty ? written : `nothing or ${written}`,
    accepts: value =>
      value === ''
        ? !isNonempty
        : value.split(/[ \t\n\v\f\r]*,[ \t\n\v\f\r]*/).every(entry => entry !== '' && (allowed?.includes(entry) ?? true)),
  };
}

function textRule(isNonempty: boolean, allowed?: string): ValueRule {
  if (allowed === undefined) { return { expected: 'a text that is not empty', accepts: value => !isNonempty || value !== '' }; }
  const ignoresCase = allowed.startsWith('i:');
  const values = allowed.replace(/^i:/, '').split('|');
  return {
    expected: `one of ${values.join(', ')}`,
    accepts: value => values.includes(ignoresCase ? value.toUpperCase() : value),
  };
}

/** Whether a text can be the name of a class: with a package, since no class of a plugin is without one. */
export function isClassName(text: string): boolean {
  return /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)+$/.test(text);
}
