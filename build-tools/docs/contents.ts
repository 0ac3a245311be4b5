const SECTION = /^## (.+?) <a name="[^"]*" id="([^"]+)"><\/a>$/;
const TYPE = /^### (.+?) <a name="[^"]*" id="([^"]+)"><\/a>$/;

/** An API reference as jsii-docgen writes it, with a list of its sections and types below the title. */
export function withContents(reference: string): string {
  const [title, ...rest] = reference.split('\n');
  const contents: string[] = [];
  for (const line of rest) {
    const [, section, sectionId] = SECTION.exec(line) ?? [];
    const [, type, typeId] = TYPE.exec(line) ?? [];
    if (section) { contents.push(`- **[${section}](#${sectionId})**`); }
    if (type) { contents[contents.length - 1] += `${contents.at(-1)!.endsWith('**') ? ': ' : ' · '}[${type}](#${typeId})`; }
  }
  return [title, '', ...contents, ...rest].join('\n');
}
