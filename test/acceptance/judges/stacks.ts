import { list, verdict } from './verdicts';
import { Judge, Verdict } from '../groups/step';

/** One of `describe-stack-events`. */
export interface StackEvent {
  readonly Timestamp: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
  readonly ResourceStatus: string;
}

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const STACK = 'AWS::CloudFormation::Stack';

/** The events of the last deployment, oldest first: AWS gives the newest first. */
export function ofLastDeployment(events: readonly StackEvent[]): StackEvent[] {
  const ofStack = ({ ResourceType, ResourceStatus }: StackEvent) =>
    ResourceType === STACK && /^(UPDATE|CREATE|DELETE)_IN_PROGRESS$/.test(ResourceStatus);
  const begin = events.findIndex(ofStack);
  return events.slice(0, begin < 0 ? undefined : begin + 1).reverse();
}

export const isStack = (...states: string[]): Judge => ({ answers: [{ Stacks: [stack] }] }) =>
  verdict(states.includes(stack.StackStatus), `the stack is ${stack.StackStatus}`);

export const hasRole: Judge = ({ answers }) => {
  const stacks = answers.flatMap(({ Stacks }) => Stacks);
  const without = stacks.filter(({ RoleARN }) => !RoleARN).map(({ StackName }) => StackName);
  return verdict(without.length === 0, without.length ? `without a role of CloudFormation: ${list(without)}` : `CloudFormation works as ${stacks[0].RoleARN}`);
};

/** No Auto Scaling group was touched by the last deployment. */
export const noGroupTouched: Judge = ({ answers: [{ StackEvents }] }) => {
  const touched = ofLastDeployment(StackEvents).filter(({ ResourceType }) => ResourceType === GROUP);
  return verdict(touched.length === 0, `events of Auto Scaling groups: ${list(touched.map(({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`))}`);
};

/** From the first `begun` to the `done` after it, in minutes, by logical id. */
function minutesOf(events: readonly StackEvent[], type: string, begun: string, done: string): Map<string, number> {
  const minutes = new Map<string, number>();
  const starts = new Map<string, number>();
  for (const { ResourceType, LogicalResourceId, ResourceStatus, Timestamp } of events) {
    if (ResourceType !== type) { continue; }
    if (ResourceStatus === begun && !starts.has(LogicalResourceId)) { starts.set(LogicalResourceId, Date.parse(Timestamp)); }
    const start = starts.get(LogicalResourceId);
    if (ResourceStatus === done && start !== undefined) { minutes.set(LogicalResourceId, (Date.parse(Timestamp) - start) / 60_000); }
  }
  return minutes;
}

const said = (minutes: Map<string, number>) => list([...minutes].map(([id, took]) => `${id} ${took.toFixed(1)} min`));

/** Each group's update took a time between the two. */
export const rollTook = (from: number, to: number): Judge => ({ answers: [{ StackEvents }] }): Verdict => {
  const minutes = minutesOf(ofLastDeployment(StackEvents), GROUP, 'UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE');
  return verdict(minutes.size > 0 && [...minutes.values()].every(took => took >= from && took <= to), said(minutes));
};

/** The hook went before its group, which took a time between the two. */
export const hookWentFirst = (from: number, to: number): Judge => ({ answers: [{ StackEvents }] }): Verdict => {
  const events = ofLastDeployment(StackEvents);
  const gone = (type: string) => events.findIndex(({ ResourceType, ResourceStatus }) => ResourceType === type && ResourceStatus === 'DELETE_COMPLETE');
  const [hook, group] = [gone('AWS::AutoScaling::LifecycleHook'), gone(GROUP)];
  const minutes = minutesOf(events, GROUP, 'DELETE_IN_PROGRESS', 'DELETE_COMPLETE');
  const isFirst = hook >= 0 && group >= 0 && hook < group;
  return verdict(isFirst && [...minutes.values()].every(took => took >= from && took <= to), `the hook went ${isFirst ? 'first' : 'not first'}; ${said(minutes)}`);
};

/** How many groups were under way at once, at most. */
function mostAtOnce(events: readonly StackEvent[]): number {
  const open = new Set<string>();
  let atOnce = 0;
  for (const { ResourceType, LogicalResourceId, ResourceStatus } of events) {
    if (ResourceType !== GROUP) { continue; }
    if (ResourceStatus === 'UPDATE_IN_PROGRESS') { open.add(LogicalResourceId); } else { open.delete(LogicalResourceId); }
    atOnce = Math.max(atOnce, open.size);
  }
  return atOnce;
}

/** One group failed, and no two groups were under way at once afterwards. */
export const rolledBackInTurn: Judge = ({ answers: [{ StackEvents }] }): Verdict => {
  const events = ofLastDeployment(StackEvents);
  const failed = [...new Set(events.filter(({ ResourceType, ResourceStatus }) => ResourceType === GROUP && ResourceStatus === 'UPDATE_FAILED')
    .map(({ LogicalResourceId }) => LogicalResourceId))];
  const rollback = events.findIndex(({ ResourceStatus }) => ResourceStatus === 'UPDATE_ROLLBACK_IN_PROGRESS');
  const atOnce = mostAtOnce(events.slice(rollback));
  return verdict(rollback >= 0 && failed.length === 1 && atOnce <= 1, `failed: ${list(failed)}; ${rollback < 0 ? 'no rollback' : `at most ${atOnce} at once in the rollback`}`);
};

/** No two groups were under way at once, no disk or interface went, and the deployment is done. */
export const rolledInTurn: Judge = ({ answers: [{ StackEvents }] }): Verdict => {
  const events = ofLastDeployment(StackEvents);
  const lost = events.filter(({ ResourceType, ResourceStatus }) =>
    ['AWS::EC2::Volume', 'AWS::EC2::NetworkInterface'].includes(ResourceType) && ResourceStatus.startsWith('DELETE_'));
  const isDone = events.some(({ ResourceType, ResourceStatus }) => ResourceType === STACK && ResourceStatus === 'UPDATE_COMPLETE');
  const atOnce = mostAtOnce(events);
  return verdict(isDone && atOnce <= 1 && lost.length === 0,
    `${isDone ? 'done' : 'not done'}; at most ${atOnce} at once; deleted: ${list(lost.map(({ LogicalResourceId }) => LogicalResourceId))}`);
};

/** The deployment was rolled back, and nothing of before was deleted before that. */
export const refusedWithoutLoss: Judge = ({ answers: [{ StackEvents }] }): Verdict => {
  const events = ofLastDeployment(StackEvents);
  const rollback = events.findIndex(({ ResourceStatus }) => ResourceStatus === 'UPDATE_ROLLBACK_IN_PROGRESS');
  const lost = events.slice(0, Math.max(rollback, 0)).filter(({ ResourceStatus }) => ResourceStatus.startsWith('DELETE_'));
  return verdict(rollback >= 0 && lost.length === 0, `${rollback < 0 ? 'it was not refused' : 'it was rolled back'}; deleted before: ${list(lost.map(({ LogicalResourceId }) => LogicalResourceId))}`);
};
