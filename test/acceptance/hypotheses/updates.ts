import { Hypothesis } from './hypothesis';

/** Of the deployment of a release over the last one. */
export const UPDATES: readonly Hypothesis[] = [
  {
    id: 'H42',
    says: 'A deployment of this release over the last one removes or replaces nothing that holds data, an address or a name.',
    settles: ['a release that is deployed over the last one loses no data, address or name'],
    group: 'update',
    asserted: '`cdk diff` of what both releases make of one app: no resource is replaced or removed, except those that hold nothing',
  },
  {
    id: 'H43',
    says: 'Connections stay open while this release is deployed over the last one.',
    settles: ['connections stay open, and each broker is reached, while a release is deployed over the last one'],
    group: 'update',
    asserted: 'the function holds a connection during the deployment of the service',
  },
  {
    id: 'H44',
    says: 'Clients reach each broker when both sides have this release.',
    settles: ['connections stay open, and each broker is reached, while a release is deployed over the last one'],
    group: 'update',
    asserted: "the function reads each broker's answer after both deployments",
  },
  {
    id: 'H45',
    says: 'Nodes of the last release become those of this one, one after another.',
    settles: ['nodes of the last release become those of the next, one after another'],
    group: 'update-nodes',
    asserted: '`cdk diff` as for H42, and then stack events of the deployment: no two groups at once, and no disk or interface deleted',
  },
];
