import { HostFile } from './host-file';
import { KafkaMetadataMode } from './metadata-mode';
import { ClientListener } from '../../model/client-listener';
import { kafkaName } from '../../private/listener-name';
import { ServerProperties } from '../server-properties';

/** A broker's host, as its file and its operator describe it. */
export interface Host {
  /** The text to edit. */
  readonly written: HostFile;
  /** What Kafka reads, with its own defaults of listeners. */
  readonly file: ServerProperties;
  readonly line: string;
  readonly mode: KafkaMetadataMode;
  readonly brokerId: number;
  readonly zoneId?: string;
}

/** The entry of `listeners`. Every interface of the host, as its own name may be another one's for the load balancer. */
export function boundEntry({ brokerId }: Host, listener: ClientListener): string {
  return `${listener.name}://:${listener.bindPortOf(brokerId)}`;
}

/** The entry of `advertised.listeners`. */
export function advertisedEntry({ brokerId, zoneId }: Host, listener: ClientListener): string {
  return `${listener.name}://${listener.advertisedHost._hostOf(brokerId, zoneId)}:${listener.portOf(brokerId)}`;
}

/** Whether the file has a listener by that name. */
export function isBound({ file }: Host, { name }: ClientListener): boolean {
  return file.listeners.some(bound => bound.name === kafkaName(name));
}
