import { keyOf, shown, Symbols, UNKNOWN } from './symbols';
import { NOWHERE } from '../../assembly/security-groups';
import type { Opening } from '../model';

const PROTOCOLS: { [name: string]: string } = { 6: 'TCP', 17: 'UDP', 1: 'ICMP', 58: 'ICMPv6' };
const BESIDE = { in: 'AWS::EC2::SecurityGroupIngress', out: 'AWS::EC2::SecurityGroupEgress' } as const;
const INLINE = { in: 'SecurityGroupIngress', out: 'SecurityGroupEgress' } as const;

/** Every rule of every security group, those of groups that the templates only refer to included. */
export function readOpenings(symbols: Symbols): Opening[] {
  const directions = ['in', 'out'] as const;
  const inline = symbols.ofType('AWS::EC2::SecurityGroup').flatMap(({ label, stack, Properties }) => directions.flatMap(direction =>
    [Properties?.[INLINE[direction]] ?? []].flat().map(rule => openingOf(label, direction, symbols.fields(stack, rule)))));
  const beside = directions.flatMap(direction => symbols.ofType(BESIDE[direction]).map(({ stack, Properties }) => {
    const rule = symbols.fields(stack, Properties);
    return openingOf(rule.GroupId === undefined ? UNKNOWN : keyOf(rule.GroupId), direction, rule);
  }));
  return [...inline, ...beside].filter(({ peer }) => peer !== NOWHERE);
}

function openingOf(group: string, direction: Opening['direction'], rule: { [name: string]: any }): Opening {
  const cidr = rule.CidrIp ?? rule.CidrIpv6;
  const other =
    rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId ?? rule.SourcePrefixListId ?? rule.DestinationPrefixListId;
  const peer = cidr !== undefined ? shown(cidr) : other !== undefined ? keyOf(other) : UNKNOWN;
  return { group, direction, what: whatOf(rule), peer };
}

function whatOf({ IpProtocol, FromPort, ToPort }: any): string {
  if (String(IpProtocol) === '-1') { return 'everything'; }
  const protocol = PROTOCOLS[String(IpProtocol)] ?? String(IpProtocol).toUpperCase();
  return FromPort === undefined || Number(FromPort) < 0
    ? protocol
    : `${protocol} ${FromPort}${FromPort === ToPort ? '' : `-${ToPort}`}`;
}
