import type { Change } from './change';
import type { RawResource, Stack } from '../assembly/template';

/** A group with one machine, as the nodes of a cluster are. */
interface Node {
  readonly id: string;
  /** `node 0`, or what the template calls the group. */
  readonly label: string;
  /**
   * What makes CloudFormation replace the group's machine if it changes:
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html
   */
  readonly definition: string;
  /** The group has no machine. */
  readonly isParked: boolean;
  /** The groups that CloudFormation waits for, near and far. */
  readonly after: ReadonlySet<string>;
}

/** Which nodes restart by a deployment, and in which order: those of a wave at once, a wave after the other. */
export function nodeChanges(before: readonly Stack[], now: readonly Stack[]): Change[] {
  return now.flatMap(stack => {
    const old = nodesOf(before.find(({ name }) => name === stack.name));
    const nodes = nodesOf(stack);
    const isNew = (node: Node) => !old.some(({ id }) => id === node.id);
    const formerOf = (node: Node) => old.find(({ id }) => id === node.id);
    const stays = (node: Node) => !node.isParked && formerOf(node)?.isParked === false;
    const rolled = nodes.filter(node => stays(node) && formerOf(node)!.definition !== node.definition);
    const parked = nodes.filter(node => node.isParked && formerOf(node)?.isParked === false);
    const back = nodes.filter(node => !node.isParked && formerOf(node)?.isParked);
    const say = (what: string): Change => ({ part: 'nodes', what: `${stack.name}: ${what}` });
    const named = (what: string, some: readonly Node[]) =>
      some.length > 0 ? [say(`${what}: ${some.map(({ label }) => label).join(', ')}`)] : [];
    const gone = old.filter(({ id }) => !nodes.some(node => node.id === id));
    return [
      ...rolled.length > 0 ? [say('these restart, one wave after the other: '
        + `${waves(rolled).map(wave => wave.join(' and ')).join('; ')}`)] : [],
      ...named('these stop, and keep their disks', parked),
      ...named('these start again', back),
      ...named('new', nodes.filter(isNew)),
      ...named('removed (their volumes stay; move the partitions of brokers before)', gone),
    ];
  });
}

/** Each wave has the nodes that wait for none of those that are left. */
function waves(nodes: readonly Node[]): string[][] {
  const found: string[][] = [];
  for (let left = [...nodes]; left.length > 0;) {
    const ready = left.filter(({ after }) => !left.some(({ id }) => after.has(id)));
    found.push(ready.map(({ label }) => label));
    left = left.filter(node => !ready.includes(node));
    if (ready.length === 0) { return found; } // a circle, which CloudFormation refuses
  }
  return found;
}

function nodesOf(stack: Stack | undefined): Node[] {
  const resources = stack?.template.Resources ?? {};
  return Object.entries(resources).filter(([, { Type, UpdatePolicy }]) =>
    Type === 'AWS::AutoScaling::AutoScalingGroup' && UpdatePolicy?.AutoScalingRollingUpdate !== undefined).map(([id, group]) => {
    const template = resources[group.Properties?.LaunchTemplate?.LaunchTemplateId?.Ref];
    const nodeId = /node\.id=(\d+)/.exec(JSON.stringify(template ?? ''))?.[1];
    return {
      id,
      label: nodeId === undefined ? id : `node ${nodeId}`,
      definition: JSON.stringify([template?.Properties, group.Properties?.LaunchTemplate, group.Properties?.VPCZoneIdentifier]),
      isParked: String(group.Properties?.DesiredCapacity ?? group.Properties?.MinSize) === '0',
      after: behind(resources, id),
    };
  });
}

/** All that a resource waits for by `DependsOn`, also by others. */
function behind(resources: { readonly [id: string]: RawResource }, id: string, found = new Set<string>()): Set<string> {
  const { DependsOn = [] } = (resources[id] ?? {}) as { DependsOn?: string | string[] };
  for (const other of [DependsOn].flat().filter(each => !found.has(each))) {
    found.add(other);
    behind(resources, other, found);
  }
  return found;
}
