import { CfnTag, Duration, Fn, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as asg from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as r53 from 'aws-cdk-lib/aws-route53';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { FetchedObject } from './fetched-object';
import { KafkaVolume } from './kafka-volume';
import { isAlias } from './key-rights';
import { allowNode, NODE_TAG } from './node-role';
import { NodeScripts } from './node-scripts';
import { NodeFacts } from './node-settings';
import { AWS_EBS_KEY } from './root-key';
import { KafkaRole } from '../../properties/kafka-node';
import { KafkaCluster } from '../cluster/kafka-cluster';

/** A dead node, which sends no heartbeat, keeps its successor waiting for so long. */
const DRAIN_HEARTBEAT = Duration.minutes(3);

/** Unique in its group, as a name has to be that the node must know before the hook is there. */
const DRAIN_HOOK = 'drain';

const ROOT_VOLUME_GIB = 30;

/** Which node it is, which never changes. */
export interface NodeIdentity {
  readonly nodeId: number;
  readonly roles: KafkaRole[];
  /** The first label of its name. */
  readonly label: string;
  /** Its name for the others. */
  readonly host: string;
  readonly subnet: ec2.ISubnet;
  readonly zoneId?: string;
}

export interface ClusterNodeProps {
  readonly identity: NodeIdentity;
  readonly cluster: KafkaCluster;
  readonly instanceType: ec2.InstanceType;
  readonly imageId: string;
  readonly scripts: NodeScripts;
  /** Kafka, and what else it fetches. */
  readonly fetched: FetchedObject[];
  readonly volumes: KafkaVolume[];
  /** Counts the replacements of the node's volumes. */
  readonly dataGeneration: number;
  /** Volumes that exist already, in the place of new ones. */
  readonly adoptedVolumeIds?: string[];
  /** The address of its interface, if AWS is not to choose one. */
  readonly privateIpAddress?: string;
  readonly encryptionKey?: kms.IKey;
  readonly rootEncryptionKey?: kms.IKey;
  readonly secrets: secrets.ISecret[];
  readonly logGroup: logs.ILogGroup;
  readonly notificationTopic?: sns.ITopic;
  readonly isParked: boolean;
  /** How long CloudFormation waits for it. */
  readonly signalTimeout: Duration;
  /** Writes the user data. */
  readonly userData: (facts: NodeFacts) => string;
}

/**
 * One node: an Auto Scaling group of one instance, and what stays when the instance goes: its disks, its address and its name.
 *
 * At most ten resources, and one for each further volume.
 */
export class ClusterNode extends Construct {
  public readonly ipAddress: string;
  public readonly record: r53.CfnRecordSet;
  public readonly role: iam.Role;
  public readonly group: asg.CfnAutoScalingGroup;
  public readonly volumes: ec2.CfnVolume[] = [];
  /** How long the policy with its rights can become. */
  public readonly rightsSize: number;
  /** What an instance does at its first boot. */
  public readonly userData: string;

  constructor(scope: Construct, id: string, props: ClusterNodeProps) {
    super(scope, id);
    const { identity, cluster } = props;
    const tagValue = tagValueOf(props);
    const name = `Kafka ${identity.label}`;
    const nameTag: CfnTag = { key: 'Name', value: name };
    const tags: CfnTag[] = [{ key: NODE_TAG, value: tagValue }, nameTag];

    // Not the instance's first interface: a group starts the replacement while the old instance still holds it.
    const networkInterface = new ec2.CfnNetworkInterface(this, 'Interface', {
      subnetId: identity.subnet.subnetId,
      privateIpAddress: props.privateIpAddress,
      groupSet: [cluster.securityGroup.securityGroupId],
      description: `${name}: the fixed address`,
      tags,
    });
    this.ipAddress = networkInterface.attrPrimaryPrivateIpAddress;
    const record = this.record = new r53.CfnRecordSet(this, 'Record', {
      hostedZoneId: cluster.hostedZone.hostedZoneId,
      name: `${identity.host}.`,
      type: r53.RecordType.A,
      ttl: '60',
      resourceRecords: [this.ipAddress],
    });

    const volumeIds = props.adoptedVolumeIds ?? props.volumes.map((volume, i) => this.makeVolume(volume, i, props));
    this.role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'), description: name });
    const { policy: rights, size } = allowNode(this, this.role, { ...props, networkInterface, volumeIds, tagValue });
    this.rightsSize = size;
    const profile = new iam.CfnInstanceProfile(this, 'Profile', { roles: [this.role.roleName] });

    // A name and no reference, which would be a cycle.
    const groupLogicalId = Lazy.string({ produce: () => Stack.of(this).getLogicalId(this.group) });
    const userData = props.userData({
      nodeId: identity.nodeId,
      host: identity.host,
      ipAddress: this.ipAddress,
      networkInterfaceId: networkInterface.attrId,
      volumeIds,
      isAdopted: props.adoptedVolumeIds !== undefined,
      drainHookName: DRAIN_HOOK,
      groupLogicalId,
    });
    const template = new ec2.CfnLaunchTemplate(this, 'LaunchTemplate', {
      launchTemplateData: {
        imageId: props.imageId,
        instanceType: props.instanceType.toString(),
        iamInstanceProfile: { arn: profile.attrArn },
        securityGroupIds: [cluster.securityGroup.securityGroupId],
        // Tags in the metadata would make launches fail whose tags have a slash or a blank.
        metadataOptions: {
          httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1, instanceMetadataTags: 'disabled',
        },
        monitoring: { enabled: true },
        blockDeviceMappings: [{
          deviceName: '/dev/xvda',
          ebs: {
            encrypted: true,
            kmsKeyId: props.rootEncryptionKey?.keyArn ?? AWS_EBS_KEY,
            volumeType: 'gp3',
            volumeSize: ROOT_VOLUME_GIB,
            deleteOnTermination: true,
          },
        }],
        // The node's tag is on disks that are to outlive it, by which a first controller finds out that it had one. A root volume
        // is none of them.
        tagSpecifications: [{ resourceType: 'instance', tags }, { resourceType: 'volume', tags: [nameTag] }],
        userData: Fn.base64(userData),
      },
    });

    this.group = this.makeGroup(template, props);
    this.userData = userData.replaceAll(groupLogicalId, Stack.of(this).getLogicalId(this.group));
    // The role with all that the user allows it, also what is made at synthesis since it does not fit into one policy.
    this.group.node.addDependency(record, this.role, rights);
    if (props.rootEncryptionKey && isAlias(props.rootEncryptionKey)) { this.group.node.addDependency(props.rootEncryptionKey); }
    this.makeDrain();
  }

  /** Its id holds the generation: a blank disk appears by the user's word only. */
  private makeVolume(volume: KafkaVolume, index: number, props: ClusterNodeProps): string {
    const { volumeId, node } = new ec2.Volume(this, `Disk${index}G${props.dataGeneration}`, {
      availabilityZone: props.identity.subnet.availabilityZone,
      volumeType: ec2.EbsDeviceVolumeType.GENERAL_PURPOSE_SSD_GP3,
      size: volume.size,
      iops: volume.iops,
      throughput: volume.throughput,
      encrypted: true,
      encryptionKey: props.encryptionKey,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const resource = node.defaultChild as ec2.CfnVolume;
    if (props.encryptionKey && isAlias(props.encryptionKey)) { resource.node.addDependency(props.encryptionKey); }
    const tags = {
      'Name': `Kafka ${props.identity.label} disk ${index}`,
      [NODE_TAG]: tagValueOf(props),
      'kafka:generation': `${props.dataGeneration}`,
      'kafka:disk': `${index}`,
    };
    // By these it is told apart when it has left the stack.
    Object.entries(tags).forEach(([key, value]) => resource.tags.setTag(key, value));
    this.volumes.push(resource);
    return volumeId;
  }

  /** Never a group name: a group that is renamed is replaced, and its successor would wait for disks that the first one holds. */
  private makeGroup(template: ec2.CfnLaunchTemplate, props: ClusterNodeProps): asg.CfnAutoScalingGroup {
    const group = new asg.CfnAutoScalingGroup(this, 'Group', {
      minSize: props.isParked ? '0' : '1',
      // Parked ones have room for an instance too, and want none: CloudFormation asks for more than stays in service while it
      // rolls.
      maxSize: '1',
      // Only then, since otherwise the least is what is wanted: a group without it that grows to one launches one.
      desiredCapacity: props.isParked ? '0' : undefined,
      vpcZoneIdentifier: [props.identity.subnet.subnetId],
      launchTemplate: { launchTemplateId: template.ref, version: template.attrLatestVersionNumber },
      healthCheckType: 'EC2', // a broker that recovers its logs is not to be replaced, and again
      // Accounts may have it that replacements come first, which here would wait for the disks of the one they replace.
      instanceMaintenancePolicy: { minHealthyPercentage: 0, maxHealthyPercentage: 100 },
      notificationConfigurations: props.notificationTopic && [{
        topicArn: props.notificationTopic.topicArn,
        notificationTypes: ['LAUNCH', 'LAUNCH_ERROR', 'TERMINATE', 'TERMINATE_ERROR'].map(event =>
          `autoscaling:EC2_INSTANCE_${event}`),
      }],
    });
    const timeout = props.signalTimeout.toIsoString();
    if (!props.isParked) {
      group.cfnOptions.creationPolicy = { resourceSignal: { count: 1, timeout } };
    }
    group.cfnOptions.updatePolicy = {
      autoScalingRollingUpdate: {
        minInstancesInService: 0,
        maxBatchSize: 1,
        waitOnResourceSignals: true,
        pauseTime: timeout,
        suspendProcesses: ['HealthCheck', 'ReplaceUnhealthy', 'AZRebalance', 'AlarmNotification', 'ScheduledActions'],
      },
    };
    return group;
  }

  /** Time to leave in order. A dead node can't ask for more of it, and is replaced when the heartbeat is missed. */
  private makeDrain(): void {
    new asg.CfnLifecycleHook(this, 'DrainHook', {
      autoScalingGroupName: this.group.ref,
      lifecycleHookName: DRAIN_HOOK,
      lifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
      heartbeatTimeout: DRAIN_HEARTBEAT.toSeconds(),
      defaultResult: 'CONTINUE',
    });
    // Apart from the other rights, which the group waits for.
    new iam.ManagedPolicy(this, 'DrainRights', {
      roles: [this.role],
      statements: [new iam.PolicyStatement({
        actions: ['autoscaling:CompleteLifecycleAction', 'autoscaling:RecordLifecycleActionHeartbeat'],
        resources: [this.group.attrAutoScalingGroupArn],
      })],
    });
  }
}

function tagValueOf({ cluster, identity }: ClusterNodeProps): string {
  return `${cluster.clusterId}/${identity.nodeId}`;
}
