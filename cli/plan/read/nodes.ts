import { placeOf, vpcOf } from './places';
import { keyOf, shown, Symbols } from './symbols';
import type { Resource } from '../../assembly/resolve';
import type { PlanNode } from '../model';

export interface LaunchedNode {
  readonly node: PlanNode;
  /** The launch template that has its files. */
  readonly template: string;
}

/** The nodes that the templates launch: each is an Auto Scaling group of one, whose launch template says what its instance is. */
export function readLaunchedNodes(symbols: Symbols): LaunchedNode[] {
  return symbols.ofType('AWS::AutoScaling::AutoScalingGroup').flatMap(group => {
    const launched = symbols.fields(group.stack, group.Properties?.LaunchTemplate);
    const template = symbols.find(launched.LaunchTemplateId);
    const script = template && symbols.pieces(template.stack, template.Properties?.LaunchTemplateData?.UserData?.['Fn::Base64']);
    return template && script && /^NODE_ID=/m.test(script)
      ? [{ node: launchedNode(symbols, group, script), template: template.label }]
      : [];
  });
}

function launchedNode(symbols: Symbols, group: Resource, script: string): PlanNode {
  const said = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(script)?.[1];
  const [subnet] = symbols.list(group, 'VPCZoneIdentifier');
  const parts = [said('ENI_ID'), ...said('VOLUMES')?.split(',').map(volume => volume.split(':/')[0]) ?? []];
  return {
    id: Number(said('NODE_ID')),
    roles: said('process.roles')?.replace(',', ' and '),
    zone: placeOf(symbols, subnet).zone,
    host: shown(said('HOST') ?? ''),
    address: addressOf(said('IDENTITY_IP')),
    vpc: vpcOf(symbols, subnet),
    resources: [group.label, ...parts.flatMap(part => part === undefined ? [] : [keyOf(part)])],
  };
}

/** The same text for everything that names the address of one machine. */
export function addressOf(value: unknown): string {
  return keyOf(value);
}
