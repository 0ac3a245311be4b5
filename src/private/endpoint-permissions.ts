import { CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { targetsOf } from './token-origin';

/**
 * Who may connect to the endpoint service of which a name is, where this app makes that: without them an endpoint is refused.
 * They stand beside the service, and nothing of an endpoint refers to them.
 */
export function permissionsOf(scope: IConstruct, serviceName: string | undefined): IConstruct[] {
  return targetsOf(scope, serviceName).filter(isOfType(ec2.CfnVPCEndpointService)).flatMap(service =>
    service.node.scope!.node.children.filter(isOfType(ec2.CfnVPCEndpointServicePermissions)));
}

/** Whether a construct is a resource of a type, also one of another copy of the CDK. */
export function isOfType({ CFN_RESOURCE_TYPE_NAME }: { CFN_RESOURCE_TYPE_NAME: string }) {
  return (construct: IConstruct) => CfnResource.isCfnResource(construct) && construct.cfnResourceType === CFN_RESOURCE_TYPE_NAME;
}
