import { eventsOf, stackOf } from './questions';
import { Call, Group, Step } from './step';
import { nodesApp, ZONE_NAME } from '../apps/nodes';
import { allAlarmsOk, movedFrom, terminatingWithin, volumesInUse } from '../judges/nodes';
import { hookWentFirst, isStack, noGroupTouched, refusedWithoutLoss, rolledBackInTurn, rollTook } from '../judges/stacks';

const volumes: Call = ['ec2', 'describe-volumes', '--filters', 'Name=tag:aws:cloudformation:stack-name,Values=acceptance-secured-kafka'];
const events = eventsOf('nodes', 'kafka');
const resources: Call = ['cloudformation', 'list-stack-resources', '--stack-name', 'acceptance-nodes-kafka'];

interface StackResource {
  readonly ResourceType: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
}

const VOLUME = 'AWS::EC2::Volume';
const nodeOf = ({ LogicalResourceId }: StackResource) => /Node(\d+)/.exec(LogicalResourceId)?.[1];
/** Of broker 1, which is no controller. */
const ofBroker1 = (all: StackResource[], type: string) => all.find(one => one.ResourceType === type && nodeOf(one) === '1')!.PhysicalResourceId;
/** As `adoptVolumes` takes them. */
const volumesByNode = (all: StackResource[]) => Object.fromEntries(
  all.filter(({ ResourceType }) => ResourceType === VOLUME).map(volume => [nodeOf(volume), [volume.PhysicalResourceId]]));

/** What nodes start from. */
export const IMAGE: Step = {
  id: 'image',
  what: 'finds the image of Amazon Linux 2023',
  minutes: 1,
  as: 'kafka',
  invoke: ['ssm', 'get-parameter', '--name', '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64'],
  keep: ({ Parameter: { Value } }) => ({ Image: Value }),
};

/** Kafka itself, in a VPC without a way out. Each step changes the cluster that the one before left. */
export const NODES_GROUP: Group = {
  name: 'nodes',
  what: 'three controllers and four brokers in isolated subnets',
  app: nodesApp({}),
  stacks: { Kafka: 'kafka' },
  hasNodes: true,
  steps: [
    IMAGE,
    { id: 'kafka', what: 'deploys the cluster', minutes: 30, after: ['image'], tells: 'H10', deploy: ['Kafka'] },
    {
      id: 'endpoints',
      what: 'asks whether the named endpoints sufficed',
      minutes: 1,
      after: ['kafka'],
      tells: 'H25',
      as: 'kafka',
      ask: [stackOf('nodes', 'kafka')],
      judge: isStack('CREATE_COMPLETE', 'UPDATE_COMPLETE'),
    },
    {
      id: 'alarms',
      what: 'waits for every alarm to be OK',
      minutes: 15,
      after: ['kafka'],
      tells: 'H21',
      as: 'kafka',
      judge: allAlarmsOk,
      ask: [['cloudwatch', 'describe-alarms', '--alarm-name-prefix', 'acceptance-nodes-kafka']],
      within: { minutes: 30, everySeconds: 60 },
    },
    { id: 'roll', what: 'rolls every node', minutes: 50, after: ['kafka'], deploy: ['Kafka'], variant: { restartToken: '1' } },
    { id: 'rollTimes', what: 'asks how long each node took', minutes: 1, after: ['roll'], tells: 'H11', as: 'kafka', ask: [events], judge: rollTook(6, 8) },
    { id: 'order', what: 'deploys another order of the roll', minutes: 3, after: ['kafka'], deploy: ['Kafka'], variant: { byZone: true } },
    { id: 'untouched', what: 'asks whether a node was touched', minutes: 1, after: ['order'], tells: 'H35', as: 'kafka', ask: [events], judge: noGroupTouched },
    {
      id: 'resources',
      what: "notes broker 1's group, volume and interface",
      minutes: 1,
      after: ['kafka'],
      as: 'kafka',
      invoke: resources,
      keep: ({ StackResourceSummaries: all }) => ({
        Group: ofBroker1(all, 'AWS::AutoScaling::AutoScalingGroup'), Volume: ofBroker1(all, VOLUME), Interface: ofBroker1(all, 'AWS::EC2::NetworkInterface'),
      }),
    },
    {
      id: 'instance',
      what: "notes broker 1's instance",
      minutes: 1,
      after: ['resources'],
      as: 'kafka',
      invoke: ['autoscaling', 'describe-auto-scaling-groups', '--auto-scaling-group-names', '{Group}'],
      keep: ({ AutoScalingGroups: [{ Instances: [{ InstanceId }] }] }) => ({ Instance: InstanceId }),
    },
    {
      id: 'terminate',
      what: 'terminates it',
      minutes: 1,
      after: ['instance'],
      as: 'kafka',
      invoke: ['autoscaling', 'terminate-instance-in-auto-scaling-group', '--instance-id', '{Instance}', '--no-should-decrement-desired-capacity'],
    },
    {
      id: 'shown',
      what: 'asks how soon it is shown so',
      minutes: 1,
      after: ['terminate'],
      tells: 'H34',
      as: 'kafka',
      ask: [['autoscaling', 'describe-auto-scaling-instances', '--instance-ids', '{Instance}']],
      judge: terminatingWithin(15),
      within: { minutes: 2, everySeconds: 1 },
    },
    {
      id: 'moved',
      what: 'waits for its disk and interface to be on another',
      minutes: 10,
      after: ['terminate'],
      tells: 'H15',
      as: 'kafka',
      judge: movedFrom,
      ask: [['ec2', 'describe-volumes', '--volume-ids', '{Volume}'], ['ec2', 'describe-network-interfaces', '--network-interface-ids', '{Interface}']],
      within: { minutes: 20, everySeconds: 15 },
    },
    {
      id: 'bad',
      what: 'deploys a property that no broker survives',
      minutes: 35,
      after: ['kafka'],
      deploy: ['Kafka'],
      mayFail: true,
      variant: { overrides: { 'metric.reporters': 'no.such.Class' } },
    },
    { id: 'rollback', what: 'asks in which order it was rolled back', minutes: 1, after: ['bad'], tells: 'H12', as: 'kafka', ask: [events], judge: rolledBackInTurn },
    { id: 'again', what: 'deploys what was there before, with an output more', minutes: 3, after: ['bad'], deploy: ['Kafka'], variant: { note: 'after a rollback' } },
    { id: 'noRoll', what: 'asks whether a node was touched', minutes: 1, after: ['again'], tells: 'H13', as: 'kafka', ask: [events], judge: noGroupTouched },
    {
      id: 'renamed',
      what: 'deploys another id of the construct, and so a second zone of the name',
      minutes: 10,
      after: ['kafka'],
      deploy: ['Kafka'],
      variant: { renamed: true },
      mayFail: true,
    },
    { id: 'refused', what: 'asks what became of it', minutes: 1, after: ['renamed'], tells: 'H16', as: 'kafka', ask: [events], judge: refusedWithoutLoss },
    { id: 'fewer', what: 'takes a broker away', minutes: 6, after: ['kafka'], deploy: ['Kafka'], variant: { brokerCount: 3 } },
    { id: 'hook', what: 'asks in which order its parts went', minutes: 1, after: ['fewer'], tells: 'H14', as: 'kafka', ask: [events], judge: hookWentFirst(2, 3) },
    {
      id: 'disks',
      what: 'notes all disks',
      minutes: 1,
      after: ['fewer'],
      as: 'kafka',
      invoke: resources,
      keep: ({ StackResourceSummaries: all }) => ({ Volumes: JSON.stringify(volumesByNode(all)) }),
    },
    { id: 'delete', what: 'deletes the cluster', minutes: 20, after: ['disks'], delete: ['Kafka'] },
    { id: 'adopt', what: 'deploys it with the disks that stayed', minutes: 30, after: ['delete'], tells: 'H17', deploy: ['Kafka'], variant: { adopts: true } },
  ],
};

