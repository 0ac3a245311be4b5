import { MAX_IDLE_MS } from './port-plan';

/** How clients behave by default, and why: the name of each property in the words of Java and of librdkafka, where it has one. */
interface Behaviour {
  readonly java: string;
  /**
   * Left out where librdkafka does the same without being told: its older versions refuse to start with a property that they do
   * not know.
   */
  readonly librdkafka?: string;
  readonly value: string;
}

/**
 * In bytes: what is on the way at 10 ms and 800 Mbit/s, or at 80 ms and 100 Mbit/s. Beside it, a system sends and receives less
 * at a time.
 */
const BUFFER_OF_ANOTHER_REGION = 2 ** 20;

const ALWAYS: Behaviour[] = [
  // Below the 350 seconds after which an endpoint and a load balancer forget a silent connection.
  { java: 'connections.max.idle.ms', librdkafka: 'connections.max.idle.ms', value: `${MAX_IDLE_MS}` },
  // Where a zone vanishes nobody closes connections. By default clients wait for 30 seconds (Java) or 60 (librdkafka) until they
  // give one up.
  { java: 'request.timeout.ms', librdkafka: 'socket.timeout.ms', value: '10000' },
  // A name still has the address that is silent. By default Java waits 10 seconds for it and twice as long the next time,
  // librdkafka 30.
  { java: 'socket.connection.setup.timeout.ms', librdkafka: 'socket.connection.setup.timeout.ms', value: '5000' },
  { java: 'socket.connection.setup.timeout.max.ms', value: '5000' },
  // When no broker that it knows answers, a client asks the bootstrap servers anew. Java does so by default from 4.0 on,
  // librdkafka from 2.11 on.
  { java: 'metadata.recovery.strategy', value: 'rebootstrap' },
];

const FROM_ANOTHER_REGION: Behaviour[] = [
  // A connection carries one buffer in a round trip, and Java's of 64 KiB is 0.8 MB a second at 80 ms.
  { java: 'receive.buffer.bytes', librdkafka: 'socket.receive.buffer.bytes', value: `${BUFFER_OF_ANOTHER_REGION}` },
  { java: 'send.buffer.bytes', librdkafka: 'socket.send.buffer.bytes', value: `${BUFFER_OF_ANOTHER_REGION}` },
];

/** What clients configure that has nothing to do with who they are. */
export function clientBehaviour(library: 'java' | 'librdkafka', isInAnotherRegion = false): { [key: string]: string } {
  const behaviours = [...ALWAYS, ...isInAnotherRegion ? FROM_ANOTHER_REGION : []];
  return Object.fromEntries(behaviours.flatMap(behaviour => {
    const key = behaviour[library];
    return key === undefined ? [] : [[key, behaviour.value]];
  }));
}
