import { Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { clusterIdProblem } from '../private/contract-cluster-id';
import { regionProblem } from '../private/contract-document';
import { isKnown } from '../private/pending-lookup';
import { principalIdentity, principalProblem } from '../private/service-principals';
import { duplicates, Problems, quote } from '../private/validation';

/** What is added to the name of the contract's parameter, for the one that has the service name alone. */
export const SERVICE_NAME_LEVEL = '/service-name';

/**
 * Limits of a parameter's name. The length is that of its ARN, of which the longest begins with 60 characters such as
 * `arn:aws-us-gov:ssm:us-gov-west-1:111111111111:parameter`.
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
const MAX_LEVELS = 15;
const MAX_ARN_LENGTH = 1011;
const ARN_PREFIX_LENGTH = 60;

/** Adds what is wrong with who may connect. */
export function checkPrincipals(problems: Problems, principals: iam.ArnPrincipal[]): void {
  for (const problem of principals.map(principalProblem)) {
    if (problem) { problems.add('KafkaPrivateLinkService.principal', `'allowedPrincipals': ${problem}`); }
  }
  const known = principals.filter(principal => !principalProblem(principal)).map(principalIdentity)
    .filter(identity => identity !== undefined);
  for (const identity of duplicates(known)) {
    problems.add('KafkaPrivateLinkService.duplicatePrincipal', `'allowedPrincipals' has ${quote(identity)} more than once; `
      + 'give it once');
  }
}

/** Adds what is wrong with the regions of consumers. */
export function checkRegions(problems: Problems, regions: string[] | undefined, own: string, crossZone: boolean): void {
  if (regions === undefined || Token.isUnresolved(regions)) { return; }
  const rule = 'KafkaPrivateLinkService.supportedRegions';
  if (regions.length === 0) {
    problems.add(rule, "'supportedRegions' is empty; leave it out to offer the service in its own region only");
  }
  for (const region of regions) {
    const problem = Token.isUnresolved(region) ? undefined : regionProblem(region);
    if (problem) { problems.add(rule, `'supportedRegions' has ${quote(region)}, which ${problem}`); }
  }
  for (const region of duplicates(regions)) {
    problems.add(rule, `'supportedRegions' has ${quote(region)} more than once; give it once`);
  }
  if (regions.some(region => region !== own) && !crossZone) {
    problems.add('KafkaPrivateLinkService.crossRegion', "'supportedRegions' needs listeners with 'crossZone', "
      + "since zones of another region can't be matched with those of the brokers; "
      + 'switch it on, or offer the service in its own region only');
  }
}

/** Adds what is wrong with the id of the cluster, of which brokers may know theirs. */
export function checkClusterId(problems: Problems, given: string | undefined, known: string[]): void {
  const problem = given === undefined ? undefined : clusterIdProblem(given);
  if (problem) { problems.add('KafkaPrivateLinkService.clusterId', `'clusterId' ${problem}`); }
  if (known.length > 1) {
    problems.add('KafkaPrivateLinkService.clusters', `brokers of 'listeners' are of the clusters ${known.map(quote).join(', ')}, `
      + 'and clients of a listener reach one cluster; give each a load balancer and a service of its own');
  } else if (!problem && isKnown(given) && known.some(id => id !== given)) {
    problems.add('KafkaPrivateLinkService.clusters', `'clusterId' is ${quote(given)}, and the brokers of 'listeners' are of the `
      + `cluster ${quote(known[0])}; leave 'clusterId' out`);
  }
}

/** Adds what is wrong with the name of the contract's parameter. */
export function checkParameterName(problems: Problems, name: string | undefined): void {
  if (name === undefined || Token.isUnresolved(name)) { return; }
  const problem = parameterNameProblem(name);
  if (problem) { problems.add('KafkaPrivateLinkService.parameterName', `'contractParameterName' ${problem}`); }
}

function parameterNameProblem(name: string): string | undefined {
  if (!/^(\/[A-Za-z0-9_.-]+)+$/.test(name)) {
    return `must be a path of letters, digits and _ . -, for example "/kafka/contract"; got ${quote(name)}`;
  }
  if (/^\/(aws|ssm)/i.test(name)) {
    return `must not begin with "/aws" or "/ssm", which AWS keeps to itself; got ${quote(name)}`;
  }
  const levels = name.split('/').length - 1;
  if (levels >= MAX_LEVELS) {
    return `has ${levels} levels and may have ${MAX_LEVELS - 1}: a parameter has ${MAX_LEVELS} at most, `
      + `and ${quote(SERVICE_NAME_LEVEL)} is added`;
  }
  const maxLength = MAX_ARN_LENGTH - ARN_PREFIX_LENGTH - SERVICE_NAME_LEVEL.length;
  return name.length > maxLength
    ? `has ${name.length} characters and may have ${maxLength}: the ARN of a parameter has ${MAX_ARN_LENGTH} at most, `
      + `and ${quote(SERVICE_NAME_LEVEL)} is added`
    : undefined;
}
