import type { Topology } from '../../../cli/assembly/model';
import { zoneIdOf } from '../../../cli/assembly/regions';
import { buildTopology } from '../../../cli/assembly/topology';
import type { Answers } from '../../../cli/doctor/provider/answers';
import { judge } from '../../../cli/doctor/provider/judge';
import { MUTATIONS } from '../../e2e/cloud/mistakes';
import { CERTIFICATE_ARN, mutate } from '../../e2e/cloud/mutations';
import { assembly, topologyOf } from '../fixture';

/** What AWS would say of the templates. Whether a target that is used is healthy they do not say: all of them are. */
function answersOf({ services: [service], endpoints }: Topology): Answers {
  const { label, nodes, listeners, filtersPrivateLink } = service.loadBalancer;
  const zones = nodes.map(({ zone }) => zone!);
  const groups = listeners.map(({ targetGroup }) => targetGroup);
  return {
    service: { ServiceId: service.id, ServiceState: 'Available', AcceptanceRequired: service.acceptanceRequired, AvailabilityZoneIds: zones.map(zoneIdOf) },
    connections: endpoints.map(({ id, accepted }) =>
      ({ VpcEndpointId: id, VpcEndpointOwner: '222222222222', VpcEndpointState: accepted ? 'available' : 'pendingAcceptance' })),
    loadBalancers: [{
      loadBalancer: {
        LoadBalancerName: label,
        State: { Code: 'active' },
        SecurityGroups: nodes[0].groupIds,
        EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: filtersPrivateLink ? 'on' : 'off',
        AvailabilityZones: zones.map(ZoneName => ({ ZoneName })),
      },
      listeners: listeners.map(({ port, targetGroup }) => ({ Port: port, DefaultActions: [{ TargetGroupArn: targetGroup.id }] })),
      health: Object.fromEntries(groups.map(({ id, targets }) => [id, targets.map(({ address, port, unused }) =>
        ({ Target: { Id: address, Port: port }, TargetHealth: unused ? { State: 'unused', Reason: 'Target.NotInUse' } : { State: 'healthy' } }))])),
      zonal: groups.filter(({ crossZone }) => !crossZone).map(({ id }) => id),
    }],
  };
}

const codesOf = (topology: Topology) => [...new Set(judge(answersOf(topology), topology.contracts[0]).map(({ code }) => code))];

test('of templates that work there is nothing', () => {
  expect(codesOf(topologyOf())).toEqual([]);
});

test.each(MUTATIONS.filter(({ met }) => met !== 'never').map(mutation => [mutation.name, mutation] as const))('%s', (_, mutation) => {
  const mutant = buildTopology(mutate(assembly(), topologyOf(), mutation), { certificates: { [CERTIFICATE_ARN]: 'load-balancer.pem' } });
  expect(codesOf(mutant)).toEqual(mutation.provider ?? []);
});
