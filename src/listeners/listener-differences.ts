import { ClientListener } from '../model/client-listener';
import { kafkaName } from '../private/listener-name';
import { quote } from '../private/validation';

/**
 * What the load balancer and a broker's configuration must have in common. The values are compared, so that copies of a listener
 * in several stacks are as good as one. The bootstrap port concerns the load balancer alone.
 */
function inCommon(listener: ClientListener, listenerName: string, brokerId: number): Map<string, unknown> {
  const { name, firstPort, firstBrokerId, advertisedHost, security } = listener;
  const own = {
    name: kafkaName(name),
    firstPort,
    firstBrokerId,
    bindPort: listener.bindPortOf(brokerId),
    advertisedHost: advertisedHost.pattern,
  };
  return new Map<string, unknown>(Object.entries({ ...own, ...security._facts(listenerName) }));
}

/** How a broker's configuration differs from a listener, or the empty string. One whose host is pending need not be there. */
export function differenceTo(listener: ClientListener, configured: ClientListener[], brokerId: number): string {
  const same = configured.find(candidate => candidate.slot === listener.slot);
  if (!same && listener.advertisedHost._isPending) { return ''; }
  if (!same) {
    return `slot ${listener.slot} is not there, `
      + `but ${configured.map(candidate => `${candidate.name} (slot ${candidate.slot})`).join(', ') || 'no client listener'}`;
  }
  // Names of clients follow from the listener's name, which is compared by itself.
  const [there, here] = [same, listener].map(each => inCommon(each, listener.name, brokerId));
  // What is described says nothing of Kafka's properties, which have dots.
  const isDescribed = [same, listener].some(({ security }) => security._isDescribed);
  const different = [...new Set([...here.keys(), ...there.keys()])]
    .filter(what => there.get(what) !== here.get(what) && !(isDescribed && what.includes('.')));
  // From what differs in words follow many of Kafka's properties.
  const inWords = different.filter(what => !what.includes('.'));
  return (inWords.length > 0 ? inWords : different)
    .map(what => `there ${what.includes(' ') ? what : `'${what}'`} is ${shown(there.get(what))}, `
      + `here ${shown(here.get(what))}`).join(', ');
}

/**
 * Whether a broker would write the same of two listeners. What clients speak where TLS ends at the load balancer is not the
 * broker's affair.
 */
export function areOneToBroker(one: ClientListener, other: ClientListener, brokerId: number): boolean {
  const [first, second] = [one, other].map(each => inCommon(each, one.name, brokerId));
  return [...new Set([...first.keys(), ...second.keys()])]
    .filter(what => what !== "the clients' protocol").every(what => first.get(what) === second.get(what));
}

export function shown(value: unknown): string {
  return value === undefined ? 'nothing' : quote(value);
}
