import { CfnResource, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { isPendingLookup } from '../private/pending-lookup';
import { quote, reportError, reportWarning } from '../private/validation';

/** Tells what is known to be wrong with a load balancer that was not made here. Of an import little is known. */
export function checkGivenLoadBalancer(scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, vpc: ec2.IVpc): void {
  checkVpc(scope, loadBalancer, vpc);
  const { defaultChild } = loadBalancer.node;
  if (isLoadBalancer(defaultChild)) {
    warnOfInboundRules(scope, loadBalancer, defaultChild);
    warnOfInternet(scope, loadBalancer, defaultChild);
  }
}

/** Reported, since an id can be that of a stand-in until all is looked up. */
function checkVpc(scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, vpc: ec2.IVpc): void {
  const own = loadBalancer.vpc;
  if (!own || [own, vpc].some(({ vpcId }) => Token.isUnresolved(vpcId)) || own.vpcId === vpc.vpcId
    || [own, vpc].some(isPendingLookup)) {
    return;
  }
  reportError(scope, 'PerBrokerNlbListeners.loadBalancerVpc', `${loadBalancer.node.path} is in ${quote(own.vpcId)} and 'vpc' `
    + `is ${quote(vpc.vpcId)}, and a load balancer reaches target groups of its own VPC only; `
    + 'give the VPC of the load balancer');
}

function warnOfInboundRules(scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, resource: elbv2.CfnLoadBalancer): void {
  const setting = resource.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
  if (setting === 'off' || Token.isUnresolved(setting) || loadBalancer.connections.securityGroups.length === 0) { return; }
  reportWarning(scope, 'PerBrokerNlbListeners.inboundRulesEnforced',
    `${loadBalancer.node.path} applies the inbound rules of its security groups to PrivateLink traffic, `
      + 'as AWS does unless told otherwise: connections of consumers are dropped without a word where no rule lets in their '
      + 'private addresses. '
    + "Set 'enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: false' there, or let these addresses in and acknowledge this");
}

function warnOfInternet(scope: Construct, loadBalancer: elbv2.INetworkLoadBalancer, { scheme }: elbv2.CfnLoadBalancer): void {
  if (scheme !== 'internet-facing') { return; }
  reportWarning(scope, 'PerBrokerNlbListeners.internetFacing',
    `${loadBalancer.node.path} faces the internet, so PrivateLink is not the only way to the brokers: `
      + 'whoever its security groups let in reaches every listener. '
    + "Give an internal load balancer ('internetFacing: false'), or acknowledge this");
}

export function isLoadBalancer(construct: unknown): construct is elbv2.CfnLoadBalancer {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === elbv2.CfnLoadBalancer.CFN_RESOURCE_TYPE_NAME;
}
