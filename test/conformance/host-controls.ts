import { HOST_CASES, hostOf, hostText, listener, TLS, TOKENS } from './host-cases';
import { AskedRelease, differences, HostVerdict } from './host-files';
import { HostStores } from './host-stores';
import { ClientListener } from '../../src';
import { parseProperties, propertyLine } from '../../src/private/java-properties';
import { Host } from '../../src/properties/host/host';
import { changesOf, editsOf } from '../../src/properties/host/merge-changes';

type Edit = (properties: Map<string, string>) => void;

/** A merged file without what one rule does, and what Kafka says then. */
interface Control {
  readonly rule: string;
  readonly host: string;
  readonly line: string;
  readonly without: Edit;
  readonly says: RegExp;
}

const set = (key: string, value: string): Edit => properties => { properties.set(key, value); };
const remove = (key: string): Edit => properties => { properties.delete(key); };

/** What the merge does, each left out once. */
const WRITTEN: Control[] = [
  { rule: "Kafka's own listeners are written out", host: 'zk-quickstart', line: '3.9', without: set('listeners', 'CLIENT://:9193'), says: /advertised\.listeners|inter\.broker/ },
  { rule: "Kafka's own advertised listeners are written out", host: 'zk-quickstart', line: '2.8', without: set('advertised.listeners', 'CLIENT://kafka.pay.example.com:20000'), says: /inter\.broker\.listener\.name must be/ },
  { rule: "Kafka's own map of protocols is written out", host: 'zk-quickstart', line: '3.3', without: set('listener.security.protocol.map', 'CLIENT:SSL'), says: /No security protocol defined for listener PLAINTEXT/ },
  { rule: 'with the controllers in it', host: 'kraft-quickstart', line: '4.4', without: set('listener.security.protocol.map', 'PLAINTEXT:PLAINTEXT,CLIENT:SSL'), says: /CONTROLLER/ },
  { rule: 'the map has the client listener', host: 'zk-generated-id', line: '3.9', without: set('listener.security.protocol.map', 'PLAINTEXT:PLAINTEXT'), says: /No security protocol defined for listener CLIENT/ },
  { rule: "a host's name and port of before 3.0 are written out", host: 'zk-host-name', line: '2.8', without: set('advertised.listeners', 'PLAINTEXT://:9092,CLIENT://kafka.pay.example.com:20012'), says: /advertised was/ },
  { rule: 'the password of the key store goes', host: 'zk-mutual-tls-jks', line: '3.9', without: set('ssl.keystore.password', 'changeit'), says: /key store password cannot be specified with PEM/ },
  { rule: 'the password of the key goes', host: 'zk-mutual-tls-jks', line: '3.9', without: set('ssl.key.password', 'changeit'), says: /PEM/ },
  { rule: 'the password of the trust store goes', host: 'zk-mutual-tls-jks', line: '3.9', without: set('ssl.truststore.password', 'changeit'), says: /trust store password cannot be specified for PEM/ },
  {
    rule: 'keys in the file itself go',
    host: 'kraft-pem-inline',
    line: '4.4',
    without: properties => {
      ['key', 'certificate.chain'].forEach(key => properties.set(`ssl.keystore.${key}`, properties.get(`listener.name.ssl.ssl.keystore.${key}`)!));
    },
    says: /Both SSL key store location and separate private key/,
  },
  { rule: 'authorities in the file itself go', host: 'kraft-pem-inline', line: '3.9', without: properties => properties.set('ssl.truststore.certificates', properties.get('listener.name.ssl.ssl.truststore.certificates')!), says: /Both SSL trust store location and separate trust certificates/ },
  { rule: 'the key store of before goes where keys are values', host: 'zk-mutual-tls-jks', line: '2.8', without: set('ssl.keystore.location', '/etc/kafka/tls/broker.jks'), says: /Both SSL key store location and separate private key/ },
  { rule: 'what goes stands at the listener that uses it', host: 'zk-mutual-tls-jks', line: '3.9', without: remove('listener.name.ssl.ssl.keystore.password'), says: /"SSL":/ },
  { rule: 'also for the client that dials controllers', host: 'kraft-tls-controllers', line: '4.4', without: remove('listener.name.ctrl.ssl.keystore.password'), says: /what CTRL reads was/ },
  { rule: 'a certificate in PEM is called so', host: 'zk-config-provider', line: '3.9', without: remove('listener.name.client.ssl.keystore.type'), says: /key store password is not specified/ },
  { rule: 'authorities in PEM are called so', host: 'zk-internal-external', line: '3.3', without: remove('listener.name.client.ssl.truststore.type'), says: /Failed to load SSL keystore/ },
  {
    rule: 'a key without a password is a value before 3.3',
    host: 'zk-quickstart',
    line: '2.8',
    without: properties => {
      ['key', 'certificate.chain'].forEach(key => properties.delete(`listener.name.client.ssl.keystore.${key}`));
      properties.set('listener.name.client.ssl.keystore.location', '/etc/kafka/tls/client.pem');
    },
    says: /key password is not specified/,
  },
  { rule: 'which a config provider reads', host: 'zk-quickstart', line: '2.8', without: remove('config.providers'), says: /PEM/ },
  {
    rule: 'tokens are checked by the class of that version',
    host: 'kraft-no-listeners',
    line: '3.3',
    without:
    set('listener.name.client.oauthbearer.sasl.server.callback.handler.class', 'org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler'),
    says: /could not be found/,
  },
  { rule: 'silent connections are closed in time', host: 'zk-quickstart', line: '3.9', without: remove('connections.max.idle.ms'), says: /silent connections live for 600000/ },
];

