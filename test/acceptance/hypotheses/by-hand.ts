import { BY_HAND, Hypothesis } from './hypothesis';

/** What stacks alone can't settle: somebody does it, and writes a result by `--told`. */
export const FOR_A_PERSON: readonly Hypothesis[] = [
  {
    id: 'H37',
    says: 'An alarm of a query is charged for each metric that the query reads.',
    settles: ['an alarm of a query is charged for each metric that the query reads'],
    group: BY_HAND,
    asserted: 'the day after a run: `aws ce get-cost-and-usage`, grouped by usage type, filtered by CloudWatch',
  },
  {
    id: 'H38',
    says: 'Vendors connect as docs/vendors.md says.',
    settles: ['how vendors connect, and what they ask for'],
    group: BY_HAND,
    asserted: 'an account at a vendor: follow its section of docs/vendors.md, and note each sentence that was wrong',
  },
  {
    id: 'H39',
    says: 'The Terraform and the steps in the console make an endpoint, and clients reach Kafka through it.',
    settles: ["the Terraform and the console's steps of a consumer"],
    group: BY_HAND,
    asserted: 'while `--only H3 --keep` has its stacks up: apply the Terraform of docs/consumers-without-cdk.md in a VPC of its own, then take it away',
  },
  {
    id: 'H40',
    says: 'A proxy in the image is used by systemd and dnf.',
    settles: ['a proxy in an image, by systemd and dnf'],
    group: BY_HAND,
    asserted: 'an image as docs/your-account.md describes, in a VPC with the proxy as its only way out: the nodes signal',
  },
  {
    id: 'H41',
    says: 'A connection by a resource endpoint of VPC Lattice lives as long as Kafka needs it, and its name drops a dead zone.',
    settles: ['how long connections live, and what a dead zone does'],
    group: BY_HAND,
    asserted: 'a resource gateway and a group of three children made by hand: connections silent for 340, 360 and 600 seconds and busy for 24 hours; a zone denied by its network ACL',
  },
];
