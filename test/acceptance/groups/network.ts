import { ACCEPTED } from './accepted';
import { client, ENDPOINT, stackOf } from './questions';
import { Call, Group } from './step';
import { HOST } from '../apps/host';
import { networkApp } from '../apps/network';
import { everyPathOpen } from '../judges/canary';
import { answeredBy, answeredSoonBy, firstLives, stayedOpen } from '../judges/client';
import {
  doneWhilePending, isContract, nobodyAllowed, pendingHasNames, refusedForConnections, serviceHasZones,
} from '../judges/endpoints';
import { hasRole, isStack } from '../judges/stacks';
import { once } from '../judges/verdicts';

const PORTS = [20000, 20001];

const askBrokers = client({ ask: PORTS.map(port => [HOST, port]) });
const holdFor = (seconds: number) => client({ hold: [[HOST, PORTS[0], seconds, 5]] });
const service: Call = ['ec2', 'describe-vpc-endpoint-services', '--filters', 'Name=service-type,Values=Interface', '--service-names', '{ServiceName}'];
const record = (set: object): Call => ['route53', 'change-resource-record-sets', '--hosted-zone-id', '{Consumer.ZoneId}',
  '--change-batch', JSON.stringify({ Changes: [{ Action: 'UPSERT', ResourceRecordSet: { Name: HOST, Type: 'A', ...set } }] })];

