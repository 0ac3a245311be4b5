import { readFileSync } from 'fs';
import { join } from 'path';
import { createInterface } from 'readline/promises';
import { Agenda, agendaOf, Entry } from './agenda';
import type { Role } from './apps/place';
import { plannedPlace } from './apps/planned';
import { GROUPS } from './groups';
import type { Group } from './groups/step';
import { HYPOTHESES } from './hypotheses';
import { EXIT, HELP, Options, optionsOf, UsageError } from './options';
import { planText, summary } from './plan';
import { Result, writeRun } from './results';
import { archive, KAFKA } from './run/archive';
import { cleanUp, Leftover } from './run/clean-up';
import { CLOCK, Clock } from './run/clock';
import { lossesOf } from './run/comparison';
import type { Context } from './run/context';
import { EarlierLibrary } from './run/earlier';
import { Outcome, runLanes } from './run/lanes';
import { prerequisites, Ready } from './run/prerequisites';
import { RunState, StateFile } from './run/state';
import { Run, spawned, Tools } from './run/tools';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What tests replace. */
export interface World {
  readonly clock: Clock;
  readonly say: (line: string) => void;
  /** What runs the programs. */
  readonly run: Run;
  readonly groups: readonly Group[];
  /** What tells of Ctrl-C. */
  readonly signals: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
}

/** Runs the command with its state in one folder and results in another; answers with the exit code. */
export async function acceptance(args: readonly string[], folder: string, results: string, replaced: Partial<World> = {}): Promise<number> {
  const world: World = { clock: CLOCK, say: line => console.log(line), run: spawned, groups: GROUPS, signals: process, ...replaced };
  const { say } = world;
  try {
    const options = optionsOf(args);
    if (options === 'help') { say(HELP); return EXIT.fine; }
    if (options.told.length) { return note(options, results, say); }
    return await new Acceptance(options, folder, results, world).run();
  } catch (error) {
    if (!(error instanceof UsageError)) { throw error; }
    say(`acceptance: ${error.message}; see npx projen acceptance --help`);
    return EXIT.unusable;
  }
}

/** What a person found goes into a file of its own. */
function note({ told, regions }: Options, results: string, say: (line: string) => void): number {
  const found = told.map(text => /^(H\d+)=(holds|fails): (.*)$/s.exec(text)!).map(([, id, verdict, why]): [string, Result] => [id, { holds: verdict === 'holds', why }]);
  say(`wrote ${writeRun(results, { date: new Date().toISOString(), regions, versions: { library: version() }, results: Object.fromEntries(found) })}; now: npx projen docs:acceptance`);
  return EXIT.fine;
}

const version = () => JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')).version as string;

class Acceptance {
  private readonly options: Options;
  private readonly tools: Tools;
  private readonly earlier?: EarlierLibrary;
  private readonly file: StateFile;
  private readonly profiles: { readonly [role in Role]: string };
  private readonly began: number;
  private readonly resumes: boolean;
  /** Hears no signals any more. */
  private deaf: () => void;

  constructor(given: Options, private readonly folder: string, private readonly results: string, private readonly world: World) {
    this.tools = new Tools(join(folder, 'arguments'), world.run);
    const path = join(folder, 'state.json');
    const before = given.plan ? undefined : StateFile.read(path);
    this.resumes = before !== undefined;
    // A run that goes on does so with the release that it began with.
    const options = this.options = { ...given, from: before ? before.from : given.from };
    this.earlier = options.from ? new EarlierLibrary(options.from, join(folder, 'earlier'), this.tools) : undefined;
    const state: RunState = before ?? { profiles: options.profiles, regions: options.regions, from: options.from, groups: {}, verdicts: {} };
    const isNamed = options.profiles.length > 0;
    if (before && isNamed && JSON.stringify([before.profiles, before.regions]) !== JSON.stringify([options.profiles, options.regions])) {
      throw new UsageError(`a run with --profile ${before.profiles.join(' --profile ')} --regions ${before.regions.join()} did not end; start that again, or delete what it made by --clean`);
    }
    if (options.clean && !before && !isNamed) { throw new UsageError('nothing is left of an earlier run, as far as this folder knows'); }
    this.file = new StateFile(path, state);
    const [kafka, consumer = kafka] = state.profiles;
    this.profiles = { kafka, consumer };
    this.began = world.clock.now();
    this.deaf = () => {};
  }

