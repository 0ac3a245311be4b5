import { Validations } from 'aws-cdk-lib';
import { Construct } from 'constructs';

/** The packs of cdk-nag that have a rule of AWS Config by one name, after their own. */
const PACKS = ['HIPAA.Security', 'NIST.800.53.R4', 'NIST.800.53.R5', 'PCI.DSS.321'];

/**
 * Says to policy packs, on which nothing here depends, why resources are right to break a rule: one that users can do nothing
 * about.
 *
 * @param scope the resources, and what they are in
 * @param rule the rule's name, without the pack's
 * @param reason why
 */
export function acknowledgeInPacks(scope: Construct, rule: string, reason: string): void {
  Validations.of(scope).acknowledge(...PACKS.map(pack => ({ id: `${pack}-${rule}`, reason })));
}
