import { addressOf } from './nodes';
import { shown, Symbols } from './symbols';
import type { Resource } from '../../assembly/resolve';

const PREFIX = 'AWS::ElasticLoadBalancingV2::';

/** A port of a load balancer, before anything tells what it is for. */
export interface RawPort {
  readonly port: number;
  readonly tls: boolean;
  readonly targets: readonly { readonly id: unknown; readonly address: string; readonly port: number }[];
  readonly resources: readonly string[];
  readonly vpc?: unknown;
}

/** The ports of a load balancer in ascending order. */
export function readPorts(symbols: Symbols, loadBalancer: Resource): RawPort[] {
  return symbols.ofType(`${PREFIX}Listener`)
    .filter(listener => symbols.find(symbols.value(listener, 'LoadBalancerArn')) === loadBalancer)
    .map(listener => readPort(symbols, listener))
    .sort((a, b) => a.port - b.port);
}

function readPort(symbols: Symbols, listener: Resource): RawPort {
  const groups = symbols.list(listener, 'DefaultActions').flatMap(({ ForwardConfig, TargetGroupArn }) =>
    ForwardConfig?.TargetGroups?.map((group: any) => group.TargetGroupArn) ?? TargetGroupArn ?? []);
  const found = groups.map(group => symbols.find(group)).filter((group): group is Resource => group !== undefined);
  return {
    port: Number(symbols.value(listener, 'Port')),
    tls: symbols.text(listener, 'Protocol') === 'TLS',
    targets: found.flatMap(group => symbols.list(group, 'Targets').map(({ Id, Port }) =>
      ({ id: Id, address: addressOf(Id), port: Number(Port ?? symbols.value(group, 'Port')) }))),
    resources: [listener.label, ...found.length > 0 ? found.map(({ label }) => label) : groups.map(shown)],
    vpc: found.map(group => symbols.value(group, 'VpcId')).find(vpc => vpc !== undefined),
  };
}
