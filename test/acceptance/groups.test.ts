import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { GROUPS } from './groups';
import type { Group, Step } from './groups/step';
import { BY_HAND, HYPOTHESES } from './hypotheses';
import { EXIT } from './options';
import { filled } from './run/facts';
import { stepsFor } from './run/group';
import { RECORDED } from './stub/recorded';
import { emptyApp, Stub } from './stub/stub';

const tellsOf = ({ steps }: Group) => steps.flatMap(({ tells }) => tells ?? []);

test('each hypothesis that no person tries is decided by one step of its group', () => {
  const told = GROUPS.flatMap(group => tellsOf(group).map(id => `${id} ${group.name}`)).sort();
  expect(told).toEqual(HYPOTHESES.filter(({ group }) => group !== BY_HAND).map(({ id, group }) => `${id} ${group}`).sort());
});

test.each(GROUPS.map(group => [group.name, group] as const))('%s: a step needs steps that come before it, and deploys stacks that there are', (_, { steps, stacks }) => {
  steps.forEach((step, i) => {
    expect(steps.slice(0, i).map(({ id }) => id)).toEqual(expect.arrayContaining([...step.after ?? []]));
    expect(Object.keys(stacks)).toEqual(expect.arrayContaining([...'deploy' in step ? step.deploy : [], ...'delete' in step ? step.delete : []]));
  });
  expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
});

/** A whole run, with apps that have nothing in them: what is asked of AWS is the same. */
async function whole(group: Group, only: readonly string[], answers = RECORDED[group.name]) {
  const stub = new Stub(answers);
  const archive = join(stub.folder, 'kafka.tgz');
  writeFileSync(archive, 'an archive');
  const profiles = group.needs === 'second account' ? ['--profile', 'A', '--profile', 'B'] : ['--profile', 'A'];
  const regions = group.needs === 'second region' ? 'eu-west-1,eu-central-1' : 'eu-west-1';
  const from = group.needs === 'earlier release' ? ['--from', '1.0.0'] : [];
  const status = await stub.run([...profiles, ...from, '--yes', '--regions', regions, '--kafka', archive, '--only', only.join()], [{ ...group, app: emptyApp(group) }]);
  const file = readdirSync(stub.results)[0];
  return { stub, status, results: file ? JSON.parse(readFileSync(join(stub.results, file), 'utf8')).results : {} };
}

test.each(GROUPS.map(group => [group.name, group] as const))('%s: every hypothesis holds, if AWS answers as it is believed to, and everything is deleted', async (_, group) => {
  const { stub, status, results } = await whole(group, tellsOf(group));
  expect(stub.said.filter(line => /DOES NOT HOLD|\| \w+ failed: |not tried|could not/.test(line))).toEqual([]);
  expect(Object.keys(results).sort()).toEqual(tellsOf(group).sort());
  expect(status).toBe(EXIT.fine);
  const deleted = Object.keys(group.stacks).reverse().map(stack => `cdk destroy ${stack}`);
  expect(stub.changes.filter(change => change.startsWith('cdk destroy')).slice(-deleted.length)).toEqual(deleted);
});

const second = GROUPS.find(({ needs }) => needs === 'second account')!;
test('stacks and calls of the consumer are made with the second profile', async () => {
  const { stub } = await whole(second, tellsOf(second));
  const profileOf = (part: string) => new Set(stub.calls.filter(call => call.includes(part)).map(call => /--profile (\S+)/.exec(call)![1]));
  expect([profileOf('deploy Kafka'), profileOf('deploy Consumer'), profileOf('accept-'), profileOf('lambda invoke')].map(set => [...set])).toEqual([['A'], ['B'], ['A'], ['B']]);
});

/** Facts that a step keeps of the answer that is recorded for it. */
function kept(group: Group, step: Step): string[] {
  if (!('invoke' in step) || !step.keep) { return []; }
  const kind = step.by ? `${step.by} ${step.invoke[0]}` : `aws ${step.invoke.slice(0, 2).join(' ')}`;
  return Object.keys(step.keep(RECORDED[group.name][kind][0], {}));
}

const alone = GROUPS.flatMap(group => tellsOf(group).map(id => [id, group] as const));

test.each(alone)('%s alone has every fact that its steps need', (id, group) => {
  const known = new Set(['Folder']);
  for (const step of stepsFor(group.steps, [id])) {
    const calls = ['ask' in step ? step.ask : [], 'invoke' in step ? [step.invoke] : [], step.meanwhile ? [step.meanwhile.call] : []].flat();
    const missing = calls.flatMap(call => filled(call, {}).missing).filter(name => !known.has(name) && !known.has(name.split('.')[0]));
    expect({ step: step.id, missing }).toEqual({ step: step.id, missing: [] });
    if ('deploy' in step) { step.deploy.forEach(stack => known.add(stack)); }
    kept(group, step).forEach(name => known.add(name));
  }
  expect(known.size).toBeGreaterThan(1);
});
