import { App, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { enter, entriesOf } from '../../src/private/app-entries';

const namesOf = (scope: Construct, key = 'vpc-1', kind = 'Kind') => entriesOf<{ name: string }>(scope, kind, key).map(({ facts }) => facts.name);

test('constructs of one app find each other by kind and key, from stages too, in the order in which they entered', () => {
  const app = new App();
  const [first, second] = [new Stack(app, 'A'), new Stack(new Stage(app, 'Stage'), 'B')];
  enter(second, 'Kind', 'vpc-1', { name: 'second' });
  enter(first, 'Kind', 'vpc-1', { name: 'first' });
  expect(namesOf(first)).toEqual(['second', 'first']);
  expect(entriesOf(app, 'Kind', 'vpc-1')[0].construct).toBe(second);
  expect([namesOf(app, 'vpc-2'), namesOf(app, 'vpc-1', 'Other'), namesOf(new Stack(new App(), 'A'))]).toEqual([[], [], []]);
});

test('a construct counts no more when it, or a scope of it, is taken out of the tree', () => {
  const app = new App();
  const scopes = ['A', 'B'].map(id => new Construct(app, id));
  scopes.forEach((scope, i) => enter(new Construct(scope, 'Own'), 'Kind', 'vpc-1', { name: `${i}` }));
  scopes[0].node.tryRemoveChild('Own');
  expect(namesOf(app)).toEqual(['1']);
  app.node.tryRemoveChild('B');
  expect(namesOf(app)).toEqual([]);
  enter(new Construct(app, 'B'), 'Kind', 'vpc-1', { name: 'another' });
  expect(namesOf(app)).toEqual(['another']);
});

test('another copy of the library in one app finds them', () => {
  const app = new App();
  enter(new Construct(app, 'A'), 'Kind', 'vpc-1', { name: 'of this copy' });
  jest.isolateModules(() => {
    const copy = jest.requireActual<typeof import('../../src/private/app-entries')>('../../src/private/app-entries');
    expect(copy.entriesOf).not.toBe(entriesOf);
    expect(copy.entriesOf(app, 'Kind', 'vpc-1')).toHaveLength(1);
    copy.enter(new Construct(app, 'B'), 'Kind', 'vpc-1', { name: 'of the other' });
  });
  expect(namesOf(app)).toEqual(['of this copy', 'of the other']);
});
