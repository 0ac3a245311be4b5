import type { RawLoadBalancer } from './load-balancers';
import type { Symbols } from './symbols';
import { QUOTAS, templateBytes } from '../../assembly/quotas';
import type { Stack } from '../../assembly/template';
import type { HeadRoom, Opening } from '../model';

/** How much of each limit is used, and by what. */
export function readHeadRoom(
  symbols: Symbols, stacks: Stack[], loadBalancers: readonly RawLoadBalancer[], openings: readonly Opening[],
): HeadRoom[] {
  const groups = [...new Set(openings.map(({ group }) => group))];
  const rules = (['in', 'out'] as const).flatMap(direction => groups.map(group => ({
    limit: direction === 'in' ? 'inbound group rules' : 'outbound group rules',
    where: group,
    used: openings.filter(opening => opening.group === group && opening.direction === direction).length,
    of: QUOTAS.rules,
    ...symbols.find(group) ? {} : { atLeast: true as const }, // it may have others
  })).filter(({ used }) => used > 0));
  return [
    ...loadBalancers.map(({ resource, ports }) =>
      ({ limit: 'NLB listeners', where: resource.label, used: ports.length, of: QUOTAS.listeners })),
    ...rules,
    ...stacks.map(({ name, template }) =>
      ({ limit: 'stack resources', where: name, used: Object.keys(template.Resources).length, of: QUOTAS.resources })),
    ...stacks.map(({ name, template }) =>
      ({ limit: 'template bytes', where: name, used: templateBytes(template), of: QUOTAS.templateBytes })),
    ...userData(symbols),
  ];
}

/** Ids and addresses come on top when it is deployed. */
function userData(symbols: Symbols): HeadRoom[] {
  return symbols.ofType('AWS::EC2::LaunchTemplate').flatMap(({ label, Properties }) => {
    const script = Properties?.LaunchTemplateData?.UserData?.['Fn::Base64'];
    if (script === undefined) { return []; }
    const pieces: unknown[] = [script['Fn::Join']?.[1] ?? script].flat();
    const literal = pieces.map(piece => typeof piece === 'string' ? piece : '').join('');
    return [{
      limit: 'user data bytes',
      where: label,
      used: Buffer.byteLength(literal),
      of: QUOTAS.userDataBytes,
      ...pieces.length > 1 && { atLeast: true as const },
    }];
  });
}
