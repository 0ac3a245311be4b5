import { quote } from './validation';

/**
 * The name of every node, where nodes have certificates. It is no client's: what `ListenerSecurity.mutualTls` makes of a
 * certificate begins with a prefix, Kafka takes blanks away from the ends of a token's `sub`, and no user is made with one.
 */
export const NODE_PRINCIPAL = ' kafka:node';

/** Whoever comes by a listener that asks nobody. */
export const ANONYMOUS = 'ANONYMOUS';

/**
 * The first common name, wherever it stands in the subject, that needs no escape there. Java escapes a "=" in a value, so no
 * other part can hold the beginning of a name; parts of several values are not taken apart. User data has no room for a longer
 * rule.
 */
const BY_COMMON_NAME = String.raw`RULE:^(.+?,)??CN=([^,+\\]+)(,.*)?$/$2/`;

/**
 * The whole subject, which has a "=" that no escape stands before, as no common name does: two subjects have two names. Without a
 * subject there is no name, and nobody gets in.
 */
const BY_SUBJECT = 'RULE:^(.+)$/$1/';

/** `ssl.principal.mapping.rules` of the nodes' own listeners: whoever has a certificate of their authority is a node. */
export const NODE_MAPPING = `RULE:^.*$/${NODE_PRINCIPAL}/`;

const RULE = /^RULE:((?:\\.|[^\\/])+)\/((?:\\.|[^\\/])*)\/(L?)$/;

/** What is wrong with a prefix, or undefined. */
export function prefixProblem(prefix: string): string | undefined {
  return /^[a-z0-9_-]+\.$/.test(prefix) ? undefined : 'must be of lower-case letters, digits, '
    + `"_" and "-" with a dot at the end, for example "client."; got ${quote(prefix)}`;
}

/** What is wrong with a rule, or undefined. */
export function mappingRuleProblem(rule: string): string | undefined {
  if (rule === 'DEFAULT') { return 'has DEFAULT, which takes the whole subject without the prefix; write "RULE:^(.*)$/$1/"'; }
  return RULE.test(rule) ? undefined : `has ${quote(rule)}, which is not a rule such as "RULE:^CN=([a-z]+),.*$/$1/"; `
    + 'the only letter after it is L';
}

/** `ssl.principal.mapping.rules`: every name begins with the prefix, also where no rule fits. */
export function clientMapping(prefix: string, rules: string[] = [BY_COMMON_NAME]): string {
  return [...rules, BY_SUBJECT].map(rule =>
    rule.replace(RULE, (_, pattern, name, letter) => `RULE:${pattern}/${prefix}${name}/${letter}`)).join(',');
}
