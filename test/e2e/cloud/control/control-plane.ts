import { isDeepStrictEqual } from 'util';
import { AwsError } from './aws-api';
import { inOrder, lastFirst, milliseconds, StackEvent } from './deployment';
import { checkSize, sizeAfter } from './group-size';
import type { Statement } from './iam';
import { Instances, Outside } from './instances';
import type { Group } from './physical';
import { checkTemplateSize } from './quotas';
import { Resolver, Resource } from '../../../../cli/assembly/resolve';
import type { Assembly, Stack } from '../../../../cli/assembly/template';
import { World } from '../../../../cli/assembly/world';
import { publishedFiles } from '../published-files';

/** How a deployment ended. */
export interface Deployment {
  readonly succeeded: boolean;
  /** Why it was rolled back. */
  readonly reason?: string;
  readonly events: StackEvent[];
}

/** What became of a resource of the stack. */
interface Made {
  readonly resource: Resource;
  readonly properties: any;
  readonly id: string;
}

/** The types that are played here. Every other is part of the network, which the templates' topology has already. */
const PLAYED = [
  'AWS::EC2::Volume', 'AWS::EC2::NetworkInterface', 'AWS::EC2::LaunchTemplate', 'AWS::AutoScaling::AutoScalingGroup', 'AWS::AutoScaling::LifecycleHook',
  'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy',
];

/** A role has what these say from when they are made until they are taken away, and what they said last. */
const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];

/** Their properties that may change in place. Any other change would be a replacement, which nothing here is meant to go through. */
const IN_PLACE: { readonly [type: string]: string[] } = {
  'AWS::EC2::Volume': ['Size', 'Iops', 'Throughput', 'Tags'],
  'AWS::EC2::NetworkInterface': ['Description', 'GroupSet', 'Tags'],
  'AWS::EC2::LaunchTemplate': ['LaunchTemplateData'],
  'AWS::AutoScaling::AutoScalingGroup': ['MinSize', 'MaxSize', 'DesiredCapacity', 'LaunchTemplate', 'NotificationConfigurations', 'InstanceMaintenancePolicy'],
  'AWS::AutoScaling::LifecycleHook': ['HeartbeatTimeout', 'DefaultResult'],
  'AWS::IAM::Policy': ['PolicyDocument', 'PolicyName', 'Roles'],
  'AWS::IAM::ManagedPolicy': ['PolicyDocument', 'Roles'],
};

/** CloudFormation, for the one stack of an app that launches machines: creation and updates in the order of dependencies, signals, rollback. */
export class ControlPlane {
  public readonly instances: Instances;
  private made = new Map<string, Made>();
  private stack?: Stack;
  private resolver?: Resolver;
  private world?: World;
  private readonly waiting = new Map<string, { done: () => void; fail: (error: Error) => void }>();
  private events: StackEvent[] = [];

  constructor(private readonly outside: Outside, assembly: Assembly) {
    const { account, region, name: stackName } = launchingStack(assembly);
    const stackId = String(new Resolver(assembly.stacks, () => undefined).ref(launchingStack(assembly), 'AWS::StackId', ''));
    this.instances = new Instances(outside, {
      account, region, stackName, stackId, statementsOf: profile => this.statementsOf(profile), signalled: (...signal) => this.signalled(...signal),
    });
  }

