import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { ClientProperties } from './model';
import { UserError } from '../assembly/findings';

/** What a client logs in with. */
export interface Login {
  readonly mechanism: string;
  readonly username?: string;
  readonly password?: string;
  readonly token?: TokenEndpoint;
}

/** Where a client gets tokens: a file of its own by `file://`, or by the grant of client credentials. */
export interface TokenEndpoint {
  readonly url: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly scope?: string;
}

/** A client, as far as the probe needs it. */
export interface Client {
  readonly tls: ConnectionOptions;
  readonly hasCertificate: boolean;
  readonly login?: Login;
}

/** The keys that are read: those of Java, then those of librdkafka. */
export function clientOf(properties: ClientProperties): Client {
  refusePlaceholders(properties);
  const tls = { ...authorities(properties), ...certificate(properties) };
  return { tls, hasCertificate: tls.cert !== undefined || tls.pfx !== undefined, login: loginOf(properties) };
}

/** `clientFile()` leaves places for what only the client has. The value is not repeated, since it may be half of a secret. */
function refusePlaceholders(properties: ClientProperties): void {
  const open = Object.keys(properties).filter(key => /<[\w ,]+>/.test(properties[key]) && !/BEGIN /.test(properties[key]));
  if (open.length > 0) { throw new UserError(`the client file is not filled in, where <...> stands: ${open.join(', ')}`); }
}

function authorities(properties: ClientProperties): ConnectionOptions {
  const inline = properties['ssl.truststore.certificates'] ?? properties['ssl.ca.pem'];
  const path = properties['ssl.truststore.location'] ?? properties['ssl.ca.location'];
  if (inline !== undefined) { return { ca: inline }; }
  if (path === undefined || path === 'probe') { return {}; }
  return { ca: pemOf(path, 'ssl.truststore.location', properties['ssl.truststore.type']) };
}

function certificate(properties: ClientProperties): ConnectionOptions {
  const passphrase = properties['ssl.key.password'];
  const key = properties['ssl.keystore.key'] ?? properties['ssl.key.pem'];
  const chain = properties['ssl.keystore.certificate.chain'] ?? properties['ssl.certificate.pem'];
  if (key !== undefined && chain !== undefined) { return { key, cert: chain, passphrase }; }
  const store = properties['ssl.keystore.location'];
  if (store !== undefined && properties['ssl.keystore.type'] === 'PKCS12') {
    return { pfx: read(store, 'ssl.keystore.location'), passphrase: properties['ssl.keystore.password'] };
  }
  if (store !== undefined) {
    const pem = pemOf(store, 'ssl.keystore.location', properties['ssl.keystore.type']);
    return { key: pem, cert: pem, passphrase };
  }
  const [keyFile, chainFile] = [properties['ssl.key.location'], properties['ssl.certificate.location']];
  if (keyFile === undefined || chainFile === undefined) { return {}; }
  return { key: pemOf(keyFile, 'ssl.key.location'), cert: pemOf(chainFile, 'ssl.certificate.location'), passphrase };
}

function pemOf(path: string, key: string, type = 'PEM'): string {
  const text = read(path, key).toString('latin1');
  if (type === 'PEM' && text.includes('-----BEGIN ')) { return text; }
  throw new UserError(`${key}: ${path} is not PEM${type === 'PEM' ? '' : `, but ${type}`}. `
    + 'Write one: keytool -exportcert -rfc, or openssl pkcs12 -nodes');
}

function read(path: string, key: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UserError(`${key}: ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
}

function loginOf(properties: ClientProperties): Login | undefined {
  const mechanism = properties['sasl.mechanism'] ?? properties['sasl.mechanisms'];
  if (mechanism === undefined) { return undefined; }
  const jaas = jaasOptions(properties['sasl.jaas.config'] ?? '');
  if (mechanism === 'OAUTHBEARER') {
    const url = properties['sasl.oauthbearer.token.endpoint.url'];
    const ofGrant = (key: string) =>
      properties[`sasl.oauthbearer.client.${key}`] ?? properties[`sasl.oauthbearer.client.credentials.client.${key}`];
    const [clientId, clientSecret] = [ofGrant('id') ?? jaas.clientId, ofGrant('secret') ?? jaas.clientSecret];
    const scope = properties['sasl.oauthbearer.scope'] ?? jaas.scope;
    const isWhole = url?.startsWith('file://') || (clientId !== undefined && clientSecret !== undefined);
    return url === undefined || !isWhole ? undefined : { mechanism, token: { url, clientId, clientSecret, scope } };
  }
  const [username, password] = [properties['sasl.username'] ?? jaas.username, properties['sasl.password'] ?? jaas.password];
  return username === undefined || password === undefined ? undefined : { mechanism, username, password };
}

/** The options of a login module: `name="value"`, with `\` before what is meant as it is. */
function jaasOptions(config: string): { readonly [option: string]: string } {
  return Object.fromEntries([...config.matchAll(/(\w+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/g)]
    .map(([, name, quoted, bare]) => [name, quoted === undefined ? bare : quoted.replace(/\\(.)/g, '$1')]));
}
