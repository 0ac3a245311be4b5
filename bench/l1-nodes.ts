/**
 * What `MultiAzKafkaBrokers` makes in `nodesStack`, written by hand with L1 constructs: the yardstick of the benchmark for nodes.
 *
 * What the library derives (ids, names, `server.properties`) is written down, policies are plain objects, which these classes take, the scripts are the
 * library's asset, and nothing is checked. Resources are in the library's order, and ids sort as the library's do, so that the templates are equal.
 */
import { readFileSync } from 'fs';
import { createRequire } from 'module';
import { join } from 'path';
import { Aws, CfnElement, CfnTag, Fn, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as asg from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as r53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { CLUSTER_ID, IMAGE_ID, KAFKA_SHA512, KAFKA_URL, NetworkIds } from './shape';
import type * as library from '../lib/brokers/node/node-scripts';

const ZONE_NAME = 'kee5b81c3.kafka.internal';
const CONTROLLERS = [1000, 1001, 1002];
const ASSETS = join(__dirname, '../assets/node');
/** The library's own: the archive must be the same to the byte. By its path, since the compiled bench lies elsewhere. */
const { NodeScripts }: typeof library = createRequire(join(__dirname, 'l1-nodes.js'))('../lib/brokers/node/node-scripts');

/** What all nodes share. */
interface Cluster {
  readonly network: NetworkIds;
  readonly zone: r53.CfnHostedZone;
  readonly securityGroup: ec2.CfnSecurityGroup;
  readonly logGroup: logs.CfnLogGroup;
  readonly scripts: library.NodeScripts;
  /** What fetches them, and its unit. */
  readonly fetch: string[];
  /** Whether roles and policies are those of the CDK's L2 constructs. */
  readonly hasL2Roles: boolean;
}

interface Node {
  readonly nodeId: number;
  readonly isBroker: boolean;
  /** The first label of its name. */
  readonly label: string;
  /** Of its zone, and of its subnet. */
  readonly zone: number;
}

/** What stays of a node when its instance goes. */
interface Parts {
  readonly networkInterface: ec2.CfnNetworkInterface;
  readonly volume: ec2.CfnVolume;
}

/** With the roles of L2, to which users grant: what is between this and the library is not due to them. */
export function l1NodesWithRolesStack(stack: Stack, network: NetworkIds, brokers: number): void {
  l1NodesStack(stack, network, brokers, true);
}

export function l1NodesStack(stack: Stack, network: NetworkIds, brokers: number, hasL2Roles = false): void {
  const scope = new Construct(stack, 'Kafka');
  const zone = new r53.CfnHostedZone(scope, 'Zone', { name: `${ZONE_NAME}.`, vpcs: [{ vpcId: network.vpcId, vpcRegion: stack.region }] });
  const securityGroup = new ec2.CfnSecurityGroup(scope, 'SecurityGroup', {
    groupDescription: 'Kafka nodes',
    vpcId: network.vpcId,
    securityGroupEgress: [{ cidrIp: '0.0.0.0/0', description: 'Allow all outbound traffic by default', ipProtocol: '-1' }],
  });
  for (const [port, description] of [[9090, 'Kafka controllers'], [9092, 'Kafka brokers among each other']] as const) {
    new ec2.CfnSecurityGroupIngress(scope, `Ingress${port}`, {
      groupId: securityGroup.attrGroupId, ipProtocol: 'tcp', fromPort: port, toPort: port, sourceSecurityGroupId: securityGroup.attrGroupId, description,
    });
  }
  const logGroup = new logs.CfnLogGroup(scope, 'Logs', { retentionInDays: 90 });
  logGroup.applyRemovalPolicy(RemovalPolicy.RETAIN);

  const fetch = ['fetch', 'kafka-node-fetch.service'].map(name => readFileSync(join(ASSETS, name), 'ascii'));
  const cluster = { network, zone, securityGroup, logGroup, scripts: new NodeScripts(scope, 'Scripts'), fetch, hasL2Roles };
  const controllers = CONTROLLERS.map((nodeId, i) => ({ nodeId, isBroker: false, label: `c${nodeId}`, zone: i }));
  const others = Array.from({ length: brokers }, (_, i) => ({ nodeId: i, isBroker: true, label: `b${i}`, zone: i % network.subnetIds.length }));
  let before: asg.CfnAutoScalingGroup | undefined;
  for (const node of [...controllers, ...others]) {
    const group = l1Node(new Construct(scope, `Node${node.nodeId}`), stack, cluster, node);
    if (before) { group.addDependency(before); }
    before = group;
  }
}

function l1Node(scope: Construct, stack: Stack, cluster: Cluster, node: Node): asg.CfnAutoScalingGroup {
  const { network, zone, securityGroup } = cluster;
  const name = `Kafka ${node.label}`;
  const ownTag = { key: 'kafka:node', value: `${CLUSTER_ID}/${node.nodeId}` };
  const nameTag: CfnTag = { key: 'Name', value: name };
  const tags = [ownTag, nameTag];

  const networkInterface = new ec2.CfnNetworkInterface(scope, 'Interface', {
    subnetId: network.subnetIds[node.zone], groupSet: [securityGroup.attrGroupId], description: `${name}: the fixed address`, tags,
  });
  const record = new r53.CfnRecordSet(scope, 'Record', {
    hostedZoneId: zone.ref, name: `${hostOf(node.label)}.`, type: 'A', ttl: '60', resourceRecords: [networkInterface.attrPrimaryPrivateIpAddress],
  });
  const volume = new ec2.CfnVolume(scope, 'Disk', {
    availabilityZone: network.availabilityZones[node.zone],
    volumeType: 'gp3',
    size: node.isBroker ? 100 : 20,
    encrypted: true,
    multiAttachEnabled: false,
    tags: [{ key: 'kafka:disk', value: '0' }, { key: 'kafka:generation', value: '0' }, ownTag, { key: 'Name', value: `${name} disk 0` }],
  });
  volume.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  const parts = { networkInterface, volume };

  const l2Role = cluster.hasL2Roles ? new iam.Role(scope, 'Role', { description: name, assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }) : undefined;
  const role = l2Role?.node.defaultChild as iam.CfnRole | undefined ?? new iam.CfnRole(scope, 'Role', {
    description: name,
    assumeRolePolicyDocument: policyDocument({ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' } }),
  });
  const rights = policy(scope, 'Rights', l2Role ?? role, ...rightsOf(stack, cluster, parts, ownTag.value));
  const profile = new iam.CfnInstanceProfile(scope, 'Profile', { roles: [role.ref] });

  const template = new ec2.CfnLaunchTemplate(scope, 'LaunchTemplate', {
    launchTemplateData: {
      imageId: IMAGE_ID,
      instanceType: 'm7g.large',
      iamInstanceProfile: { arn: profile.attrArn },
      securityGroupIds: [securityGroup.attrGroupId],
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1, instanceMetadataTags: 'disabled' },
      monitoring: { enabled: true },
      blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { encrypted: true, kmsKeyId: 'alias/aws/ebs', volumeType: 'gp3', volumeSize: 30, deleteOnTermination: true } }],
      tagSpecifications: [{ resourceType: 'instance', tags }, { resourceType: 'volume', tags: [nameTag] }],
      // A name and no reference to the group, which would be a cycle.
      userData: Fn.base64(userData(stack, cluster, node, parts, nameOf(() => group))),
    },
  });
  const group: asg.CfnAutoScalingGroup = new asg.CfnAutoScalingGroup(scope, 'Group', {
    minSize: '1',
    maxSize: '1',
    vpcZoneIdentifier: [network.subnetIds[node.zone]],
    launchTemplate: { launchTemplateId: template.ref, version: template.attrLatestVersionNumber },
    healthCheckType: 'EC2',
    instanceMaintenancePolicy: { minHealthyPercentage: 0, maxHealthyPercentage: 100 },
  });
  group.cfnOptions.creationPolicy = { resourceSignal: { count: 1, timeout: 'PT1H' } };
  group.cfnOptions.updatePolicy = {
    autoScalingRollingUpdate: {
      minInstancesInService: 0,
      maxBatchSize: 1,
      waitOnResourceSignals: true,
      pauseTime: 'PT1H',
      suspendProcesses: ['HealthCheck', 'ReplaceUnhealthy', 'AZRebalance', 'AlarmNotification', 'ScheduledActions'],
    },
  };
  [record, role, rights].forEach(first => group.addDependency(first));

  new asg.CfnLifecycleHook(scope, 'DrainHook', {
    autoScalingGroupName: group.ref,
    lifecycleHookName: 'drain',
    lifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
    heartbeatTimeout: 180,
    defaultResult: 'CONTINUE',
  });
  const drain = ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'];
  policy(scope, 'DrainRights', l2Role ?? role, allow(drain, group.attrAutoScalingGroupArn));
  return group;
}

