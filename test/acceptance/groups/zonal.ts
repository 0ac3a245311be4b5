import { client } from './questions';
import { Call, Group } from './step';
import { zonalApp } from '../apps/zonal';
import { addressLeft, oneZoneAnswers, zonesAnswerForThemselves } from '../judges/client';

const ZONES = [0, 1, 2];
const TIMES = 20;
const endpoint = (fact: string): Call => ['ec2', 'describe-vpc-endpoints', '--vpc-endpoint-ids', `{Consumer.${fact}}`];
/** `Name` and `Zone0` to `Zone2` with a prefix: the regional name is the first. */
const names = (prefix: string) => ({ VpcEndpoints: [{ DnsEntries }] }: any) => Object.fromEntries(
  DnsEntries.map(({ DnsName }: any, i: number) => [i ? `${prefix}Zone${i - 1}` : `${prefix}Name`, DnsName]));
const everyZone = (prefix: string, port: number) => ZONES.map(zone => [`{${prefix}Zone${zone}}`, port]);

/** Load balancers that keep to their zones. */
export const ZONAL: Group = {
  name: 'zonal',
  what: 'a load balancer without cross-zone, and one load balancer for each zone behind one service',
  app: zonalApp,
  stacks: { Kafka: 'kafka', Consumer: 'consumer' },
  steps: [
    { id: 'kafka', what: 'deploys both services', minutes: 9, deploy: ['Kafka'] },
    { id: 'consumer', what: 'deploys both endpoints', minutes: 7, after: ['kafka'], deploy: ['Consumer'] },
    { id: 'names', what: "notes the endpoint's names", minutes: 1, after: ['consumer'], as: 'consumer', invoke: endpoint('EndpointId'), keep: names('') },
    { id: 'jointNames', what: "notes the other endpoint's names", minutes: 1, after: ['consumer'], as: 'consumer', invoke: endpoint('JointEndpointId'), keep: names('Joint') },
    {
      id: 'cross',
      what: "asks one broker by each zone's name",
      minutes: 4,
      after: ['names'],
      tells: 'H6',
      as: 'consumer',
      ask: [client({ ask: everyZone('', 20000) })],
      judge: asked => asked.answers[0].ask.some((answer: string) => answer.startsWith('I am')) ? oneZoneAnswers(asked) : undefined,
      within: { minutes: 10, everySeconds: 20 },
    },
    {
      id: 'joint',
      what: "asks each zone's load balancer by each zone's name, many times",
      minutes: 4,
      after: ['jointNames'],
      tells: 'H27',
      as: 'consumer',
      // Only the bootstrap port is on all three: who answers tells which load balancer was asked.
      ask: [client({ ask: ZONES.flatMap(zone => Array.from({ length: TIMES }, () => [`{JointZone${zone}}`, 20999])) })],
      judge: asked => asked.answers[0].ask.every((answer: string) => answer.startsWith('I am')) ? zonesAnswerForThemselves(TIMES)(asked) : undefined,
      within: { minutes: 10, everySeconds: 20 },
    },
    { id: 'stop', what: 'stops the machine of one zone', minutes: 1, after: ['names'], as: 'kafka', invoke: ['ec2', 'stop-instances', '--instance-ids', '{Kafka.LastServer}'] },
    {
      id: 'dropped',
      what: 'waits for its address to leave the name of the endpoint',
      minutes: 10,
      after: ['stop'],
      tells: 'H7',
      as: 'consumer',
      ask: [client({ resolve: ['{Name}'] })],
      judge: addressLeft(ZONES.length),
      within: { minutes: 10, everySeconds: 20 },
    },
  ],
};
