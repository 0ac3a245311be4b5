import { printable } from '../plan/escape';
import { CODES } from '../probe/codes';
import type { Finding, PathResult } from '../probe/model';

const WIDTH = 100;

/** What was seen at one place: a path, or something of the provider. */
interface Seen extends Finding {
  readonly where: string;
}

/** For a person: a table of the paths, then each cause once, with what it means, where it was seen and what mends it. */
export function asText(results: readonly PathResult[]): string {
  const failed = results.filter(({ ok }) => !ok);
  return [
    ...listenersOf(results).flatMap(listener =>
      [listener, ...tableOf(results.filter(result => result.listener === listener)), '']),
    ...causesOf(failed.map(({ code, detail, fix, ...path }) =>
      ({ where: nameOf(path), code: code!, detail: detail!, fix: fix! }))),
    ...warningsOf(results.flatMap(({ warnings, ...path }) => warnings.map(warning => ({ where: nameOf(path), ...warning })))),
    failed.length === 0
      ? `All ${results.length} paths are open.`
      : `${failed.length} of ${results.length} paths ${failed.length === 1 ? 'fails' : 'fail'}.`,
  ].map(printable).join('\n');
}

function listenersOf(results: readonly PathResult[]): string[] {
  return [...new Set(results.map(({ listener }) => listener))];
}

function tableOf(results: readonly PathResult[]): string[] {
  const rows = [
    ['broker', 'result', 'last step', 'ms', 'clients connect to'],
    ...results.map(({ brokerId = 'any', ok, code, step, ms, address }) =>
      [`${brokerId}`, ok ? 'ok' : code!, step, `${ms}`, address]),
  ];
  const widths = [0, 1, 2, 3].map(column => Math.max(...rows.map(row => row[column].length)));
  const padded = (cell: string, i: number) => i === 3 ? cell.padStart(widths[3]) : cell.padEnd(widths[i] ?? 0);
  return rows.map(row => `  ${row.map(padded).join('  ').trimEnd()}`);
}

function nameOf({ listener, brokerId }: Pick<PathResult, 'listener' | 'brokerId'>): string {
  return `${listener} ${brokerId === undefined ? 'any' : brokerId}`;
}

/** Each code once; the same seen at several places in one line. */
export function causesOf(seen: readonly Seen[]): string[] {
  return [...new Set(seen.map(({ code }) => code))].flatMap(code => {
    const all = seen.filter(each => each.code === code);
    const details = [...new Set(all.map(({ detail }) => detail))];
    return [
      ...wrapped(`${code}: ${CODES[code].means}`, ''),
      ...details.flatMap(detail => {
        const places = all.filter(each => each.detail === detail).map(({ where }) => where);
        return wrapped(`${places.join(', ')}: ${detail}`, '  ');
      }),
      ...wrapped(`fix: ${all[0].fix}`, '  '),
      '',
    ];
  });
}

export function warningsOf(seen: readonly Seen[]): string[] {
  return seen.length === 0 ? [] : ['Clients get through, and somebody should look:', '', ...causesOf(seen)];
}

function wrapped(text: string, indent: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && indent.length + last.length + 1 + word.length <= WIDTH) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(last === undefined ? word : `  ${word}`);
    }
  }
  return lines.map(line => indent + line);
}
