import type { Listener } from '../../../../cli/assembly/model';
import type { Mutable, Mutation } from '../mutations';

/** The load balancer's listeners on the ports of a contract's listener that nobody here has chosen. */
function unchosen({ topology, chosen }: Mutable): Listener[] {
  const { firstPort, bootstrapPort } = topology.contracts[0].listeners.find(({ name }) => name !== chosen.name)!;
  return topology.loadBalancers[0].listeners.filter(({ port }) => port >= firstPort && port <= bootstrapPort);
}

/** What shows only when something is gone, or at somebody else's. */
export const OF_NAMES_AND_HEALTH: Mutation[] = [
  {
    name: 'a record leads to one zone of the endpoint',
    cause: 'name-zones',
    message: /leads to .* in eu-west-1a only, and it is in eu-west-1a, eu-west-1b, eu-west-1c/,
    make: ({ consumersRecord, resource }) => {
      const { AliasTarget } = resource(consumersRecord).Properties!;
      AliasTarget.DNSName = JSON.parse(JSON.stringify(AliasTarget.DNSName).replace('"Fn::Select":[0,', '"Fn::Select":[1,'));
    },
    met: 'later',
  },
  {
    name: 'a CNAME is at the top of its hosted zone',
    cause: 'name-apex',
    message: /a CNAME cannot be at .*, the top of/,
    make: ({ consumersRecord, resource }) => {
      const properties = resource(consumersRecord).Properties!;
      Object.assign(properties, { Type: 'CNAME', TTL: '60', ResourceRecords: [properties.AliasTarget.DNSName] });
      delete properties.AliasTarget;
    },
    met: 'never',
  },
  {
    name: 'a name has two record sets',
    cause: 'record-twice',
    message: /has kafka\.pay\.example\.com \(A\) by .* already/,
    make: ({ consumersRecord, resource, add }) => { add(consumersRecord, 'AnotherRecord', structuredClone(resource(consumersRecord))); },
    met: 'never',
  },
  {
    name: 'health is asked for at the port of another listener',
    cause: 'health-check-listener',
    message: /asks for the health of .* at port \d+, where broker 1 binds .*: what it answers says nothing of/,
    make: ({ assembly, chosen, second, resource }) => {
      const { bindPort } = assembly.brokerFiles[1].listeners.find(({ name }) => name !== chosen.name)!;
      resource(second.targetGroup.label).Properties!.HealthCheckPort = `${bindPort}`;
    },
    met: 'later',
  },
  {
    name: 'health is asked for once a minute',
    cause: 'health-check-pace',
    message: /a target that is gone is noticed after 180 s, later than the 60 s of AWS's defaults/,
    make: ({ second, resource }) => { resource(second.targetGroup.label).Properties!.HealthCheckIntervalSeconds = 60; },
    met: 'later',
  },
  {
    name: 'health checks are turned off',
    cause: 'health-check-off',
    message: /HealthCheckEnabled is false, which AWS takes for Lambda functions only/,
    make: ({ second, resource }) => { resource(second.targetGroup.label).Properties!.HealthCheckEnabled = false; },
    met: 'never',
  },
  {
    name: 'nothing serves a listener of the contract',
    cause: 'unserved-listener',
    provider: ['Doctor.listenerMissing'],
    message: /has the listener \w+, and .* no listener on any of its ports 21000 to 21999/,
    make: files => { unchosen(files).forEach(({ label }) => files.remove(label)); },
    met: 'later',
  },
  {
    name: 'the target groups of two listeners are swapped that no endpoint here has chosen',
    cause: 'target-group',
    provider: ['Doctor.targetShared'],
    message: /takes port 2100\d to .*, whose target .* is broker \d, not broker \d/,
    make: files => {
      const [one, other] = unchosen(files).map(({ label }) => files.resource(label).Properties!);
      [one.DefaultActions, other.DefaultActions] = [other.DefaultActions, one.DefaultActions];
    },
    met: 'later',
  },
];
