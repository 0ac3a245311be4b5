import { all, ignored, list, NAMING, NO_IPV6, played, PlayedType, refused } from './rule';

const NO_DISK = 'no disk is played; `e2e:nodes` has them';
const NO_MACHINE = 'brokers run on this machine; `e2e:nodes` boots them';
const ONE_ADDRESS = refused('a host has one address here');

/** What has an address in a subnet and may be a broker. */
export const EC2_MACHINES: { readonly [type: string]: PlayedType } = {
  'AWS::EC2::Instance': {
    id: 'i-',
    attributes: { InstanceId: 'id', PrivateIp: 'address', AvailabilityZone: 'zone', VpcId: 'vpc' },
    properties: {
      SubnetId: played({ required: true }),
      PrivateIpAddress: played(),
      SecurityGroupIds: list(),
      SecurityGroups: refused('names of groups are for the default VPC, which is not here'),
      NetworkInterfaces: refused('the subnet and groups of an instance are read from the instance itself'),
      AvailabilityZone: ignored("it is the subnet's"),
      ...all(['BlockDeviceMappings', 'EbsOptimized', 'Volumes'], ignored(NO_DISK)),
      ...all([
        'AdditionalInfo', 'Affinity', 'CpuOptions', 'CreditSpecification', 'DisableApiTermination', 'ElasticGpuSpecifications',
        'ElasticInferenceAccelerators',
        'EnclaveOptions', 'HibernationOptions', 'HostId', 'HostResourceGroupArn', 'IamInstanceProfile', 'ImageId',
        'InstanceInitiatedShutdownBehavior',
        'InstanceType', 'KernelId', 'KeyName', 'LaunchTemplate', 'LicenseSpecifications', 'MetadataOptions', 'Monitoring',
        'PlacementGroupName',
        'PrivateDnsNameOptions', 'RamdiskId', 'SsmAssociations', 'Tenancy', 'UserData',
      ], ignored(NO_MACHINE)),
      SourceDestCheck: ignored('a broker routes for nobody'),
      PropagateTagsToVolumeOnCreation: ignored(NAMING),
      Tags: ignored(NAMING),
      ...all(['Ipv6AddressCount', 'Ipv6Addresses'], ignored(NO_IPV6)),
    },
  },
  'AWS::EC2::NetworkInterface': {
    id: 'eni-',
    attributes: { Id: 'id', PrimaryPrivateIpAddress: 'address', VpcId: 'vpc' },
    properties: {
      SubnetId: played({ required: true }),
      PrivateIpAddress: played(),
      GroupSet: list(),
      ...all(['PrivateIpAddresses', 'SecondaryPrivateIpAddressCount', 'Ipv4PrefixCount', 'Ipv4Prefixes'], ONE_ADDRESS),
      InterfaceType: ignored('no hardware is played', { values: ['interface', 'efa', 'efa-only', 'trunk', 'branch'] }),
      ConnectionTrackingSpecification: ignored('time-outs of minutes are not waited for'),
      PublicIpDnsHostnameTypeSpecification: ignored('names come from record sets only'),
      SourceDestCheck: ignored('a broker routes for nobody'),
      Description: ignored(NAMING),
      Tags: ignored(NAMING),
      ...all(['EnablePrimaryIpv6', 'Ipv6AddressCount', 'Ipv6Addresses', 'Ipv6PrefixCount', 'Ipv6Prefixes'], ignored(NO_IPV6)),
    },
  },
};
