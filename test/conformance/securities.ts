import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { BrokerCertificate, ClientCa, ListenerSecurity, NodeSecurity, ScramMechanism } from '../../src';

/** What belongs to a model: a scope for its secrets, the issuer of its tokens, and a listener's place in it. */
export interface Place {
  readonly scope: Construct;
  readonly issuer: string;
  readonly index: number;
}

/** A kind of security. */
export interface Kind<T> {
  readonly name: string;
  /** Whether brokers know who a client or another node is. */
  readonly authenticates: boolean;
  readonly make: (place: Place) => T;
}

export const path = fc.stringMatching(/^(\/[A-Za-z0-9._@+-]{1,12}){1,3}$/);

/** An operator's file, or a secret that nodes fetch. */
const source = fc.option(path);
const secretIn = (scope: Construct, id: string) => (scope.node.tryFindChild(id) ?? secrets.Secret.fromSecretNameV2(scope, id, id)) as secrets.ISecret;
const certificateIn = (scope: Construct, file: string | null) =>
  file === null ? BrokerCertificate.fromSecret(secretIn(scope, 'Certificate')) : BrokerCertificate.fromPemFile(file);
const caIn = (scope: Construct, file: string | null) => file === null ? ClientCa.fromSecret(secretIn(scope, 'Ca')) : ClientCa.fromPemFile(file);

/** What an issuer may be called, but for what stands for a value of a config provider. */
export const ascii = fc.stringMatching(/^[\x21-\x2b\x2d-\x7e]{1,30}$/).filter(text => !text.includes('${'));
const mechanism = fc.constantFrom(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512);
const acmCertificate = elbv2.ListenerCertificate.fromArn('arn:aws:acm:eu-west-1:111111111111:certificate/1');
const mapping = fc.record({
  principalPrefix: fc.stringMatching(/^[a-z0-9_-]{1,8}$/),
  principalMappingRules: fc.uniqueArray(
    fc.constantFrom('RULE:^OU=([a-z]+),.*$/$1/', 'RULE:^CN=(.*?),.*$/$1/L', 'RULE:^(.*)$/$1/', 'RULE:^CN=a\\/b$/a-b/', 'RULE:^UID=([^,]{1,3}),.*$/u:$1/'),
    { minLength: 1 },
  ),
}, { requiredKeys: [] });

const BY_TOKEN = 'saslOauthBearer';

const OF_LISTENERS: { readonly [name: string]: fc.Arbitrary<Omit<Kind<ListenerSecurity>, 'name'>> } = {
  'plaintext': fc.constant({ authenticates: false, make: () => ListenerSecurity.plaintext() }),
  'tls': source.map(file => ({ authenticates: false, make: ({ scope }) => ListenerSecurity.tls(certificateIn(scope, file)) })),
  'mutualTls': fc.tuple(source, source, mapping).map(([file, ca, { principalPrefix, ...rules }]) => ({
    authenticates: true,
    make: ({ scope, index }) => ListenerSecurity.mutualTls(certificateIn(scope, file), caIn(scope, ca), {
      // Of its own for each: two authorities may know two clients by one name. No listener has a hyphen in the one that it has by default.
      principalPrefix: principalPrefix && `${principalPrefix}-${index}.`, ...rules,
    }),
  })),
  'saslScram': fc.tuple(source, mechanism).map(([file, scram]) =>
    ({ authenticates: true, make: ({ scope }) => ListenerSecurity.saslScram(certificateIn(scope, file), scram) })),
  [BY_TOKEN]: fc.tuple(source, ascii, ascii).map(([file, audience, host]) => ({
    authenticates: true,
    make: ({ scope, issuer }) => ListenerSecurity.saslOauthBearer(certificateIn(scope, file), { issuer, audience, jwksUrl: `https://${host}` }),
  })),
  'tlsAtLoadBalancer': fc.constant({ authenticates: false, make: () => ListenerSecurity.tlsAtLoadBalancer(acmCertificate) }),
  'tlsAtLoadBalancer with users': mechanism.map(scram =>
    ({ authenticates: true, make: () => ListenerSecurity.tlsAtLoadBalancer(acmCertificate, { scram }) })),
};

const OF_NODES: { readonly [name: string]: fc.Arbitrary<Omit<Kind<NodeSecurity>, 'name'>> } = {
  'plaintext between nodes': fc.constant({ authenticates: false, make: () => NodeSecurity.plaintext() }),
  'mutual TLS between nodes': fc.tuple(source, source).map(([file, ca]) =>
    ({ authenticates: true, make: ({ scope }) => NodeSecurity.mutualTls(certificateIn(scope, file), caIn(scope, ca)) })),
};

/** The names of all of them. */
export const KINDS = [OF_LISTENERS, OF_NODES].flatMap(kinds => Object.keys(kinds));

/** Every way in which clients of a listener connect. */
export const security = oneOf(OF_LISTENERS);

/** Both ways in which nodes meet. */
export const nodeSecurity = oneOf(OF_NODES);

/** Those of some listeners that one cluster may have: the first that knows its clients decides. */
export function beside<T extends { readonly security: Kind<ListenerSecurity> }>(listeners: T[], nodes: Kind<NodeSecurity>): T[] {
  // A token could say what anonymous nodes are called.
  const possible = listeners.filter(({ security: { name } }) => name !== BY_TOKEN || nodes.authenticates);
  const first = possible.find(each => each.security.authenticates);
  return possible.filter(({ security: { authenticates, name } }) => authenticates
    // An issuer may call a client anything, so nobody else has a name.
    ? (name === BY_TOKEN) === (first!.security.name === BY_TOKEN)
    // Where nodes are anonymous, a listener that asks nobody would make everybody a node.
    : first === undefined || nodes.authenticates);
}

function oneOf<T>(kinds: { readonly [name: string]: fc.Arbitrary<Omit<Kind<T>, 'name'>> }): fc.Arbitrary<Kind<T>> {
  return fc.oneof(...Object.entries(kinds).map(([name, kind]) => kind.map((made): Kind<T> => ({ name, ...made }))));
}
