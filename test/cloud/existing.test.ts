import { buildTopology } from '../../cli/assembly/topology';
import { checkPaths } from '../../cli/check/check';
import { BROKERS, CLUSTER_IN, existing } from '../e2e/migration/existing';

test('a cluster in front of which there is nothing is read, where its VPC is named', () => {
  const { brokerFiles, controllerFiles } = existing();
  const topology = buildTopology(existing(), { clusterIn: CLUSTER_IN });
  expect(checkPaths(topology, brokerFiles, controllerFiles)).toEqual([]);
  expect([...topology.brokers].map(([id, { address, zone }]) => ({ id, address, zone }))).toEqual(BROKERS.map(({ id, address }, i) => ({ id, address, zone: `eu-west-1${'abc'[i]}` })));
  expect([...topology.controllers.keys()]).toEqual([9001, 9002, 9003]);
});

test.each([undefined, 'PaymentsNetwork.Vpc'])('it is not where that is %s', clusterIn => {
  const { findings } = buildTopology(existing(), { clusterIn });
  expect(findings.map(({ message }) => message).join('\n')).toMatch(clusterIn === undefined ? /no endpoint of an endpoint service/ : /kafka\.lan.*no record set/);
});

test.each(['BrokersFromPeers', 'ControllersFromPeers'])('nodes that do not reach each other are found: without %s', rule => {
  const before = existing();
  delete before.stacks[0].template.Resources[rule];
  const findings = checkPaths(buildTopology(before, { clusterIn: CLUSTER_IN }), before.brokerFiles, before.controllerFiles);
  expect(new Set(findings.map(({ cause }) => cause))).toEqual(new Set(['security-group']));
});
