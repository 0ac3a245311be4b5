/**
 * Measures what this library costs beside the same app in the CDK's L2 and in its L1 constructs, as ratios within one run.
 */
import { readFileSync, writeFileSync } from 'fs';
import { cpus, loadavg } from 'os';
import { join } from 'path';
import { Measured } from './measure';
import { importTime, languageRows, validationRows } from './processes';
import { L2_DIFFERENCES } from './same-template';
import { otherPlaces, Place, Side } from './sides';
import { CLUSTERS, IN_BUDGET, SUBJECTS } from './subjects';

const DEFAULT_RUNS = 3;
const HELP = `Usage: npx projen bench [--runs N] [--write]

The library beside the same app written by hand in the CDK's L2 and in its L1 constructs. Each synth is a process of its own, as with 'cdk synth', and the sides take turns,
N times (default ${DEFAULT_RUNS}). It fails if the templates of two sides differ in more than logical ids; in what those of L2 may differ besides is printed.

  ms       processor time without the import of modules, the least of all turns
  ratio    library / other side, the median of the ratios of each turn: what else the machine does concerns both. In brackets the ratio of the least ones
  whole    processes from start to end, by the clock, with the peak of memory

Python needs what 'npx projen examples' makes, other versions of the CDK the copies of 'npx projen test:matrix'; where these are missing it says so.
At the end stands which budgets hold. They are judged by a reader: the machine may be busy. --write puts all that is printed into docs/performance.md.`;

const GROWTH = [500, 1000, 2000, 4000];
const ALL: Side[] = ['library', 'L2', 'L1'];
/** Roles of nodes are the CDK's own, since users grant to them. */
const WITH_ROLES: Side = 'L1 with L2 roles';

const PERFORMANCE = join(__dirname, '../docs/performance.md');

const printed: string[] = [];
const budgets: [name: string, value: number, limit: number][] = [];

function main(args: string[]): void {
  if (args.includes('--help') || args.includes('-h')) { return console.log(HELP); }
  const runs = args.includes('--runs') ? Number(args[args.indexOf('--runs') + 1]) : DEFAULT_RUNS;
  if (!Number.isInteger(runs) || runs < 1) { throw new Error(`--runs must be a positive integer, got ${args[args.indexOf('--runs') + 1]}`); }

  const here = new Place();
  say(`Node ${here.nodeVersion}, ${cpus().length} × ${cpus()[0].model.trim()}, ${runs} turns; ${loadavg()[0].toFixed(1)} processes wanted to run when it began.`);
  synths(here, runs);
  const others = otherPlaces(here.cdk);
  for (const { place, note } of others) {
    if (place) { synths(place, runs, IN_BUDGET, []); }
    if (note) { say(`\nOther versions: ${note}, so it is not measured; 'npx projen test:matrix' makes it anew`); }
  }
  const newest = others.flatMap(({ place }) => place ?? []).at(-1);
  if (others.length === 0) { say("\nOther versions: not measured; 'npx projen test:matrix newest' makes what it needs"); }

  wholeProcesses(here, runs);
  growth(here);
  table('What the CDK\'s validation costs', ['app', 's', 'MiB'], validationRows(newest ?? here, runs));
  const languages = languageRows(runs);
  if (languages) {
    table('Python, whole processes', ['app', 'Python s', 'TypeScript s', 'ratio'], languages);
  } else {
    say("\nPython: not measured; 'npx projen examples' makes what it needs");
  }
  const imported = importTime(here, runs, '');
  budgets.push(['import over the modules of aws-cdk-lib, ms', imported, 20]);
  say(`\nImport: ${imported.toFixed(1)} ms over the aws-cdk-lib modules; with every class in use ${importTime(here, runs, 'Object.values').toFixed(1)} ms`);
  table('Budgets', ['budget', 'measured', 'at most', 'holds'], budgets.map(([name, value, limit]) => [name, value.toFixed(2), limit.toFixed(2), value <= limit ? 'yes' : 'NO']));
  say(`\nAll templates were equal but for logical ids. Those of L2 may differ besides: ${L2_DIFFERENCES.map(({ what }) => what).join('; ')}.`);
  if (args.includes('--write')) { write(); }
}