function rightsOf(stack: Stack, { logGroup, scripts }: Cluster, { networkInterface, volume }: Parts, tagValue: string): object[] {
  const ec2Arn = (kind: string, id: string) => `arn:${Aws.PARTITION}:ec2:${stack.region}:${stack.account}:${kind}/${id}`;
  const object = scripts.url.replace('s3://', `arn:${Aws.PARTITION}:s3:::`);
  const [onVolumes, onInterface] = ['Volume', 'NetworkInterface'].map(kind => [`ec2:Attach${kind}`, `ec2:Detach${kind}`]);
  return [
    allow(onVolumes, ec2Arn('volume', volume.ref)),
    allow(onInterface, ec2Arn('network-interface', networkInterface.attrId)),
    allow([...onVolumes, ...onInterface], ec2Arn('instance', '*'), { 'aws:ResourceTag/kafka:node': tagValue }),
    allow('cloudformation:SignalResource', [Aws.STACK_ID, `arn:${Aws.PARTITION}:cloudformation:${stack.region}:${stack.account}:stack/${stack.stackName}/*`]),
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.attrArn),
    {
      Action: 'kms:CreateGrant',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': true }, StringEquals: { 'kms:ViaService': `ec2.${stack.region}.amazonaws.com` } },
      Effect: 'Allow',
      Resource: `arn:${Aws.PARTITION}:kms:${stack.region}:${stack.account}:key/*`,
    },
    allow('s3:GetObject', object),
    {
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'kms:ViaService': `s3.${stack.region}.amazonaws.com`, 'kms:EncryptionContext:aws:s3:arn': [object.slice(0, object.indexOf('/', object.indexOf(':s3:::'))), object] } },
      Effect: 'Allow',
      Resource: `arn:${Aws.PARTITION}:kms:${stack.region}:*:key/*`,
    },
    allow(['ec2:DescribeVolumes', 'ec2:DescribeNetworkInterfaces', 'autoscaling:DescribeAutoScalingInstances'], '*'),
    allow('cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'KafkaNodes' }),
    allow([
      'ssm:UpdateInstanceInformation', 'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
    ], '*'),
  ];
}

