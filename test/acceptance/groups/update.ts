import { ACCEPTED } from './accepted';
import { IMAGE } from './nodes';
import { client, eventsOf } from './questions';
import { Group, Step } from './step';
import { HOST } from '../apps/host';
import { UPDATED } from '../apps/updated';
import { answeredSoonBy, stayedOpen } from '../judges/client';
import { rolledInTurn } from '../judges/stacks';

/** The last release, then this one: docs/acceptance.md. */

const askBrokers = client({ ask: [[HOST, 20000], [HOST, 20001]] });
const answers = (id: string, after: string): Step => ({
  id,
  what: 'asks each broker from the VPC of the consumer',
  minutes: 4,
  after: [after],
  as: 'consumer',
  ask: [askBrokers],
  judge: answeredSoonBy(0, 1),
  within: { minutes: 10, everySeconds: 20 },
});

export const UPDATE: Group = {
  name: 'update',
  what: 'a service and a consumer as the last release makes them, which then become those of this one',
  app: UPDATED.update,
  stacks: { Kafka: 'kafka', Consumer: 'consumer' },
  needs: 'earlier release',
  steps: [
    { id: 'kafka', what: 'deploys the service by the last release', minutes: 8, deploy: ['Kafka'], isEarlier: true },
    { id: 'consumer', what: 'deploys the consumer by the last release', minutes: 6, after: ['kafka'], deploy: ['Consumer'], isEarlier: true },
    ...ACCEPTED,
    answers('answers', 'available'),
    { id: 'losses', what: 'compares with what this release makes', minutes: 1, after: ['consumer'], compare: ['Kafka', 'Consumer'], tells: 'H42' },
    {
      id: 'kafkaNow',
      what: 'deploys the service by this release while a connection is open',
      minutes: 8,
      after: ['losses', 'answers'],
      deploy: ['Kafka'],
      tells: 'H43',
      meanwhile: { as: 'consumer', call: client({ hold: [[HOST, 20000, 600, 5]] }), judge: stayedOpen },
    },
    { id: 'consumerNow', what: 'deploys the consumer by this release', minutes: 4, after: ['kafkaNow'], deploy: ['Consumer'] },
    { ...answers('stillAnswers', 'consumerNow'), tells: 'H44' },
  ],
};

export const UPDATE_NODES: Group = {
  name: 'update-nodes',
  what: 'a cluster as the last release makes it, which then becomes one of this release',
  app: UPDATED['update-nodes'],
  stacks: { Kafka: 'kafka' },
  needs: 'earlier release',
  hasNodes: true,
  steps: [
    IMAGE,
    { id: 'kafka', what: 'deploys the cluster by the last release', minutes: 30, after: ['image'], deploy: ['Kafka'], isEarlier: true },
    { id: 'losses', what: 'compares with what this release makes', minutes: 1, after: ['kafka'], compare: ['Kafka'] },
    { id: 'kafkaNow', what: 'deploys the cluster by this release', minutes: 50, after: ['losses'], deploy: ['Kafka'] },
    {
      id: 'inTurn',
      what: 'asks in which order nodes were rolled',
      minutes: 1,
      after: ['kafkaNow'],
      tells: 'H45',
      as: 'kafka',
      ask: [eventsOf('update-nodes', 'kafka')],
      judge: rolledInTurn,
    },
  ],
};
