import type { Change, Duty } from './change';
import { both } from './pairs';
import type { RawResource, Stack } from '../assembly/template';
import type { Opening, Place, Plan, PlanConsumer } from '../plan/model';

/**
 * A change of one of these makes CloudFormation replace an endpoint:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
 */
const REPLACING = ['ServiceName', 'ServiceRegion', 'VpcEndpointType', 'VpcId'];

/** An app, as it is written and as it is read. */
interface Side {
  readonly stacks: readonly Stack[];
  readonly plan: Plan;
}

/** What is different in the templates of consumers: their endpoints, names and security groups. */
export function consumerChanges(before: Side, now: Side): Change[] {
  return both(before.plan.consumers, now.plan.consumers, ({ label }) => label).flatMap(([old, consumer]) => {
    const { label } = (consumer ?? old)!;
    const say = (what: string, duty: Duty): Change => ({ part: 'consumers', what: `${label}: ${what}`, duty });
    if (!consumer) { return [say('the endpoint is no longer there, so its clients reach no broker', 'change clients')]; }
    if (!old) { return [say(`the endpoint is new${accepted(consumer, now.plan)}`, dutyOf(consumer, now.plan))]; }
    const [was, is] = [before, now].map(({ stacks }) => endpointIn(stacks, label));
    const replaced = REPLACING.filter(name => JSON.stringify(was?.[name]) !== JSON.stringify(is?.[name]));
    return [
      ...replaced.length > 0 ? [say(`${replaced.join(', ')} of the endpoint changes, so CloudFormation replaces the endpoint: `
        + `open connections end${accepted(consumer, now.plan)}`, dutyOf(consumer, now.plan))] : [],
      ...placeChanges(old.places, consumer.places, say),
      ...nameChanges(old, consumer, say),
      ...openingChanges(old.opens, consumer.opens, say),
    ];
  });
}

type Say = (what: string, duty: Duty) => Change;

function endpointIn(stacks: readonly Stack[], label: string): RawResource['Properties'] {
  return stacks.map(({ name, template }) => label.startsWith(`${name}.`) ? template.Resources[label.slice(name.length + 1)] : undefined)
    .find(resource => resource !== undefined)?.Properties;
}

/** Whether the provider accepts each connection; not known of a service elsewhere. */
function asksToAccept({ service }: PlanConsumer, { loadBalancers }: Plan): boolean | undefined {
  return loadBalancers.flatMap(({ services }) => services).find(({ label }) => label === service)?.acceptanceRequired;
}

function accepted(consumer: PlanConsumer, plan: Plan): string {
  const asks = asksToAccept(consumer, plan);
  return asks === false ? '' : `, and the provider has to accept the new connection${asks ? '' : ' unless the service accepts by itself'}`;
}

function dutyOf(consumer: PlanConsumer, plan: Plan): Duty {
  return asksToAccept(consumer, plan) === false ? 'nothing' : 'tell the provider';
}

function placeChanges(old: readonly Place[], now: readonly Place[], say: Say): Change[] {
  const [was, is] = [old, now].map(places => places.map(({ zone, subnet }) => zone ?? subnet));
  return [
    ...was.filter(place => !is.includes(place)).map(place => say(`the endpoint leaves ${place}: connections through its address `
      + 'there end, and clients connect to another one', 'nothing')),
    ...is.filter(place => !was.includes(place)).map(place => say(`the endpoint is in ${place} too`, 'nothing')),
  ];
}

function nameChanges(old: PlanConsumer, now: PlanConsumer, say: Say): Change[] {
  const [was, is] = [old, now].map(({ names }) => [...new Set(names.map(({ name }) => name))]);
  return [
    ...was.filter(name => !is.includes(name)).map(name => say(`${name} no longer leads to the endpoint`, 'change clients')),
    ...is.filter(name => !was.includes(name)).map(name => say(`${name} leads to the endpoint now`, 'nothing')),
  ];
}

/** A rule may be written in another way and let the same clients pass. */
function openingChanges(old: readonly Opening[], now: readonly Opening[], say: Say): Change[] {
  const told = ({ direction, what, peer, group }: Opening) => direction === 'in' ? `${what} in from ${peer}` : `${what} out of ${group}`;
  const lost = old.filter(one => !now.some(other => covers(other, one))).map(told);
  const added = now.filter(one => !old.some(other => covers(other, one))).map(told);
  return [
    ...[...new Set(lost)].map(text => say(`the security groups no longer let ${text}`, 'change clients')),
    ...[...new Set(added)].map(text => say(`the security groups let ${text} now`, 'nothing')),
  ];
}

function covers(one: Opening, other: Opening): boolean {
  const whom = ({ direction, peer, group }: Opening) => direction === 'in' ? peer : group;
  const isWhom = whom(one) === whom(other) || (one.direction === 'in' && one.peer === '0.0.0.0/0');
  return one.direction === other.direction && isWhom && coversPorts(one.what, other.what);
}

/** `TCP 20000-20999` has `TCP 20001`. */
function coversPorts(one: string, other: string): boolean {
  const [wide, narrow] = [one, other].map(what => /^(\S+) (\d+)(?:-(\d+))?$/.exec(what));
  if (one === 'everything' || one === other) { return true; }
  return wide !== null && narrow !== null && wide[1] === narrow[1]
    && Number(wide[2]) <= Number(narrow[2]) && Number(narrow[3] ?? narrow[2]) <= Number(wide[3] ?? wide[2]);
}
