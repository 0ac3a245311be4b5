import { Token } from 'aws-cdk-lib';
import { PLACEHOLDER } from './server-properties';
import { Problems, quote } from '../private/validation';

/** Keys that can't be overridden, and why. Of `ssl.` and of a listener's own properties the ones that say nothing about who may connect are left. */
const OWNED: [RegExp, string][] = [
  [/^(process\.roles|node\.id|broker\.id)$/, 'follow from the node that is rendered'],
  [/^broker\.rack$/, "is the node's 'zoneId'"],
  [/^log\.dirs?$/, "are given by 'logDirs'"],
  [/^controller\.quorum\.(voters|bootstrap\.servers|auto\.join\.enable)$/, "follow from 'quorum'"],
  [/^((advertised\.|early\.start\.)?listeners|listener\.security\.protocol\.map|(inter\.broker|controller|control\.plane)\.listener\.names?|security\.inter\.broker\.protocol)$/,
    "follow from 'clientListeners', 'internalListenerName' and the ports"],
  [/(^|\.)max\.connections\.per\.ip(\.|$)/, "count by source address, and all clients of an endpoint service have the load balancer's"],
  [/^listener\.name\.[^.]*\.(?!(max\.connections|max\.connection\.creation\.rate|num\.network\.threads)$)/, "follow from the 'security' of the listener"],
  [/^(ssl\.(?!(enabled\.protocols|cipher\.suites|allow\.dn\.changes|allow\.san\.changes)$)|sasl\.)/,
    "would apply to every listener that does not say otherwise; give each client listener its 'security'"],
];

/** Keys that carry a secret, in Kafka and by custom in its plugins. */
const SECRET = /password|passphrase|(^|[._-])secret([._-]|$)|jaas\.config$|keystore\.key$|(access|private|api)[._-]key$/i;

/** Adds every problem of the overrides by themselves. */
export function checkOverrides(problems: Problems, overrides: { [key: string]: string }): void {
  const keys = Object.keys(overrides).sort();
  for (const [key, value] of keys.map(name => [name, overrides[name]])) {
    if (Token.isUnresolved(key) || !/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(key)) {
      problems.add('BrokerPropertiesRenderer.overrideKey', `'overrides' has the key ${quote(key)}; keys are literals of letters, digits, "_" and "-" between dots`);
    }
    if (/^[\x00-\x20]|[\x00-\x20]$/.test(value)) {
      // Without the value, which may be a secret.
      problems.add('BrokerPropertiesRenderer.overrideValue', `'overrides' has a value for ${key} that begins or ends with a blank, which Kafka would remove; remove it here`);
    }
  }

  const owned = OWNED.map(([, reason]) => ({ reason, keys: keys.filter(key => reasonOf(key) === reason) })).filter(group => group.keys.length > 0);
  if (owned.length > 0) {
    problems.add('BrokerPropertiesRenderer.ownedProperty', `remove from 'overrides': ${owned.map(group => `${group.keys.join(', ')} (${group.reason})`).join('; ')}`);
  }
  for (const key of keys.filter(name => SECRET.test(name) && !reasonOf(name) && !PLACEHOLDER.test(overrides[name]))) {
    problems.add('BrokerPropertiesRenderer.secret', `'overrides' has a secret in plain text for ${key}, which would stand in a template; put it in a file on the host and refer to it, `
      + 'for example "${dir:/etc/kafka/secrets:name}" with \'config.providers\'');
  }
}

/** Why a key can't be overridden, or undefined. */
function reasonOf(key: string): string | undefined {
  return OWNED.find(([pattern]) => pattern.test(key))?.[1];
}
