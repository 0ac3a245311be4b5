const INDENT = '  ';
const GAP = 2;

/** A table for a terminal: what is longer than its column goes on in the next line, so that no line is longer than `width`. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], width: number): string[] {
  const widths = columnWidths([head, ...rows], width - INDENT.length);
  return [head, ...rows].flatMap(row => {
    const cells = row.map((cell, i) => wrap(cell, widths[i]));
    const height = Math.max(...cells.map(lines => lines.length));
    return Array.from({ length: height }, (_, y) =>
      (INDENT + cells.map((lines, i) => (lines[y] ?? '').padEnd(widths[i])).join(' '.repeat(GAP))).trimEnd());
  });
}

/** A name and what it is, the second in lines below each other. */
export function fact(name: string, value: string, width: number): string[] {
  const column = 22;
  return wrap(value, width - INDENT.length - column)
    .map((line, i) => `${INDENT}${(i === 0 ? name : '').padEnd(column)}${line}`.trimEnd());
}

/** The widest columns give way, evenly, and none below the width of a port with its words. */
function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const natural = rows[0].map((_, i) => Math.max(...rows.map(row => row[i].length)));
  const least = 12;
  const widths = [...natural];
  const room = width - GAP * (widths.length - 1);
  while (widths.reduce((sum, one) => sum + one, 0) > room && Math.max(...widths) > least) {
    widths[widths.lastIndexOf(Math.max(...widths))]--;
  }
  return widths;
}

/** At spaces where there are any, else anywhere. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const end = space > 0 ? space : width;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}
