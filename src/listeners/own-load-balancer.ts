import { Token } from 'aws-cdk-lib';
import { isIntegerIn, Problems, quote } from '../private/validation';

/** Of the attribute `secondary_ips.auto_assigned.per_subnet`. */
const MAX_SECONDARY_ADDRESSES = 7;

/** What is said of the load balancer. */
interface OwnLoadBalancerProps {
  readonly loadBalancer?: unknown;
  readonly vpcSubnets?: unknown;
  readonly deletionProtection?: unknown;
  readonly secondaryAddresses?: number;
}

/** Adds what is wrong with props of a load balancer that is created. */
export function checkOwnLoadBalancer(problems: Problems, props: OwnLoadBalancerProps): void {
  const given = (['vpcSubnets', 'deletionProtection', 'secondaryAddresses'] as const).filter(prop => props[prop] !== undefined)
    .map(prop => `'${prop}'`);
  if (props.loadBalancer && given.length > 0) {
    const [are, them] = given.length === 1 ? ['is', 'it'] : ['are', 'them'];
    problems.add('PerBrokerNlbListeners.loadBalancerGiven', `${given.join(' and ')} ${are} for a load balancer that is created `
      + `here, and 'loadBalancer' is given; set ${them} where that one is made`);
  }
  const { secondaryAddresses } = props;
  if (secondaryAddresses !== undefined
    && (Token.isUnresolved(secondaryAddresses) || !isIntegerIn(secondaryAddresses, 0, MAX_SECONDARY_ADDRESSES))) {
    problems.add('PerBrokerNlbListeners.secondaryAddresses', "'secondaryAddresses' must be a literal integer from 0 to "
      + `${MAX_SECONDARY_ADDRESSES}, for each zone; got ${quote(secondaryAddresses)}`);
  }
}
