import { CfnResource, Stack, Stage } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { groupBy } from '../private/broker-groups';
import { isPendingLookup } from '../private/pending-lookup';
import { MAX_NLB_LISTENERS } from '../private/port-plan';
import { Problems } from '../private/validation';

/**
 * Adds what is wrong when everything else that listens on the load balancer is taken into account. Only a complete app can tell.
 *
 * @param own the listeners that are concerned
 */
export function checkSharedLoadBalancer(
  problems: Problems, scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, own: elbv2.CfnListener[],
): void {
  // A lookup that is not done yet gives every load balancer the same dummy ARN, and an error would keep it from being done.
  if (loadBalancer.vpc && isPendingLookup(loadBalancer.vpc)) { return; }

  const listeners = listenersOn(scope, loadBalancer.loadBalancerArn);
  const isForeign = (listener: elbv2.CfnListener) => !own.includes(listener);
  const foreign = listeners.filter(isForeign);

  if (listeners.length > MAX_NLB_LISTENERS) {
    problems.add('PerBrokerNlbListeners.tooManyListeners', `${loadBalancer.node.path} has ${listeners.length} listeners, ${foreign.length} of them made elsewhere (the first is ${pathOf(foreign[0])}), and a load balancer has ${MAX_NLB_LISTENERS} at most; `
      + 'give some of them a load balancer and an endpoint service of their own');
  }
  for (const [port, onPort] of groupBy(listeners, listener => `${listener.port}`)) {
    const takers = onPort.filter(isForeign);
    if (takers.length > 0 && takers.length < onPort.length) {
      problems.add('PerBrokerNlbListeners.portTaken', `port ${port} of ${loadBalancer.node.path} is also the port of ${takers.map(pathOf).join(', ')}; `
        + "give one of them another port (client listeners by 'slot' or 'firstPort') or a load balancer of its own");
    }
  }
}

function listenersOn(scope: Construct, loadBalancerArn: string): elbv2.CfnListener[] {
  const stack = Stack.of(scope);
  const arn = JSON.stringify(stack.resolve(loadBalancerArn));
  // References are equal across stacks as they are; what they resolve to can be compared only inside one.
  return (Stage.of(scope) ?? scope.node.root).node.findAll().filter(isListener).filter(listener =>
    listener.loadBalancerArn === loadBalancerArn || (listener.stack === stack && JSON.stringify(stack.resolve(listener.loadBalancerArn)) === arn));
}

function isListener(construct: unknown): construct is elbv2.CfnListener {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === elbv2.CfnListener.CFN_RESOURCE_TYPE_NAME;
}

function pathOf(listener: elbv2.CfnListener): string {
  return listener.node.path.replace(/\/Resource$/, '');
}