  public async run(): Promise<number> {
    try { return await this.toItsEnd(); } finally { this.deaf(); }
  }

  private async toItsEnd(): Promise<number> {
    const { options, file, world: { say, groups } } = this;
    const agenda = agendaOf(options, groups, Object.keys(file.state.verdicts), this.folder);
    if (options.plan) {
      say(planText(agenda));
      return options.from ? this.compared(agenda) : EXIT.fine;
    }
    if (this.resumes) { say(`goes on with a run that did not end: ${this.folder}/state.json`); }
    if (!options.clean) { say(summary(agenda)); }
    const { problems, ready } = await prerequisites(this.tools, this.profiles, agenda.entries, file.state.regions, file.state);
    if (!ready) {
      say(['The account is not ready:', ...problems.map(problem => `- ${problem}`)].join('\n'));
      return EXIT.notReady;
    }
    const kafka = agenda.entries.some(({ group }) => group.hasNodes) && !options.clean
      ? await archive(options.kafka, join(this.folder, `kafka_2.13-${KAFKA}.tgz`))
      : { file: __filename, version: KAFKA, sha512: '0'.repeat(128) }; // an app without brokers never looks at it
    const signals = this.signals();
    const contextOf = this.contexts(ready, kafka);
    if (options.clean) { return this.clean(entry => contextOf(entry, signals.cleanUp)); }
    if (!options.yes && !await this.agreed(ready)) { return EXIT.notReady; }
    file.save();
    const outcome = await runLanes(agenda.entries, contextOf, options.keep, signals);
    return this.end(agenda, outcome);
  }

  /** What a deployment of this release over that of `--from` loses, as far as templates tell. */
  private async compared({ entries }: Agenda): Promise<number> {
    const { earlier, tools, folder, world: { say } } = this;
    let isFine = true;
    for (const { group, region, steps } of entries) {
      for (const step of steps) {
        if (!('compare' in step)) { continue; }
        const place = { ...plannedPlace(group.name, [region], join(folder, 'plan', group.name, 'kafka.tgz')), facts: {} };
        const lost = await lossesOf({ group, tools, earlier: earlier! }, place, {}, step.compare, join(folder, 'plan', group.name));
        say(lost.length ? [`${group.name}: the deployment over ${this.options.from} loses`, ...lost.map(line => `- ${line}`)].join('\n')
          : `${group.name}: the deployment over ${this.options.from} loses nothing`);
        isFine &&= lost.length === 0;
      }
    }
    return isFine ? EXIT.fine : EXIT.findings;
  }

  /** Ctrl-C once ends the run and deletes; twice, nothing more is done. */
  private signals(): { readonly run: AbortSignal; readonly cleanUp: AbortSignal } {
    const [run, cleaning] = [new AbortController(), new AbortController()];
    const stop = () => {
      if (run.signal.aborted) { cleaning.abort(); return; }
      this.world.say('interrupted: deletes what it made; once more, and it stops at once');
      run.abort();
    };
    for (const name of SIGNALS) { this.world.signals.on(name, stop); }
    this.deaf = () => { for (const name of SIGNALS) { this.world.signals.off(name, stop); } };
    return { run: run.signal, cleanUp: cleaning.signal };
  }

