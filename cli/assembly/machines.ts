import type { Subnet } from './model';
import type { Resource } from './resolve';
import type { World } from './world';

/** Where machines and what they attach are, and how many of them a group has. What they do then is played by `e2e:nodes`. */
export function checkMachines(world: World, subnets: Subnet[]): void {
  world.findings.each(world.ofType('AWS::AutoScaling::AutoScalingGroup'), group => {
    checkSize(world, group);
    const template = launchTemplateOf(world, group);
    const ids: unknown[] = [world.resolver.property(group, 'VPCZoneIdentifier') ?? []].flat();
    const zones = subnets.filter(({ id }) => ids.includes(id)).map(({ zone }) => zone);
    if (zones.length === 0) {
      world.report('missing-property', `${group.label}: it has no subnet of these templates in its VPCZoneIdentifier`);
    }
    for (const [attached, zone] of template ? attachedBy(world, template, subnets) : []) {
      if (zones.length > 0 && !zones.includes(zone)) {
        world.report('node-zone', `${group.label}: it launches its machine in ${zones.join(', ')}, and ${attached.label}, `
          + `which the machine attaches, is in ${zone}`);
      }
    }
  });
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html */
function checkSize(world: World, group: Resource): void {
  const [min, max, desired] = ['MinSize', 'MaxSize', 'DesiredCapacity'].map(name => world.resolver.property(group, name))
    .map(value => value === undefined ? undefined : Number(value));
  if (min === undefined || max === undefined) { return; } // told already
  const inService = group.UpdatePolicy?.AutoScalingRollingUpdate?.MinInstancesInService ?? 0;
  const say = (what: string) => world.report('group-size', `${group.label}: ${what}`);
  if (min > max) { say(`MinSize is ${min}, more than the MaxSize ${max}`); }
  if (desired !== undefined && (desired < min || desired > max)) {
    say(`DesiredCapacity is ${desired}, not between ${min} and ${max}`);
  }
  if (group.UpdatePolicy?.AutoScalingRollingUpdate && Number(inService) >= max) {
    say(`MinInstancesInService is ${inService}, and CloudFormation wants it less than the MaxSize ${max}`);
  }
}

function launchTemplateOf(world: World, group: Resource): Resource | undefined {
  const { LaunchTemplate, MixedInstancesPolicy, LaunchConfigurationName, InstanceId } = group.Properties ?? {};
  if (!LaunchTemplate) {
    if (!MixedInstancesPolicy && !LaunchConfigurationName && !InstanceId) {
      world.report('missing-property', `${group.label}: it has no LaunchTemplate, and nothing in its place`);
    }
    return undefined;
  }
  for (const name of ['Version', ...LaunchTemplate.LaunchTemplateName === undefined ? ['LaunchTemplateId'] : []]) {
    if (LaunchTemplate[name] === undefined) {
      world.report('missing-property', `${group.label}: it has no LaunchTemplate.${name}, which AWS requires`);
    }
  }
  const [id, version] = [LaunchTemplate.LaunchTemplateId?.Ref, LaunchTemplate.Version?.['Fn::GetAtt']?.[0]];
  if (id !== undefined && version !== undefined && id !== version) {
    world.report('bad-value', `${group.label}: the version of its launch template is that of ${version}, `
      + `and the template is ${id}`);
  }
  return world.ofType('AWS::EC2::LaunchTemplate').find(({ stack, logicalId }) => stack === group.stack && logicalId === id);
}

/** The volumes and interfaces that user data names, with their zones. */
function attachedBy(world: World, template: Resource, subnets: Subnet[]): [Resource, string][] {
  const text = JSON.stringify(template.Properties?.LaunchTemplateData?.UserData ?? '');
  const isNamed = ({ stack, logicalId }: Resource) => stack === template.stack && text.includes(`"${logicalId}"`);
  const volumes = world.ofType('AWS::EC2::Volume').filter(isNamed)
    .flatMap((volume): [Resource, string][] =>
      [world.resolver.property(volume, 'AvailabilityZone') ?? []].flat().map(zone => [volume, zone]));
  const interfaces = world.ofType('AWS::EC2::NetworkInterface').filter(isNamed)
    .flatMap((one): [Resource, string][] =>
      subnets.filter(({ id }) => id === world.property(one, 'SubnetId')).map(({ zone }) => [one, zone]));
  return [...volumes, ...interfaces];
}
