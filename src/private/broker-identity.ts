import { Token } from 'aws-cdk-lib';
import { zoneIdProblem } from './dns-names';
import { isBrokerId, MAX_BROKER_ID } from './port-plan';
import { Problems, quote } from './validation';

/** Adds a problem unless the id can have a port in a slot. */
export function checkBrokerId(problems: Problems, rule: string, brokerId: number): void {
  if (Token.isUnresolved(brokerId) || !isBrokerId(brokerId)) {
    problems.add(rule, `the broker id must be an integer from 0 to ${MAX_BROKER_ID}, since it is added to the first of the slot's 1000 ports; got ${quote(brokerId)}`);
  }
}

/** Adds a problem unless the zone id is absent or a literal id. */
export function checkZoneId(problems: Problems, rule: string, zoneId: string | undefined): void {
  if (zoneId === undefined) { return; }
  const problem = Token.isUnresolved(zoneId) ? 'stands in host names, so it must be a literal' : zoneIdProblem(zoneId);
  if (problem) {
    problems.add(rule, `'zoneId' ${quote(zoneId)} ${problem}`);
  }
}
