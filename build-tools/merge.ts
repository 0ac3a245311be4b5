/**
 * Merges client listeners into the server.properties of a host: what `HostProperties.merge` does, on files.
 */
import { readFileSync, writeFileSync } from 'fs';
import { parseArgs } from 'util';
import {
  AdvertisedHost, BrokerCertificate, ClientCa, ClientListener, HostProperties, KafkaMetadataMode, KafkaProtocol, ListenerSecurity, ScramMechanism,
} from '../src';

export const HELP = `Usage: npx projen merge HOST.properties --kafka-version VERSION --listeners LISTENERS.json [--out FILE]

Writes the file that the host should have. Says what is different and why, and what is left to do by hand. Changes nothing on a host.

  --kafka-version   what kafka-topics.sh --version prints there, such as 3.9.1
  --metadata-mode   kraft or zookeeper; by default what the file says
  --broker-id       the id in meta.properties, where the file does not say it
  --zone-id         such as euw1-az1, where listeners have hosts named by zone
  --out             where the file is written; by default it is printed

LISTENERS.json is a list. Everything but name, host and security may be left out and has the default of ClientListener:

  [{ "name": "CLIENT", "host": "kafka.pay.example.com", "slot": 0, "firstPort": 20000, "firstBrokerId": 1001, "bindPort": 9193,
     "security": { "kind": "mutualTls", "certificate": "/etc/kafka/tls/client.pem", "clientCa": "/etc/kafka/tls/clients-ca.pem" } }]

  host       one for all, or with {brokerId} or {zoneId} in its first label
  security   plaintext · tls, mutualTls, saslScram or saslOauthBearer with certificate, and with clientCa, mechanism, or issuer, audience
             and jwksUrl · described with protocol, and saslMechanisms or clientCertificate, for what the host has already`;

type Json = { readonly [key: string]: any };

/** What a listener may say beside its name, host and security. */
const NUMBERS = ['slot', 'firstPort', 'firstBrokerId', 'bootstrapPort', 'bindPort', 'maxConnections', 'maxConnectionRate'];

/** By kind: which keys it has, and what is made of them. */
const SECURITIES: { [kind: string]: [keys: string[], make: (json: Json) => ListenerSecurity] } = {
  plaintext: [[], () => ListenerSecurity.plaintext()],
  tls: [['certificate'], json => ListenerSecurity.tls(certificateOf(json))],
  mutualTls: [['certificate', 'clientCa'], json => ListenerSecurity.mutualTls(certificateOf(json), ClientCa.fromPemFile(json.clientCa))],
  saslScram: [['certificate', 'mechanism'], json => ListenerSecurity.saslScram(certificateOf(json), json.mechanism as ScramMechanism | undefined)],
  saslOauthBearer: [['certificate', 'issuer', 'audience', 'jwksUrl'], ({ issuer, audience, jwksUrl, ...json }) =>
    ListenerSecurity.saslOauthBearer(certificateOf(json), { issuer, audience, jwksUrl })],
  described: [['protocol', 'saslMechanisms', 'clientCertificate'], ({ protocol, saslMechanisms, clientCertificate }) =>
    ListenerSecurity.described({ protocol: protocol as KafkaProtocol, saslMechanisms, clientCertificate })],
};

function certificateOf({ certificate }: Json): BrokerCertificate {
  return BrokerCertificate.fromPemFile(certificate);
}

function listenerOf(json: Json): ClientListener {
  known(`listener ${json.name}`, json, ['name', 'host', 'security', 'bindPorts', ...NUMBERS]);
  const { host, security = {}, ...props } = json;
  const [keys, make] = SECURITIES[security.kind] ?? raise(`listener ${json.name}: the kind of security must be one of ${Object.keys(SECURITIES).join(', ')}, got ${JSON.stringify(security.kind)}`);
  known(`the security of listener ${json.name}`, security, ['kind', ...keys]);
  return new ClientListener({ ...props, name: json.name, advertisedHost: hostOf(`${host}`), security: make(security) });
}

function hostOf(pattern: string): AdvertisedHost {
  if (pattern.includes('{brokerId}')) { return AdvertisedHost.perBroker(pattern); }
  return pattern.includes('{zoneId}') ? AdvertisedHost.perZone(pattern) : AdvertisedHost.shared(pattern);
}

/** A key with a few letters wrong would be left out without a word. */
function known(what: string, json: Json, keys: string[]): void {
  const unknown = Object.keys(json).filter(key => !keys.includes(key));
  if (unknown.length > 0) { raise(`${what} has ${unknown.join(', ')}, and may have ${keys.join(', ')}`); }
}

function raise(message: string): never {
  throw new Error(message);
}

/** What is printed: the file, unless it is written, and what is said of it. */
export function merge(argv: string[]): { readonly file: string; readonly said: string } {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: Object.fromEntries(['kafka-version', 'metadata-mode', 'broker-id', 'zone-id', 'listeners', 'out'].map(name => [name, { type: 'string' as const }])),
  });
  const given = values as { [name: string]: string | undefined };
  if (positionals.length !== 1 || !given['kafka-version'] || !given.listeners) { raise(HELP); }
  const host = HostProperties.fromFile(positionals[0], {
    kafkaVersion: given['kafka-version']!,
    metadataMode: given['metadata-mode'] as KafkaMetadataMode | undefined,
    brokerId: given['broker-id'] === undefined ? undefined : Number(given['broker-id']),
    zoneId: given['zone-id'],
  });
  const listeners = JSON.parse(readFileSync(given.listeners!, 'utf8'));
  const { text, changes, byHand } = host.merge((Array.isArray(listeners) ? listeners : raise(`${given.listeners} must be a list of listeners`)).map(listenerOf));
  // It has every secret that the host's file has.
  if (given.out) { writeFileSync(given.out, text, { mode: 0o600 }); }
  return {
    file: given.out ? '' : text,
    said: [
      changes.length === 0 ? 'Nothing is different: the file has been merged already.' : 'What is different:',
      ...changes.map(({ key, before, after, reason }) => `  ${key}\n    was ${before ?? 'not there'}\n    is  ${after ?? 'not there'}\n    ${reason}`),
      'What is left to do by hand:',
      ...byHand.map(line => `  - ${line}`),
      '',
    ].join('\n'),
  };
}

if (require.main === module) {
  try {
    const { file, said } = process.argv.includes('--help') ? { file: `${HELP}\n`, said: '' } : merge(process.argv.slice(2));
    process.stderr.write(said);
    process.stdout.write(file);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(1);
  }
}