function allow(action: string | string[], resource: string | string[], equals?: { [key: string]: string }): object {
  return { Action: action, ...equals && { Condition: { StringEquals: equals } }, Effect: 'Allow', Resource: resource };
}

function policy(scope: Construct, id: string, role: iam.Role | iam.CfnRole, ...statements: object[]): iam.CfnManagedPolicy {
  if (role instanceof iam.Role) {
    const l2Statements = statements.map(statement => iam.PolicyStatement.fromJson(statement));
    return new iam.ManagedPolicy(scope, id, { statements: l2Statements, roles: [role] }).node.defaultChild as iam.CfnManagedPolicy;
  }
  return new iam.CfnManagedPolicy(scope, id, { description: '', path: '/', policyDocument: policyDocument(...statements), roles: [role.ref] });
}

function policyDocument(...statements: object[]): object {
  return { Statement: statements, Version: '2012-10-17' };
}

function nameOf(element: () => CfnElement): string {
  return Lazy.string({ produce: () => element().logicalId });
}

function hostOf(label: string): string {
  return `${label}.${ZONE_NAME}`;
}

function userData(stack: Stack, { logGroup, scripts, fetch }: Cluster, node: Node, { networkInterface, volume }: Parts, groupName: string): string {
  return [
    '#!/bin/bash',
    'mkdir -p /etc/kafka-node /usr/local/lib/kafka-node',
    "# What another instance left in the image is not this one's.",
    'rm -rf /var/lib/kafka-node',
    'mkdir /var/lib/kafka-node',
    'date +%s > /var/lib/kafka-node/first-boot',
    "cat > /etc/kafka-node/env <<'END'",
    `NODE_ID=${node.nodeId}`,
    `CLUSTER_ID=${CLUSTER_ID}`,
    `HOST=${hostOf(node.label)}`,
    `IDENTITY_IP=${networkInterface.attrPrimaryPrivateIpAddress}`,
    `ENI_ID=${networkInterface.attrId}`,
    `VOLUMES=${volume.ref}:/data/0`,
    'DATA=new',
    `BOOTSTRAP=${node.nodeId === CONTROLLERS[0] ? 'yes' : 'no'}`,
    `SCRIPTS=${scripts.url}`,
    `SCRIPTS_SHA256=${scripts.sha256}`,
    `KAFKA_URL=${KAFKA_URL}`,
    `KAFKA_SHA512=${KAFKA_SHA512}`,
    'JAVA_PACKAGE=java-21-amazon-corretto-headless',
    `AWS_REGION=${stack.region}`,
    `STACK=${stack.stackId}`,
    `RESOURCE=${groupName}`,
    'HOOK=drain',
    'GATE=FULL',
    'GATE_PASSES=3',
    'GATE_INTERVAL=10',
    'GATE_SETTLE=60',
    'DEADLINE=3300',
    'DRAIN_LIMIT=900',
    'METRICS_NAMESPACE=KafkaNodes',
    `CLUSTER=${stack.stackName}-Kafka`,
    `LOG_GROUP=${logGroup.ref}`,
    'END',
    "cat > /etc/kafka-node/server.properties <<'END'",
    ...serverProperties(node),
    'END',
    `cat > /usr/local/lib/kafka-node/fetch <<'END'\n${fetch[0]}END`,
    `cat > /etc/systemd/system/kafka-node-fetch.service <<'END'\n${fetch[1]}END`,
    'chmod 755 /usr/local/lib/kafka-node/fetch',
    'systemctl daemon-reload',
    'systemctl enable --now --no-block kafka-node-fetch.service',
    '',
  ].join('\n');
}

