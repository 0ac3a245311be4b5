import { mkdirSync, truncateSync, writeFileSync } from 'fs';
import { join } from 'path';
import { setTimeout as delay } from 'timers/promises';
import { AwsError, InterfaceState, Metric, serveMachine, VolumeState } from './aws-api';
import { Context, isAllowed, stackResource, Statement } from './iam';
import { checkLaunch, keyOfBucket, keyToGrant } from './keys';
import type { ElasticInterface, Group, Instance, LaunchTemplate, Volume } from './physical';
import { Addresses } from '../../../../cli/assembly/addresses';
import type { Subnet } from '../../../../cli/assembly/model';
import { nameServer } from '../../../../cli/assembly/names';
import { zoneIdOf } from '../../../../cli/assembly/regions';
import type { Cloud } from '../../../../cli/run/cloud/cloud';
import { Processes } from '../../../../cli/run/sandbox/processes';
import { STATE } from '../../../../cli/run/sandbox/sandbox';
import { HEARTBEATS_FASTER, Machine } from '../machines/machine';

/** Of what size an EBS volume is here; xfs wants 300 MB. */
const DISK_BYTES = 2 * 1024 ** 3;

export interface Outside {
  readonly cloud: Cloud;
  /** The `aws` command. */
  readonly awscli: string;
  /** The classes of Kafka that Java has parsed already. */
  readonly classes: string;
  /** What is in buckets, by `bucket/key`. */
  readonly objects: Map<string, Buffer>;
  /** Files that every machine has before it boots, by path. */
  readonly image?: Map<string, Buffer>;
  /** What answers on every machine besides instance metadata, in HAProxy's words. */
  readonly alongside?: string;
  /** What is in secrets, by ARN. */
  readonly secrets: Map<string, string>;
  readonly log: (line: string) => void;
}

/** What stacks tell the instances. */
export interface Account {
  readonly account: string;
  readonly region: string;
  readonly stackName: string;
  readonly stackId: string;
  /** The statements of the role of a launch template's instance profile. */
  statementsOf(instanceProfile: string): Statement[];
  /** A signal to a group that waits for it; fails if none does. */
  signalled(logicalId: string, instanceId: string, status: string): void;
}

/** EC2 and EC2 Auto Scaling, as far as a node's templates and scripts use them. */
export class Instances {
  public readonly volumes = new Map<string, Volume>();
  public readonly interfaces = new Map<string, ElasticInterface>();
  public readonly templates = new Map<string, LaunchTemplate>();
  public readonly groups = new Map<string, Group>();
  /** What machines published, put into logs, and were denied. */
  public readonly metrics: (Metric & { at: number })[] = [];
  public readonly logs = new Map<string, string[]>();
  public readonly denials: string[] = [];
  /** Zones in which nothing can be launched, and nothing is found dead. */
  public readonly closedZones = new Set<string>();
  /** Buckets that do not answer. */
  public readonly downBuckets = new Set<string>();
  /** What is published and not there yet, as `bucket/key`. */
  public readonly lateObjects = new Set<string>();
  /** What became of each request for an object. */
  public readonly reads: { readonly instanceId: string; readonly object: string; readonly outcome: 'down' | 'denied' | 'missing' | 'read' }[] = [];

  private readonly processes = new Processes();
  private readonly addresses: Addresses;
  /** Until they are gone. */
  private readonly launched = new Map<string, Instance>();
  private count = 0;
  private readonly watch: NodeJS.Timeout;

  constructor(private readonly outside: Outside, private readonly account: Account) {
    const { topology } = outside.cloud;
    this.addresses = new Addresses([...topology.hosts, ...topology.brokers.values()].map(({ address }) => address));
    mkdirSync(join(STATE, 'disks'), { recursive: true });
    this.watch = setInterval(() => this.replaceDead(), 1000);
  }

  public createVolume(zone: string, tags: { [key: string]: string } = {}, kmsKeyId?: string): Volume {
    const id = `vol-${this.next()}`;
    const file = join(STATE, 'disks', id);
    writeFileSync(file, '');
    truncateSync(file, DISK_BYTES);
    const volume = { id, zone, file, tags, kmsKeyId };
    this.volumes.set(id, volume);
    return volume;
  }

