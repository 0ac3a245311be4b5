import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { cdkDiff, Fate, ResourceChange } from './cdk-diff';
import { CHANGES, kafka } from './changes';
import { CONFLICTS, conflicts, Resources } from './conflicts';

const names = Object.keys(CHANGES);
const scopeOf = (name: string) => `Change${names.indexOf(name)}Of`;
const within = (name: string, resources: Resources) => Object.fromEntries(Object.entries(resources).filter(([id]) => id.startsWith(scopeOf(name))));

const directory = mkdtempSync(join(tmpdir(), 'updates-'));
let resources: { [when in 'before' | 'after']: Resources };
let diff: ResourceChange[];

function synth(when: 'before' | 'after'): CloudAssembly {
  const context = { '@aws-cdk/core:stackResourceLimit': 0 }; // one diff for all apps, which nobody deploys
  const app = new App({ outdir: join(directory, when), context });
  const stack = new Stack(app, 'Updates', { env: { account: '111111111111', region: 'eu-west-1' } });
  names.forEach(name => CHANGES[name][when](new Construct(stack, scopeOf(name))));
  return app.synth();
}

beforeAll(() => {
  const [before, after] = (['before', 'after'] as const).map(when => synth(when));
  const [deployed, next] = [before, after].map(assembly => assembly.getStackByName('Updates').template);
  resources = { before: deployed.Resources, after: next.Resources };
  writeFileSync(join(directory, 'deployed.json'), JSON.stringify(deployed));
  diff = cdkDiff(after.directory, 'Updates', join(directory, 'deployed.json'));
});

afterAll(() => rmSync(directory, { recursive: true }));

/** Whether anything but what it waits for is another. */
function isChanged({ logicalId, fate }: ResourceChange): boolean {
  const [old, next] = [resources.before[logicalId], resources.after[logicalId]].map(resource => JSON.stringify(resource?.Properties));
  return fate !== 'update' || old !== next;
}

const of = (name: string) => diff.filter(({ logicalId }) => logicalId.startsWith(scopeOf(name)));

test.each(names)('%s: cdk diff shows what the row says', name => {
  const shown: { [fateAndType: string]: number } = {};
  for (const { type, fate } of of(name).filter(isChanged)) {
    const key = `${fate} ${type.split('::').at(-1)}`;
    shown[key] = (shown[key] ?? 0) + 1;
  }
  expect(shown).toEqual(CHANGES[name].shows);
});

test.each(names)('%s: AWS refuses what the row says', name => {
  const fates = new Map<string, Fate>(of(name).map(({ logicalId, fate }) => [logicalId, fate]));
  expect(conflicts(within(name, resources.before), within(name, resources.after), fates)).toEqual(CHANGES[name].refused ?? []);
});

test('the documentation has these rows, and names what is refused in each', () => {
  const [, section] = readFileSync(join(__dirname, '../../docs/architecture.md'), 'utf8').split('## What an update does\n');
  const rows = section.split('\n').filter(line => line.startsWith('| ')).slice(1).map(line => line.slice(2).split(' | ')[0] + '\n' + line);
  const said = rows.map(row => row.split('\n')).map(([name, row]) => [name, CONFLICTS.filter(conflict => row.includes(conflict)).sort()]);
  const expected = names.map(name => [name.split(': ')[0], CHANGES[name].refused ?? []]);
  expect(said).toEqual([...new Map(expected.map(each => [each[0], each])).values()]);
});

test('a construct that is renamed is what it was, when its resources keep their logical ids', () => {
  const stackWith = (id: string, renames: [now: string, then: string][] = []) => {
    const stack = new Stack(new App(), 'Kafka', { env: { account: '111111111111', region: 'eu-west-1' } });
    kafka({ id })(new Construct(stack, 'Platform'));
    renames.forEach(([now, then]) => stack.renameLogicalId(now, then));
    return stack;
  };
  const idsIn = (stack: Stack) => stack.node.findAll().filter(CfnResource.isCfnResource).map(({ logicalId }) => stack.resolve(logicalId) as string);

  // In the order of the tree, which is the same: some construct ids have the logical id of a security group in them.
  const [old, now] = ['Listeners', 'Edge'].map(id => idsIn(stackWith(id)));
  const renames = now.map((id, i): [string, string] => [id, old[i]]).filter(([id, then]) => id !== then);
  const templateOf = (stack: Stack) => Template.fromStack(stack).toJSON().Resources;
  const untagged = (found: Resources) => Object.fromEntries(Object.entries(found)
    .map(([id, { Properties: { Tags: _, ...others }, ...rest }]) => [id, { ...rest, Properties: others }]));

  expect(renames).toHaveLength(12);
  expect(templateOf(stackWith('Edge'))).not.toEqual(templateOf(stackWith('Listeners')));
  // The names that the console shows say where a resource stands; they change in place.
  expect(untagged(templateOf(stackWith('Edge', renames)))).toEqual(untagged(templateOf(stackWith('Listeners'))));
});
