import { Fate } from './cdk-diff';

interface Resource {
  readonly Type: string;
  readonly Properties: { readonly [name: string]: any };
}

export interface Resources {
  readonly [logicalId: string]: Resource;
}

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';
const SERVICE = 'AWS::EC2::VPCEndpointService';
const MAX_LISTENERS = 50;

/** What AWS does not let two resources have at a time, by type. */
const EXCLUSIVE: { [type: string]: { conflict: string; of: (properties: Resource['Properties']) => unknown[] } } = {
  [LISTENER]: { conflict: 'ports that are taken', of: ({ LoadBalancerArn, Port }) => [{ LoadBalancerArn, Port }] },
  'AWS::Route53::HostedZone': { conflict: 'a second zone of the name', of: ({ Name, VPCs }) => [{ Name, VPCs }] },
  'AWS::Route53::RecordSet': { conflict: 'a second record of the name', of: ({ HostedZoneId, Name, Type }) => [{ HostedZoneId, Name, Type }] },
  [SERVICE]: { conflict: 'a load balancer in two services', of: ({ NetworkLoadBalancerArns }) => NetworkLoadBalancerArns },
};

const TOO_MANY = `more than ${MAX_LISTENERS} listeners at a time`;
const TWO_LOAD_BALANCERS = 'target groups on two load balancers';
const ANOTHER_LOAD_BALANCER = 'another load balancer for the service';

export const CONFLICTS = [...Object.values(EXCLUSIVE).map(({ conflict }) => conflict), TOO_MANY, TWO_LOAD_BALANCERS, ANOTHER_LOAD_BALANCER];

const equal = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/**
 * What AWS refuses while CloudFormation makes `after` of `before`: it creates and updates first, and deletes what is replaced or gone at the end.
 */
export function conflicts(before: Resources, after: Resources, fates: ReadonlyMap<string, Fate>): string[] {
  const isNew = (id: string) => ['create', 'replace'].includes(fates.get(id)!);
  const old = (type: string) => Object.values(before).filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const fresh = Object.entries(after).filter(([id]) => isNew(id)).map(([, resource]) => resource);
  const freshListeners = fresh.filter(({ Type }) => Type === LISTENER).map(({ Properties }) => Properties);

  const exclusive = Object.entries(EXCLUSIVE).filter(([type, { of }]) => {
    const wanted = Object.entries(after).filter(([id, { Type }]) => Type === type && (isNew(id) || fates.get(id) === 'update'));
    // What is updated in place has its own already, and that of another only when the other one is gone.
    const taken = (id: string) => Object.entries(before).filter(([other, { Type }]) => Type === type && (isNew(id) || other !== id))
      .flatMap(([, { Properties }]) => of(Properties));
    return wanted.some(([id, { Properties }]) => of(Properties).some(one => taken(id).some(other => equal(other, one))));
  }).map(([, { conflict }]) => conflict);

  const sharesItsGroup = freshListeners.some(({ LoadBalancerArn, DefaultActions: [{ TargetGroupArn: group }] }) => !isNew(group.Ref)
    && old(LISTENER).some(other => equal(other.DefaultActions[0].TargetGroupArn, group) && !equal(other.LoadBalancerArn, LoadBalancerArn)));

  const isTooMany = freshListeners.some(({ LoadBalancerArn }) =>
    [...old(LISTENER), ...freshListeners].filter(other => equal(other.LoadBalancerArn, LoadBalancerArn)).length > MAX_LISTENERS);

  const changesItsLoadBalancer = Object.entries(after).some(([id, { Type, Properties }]) => Type === SERVICE && id in before
    && !equal(before[id].Properties.NetworkLoadBalancerArns, Properties.NetworkLoadBalancerArns));

  return [
    ...exclusive,
    ...sharesItsGroup ? [TWO_LOAD_BALANCERS] : [],
    ...isTooMany ? [TOO_MANY] : [],
    ...changesItsLoadBalancer ? [ANOTHER_LOAD_BALANCER] : [],
  ].sort();
}