  /** Starts an instance of a group with the version of the template that the group has now. */
  public async launch(group: Group): Promise<Instance> {
    const { LaunchTemplate: { LaunchTemplateId, Version }, VPCZoneIdentifier: [subnetId] } = group.properties;
    const version = Number(Version);
    const template = this.templates.get(LaunchTemplateId)!.versions[version - 1];
    checkLaunch(template.BlockDeviceMappings);
    const subnet = this.outside.cloud.topology.subnets.find(({ id }) => id === subnetId)!;
    const id = `i-${this.next()}`;
    const host = {
      name: id, role: 'broker' as const, vpcId: subnet.vpcId, address: this.addresses.of(id, subnet.cidr, 150), zone: subnet.zone, groupIds: template.SecurityGroupIds,
    };
    const instance: Instance = { id, group, host, template, version, lifecycle: 'InService', heartbeatUntil: 0 };
    group.instance = instance;
    this.launched.set(id, instance);
    this.outside.log(`launching ${id} of ${group.logicalId}, version ${version}`);
    await this.outside.cloud.addHost(host);
    mkdirSync(join(STATE, 'metadata'), { recursive: true });
    const socket = join(STATE, 'metadata', `${id}.sock`);
    serveMachine(this.seenFrom(instance, subnet), socket);
    const vpc = this.outside.cloud.topology.vpcs.find(({ id: vpcId }) => vpcId === subnet.vpcId)!;
    const userData = Buffer.from(template.UserData, 'base64').toString();
    const { awscli, classes, image, alongside } = this.outside;
    const request = { host, userData, socket, awscli, classes, nameServer: nameServer(vpc).address, image, alongside };
    instance.machine = await Machine.start(request, this.processes);
    return instance;
  }

  /** Ends an instance: through the group's hook, if it has one, which the instance itself or its silence brings to an end. */
  public async terminate(instance: Instance): Promise<void> {
    const { group, id } = instance;
    if (group.instance === instance) { group.instance = undefined; }
    if (group.hook) {
      instance.lifecycle = 'Terminating:Wait';
      instance.heartbeatUntil = heartbeatEnd(group);
      if (!instance.machine?.running) { instance.heartbeatUntil = Math.min(instance.heartbeatUntil, Date.now() + SILENCE_MS); }
      while (instance.lifecycle === 'Terminating:Wait' && Date.now() < instance.heartbeatUntil) { await delay(200); }
    }
    instance.lifecycle = 'Terminated';
    await instance.machine?.terminate();
    for (const volume of this.volumes.values()) { if (volume.holder === instance) { volume.holder = undefined; } }
    for (const each of this.interfaces.values()) { if (each.holder === instance) { each.holder = undefined; } }
    this.launched.delete(id);
    await this.outside.cloud.removeHost(instance.host);
    this.outside.log(`${id} of ${group.logicalId} is terminated`);
  }

  public async stop(): Promise<void> {
    clearInterval(this.watch);
    await Promise.all([...this.groups.values()].map(async ({ instance }) => instance?.machine?.kill()));
    await this.processes.stopAll();
  }

  /** A group replaces an instance that its status checks find dead. */
  private replaceDead(): void {
    for (const group of this.groups.values()) {
      const { instance } = group;
      if (instance?.machine && !instance.machine.running && !group.isRolling && !this.closedZones.has(instance.host.zone!)) {
        this.outside.log(`${instance.id} of ${group.logicalId} is found dead, and replaced`);
        this.terminate(instance).catch(error => console.error(error));
        this.launch(group).catch(error => console.error(error));
      }
    }
  }

