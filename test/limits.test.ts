import { readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import { AdvertisedHost, BrokerCertificate, ClientCa, ClientListener, ListenerSecurity, NodeSecurity } from '../src';
import { ENV, range, setup } from './brokers/fixtures';

/** Rows of the table in docs/limits.md: how clients authenticate, and how many listeners fit where nodes meet in the clear and by certificates. */
const ROWS = [...readFileSync(join(__dirname, '../docs/limits.md'), 'utf8').matchAll(/^\| ([^|]*) \| (\d+|refused: nodes need certificates) \| (\d+) \|$/gm)].map(([, how, clear, tls]): [string, number, number] => [how, Number(clear), Number(tls)]);

type Secret = (name: string) => secrets.ISecret;

const OAUTH = { issuer: 'https://login.example.com', audience: 'kafka', jwksUrl: 'https://login.example.com/.well-known/jwks.json' };

const SECURITIES: { [how: string]: (secret: Secret, name: string) => ListenerSecurity } = {
  'nobody, in the clear': () => ListenerSecurity.plaintext(),
  'nobody, by TLS': (secret, name) => ListenerSecurity.tls(certificateOf(secret, name)),
  'by password': (secret, name) => ListenerSecurity.saslScram(certificateOf(secret, name)),
  'by certificate': (secret, name) => ListenerSecurity.mutualTls(certificateOf(secret, name), ClientCa.fromSecret(secret(`${name}-ca`))),
  'by token': (secret, name) => ListenerSecurity.saslOauthBearer(certificateOf(secret, name), OAUTH),
};

const certificateOf = (secret: Secret, name: string) => BrokerCertificate.fromSecret(secret(name));

const LOOK_UPS: { [by: string]: (scope: Stack, name: string) => secrets.ISecret } = {
  'complete ARN': (scope, name) => secrets.Secret.fromSecretCompleteArn(scope, name, `arn:aws:secretsmanager:eu-west-1:111111111111:secret:kafka/${name}-AbCdEf`),
  'name': (scope, name) => secrets.Secret.fromSecretNameV2(scope, name, `kafka/${name}`),
};

/** Whether nodes with so many listeners are made, each with a certificate of its own. */
function fits(count: number, how: string, by: string, nodesHaveCertificates: boolean): boolean {
  const stack = new Stack(new App(), 'Kafka', { env: ENV });
  const secret = (name: string) => LOOK_UPS[by](stack, name);
  const clientListeners = range(count).map(slot => new ClientListener({
    slot,
    bindPort: 19093 + slot,
    name: `LISTENER_${slot}`,
    advertisedHost: AdvertisedHost.shared(`kafka.listener-${slot}.internal`),
    security: SECURITIES[how](secret, `listener-${slot}`),
  }));
  const nodeSecurity = nodesHaveCertificates ? NodeSecurity.mutualTls(certificateOf(secret, 'node'), ClientCa.fromSecret(secret('node-ca'))) : undefined;
  try {
    setup({ stack, clientListeners, nodeSecurity, administrator: how === 'by password' ? secret('administrator') : undefined });
    return true;
  } catch (error) {
    expect(String(error)).toMatch(/MultiAzKafkaBrokers\.(userData|rights)TooLong/);
    return false;
  }
}

test('docs/limits.md has every way to authenticate', () => {
  expect(ROWS.map(([how]) => how)).toEqual(Object.keys(SECURITIES));
});

const CASES = ROWS.flatMap(([how, clear, tls]) => Object.keys(LOOK_UPS).flatMap(by => [[how, by, false, clear], [how, by, true, tls]] as const));

test.each(CASES.filter(([, , , most]) => !Number.isNaN(most)))(
  '%s, secrets by %s, nodes with certificates %p: %d listeners fit', (how, by, nodesHaveCertificates, most) => {
    expect(fits(most, how, by, nodesHaveCertificates)).toBe(true);
    // 45 is how many slots there are.
    if (most < 45) { expect(fits(most + 1, how, by, nodesHaveCertificates)).toBe(false); }
  });

test('at least 14 fit with passwords and a certificate each', () => {
  const [, ...counts] = ROWS.find(([how]) => how === 'by password')!;
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(14);
});
