/**
 * What can be wrong with the files of an app. Each cause says what AWS, or a client, does then, and how that is known.
 * `docs/local-cluster.md` has the same causes; a test compares them.
 */
export const CAUSES = {
  // What cannot be played at all.
  'unknown-type': { means: 'the local cluster has no table of the resource type', source: 'docs/local-cluster.md' },
  'unknown-property': { means: 'the property, or the attribute, is in no table', source: 'docs/local-cluster.md' },
  'not-played': {
    means: 'AWS takes it, and the local cluster would give another answer than AWS', source: 'docs/local-cluster.md',
  },
  'unresolved': {
    means: 'a reference leads to nothing in these templates, or its value is known at deployment only',
    source: 'docs/local-cluster.md',
  },
  // What AWS refuses.
  'missing-property': {
    means: 'AWS requires the property',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html',
  },
  'bad-value': {
    means: 'AWS does not take the value',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html',
  },
  'template-size': {
    means: 'a template has at most 1,000,000 bytes',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  },
  'resource-count': {
    means: 'a template has at most 500 resources',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  },
  'listener-quota': {
    means: 'a network load balancer has at most 50 listeners',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-limits.html',
  },
  'rule-quota': {
    means: 'a security group has at most 60 rules in each direction, unless AWS raised it',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html',
  },
  'rule-twice': {
    means: 'a security group takes the same rule once (InvalidPermission.Duplicate)',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html',
  },
  'listener-twice': {
    means: 'a load balancer has one listener on a port (DuplicateListener)',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html',
  },
  'subnet-range': {
    means: 'a subnet is inside the block of its VPC, and overlaps no other subnet (InvalidSubnet.Range, '
    + 'InvalidSubnet.Conflict)',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html',
  },
  'other-vpc': {
    means: 'subnets, groups and targets that belong together are in one VPC',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html',
  },
  'zone-twice': {
    means: 'a load balancer has only one subnet in a zone, and so has an endpoint (InvalidConfigurationRequest, '
    + 'DuplicateSubnetsInSameZone)',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/availability-zones.html',
  },
  'constrained-zone': {
    means: 'a load balancer has no subnet in a constrained zone',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/availability-zones.html',
  },
  'endpoint-zone': {
    means: 'an endpoint is in zones of its service',
    source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html',
  },
  'endpoint-policy': {
    means: 'an endpoint of a service that is not AWS\'s takes the full-access policy only',
    source: 'https://github.com/pulumi/pulumi-aws-native/issues/1711',
  },
  'address-type': {
    means: 'load balancer, service, endpoint and target group agree on IPv4 or both families',
    source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html',
  },
  'principal': {
    means: 'an account connects to a service only if it is an allowed principal',
    source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html',
  },
  'region': {
    means: 'an endpoint is in a region that its service supports',
    source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html',
  },
  'group-size': {
    means: 'MinSize of an Auto Scaling group is at most its MaxSize, '
    + 'and MinInstancesInService is less than MaxSize',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html',
  },
  'health-check-off': {
    means: 'the health checks of addresses and instances cannot be turned off',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html',
  },
  'name-apex': {
    means: 'a CNAME is not at the top of its hosted zone, and no other record has its name',
    source: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html',
  },
  'record-twice': {
    means: 'a hosted zone has one record set of a name and type',
    source: 'https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html',
  },
  // What AWS takes, and clients then miss.
  'node-zone': {
    means: 'a machine is launched in another zone than the volume or interface that it attaches',
    source: 'https://docs.aws.amazon.com/ebs/latest/userguide/ebs-attaching-volume.html',
  },
  'acceptance': {
    means: 'a connection that nobody accepts carries nothing',
    source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html',
  },
  'endpoint-group': {
    means: 'an endpoint without security groups has the default group of its VPC, '
    + 'which lets nobody else in',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html',
  },
  'lost-egress': {
    means: 'an egress rule beside a group removes the group\'s rule that allows everything, '
    + 'for everything behind that group',
    source: 'https://github.com/aws/aws-cdk/issues/3355',
  },
  'target-zone': {
    means: 'a target in a zone where the load balancer has no subnet is unused (Target.NotInUse), '
    + 'cross-zone or not',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html',
  },
  'name-zones': {
    means: 'a name leads to one part of the endpoint only, and fails with the zone of that part',
    source: 'https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html',
  },
  'unserved-listener': {
    means: 'no port of the load balancer serves a listener of the contract', source: 'docs/architecture.md',
  },
  'health-check-pace': {
    means: 'the load balancer notices later than by AWS\'s own defaults that a broker is gone or back',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html',
  },
  'health-check-listener': {
    means: 'the health check asks the port of another listener, '
    + 'and that answer says nothing of this listener',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html',
  },
  'health-check': {
    means: 'the health check asks a port where nobody answers: with no healthy target a load balancer sends '
    + 'to all',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html',
  },
  'advertised-address': { means: 'a broker tells clients another address than the contract', source: 'docs/architecture.md' },
  'outside-contract': {
    means: 'a broker that no contract has tells clients an address that does not lead to it', source: 'docs/architecture.md',
  },
  'properties': { means: 'a broker of the contract has no file, or none with the listener', source: 'docs/architecture.md' },
  'protocol': {
    means: 'the contract says another protocol than what brokers and load balancer speak', source: 'docs/architecture.md',
  },
  'names': { means: 'a name of the contract does not lead to the endpoint', source: 'docs/architecture.md' },
  'security-group': {
    means: 'a group on the way has no rule for it',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html',
  },
  'listener-port': { means: 'a port of the contract has no listener', source: 'docs/architecture.md' },
  'target-group': { means: 'a port leads to another broker, or lacks one', source: 'docs/architecture.md' },
  'target-address': { means: 'a target is the address of no broker', source: 'docs/architecture.md' },
  'target-port': { means: 'a target has another port than its broker binds', source: 'docs/architecture.md' },
  'cross-zone': {
    means: 'a broker is reached from its own zone only',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html',
  },
} as const;

