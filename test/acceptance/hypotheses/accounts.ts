import { Hypothesis } from './hypothesis';

/** Of what CloudFormation, accounts and regions do with these stacks. */
export const ACCOUNTS: readonly Hypothesis[] = [
  {
    id: 'H4',
    says: 'The stacks deploy in an account that has nothing but the CDK bootstrap and the quotas of a new account.',
    settles: ['the stacks deploy in an account with the quotas of a new one'],
    group: 'network',
    asserted: 'every stack of the group is CREATE_COMPLETE',
  },
  {
    id: 'H22',
    says: 'Another account connects as a principal after its connection is accepted, and the owner of the service is told. Names of zones may differ.',
    settles: [
      'principals are accounts, users and roles, without a path',
      'consumers see the zones that they share with the service, under their own names',
      "notifications need a policy of the topic, and of the topic's key",
    ],
    group: 'two-accounts',
    asserted: "accepted by `accept-vpc-endpoint-connections`; the function in the other account reads each broker's answer; the notification is Enabled",
  },
  {
    id: 'H23',
    says: 'A consumer in another region connects, with cross-zone on.',
    settles: [
      "an endpoint in another region needs `supportedRegions` of the service, and a load balancer with AWS's own idle timeout",
      "an endpoint in another region needs cross-zone, since zones of two regions can't be matched",
    ],
    group: 'two-regions',
    asserted: "the function in the other region reads each broker's answer",
  },
  {
    id: 'H26',
    says: 'All stacks can be deleted, consumers first, and nothing but disks and logs stays.',
    settles: ["a service can't be deleted while an endpoint is connected or waits"],
    group: 'network',
    asserted: 'deleting the service alone fails while the endpoint is connected; at the end no resource with the tag of the run is left',
  },
  {
    id: 'H31',
    says: 'A second record of a name in a private zone is refused.',
    settles: ['Route 53 refuses a second record of a name in a zone'],
    group: 'network',
    asserted: 'a deployment with a second record of the name fails, and the stack is UPDATE_ROLLBACK_COMPLETE',
  },
  {
    id: 'H32',
    says: 'CloudFormation refactors a stack with every type of resource of the network.',
    settles: [
      'whether CloudFormation can move all types of resources that are used here',
      'CloudFormation moves resources to other logical ids and stacks without a change of the resources',
    ],
    group: 'network',
    asserted: '`cdk refactor` succeeds with another id of a construct',
  },
  {
    id: 'H33',
    says: 'CloudFormation works by a role of its own, so a deployment outlives the credentials of who started it.',
    settles: ['a deployment goes on when the credentials that started it expire'],
    group: 'network',
    asserted: '`describe-stacks` has the RoleARN of the CDK bootstrap for each stack',
  },
];
