import { Token } from 'aws-cdk-lib';
import { groupBy } from '../private/broker-groups';
import { zoneIdProblem } from '../private/dns-names';
import { Problems, quote } from '../private/validation';

/**
 * Adds what is wrong with a map from zone names to zone ids. It may have zones that have no subnet: it is the same for all VPCs
 * and regions of an account.
 */
export function checkZoneIds(problems: Problems, zoneIds: { [availabilityZone: string]: string }): void {
  const rule = 'KafkaPrivateLinkConsumer.availabilityZoneIds';
  const known = Object.entries(zoneIds).filter(([, zoneId]) => !Token.isUnresolved(zoneId));
  for (const [zoneId, same] of groupBy(known, ([, id]) => id)) {
    const problem = zoneIdProblem(zoneId);
    if (problem) {
      problems.add(rule, `'availabilityZoneIds' has ${quote(zoneId)}, which ${problem}`);
    } else if (same.length > 1) {
      problems.add(rule, `'availabilityZoneIds' has ${quote(zoneId)} for ${same.map(([name]) => quote(name)).join(' and ')}; `
        + 'each zone has an id of its own');
    }
  }
}
