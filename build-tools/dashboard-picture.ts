/** The widgets of a dashboard as a picture: where they are, and what they ask for. No data, since there is none without nodes. */
export function pictureOf({ widgets }: { readonly widgets: any[] }): string {
  const [unit, line] = [44, 18];
  const bottom = Math.max(...widgets.map(({ y, height }) => y + height)) * line;
  const drawn = widgets.map(({ type, x, y, width, height, properties }) => {
    const [left, top, w, h] = [x * unit, y * line, width * unit, height * line];
    return type === 'text'
      ? text(left + 8, top + 15, properties.markdown.replace(/^#+ /, ''), 'heading')
      : [
        `<rect x="${left + 4}" y="${top + 4}" width="${w - 8}" height="${h - 8}" rx="6"/>`,
        text(left + 14, top + 24, properties.title, 'title'),
        ...properties.metrics.map((entry: any[], i: number) => text(left + 14, top + 46 + i * 17, labelOf(entry), 'series')),
      ].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${24 * unit} ${bottom}" font-family="sans-serif" role="img" aria-label="The rows and graphs of a KafkaDashboard">`,
    '<style>rect{fill:#fff;stroke:#c6ccd4}.heading{font-size:15px;font-weight:bold}.title{font-size:13px;font-weight:bold}.series{font-size:11px;fill:#475569}</style>',
    `<path d="M0 0H${24 * unit}V${bottom}H0z" fill="#f3f5f8"/>`,
    ...drawn, '</svg>', '',
  ].join('\n');
}

/** `MAX(Name), a series for each NodeId`. */
function labelOf(entry: any[]): string {
  const { expression } = entry.at(-1);
  if (!expression) { return `${entry[1]} (${entry.at(-1).stat ?? 'Average'})`; }
  const [, what] = /^SELECT (\S+)/.exec(expression)!;
  const [, groups] = /GROUP BY (.*)$/.exec(expression) ?? [];
  return groups ? `${what}, one for each ${groups.replaceAll('"', '').replace(/, /g, ' and ')}` : what;
}

function text(x: number, y: number, words: string, kind: string): string {
  return `<text x="${x}" y="${y}" class="${kind}">${words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</text>`;
}
