import { KafkaMetadataMode } from './metadata-mode';
import { isOlder } from '../kafka-line';
import { ServerProperties, splitList } from '../server-properties';

const PROTOCOL_MAP = 'listener.security.protocol.map';

/** Before 3.0 a listener could be given by these keys, which newer Kafkas ignore. */
const LAST_WITH_HOST_NAME = '3.0';

/**
 * What a file says together with what Kafka takes where the file says nothing of listeners, as the file would say it. As soon as
 * one of these lists has an entry that is added, Kafka's own are gone.
 */
export function withDefaults(given: ReadonlyMap<string, string>, line: string): ServerProperties {
  const text = (key: string) => given.get(key)?.trim() || undefined;
  const [host, port] = isOlder(line, LAST_WITH_HOST_NAME) ? [text('host.name') ?? '', text('port') ?? '9092'] : ['', '9092'];
  const listeners = listIn(given, 'listeners') ?? `PLAINTEXT://${host}:${port}`;
  const controllerNames = splitList(text('controller.listener.names') ?? '');
  const isOfController = (entry: string) => controllerNames.includes(entry.replace(/:\/\/.*$/, '').toUpperCase());
  const [toldHost, toldPort] = isOlder(line, LAST_WITH_HOST_NAME) ? [text('advertised.host.name'), text('advertised.port')] : [];
  const advertised = listIn(given, 'advertised.listeners') ?? (toldHost !== undefined || toldPort !== undefined
    ? `PLAINTEXT://${toldHost ?? host}:${toldPort ?? port}`
    : splitList(listeners.trim()).filter(entry => !isOfController(entry)).join(','));
  const map = listIn(given, PROTOCOL_MAP);
  const lists: [string, string][] = [
    ['listeners', listeners], ['advertised.listeners', advertised],
    ...map === undefined ? [] : [[PROTOCOL_MAP, map] as [string, string]],
  ];
  return new ServerProperties(new Map([...given, ...lists]));
}

/** Kafka before 4.0 reads over a comma too many, as it is in many a file that was put together by a script. */
function listIn(given: ReadonlyMap<string, string>, key: string): string | undefined {
  const entries = splitList(given.get(key)?.trim() ?? '').filter(entry => entry !== '');
  return entries.length === 0 ? given.get(key) : entries.join(',');
}

/** Kafka's own map of the listeners' protocols, as a file would say it: in use or not, since it says of nobody more than that. */
export function protocolMapOf(file: ServerProperties): string {
  return file.text(PROTOCOL_MAP)
    ?? [...file.protocols].filter(([name]) => name !== '').map(([name, protocol]) => `${name}:${protocol}`).join(',');
}

/** Who keeps the metadata, if the file says anything of it. */
export function modeOf(given: ReadonlyMap<string, string>): KafkaMetadataMode | undefined {
  if (given.get('process.roles')?.trim()) { return KafkaMetadataMode.KRAFT; }
  return given.get('zookeeper.connect')?.trim() ? KafkaMetadataMode.ZOOKEEPER : undefined;
}
