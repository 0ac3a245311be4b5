/**
 * What AWS takes, unless it raised a quota.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
 */
export const QUOTAS = {
  templateBytes: 1_000_000,
  resources: 500,
  listeners: 50,
  /** In each direction. */
  rules: 60,
  userDataBytes: 16 * 1024,
} as const;

/** The size of a template in the form in which the CDK writes it. */
export function templateBytes(template: object): number {
  return Buffer.byteLength(JSON.stringify(template, undefined, 1));
}
