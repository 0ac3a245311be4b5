import { Fn } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';

/** What stands before the service in the name of an endpoint. */
const SERVICE_LABEL = '.vpce-svc-';

/**
 * The name of an interface endpoint that resolves to its addresses in all zones.
 *
 * Entries are `<hosted zone id>:<name>`, and the first is always the regional one; the order of the others is not documented.
 *
 * @param dnsEntries the endpoint's `DnsEntries` attribute
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html
 */
export function regionalName(dnsEntries: string[]): route53.AliasRecordTargetConfig {
  const entry = Fn.split(':', Fn.select(0, dnsEntries));
  return { hostedZoneId: Fn.select(0, entry), dnsName: Fn.select(1, entry) };
}

/**
 * The name of an interface endpoint that resolves to its address in one zone: the regional name with `-<zone>` after its first
 * label, `vpce-….vpce-svc-….eu-west-1.vpce.amazonaws.com` → `vpce-…-eu-west-1a.vpce-svc-….eu-west-1.vpce.amazonaws.com`.
 *
 * @param regional the endpoint's regional name
 * @param availabilityZone the zone's name in the endpoint's account; a token is accepted
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html#endpoint-service-dns-hostnames
 */
export function zonalName(
  { hostedZoneId, dnsName }: route53.AliasRecordTargetConfig, availabilityZone: string,
): route53.AliasRecordTargetConfig {
  const [endpoint, rest] = [0, 1].map(i => Fn.select(i, Fn.split(SERVICE_LABEL, dnsName)));
  return { hostedZoneId, dnsName: `${endpoint}-${availabilityZone}${SERVICE_LABEL}${rest}` };
}

/** The parts of a literal name of an endpoint, or undefined where it is none to an endpoint service. */
export function partsOfName(
  dnsName: string,
): { readonly endpointId: string; readonly serviceId: string; readonly zone?: string } | undefined {
  const [, endpointId, zone, serviceId] =
    /^(vpce-[0-9a-f]+)-[a-z0-9]+(?:-([a-z0-9-]+))?\.(vpce-svc-[0-9a-f]+)\.[a-z0-9-]+\.vpce\.[a-z0-9.-]+$/.exec(dnsName) ?? [];
  return endpointId === undefined ? undefined : { endpointId, serviceId, zone };
}
