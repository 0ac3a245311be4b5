import { isOfRun } from './consumers';
import { bootstrapHost, ContractListener, portOf } from '../../assembly/contracts';
import { Endpoint, Topology } from '../../assembly/model';
import { zoneIdOf } from '../../assembly/regions';
import { table } from '../../plan/text/table';
import { deliveryOf } from '../clients/delivery';
import type { Path, Produced, TopicContent } from '../clients/kafka-client';
import { pathProblems, problemOf } from '../clients/paths';

/** What a client saw of a listener. */
export interface Seen {
  readonly consumer: string;
  readonly listener: ContractListener;
  /** How it got in. */
  readonly by: string;
  readonly brokers: { readonly id: number; readonly host: string; readonly port: number }[];
  readonly paths: Path[];
  /** What is wrong, a sentence each. */
  readonly problems: string[];
  /** How many records each broker took as the leader of a partition and gave back, by its place in `brokers`. */
  readonly records: number[];
}

/** How a person names the consumer of an endpoint. */
export function consumerName({ label, service }: Endpoint): string {
  return isOfRun(label) ? `clients of the run (${service.label})` : label;
}

/** Where clients find the brokers of a listener, as its contract says. */
export function brokersOf(listener: ContractListener, brokerIds: readonly number[], { brokers }: Topology): Seen['brokers'] {
  return brokerIds.map(id => {
    const zone = brokers.get(id)?.zone;
    const host = listener.host.replace('{brokerId}', `${id}`).replace('{zoneId}', zone === undefined ? '' : zoneIdOf(zone));
    return { id, host, port: portOf(listener, id) };
  });
}

/** What is wrong with the paths to brokers: none is elsewhere than the contract says, and the right broker answers. */
export function wrongWith(paths: Path[], brokers: Seen['brokers'], addresses: number, brokerAddresses: number): string[] {
  const elsewhere = brokers.filter(({ id, host, port }) => paths.some(path => path.expected === id && (path.host !== host || path.port !== port)));
  return [
    ...pathProblems(paths, brokers.map(({ id }) => id), addresses, brokerAddresses),
    ...elsewhere.map(({ id, host, port }) => `broker ${id} advertises another address than ${host}:${port}`),
  ];
}

/** Record n is for partition n mod partitions, which the broker of that place leads. */
export function recordsOf(produced: Produced, content: TopicContent, brokers: number): { records: number[]; problems: string[] } {
  const { lost, duplicates, outOfOrder } = deliveryOf(produced, content);
  const records = Array.from({ length: brokers }, () => 0);
  for (const [from, to] of produced.acknowledged) {
    for (let n = from; n <= to; n++) { records[n % brokers] += lost.includes(n) ? 0 : 1; }
  }
  return {
    records,
    problems: [
      ...Object.entries(produced.failures).map(([error, count]) => `${count} records were not accepted: ${error}`),
      ...lost.length > 0 ? [`${lost.length} records were acknowledged and are not there`] : [],
      ...duplicates > 0 ? [`${duplicates} records are there twice`] : [],
      ...outOfOrder > 0 ? [`${outOfOrder} records are out of order`] : [],
    ],
  };
}

const WIDTH = 110;

/** Each path with what came of it. */
export function asTable(all: readonly Seen[]): string[] {
  return all.flatMap(({ consumer, listener, by, brokers, paths, problems, records }) => {
    const stateOf = (id: number) => paths.filter(({ expected }) => expected === id).flatMap(problemOf).length > 0 ? 'FAILED'
      : paths.some(({ expected }) => expected === id) ? 'reached' : 'not seen';
    const start = { host: bootstrapHost(listener), port: listener.bootstrapPort };
    return [
      `${consumer}, ${listener.name} (${by})`,
      ...table(['broker', 'clients connect to', 'result'], [
        ['any', `${start.host}:${start.port}`, stateOf(-1)],
        ...brokers.map(({ id, host, port }, i) =>
          [`${id}`, `${host}:${port}`, records[i] > 0 ? `${stateOf(id)}, ${records[i]} records sent and read` : `${stateOf(id)}, no record sent`]),
      ], WIDTH),
      ...problems.map(problem => `  FAILED  ${problem}`),
      '',
    ];
  });
}
