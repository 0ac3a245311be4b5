/**
 * How many rules of one direction a security group has room for, unless AWS was asked for more.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
 */
export const MAX_GROUP_RULES = 60;

/** What there is to say of rules that an account with the default quota has no room for: the deployment would fail half-way. */
export function quotaText(where: string, count: number, way: string): string | undefined {
  return count <= MAX_GROUP_RULES ? undefined
    : `${where} gets ${count} rules, and a security group has room for ${MAX_GROUP_RULES} in one direction unless AWS was `
      + `asked for more; ${way}, or ask for a higher quota and acknowledge this`;
}
