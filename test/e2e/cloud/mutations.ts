import type { Cause } from './check';
import { chosenListeners } from './check';
import type { ContractListener } from './contracts';
import type { Listener, Topology } from './model';
import { parseBrokerFile } from './properties-file';
import type { Assembly, RawResource } from './template';

/** A mistake in the files of an app, and how it must be named. */
export interface Mutation {
  readonly name: string;
  /** What the check of the paths must find; where the templates cannot even be read, a part of the error. */
  readonly named: { readonly cause: Cause; readonly message: RegExp } | { readonly error: RegExp };
  /** Makes the mistake. The argument is a copy. */
  readonly make: (files: Mutable) => void;
  /** A mistake that costs nothing as long as every broker is there. */
  readonly showsWithoutABroker?: boolean;
}

/** A copy of an app's files, with the way to the broker that mistakes are made about. */
export interface Mutable {
  readonly assembly: { -readonly [K in keyof Assembly]: Assembly[K] };
  readonly topology: Topology;
  /** The first listener that the first endpoint is for. */
  readonly chosen: ContractListener;
  /** Its load balancer listener of the second broker, and of the third. */
  readonly second: Listener;
  readonly third: Listener;
  /** What the consumer's VPC has of names. */
  readonly consumersZone: string;
  readonly consumersRecord: string;
  /** Changes the text of the second broker's file. */
  readonly rewriteSecond: (change: (text: string) => string) => void;
  readonly resource: (label: string) => RawResource;
  readonly remove: (label: string) => void;
  /** The resources that fulfil a condition. */
  readonly labels: (type: string, condition?: (properties: any) => boolean) => string[];
}

/** A certificate that mistakes about TLS are made with. Whoever reads the templates has to say where it is. */
export const CERTIFICATE_ARN = 'arn:aws:acm:eu-west-1:111111111111:certificate/load-balancer';

/** TLS ends at a listener of the load balancer. */
export function endTls({ Properties }: RawResource, policy = 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09', certificate = CERTIFICATE_ARN): void {
  Object.assign(Properties!, { Protocol: 'TLS', SslPolicy: policy, Certificates: [{ CertificateArn: certificate }] });
}

/** Brokers leave TLS of a listener to something else, or to nobody. */
export function withoutTls(text: string, listener: string): string {
  return text.replace(new RegExp(`^(listener\\.security\\.protocol\\.map=.*\\b${listener}:)SSL`, 'm'), '$1PLAINTEXT');
}

/** The same files with the mistake in them. */
export function mutate(assembly: Assembly, topology: Topology, mutation: Mutation): Assembly {
  const copy: Mutable['assembly'] = structuredClone(assembly);
  const chosen = chosenListeners(topology, topology.endpoints[0])[0];
  const [, second, third] = [...topology.brokers.keys()].map(nodeId =>
    topology.endpoints[0].service.loadBalancer.listeners.find(({ port }) => port === chosen.firstPort + nodeId)!);
  const stackOf = (label: string) => copy.stacks.find(({ name }) => label.startsWith(`${name}.`))!;
  const logicalId = (label: string) => label.slice(stackOf(label).name.length + 1);
  const labels = copy.stacks.flatMap(({ name, template }) => Object.keys(template.Resources).map(id => `${name}.${id}`));
  const resource = (label: string) => stackOf(label).template.Resources[logicalId(label)];
  const { vpcId } = topology.endpoints[0];
  mutation.make({
    assembly: copy,
    topology,
    chosen,
    second,
    third,
    consumersZone: topology.hostedZones.find(({ vpcIds }) => vpcIds.includes(vpcId))!.label,
    consumersRecord: topology.records.find(record => record.vpcId === vpcId)!.label,
    rewriteSecond: change => {
      copy.brokerFiles = copy.brokerFiles.map((file, i) => i === 1 ? parseBrokerFile(file.path, change(file.text)) : file);
    },
    resource,
    remove: label => { delete stackOf(label).template.Resources[logicalId(label)]; },
    labels: (type, condition = () => true) => labels.filter(label => resource(label).Type === type && condition(resource(label).Properties)),
  });
  return copy;
}