/** One account, two VPCs, three small machines in place of brokers. */
export const NETWORK: Group = {
  name: 'network',
  what: 'a service and a consumer in one account, with two of the smallest machines in place of brokers',
  app: networkApp({}),
  stacks: { Kafka: 'kafka', Consumer: 'consumer' },
  steps: [
    { id: 'kafka', what: 'deploys the service', minutes: 8, deploy: ['Kafka'], tells: 'H4' },
    {
      id: 'contract',
      what: 'reads the parameter with the contract',
      minutes: 1,
      after: ['kafka'],
      tells: 'H24',
      as: 'kafka',
      ask: [['ssm', 'get-parameter', '--name', '/acceptance/network/contract']],
      judge: isContract,
    },
    { id: 'consumer', what: 'deploys the consumer, while nobody accepts it', minutes: 6, after: ['kafka'], deploy: ['Consumer'] },
    { id: 'names', what: 'asks for the names of the endpoint that waits', minutes: 1, after: ['consumer'], tells: 'H1', as: 'consumer', ask: [ENDPOINT], judge: pendingHasNames },
    {
      id: 'complete',
      what: 'asks whether the stack is done while it waits',
      minutes: 1,
      after: ['consumer'],
      tells: 'H2',
      as: 'consumer',
      ask: [ENDPOINT, stackOf('network', 'consumer')],
      judge: doneWhilePending,
    },
    {
      id: 'roles',
      what: 'asks by which role CloudFormation works',
      minutes: 1,
      after: ['consumer'],
      tells: 'H33',
      as: 'kafka',
      ask: [stackOf('network', 'kafka'), stackOf('network', 'consumer')],
      judge: hasRole,
    },
    ...ACCEPTED,
    {
      id: 'endpoint',
      what: 'notes the names of the endpoint',
      minutes: 1,
      after: ['consumer'],
      as: 'consumer',
      invoke: ENDPOINT,
      keep: ({ VpcEndpoints: [{ DnsEntries: [{ DnsName, HostedZoneId }], ServiceName }] }) =>
        ({ EndpointName: DnsName, EndpointZone: HostedZoneId, ServiceName }),
    },
    {
      id: 'answers',
      what: 'asks each broker from the VPC of the consumer',
      minutes: 4,
      after: ['available'],
      tells: 'H3',
      as: 'consumer',
      ask: [askBrokers],
      judge: answeredSoonBy(0, 1),
      within: { minutes: 10, everySeconds: 20 },
    },
    {
      id: 'silence',
      what: 'holds connections that are silent for 300 and 360 seconds',
      minutes: 7,
      after: ['answers'],
      tells: 'H8',
      as: 'consumer',
      ask: [client({ hold: [[HOST, PORTS[0], 300], [HOST, PORTS[0], 360]] })],
      judge: firstLives,
    },
    {
      id: 'elsewhere',
      what: 'lets the name lead elsewhere while a connection is open',
      minutes: 4,
      after: ['answers'],
      tells: 'H28',
      as: 'consumer',
      invoke: record({ TTL: 1, ResourceRecords: [{ Value: '192.0.2.1' }] }),
      meanwhile: { as: 'consumer', call: holdFor(180), judge: stayedOpen },
    },
    {
      id: 'back',
      what: 'lets the name lead to the endpoint again',
      minutes: 1,
      after: ['elsewhere', 'endpoint'],
      as: 'consumer',
      invoke: record({ AliasTarget: { DNSName: '{EndpointName}', HostedZoneId: '{EndpointZone}', EvaluateTargetHealth: false } }),
    },
    { id: 'watch', what: 'deploys a canary beside the consumer', minutes: 4, after: ['answers'], deploy: ['Consumer'], variant: { watched: true } },
    {
      id: 'canary',
      what: 'lets the canary look at every path',
      minutes: 1,
      after: ['watch'],
      tells: 'H46',
      as: 'consumer',
      ask: [['lambda', 'invoke', '--function-name', '{Consumer.Canary}', '--log-type', 'Tail', '/dev/null']],
      judge: everyPathOpen('bootstrap', '0', '1'),
    },
    { id: 'second', what: 'deploys a second record of the name', minutes: 3, after: ['consumer'], deploy: ['Consumer'], variant: { secondRecord: true }, mayFail: true },
    {
      id: 'refusedRecord',
      what: 'asks what became of it',
      minutes: 1,
      after: ['second'],
      tells: 'H31',
      as: 'consumer',
      ask: [stackOf('network', 'consumer')],
      judge: isStack('UPDATE_ROLLBACK_COMPLETE'),
    },
    { id: 'zone', what: 'deploys a third zone of the load balancer', minutes: 4, after: ['answers', 'endpoint'], deploy: ['Kafka'], variant: { zones: 'three' } },
    { id: 'unknownZone', what: 'waits for the service to know of two zones only', minutes: 1, after: ['zone'], as: 'kafka', ask: [service], judge: serviceHasZones(2) },
    {
      id: 'empty',
      what: 'modifies the service with nothing in it',
      minutes: 1,
      after: ['unknownZone'],
      as: 'kafka',
      invoke: ['ec2', 'modify-vpc-endpoint-service-configuration', '--service-id', '{Kafka.ServiceId}'],
    },
    {
      id: 'knownZone',
      what: 'asks whether the service knows the third zone',
      minutes: 2,
      after: ['empty'],
      tells: 'H5',
      as: 'kafka',
      ask: [service],
      judge: once(([{ ServiceDetails: [{ AvailabilityZones }] }]) => AvailabilityZones.length === 3, 'the service has three zones'),
      within: { minutes: 5, everySeconds: 20 },
    },
    {
      id: 'subnets',
      what: 'deploys other subnets of the load balancer, which the endpoint is in the way of',
      minutes: 6,
      after: ['answers'],
      deploy: ['Kafka'],
      variant: { zones: 'others' },
      mayFail: true,
    },
    {
      id: 'refusedSubnets',
      what: 'asks what became of it',
      minutes: 1,
      after: ['subnets'],
      tells: 'H9',
      as: 'kafka',
      ask: [stackOf('network', 'kafka')],
      judge: isStack('UPDATE_ROLLBACK_COMPLETE'),
    },
    {
      id: 'targets',
      what: 'deploys target groups of another type while a connection is open',
      minutes: 8,
      after: ['answers'],
      tells: 'H30',
      deploy: ['Kafka'],
      variant: { byAddress: true },
      meanwhile: { as: 'consumer', call: holdFor(600), judge: stayedOpen },
    },
    { id: 'stillAnswers', what: 'asks each broker again', minutes: 1, after: ['targets'], as: 'consumer', ask: [askBrokers], judge: answeredBy(0, 1) },
    {
      id: 'inUse',
      what: 'tries to delete the service while the endpoint is connected',
      minutes: 1,
      after: ['available'],
      tells: 'H26',
      as: 'kafka',
      ask: [['ec2', 'delete-vpc-endpoint-service-configurations', '--service-ids', '{Kafka.ServiceId}']],
      judge: refusedForConnections,
    },
    { id: 'refactor', what: 'refactors the stack: another id of a construct', minutes: 3, after: ['kafka'], tells: 'H32', deploy: ['Kafka'], variant: { renamed: true }, refactor: true },
    { id: 'principals', what: 'deploys the service without its list of principals', minutes: 3, after: ['kafka'], deploy: ['Kafka'], variant: { withoutPrincipals: true } },
    {
      id: 'nobody',
      what: 'asks who may connect',
      minutes: 1,
      after: ['principals'],
      tells: 'H29',
      as: 'kafka',
      ask: [['ec2', 'describe-vpc-endpoint-service-permissions', '--service-id', '{Kafka.ServiceId}']],
      judge: nobodyAllowed,
    },
  ],
};
