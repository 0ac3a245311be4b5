import { readFileSync } from 'fs';
import { join } from 'path';
import { HYPOTHESES } from './hypotheses';
import { currentPages } from './pages';
import { cellsOf, verifiedPage } from './verified-page';

const verified = readFileSync(join(__dirname, '../../docs/verified.md'), 'utf8');
const rows = verified.split('\n').filter(line => line.startsWith('| ') && !line.startsWith('| statement |')).map(cellsOf);
const settled = new Set(HYPOTHESES.flatMap(({ settles }) => settles));

test('every statement that is not known has a hypothesis that would settle it', () => {
  const unknown = rows.filter(([, , known]) => known.startsWith('not known')).map(([statement]) => statement);
  expect(unknown.filter(statement => !settled.has(statement))).toEqual([]);
  expect(unknown.length).toBeGreaterThan(20);
});

test('every hypothesis settles a statement of the list', () => {
  const statements = new Set(rows.map(([statement]) => statement));
  expect([...settled].filter(statement => !statements.has(statement))).toEqual([]);
  expect(HYPOTHESES.filter(({ settles }) => settles.length === 0)).toEqual([]);
});

test('ids are numbers of their own', () => {
  const ids = HYPOTHESES.map(({ id }) => id);
  expect(ids.filter(id => !/^H[1-9]\d*$/.test(id))).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(Object.entries(currentPages()))('%s is what npx projen docs:acceptance makes', (path, text) => {
  expect(readFileSync(path, 'utf8')).toBe(text);
});

describe('the last column', () => {
  const page = ['# Page', 'Nothing was deployed to AWS from this repository. So each statement', '| statement | said | known by |', '|---|---|---|',
    '| it rains | [a](a.md) "rain" | not known |', '| it \\| snows | [a](a.md) "snow" | documentation: x |'].join('\n');
  const hypothesis = { id: 'H1', says: '', settles: ['it rains'], group: 'network', asserted: '' } as const;
  const run = (holds: boolean, date: string) => ({ file: `${date}.json`, date, regions: ['eu-west-1'], versions: {}, results: { H1: { holds, why: 'it did' } } });

  test('says that nobody has tried, and leaves other rows as they are', () => {
    const lines = verifiedPage(page, [hypothesis], []).split('\n');
    expect(lines.slice(2)).toEqual(['| statement | said | known by | on AWS |', '|---|---|---|---|',
      '| it rains | [a](a.md) "rain" | not known | H1: not tried |', '| it \\| snows | [a](a.md) "snow" | documentation: x |']);
    expect(lines[1]).toContain('Nothing was deployed');
  });

  test('has the last run that tried, be it right or wrong', () => {
    const made = verifiedPage(page, [hypothesis], [run(true, '2027-01-02'), run(false, '2027-01-03')]);
    expect(made).toContain('| seen on AWS: H1 does not hold ([2027-01-03](acceptance/2027-01-03.json)) |');
    expect(made).not.toContain('Nothing was deployed');
  });

  test('is the only place of a "seen on AWS"', () => {
    const claimed = page.replace('not known |', 'seen on AWS by me | seen on AWS: H1 holds |');
    expect(verifiedPage(claimed, [hypothesis], [])).toContain('| seen on AWS by me | H1: not tried |');
    expect(rows.filter(cells => cells.slice(0, 3).some(cell => cell.includes('seen on AWS')))).toEqual([]);
  });

  test('made twice is the same', () => {
    const once = verifiedPage(page, [hypothesis], [run(true, '2027-01-02')]);
    expect(verifiedPage(once, [hypothesis], [run(true, '2027-01-02')])).toBe(once);
  });
});
