import { quote } from './validation';

/**
 * The name of every node, where nodes have certificates. It is no client's: what `ListenerSecurity.mutualTls` makes of a certificate begins with a
 * prefix, Kafka takes blanks away from the ends of a token's `sub`, and no user is made with one.
 */
export const NODE_PRINCIPAL = ' kafka:node';

/** Whoever comes by a listener that asks nobody. */
export const ANONYMOUS = 'ANONYMOUS';

/** The common name, where it stands first: anywhere else an escaped comma in another part of the subject could be taken for its beginning. */
const BY_COMMON_NAME = 'RULE:^CN=([A-Za-z0-9._-]+)(,.*)?$/$1/';

/** Parentheses are in no common name that the default rule takes. */
const UNMAPPED = '(unmapped)';

/** `ssl.principal.mapping.rules` of the nodes' own listeners: whoever has a certificate of their authority is a node. */
export const NODE_MAPPING = `RULE:^.*$/${NODE_PRINCIPAL}/`;

const RULE = /^RULE:((?:\\.|[^\\/])+)\/((?:\\.|[^\\/])*)\/(L?)$/;

/** What is wrong with a prefix, or undefined. */
export function prefixProblem(prefix: string): string | undefined {
  return /^[a-z0-9_-]+\.$/.test(prefix) ? undefined : `must be of lower-case letters, digits, "_" and "-" with a dot at the end, for example "client."; got ${quote(prefix)}`;
}

/** What is wrong with a rule, or undefined. */
export function mappingRuleProblem(rule: string): string | undefined {
  if (rule === 'DEFAULT') { return 'has DEFAULT, which takes the whole subject without the prefix; write "RULE:^(.*)$/$1/"'; }
  return RULE.test(rule) ? undefined : `has ${quote(rule)}, which is no rule such as "RULE:^CN=([a-z]+),.*$/$1/"; the only letter after it is L`;
}

/** `ssl.principal.mapping.rules`: every name begins with the prefix, also where no rule fits. */
export function clientMapping(prefix: string, rules: string[] = [BY_COMMON_NAME]): string {
  const prefixed = rules.map(rule => rule.replace(RULE, (_, pattern, name, letter) => `RULE:${pattern}/${prefix}${name}/${letter}`));
  return [...prefixed, `RULE:^.*$/${prefix}${UNMAPPED}/`].join(',');
}
