import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { isClassName, kafkaKey } from './kafka-definitions';
import { nearest } from './override-keys';
import { isReference, SECRET } from './secret-keys';
import { Problems, quote } from '../private/validation';

/** What may be said of a listener beside its `security`. */
export const LISTENER_LIMITS = ['max.connections', 'max.connection.creation.rate', 'num.network.threads'];

/**
 * Keys that can't be overridden, and why. Of `ssl.` and of a listener's own properties the ones that say nothing about who may
 * connect are left.
 */
const OWNED: [RegExp, string][] = [
  [/^(process\.roles|node\.id|broker\.id)$/, 'follow from the node that is rendered'],
  [/^broker\.rack$/, "is the node's 'zoneId'"],
  [/^log\.dirs?$/, "are given by 'logDirs'"],
  [/^controller\.quorum\.(voters|bootstrap\.servers|auto\.join\.enable)$/, "follow from 'quorum'"],
  [/^((advertised\.|early\.start\.)?listeners|listener\.security\.protocol\.map|(inter\.broker|controller|control\.plane)\.listener\.names?|security\.inter\.broker\.protocol)$/,
    "follow from 'clientListeners', 'internalListenerName' and the ports"],
  [/(^|\.)max\.connections\.per\.ip(\.|$)/, 'count by source address, and all clients of an endpoint service have the load '
    + "balancer's"],
  [
    new RegExp(`^listener\\.name\\.[^.]*\\.(?!(${LISTENER_LIMITS.map(key => key.replaceAll('.', '\\.')).join('|')})$)`),
    "follow from the 'security' of the listener",
  ],
  [/^(ssl\.(?!(enabled\.protocols|cipher\.suites|allow\.dn\.changes|allow\.san\.changes)$)|sasl\.)/,
    "would apply to every listener that does not say otherwise; give each client listener its 'security'"],
];

/**
 * What says who may do what, and by which name: this library's own where clients authenticate, so that nobody switches it off
 * unawares.
 */
const AUTHORIZATION: { [key: string]: (value: string) => string | undefined } = {
  'authorizer.class.name': value => isClassName(value) ? undefined : 'must be the literal name of a class, '
    + 'since without one every client may do everything',
  'allow.everyone.if.no.acl.found': value => value === 'false' ? undefined : 'must be false, '
    + 'since every client could use what no ACL names',
  'principal.builder.class': () => "can't be given, since another class makes other names of certificates, users and tokens, "
    + 'among them those of nodes',
};

/**
 * Secrets that CloudFormation fetches while it deploys.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
const DYNAMIC_REFERENCE = /\{\{resolve:(secretsmanager|ssm-secure):/;

const REFERENCE_EXAMPLE = 'for example "${dir:/run/kafka/secrets:name}" with \'config.providers\'';

/** Whether a text is another one in the template: a token, or a parameter that CloudFormation fetches. */
export function isKnownLater(text: string): boolean {
  return Token.isUnresolved(text) || text.includes('{{resolve:');
}

/** Adds a problem for each value that is no text, as files of JSON or YAML and languages without types give them. */
function checkTypes(problems: Problems, overrides: { [key: string]: unknown }): void {
  for (const key of Object.keys(overrides).sort().filter(name => typeof overrides[name] !== 'string')) {
    const value = overrides[key];
    // Without the value, which may be a secret.
    problems.add('BrokerPropertiesRenderer.overrideType',
      `'overrides' has ${nameOfType(value)} for ${key}; ${cureOfType(value)}`);
  }
}

function cureOfType(value: unknown): string {
  if (value === undefined || value === null) { return 'leave the key out'; }
  return Token.isUnresolved(value)
    ? 'give it as a text, for example by Tokenization.stringifyNumber()'
    : 'give a text, for example "1", "true" or "a,b"';
}

