import type { Change } from './change';
import type { RawResource, Stack } from '../assembly/template';

const BALANCING = 'AWS::ElasticLoadBalancingV2::';

/**
 * A change of one of these makes CloudFormation replace a target group:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html
 */
const REPLACING = ['IpAddressType', 'Name', 'Port', 'Protocol', 'ProtocolVersion', 'TargetType', 'VpcId'];

/** Ports that get another target group: what is connected through the old one, and what AWS refuses. */
export function targetGroupChanges(before: readonly Stack[], now: readonly Stack[]): Change[] {
  return now.flatMap(stack => {
    const old = before.find(({ name }) => name === stack.name)?.template.Resources ?? {};
    const resources = stack.template.Resources;
    const replaced = ofType(resources, 'TargetGroup').flatMap(([id, group]) => {
      const changed = old[id] === undefined ? [] : REPLACING.filter(name => text(old[id], name) !== text(group, name));
      return changed.length > 0 ? [{ id, group, changed }] : [];
    });
    const reasonOf = (id: string, listener: RawResource) => {
      const own = replaced.find(each => text(listener, 'DefaultActions').includes(`"${each.id}"`));
      if (own) { return `${own.changed.join(', ')} of its target group changes`; }
      return text(old[id], 'DefaultActions') === text(listener, 'DefaultActions') ? undefined : 'it leads to another target group';
    };
    const ports = ofType(resources, 'Listener').filter(([id]) => old[id] !== undefined).flatMap(([id, listener]) => {
      const reason = reasonOf(id, listener);
      return reason === undefined ? [] : [{ reason, port: listener.Properties?.Port }];
    });
    return [
      ...replaced.filter(({ group, changed }) => group.Properties?.Name !== undefined && !changed.includes('Name'))
        .map(({ id, group, changed }): Change => ({
          part: 'refused',
          what: `${stack.name}.${id}: ${changed.join(', ')} of the target group changes, so CloudFormation makes a new one first, `
            + `and AWS takes no second one with the name ${JSON.stringify(group.Properties!.Name)}`,
        })),
      ...[...new Set(ports.map(({ reason }) => reason))].map((reason): Change => {
        const own = ports.filter(each => each.reason === reason).map(({ port }) => port);
        return {
          part: 'ports',
          what: `${stack.name}: ${own.length === 1 ? 'port' : 'ports'} ${own.join(', ')}: ${reason}. `
            + 'Open connections through the old target group may end, and clients connect again',
        };
      }),
    ];
  });
}

function ofType(resources: Stack['template']['Resources'], type: string): [string, RawResource][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === `${BALANCING}${type}`);
}

function text({ Properties = {} }: RawResource, name: string): string {
  return JSON.stringify(Properties[name] ?? null);
}
