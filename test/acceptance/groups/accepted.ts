import { ENDPOINT } from './questions';
import { Step } from './step';
import { isAvailable } from '../judges/endpoints';

/** The provider accepts the consumer's connection, and the consumer waits until it has it. */
export const ACCEPTED: readonly Step[] = [
  {
    id: 'accept',
    what: 'accepts the connection',
    minutes: 1,
    after: ['consumer'],
    as: 'kafka',
    invoke: ['ec2', 'accept-vpc-endpoint-connections', '--service-id', '{Kafka.ServiceId}', '--vpc-endpoint-ids', '{Consumer.EndpointId}'],
  },
  {
    id: 'available',
    what: 'waits for the connection',
    minutes: 3,
    after: ['accept'],
    as: 'consumer',
    ask: [ENDPOINT],
    judge: isAvailable,
    within: { minutes: 10, everySeconds: 15 },
  },
];
