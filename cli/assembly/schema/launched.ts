import { all, ignored, MACHINES, NAMING, Properties, refused } from './rule';

const THERE = ignored(MACHINES);
const OTHER_WAY = ignored('it launches machines that are none of the nodes; nothing starts them here');
const ON_OFF = { values: [true, false] };

const EBS: Properties = {
  ...all(['EbsCardIndex', 'Iops', 'KmsKeyId', 'SnapshotId', 'Throughput', 'VolumeInitializationRate', 'VolumeSize'], THERE),
  DeleteOnTermination: ignored(MACHINES, ON_OFF),
  Encrypted: ignored(MACHINES, ON_OFF),
  VolumeType: ignored(MACHINES, { values: ['standard', 'io1', 'io2', 'gp2', 'gp3', 'sc1', 'st1'] }),
};

const DATA: Properties = {
  ...all([
    'CapacityReservationSpecification', 'CpuOptions', 'CreditSpecification', 'ElasticGpuSpecifications',
    'ElasticInferenceAccelerators', 'EnclaveOptions',
    'HibernationOptions', 'ImageId', 'InstanceMarketOptions', 'InstanceRequirements', 'InstanceType', 'KernelId', 'KeyName',
    'LicenseSpecifications',
    'MaintenanceOptions', 'NetworkPerformanceOptions', 'Placement', 'PrivateDnsNameOptions', 'RamDiskId', 'UserData',
  ], THERE),
  BlockDeviceMappings: ignored(MACHINES, {
    list: true, fields: { ...all(['DeviceName', 'NoDevice', 'VirtualName'], THERE), Ebs: ignored(MACHINES, { fields: EBS }) },
  }),
  DisableApiStop: ignored(MACHINES, ON_OFF),
  DisableApiTermination: ignored(MACHINES, ON_OFF),
  EbsOptimized: ignored(MACHINES, ON_OFF),
  IamInstanceProfile: ignored(MACHINES, { fields: all(['Arn', 'Name'], THERE) }),
  InstanceInitiatedShutdownBehavior: ignored(MACHINES, { values: ['stop', 'terminate'] }),
  MetadataOptions: ignored(MACHINES, {
    fields: {
      HttpEndpoint: ignored(MACHINES, { values: ['enabled', 'disabled'] }),
      HttpProtocolIpv6: ignored(MACHINES, { values: ['enabled', 'disabled'] }),
      HttpPutResponseHopLimit: ignored(MACHINES, { range: [1, 64] }),
      HttpTokens: ignored(MACHINES, { values: ['optional', 'required'] }),
      InstanceMetadataTags: ignored(MACHINES, { values: ['enabled', 'disabled'] }),
    },
  }),
  Monitoring: ignored(MACHINES, { fields: { Enabled: ignored(MACHINES, ON_OFF) } }),
  NetworkInterfaces: ignored('clients and load balancers reach a node by an interface of its own'),
  SecurityGroupIds: ignored('clients and load balancers reach a node by an interface of its own'),
  SecurityGroups: refused('names of groups are for the default VPC, which is not here'),
  TagSpecifications: ignored(NAMING),
};

const OF_TARGETS = refused('targets that register themselves are not played');

/**
 * The types of which `e2e:nodes` makes machines, as CloudFormation and Auto Scaling do. To the network they are nothing, so they
 * have no ids in it.
 */
export const LAUNCHED_TYPES: { readonly [type: string]: Properties } = {
  'AWS::AutoScaling::AutoScalingGroup': {
    ...all([
      'AutoScalingGroupName', 'AvailabilityZoneDistribution', 'AvailabilityZoneImpairmentPolicy', 'CapacityRebalance',
      'CapacityReservationSpecification',
      'Context', 'Cooldown', 'DefaultInstanceWarmup', 'DeletionProtection', 'DesiredCapacity', 'DesiredCapacityType',
      'HealthCheckGracePeriod',
      'InstanceLifecyclePolicy', 'InstanceMaintenancePolicy', 'LaunchTemplate', 'LifecycleHookSpecificationList',
      'MaxInstanceLifetime',
      'MetricsCollection', 'NewInstancesProtectedFromScaleIn', 'NotificationConfiguration', 'NotificationConfigurations',
      'PlacementGroup',
      'ServiceLinkedRoleARN', 'SkipZonalShiftValidation', 'TerminationPolicies',
    ], THERE),
    MinSize: ignored(MACHINES, { required: true }),
    MaxSize: ignored(MACHINES, { required: true }),
    VPCZoneIdentifier: ignored(MACHINES, { required: true }),
    HealthCheckType: ignored(MACHINES, {
      values: ['EC2', 'ELB', 'EBS', 'VPC_LATTICE', 'EC2,ELB', 'EC2,EBS', 'EC2,ELB,EBS', 'EC2,VPC_LATTICE'],
    }),
    ...all(['InstanceId', 'LaunchConfigurationName', 'MixedInstancesPolicy'], OTHER_WAY),
    ...all(['AvailabilityZoneIds', 'AvailabilityZones'], refused('the subnets of a group say where it is')),
    ...all(['LoadBalancerNames', 'TargetGroupARNs', 'TrafficSources'], OF_TARGETS),
    Tags: ignored(NAMING),
  },
  'AWS::AutoScaling::LifecycleHook': {
    AutoScalingGroupName: ignored(MACHINES, { required: true }),
    LifecycleTransition: ignored(MACHINES, {
      required: true, values: ['autoscaling:EC2_INSTANCE_LAUNCHING', 'autoscaling:EC2_INSTANCE_TERMINATING'],
    }),
    DefaultResult: ignored(MACHINES, { values: ['CONTINUE', 'ABANDON'] }),
    // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutLifecycleHook.html
    HeartbeatTimeout: ignored(MACHINES, { range: [30, 7200] }),
    ...all(['LifecycleHookName', 'NotificationMetadata', 'NotificationTargetARN', 'RoleARN'], THERE),
  },
  'AWS::EC2::LaunchTemplate': {
    LaunchTemplateData: ignored(MACHINES, { required: true, fields: DATA }),
    LaunchTemplateName: ignored(NAMING),
    TagSpecifications: ignored(NAMING),
    VersionDescription: ignored(NAMING),
  },
  'AWS::EC2::Volume': {
    AvailabilityZone: ignored(MACHINES, { required: true }),
    AvailabilityZoneId: refused('the zone is given by name here, since ids differ between accounts'),
    OutpostArn: refused('no Outpost is played'),
    ...all([
      'AutoEnableIO', 'Iops', 'KmsKeyId', 'Size', 'SnapshotId', 'SourceVolumeId', 'Throughput', 'VolumeInitializationRate',
    ], THERE),
    Encrypted: ignored(MACHINES, ON_OFF),
    MultiAttachEnabled: ignored(MACHINES, ON_OFF),
    VolumeType: EBS.VolumeType,
    Tags: ignored(NAMING),
  },
};
