import { App, Aspects, CfnResource, Duration, RemovalPolicies, Size, Stack, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { chainOf, clientListener, ENV, GROUP, HOOK, idOf, importVpc, INTERFACE, LAUNCH_TEMPLATE, nodeResources, range, RECORD, setup, SetupProps, VOLUME, ZONES } from './fixtures';
import { KafkaControllers, KafkaHealthGateMode } from '../../src';

const CONTROLLERS = [1000, 1001, 1002];

describe('a node', () => {
  const template = setup().template();

  test.each([...CONTROLLERS, 0, 1, 2])('%d has ten resources at most, each told by its id', nodeId => {
    expect(Object.keys(nodeResources(template, nodeId)).sort()).toEqual(
      ['Disk0G0', 'DrainHook', 'DrainRights', 'Group', 'Interface', 'LaunchTemplate', 'Profile', 'Record', 'Rights', 'Role']);
  });

  test('a further volume is one resource more', () => {
    const volumes = range(3).map(() => ({ size: Size.gibibytes(10) }));
    expect(Object.keys(nodeResources(setup({ volumes }).template(), 0))).toHaveLength(12);
  });

  test('is a group of one that is never launched before the one it replaces is gone', () => {
    for (const { Properties } of Object.values(template.findResources(GROUP))) {
      expect(Properties).toMatchObject({
        MinSize: '1', MaxSize: '1', HealthCheckType: 'EC2', InstanceMaintenancePolicy: { MinHealthyPercentage: 0, MaxHealthyPercentage: 100 },
      });
      expect(Properties.VPCZoneIdentifier).toHaveLength(1);
    }
  });

  test('is waited for, when it is created and when it is updated, no longer than CloudFormation can', () => {
    for (const { CreationPolicy, UpdatePolicy } of Object.values(template.findResources(GROUP))) {
      expect(CreationPolicy).toEqual({ ResourceSignal: { Count: 1, Timeout: 'PT1H' } });
      expect(UpdatePolicy.AutoScalingRollingUpdate).toMatchObject({ MinInstancesInService: 0, MaxBatchSize: 1, WaitOnResourceSignals: true, PauseTime: 'PT1H' });
    }
  });

  test('is waited for five minutes longer than its gate', () => {
    const short = setup({ healthGate: { timeout: Duration.minutes(10) } }).template();
    for (const { CreationPolicy, UpdatePolicy } of Object.values(short.findResources(GROUP))) {
      expect([CreationPolicy.ResourceSignal.Timeout, UpdatePolicy.AutoScalingRollingUpdate.PauseTime]).toEqual(['PT15M', 'PT15M']);
    }
  });

  test('has no physical name but those that are unique in what holds them', () => {
    const resources = Object.values<any>(template.toJSON().Resources).filter(({ Type }) => !Type.startsWith('AWS::Route53'));
    const named = resources.flatMap(({ Type, Properties = {} }) =>
      Object.keys(Properties).filter(key => /Name$/.test(key) && typeof Properties[key] === 'string').map(key => `${Type} ${key}`));
    // An instance has to know the hook's before there is one.
    expect([...new Set(named)].sort()).toEqual(['AWS::AutoScaling::LifecycleHook LifecycleHookName']);
  });

  test('says what it is configured by, line for line what its launch template has', () => {
    const { brokers, template: synthesized } = setup();
    for (const nodeId of [1000, 2]) {
      const userData = JSON.stringify(nodeResources(synthesized(), nodeId).LaunchTemplate.Properties.LaunchTemplateData.UserData);
      const lines = brokers.serverProperties(nodeId).split('\n').filter(line => /^[^#\n]/.test(line));
      expect(lines).toContain(`node.id=${nodeId}`);
      expect(lines.map(line => line.replace(/^listener\.name\.[^.=]+\./, '')).filter(line => !userData.includes(JSON.stringify(line).slice(1, -1)))).toEqual([]);
    }
    expect(() => brokers.serverProperties(9)).toThrow(/MultiAzKafkaBrokers.noSuchNode/);
  });

  test('launches the latest version of its own template, after its name and its rights are there', () => {
    for (const nodeId of [1000, 0]) {
      const { Group } = nodeResources(template, nodeId);
      const launchTemplate = idOf(template, nodeId, 'LaunchTemplate');
      expect(Group.Properties.LaunchTemplate).toEqual({ LaunchTemplateId: { Ref: launchTemplate }, Version: { 'Fn::GetAtt': [launchTemplate, 'LatestVersionNumber'] } });
      expect(Group.DependsOn).toEqual(expect.arrayContaining([idOf(template, nodeId, 'Record'), idOf(template, nodeId, 'Rights')]));
    }
  });

  test('has instances with encrypted disks, detailed monitoring, and metadata for local programs with a session only', () => {
    for (const { Properties: { LaunchTemplateData: data } } of Object.values(template.findResources(LAUNCH_TEMPLATE))) {
      expect(data.MetadataOptions).toEqual({ HttpEndpoint: 'enabled', HttpTokens: 'required', HttpPutResponseHopLimit: 1, InstanceMetadataTags: 'disabled' });
      expect(data.BlockDeviceMappings.map((device: any) => device.Ebs.Encrypted)).toEqual([true]);
      expect(data.Monitoring).toEqual({ Enabled: true });
      expect(data).toMatchObject({ ImageId: 'ami-0123456789abcdef0', InstanceType: 'm7g.large' });
      expect(data.KeyName).toBeUndefined();
    }
  });

  test('keeps its disks, encrypted, when they leave the stack', () => {
    const volumes = Object.values(template.findResources(VOLUME));
    expect(volumes).toHaveLength(6);
    for (const { DeletionPolicy, UpdateReplacePolicy, Properties } of volumes) {
      expect({ DeletionPolicy, UpdateReplacePolicy }).toEqual({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
      expect(Properties).toMatchObject({ Encrypted: true, VolumeType: 'gp3' });
    }
  });

  test('has disks that can be told apart when they have left the stack: of which cluster, which node, which generation, which directory', () => {
    const volumes = range(2).map(() => ({ size: Size.gibibytes(10) }));
    const { brokers, template: make } = setup({ volumes, dataGenerations: { 1: 2 } });
    const { Disk1G2 } = nodeResources(make(), 1);
    expect(Object.fromEntries(Disk1G2.Properties.Tags.map(({ Key, Value }: { Key: string; Value: string }) => [Key, Value]))).toEqual({
      'Name': 'Kafka b1 disk 1', 'kafka:node': `${brokers.clusterId}/1`, 'kafka:generation': '2', 'kafka:disk': '1',
    });
  });

  test('waits for all of its rights, those that do not fit into one policy too', () => {
    const { brokers, template: make } = setup();
    for (let i = 0; i < 120; i++) {
      brokers.role(1).addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetObject'], resources: [`arn:aws:s3:::a-bucket-with-a-long-name-${i}/with/a/long/path/of/keys/*`] }));
    }
    const all = make();
    const overflow = Object.keys(all.findResources('AWS::IAM::ManagedPolicy')).filter(id => id.includes('Overflow'));
    expect(overflow.length).toBeGreaterThan(0);
    expect(nodeResources(all, 1).Group.DependsOn).toEqual(expect.arrayContaining(overflow));
  });

  test('has a name in the private zone, for the address of an interface in its own subnet and the group of all nodes', () => {
    const hosts = [...CONTROLLERS.map(id => [id, `c${id}`]), ...[0, 1, 2].map(id => [id, `b${id}`])] as [number, string][];
    const { brokers } = setup();
    for (const [nodeId, label] of hosts) {
      const { Record, Interface, Group } = nodeResources(template, nodeId);
      expect(Record.Properties).toMatchObject({
        Name: `${label}.${brokers.zoneName}.`, Type: 'A', ResourceRecords: [{ 'Fn::GetAtt': [idOf(template, nodeId, 'Interface'), 'PrimaryPrivateIpAddress'] }],
      });
      expect([Interface.Properties.SubnetId]).toEqual(Group.Properties.VPCZoneIdentifier);
      expect(Interface.Properties.GroupSet).toEqual(nodeResources(template, 0).LaunchTemplate.Properties.LaunchTemplateData.SecurityGroupIds);
    }
    expect(Object.keys(template.findResources(RECORD))).toHaveLength(6);
  });

  test('is given three minutes to send a heartbeat when it is terminated, and is let go then', () => {
    const hooks = template.findResources(HOOK);
    expect(Object.keys(hooks)).toHaveLength(6);
    for (const [id, { Properties }] of Object.entries(hooks)) {
      const nodeId = Number(/Node(\d+)/.exec(id)![1]);
      expect(Properties).toEqual({
        AutoScalingGroupName: { Ref: idOf(template, nodeId, 'Group') },
        LifecycleHookName: 'drain',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
        HeartbeatTimeout: 180,
        DefaultResult: 'CONTINUE',
      });
    }
  });
});

describe('the chain', () => {
  test('takes controllers first, then brokers, one after another', () => {
    expect(chainOf(setup({ brokerCount: 5 }).template())).toEqual([...CONTROLLERS, 0, 1, 2, 3, 4]);
  });

  test('takes brokers that are controllers in the order of their ids', () => {
    expect(chainOf(setup({ controllers: KafkaControllers.combined() }).template())).toEqual([0, 1, 2]);
  });

  test('keeps a parked node in its place, without an instance and without waiting for one', () => {
    const template = setup({ parked: [1, 1001] }).template();
    expect(chainOf(template)).toEqual([...CONTROLLERS, 0, 1, 2]);
    for (const nodeId of [1, 1001]) {
      const { Group, ...rest } = nodeResources(template, nodeId);
      expect(Group.Properties).toMatchObject({ MinSize: '0', MaxSize: '1', DesiredCapacity: '0' });
      expect(Group.CreationPolicy).toBeUndefined();
      const { Group: running, ...others } = nodeResources(setup().template(), nodeId);
      expect(rest).toEqual(others);
      expect(running.Properties.LaunchTemplate).toEqual(Group.Properties.LaunchTemplate);
    }
  });
});

test.each<[string, SetupProps]>([
  ['by default', {}],
  ['with parked nodes', { parked: [1, 1001] }],
  ['with combined controllers, one of them parked', { controllers: KafkaControllers.combined(), parked: [2] }],
  ['with brokers all parked', { parked: [0, 1, 2] }],
  ['with a gate of its own and a parked node', { healthGate: { mode: KafkaHealthGateMode.LIVENESS, timeout: Duration.minutes(10) }, parked: [1002] }],
])('no group %s has less room than CloudFormation asks for while it rolls, nor wants more or less than it may have', (_, props) => {
  const groups = Object.values(setup(props).template().findResources(GROUP));
  for (const { Properties: { MinSize, MaxSize, DesiredCapacity = MinSize }, UpdatePolicy } of groups) {
    expect(Number(MaxSize)).toBeGreaterThan(UpdatePolicy.AutoScalingRollingUpdate.MinInstancesInService);
    expect([Number(MinSize), Number(DesiredCapacity), Number(MaxSize)]).toEqual([Number(MinSize), Number(DesiredCapacity), Number(MaxSize)].sort());
  }
  expect(groups.filter(({ Properties }) => Properties.DesiredCapacity === '0')).toHaveLength(props.parked?.length ?? 0);
});

describe('a change', () => {
  const resourcesOf = (brokerCount: number, zones = ZONES) => setup({ brokerCount, zones }).template();

  test.each([[3, 4], [4, 3], [3, 9]])('from %d to %d brokers touches no property of a node that stays', (from, to) => {
    const [before, after] = [resourcesOf(from), resourcesOf(to)];
    for (const nodeId of [...CONTROLLERS, ...range(Math.min(from, to))]) {
      expect(nodeResources(after, nodeId)).toEqual(nodeResources(before, nodeId));
      expect(idOf(after, nodeId, 'Disk0G0')).toBe(idOf(before, nodeId, 'Disk0G0'));
    }
  });

  test('of the data generation gives one node a new disk, and restarts that node only', () => {
    const [before, after] = [setup().template(), setup({ dataGenerations: { 1: 1 } }).template()];
    expect(Object.keys(nodeResources(after, 1))).toEqual(expect.arrayContaining(['Disk0G1']));
    expect(nodeResources(after, 1).Disk0G0).toBeUndefined();
    for (const nodeId of [...CONTROLLERS, 0, 2]) {
      expect(nodeResources(after, nodeId)).toEqual(nodeResources(before, nodeId));
    }
  });

  test.each<[string, object]>([
    ['the restart token', { restartToken: '2026-11-22' }],
    ['an override', { overrides: { 'num.io.threads': '16' } }],
    ['the gate', { healthGate: { mode: KafkaHealthGateMode.LIVENESS } }],
    ['a client listener', { clientListeners: [clientListener(), clientListener({ slot: 1, name: 'OTHER' })] }],
  ])('of %s changes the launch template of every broker and nothing else of it', (_, props) => {
    const [before, after] = [setup().template(), setup(props).template()];
    for (const nodeId of [0, 1, 2]) {
      const { LaunchTemplate: old, ...rest } = nodeResources(before, nodeId);
      const { LaunchTemplate: fresh, ...others } = nodeResources(after, nodeId);
      expect(fresh).not.toEqual(old);
      expect(others).toEqual(rest);
    }
  });

  test('of a volume restarts nothing', () => {
    const [before, after] = [100, 200].map(size => setup({ volumes: [{ size: Size.gibibytes(size) }] }).template());
    for (const nodeId of [0, 1, 2]) {
      const [{ Disk0G0: old, ...rest }, { Disk0G0: fresh, ...others }] = [before, after].map(template => nodeResources(template, nodeId));
      expect([old.Properties.Size, fresh.Properties.Size]).toEqual([100, 200]);
      expect(others).toEqual(rest);
    }
  });
});

describe('what is given', () => {
  test('reaches the nodes: instance types, volumes, key, topic', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const { template: make } = setup({
      stack,
      instanceType: new ec2.InstanceType('r7g.xlarge'),
      volumes: [{ size: Size.gibibytes(500), iops: 6000, throughput: 500 }],
      controllers: KafkaControllers.dedicated({ instanceType: new ec2.InstanceType('m7g.medium'), volume: { size: Size.gibibytes(30) } }),
      encryptionKey: new kms.Key(stack, 'Key'),
      notificationTopic: new sns.Topic(stack, 'Topic'),
    });
    const template = make();
    const typeOf = (nodeId: number) => nodeResources(template, nodeId).LaunchTemplate.Properties.LaunchTemplateData.InstanceType;
    expect([typeOf(0), typeOf(1000)]).toEqual(['r7g.xlarge', 'm7g.medium']);
    expect(nodeResources(template, 0).Disk0G0.Properties).toMatchObject({
      Size: 500, Iops: 6000, Throughput: 500, KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] },
    });
    expect(nodeResources(template, 1000).Disk0G0.Properties.Size).toBe(30);
    expect(nodeResources(template, 0).Group.Properties.NotificationConfigurations[0].NotificationTypes).toHaveLength(4);
  });

  test('volumes that exist are used in the place of new ones', () => {
    const template = setup({ adoptVolumes: { 1000: ['vol-0123456789abcdef1'], 1: ['vol-0123456789abcdef0'] } }).template();
    expect(Object.keys(nodeResources(template, 1)).filter(name => name.startsWith('Disk'))).toEqual([]);
    expect(Object.keys(template.findResources(VOLUME))).toHaveLength(4);
  });

  test('tags of the app reach instances through their group, and the tag of the node stays', () => {
    const { stack, template } = setup();
    Tags.of(stack).add('team', 'data');
    for (const { Properties } of Object.values(template().findResources(GROUP))) {
      expect(Properties.Tags).toEqual([{ Key: 'team', Value: 'data', PropagateAtLaunch: true }]);
    }
  });

  test('clients inside the VPC reach the listener between brokers, others do not', () => {
    const stack = new Stack(new App(), 'Kafka', { env: ENV });
    const vpc = importVpc(stack);
    const client = new ec2.SecurityGroup(stack, 'App', { vpc });
    const ports = (template: Template) => Object.values(template.findResources('AWS::EC2::SecurityGroupIngress')).map(({ Properties }) => Properties.FromPort).sort();
    expect(ports(setup().template())).toEqual([9090, 9092]);
    expect(ports(setup({ stack, vpc, internalClients: [client] }).template())).toEqual([9090, 9092, 9092]);
  });
});

describe('retention', () => {
  test('an aspect that would delete the data is refused', () => {
    const { stack, template } = setup();
    RemovalPolicies.of(stack).destroy();
    expect(template).toThrow(/MultiAzKafkaBrokers.volumeNotRetained: .*Disk0G0.* would be deleted with all its data/);
  });

  test('aspects that leave volumes alone are not', () => {
    const { stack, template } = setup();
    Aspects.of(stack).add({ visit: node => CfnResource.isCfnResource(node) && node.cfnResourceType === RECORD && node.addMetadata('seen', true) });
    expect(template).not.toThrow();
  });
});

test('no warning is given for three zones and a plaintext listener', () => {
  const { stack } = setup();
  Annotations.fromStack(stack).hasNoWarning('*', Match.anyValue());
  Annotations.fromStack(stack).hasNoError('*', Match.anyValue());
  expect(Object.keys(Template.fromStack(stack).findResources(INTERFACE))).toHaveLength(6);
});
