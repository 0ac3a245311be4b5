import { checkSize, GroupSize, sizeAfter } from '../../e2e/cloud/control/group-size';

const rolling = (MinInstancesInService: unknown) => ({ AutoScalingRollingUpdate: { MinInstancesInService } });

test.each<[string, GroupSize, object | undefined]>([
  ['one', { MinSize: '1', MaxSize: '1' }, rolling(0)],
  ['room for one, and none wanted', { MinSize: '0', MaxSize: '1', DesiredCapacity: '0' }, rolling(0)],
  ['none, and nothing that rolls', { MinSize: '0', MaxSize: '0' }, undefined],
])('a group of %s is taken', (_, size, policy) => {
  expect(() => checkSize(size, policy)).not.toThrow();
});

test.each<[string, GroupSize, object | undefined, string]>([
  ['no room while it rolls', { MinSize: '0', MaxSize: '0' }, rolling(0), "MinInstancesInService 0 must be less than the group's MaxSize 0"],
  ['no room, said as text', { MinSize: '1', MaxSize: '1' }, rolling('1'), "MinInstancesInService 1 must be less than the group's MaxSize 1"],
  ['no room by default', { MinSize: '0', MaxSize: '0' }, { AutoScalingRollingUpdate: {} }, 'MinInstancesInService 0 must be'],
  ['a least above the most', { MinSize: '1', MaxSize: '0' }, undefined, 'MinSize 1 is more than MaxSize 0'],
  ['a wish below the least', { MinSize: '1', MaxSize: '1', DesiredCapacity: '0' }, rolling(0), 'DesiredCapacity 0 is not between MinSize 1 and MaxSize 1'],
  ['a wish above the most', { MinSize: '0', MaxSize: '1', DesiredCapacity: '2' }, rolling(0), 'DesiredCapacity 2 is not between'],
  ['two', { MinSize: '1', MaxSize: '2' }, rolling(0), 'groups of up to 2 instances are not played here'],
])('a group with %s is refused', (_, size, policy, message) => {
  expect(() => checkSize(size, policy)).toThrow(message);
});

test.each<[string, GroupSize, number | undefined, number]>([
  ['begins with the least', { MinSize: '1', MaxSize: '1' }, undefined, 1],
  ['is emptied by a wish', { MinSize: '0', MaxSize: '1', DesiredCapacity: '0' }, 1, 0],
  ['stays as it is where nothing is wished for', { MinSize: '0', MaxSize: '1' }, 1, 1],
  ['grows with the least', { MinSize: '1', MaxSize: '1' }, 0, 1],
])('a group %s', (_, size, before, after) => {
  expect(sizeAfter(size, before)).toBe(after);
});
