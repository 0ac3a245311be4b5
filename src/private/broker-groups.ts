import { mergeRanges } from './port-ranges';

/** Fewer in a row are named one by one. */
const SHORTEST_RANGE = 5;

/** How brokers are named in a message: `broker 3`, `brokers 1, 2`, or `brokers 0 to 48`. */
export function brokersText(brokerIds: number[]): string {
  const parts = mergeRanges(brokerIds.map(id => ({ from: id, to: id }))).flatMap(({ from, to }) => {
    const length = to - from + 1;
    return length < SHORTEST_RANGE ? Array.from({ length }, (_, i) => `${from + i}`) : [`${from} to ${to}`];
  });
  return `broker${brokerIds.length === 1 ? '' : 's'} ${parts.join(', ')}`;
}

/** The values that have a key in common, in the order in which they were given. */
export function groupBy<T>(values: T[], key: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(key(value));
    if (group) {
      group.push(value);
    } else {
      groups.set(key(value), [value]);
    }
  }
  return groups;
}
