import { ClientListener } from '../model/client-listener';
import { NodeSecurity } from '../model/node-security';
import { groupBy } from '../private/broker-groups';
import { Problems } from '../private/validation';

/**
 * Adds a problem wherever somebody could bear the name of somebody else: Kafka knows everybody by a name alone, wherever it comes
 * from. `docs/adr/0009-names.md` says why.
 */
export function checkIdentities(problems: Problems, clientListeners: ClientListener[], nodeSecurity: NodeSecurity): void {
  checkTokens(problems, clientListeners, nodeSecurity);
  checkPrefixes(problems, clientListeners);
}

/** An issuer may call a client anything, so nobody else has a name beside its clients. */
function checkTokens(problems: Problems, clientListeners: ClientListener[], nodeSecurity: NodeSecurity): void {
  const byToken = clientListeners.filter(({ security }) => security._tokenIssuer !== undefined);
  if (byToken.length === 0) { return; }
  const names = namesOf(byToken);
  if (!nodeSecurity._authenticates) {
    problems.add('BrokerPropertiesRenderer.tokenOfNode', `${names} takes tokens, `
      + "and without 'nodeSecurity' nodes are called ANONYMOUS, which a token may say too: its bearer would be a super user; "
      + 'give nodes certificates by NodeSecurity.mutualTls(…)');
  }
  const others = clientListeners.filter(({ security }) => security._authenticates && security._tokenIssuer === undefined);
  if (others.length > 0) {
    problems.add('BrokerPropertiesRenderer.tokenOfOther', `${names} takes tokens, `
      + `and ${namesOf(others)} knows its clients by password or certificate: a token that says "admin", or "client.payments", `
      + "would be that user or that certificate's owner; "
      + 'let clients of one cluster authenticate by tokens, or by passwords and certificates');
  }
  const issuers = [...groupBy(byToken, ({ security }) => security._tokenIssuer!).keys()];
  if (issuers.length > 1) {
    problems.add('BrokerPropertiesRenderer.tokenIssuers', `${names} take tokens of ${issuers.join(' and ')}, `
      + 'and a name that both give out would be the same client; take tokens of one issuer');
  }
}

/** Two authorities may give one common name to two clients. */
function checkPrefixes(problems: Problems, clientListeners: ClientListener[]): void {
  const byCertificate = clientListeners.filter(({ security }) => security._needsClientCertificate);
  for (const [prefix, same] of groupBy(byCertificate, ({ name, security }) => security._principalPrefix(name))) {
    const authorities = new Set(same.map(({ security }) => security._clientAuthority));
    if (authorities.size > 1) {
      problems.add('BrokerPropertiesRenderer.principalPrefix', `${namesOf(same)} have the prefix "${prefix}" and different `
        + "authorities, each of which could name a client like one of the other; give each listener a 'principalPrefix' of its "
        + 'own, or both one ClientCa');
    }
  }
}

function namesOf(listeners: ClientListener[]): string {
  return listeners.map(({ name }) => name).join(', ');
}