const secret = (id: string, name: string, file: string, after: string): Step => ({
  id,
  what: `makes a secret of it: ${name}`,
  minutes: 1,
  after: [after],
  as: 'kafka',
  invoke: ['secretsmanager', 'create-secret', '--name', `acceptance/${name}`, '--secret-string', `file://{Folder}/${file}`,
    '--tags', 'Key=kafka-privatelink-acceptance,Value=secured'],
  keep: ({ ARN }) => ({ [name]: ARN }),
});

/** A secured cluster under a key of its own. */
export const SECURED: Group = {
  name: 'secured',
  what: "nodes that meet by certificates, with disks under a key of one's own",
  app: nodesApp({ secured: true }),
  stacks: { Kafka: 'kafka' },
  hasNodes: true,
  steps: [
    IMAGE,
    {
      id: 'sign',
      what: 'makes a key with a certificate that signs itself',
      minutes: 1,
      as: 'kafka',
      by: 'openssl',
      invoke: ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=nodes', '-addext', `subjectAltName=DNS:*.${ZONE_NAME}`,
        '-keyout', '{Folder}/nodes.pem', '-out', '{Folder}/nodes.pem'],
    },
    {
      id: 'authority',
      what: 'makes a file of the certificate alone',
      minutes: 1,
      after: ['sign'],
      as: 'kafka',
      by: 'openssl',
      invoke: ['x509', '-in', '{Folder}/nodes.pem', '-out', '{Folder}/ca.pem'],
    },
    secret('certificate', 'NodesCertificate', 'nodes.pem', 'sign'),
    secret('ca', 'NodesCa', 'ca.pem', 'authority'),
    { id: 'kafka', what: 'deploys the cluster', minutes: 30, after: ['image', 'certificate', 'ca'], tells: 'H18', deploy: ['Kafka'] },
    { id: 'disks', what: 'asks for the key of each disk', minutes: 1, after: ['kafka'], tells: 'H19', as: 'kafka', ask: [volumes], judge: volumesInUse('Kafka.KeyArn') },
  ],
};
