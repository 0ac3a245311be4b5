/**
 * Links of a page as they work anywhere: PyPI, Maven's and Go's pages show the README of the package, and know nothing of the files beside it. npm and GitHub lead
 * relative links into the repository themselves.
 * @param page Markdown at the root of the repository
 * @param repository its address on GitHub, with or without `.git`
 */
export function absoluteLinks(page: string, repository: string): string {
  const root = repository.replace(/\.git$/, '');
  const raw = `${root.replace('github.com', 'raw.githubusercontent.com')}/main`;
  return outsideCode(page, prose => prose
    .replace(/(!\[[^\]]*\]\()(?!https?:|#)([^()\s]+\))/g, `$1${raw}/$2`)
    .replace(/((?<!!)\[(?:[^[\]]|\[[^\]]*\])*\]\()(?!https?:|#)([^()\s]+\))/g, `$1${root}/blob/main/$2`));
}

/** The links of a page that lead to files beside it. */
export function relativeLinks(page: string): string[] {
  const links: string[] = [];
  outsideCode(page, prose => {
    links.push(...[...prose.matchAll(/\]\((?!https?:|#)([^()\s]+)\)/g)].map(([, path]) => path));
    return prose;
  });
  return links;
}

function outsideCode(page: string, change: (prose: string) => string): string {
  return page.split(/(^ *```[^]*?^ *```$)/m).map((part, i) => i % 2 ? part : change(part)).join('');
}
