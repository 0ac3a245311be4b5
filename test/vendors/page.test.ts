import { readFileSync } from 'fs';
import { join } from 'path';
import { vendorsPage } from '../../build-tools/docs/vendors';
import { factsIn } from '../../src/vendors/facts';
import { ROWS } from '../../src/vendors/rows';

test('docs/vendors.md is what the facts say: npx projen docs:vendors writes it', () => {
  expect(readFileSync(join(__dirname, '../../docs/vendors.md'), 'utf8')).toBe(vendorsPage());
});

test('it has a row for each fact, in words', () => {
  const page = vendorsPage();
  for (const row of ROWS) {
    const [, section] = page.split(`### ${row.name}\n`);
    const rows = section.split('\n### ')[0].split('\n## ')[0].split('\n').filter(line => line.startsWith('| ')).slice(1);
    expect(rows).toHaveLength(factsIn(row).length);
    expect(rows.filter(line => line.includes('undefined'))).toEqual([]);
  }
});
