/** How brokers are named in a message: `broker 3`, or `brokers 1, 2`. */
export function brokersText(brokerIds: number[]): string {
  return `broker${brokerIds.length === 1 ? '' : 's'} ${brokerIds.join(', ')}`;
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
