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
    says: 'Another account connects as a principal, once accepted, and its owner is told; names of zones may differ.',
    settles: [
      'principals are accounts, users and roles, without a path',
      'consumers see the zones that they share with the service, under their own names',
      "notifications need a topic's policy, and a key's",
    ],
    group: 'two-accounts',
    asserted: "accepted by `accept-vpc-endpoint-connections`; the function in the other account reads each broker's answer; the notification is Enabled",
  },
  {
    id: 'H23',
    says: 'A consumer in another region connects, with cross-zone on.',
    settles: ["another region needs `supportedRegions`, and no idle timeout of one's own", "another region needs cross-zone: zones of two regions can't be matched"],
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
    settles: ['a second record of a name in a zone is refused'],
    group: 'network',
    asserted: 'a deployment with a second record of the name fails, and the stack is UPDATE_ROLLBACK_COMPLETE',
  },
  {
    id: 'H32',
    says: 'CloudFormation refactors a stack with every type of resource of the network.',
    settles: ['whether all types here can be refactored', 'resources are carried to other logical ids and stacks without a change'],
    group: 'network',
    asserted: '`cdk refactor` with another id of a construct ends well',
  },
  {
    id: 'H33',
    says: 'CloudFormation works by a role of its own, so a deployment outlives the credentials of who started it.',
    settles: ['a deployment goes on when the credentials of who started it end'],
    group: 'network',
    asserted: '`describe-stacks` has the RoleARN of the CDK bootstrap for each stack',
  },
];
