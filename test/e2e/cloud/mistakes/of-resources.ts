import type { Mutation } from '../mutations';

const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const PARAMETER = 'AWS::SSM::Parameter';

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
