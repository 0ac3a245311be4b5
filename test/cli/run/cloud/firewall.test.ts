import { ruleset } from '../../../../cli/run/cloud/firewall';
import { topologyOf } from '../../fixture';

/** The accepting rules of a host's chain, without their comments. */
function accepts(hostName: string, chain: string, change?: Parameters<typeof topologyOf>[0]): string[] | undefined {
  const topology = topologyOf(change);
  const text = ruleset(topology, topology.hosts.find(({ name }) => name === hostName)!);
  const body = new RegExp(`chain ${chain} \\{(.*?)\\n  \\}`, 's').exec(text)?.[1];
  return body?.split('\n').map(line => line.trim().replace(/ comment .*/, '')).filter(line => line.endsWith('accept') && !/^(ct|iif|oif) /.test(line));
}

test('a broker admits every node of the load balancer on the ports of its rules, its peers, and nobody else', () => {
  const nodes = '{ 10.0.0.240, 10.0.1.240, 10.0.2.240 }';
  const peers = 'ip saddr { 10.0.0.10, 10.0.1.10, 10.0.2.10 } tcp dport 9090-9092 accept';
  expect(accepts('broker-0', 'input')).toEqual([peers, `ip saddr ${nodes} tcp dport 9093-9093 accept`, `ip saddr ${nodes} tcp dport 9094-9094 accept`]);
});

test('an endpoint interface admits the client on the ports of the chosen listener', () => {
  expect(accepts('endpoint-eu-west-1c', 'input')).toEqual(['ip saddr { 10.0.0.50 } tcp dport 20000-20999 accept']);
  expect(accepts('endpoint-eu-west-1c', 'input', resources => { delete resources['Pay.FromApp']; })).toEqual([]);
});

test('outbound rules hold, but for questions to the name server', () => {
  const brokers = '{ 10.0.0.10, 10.0.1.10, 10.0.2.10 }';
  const names = 'ip daddr 10.0.0.2 udp dport 53 accept';
  expect(accepts('nlb-eu-west-1a', 'output')).toEqual([names, `ip daddr ${brokers} tcp dport 9093-9093 accept`, `ip daddr ${brokers} tcp dport 9094-9094 accept`]);
  expect(accepts('endpoint-eu-west-1a', 'output')).toEqual([names]);
});

test('a host without known groups has no chain', () => {
  expect(accepts('stranger', 'input')).toBeUndefined();
});

test('a load balancer that enforces its inbound rules on PrivateLink traffic does so where the client is still seen, by address only', () => {
  const enforced = (resources: { [label: string]: any }) => {
    delete resources['Kafka.Nlb'].Properties.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic;
    const rule = { IpProtocol: 'tcp', FromPort: 20000, ToPort: 20010 };
    resources['Kafka.NlbGroup'].Properties.SecurityGroupIngress = [{ ...rule, CidrIp: '10.0.0.0/24' }, { ...rule, SourceSecurityGroupId: { 'Fn::GetAtt': ['Brokers', 'GroupId'] } }];
  };
  expect(accepts('endpoint-eu-west-1a', 'privatelink', enforced)).toEqual(['ip saddr { 10.0.0.0/24 } tcp dport 20000-20010 accept']);
  expect(accepts('endpoint-eu-west-1a', 'privatelink')).toBeUndefined();
});