/** A file that the library refuses to merge into, merged all the same. */
interface Refusal {
  readonly rule: string;
  readonly host: string;
  readonly line: string;
  readonly with?: Edit;
  readonly clientListener: ClientListener;
  readonly says: RegExp;
}

const REFUSED: Refusal[] = [
  { rule: 'HostProperties.bindPortTaken', host: 'zk-internal-external', line: '3.9', clientListener: listener(TLS, { bindPort: 9094 }), says: /different port/ },
  { rule: 'HostProperties.listenerTaken', host: 'kraft-tls-controllers', line: '4.4', clientListener: listener(TLS, { name: 'CTRL' }), says: /controller/ },
  { rule: 'HostProperties.listenerTaken', host: 'zk-internal-external', line: '3.3', clientListener: listener(TLS, { name: 'EXTERNAL', bindPort: 9094 }), says: /what EXTERNAL reads was/ },
  { rule: 'HostProperties.listenerKeys', host: 'kraft-vendor-keys', line: '3.9', with: set('listener.name.client.ssl.key.password', 'x'), clientListener: listener(TLS), says: /PEM/ },
  { rule: 'HostProperties.idleTimeout', host: 'zk-quickstart', line: '2.8', with: set('connection.failed.authentication.delay.ms', '300000'), clientListener: listener(TLS), says: /connection\.failed\.authentication\.delay\.ms/ },
  { rule: 'HostProperties.security', host: 'zk-quickstart', line: '2.8', clientListener: listener(TOKENS), says: /could not be found/ },
];

