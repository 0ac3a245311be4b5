/** What the properties and the update policy of an Auto Scaling group say of how many instances it has, as templates write it: text or numbers. */
export interface GroupSize {
  readonly MinSize?: unknown;
  readonly MaxSize?: unknown;
  readonly DesiredCapacity?: unknown;
}

interface UpdatePolicy { readonly AutoScalingRollingUpdate?: { readonly MinInstancesInService?: unknown } }

/** Fails where CloudFormation or Auto Scaling would refuse the numbers of a group, or where they are more than is played here. */
export function checkSize({ MinSize, MaxSize, DesiredCapacity }: GroupSize, policy: UpdatePolicy = {}): void {
  const [min, max] = [Number(MinSize), Number(MaxSize)];
  const wanted = DesiredCapacity === undefined ? undefined : Number(DesiredCapacity);
  const inService = Number(policy.AutoScalingRollingUpdate?.MinInstancesInService ?? 0);
  if (min > max) { throw new Error(`MinSize ${min} is more than MaxSize ${max}`); }
  if (wanted !== undefined && (wanted < min || wanted > max)) { throw new Error(`DesiredCapacity ${wanted} is not between MinSize ${min} and MaxSize ${max}`); }
  if (policy.AutoScalingRollingUpdate && inService >= max) { throw new Error(`MinInstancesInService ${inService} must be less than the group's MaxSize ${max}`); }
  if (max > 1) { throw new Error(`groups of up to ${max} instances are not played here`); }
}

/** How many instances a group has next: what it wants, else as many as it had, as far as the least and the most allow. */
export function sizeAfter({ MinSize, MaxSize, DesiredCapacity }: GroupSize, before = 0): number {
  return Math.min(Math.max(Number(DesiredCapacity ?? before), Number(MinSize)), Number(MaxSize));
}
