/** What JSON documents differ in, a line for each place: its path, and both values. No line: they are equal. */
export function differences(left: unknown, right: unknown, path = ''): string[] {
  if (isContainer(left) && isContainer(right) && Array.isArray(left) === Array.isArray(right)) {
    const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
    // An object has more than its own properties: `toString`, for one.
    const [own, other] = [left, right].map(container => (key: string) => Object.hasOwn(container, key) ? container[key] : undefined);
    return [...keys].flatMap(key => differences(own(key), other(key), `${path}/${key}`));
  }
  return Object.is(left, right) ? [] : [`${path}: ${shown(left)} ≠ ${shown(right)}`];
}

function isContainer(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  if (value === undefined) { return 'nothing'; }
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
