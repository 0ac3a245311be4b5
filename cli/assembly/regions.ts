import { Stopped } from './findings';

/** The availability zones that `Fn::GetAZs` gives: three in every region. */
export function zonesOf(region: string): string[] {
  return ['a', 'b', 'c'].map(letter => `${region}${letter}`);
}

/** The id of a zone. An account maps names to ids as it likes; here `a` is `az1` in all of them: `eu-west-1a` is `euw1-az1`. */
export function zoneIdOf(zone: string): string {
  const match = /^([a-z]{2,3}(?:-gov)?)-([a-z]+)-(\d)([a-z])$/.exec(zone);
  if (!match) { throw new Stopped('bad-value', `${JSON.stringify(zone)} is not an availability zone such as eu-west-1a`); }
  const [, area, direction, number, letter] = match;
  const [first, second] = /^(north|south|central|east|west)(.*)$/.exec(direction)?.slice(1) ?? [direction, ''];
  return `${area.replace('-gov', 'g')}${first[0]}${second.slice(0, 1)}${number}-az${letter.charCodeAt(0) - 'a'.charCodeAt(0) + 1}`;
}

/**
 * Zones in which a network load balancer has no subnet. Its nodes in other zones reach targets there, with cross-zone on.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/availability-zones.html
 * https://github.com/aws/copilot-cli/issues/1298
 */
export const CONSTRAINED_ZONES = ['use1-az3', 'usw1-az2', 'apne1-az3', 'cac1-az3'];
