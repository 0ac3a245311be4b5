import type { Change, Duty } from './change';
import { vendorChanges } from './vendors';
import { bootstrapServer, Contract, ContractCompanion, ContractListener } from '../assembly/contracts';
import { ranges } from '../plan/words';

/** What is different for consumers who have the old contract. */
export function contractChanges(before: Contract, now: Contract): Change[] {
  const who = now.source === before.source ? `${now.source}: ` : '';
  const say = (what: string, duty: Duty): Change => ({ part: 'consumers', what: `${who}${what}`, duty });
  return [
    ...serviceChanges(before, now, say),
    ...clusterChanges(before, now, say),
    ...brokerChanges(before, now, say),
    ...now.listeners.flatMap(listener => {
      const old = before.listeners.find(({ name }) => name === listener.name);
      return old
        ? listenerChanges(old, listener, say)
        : [say(`listener ${listener.name} is new: ${bootstrapServer(listener)}`, 'nothing')];
    }),
    ...before.listeners.filter(({ name }) => !now.listeners.some(listener => listener.name === name))
      .map(({ name }) => say(`listener ${name} is gone: clients move to another one before`, 'change clients')),
    ...companionChanges(before.companions ?? [], now.companions ?? [], say),
    ...vendorChanges(before, now),
  ];
}

type Say = (what: string, duty: Duty) => Change;

function serviceChanges(before: Contract, now: Contract, say: Say): Change[] {
  const isOther = before.serviceName !== undefined && now.serviceName !== undefined && before.serviceName !== now.serviceName;
  return [
    ...isOther ? [say('the endpoint service is another one: the endpoint is replaced, and open connections end', 'deploy')] : [],
    ...before.region === now.region ? [] : [say(`the service is in ${now.region}, and was in ${before.region}`, 'deploy')],
  ];
}

/** An id that is told for the first time, or no longer, is the same cluster for all that is known. */
function clusterChanges(before: Contract, now: Contract, say: Say): Change[] {
  const isOther = before.clusterId !== undefined && now.clusterId !== undefined && before.clusterId !== now.clusterId;
  return isOther
    ? [say(`the brokers are of the cluster ${now.clusterId}, and were of ${before.clusterId}: `
      + 'it has other topics, offsets and users', 'change clients')]
    : [];
}

/** The ports of a listener are open for every broker that it may ever have, so brokers come and go. */
function brokerChanges(before: Contract, now: Contract, say: Say): Change[] {
  const added = now.brokerIds.filter(id => !before.brokerIds.includes(id));
  const removed = before.brokerIds.filter(id => !now.brokerIds.includes(id));
  const zones = now.zoneIds.filter(zone => !before.zoneIds.includes(zone));
  const byZone = now.listeners.filter(({ host }) => host.includes('{zoneId}')).map(({ name }) => name);
  return [
    ...added.length > 0 ? [say(`${are(added)} new`, 'nothing')] : [],
    ...removed.length > 0 ? [say(`${are(removed)} gone: no client may have only that to start from`, 'nothing')] : [],
    ...zones.length > 0 && byZone.length > 0
      ? [say(`brokers are in zones ${zones.join(', ')} too, and ${byZone.join(', ')} has a name for each zone: `
        + 'the endpoint needs a subnet there', 'deploy')]
      : [],
  ];
}

function are(ids: readonly number[]): string {
  return ids.length === 1 ? `broker ${ids[0]} is` : `brokers ${ranges(ids)} are`;
}

function listenerChanges(old: ContractListener, now: ContractListener, say: Say): Change[] {
  const differs =
    (...keys: (keyof ContractListener)[]) => keys.some(key => JSON.stringify(old[key]) !== JSON.stringify(now[key]));
  const { name } = now;
  const mechanisms = ({ protocol, saslMechanisms }: ContractListener) => [protocol, ...saslMechanisms].join(' ');
  return [
    ...differs('protocol', 'saslMechanisms')
      ? [say(`${name} is ${mechanisms(now)}, and was ${mechanisms(old)}: clients need another file`, 'change clients')] : [],
    ...differs('host')
      ? [say(`${name} is at ${now.host}, and was at ${old.host}: other names, another certificate, `
        + 'another file for clients', 'change clients')] : [],
    ...differs('firstPort', 'firstBrokerId', 'bootstrapPort')
      ? [say(`${name} has other ports: ${bootstrapServer(now)} to start from, and the groups open others`,
        'change clients')] : [],
  ];
}

function companionChanges(before: readonly ContractCompanion[], now: readonly ContractCompanion[], say: Say): Change[] {
  const urlOf = ({ protocol, host, port }: ContractCompanion) => `${protocol} ${host}:${port}`;
  return [
    ...now.flatMap(companion => {
      const old = before.find(({ name }) => name === companion.name);
      if (!old) { return [say(`companion ${companion.name} is new: ${urlOf(companion)}`, 'nothing')]; }
      return urlOf(old) === urlOf(companion)
        ? []
        : [say(`companion ${companion.name} is at ${urlOf(companion)}, and was at ${urlOf(old)}`, 'change clients')];
    }),
    ...before.filter(({ name }) => !now.some(other => other.name === name))
      .map(({ name }) => say(`companion ${name} is gone`, 'change clients')),
  ];
}
