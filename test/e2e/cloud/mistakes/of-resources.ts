import type { Mutable, Mutation } from '../mutations';

const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const PARAMETER = 'AWS::SSM::Parameter';

/** A group of one that is launched in the first zone, with a disk in some zone. Gives the group. */
function launched({ topology, labels, add }: Mutable, zoneOfDisk: string): string {
  const [balancer] = labels(BALANCER);
  const { id } = topology.subnets.find(({ vpcId, zone }) => vpcId === topology.loadBalancers[0].vpcId && zone === 'eu-west-1a')!;
  add(balancer, 'Disk', { Type: 'AWS::EC2::Volume', Properties: { AvailabilityZone: zoneOfDisk, Size: 8 } });
  const UserData = { 'Fn::Base64': { 'Fn::Join': ['', ['VOLUMES=', { Ref: 'Disk' }, '\n']] } };
  add(balancer, 'Machine', { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { UserData } } });
  const LaunchTemplate = { LaunchTemplateId: { Ref: 'Machine' }, Version: { 'Fn::GetAtt': ['Machine', 'LatestVersionNumber'] } };
  const Properties = { MinSize: '1', MaxSize: '1', VPCZoneIdentifier: [id], LaunchTemplate };
  return `${balancer.split('.')[0]}.${add(balancer, 'MachineGroup', { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties })}`;
}

/** What CloudFormation or the local cluster does not take, whatever a path may be. */
export const OF_RESOURCES: Mutation[] = [
  {
    name: 'a resource is of a type that nobody here knows',
    cause: 'unknown-type',
    message: /does not know the resource type AWS::EC2::VPCPeeringConnection/,
    make: ({ labels, add }) => { add(labels(BALANCER)[0], 'Peering', { Type: 'AWS::EC2::VPCPeeringConnection' }); },
    met: 'never',
  },
  {
    name: 'a property is one that nobody here knows',
    cause: 'unknown-property',
    message: /does not know the property Targets\[0\]\.Speed of AWS::ElasticLoadBalancingV2::TargetGroup/,
    make: ({ second, resource }) => { resource(second.targetGroup.label).Properties!.Targets[0].Speed = 'high'; },
    met: 'never',
  },
  {
    name: 'an Auto Scaling group may have fewer than must be there while it is updated',
    cause: 'group-size',
    message: /MinInstancesInService is 0, and CloudFormation wants it less than the MaxSize 0/,
    make: files => {
      const group = launched(files, 'eu-west-1a');
      Object.assign(files.resource(group).Properties!, { MinSize: '0', MaxSize: '0' });
      files.resource(group).UpdatePolicy = { AutoScalingRollingUpdate: { MinInstancesInService: 0 } };
    },
    met: 'never',
  },
  {
    name: 'a disk is in another zone than its machine',
    cause: 'node-zone',
    message: /it launches its machine in eu-west-1a, and .*, which the machine attaches, is in eu-west-1b/,
    make: files => { launched(files, 'eu-west-1b'); },
    met: 'later',
  },
  {
    name: 'a property is missing that AWS requires',
    cause: 'missing-property',
    message: /it has no Protocol, which AWS requires/,
    make: ({ second, resource }) => { delete resource(second.targetGroup.label).Properties!.Protocol; },
    met: 'never',
  },
  {
    name: 'health is asked for more often than AWS does',
    cause: 'bad-value',
    message: /HealthCheckIntervalSeconds is 3; AWS takes 5 to 300/,
    make: ({ second, resource }) => { resource(second.targetGroup.label).Properties!.HealthCheckIntervalSeconds = 3; },
    met: 'never',
  },
  {
    name: 'two listeners have one port',
    cause: 'listener-twice',
    message: /another listener of .* has the port \d+/,
    make: ({ second, resource, add }) => { add(second.label, 'AnotherListener', structuredClone(resource(second.label))); },
    met: 'never',
  },
  {
    name: 'the load balancer has more listeners than AWS takes',
    cause: 'listener-quota',
    message: /it has \d\d listeners, AWS takes 50/,
    make: ({ second, resource, add }) => {
      for (let i = 0; i < 50; i++) {
        const copy = structuredClone(resource(second.label));
        copy.Properties!.Port = 40000 + i;
        add(second.label, `AnotherListener${i}`, copy);
      }
    },
    met: 'never',
  },
  {
    name: 'the template has more bytes than CloudFormation takes',
    cause: 'template-size',
    message: /its template has 1\d{6} bytes, CloudFormation takes 1000000/,
    make: ({ labels, add }) => { add(labels(BALANCER)[0], 'Large', { Type: PARAMETER, Properties: { Type: 'String', Value: 'x'.repeat(1_000_000) } }); },
    met: 'never',
  },
  {
    name: 'the template has more resources than CloudFormation takes',
    cause: 'resource-count',
    message: /its template has \d+ resources, CloudFormation takes 500/,
    make: ({ labels, add }) => {
      const [balancer] = labels(BALANCER);
      for (let i = 0; i < 500; i++) { add(balancer, `Parameter${i}`, { Type: PARAMETER, Properties: { Type: 'String', Value: 'x' } }); }
    },
    met: 'never',
  },
];
