import { mkdtempSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { plannedPlace } from './apps/planned';
import { resourcesOf } from './apps/resources';
import { hourly } from './cost';
import { GROUPS } from './groups';
import { NETWORK } from './groups/network';
import type { Group } from './groups/step';
import { variantsOf } from './planned-stacks';
import { synthesize } from './run/assembly';
import { loadAssemblies } from '../../cli/assembly/assemblies';
import { complete } from '../../cli/assembly/completed';
import { buildTopology } from '../../cli/assembly/topology';
import { checkPaths } from '../../cli/check/check';
import { programOf } from '../../cli/program';
import { stagedOf } from '../../cli/run/app/staged';
import { typesById } from '../integ/types-by-id';

const folder = mkdtempSync(join(tmpdir(), 'acceptance-apps-'));

function assemblyOf(group: Group, name: string, variant: object): string {
  const own = join(folder, group.name, name);
  return synthesize(group, plannedPlace(group.name, ['eu-west-1', 'eu-central-1'], join(folder, 'kafka.tgz')), {}, { ...variant }, own);
}

/** What `check` can't follow, and how it says so. */
const CHECKED: { readonly [group: string]: { readonly args: readonly string[]; readonly says: RegExp } } = {
  zonal: { args: [], says: /not-played: acceptance-zonal-kafka.Joint: an endpoint service has exactly one network load balancer here, got 3/ },
  hub: { args: ['--ignore', 'AWS::EC2::TransitGateway', '--ignore', 'AWS::EC2::TransitGatewayAttachment'], says: /^$/ },
  ...Object.fromEntries(GROUPS.filter(({ hasNodes }) => hasNodes).map(({ name }) => name).map(name => [name, { args: [], says: /these apps have no path to follow: no endpoint service/ }])),
};

test('what run adds to the network group leaves its machines their addresses', () => {
  const out = assemblyOf(NETWORK, 'run', {});
  const { clusters: [cluster] } = complete(loadAssemblies({ directories: [out], properties: [] }), []);
  const { assembly, options } = stagedOf(cluster, 'no-certificate.pem');
  expect(assembly.brokerFiles).toHaveLength(2);
  expect(checkPaths(buildTopology(assembly, options), assembly.brokerFiles)).toEqual([]);
});

describe.each(GROUPS.map(group => [group.name, group] as const))('%s', (_, group) => {
  const base = assemblyOf(group, 'base', {});
  const resources = Object.fromEntries(Object.keys(group.stacks).map(stack => [stack, resourcesOf(base, group.name, stack)]));

  test('has the logical ids of the last commit', () => {
    expect(Object.fromEntries(Object.entries(resources).map(([stack, all]) => [stack, typesById(all)]))).toMatchSnapshot();
  });

  test('costs less than a dollar an hour, all of it known', () => {
    const dollars = Object.values(resources).reduce((sum, all) => sum + hourly(all), 0);
    expect(dollars).toBeGreaterThan(0.01);
    expect(dollars).toBeLessThan(1);
  });

  test('passes check, but for what is meant so', async () => {
    const { args, says } = CHECKED[group.name] ?? { args: [], says: /^$/ };
    const { status, out, errors } = await programOf(['check', base, ...args]);
    const findings = status === 0 ? [] : `${out}\n${errors}`.split('\n').filter(line => /^(  [a-z-]+: |cdk-kafka-privatelink: (?!Load balancers|Resource types that have no part))/.test(line));
    expect(findings.filter(line => !says.test(line))).toEqual([]);
    expect(findings.length === 0).toBe(says.source === '^$');
  });

  const variants = variantsOf(group);
  if (variants.length) {
    test.each(variants)('synthesizes for the step %s', (id, variant) => {
      const changed = assemblyOf(group, id, variant);
      const after = Object.keys(group.stacks).map(stack => resourcesOf(changed, group.name, stack));
      expect(JSON.stringify(after) === JSON.stringify(Object.values(resources))).toBe('note' in variant);
    });
  }
});
