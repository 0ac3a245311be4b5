import { Call } from './step';

/** Begins an argument that is handed over as a file: versions 1 and 2 of the AWS CLI read binary arguments in different ways. */
export const BLOB = 'blob:';

/** Questions that several groups ask. */

/** What the function in the consumer's VPC finds. Its payload is the last line of the answer of the CLI, which tools.ts reads. */
export const client = (payload: object): Call => [
  'lambda', 'invoke', '--function-name', '{Consumer.Client}', '--cli-read-timeout', '0',
  '--payload', `${BLOB}${JSON.stringify(payload)}`, '/dev/stdout',
];

export const stackOf = (group: string, stack: string): Call => ['cloudformation', 'describe-stacks', '--stack-name', `acceptance-${group}-${stack}`];

export const eventsOf = (group: string, stack: string): Call => ['cloudformation', 'describe-stack-events', '--stack-name', `acceptance-${group}-${stack}`];

export const ENDPOINT: Call = ['ec2', 'describe-vpc-endpoints', '--vpc-endpoint-ids', '{Consumer.EndpointId}'];
