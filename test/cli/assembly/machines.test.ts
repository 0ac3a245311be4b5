import { parseBrokerFile } from '../../../cli/assembly/properties-file';
import { buildTopology } from '../../../cli/assembly/topology';
import { checkPaths } from '../../../cli/check/check';
import { changed, topologyOf } from '../fixture';

type Change = NonNullable<Parameters<typeof topologyOf>[0]>;
const ref = (Ref: string) => ({ Ref });

/** A group of one in the first zone that attaches a volume and an interface of the same zone. */
const machine: Change = resources => {
  resources['Kafka.Disk'] = { Type: 'AWS::EC2::Volume', Properties: { AvailabilityZone: 'eu-west-1a', Size: 8 } };
  resources['Kafka.Interface'] = { Type: 'AWS::EC2::NetworkInterface', Properties: { SubnetId: ref('Subnet0'), GroupSet: [{ 'Fn::GetAtt': ['Brokers', 'GroupId'] }] } };
  const UserData = { 'Fn::Base64': { 'Fn::Join': ['', ['ENI_ID=', { 'Fn::GetAtt': ['Interface', 'Id'] }, '\nVOLUMES=', ref('Disk')]] } };
  resources['Kafka.Template'] = { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { UserData } } };
  resources['Kafka.Group'] = {
    Type: 'AWS::AutoScaling::AutoScalingGroup',
    Properties: {
      MinSize: '1', MaxSize: '1', VPCZoneIdentifier: [ref('Subnet0')], LaunchTemplate: { LaunchTemplateId: ref('Template'), Version: { 'Fn::GetAtt': ['Template', 'LatestVersionNumber'] } },
    },
    UpdatePolicy: { AutoScalingRollingUpdate: { MinInstancesInService: 0 } },
  };
};
const group = (properties: object): Change => resources => { Object.assign(resources['Kafka.Group'].Properties!, properties); };
const template = (change: object): Change => resources => { Object.assign(resources['Kafka.Group'].Properties!.LaunchTemplate, change); };

test.each<[string, Change, string[]]>([
  ['that is as it should be', () => {}, []],
  ['whose volume is in another zone', r => { r['Kafka.Disk'].Properties!.AvailabilityZone = 'eu-west-1b'; }, ['node-zone']],
  ['whose interface is in another zone', r => { r['Kafka.Interface'].Properties!.SubnetId = ref('Subnet1'); }, ['node-zone']],
  ['that is launched in another zone', group({ VPCZoneIdentifier: [ref('Subnet2')] }), ['node-zone', 'node-zone']],
  ['that is launched in either zone', group({ VPCZoneIdentifier: [ref('Subnet2'), ref('Subnet0')] }), []],
  ['that is parked by room for none', group({ MinSize: '0', MaxSize: '0' }), ['group-size']],
  ['that is parked with room for one', group({ MinSize: '0', MaxSize: '1', DesiredCapacity: '0' }), []],
  ['that wants more than it may', group({ DesiredCapacity: '2' }), ['group-size']],
  ['that has more at least than at most', group({ MinSize: '2' }), ['group-size']],
  ['that keeps as many as it has at most', r => { r['Kafka.Group'].UpdatePolicy!.AutoScalingRollingUpdate.MinInstancesInService = 1; }, ['group-size']],
  ['without a launch template', group({ LaunchTemplate: undefined }), ['missing-property']],
  ['without the version of its launch template', template({ Version: undefined }), ['missing-property']],
  ['with the version of another launch template', template({ Version: { 'Fn::GetAtt': ['Other', 'LatestVersionNumber'] } }), ['bad-value']],
  ['without a largest size', group({ MaxSize: undefined }), ['missing-property']],
  ['without subnets', group({ VPCZoneIdentifier: undefined }), ['missing-property', 'missing-property']],
  ['with a property that nobody knows', group({ Speed: 1 }), ['unknown-property']],
  ['with one in its launch template', r => { r['Kafka.Template'].Properties!.LaunchTemplateData.MetadataOptions = { Speed: 1 }; }, ['unknown-property']],
  ['whose metadata has a setting that AWS lacks', r => { r['Kafka.Template'].Properties!.LaunchTemplateData.MetadataOptions = { HttpTokens: 'on' }; }, ['bad-value']],
  ['of a group that registers its own targets', group({ TargetGroupARNs: ['arn'] }), ['not-played']],
  ['with a hook of two seconds', r => {
    const Properties = { AutoScalingGroupName: ref('Group'), LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING', HeartbeatTimeout: 2 };
    r['Kafka.Hook'] = { Type: 'AWS::AutoScaling::LifecycleHook', Properties };
  }, ['bad-value']],
  ['with a tag without a key', r => { r['Kafka.Disk'].Properties!.Tags = [{ Value: 'x' }]; }, ['missing-property']],
])('a machine %s', (_, change, expected) => {
  expect(topologyOf((resources, files) => {
    machine(resources, files);
    change(resources, files);
  }).findings.map(({ cause }) => cause)).toEqual(expected);
});

describe('nodes reach each other', () => {
  const found = (change: Change) => {
    const files = changed(change);
    return checkPaths(buildTopology(files), files.brokerFiles, files.controllerFiles).map(({ message }) => message);
  };
  const groupOf = 'Kafka.Brokers of broker-1 has no ingress rule for its peer broker-0 on port';

  test('brokers at the listener for brokers, and all nodes at that of the controllers', () => {
    expect(found(resources => { resources['Kafka.FromPeers'].Properties!.ToPort = 9090; })).toContain(`${groupOf} 9092`);
    expect(found(resources => { resources['Kafka.FromPeers'].Properties!.ToPort = 9090; })).not.toContain(`${groupOf} 9090`);
    expect(found(resources => { resources['Kafka.FromPeers'].Properties!.FromPort = 9091; })).toContain(`${groupOf} 9090`);
    expect(found(resources => { resources['Kafka.Brokers'].Properties!.SecurityGroupEgress = []; }))
      .toContain('Kafka.Brokers of broker-0 has no egress rule for port 9092 of its peer broker-1');
  });

  test('a controller of its own is reached by brokers and reaches no broker', () => {
    const separate: Change = (resources, { controllerFiles }) => {
      controllerFiles.push(parseBrokerFile('c', [
        'process.roles=controller', 'node.id=1000', 'listeners=CONTROLLER://:9190', 'advertised.listeners=CONTROLLER://10.0.1.30:9190', 'controller.listener.names=CONTROLLER', '',
      ].join('\n')));
      resources['Kafka.Controller'] = {
        Type: 'AWS::EC2::NetworkInterface',
        Properties: { SubnetId: ref('Subnet1'), PrivateIpAddress: '10.0.1.30', GroupSet: [{ 'Fn::GetAtt': ['NlbGroup', 'GroupId'] }] },
      };
    };
    const messages = found(separate);
    expect(messages).toContain('Kafka.NlbGroup of controller-1000 has no ingress rule for its peer broker-0 on port 9190');
    expect(messages.filter(message => message.includes('port 9092'))).toEqual([]);
  });
});
