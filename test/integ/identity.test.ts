import { App, Stage } from 'aws-cdk-lib';
import { INTEGRATION_APPS, STACK_ID_PREFIX } from './apps';
import { differences } from '../../build-tools/differences';

/** The templates by the names of their stacks, without what only the CDK's own tools read. */
function templatesOf(name: string, place: (app: App) => App | Stage, context: Record<string, unknown> = {}) {
  const app = new App({ context });
  const scope = place(app);
  INTEGRATION_APPS[name](scope);
  const assembly = app.synth();
  const { stacks } = scope === app ? assembly : assembly.getNestedAssembly(scope.artifactId);
  return Object.fromEntries(stacks.map(({ stackName, template }) => [stackName, withoutPaths(template)]));
}

/** A construct of the CDK names a VPC, and what is in it, by its path. */
const NAMED_BY_PATH = ['VPC', 'Subnet', 'RouteTable', 'InternetGateway', 'Instance'].map(type => `AWS::EC2::${type}`);

function withoutPaths({ Resources, ...rest }: any): unknown {
  const resources = Object.entries<any>(Resources).map(([id, { Metadata: _, ...resource }]) => {
    const isName = ({ Key }: { Key: string }) => Key === 'Name' && NAMED_BY_PATH.includes(resource.Type);
    const tags = resource.Properties?.Tags?.filter((tag: any) => !isName(tag));
    return [id, { ...resource, Properties: { ...resource.Properties, Tags: tags } }];
  });
  return { ...rest, Resources: Object.fromEntries(resources) };
}

/**
 * CloudFormation knows a stack by its name, wherever in an app it is defined: what is above it may change while brokers run, and must not be told
 * from their disks, their names, or the ids of rules that can't exist twice.
 */
describe.each(Object.keys(INTEGRATION_APPS))('%s has the same templates', name => {
  const plain = templatesOf(name, app => app);

  test('below a stage', () => {
    expect(differences(plain, templatesOf(name, app => new Stage(app, 'Prod')))).toEqual([]);
  });

  test('with other construct ids of its stacks', () => {
    expect(differences(plain, templatesOf(name, app => app, { [STACK_ID_PREFIX]: 'My' }))).toEqual([]);
  });
});
