/** Actions by the service that IAM knows them by, one word each. */
export interface Actions { readonly [service: string]: string }

/** What CloudFormation reads for the parameters of any template: images, and the version of the CDK bootstrap. */
export const OF_TEMPLATE: Actions = { ssm: 'GetParameters' };

/**
 * What CloudFormation calls for a type: the `handlers` of AWS's schema of it (of October 2026) to create, read, update and delete.
 *
 * - Whatever reads is here, also for a property that no stack has, since a handler reads all. What writes is here if a stack has its property.
 *   So other services are left out that properties may lead to, as VPC Lattice.
 * - A pattern of a schema is written out, as `autoscaling:Describe*`.
 * - Names that IAM does not know are left out: `ModifyTransitGatewayOptions`, `CreateVpcEndpointServicePermissions` and `Delete…`.
 * - Beside it there is what the calls need behind them, from the page of each service.
 *
 * @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
 */
export const OF_TYPE: { readonly [type: string]: Actions } = {
  // Launches: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-api-permissions.html
  // No page has what a rolling update calls. One reads scheduled actions: https://github.com/docker-archive/for-aws/issues/15
  'AutoScaling::AutoScalingGroup': {
    autoscaling: `CreateAutoScalingGroup CreateOrUpdateTags DeleteAutoScalingGroup DeleteTags DescribeAccountLimits DescribeAutoScalingGroups
      DescribeAutoScalingInstances DescribeInstanceRefreshes DescribeLifecycleHooks DescribeLoadBalancerTargetGroups DescribeLoadBalancers
      DescribeNotificationConfigurations DescribePolicies DescribeScalingActivities DescribeScalingProcessTypes DescribeScheduledActions
      DescribeTags DescribeTrafficSources DescribeWarmPool ResumeProcesses SetDesiredCapacity SuspendProcesses
      TerminateInstanceInAutoScalingGroup UpdateAutoScalingGroup`,
    ec2: `CreateTags DescribeAvailabilityZones DescribeImages DescribeInstanceStatus DescribeInstanceTypes DescribeInstances DescribeLaunchTemplateVersions
      DescribeLaunchTemplates DescribeSecurityGroups DescribeSubnets DescribeVpcs RunInstances`,
    iam: 'CreateServiceLinkedRole PassRole',
  },
  'AutoScaling::LifecycleHook': { autoscaling: 'DeleteLifecycleHook DescribeLifecycleHooks PutLifecycleHook' },
  'CloudWatch::Alarm': { cloudwatch: 'DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource' },
  'CloudWatch::CompositeAlarm': { cloudwatch: 'DeleteAlarms DescribeAlarms ListTagsForResource PutCompositeAlarm TagResource UntagResource' },
  'EC2::Instance': {
    ec2: `AssociateIamInstanceProfile CreateTags DeleteTags DescribeIamInstanceProfileAssociations DescribeImages DescribeInstanceAttribute
      DescribeInstanceCreditSpecifications DescribeInstances DescribeKeyPairs DescribeLaunchTemplateVersions DescribeLaunchTemplates
      DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVolumes DescribeVpcs DisassociateIamInstanceProfile
      ModifyInstanceAttribute ReplaceIamInstanceProfileAssociation RunInstances StartInstances StopInstances TerminateInstances`,
    iam: 'PassRole',
    ssm: 'DescribeAssociation ListAssociations',
  },
  'EC2::LaunchTemplate': { ec2: 'CreateLaunchTemplate CreateLaunchTemplateVersion CreateTags DeleteLaunchTemplate DeleteTags DescribeLaunchTemplates' },
  'EC2::NetworkInterface': { ec2: 'CreateNetworkInterface CreateTags DeleteNetworkInterface DeleteTags DescribeNetworkInterfaces ModifyNetworkInterfaceAttribute' },
  'EC2::Route': { ec2: 'CreateRoute DeleteRoute DescribeNetworkInterfaces DescribeRouteTables ReplaceRoute' },
  'EC2::RouteTable': { ec2: 'CreateRouteTable CreateTags DeleteRouteTable DeleteTags DescribeRouteTables' },
  'EC2::SecurityGroup': {
    ec2: `AuthorizeSecurityGroupEgress AuthorizeSecurityGroupIngress CreateSecurityGroup CreateTags DeleteSecurityGroup DeleteTags DescribeInstances
      DescribeSecurityGroups RevokeSecurityGroupEgress RevokeSecurityGroupIngress UpdateSecurityGroupRuleDescriptionsEgress
      UpdateSecurityGroupRuleDescriptionsIngress`,
  },
  'EC2::SecurityGroupEgress': {
    ec2: 'AuthorizeSecurityGroupEgress DescribeSecurityGroupRules RevokeSecurityGroupEgress UpdateSecurityGroupRuleDescriptionsEgress',
  },
  'EC2::SecurityGroupIngress': {
    ec2: 'AuthorizeSecurityGroupIngress DescribeSecurityGroupRules DescribeSecurityGroups RevokeSecurityGroupIngress UpdateSecurityGroupRuleDescriptionsIngress',
  },
  'EC2::Subnet': { ec2: 'CreateSubnet CreateTags DeleteSubnet DeleteTags DescribeNetworkAcls DescribeSubnets ModifySubnetAttribute' },
  'EC2::SubnetRouteTableAssociation': { ec2: 'AssociateRouteTable DescribeRouteTables DescribeSubnets DisassociateRouteTable ReplaceRouteTableAssociation' },
  'EC2::TransitGateway': { ec2: 'CreateTags CreateTransitGateway DeleteTags DeleteTransitGateway DescribeTags DescribeTransitGateways ModifyTransitGateway' },
  // The first attachment of an account makes a role: https://docs.aws.amazon.com/vpc/latest/tgw/service-linked-roles.html
  'EC2::TransitGatewayAttachment': {
    ec2: `CreateTags CreateTransitGatewayVpcAttachment DeleteTags DeleteTransitGatewayVpcAttachment DescribeTags DescribeTransitGatewayVpcAttachments
      ModifyTransitGatewayVpcAttachment`,
    iam: 'CreateServiceLinkedRole',
  },
  'EC2::VPC': {
    ec2: `CreateTags CreateVpc DeleteTags DeleteVpc DescribeNetworkAcls DescribeSecurityGroups DescribeVpcAttribute DescribeVpcEncryptionControls DescribeVpcs
      ModifyVpcAttribute ModifyVpcTenancy`,
  },
  // Private DNS is a zone: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
  'EC2::VPCEndpoint': {
    ec2: 'CreateTags CreateVpcEndpoint DeleteTags DeleteVpcEndpoints DescribeSecurityGroups DescribeSubnets DescribeVpcEndpoints DescribeVpcs ModifyVpcEndpoint',
    route53: 'AssociateVPCWithHostedZone',
    vpce: 'AllowMultiRegion',
  },
  'EC2::VPCEndpointConnectionNotification': {
    ec2: `CreateVpcEndpointConnectionNotification DeleteVpcEndpointConnectionNotifications DescribeVpcEndpointConnectionNotifications
      ModifyVpcEndpointConnectionNotification`,
  },
  'EC2::VPCEndpointService': {
    cloudwatch: 'DeleteInsightRules ListManagedInsightRules PutManagedInsightRules',
    ec2: `CreateTags CreateVpcEndpointServiceConfiguration DeleteTags DeleteVpcEndpointServiceConfigurations DescribeVpcEndpointServiceConfigurations
      ModifyVpcEndpointServiceConfiguration`,
    vpce: 'AllowMultiRegion',
  },
  'EC2::VPCEndpointServicePermissions': { ec2: 'DescribeVpcEndpointServicePermissions ModifyVpcEndpointServicePermissions' },
  // Keys of disks: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
  'EC2::Volume': {
    ec2: `CreateTags CreateVolume DeleteTags DeleteVolume DescribeSnapshots DescribeTags DescribeVolumeAttribute DescribeVolumes DescribeVolumesModifications
      ModifyVolume`,
    kms: 'CreateGrant Decrypt DescribeKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo',
  },
  'ElasticLoadBalancingV2::Listener': {
    elasticloadbalancing: `AddTags CreateListener DeleteListener DescribeListenerAttributes DescribeListeners DescribeTags ModifyListener ModifyListenerAttributes
      RemoveTags`,
  },
  // What its calls read: https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/elb-api-permissions.html
  'ElasticLoadBalancingV2::LoadBalancer': {
    ec2: `DescribeAccountAttributes DescribeAddresses DescribeInternetGateways DescribeIpamPools DescribeSecurityGroups DescribeSubnets DescribeVpcs
      GetSecurityGroupsForVpc`,
    elasticloadbalancing: `AddTags CreateLoadBalancer DeleteLoadBalancer DescribeCapacityReservation DescribeLoadBalancerAttributes DescribeLoadBalancers
      DescribeTags ModifyLoadBalancerAttributes RemoveTags SetSecurityGroups SetSubnets`,
    iam: 'CreateServiceLinkedRole',
  },
  'ElasticLoadBalancingV2::TargetGroup': {
    ec2: 'DescribeInstances DescribeInternetGateways DescribeSubnets DescribeVpcs',
    elasticloadbalancing: `AddTags CreateTargetGroup DeleteTargetGroup DeregisterTargets DescribeTags DescribeTargetGroupAttributes DescribeTargetGroups
      DescribeTargetHealth ModifyTargetGroup ModifyTargetGroupAttributes RegisterTargets RemoveTags`,
  },
  'Events::Rule': {
    events: 'DeleteRule DescribeRule ListTagsForResource ListTargetsByRule PutRule PutTargets RemoveTargets TagResource UntagResource',
  },
  'IAM::InstanceProfile': {
    iam: 'AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile GetInstanceProfile PassRole RemoveRoleFromInstanceProfile',
  },
  'IAM::ManagedPolicy': {
    iam: `AttachRolePolicy CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion DetachRolePolicy GetPolicy GetPolicyVersion ListEntitiesForPolicy
      ListPolicyVersions`,
  },
  'IAM::Role': {
    iam: `AttachRolePolicy CreateRole DeleteRole DeleteRolePolicy DetachRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies ListRoleTags
      TagRole UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription`,
  },
  'KMS::Key': {
    kms: `CreateKey DescribeKey DisableKeyRotation EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListResourceTags PutKeyPolicy ScheduleKeyDeletion
      TagResource UntagResource`,
  },
  'Lambda::EventInvokeConfig': {
    lambda: 'DeleteFunctionEventInvokeConfig GetFunctionEventInvokeConfig PutFunctionEventInvokeConfig UpdateFunctionEventInvokeConfig',
  },
  'Lambda::Function': {
    ec2: 'DescribeNetworkInterfaces DescribeSecurityGroups DescribeSubnets DescribeVpcs',
    iam: 'PassRole',
    lambda: `CreateFunction DeleteFunction DeleteFunctionConcurrency GetFunction GetFunctionCodeSigningConfig GetFunctionConfiguration GetFunctionRecursionConfig
      GetFunctionScalingConfig GetRuntimeManagementConfig ListTags PutFunctionConcurrency TagResource UntagResource UpdateFunctionCode
      UpdateFunctionConfiguration`,
    s3: 'GetObject GetObjectVersion',
  },
  'Lambda::Permission': { lambda: 'AddPermission GetPolicy RemovePermission' },
  'Logs::LogGroup': {
    logs: `CreateLogGroup DeleteDataProtectionPolicy DeleteLogGroup DeleteRetentionPolicy DescribeIndexPolicies DescribeLogGroups DescribeResourcePolicies
      GetDataProtectionPolicy ListTagsForResource PutRetentionPolicy TagResource UntagResource`,
  },
  'Route53::HostedZone': {
    ec2: 'DescribeVpcs',
    route53: `AssociateVPCWithHostedZone ChangeTagsForResource CreateHostedZone DeleteHostedZone DeleteQueryLoggingConfig DisassociateVPCFromHostedZone GetChange
      GetHostedZone ListQueryLoggingConfigs ListTagsForResource UpdateHostedZoneFeatures`,
  },
  'Route53::RecordSet': { route53: 'ChangeResourceRecordSets GetChange GetHostedZone ListHostedZones ListResourceRecordSets' },
  'SNS::Topic': {
    sns: `CreateTopic DeleteTopic GetDataProtectionPolicy GetTopicAttributes ListSubscriptionsByTopic ListTagsForResource SetTopicAttributes TagResource
      UntagResource`,
  },
  'SNS::TopicPolicy': { sns: 'GetTopicAttributes SetTopicAttributes' },
  'SSM::Parameter': { ssm: 'AddTagsToResource DeleteParameter GetParameters ListTagsForResource PutParameter RemoveTagsFromResource' },
};
