import { Token } from 'aws-cdk-lib';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IConstruct } from 'constructs';
import type { HttpCheck } from './nlb-path';
import { RememberingTarget } from './remembering-target';
import { ClientListener } from '../model/client-listener';
import { Companion, CompanionProtocol } from '../model/companion';
import { groupBy } from '../private/broker-groups';
import { CompanionProblem, companionDocuments, companionProblems } from '../private/companion-plan';
import { textByPath } from '../private/identity';
import { isPort, MAX_PORT } from '../private/port-plan';
import { duplicates, isIntegerIn, Problems, quote, reportWarning } from '../private/validation';

const RULES: { [about in CompanionProblem['about']]: string } = {
  name: 'PerBrokerNlbListeners.companionName',
  protocol: 'PerBrokerNlbListeners.companionProtocol',
  port: 'PerBrokerNlbListeners.companionPort',
  host: 'PerBrokerNlbListeners.companionHost',
};

const TARGETS_RULE = 'PerBrokerNlbListeners.companionTargets';

/**
 * Of a health check by HTTP.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
 */
const MAX_PATH_LENGTH = 1024;
const DEFAULT_CODES = '200-399';

/** The port that a companion binds. */
export function targetPortOf({ port, targetPort }: Companion): number {
  return targetPort ?? port;
}

/** How the load balancer asks a companion, if not for a connection only. */
export function httpCheckOf(
  { protocol, healthCheckPath: path, healthCheckCodes: codes = DEFAULT_CODES }: Companion,
): HttpCheck | undefined {
  const asked = protocol === CompanionProtocol.HTTPS ? elbv2.Protocol.HTTPS : elbv2.Protocol.HTTP;
  return path === undefined ? undefined : { protocol: asked, path, codes };
}

/** Adds what is wrong with companions, by themselves and beside the client listeners. */
export function checkCompanions(problems: Problems, companions: Companion[], clientListeners: ClientListener[]): void {
  if (clientListeners.length === 0) { return; } // nothing to be beside, which is told
  const listeners =
    clientListeners.map(({ name, advertisedHost, firstPort }) => ({ name, host: advertisedHost.pattern, firstPort }));
  const documents = companionDocuments(companions, clientListeners);
  for (const { about, message } of companionProblems(documents, listeners)) { problems.add(RULES[about], message); }
  for (const companion of companions) {
    checkTargetPort(problems, companion);
    checkTargets(problems, companion);
    checkHealthCheck(problems, companion);
  }
}

function checkTargetPort(problems: Problems, { name, targetPort }: Companion): void {
  if (targetPort !== undefined && (Token.isUnresolved(targetPort) || !isPort(targetPort))) {
    problems.add(RULES.port, `'targetPort' of companion ${quote(name)} must be a literal integer from 1 to ${MAX_PORT}, `
      + `got ${quote(targetPort)}`);
  }
}

function checkTargets(problems: Problems, { name, targets, securityGroups }: Companion): void {
  if (!Array.isArray(targets) || targets.length === 0) {
    problems.add(TARGETS_RULE, `'targets' of companion ${quote(name)} is empty; give the hosts that `
      + "it runs on, such as new targets.IpTarget('10.0.0.30')");
  } else if (targets.some(target =>
    typeof (target as Partial<elbv2.INetworkLoadBalancerTarget> | undefined)?.attachToNetworkTargetGroup !== 'function')) {
    problems.add(TARGETS_RULE, `'targets' of companion ${quote(name)} has something that is not a target of a network `
      + "load balancer; give for example new targets.IpTarget('10.0.0.30')");
  }
  if (duplicates(securityGroups ?? []).length > 0) {
    problems.add(TARGETS_RULE, `'securityGroups' of companion ${quote(name)} has a group more than once; give it once`);
  }
}

