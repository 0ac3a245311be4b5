import type { Mutable, Mutation } from '../mutations';

const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const ENDPOINT = 'AWS::EC2::VPCEndpoint';
const FOREIGN = 'sg-0123456789abcdef0';

/** A subnet beside those of a resource, in a zone. Its block is free in every VPC that the mistakes are made in. */
function subnetBeside({ add, topology }: Mutable, label: string, subnetIds: unknown[], zone: string): void {
  const { id } = topology.vpcs.find(vpc => vpc.label.split('.')[0] === label.split('.')[0])!;
  const Properties = { VpcId: id, CidrBlock: '10.0.224.0/24', AvailabilityZone: zone };
  subnetIds.push({ Ref: add(label, 'AnotherSubnet', { Type: 'AWS::EC2::Subnet', Properties }) });
}

/** What is said about zones, groups and who may connect. */
export const OF_ZONES_AND_GROUPS: Mutation[] = [
  {
    name: 'load balancer and endpoint leave out the zone of a broker',
    cause: 'target-zone',
    doctor: 'Doctor.targetUnhealthy',
    provider: ['Doctor.serviceZones', 'Doctor.targetState'],
    message: /whose target .*, broker 2, is in eu-west-1c, where .* has no subnet: it is unused \(Target\.NotInUse\)/,
    make: ({ labels, resource }) => {
      resource(labels(BALANCER)[0]).Properties!.Subnets.pop();
      resource(labels(ENDPOINT)[0]).Properties!.SubnetIds.pop();
    },
  },
  {
    name: 'the endpoint is in a zone that the load balancer lacks',
    cause: 'endpoint-zone',
    message: /is in the zone eu-west-1d, which .* does not have: its load balancer is in/,
    make: files => {
      const [endpoint] = files.labels(ENDPOINT);
      subnetBeside(files, endpoint, files.resource(endpoint).Properties!.SubnetIds, 'eu-west-1d');
    },
    met: 'never',
  },
  {
    name: 'the load balancer has two subnets in a zone',
    cause: 'zone-twice',
    message: /its subnets .* are both in eu-west-1a, where AWS takes one/,
    make: files => {
      const [balancer] = files.labels(BALANCER);
      subnetBeside(files, balancer, files.resource(balancer).Properties!.Subnets, 'eu-west-1a');
    },
    met: 'never',
  },
  {
    name: 'the endpoint has two subnets in a zone',
    cause: 'zone-twice',
    message: /its subnets .* are both in eu-west-1a, where AWS takes one/,
    make: files => {
      const [endpoint] = files.labels(ENDPOINT);
      subnetBeside(files, endpoint, files.resource(endpoint).Properties!.SubnetIds, 'eu-west-1a');
    },
    met: 'never',
  },
  {
    name: 'the load balancer is in a constrained zone',
    cause: 'constrained-zone',
    message: /is in us-east-1c \(use1-az3\), where no network load balancer can be/,
    make: ({ assembly }) => { assembly.stacks = JSON.parse(JSON.stringify(assembly.stacks).replaceAll('eu-west-1', 'us-east-1')); },
    met: 'never',
  },
  {
    name: 'a subnet is outside of its VPC',
    cause: 'subnet-range',
    message: /its block 10\.9\.0\.0\/24 is not in 10\.0\.0\.0\/16/,
    make: ({ labels, add, topology }) => {
      const [{ id }] = topology.vpcs;
      add(labels(BALANCER)[0], 'Outside', { Type: 'AWS::EC2::Subnet', Properties: { VpcId: id, CidrBlock: '10.9.0.0/24', AvailabilityZone: 'eu-west-1a' } });
    },
    met: 'never',
  },
  {
    name: 'the groups of the load balancer are those of another VPC',
    cause: 'other-vpc',
    message: /its group .* is of another VPC/,
    make: ({ labels, add, resource, topology }) => {
      const { id } = topology.vpcs.find(vpc => vpc.id === topology.endpoints[0].vpcId)!;
      const [balancer] = labels(BALANCER);
      const Ref = add(balancer, 'Stray', { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'stray', VpcId: id } });
      resource(balancer).Properties!.SecurityGroups.push({ 'Fn::GetAtt': [Ref, 'GroupId'] });
    },
    met: 'never',
  },
  {
    name: 'the endpoint has no security group',
    cause: 'endpoint-group',
    doctor: 'Doctor.closed',
    message: /it has no SecurityGroupIds, so it is in the default group of its VPC/,
    make: ({ labels, resource }) => { delete resource(labels(ENDPOINT)[0]).Properties!.SecurityGroupIds; },
  },
  {
    name: 'the load balancer has the group of somebody else, and an egress rule stands on it',
    cause: 'lost-egress',
    message: /it stands on sg-0123456789abcdef0, which is not made here: CloudFormation takes the rule of that group away that allows all/,
    make: files => {
      const { topology, labels, resource } = files;
      const [balancer] = labels(BALANCER);
      const own = topology.groups.find(({ id }) => id === topology.loadBalancers[0].nodes[0].groupIds![0])!;
      const logicalId = own.label.slice(own.label.indexOf('.') + 1);
      const isOwn = (value: unknown) => JSON.stringify(value ?? '').includes(`"${logicalId}"`);
      resource(balancer).Properties!.SecurityGroups = [FOREIGN];
      for (const label of [...labels('AWS::EC2::SecurityGroupEgress'), ...labels('AWS::EC2::SecurityGroupIngress')]) {
        const properties = resource(label).Properties!;
        for (const name of ['GroupId', 'SourceSecurityGroupId'].filter(each => isOwn(properties[each]))) { properties[name] = FOREIGN; }
      }
    },
    met: 'later',
  },
  {
    name: 'a group has more rules than AWS takes',
    cause: 'rule-quota',
    message: /it has 6\d ingress rules; AWS takes 60 unless the quota was raised/,
    make: ({ topology, resource }) => {
      const [groupId] = topology.endpoints[0].interfaces[0].groupIds!;
      const { label } = topology.groups.find(({ id }) => id === groupId)!;
      resource(label).Properties!.SecurityGroupIngress = Array.from({ length: 61 }, (_, i) => ({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: `10.1.${i}.0/24` }));
    },
    met: 'never',
  },
  {
    name: 'a rule is there twice, in other words',
    cause: 'rule-twice',
    message: /has the same rule by/,
    make: ({ labels, resource, add }) => {
      const [rule] = labels('AWS::EC2::SecurityGroupIngress');
      const { Properties } = resource(rule);
      add(rule, 'Again', { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { ...Properties, IpProtocol: '6', Description: 'the same' } });
    },
    met: 'never',
  },
  {
    name: 'connections wait for somebody who accepts them',
    cause: 'acceptance',
    doctor: 'Doctor.refused',
    provider: ['Doctor.connectionPending'],
    message: /takes a connection when somebody has accepted it, and nobody here does/,
    make: ({ labels, resource }) => { resource(labels('AWS::EC2::VPCEndpointService')[0]).Properties!.AcceptanceRequired = true; },
  },
  {
    name: 'the service allows another account',
    cause: 'principal',
    message: /does not allow account 222222222222, its principals are arn:aws:iam::333333333333:root/,
    make: ({ labels, resource }) => {
      resource(labels('AWS::EC2::VPCEndpointServicePermissions')[0]).Properties!.AllowedPrincipals = ['arn:aws:iam::333333333333:root'];
    },
    met: 'never',
  },
  {
    name: 'the endpoint looks for the service in another region',
    cause: 'region',
    message: /is in eu-west-1, and the ServiceRegion is eu-central-1/,
    make: ({ labels, resource }) => { resource(labels(ENDPOINT)[0]).Properties!.ServiceRegion = 'eu-central-1'; },
    met: 'never',
  },
  {
    name: 'the policy of the endpoint denies',
    cause: 'endpoint-policy',
    message: /its PolicyDocument is not the one that allows all to everybody/,
    make: ({ labels, resource }) => {
      const Statement = [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }];
      resource(labels(ENDPOINT)[0]).Properties!.PolicyDocument = { Version: '2012-10-17', Statement };
    },
    met: 'never',
  },
  {
    name: 'the endpoint wants addresses that its service does not have',
    cause: 'address-type',
    message: /IpAddressType is dualstack, and .* supports ipv4 only/,
    make: ({ labels, resource }) => { resource(labels(ENDPOINT)[0]).Properties!.IpAddressType = 'dualstack'; },
    met: 'never',
  },
];
