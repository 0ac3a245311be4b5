/**
 * Runs the steps of `.ci/run`, which gives its table, what came before with the seconds that it took, and after `--` what is asked for.
 */
import { cpus } from 'os';
import { join } from 'path';
import { Run } from './run';
import { chosen, parse, summary } from './steps';

const [table, ...rest] = process.argv.slice(2);
const before = rest.slice(0, rest.indexOf('--')).map(text => text.split('='));
const asked = rest.slice(rest.indexOf('--') + 1);

const run = new Run(join(__dirname, '../..'), line => console.log(line));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    run.end();
    process.exit(1);
  });
}

/** What all processors did since the machine was started. */
function processors(): { busy: number; all: number } {
  const all = cpus().flatMap(({ times }) => Object.values(times)).reduce((sum, time) => sum + time, 0);
  return { busy: all - cpus().reduce((sum, { times }) => sum + times.idle, 0), all };
}

async function main(): Promise<void> {
  const [begin, at] = [Date.now(), processors()];
  const passed = await run.all(chosen(parse(table), asked));
  const installed = before.map(([name, seconds]) => ({ name, seconds: Number(seconds), failed: false }));
  const total = installed.reduce((sum, { seconds }) => sum + seconds, Math.round((Date.now() - begin) / 1000));
  const end = processors();
  console.log(`\n${summary([...installed, ...run.outcomes], total, (end.busy - at.busy) / (end.all - at.all))}`);
  process.exit(passed ? 0 : 1);
}

main().catch(error => {
  run.end();
  console.error(error);
  process.exit(1);
});