/** What something can fail by. */
export type Cause = keyof typeof CAUSES;

/** What is wrong with the files of an app, in a sentence that names the resource. */
export interface Finding {
  readonly cause: Cause;
  readonly message: string;
}

/** Findings, in the order in which they were found; none twice. */
export class Findings {
  private readonly found: Finding[] = [];
  private stopped = false;

  /** Whether something could not be read, so that what follows from the rest may be wrong. */
  public get incomplete(): boolean {
    return this.stopped;
  }

  public get all(): readonly Finding[] {
    return this.found;
  }

  public add(cause: Cause, message: string): void {
    if (!this.found.some(known => known.message === message)) { this.found.push({ cause, message }); }
  }

  /** What a function gives; where it is stopped by something that is wrong, that is a finding and nothing is given. */
  public attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Stopped)) { throw error; }
      this.stopped = true;
      if (error.cause_) { this.add(error.cause_, error.message); }
      return undefined;
    }
  }

  /** The same for each of several; those that are stopped are left out. */
  public each<T, R>(items: readonly T[], read: (item: T, index: number) => R | undefined): R[] {
    return items.flatMap((item, i) => {
      const value = this.attempt(() => read(item, i));
      return value === undefined ? [] : [value];
    });
  }
}

/** Nothing can be made of a resource. Without a cause, because of another that was found already. */
export class Stopped extends Error {
  constructor(public readonly cause_: Cause | undefined, message: string) {
    super(message);
  }
}

/** What is needed was stopped itself, and is told already. */
export function because(): never {
  throw new Stopped(undefined, '');
}

/**
 * A mistake of the user, or several: each is told in a line of its own, and where it was noticed in this program says nothing to
 * anybody.
 */
export class UserError extends Error {
  /** By which it is known to a file that has a copy of this class: the probe is bundled apart from the command. */
  public override readonly name = 'UserError';
}

/** A finding as users see it. */
export function line({ cause, message }: Finding): string {
  return `${cause}: ${message}`;
}

/** Findings in place of what cannot start with them. */
export function asError(findings: readonly Finding[]): UserError {
  return new UserError([`${findings.length} ${findings.length === 1 ? 'thing is' : 'things are'} wrong with these `
    + 'templates:', ...findings.map(finding => `  - ${line(finding)}`)].join('\n'));
}