  private contexts({ accounts, zones }: Ready, kafka: Context['place']['kafka']) {
    const { profiles, file, tools, earlier, folder, world: { clock, say } } = this;
    return ({ group, region }: Pick<Entry, 'group' | 'region'>, signal: AbortSignal): Context => {
      const own = file.state.groups[group.name] ??= { region, done: [], facts: {}, variant: {}, stacks: [], touched: false };
      const crosses = group.needs === 'second region';
      const consumerRegion = crosses ? file.state.regions.find(one => one !== own.region)! : own.region;
      const consumer = group.needs === 'second account' ? 'consumer' : 'kafka';
      const used = { kafka: profiles.kafka, consumer: profiles[consumer] };
      return {
        group,
        own,
        file,
        tools,
        earlier,
        clock,
        signal,
        profiles: used,
        place: {
          group: group.name,
          accounts: { kafka: accounts.kafka, consumer: accounts[consumer] },
          regions: { kafka: own.region, consumer: consumerRegion },
          zones: { kafka: zones(used.kafka, own.region), consumer: zones(used.consumer, consumerRegion) },
          kafka,
        },
        folder: join(folder, group.name),
        log: line => say(`${new Date(clock.now()).toISOString().slice(11, 19)} ${group.name} | ${line}`),
      };
    };
  }

  private async clean(contextOf: (entry: Pick<Entry, 'group' | 'region'>) => Context): Promise<number> {
    const left: Leftover[] = [];
    for (const [name, { region }] of Object.entries(this.file.state.groups)) {
      left.push(...await cleanUp(contextOf({ group: this.world.groups.find(group => group.name === name)!, region })));
    }
    return this.leftovers(left) ?? EXIT.fine;
  }

  private async agreed({ accounts }: Ready): Promise<boolean> {
    const where = [...new Set(Object.values(accounts))].join(' and ');
    const asked = createInterface({ input: process.stdin, output: process.stdout });
    const ended = new Promise<string>(done => asked.once('close', () => done('')));
    const answer = await Promise.race([asked.question(`Deploy this to account ${where}, at your cost? Type yes: `), ended]);
    asked.close();
    return answer.trim() === 'yes';
  }

  private async end({ leftOut }: Agenda, { notDone, left, interrupted }: Outcome): Promise<number> {
    const { file, world: { say, groups } } = this;
    const { verdicts, regions } = file.state;
    const reasons = groups.flatMap(({ name, steps }) => steps.flatMap(({ id, tells }) => {
      const why = notDone.get(name)?.get(id);
      return why && tells && !verdicts[tells] ? [`${tells}: not tried, since ${why}`] : [];
    }));
    say(['', ...HYPOTHESES.flatMap(({ id }) => verdicts[id] ? [`${id} ${verdicts[id].holds ? 'holds' : 'DOES NOT HOLD'}: ${verdicts[id].why}`] : []),
      ...reasons, ...leftOut.map(({ hypothesis: { id }, why }) => `${id}: left out, ${why}`)].join('\n'));
    const isKept = this.options.keep && Object.keys(file.state.groups).length > 0;
    const whole = left.length === 0 && !interrupted && !isKept;
    if (whole && Object.keys(verdicts).length) {
      const date = new Date(this.began).toISOString();
      const written = writeRun(this.results, { date, regions, versions: await this.versions(), results: verdicts });
      say(`wrote ${written}; now: npx projen docs:acceptance, and commit both`);
    }
    const status = this.leftovers(left);
    if (isKept) { say(`kept: ${Object.keys(file.state.groups).join(', ')}. They cost by the hour; npx projen acceptance --clean deletes them`); }
    if (whole) { file.remove(); }
    if (interrupted) { return status ?? EXIT.interrupted; }
    return status ?? (reasons.length || Object.values(verdicts).some(({ holds }) => !holds) ? EXIT.findings : EXIT.fine);
  }

  /** Lists what is left; the exit code, if there is something. */
  private leftovers(left: readonly Leftover[]): number | undefined {
    if (left.length === 0) {
      if (this.options.clean) { this.file.remove(); }
      return undefined;
    }
    this.world.say(['These could not be deleted:', ...left.map(({ what, command }) => `- ${what}\n    ${command}`)].join('\n'));
    return EXIT.left;
  }

  private async versions(): Promise<{ [name: string]: string }> {
    const said = async (...command: string[]) => (await this.tools.run(command)).out.trim().split('\n')[0];
    return { library: version(), kafka: KAFKA, cdk: await said('cdk', '--version'), aws: await said('aws', '--version') };
  }
}
