import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { KafkaVendor } from './kafka-vendor';
import { principalIdentity } from '../private/service-principals';

/** What a service is told of its users. */
interface Users {
  readonly allowedPrincipals: iam.ArnPrincipal[];
  readonly managePrincipals?: boolean;
  readonly supportedRegions?: string[];
  readonly vendors?: KafkaVendor[];
}

/** Who may connect: the vendors' principals after the others, unless somebody else keeps the list. */
export function principalsWith(
  { allowedPrincipals, managePrincipals = true, vendors = [] }: Users, region: string,
): iam.ArnPrincipal[] {
  const known = new Set(allowedPrincipals.map(principalIdentity));
  const added = managePrincipals ? vendors.flatMap(vendor => vendor._principals(region)) : [];
  return [...allowedPrincipals, ...added.filter(principal => {
    const identity = principalIdentity(principal);
    const isNew = identity === undefined || !known.has(identity);
    known.add(identity);
    return isNew;
  })];
}

/** Who is whose, as JSON: the contract, which goes to every consumer, does not say it. */
export function principalsByVendor(vendors: KafkaVendor[], region: string): string {
  return JSON.stringify(vendors.map(vendor => ({
    name: vendor.name, listener: vendor.listener.name, principals: vendor._principals(region).map(({ arn }) => arn),
  })));
}

/** The regions with those of vendors that are elsewhere; undefined where there is none but the service's own. */
export function regionsWith({ supportedRegions, vendors = [] }: Users, region: string): string[] | undefined {
  if (Token.isUnresolved(supportedRegions)) { return supportedRegions; }
  const others = vendors.flatMap(vendor => vendor._otherRegion(region) ?? []);
  const added = [...new Set(others)].filter(other => !supportedRegions?.includes(other));
  return added.length === 0 ? supportedRegions : [...supportedRegions ?? [], ...added];
}
