/** What docs/migration.md has a person do to a host's file when nobody uses a listener any more. */
export function withoutListener(text: string, name: string): string {
  const lists = ['listeners', 'advertised.listeners', 'listener.security.protocol.map'];
  const own = `listener.name.${name.toLowerCase()}.`;
  return text.split('\n').filter(line => !line.startsWith(own)).map(line => {
    const [, key, equals, value] = /^([^=\s]+)(\s*=\s*)(.*)$/.exec(line) ?? [];
    return key !== undefined && lists.includes(key)
      ? `${key}${equals}${value.split(',').map(entry => entry.trim()).filter(entry => !entry.startsWith(`${name}:`)).join(',')}`
      : line;
  }).join('\n');
}
