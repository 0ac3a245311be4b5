/** Pairs of what has the same key; what is on one side only has an empty place. */
export function both<T>(before: readonly T[], now: readonly T[], key: (one: T) => string): [T | undefined, T | undefined][] {
  const keys = [...new Set([...before, ...now].map(key))];
  return keys.map(each => [before.find(one => key(one) === each), now.find(one => key(one) === each)]);
}
