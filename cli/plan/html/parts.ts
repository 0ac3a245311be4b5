import { xml } from '../escape';

/** A column: its title, and what of it is read how. */
export interface Column {
  readonly title: string;
  readonly style: 'number' | 'short' | 'names';
}

export const number = (title: string): Column => ({ title, style: 'number' });
export const short = (title: string): Column => ({ title, style: 'short' });
export const names = (title: string): Column => ({ title, style: 'names' });

/** A table that filters, with what names it for who does not see it. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const head = columns.map(({ title, style }) => `<th scope="col" class="${style}">${xml(title)}</th>`).join('');
  const body = rows.map(row => `<tr>${row.map((cell, i) => `<td class="${columns[i].style}">${xml(cell)}</td>`).join('')}</tr>`);
  return [
    `<div class="rows scroll" tabindex="0" role="region" aria-label="${xml(caption)}"><table>`,
    `<thead><tr>${head}</tr></thead>`,
    '<tbody>',
    ...body,
    '</tbody></table></div>',
  ].join('\n');
}

export function facts(all: readonly (readonly [string, string])[]): string {
  return `<dl>${all.map(([name, value]) => `<dt>${xml(name)}</dt><dd>${xml(value)}</dd>`).join('')}</dl>`;
}

/** A part of the page that a link leads to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: readonly string[];
}

export function section({ id, title, body }: Section): string {
  return [`<section aria-labelledby="${id}">`, `<h2 id="${id}">${xml(title)}</h2>`, ...body, '</section>'].join('\n');
}
