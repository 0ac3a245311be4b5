import { Token } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { RememberingTarget } from './remembering-target';
import { ClientListener } from '../model/client-listener';
import { IKafkaBroker } from '../model/kafka-broker';
import { brokersText, groupBy } from '../private/broker-groups';
import { fail, Problems, quote } from '../private/validation';

/** A broker as the target of one client listener. */
export class BrokerTarget extends RememberingTarget {
  public readonly brokerId: number;

  constructor(broker: IKafkaBroker, bindPort: number) {
    const target: Partial<elbv2.INetworkLoadBalancerTarget> | undefined = broker.nlbTarget(bindPort);
    if (typeof target?.attachToNetworkTargetGroup !== 'function') {
      refuse(broker.brokerId, `'nlbTarget' gives back ${target ? 'what has no attachToNetworkTargetGroup()' : 'nothing'}; `
        + 'let it give back a target, such as an IpTarget');
    }
    super(target as elbv2.INetworkLoadBalancerTarget);
    this.brokerId = broker.brokerId;
  }

  public attachToNetworkTargetGroup(targetGroup: elbv2.INetworkTargetGroup): elbv2.LoadBalancerTargetProps {
    const registered: elbv2.LoadBalancerTargetProps | undefined = super.attachToNetworkTargetGroup(targetGroup);
    return registered ?? refuse(this.brokerId, "attachToNetworkTargetGroup() of what 'nlbTarget' gives back gives nothing; "
      + "let it give back its 'targetType', and 'targetJson' unless it registers itself");
  }
}

function refuse(brokerId: number, message: string): never {
  return fail(`broker ${brokerId}`, 'PerBrokerNlbListeners.brokerMember', message);
}

/**
 * Adds the problems of the targets of one client listener. They must be attached already.
 */
export function checkTargets(problems: Problems, listener: ClientListener, targets: BrokerTarget[]): void {
  const kinds = groupBy(targets, target => `${target.kind}`);
  if (kinds.size > 1) {
    const found =
      [...kinds].map(([kind, members]) => `${kind} for ${brokersText(members.map(target => target.brokerId))}`).join(', ');
    problems.add('PerBrokerNlbListeners.mixedTargets', `the brokers are targets of different kinds (${found}), `
      + `and the bootstrap target group of ${listener.name} takes one kind only; `
      + 'give every broker by KafkaBroker.fromIpAddress(), or every one by its instance');
  }
  for (const { brokerId, port } of targets) {
    const bindPort = listener.bindPortOf(brokerId);
    if (port !== undefined && !Token.isUnresolved(port) && port !== bindPort) {
      problems.add('PerBrokerNlbListeners.targetPort', `the target of broker ${brokerId} is on port ${port}, `
        + `and client listener ${listener.name} binds ${bindPort} there, which is the port that is opened and checked; `
        + "let 'nlbTarget' use the port that it is given, or give the listener this 'bindPort', "
        + "or in 'bindPorts' for this broker");
    }
  }
  checkSameTargets(problems, targets, id => id);
}

/**
 * Adds a problem for brokers that are the same target: clients of one would be served by the other, and no one would notice.
 *
 * @param identity what two ids have in common when they mean the same
 */
export function checkSameTargets(problems: Problems, targets: BrokerTarget[], identity: (id: string) => string): void {
  const known = targets.filter(target => target.id !== undefined);
  for (const same of groupBy(known, target => `${identity(target.id!)} ${target.port}`).values()) {
    if (same.length > 1) {
      problems.add('PerBrokerNlbListeners.sameTarget', `${brokersText(same.map(target => target.brokerId))} are the same `
        + `target, ${quote(same[0].id)} on port ${same[0].port}; clients of one would silently reach the other, `
        + "so give each broker its own, and where they share a host a port of its own in 'bindPorts'");
    }
  }
}
