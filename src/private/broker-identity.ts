import { Token } from 'aws-cdk-lib';
import { zoneIdProblem } from './dns-names';
import { brokerIdRange, isBrokerId, MAX_BROKER_ID, MAX_BROKERS } from './port-plan';
import { isIntegerIn, Problems, quote } from './validation';

/** Adds a problem unless Kafka takes the id. */
export function checkBrokerId(problems: Problems, rule: string, brokerId: number): void {
  if (Token.isUnresolved(brokerId) || !isBrokerId(brokerId)) {
    problems.add(rule, `the broker id must be a literal integer from 0 to ${MAX_BROKER_ID}, the broker's 'node.id'; `
      + `got ${quote(brokerId)}`);
  }
}

/**
 * Adds a problem unless the ids can have ports in the slots of listeners.
 *
 * @param listeners by the first id of each
 */
export function checkBrokerIds(
  problems: Problems, rule: string, listeners: { name: string; firstBrokerId: number }[], brokerIds: number[],
): void {
  brokerIds.forEach(brokerId => checkBrokerId(problems, rule, brokerId));
  const known = brokerIds.filter(brokerId => !Token.isUnresolved(brokerId) && isBrokerId(brokerId));
  for (const { name, firstBrokerId } of listeners) {
    const { from, to } = brokerIdRange(firstBrokerId);
    const outside = known.filter(brokerId => !isIntegerIn(brokerId, from, to));
    if (outside.length > 0) {
      problems.add(rule, `client listener ${name} has ports for the broker ids ${from} to ${to}, `
        + `${MAX_BROKERS} in a row from 'firstBrokerId' on; got ${outside.join(', ')}; ${wayOut(known)}`);
    }
  }
}

/** Of all brokers, since those that fit by now must fit the first id too. */
function wayOut(brokerIds: number[]): string {
  const [least, most] = [Math.min(...brokerIds), Math.max(...brokerIds)];
  return most - least < MAX_BROKERS
    ? `give the listener 'firstBrokerId': ${least}, before clients use it, since every port follows from it`
    : `ids from ${least} to ${most} are too far apart for one listener, so give the others a listener with another advertised `
      + 'host, a load balancer and a service of their own';
}

/** Adds a problem unless the zone id is absent or a literal id. */
export function checkZoneId(problems: Problems, rule: string, zoneId: string | undefined): void {
  if (zoneId === undefined) { return; }
  const problem = Token.isUnresolved(zoneId) ? 'stands in host names, so it must be a literal' : zoneIdProblem(zoneId);
  if (problem) {
    problems.add(rule, `'zoneId' ${quote(zoneId)} ${problem}`);
  }
}
