import type { Resource } from '../../../cli/assembly/resolve';
import { dependenciesOf, inOrder, lastFirst, milliseconds } from '../../e2e/cloud/control/deployment';

function stackOf(resources: { [id: string]: object }): { [id: string]: Resource } {
  const stack: any = { name: 'S', template: { Resources: resources } };
  return Object.fromEntries(Object.entries(resources).map(([logicalId, resource]) => [logicalId, { Type: 'T', ...resource, stack, logicalId, label: logicalId } as Resource]));
}

const chain = stackOf({
  Third: { DependsOn: 'Second' },
  Second: { Properties: { a: [{ 'Fn::Join': ['', ['x', { 'Fn::GetAtt': ['First', 'Arn'] }]] }] } },
  First: { Properties: { a: { Ref: 'AWS::Region' }, b: { 'Fn::Sub': '${Zeroth}-${AWS::StackName}' } } },
  Zeroth: {},
  Alone: {},
});

test('a resource depends on what it names, in whatever way', () => {
  expect(Object.fromEntries(Object.values(chain).map(resource => [resource.logicalId, dependenciesOf(resource)])))
    .toEqual({ Third: ['Second'], Second: ['First'], First: ['Zeroth'], Zeroth: [], Alone: [] });
});

test('each comes after what it depends on, and what is independent comes at once', async () => {
  const begun: string[] = [];
  const running: string[] = [];
  let most = 0;
  await inOrder(Object.values(chain), async ({ logicalId }) => {
    begun.push(logicalId);
    most = Math.max(most, running.push(logicalId));
    await new Promise(resolve => setTimeout(resolve, 5));
    running.splice(running.indexOf(logicalId), 1);
  });
  expect(begun.filter(id => id !== 'Alone')).toEqual(['Zeroth', 'First', 'Second', 'Third']);
  expect(most).toBe(2);
});

test('after a failure nothing new begins, and the failure is told', async () => {
  const begun: string[] = [];
  await expect(inOrder(Object.values(chain), async ({ logicalId }) => {
    begun.push(logicalId);
    if (logicalId === 'First') { throw new Error('First broke'); }
  })).rejects.toThrow('First broke');
  expect(begun.sort()).toEqual(['Alone', 'First', 'Zeroth']);
});

test('what goes away goes before what it depends on', () => {
  const ids = lastFirst(Object.values(chain)).map(({ logicalId }) => logicalId).filter(id => id !== 'Alone');
  expect(ids).toEqual(['Third', 'Second', 'First', 'Zeroth']);
});

test.each([['PT1H', 3_600_000], ['PT1H5M', 3_900_000], ['PT2M30S', 150_000]])('%s is %d milliseconds', (duration, expected) => {
  expect(milliseconds(duration)).toBe(expected);
});

test('what is no duration is an error', () => {
  expect(() => milliseconds('P1D')).toThrow('P1D is no duration such as PT1H');
});