function synths(place: Place, runs: number, subjects = SUBJECTS, clusters = CLUSTERS): void {
  const rows = subjects.map(subject => {
    const measured = new Measured(place, subject, ALL, runs);
    const limits = { L2: 1, L1: IN_BUDGET.includes(subject) ? 1.2 : undefined };
    for (const [side, limit] of Object.entries(limits)) {
      if (limit) { budgets.push([`${subject.name}, library / ${side}, aws-cdk-lib ${place.cdk}`, measured.ratio(side as Side, 'milliseconds'), limit]); }
    }
    return [subject.name, ...ALL.map(side => ms(measured, side)), ratios(measured, 'L2'), ratios(measured, 'L1'), measured.resources, kilobytes(measured)];
  });
  table(`Synth, aws-cdk-lib ${place.cdk}, Node ${place.nodeVersion}`, ['brokers × listeners', ...ALL.map(side => `${side} ms`), 'ratio to L2', 'ratio to L1', 'resources', 'kB'], rows);
  if (clusters.length === 0) { return; }

  const sides: Side[] = ['library', WITH_ROLES, 'L1'];
  const nodes = clusters.map(subject => new Measured(place, subject, sides, runs));
  const head = ['cluster', ...sides.map(side => `${side} ms`), `ratio to ${WITH_ROLES}`, 'ratio to L1', 'resources', 'kB'];
  table('Nodes of MultiAzKafkaBrokers', head, nodes.map(measured => [
    measured.subject.name, ...sides.map(side => ms(measured, side)), ratios(measured, WITH_ROLES), ratios(measured, 'L1'), measured.resources, kilobytes(measured),
  ]));
  const [few, many] = [nodes[0], nodes[nodes.length - 1]];
  say(`\nA further node: ${(many.resources - few.resources) / (many.subject.shape.brokers - few.subject.shape.brokers)} resources.`);
}

function wholeProcesses(place: Place, runs: number): void {
  const rows = IN_BUDGET.map(subject => {
    const measured = new Measured(place, subject, ALL, runs, true);
    const memory = ALL.map(side => measured.least(side, 'mebibytes').toFixed(0));
    return [subject.name, ...ALL.map(side => measured.least(side, 'seconds').toFixed(2)), measured.ratio('L2', 'seconds').toFixed(2), ...memory, measured.ratio('L2', 'mebibytes').toFixed(2)];
  });
  table('Whole processes', ['brokers × listeners', ...ALL.map(side => `${side} s`), 'ratio to L2', ...ALL.map(side => `${side} MiB`), 'ratio to L2'], rows);
}

/** Once each: what it tells is the course and no ratio. */
function growth(place: Place): void {
  const measured = GROWTH.map(total => new Measured(place, { name: `${total}`, app: 'paths', shape: { brokers: 49, listeners: 1, loadBalancers: 4, total } }, ALL, 1));
  const seconds = (each: Measured, side: Side) => each.least(side, 'milliseconds') / 1000;
  table('Growth, 49 brokers on a load balancer and 4 load balancers in a stack', ['brokers', ...ALL.map(side => `${side} s`), ...ALL.map(side => `${side} ms a broker`)], measured.map((each, i) => [
    each.subject.name, ...ALL.map(side => seconds(each, side).toFixed(2)), ...ALL.map(side => (1000 * seconds(each, side) / GROWTH[i]).toFixed(2)),
  ]));
  const [half, full] = measured.slice(-2);
  budgets.push([`${GROWTH.at(-1)} brokers, library / L2`, full.ratio('L2', 'milliseconds'), 1]);
  // Linear would be 2; a tenth more is what the machine does beside.
  budgets.push([`time of ${GROWTH.at(-1)} brokers / time of ${GROWTH.at(-2)}`, seconds(full, 'library') / seconds(half, 'library'), 2.2]);
}

function ms(measured: Measured, side: Side): string {
  return measured.least(side, 'milliseconds').toFixed(0);
}

function ratios(measured: Measured, side: Side): string {
  return `${measured.ratio(side, 'milliseconds').toFixed(2)} (${measured.ratioOfLeast(side, 'milliseconds').toFixed(2)})`;
}

function kilobytes(measured: Measured): string {
  return (Buffer.byteLength(measured.template('library')) / 1000).toFixed(0);
}

function say(line: string): void {
  printed.push(line);
  console.log(line);
}

/** Puts what was printed between the two marks of the document. */
function write(): void {
  const text = readFileSync(PERFORMANCE, 'utf8');
  writeFileSync(PERFORMANCE, text.replace(/(<!-- bench -->\n)[^]*(<!-- end of bench -->)/, (_, begin, end) => `${begin}${printed.join('\n')}\n${end}`));
}

function table(title: string, head: string[], rows: unknown[][]): void {
  say(`\n**${title}**\n`);
  for (const cells of [head, head.map(() => '---'), ...rows]) { say(`| ${cells.join(' | ')} |`); }
}

main(process.argv.slice(2));
