import { Contract, portOf } from '../contracts';
import type { RawResource, Stack } from '../template';

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f'];
const BROKER_PORT = 9092;

/**
 * The stack of a provider of which there is a contract and no template: everything that it promises is there. Clients of the
 * contract are then followed as far as their own templates go.
 */
export function providerOf(contract: Contract & { readonly serviceName: string }, zones: string[]): Stack {
  const id = contract.serviceName.slice(contract.serviceName.lastIndexOf('.') + 1);
  const name = (what: string) => `${what} of ${id}`;
  const resources: { [id: string]: RawResource } = {};
  const add = (PhysicalId: string, Type: string, Properties: RawResource['Properties']) => {
    resources[PhysicalId] = { Type, PhysicalId, Properties };
  };
  const [vpc, balancer] = [name('the VPC'), name('the load balancer')];
  const places = zones.length > 0 ? zones : LETTERS.slice(0, 3).map(letter => `${contract.region}${letter}`);

  add(vpc, 'AWS::EC2::VPC', { CidrBlock: '10.255.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true });
  places.forEach((AvailabilityZone, i) =>
    add(name(`subnet ${i}`), 'AWS::EC2::Subnet', { VpcId: vpc, CidrBlock: `10.255.${i}.0/24`, AvailabilityZone }));
  add(balancer, 'AWS::ElasticLoadBalancingV2::LoadBalancer', {
    Type: 'network', Subnets: places.map((_, i) => name(`subnet ${i}`)),
  });
  const addressOf = (index: number) => `10.255.${index % places.length}.${10 + Math.floor(index / places.length)}`;
  const addListener = (port: number, addresses: string[], targetPort: number) => {
    add(name(`the targets of port ${port}`), 'AWS::ElasticLoadBalancingV2::TargetGroup', {
      VpcId: vpc,
      Port: targetPort,
      Protocol: 'TCP',
      TargetType: 'ip',
      Targets: addresses.map(Id => ({ Id, Port: targetPort })),
      TargetGroupAttributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
    });
    add(name(`port ${port}`), 'AWS::ElasticLoadBalancingV2::Listener', {
      LoadBalancerArn: balancer,
      Port: port,
      Protocol: 'TCP',
      DefaultActions: [{ Type: 'forward', TargetGroupArn: name(`the targets of port ${port}`) }],
    });
  };
  for (const [slot, listener] of contract.listeners.entries()) {
    contract.brokerIds.forEach((brokerId, i) => addListener(portOf(listener, brokerId), [addressOf(i)], BROKER_PORT + slot));
    addListener(listener.bootstrapPort, contract.brokerIds.map((_, i) => addressOf(i)), BROKER_PORT + slot);
  }
  (contract.companions ?? []).forEach(({ port }, i) => addListener(port, [`10.255.0.${200 + i}`], port));
  add(id, 'AWS::EC2::VPCEndpointService', { NetworkLoadBalancerArns: [balancer], AcceptanceRequired: false });
  add(name('the permissions'), 'AWS::EC2::VPCEndpointServicePermissions', { ServiceId: id, AllowedPrincipals: ['*'] });
  const { source, ...document } = contract;
  return {
    name: source,
    account: '000000000000',
    region: contract.region,
    unbound: ['account'],
    template: { Resources: resources, Outputs: { Contract: { Value: JSON.stringify(document) } } },
  };
}