const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';

/** One for each rule that the local cluster enforces. */
export const MUTATIONS: Mutation[] = [
  {
    name: 'the advertised port of a broker is shifted by one',
    named: { cause: 'advertised-address', message: /broker 1 advertises .*:(\d+) on .*, the contract says .*takes that port to broker 2/ },
    make: ({ chosen, second, rewriteSecond }) => {
      rewriteSecond(text => text.replace(new RegExp(`(${chosen.name}://[^,]*:)${second.port}`), `$1${second.port + 1}`));
    },
  },
  {
    name: 'a broker does not have the listener',
    named: { cause: 'properties', message: /broker 1 of the contract has no server\.properties with the listener/ },
    make: ({ chosen, rewriteSecond }) => {
      rewriteSecond(text => text.replace(new RegExp(`(?<=[=,])${chosen.name}:[^,\\n]*,`, 'g'), ''));
    },
  },
  {
    name: 'a broker leaves TLS to a load balancer that passes it through',
    named: { cause: 'protocol', message: /the contract says SSL of .*; broker 1 speaks PLAINTEXT, and TLS does not end at/ },
    make: ({ chosen, rewriteSecond }) => { rewriteSecond(text => withoutTls(text, chosen.name)); },
  },
  {
    name: 'TLS ends at the load balancer, and at the broker too',
    named: { cause: 'protocol', message: /the contract says SSL of .*; broker 1 speaks SSL, and TLS ends at/ },
    make: ({ second, resource }) => { endTls(resource(second.label)); },
  },
  {
    name: 'the load balancer has a policy of which nobody here knows the versions',
    named: { error: /the policy ELBSecurityPolicy-TLS-1-0-2015-04 is not emulated/ },
    make: ({ second, resource }) => { endTls(resource(second.label), 'ELBSecurityPolicy-TLS-1-0-2015-04'); },
  },
  {
    name: 'the load balancer has a certificate that is nowhere',
    named: { error: /certificate\/nowhere is nowhere here; say which file has it/ },
    make: ({ second, resource }) => { endTls(resource(second.label), undefined, 'arn:aws:acm:eu-west-1:111111111111:certificate/nowhere'); },
  },
  {
    name: 'the target groups of two listeners are swapped',
    named: { cause: 'target-group', message: /takes port \d+ to .*, whose target .* is broker 2, not broker 1/ },
    make: ({ second, third, resource }) => {
      const [one, other] = [resource(second.label), resource(third.label)].map(({ Properties }) => Properties!);
      [one.DefaultActions, other.DefaultActions] = [other.DefaultActions, one.DefaultActions];
    },
  },
  {
    name: 'a target has another port',
    named: { cause: 'target-port', message: /whose target .*:9193 is not the port that broker 1 binds .* to/ },
    make: ({ second, resource }) => { resource(second.targetGroup.label).Properties!.Targets[0].Port = 9193; },
  },
  {
    name: 'a target has another address',
    named: { cause: 'target-address', message: /whose target .* is the address of no broker; broker 1 is at/ },
    make: ({ second, resource }) => {
      const [{ address }] = second.targetGroup.targets;
      resource(second.targetGroup.label).Properties!.Targets[0].Id = address.replace(/\d+$/, '77');
    },
  },
  {
    name: 'health is asked for at a port where nobody answers',
    named: { cause: 'health-check', message: /asks for the health of .* at port 9, where broker \d binds nothing/ },
    make: ({ labels, resource }) => {
      for (const label of labels('AWS::ElasticLoadBalancingV2::TargetGroup')) { resource(label).Properties!.HealthCheckPort = '9'; }
    },
    showsWithoutABroker: true,
  },
  {
    name: 'health is asked for in HTTP',
    named: { error: /only TCP health checks are emulated, got HTTP/ },
    make: ({ second, resource }) => { resource(second.targetGroup.label).Properties!.HealthCheckProtocol = 'HTTP'; },
  },
  {
    name: 'a listener has another port',
    named: { cause: 'listener-port', message: /broker 1 is at port \d+, where .* has no listener/ },
    make: ({ second, resource }) => { resource(second.label).Properties!.Port += 500; },
  },
  {
    name: 'the load balancer may not send to brokers',
    named: { cause: 'security-group', message: /has no egress rule for port \d+ of broker-1/ },
    make: ({ second, labels, resource }) => {
      // Without any rule of its own, the group would let everything out.
      for (const label of labels(EGRESS, ({ FromPort }) => FromPort === second.targetGroup.targets[0].port)) {
        Object.assign(resource(label).Properties!, { FromPort: 9, ToPort: 9 });
      }
    },
  },
  {
    name: 'brokers do not admit the load balancer',
    named: { cause: 'security-group', message: /of broker-1 has no ingress rule for the load balancer/ },
    make: ({ second, labels, remove }) => {
      for (const label of labels(INGRESS, ({ FromPort }) => FromPort === second.targetGroup.targets[0].port)) { remove(label); }
    },
  },
  {
    name: 'the endpoint admits its clients on the first of the ports only',
    named: { cause: 'security-group', message: /of .* has no ingress rule for the client on port/ },
    make: ({ chosen, labels, resource }) => {
      for (const label of labels(INGRESS, ({ FromPort }) => FromPort === chosen.firstPort)) { resource(label).Properties!.ToPort = chosen.firstPort; }
    },
  },
  {
    name: "the load balancer's inbound rules are enforced on what comes through the endpoint",
    named: { cause: 'security-group', message: /is enforced on PrivateLink traffic and has no ingress rule for/ },
    make: ({ labels, resource }) => {
      for (const label of labels('AWS::ElasticLoadBalancingV2::LoadBalancer')) {
        delete resource(label).Properties!.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
      }
    },
  },
  {
    name: 'the clients may send nothing',
    named: { cause: 'security-group', message: /of the client has no egress rule for port/ },
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
    named: { cause: 'names', message: /does not resolve in/ },
    make: ({ consumersRecord, remove }) => { remove(consumersRecord); },
  },
  {
    name: 'the hosted zone belongs to the VPC of the brokers',
    named: { cause: 'names', message: /does not resolve in .*, only in/ },
    make: ({ topology, consumersZone, resource }) => {
      const [{ vpcId }] = topology.loadBalancers;
      resource(consumersZone).Properties!.VPCs = [{ VPCId: vpcId, VPCRegion: 'eu-west-1' }];
    },
  },
  {
    name: "the consumer's VPC does not ask private hosted zones",
    named: { cause: 'names', message: /does not resolve in .*EnableDnsHostnames are not both on/ },
    make: ({ topology, resource }) => {
      const { label } = topology.vpcs.find(({ id }) => id === topology.endpoints[0].vpcId)!;
      resource(label).Properties!.EnableDnsHostnames = false;
    },
  },
  {
    name: 'the load balancer lacks a zone of the endpoint',
    named: { error: /is in the zone .*, which .* does not have: its load balancer is in/ },
    make: ({ labels, resource }) => { resource(labels('AWS::ElasticLoadBalancingV2::LoadBalancer')[0]).Properties!.Subnets.pop(); },
  },
  {
    name: 'cross-zone is off for one broker',
    named: { cause: 'cross-zone', message: /broker 1 is not reached through .* in .*cross-zone is off/ },
    make: ({ second, resource }) => {
      const attributes: { Key: string; Value: string }[] = resource(second.targetGroup.label).Properties!.TargetGroupAttributes;
      attributes.find(({ Key }) => Key === 'load_balancing.cross_zone.enabled')!.Value = 'false';
    },
  },
];