/** Files that no Kafka starts with, which are refused before anything is merged. */
const NEVER: { rule: string; host: string; line: string; with: Edit; says: RegExp }[] = [
  { rule: 'HostProperties.metadataMode', host: 'zk-quickstart', line: '4.4', with: () => {}, says: /process\.roles/ },
  { rule: 'HostProperties.metadataMode', host: 'kraft-migrated', line: '3.9', with: remove('process.roles'), says: /zookeeper\.connect/ },
  { rule: 'HostProperties.notABroker', host: 'kraft-quickstart', line: '4.4', with: set('process.roles', 'controller'), says: /controller/ },
  { rule: 'HostProperties.brokerId', host: 'kraft-migrated', line: '4.4', with: set('broker.id', '2'), says: /node\.id/ },
  { rule: 'HostProperties.refusedByKafka', host: 'zk-quickstart', line: '3.9', with: set('broker.id', '1001'), says: /reserved\.broker\.max\.id/ },
  { rule: 'HostProperties.refusedByKafka', host: 'zk-quickstart', line: '2.8', with: set('listeners', 'PLAINTEXT://0.0.0.0:9092'), says: /0\.0\.0\.0/ },
  { rule: 'HostProperties.refusedByKafka', host: 'zk-quickstart', line: '3.9', with: set('listeners', 'EXTERNAL://:9092'), says: /EXTERNAL/ },
  { rule: 'HostProperties.refusedByKafka', host: 'zk-quickstart', line: '3.3', with: set('advertised.listeners', 'PLAINTEXT://b0:9092,SSL://b0:9093'), says: /advertised\.listeners/ },
  { rule: 'HostProperties.refusedByKafka', host: 'zk-quickstart', line: '3.9', with: set('listeners', 'SSL://:9092'), says: /inter\.broker\.listener\.name/ },
  { rule: 'HostProperties.refusedByKafka', host: 'kraft-quickstart', line: '4.4', with: set('security.inter.broker.protocol', 'PLAINTEXT'), says: /inter\.broker\.listener\.name/ },
  { rule: 'HostProperties.unreadable', host: 'zk-quickstart', line: '3.9', with: set('listeners', 'PLAINTEXT:9092'), says: /listeners|listener/ },
];

/** Each rule of the merge: without it Kafka refuses the file, or takes it for another one. */
export async function hostControls(asked: AskedRelease[], stores: HostStores): Promise<string> {
  const wrong: string[] = [];
  const must = (rule: string, host: string, says: RegExp, said: string) => {
    if (!says.test(said)) { wrong.push(`${rule} (${host}): without it ${said === '' ? 'nothing is wrong' : said}, not ${says}`); }
  };
  const ask = (line: string, properties: Map<string, string>) => asked.find(release => release.line === line)!.kafka.load(
    stores.here([...properties].map(([key, value]) => `${propertyLine(key, value)}\n`).join('')));
  const edited = (text: string, edit: Edit) => { const properties = parseProperties(text); edit(properties); return properties; };
  const caseOf = (host: string) => HOST_CASES.find(({ name }) => name === host)!;
  const textOf = (host: string) => stores.filledIn(hostText(host));

  for (const { rule, host, line, without, says } of WRITTEN) {
    const each = caseOf(host);
    const merged = hostOf(each, textOf(host), line).merge(each.clientListeners).text;
    must(rule, host, says, differences(each, line, await ask(line, parseProperties(textOf(host))), await ask(line, edited(merged, without))).join('; '));
  }
  for (const { rule, host, line, with: edit = () => {}, clientListener, says } of REFUSED) {
    const each = { ...caseOf(host), clientListeners: [clientListener] };
    const own = edited(textOf(host), edit);
    const text = [...own].map(([key, value]) => `${propertyLine(key, value)}\n`).join('');
    must('the refusal', host, new RegExp(rule), refusalOf(() => hostOf(each, text, line).merge(each.clientListeners)));
    must(rule, host, says, differences(each, line, await ask(line, own), await ask(line, forced(hostOf(each, text, line), each.clientListeners))).join('; '));
  }
  for (const { rule, host, line, with: edit, says } of NEVER) {
    const own = edited(textOf(host), edit);
    must('the refusal', host, new RegExp(rule), refusalOf(() => hostOf(caseOf(host), [...own].map(([key, value]) => `${propertyLine(key, value)}\n`).join(''), line)));
    must(rule, host, says, problemOf(await ask(line, own)));
  }
  if (wrong.length > 0) { throw new Error(wrong.join('\n')); }
  return `${WRITTEN.length} things that a merge does and ${REFUSED.length + NEVER.length} that it refuses: without them Kafka refuses the file, or takes it for another one`;
}

/** What a merge writes when nobody checks it. */
function forced(host: object, clientListeners: ClientListener[]): Map<string, string> {
  const own = (host as { host: Host }).host;
  const { replacements, sections } = editsOf(changesOf(own, clientListeners));
  return parseProperties(own.written.edited(replacements, sections));
}

function refusalOf(act: () => unknown): string {
  try {
    act();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

function problemOf({ ok, message, problems }: HostVerdict): string {
  return ok ? Object.values(problems).join('; ') : message!;
}
