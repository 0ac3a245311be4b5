/**
 * What an attribute is: the resource's id, its property of the same name, or something that follows from others: its address, the zone,
 * zone id or VPC of its subnet, the DNS name of a load balancer, the DNS names of an endpoint, and the hosted zone of both.
 */
export type AttributeKind = 'id' | 'property' | 'address' | 'zone' | 'zone-id' | 'vpc' | 'name' | 'names' | 'hosted-zone';

/** What the local cluster makes of a resource type. */
export interface UsedType {
  /** The prefix of the id that `Ref` gives, or the form of an ARN (`…` stands for the id). */
  readonly id: string;
  /** The attributes that `Fn::GetAtt` may ask for, and what each of them is. */
  readonly attributes: { readonly [attribute: string]: AttributeKind };
  /** The properties that have an effect here. */
  readonly reads: string[];
  /** The properties that have none, and why. */
  readonly ignores: { readonly [property: string]: string };
}

const NAMING = 'a name or tag moves no packet';
const TAGS = { Tags: NAMING };
const ADDRESS_FAMILY = 'everything here is IPv4';

/** The resource types that networks, firewalls, load balancers, endpoints and names are made of. */
export const USED: { readonly [type: string]: UsedType } = {
  'AWS::EC2::VPC': {
    id: 'vpc-',
    attributes: { VpcId: 'id', CidrBlock: 'property' },
    reads: ['CidrBlock', 'EnableDnsSupport', 'EnableDnsHostnames'],
    ignores: { ...TAGS, InstanceTenancy: 'no hardware' },
  },
  'AWS::EC2::Subnet': {
    id: 'subnet-',
    attributes: { SubnetId: 'id', VpcId: 'property', CidrBlock: 'property', AvailabilityZone: 'property', AvailabilityZoneId: 'zone-id' },
    reads: ['VpcId', 'CidrBlock', 'AvailabilityZone'],
    ignores: { ...TAGS, MapPublicIpOnLaunch: 'there is no internet' },
  },
  'AWS::EC2::SecurityGroup': {
    id: 'sg-',
    attributes: { GroupId: 'id', Id: 'id', VpcId: 'property' },
    reads: ['VpcId', 'SecurityGroupIngress', 'SecurityGroupEgress'],
    ignores: { ...TAGS, GroupDescription: NAMING, GroupName: NAMING },
  },
  'AWS::EC2::SecurityGroupIngress': {
    id: 'sgr-',
    attributes: {},
    reads: ['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'CidrIpv6', 'SourceSecurityGroupId'],
    ignores: { Description: NAMING, SourceSecurityGroupOwnerId: 'group ids are unique' },
  },
  'AWS::EC2::SecurityGroupEgress': {
    id: 'sgr-',
    attributes: {},
    reads: ['GroupId', 'IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'CidrIpv6', 'DestinationSecurityGroupId'],
    ignores: { Description: NAMING },
  },
  'AWS::EC2::Instance': {
    id: 'i-',
    attributes: { InstanceId: 'id', PrivateIp: 'address', AvailabilityZone: 'zone', VpcId: 'vpc' },
    reads: ['SubnetId', 'PrivateIpAddress', 'SecurityGroupIds'],
    ignores: {
      ...TAGS,
      AvailabilityZone: "it is the subnet's",
      BlockDeviceMappings: 'no disk is emulated',
      EbsOptimized: 'no disk is emulated',
      IamInstanceProfile: 'no AWS API is emulated',
      ImageId: 'brokers run on this machine',
      InstanceType: 'brokers run on this machine',
      KeyName: 'nobody logs in',
      LaunchTemplate: 'it holds what starts the machine',
      Monitoring: 'nothing is monitored',
      PropagateTagsToVolumeOnCreation: NAMING,
      UserData: 'the harness starts the brokers',
    },
  },
  'AWS::EC2::NetworkInterface': {
    id: 'eni-',
    attributes: { Id: 'id', PrimaryPrivateIpAddress: 'address', VpcId: 'vpc' },
    reads: ['SubnetId', 'PrivateIpAddress', 'GroupSet'],
    ignores: { ...TAGS, Description: NAMING },
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    id: 'arn:loadbalancer/net/…',
    attributes: { LoadBalancerArn: 'id', DNSName: 'name', CanonicalHostedZoneID: 'hosted-zone', SecurityGroups: 'property' },
    reads: ['Type', 'Subnets', 'SubnetMappings', 'SecurityGroups', 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic', 'LoadBalancerAttributes'],
    ignores: { ...TAGS, Name: NAMING, Scheme: 'there is no internet', IpAddressType: ADDRESS_FAMILY },
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    id: 'arn:listener/net/…',
    attributes: { ListenerArn: 'id' },
    reads: ['LoadBalancerArn', 'Port', 'Protocol', 'Certificates', 'SslPolicy', 'DefaultActions'],
    ignores: { ListenerAttributes: 'time-outs of minutes are not waited for' },
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    id: 'arn:targetgroup/…',
    attributes: { TargetGroupArn: 'id' },
    reads: [
      'VpcId', 'Port', 'Protocol', 'TargetType', 'Targets', 'TargetGroupAttributes', 'HealthCheckEnabled', 'HealthCheckProtocol', 'HealthCheckPort',
      'HealthCheckIntervalSeconds', 'HealthCheckTimeoutSeconds', 'HealthyThresholdCount', 'UnhealthyThresholdCount',
    ],
    ignores: { ...TAGS, Name: NAMING, IpAddressType: ADDRESS_FAMILY },
  },
  'AWS::EC2::VPCEndpointService': {
    id: 'vpce-svc-',
    attributes: { ServiceId: 'id' },
    reads: ['NetworkLoadBalancerArns', 'SupportedRegions'],
    ignores: {
      ...TAGS,
      AcceptanceRequired: 'every connection of an allowed principal is taken as accepted',
      ContributorInsightsEnabled: 'nothing is monitored',
      PayerResponsibility: 'nothing is paid',
      SupportedIpAddressTypes: ADDRESS_FAMILY,
    },
  },
  'AWS::EC2::VPCEndpointServicePermissions': {
    id: 'vpce-svc-perm-',
    attributes: {},
    reads: ['ServiceId', 'AllowedPrincipals'],
    ignores: {},
  },
  'AWS::EC2::VPCEndpoint': {
    id: 'vpce-',
    attributes: { Id: 'id', DnsEntries: 'names' },
    reads: ['VpcEndpointType', 'VpcId', 'ServiceName', 'ServiceRegion', 'SubnetIds', 'SecurityGroupIds', 'PrivateDnsEnabled'],
    ignores: {
      ...TAGS,
      DnsOptions: 'names come from record sets only',
      IpAddressType: ADDRESS_FAMILY,
      PolicyDocument: 'policies have no effect on the endpoints of custom services',
      RouteTableIds: 'for gateway endpoints, which are ignored',
    },
  },
  'AWS::Route53::HostedZone': {
    id: 'Z',
    attributes: { Id: 'id' },
    reads: ['Name', 'VPCs'],
    ignores: { HostedZoneConfig: NAMING, HostedZoneTags: NAMING },
  },
  'AWS::Route53::RecordSet': {
    id: 'record-',
    attributes: {},
    reads: ['HostedZoneId', 'Name', 'Type', 'ResourceRecords', 'AliasTarget'],
    ignores: { Comment: NAMING, TTL: 'clients cache what they like' },
  },
};

const NO_INTERNET = 'there is no internet here, and nothing leaves a VPC but through an endpoint';
const NO_API = 'no AWS API is emulated: it takes no part in the way of a packet';
const MACHINES = 'what starts machines and their disks moves no packet; `e2e:nodes` runs it';
const MONITORING = 'nothing is monitored here';

/** The resource types that change nothing on the way from a client to a broker. */
const IGNORED: { readonly [type: string]: string } = {
  'AWS::EC2::RouteTable': NO_INTERNET,
  'AWS::EC2::Route': NO_INTERNET,
  'AWS::EC2::SubnetRouteTableAssociation': NO_INTERNET,
  'AWS::EC2::InternetGateway': NO_INTERNET,
  'AWS::EC2::VPCGatewayAttachment': NO_INTERNET,
  'AWS::EC2::NatGateway': NO_INTERNET,
  'AWS::EC2::EIP': NO_INTERNET,
  'AWS::EC2::FlowLog': MONITORING,
  'AWS::EC2::VPCEndpointConnectionNotification': MONITORING,
  'AWS::CloudWatch::Alarm': MONITORING,
  'AWS::CloudWatch::Dashboard': MONITORING,
  'AWS::Logs::LogGroup': MONITORING,
  'AWS::SNS::Topic': MONITORING,
  'AWS::SNS::TopicPolicy': MONITORING,
  'AWS::SNS::Subscription': MONITORING,
  'AWS::IAM::InstanceProfile': NO_API,
  'AWS::IAM::ManagedPolicy': NO_API,
  'AWS::IAM::Policy': NO_API,
  'AWS::IAM::Role': NO_API,
  'AWS::KMS::Key': NO_API,
  'AWS::KMS::Alias': NO_API,
  'AWS::Lambda::Function': NO_API,
  'AWS::S3::Bucket': NO_API,
  'AWS::S3::BucketPolicy': NO_API,
  'AWS::SSM::Parameter': NO_API,
  'AWS::SecretsManager::Secret': NO_API,
  'AWS::AutoScaling::AutoScalingGroup': MACHINES,
  'AWS::AutoScaling::LifecycleHook': MACHINES,
  'AWS::EC2::LaunchTemplate': MACHINES,
  'AWS::EC2::Volume': MACHINES,
  'AWS::Events::Rule': MONITORING,
  'AWS::CDK::Metadata': 'usage statistics of the CDK',
  'Custom::VpcRestrictDefaultSG': 'nothing here is in the default group of a VPC',
};

/** A type that is in neither table, or a property that the table does not have, would make the local cluster a lie: both are errors. */
export function checkKnown(label: string, type: string, properties: object | undefined, alsoIgnored: { [type: string]: string } = {}): void {
  if (type in IGNORED || type in alsoIgnored) { return; }
  const used = USED[type];
  if (!used) {
    throw new Error(`${label}: the local cluster does not know the resource type ${type}; if it cannot change what a client reaches: --ignore ${type}`);
  }
  const strangers = Object.keys(properties ?? {}).filter(property => !used.reads.includes(property) && !(property in used.ignores));
  if (strangers.length > 0) {
    throw new Error(`${label}: the local cluster does not know the ${strangers.length > 1 ? 'properties' : 'property'} ${strangers.join(', ')} of ${type}`);
  }
}
