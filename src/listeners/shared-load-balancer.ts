import { Stack } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { AppResources } from '../private/app-resources';
import { groupBy } from '../private/broker-groups';
import { isPendingLookup } from '../private/pending-lookup';
import { MAX_NLB_LISTENERS } from '../private/port-plan';
import { Problems } from '../private/validation';

/**
 * Adds what is wrong when everything else that listens on the load balancer is taken into account. Only a complete app can tell.
 *
 * @param stage what is in the app, or in the stage of the load balancer
 * @param own the listeners that are concerned
 */
export function checkSharedLoadBalancer(
  problems: Problems, scope: Construct, stage: AppResources, loadBalancer: elbv2.INetworkLoadBalancer,
  own: Set<elbv2.CfnListener>,
): void {
  // A lookup that is not done yet gives every load balancer the same dummy ARN, and an error would keep it from being done.
  if (loadBalancer.vpc && isPendingLookup(loadBalancer.vpc)) { return; }

  const listeners = listenersOn(stage, Stack.of(scope), loadBalancer.loadBalancerArn);
  const isForeign = (listener: elbv2.CfnListener) => !own.has(listener);
  const foreign = listeners.filter(isForeign);

  if (listeners.length > MAX_NLB_LISTENERS) {
    problems.add('PerBrokerNlbListeners.tooManyListeners', `${loadBalancer.node.path} has ${listeners.length} listeners, `
      + `${foreign.length} of them made elsewhere (the first is ${pathOf(foreign[0])}), `
      + `and a load balancer has ${MAX_NLB_LISTENERS} at most; `
      + 'give some of them a load balancer and an endpoint service of their own');
  }
  for (const [port, onPort] of groupBy(listeners, listener => `${listener.port}`)) {
    const takers = onPort.filter(isForeign);
    if (takers.length > 0 && takers.length < onPort.length) {
      problems.add('PerBrokerNlbListeners.portTaken', `port ${port} of ${loadBalancer.node.path} is also the port of `
        + `${takers.map(pathOf).join(', ')}; `
        + "give one of them another port (client listeners by 'slot' or 'firstPort') or a load balancer of its own");
    }
  }
}

function listenersOn(stage: AppResources, stack: Stack, loadBalancerArn: string): elbv2.CfnListener[] {
  const type = elbv2.CfnListener.CFN_RESOURCE_TYPE_NAME;
  const found = [loadBalancerArn, stage.textOf(stack, loadBalancerArn)].flatMap(key => stage.find(type, keysOf, key));
  return [...new Set(found)];
}

/** References are equal across stacks as they are; what they resolve to can be compared only inside one. */
function keysOf({ stack, loadBalancerArn }: elbv2.CfnListener, resources: AppResources): string[] {
  return [loadBalancerArn, resources.textOf(stack, loadBalancerArn)];
}

function pathOf(listener: elbv2.CfnListener): string {
  return listener.node.path.replace(/\/Resource$/, '');
}
