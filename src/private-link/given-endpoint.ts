import { Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { IConstruct } from 'constructs';
import type { KafkaPrivateLinkConsumerProps } from './kafka-private-link-consumer-props';
import { regionOfService } from '../private/contract-document';
import { partsOfName, regionalName } from '../private/endpoint-dns';
import { isOfType } from '../private/endpoint-permissions';
import { isKnown } from '../private/pending-lookup';
import { targetsOf } from '../private/token-origin';
import { Problems, quote } from '../private/validation';

type Given = Pick<KafkaPrivateLinkConsumerProps, 'endpoint' | 'endpointDnsEntry' | 'hostedZone'>;

const RULE = 'KafkaPrivateLinkConsumer.endpointDns';

/** The resource of an endpoint that this app makes, also where it is imported by a reference to that. */
export function resourceOfEndpoint(scope: IConstruct, endpoint: ec2.IVpcEndpoint): ec2.CfnVPCEndpoint | undefined {
  return targetsOf(scope, endpoint.vpcEndpointId).find(isOfType(ec2.CfnVPCEndpoint)) as ec2.CfnVPCEndpoint | undefined;
}

/** The name of a given endpoint in all of its zones. It was checked that it is known. */
export function regionalNameOf(
  scope: IConstruct, endpoint: ec2.IVpcEndpoint, entry: Given['endpointDnsEntry'],
): route53.AliasRecordTargetConfig {
  return entry ?? regionalName(resourceOfEndpoint(scope, endpoint)!.attrDnsEntries);
}

/**
 * The subnets of a given endpoint, where this app makes it and says which they are; those that the VPC does not have are left
 * out.
 */
export function subnetsOfEndpoint(scope: IConstruct, endpoint: ec2.IVpcEndpoint, vpc: ec2.IVpc): ec2.ISubnet[] | undefined {
  const ids = resourceOfEndpoint(scope, endpoint)?.subnetIds;
  if (ids === undefined || Token.isUnresolved(ids)) { return undefined; }
  const found =
    ids.map(id => [...vpc.privateSubnets, ...vpc.isolatedSubnets, ...vpc.publicSubnets].find(({ subnetId }) => subnetId === id));
  return found.every(subnet => subnet !== undefined) ? found as ec2.ISubnet[] : undefined;
}

/** Adds what is wrong with a given endpoint and with what is said of it. */
export function checkGivenEndpoint(problems: Problems, scope: IConstruct, given: Given, serviceName: string | undefined): void {
  const { endpoint, endpointDnsEntry: entry } = given;
  if (!endpoint) {
    if (entry) {
      problems.add(RULE, "'endpointDnsEntry' is the name of an endpoint that is given, and there is no 'endpoint'; give both, "
        + 'or none, and one is made');
    }
    return;
  }
  const resource = resourceOfEndpoint(scope, endpoint);
  if (resource && entry) {
    problems.add(RULE, `${resource.node.path} is made in this app, and its names are taken from it; `
      + "leave 'endpointDnsEntry' out");
  } else if (!resource && !entry) {
    const id = isKnown(endpoint.vpcEndpointId) ? endpoint.vpcEndpointId : 'vpce-…';
    problems.add(RULE, 'an imported endpoint does not tell its name, to which records lead; '
      + `run aws ec2 describe-vpc-endpoints --vpc-endpoint-ids ${id} --query "VpcEndpoints[0].DnsEntries[0]", `
      + "which prints a DnsName and a HostedZoneId, and give these as 'endpointDnsEntry': { dnsName, hostedZoneId }");
  } else if (entry) {
    checkEntry(problems, entry, given);
  }
  checkService(problems, scope, serviceName, entry?.dnsName, resource);
}

function checkEntry(
  problems: Problems, { dnsName, hostedZoneId }: NonNullable<Given['endpointDnsEntry']>, { endpoint, hostedZone }: Given,
): void {
  const parts = isKnown(dnsName) ? partsOfName(dnsName) : undefined;
  if (isKnown(dnsName) && !parts) {
    problems.add(RULE, `'dnsName' of 'endpointDnsEntry', ${quote(dnsName)}, ${pastedName(dnsName)}`);
  } else if (parts?.zone !== undefined) {
    problems.add(RULE, `'dnsName' of 'endpointDnsEntry', ${quote(dnsName)}, leads to ${parts.zone} only; `
      + "give the first of the endpoint's DNS entries, which has no zone in it");
  }
  const id = endpoint!.vpcEndpointId;
  if (parts && isKnown(id) && parts.endpointId !== id) {
    problems.add(RULE, `'dnsName' of 'endpointDnsEntry' is of ${parts.endpointId}, and 'endpoint' is ${quote(id)}; `
      + 'give the name of that endpoint');
  }
  if (isKnown(hostedZoneId) && !/^Z[A-Z0-9]+$/.test(hostedZoneId)) {
    problems.add(RULE, `'hostedZoneId' of 'endpointDnsEntry' is ${quote(hostedZoneId)}, `
      + 'and an id of a hosted zone is like "Z38GZ743OKFT7T"; give the HostedZoneId that stands beside the DnsName');
  } else if (isKnown(hostedZoneId) && hostedZoneId === hostedZone?.hostedZoneId) {
    problems.add(RULE, `'hostedZoneId' of 'endpointDnsEntry' is that of your own 'hostedZone', ${quote(hostedZoneId)}; `
      + 'give the one of AWS, the HostedZoneId that stands beside the DnsName');
  }
}

/** What a person meant who gave this as the name of an endpoint. */
function pastedName(text: string): string {
  const [, entry] = /^Z[A-Z0-9]+:(\S+)$/.exec(text) ?? [];
  if (entry !== undefined) { return `has a hosted zone's id before it; give ${quote(entry)}, and the id as 'hostedZoneId'`; }
  if (/^com\.amazonaws\.|^vpce-svc-/.test(text)) {
    return 'is an endpoint service; give the name of the endpoint, which begins with "vpce-"';
  }
  if (/^vpce-[0-9a-f]+$/.test(text)) { return "is the id of an endpoint, which stands in 'endpoint'; give its DNS name"; }
  return 'is not the name of an endpoint to an endpoint service, '
    + 'such as "vpce-0123456789abcdef0-ab12cd34.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com"';
}

/** An endpoint leads to one service for life. */
function checkService(
  problems: Problems, scope: IConstruct, serviceName: string | undefined, entryName: string | undefined,
  resource: ec2.CfnVPCEndpoint | undefined,
): void {
  const [wanted, own, dnsName] = [serviceName, resource?.serviceName, entryName].map(name => literalOf(scope, name));
  const found = own !== undefined ? idOfService(own) : dnsName !== undefined ? partsOfName(dnsName)?.serviceId : undefined;
  if (found === undefined) { return; }
  if (wanted === undefined ? own !== undefined && !regionOfService(own) : idOfService(wanted) !== found) {
    problems.add('KafkaPrivateLinkConsumer.endpointService', `'endpoint' leads to ${quote(found)}, `
      + `and the contract is of ${wanted === undefined ? 'an endpoint service' : quote(idOfService(wanted))}; `
      + 'give the endpoint of that service, or the contract of this one');
  }
}

/** The id of an endpoint service, by which it is known in names; the whole name of any other service. */
function idOfService(name: string): string {
  return regionOfService(name) ? name.split('.').pop()! : name;
}

/** A text as it is deployed, if that is known by now. */
function literalOf(scope: IConstruct, text: string | undefined): string | undefined {
  const resolved = text === undefined ? undefined : Stack.of(scope).resolve(text);
  return typeof resolved === 'string' && isKnown(resolved) ? resolved : undefined;
}