  /** Creates the stack, or updates it. What fails is rolled back. */
  public async deploy(assembly: Assembly): Promise<Deployment> {
    this.events = [];
    const [before, isNew] = [{ stack: this.stack, resolver: this.resolver, world: this.world }, this.stack === undefined];
    const touched = new Set<string>();
    checkTemplateSize(launchingStack(assembly).template);
    publishedFiles(launchingStack(assembly)).forEach((content, object) => this.outside.objects.set(object, content));
    this.take(assembly);
    try {
      await this.apply(touched);
      const { Resources } = this.stack!.template;
      await this.remove(lastFirst(this.madeResources().filter(({ logicalId }) => !(logicalId in Resources))));
      this.event(this.stack!.name, isNew ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE');
      return { succeeded: true, events: this.events };
    } catch (error) {
      const reason = (error as Error).message;
      this.event(this.stack!.name, isNew ? 'ROLLBACK_IN_PROGRESS' : 'UPDATE_ROLLBACK_IN_PROGRESS', reason);
      if (isNew) {
        await this.delete(false);
      } else {
        const added = this.resources().filter(({ logicalId }) => !(logicalId in before.stack!.template.Resources));
        Object.assign(this, before);
        await this.apply(touched, touched);
        await this.remove(lastFirst(added.filter(({ logicalId }) => this.made.has(logicalId))));
        this.event(this.stack!.name, 'UPDATE_ROLLBACK_COMPLETE');
      }
      return { succeeded: false, reason, events: this.events };
    }
  }

  /** Deletes the stack. Volumes that are to be retained stay; those of a creation that failed do not. */
  public async delete(retain = true): Promise<void> {
    await this.remove(lastFirst(this.madeResources()), retain);
    this.event(this.stack!.name, 'DELETE_COMPLETE');
    this.stack = undefined;
  }

  /** The group of a node, by the logical id of what carries the scope's name: `Node1000`. */
  public groupOf(nodeId: number): Group {
    const found = [...this.instances.groups.values()].filter(({ logicalId }) => logicalId.includes(`Node${nodeId}Group`));
    if (found.length !== 1) { throw new Error(`${found.length} groups are those of node ${nodeId}: ${found.map(({ logicalId }) => logicalId).join(', ')}`); }
    return found[0];
  }

  private take(assembly: Assembly): void {
    this.world = new World(assembly);
    this.stack = launchingStack(assembly);
    this.resolver = new Resolver(assembly.stacks, (resource, attribute) => this.valueOf(resource, attribute));
  }

  private madeResources(): Resource[] {
    return [...this.made.values()].map(({ resource }) => resource);
  }

  private resources(): Resource[] {
    return this.resolver!.all.filter(({ stack, Type }) => stack === this.stack && PLAYED.includes(Type));
  }

  /** Dependencies lead through resources that are not played, too. */
  private async apply(touched: Set<string>, only?: Set<string>): Promise<void> {
    const all = this.resolver!.all.filter(({ stack }) => stack === this.stack);
    await inOrder(all, async resource => {
      if (!PLAYED.includes(resource.Type) || (only && !only.has(resource.logicalId))) { return; }
      const properties = this.resolver!.resolve(resource.stack, resource.Properties ?? {}, resource.label);
      const made = this.made.get(resource.logicalId);
      const change = Object.keys({ ...made?.properties, ...properties }).filter(key => !isDeepStrictEqual(made?.properties[key], properties[key]));
      if (made && change.length === 0) {
        this.made.set(resource.logicalId, { ...made, resource });
        return;
      }
      const verb = made ? 'UPDATE' : 'CREATE';
      const illegal = (made ? change : []).filter(key => !IN_PLACE[resource.Type].includes(key));
      if (illegal.length > 0) { throw new Error(`${resource.logicalId}: a change of ${illegal.join(', ')} would replace it`); }
      touched.add(resource.logicalId);
      this.event(resource.logicalId, `${verb}_IN_PROGRESS`);
      try {
        await this.make(resource, properties, made);
      } catch (error) {
        this.event(resource.logicalId, `${verb}_FAILED`, (error as Error).message);
        throw new Error(`${resource.logicalId}: ${(error as Error).message}`);
      }
      this.event(resource.logicalId, `${verb}_COMPLETE`);
    });
  }

  private async make(resource: Resource, properties: any, made?: Made): Promise<void> {
    const done = (id: string) => this.made.set(resource.logicalId, { resource, properties, id });
    switch (resource.Type) {
      case 'AWS::EC2::Volume':
        done(made?.id ?? this.instances.createVolume(properties.AvailabilityZone, tagsOf(properties), properties.KmsKeyId).id);
        return;
      case 'AWS::EC2::NetworkInterface': {
        const id = this.world!.idOf(resource);
        const { interfaces } = this.instances;
        interfaces.set(id, {
          ...interfaces.get(id), id, address: this.world!.addressOf(resource), groupIds: properties.GroupSet, tags: tagsOf(properties),
        });
        done(id);
        return;
      }
      case 'AWS::EC2::LaunchTemplate': {
        const id = `lt-${resource.logicalId}`;
        const template = this.instances.templates.get(id) ?? { id, versions: [] };
        this.instances.templates.set(id, { id, versions: [...template.versions, properties.LaunchTemplateData] });
        done(id);
        return;
      }
      case 'AWS::AutoScaling::LifecycleHook':
        this.groupNamed(properties.AutoScalingGroupName).hook = {
          name: properties.LifecycleHookName, heartbeatSeconds: Number(properties.HeartbeatTimeout),
        };
        done(properties.LifecycleHookName);
        return;
      case 'AWS::IAM::Policy': case 'AWS::IAM::ManagedPolicy':
        done(`${resource.stack.name}-${resource.logicalId}`);
        return;
      case 'AWS::AutoScaling::AutoScalingGroup':
        await this.makeGroup(resource, properties, done);
        return;
    }
  }

  private async makeGroup(resource: Resource, properties: any, done: (id: string) => unknown): Promise<void> {
    const { CreationPolicy, UpdatePolicy } = resource as { CreationPolicy?: any; UpdatePolicy?: any };
    checkSize(properties, UpdatePolicy);
    const name = `${resource.stack.name}-${resource.logicalId}`;
    const known = this.instances.groups.get(name);
    const group: Group = known ?? {
      logicalId: resource.logicalId,
      name,
      properties,
      size: 0,
      isRolling: false,
      arn: `arn:aws:autoscaling:${resource.stack.region}:${resource.stack.account}:autoScalingGroup:0:autoScalingGroupName/${name}`,
    };
    const before = { properties: group.properties, size: group.size };
    group.properties = properties;
    group.size = sizeAfter(properties, known?.size);
    this.instances.groups.set(name, group);
    done(name);
    if (!known) {
      if (group.size === 1) { await this.launchAndWait(group, CreationPolicy?.ResourceSignal?.Timeout); }
    } else if (group.size === 0) {
      if (group.instance) { this.instances.terminate(group.instance).catch(error => console.error(error)); }
    } else if (!group.instance && before.size === 0) {
      await this.instances.launch(group);
    } else if (!isDeepStrictEqual(before.properties.LaunchTemplate, properties.LaunchTemplate)) {
      const { WaitOnResourceSignals, PauseTime, MinInstancesInService } = UpdatePolicy.AutoScalingRollingUpdate;
      if (MinInstancesInService !== 0) { throw new Error(`MinInstancesInService ${MinInstancesInService} is not played here`); }
      group.isRolling = true;
      try {
        // The group begins with the next one while this one is still ending.
        if (group.instance) { this.instances.terminate(group.instance).catch(error => console.error(error)); }
        await this.launchAndWait(group, WaitOnResourceSignals ? PauseTime : undefined);
      } finally {
        group.isRolling = false;
      }
    }
  }

  private async launchAndWait(group: Group, timeout?: string): Promise<void> {
    const signal = new Promise<void>((resolve, reject) => this.waiting.set(group.logicalId, { done: resolve, fail: reject }));
    signal.catch(() => {});
    const instance = await this.instances.launch(group);
    if (timeout === undefined) { return; }
    const timer = setTimeout(() => this.waiting.get(group.logicalId)?.fail(new Error(`${instance.id} sent no signal within ${timeout}`)), milliseconds(timeout));
    await signal.finally(() => {
      clearTimeout(timer);
      this.waiting.delete(group.logicalId);
    });
  }

  private signalled(logicalId: string, instanceId: string, status: string): void {
    const waiting = this.waiting.get(logicalId);
    if (!waiting) { throw new AwsError('ValidationError', `Resource ${logicalId} is in UPDATE_COMPLETE state and can not be signaled`); }
    this.event(logicalId, 'SIGNAL', `${status} from ${instanceId}`);
    if (status === 'SUCCESS') { waiting.done(); } else { waiting.fail(new Error(`received a FAILURE signal from ${instanceId}`)); }
  }

  private async remove(resources: Resource[], retain = true): Promise<void> {
    for (const resource of resources) {
      const { id, properties } = this.made.get(resource.logicalId)!;
      this.event(resource.logicalId, 'DELETE_IN_PROGRESS');
      if (resource.Type === 'AWS::AutoScaling::LifecycleHook') {
        this.groupNamed(properties.AutoScalingGroupName).hook = undefined;
      } else if (resource.Type === 'AWS::AutoScaling::AutoScalingGroup') {
        const group = this.instances.groups.get(id)!;
        this.instances.groups.delete(id);
        if (group.instance) { await this.instances.terminate(group.instance); }
      } else if (resource.Type === 'AWS::EC2::NetworkInterface') {
        if (this.instances.interfaces.get(id)!.holder) { throw new Error(`${resource.logicalId} is in use`); }
        this.instances.interfaces.delete(id);
      } else if (resource.Type === 'AWS::EC2::Volume') {
        const policy = (resource as { DeletionPolicy?: string }).DeletionPolicy ?? 'Delete';
        if (policy === 'Delete' || (policy === 'RetainExceptOnCreate' && !retain)) {
          if (this.instances.volumes.get(id)!.holder) { throw new Error(`${resource.logicalId} is in use`); }
          this.instances.volumes.delete(id);
        }
      }
      this.made.delete(resource.logicalId);
      this.event(resource.logicalId, 'DELETE_COMPLETE');
    }
  }

  private valueOf(resource: Resource, attribute?: string): unknown {
    const { account, region, name } = resource.stack;
    const made = this.made.get(resource.logicalId);
    const arn = (service: string, path: string) => `arn:aws:${service}:${service === 'iam' ? '' : region}:${account}:${path}`;
    switch (`${resource.Type}${attribute === undefined ? '' : `.${attribute}`}`) {
      case 'AWS::EC2::Volume': case 'AWS::EC2::Volume.VolumeId': case 'AWS::EC2::LaunchTemplate': case 'AWS::EC2::LaunchTemplate.LaunchTemplateId':
      case 'AWS::AutoScaling::AutoScalingGroup':
        return made!.id;
      case 'AWS::EC2::LaunchTemplate.LatestVersionNumber': return `${this.instances.templates.get(made!.id)!.versions.length}`;
      case 'AWS::AutoScaling::AutoScalingGroup.AutoScalingGroupARN': return this.groupNamed(made!.id).arn;
      case 'AWS::IAM::Role': case 'AWS::IAM::InstanceProfile': return `${name}-${resource.logicalId}`;
      case 'AWS::IAM::Role.Arn': return arn('iam', `role/${name}-${resource.logicalId}`);
      case 'AWS::IAM::InstanceProfile.Arn': return arn('iam', `instance-profile/${name}-${resource.logicalId}`);
      case 'AWS::Logs::LogGroup': return `${name}-${resource.logicalId}`;
      case 'AWS::Logs::LogGroup.Arn': return arn('logs', `log-group:${name}-${resource.logicalId}:*`);
      case 'AWS::SNS::Topic': case 'AWS::SNS::Topic.TopicArn': return arn('sns', `${name}-${resource.logicalId}`);
      default: return this.world!.valueOf(resource, attribute);
    }
  }

  private groupNamed(name: string): Group {
    return this.instances.groups.get(name)!;
  }

  /** The statements of the role that an instance profile has. */
  private statementsOf(profile: string): Statement[] {
    const { resolver, stack } = this;
    const all = resolver!.all.filter(resource => resource.stack === stack);
    const having = all.find(resource => resource.Type === 'AWS::IAM::InstanceProfile' && [this.valueOf(resource), this.valueOf(resource, 'Arn')].includes(profile));
    const [role] = resolver!.property(having!, 'Roles');
    return [...this.made.values()]
      .filter(({ resource: { Type }, properties }) => POLICIES.includes(Type) && properties.Roles.includes(role))
      .flatMap(({ properties }) => properties.PolicyDocument.Statement);
  }

  private event(logicalId: string, status: string, reason?: string): void {
    this.events.push({ at: Date.now(), logicalId, status, reason });
    if (/Group|COMPLETE$|ROLLBACK|SIGNAL|FAILED/.test(`${logicalId} ${status}`) && (/Group|Node/.test(logicalId) ? /Group/.test(logicalId) : true)) {
      this.outside.log(`${logicalId} ${status}${reason ? `: ${reason}` : ''}`);
    }
  }
}

function tagsOf({ Tags = [] }: { Tags?: { Key: string; Value: string }[] }): { [key: string]: string } {
  return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
}

function launchingStack({ stacks }: Assembly): Stack {
  const launching = stacks.filter(({ template }) => Object.values(template.Resources).some(({ Type }) => Type === 'AWS::AutoScaling::AutoScalingGroup'));
  if (launching.length !== 1) { throw new Error(`${launching.length} stacks launch machines; one is played here`); }
  return launching[0];
}
