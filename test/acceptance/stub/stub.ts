import { EventEmitter } from 'events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { acceptance } from '../acceptance';
import { ACCOUNT } from './answers';
import { DefineApp, stackNameOf } from '../apps/place';
import type { Group } from '../groups/step';
import type { Clock } from '../run/clock';
import type { Ran } from '../run/tools';

/** Answers by the kind of a call: `aws ec2 describe-vpcs`. The n-th call gets the n-th answer, or the last. `outputs` is what deployments tell. */
export interface Answers { readonly [kind: string]: readonly unknown[] }

/** What becomes of calls, beside being answered. */
export interface Mishaps {
  /** The call with this number fails. */
  readonly failAt?: number;
  /** These fail, whenever they are made. */
  readonly fails?: RegExp;
  /** These do not end by themselves: their signal ends them, as it ends a process, or `release` does. */
  readonly holds?: RegExp;
}

/** In the place of aws, cdk and openssl, and a run of the acceptance with it. Real processes are for tools.test.ts. */
export class Stub {
  public readonly folder = mkdtempSync(join(tmpdir(), 'acceptance-stub-'));
  public readonly results = join(this.folder, 'results');
  public readonly said: string[] = [];
  public readonly calls: string[] = [];
  /** Tells of Ctrl-C. */
  public readonly signals = new EventEmitter();
  private readonly answers: Answers;
  private readonly asked = new Map<string, number>();
  private held: (() => void)[] = [];

  constructor(answers: Answers) {
    this.answers = { ...ACCOUNT, ...answers };
  }

  /** Runs it to its end, without waiting for anything: time passes as fast as it is asked for. */
  public run(args: readonly string[], groups: readonly Group[], mishaps: Mishaps = {}): Promise<number> {
    let now = Date.parse('2027-01-02T03:04:05Z');
    const clock: Clock = { now: () => now, sleep: async seconds => { now += seconds * 1000; } };
    return acceptance(args, join(this.folder, 'state'), this.results, {
      clock, groups, signals: this.signals, say: line => this.said.push(line), run: (command, signal) => this.program(command, signal, mishaps),
    });
  }

  /** Lets what is held go on. */
  public release(): void {
    this.held.splice(0).forEach(go => go());
  }

  /** What a program does. */
  public async program(command: readonly string[], signal?: AbortSignal, { failAt, fails, holds }: Mishaps = {}): Promise<Ran> {
    const call = command.join(' ');
    const number = this.calls.push(call);
    if (number === failAt || fails?.test(call)) { return { status: 1, out: '', errors: 'stub: refused, as the test wants\n' }; }
    const out = this.answerTo(command);
    if (holds?.test(call)) {
      await new Promise<void>(go => {
        this.held.push(go);
        signal?.addEventListener('abort', () => go());
      });
      if (signal?.aborted) { return { status: 1, out: '', errors: '' }; }
    }
    const file = command.indexOf('--outputs-file') + 1;
    if (file && this.answers.outputs) { writeFileSync(command[file], JSON.stringify(this.answers.outputs[0])); }
    return { status: 0, out, errors: '' };
  }

  /** The calls that make or delete something, in short. */
  public get changes(): string[] {
    return this.calls.filter(call => /^cdk (deploy|destroy|refactor)|^aws \S+ (delete|accept|import|create|modify|change|terminate|stop)-/.test(call)).map(call => call.split(' ').slice(0, 3).join(' '));
  }

  public get state(): any {
    const path = join(this.folder, 'state/state.json');
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
  }

  private answerTo(command: readonly string[]): string {
    const kind = command.slice(0, command[0] === 'openssl' ? 2 : 3).join(' ');
    const nth = this.asked.get(kind) ?? 0;
    this.asked.set(kind, nth + 1);
    const answer = this.answers[kind]?.[nth] ?? this.answers[kind]?.at(-1) ?? '';
    return typeof answer === 'string' ? answer : JSON.stringify(answer);
  }
}

/** An app of its stacks' names and nothing in them: it synthesizes at once. */
export const emptyApp = (group: Pick<Group, 'stacks'>): DefineApp => (app, place) => {
  for (const [id, role] of Object.entries(group.stacks)) {
    const env = { account: place.accounts[role], region: place.regions[role] };
    const stack = new Stack(app, id, { stackName: stackNameOf(place.group, id), env });
    new sns.CfnTopic(stack, 'Topic');
    new CfnOutput(stack, 'Facts', { value: String(Object.keys(place.facts).length) });
  }
};