function serverProperties({ nodeId, isBroker, label }: Node): string[] {
  const host = hostOf(label);
  const quorum = CONTROLLERS.map(id => `${hostOf(`c${id}`)}:9090`).join();
  return [
    `# Kafka node ${nodeId}. What is edited here is lost at the next deployment.`,
    ...isBroker ? ['process.roles=broker', `node.id=${nodeId}`, 'broker.rack=@@ZONE_ID@@'] : ['process.roles=controller', `node.id=${nodeId}`],
    'log.dirs=/data/0/log',
    '',
    '# Quorum',
    `controller.quorum.bootstrap.servers=${quorum}`,
    ...isBroker ? [
      '',
      '# Listeners',
      `advertised.listeners=INTERNAL://${host}:9092,CLIENT://kafka.internal:${20000 + nodeId}`,
      'listeners=INTERNAL://:9092,CLIENT://:9093',
      'inter.broker.listener.name=INTERNAL',
    ] : [
      'controller.quorum.auto.join.enable=true',
      '',
      '# Listeners',
      `advertised.listeners=CONTROLLER://${host}:9090`,
      'listeners=CONTROLLER://:9090',
    ],
    'listener.security.protocol.map=CLIENT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names=CONTROLLER',
    'sasl.enabled.mechanisms=',
    ...isBroker ? ['', '# Client listener CLIENT, slot 0', 'listener.name.client.max.connections=5000', 'listener.name.client.max.connection.creation.rate=200'] : [],
    '',
    '# Durability',
    'num.partitions=3',
    'default.replication.factor=3',
    'min.insync.replicas=2',
    'offsets.topic.replication.factor=3',
    'transaction.state.log.replication.factor=3',
    'transaction.state.log.min.isr=2',
    'share.coordinator.state.topic.replication.factor=3',
    'share.coordinator.state.topic.min.isr=2',
    'unclean.leader.election.enable=false',
    'auto.create.topics.enable=false',
    '',
    '# Network',
    'connections.max.idle.ms=300000',
    'socket.listen.backlog.size=1024',
    'controlled.shutdown.enable=true',
    'replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector',
  ];
}
