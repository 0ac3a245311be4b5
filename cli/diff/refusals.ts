import type { Change } from './change';
import type { RawResource, Stack } from '../assembly/template';

const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const SERVICE = 'AWS::EC2::VPCEndpointService';

/**
 * A change of one of these makes CloudFormation replace a load balancer:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html
 */
const REPLACING = ['Name', 'Scheme', 'Type'];

/** What AWS refuses while endpoints are connected to a service, so that the deployment rolls back. */
export function refusals(before: readonly Stack[], now: readonly Stack[]): Change[] {
  return before.flatMap(old => {
    const stack = now.find(({ name }) => name === old.name);
    if (!stack) { return []; }
    return Object.entries(old.template.Resources).flatMap(([id, resource]) => {
      const say = (what: string): Change => ({ part: 'refused', what: `${old.name}.${id}: ${what}` });
      const other = stack.template.Resources[id];
      if (resource.Type === SERVICE) { return ofService(resource, other).map(say); }
      return resource.Type === BALANCER && servesAService(before, id) ? ofBalancer(resource, other).map(say) : [];
    });
  });
}

function ofService(old: RawResource, now: RawResource | undefined): string[] {
  if (!now) { return ['the endpoint service goes away, which AWS allows only when every connection was rejected or deleted']; }
  return text(old, 'NetworkLoadBalancerArns') === text(now, 'NetworkLoadBalancerArns')
    ? []
    : ['the endpoint service gets another load balancer, and AWS takes none away from a service with connections'];
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-delete.html */
function ofBalancer(old: RawResource, now: RawResource | undefined): string[] {
  if (!now) { return ['the load balancer goes away, or gets another logical id, and AWS deletes none that a service uses']; }
  const replaced = REPLACING.filter(name => text(old, name) !== text(now, name));
  const subnets = listOf(old, 'Subnets').filter(subnet => !listOf(now, 'Subnets').includes(subnet));
  return [
    ...replaced.length > 0 ? [`${replaced.join(', ')} of the load balancer is another one, so CloudFormation replaces it, `
      + 'and AWS deletes none that a service uses'] : [],
    ...subnets.length > 0 ? [`the load balancer loses ${subnets.join(', ')}, and AWS takes no zone away that endpoints use`] : [],
    ...listOf(old, 'SecurityGroups').length === 0 && listOf(now, 'SecurityGroups').length > 0
      ? ['the load balancer was made without a security group, and AWS gives it none later'] : [],
  ];
}

function servesAService(stacks: readonly Stack[], balancerId: string): boolean {
  return stacks.some(({ template }) => Object.values(template.Resources)
    .some(resource => resource.Type === SERVICE && text(resource, 'NetworkLoadBalancerArns').includes(balancerId)));
}

function text({ Properties = {} }: RawResource, name: string): string {
  return JSON.stringify(Properties[name] ?? null);
}

function listOf({ Properties = {} }: RawResource, name: string): string[] {
  return [Properties[name] ?? []].flat()
    .map((value: any) => value?.Ref ?? (typeof value === 'string' ? value : JSON.stringify(value)));
}
