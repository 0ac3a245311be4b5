import { readFileSync } from 'fs';
import { join } from 'path';
import { KafkaMetricLevel } from '../src';
import { FIGURES } from '../src/brokers/watch/kafka-figures';

const read = (file: string) => readFileSync(join(__dirname, '..', file), 'utf8');

const ON = { broker: 'brokers', controller: 'controllers', any: 'all nodes' };

test('docs/operations.md has the table of the list', () => {
  const [, table] = /<!-- figures -->\n([^]*)<!-- end of figures -->/.exec(read('docs/operations.md'))!;
  const rows = FIGURES.map(({ name, level, on, unit, says }) => `| \`${name}\` | ${level} | ${ON[on]} | ${unit === undefined || unit === 'None' ? '' : unit} | ${says} |\n`);
  expect(table).toBe(`| figure | level | of | unit | what it says |\n| --- | --- | --- | --- | --- |\n${rows.join('')}`);
});

test('docs/cost.md counts them', () => {
  const count = (role: string, level: KafkaMetricLevel) =>
    FIGURES.filter(figure => [role, 'any'].includes(figure.on) && [KafkaMetricLevel.BASIC, level].includes(figure.level)).length;
  // KafkaUp, DataUsedPercent and BootSeconds are every node's, ConnectionsPercent a broker's. Some have CertificateDaysLeft and DrainsForced too.
  const range = (own: number, ofJvm: number) => `${own + ofJvm} to ${own + ofJvm + 2}`;
  expect(read('docs/cost.md')).toContain(
    `for each controller ${range(3, count('controller', KafkaMetricLevel.BASIC))}, for each broker ${range(4, count('broker', KafkaMetricLevel.BASIC))}`);
});
