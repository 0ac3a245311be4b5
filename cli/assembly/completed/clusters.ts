import { Contract, portOf } from '../contracts';
import { Findings } from '../findings';
import type { BrokerFile } from '../properties-file';
import type { Resource } from '../resolve';
import type { Assembly } from '../template';
import { Unknowns } from '../unknowns';
import { World } from '../world';
import { withNames } from './matches';
import { marked, targetGroupsOf } from './relevant';

const BALANCING = 'AWS::ElasticLoadBalancingV2::';

/**
 * An app for each cluster: all of it, in which nobody looks at the load balancers and services in other VPCs. Two stages of one
 * app have brokers of the same ids.
 *
 * @param meant the labels of services by the ids that endpoints have
 */
export function clustersOf(
  assembly: Assembly, contracts: readonly Contract[], meant: { readonly [serviceId: string]: string },
): Assembly[] {
  const world = new World(assembly, new Findings(), new Unknowns());
  const value = (resource: Resource, name: string): any => world.findings.attempt(() => world.resolver.property(resource, name));
  const vpcOfBalancer = new Map(world.ofType(`${BALANCING}Listener`).flatMap(listener => {
    const [id] = targetGroupsOf([value(listener, 'DefaultActions') ?? []].flat());
    const group = world.find(`${BALANCING}TargetGroup`, id);
    return group ? [[String(value(listener, 'LoadBalancerArn')), String(value(group, 'VpcId'))] as const] : [];
  }));
  const vpcs = [...new Set(vpcOfBalancer.values())];
  if (vpcs.length < 2) { return [assembly]; }
  return vpcs.map(vpc => {
    const isElsewhere = (arn: unknown) => vpcOfBalancer.has(String(arn)) && vpcOfBalancer.get(String(arn)) !== vpc;
    const services = world.ofType('AWS::EC2::VPCEndpointService')
      .filter(service => [value(service, 'NetworkLoadBalancerArns') ?? []].flat().some(isElsewhere));
    const serviceIds = services.map(service => world.idOf(service));
    const isToElsewhere = (endpoint: Resource) => {
      const id = String(value(endpoint, 'ServiceName')).split('.').pop()!;
      return serviceIds.includes(id) || services.some(({ label }) => label === meant[id]);
    };
    const groups = world.ofType(`${BALANCING}TargetGroup`).filter(group => String(value(group, 'VpcId')) !== vpc);
    const elsewhere = [
      ...services,
      ...groups,
      ...world.ofType(`${BALANCING}LoadBalancer`).filter(balancer => isElsewhere(world.idOf(balancer))),
      ...world.ofType(`${BALANCING}Listener`).filter(listener => isElsewhere(value(listener, 'LoadBalancerArn'))),
      ...world.ofType('AWS::EC2::VPCEndpointServicePermissions')
        .filter(permission => serviceIds.includes(value(permission, 'ServiceId'))),
    ];
    const endpoints = world.ofType('AWS::EC2::VPCEndpoint').filter(isToElsewhere).flatMap(endpoint => withNames(world, endpoint));
    const others = contracts.filter(({ serviceName }) => serviceIds.some(id => serviceName?.endsWith(`.${id}`)));
    const own = contracts.filter(contract => !others.includes(contract));
    const isOwn = (file: BrokerFile) => isIn(file, own) || !isIn(file, others);
    return {
      stacks: marked(assembly.stacks, new Set([...elsewhere.map(({ label }) => label), ...endpoints])),
      brokerFiles: firstOfEach(assembly.brokerFiles.filter(isOwn)),
      controllerFiles: assembly.controllerFiles,
    };
  });
}

/** Whether a broker advertises what one of the contracts says of it. */
function isIn(file: BrokerFile, contracts: readonly Contract[]): boolean {
  return contracts.some(({ listeners }) => listeners.some(listener => file.listeners.some(({ advertised }) =>
    advertised?.host === listener.host.replace('{brokerId}', `${file.nodeId}`)
      && advertised.port === portOf(listener, file.nodeId))));
}

function firstOfEach(files: readonly BrokerFile[]): BrokerFile[] {
  return files.filter(({ nodeId }, i) => files.findIndex(other => other.nodeId === nodeId) === i);
}
