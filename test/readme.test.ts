import { readFileSync } from 'fs';
import { join } from 'path';
import { absoluteLinks, relativeLinks } from '../build-tools/docs/absolute-links';

const ROOT = join(__dirname, '..');
const text = (page: string) => readFileSync(join(ROOT, page), 'utf8');
const { stability, license, engines } = JSON.parse(text('package.json'));

test('the badges say what package.json says', () => {
  const badges = [...text('README.md').matchAll(/!\[([^\]]*)\]\(https:\/\/img\.shields\.io\/badge\/(.*?)-[a-z]+\)/g)];
  const said = badges.map(([, , label]) => decodeURIComponent(label).replace('--', '~').replace('-', ': ').replace('~', '-'));
  expect(said).toEqual([`stability: ${stability}`, `license: ${license}`, `node: ${engines.node}`]);
  expect(badges.map(([, words]) => words)).toEqual([`Stability: ${stability}`, `License: ${license}`, `Node: ${engines.node.replace('>= ', '').replace('.0', '')} or newer`]);
});

/** `3 zones × 730 h × $0.01 = $21.90`. */
const SUM = /((?:\$?[\d.]+(?: \w+)? × )+\$?[\d.]+) = \$([\d.]+)/g;

test('the sums of the example of costs are right', () => {
  const sums = [...text('README.md').matchAll(SUM)];
  expect(sums).toHaveLength(4);
  for (const [, product, sum] of sums) {
    const factors = product.split(' × ').map(factor => Number(/[\d.]+/.exec(factor)![0]));
    expect(`${product} = ${factors.reduce((a, b) => a * b).toFixed(2)}`).toBe(`${product} = ${sum}`);
  }
});

test('links and pictures of packages lead into the repository', () => {
  const page = '[a page](docs/a.md#b) ![a picture](docs/a.svg) [here](#why) [![badge](b.svg)](c.md) [there](https://example.com/)\n```\n[code](d.md)\n```\n';
  const there = 'https://github.com/me/it/blob/main';
  const raw = 'https://raw.githubusercontent.com/me/it/main';
  expect(absoluteLinks(page, 'https://github.com/me/it.git')).toBe(
    `[a page](${there}/docs/a.md#b) ![a picture](${raw}/docs/a.svg) [here](#why) [![badge](${raw}/b.svg)](${there}/c.md) [there](https://example.com/)\n\`\`\`\n[code](d.md)\n\`\`\`\n`);
  expect(relativeLinks(page)).toEqual(['docs/a.md#b', 'docs/a.svg', 'b.svg', 'c.md']);
});

test('the README of every package but npm\'s has no relative link, and no picture that only GitHub draws', () => {
  const { readme, repository } = JSON.parse(text('.jsii'));
  expect(relativeLinks(readme.markdown)).toEqual([]);
  expect(readme.markdown).toContain(`${repository.url.replace(/\.git$/, '')}/blob/main/docs/README.md`);
  expect(readme.markdown).not.toContain('```mermaid');
});