function nameOfType(value: unknown): string {
  if (value === undefined || value === null) { return String(value); }
  if (Token.isUnresolved(value)) { return 'a token that is not a text'; }
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Adds every problem of the overrides by themselves. */
export function checkOverrides(problems: Problems, overrides: { [key: string]: string }): void {
  checkTypes(problems, overrides);
  const keys = Object.keys(overrides).sort().filter(name => typeof overrides[name] === 'string');
  for (const [key, value] of keys.map(name => [name, overrides[name]])) {
    if (Token.isUnresolved(key) || !/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(key)) {
      problems.add('BrokerPropertiesRenderer.overrideKey', `'overrides' has the key ${quote(key)}; `
        + 'keys are literals of letters, digits, "_" and "-" between dots');
    }
    if (/^[\x00-\x20]|[\x00-\x20]$/.test(value)) {
      // Without the value, which may be a secret.
      problems.add('BrokerPropertiesRenderer.overrideValue', `'overrides' has a value for ${key} that begins or ends with a `
        + 'blank, which Kafka would remove; remove it here');
    }
  }

  const owned = OWNED.map(([, reason]) => ({ reason, keys: keys.filter(key => reasonOf(key) === reason) }))
    .filter(group => group.keys.length > 0);
  if (owned.length > 0) {
    problems.add('BrokerPropertiesRenderer.ownedProperty', "remove from 'overrides': "
      + `${owned.map(group => `${group.keys.map(withLimitHint).join(', ')} (${group.reason})`).join('; ')}`);
  }
  for (const key of keys.filter(name => SECRET.test(name) && !reasonOf(name) && !isReference(overrides[name]))) {
    problems.add('BrokerPropertiesRenderer.secret', `'overrides' has a value for ${key} that is more than a reference, `
      + 'and what is secret in it would stand in a template; put all of it in a file on the host and refer to it, '
      + `${REFERENCE_EXAMPLE}`);
  }
  for (const key of keys.filter(name => DYNAMIC_REFERENCE.test(overrides[name]))) { addDynamicReference(problems, key); }
}

/** Adds a problem for each override whose value CloudFormation would fetch: known only when the tokens in it are resolved. */
export function checkResolvedOverrides(problems: Problems, scope: IConstruct, overrides: { [key: string]: string }): void {
  if (!scope.node.scopes.some(Stack.isStack)) { return; } // it is in no template
  for (const key of Object.keys(overrides).sort()) {
    const value = overrides[key];
    if (Token.isUnresolved(value) && DYNAMIC_REFERENCE.test(JSON.stringify(Stack.of(scope).resolve(value)))) {
      addDynamicReference(problems, key);
    }
  }
}

/** Adds what is wrong with overrides of a cluster on which clients authenticate. */
export function checkAuthorizationOverrides(problems: Problems, overrides: { [key: string]: string }): void {
  if (overrides['super.users'] !== undefined) {
    problems.add('BrokerPropertiesRenderer.superUsers', "'overrides' has 'super.users', "
      + 'which are the nodes and nobody else where clients authenticate; give users their rights by ACLs');
  }
  for (const [key, problemOf] of Object.entries(AUTHORIZATION).filter(([name]) => overrides[name] !== undefined)) {
    const problem = problemOf(overrides[key]);
    if (problem) {
      problems.add('BrokerPropertiesRenderer.authorization', `'overrides' has ${key} ${quote(overrides[key])}, `
        + `which ${problem}; a client listener authenticates its clients, so remove it`);
    }
  }
}

function addDynamicReference(problems: Problems, key: string): void {
  problems.add('BrokerPropertiesRenderer.dynamicReference', `'overrides' has a secret for ${key} that CloudFormation would `
    + 'fetch and write into the launch template in plain text ({{resolve:…}}, SecretValue); '
    + `let the node read it from a file, ${REFERENCE_EXAMPLE}`);
}

/** A limit of a listener that is misspelt follows from no `security`. */
function withLimitHint(key: string): string {
  const [, prefix, property] = /^(listener\.name\.[^.]*\.)(.*)$/.exec(key) ?? [];
  const near = property === undefined || kafkaKey(property) ? undefined : nearest(property.toLowerCase(), LISTENER_LIMITS);
  return near ? `${key} [do you mean ${prefix}${near}?]` : key;
}

/** Why a key can't be overridden, or undefined. */
function reasonOf(key: string): string | undefined {
  return OWNED.find(([pattern]) => pattern.test(key))?.[1];
}
