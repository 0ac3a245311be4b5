import { endTls, Mutation, withoutTls } from '../mutations';

const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';

/** What breaks a path, or is about the way of it. */
export const OF_PATHS: Mutation[] = [
  {
    name: 'the advertised port of a broker is shifted by one',
    cause: 'advertised-address',
    doctor: 'Doctor.advertisedAddress',
    seenBy: 'e2e:errors',
    message: /broker 1 advertises .*:(\d+) on .*, the contract says .*takes that port to broker 2/,
    make: ({ chosen, second, rewriteSecond }) => {
      rewriteSecond(text => text.replace(new RegExp(`(${chosen.name}://[^,]*:)${second.port}`), `$1${second.port + 1}`));
    },
  },
  {
    name: 'a broker does not have the listener',
    cause: 'properties',
    doctor: 'Doctor.targetUnhealthy',
    message: /broker 1 of the contract has no server\.properties with the listener/,
    make: ({ chosen, rewriteSecond }) => {
      rewriteSecond(text => text.replace(new RegExp(`(?<=[=,])${chosen.name}:[^,\\n]*,`, 'g'), ''));
    },
  },
  {
    name: 'a broker is taken out of the app, and still runs',
    cause: 'outside-contract',
    doctor: 'Doctor.staleContract',
    seenBy: 'e2e',
    message: /broker 1 is not in the contract of .* and advertises .*:\d+ on .*: .* has no listener on that port/,
    make: ({ assembly, second, resource, remove, labels }) => {
      for (const { template } of assembly.stacks) {
        template.Outputs = JSON.parse(JSON.stringify(template.Outputs ?? {}).replace('\\"brokerIds\\":[0,1,2]', '\\"brokerIds\\":[0,2]'));
      }
      for (const label of labels('AWS::ElasticLoadBalancingV2::TargetGroup', ({ Targets }) => Targets?.length === 3)) { resource(label).Properties!.Targets.splice(1, 1); }
      remove(second.label);
    },
  },
  {
    name: 'a broker leaves TLS to a load balancer that passes it through',
    cause: 'protocol',
    doctor: 'Doctor.plaintext',
    seenBy: 'e2e:errors',
    message: /the contract says SSL of .*; broker 1 speaks PLAINTEXT, and TLS does not end at/,
    make: ({ chosen, rewriteSecond }) => { rewriteSecond(text => withoutTls(text, chosen.name)); },
  },
  {
    name: 'TLS ends at the load balancer, and at the broker too',
    cause: 'protocol',
    doctor: 'Doctor.tlsTwice',
    seenBy: 'e2e',
    message: /the contract says SSL of .*; broker 1 speaks SSL, and TLS ends at/,
    make: ({ second, resource }) => { endTls(resource(second.label)); },
  },
  {
    name: 'the load balancer has a policy of which nobody here knows the versions',
    cause: 'not-played',
    message: /the policy ELBSecurityPolicy-TLS-1-0-2015-04 is not emulated/,
    met: 'never',
    make: ({ second, resource }) => { endTls(resource(second.label), 'ELBSecurityPolicy-TLS-1-0-2015-04'); },
  },
  {
    name: 'the load balancer has a certificate that is nowhere',
    cause: 'unresolved',
    message: /certificate\/nowhere is nowhere here; say which file has it/,
    met: 'never',
    make: ({ second, resource }) => { endTls(resource(second.label), undefined, 'arn:aws:acm:eu-west-1:111111111111:certificate/nowhere'); },
  },
  {
    name: 'the target groups of two listeners are swapped',
    cause: 'target-group',
    doctor: 'Doctor.crossedPort',
    provider: ['Doctor.targetShared'],
    seenBy: 'e2e',
    message: /takes port \d+ to .*, whose target .* is broker 2, not broker 1/,
    make: ({ second, third, resource }) => {
      const [one, other] = [resource(second.label), resource(third.label)].map(({ Properties }) => Properties!);
      [one.DefaultActions, other.DefaultActions] = [other.DefaultActions, one.DefaultActions];
    },
  },
  {
    name: 'a target has another port',
    cause: 'target-port',
    doctor: 'Doctor.silent',
    message: /whose target .*:9193 is not the port that broker 1 binds .* to/,
    make: ({ second, resource }) => { resource(second.targetGroup.label).Properties!.Targets[0].Port = 9193; },
  },
  {
    name: 'a target has another address',
    cause: 'target-address',
    doctor: 'Doctor.silent',
    message: /whose target .* is the address of no broker; broker 1 is at/,
    make: ({ second, resource }) => {
      const [{ address }] = second.targetGroup.targets;
      resource(second.targetGroup.label).Properties!.Targets[0].Id = address.replace(/\d+$/, '77');
    },
  },
  {
    name: 'health is asked for at a port where nobody answers',
    cause: 'health-check',
    message: /asks for the health of .* at port 9, where broker \d binds nothing/,
    make: ({ labels, resource }) => {
      for (const label of labels('AWS::ElasticLoadBalancingV2::TargetGroup')) { resource(label).Properties!.HealthCheckPort = '9'; }
    },
    met: 'without a broker',
  },
  {
    name: 'health is asked for in HTTP',
    cause: 'health-check',
    message: /asks for the health of brokers by HTTP, which none of them speaks/,
    make: ({ labels, resource }) => {
      for (const label of labels('AWS::ElasticLoadBalancingV2::TargetGroup')) { resource(label).Properties!.HealthCheckProtocol = 'HTTP'; }
    },
    met: 'without a broker',
  },
  {
    name: 'a listener has another port',
    cause: 'listener-port',
    doctor: 'Doctor.refused',
    provider: ['Doctor.listenerMissing'],
    message: /broker 1 is at port \d+, where .* has no listener/,
    make: ({ second, resource }) => { resource(second.label).Properties!.Port += 500; },
  },
  {
    name: 'the load balancer may not send to brokers',
    cause: 'security-group',
    doctor: 'Doctor.silent',
    message: /has no egress rule for port \d+ of broker-1/,
    make: ({ second, labels, resource }) => {
      // Without any rule of its own, the group would let everything out.
      for (const label of labels(EGRESS, ({ FromPort }) => FromPort === second.targetGroup.targets[0].port)) {
        Object.assign(resource(label).Properties!, { FromPort: 9, ToPort: 9 });
      }
    },
  },
  {
    name: 'brokers do not admit the load balancer',
    cause: 'security-group',
    doctor: 'Doctor.silent',
    message: /of broker-1 has no ingress rule for the load balancer/,
    make: ({ second, labels, remove }) => {
      for (const label of labels(INGRESS, ({ FromPort }) => FromPort === second.targetGroup.targets[0].port)) { remove(label); }
    },
  },
  {
    name: 'the endpoint admits its clients on the first of the ports only',
    cause: 'security-group',
    doctor: 'Doctor.closed',
    message: /of .* has no ingress rule for the client on port/,
    make: ({ chosen, labels, resource }) => {
      for (const label of labels(INGRESS, ({ FromPort }) => FromPort === chosen.firstPort)) { resource(label).Properties!.ToPort = chosen.firstPort; }
    },
  },
  {
    name: "the load balancer's inbound rules are enforced on what comes through the endpoint",
    cause: 'security-group',
    doctor: 'Doctor.closed',
    provider: ['Doctor.enforcement'],
    message: /is enforced on PrivateLink traffic and has no ingress rule for/,
    make: ({ labels, resource }) => {
      for (const label of labels('AWS::ElasticLoadBalancingV2::LoadBalancer')) {
        delete resource(label).Properties!.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
      }
    },
  },
  {
    name: 'the clients may send nothing',
    cause: 'security-group',
    doctor: 'Doctor.closed',
    message: /of the client has no egress rule for port/,
    make: ({ topology, labels, resource, remove }) => {
      const [groupId] = topology.endpoints[0].client.groupIds!;
      const { label, egress } = topology.groups.find(({ id }) => id === groupId)!;
      const nothing = { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' };
      resource(label).Properties!.SecurityGroupEgress = [nothing];
      for (const beside of labels(EGRESS).filter(candidate => egress.some(rule => rule.label === candidate))) { remove(beside); }
    },
  },
  {
    name: 'a record set is missing',
    cause: 'names',
    doctor: 'Doctor.nameMissing',
    message: /does not resolve in/,
    make: ({ consumersRecord, remove }) => { remove(consumersRecord); },
  },
  {
    name: 'the hosted zone belongs to the VPC of the brokers',
    cause: 'names',
    doctor: 'Doctor.nameMissing',
    message: /does not resolve in .*, only in/,
    make: ({ topology, consumersZone, resource }) => {
      const [{ vpcId }] = topology.loadBalancers;
      resource(consumersZone).Properties!.VPCs = [{ VPCId: vpcId, VPCRegion: 'eu-west-1' }];
    },
  },
  {
    name: "the consumer's VPC does not ask private hosted zones",
    cause: 'names',
    doctor: 'Doctor.nameMissing',
    message: /does not resolve in .*EnableDnsHostnames are not both on/,
    make: ({ topology, resource }) => {
      const { label } = topology.vpcs.find(({ id }) => id === topology.endpoints[0].vpcId)!;
      resource(label).Properties!.EnableDnsHostnames = false;
    },
  },
  {
    name: 'cross-zone is off for one broker',
    cause: 'cross-zone',
    doctor: 'Doctor.zoneClosed',
    provider: ['Doctor.crossZoneOff'],
    message: /broker 1 is not reached through .* in .*cross-zone is off/,
    make: ({ second, resource }) => {
      const attributes: { Key: string; Value: string }[] = resource(second.targetGroup.label).Properties!.TargetGroupAttributes;
      attributes.find(({ Key }) => Key === 'load_balancing.cross_zone.enabled')!.Value = 'false';
    },
  },
];
