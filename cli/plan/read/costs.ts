import type { Symbols } from './symbols';
import type { CostDriver } from '../model';

/** What is paid for by the hour or month, whatever the traffic: docs/cost.md has the formulas. */
export function readCosts(symbols: Symbols): CostDriver[] {
  const counted = (what: string, types: readonly string[]) => {
    const resources = types.flatMap(type => symbols.ofType(type)).map(({ label }) => label);
    return { what, count: resources.length, resources };
  };
  const endpoints =
    symbols.ofType('AWS::EC2::VPCEndpoint').filter(endpoint => symbols.text(endpoint, 'VpcEndpointType') === 'Interface');
  return [
    counted('load balancers', ['AWS::ElasticLoadBalancingV2::LoadBalancer']),
    {
      what: 'endpoints × zones',
      count: endpoints.reduce((sum, endpoint) => sum + symbols.list(endpoint, 'SubnetIds').length, 0),
      resources: endpoints.map(({ label }) => label),
    },
    counted('hosted zones', ['AWS::Route53::HostedZone']),
    counted('alarms', ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm']),
  ];
}
