import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { zonalName } from './endpoint-dns';
import { SubnetZone } from './subnet-zones';
import { enterOwn } from './taken-names';
import { AdvertisedHost } from '../model/advertised-host';

/**
 * The names of an endpoint for hosts that share a suffix: the suffix itself, to bootstrap from; one wildcard for hosts by broker,
 * whoever the brokers are; a name for each zone for hosts by zone, a wildcard where each broker has its own there. They are
 * aliases, so they follow the endpoint's addresses.
 *
 * @param regional the endpoint's name in all zones
 */
export function addHostRecords(
  scope: Construct, hostedZone: route53.IHostedZone, hosts: AdvertisedHost[], zones: SubnetZone[],
  regional: route53.AliasRecordTargetConfig,
): void {
  type Target = route53.AliasRecordTargetConfig;
  const alias = (parent: Construct, id: string, name: string, target: Target) => enterOwn(new route53.ARecord(parent, id, {
    zone: hostedZone,
    recordName: `${name}.`, // complete, so that the hosted zone's name, perhaps a token, is not added
    target: route53.RecordTarget.fromAlias({ bind: () => target }),
  }));
  const suffix = hosts[0].bootstrapHost;

  alias(scope, 'Apex', suffix, regional);
  if (hosts.some(host => host._isPerBroker && !host._isPerZone)) {
    alias(scope, 'Wildcard', `*.${suffix}`, regional);
  }
  const byZone = new Map(hosts.filter(host => host._isPerZone).map(host => [host.pattern, host]));
  for (const [pattern, host] of byZone) {
    const records = new Construct(scope, pattern);
    for (const { key, name, id } of zones) {
      alias(records, key, host._nameOfZone(id!), zonalName(regional, name));
    }
  }
}
