import { EventEmitter } from 'events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { acceptance } from '../acceptance';
import { ACCOUNT } from './answers';
import { DefineApp, stackNameOf } from '../apps/place';
import type { Group } from '../groups/step';
import type { Clock } from '../run/clock';

/** Answers by the kind of a call: `aws ec2 describe-vpcs`. The n-th call gets the n-th answer, or the last. */
export interface Answers { readonly [kind: string]: readonly unknown[] }

/** Programs in the place of aws, cdk and openssl, and a run of the acceptance with them. */
export class Stub {
  public readonly folder = mkdtempSync(join(tmpdir(), 'acceptance-stub-'));
  public readonly results = join(this.folder, 'results');
  public readonly said: string[] = [];

  constructor(answers: Answers) {
    mkdirSync(join(this.folder, 'bin'));
    mkdirSync(join(this.folder, 'answers'));
    for (const name of ['aws', 'cdk', 'openssl']) { copyFileSync(join(__dirname, 'program.sh'), join(this.folder, 'bin', name)); }
    for (const [kind, list] of Object.entries({ ...ACCOUNT, ...answers })) {
      list.forEach((answer, i) => writeFileSync(join(this.folder, 'answers', kind === 'outputs' ? kind : `${kind.replaceAll(' ', '.')}.${i + 1}`),
        typeof answer === 'string' ? answer : JSON.stringify(answer)));
    }
  }

  public env(variables: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
    return { PATH: `${join(this.folder, 'bin')}:/usr/bin:/bin`, STUB: this.folder, ...variables };
  }

  /** Runs it to its end, without waiting for anything: time passes as fast as it is asked for. */
  public run(args: readonly string[], groups: readonly Group[], variables: NodeJS.ProcessEnv = {}): Promise<number> {
    let now = Date.parse('2027-01-02T03:04:05Z');
    const clock: Clock = { now: () => now, sleep: async seconds => { now += seconds * 1000; } };
    return acceptance(args, join(this.folder, 'state'), this.results, { clock, groups, signals: new EventEmitter(), env: this.env(variables), say: line => this.said.push(line) });
  }

  public get calls(): string[] {
    const path = join(this.folder, 'calls');
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  }

  /** The calls that make or delete something, in short. */
  public get changes(): string[] {
    return this.calls.filter(call => /^cdk (deploy|destroy|refactor)|^aws \S+ (delete|accept|import|create|modify|change|terminate|stop)-/.test(call)).map(call => call.split(' ').slice(0, 3).join(' '));
  }

  public get state(): any {
    const path = join(this.folder, 'state/state.json');
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
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