function checkHealthCheck(
  problems: Problems, { name, protocol, healthCheckPath: path, healthCheckCodes: codes }: Companion,
): void {
  const add = (message: string) => problems.add('PerBrokerNlbListeners.companionHealthCheck', message);
  if (path !== undefined && protocol === CompanionProtocol.TCP) {
    add(`companion ${quote(name)} has a 'healthCheckPath' and speaks TCP; give CompanionProtocol.HTTP or HTTPS, `
      + 'or leave the path out');
  }
  if (path !== undefined && !Token.isUnresolved(path) && (!/^\/[!-~]*$/.test(path) || path.length > MAX_PATH_LENGTH)) {
    add(`'healthCheckPath' of companion ${quote(name)} begins with "/" and has up to ${MAX_PATH_LENGTH} characters without `
      + `blanks, got ${quote(path)}; give for example "/subjects"`);
  }
  if (codes === undefined) { return; }
  if (path === undefined) {
    add(`companion ${quote(name)} has 'healthCheckCodes' and no 'healthCheckPath', and the codes are the answer to `
      + 'that path; give both, or none');
  }
  if (!Token.isUnresolved(codes) && !areCodes(codes)) {
    add(`'healthCheckCodes' of companion ${quote(name)} are numbers and ranges from 200 to 599, got ${quote(codes)}; `
      + 'give for example "200,204" or "200-399"');
  }
}

function areCodes(codes: string): boolean {
  return codes.split(',').every(part => {
    const numbers = part.split('-').map(Number);
    return /^\d{3}(-\d{3})?$/.test(part) && numbers.every(code => isIntegerIn(code, 200, 599))
      && numbers[0] <= numbers[numbers.length - 1];
  });
}

/** What brokers have registered, by the text of the target and its port. */
export type BrokerPlaces = Map<string, number>;

/** Adds what is wrong with targets that are attached. */
export function checkAttached(
  problems: Problems, scope: IConstruct, companion: Companion, targets: RememberingTarget[], brokers: BrokerPlaces,
): void {
  const [named, port] = [`companion ${quote(companion.name)}`, targetPortOf(companion)];
  if (targets.some(({ kind }) => kind === undefined)) {
    problems.add(TARGETS_RULE, `a target of ${named} says no 'targetType'; let attachToNetworkTargetGroup() give it back`);
    return;
  }
  const kinds = groupBy(targets, ({ kind }) => `${kind}`);
  if (kinds.size > 1) {
    problems.add(TARGETS_RULE, `the targets of ${named} are of different kinds (${[...kinds.keys()].join(', ')}), `
      + 'and a target group takes one kind only; give all by address, or all by instance');
  }
  if ([...kinds.keys()].some(kind => ['alb', 'lambda'].includes(kind))) {
    problems.add(TARGETS_RULE, `a target of ${named} is of the kind ${[...kinds.keys()].join(', ')}; give hosts, `
      + 'by address or by instance');
  }
  for (const target of targets.filter(({ port: own }) => own !== undefined && !Token.isUnresolved(own) && own !== port)) {
    problems.add(TARGETS_RULE, `the target ${quote(target.id)} of ${named} is on port ${target.port}, `
      + `and ${port} is opened and checked there; give 'targetPort', or leave the port of the target out`);
  }
  const places = targets.flatMap(({ id }) => id === undefined ? [] : `${textByPath(scope, id)} ${port}`);
  if (duplicates(places).length > 0) {
    problems.add(TARGETS_RULE, `${named} has a target more than once: `
      + `${duplicates(places).map(place => quote(place.split(' ')[0])).join(', ')}; give each host once`);
  }
  for (const place of new Set(places.filter(each => brokers.has(each)))) {
    problems.add(TARGETS_RULE, `the target ${quote(place.split(' ')[0])} of ${named} is port ${port} of broker `
      + `${brokers.get(place)}; give the companion the port that it binds, as 'targetPort'`);
  }
}

/** Warns of what anybody could read. */
export function warnOfReadable(scope: IConstruct, companions: Companion[]): void {
  const open = companions.filter(({ protocol }) => protocol === CompanionProtocol.HTTP).map(({ name }) => name);
  if (open.length === 0) { return; }
  reportWarning(scope, 'PerBrokerNlbListeners.companionNotEncrypted',
    `companion ${open.join(', ')} speaks HTTP without encryption: anybody on the way can read its data and its logins; `
      + 'give it a certificate and CompanionProtocol.HTTPS, or acknowledge this');
}
