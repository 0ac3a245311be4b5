import { all, ignored, list, NAMING, NO_IPAM, NO_IPV6, played, PlayedType, Properties, refused } from './rule';

const CIDR = /^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/;
/** -1 stands for every type or code of ICMP. */
const RULE_PORT = [-1, 65535] as const;
const RULE_PROTOCOLS = ['-1', 'tcp', '6', 'udp', '17', 'icmp', '1'];

const RULE: Properties = {
  IpProtocol: played({ required: true, only: RULE_PROTOCOLS, why: 'only TCP, UDP, ICMP and all of them are played' }),
  FromPort: played({ range: RULE_PORT }),
  ToPort: played({ range: RULE_PORT }),
  CidrIp: played({ form: CIDR }),
  CidrIpv6: played(), // read, to be left out: no host has such an address
  Description: ignored(NAMING),
};
const INGRESS: Properties = {
  ...RULE,
  SourceSecurityGroupId: played(),
  SourceSecurityGroupName: refused('for VPCs, AWS takes the id of a group'),
  SourceSecurityGroupOwnerId: ignored('ids of groups are unique'),
  SourcePrefixListId: played(),
};
const EGRESS: Properties = { ...RULE, DestinationSecurityGroupId: played(), DestinationPrefixListId: played() };
const OF_GROUP = played({ required: true });
const NO_DEFAULT_VPC = refused('the name of a group is for the default VPC, which is not here');

/** VPCs, their subnets and security groups. */
export const EC2_NETWORK: { readonly [type: string]: PlayedType } = {
  'AWS::EC2::VPC': {
    id: 'vpc-',
    attributes: { VpcId: 'id', CidrBlock: 'property' },
    properties: {
      CidrBlock: played({ required: true, form: /\/(1[6-9]|2[0-8])$/ }),
      EnableDnsSupport: played({ values: [true, false] }),
      EnableDnsHostnames: played({ values: [true, false] }),
      InstanceTenancy: ignored('no hardware is played', { values: ['default', 'dedicated'] }),
      Tags: ignored(NAMING),
      ...all(['Ipv4IpamPoolId', 'Ipv4NetmaskLength'], refused(NO_IPAM)),
      VpcEncryptionControl: refused('what it excludes from the network is not played'),
    },
  },
  'AWS::EC2::Subnet': {
    id: 'subnet-',
    attributes: {
      SubnetId: 'id', VpcId: 'property', CidrBlock: 'property', AvailabilityZone: 'property', AvailabilityZoneId: 'zone-id',
    },
    properties: {
      VpcId: played({ required: true }),
      CidrBlock: played({ required: true, form: /\/(1[6-9]|2[0-8])$/ }),
      AvailabilityZone: played({ required: true }),
      AvailabilityZoneId: refused('the zone is given by name here, since ids differ between accounts'),
      MapPublicIpOnLaunch: ignored('there is no internet', { values: [true, false] }),
      PrivateDnsNameOptionsOnLaunch: ignored('names come from record sets only'),
      EnableLniAtDeviceIndex: refused('no Outpost is played'),
      OutpostArn: refused('no Outpost is played'),
      Tags: ignored(NAMING),
      ...all(['Ipv4IpamPoolId', 'Ipv4NetmaskLength', 'Ipv6IpamPoolId', 'Ipv6NetmaskLength'], refused(NO_IPAM)),
      AssignIpv6AddressOnCreation: ignored(NO_IPV6),
      EnableDns64: ignored(NO_IPV6),
      Ipv6CidrBlock: ignored(NO_IPV6),
      Ipv6Native: refused(NO_IPV6, { cause: 'address-type' }),
    },
  },
  'AWS::EC2::SecurityGroup': {
    id: 'sg-',
    attributes: { GroupId: 'id', Id: 'id', VpcId: 'property' },
    properties: {
      VpcId: played({ required: true }), // without it, AWS takes the default VPC
      SecurityGroupIngress: list({ fields: INGRESS }),
      SecurityGroupEgress: list({ fields: EGRESS }),
      GroupDescription: ignored(NAMING, { required: true }),
      GroupName: ignored(NAMING),
      Tags: ignored(NAMING),
    },
  },
  'AWS::EC2::PrefixList': {
    id: 'pl-',
    attributes: { PrefixListId: 'id' },
    properties: {
      PrefixListName: ignored(NAMING, { required: true }),
      AddressFamily: played({ required: true, values: ['IPv4', 'IPv6'] }),
      MaxEntries: played({ range: [1, 1000] }),
      Entries: list({ fields: { Cidr: played({ required: true }), Description: ignored(NAMING) } }),
      Tags: ignored(NAMING),
    },
  },
  'AWS::EC2::SecurityGroupIngress': {
    id: 'sgr-', attributes: { Id: 'id' }, properties: { ...INGRESS, GroupId: OF_GROUP, GroupName: NO_DEFAULT_VPC },
  },
  'AWS::EC2::SecurityGroupEgress': { id: 'sgr-', attributes: { Id: 'id' }, properties: { ...EGRESS, GroupId: OF_GROUP } },
};
