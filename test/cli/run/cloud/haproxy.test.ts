import type { Assembly } from '../../../../cli/assembly/template';
import { buildTopology } from '../../../../cli/assembly/topology';
import { aboutPorts, configuration, HEALTH_CHECK_SPEED } from '../../../../cli/run/cloud/haproxy';
import { CERTIFICATE_ARN, endTls } from '../../../e2e/cloud/mutations';
import { changed, topologyOf } from '../../fixture';

const sections = (change?: Parameters<typeof topologyOf>[0]) => {
  const parts = configuration(topologyOf(change)).split('\n\n').filter(part => part.includes('listen '));
  return new Map(parts.map(part => [/listen (\S+)/.exec(part)![1], part.split('\n').map(line => line.trim())]));
};
const serversOf = (lines: string[]) => lines.filter(line => line.startsWith('server '));

test('there is a way in at each endpoint interface and each load balancer node, for each listener', () => {
  const { loadBalancers: [{ listeners, nodes }], endpoints: [{ interfaces }] } = topologyOf();
  const expected = [...interfaces, ...nodes].flatMap(({ name }) => listeners.map(({ port }) => `${name}:${port}`));
  expect([...sections().keys()].sort()).toEqual(expected.sort());
});

test('an endpoint interface leads to the node of its zone, in the network of that node', () => {
  expect(serversOf(sections().get('endpoint-eu-west-1b:20002')!)).toEqual(['server nlb-eu-west-1b 10.0.1.240:20002 namespace nlb-eu-west-1b']);
});

test('a node leads to the target from its own address, and goes on with it when it is unhealthy', () => {
  expect(serversOf(sections().get('nlb-eu-west-1a:20002')!)).toEqual([
    `server 10.0.2.10:9093 10.0.2.10:9093 namespace nlb-eu-west-1a source 10.0.0.240 check inter ${10_000 / HEALTH_CHECK_SPEED} fall 3 rise 3`,
    'server fail-open:10.0.2.10:9093 10.0.2.10:9093 namespace nlb-eu-west-1a source 10.0.0.240 backup',
  ]);
  expect(sections().get('nlb-eu-west-1a:20002')).toContain('option allbackups');
});

test('TLS ends where the template says, at the load balancer and not at the endpoint, from the version of the policy', () => {
  const topology = (policy?: string) => topologyOf(resources => endTls(resources['Kafka.Slot0Broker2Listener'], policy), { certificates: { [CERTIFICATE_ARN]: '/x.pem' } });
  const binds = (policy?: string) => configuration(topology(policy)).split('\n').filter(line => line.includes('bind') && line.includes(':20002'));
  expect(binds().filter(line => line.includes(' ssl ')).map(line => line.trim().replace(/^bind \S+ namespace /, ''))).toEqual(
    ['a', 'b', 'c'].map(zone => `nlb-eu-west-1${zone} ssl crt /x.pem ssl-min-ver TLSv1.2`));
  expect(binds()).toHaveLength(6);
  expect(binds('ELBSecurityPolicy-TLS13-1-3-2021-06').filter(line => line.endsWith('ssl-min-ver TLSv1.3'))).toHaveLength(3);
  expect(topology('ELBSecurityPolicy-2016-08').findings.map(({ message }) => message)).toEqual(['Kafka.Slot0Broker2Listener: the policy ELBSecurityPolicy-2016-08 is not emulated']);
});

test('health is asked at the port of the health check', () => {
  const servers = serversOf(sections(resources => { resources['Kafka.Slot0Broker2Targets'].Properties!.HealthCheckPort = '8080'; }).get('nlb-eu-west-1a:20002')!);
  expect(servers[0]).toContain('10.0.2.10:9093 namespace nlb-eu-west-1a source 10.0.0.240 check port 8080 inter');
});

test('with cross-zone off a node has the targets of its zone only, perhaps none', () => {
  const off = sections(resources => {
    for (const group of ['Bootstrap', 'Broker2']) { resources[`Kafka.Slot0${group}Targets`].Properties!.TargetGroupAttributes[0].Value = 'false'; }
  });
  expect(serversOf(off.get('nlb-eu-west-1b:20999')!).map(server => server.split(' ')[2])).toEqual(['10.0.1.10:9093', '10.0.1.10:9093']);
  expect(serversOf(off.get('nlb-eu-west-1b:20002')!)).toEqual([]);
  expect(serversOf(off.get('nlb-eu-west-1c:20002')!)).toHaveLength(2);
});

test('no node leads to a target in a zone where the load balancer has no subnet, not even with none left', () => {
  const without = sections(resources => {
    resources['Kafka.Nlb'].Properties!.Subnets.pop();
    resources['Pay.Endpoint'].Properties!.SubnetIds.pop();
  });
  expect(serversOf(without.get('nlb-eu-west-1a:20002')!)).toEqual([]);
  expect(serversOf(without.get('nlb-eu-west-1a:20999')!)).toHaveLength(4);
});

test('in a constrained zone it does', () => {
  const constrained = (files: Assembly) => JSON.parse(JSON.stringify(files).replaceAll('eu-west-1', 'us-east-1'));
  const files = changed(resources => {
    resources['Kafka.Nlb'].Properties!.Subnets.pop();
    resources['Pay.Endpoint'].Properties!.SubnetIds.pop();
  });
  const topology = buildTopology(constrained(files));
  expect(topology.findings).toEqual([]);
  expect(configuration(topology)).toContain('server 10.0.2.10:9093 10.0.2.10:9093 namespace nlb-us-east-1a');
});

test('an endpoint whose connection nobody accepted leads nowhere', () => {
  const change = (resources: { [label: string]: any }) => { resources['Kafka.Service'].Properties.AcceptanceRequired = true; };
  expect([...sections(change).keys()].filter(name => name.startsWith('endpoint'))).toEqual([]);
  const accepted = topologyOf(change, { accepted: ['Pay.Endpoint'] });
  expect(accepted.findings).toEqual([]);
  expect(configuration(accepted)).toContain('listen endpoint-eu-west-1a:20000');
});

test('what is shown about ports is about these only, at every interface and every node', () => {
  const about = aboutPorts(configuration(topologyOf()), [20001, 20999]);
  expect([...new Set(about.match(/^listen .*/mg)!.map(line => line.split(':')[1]))]).toEqual(['20001', '20999']);
  expect(about.match(/^listen .*:20001$/mg)).toEqual(['endpoint', 'nlb'].flatMap(kind => ['a', 'b', 'c'].map(zone => `listen ${kind}-eu-west-1${zone}:20001`)));
  expect(about).toContain('server 10.0.1.10:9093 ');
});