  private seenFrom(instance: Instance, subnet: Subnet): Parameters<typeof serveMachine>[0] {
    const { account, region } = this.account;
    const arn = (resource: string) => `arn:aws:ec2:${region}:${account}:${resource}`;
    const tags = (instance.template.TagSpecifications ?? []).find(({ ResourceType }: any) => ResourceType === 'instance')?.Tags ?? [];
    const ownTags: Context = Object.fromEntries(tags.map(({ Key, Value }: any) => [`aws:ResourceTag/${Key}`, Value]));
    const authorize = (action: string, resource: string, context: Context = {}) => {
      const profile = instance.template.IamInstanceProfile.Name ?? instance.template.IamInstanceProfile.Arn;
      if (!isAllowed(this.account.statementsOf(profile), action, resource, context)) {
        this.denials.push(`${instance.group.logicalId}: ${action} on ${resource}`);
        throw new AwsError('UnauthorizedOperation', `You are not authorized to perform ${action} on ${resource}`, 403);
      }
    };
    const authorizeOnSelf = (action: string, resource: string) => {
      authorize(action, arn(resource));
      authorize(action, arn(`instance/${instance.id}`), ownTags);
    };
    const known = <T>(map: Map<string, T>, id: string, code: string): T => {
      const found = map.get(id);
      if (!found) { throw new AwsError(code, `${id} does not exist`); }
      return found;
    };
    const volumeOf = (id: string) => known(this.volumes, id, 'InvalidVolume.NotFound');
    const interfaceOf = (id: string) => known(this.interfaces, id, 'InvalidNetworkInterfaceID.NotFound');
    const own = (hook: string) => {
      if (instance.group.hook?.name !== hook || instance.lifecycle !== 'Terminating:Wait') {
        throw new AwsError('ValidationError', `No active Lifecycle Action found with instance ID ${instance.id}`);
      }
    };
    return {
      authorize,
      metadata: path => ({
        'instance-id': instance.id,
        'placement/availability-zone': subnet.zone,
        'placement/availability-zone-id': zoneIdOf(subnet.zone),
        'placement/region': region,
        'autoscaling/target-lifecycle-state': instance.lifecycle === 'InService' ? 'InService' : 'Terminated',
        'iam/security-credentials/': 'node',
        'iam/security-credentials/node': JSON.stringify({
          Code: 'Success', Type: 'AWS-HMAC', AccessKeyId: 'ASIALOCALCLUSTER', SecretAccessKey: 'local', Token: 'local', LastUpdated: '2020-01-01T00:00:00Z', Expiration: '2099-01-01T00:00:00Z',
        }),
      } as { [path: string]: string })[path],
      describeVolume: id => {
        authorize('ec2:DescribeVolumes', '*');
        return stateOf(volumeOf(id));
      },
      volumesWith: (tag, value) => {
        authorize('ec2:DescribeVolumes', '*');
        return [...this.volumes.values()].filter(({ tags: has }) => has[tag] === value).map(stateOf);
      },
      attachVolume: async id => {
        authorizeOnSelf('ec2:AttachVolume', `volume/${id}`);
        const volume = volumeOf(id);
        const key = keyToGrant(volume.kmsKeyId, this.account);
        if (key) { authorize('kms:CreateGrant', key, { 'kms:GrantIsForAWSResource': 'true', 'kms:ViaService': `ec2.${region}.amazonaws.com` }); }
        if (volume.holder) { throw new AwsError('VolumeInUse', `${id} is already attached to an instance`); }
        if (volume.zone !== subnet.zone) { throw new AwsError('InvalidVolume.ZoneMismatch', `${id} is in ${volume.zone}, ${instance.id} in ${subnet.zone}`); }
        volume.holder = instance;
        await instance.machine!.attachDisk(id, volume.file);
      },
      detachVolume: async id => {
        authorizeOnSelf('ec2:DetachVolume', `volume/${id}`);
        const volume = volumeOf(id);
        if (volume.holder !== instance) { throw new AwsError('IncorrectState', `${id} is not attached to ${instance.id}`); }
        await instance.machine!.detachDisk(id).catch(error => { throw new AwsError('IncorrectState', error.message); });
        volume.holder = undefined;
      },
      describeInterface: id => {
        authorize('ec2:DescribeNetworkInterfaces', '*');
        return interfaceState(interfaceOf(id));
      },
      interfacesWith: (tag, start) => {
        authorize('ec2:DescribeNetworkInterfaces', '*');
        return [...this.interfaces.values()].filter(({ tags: has }) => has[tag]?.startsWith(start)).map(interfaceState);
      },
      attachInterface: async id => {
        authorizeOnSelf('ec2:AttachNetworkInterface', `network-interface/${id}`);
        const each = interfaceOf(id);
        if (each.holder) { throw new AwsError('InvalidNetworkInterface.InUse', `Interface: [${id}] in use.`); }
        each.holder = instance;
        await this.outside.cloud.attachInterface(instance.host, each);
      },
      detachInterface: async attachmentId => {
        const each = interfaceOf(`eni-${attachmentId.replace('eni-attach-', '')}`);
        authorizeOnSelf('ec2:DetachNetworkInterface', `network-interface/${each.id}`);
        if (each.holder !== instance) { throw new AwsError('InvalidAttachmentID.NotFound', `${attachmentId} is not attached to ${instance.id}`); }
        await this.outside.cloud.detachInterface(instance.host, each);
        each.holder = undefined;
      },
      groupInstances: ids => {
        authorize('autoscaling:DescribeAutoScalingInstances', '*');
        return ids.flatMap(each => this.launched.get(each) ?? [])
          .map(({ id, group, lifecycle }) => ({ instanceId: id, groupName: group.name, lifecycle }));
      },
      heartbeat: hook => {
        authorize('autoscaling:RecordLifecycleActionHeartbeat', instance.group.arn);
        own(hook);
        instance.heartbeatUntil = heartbeatEnd(instance.group);
      },
      completeHook: hook => {
        authorize('autoscaling:CompleteLifecycleAction', instance.group.arn);
        own(hook);
        instance.lifecycle = 'Terminated';
      },
      signal: (stack, logicalId, uniqueId, status) => {
        authorize('cloudformation:SignalResource', stackResource(stack, this.account));
        if (![this.account.stackId, this.account.stackName].includes(stack)) { throw new AwsError('ValidationError', `Stack [${stack}] does not exist`); }
        this.account.signalled(logicalId, uniqueId, status);
      },
      publish: (namespace, metrics) => {
        authorize('cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': namespace });
        this.metrics.push(...metrics.map(metric => ({ ...metric, at: Date.now() })));
      },
      createLogStream: (group, stream) => {
        authorize('logs:CreateLogStream', `arn:aws:logs:${region}:${account}:log-group:${group}:*`);
        this.logs.set(`${group}/${stream}`, []);
      },
      putLogs: (group, stream, messages) => {
        authorize('logs:PutLogEvents', `arn:aws:logs:${region}:${account}:log-group:${group}:*`);
        const lines = this.logs.get(`${group}/${stream}`);
        if (!lines) { throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.'); }
        lines.push(...messages);
      },
      secret: id => { authorize('secretsmanager:GetSecretValue', id); return known(this.outside.secrets as Map<string, string>, id, 'ResourceNotFoundException'); },
      object: (bucket, key) => {
        const [object, objectArn] = [`${bucket}/${key}`, `arn:aws:s3:::${bucket}/${key}`];
        const read = (outcome: Instances['reads'][number]['outcome']) => { this.reads.push({ instanceId: instance.id, object, outcome }); };
        if (this.downBuckets.has(bucket)) {
          read('down');
          throw new AwsError('ServiceUnavailable', 'Service Unavailable', 503);
        }
        try {
          authorize('s3:GetObject', objectArn);
          const kmsKey = keyOfBucket(bucket, this.account);
          if (kmsKey) { authorize('kms:Decrypt', kmsKey, { 'kms:ViaService': `s3.${region}.amazonaws.com`, 'kms:EncryptionContext:aws:s3:arn': objectArn }); }
        } catch (error) {
          read('denied');
          throw new AwsError('AccessDenied', (error as Error).message, 403);
        }
        const found = this.lateObjects.has(object) ? undefined : this.outside.objects.get(object);
        read(found ? 'read' : 'missing');
        // Who may not list a bucket is not told what is not in it.
        if (!found) { throw new AwsError('AccessDenied', 'Access Denied', 403); }
        return found;
      },
    };
  }

  private next(): string {
    return (++this.count).toString(16).padStart(17, '0');
  }
}

function stateOf({ id, holder }: Volume): VolumeState {
  return { volumeId: id, state: holder ? 'in-use' : 'available', instanceId: holder?.id };
}

/** How long a hook waits here for a machine that is dead, since it will never give a sign of life. */
const SILENCE_MS = 10_000;

function interfaceState({ id, holder, tags }: ElasticInterface): InterfaceState {
  return { id, status: holder ? 'in-use' : 'available', instanceId: holder?.id, attachmentId: holder && `eni-attach-${id.slice(4)}`, tags };
}

/** When a hook has waited long enough for a sign of life. */
function heartbeatEnd({ hook }: Group): number {
  return Date.now() + hook!.heartbeatSeconds * 1000 / HEARTBEATS_FASTER;
}
